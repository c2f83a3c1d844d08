//! What there is before the first ticket: regions, projects, homes, people, and the standard that they work by.

use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::{Department, Role};
use steward_core::ids::{PersonId, PhotoId};
use steward_core::time::Instant;

use super::dice::Dice;
use super::times::index;
use super::world::{Project, World, shift_at};
use super::{Wish, names, times};
use crate::accounts::passwords;
use crate::db::many::{self, Rows, Table, Value};
use crate::db::{MultiRow, sql};
use crate::demo::{self, standard};
use crate::http::error::Answer;
use crate::photos::{Photos, picture};
use crate::secret::Secret;
use crate::sla::standards::store;

const fn insert(before: &'static str, width: usize) -> MultiRow {
    MultiRow { before, width, after: "" }
}

const REGIONS: MultiRow = insert("insert into regions (id, name) values ", 2);
const LAWS: MultiRow =
    insert("insert into legal_limits (region_id, effective_from, limit_s, source, signed) values ", 5);
const PROJECTS: MultiRow = insert("insert into projects (id, region_id, name, hotline, zone) values ", 5);
const HOMES: MultiRow = insert(
    "insert into households (project_id, id, building, unit, room, butler_id, handed_over_on, moved_in_on) values ",
    8,
);
const PERSONS: MultiRow = insert("insert into persons (id, name, phone, created_at) values ", 4);
const GRANTS: MultiRow = insert("insert into grants (person_id, role, kind, id, department) values ", 5);
const ENGINEERS: MultiRow =
    insert("insert into engineers (project_id, person_id, skills, level, certified, on_shift) values ", 6);
const LOGINS: MultiRow =
    insert("insert into logins (login, person_id, role, password_hash, created_at) values ", 5);
const COUNTERS: MultiRow = insert("insert into counters (name, n) values ", 2);

/// The posts of the whole group: login, which is the person's id too, and role.
const GROUP: [(&str, Role); 6] = [
    ("hq", Role::HqManagement),
    ("training", Role::HqTraining),
    ("data", Role::HqData),
    ("executive", Role::Executive),
    ("admin", Role::Admin),
    ("auditor", Role::Auditor),
];

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// The name of the nth member of the group's staff.
fn group_name(seed: u64, n: usize) -> String {
    names::person(&mut Dice::of(seed, "group", [index(n), 0]))
}

/// The rows of people who sign in with a name.
struct Staff<'w> {
    persons: Rows,
    grants: Rows,
    logins: Rows,
    hash: &'w str,
    now: i64,
}

impl Staff<'_> {
    fn add(
        &mut self,
        id: &str,
        name: String,
        role: Role,
        place: (&str, &str),
        department: Option<Department>,
    ) {
        let (kind, place) = place;
        self.persons.push(vec![text(id), text(name), text(""), Value::Int(self.now)]);
        let department = department.map_or("", Department::word);
        self.grants.push(vec![text(id), text(role.word()), text(kind), text(place), text(department)]);
        let hash = self.hash.to_owned();
        self.logins.push(vec![text(id), text(id), text(role.word()), text(hash), Value::Int(self.now)]);
    }
}

/// Writes the group; `began` is when its people were entered.
pub(super) async fn write(
    conn: &mut AnyConnection,
    world: &World,
    wish: &Wish,
    began: Instant,
) -> Answer<()> {
    let regions = &world.regions;
    let laws = |n: i64| Value::Int(n * 3600);
    let region_rows = regions.iter().map(|r| vec![text(&r.id), text(&r.name)]).collect::<Rows>();
    let law_rows: Rows = regions
        .iter()
        .map(|r| vec![text(&r.id), Value::Int(0), laws(r.legal_hours), text("物业管理条例"), text("")])
        .collect();
    let project_rows: Rows = world
        .projects
        .iter()
        .map(|p| {
            let region = regions.get(p.region).map(|r| r.id.clone()).unwrap_or_default();
            let hotline = format!("400-800-{:04}", (p.n + 1) % 10_000);
            vec![text(p.id.as_str()), text(region), text(&p.name), text(hotline), text("Asia/Shanghai")]
        })
        .collect();
    let hash = passwords::hash_with_salt(&Secret::new(demo::PASSWORD), &world.seed.to_le_bytes())?;
    let mut staff =
        Staff { persons: vec![], grants: vec![], logins: vec![], hash: &hash, now: began.millis() };
    for (n, (login, role)) in GROUP.iter().enumerate() {
        staff.add(login, group_name(world.seed, n), *role, ("group", ""), None);
    }
    let mut engineers = Rows::new();
    for project in &world.projects {
        for Actor { person, role, name, department, .. } in project.staff() {
            let place = ("project", project.id.as_str());
            staff.add(person.as_str(), name.clone(), *role, place, *department);
        }
        engineers.extend(engineer_rows(project, wish.until)?);
    }
    many::write(
        vec![
            Table::new(REGIONS, || Ok(region_rows)),
            Table::new(LAWS, || Ok(law_rows)),
            Table::new(PROJECTS, || Ok(project_rows)),
            Table::new(PERSONS, || Ok(staff.persons)),
            Table::new(GRANTS, || Ok(staff.grants)),
            Table::new(LOGINS, || Ok(staff.logins)),
            Table::new(ENGINEERS, || Ok(engineers)),
        ],
        conn,
    )
    .await?;
    store::insert(conn, &standard()?).await?;
    sql("insert into settings (name, value) values ('demo', '1'), ('group', '澄岸物业集团')")
        .run(conn)
        .await?;
    Ok(())
}

fn engineer_rows(project: &Project, now: Instant) -> Answer<Rows> {
    use chrono::Timelike as _;
    let shift = shift_at(times::local(now).hour());
    let of = project.shifts.get(shift).map(Vec::as_slice).unwrap_or_default();
    let row = |e: &steward_core::tickets::decide::EngineerFacts| -> Answer<Vec<Value>> {
        Ok(vec![
            text(project.id.as_str()),
            text(e.person.as_str()),
            text(serde_json::to_string(&e.skills)?),
            Value::Int(i64::from(e.level)),
            Value::Int(i64::from(e.certified)),
            Value::Int(i64::from(e.on_shift)),
        ])
    };
    of.iter().map(row).collect()
}

/// Writes the drawn homes of a project and their owners.
pub(super) fn homes(world: &World, project: &Project, began: Instant) -> Answer<Vec<Table<'static>>> {
    let (mut homes, mut persons, mut grants) = (Rows::new(), Rows::new(), Rows::new());
    for home in index(project.known.len())..project.homes {
        let mut dice = Dice::of(world.seed, "home", [index(project.n), home]);
        let address = project.address(home);
        let household = project.household(home)?;
        let butler = project.agent(&mut dice)?;
        let handed_over = 2014 + project.n % 11;
        let moved_in = handed_over + usize::try_from(dice.below(2)).unwrap_or_default();
        homes.push(vec![
            text(project.id.as_str()),
            text(household.as_str()),
            text(address.building),
            text(address.unit),
            text(address.room),
            text(butler.person.as_str()),
            text(format!("{handed_over}-06-30")),
            text(format!("{moved_in}-{:02}-{:02}", dice.between(7, 12), dice.between(1, 28))),
        ]);
        let owner = project.owner(world.seed, home)?;
        let id = || text(owner.person.as_str());
        persons.push(vec![id(), text(&owner.name), text(project.phone(home)), Value::Int(began.millis())]);
        grants.push(vec![
            id(),
            text(Role::Owner.word()),
            text("household"),
            text(household.as_str()),
            text(""),
        ]);
    }
    Ok(vec![
        Table::new(HOMES, || Ok(homes)),
        Table::new(PERSONS, || Ok(persons)),
        Table::new(GRANTS, || Ok(grants)),
    ])
}

/// Writes how many numbers each day has given.
pub(super) async fn write_counters(conn: &mut AnyConnection, given: Vec<(String, i64)>) -> Answer<()> {
    let rows =
        given.into_iter().map(|(date, n)| vec![text(format!("tickets-{date}")), Value::Int(n)]).collect();
    many::write(vec![Table::new(COUNTERS, || Ok(rows))], conn).await
}

/// How many different pictures engineers hand in.
const PICTURES: u8 = 4;

/// Draws the pictures and keeps their files; their rows are written by [`note_pictures`].
pub(super) async fn pictures(photos: &Photos) -> Answer<Vec<(PhotoId, picture::Picture)>> {
    let mut kept = Vec::new();
    for n in 0..PICTURES {
        let picture = picture::prepare(&demo::evidence(n)?)?;
        kept.push((photos.keep(&picture).await?, picture));
    }
    Ok(kept)
}

/// Writes the rows of pictures.
pub(super) async fn note_pictures(
    conn: &mut AnyConnection,
    pictures: &[(PhotoId, picture::Picture)],
    at: Instant,
) -> Answer<()> {
    let by: PersonId = GROUP[0].0.parse()?;
    for (id, picture) in pictures {
        Photos::note(conn, id, picture, &by, at).await?;
    }
    Ok(())
}
