//! Why a rule of the product said no to a well-formed command.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::state::State;
use crate::time::Instant;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$fdoc:meta])* $field:ident : $ty:ty),+ })? = $word:literal),+ $(,)?) => {
        /// A refused command: a code with its values. Words live in the app.
        #[derive(Clone, PartialEq, Eq, Debug, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "rule", rename_all = "snake_case")]
        pub enum Refusal { $($(#[$doc])* $name $({ $($(#[$fdoc])* $field: $ty),+ })?),+ }

        impl Refusal {
            /// The word of every refusal, for the test that all have words.
            pub const WORDS: &[&str] = &[$($word),+];

            /// The word of this refusal: the key under which the app finds its sentence.
            pub const fn word(&self) -> &'static str {
                match self { $(Self::$name $({ $($field: _),+ })? => $word),+ }
            }

            /// What a server said; `None` for a word or for values that are none of a refusal.
            fn of(said: Said) -> Option<Self> {
                match said.rule.as_str() {
                    $($word => Some(Self::$name $({ $($field: said.$field?),+ })?),)+
                    _ => None,
                }
            }
        }
    };
}

/// A refusal as it travels. It is read by way of this, because a reader of the enum itself was the largest function
/// of what an owner downloads first.
#[derive(Deserialize)]
struct Said {
    rule: String,
    #[serde(default)]
    state: Option<State>,
    #[serde(default)]
    by: Option<String>,
    #[serde(default)]
    until: Option<Instant>,
    #[serde(default)]
    again_at: Option<Instant>,
}

impl<'de> Deserialize<'de> for Refusal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::of(Said::deserialize(from)?).ok_or_else(|| D::Error::custom("no refusal"))
    }
}

refusals! {
    /// This role does not do this.
    RoleMayNot = "role_may_not",
    /// Not in this state; the ticket has moved on or is not there yet.
    WrongState {
        /// Where the ticket is.
        state: State
    } = "wrong_state",
    /// This scenario has no such step (a question needs no engineer on site).
    NoSuchStep = "no_such_step",
    /// The engineer's job belongs to somebody else.
    NotYourJob = "not_your_job",
    /// Somebody else claimed it first (抢单).
    AlreadyClaimed {
        /// Who has it now.
        by: String
    } = "already_claimed",
    /// The engineer is not on the project's list.
    EngineerUnknown = "engineer_unknown",
    /// The engineer's certificate does not allow independent work.
    EngineerNotCertified = "engineer_not_certified",
    /// The engineer is off shift.
    EngineerOffShift = "engineer_off_shift",
    /// A complaint is calmed first, then investigated, then solved (R04): calm is missing.
    CalmFirst = "calm_first",
    /// The solution needs an investigation record (R04).
    InvestigateFirst = "investigate_first",
    /// Completion needs a photo as evidence.
    EvidenceMissing = "evidence_missing",
    /// There is a rating already; ratings are never changed (R29, R34).
    AlreadyRated = "already_rated",
    /// The seven days for rating are over (R29).
    RatingWindowOver {
        /// When they ended.
        until: Instant
    } = "rating_window_over",
    /// The seven days for reopening are over.
    ReopenWindowOver {
        /// When they ended.
        until: Instant
    } = "reopen_window_over",
    /// A pause is asked for already.
    PausePending = "pause_pending",
    /// No pause was asked for.
    NoPauseAsked = "no_pause_asked",
    /// An extension is asked for already, or granted.
    ExtensionPending = "extension_pending",
    /// No extension was asked for.
    NoExtensionAsked = "no_extension_asked",
    /// The clock has run out already; an extension must be approved before (R12).
    AlreadyBreached = "already_breached",
    /// No running clock of this ticket can be extended (R12).
    NothingToExtend = "nothing_to_extend",
    /// Who asked may not approve.
    OwnRequest = "own_request",
    /// The ticket is with this department already.
    SameDepartment = "same_department",
    /// A ticket cannot be merged into itself.
    MergeIntoItself = "merge_into_itself",
    /// The other ticket is not there, in another project, or already ended.
    MergeTargetUnfit = "merge_target_unfit",
    /// Urged a moment ago; params say when again.
    UrgedJustNow {
        /// From when on it can be urged again.
        again_at: Instant
    } = "urged_just_now",
    /// No escalation of this level waits for acknowledgement.
    NothingToAcknowledge = "nothing_to_acknowledge",
    /// The ticket is linked to this incident already.
    AlreadyLinked = "already_linked",
    /// Low stars need a text beside them in this project.
    TextNeeded = "text_needed",
    /// The quality of this ticket was checked already.
    AlreadyChecked = "already_checked",
    /// Who worked on a ticket does not check or settle it.
    OwnWork = "own_work",
    /// The voices do not disagree, or that is settled.
    NothingToSettle = "nothing_to_settle",
    /// Nobody is to be followed up with.
    NoFollowUp = "no_follow_up",
    /// The calendar has no working time for this clock.
    CalendarNeverOpens = "calendar_never_opens",
    /// An imported fact contradicts itself, as a close before its open.
    TimesOutOfOrder = "times_out_of_order",
}
