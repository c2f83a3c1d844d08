//! Checking a voucher by its code (验凭证): this browser computes everything itself from public hashes.

use leptos::prelude::*;
use steward_core::surveys::api::{
    LEDGER, LEDGER_DAYS, LedgerDay, LedgerDaysQuery, LedgerHashes, LedgerQuery,
};

use super::check_model::{Finding, Scanned, Step, check, scanned, wanted};
use crate::net::{Failure, call};
use crate::owner::voucher_model::grouped;
use crate::ui::{Banner, Icon, PageHead, Status, icon, load, loaded, skeleton, st, stars_shown};
use crate::words::{say, thousands};

/// The page.
pub(super) fn page(project: &str, n: &str, hash: &str) -> AnyView {
    let fragment = window().location().hash().unwrap_or_default();
    let body = match scanned(project, n, hash, &fragment) {
        Some(scanned) => checked(scanned),
        None => view! { <Banner status=Status::Over>{say::voices::no_code()}</Banner> }.into_any(),
    };
    view! {
        <PageHead words=say::voices::check() />
        <main id="main">
            {body}
            <p class="sm mute lockline">{icon(Icon::Info)}<span>{say::voices::check_how()}</span></p>
            <a class="btn wide" href="/ledger">{say::voices::to_ledger()}</a>
        </main>
    }
    .into_any()
}

/// Reads what is public and checks it here.
async fn find(scanned: Scanned) -> Result<Finding, Failure> {
    let holds = LedgerDaysQuery { project: Some(scanned.project.clone()), n: Some(scanned.n) };
    let days = call(&LEDGER_DAYS, &[], &holds).await?;
    let day = days.first();
    let hashes = stretch(&scanned, day).await?;
    Ok(check(&scanned, &hashes, day))
}

/// The hashes from the record before to the published head, however many answers that takes.
async fn stretch(scanned: &Scanned, day: Option<&LedgerDay>) -> Result<LedgerHashes, Failure> {
    let wanted = wanted(scanned, day);
    let project = scanned.project.as_str();
    let mut all = call(&LEDGER, &[project], &wanted).await?;
    let last = wanted.to.unwrap_or(scanned.n);
    loop {
        let next = all.from + u64::try_from(all.hashes.len()).unwrap_or(u64::MAX);
        if next > last {
            return Ok(all);
        }
        let more = LedgerQuery { from: Some(next), to: Some(last) };
        let more = call(&LEDGER, &[project], &more).await?;
        if more.hashes.is_empty() {
            return Ok(all);
        }
        all.hashes.extend(more.hashes);
    }
}

fn checked(scanned: Scanned) -> AnyView {
    let asked = scanned.clone();
    let finding = load(move || find(asked.clone()));
    let number = say::owner::voucher_n(&thousands(scanned.n));
    let record = &scanned.record;
    let (ticket, at, stars) = (record.ticket.clone(), record.rated_at.clone(), record.score);
    view! {
        <section class="card voucher" aria-label=say::owner::voucher()>
            <div class="vh1"><span class="sm">{say::owner::voucher()}</span><span class="plate">{number}</span></div>
            {stars_shown(stars)}
            <dl class="facts">
                <dt>{say::owner::voucher_ticket()}</dt><dd>{ticket}</dd>
                <dt>{say::owner::voucher_at()}</dt><dd>{at}</dd>
            </dl>
            <div class="hash">
                <p class="xs mute">{say::owner::voucher_hash()}</p>
                <p class="mono all">{grouped(&scanned.hash.to_string())}</p>
            </div>
            <div role="status">{loaded(finding, || skeleton(4).into_any(), shown)}</div>
        </section>
    }
    .into_any()
}

/// Each step, and what it all comes to.
fn shown(finding: Finding) -> AnyView {
    let failed = match &finding {
        Finding::Broken(step) => Step::ALL.iter().position(|s| s == step),
        Finding::TooNew => Step::ALL.iter().position(|s| *s == Step::Walk),
        Finding::Sound(_) => None,
    };
    let passed = failed.unwrap_or(Step::ALL.len());
    let line = |(place, step): (usize, &Step)| {
        // The step says what should be so; what came of it is said too, not only shown.
        let (status, result) = match place {
            _ if place < passed => (Status::Done, say::voices::step_fits()),
            _ if place == passed && finding != Finding::TooNew => (Status::Over, say::voices::step_differs()),
            _ => (Status::Paused, say::voices::step_unchecked()),
        };
        let words = say::voices::step(step.word()).unwrap_or_default();
        view! { <li>{st(status, result)} " " {words}</li> }.into_any()
    };
    let steps: Vec<AnyView> = Step::ALL.iter().enumerate().map(line).collect();
    let (status, symbol, words) = match &finding {
        Finding::Sound(day) => (Status::On, Icon::Shield, say::voices::sound(day)),
        Finding::TooNew => (Status::Paused, Icon::Clock, say::voices::too_new().to_owned()),
        Finding::Broken(step) => {
            let words = say::voices::broken(step.word()).unwrap_or_default();
            (Status::Over, Icon::StatusOver, words.to_owned())
        }
    };
    view! {
        <div class="stack">
            <ol class="stack t">{steps}</ol>
            <Banner status=status symbol=symbol>{words}</Banner>
        </div>
    }
    .into_any()
}
