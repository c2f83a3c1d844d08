//! Calling back (回电) an owner who was not content in a survey: the loop that a bad answer closes (S30, R30).
//!
//! An answer never carries a person, so nobody can be followed up from it. Who answered badly is asked afterwards
//! whether they want to be spoken with; only who says so is known, by their own words and not by their answer.

use serde::{Deserialize, Serialize};

use super::answer::{AnswerDraft, Given};
use super::question::{Kind, Questionnaire, Words};
use crate::endpoint::{Nothing, endpoints};
use crate::ids::{CallBackId, CampaignId, HouseholdId, ProjectId};
use crate::problem::{Field, Problem};
use crate::tickets::draft::{Length, check_text};
use crate::tickets::event::Who;
use crate::tickets::voices::{FollowUp, FollowUpCause, FollowUpEnd, FollowUpOutcome};
use crate::time::{Instant, Seconds};
use crate::words::words;

endpoints! {
    /// Wishes to be called back, by a personal link whose household has answered; once. Nobody signs in.
    WISH_CALL = post "/api/v1/answer/{link}/call-back" (crate::ids::SurveyLink): Wish => Wished;
    /// Who of the viewer's projects waits to be called back, the first due first.
    CALL_BACKS = get "/api/v1/call-backs": Nothing => Vec<CallBackRow>;
    /// Takes a call-back, or ends it with its outcome.
    MOVE_CALL_BACK = post "/api/v1/call-backs/{id}/move" (CallBackId): Move => CallBackRow;
}

/// What an owner wishes to be called about, at most, in characters; nothing is fine too.
pub const WISH: Length = Length { min: 0, max: 500 };
/// What became of it, in characters.
pub const ENDING: Length = Length { min: 2, max: 500 };

/// The wish to be called back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// About what; may be empty.
    pub about: String,
}

impl Wish {
    /// What is wrong with it.
    pub fn check(&self) -> Option<Problem> {
        check_text(&self.about, WISH, Field::Text)
    }
}

/// A wish that was written down.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Wished {
    /// Until when somebody calls.
    pub due: Instant,
}

/// Somebody is to call a household back; the project's supervisors have it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CallBack {
    /// Its id.
    pub id: CallBackId,
    /// After which survey.
    pub campaign: CampaignId,
    /// The household's project.
    pub project: ProjectId,
    /// Who is to be called.
    pub household: HouseholdId,
    /// About what, in the owner's words.
    pub about: String,
    /// Its deadline, who has it, and how it ended.
    pub follow_up: FollowUp,
}

/// A call-back in the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CallBackRow {
    /// The call-back.
    pub call_back: CallBack,
    /// The survey's name.
    pub campaign: Words,
    /// The project's name.
    pub project: String,
    /// The home, as on its door plate: 12-2-1803.
    pub home: String,
}

/// A step of a call-back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum Move {
    /// Somebody takes it.
    Take,
    /// It is over.
    End {
        /// The outcome.
        outcome: FollowUpOutcome,
        /// In words.
        text: String,
    },
}

words! {
    /// Why a call-back is not moved.
    NotMoved {
        /// It is over already.
        CallBackEnded = "call-back-ended",
        /// Somebody else has it.
        CallBackTaken = "call-back-taken",
    }
}

/// Whether the answers are those of somebody who is not content: a detractor (贬损者, 0–6), one or two of five, or more
/// trouble than ease (1–3 of 7). One such answer is enough.
pub fn is_unhappy(questions: &Questionnaire, answers: &AnswerDraft) -> bool {
    let unhappy = |(id, given): (&String, &Given)| {
        let kind = questions.find(id).map(|question| &question.kind);
        match (kind, given) {
            (Some(Kind::Nps), Given::Score(score)) => *score <= 6,
            (Some(Kind::Csat), Given::Score(score)) => *score <= 2,
            (Some(Kind::Ces), Given::Score(score)) => *score <= 3,
            _ => false,
        }
    };
    answers.0.iter().any(unhappy)
}

impl CallBack {
    /// A wish that is to be met within so long.
    pub fn wished(
        id: CallBackId,
        (campaign, project, household): (CampaignId, ProjectId, HouseholdId),
        wish: Wish,
        (at, within): (Instant, Seconds),
    ) -> Self {
        let due = at + within;
        let follow_up = FollowUp { cause: FollowUpCause::Detractor, at, due, taken: None, ended: None };
        Self { id, campaign, project, household, about: wish.about.trim().to_owned(), follow_up }
    }

    /// The call-back after a step. Whoever ends what nobody had taken has thereby taken it.
    pub fn moved(&self, step: Move, by: Who, at: Instant) -> Result<Self, NotMoved> {
        let had = &self.follow_up;
        if had.ended.is_some() {
            return Err(NotMoved::CallBackEnded);
        }
        let others = had.taken.as_ref().is_some_and(|who| who.person != by.person);
        let follow_up = match step {
            Move::Take if others => return Err(NotMoved::CallBackTaken),
            Move::Take => FollowUp { taken: Some(by), ..had.clone() },
            Move::End { outcome, text } => FollowUp {
                taken: had.taken.clone().or_else(|| Some(by.clone())),
                ended: Some(FollowUpEnd { at, by, outcome, text: text.trim().to_owned() }),
                ..had.clone()
            },
        };
        Ok(Self { follow_up, ..self.clone() })
    }
}

impl Move {
    /// What is wrong with it.
    pub fn check(&self) -> Option<Problem> {
        match self {
            Self::Take => None,
            Self::End { text, .. } => check_text(text, ENDING, Field::Text),
        }
    }
}
