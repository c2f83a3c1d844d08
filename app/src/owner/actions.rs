//! The buttons under a ticket, and the way to cancel it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::tickets::Command;
use steward_core::tickets::api::title;

use super::actions_model::{Cancelling, Deed, Offer, cancelling, offers};
use super::mine::Mine;
use super::opened::of_page;
use super::sending::give;
use crate::net::{Failure, new_command_id, outbox, session};
use crate::ui::{Icon, icon, toast};
use crate::words::{problem, say};

/// The buttons at the bottom of the ticket's page.
pub(super) fn dock(mine: Mine, id: Memo<String>) -> AnyView {
    let owner = session::me_untracked().map(|me| me.actor());
    let offered = of_page(mine, move |page, now| {
        owner.as_ref().map(|owner| offers(&page.ticket, owner, now)).unwrap_or_default()
    });
    let kept = RwSignal::new(false);
    let waiting = outbox::waiting();
    let waits = Memo::new(move |_| kept.get() && waiting.get() > 0);
    let urging = Urging { mine, pending: RwSignal::new(false), kept, waits };
    let shown = move || {
        let is_here = mine.page.with(|p| p.as_ref().is_some_and(|p| p.ticket.id.as_str() == id.get()));
        let offers = offered.get().filter(|o| is_here && !o.is_empty())?;
        let id = id.get();
        let (buttons, reasons): (Vec<AnyView>, Vec<Option<AnyView>>) =
            offers.into_iter().map(|offer| button(&id, offer, urging)).unzip();
        Some(view! {
            <footer class="dock">
                <div class="three">{buttons}</div>
                {reasons}
            </footer>
        })
    };
    view! { {shown} }.into_any()
}

const fn symbol(deed: Deed) -> Icon {
    match deed {
        Deed::Urge => Icon::Bell,
        Deed::Add => Icon::Edit,
        Deed::Rate => Icon::Star,
        Deed::Voucher => Icon::Shield,
        Deed::Reopen => Icon::Undo,
        Deed::Again => Icon::Wrench,
    }
}

/// A button with its words, and the reason under all buttons why it cannot be used.
fn button(id: &str, offer: Offer, urging: Urging) -> (AnyView, Option<AnyView>) {
    let (words, path) = match offer.deed {
        Deed::Urge => (say::owner::urge(), ""),
        Deed::Add => (say::owner::add(), "/add"),
        Deed::Rate => (say::owner::rate_now(), "/rate"),
        Deed::Voucher => (say::owner::see_voucher(), "/voucher"),
        Deed::Reopen => (say::owner::reopen(), "/reopen"),
        Deed::Again => (say::owner::report_again(), ""),
    };
    let href =
        if offer.deed == Deed::Again { "/report".to_owned() } else { ["/tickets/", id, path].concat() };
    let class = if offer.main { "btn primary" } else { "btn" };
    let why_id = crate::ui::field::next_id();
    let shown = (icon(symbol(offer.deed)), words);
    let button = if offer.blocked.is_some() {
        view! {
            <button class=class type="button" aria-disabled="true" aria-describedby=why_id.clone()>
                {shown}
            </button>
        }
        .into_any()
    } else if offer.deed == Deed::Urge {
        let waits = move || urging.pending.get() || urging.waits.get();
        view! {
            <button
                class=class
                type="button"
                aria-disabled=move || waits().then_some("true")
                aria-busy=move || urging.pending.get().then_some("true")
                on:click=move |_| urging.send()
            >
                {shown}
            </button>
        }
        .into_any()
    } else {
        view! { <a class=class href=href>{shown}</a> }.into_any()
    };
    let reason = offer.blocked.map(|why| view! { <p class="xs mute ctr" id=why_id>{why}</p> }.into_any());
    (button, reason)
}

/// 催单: one tap, no form.
#[derive(Clone, Copy)]
struct Urging {
    mine: Mine,
    pending: RwSignal<bool>,
    /// It was kept on this device.
    kept: RwSignal<bool>,
    /// It waits there: another one would be sent too.
    waits: Memo<bool>,
}

impl Urging {
    fn send(self) {
        let page = self
            .mine
            .page
            .with_untracked(|p| p.as_ref().map(|p| (p.ticket.id.to_string(), title(&p.ticket.said.text))));
        let Some((ticket, what)) = page else { return };
        if self.pending.get_untracked() || self.waits.get_untracked() {
            return;
        }
        self.pending.set(true);
        spawn_local(async move {
            let id = new_command_id();
            let answer =
                give(self.mine, &ticket, Command::Urge, None, &id, say::owner::urge_about(&what), None).await;
            self.pending.set(false);
            match answer {
                Ok(()) => toast::tell(say::owner::urged()),
                Err(Failure::Kept) => {
                    self.kept.set(true);
                    toast::tell(problem::failure(&Failure::Kept));
                }
                Err(failure) => {
                    toast::warn(problem::failure(&failure));
                    self.mine.read_again(ticket);
                }
            }
        });
    }
}

/// The way to cancel, at the end of the page.
pub(super) fn cancel(mine: Mine) -> AnyView {
    let owner = session::me_untracked().map(|me| me.actor());
    let how = of_page(mine, move |page, now| {
        let how = owner.as_ref().map_or(Cancelling::Over, |owner| cancelling(&page.ticket, owner, now));
        (how, page.ticket.id.to_string(), page.hotline.clone())
    });
    let shown = move || match how.get()? {
        (Cancelling::Here, id, _) => {
            let href = ["/tickets/", &id, "/cancel"].concat();
            Some(view! { <a class="btn quiet" href=href>{say::owner::cancel_ticket()}</a> }.into_any())
        }
        (Cancelling::ByPhone, _, phone) => {
            Some(view! { <p class="xs mute ctr">{say::owner::call_to_cancel(&phone)}</p> }.into_any())
        }
        (Cancelling::Over, ..) => None,
    };
    view! { {shown} }.into_any()
}
