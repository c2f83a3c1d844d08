//! A ticket's clock (时钟): one promise with its start, its due time and what became of it.
//!
//! The clock is stored with its due time: what a person was shown is what decides (R10). Pauses belong to the
//! ticket and come in as an argument. Times are facts here; words and colours are the app's.

use serde::{Deserialize, Serialize};

use super::elastic::{Elastic, Extension, Factors};
use super::explain::{Noted, Terms};
use super::policy::{ClockKind, Limit, Policy, Rules, around_the_clock};
use super::state::State;
use crate::calendar::{DueError, Pauses, due};
use crate::ids::CalendarId;
use crate::time::{Instant, Seconds};
use crate::words::words;

words! {
    /// Where a clock's limit comes from.
    Basis {
        /// The policy's table.
        Policy = "policy",
        /// The owner chose a later appointment (R02).
        Appointment = "appointment",
        /// The region's law is stricter than the group (R06).
        Law = "law",
        /// It came with an imported ticket.
        Import = "import",
    }
}

/// One promise of a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clock {
    /// What it measures.
    pub kind: ClockKind,
    /// When it began to count.
    pub start: Instant,
    /// The limit before any extension.
    pub limit: Seconds,
    /// Where the limit comes from.
    pub basis: Basis,
    /// The calendar it counts in.
    pub calendar: CalendarId,
    /// The extension granted (R12).
    pub elastic: Elastic,
    /// By which factor it was extended, where the policy that granted it says another than [`Factors::USUAL`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<Extension>,
    /// When it is due, as shown to people.
    pub due: Instant,
    /// When it warns: at 80% of the limit (R10).
    pub warn_at: Instant,
    /// The policy it was started with, or was recalculated by.
    pub policy_version: u32,
    /// The share of the limit at which it warns, in percent, as that policy says.
    #[serde(default = "usual_warning", skip_serializing_if = "is_usual_warning")]
    pub warn_percent: u8,
    /// Whether the limit is the project's own instead of the group's (R14).
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub exception: bool,
    /// When it was stopped by what it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Instant>,
    /// When the warning was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warned: Option<Instant>,
    /// Since when it is late; a breach is never taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breached: Option<Instant>,
    /// The escalation levels reached and acknowledged, lowest first (R11).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<Escalation>,
    /// Set where nobody waits for it any more: the ticket was reopened, regraded, cancelled or merged. It counts
    /// neither as met nor as late, unless it had breached before.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub superseded: bool,
}

/// One level of the ladder that a clock reached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Escalation {
    /// 1 to 4.
    pub level: u8,
    /// When.
    pub at: Instant,
    /// Who acknowledged it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<(Instant, String)>,
}

/// The share that every clock had before policies could say another (R10).
const fn usual_warning() -> u8 {
    80
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
const fn is_usual_warning(percent: &u8) -> bool {
    *percent == usual_warning()
}

/// So many percent of a limit, in whole seconds.
fn share(limit: Seconds, percent: u8) -> Seconds {
    Seconds(limit.get().saturating_mul(i64::from(percent)) / 100)
}

impl Clock {
    /// Starts a clock by a limit of the policy.
    pub fn start(
        limit: &Limit,
        budget: Seconds,
        basis: Basis,
        start: Instant,
        rules: &Rules,
    ) -> Result<Self, DueError> {
        let mut clock = Self {
            kind: limit.kind,
            start,
            limit: budget,
            basis,
            calendar: rules.pinned(&limit.calendar),
            elastic: Elastic::Normal,
            factor: None,
            due: start,
            warn_at: start,
            policy_version: rules.policy.version,
            warn_percent: rules.policy.warn_percent,
            exception: limit.exception,
            stopped: None,
            warned: None,
            breached: None,
            escalations: Vec::new(),
            superseded: false,
        };
        (clock.due, clock.warn_at) = clock.times(Pauses::NONE, rules)?;
        Ok(clock)
    }

    /// A clock with a due date that came from elsewhere.
    pub fn imported(start: Instant, due: Instant, policy: &Policy) -> Self {
        let limit = due.since(start);
        Self {
            kind: ClockKind::External,
            start,
            limit,
            basis: Basis::Import,
            calendar: around_the_clock(),
            elastic: Elastic::Normal,
            factor: None,
            due,
            warn_at: start + share(limit, policy.warn_percent),
            policy_version: policy.version,
            warn_percent: policy.warn_percent,
            exception: false,
            stopped: None,
            warned: None,
            breached: None,
            escalations: Vec::new(),
            superseded: false,
        }
    }

    /// The clock for a case as complex as this, by a policy's factors (R12). Its times are to be taken anew.
    #[must_use]
    pub fn extended(self, elastic: Elastic, factors: &Factors) -> Self {
        let factor = Some(factors.of(elastic)).filter(|f| *f != Factors::USUAL.of(elastic));
        Self { elastic, factor, ..self }
    }

    /// The factor granted; 100 % for none.
    pub fn extension(&self) -> Extension {
        self.factor.unwrap_or_else(|| Factors::USUAL.of(self.elastic))
    }

    /// The limit with the extension.
    pub fn budget(&self) -> Seconds {
        self.extension().stretch(self.limit)
    }

    /// Due and warning time with these pauses: what a change of pause or extension moves the clock to.
    pub fn times(&self, pauses: &Pauses, rules: &Rules) -> Result<(Instant, Instant), DueError> {
        let pauses = if self.kind.pausable() { pauses } else { Pauses::NONE };
        let windows = rules.windows(&self.calendar).ok_or(DueError::Never)?;
        let budget = self.budget();
        let due_at = due(windows, pauses, self.start, budget)?;
        let warn_at = due(windows, pauses, self.start, share(budget, self.warn_percent))?;
        Ok((due_at, warn_at))
    }

    /// Still counting: neither stopped nor replaced.
    pub const fn is_running(&self) -> bool {
        self.stopped.is_none() && !self.superseded
    }

    /// The first moment at which it is late: just after the due time shown.
    pub const fn late_from(&self) -> Instant {
        Instant::from_millis(self.due.millis().saturating_add(1))
    }

    /// Late at `now`, or stopped late: strictly after the due time shown (R10). What nobody waits for is never late.
    pub fn is_late(&self, now: Instant) -> bool {
        let waited_until = self.stopped.or_else(|| (!self.superseded).then_some(now));
        self.breached.is_some() || waited_until.is_some_and(|at| at > self.due)
    }

    /// Stopped in time.
    pub fn is_met(&self) -> bool {
        self.breached.is_none() && self.stopped.is_some_and(|at| at <= self.due)
    }

    /// Where it stands at `now` (R10): `paused` where the ticket stands still and the clock waits with it.
    ///
    /// The same answer as [`super::state`] gives for the stored due time, without walking windows.
    pub fn standing(&self, paused: bool, now: Instant) -> State {
        match self.stopped {
            Some(_) if self.is_late(now) => State::MetLate,
            Some(_) => State::Met,
            None if paused && self.kind.pausable() => State::Paused,
            None if self.is_late(now) => State::Breached,
            None if now >= self.warn_at => State::DueSoon,
            None => State::OnTrack,
        }
    }

    /// What its due time follows from, for [`super::explain`].
    pub fn terms(&self, pauses: Vec<Noted>) -> Terms {
        Terms {
            start: self.start,
            limit: self.limit,
            extension: Some(self.extension()).filter(|e| *e > Extension::NONE),
            pauses: if self.kind.pausable() { pauses } else { Vec::new() },
            calendar: self.calendar.clone(),
            policy_version: self.policy_version,
            exception: self.exception,
        }
    }
}
