//! Which clocks start, stop, move, warn and run out along with what happens.

use super::Decision;
use crate::accounts::role::Department;
use crate::calendar::Pauses;
use crate::sla::clock::{Basis, Clock};
use crate::sla::elastic::Elastic;
use crate::sla::policy::ClockKind;
use crate::sla::promise::promises;
use crate::tickets::event::EventBody;
use crate::tickets::refusal::Refusal;
use crate::tickets::state::State;
use crate::time::Instant;

impl Decision<'_> {
    /// Starts the clocks of a new round: on submission and on reopening.
    ///
    /// An imported ticket gets only the due date it came with: limits that nobody had promised then judge nobody.
    pub(super) fn start_clocks(&mut self, at: Instant, imported_due: Option<Instant>) -> Result<(), Refusal> {
        if self.ticket.said.external.is_some() {
            if let Some(due) = imported_due {
                let clock = Clock::imported(at, due, &self.rules.policy);
                self.happen(EventBody::ClockStarted { clock });
            }
            return Ok(());
        }
        for clock in self.clocks_from(at)? {
            self.happen(EventBody::ClockStarted { clock });
        }
        Ok(())
    }

    /// After category or urgency were corrected: the limits that are now others, counted from the old start.
    pub(super) fn restart_changed_clocks(&mut self) -> Result<(), Refusal> {
        let start = self.ticket.round_began();
        if self.ticket.said.external.is_some() {
            return Ok(());
        }
        for clock in self.clocks_from(start)? {
            let old = self.ticket.clock(clock.kind).filter(|c| c.start >= start);
            // What has breached goes on as it is: a correction neither takes a breach back nor starts the ladder anew.
            let changes = |c: &Clock| c.due != clock.due || c.limit != clock.limit;
            if old.is_none_or(|c| c.is_running() && c.breached.is_none() && changes(c)) {
                self.happen(EventBody::ClockStarted { clock });
            }
        }
        Ok(())
    }

    fn clocks_from(&self, at: Instant) -> Result<Vec<Clock>, Refusal> {
        promises(&self.ticket.case(), self.rules, at).map_err(|_| Refusal::CalendarNeverOpens)
    }

    /// Where head office published a version with recalculation: the clocks that run by an older one get its limits,
    /// counted from where they began, with the pauses and the extension that they have.
    ///
    /// What has breached stays breached. A clock that the new limit would make late at once keeps its promise: late
    /// means after the due time that was shown.
    /// Where the new rules give no time, the promise stays as it is too.
    pub(super) fn recalculate(&mut self) {
        let policy = &self.rules.policy;
        let Some(reason) = &policy.recalculation else { return };
        let is_older = |c: &&Clock| c.policy_version < policy.version && c.kind != ClockKind::External;
        let older: Vec<Clock> =
            self.ticket.running().filter(|c| c.breached.is_none()).filter(is_older).cloned().collect();
        if older.is_empty() {
            return;
        }
        let promised = self.clocks_from(self.ticket.round_began()).unwrap_or_default();
        let pauses = self.ended_pauses();
        for old in older {
            let fresh = match old.kind {
                ClockKind::Visit => self.visit_clock(old.start).ok().flatten(),
                kind => promised.iter().find(|c| c.kind == kind).cloned(),
            };
            let Some(mut clock) = fresh else { continue };
            clock = clock.extended(old.elastic, &policy.elastic);
            let Ok(times) = clock.times(&pauses, self.rules) else { continue };
            (clock.due, clock.warn_at) = times;
            let same = (clock.due, clock.limit) == (old.due, old.limit);
            if clock.due >= self.now && !same {
                let reason = reason.clone();
                self.happen(EventBody::ClockRecalculated { clock: Box::new(clock), reason });
            }
        }
    }

    /// The pauses that have ended. One that still lasts has not moved anything yet: going on will.
    fn ended_pauses(&self) -> Pauses {
        let ended = self.ticket.pauses.iter().filter(|p| p.to.is_some());
        Pauses::new(ended.map(|p| (p.from, p.to)))
    }

    /// The clock of a return visit that is awaited from `at`.
    fn visit_clock(&self, at: Instant) -> Result<Option<Clock>, Refusal> {
        let limit = self.rules.limit(ClockKind::Visit, &self.ticket.case(), at);
        let started = limit.map(|limit| Clock::start(limit, limit.limit, Basis::Policy, at, self.rules));
        started.transpose().map_err(|_| Refusal::CalendarNeverOpens)
    }

    /// Stops the newest clock of a kind, if it runs.
    pub(super) fn stop(&mut self, kind: ClockKind) {
        if self.ticket.clock(kind).is_some_and(Clock::is_running) {
            self.happen(EventBody::ClockStopped { clock: kind });
        }
    }

    /// R06: an emergency is answered when an engineer is assigned *and* the owner was contacted.
    pub(super) fn stop_legal_if_answered(&mut self) {
        if self.ticket.engineer.is_some() && self.ticket.owner_contacted {
            self.stop(ClockKind::LegalResponse);
        }
    }

    /// The work is done: whatever still waits for it has its answer; the return visit begins to be awaited.
    pub(super) fn stop_at_completion(&mut self) -> Result<(), Refusal> {
        let left: Vec<ClockKind> = self.ticket.running().map(|c| c.kind).collect();
        for kind in left {
            self.stop(kind);
        }
        if self.ticket.said.visit_due
            && let Some(clock) = self.visit_clock(self.now)?
        {
            self.happen(EventBody::ClockStarted { clock });
        }
        Ok(())
    }

    /// After a pause: each clock that waited moves by what the pause took. A breach is not taken back.
    pub(super) fn move_paused_clocks(&mut self) -> Result<(), Refusal> {
        self.move_clocks(|c| c.kind.pausable(), None)
    }

    /// After an extension was granted (R12).
    pub(super) fn extend_clocks(&mut self, elastic: Elastic) -> Result<(), Refusal> {
        self.move_clocks(|c| c.kind.extendable(), Some(elastic))
    }

    fn move_clocks(&mut self, which: impl Fn(&Clock) -> bool, to: Option<Elastic>) -> Result<(), Refusal> {
        let pauses = self.ended_pauses();
        let mut moved = Vec::new();
        for clock in self.ticket.running().filter(|c| c.breached.is_none() && which(c)) {
            let new = match to {
                Some(elastic) => clock.clone().extended(elastic, &self.rules.policy.elastic),
                None => clock.clone(),
            };
            let (due, warn_at) = new.times(&pauses, self.rules).map_err(|_| Refusal::CalendarNeverOpens)?;
            let Clock { elastic, factor, .. } = new;
            moved.push(EventBody::ClockMoved { clock: clock.kind, due, warn_at, elastic, factor });
        }
        for event in moved {
            self.happen(event);
        }
        Ok(())
    }

    /// What time alone brings by now: warnings, breaches, and every level of the ladder, none skipped (R10, R11).
    ///
    /// Runs before each command too, so that a late stop is recorded as a breach first.
    pub(super) fn pass_time(&mut self) {
        let paused = self.ticket.is_paused();
        let running: Vec<Clock> =
            self.ticket.running().filter(|c| !(paused && c.kind.pausable())).cloned().collect();
        for clock in running {
            let kind = clock.kind;
            let late = self.now > clock.due;
            if clock.breached.is_none() && late {
                self.happen(EventBody::ClockBreached { clock: kind });
            } else if clock.warned.is_none() && !late && self.now >= clock.warn_at {
                self.happen(EventBody::ClockWarned { clock: kind });
            }
            if !kind.escalates() {
                continue;
            }
            let reached: Vec<u8> = self.rules.policy.levels_reached(clock.due, self.now).collect();
            for level in reached {
                if clock.escalations.iter().all(|e| e.level != level) {
                    self.happen(EventBody::Escalated { clock: kind, level });
                }
            }
        }
    }

    /// Closes what has nothing left to wait for (§4.1 no. 9).
    pub(super) fn close_if_done(&mut self) {
        if self.may_close() {
            self.happen(EventBody::Closed);
        }
    }

    pub(super) fn may_close(&self) -> bool {
        let ticket = &*self.ticket;
        let done = matches!(ticket.state, State::Completed | State::Rated | State::Visited);
        let rated = ticket.rating.is_some() || ticket.window_until().is_some_and(|until| self.now >= until);
        let imported = ticket.said.external.is_some();
        done && !ticket.waits_visit() && (rated || imported)
    }

    /// A ticket of another department keeps its clocks: the promise is the owner's, not the department's.
    pub(super) fn home_department(&self) -> Department {
        self.ticket.department
    }
}
