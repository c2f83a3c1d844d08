//! The buildings and people of projects, with their sums.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use steward_core::accounts::{Actor, Department, Role};
use steward_core::cockpit::parts::{By, MOST_PROJECTS, Part, Parts, PartsQuery};
use steward_core::cockpit::period::Period;
use steward_core::ids::{PersonId, ProjectId};
use steward_core::problem::Code;
use steward_core::time::Instant;

use super::deviations;
use super::taken::{self, Taken};
use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};

/// The parts of the projects in scope; what [`Taken::of`] says of the viewer and the days. Who sees the own work only
/// sees just that: one line for each project, and no buildings.
pub(super) async fn read(db: &Db, actor: &Actor, asked: &PartsQuery, now: Instant) -> Answer<Parts> {
    let query = asked.page();
    let mut tx = db.read.begin().await?;
    let Taken { whose, period } = Taken::of(&mut tx, actor, &query, now).await?;
    let own = !whose.is_all();
    let found = sql("select p.id from projects p where ");
    let found = taken::projects(found, actor, &query).then(" order by p.name, p.id limit ");
    let most = i64::try_from(MOST_PROJECTS).unwrap_or(i64::MAX);
    let found = found.value(most.saturating_add(1)).rows(&mut *tx).await?;
    if found.is_empty() && (query.project.is_some() || query.region.is_some()) {
        return Err(Code::NotFound.into());
    }
    let too_many = found.len() > MOST_PROJECTS;
    let mut parts = Vec::new();
    if !too_many {
        for row in &found {
            let project: ProjectId = rows::parsed(row, 0)?;
            parts.extend(of_project(&mut tx, actor, own, asked.by, &project, period).await?);
        }
    }
    if asked.by == By::Person {
        deviations::mark(&mut tx, &mut parts, period.last).await?;
        name(&mut tx, &mut parts).await?;
    }
    Ok(Parts { period, too_many, parts })
}

/// The parts of one project that have anything in the period or before it.
async fn of_project(
    conn: &mut AnyConnection,
    actor: &Actor,
    own: bool,
    by: By,
    project: &ProjectId,
    period: Period,
) -> Answer<Vec<Part>> {
    let all = match (by, own) {
        (By::Building, true) => return Ok(Vec::new()),
        (By::Building, false) => format!("building/{project}/"),
        (By::Person, _) => format!("person/{project}/"),
    };
    // From one name to the next: what is read grows with the parts, not with their days.
    let (from, until) = if own {
        let mine = format!("{all}{}", actor.person);
        (mine.clone(), mine + "\u{1}")
    } else {
        // "0" follows "/": the end of everything that begins so.
        (all.clone(), format!("{}0", all.trim_end_matches('/')))
    };
    let next = "(select min(r.bucket) from rollups r, projections g where g.name = 'cockpit' and \
        r.generation = g.generation and r.bucket ";
    let mut found = sql("with recursive b (bucket) as (select ")
        .then(next)
        .then(">= ")
        .value(from)
        .then(" and r.bucket < ")
        .value(until.clone())
        .then(") union all select ")
        .then(next)
        .then("> b.bucket and r.bucket < ")
        .value(until)
        .then(") from b where b.bucket is not null) select b.bucket");
    for day in [period.last, period.first.earlier(1), period.before().first.earlier(1)] {
        found = found
            .then(
                ", (select r.body from rollups r where r.generation = g.generation and r.bucket = b.bucket \
                and r.day <= ",
            )
            .value(day.number())
            .then(" order by r.day desc limit 1)");
    }
    let found = found
        .then(" from b, projections g where g.name = 'cockpit' and b.bucket is not null order by b.bucket");
    let mut parts = Vec::new();
    for row in &found.rows(conn).await? {
        let bucket = rows::text(row, 0)?;
        let name = bucket.strip_prefix(all.as_str()).unwrap_or_default().to_owned();
        let (to_last, to_first, to_before) = (taken::sum(row, 1)?, taken::sum(row, 2)?, taken::sum(row, 3)?);
        let (now, before) = (to_last.less(&to_first), to_first.less(&to_before));
        if !now.is_empty() || !before.is_empty() {
            let person = (by == By::Person).then(|| name.parse()).transpose().map_err(Failure::internal)?;
            let project = project.clone();
            parts.push(Part {
                project,
                name,
                person,
                role: None,
                department: None,
                slower: None,
                now,
                before,
            });
        }
    }
    Ok(parts)
}

/// Puts names in the place of ids, with what each person is in that project now.
async fn name(conn: &mut AnyConnection, parts: &mut [Part]) -> Answer<()> {
    let ids: Vec<String> =
        parts.iter().filter_map(|part| part.person.as_ref()).map(ToString::to_string).collect();
    let found = sql("select s.id, s.name, coalesce(l.role, ''), coalesce((select max(g.department) from grants g \
        where g.person_id = s.id and g.role = l.role), '') from persons s left join logins l on l.person_id = s.id \
        where s.id in ")
    .list(ids);
    let mut known = BTreeMap::<PersonId, (String, Option<Role>, Option<Department>)>::new();
    for row in &found.rows(conn).await? {
        let role = Role::from_word(&rows::text(row, 2)?);
        let department = Department::from_word(&rows::text(row, 3)?);
        known.insert(rows::parsed(row, 0)?, (rows::text(row, 1)?, role, department));
    }
    for part in parts.iter_mut() {
        if let Some((name, role, department)) = part.person.as_ref().and_then(|person| known.get(person)) {
            (part.name, part.role, part.department) = (name.clone(), *role, *department);
        }
    }
    parts.sort_by(|a, b| (&a.project, &a.name).cmp(&(&b.project, &b.name)));
    Ok(())
}
