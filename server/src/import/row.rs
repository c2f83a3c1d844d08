//! One row as facts about a ticket, or the reason why it cannot be one.
//!
//! Everything that can be judged without the database is judged here: compulsory fields, dates and their order,
//! words and lengths. Lengths are those of core's forms, so an imported ticket can be shown like any other.

use std::collections::BTreeMap;
use std::io::Read;

use steward_core::accounts::Phone;
use steward_core::accounts::api::Address;
use steward_core::problem::{Code, Field};
use steward_core::tickets::draft::{Length, check_text, limits};
use steward_core::tickets::{Category, Channel, Urgency};
use steward_core::time::Instant;

use super::dates::{Dates, Written};
use super::map::{BadMap, Map, Names, Status, Words};
use super::report::{Reason, Reject};
use super::table::{Row, Table};

/// What a row says about a ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    /// The line it begins on.
    pub line: u64,
    /// Its key in the source.
    pub key: String,
    /// The source's word for the project; empty where the map has a constant.
    pub project: String,
    /// The source's word for the category.
    pub category_word: String,
    /// Ours.
    pub category: Category,
    /// How urgent.
    pub urgency: Urgency,
    /// How it came in.
    pub channel: Channel,
    /// When it was submitted.
    pub created: Instant,
    /// When it was due.
    pub due: Option<Instant>,
    /// When it was closed; `None` while it is open.
    pub closed: Option<Instant>,
    /// What was said.
    pub text: String,
    /// What was done.
    pub work: String,
    /// The room or spot.
    pub place: String,
    /// The household's door, where the source knows it.
    pub address: Address,
    /// The contact's name.
    pub contact: String,
    /// The contact's phone, normalised; empty if it is none.
    pub phone: String,
    /// Words for which the map's default stood in, as `category: Smoking`.
    pub by_default: Vec<String>,
}

/// What a row comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// A ticket.
    Facts(Box<Facts>),
    /// The map's status table leaves it out.
    LeftOut,
}

/// The keys and closing times an older system could have: longer is no key.
const KEY: Length = Length { min: 1, max: 100 };
/// What was done may be unknown.
const WORK: Length = Length { min: 0, ..limits::NOTE };
/// What one sign or none can say is still what was said.
const TEXT: Length = Length { min: 1, ..limits::TEXT };

/// Reads rows by one map, with the places of its columns looked up once.
#[derive(Debug)]
pub struct RowReader<'m> {
    map: &'m Map,
    dates: Dates,
    places: BTreeMap<&'m str, usize>,
    now: Instant,
}

impl<'m> RowReader<'m> {
    /// A reader for this table; times after `now` have not come yet.
    pub fn new<R: Read>(map: &'m Map, table: &Table<R>, now: Instant) -> Result<Self, BadMap> {
        let place = |name: &'m str| table.place(name).map(|place| (name, place));
        let places = map.named_columns().into_iter().filter_map(place).collect();
        Ok(Self { map, dates: map.dates()?, places, now })
    }

    /// What the row says.
    pub fn read(&self, row: &Row) -> Result<Outcome, Reject> {
        let key = self.field(row, Some(&self.map.columns.key));
        self.judge(row, key).map_err(|reject| reject.of_key(key))
    }

    fn judge(&self, row: &Row, key: &str) -> Result<Outcome, Reject> {
        let columns = &self.map.columns;
        let mut by_default = Vec::new();
        sound(row, &columns.key, key, KEY)?;
        let closed = columns.closed.as_deref();
        let status = match &self.map.status.column {
            Some(_) => Some(self.word(row, &self.map.status, "status", &mut by_default)?),
            None => None,
        };
        if status == Some(Status::LeaveOut) {
            return Ok(Outcome::LeftOut);
        }
        let created = self.date(row, &columns.created)?.from;
        let due = self.optional_date(row, columns.due.as_deref())?.map(|due| due.to);
        let closed_at = match status {
            Some(Status::Open) => None,
            _ => self.optional_date(row, closed)?.map(|closed| closed.from),
        };
        if status == Some(Status::Closed) && closed_at.is_none() {
            let column = closed.unwrap_or_default();
            return Err(Reject::of(row.line, Reason::ClosedWithoutTime, column, ""));
        }
        let says = |column: &str| self.field(row, Some(column)).to_owned();
        let late = [(columns.created.as_str(), Some(created)), (closed.unwrap_or_default(), closed_at)];
        if let Some((column, _)) = late.iter().find(|(_, at)| at.is_some_and(|at| at > self.now)) {
            return Err(Reject::of(row.line, Reason::InTheFuture, column, &says(column)));
        }
        if closed_at.is_some_and(|at| at < created) {
            let column = closed.unwrap_or_default();
            return Err(Reject::of(row.line, Reason::ClosedBeforeOpened, column, &says(column)));
        }
        if due.is_some_and(|at| at < created) {
            let column = columns.due.as_deref().unwrap_or_default();
            return Err(Reject::of(row.line, Reason::DueBeforeOpened, column, &says(column)));
        }
        let phone: Option<Phone> = self.field(row, columns.phone.as_deref()).parse().ok();
        let facts = Facts {
            line: row.line,
            key: key.to_owned(),
            project: self.field(row, self.map.project.column.as_deref()).to_owned(),
            category_word: self.field(row, self.map.category.column.as_deref()).to_owned(),
            category: self.word(row, &self.map.category, "category", &mut by_default)?,
            urgency: self.word_or(row, &self.map.urgency, Urgency::Ordinary, &mut by_default)?,
            channel: self.word_or(row, &self.map.channel, Channel::Import, &mut by_default)?,
            created,
            due,
            closed: closed_at,
            text: self.joined(row, Some(&columns.text), TEXT)?,
            work: self.joined(row, columns.work.as_ref(), WORK)?,
            place: self.joined(row, columns.place.as_ref(), limits::PLACE)?,
            address: Address {
                building: self.field(row, columns.building.as_deref()).to_owned(),
                unit: self.field(row, columns.unit.as_deref()).to_owned(),
                room: self.field(row, columns.room.as_deref()).to_owned(),
            },
            contact: self.sound_field(row, columns.contact.as_deref(), limits::CONTACT)?,
            phone: phone.map(|p| p.as_str().to_owned()).unwrap_or_default(),
            by_default,
        };
        Ok(Outcome::Facts(Box::new(facts)))
    }

    fn field<'r>(&self, row: &'r Row, column: Option<&str>) -> &'r str {
        row.field(column.and_then(|name| self.places.get(name).copied()))
    }

    fn sound_field(&self, row: &Row, column: Option<&str>, length: Length) -> Result<String, Reject> {
        let text = self.field(row, column);
        sound(row, column.unwrap_or_default(), text, length)?;
        Ok(text.to_owned())
    }

    /// The fields of several columns that are not empty, joined; two that say the same are one.
    fn joined(&self, row: &Row, names: Option<&Names>, length: Length) -> Result<String, Reject> {
        let Some(names) = names else { return Ok(String::new()) };
        let mut parts: Vec<&str> = Vec::new();
        for name in names.iter() {
            let text = self.field(row, Some(name));
            if !text.is_empty() && !parts.contains(&text) {
                parts.push(text);
            }
        }
        let text = parts.join(" – ");
        let columns: Vec<&str> = names.iter().collect();
        sound(row, &columns.join(" + "), &text, length)?;
        Ok(text)
    }

    fn date(&self, row: &Row, column: &str) -> Result<Written, Reject> {
        let empty = || Reject::of(row.line, Reason::Empty, column, "");
        self.optional_date(row, Some(column))?.ok_or_else(empty)
    }

    fn optional_date(&self, row: &Row, column: Option<&str>) -> Result<Option<Written>, Reject> {
        let text = self.field(row, column);
        if text.is_empty() {
            return Ok(None);
        }
        let unreadable = || Reject::of(row.line, Reason::UnreadableDate, column.unwrap_or_default(), text);
        self.dates.read(text).map(Some).ok_or_else(unreadable)
    }

    fn word_or<T: Copy>(
        &self,
        row: &Row,
        words: &Words<T>,
        usual: T,
        by_default: &mut Vec<String>,
    ) -> Result<T, Reject> {
        match (&words.column, words.default) {
            (None, None) => Ok(usual),
            (None, Some(default)) => Ok(default),
            (Some(column), _) => self.word(row, words, column, by_default),
        }
    }

    fn word<T: Copy>(
        &self,
        row: &Row,
        words: &Words<T>,
        what: &str,
        by_default: &mut Vec<String>,
    ) -> Result<T, Reject> {
        let word = self.field(row, words.column.as_deref());
        match words.find(word) {
            Some((ours, listed)) => {
                if !listed && words.column.is_some() {
                    by_default.push(format!("{what}: {word}"));
                }
                Ok(ours)
            }
            None => {
                let column = words.column.as_deref().unwrap_or_default();
                Err(Reject::of(row.line, Reason::UnknownWord, column, word))
            }
        }
    }
}

/// Whether a text fits a ticket.
fn sound(row: &Row, column: &str, text: &str, length: Length) -> Result<(), Reject> {
    let Some(problem) = check_text(text, length, Field::Text) else { return Ok(()) };
    let reason = match problem.code {
        Code::Required => Reason::Empty,
        Code::TooShort => Reason::TooShort,
        Code::TooLong => Reason::TooLong,
        _ => Reason::BadCharacters,
    };
    Err(Reject::of(row.line, reason, column, text))
}

#[cfg(test)]
#[path = "row_tests.rs"]
mod tests;
