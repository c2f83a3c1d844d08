//! Which clocks start, stop, move, warn and run out along with what happens.

use super::Decision;
use crate::accounts::role::Department;
use crate::calendar::Pauses;
use crate::sla::clock::{Basis, Clock, Elastic};
use crate::sla::policy::{ClockKind, Limit, around_the_clock};
use crate::tickets::event::EventBody;
use crate::tickets::refusal::Refusal;
use crate::tickets::scenario::{Scenario, Urgency};
use crate::tickets::state::State;
use crate::time::{Instant, Seconds};

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
        let round_began = self.ticket.path.iter().rev();
        let is_begin = |s: &State| matches!(s, State::Submitted | State::Reopened);
        let start = round_began.clone().find(|(s, _)| is_begin(s)).map_or(self.now, |(_, at)| *at);
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
        const AT_START: &[ClockKind] = &[
            ClockKind::Response,
            ClockKind::Dispatch,
            ClockKind::OnSite,
            ClockKind::Feedback,
            ClockKind::Solution,
            ClockKind::ComplaintClose,
            ClockKind::Completion,
            ClockKind::NightCompletion,
        ];
        let mut clocks = Vec::new();
        for kind in AT_START {
            if *kind == ClockKind::NightCompletion && !self.rules.is_night(at) {
                continue;
            }
            clocks.extend(self.limit(*kind).map(|limit| self.clock_from(limit, at)).transpose()?);
        }
        clocks.extend(self.legal_clock(at)?);
        Ok(clocks)
    }

    fn limit(&self, kind: ClockKind) -> Option<&Limit> {
        let said = &self.ticket.said;
        self.rules.policy.limit(kind, said.scenario, said.category, said.urgency)
    }

    fn is_emergency(&self) -> bool {
        self.ticket.said.urgency == Urgency::Emergency || self.ticket.said.scenario == Scenario::Emergency
    }

    /// The region's limit for this ticket, where it is an emergency repair (R06).
    fn legal_limit(&self) -> Option<Seconds> {
        let repair = matches!(self.ticket.said.scenario, Scenario::Repair | Scenario::Emergency);
        self.rules.legal_emergency.filter(|_| repair && self.is_emergency())
    }

    fn clock_from(&self, limit: &Limit, at: Instant) -> Result<Clock, Refusal> {
        let waits_for_desk =
            matches!(limit.kind, ClockKind::Response | ClockKind::Dispatch | ClockKind::OnSite);
        // R07: after 22:00 only emergencies go to on-call; the rest is queued until the desk opens. R08 follows
        // R01 and R02 here, since nobody dispatches a queue that nobody reads.
        let start = if waits_for_desk && !self.is_emergency() { self.rules.desk_opens(at) } else { at };
        let clock = self.started(limit, limit.limit, Basis::Policy, start)?;
        if matches!(limit.kind, ClockKind::Feedback | ClockKind::Completion) {
            // R02, R03: who chose a slot beyond this limit is answered by the same limit after that visit. Counted
            // from the submission it would be late before anybody was meant to come.
            return match self.appointment().filter(|slot| *slot > clock.due) {
                Some(slot) => self.started(limit, limit.limit, Basis::Appointment, slot),
                None => Ok(clock),
            };
        }
        if limit.kind != ClockKind::OnSite {
            return Ok(clock);
        }
        if let Some(law) = self.legal_limit() {
            // R06: the earlier of both; the law counts around the clock.
            let legal = self.started(&on_the_wall(limit), law, Basis::Law, at)?;
            return Ok(if legal.due < clock.due { legal } else { clock });
        }
        match self.appointment().filter(|slot| *slot > start + limit.limit) {
            Some(slot) => {
                // R02: a later appointment is the promise, to the moment, so no calendar shifts it. The budget has
                // whole seconds, so what is less than one is left off at the start.
                let budget = slot.since(start);
                self.started(&on_the_wall(limit), budget, Basis::Appointment, slot - budget)
            }
            None => Ok(clock),
        }
    }

    /// The slot the owner chose: for the first visit, and not for an emergency, which does not wait for it.
    fn appointment(&self) -> Option<Instant> {
        self.ticket.said.appointment.filter(|_| self.ticket.reopened == 0 && !self.is_emergency())
    }

    fn legal_clock(&self, at: Instant) -> Result<Option<Clock>, Refusal> {
        let Some(law) = self.legal_limit() else { return Ok(None) };
        let limit = Limit {
            kind: ClockKind::LegalResponse,
            scenario: self.ticket.said.scenario,
            category: None,
            urgency: None,
            limit: law,
            calendar: around_the_clock(),
        };
        self.started(&limit, law, Basis::Law, at).map(Some)
    }

    fn started(&self, limit: &Limit, budget: Seconds, basis: Basis, at: Instant) -> Result<Clock, Refusal> {
        Clock::start(limit, budget, basis, at, self.rules).map_err(|_| Refusal::CalendarNeverOpens)
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
            && let Some(limit) = self.limit(ClockKind::Visit)
        {
            let clock = self.started(limit, limit.limit, Basis::Policy, self.now)?;
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
        // A pause that still lasts has not moved anything yet: going on will.
        let ended = self.ticket.pauses.iter().filter(|p| p.to.is_some());
        let pauses = Pauses::new(ended.map(|p| (p.from, p.to)));
        let mut moved = Vec::new();
        for clock in self.ticket.running().filter(|c| c.breached.is_none() && which(c)) {
            let elastic = to.unwrap_or(clock.elastic);
            let new = Clock { elastic, ..clock.clone() };
            let (due, warn_at) = new.times(&pauses, self.rules).map_err(|_| Refusal::CalendarNeverOpens)?;
            moved.push(EventBody::ClockMoved { clock: clock.kind, due, warn_at, elastic });
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
        let ticket = &self.ticket;
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

/// The limit, counted around the clock.
fn on_the_wall(limit: &Limit) -> Limit {
    Limit { calendar: around_the_clock(), ..limit.clone() }
}
