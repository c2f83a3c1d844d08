//! The same words over and over (R28): what staff write to owners is noted by its wording as it is written, and
//! supervisors see who used one more often on a day than is natural.

use chrono::{Days, NaiveDate};
use sha2::{Digest as _, Sha256};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, reach};
use steward_core::ids::{DayId, PersonId, ProjectId, TicketId};
use steward_core::problem::Code;
use steward_core::tickets::api::SameWords;
use steward_core::tickets::wording::{OFTEN, told, wording};
use steward_core::tickets::{Event, Ticket};
use steward_core::time::Instant;

use crate::accounts::scope::in_projects;
use crate::db::many::{MultiRow, Rows, Value};
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

/// For so many days texts are noted and shown.
const DAYS: u64 = 7;
/// So many wordings are shown at most, the most used first.
const MOST: i64 = 100;
/// So many tickets are named with each.
const NAMED: i64 = 20;

/// Notes texts.
pub(crate) const INSERT: MultiRow = MultiRow {
    before: "insert into said_texts (project_id, day, person_id, wording, ticket_id, seq) values ",
    width: 6,
    after: "",
};

/// The rows of what was told to owners, each event with its ticket and the local day. What came with an imported
/// ticket was written elsewhere.
pub(crate) fn noted<'e>(events: impl Iterator<Item = (&'e Ticket, &'e Event, String)>) -> Rows {
    let use_of = |(ticket, event, day): (&'e Ticket, &'e Event, String)| {
        let said = told(&event.body).filter(|_| ticket.said.external.is_none())?;
        Some((&ticket.said.project, day, &event.by.person, digest(&wording(said)?), &ticket.id, event.seq))
    };
    let mut uses: Vec<_> = events.filter_map(use_of).collect();
    uses.sort_unstable();
    let row = |(project, day, person, wording, ticket, seq): (_, String, _, String, _, u32)| {
        let (project, person, ticket): (&ProjectId, &PersonId, &TicketId) = (project, person, ticket);
        let texts = [project.to_string(), day, person.to_string(), wording, ticket.to_string()];
        texts.map(Value::Text).into_iter().chain([Value::Int(i64::from(seq))]).collect()
    };
    uses.into_iter().map(row).collect()
}

/// Enough of a hash that two wordings of one day do not meet.
fn digest(wording: &str) -> String {
    data_encoding::BASE32_NOPAD.encode(&Sha256::digest(wording)[..10])
}

/// What was used too often in the last week in the actor's projects, the latest day first.
pub(super) async fn often(conn: &mut AnyConnection, actor: &Actor, now: Instant) -> Answer<Vec<SameWords>> {
    // Whoever answers for complaints looks after how owners are spoken with.
    if reach(actor.role, Action::Approve, Object::Complaint).is_none() {
        return Err(Code::Forbidden.into());
    }
    let query = sql("select s.project_id, p.name, s.day, s.person_id, s.wording, count(*), \
        max(pe.name) from said_texts s join projects p on p.id = s.project_id \
        join persons pe on pe.id = s.person_id where ");
    let found = in_projects(query, "s.project_id", actor)
        .then(" and s.day >= ")
        .value(days_before(now, DAYS))
        .then(" group by s.project_id, p.name, s.day, s.person_id, s.wording having count(*) > ")
        .value(i64::try_from(OFTEN).unwrap_or(i64::MAX))
        .then(" order by s.day desc, count(*) desc, s.project_id, s.person_id, s.wording limit ")
        .value(MOST)
        .rows(&mut *conn)
        .await?;
    let mut all = Vec::with_capacity(found.len());
    for row in &found {
        all.push(one(conn, row).await?);
    }
    Ok(all)
}

/// One wording with its tickets and the words themselves, as they were written last.
async fn one(conn: &mut AnyConnection, row: &AnyRow) -> Answer<SameWords> {
    let (project, day) = (rows::text(row, 0)?, rows::text(row, 2)?);
    let (person, wording) = (rows::text(row, 3)?, rows::text(row, 4)?);
    let uses =
        sql("select s.ticket_id, e.body from said_texts s join events e on e.project_id = s.project_id \
        and e.ticket_id = s.ticket_id and e.seq = s.seq where s.project_id = $1 and s.day = $2 \
        and s.person_id = $3 and s.wording = $4 order by e.position desc limit $5")
        .bind(project.as_str())
        .bind(day.as_str())
        .bind(person.as_str())
        .bind(wording)
        .bind(NAMED)
        .rows(conn)
        .await?;
    let mut text = String::new();
    let mut tickets = Vec::new();
    for used in &uses {
        let ticket = rows::parsed(used, 0)?;
        if text.is_empty() {
            let event: Event = rows::json(used, 1)?;
            told(&event.body).unwrap_or_default().clone_into(&mut text);
        }
        if !tickets.contains(&ticket) {
            tickets.push(ticket);
        }
    }
    Ok(SameWords {
        project: rows::text(row, 1)?,
        day: spread(&day)?,
        person: rows::parsed(row, 3)?,
        name: rows::text(row, 6)?,
        text,
        times: u64::try_from(rows::int(row, 5)?).unwrap_or_default(),
        tickets,
    })
}

/// Forgets what is older than anybody is shown.
pub(crate) async fn forget(conn: &mut AnyConnection, now: Instant) -> Answer<()> {
    sql("delete from said_texts where day < $1").bind(days_before(now, DAYS + 1)).run(conn).await?;
    Ok(())
}

/// The day that was so many days ago; days of another zone than UTC begin at most one sooner or later.
fn days_before(now: Instant, days: u64) -> String {
    let today = chrono::DateTime::from_timestamp_millis(now.millis()).unwrap_or_default().date_naive();
    today.checked_sub_days(Days::new(days)).unwrap_or(today).format("%Y%m%d").to_string()
}

/// The day as `2026-09-15`.
fn spread(day: &str) -> Answer<DayId> {
    let day = NaiveDate::parse_from_str(day, "%Y%m%d").map_err(Failure::internal)?;
    day.to_string().parse().map_err(Failure::internal)
}
