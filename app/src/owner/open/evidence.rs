//! The code of a voucher, to be scanned or opened.

use leptos::prelude::*;
use steward_core::surveys::api::ScanCode;

use crate::words::say;

/// The code, with a link to where it leads.
pub(in crate::owner) fn code(code: &ScanCode) -> AnyView {
    let ScanCode { address, side, path } = code.clone();
    // Four units of white around it, as readers of codes expect.
    let around = ["-4 -4 ", &(side + 8).to_string(), " ", &(side + 8).to_string()].concat();
    view! {
        <figure class="qr">
            <svg viewBox=around role="img" aria-label=say::voices::code()><path d=path></path></svg>
            <figcaption class="sm mute">{say::voices::code_note()}</figcaption>
            <a class="btn wide" href=address rel="external">{say::voices::code_open()}</a>
        </figure>
    }
    .into_any()
}
