//! The voucher of a rating, and the hashes that anyone may compare it with.

use axum::extract::State;
use steward_core::ids::{ProjectId, TicketId};
use steward_core::problem::Code;
use steward_core::surveys::api::{LedgerHashes, LedgerQuery, Voucher};
use steward_core::time::Instant;

use super::ledger::head;
use crate::accounts::Viewer;
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::http::json::{Json, PathId, Query};
use crate::tickets::service;

/// How many hashes come at once.
const MOST: u64 = 1000;

/// The evidence of a ticket's rating, for whoever may see the ticket.
pub(super) async fn voucher(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<TicketId>,
) -> Answer<Json<Voucher>> {
    let ticket = service::visible(&app, &viewer.actor, &id).await?;
    let row = sql("select n, prev, record, hash, at from ledger where project_id = $1 and ticket_id = $2 order by n limit 1")
        .bind(ticket.said.project.as_str())
        .bind(id.as_str())
        .row(&app.db().read)
        .await?;
    let row = row.ok_or(Code::NotFound)?;
    Ok(Json(Voucher {
        ticket: id,
        project: ticket.said.project,
        n: u64::try_from(rows::int(&row, 0)?).map_err(Failure::internal)?,
        prev: rows::text(&row, 1)?,
        record: rows::text(&row, 2)?,
        hash: rows::text(&row, 3)?,
        at: Instant::from_millis(rows::int(&row, 4)?),
    }))
}

/// A stretch of a project's ledger without its records: public, so that anyone can compare.
pub(super) async fn ledger(
    State(app): State<App>,
    PathId(project): PathId<ProjectId>,
    Query(query): Query<LedgerQuery>,
) -> Answer<Json<LedgerHashes>> {
    let mut conn = app.db().read.acquire().await?;
    let known =
        sql("select count(*) from projects where id = $1").bind(project.as_str()).number(&mut *conn).await?;
    if known == 0 {
        return Err(Code::NotFound.into());
    }
    let (length, head) = head(&mut conn, &project).await?;
    let from = query.from.unwrap_or(1).max(1);
    let to = query.to.unwrap_or(u64::MAX).min(from.saturating_add(MOST - 1));
    let int = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let found = sql("select hash from ledger where project_id = $1 and n >= $2 and n <= $3 order by n")
        .bind(project.as_str())
        .bind(int(from))
        .bind(int(to))
        .rows(&mut *conn)
        .await?;
    let hashes = found.iter().map(|row| rows::text(row, 0)).collect::<Answer<_>>()?;
    let length = u64::try_from(length).map_err(Failure::internal)?;
    Ok(Json(LedgerHashes { from, hashes, length, head: head.to_string() }))
}
