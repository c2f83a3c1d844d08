//! The three voices about a ticket (三方评价) and what follows from them: the owner's rating, the return visit (回访)
//! and the quality check (质检) are records side by side, none of which replaces another.
//!
//! A rating is asked for (请评) once a round, and who is being rated is fixed then. Voices that contradict each other
//! ([`Disagreement`]) wait to be settled; a bad one is followed up ([`FollowUp`]). Nothing of this but the rating
//! itself is shown to owners.

use serde::{Deserialize, Serialize};

use super::command::CheckIn;
use super::event::Who;
use super::scenario::Scenario;
use super::state::State;
use super::ticket::Ticket;
use crate::ids::PersonId;
use crate::surveys::rules::VoiceRules;
use crate::time::{Instant, Seconds};
use crate::words::words;

/// The asking for a rating (请评) that is open, or was answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RatingAsk {
    /// Who took the ticket on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<PersonId>,
    /// Who did the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<PersonId>,
    /// When it was asked.
    pub at: Instant,
    /// How often the owner was reminded.
    #[serde(default)]
    pub reminded: u8,
    /// When last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded_at: Option<Instant>,
    /// The time for rating ended without an answer.
    #[serde(default)]
    pub lapsed: bool,
}

/// The marks of a quality check (质检评分, R27), each 0 to 100.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QualityMarks {
    /// How the ticket was written (工单书写), 40 %.
    #[cfg_attr(feature = "schema", schemars(range(max = 100)))]
    pub writing: u8,
    /// How it was resolved (问题解决), 30 %.
    #[cfg_attr(feature = "schema", schemars(range(max = 100)))]
    pub resolution: u8,
    /// How the return visit went (回访满意), 30 %.
    #[cfg_attr(feature = "schema", schemars(range(max = 100)))]
    pub visit: u8,
}

impl QualityMarks {
    /// The highest mark.
    pub const MOST: u8 = 100;

    /// The weighted score (R27) in tenths of a point, 0 to 1000; exact.
    pub fn score_tenths(self) -> u16 {
        (u16::from(self.writing) * 40 + u16::from(self.resolution) * 30 + u16::from(self.visit) * 30) / 10
    }

    /// Whether each mark is one.
    pub fn is_sound(self) -> bool {
        [self.writing, self.resolution, self.visit].into_iter().all(|mark| mark <= Self::MOST)
    }
}

/// The quality-check form (质检表).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QualityForm {
    /// The marks.
    pub marks: QualityMarks,
    /// Whether it passed, in the checker's judgement.
    pub passed: bool,
    /// Remarks; compulsory where it did not pass.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = super::draft::limits::NOTE.max)))]
    pub remarks: String,
}

/// A quality check as recorded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quality {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Who,
    /// The form.
    pub form: QualityForm,
}

words! {
    /// How the voices contradict each other (评价分歧).
    Disagreement {
        /// The owner praises, but said on the visit that it is not solved or that they are not satisfied.
        PraiseUnsolved = "praise_unsolved",
        /// The owner gives one or two stars, but said on the visit that all is well.
        LowSatisfied = "low_satisfied",
        /// The quality check passed, but the owner is not content.
        PassedUnhappy = "passed_unhappy",
        /// The quality check failed, but the owner praises.
        FailedPraised = "failed_praised",
    }
}

/// What was found out about a disagreement (分歧结论).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settlement {
    /// About which disagreement.
    pub about: Disagreement,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Who,
    /// The finding.
    pub finding: String,
}

words! {
    /// Why somebody follows up (跟进原因).
    FollowUpCause {
        /// One or two stars (低分).
        LowRating = "low_rating",
        /// Not satisfied on the return visit (回访不满意).
        UnsatisfiedVisit = "unsatisfied_visit",
        /// A detractor of a survey (调查贬损者).
        Detractor = "detractor",
    }
}

words! {
    /// How a follow-up ended (跟进结果).
    FollowUpOutcome {
        /// We apologised (致歉).
        Apologised = "apologised",
        /// The work was done again (返工).
        Reworked = "reworked",
        /// It was explained (解释说明).
        Explained = "explained",
        /// It was made good (补偿).
        Compensated = "compensated",
        /// The owner could not be reached (无法联系).
        Unreachable = "unreachable",
    }
}

/// Somebody is to talk with an owner who was not content (闭环跟进); the project's supervisors have it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUp {
    /// Why.
    pub cause: FollowUpCause,
    /// Since when.
    pub at: Instant,
    /// Until when.
    pub due: Instant,
    /// Who has taken it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Who>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<FollowUpEnd>,
}

/// The end of a follow-up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUpEnd {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Who,
    /// With what outcome.
    pub outcome: FollowUpOutcome,
    /// In words.
    pub text: String,
}

impl FollowUp {
    /// Whether it was late at `now`, or ended late: strictly after the time that was shown.
    pub fn is_late(&self, now: Instant) -> bool {
        self.ended.as_ref().map_or(now, |end| end.at) > self.due
    }
}

words! {
    /// Odd service behaviour that a supervisor should look at (异常服务行为, S45, R28).
    Flag {
        /// A repair reported as done within five minutes of being taken on, without a check-in that shows somebody on site (敷衍结案).
        QuickClose = "quick_close",
        /// Reported as solved, and one or two stars (低分却称已解决).
        LowButResolved = "low_but_resolved",
    }
}

/// How quick a repair without a check-in is perfunctory (R28): less than five minutes.
pub const PERFUNCTORY: Seconds = Seconds::minutes(5);

impl Ticket {
    /// How the voices contradict each other, the owner's own two voices first; `None` while they do not.
    pub fn disagreement(&self) -> Option<Disagreement> {
        let praised = self.rating.as_ref().is_some_and(|r| r.stars.is_praise());
        let low = self.rating.as_ref().is_some_and(|r| r.stars.is_low());
        let content = self.heard.as_ref().map(|v| v.solved && v.satisfied);
        let unsolved = self.heard.as_ref().is_some_and(|v| !v.solved);
        let passed = self.quality.as_ref().map(|q| q.form.passed);
        match (content, passed) {
            (Some(false), _) if praised => Some(Disagreement::PraiseUnsolved),
            (Some(true), _) if low => Some(Disagreement::LowSatisfied),
            (_, Some(true)) if low || unsolved => Some(Disagreement::PassedUnhappy),
            (_, Some(false)) if praised => Some(Disagreement::FailedPraised),
            _ => None,
        }
    }

    /// The disagreement that nobody has settled yet. Another one than the settled one is open again.
    pub fn unsettled(&self) -> Option<Disagreement> {
        self.disagreement().filter(|d| self.settled.as_ref().is_none_or(|s| s.about != *d))
    }

    /// The follow-up that has not ended.
    pub fn follow_up(&self) -> Option<&FollowUp> {
        self.follow_ups.iter().rev().find(|f| f.ended.is_none())
    }

    /// When the owner is next reminded of an unanswered asking; `None` when not at all any more.
    ///
    /// It may lie after the end of the rating window: then no reminder goes out, but the asking lapses at that end.
    pub fn next_reminder(&self, rules: VoiceRules) -> Option<Instant> {
        let ask = self.rating_ask.as_ref().filter(|ask| !ask.lapsed && self.rating.is_none())?;
        let waits = matches!(self.state, State::Completed | State::Visited);
        let at = ask.reminded_at.unwrap_or(ask.at) + rules.pause();
        let inside = self.window_until().is_some_and(|until| at < until);
        (waits && inside && ask.reminded < rules.reminder_cap()).then_some(at)
    }

    /// Who is rated: who did the work, else who took it on, as they stood when the rating was asked for.
    pub fn rated_person(&self) -> Option<&PersonId> {
        match &self.rating_ask {
            Some(ask) => ask.engineer.as_ref().or(ask.agent.as_ref()),
            None => {
                let engineer = self.engineer.as_ref().map(|e| &e.person);
                engineer.or(self.agent.as_ref().map(|a| &a.person))
            }
        }
    }

    /// What about the service was odd (R28), for supervisors.
    pub fn flags(&self) -> Vec<Flag> {
        let mut found = Vec::new();
        if self.quick_close() {
            found.push(Flag::QuickClose);
        }
        let low = self.rating.as_ref().is_some_and(|r| r.stars.is_low());
        if low && self.completed_at.is_some() {
            found.push(Flag::LowButResolved);
        }
        found
    }

    fn quick_close(&self) -> bool {
        let repair = matches!(self.said.scenario, Scenario::Repair | Scenario::Emergency);
        let Some(done) = self.completed_at.filter(|_| repair && self.said.external.is_none()) else {
            return false;
        };
        // What an engineer only says by hand shows nobody on site.
        let shown = self.checked_in.is_some_and(|check_in| check_in != CheckIn::Manual);
        let accepted = self.path.iter().rev().find(|(state, _)| *state == State::Accepted);
        !shown && accepted.is_some_and(|(_, at)| done.since(*at) < PERFUNCTORY)
    }
}
