//! Rating by a personal link, without signing in. Opening it changes nothing: programs that follow every link of a
//! message rate nothing.

use axum::extract::State;
use axum::http::HeaderMap;
use steward_core::ids::LinkToken;
use steward_core::problem::Problem;
use steward_core::surveys::api::{RateByLink, RateLook, Voucher};
use steward_core::tickets::api::{CommandRequest, title};
use steward_core::tickets::{Command, CommandKind, EventBody, Refusal, Ticket, can};

use super::{links, vouchers};
use crate::accounts::viewer::Address;
use crate::app::App;
use crate::http::error::{Answer, Failure};
use crate::http::json::{Json, PathId};
use crate::tickets::{service, store};

/// What the link is about.
pub(super) async fn look(
    State(app): State<App>,
    Address(address): Address,
    headers: HeaderMap,
    PathId(token): PathId<LinkToken>,
) -> Answer<Json<RateLook>> {
    app.limits().link.take(&address)?;
    let opened = links::open(&app, &token).await?;
    let ticket = &opened.ticket;
    let voucher = match can(ticket, &opened.owner, CommandKind::Rate, app.now()) {
        Ok(()) => None,
        Err(Refusal::AlreadyRated) => {
            let base = vouchers::base(&app, &headers);
            Some(vouchers::of(&app, &ticket.id, &ticket.said.project, base.as_deref()).await?)
        }
        Err(refusal) => return Err(Problem::refused(refusal).into()),
    };
    let project = app.book().read(app.db(), &ticket.said.project, app.now(), ticket.submitted_at).await?;
    let completed_at = ticket.completed_at.unwrap_or(ticket.updated_at);
    Ok(Json(RateLook {
        ticket: ticket.id.clone(),
        project_name: project.name.clone(),
        room: ticket.said.address.room.clone(),
        category: ticket.said.category,
        title: title(&ticket.said.text),
        work: title(&work(&app, ticket).await?),
        completed_at,
        until: ticket.window_until().unwrap_or(completed_at),
        rules: project.rules.policy.voices,
        voucher,
    }))
}

/// Rates, once, as the owner whom the link was sent to.
pub(super) async fn rate(
    State(app): State<App>,
    Address(address): Address,
    headers: HeaderMap,
    PathId(token): PathId<LinkToken>,
    Json(request): Json<RateByLink>,
) -> Answer<Json<Voucher>> {
    app.limits().link.take(&address)?;
    let opened = links::open(&app, &token).await?;
    let RateByLink { command_id, rating } = request;
    let request = CommandRequest { command_id, expected_seq: None, command: Command::Rate { rating } };
    let done = service::command(&app, &opened.owner, opened.ticket.id, request).await?;
    let base = vouchers::base(&app, &headers);
    vouchers::of(&app, &done.ticket.id, &done.ticket.said.project, base.as_deref()).await.map(Json)
}

/// What was reported as done, last.
async fn work(app: &App, ticket: &Ticket) -> Answer<String> {
    let mut conn = app.db().read.acquire().await?;
    let events = store::history(&mut conn, &ticket.said.project, &ticket.id).await?;
    let done = events.into_iter().rev().find_map(|event| match event.body {
        EventBody::Completed { work, .. } => Some(work),
        _ => None,
    });
    done.ok_or_else(|| Failure::internal("a completed ticket without a completion"))
}
