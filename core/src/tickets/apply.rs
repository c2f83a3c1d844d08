//! Folds an event into a ticket: total, the same on the server and in the browser.
//!
//! It trusts the event; whether it may happen was decided before. An event that is not the next one is ignored,
//! so that a stream that repeats itself changes nothing.

use super::command::ComplaintStep;
use super::event::{Event, EventBody, Who};
use super::scenario::{Channel, Scenario, Urgency};
use super::state::State;
use super::ticket::{Asked, Engineer, Pause, Ticket, Visit};
use super::voices::{FollowUp, FollowUpEnd, Quality, RatingAsk, Settlement};
use crate::accounts::role::{Department, Role};
use crate::ids::TicketId;
use crate::sla::clock::{Clock, Escalation};
use crate::sla::policy::ClockKind;
use crate::surveys::rating::Rating;
use crate::time::Instant;

impl Ticket {
    /// A new ticket from its first event; `None` if that is no submission.
    pub fn begin(id: TicketId, first: &Event) -> Option<Self> {
        let EventBody::Submitted(said) = &first.body else { return None };
        Some(Self {
            id,
            seq: first.seq,
            state: State::Submitted,
            said: (**said).clone(),
            submitter: first.by.clone(),
            submitted_at: first.at,
            updated_at: first.at,
            agent: None,
            engineer: None,
            department: Department::CustomerService,
            offered_to: None,
            path: vec![(State::Submitted, first.at)],
            calmed: false,
            investigated: false,
            // Whoever calls or comes in person speaks with us as they report.
            owner_contacted: first.by.role != Role::System
                && matches!(said.channel, Channel::Phone | Channel::OnSite),
            first_contact_at: None,
            promised_at: None,
            completed_at: None,
            closed_at: None,
            rating: None,
            visit: None,
            visits_missed: 0,
            heard: None,
            rating_ask: None,
            quality: None,
            settled: None,
            follow_ups: Vec::new(),
            checked_in: None,
            reopened: 0,
            urged: 0,
            urged_at: None,
            waits_reply: false,
            pause_asked: None,
            pauses: Vec::new(),
            resume_to: None,
            extension_asked: None,
            clocks: Vec::new(),
            merged_into: None,
            absorbed: Vec::new(),
            incident: None,
        })
    }

    /// A ticket from all its events; `None` if they do not begin with a submission.
    pub fn fold<'a>(id: TicketId, events: impl IntoIterator<Item = &'a Event>) -> Option<Self> {
        let mut events = events.into_iter();
        let mut ticket = Self::begin(id, events.next()?)?;
        events.for_each(|e| ticket.apply(e));
        Some(ticket)
    }

    /// Applies the next event; one with any other number is ignored.
    pub fn apply(&mut self, event: &Event) {
        if event.seq == self.seq + 1 {
            self.seq = event.seq;
            self.updated_at = event.at;
            self.happen(event.at, &event.by, &event.body);
        }
    }

    /// Applies a redacted event of the live stream, whose neighbours may be hidden: any later number will do.
    pub fn apply_public(&mut self, event: &Event) {
        if event.seq > self.seq {
            self.seq = event.seq;
            self.updated_at = event.at;
            self.happen(event.at, &event.by, &event.body);
        }
    }

    fn enter(&mut self, state: State, at: Instant) {
        self.state = state;
        self.path.push((state, at));
    }

    /// Somebody spoke with the owner.
    fn contacted(&mut self, at: Instant) {
        if !self.owner_contacted && self.reopened == 0 {
            self.first_contact_at = Some(at);
        }
        self.owner_contacted = true;
    }

    /// The state it had before it was paused or offered to another department.
    fn back(&mut self) {
        self.state = self.resume_to.take().unwrap_or(State::Accepted);
    }

    /// Takes running clocks out of the count; what they have breached stays written on them.
    fn supersede(&mut self, which: impl Fn(&Clock) -> bool) {
        self.clocks.iter_mut().filter(|c| c.is_running() && which(c)).for_each(|c| c.superseded = true);
    }

    fn clock_mut(&mut self, kind: ClockKind) -> Option<&mut Clock> {
        self.clocks.iter_mut().rev().find(|c| c.kind == kind)
    }

    pub(super) fn happen(&mut self, at: Instant, by: &Who, body: &EventBody) {
        match body {
            EventBody::Submitted(_) | EventBody::Noted { .. } | EventBody::Supervised { .. } => {}
            EventBody::Accepted { category, urgency } => {
                self.said.category = *category;
                self.said.urgency = *urgency;
                self.agent = Some(by.clone());
                self.waits_reply = false;
                // R93: every emergency is due a visit, also one that was only recognised now.
                self.said.visit_due |= *urgency == Urgency::Emergency && self.said.external.is_none();
                if *urgency != Urgency::Emergency && self.said.scenario != Scenario::Emergency {
                    self.supersede(|c| c.kind == ClockKind::LegalResponse && c.breached.is_none());
                }
                self.enter(State::Accepted, at);
            }
            EventBody::Replied { .. } => {
                self.contacted(at);
                self.waits_reply = false;
            }
            EventBody::Supplemented { photos, .. } => {
                self.waits_reply |= by.role == Role::Owner;
                self.said.photos.extend(photos.iter().cloned());
            }
            EventBody::Urged { count } => {
                self.urged = *count;
                self.urged_at = Some(at);
                self.waits_reply = true;
            }
            EventBody::Dispatched { engineer, name, claimed, .. } => {
                let (person, name) = (engineer.clone(), name.clone());
                self.engineer = Some(Engineer { person, name, accepted: *claimed });
                self.enter(State::Dispatched, at);
            }
            EventBody::JobAccepted => {
                if let Some(engineer) = &mut self.engineer {
                    engineer.accepted = true;
                }
            }
            EventBody::JobDeclined { .. } => {
                self.engineer = None;
                self.enter(State::Accepted, at);
            }
            EventBody::Arrived { check_in } => {
                self.contacted(at);
                self.checked_in = Some(*check_in);
                self.enter(State::OnSite, at);
            }
            EventBody::WorkStarted { .. } => self.enter(State::Executing, at),
            EventBody::StepRecorded { step: ComplaintStep::Calm, .. } => {
                self.calmed = true;
                self.contacted(at);
            }
            EventBody::StepRecorded { step: ComplaintStep::Investigate, .. } => self.investigated = true,
            EventBody::FeedbackGiven { promised_at, .. } => {
                self.promised_at = *promised_at;
                self.contacted(at);
                self.waits_reply = false;
                self.enter(State::FeedbackGiven, at);
            }
            EventBody::Completed { .. } => {
                self.completed_at = Some(at);
                self.pause_asked = None;
                self.extension_asked = None;
                self.enter(State::Completed, at);
            }
            EventBody::Rated { stars, tags, text } => {
                let (stars, tags, text) = (*stars, tags.clone(), text.clone());
                self.rating = Some(Rating { stars, tags, text, at });
                if self.state == State::Completed {
                    self.enter(State::Rated, at);
                }
            }
            EventBody::Visited { form } => {
                if form.reached {
                    let remarks = form.remarks.clone();
                    let (by, solved, satisfied) = (by.name.clone(), form.solved, form.satisfied);
                    let visit = Visit { at, by, solved, satisfied, remarks };
                    self.heard = Some(visit.clone());
                    self.visit = Some(visit);
                    self.enter(State::Visited, at);
                } else {
                    self.visits_missed = self.visits_missed.saturating_add(1);
                }
            }
            EventBody::Closed => {
                self.closed_at = Some(at);
                self.waits_reply = false;
                self.enter(State::Closed, at);
            }
            EventBody::Reviewed { .. } => self.enter(State::Reviewed, at),
            EventBody::Reopened { count, photos, .. } => self.reopen(at, *count, photos),
            EventBody::Transferred { to, .. } => {
                self.resume_to = Some(self.state);
                self.offered_to = Some(*to);
                self.enter(State::Transferred, at);
            }
            EventBody::TransferAccepted { department } => {
                self.department = *department;
                self.offered_to = None;
                self.resume_to = None;
                self.engineer = None;
                self.enter(State::Accepted, at);
            }
            EventBody::TransferDeclined { .. } => {
                self.offered_to = None;
                self.back();
            }
            EventBody::PauseRequested { reason, note } => {
                self.pause_asked = Some(Asked { what: *reason, note: note.clone(), by: by.clone(), at });
            }
            EventBody::PauseDeclined { .. } => self.pause_asked = None,
            EventBody::Paused { reason, .. } => {
                self.pause_asked = None;
                self.pauses.push(Pause { reason: *reason, from: at, to: None, approved_by: by.name.clone() });
                self.resume_to = Some(self.state);
                self.enter(State::Paused, at);
            }
            EventBody::Resumed => {
                if let Some(pause) = self.pauses.last_mut() {
                    pause.to = Some(at);
                }
                self.back();
            }
            EventBody::ExtensionRequested { elastic, reason } => {
                self.extension_asked =
                    Some(Asked { what: *elastic, note: reason.clone(), by: by.clone(), at });
            }
            EventBody::ExtensionDeclined { .. } | EventBody::Extended { .. } => self.extension_asked = None,
            EventBody::Cancelled { .. } => self.end(State::Cancelled, at),
            EventBody::Merged { target } => {
                self.merged_into = Some(target.clone());
                self.end(State::Merged, at);
            }
            EventBody::Absorbed { duplicate } => self.absorbed.push(duplicate.clone()),
            EventBody::IncidentLinked { incident } => self.incident = Some(incident.clone()),
            EventBody::ClockStarted { clock } => {
                self.supersede(|c| c.kind == clock.kind);
                self.clocks.push(clock.clone());
            }
            EventBody::ClockStopped { clock } => {
                if let Some(c) = self.clock_mut(*clock) {
                    c.stopped = Some(at);
                }
            }
            EventBody::ClockMoved { clock, due, warn_at, elastic, factor } => {
                if let Some(c) = self.clock_mut(*clock) {
                    (c.due, c.warn_at, c.elastic, c.factor) = (*due, *warn_at, *elastic, *factor);
                    c.warned = c.warned.filter(|at| at >= warn_at);
                }
            }
            EventBody::ClockRecalculated { clock, .. } => {
                if let Some(c) = self.clock_mut(clock.kind) {
                    let warned = c.warned.filter(|at| *at >= clock.warn_at);
                    let escalations = core::mem::take(&mut c.escalations);
                    *c = Clock { warned, escalations, ..(**clock).clone() };
                }
            }
            EventBody::ClockWarned { clock } => {
                if let Some(c) = self.clock_mut(*clock) {
                    c.warned = Some(at);
                }
            }
            EventBody::ClockBreached { clock } => {
                if let Some(c) = self.clock_mut(*clock) {
                    // However late somebody looked: it is late since just after the time that was shown (R10).
                    c.breached = Some(c.late_from().min(at));
                }
            }
            EventBody::Escalated { clock, level } => {
                if let Some(c) = self.clock_mut(*clock) {
                    c.escalations.push(Escalation { level: *level, at, acknowledged: None });
                }
            }
            EventBody::EscalationAcknowledged { clock, level } => {
                // The newest that waits: an earlier round may have left the same level open.
                let of_kind = self.clocks.iter_mut().rev().filter(|c| c.kind == *clock);
                let waits = |e: &&mut Escalation| e.level == *level && e.acknowledged.is_none();
                if let Some(e) = of_kind.flat_map(|c| &mut c.escalations).find(waits) {
                    e.acknowledged = Some((at, by.name.clone()));
                }
            }
            EventBody::RatingAsked { .. }
            | EventBody::RatingReminded { .. }
            | EventBody::RatingLapsed
            | EventBody::QualityChecked { .. }
            | EventBody::VoicesSettled { .. }
            | EventBody::FollowUpOpened { .. }
            | EventBody::FollowUpTaken
            | EventBody::FollowUpEnded { .. } => self.hear(at, by, body),
        }
    }

    /// What follows from the voices around the ticket.
    fn hear(&mut self, at: Instant, by: &Who, body: &EventBody) {
        match body {
            EventBody::RatingAsked { agent, engineer } => {
                let (agent, engineer) = (agent.clone(), engineer.clone());
                self.rating_ask =
                    Some(RatingAsk { agent, engineer, at, reminded: 0, reminded_at: None, lapsed: false });
            }
            EventBody::RatingReminded { count } => {
                if let Some(ask) = &mut self.rating_ask {
                    (ask.reminded, ask.reminded_at) = (*count, Some(at));
                }
            }
            EventBody::RatingLapsed => {
                if let Some(ask) = &mut self.rating_ask {
                    ask.lapsed = true;
                }
            }
            EventBody::QualityChecked { form } => {
                self.quality = Some(Quality { at, by: by.clone(), form: form.clone() });
            }
            EventBody::VoicesSettled { about, finding } => {
                let (about, by, finding) = (*about, by.clone(), finding.clone());
                self.settled = Some(Settlement { about, at, by, finding });
            }
            EventBody::FollowUpOpened { cause, due } => {
                let (cause, due) = (*cause, *due);
                self.follow_ups.push(FollowUp { cause, at, due, taken: None, ended: None });
            }
            EventBody::FollowUpTaken => {
                if let Some(open) = self.open_follow_up() {
                    open.taken = Some(by.clone());
                }
            }
            EventBody::FollowUpEnded { outcome, text } => {
                if let Some(open) = self.open_follow_up() {
                    let (outcome, by, text) = (*outcome, by.clone(), text.clone());
                    open.ended = Some(FollowUpEnd { at, by, outcome, text });
                }
            }
            _ => {}
        }
    }

    fn open_follow_up(&mut self) -> Option<&mut FollowUp> {
        self.follow_ups.iter_mut().rev().find(|f| f.ended.is_none())
    }

    /// A new round begins; rating and history stay, marks of the old round go.
    fn reopen(&mut self, at: Instant, count: u32, photos: &[crate::ids::PhotoId]) {
        self.reopened = count;
        self.said.photos.extend(photos.iter().cloned());
        (self.calmed, self.investigated, self.owner_contacted) = (false, false, false);
        (self.completed_at, self.closed_at, self.promised_at) = (None, None, None);
        (self.visit, self.visits_missed, self.engineer) = (None, 0, None);
        // Who is rated for the new round is asked anew; an answer that was given stays with whom it was about.
        self.rating_ask = self.rating_ask.take().filter(|_| self.rating.is_some());
        self.checked_in = None;
        // A visit that is still awaited will be made after the new round.
        self.supersede(|_| true);
        self.waits_reply = true;
        self.enter(State::Reopened, at);
    }

    fn end(&mut self, state: State, at: Instant) {
        // Nobody waits any more: clocks that still ran count neither as met nor as late.
        self.supersede(|_| true);
        if let Some(pause) = self.pauses.last_mut().filter(|p| p.to.is_none()) {
            pause.to = Some(at);
        }
        (self.pause_asked, self.extension_asked, self.offered_to) = (None, None, None);
        self.waits_reply = false;
        self.closed_at = Some(at);
        self.enter(state, at);
    }
}
