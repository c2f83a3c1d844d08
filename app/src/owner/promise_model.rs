//! What would be promised if the draft were submitted now: core decides it here as the server will.

use steward_core::accounts::api::HomeCard;
use steward_core::sla::policy::{ClockKind, Rules};
use steward_core::sla::promise::{self, Case};
use steward_core::tickets::{Scenario, TicketDraft};
use steward_core::time::{Instant, Seconds};

use super::report_model::Typed;
use crate::words::{say, time};

/// The promises that are made to the owner; the others measure the team.
const TO_THE_OWNER: &[ClockKind] = &[
    ClockKind::Response,
    ClockKind::Dispatch,
    ClockKind::OnSite,
    ClockKind::NightCompletion,
    ClockKind::Feedback,
    ClockKind::Solution,
];

/// One promise: what, and when at the latest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Promise {
    /// What.
    pub kind: ClockKind,
    /// When at the latest.
    pub due: Instant,
}

impl Promise {
    /// 14:25 前
    pub fn when(self, now: Instant) -> String {
        say::owner::before(&time::short(self.due, now))
    }

    /// 派给工程师
    pub fn what(self) -> &'static str {
        say::owner::promised(self.kind.word()).unwrap_or_default()
    }
}

/// The promises for `draft` at `now`, soonest first; none where a calendar does not reach that far.
pub fn promises(draft: &TicketDraft, rules: &Rules, now: Instant) -> Vec<Promise> {
    let case = Case {
        scenario: draft.scenario,
        category: draft.category,
        urgency: draft.urgency,
        appointment: draft.appointment,
    };
    let clocks = promise::promises(&case, rules, now).unwrap_or_default();
    let mut promises: Vec<Promise> =
        clocks.into_iter().map(|clock| Promise { kind: clock.kind, due: clock.due }).collect();
    // A flow with no promise of these kinds still ends somewhere.
    if promises.iter().any(|p| TO_THE_OWNER.contains(&p.kind)) {
        promises.retain(|p| TO_THE_OWNER.contains(&p.kind));
    }
    promises.sort_by_key(|p| p.due);
    promises
}

/// What the home page says under 报修: 5 分钟内派单, or when the desk opens again.
pub fn tile_note(home: &HomeCard, rules: &Rules, now: Instant) -> Option<String> {
    let draft = Typed::default().draft(Scenario::Repair, home)?;
    let first = promises(&draft, rules, now).into_iter().find(|p| p.kind == ClockKind::Dispatch)?;
    let wait = first.due.since(now);
    Some(if wait <= Seconds::hours(1) {
        say::owner::dispatch_within(&(wait.get() / 60))
    } else {
        say::owner::dispatch_by(&time::short(first.due, now))
    })
}
