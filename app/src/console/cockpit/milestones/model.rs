//! What the milestones' page says, without any view.

use steward_core::accounts::Actor;
use steward_core::cockpit::indicator::Standing;
use steward_core::cockpit::measure::Sum;
use steward_core::cockpit::milestone::{Delay, Milestone, Stage, StepKind, edits};
use steward_core::cockpit::period::Period;
use steward_core::day::Day;
use steward_core::ids::ProjectId;
use steward_core::problem::{Code, Field, Problem};
use steward_core::time::Instant;

use super::forms::Act;
use crate::console::cockpit::model::share;
use crate::net::session;
use crate::words::{say, time};

/// The places whose milestones the actor plans: the group first, then projects, each with its name.
pub(super) fn places(actor: Option<&Actor>) -> Vec<(Option<ProjectId>, String)> {
    let Some(actor) = actor else { return Vec::new() };
    let group = edits(actor, None).then(|| (None, say::thresholds::group().to_owned()));
    let projects = session::me_untracked().map(|me| me.projects).unwrap_or_default();
    let own = projects.into_iter().filter(|p| edits(actor, Some(&p.project)));
    group.into_iter().chain(own.map(|p| (Some(p.project), p.name))).collect()
}

/// The word of a colour: 按期, 预警, 严重滞后.
pub(super) fn colour(standing: Standing) -> &'static str {
    say::milestones::colour(standing.word()).unwrap_or_default()
}

/// What a colour asks for, as long as the milestone is not reached (R86).
pub(super) fn action(milestone: &Milestone, today: Day) -> &'static str {
    match milestone.stage {
        Stage::Done | Stage::Withdrawn => "",
        Stage::Planned | Stage::Running => {
            milestone.standing(today).and_then(|s| say::milestones::action(s.word())).unwrap_or_default()
        }
    }
}

/// How late: 9 天 ÷ 90 天 = 10.0%.
pub(super) fn delay(delay: Delay) -> String {
    say::milestones::delay(&delay.late, &delay.planned, &share(Sum { n: delay.planned, total: delay.late }))
}

/// The days of a plan: 1月1日 – 3月31日.
pub(super) fn days(days: Period, now: Instant) -> String {
    let [first, last] = [days.first, days.last].map(|day| time::calendar_day(day, now));
    say::cockpit::days_of(&first, &last)
}

/// How far it has come.
pub(super) fn stage(stage: Stage) -> &'static str {
    say::milestones::stage(stage.word()).unwrap_or_default()
}

/// A step of the history, and why.
pub(super) fn step(what: &StepKind, now: Instant) -> (String, &str) {
    match what {
        StepKind::Planned { days: planned } => (say::milestones::step_planned(&days(*planned, now)), ""),
        StepKind::Started { on } => (say::milestones::step_started(&time::calendar_day(*on, now)), ""),
        StepKind::Finished { on } => (say::milestones::step_finished(&time::calendar_day(*on, now)), ""),
        StepKind::Replanned { from, to, reason } => {
            (say::milestones::step_replanned(&days(*from, now), &days(*to, now)), reason.as_str())
        }
        StepKind::Reopened { reason } => (say::milestones::step_reopened().to_owned(), reason.as_str()),
        StepKind::Withdrawn { reason } => (say::milestones::step_withdrawn().to_owned(), reason.as_str()),
    }
}

/// What the button and the dialog of an act are called.
pub(super) fn act_words(act: &Act) -> &'static str {
    match act {
        Act::Add => say::milestones::add(),
        Act::Starter => say::milestones::starter_put(),
        Act::Start(_) => say::milestones::start(),
        Act::Finish(_) => say::milestones::finish(),
        Act::Replan(_) => say::milestones::replan(),
        Act::Reopen(_) => say::milestones::reopen(),
        Act::Withdraw(_) => say::milestones::withdraw(),
    }
}

/// A typed day.
pub(super) fn typed_day(text: &str) -> Result<Day, Problem> {
    let text = text.trim();
    let missing = if text.is_empty() { Code::Required } else { Code::BadTime };
    Day::try_from(text.to_owned()).map_err(|_| Problem::new(missing).at(Field::Period))
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
