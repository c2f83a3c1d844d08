//! Everything about one ticket on one page, as the viewer may see it.

use std::sync::Arc;

use steward_core::accounts::Actor;
use steward_core::sla::explain;
use steward_core::tickets::api::TicketPage;
use steward_core::tickets::redact::{event_for, ticket_for};
use steward_core::tickets::{Event, Ticket};

use super::owner_card;
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::sla::ProjectRules;
use crate::writer::Done;

/// The page of a ticket that is read.
pub(super) async fn read(app: &App, actor: &Actor, ticket: Ticket) -> Answer<TicketPage> {
    let project = app.book().read(app.db(), &ticket.said.project, app.now(), ticket.submitted_at).await?;
    let events = log(app, &ticket, 0).await?;
    build(app, actor, Arc::new(ticket), &project, events).await
}

/// The page after a command. The log is read only where the command's own events are not all of it.
pub(super) async fn after(app: &App, actor: &Actor, done: Done) -> Answer<TicketPage> {
    let complete = done.events.first().is_some_and(|e| e.seq == 1)
        && done.events.last().is_some_and(|e| e.seq == done.ticket.seq);
    let events = if complete { done.events.to_vec() } else { log(app, &done.ticket, 0).await? };
    build(app, actor, done.ticket, &done.project, events).await
}

/// The ticket's events after `seq`, up to the ticket's own.
async fn log(app: &App, ticket: &Ticket, seq: u32) -> Answer<Vec<Event>> {
    let found = sql("select body from events where project_id = $1 and ticket_id = $2 and seq > $3 and seq <= $4 order by seq")
        .bind(ticket.said.project.as_str())
        .bind(ticket.id.as_str())
        .bind(i64::from(seq))
        .bind(i64::from(ticket.seq))
        .rows(&app.db().read)
        .await?;
    found.iter().map(|row| rows::json(row, 0)).collect()
}

async fn build(
    app: &App,
    actor: &Actor,
    ticket: Arc<Ticket>,
    project: &ProjectRules,
    events: Vec<Event>,
) -> Answer<TicketPage> {
    let why = |clock: &steward_core::sla::clock::Clock| {
        let windows = project.rules.windows(&clock.calendar)?;
        explain(windows, &clock.terms(ticket.noted_pauses())).ok()
    };
    Ok(TicketPage {
        why: ticket.clocks.iter().map(|clock| why(clock).unwrap_or_default()).collect(),
        events: events.iter().filter_map(|event| event_for(event, actor.role)).collect(),
        owner: owner_card::read(app, actor, &ticket).await?,
        project_name: project.name.clone(),
        hotline: project.hotline.clone(),
        voices: project.rules.policy.voices,
        elastic: project.rules.policy.elastic,
        now: app.now(),
        ticket: ticket_for(Arc::unwrap_or_clone(ticket), actor.role),
    })
}
