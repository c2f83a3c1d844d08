//! What an owner fills in, and its check: the same function beside the fields and on the server.

use serde::{Deserialize, Serialize};

use super::category::Category;
use super::scenario::{Channel, Scenario, Urgency};
use crate::accounts::phone::Phone;
use crate::ids::{HouseholdId, PhotoId, ProjectId};
use crate::problem::{Code, Field, Problem};
use crate::time::{Instant, Seconds};

/// A length in characters, from–to, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Length {
    /// At least.
    pub min: usize,
    /// At most.
    pub max: usize,
}

/// Every limit of the ticket forms, in one table.
pub mod limits {
    use super::{Length, Seconds};

    /// What the owner says.
    pub const TEXT: Length = Length { min: 2, max: 2000 };
    /// Room or spot.
    pub const PLACE: Length = Length { min: 0, max: 100 };
    /// The contact's name.
    pub const CONTACT: Length = Length { min: 0, max: 40 };
    /// Reasons, notes, findings, reports.
    pub const NOTE: Length = Length { min: 1, max: 2000 };
    /// Text beside a rating; may be empty.
    pub const RATING_TEXT: Length = Length { min: 0, max: 1000 };
    /// Photos of one submission or one report.
    pub const PHOTOS: usize = 4;
    /// Tags of one rating.
    pub const TAGS: usize = 6;
    /// How far ahead an appointment can lie.
    pub const APPOINTMENT_AHEAD: Seconds = Seconds::days(30);
    /// How far the client's clock and a slow network may put an appointment into the past.
    pub const APPOINTMENT_SLACK: Seconds = Seconds::minutes(10);
    /// Bytes of one uploaded photo.
    pub const PHOTO_BYTES: u64 = 12 * 1024 * 1024;
    /// Megapixels of one uploaded photo.
    pub const PHOTO_MEGAPIXELS: u64 = 40;
}

/// Checks one text: emptiness, length in characters, no control characters but line breaks and tabs.
///
/// Emoji, right-to-left text and any script are fine. The shortest length counts what can be seen, the longest
/// everything that would be stored.
pub fn check_text(text: &str, length: Length, field: Field) -> Option<Problem> {
    let seen = text.chars().filter(|c| !is_blank(*c)).count();
    if seen == 0 && length.min > 0 {
        return Some(Problem::new(Code::Required).at(field));
    }
    if text.trim().chars().count() < length.min {
        return Some(Problem::new(Code::TooShort).at(field).with("min", length.min));
    }
    let len = text.chars().count();
    if len > length.max {
        return Some(Problem::new(Code::TooLong).at(field).with("max", length.max).with("len", len));
    }
    let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    text.chars().any(bad).then(|| Problem::new(Code::BadCharacters).at(field))
}

/// Takes no ink: white space, and the joiners and direction marks that keyboards and pasting leave behind.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Checks a list of photos against the limit.
pub fn check_photos(photos: &[PhotoId]) -> Option<Problem> {
    (photos.len() > limits::PHOTOS)
        .then(|| Problem::new(Code::TooMany).at(Field::Photos).with("max", limits::PHOTOS))
}

/// A ticket as it is submitted (报事草稿).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TicketDraft {
    /// The project.
    pub project: ProjectId,
    /// The home; `None` for public areas reported by staff.
    #[serde(default)]
    pub household: Option<HouseholdId>,
    /// The scenario.
    pub scenario: Scenario,
    /// The category; it must belong to the scenario.
    pub category: Category,
    /// How urgent.
    pub urgency: Urgency,
    /// How it came in. The server sets `web` for owners, whatever they send.
    pub channel: Channel,
    /// Room or spot, as 厨房 or 地下车库 B2; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = limits::PLACE.max)))]
    pub place: String,
    /// What is the matter, in one sentence or more.
    #[cfg_attr(feature = "schema", schemars(length(min = limits::TEXT.min, max = limits::TEXT.max)))]
    pub text: String,
    /// Photos that were uploaded before.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = limits::PHOTOS)))]
    pub photos: Vec<PhotoId>,
    /// Whom to ask for; empty means the submitter.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = limits::CONTACT.max)))]
    pub contact: String,
    /// Where to call; empty means the submitter's phone.
    #[serde(default)]
    pub phone: String,
    /// The wished time of a visit; `None` is as soon as possible (尽快).
    #[serde(default)]
    pub appointment: Option<Instant>,
}

impl TicketDraft {
    /// Everything that is wrong with the draft, each problem with its field; empty if it can be submitted.
    pub fn check(&self, now: Instant) -> Vec<Problem> {
        let mut found = Vec::new();
        found.extend(check_text(&self.text, limits::TEXT, Field::Text));
        found.extend(check_text(&self.place, limits::PLACE, Field::Place));
        found.extend(check_text(&self.contact, limits::CONTACT, Field::Contact));
        found.extend(check_photos(&self.photos));
        if self.category.scenario() != self.scenario {
            found.push(Problem::new(Code::UnknownChoice).at(Field::Category));
        }
        if self.household.is_none() && !self.category.public_area() {
            found.push(Problem::new(Code::Required).at(Field::Household));
        }
        if !self.phone.trim().is_empty() && self.phone.parse::<Phone>().is_err() {
            found.push(Problem::new(Code::BadPhone).at(Field::Phone));
        }
        if let Some(at) = self.appointment
            && (at < now - limits::APPOINTMENT_SLACK || at > now + limits::APPOINTMENT_AHEAD)
        {
            found.push(Problem::new(Code::BadTime).at(Field::Appointment));
        }
        found
    }
}
