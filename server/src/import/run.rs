//! One import from first row to report.

use std::collections::HashSet;
use std::io::Read;

use futures_util::future::join_all;
use steward_core::accounts::Actor;
use steward_core::ids::{CommandId, ProjectId};
use steward_core::tickets::State;
use steward_core::time::Instant;

use super::asks::Ids;
use super::map::{BadMap, Map};
use super::places::{Places, household};
use super::report::{Reason, Reject, Report};
use super::row::{Facts, Outcome, RowReader};
use super::table::{BadTable, Table};
use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::writer::{Writer, system};

/// How many rows are under way at once: as many as the writer takes into one transaction.
const TOGETHER: usize = crate::writer::MOST;
/// After how many rows a line of progress goes to the log.
const PROGRESS: u64 = 10_000;

/// Why an import stopped. What was imported until then stays; running it again goes on.
#[derive(Debug, thiserror::Error)]
pub enum CannotImport {
    /// The map cannot be used.
    #[error("{0}")]
    Map(#[from] BadMap),
    /// The file is not what the map says.
    #[error("{0}")]
    Table(#[from] BadTable),
    /// The store cannot take it.
    #[error("{0}; what was imported so far stays, run the import again to go on")]
    Store(#[from] Failure),
}

/// An import into one store.
pub struct Import<'a> {
    /// The store, for reading.
    pub db: &'a Db,
    /// The way to write; without one, nothing is written (dry run).
    pub writer: Option<&'a Writer>,
    /// What the columns mean.
    pub map: &'a Map,
    /// The moment of the import: nothing later can have happened.
    pub now: Instant,
}

/// A row on its way.
struct Ready {
    facts: Facts,
    project: ProjectId,
    ids: Ids,
}

/// What became of it.
enum Became {
    Imported,
    ClosedSince,
    Known,
}

impl Import<'_> {
    /// Imports everything in the file.
    pub async fn run<R: Read>(&self, source: R) -> Result<Report, CannotImport> {
        let mut table = Table::open(source, self.map)?;
        let reader = RowReader::new(self.map, &table, self.now)?;
        let mut places = Places::load(self.db).await?;
        let actor = Actor { name: self.map.name.clone(), ..system()? };
        let mut report =
            Report { source: self.map.source.clone(), dry_run: self.writer.is_none(), ..Report::default() };
        let mut seen = HashSet::new();
        let mut waiting = Vec::with_capacity(TOGETHER);
        while let Some(row) = table.read()? {
            report.rows += 1;
            let facts = match row.and_then(|row| reader.read(&row)) {
                Ok(Outcome::Facts(facts)) => *facts,
                Ok(Outcome::LeftOut) => {
                    report.left_out += 1;
                    continue;
                }
                Err(reject) => {
                    report.rejected.push(reject);
                    continue;
                }
            };
            let project = match places.project(&facts, self.map, self.writer).await? {
                Ok(project) => project,
                Err(reject) => {
                    report.rejected.push(reject);
                    continue;
                }
            };
            for word in &facts.by_default {
                *report.by_default.entry(word.clone()).or_default() += 1;
            }
            let ids = Ids::of(&self.map.source, &facts.key).map_err(Failure::internal)?;
            waiting.push(Ready { facts, project, ids });
            if waiting.len() == TOGETHER {
                self.settle(&mut waiting, &mut seen, &actor, &mut report).await?;
            }
            if report.rows.is_multiple_of(PROGRESS) {
                tracing::info!(rows = report.rows, imported = report.imported, "importing");
            }
        }
        self.settle(&mut waiting, &mut seen, &actor, &mut report).await?;
        report.rejected.sort_by_key(|reject| reject.line);
        report.projects_made = places.made;
        Ok(report)
    }

    /// Imports what waits, together.
    async fn settle(
        &self,
        waiting: &mut Vec<Ready>,
        seen: &mut HashSet<CommandId>,
        actor: &Actor,
        report: &mut Report,
    ) -> Result<(), CannotImport> {
        let done = self.done_before(waiting).await?;
        let taken = std::mem::take(waiting);
        let results = match self.writer {
            Some(writer) => {
                join_all(taken.iter().map(|ready| self.carry_out(writer, ready, actor, &done))).await
            }
            None => taken.iter().map(|ready| Ok(foresee(ready, &done, seen))).collect(),
        };
        for (ready, result) in taken.into_iter().zip(results) {
            match result {
                Ok(Became::Imported) => report.imported += 1,
                Ok(Became::ClosedSince) => report.closed_since += 1,
                Ok(Became::Known) => report.known += 1,
                Err(Failure::Problem(problem)) => {
                    let rule = problem
                        .refusal
                        .as_ref()
                        .map_or_else(|| format!("{:?}", problem.code), |r| r.word().to_owned());
                    let reject = Reject::of(ready.facts.line, Reason::Refused, "", &rule);
                    report.rejected.push(reject.of_key(&ready.facts.key));
                }
                Err(failure) => return Err(failure.into()),
            }
        }
        Ok(())
    }

    /// Which of the commands were carried out by an earlier run.
    async fn done_before(&self, waiting: &[Ready]) -> Answer<HashSet<CommandId>> {
        let ids = waiting
            .iter()
            .flat_map(|w| [w.ids.submit.as_str(), w.ids.accept.as_str(), w.ids.complete.as_str()]);
        let found = sql("select id from commands where id in ").list(ids).rows(&self.db.read).await?;
        found.iter().map(|row| rows::parsed(row, 0)).collect()
    }

    async fn carry_out(
        &self,
        writer: &Writer,
        ready: &Ready,
        actor: &Actor,
        done: &HashSet<CommandId>,
    ) -> Answer<Became> {
        let Ready { facts, project, ids } = ready;
        let open = facts.closed.is_none();
        if done.contains(&ids.accept) && (open || done.contains(&ids.complete)) {
            return Ok(Became::Known);
        }
        let household = household(self.db, project, &facts.address).await?;
        let submission = ids.submission(facts, &self.map.source, project.clone(), household, actor);
        let submitted = writer.ask(submission).await?;
        let fresh = !submitted.events.is_empty();
        let ticket = &submitted.ticket.id;
        // Work may have gone on here since an earlier run.
        let accepted = match submitted.ticket.state {
            State::Submitted => writer.ask(ids.acceptance(ticket, facts, actor)).await?,
            _ => submitted.clone(),
        };
        let Some(at) = facts.closed.filter(|_| !accepted.ticket.state.is_done()) else {
            return Ok(if fresh { Became::Imported } else { Became::Known });
        };
        let completed = writer.ask(ids.completion(ticket, facts, at, actor)).await?;
        Ok(match (fresh, completed.events.is_empty()) {
            (true, _) => Became::Imported,
            (false, false) => Became::ClosedSince,
            (false, true) => Became::Known,
        })
    }
}

/// What a dry run says of a row.
fn foresee(ready: &Ready, done: &HashSet<CommandId>, seen: &mut HashSet<CommandId>) -> Became {
    let Ready { facts, ids, .. } = ready;
    let known = done.contains(&ids.submit) || !seen.insert(ids.submit.clone());
    match (known, facts.closed.is_some() && !done.contains(&ids.complete)) {
        (false, _) => Became::Imported,
        (true, true) if done.contains(&ids.submit) => Became::ClosedSince,
        (true, _) => Became::Known,
    }
}
