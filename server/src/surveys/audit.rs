//! The whole ledger checked (R34): every hash recomputed from the first record on, every record compared with the
//! rating it is about, and every rating looked for in the ledger.
//!
//! It reads and never writes, so it may run beside a server.

use std::collections::BTreeMap;

use steward_core::ids::ProjectId;
use steward_core::surveys::ledger::{FirstBad, Hash, Head, Record, chain};
use steward_core::tickets::{Event, EventBody};

use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::tickets::packed;

/// Records read at a time.
const PAGE: i64 = 1000;

/// What a project's ledger came to.
#[derive(Debug)]
pub struct Verdict {
    /// The project.
    pub project: ProjectId,
    /// The head of a sound ledger, or the first thing that is wrong with it.
    pub result: Result<Head, Fault>,
}

/// What is wrong with a ledger, at its first bad record.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A record with this number is missing.
    #[error("record {0} is missing")]
    Missing(u64),
    /// The text of a record is not a record in its canonical form.
    #[error("record {0} is not in its canonical form")]
    Unreadable(u64),
    /// A hash is not that of its record.
    #[error("{0}")]
    Broken(#[from] FirstBad),
    /// The record says another score than the ticket's own history.
    #[error("record {n} says {ledger} stars for {ticket}, its history {history}")]
    OtherScore {
        /// The record's number.
        n: u64,
        /// The ticket.
        ticket: String,
        /// The score in the ledger.
        ledger: u8,
        /// The score in the ticket's history; 0 if it was never rated.
        history: u8,
    },
    /// A rating that is in a ticket's history and not in the ledger.
    #[error("the rating of {0} is not in the ledger")]
    NotEntered(String),
}

/// Checks one project's ledger, or all of them by name.
pub async fn verify(db: &Db, only: Option<&ProjectId>) -> Answer<Vec<Verdict>> {
    let mut projects: Vec<ProjectId> = Vec::new();
    for row in &sql("select id from projects order by id").rows(&db.read).await? {
        projects.push(rows::parsed(row, 0)?);
    }
    let mut verdicts = Vec::new();
    for project in projects.into_iter().filter(|p| only.is_none_or(|o| o == p)) {
        let result = verify_one(db, &project).await?;
        verdicts.push(Verdict { project, result });
    }
    Ok(verdicts)
}

async fn verify_one(db: &Db, project: &ProjectId) -> Answer<Result<Head, Fault>> {
    let mut ratings = ratings(db, project).await?;
    let mut head = Head { count: 0, hash: Hash::ZERO };
    loop {
        let after = i64::try_from(head.count).map_err(Failure::internal)?;
        let page =
            sql("select n, hash, record from ledger where project_id = $1 and n > $2 order by n limit $3")
                .bind(project.as_str())
                .bind(after)
                .bind(PAGE)
                .rows(&db.read)
                .await?;
        if page.is_empty() {
            break;
        }
        for row in &page {
            let n = u64::try_from(rows::int(row, 0)?).map_err(Failure::internal)?;
            match link(head, n, &rows::text(row, 1)?, &rows::text(row, 2)?, &mut ratings) {
                Ok(next) => head = next,
                Err(fault) => return Ok(Err(fault)),
            }
        }
    }
    let left = ratings.into_keys().next();
    Ok(left.map_or(Ok(head), |ticket| Err(Fault::NotEntered(ticket))))
}

/// Checks one record against the head before it and the ticket's history.
fn link(
    head: Head,
    n: u64,
    hash: &str,
    text: &str,
    ratings: &mut BTreeMap<String, u8>,
) -> Result<Head, Fault> {
    if n != head.count + 1 {
        return Err(Fault::Missing(head.count + 1));
    }
    let record: Record = serde_json::from_str(text).map_err(|_| Fault::Unreadable(n))?;
    let stored: Hash = hash.parse().map_err(|_| Fault::Unreadable(n))?;
    if record.canonical() != text {
        return Err(Fault::Unreadable(n));
    }
    let computed = chain(head.hash, &record);
    if computed != stored {
        return Err(FirstBad { n, stored, computed }.into());
    }
    let history = ratings.remove(&record.ticket).unwrap_or_default();
    if history != record.score {
        return Err(Fault::OtherScore { n, ticket: record.ticket, ledger: record.score, history });
    }
    Ok(Head { count: n, hash: computed })
}

/// The ratings of a project by ticket, as the tickets' own histories have them, wherever these lie.
async fn ratings(db: &Db, project: &ProjectId) -> Answer<BTreeMap<String, u8>> {
    let found = sql("select ticket_id, body from events where project_id = $1 and kind = 'rated'")
        .bind(project.as_str())
        .rows(&db.read)
        .await?;
    let mut ratings = BTreeMap::new();
    for row in &found {
        let event: Event = rows::json(row, 1)?;
        note(&mut ratings, rows::text(row, 0)?, &event);
    }
    let mut last = String::new();
    loop {
        let page =
            sql("select id, packed from tickets where project_id = $1 and id > $2 and packed is not null \
            order by id limit $3")
            .bind(project.as_str())
            .bind(last.as_str())
            .bind(PAGE)
            .rows(&db.read)
            .await?;
        let Some(end) = page.last() else { return Ok(ratings) };
        last = rows::text(end, 0)?;
        for row in &page {
            let packed = rows::maybe_bytes(row, 1)?.unwrap_or_default();
            for event in packed::unpack(&packed)? {
                note(&mut ratings, rows::text(row, 0)?, &event);
            }
        }
    }
}

fn note(ratings: &mut BTreeMap<String, u8>, ticket: String, event: &Event) {
    if let EventBody::Rated { stars, .. } = event.body {
        ratings.insert(ticket, stars.get());
    }
}

#[cfg(test)]
#[path = "audit_tests.rs"]
mod tests;
