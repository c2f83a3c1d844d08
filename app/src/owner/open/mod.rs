//! Pages that anyone with their address may open, without signing in: rating by a personal link, checking a voucher,
//! and the published heads of the ledgers.

mod check;
pub mod check_model;
mod evidence;
mod ledger;
mod rate;

use leptos::prelude::*;

use crate::nav::{self, address::parts};
use crate::shell::{LanguageSwitch, NotFound};

pub(in crate::owner) use evidence::code;

/// Whether an address is one of these pages.
pub(in crate::owner) fn is_open(path: &str) -> bool {
    matches!(parts(path).as_slice(), ["r", _] | ["v", _, _, _] | ["ledger"])
}

/// The page of the address.
pub fn page((): ()) -> AnyView {
    let path = nav::path();
    let shown = move || {
        let path = path.get();
        match parts(&path).as_slice() {
            ["r", token] => rate::page((*token).to_owned()),
            ["v", project, n, hash] => check::page(project, n, hash),
            ["ledger"] => ledger::page(),
            _ => view! { <NotFound start="/" /> }.into_any(),
        }
    };
    view! {
        {shown}
        <LanguageSwitch />
    }
    .into_any()
}
