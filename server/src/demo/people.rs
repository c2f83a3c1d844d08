//! The demo group's people: owners with phones from 13800000001 on, staff of every role that takes part.

use sqlx::AnyConnection;
use steward_core::accounts::{Actor, Department, Role, Scope};
use steward_core::tickets::decide::EngineerFacts;
use steward_core::time::Instant;

use super::group::{PROJECTS, home_id};
use crate::accounts::admin::{self, NewLogin, Place};
use crate::db::sql;
use crate::http::error::{Answer, Failure};
use crate::secret::Secret;

/// A demo account, as it is printed at the start.
#[derive(Clone, Debug)]
pub struct Account {
    /// The role.
    pub role: Role,
    /// The name.
    pub name: &'static str,
    /// The login name, or an owner's phone.
    pub login: String,
    /// Where they work or live, in words.
    pub place: String,
}

/// A member of staff: login, name, role, projects (none: the whole group), department.
type Member = (&'static str, &'static str, Role, &'static [&'static str], Option<Department>);

const NORTH: &[&str] = &["tinglan", "yunqi"];
const SOUTH: &[&str] = &["songfeng", "yingyue", "fenglin"];

/// Staff. The first of each role is the account that is printed.
const STAFF: &[Member] = &[
    ("agent", "苏晓", Role::Agent, NORTH, None),
    ("agent2", "陈屿", Role::Agent, SOUTH, None),
    ("engineer", "周启明", Role::Engineer, NORTH, None),
    ("engineer2", "何志强", Role::Engineer, NORTH, None),
    ("engineer3", "罗永平", Role::Engineer, &["tinglan"], None),
    ("engineer4", "唐亮", Role::Engineer, &["tinglan"], None),
    ("engineer5", "魏东来", Role::Engineer, SOUTH, None),
    ("engineer6", "邵一帆", Role::Engineer, SOUTH, None),
    ("supervisor", "方敏", Role::Supervisor, NORTH, None),
    ("supervisor2", "贺兰", Role::Supervisor, SOUTH, None),
    ("manager", "秦越", Role::ProjectManager, &["tinglan"], None),
    ("manager2", "沈柏", Role::ProjectManager, &["yunqi", "songfeng", "yingyue", "fenglin"], None),
    ("operations", "丁一鸣", Role::Department, NORTH, Some(Department::Operations)),
    ("operations2", "顾行", Role::Department, SOUTH, Some(Department::Operations)),
    ("hq", "叶舟", Role::HqManagement, &[], None),
    ("training", "陆遥", Role::HqTraining, &[], None),
    ("data", "江若水", Role::HqData, &[], None),
    ("executive", "韩松", Role::Executive, &[], None),
    ("admin", "管理员", Role::Admin, &[], None),
    ("auditor", "白露", Role::Auditor, &[], None),
];

/// An engineer's facts: login, skills, level, certified, on shift.
type Skills = (&'static str, &'static [&'static str], i64, bool, bool);

const ENGINEERS: &[Skills] = &[
    ("engineer", &["water", "power", "repair", "emergency"], 4, true, true),
    ("engineer2", &["door", "power", "public", "smart"], 3, true, true),
    ("engineer3", &["public", "wall", "emergency", "water"], 5, true, true),
    ("engineer4", &["water", "door", "value"], 2, true, false),
    ("engineer5", &["water", "power", "door", "emergency", "public"], 4, true, true),
    ("engineer6", &["wall", "power"], 1, false, true),
];

/// Owners' names; the nth lives in the nth home of all projects together. The first has a second home too.
const OWNERS: &[&str] = &[
    "林静",
    "赵立新",
    "王海涛",
    "钱多多",
    "孙文博",
    "李慧",
    "周涛",
    "吴晓梅",
    "郑凯",
    "冯雪",
    "陈国强",
    "褚青",
    "卫明",
    "蒋琳",
    "沈浩",
    "韩梅",
    "杨帆",
    "朱颖",
    "秦朗",
    "尤佳",
    "许诺",
    "何欢",
    "吕良",
    "施展",
    "张弛",
    "孔乐",
];

/// The person behind a staff login.
pub(super) fn staff_id(login: &str) -> String {
    format!("staff-{login}")
}

/// The logins of those who have their post in projects.
pub(super) fn project_staff() -> impl Iterator<Item = &'static str> {
    STAFF.iter().filter(|member| !member.3.is_empty()).map(|member| member.0)
}

/// A member of staff as who acts.
fn actor((login, name, role, projects, department): &Member) -> Answer<Actor> {
    let projects = projects.iter().map(|id| id.parse()).collect::<Result<_, _>>()?;
    let (person, name) = (staff_id(login).parse()?, (*name).to_owned());
    Ok(Actor { person, role: *role, name, department: *department, scope: Scope::Projects(projects) })
}

/// The first of a role in a project.
pub(super) fn first_of(role: Role, project: &str) -> Answer<Actor> {
    let member = STAFF.iter().find(|member| member.2 == role && member.3.contains(&project));
    actor(member.ok_or_else(|| Failure::internal(format!("no {} in {project}", role.word())))?)
}

/// The engineers of a project, with what dispatching saw of them in the past, when all had their certificates.
pub(super) fn engineers_of(project: &str) -> Answer<Vec<(Actor, EngineerFacts)>> {
    let skills =
        |member: &'static Member| ENGINEERS.iter().find(|of| of.0 == member.0).map(|of| (member, of));
    let of = STAFF.iter().filter(|member| member.3.contains(&project)).filter_map(skills);
    let engineer = |(member, (_, skills, level, ..)): (&Member, &Skills)| {
        let actor = actor(member)?;
        let facts = EngineerFacts {
            person: actor.person.clone(),
            name: actor.name.clone(),
            skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
            level: u8::try_from(*level).unwrap_or(1),
            certified: true,
            on_shift: true,
            open_jobs: 0,
            distance_m: None,
        };
        Ok((actor, facts))
    };
    of.map(engineer).collect()
}

/// The nth owner's name, from 0.
pub(super) fn owner_name(n: usize) -> &'static str {
    OWNERS.get(n).copied().unwrap_or("业主")
}

/// The nth owner, from 0.
pub(super) fn owner_id(n: usize) -> String {
    format!("owner-{:02}", n + 1)
}

/// The nth owner's phone.
pub(super) fn phone(n: usize) -> String {
    format!("138{:08}", n + 1)
}

/// The butler of a project's homes.
pub(super) fn butler(project: &str) -> String {
    staff_id(if NORTH.contains(&project) { "agent" } else { "agent2" })
}

/// The number of the owner of a home.
pub(super) fn nth_owner(home: &str) -> usize {
    homes().position(|(_, _, id)| id == home && !is_second(&id)).unwrap_or(0)
}

/// The owner of a home.
pub(super) fn owner_of(home: &str) -> String {
    owner_id(nth_owner(home))
}

/// The first owner's second home.
fn is_second(home: &str) -> bool {
    home == "yunqi-2-1-0602"
}

/// Every home with its place in the order of all homes.
pub(super) fn homes() -> impl Iterator<Item = (usize, &'static super::group::Project, String)> {
    let all = PROJECTS.iter().flat_map(|p| (0..p.homes.len()).map(move |n| (p, home_id(p, n))));
    all.enumerate().map(|(n, (p, id))| (n, p, id))
}

/// Writes owners, staff and engineers.
pub(super) async fn insert(conn: &mut AnyConnection, now: Instant) -> Answer<()> {
    for (n, _, home) in homes() {
        admin::insert_person(conn, &owner_id(n), owner_name(n), &phone(n), now).await?;
        admin::grant(conn, &owner_id(n), Role::Owner, &Place::Household(home.clone()), None).await?;
        if is_second(&home) {
            admin::grant(conn, &owner_id(0), Role::Owner, &Place::Household(home), None).await?;
        }
    }
    let password = Secret::new(super::PASSWORD);
    let hash = admin::hash(&password)?;
    for (login, name, role, projects, department) in STAFF {
        let places = if projects.is_empty() {
            vec![Place::Group]
        } else {
            projects.iter().map(|p| Place::Project((*p).to_owned())).collect()
        };
        let new = NewLogin {
            login: (*login).to_owned(),
            name: (*name).to_owned(),
            role: *role,
            places,
            department: *department,
            password: password.clone(),
        };
        admin::insert(conn, &staff_id(login), &new, &hash, now).await?;
    }
    for (login, skills, level, certified, on_shift) in ENGINEERS {
        let projects = STAFF.iter().find(|m| m.0 == *login).map_or(&[][..], |m| m.3);
        for project in projects {
            sql("insert into engineers (project_id, person_id, skills, level, certified, on_shift) values ($1, $2, $3, $4, $5, $6)")
                .bind(*project)
                .bind(staff_id(login))
                .bind(serde_json::to_string(skills)?)
                .bind(*level)
                .bind(i64::from(*certified))
                .bind(i64::from(*on_shift))
                .run(&mut *conn)
                .await?;
        }
    }
    Ok(())
}

/// One account of every role, owners first.
pub fn accounts() -> Vec<Account> {
    let owners = homes().take(2).map(|(n, project, home)| Account {
        role: Role::Owner,
        name: OWNERS.get(n).copied().unwrap_or_default(),
        login: phone(n),
        place: format!("{} {}", project.name, home.trim_start_matches(project.id).trim_start_matches('-')),
    });
    let mut seen = Vec::new();
    let staff = STAFF.iter().filter_map(|(login, name, role, projects, _)| {
        if seen.contains(role) {
            return None;
        }
        seen.push(*role);
        let name_of = |id: &&str| PROJECTS.iter().find(|p| p.id == *id).map_or("", |p| p.name);
        let place: Vec<_> = projects.iter().map(name_of).collect();
        let place = if place.is_empty() { super::group::NAME.to_owned() } else { place.join("、") };
        Some(Account { role: *role, name, login: (*login).to_owned(), place })
    });
    owners.chain(staff).collect()
}
