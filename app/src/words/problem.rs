//! What went wrong, in words: each code of core has one sentence in each language.

use serde::Serialize;
use steward_core::problem::{Code, Field, Problem};
use steward_core::tickets::refusal::Refusal;
use steward_core::time::{Instant, Seconds};

use super::{fill_by, label, say, time};
use crate::net::Failure;
use crate::net::clock;

/// A call without its answer.
pub fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Offline => say::problems::offline().to_owned(),
        Failure::Timeout => say::problems::timeout().to_owned(),
        Failure::Kept => say::problems::kept().to_owned(),
        Failure::Problem(problem) => sentence(problem),
    }
}

/// A problem, as one sentence that says what to do.
pub fn sentence(problem: &Problem) -> String {
    match (&problem.refusal, problem.fields.as_slice()) {
        (Some(refusal), _) => refused(refusal),
        (None, _) if problem.code == Code::WrongCredentials && problem.field == Some(Field::OneTimeCode) => {
            say::accounts::wrong_code().to_owned()
        }
        (None, _) if problem.code == Code::WrongCredentials && problem.field == Some(Field::Totp) => {
            say::accounts::wrong_totp().to_owned()
        }
        (None, [only]) => sentence(only),
        (None, _) => {
            let form = say::problems::code(&wire_word(problem.code)).unwrap_or_else(say::problems::unknown);
            fill_by(form, |name, out| out.push_str(&value(problem, name)))
        }
    }
}

/// The problem at one input, if there is one: what stands under the field.
pub fn at_field(problems: &[Problem], field: Field) -> Option<String> {
    problems.iter().find(|p| p.field == Some(field)).map(sentence)
}

/// The field's name: 手机号.
pub fn field_name(field: Field) -> &'static str {
    say::problems::field(&wire_word(field)).unwrap_or_default()
}

/// A rule's no.
pub fn refused(refusal: &Refusal) -> String {
    let now = clock::now();
    let form = say::refusals::rule(refusal.word()).unwrap_or_else(say::problems::unknown);
    fill_by(form, |name, out| match (name, refusal) {
        ("state", Refusal::WrongState { state }) => out.push_str(label::state(*state)),
        ("by", Refusal::AlreadyClaimed { by }) => out.push_str(by),
        ("until", Refusal::RatingWindowOver { until } | Refusal::ReopenWindowOver { until }) => {
            out.push_str(&time::day_time(*until, now));
        }
        ("again_at", Refusal::UrgedJustNow { again_at }) => out.push_str(&time::short(*again_at, now)),
        _ => {}
    })
}

/// A value of a problem as a person says it: bytes in megabytes, seconds as a span.
fn value(problem: &Problem, name: &str) -> String {
    if name == "reference" {
        return problem.reference.clone().unwrap_or_default();
    }
    let text = problem.params.get(name).map(String::as_str).unwrap_or_default();
    match (name, problem.code, text.parse::<i64>()) {
        ("max", Code::TooLarge, Ok(bytes)) => (bytes / (1024 * 1024)).max(1).to_string(),
        ("seconds", _, Ok(seconds)) => time::span(Seconds(seconds)),
        ("until" | "at", _, Ok(millis)) => time::day_time(Instant::from_millis(millis), clock::now()),
        _ => text.to_owned(),
    }
}

/// A code as the word it is sent as.
pub(crate) fn wire_word(code: impl Serialize) -> String {
    serde_json::to_value(code).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
