//! What if (试算): the version on the screen replayed over the past in this browser, with the server's own replay as a
//! proof that both count alike.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::permit::Action;
use steward_core::sla::standards::api::{HISTORY, HistoryQuery, REPLAY, REPLAY_RULES, Stretch, UnderVersion};
use steward_core::sla::standards::replay::{Changed, Outcome, Round, replay};
use steward_core::time::{Instant, Seconds};

use super::editing::{Editing, Kept};
use super::model::{self, Sum};
use super::{may, may_somewhere, why};
use crate::net::{Failure, call, clock, pause};
use crate::ui::{Banner, Button, Choice, Dialog, Icon, Look, Segments, Status, rag};
use crate::words::{label, say, time};

/// How far back, in days.
const PERIODS: [i64; 3] = [30, 90, 365];
/// A share this much below is worth a look; twice as much is bad. In tenths of a percent.
const NOTICED: i64 = 20;

/// A replay that was made.
#[derive(Clone, PartialEq)]
struct Made {
    outcome: Outcome,
    names: Vec<(String, String)>,
    stretch: Stretch,
    /// Up to when running clocks were judged.
    seq: u32,
    took_ms: u64,
    rounds: usize,
}

#[derive(Clone, PartialEq)]
enum Phase {
    Not,
    Reading(usize),
    Made(Box<Made>),
    Failed(String),
}

/// The card.
pub(super) fn card(editing: Editing) -> AnyView {
    if !(may(Action::Update) || may_somewhere(Action::Propose)) {
        return ().into_any();
    }
    let phase = RwSignal::new(Phase::Not);
    let days = RwSignal::new(Some(30_i64));
    let choices: Vec<Choice<i64>> =
        PERIODS.iter().map(|d| Choice::new(*d, say::desk::last_days(d))).collect();
    let version = editing.standard.with_untracked(|s| s.version);
    let unkept = Memo::new(move |_| editing.kept.with(|kept| !matches!(kept, Kept::Since(_))));
    let run = Callback::new(move |()| {
        let length = Seconds::days(days.get_untracked().unwrap_or(30));
        let to = clock::now();
        let stretch = Stretch { from: to - length, to };
        let seq = editing.standard.with_untracked(|s| s.seq);
        phase.set(Phase::Reading(0));
        spawn_local(async move {
            match made(version, seq, stretch, phase).await {
                Ok(made) => phase.set(Phase::Made(Box::new(made))),
                Err(failure) => phase.set(Phase::Failed(why(&failure))),
            }
        });
    });
    let busy = Signal::derive(move || matches!(phase.get(), Phase::Reading(_)));
    let blocked = Signal::derive(move || unkept.get().then(|| say::standards::kept_first().to_owned()));
    let shown = move || match phase.get() {
        Phase::Not => view! { <p class="sm pf2">{say::standards::what_if_note()}</p> }.into_any(),
        Phase::Reading(n) => {
            view! { <p class="sm pf2" role="status">{say::standards::reading_history(&n)}</p> }.into_any()
        }
        Phase::Failed(words) => {
            view! { <div class="pd"><Banner status=Status::Over spoken=true>{words}</Banner></div> }
                .into_any()
        }
        Phase::Made(made) => shown(*made, version, editing),
    };
    view! {
        <section class="card lt" aria-labelledby="whatif">
            <div class="head pd">
                <h2 id="whatif">{say::standards::what_if(&version)}</h2>
                <div class="end line">
                    <Segments label=say::desk::period() value=days choices=choices />
                    <Button look=Look::Small symbol=Icon::History pending=busy blocked=blocked on_press=run>
                        {say::standards::run()}
                    </Button>
                </div>
            </div>
            {shown}
        </section>
    }
    .into_any()
}

/// Reads the rules and the past, and judges the past by the rules.
async fn made(version: u32, seq: u32, stretch: Stretch, phase: RwSignal<Phase>) -> Result<Made, Failure> {
    let under: UnderVersion = call(&REPLAY_RULES, &[&version.to_string()], &stretch).await?;
    let mut rounds: Vec<Round> = Vec::new();
    let mut query = HistoryQuery { from: stretch.from, to: stretch.to, after: None };
    loop {
        let page = call(&HISTORY, &[], &query).await?;
        rounds.extend(page.rounds);
        phase.set(Phase::Reading(rounds.len()));
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    // The words above are painted before the counting takes the thread.
    pause(core::time::Duration::from_millis(20)).await;
    let began = js_sys::Date::now();
    let outcome = replay(&rounds, &under.by_project(), stretch.to);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few milliseconds")]
    let took_ms = (js_sys::Date::now() - began).max(0.0) as u64;
    let names = under.projects.into_iter().map(|p| (p.id.to_string(), p.name)).collect();
    Ok(Made { outcome, names, stretch, seq, took_ms, rounds: rounds.len() })
}

fn shown(made: Made, version: u32, editing: Editing) -> AnyView {
    if made.outcome.tickets == 0 {
        return view! { <p class="sm pf2">{say::standards::no_history()}</p> }.into_any();
    }
    let now = clock::now();
    let rows: Vec<AnyView> = model::sums(&made.outcome).into_iter().map(row).collect();
    let hardest: Vec<String> = model::hardest(&made.outcome)
        .into_iter()
        .take(3)
        .map(|line| {
            let name = made.names.iter().find(|(id, _)| *id == line.project.as_str());
            say::standards::extra(&line.worse, &name.map_or(line.project.as_str(), |(_, name)| name))
        })
        .collect();
    let from = time::day_time(made.stretch.from, now);
    let base = say::standards::replayed(&from, made.outcome.tickets);
    let open = RwSignal::new(false);
    let changed = made.outcome.changed.clone();
    let many = u64::try_from(changed.len()).unwrap_or(u64::MAX);
    let see = Callback::new(move |()| open.set(true));
    let stale = move || editing.standard.with(|s| s.seq != made.seq);
    let measured = say::standards::measured(&made.rounds, &made.took_ms);
    view! {
        {move || stale().then(|| view! {
            <div class="pd"><Banner status=Status::Soon>{say::standards::run_again()}</Banner></div>
        })}
        <div class="scroll" tabindex="0" role="group" aria-labelledby="whatif">
            <table class="table">
                <thead><tr>
                    <th scope="col">{say::standards::indicator()}</th>
                    <th scope="col" class="n">{say::standards::before()}</th>
                    <th scope="col" class="n">{say::standards::version(&version)}</th>
                    <th scope="col" class="n">{say::standards::points()}</th>
                    <th scope="col" class="n">{say::standards::extra_breaches()}</th>
                    <th scope="col" class="n">{say::standards::fewer_breaches()}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="pf2 sm stack t">
            <p>{base}{(!hardest.is_empty()).then(|| [" ", &say::standards::hardest(&hardest.join(say::standards::comma()))].concat())}</p>
            <div class="line">
                {(many > 0).then(|| view! {
                    <Button look=Look::Small on_press=see>{say::standards::changed(many)}</Button>
                })}
                {proof(version, made.stretch, made.outcome)}
            </div>
            <p class="xs mute">{measured}</p>
        </div>
        <Dialog open=open title=say::standards::changed_title()>{list(&changed)}</Dialog>
    }
    .into_any()
}

fn row(sum: Sum) -> AnyView {
    let name = sum.clock.map_or_else(say::standards::timeliness, label::clock);
    let (before, after) = (model::permille(sum.before), model::permille(sum.after));
    let n = |kept: steward_core::sla::standards::replay::Kept| {
        kept.attainment().map(|(_, all)| view! { <span class="n mute xs">"n=" {all}</span> })
    };
    let share = |permille: Option<i64>| permille.map_or_else(|| "–".to_owned(), model::percent);
    let after_words = match (before, after) {
        (Some(b), Some(a)) if b - a >= 2 * NOTICED => rag(Status::Over, share(after)).into_any(),
        (Some(b), Some(a)) if b - a >= NOTICED => rag(Status::Soon, share(after)).into_any(),
        _ => share(after).into_any(),
    };
    let points = match (before, after) {
        (Some(b), Some(a)) => model::points(b, a),
        _ => "–".to_owned(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="n">{share(before)} " " {n(sum.before)}</td>
            <td class="n">{after_words} " " {n(sum.after)}</td>
            <td class="n">{points}</td>
            <td class="n">{sum.worse}</td>
            <td class="n">{sum.better}</td>
        </tr>
    }
    .into_any()
}

/// The tickets that would fare otherwise.
fn list(changed: &[Changed]) -> AnyView {
    let now = clock::now();
    let at = |at: Instant| time::date_time(at, now);
    let row = |one: &Changed| {
        let id = one.ticket.to_string();
        let status = if one.better { Status::Done } else { Status::Over };
        let words =
            if one.better { say::standards::would_be_kept() } else { say::standards::would_be_late() };
        view! {
            <tr>
                <th scope="row"><a href=["/console/tickets/", &id].concat()>{id.clone()}</a></th>
                <td>{label::clock(one.clock)}</td>
                <td>{at(one.before)} " → " {at(one.after)}</td>
                <td>{crate::ui::st(status, words)}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=say::standards::changed_title()>
            <table class="table">
                <thead><tr>
                    <th scope="col">{say::console::ticket()}</th>
                    <th scope="col">{say::standards::clock()}</th>
                    <th scope="col">{say::standards::due_change()}</th>
                    <th scope="col">{say::standards::result()}</th>
                </tr></thead>
                <tbody>{changed.iter().map(row).collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Has the server count the same, and compares every figure.
fn proof(version: u32, stretch: Stretch, here: Outcome) -> AnyView {
    let said = RwSignal::new(None::<(Status, String)>);
    let pending = RwSignal::new(false);
    let ask = Callback::new(move |()| {
        pending.set(true);
        let here = here.clone();
        spawn_local(async move {
            let there = call(&REPLAY, &[&version.to_string()], &stretch).await;
            let text = |outcome: &Outcome| serde_json::to_string(outcome).ok();
            said.set(Some(match there {
                Ok(there) if text(&there).is_some() && text(&there) == text(&here) => {
                    (Status::Done, say::standards::same_there().to_owned())
                }
                Ok(_) => (Status::Over, say::standards::other_there().to_owned()),
                Err(failure) => (Status::Over, why(&failure)),
            }));
            pending.set(false);
        });
    });
    view! {
        <Button look=Look::Small symbol=Icon::Shield pending=pending on_press=ask>{say::standards::check()}</Button>
        <span role="status">{move || said.get().map(|(status, words)| crate::ui::st(status, words))}</span>
    }
    .into_any()
}
