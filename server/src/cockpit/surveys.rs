//! What surveys say in the cockpit: the sums of those that ended in a period, as far as the viewer may see them (R30, R31).

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::permit::{Action, Object, reach};
use steward_core::accounts::{Actor, Role};
use steward_core::cockpit::figures::{CockpitQuery, Line};
use steward_core::cockpit::measure::Sum;
use steward_core::cockpit::period::Period;
use steward_core::cockpit::surveys::{Cell, Scale, SurveySums, shown};
use steward_core::day::Day;
use steward_core::ids::ProjectId;

use super::taken;
use crate::accounts::scope::in_projects;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

/// What may be shown, with the day and the project of each.
pub(super) type Said = Vec<(Day, ProjectId, SurveySums)>;

/// What surveys say that ended in a period, in all projects that the actor reaches: what must stay hidden is a matter of
/// all of them, whatever is looked at. `None` for whoever does not read surveys by project.
pub(super) async fn said(conn: &mut AnyConnection, actor: &Actor, period: Period) -> Answer<Option<Said>> {
    if actor.role != Role::System && reach(actor.role, Action::Read, Object::Survey).is_none() {
        return Ok(None);
    }
    let query = sql("select s.campaign_id, s.question, s.scale, s.project_id, s.day, s.n, s.total \
        from survey_sums s where s.day >= ")
    .value(period.first.number())
    .then(" and s.day <= ")
    .value(period.last.number())
    .then(" and ");
    let query = in_projects(query, "s.project_id", actor);
    let found = query.then(" order by s.campaign_id, s.question, s.project_id").rows(conn).await?;
    let cells: Vec<Cell> = found.iter().map(cell).collect::<Answer<_>>()?;
    Ok(Some(shown(&cells)))
}

fn cell(row: &AnyRow) -> Answer<Cell> {
    let number = rows::int(row, 4)?;
    Ok(Cell {
        campaign: rows::parsed(row, 0)?,
        question: rows::text(row, 1)?,
        scale: rows::word(row, 2, Scale::from_word)?,
        project: rows::parsed(row, 3)?,
        day: Day::from_number(number).ok_or_else(|| Failure::internal(format!("no day {number}")))?,
        sum: Sum { n: rows::int(row, 5)?, total: rows::int(row, 6)? },
    })
}

/// The sums of what ended in a part of the time.
pub(super) fn within<'s>(
    said: impl IntoIterator<Item = &'s (Day, ProjectId, SurveySums)>,
    period: Period,
) -> SurveySums {
    let mut sums = SurveySums::default();
    for (day, _, of) in said {
        if (period.first..=period.last).contains(day) {
            sums.merge(of);
        }
    }
    sums
}

/// Puts what surveys say beside the other figures of the projects.
pub(super) async fn add(
    conn: &mut AnyConnection,
    actor: &Actor,
    period: Period,
    lines: &mut [Line],
) -> Answer<()> {
    let before = period.before();
    let both = Period { first: before.first, last: period.last };
    let Some(said) = said(conn, actor, both).await? else { return Ok(()) };
    let mut by_project = BTreeMap::<&ProjectId, Vec<&(Day, ProjectId, SurveySums)>>::new();
    for one in &said {
        by_project.entry(&one.1).or_default().push(one);
    }
    for line in lines {
        let of = |period| within(by_project.get(&line.project).into_iter().flatten().copied(), period);
        (line.now.surveys, line.before.surveys) = (Some(of(period)), Some(of(before)));
    }
    Ok(())
}

/// What surveys say in the projects that are wanted.
pub(super) async fn in_scope(
    conn: &mut AnyConnection,
    actor: &Actor,
    wanted: &CockpitQuery,
    period: Period,
) -> Answer<Option<Said>> {
    let Some(mut said) = said(&mut *conn, actor, period).await? else { return Ok(None) };
    if said.is_empty() || (wanted.project.is_none() && wanted.region.is_none()) {
        return Ok(Some(said));
    }
    let found = taken::projects(sql("select p.id from projects p where "), actor, wanted);
    let found = found.rows(conn).await?;
    let projects: Vec<ProjectId> = found.iter().map(|row| rows::parsed(row, 0)).collect::<Answer<_>>()?;
    said.retain(|(_, project, _)| projects.contains(project));
    Ok(Some(said))
}
