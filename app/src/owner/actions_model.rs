//! What an owner can do with a ticket: core's `can` for each command, put into buttons. Nothing is decided here.

use steward_core::accounts::Actor;
use steward_core::tickets::command::CommandKind;
use steward_core::tickets::decide::can;
use steward_core::tickets::{Refusal, State, Ticket};
use steward_core::time::Instant;

use crate::words::{problem, say};

/// Something to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Ask to hurry (催单).
    Urge,
    /// Add words or photos (补充).
    Add,
    /// Rate (评价).
    Rate,
    /// See the voucher of the rating (评价凭证).
    Voucher,
    /// Open it again (重新打开).
    Reopen,
    /// Report anew (再报一次).
    Again,
}

/// A button: what it does, whether it is the main one, and why it cannot be used now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offer {
    /// What it does.
    pub deed: Deed,
    /// The one main action.
    pub main: bool,
    /// Why not now, in words.
    pub blocked: Option<String>,
}

/// The buttons under a ticket.
pub fn offers(ticket: &Ticket, owner: &Actor, now: Instant) -> Vec<Offer> {
    let ask = |kind| can(ticket, owner, kind, now).err();
    let offer = |deed, blocked| Offer { deed, main: false, blocked };
    let mut offers = Vec::new();
    match ask(CommandKind::Urge) {
        Some(Refusal::WrongState { .. }) => {}
        refusal => offers.push(offer(Deed::Urge, refusal.as_ref().map(problem::refused))),
    }
    if ticket.rating.is_some() {
        offers.push(offer(Deed::Voucher, None));
    } else if ask(CommandKind::Rate).is_none() {
        offers.push(offer(Deed::Rate, None));
    }
    if ask(CommandKind::Supplement).is_none() {
        offers.push(offer(Deed::Add, None));
    }
    if !matches!(ticket.state, State::Cancelled | State::Merged) {
        let blocked = ask(CommandKind::Reopen).map(|refusal| match refusal {
            Refusal::WrongState { .. } => say::owner::reopen_later().to_owned(),
            other => problem::refused(&other),
        });
        offers.push(offer(Deed::Reopen, blocked));
    }
    if ticket.state.is_ended() {
        offers.push(offer(Deed::Again, None));
    }
    let main =
        [Deed::Rate, Deed::Add, Deed::Again].into_iter().find(|deed| offers.iter().any(|o| o.deed == *deed));
    for offer in &mut offers {
        offer.main = Some(offer.deed) == main;
    }
    offers
}

/// Whether it can be cancelled; while it is open and cannot, the way is the telephone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cancelling {
    /// By the owner, here.
    Here,
    /// Somebody is at work already.
    ByPhone,
    /// There is nothing to cancel any more.
    Over,
}

/// How the ticket can be cancelled.
pub fn cancelling(ticket: &Ticket, owner: &Actor, now: Instant) -> Cancelling {
    if can(ticket, owner, CommandKind::Cancel, now).is_ok() {
        Cancelling::Here
    } else if ticket.state.is_done() {
        Cancelling::Over
    } else {
        Cancelling::ByPhone
    }
}
