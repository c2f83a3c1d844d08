//! The published heads of the ledgers (评价账本公示), day by day, and how to check them.

use leptos::prelude::*;
use steward_core::surveys::api::{LEDGER_DAYS, LedgerDay, LedgerDaysQuery};
use steward_core::surveys::ledger::day_digest;

use crate::net::call;
use crate::owner::voucher_model::grouped;
use crate::ui::{Icon, PageHead, Status, empty, load, loaded, skeleton, st};
use crate::words::{say, thousands};

/// The page.
pub(super) fn page() -> AnyView {
    let days = load(|| call(&LEDGER_DAYS, &[], &LedgerDaysQuery::default()));
    view! {
        <PageHead words=say::voices::ledger() />
        <main id="main">
            <section class="card pad stack t">
                <p>{say::voices::ledger_what()}</p>
                <details>
                    <summary class="btn quiet">{say::voices::ledger_how()}</summary>
                    <ol class="stack t sm">
                        <li>{say::voices::ledger_how_1()}</li>
                        <li>{say::voices::ledger_how_2()}</li>
                        <li>{say::voices::ledger_how_3()}</li>
                    </ol>
                </details>
            </section>
            {loaded(days, || skeleton(6).into_any(), shown)}
        </main>
    }
    .into_any()
}

fn shown(days: Vec<LedgerDay>) -> AnyView {
    if days.is_empty() {
        return empty(Icon::Clock, say::voices::ledger_empty(), "").into_any();
    }
    let first = days.first().map(|day| day.date.clone());
    let one = |day: &LedgerDay| view_day(day, first.as_ref() == Some(&day.date));
    let days: Vec<AnyView> = days.iter().map(one).collect();
    view! { <section class="stack">{days}</section> }.into_any()
}

/// One day; its digest is computed here once more.
fn view_day(day: &LedgerDay, open: bool) -> AnyView {
    let digest = day_digest(day.heads.iter().map(|h| (h.project.as_str(), h.n, h.head.as_str())));
    let fits = digest.to_string() == day.digest;
    let (status, words) = if fits {
        (Status::Done, say::voices::digest_fits())
    } else {
        (Status::Over, say::voices::digest_differs())
    };
    let head = |h: &steward_core::surveys::api::ProjectHead| {
        let name = [h.project_name.as_str(), " (", h.project.as_str(), ")"].concat();
        view! {
            <dt>{name}</dt>
            <dd>{say::voices::records(&thousands(h.n))}<span class="mono all xs block">{grouped(&h.head)}</span></dd>
        }
        .into_any()
    };
    let heads: Vec<AnyView> = day.heads.iter().map(head).collect();
    view! {
        <details class="card pad" open=open>
            <summary><b>{day.date.to_string()}</b> " " <span class="sm">{st(status, words)}</span></summary>
            <div class="stack t">
                <div class="hash">
                    <p class="xs mute">{say::voices::digest()}</p>
                    <p class="mono all">{grouped(&day.digest)}</p>
                </div>
                <dl class="facts">{heads}</dl>
            </div>
        </details>
    }
    .into_any()
}
