//! What the voices around a ticket cause: asking for a rating, reminding, rating, following up.

use super::Decision;
use crate::surveys::rating::RatingDraft;
use crate::tickets::event::EventBody as E;
use crate::tickets::refusal::Refusal;
use crate::tickets::voices::{FollowUpCause, FollowUpOutcome};

impl Decision<'_> {
    /// Asks the household to rate, and fixes who is rated (R29): what is reassigned later changes nothing about it.
    /// One rating a ticket: what was rated in an earlier round is not asked about again.
    pub(super) fn ask_for_rating(&mut self) {
        let ticket = &*self.ticket;
        if ticket.rating.is_some() || ticket.said.household.is_none() || ticket.said.external.is_some() {
            return;
        }
        let agent = ticket.agent.as_ref().map(|a| a.person.clone());
        let engineer = ticket.engineer.as_ref().map(|e| e.person.clone());
        self.happen(E::RatingAsked { agent, engineer });
    }

    /// One reminder at a time, however long nobody looked; none once the window has ended.
    pub(super) fn remind(&mut self) {
        let Some(at) = self.ticket.next_reminder(self.rules.policy.voices) else { return };
        let over = self.ticket.window_until().is_none_or(|until| self.now >= until);
        if over {
            // A ticket that closes now says so by that.
            if !self.may_close() {
                self.happen(E::RatingLapsed);
            }
        } else if self.now >= at {
            let sent = self.ticket.rating_ask.as_ref().map_or(0, |ask| ask.reminded);
            self.happen(E::RatingReminded { count: sent.saturating_add(1) });
        }
    }

    pub(super) fn rate(&mut self, rating: RatingDraft) -> Result<(), Refusal> {
        if self.rules.policy.voices.needs_text(rating.stars) && rating.text.trim().is_empty() {
            return Err(Refusal::TextNeeded);
        }
        // `check` has seen to the stars; without them there is nothing to rate.
        let Some(stars) = rating.stars else { return Err(Refusal::NoSuchStep) };
        self.happen(E::Rated { stars, tags: rating.tags, text: rating.text });
        if stars.is_low() {
            self.follow_up(FollowUpCause::LowRating);
        }
        Ok(())
    }

    /// Somebody is to follow up; one talk is enough for all that is bad about a ticket at a time.
    pub(super) fn follow_up(&mut self, cause: FollowUpCause) {
        if self.ticket.follow_up().is_none() {
            let due = self.now + self.rules.policy.voices.follow_up_within;
            self.happen(E::FollowUpOpened { cause, due });
        }
    }

    /// Whoever ends a follow-up that nobody had taken has thereby taken it.
    pub(super) fn end_follow_up(&mut self, outcome: FollowUpOutcome, text: String) {
        if self.ticket.follow_up().is_some_and(|open| open.taken.is_none()) {
            self.happen(E::FollowUpTaken);
        }
        self.happen(E::FollowUpEnded { outcome, text });
    }
}
