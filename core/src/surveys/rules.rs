//! The house rules of the voices around a ticket (评价规则): part of a project's versioned policy.
//!
//! What may be rated, when and by whom is `rating`'s business and not a matter of policy (R29).

use serde::{Deserialize, Serialize};

use super::rating::Stars;
use crate::time::Seconds;

/// The most reminders that any policy can ask for.
pub const MOST_REMINDERS: u8 = 3;

/// The shortest time between two messages about the same rating, whatever a policy says.
const SHORTEST_PAUSE: Seconds = Seconds::hours(1);

/// How a project asks for ratings, and how soon it follows up on a bad one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct VoiceRules {
    /// Whether one or two stars need a text beside them.
    pub low_needs_text: bool,
    /// How often an owner who has not rated is reminded (催评), 0 to [`MOST_REMINDERS`]; more counts as that many.
    #[cfg_attr(feature = "schema", schemars(range(max = MOST_REMINDERS)))]
    pub reminders: u8,
    /// How long after the asking, and after each reminder, the next one goes out; an hour at least.
    pub remind_after: Seconds,
    /// How soon somebody is to have followed up on a low rating or a bad visit (闭环跟进时限).
    pub follow_up_within: Seconds,
}

impl Default for VoiceRules {
    fn default() -> Self {
        Self {
            low_needs_text: false,
            reminders: 1,
            remind_after: Seconds::days(2),
            follow_up_within: Seconds::hours(24),
        }
    }
}

impl VoiceRules {
    /// Whether so many stars need a text.
    pub fn needs_text(self, stars: Option<Stars>) -> bool {
        self.low_needs_text && stars.is_some_and(Stars::is_low)
    }

    /// The reminders that are really sent at most.
    pub fn reminder_cap(self) -> u8 {
        self.reminders.min(MOST_REMINDERS)
    }

    /// The pause before the next reminder, as it is kept.
    pub fn pause(self) -> Seconds {
        self.remind_after.max(SHORTEST_PAUSE)
    }
}
