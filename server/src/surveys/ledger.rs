//! The rating ledger (评价台账, R34) in the store: one chain a project, only ever appended to, by the writer.

use std::collections::HashMap;

use sqlx::AnyConnection;
use steward_core::ids::ProjectId;
use steward_core::surveys::ledger::{Hash, Record, chain};
use steward_core::tickets::{Event, EventBody, Ticket};
use steward_core::time::Instant;

use crate::db::many::Value;
use crate::db::{MultiRow, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::sla::ProjectRules;
use crate::writer::Held;

/// Appends records.
pub(crate) const INSERT: MultiRow = MultiRow {
    before: "insert into ledger (project_id, n, ticket_id, prev, hash, record, at) values ",
    width: 7,
    after: "",
};

/// The rows of the ratings among these changes, chained to what is stored.
pub(crate) async fn links(conn: &mut AnyConnection, changed: &[&Held]) -> Answer<Vec<Vec<Value>>> {
    let mut heads: HashMap<&ProjectId, (i64, Hash)> = HashMap::new();
    let mut out = Vec::new();
    for held in changed {
        for event in &held.events {
            let Some(record) = record(&held.now, &held.project, event) else { continue };
            let project = &held.now.said.project;
            let (n, prev) = match heads.get(project) {
                Some(head) => *head,
                None => head(conn, project).await?,
            };
            let hash = chain(prev, &record);
            heads.insert(project, (n + 1, hash));
            out.push(row((project, n + 1), (prev, hash), &record, event.at));
        }
    }
    Ok(out)
}

/// How many records a project's ledger has, and the hash of the last one.
pub(crate) async fn head(conn: &mut AnyConnection, project: &ProjectId) -> Answer<(i64, Hash)> {
    let row = sql("select n, hash from ledger where project_id = $1 order by n desc limit 1")
        .bind(project.as_str())
        .row(conn)
        .await?;
    let Some(row) = row else { return Ok((0, Hash::ZERO)) };
    Ok((rows::int(&row, 0)?, rows::text(&row, 1)?.parse().map_err(Failure::internal)?))
}

/// The row of the `n`th record of a project, with the hash before it and its own.
pub(crate) fn row(
    (project, n): (&ProjectId, i64),
    (prev, hash): (Hash, Hash),
    record: &Record,
    at: Instant,
) -> Vec<Value> {
    vec![
        Value::Text(project.to_string()),
        Value::Int(n),
        Value::Text(record.ticket.clone()),
        Value::Text(prev.to_string()),
        Value::Text(hash.to_string()),
        Value::Text(record.canonical()),
        Value::Int(at.millis()),
    ]
}

/// The record of a rating: about whom it is was fixed when it was asked for.
pub(crate) fn record(ticket: &Ticket, project: &ProjectRules, event: &Event) -> Option<Record> {
    let EventBody::Rated { stars, .. } = &event.body else { return None };
    Some(Record {
        agent: ticket.rated_person().map(ToString::to_string).unwrap_or_default(),
        owner: event.by.person.to_string(),
        rated_at: project.rfc3339(event.at),
        score: stars.get(),
        ticket: ticket.id.to_string(),
    })
}
