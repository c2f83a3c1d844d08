//! The tickets behind a figure: just those that were counted, by the rows that the sums were made with.

use sqlx::AnyConnection;
use steward_core::accounts::{Actor, Scope};
use steward_core::cockpit::buckets::Bucket;
use steward_core::cockpit::counted::Credit;
use steward_core::cockpit::measure::{Measure, Sum};
use steward_core::day::Day;
use steward_core::tickets::api::{ListQuery, View};

use super::projection::kept;
use super::taken::{self, Whose};
use crate::accounts::scope::in_projects;
use crate::db::{Sql, sql};
use crate::http::error::{Answer, Failure};
use crate::tickets::visible;

/// The columns of a measure in `counted c`: its day, and its value.
const fn columns(measure: Measure) -> (&'static str, &'static str) {
    match measure {
        Measure::Volume => ("c.volume_day", "c.volume_value"),
        Measure::Dispatch => ("c.dispatch_day", "c.dispatch_value"),
        Measure::Response => ("c.response_day", "c.response_value"),
        Measure::OnSite => ("c.on_site_day", "c.on_site_value"),
        Measure::Feedback => ("c.feedback_day", "c.feedback_value"),
        Measure::Solution => ("c.solution_day", "c.solution_value"),
        Measure::ComplaintClose => ("c.complaint_close_day", "c.complaint_close_value"),
        Measure::Processing => ("c.processing_day", "c.processing_value"),
        Measure::Timely => ("c.timely_day", "c.timely_value"),
        Measure::FirstContact => ("c.first_contact_day", "c.first_contact_value"),
        Measure::Solved => ("c.solved_day", "c.solved_value"),
        Measure::Repeated => ("c.repeated_day", "c.repeated_value"),
        Measure::VisitSatisfied => ("c.visit_satisfied_day", "c.visit_satisfied_value"),
        Measure::Praise => ("c.praise_day", "c.praise_value"),
        Measure::Flagged => ("c.flagged_day", "c.flagged_value"),
        Measure::Acceptance => ("c.acceptance_day", "c.acceptance_value"),
        Measure::OnTheWay => ("c.on_the_way_day", "c.on_the_way_value"),
        Measure::Work => ("c.work_day", "c.work_value"),
        Measure::ReturnVisit => ("c.return_visit_day", "c.return_visit_value"),
    }
}

/// What few tickets are marked with (标记): those have an index of their own, by project and day, for which this is the
/// condition, word for word. `None` for what most tickets have.
const fn mark(measure: Measure, yes: Option<bool>) -> Option<&'static str> {
    match (measure, yes) {
        (Measure::OnSite, Some(false)) => Some("c.on_site_value = 0"),
        (Measure::Feedback, Some(false)) => Some("c.feedback_value = 0"),
        (Measure::Solution, _) => Some("c.solution_day is not null"),
        (Measure::ComplaintClose, _) => Some("c.complaint_close_day is not null"),
        (Measure::Timely, Some(false)) => Some("c.timely_value = 0"),
        (Measure::FirstContact, Some(false)) => Some("c.first_contact_value = 0"),
        (Measure::Solved, _) => Some("c.solved_day is not null"),
        (Measure::Repeated, _) => Some("c.repeated_day is not null"),
        (Measure::VisitSatisfied, Some(false)) => Some("c.visit_satisfied_value = 0"),
        (Measure::Praise, Some(false)) => Some("c.praise_value = 0"),
        (Measure::Flagged, _) => Some("c.flagged_day is not null"),
        _ => None,
    }
}

/// The column of the day on which those count that are asked for, if few tickets are marked so: they are listed by it.
pub(crate) fn marked_by(wanted: &ListQuery) -> Option<&'static str> {
    let measure = wanted.measure?;
    mark(measure, wanted.yes).map(|_| columns(measure).0)
}

/// How many tickets of all that the viewer may see were measured so, from the sums and whatever their number; `None`
/// where these do not say, since more is asked for than a measure, an answer, days and places.
pub(crate) async fn total(
    conn: &mut AnyConnection,
    wanted: &ListQuery,
    actor: &Actor,
) -> Answer<Option<u64>> {
    let Some(measure) = wanted
        .measure
        .filter(|measure| is_plain(wanted, actor) && (wanted.yes.is_none() || measure.is_question()))
    else {
        return Ok(None);
    };
    let upto = |query: Sql, day: Option<Day>| {
        let query =
            query.then(", (select r.body from rollups r where r.generation = g.generation and r.bucket = ");
        let query = if is_everything(wanted, actor) {
            query.value(Bucket::Group.key())
        } else {
            query.then("'project/' || p.id")
        };
        let query = match day {
            Some(day) => query.then(" and r.day <= ").value(day.number()),
            None => query,
        };
        query.then(" order by r.day desc limit 1)")
    };
    let query = upto(sql("select 0"), wanted.to);
    let query = match wanted.from {
        Some(from) => upto(query, Some(from.earlier(1))),
        None => query.then(", null"),
    };
    let query = query.then(" from (select generation from projections where name = 'cockpit') g");
    let query = if is_everything(wanted, actor) {
        query
    } else {
        places(query.then(", projects p where "), wanted, actor, "p.id")
    };
    let mut all = Sum::default();
    for row in &query.rows(conn).await? {
        all = all + (taken::sum(row, 1)?.of(measure) - taken::sum(row, 2)?.of(measure));
    }
    let counted = match wanted.yes {
        None => all.n,
        Some(true) => all.total,
        Some(false) => all.n - all.total,
    };
    Ok(Some(u64::try_from(counted).map_err(Failure::internal)?))
}

/// Whether all projects of the group are wanted.
fn is_everything(wanted: &ListQuery, actor: &Actor) -> bool {
    actor.scope == Scope::Group && wanted.project.is_none() && wanted.region.is_none()
}

/// Whether nothing of a ticket itself decides whether it is in a list, only what is counted of it.
pub(crate) fn is_plain(wanted: &ListQuery, actor: &Actor) -> bool {
    let asked = ListQuery {
        measure: wanted.measure,
        yes: wanted.yes,
        from: wanted.from,
        to: wanted.to,
        project: wanted.project.clone(),
        region: wanted.region.clone(),
        // Which page of it, and how it is looked at.
        view: wanted.view.filter(|view| *view == View::All),
        after: wanted.after.clone(),
        limit: wanted.limit,
        ..ListQuery::default()
    };
    asked == *wanted && visible::sees_all_in_scope(actor)
}

/// Adds the condition that a column names a project in the viewer's scope and wanted.
fn places(query: Sql, wanted: &ListQuery, actor: &Actor, column: &'static str) -> Sql {
    let query = if is_everything(wanted, actor) {
        query.then(column).then(" in (select x.id from projects x)")
    } else {
        in_projects(query, column, actor)
    };
    let query = match &wanted.project {
        Some(project) => query.then(" and ").then(column).then(" = ").value(project.as_str()),
        None => query,
    };
    match &wanted.region {
        Some(region) => query
            .then(" and ")
            .then(column)
            .then(" in (select x.id from projects x where x.region_id = ")
            .value(region.as_str())
            .then(")"),
        None => query,
    }
}

/// Adds the condition that a row `c` of `counted` was measured so in the days that are wanted; where only the viewer's own
/// work is wanted, that it counts as theirs or as their department's. Which tickets the viewer may see at all is not said
/// here.
pub(crate) fn is_counted(query: Sql, measure: Measure, wanted: &ListQuery, actor: &Actor) -> Sql {
    let (day, value) = columns(measure);
    let mark = mark(measure, wanted.yes);
    let query = match mark {
        Some(mark) => query.then(mark),
        None => query.then(day).then(" is not null"),
    };
    // Each project has its own part of every index.
    let mut query = places(query.then(" and "), wanted, actor, "c.project_id");
    if let Some(from) = wanted.from {
        query = query.then(" and ").then(day).then(" >= ").value(from.number());
    }
    if let Some(to) = wanted.to {
        query = query.then(" and ").then(day).then(" <= ").value(to.number());
    }
    // What most tickets have is looked for between the day of their submission and that of their last figure.
    if let (None, Some(from)) = (mark, wanted.from) {
        query = query.then(" and c.last_day >= ").value(from.number());
    }
    if let (None, Some(to)) = (mark, wanted.to) {
        query = query.then(" and c.volume_day <= ").value(to.number());
    }
    if let Some(yes) = wanted.yes.filter(|_| !mark.is_some_and(|mark| mark.ends_with("_value = 0"))) {
        query = query.then(" and ").then(value).then(" = ").value(i64::from(yes));
    }
    if let Some(building) = &wanted.building {
        query = query.then(" and c.building = ").value(building.clone());
    }
    if let Some(touchpoint) = wanted.touchpoint {
        query = query.then(" and c.touchpoint = ").value(kept::touchpoint(touchpoint));
    }
    let whose = (wanted.own == Some(true)).then(|| Whose::own(actor));
    if let Some(Whose::Department(department)) = whose {
        query = query.then(" and c.department = ").value(kept::department(department));
    }
    let own = (whose == Some(Whose::Person)).then_some(&actor.person);
    for person in own.into_iter().chain(&wanted.person) {
        let who = match measure.credit() {
            Credit::Agent => " and c.agent_id = ",
            Credit::Worker => " and c.worker_id = ",
        };
        query = query.then(who).value(person.as_str());
    }
    query
}
