//! The voucher of a rating, and the hashes that anyone may compare it with.

use axum::extract::State;
use axum::http::HeaderMap;
use sqlx::any::AnyRow;
use steward_core::ids::{DayId, ProjectId, TicketId};
use steward_core::problem::Code;
use steward_core::surveys::api::{
    LedgerDay, LedgerDaysQuery, LedgerHashes, LedgerQuery, ProjectHead, Voucher,
};
use steward_core::surveys::ledger::Hash;
use steward_core::time::Instant;

use super::ledger::head;
use super::vouchers;
use crate::accounts::Viewer;
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::http::json::{Json, PathId, Query};
use crate::tickets::service;

/// How many hashes come at once.
const MOST: u64 = 1000;
/// How many published days come at once.
const MOST_DAYS: i64 = 31;

/// The evidence of a ticket's rating, for whoever may see the ticket.
pub(super) async fn voucher(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    PathId(id): PathId<TicketId>,
) -> Answer<Json<Voucher>> {
    let ticket = service::visible(&app, &viewer.actor, &id).await?;
    let base = vouchers::base(&app, &headers);
    vouchers::of(&app, &id, &ticket.said.project, base.as_deref()).await.map(Json)
}

/// Each project's ledger as it is now: public.
pub(super) async fn heads(State(app): State<App>) -> Answer<Json<Vec<ProjectHead>>> {
    let query = sql("select p.id, p.name, coalesce(l.n, 0), coalesce(l.hash, '') from projects p \
        left join ledger l on l.project_id = p.id \
        and l.n = (select max(m.n) from ledger m where m.project_id = p.id) order by p.id");
    let found = query.rows(&app.db().read).await?;
    found.iter().map(project_head).collect::<Answer<_>>().map(Json)
}

fn project_head(row: &AnyRow) -> Answer<ProjectHead> {
    let head = rows::text(row, 3)?;
    Ok(ProjectHead {
        project: rows::parsed(row, 0)?,
        project_name: rows::text(row, 1)?,
        n: u64::try_from(rows::int(row, 2)?).map_err(Failure::internal)?,
        head: if head.is_empty() { Hash::ZERO.to_string() } else { head },
    })
}

/// The published days, newest first; of those that hold a record only the first.
pub(super) async fn days(
    State(app): State<App>,
    Query(query): Query<LedgerDaysQuery>,
) -> Answer<Json<Vec<LedgerDay>>> {
    let query = match (&query.project, query.n) {
        (Some(project), Some(n)) => sql("select d.day, d.published_at, d.digest from ledger_days d \
            join ledger_heads h on h.day = d.day where h.project_id = $1 and h.n >= $2 order by d.day limit 1")
        .bind(project.as_str())
        .bind(i64::try_from(n).unwrap_or(i64::MAX)),
        (None, None) => {
            sql("select day, published_at, digest from ledger_days order by day desc limit $1").bind(MOST_DAYS)
        }
        _ => return Err(Code::Malformed.into()),
    };
    let mut out = Vec::new();
    for row in &query.rows(&app.db().read).await? {
        out.push(whole_day(&app, row).await?);
    }
    Ok(Json(out))
}

/// One published day.
pub(super) async fn day(State(app): State<App>, PathId(date): PathId<DayId>) -> Answer<Json<LedgerDay>> {
    let row = sql("select day, published_at, digest from ledger_days where day = $1")
        .bind(date.as_str())
        .row(&app.db().read)
        .await?;
    whole_day(&app, &row.ok_or(Code::NotFound)?).await.map(Json)
}

async fn whole_day(app: &App, row: &AnyRow) -> Answer<LedgerDay> {
    let date: DayId = rows::parsed(row, 0)?;
    let found =
        sql("select p.id, p.name, h.n, h.head from ledger_heads h join projects p on p.id = h.project_id \
        where h.day = $1 order by p.id")
        .bind(date.as_str())
        .rows(&app.db().read)
        .await?;
    Ok(LedgerDay {
        date,
        published_at: Instant::from_millis(rows::int(row, 1)?),
        heads: found.iter().map(project_head).collect::<Answer<_>>()?,
        digest: rows::text(row, 2)?,
    })
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
