//! Everything about one ticket on one page, as the viewer may see it.

use std::sync::Arc;

use steward_core::accounts::Actor;
use steward_core::sla::explain;
use steward_core::tickets::api::TicketPage;
use steward_core::tickets::redact::{event_for, ticket_for};
use steward_core::tickets::{Event, Ticket};

use super::{owner_card, store};
use crate::app::App;
use crate::http::error::Answer;
use crate::sla::ProjectRules;
use crate::writer::Done;

/// The page of a ticket that is read.
pub(super) async fn read(app: &App, actor: &Actor, ticket: Ticket) -> Answer<TicketPage> {
    let project = app.book().read(app.db(), &ticket.said.project, app.now(), ticket.submitted_at).await?;
    let events = log(app, &ticket).await?;
    build(app, actor, Arc::new(ticket), &project, events).await
}

/// The page after a command. The log is read only where the command's own events are not all of it.
pub(super) async fn after(app: &App, actor: &Actor, done: Done) -> Answer<TicketPage> {
    let complete = done.events.first().is_some_and(|e| e.seq == 1)
        && done.events.last().is_some_and(|e| e.seq == done.ticket.seq);
    let events = if complete { done.events.to_vec() } else { log(app, &done.ticket).await? };
    build(app, actor, done.ticket, &done.project, events).await
}

/// The ticket's events up to its own number: what happened since is not in it either.
async fn log(app: &App, ticket: &Ticket) -> Answer<Vec<Event>> {
    let mut conn = app.db().read.acquire().await?;
    let mut events = store::history(&mut conn, &ticket.said.project, &ticket.id).await?;
    events.retain(|event| event.seq <= ticket.seq);
    Ok(events)
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
