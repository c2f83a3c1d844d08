//! Why a clock is due when it is, as the rows of a sum. The steps and their values are core's; here are the words.

use steward_core::calendar::{DueError, Millis};
use steward_core::sla::explain::Step;
use steward_core::tickets::command::PauseReason;
use steward_core::time::Instant;

use crate::ui::Term;
use crate::words::{label, say, time};

/// The rows, terms of zero included, because staff must see that nothing else was counted.
pub fn terms(steps: &[Step], now: Instant) -> Vec<Term> {
    let mut rows: Vec<Term> = steps.iter().filter_map(|s| term(s, now)).collect();
    if !steps.iter().any(|s| matches!(s, Step::Pause { .. })) {
        let at = rows.len().saturating_sub(1);
        rows.insert(at, zero(say::desk::why_pause_none()));
    }
    if !steps.iter().any(|s| matches!(s, Step::Extension { .. })) {
        let at = rows.len().saturating_sub(1);
        rows.insert(at, zero(say::desk::why_extension()));
    }
    rows
}

fn zero(what: &str) -> Term {
    Term { what: what.to_owned(), note: String::new(), adds: say::desk::plus(&"0") }
}

fn plus(length: Millis) -> String {
    let seconds = length.seconds();
    if seconds.get() == 0 { say::desk::plus(&"0") } else { say::desk::plus(&time::span(seconds)) }
}

fn term(step: &Step, now: Instant) -> Option<Term> {
    let moment = |at: Instant| time::date_time(at, now);
    Some(match step {
        Step::Start { at } => {
            Term { what: say::desk::why_start().to_owned(), note: String::new(), adds: moment(*at) }
        }
        Step::Limit { policy_version, exception, .. } => Term {
            what: say::desk::why_limit().to_owned(),
            note: if *exception {
                say::desk::why_exception_note(policy_version)
            } else {
                say::desk::why_limit_note(policy_version)
            },
            adds: plus(step.adds()),
        },
        Step::Extension { .. } => {
            Term { what: say::desk::why_extension().to_owned(), note: String::new(), adds: plus(step.adds()) }
        }
        Step::Calendar { always, .. } => Term {
            what: say::desk::why_calendar().to_owned(),
            note: if *always { say::desk::why_calendar_always() } else { say::desk::why_calendar_note() }
                .to_owned(),
            adds: plus(step.adds()),
        },
        Step::Pause { from, to, reason, .. } => Term {
            what: say::desk::why_pause(&PauseReason::from_word(reason).map_or("", label::pause_reason)),
            note: match to {
                Some(to) => say::desk::why_pause_note(&moment(*from), &moment(*to)),
                None => say::desk::why_pause_open(&moment(*from)),
            },
            adds: plus(step.adds()),
        },
        Step::Warning { .. } => return None,
        Step::Due { at } => {
            Term { what: say::desk::why_due().to_owned(), note: String::new(), adds: moment(*at) }
        }
        Step::NotDue { why } => {
            let what = match why {
                DueError::Paused => say::desk::why_no_due(),
                DueError::Never | DueError::BeyondWindows => say::desk::why_never(),
            };
            Term { what: what.to_owned(), note: String::new(), adds: String::new() }
        }
    })
}

/// When the clock warns, if the steps say so.
pub fn warning(steps: &[Step]) -> Option<Instant> {
    steps.iter().find_map(|s| if let Step::Warning { at } = s { Some(*at) } else { None })
}

/// The sum as plain text, one row a line, to be copied into a message.
pub fn text(terms: &[Term]) -> String {
    let line = |t: &Term| {
        let mut line = [t.what.as_str(), "  ", &t.adds].concat();
        if !t.note.is_empty() {
            line.push_str(" (");
            line.push_str(&t.note);
            line.push(')');
        }
        line
    };
    terms.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
#[path = "why_tests.rs"]
mod tests;
