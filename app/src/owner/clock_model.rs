//! A ticket's due time as its owner sees it: which clock, its words, its rail, and why it is due then.
//!
//! Core says how a clock stands; this turns it into what is drawn and said. Nothing is judged here.

use steward_core::calendar::Span;
use steward_core::sla::clock::{Basis, Clock};
use steward_core::sla::explain::Step;
use steward_core::sla::policy::ClockKind;
use steward_core::sla::state::State as Standing;
use steward_core::tickets::command::PauseReason;
use steward_core::tickets::{State, Ticket};
use steward_core::time::{Instant, Seconds};

use crate::ui::clocks::{LATE_FROM, share, status};
use crate::ui::rail::WHOLE;
use crate::ui::{Mark, Part, Status, Term};
use crate::words::{fill_by, label, say, time};

/// The place of the clock that carries the promise to the owner: the one of the newest round.
pub fn promise(ticket: &Ticket) -> Option<usize> {
    let kind = ticket.promise().filter(|c| !c.superseded)?.kind;
    ticket.clocks.iter().rposition(|c| c.kind == kind)
}

/// The place of the clock of the next step, where that is due before the promise.
pub fn next_step(ticket: &Ticket) -> Option<usize> {
    let next = ticket.next_due()?;
    let place = ticket.clocks.iter().rposition(|c| c.kind == next.kind && c.is_running())?;
    (Some(place) != promise(ticket)).then_some(place)
}

/// The status of the whole ticket: that of the clock that is due first.
pub fn ticket_status(ticket: &Ticket, now: Instant) -> Status {
    if ticket.state.is_done() {
        return Status::Done;
    }
    if ticket.is_paused() {
        return Status::Paused;
    }
    ticket.next_due().map_or(Status::On, |c| status(c.standing(false, now)))
}

/// A sentence of a table whose only value is a time.
pub fn with_time(form: Option<&'static str>, at: &str) -> String {
    fill_by(form.unwrap_or_default(), |_, out| out.push_str(at))
}

/// Everything about one clock that is shown.
#[derive(Clone, PartialEq, Debug)]
pub struct Face {
    /// Its status.
    pub status: Status,
    /// What it is about: 最迟给您处理结果.
    pub head: String,
    /// The large words: 明天 08:10.
    pub big: String,
    /// The words beside them: 9月17日 周四，还剩 17 小时 50 分.
    pub small: String,
    /// The rail.
    pub marks: Vec<Mark>,
    /// The words under its start.
    pub from: String,
    /// The words under its end.
    pub to: String,
    /// The pause on it: 等待材料 16 小时.
    pub pause: Option<String>,
    /// The rail in one sentence.
    pub label: String,
}

/// What is shown of `clock` at `now`.
pub fn face(clock: &Clock, steps: &[Step], ticket: &Ticket, now: Instant) -> Face {
    let paused = ticket.is_paused();
    let standing = clock.standing(paused, now);
    let table = |done: bool| if done { say::owner::kept_head } else { say::owner::due_head };
    let head = table(clock.stopped.is_some())(clock.kind.word()).unwrap_or_default().to_owned();
    let date = time::date_weekday(clock.due, now);
    let stood = stood_still(ticket, clock, now);
    let (big, small) = match (standing, clock.stopped) {
        (Standing::Met | Standing::MetLate, Some(at)) => (time::day_time(at, now), took(clock, at)),
        (Standing::Paused, _) => {
            let since = ticket.pauses.last().map_or(now, |p| p.from);
            (say::time::paused(&time::span(now.since(since))), say::owner::due_paused().to_owned())
        }
        (Standing::Breached, _) => {
            (time::day_time(clock.due, now), say::owner::due_late(&date, &time::left(clock.due, now)))
        }
        _ => (time::day_time(clock.due, now), say::owner::due_left(&date, &time::left(clock.due, now))),
    };
    let (from, to) = (time::short(clock.start, now), time::short(clock.due, now));
    let here = time::short(clock.stopped.unwrap_or(now), now);
    let label = if stood > Seconds::ZERO {
        say::owner::rail_label_paused(&from, &here, &time::span(stood), &to)
    } else {
        say::owner::rail_label(&from, &here, &to)
    };
    Face {
        status: status(standing),
        head,
        big,
        small,
        marks: marks(clock, steps, ticket, now),
        from: if clock.start == ticket.submitted_at {
            say::owner::submitted_at(&from)
        } else {
            say::owner::started_at(&from)
        },
        // While it stands still nobody knows the end yet.
        to: if standing == Standing::Paused { String::new() } else { to },
        pause: last_pause(ticket, clock)
            .map(|reason| say::owner::pause_of(&label::pause_reason(reason), &time::span(stood))),
        label,
    }
}

fn took(clock: &Clock, at: Instant) -> String {
    let took = time::span(at.since(clock.start));
    if at > clock.due {
        return say::owner::took_late(&time::span(at.since(clock.due)), &took);
    }
    say::owner::took_of(&time::span(clock.due.since(clock.start)), &took)
}

/// The pauses on this clock's way, clipped to what is behind.
fn pauses(ticket: &Ticket, clock: &Clock, now: Instant) -> Vec<(Span, PauseReason)> {
    let end = clock.stopped.unwrap_or(now);
    let way = Span::new(clock.start, end);
    let clipped = ticket
        .pauses
        .iter()
        .filter(|_| clock.kind.pausable())
        .map(|p| (Span::new(p.from, p.to.unwrap_or(end)).intersect(way), p.reason));
    clipped.filter(|(span, _)| !span.is_empty()).collect()
}

fn stood_still(ticket: &Ticket, clock: &Clock, now: Instant) -> Seconds {
    pauses(ticket, clock, now).iter().fold(Seconds::ZERO, |sum, (span, _)| sum + span.length().seconds())
}

fn last_pause(ticket: &Ticket, clock: &Clock) -> Option<PauseReason> {
    let on_the_way = |p: &&steward_core::tickets::ticket::Pause| p.to.is_none_or(|to| to > clock.start);
    ticket.pauses.iter().filter(|_| clock.kind.pausable()).rfind(on_the_way).map(|p| p.reason)
}

/// The marks of the rail: worked time, pauses, what is late, the warning point, the present.
pub fn marks(clock: &Clock, steps: &[Step], ticket: &Ticket, now: Instant) -> Vec<Mark> {
    let until = clock.stopped.unwrap_or(now);
    let late = until > clock.due && !ticket.is_paused();
    let end = if late || ticket.is_paused() { clock.due.max(until) } else { clock.due };
    let at = |t: Instant| share(t, clock.start, end);
    let due = if late { at(clock.due).min(LATE_FROM) } else { WHOLE };
    // Beyond the due time everything is drawn in what is left of the rail.
    let place = |t: Instant| if late { at(t).min(due) } else { at(t) };
    let stretch = |part, span: Span| Mark { part, from: place(span.from), to: place(span.to) };
    let way = Span::new(clock.start, until.min(end));
    let pauses = pauses(ticket, clock, now);
    let mut marks = Vec::new();
    for open in open_windows(steps, way) {
        let mut from = open.from;
        for (pause, _) in pauses.iter().filter(|(p, _)| p.to > open.from && p.from < open.to) {
            marks.push(stretch(Part::Run, Span::new(from, pause.from)));
            from = pause.to.max(from);
        }
        marks.push(stretch(Part::Run, Span::new(from, open.to)));
    }
    marks.extend(pauses.iter().map(|(pause, _)| stretch(Part::Pause, *pause)));
    marks.retain(|m| m.to > m.from);
    marks.sort_by_key(|m| m.from);
    let point = |part, from| Mark { part, from, to: from };
    if late {
        marks.push(Mark { part: Part::Late, from: due, to: WHOLE });
        marks.push(point(Part::Due, due));
    } else if clock.stopped.is_none() {
        marks.push(point(Part::Warn, at(clock.warn_at)));
        marks.push(point(Part::Now, at(now)));
    }
    marks
}

/// When the calendar was open on the way; all of it where nothing else is known.
fn open_windows(steps: &[Step], way: Span) -> Vec<Span> {
    let known = steps.iter().find_map(|step| match step {
        Step::Calendar { always: false, windows, .. } => Some(windows),
        _ => None,
    });
    match known {
        Some(windows) => windows.iter().map(|w| w.intersect(way)).filter(|w| !w.is_empty()).collect(),
        None => vec![way],
    }
}

/// Why it is due then, as rows that add up; terms of zero are left out.
pub fn why(clock: &Clock, steps: &[Step], ticket: &Ticket, now: Instant) -> Vec<Term> {
    let plus = |adds: Seconds| say::owner::sum_plus(&time::span(adds));
    let term = |what: &str, note: String, adds: String| Term { what: what.to_owned(), note, adds };
    let mut terms = Vec::new();
    for step in steps {
        let adds = step.adds().seconds();
        match step {
            Step::Start { at } => {
                let reopened = ticket.path.iter().any(|(s, when)| *s == State::Reopened && when == at);
                let (what, note) = match (*at == ticket.submitted_at, reopened) {
                    (true, _) => (say::owner::sum_submitted(), ""),
                    (_, true) => (say::owner::sum_reopened(), ""),
                    _ => (say::owner::sum_started(), say::owner::sum_started_note()),
                };
                terms.push(term(what, note.to_owned(), time::date_time(*at, now)));
            }
            Step::Limit { .. } => {
                let what = match clock.basis {
                    Basis::Policy => say::owner::sum_limit(&label::clock(clock.kind)),
                    other => label::basis(other).to_owned(),
                };
                terms.push(term(&what, String::new(), plus(adds)));
            }
            _ if adds == Seconds::ZERO && !matches!(step, Step::Due { .. } | Step::NotDue { .. }) => {}
            Step::Extension { .. } => {
                terms.push(term(say::owner::sum_extension(), String::new(), plus(adds)));
            }
            Step::Calendar { .. } => terms.push(term(say::owner::sum_closed(), String::new(), plus(adds))),
            Step::Pause { from, reason, .. } => {
                let reason = PauseReason::from_word(reason).map(label::pause_reason).unwrap_or_default();
                let pause = ticket.pauses.iter().find(|p| p.from.max(clock.start) == *from);
                let note = pause.map(|p| say::owner::sum_pause_note(&p.approved_by));
                terms.push(term(&say::owner::sum_pause(&reason), note.unwrap_or_default(), plus(adds)));
            }
            Step::Warning { .. } => {}
            Step::Due { at } => {
                terms.push(term(say::owner::sum_due(), String::new(), time::date_time(*at, now)));
            }
            Step::NotDue { .. } => {
                terms.push(term(say::owner::sum_due(), String::new(), say::owner::sum_not_due().to_owned()));
            }
        }
    }
    terms
}

/// The due time of a kind of clock as part of a line: 明天 08:10 前给结果; once it has passed, what should have been.
pub fn due_words(kind: ClockKind, due: Instant, now: Instant) -> String {
    let table = if now > due { say::owner::was_due } else { say::owner::by_kind };
    with_time(table(kind.word()), &time::short(due, now))
}
