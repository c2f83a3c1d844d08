//! The three voices about the ticket (三方评价) side by side: the owner's rating, the return visit, the quality check.
//! Above them what they disagree about and what was odd, below them how the owner was followed up with.

use leptos::prelude::*;
use steward_core::surveys::rating::Rating;
use steward_core::tickets::Ticket;
use steward_core::tickets::api::TicketPage;
use steward_core::tickets::ticket::Visit;
use steward_core::tickets::voices::{FollowUp, Quality};
use steward_core::time::Instant;

use crate::net::clock;
use crate::ui::{Banner, Icon, Status, st};
use crate::words::{label, say, time};

/// The card; nothing where nobody has said anything.
pub(in crate::console) fn voices(page: &TicketPage) -> AnyView {
    let (ticket, now) = (&page.ticket, clock::now());
    let heard = ticket.visit.as_ref().or(ticket.heard.as_ref());
    let silent = ticket.rating.is_none() && heard.is_none() && ticket.quality.is_none();
    if silent && ticket.follow_ups.is_empty() && ticket.flags().is_empty() {
        return ().into_any();
    }
    let columns = (!silent).then(|| {
        view! {
            <div class="voices">
                {voice(say::voices::owner(), ticket.rating.as_ref().map(|r| rated(r, now)), unrated(ticket, now))}
                {voice(say::voices::visit(), heard.map(|v| visited(v, now)), say::voices::no_visit().to_owned())}
                {voice(say::voices::quality(), ticket.quality.as_ref().map(|q| checked(q, now)), say::voices::no_quality().to_owned())}
            </div>
        }
    });
    let follow_ups: Vec<AnyView> = ticket.follow_ups.iter().rev().map(|f| follow_up(f, now)).collect();
    let followed = (!follow_ups.is_empty()).then(|| {
        view! { <h3>{say::voices::follow_ups()}</h3><ul class="stack">{follow_ups}</ul> }
    });
    view! {
        <section class="card pad stack t" aria-labelledby="voices">
            <h2 id="voices">{say::voices::three()}</h2>
            {flags(ticket)}
            {disagreement(ticket, now)}
            {columns}
            {followed}
        </section>
    }
    .into_any()
}

fn voice(name: &'static str, said: Option<AnyView>, nothing: String) -> AnyView {
    let said = said.unwrap_or_else(|| view! { <p class="sm mute">{nothing}</p> }.into_any());
    view! { <div class="voice"><h3>{name}</h3>{said}</div> }.into_any()
}

fn who_when(who: &str, at: Instant, now: Instant) -> AnyView {
    let words = [who, " · ", &time::short(at, now)].concat();
    view! { <p class="sm mute">{words}</p> }.into_any()
}

fn said(text: &str) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <p class="said" dir="auto">{text.to_owned()}</p> }.into_any())
}

fn tags(words: impl Iterator<Item = &'static str>) -> Option<AnyView> {
    let all: Vec<AnyView> = words.map(|w| view! { <span class="tag">{w}</span> }.into_any()).collect();
    (!all.is_empty()).then(|| view! { <p class="line">{all}</p> }.into_any())
}

fn rated(rating: &Rating, now: Instant) -> AnyView {
    view! {
        {crate::ui::stars_shown(rating.stars.get())}
        {tags(rating.tags.iter().map(|t| label::rating_tag(*t)))}
        {said(&rating.text)}
        <p class="sm mute">{time::short(rating.at, now)}</p>
    }
    .into_any()
}

/// Whether the owner was asked, and how often reminded.
fn unrated(ticket: &Ticket, now: Instant) -> String {
    match &ticket.rating_ask {
        None => say::voices::not_asked().to_owned(),
        Some(ask) if ask.reminded > 0 => {
            say::voices::asked_reminded(&time::short(ask.at, now), u64::from(ask.reminded))
        }
        Some(ask) => say::voices::asked(&time::short(ask.at, now)),
    }
}

fn visited(visit: &Visit, now: Instant) -> AnyView {
    let solved = if visit.solved { say::desk::visit_solved_yes() } else { say::desk::visit_solved_no() };
    let satisfied =
        if visit.satisfied { say::desk::visit_satisfied_yes() } else { say::desk::visit_satisfied_no() };
    view! {
        {tags([solved, satisfied].into_iter())}
        {said(&visit.remarks)}
        {who_when(&visit.by, visit.at, now)}
    }
    .into_any()
}

fn checked(quality: &Quality, now: Instant) -> AnyView {
    let form = &quality.form;
    let (status, verdict) = if form.passed {
        (Status::Done, say::voices::passed())
    } else {
        (Status::Over, say::voices::failed())
    };
    let tenths = form.marks.score_tenths();
    let score = [(tenths / 10).to_string().as_str(), ".", &(tenths % 10).to_string()].concat();
    let marks = say::voices::marks(&form.marks.resolution, &form.marks.visit, &form.marks.writing);
    view! {
        <p>{st(status, verdict)}</p>
        <p><b class="score">{score}</b> " " <span class="sm mute">{marks}</span></p>
        {said(&form.remarks)}
        {who_when(&quality.by.name, quality.at, now)}
    }
    .into_any()
}

fn flags(ticket: &Ticket) -> Vec<AnyView> {
    let banner = |words: &'static str| {
        view! { <Banner status=Status::Soon symbol=Icon::Flag>{words}</Banner> }.into_any()
    };
    ticket.flags().into_iter().map(|flag| banner(label::flag(flag))).collect()
}

/// What the voices disagree about, open or settled.
fn disagreement(ticket: &Ticket, now: Instant) -> AnyView {
    let open = ticket.unsettled().map(|what| {
        view! {
            <Banner status=Status::Over>
                <b>{say::voices::disagree()}</b>
                <p>{label::disagreement(what)}</p>
            </Banner>
        }
    });
    let settled = ticket.settled.clone().map(|settled| {
        view! {
            <Banner status=Status::Done>
                <b>{say::voices::settled(&label::disagreement(settled.about))}</b>
                <p dir="auto">{settled.finding.clone()}</p>
                {who_when(&settled.by.name, settled.at, now)}
            </Banner>
        }
    });
    (open, settled).into_any()
}

fn follow_up(one: &FollowUp, now: Instant) -> AnyView {
    let late = one.is_late(now);
    let cause = label::follow_up_cause(one.cause);
    let due = time::day_time(one.due, now);
    let head = match (&one.ended, late) {
        (None, true) => st(Status::Over, say::voices::late_since(&due)).into_any(),
        (None, false) => st(Status::On, say::console::until(&due)).into_any(),
        (Some(_), true) => st(Status::Over, say::voices::ended_late().to_owned()).into_any(),
        (Some(_), false) => st(Status::Done, say::voices::ended_in_time().to_owned()).into_any(),
    };
    let taken = one.taken.as_ref().filter(|_| one.ended.is_none());
    let taken = match taken {
        Some(who) => Some(say::voices::taken_by(&who.name)),
        None if one.ended.is_none() => Some(say::voices::not_taken().to_owned()),
        None => None,
    };
    let ended = one.ended.as_ref().map(|end| {
        view! {
            <p class="line"><span class="tag">{label::follow_up_outcome(end.outcome)}</span></p>
            {said(&end.text)}
            {who_when(&end.by.name, end.at, now)}
        }
    });
    view! {
        <li class="voice">
            <p class="line between"><b>{cause}</b><span class="sm">{head}</span></p>
            {taken.map(|words| view! { <p class="sm mute">{words}</p> })}
            {ended}
        </li>
    }
    .into_any()
}
