//! Dispatch (派单台): tickets that need an engineer, and who could do the chosen one, best first (R15).

use leptos::prelude::*;
use steward_core::endpoint::Nothing;
use steward_core::tickets::api::{CANDIDATES, View};
use steward_core::tickets::candidates::{Candidate, refusal};
use steward_core::tickets::{Command, CommandKind, can};

use super::acts::{Desk, Outcome};
use super::preview::{Read, shown};
use super::split::{cards, queue, what_it_is};
use super::{Topbar, Work};
use crate::net::{call, clock, new_command_id, session};
use crate::ui::{Button, Icon, Look, Status, failed, icon_small, load, pill, skeleton, toast};
use crate::words::{label, problem, say};

/// The page.
#[component]
pub fn Dispatch() -> impl IntoView {
    let (list, read) = queue(Memo::new(|_| View::Pool));
    let count = move || list.total.get().map(|n| view! { <span class="count">{n.words()}</span> });
    view! {
        <Topbar words=say::console::dispatch() />
        <Work>
            <div class="dsp">
                <section aria-labelledby="queue">
                    <div class="head mb"><h2 id="queue">{say::desk::to_dispatch()}</h2>{count}</div>
                    {cards(list, say::desk::dispatch_empty(), say::desk::pool_note(), what_it_is)}
                </section>
                <section class="card pad stack dsp-ticket" aria-label=say::console::ticket()>
                    {read.shown(say::desk::dispatch_choose(), |page| shown(page, true))}
                </section>
                <section aria-labelledby="candidates">{engineers(read)}</section>
            </div>
        </Work>
    }
}

/// The engineers for the ticket on the desk, read again with every change of it.
fn engineers(read: Read) -> impl IntoView {
    let desk = read.desk;
    let about =
        Memo::new(move |_| desk.page.with(|p| p.as_ref().map(|p| (p.ticket.id.clone(), p.ticket.seq))));
    let found = load(move || {
        let answer = about.get().map(|(id, _)| call(&CANDIDATES, &[id.as_str()], &Nothing {}));
        async move {
            match answer {
                Some(answer) => answer.await,
                None => Ok(Vec::new()),
            }
        }
    });
    let may = Memo::new(move |_| {
        let actor = session::me().map(|me| me.actor());
        desk.page.with(|page| match (page, &actor) {
            (Some(page), Some(actor)) => can(&page.ticket, actor, CommandKind::Dispatch, clock::now())
                .map_err(|r| problem::refused(&r)),
            _ => Ok(()),
        })
    });
    let body = move || {
        if about.with(Option::is_none) {
            return ().into_any();
        }
        match found.get() {
            None => skeleton(8).into_any(),
            Some(Err(failure)) => failed(&failure, Callback::new(move |()| found.refetch())),
            Some(Ok(all)) => listed(desk, all, may),
        }
    };
    let count = move || {
        let fit = |all: &Vec<Candidate>| all.iter().filter(|c| c.excluded.is_none()).count();
        let n = found.with(|f| f.as_ref()?.as_ref().ok().map(fit));
        n.filter(|_| about.with(Option::is_some)).map(|n| view! { <span class="count">{n}</span> })
    };
    view! {
        <div class="head mb"><h2 id="candidates">{say::desk::candidates()}</h2>{count}</div>
        {body}
    }
}

type May = Memo<Result<(), String>>;

fn listed(desk: Desk, all: Vec<Candidate>, may: May) -> AnyView {
    let (fit, left_out): (Vec<Candidate>, Vec<Candidate>) =
        all.into_iter().partition(|c| c.excluded.is_none());
    let none = fit.is_empty();
    let n = left_out.len();
    let fit: Vec<AnyView> =
        fit.into_iter().enumerate().map(|(at, c)| candidate(desk, c, at == 0, may)).collect();
    let left_out: Vec<AnyView> = left_out.into_iter().map(|c| excluded(desk, c, may)).collect();
    let refused = move || may.get().err().map(|why| view! { <p class="hint">{why}</p> });
    view! {
        <div class="stack t">
            <p class="xs mute lg">
                <span class="k1">{say::console::near_share()}</span>
                <span class="k2">{say::console::free_share()}</span>
                <span class="k3">{say::console::skill_share()}</span>
            </p>
            {refused}
            {none.then(|| view! { <p class="empty">{say::console::no_candidate()}</p> })}
            <ol class="stack t">{fit}</ol>
            {(n > 0).then(|| view! {
                <details class="why" open=none>
                    <summary>{say::console::left_out(u64::try_from(n).unwrap_or_default())}{icon_small(Icon::Down)}</summary>
                    <ul class="ex sm">{left_out}</ul>
                </details>
            })}
        </div>
    }
    .into_any()
}

/// Points of a thousand as a decimal: 745 is 0.745.
fn points(points: u32) -> String {
    let thousandths = (points % 1000 + 1000).to_string();
    [(points / 1000).to_string().as_str(), ".", thousandths.get(1..).unwrap_or_default()].concat()
}

fn send(desk: Desk, c: &Candidate) -> Callback<()> {
    let (engineer, name) = (c.person.clone(), c.name.clone());
    Callback::new(move |()| {
        let command = Command::Dispatch { engineer: engineer.clone(), reason: String::new() };
        let name = name.clone();
        desk.send(command, new_command_id(), move |outcome| match outcome {
            Outcome::Done => toast::tell(say::console::dispatched_to(&name)),
            Outcome::Refused(why) => toast::warn(why),
            Outcome::Wrong(wrong) => toast::warn(wrong.first().map(problem::sentence).unwrap_or_default()),
            Outcome::Stale(_) => toast::warn(say::desk::stale_try_again()),
            Outcome::SentBefore => toast::warn(say::desk::sent_before()),
        });
    })
}

fn candidate(desk: Desk, c: Candidate, best: bool, may: May) -> AnyView {
    let first: String = c.name.chars().take(1).collect();
    let far = match c.distance_m {
        Some(metres) => say::console::metres(&metres),
        None => say::console::distance_unknown().to_owned(),
    };
    let bar = |points: u32| (f64::from(points) / 10.0).to_string();
    let score = say::desk::score_parts(&points(c.free), &points(c.near), &points(c.skill));
    let press = send(desk, &c);
    let words = say::console::dispatch_to(&c.name);
    let look = if best { Look::Primary } else { Look::Plain };
    let offered = move || may.with(Result::is_ok);
    view! {
        <li class="cd" class:best=best>
            <div class="line">
                <span class="avatar" aria-hidden="true">{first}</span>
                <span class="grow">
                    <b>{c.name.clone()}</b>
                    {best.then(|| view! { " " {pill(Status::On, say::console::proposed())} })}
                    <br />
                    <span class="xs mute">{say::desk::candidate_facts(&c.open_jobs, &c.level)}</span>
                </span>
                <b class="scv">{points(c.score())}</b>
            </div>
            <div class="brk" role="img" aria-label=score>
                <i style:--v=bar(c.near)></i>
                <i style:--v=bar(c.free)></i>
                <i style:--v=bar(c.skill)></i>
            </div>
            <dl class="pr">
                <div><dt>{far}</dt><dd>{points(c.near)}</dd></div>
                <div><dt>{say::console::jobs_in_hand(u64::from(c.open_jobs))}</dt><dd>{points(c.free)}</dd></div>
                <div><dt>{say::console::skill_level(&c.level)}</dt><dd>{points(c.skill)}</dd></div>
            </dl>
            <div class="line end-line">
                {move || {
                    let words = words.clone();
                    offered().then(|| view! {
                        <Button look=look pending=desk.pending on_press=press>{words}</Button>
                    })
                }}
            </div>
        </li>
    }
    .into_any()
}

/// Somebody left out, with why; who only lacks the skill can still be sent by hand.
fn excluded(desk: Desk, c: Candidate, may: May) -> AnyView {
    let why = c.excluded.map(label::exclusion).unwrap_or_default();
    let by_hand = refusal(&c).is_none();
    let press = send(desk, &c);
    let name = c.name.clone();
    let button = move || {
        let words = say::console::dispatch_to(&name);
        (by_hand && may.with(Result::is_ok)).then(|| {
            view! {
                <Button look=Look::Small pending=desk.pending on_press=press>{words}</Button>
            }
        })
    };
    view! {
        <li><span>{c.name.clone()}</span><span class="mute endx">{why}</span>{button}</li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn a_score_is_said_with_three_decimals() {
        assert_eq!(points(745), "0.745");
        assert_eq!(points(5), "0.005");
        assert_eq!(points(1000), "1.000");
    }
}
