//! Survey campaigns as tables and laws.

mod answers;
mod bounds;
mod call_backs;
mod courses;
mod effects;
mod figures;
mod renewals;
mod samples;

use super::plan::LEAD_DAYS;
use super::*;
use crate::problem::Problem;
use crate::time::{Instant, Seconds};

/// The moment at which the campaign of these tests opens.
fn opens() -> Instant {
    Instant::parse_rfc3339("2026-06-10T01:00:00Z").unwrap()
}

fn question(id: &str, kind: Kind) -> Question {
    Question { id: id.to_owned(), text: Words::new("问题", "Question"), required: true, kind, duty: None }
}

fn parts(n: usize) -> Vec<Words> {
    (1..=n).map(|n| Words::new(format!("第{n}项"), "")).collect()
}

/// One question of each kind.
fn every_kind() -> Questionnaire {
    let mut open = question("why", Kind::Open);
    open.required = false;
    Questionnaire(vec![
        question("overall", Kind::Csat),
        question("recommend", Kind::Nps),
        question("ease", Kind::Ces),
        question("areas", Kind::Matrix { rows: parts(3) }),
        question("first", Kind::Choice { options: parts(4), many: false }),
        question("more", Kind::Choice { options: parts(4), many: true }),
        open,
    ])
}

fn plan() -> Plan {
    Plan {
        name: Words::new("2026 上半年调查", "First half of 2026"),
        aim: "了解报修服务的满意度".to_owned(),
        questions: every_kind(),
        audience: Audience::default(),
        mode: Mode::Personal,
        size: Size::All,
        quota: None,
        pause_days: 90,
        reminders: vec![3, 7],
        opens: opens(),
        closes: opens() + Seconds::days(14),
        cadence: Cadence::HalfYearly,
        lead_days: LEAD_DAYS,
    }
}

fn campaign() -> Campaign {
    Campaign {
        id: "c1".parse().unwrap(),
        seq: 1,
        state: State::Draft,
        plan: plan(),
        seed: "seed".to_owned(),
        wave: 1,
        repeats: None,
        started: None,
        closed: None,
        contracts: None,
    }
}

/// The codes of problems with a parameter, as `required question.1.text.zh`.
fn said(problems: &[Problem], param: &str) -> Vec<String> {
    let code = |p: &Problem| serde_json::to_value(p.code).unwrap().as_str().unwrap().to_owned();
    problems.iter().map(|p| format!("{} {}", code(p), p.params[param])).collect()
}
