//! What people and the system can ask of a ticket (命令), and who may ask it.

use serde::{Deserialize, Serialize};

use super::category::Category;
#[cfg(feature = "schema")]
use super::draft::limits;
use super::scenario::Urgency;
use super::voices::{FollowUpOutcome, QualityForm};
use crate::accounts::role::{Department, Role};
use crate::ids::{IncidentId, PersonId, PhotoId, TicketId};
use crate::sla::elastic::Elastic;
use crate::sla::policy::ClockKind;
use crate::surveys::rating::RatingDraft;
use crate::time::Instant;
use crate::words::words;

words! {
    /// Why a ticket may stand still (暂停原因), R10.
    PauseReason {
        /// Waiting for the owner (等待业主).
        WaitingForOwner = "waiting_for_owner",
        /// Waiting for material (等待材料).
        WaitingForMaterial = "waiting_for_material",
    }
}

words! {
    /// How an engineer showed to be on site.
    CheckIn {
        /// By the phone's position.
        Position = "position",
        /// By the code at the door.
        QrCode = "qr_code",
        /// By hand, said by the engineer.
        Manual = "manual",
    }
}

words! {
    /// The steps of a complaint before its solution, in this order (R04).
    ComplaintStep {
        /// Calm (安抚).
        Calm = "calm",
        /// Investigate (调查).
        Investigate = "investigate",
    }
}

/// The return-visit form (回访记录表).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VisitForm {
    /// Whether the owner was reached.
    pub reached: bool,
    /// Whether it is solved, as the owner says.
    pub solved: bool,
    /// Whether the owner is satisfied.
    pub satisfied: bool,
    /// Remarks; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = limits::NOTE.max)))]
    pub remarks: String,
}

macro_rules! commands {
    ($(
        $(#[$doc:meta])*
        $name:ident = $word:literal $({ $($(#[$fdoc:meta])* $field:ident : $ty:ty),+ $(,)? })? by [$($role:ident),*];
    )+) => {
        /// A command to a ticket that exists. Submitting is `TicketDraft`'s way in.
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
        pub enum Command { $($(#[$doc])* $name $({ $($(#[$fdoc])* $field: $ty),+ })?),+ }

        words! {
            /// Which command, without its values.
            CommandKind { $($(#[$doc])* $name = $word),+ }
        }

        impl Command {
            /// Which command it is.
            pub const fn kind(&self) -> CommandKind {
                match self { $(Self::$name $({ $($field: _),+ })? => CommandKind::$name),+ }
            }
        }

        impl CommandKind {
            /// The roles that may give it, besides what the permission matrix asks.
            pub const fn roles(self) -> &'static [Role] {
                match self { $(Self::$name => &[$(Role::$role),*]),+ }
            }
        }
    };
}

commands! {
    /// Take it on (受理); may correct category and urgency.
    Accept = "accept" {
        /// The corrected category.
        #[serde(default)] category: Option<Category>,
        /// The corrected urgency.
        #[serde(default)] urgency: Option<Urgency>,
    } by [Agent, Supervisor, System];
    /// Write to the owner (回复).
    Reply = "reply" {
        /// The message.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        text: String,
    } by [Agent, Engineer, Supervisor];
    /// Write for colleagues only (内部备注).
    Note = "note" {
        /// The note.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        text: String,
    } by [Agent, Engineer, Supervisor, HqManagement];
    /// Add words or photos to what was submitted (补充).
    Supplement = "supplement" {
        /// What is added.
        #[cfg_attr(feature = "schema", schemars(length(max = limits::NOTE.max)))]
        text: String,
        /// More photos.
        #[cfg_attr(feature = "schema", schemars(length(max = limits::PHOTOS)))]
        #[serde(default)] photos: Vec<PhotoId>,
    } by [Owner, Agent];
    /// Ask to hurry (催单).
    Urge = "urge" by [Owner];
    /// Give it to an engineer (派单).
    Dispatch = "dispatch" {
        /// To whom.
        engineer: PersonId,
        /// Why this one, where it is not the best candidate.
        #[cfg_attr(feature = "schema", schemars(length(max = limits::NOTE.max)))]
        #[serde(default)] reason: String,
    } by [Agent, Supervisor, System];
    /// Take it from the pool (抢单).
    Claim = "claim" by [Engineer];
    /// Confirm the job (接单).
    AcceptJob = "accept_job" by [Engineer];
    /// Give the job back (退单).
    DeclineJob = "decline_job" {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        reason: String,
    } by [Engineer];
    /// Be on site (到场).
    Arrive = "arrive" {
        /// How it was shown.
        check_in: CheckIn,
    } by [Engineer];
    /// Begin the work (开始处理).
    StartWork = "start_work" {
        /// What was found.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        findings: String,
    } by [Engineer, Agent];
    /// Record a complaint's step before its solution.
    RecordStep = "record_step" {
        /// Which step.
        step: ComplaintStep,
        /// What was said or found.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        text: String,
    } by [Agent, Supervisor];
    /// Tell the owner the result, or the plan with a new promised time (反馈); for a complaint, the solution.
    GiveFeedback = "give_feedback" {
        /// The message.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        text: String,
        /// The promised time, where it is a plan.
        #[serde(default)] promised_at: Option<Instant>,
    } by [Agent, Engineer, Supervisor];
    /// Report the work as done (完工).
    Complete = "complete" {
        /// What was done.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        work: String,
        /// Photos as evidence.
        #[cfg_attr(feature = "schema", schemars(length(max = limits::PHOTOS)))]
        #[serde(default)] photos: Vec<PhotoId>,
    } by [Agent, Engineer, Supervisor, System];
    /// Rate it (评价), R29.
    Rate = "rate" {
        /// Stars, tags, text.
        rating: RatingDraft,
    } by [Owner];
    /// Record the return visit (回访).
    RecordVisit = "record_visit" {
        /// The form.
        form: VisitForm,
    } by [Agent, Supervisor, HqManagement];
    /// Close it (关闭); the system does so when nothing is left to wait for.
    Close = "close" by [System];
    /// Write down what is learnt (复盘).
    Review = "review" {
        /// The problem.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        problem: String,
        /// The cause.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        cause: String,
        /// The measure.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        measure: String,
    } by [Supervisor, HqManagement];
    /// Open it again (重新打开).
    Reopen = "reopen" {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        reason: String,
        /// Photos.
        #[cfg_attr(feature = "schema", schemars(length(max = limits::PHOTOS)))]
        #[serde(default)] photos: Vec<PhotoId>,
    } by [Owner, Agent];
    /// Hand it to another department (转派).
    Transfer = "transfer" {
        /// To which.
        department: Department,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        reason: String,
    } by [Agent, Supervisor];
    /// The other department takes it.
    AcceptTransfer = "accept_transfer" by [Department, Supervisor];
    /// The other department gives it back.
    DeclineTransfer = "decline_transfer" {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        reason: String,
    } by [Department, Supervisor];
    /// Ask for a pause (申请暂停).
    RequestPause = "request_pause" {
        /// The reason.
        reason: PauseReason,
        /// In words.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        note: String,
    } by [Agent, Engineer];
    /// Approve or decline the pause asked for.
    DecidePause = "decide_pause" {
        /// Yes or no.
        approve: bool,
        /// In words; compulsory for a no.
        #[cfg_attr(feature = "schema", schemars(length(max = limits::NOTE.max)))]
        #[serde(default)] note: String,
    } by [Supervisor];
    /// Go on (恢复).
    Resume = "resume" by [Agent, Engineer, Supervisor];
    /// Ask for elastic service duration (申请延时), R12.
    RequestExtension = "request_extension" {
        /// How complex.
        elastic: Elastic,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        reason: String,
    } by [Agent, Engineer];
    /// Approve or decline the extension asked for.
    DecideExtension = "decide_extension" {
        /// Yes or no.
        approve: bool,
        /// In words; compulsory for a no.
        #[cfg_attr(feature = "schema", schemars(length(max = limits::NOTE.max)))]
        #[serde(default)] note: String,
    } by [Supervisor];
    /// Cancel it (取消).
    Cancel = "cancel" {
        /// Why.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        reason: String,
    } by [Owner, Supervisor];
    /// Merge it into the ticket it repeats (合并).
    Merge = "merge" {
        /// The other ticket.
        target: TicketId,
    } by [Agent, Supervisor];
    /// The other side of a merge: the target notes what it absorbed.
    Absorb = "absorb" {
        /// The duplicate.
        duplicate: TicketId,
    } by [System];
    /// Link it to a mass incident (群体事件).
    LinkIncident = "link_incident" {
        /// The incident.
        incident: IncidentId,
    } by [Agent, Supervisor];
    /// Press for it (督办).
    Supervise = "supervise" {
        /// What is expected.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        note: String,
    } by [Supervisor, ProjectManager, HqManagement];
    /// Acknowledge an escalation (确认升级), R11.
    Acknowledge = "acknowledge" {
        /// Of which clock.
        clock: ClockKind,
        /// Which level.
        level: u8,
    } by [Supervisor, ProjectManager, HqManagement, CrManager, Executive];
    /// Check the quality of the work (质检), R27.
    CheckQuality = "check_quality" {
        /// The form.
        form: QualityForm,
    } by [Supervisor, HqManagement];
    /// Settle what the voices disagree about (分歧处理).
    SettleVoices = "settle_voices" {
        /// What was found out.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        finding: String,
    } by [Supervisor, HqManagement];
    /// Take the follow-up (认领跟进).
    TakeFollowUp = "take_follow_up" by [Supervisor, HqManagement];
    /// End the follow-up with its outcome (跟进结果).
    EndFollowUp = "end_follow_up" {
        /// The outcome.
        outcome: FollowUpOutcome,
        /// In words.
        #[cfg_attr(feature = "schema", schemars(length(min = limits::NOTE.min, max = limits::NOTE.max)))]
        text: String,
    } by [Supervisor, HqManagement];
    /// Time has passed: warn, breach, escalate, close.
    Tick = "tick" by [System];
}
