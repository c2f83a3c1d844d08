//! The head of the workbench: what it is, where it stands, and the way it came.

use leptos::prelude::*;
use steward_core::tickets::State;
use steward_core::tickets::api::{TicketPage, title};
use steward_core::time::Instant;

use crate::net::clock;
use crate::ui::clocks::status;
use crate::ui::{Status, pill};
use crate::words::{label, say, time};

/// Title, state, plate, and the stepper.
pub(super) fn head(page: &TicketPage) -> AnyView {
    let (ticket, now) = (&page.ticket, clock::now());
    let said = &ticket.said;
    let standing = ticket.next_due().map(|c| status(c.standing(ticket.is_paused(), now)));
    let shape = if ticket.state.is_done() { Status::Done } else { standing.unwrap_or(Status::On) };
    let state = match standing.filter(|_| !ticket.state.is_done()) {
        Some(s) => [label::state(ticket.state), " · ", s.word()].concat(),
        None => label::state(ticket.state).to_owned(),
    };
    let plate = said.address.plate();
    let place =
        [page.project_name.as_str(), " ", if plate.is_empty() { &said.place } else { &plate }].concat();
    let offered = ticket.offered_to.map(|d| say::desk::offered(&label::department(d)));
    let merged = ticket.merged_into.as_ref().map(|target| {
        let href = ["/console/tickets/", target.as_str()].concat();
        view! { <span>{say::desk::merged_into()} " " <a href=href>{target.to_string()}</a></span> }
    });
    view! {
        <div class="bench-head">
            <div class="stack t">
                <div class="line">
                    <h2 class="big" dir="auto">{title(&said.text)}</h2>
                    {pill(shape, state)}
                    <span class="tag">{label::category(said.category)}</span>
                    <span class="tag">{label::urgency(said.urgency)}</span>
                </div>
                <p class="meta">
                    <span class="plate">{place}</span>
                    {say::desk::by_way(&label::channel(said.channel))}
                    {ticket.engineer.as_ref().map(|e| e.name.clone())}
                    {ticket.agent.as_ref().map(|a| a.name.clone())}
                    {offered}
                    {merged}
                </p>
            </div>
            {stepper(page, now)}
        </div>
    }
    .into_any()
}

/// The flow's steps with the time each was last reached.
fn stepper(page: &TicketPage, now: Instant) -> AnyView {
    let ticket = &page.ticket;
    let reached = |state: State| ticket.path.iter().rev().find(|(s, _)| *s == state).map(|(_, at)| *at);
    let flow = ticket.said.scenario.flow().steps.iter();
    let mut steps: Vec<(State, Option<Instant>)> = flow
        .filter(|s| !s.optional || reached(s.state).is_some())
        .map(|s| (s.state, reached(s.state)))
        .collect();
    steps.push((State::Closed, reached(State::Closed)));
    let round_began = ticket.path.iter().rev().find(|(s, _)| matches!(s, State::Submitted | State::Reopened));
    let began = round_began.map_or(ticket.submitted_at, |(_, at)| *at);
    let items: Vec<AnyView> = steps
        .into_iter()
        .map(|(state, at)| {
            let at = at.filter(|at| *at >= began || state == State::Submitted);
            let here = ticket.state == state;
            view! {
                <li class:done=at.is_some() aria-current=here.then_some("step")>
                    <b>{label::state(state)}</b>
                    <time>{at.map(|at| time::short(at, now))}</time>
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ol class="stepper" aria-label=say::desk::steps()>{items}</ol> }.into_any()
}

/// The way back to the worklist.
pub(super) fn neighbours() -> impl IntoView {
    crate::ui::icon_link(crate::ui::Icon::Left, say::console::worklist(), "/console".to_owned())
}
