//! What each ticket adds, as it is kept: the row of core's `Counted`.

use std::collections::BTreeMap;
use std::str::FromStr;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Department;
use steward_core::cockpit::channels::Touchpoint;
use steward_core::cockpit::counted::{Counted, Entry};
use steward_core::cockpit::measure::Measure;
use steward_core::day::Day;
use steward_core::ids::{ProjectId, TicketId};
use steward_core::tickets::Category;

use crate::db::many::Value;
use crate::db::{MultiRow, rows, sql};
use crate::http::error::{Answer, Failure};

/// Writes what tickets add, new or changed.
pub(crate) const KEEP: MultiRow = MultiRow {
    before: "insert into counted (project_id, ticket_id, household_id, building, agent_id, worker_id, \
        department, complaint, touchpoint, volume_day, volume_value, dispatch_day, dispatch_value, response_day, response_value, on_site_day, \
        on_site_value, feedback_day, feedback_value, solution_day, solution_value, complaint_close_day, \
        complaint_close_value, processing_day, processing_value, timely_day, timely_value, \
        first_contact_day, first_contact_value, solved_day, solved_value, repeated_day, repeated_value, \
        visit_satisfied_day, visit_satisfied_value, praise_day, praise_value, flagged_day, flagged_value, acceptance_day, acceptance_value, \
        on_the_way_day, on_the_way_value, work_day, work_value, return_visit_day, return_visit_value, \
        complained_until, last_day) values ",
    width: 49,
    after: " on conflict (project_id, ticket_id) do update set household_id = excluded.household_id, building = excluded.building, \
        agent_id = excluded.agent_id, worker_id = excluded.worker_id, department = excluded.department, \
        complaint = excluded.complaint, touchpoint = excluded.touchpoint, volume_day = excluded.volume_day, volume_value = excluded.volume_value, dispatch_day = \
        excluded.dispatch_day, dispatch_value = excluded.dispatch_value, response_day = \
        excluded.response_day, response_value = excluded.response_value, on_site_day = excluded.on_site_day, \
        on_site_value = excluded.on_site_value, feedback_day = excluded.feedback_day, feedback_value = \
        excluded.feedback_value, solution_day = excluded.solution_day, solution_value = \
        excluded.solution_value, complaint_close_day = excluded.complaint_close_day, complaint_close_value = \
        excluded.complaint_close_value, processing_day = excluded.processing_day, processing_value = \
        excluded.processing_value, timely_day = excluded.timely_day, timely_value = excluded.timely_value, \
        first_contact_day = excluded.first_contact_day, first_contact_value = excluded.first_contact_value, \
        solved_day = excluded.solved_day, solved_value = excluded.solved_value, repeated_day = \
        excluded.repeated_day, repeated_value = excluded.repeated_value, visit_satisfied_day = \
        excluded.visit_satisfied_day, visit_satisfied_value = excluded.visit_satisfied_value, praise_day = \
        excluded.praise_day, praise_value = excluded.praise_value, flagged_day = excluded.flagged_day, flagged_value = \
        excluded.flagged_value, acceptance_day = excluded.acceptance_day, acceptance_value = \
        excluded.acceptance_value, on_the_way_day = excluded.on_the_way_day, on_the_way_value = \
        excluded.on_the_way_value, work_day = excluded.work_day, work_value = excluded.work_value, \
        return_visit_day = excluded.return_visit_day, return_visit_value = excluded.return_visit_value, \
        complained_until = excluded.complained_until, last_day = excluded.last_day",
};

/// Numbers of a row as one text, in their order, nothing for one that is missing: a value costs more to hand over than to
/// write and read.
macro_rules! numbers {
    ($first:literal $(, $more:literal)*) => {
        concat!("concat(", $first $(, ", ' ', ", $more)*, ")")
    };
}

/// The columns of what tickets add, as [`read`] reads them.
macro_rules! columns {
    ($from:literal) => {
        concat!(
            "select ticket_id, household_id, building, agent_id, worker_id, complaint, ",
            numbers!(
                "department",
                "touchpoint",
                "complained_until",
                "volume_day",
                "volume_value",
                "dispatch_day",
                "dispatch_value",
                "response_day",
                "response_value",
                "on_site_day",
                "on_site_value",
                "feedback_day",
                "feedback_value",
                "solution_day",
                "solution_value",
                "complaint_close_day",
                "complaint_close_value",
                "processing_day",
                "processing_value",
                "timely_day",
                "timely_value",
                "first_contact_day",
                "first_contact_value",
                "solved_day",
                "solved_value",
                "repeated_day",
                "repeated_value",
                "visit_satisfied_day",
                "visit_satisfied_value",
                "praise_day",
                "praise_value",
                "flagged_day",
                "flagged_value",
                "acceptance_day",
                "acceptance_value",
                "on_the_way_day",
                "on_the_way_value",
                "work_day",
                "work_value",
                "return_visit_day",
                "return_visit_value"
            ),
            " from counted where ",
            $from
        )
    };
}

/// Reads what the tickets of a project, or of a part of it, add.
pub(super) const BY_PROJECT: &str = columns!("project_id = ");

/// What these tickets added when they were last looked at; those never looked at are left out.
pub(super) async fn load(conn: &mut AnyConnection, ids: &[&TicketId]) -> Answer<BTreeMap<TicketId, Counted>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let columns =
        sql(columns!("(project_id, ticket_id) in (select project_id, id from tickets where id in "));
    let found = columns.list(ids.iter().map(|id| id.as_str())).then(")").rows(conn).await?;
    found.iter().map(read).collect()
}

/// A row of those columns.
pub(super) fn read(row: &AnyRow) -> Answer<(TicketId, Counted)> {
    let day_of = |number: i64| {
        Day::from_number(number).ok_or_else(|| Failure::internal(format!("no day has number {number}")))
    };
    let numbers = rows::text(row, 6)?;
    let mut numbers = numbers.split(' ').map(|number| match number {
        "" => Ok(None),
        digits => digits.parse().map(Some).map_err(Failure::internal),
    });
    let mut next =
        || numbers.next().unwrap_or_else(|| Err(Failure::internal("too few numbers of what a ticket adds")));
    let (department, touchpoint, until): (Option<i64>, Option<i64>, Option<i64>) =
        (next()?, next()?, next()?);
    let mut entries = Vec::new();
    for measure in Measure::ALL {
        if let (Some(day), Some(value)) = (next()?, next()?) {
            entries.push(Entry { measure: *measure, day: day_of(day)?, value });
        }
    }
    // A complaint is submitted on the day on which it is found to repeat another one or not.
    let complaint = entries.iter().find(|entry| entry.measure == Measure::Repeated);
    let until = until.map(day_of).transpose()?;
    let counted = Counted {
        household: maybe(row, 1)?,
        building: rows::text(row, 2)?,
        department: department.and_then(|column| at_place(Department::ALL, column)),
        complaint: Category::find(&rows::text(row, 5)?),
        touchpoint: touchpoint.and_then(|column| at_place(Touchpoint::ALL, column)),
        agent: maybe(row, 3)?,
        worker: maybe(row, 4)?,
        complained: complaint.map(|entry| entry.day).zip(until),
        entries,
    };
    Ok((rows::parsed(row, 0)?, counted))
}

/// The id in a column; `None` where it is empty.
pub(super) fn maybe<T: FromStr>(row: &AnyRow, at: usize) -> Answer<Option<T>> {
    if rows::text(row, at)?.is_empty() { Ok(None) } else { rows::parsed(row, at).map(Some) }
}

/// An id as a column has it.
fn column(id: Option<&impl ToString>) -> Value {
    Value::Text(id.map(ToString::to_string).unwrap_or_default())
}

/// A department as a column has it: by its place in core's list, which only grows at its end.
pub(crate) const fn department(department: Department) -> i64 {
    department as i64
}

/// A way that owners come, as a column has it: by its place in core's list, which only grows at its end.
pub(crate) const fn touchpoint(touchpoint: Touchpoint) -> i64 {
    touchpoint as i64
}

/// What has this place in a list of core's.
fn at_place<T: Copy>(all: &[T], column: i64) -> Option<T> {
    usize::try_from(column).ok().and_then(|place| all.get(place)).copied()
}

/// The row of what a ticket adds.
pub(crate) fn row(project: &ProjectId, ticket: &TicketId, counted: &Counted) -> Vec<Value> {
    let mut row = vec![
        Value::Text(project.to_string()),
        Value::Text(ticket.to_string()),
        column(counted.household.as_ref()),
        Value::Text(counted.building.clone()),
        column(counted.agent.as_ref()),
        column(counted.worker.as_ref()),
        Value::MaybeInt(counted.department.map(department)),
        Value::Text(counted.complaint.map(Category::code).unwrap_or_default().to_owned()),
        Value::MaybeInt(counted.touchpoint.map(touchpoint)),
    ];
    for measure in Measure::ALL {
        let entry = counted.entries.iter().find(|entry| entry.measure == *measure);
        row.push(Value::MaybeInt(entry.map(|entry| entry.day.number())));
        row.push(Value::MaybeInt(entry.map(|entry| entry.value)));
    }
    row.push(Value::MaybeInt(counted.complained.map(|(_, until)| until.number())));
    let last = counted.entries.iter().map(|entry| entry.day.number()).max();
    row.push(Value::Int(last.unwrap_or_default()));
    row
}
