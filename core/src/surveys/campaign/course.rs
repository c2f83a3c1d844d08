//! How a campaign begins and ends, and which answers count.

use serde::{Deserialize, Serialize};

use super::plan::{Cadence, Plan};
use crate::ids::CampaignId;
use crate::problem::Problem;
use crate::time::{Instant, Seconds};
use crate::words::words;

words! {
    /// How far a campaign is (调查状态).
    State {
        /// Being designed (草稿).
        Draft = "draft",
        /// Started: invitations are drawn, the questionnaire is fixed (进行中).
        Running = "running",
        /// Closed by hand (已结束).
        Closed = "closed",
    }
}

words! {
    /// What a campaign is at a moment, time included.
    Phase {
        /// Being designed.
        Draft = "draft",
        /// Started, not yet open.
        Waiting = "waiting",
        /// Takes answers.
        Open = "open",
        /// Takes no answers any more, by hand or by time.
        Ended = "ended",
    }
}

/// A campaign (调查).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Campaign {
    /// Its id.
    pub id: CampaignId,
    /// How often it was changed; a change names the number it was made on.
    pub seq: u32,
    /// How far it is.
    pub state: State,
    /// What was decided.
    pub plan: Plan,
    /// From which the sample is drawn; recorded, so that the draw can be repeated.
    pub seed: String,
    /// Which wave (波次) of its series it is, from 1.
    pub wave: u32,
    /// The wave before.
    #[serde(default)]
    pub repeats: Option<CampaignId>,
    /// When it was started.
    #[serde(default)]
    pub started: Option<Instant>,
    /// When it was closed by hand.
    #[serde(default)]
    pub closed: Option<Instant>,
    /// A wave of a survey before renewals: it asks about the contracts that end in this month, as `2026-12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contracts: Option<String>,
}

/// What can be done with a campaign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Change the plan.
    Edit(Box<Plan>),
    /// Draw the sample, fix the questionnaire, invite.
    Start,
    /// Take no more answers.
    Close,
}

/// Why not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It has ended; nothing of it changes any more.
    Ended,
    /// It runs: only the aim, the reminders to come and the end may change.
    Fixed,
    /// It runs already.
    Started,
    /// It has not begun, so it cannot end.
    NotStarted,
    /// It would end in the past.
    EndsInThePast,
    /// The plan is not complete.
    Faults(Vec<Problem>),
}

impl Refusal {
    /// Every word of [`Self::word`], for the test that all have words.
    pub const WORDS: &[&str] = &["ended", "fixed", "started", "not-started", "ends-in-the-past", "faults"];

    /// The word for people's words.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Fixed => "fixed",
            Self::Started => "started",
            Self::NotStarted => "not-started",
            Self::EndsInThePast => "ends-in-the-past",
            Self::Faults(_) => "faults",
        }
    }
}

impl Campaign {
    /// What it is at `now`.
    pub fn phase(&self, now: Instant) -> Phase {
        match self.state {
            State::Draft => Phase::Draft,
            State::Running if now < self.plan.opens => Phase::Waiting,
            State::Running if now < self.plan.closes => Phase::Open,
            State::Running | State::Closed => Phase::Ended,
        }
    }

    /// Whether it goes on and makes waves of its own, and takes no answers itself.
    pub fn is_standing(&self) -> bool {
        self.plan.cadence == Cadence::Renewal && self.contracts.is_none()
    }

    /// When a household that was asked at `asked` is reminded after `sent` reminders; `None` when it is not any more.
    /// All are reminded together, but those of a survey before renewals, who were not asked together.
    pub fn reminder(&self, asked: Instant, sent: usize) -> Option<Instant> {
        if self.contracts.is_none() {
            return self.plan.reminder(sent);
        }
        let days = self.plan.reminders.get(sent)?;
        Some(asked + Seconds::days(i64::from(*days))).filter(|at| *at < self.ends())
    }

    /// When it took, or takes, its last answer.
    pub fn ends(&self) -> Instant {
        self.closed.map_or(self.plan.closes, |closed| closed.min(self.plan.closes))
    }
}

/// The campaign after the command, or why it is as it was. An unfinished draft may be kept; it cannot start.
pub fn decide(campaign: &Campaign, command: &Command, now: Instant) -> Result<Campaign, Refusal> {
    let mut next = Campaign { seq: campaign.seq.saturating_add(1), ..campaign.clone() };
    match (campaign.phase(now), command) {
        (Phase::Ended, _) => return Err(Refusal::Ended),
        (Phase::Draft, Command::Edit(plan)) => next.plan = (**plan).clone(),
        (Phase::Draft, Command::Start) => {
            let faults = campaign.plan.check();
            if !faults.is_empty() {
                return Err(Refusal::Faults(faults));
            }
            if campaign.plan.closes <= now {
                return Err(Refusal::EndsInThePast);
            }
            (next.state, next.started) = (State::Running, Some(now));
        }
        (Phase::Draft, Command::Close) => return Err(Refusal::NotStarted),
        (Phase::Waiting | Phase::Open, Command::Start) => return Err(Refusal::Started),
        (Phase::Waiting | Phase::Open, Command::Close) => {
            (next.state, next.closed) = (State::Closed, Some(now));
        }
        (Phase::Waiting | Phase::Open, Command::Edit(plan)) => {
            let Plan { aim, reminders, closes, .. } = (**plan).clone();
            let edited = Plan { aim, reminders, closes, ..campaign.plan.clone() };
            if edited != **plan {
                return Err(Refusal::Fixed);
            }
            if edited.closes <= now {
                return Err(Refusal::EndsInThePast);
            }
            let faults = edited.check();
            if !faults.is_empty() {
                return Err(Refusal::Faults(faults));
            }
            next.plan = edited;
        }
    }
    Ok(next)
}

/// The link somebody holds: which campaign it is of, and whether its household has answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Invitation<'a> {
    /// The campaign that it was made for.
    pub campaign: &'a CampaignId,
    /// Whether the household has answered, by this link or another.
    pub answered: bool,
}

words! {
    /// What becomes of an answer (回收结果).
    Receipt {
        /// It counts.
        Counted = "counted",
        /// The project has enough: it is kept and marked, and does not count (超出配额).
        OverQuota = "over-quota",
    }
}

words! {
    /// Why an answer is not taken.
    NotTaken {
        /// This household has answered.
        AlreadyAnswered = "already-answered",
        /// The campaign has ended.
        Ended = "ended",
        /// The campaign has not begun.
        NotYetOpen = "not-yet-open",
        /// The link is of another campaign.
        NotYours = "not-yours",
    }
}

/// Whether an answer is taken and counts, where `counted` answers of the same project count already.
///
/// Who answered is told so even after the end: that is what they want to know.
pub fn receive(
    campaign: &Campaign,
    invitation: Invitation<'_>,
    counted: u64,
    now: Instant,
) -> Result<Receipt, NotTaken> {
    if *invitation.campaign != campaign.id {
        return Err(NotTaken::NotYours);
    }
    if invitation.answered {
        return Err(NotTaken::AlreadyAnswered);
    }
    match campaign.phase(now) {
        Phase::Draft | Phase::Waiting => Err(NotTaken::NotYetOpen),
        Phase::Ended => Err(NotTaken::Ended),
        Phase::Open if campaign.plan.quota.is_some_and(|quota| counted >= u64::from(quota)) => {
            Ok(Receipt::OverQuota)
        }
        Phase::Open => Ok(Receipt::Counted),
    }
}
