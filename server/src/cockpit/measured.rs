//! The tickets behind a figure: just those that were counted, by the rows that the sums were made with.

use steward_core::accounts::{Actor, Scope};
use steward_core::cockpit::counted::Credit;
use steward_core::cockpit::measure::Measure;
use steward_core::tickets::api::ListQuery;

use super::projection::kept;
use super::taken::Whose;
use crate::accounts::scope::in_projects;
use crate::db::Sql;

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

/// Adds the condition that a row `c` of `counted` was measured so in the days that are wanted; where only the viewer's own
/// work is wanted, that it counts as theirs or as their department's. Which tickets the viewer may see at all is not said
/// here.
pub(crate) fn is_counted(query: Sql, measure: Measure, wanted: &ListQuery, actor: &Actor) -> Sql {
    let (day, value) = columns(measure);
    let mut query = query.then(day).then(" is not null");
    // A project has its own part of the index, whose days are those of a ticket's submission and of its last figure.
    query = match (&wanted.project, &wanted.region, &actor.scope) {
        (Some(project), ..) => query.then(" and c.project_id = ").value(project.as_str()),
        (None, Some(region), _) => query
            .then(" and c.project_id in (select x.id from projects x where x.region_id = ")
            .value(region.as_str())
            .then(")"),
        (None, None, Scope::Group) => query.then(" and c.project_id in (select x.id from projects x)"),
        (None, None, _) => in_projects(query.then(" and "), "c.project_id", actor),
    };
    if let Some(from) = wanted.from {
        query = query.then(" and c.last_day >= ").value(from.number());
        query = query.then(" and ").then(day).then(" >= ").value(from.number());
    }
    if let Some(to) = wanted.to {
        query = query.then(" and c.volume_day <= ").value(to.number());
        query = query.then(" and ").then(day).then(" <= ").value(to.number());
    }
    if let Some(yes) = wanted.yes {
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
