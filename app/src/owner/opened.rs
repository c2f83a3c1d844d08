//! Opening one ticket by the address of the page: what is known shows at once, then it is read and followed.

use leptos::prelude::*;
use steward_core::endpoint::Nothing;
use steward_core::ids::TicketId;
use steward_core::problem::{Code, Problem};
use steward_core::tickets::api::{READ, TicketPage};
use steward_core::time::Instant;

use super::mine::Mine;
use crate::nav;
use crate::net::{Failure, call, clock, live};
use crate::ui::{failed, skeleton};
use crate::words::say;

/// How the page of a ticket stands.
#[derive(Clone, PartialEq)]
enum Phase {
    Waiting,
    Failed(Failure),
    Ready,
}

/// The number in the page's address.
pub(super) fn ticket_id() -> Memo<String> {
    nav::found(|parts| match parts {
        ["tickets", id, ..] => Some(id),
        _ => None,
    })
}

/// Opens the ticket `id` and shows `ready` once it is there; what changes later, `ready` follows by itself. Until
/// then, and where there is nothing to see, this brings the page's `<main>`; `ready` brings its own.
pub(super) fn opened(mine: Mine, id: Memo<String>, ready: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let failure = RwSignal::new(None::<Failure>);
    let again = Trigger::new();
    mine.follow_page();
    let refreshes = live::refreshes();
    let read = LocalResource::new(move || {
        refreshes.track();
        again.track();
        let id: Result<TicketId, _> = id.get().parse();
        let asked = id.map(|id| call(&READ, &[id.as_str()], &Nothing {}));
        async move {
            match asked {
                Ok(asked) => asked.await,
                Err(_) => Err(Failure::Problem(Box::new(Problem::new(Code::NotFound)))),
            }
        }
    });
    Effect::new(move |_| match read.get() {
        None => {}
        Some(Ok(page)) => {
            failure.set(None);
            mine.show(page);
        }
        Some(Err(why)) => failure.set(Some(why)),
    });
    let phase = Memo::new(move |_| {
        let is_here = mine.page.with(|p| p.as_ref().is_some_and(|p| p.ticket.id.as_str() == id.get()));
        match failure.get() {
            // Gone, or nobody's to see any more: what was shown goes too.
            Some(why) if !is_here || why.code() == Some(Code::NotFound) => Phase::Failed(why),
            _ if is_here => Phase::Ready,
            _ => Phase::Waiting,
        }
    });
    let shown = move || match phase.get() {
        Phase::Waiting => view! { <main id="main">{skeleton(8)}</main> }.into_any(),
        Phase::Failed(why) => view! {
            <main id="main">
                {failed(&why, Callback::new(move |()| again.notify()))}
                <a class="btn wide" href="/tickets">{say::owner::to_tickets()}</a>
            </main>
        }
        .into_any(),
        Phase::Ready => ready(),
    };
    view! { {shown} }.into_any()
}

/// Something of the open ticket that changes with it and with the clock.
pub(super) fn of_page<T>(
    mine: Mine,
    what: impl Fn(&TicketPage, Instant) -> T + Send + Sync + 'static,
) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    some_of_page(mine, move |page, now| Some(what(page, now)))
}

/// The same where the ticket may not have it.
pub(super) fn some_of_page<T>(
    mine: Mine,
    what: impl Fn(&TicketPage, Instant) -> Option<T> + Send + Sync + 'static,
) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    let tick = clock::tick();
    Memo::new(move |_| {
        let now = tick.get();
        mine.page.with(|page| page.as_ref().and_then(|page| what(page, now)))
    })
}
