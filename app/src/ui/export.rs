//! The buttons that hand a table out, as text or as a workbook.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use steward_core::endpoint::Endpoint;
use steward_core::export::{Export, File, Format};
use steward_core::problem::Code;

use super::{Button, Look, toast};
use crate::net::{self, Failure};
use crate::words::{problem, say};

/// The table of what `query` says when a button is pressed.
pub fn exports<Q: Serialize + 'static>(
    endpoint: &'static Endpoint<Export<Q>, File>,
    args: Vec<String>,
    query: impl Fn() -> Q + Send + Sync + 'static,
) -> AnyView {
    let pending = RwSignal::new(false);
    let take = Callback::new(move |format| {
        pending.set(true);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let file = net::export(endpoint, &args, format, query());
        spawn_local(async move {
            ended(file.await);
            pending.try_set(false);
        });
    });
    buttons(pending, take)
}

fn buttons(pending: RwSignal<bool>, take: Callback<Format>) -> AnyView {
    let press = move |format| Callback::new(move |()| take.run(format));
    view! {
        <Button look=Look::Small pending=pending on_press=press(Format::Csv)>{say::reports::export_csv()}</Button>
        <Button look=Look::Small pending=pending on_press=press(Format::Xlsx)>{say::reports::export_xlsx()}</Button>
    }
    .into_any()
}

/// Says what went wrong, and of a table that is too long what can be done.
fn ended(done: Result<(), Failure>) {
    let Err(failure) = done else { return };
    let most = match &failure {
        Failure::Problem(problem) if problem.code == Code::TooMany => problem.params.get("max"),
        _ => None,
    };
    toast::warn(match most {
        Some(most) => say::reports::too_many_rows(most),
        None => problem::failure(&failure),
    });
}
