//! The map (映射): what the columns of a CSV file mean, written by whoever knows the older system.
//!
//! `server/maps/nyc311.toml` is an example with every key explained. A map is checked before any row is read:
//! unknown keys, unknown categories, unreadable date formats and contradictions are errors of the map, not of rows.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use serde::Deserialize;
use steward_core::ids::{ProjectId, RegionId};
use steward_core::tickets::{Category, Channel, Urgency};

use super::dates::{BadFormat, Dates};
use super::table::Encoding;

/// A map, as it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Map {
    /// The source's short name, the first half of every external key: 1 to 32 of `a–z 0–9 - _`.
    pub source: String,
    /// The name shown as who submitted.
    pub name: String,
    /// What stands between two fields.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// How the file is encoded.
    #[serde(default)]
    pub encoding: Encoding,
    /// The zone (IANA) of times that carry no offset.
    pub time_zone: String,
    /// The forms of dates and times, tried in this order; see [`super::dates`].
    pub dates: Vec<String>,
    /// Which column is which field.
    pub columns: Columns,
    /// Where a ticket belongs.
    pub project: Projects,
    /// The category, from the source's own words.
    pub category: Words<Category>,
    /// The urgency; ordinary unless said.
    #[serde(default)]
    pub urgency: Words<Urgency>,
    /// The channel it came in by; `import` unless said.
    #[serde(default)]
    pub channel: Words<Channel>,
    /// Whether it is open or closed. Without a column, a closing time says so.
    #[serde(default)]
    pub status: Words<Status>,
}

const fn comma() -> char {
    ','
}

/// One column, or several whose non-empty fields are joined.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Names {
    /// The names.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names.as_slice(),
        }
        .iter()
        .map(String::as_str)
    }
}

/// The names of columns, as they stand in the header.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The key in the source, unique there.
    pub key: String,
    /// When it was submitted.
    pub created: String,
    /// When it was due. A date without a time is due at the end of that day.
    pub due: Option<String>,
    /// When it was closed.
    pub closed: Option<String>,
    /// What was said.
    pub text: Names,
    /// What was done.
    pub work: Option<Names>,
    /// The room or spot.
    pub place: Option<Names>,
    /// The building (栋) of the household, for projects that exist already.
    pub building: Option<String>,
    /// The unit (单元).
    pub unit: Option<String>,
    /// The room number (室).
    pub room: Option<String>,
    /// The contact's name.
    pub contact: Option<String>,
    /// The contact's phone; one that cannot be a mobile number is left out.
    pub phone: Option<String>,
}

/// Where tickets belong: one project for all, or by a column.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Projects {
    /// The column that names the project.
    pub column: Option<String>,
    /// The one project of every row.
    pub constant: Option<ProjectId>,
    /// The region in which projects that do not exist are made. Without it, they are refused.
    pub create_in: Option<NewRegion>,
    /// The hotline of projects that are made.
    #[serde(default)]
    pub hotline: String,
    /// What the source calls a project, and which one that is. Others are found by their id or name.
    #[serde(default)]
    pub names: BTreeMap<String, NewProject>,
}

/// A region to make projects in; made itself where it does not exist.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewRegion {
    /// The region.
    pub id: RegionId,
    /// Its name.
    pub name: String,
}

/// A project of the source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewProject {
    /// The project.
    pub id: ProjectId,
    /// Its name, used when it is made.
    pub name: String,
}

/// What stands for what: the source's words and ours. Case and blanks around do not matter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words<T> {
    /// The column; without one, the default is everything.
    pub column: Option<String>,
    /// For words that are not listed; without it, they are refused.
    pub default: Option<T>,
    /// The words.
    #[serde(default = "BTreeMap::new")]
    pub values: BTreeMap<String, T>,
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self { column: None, default: None, values: BTreeMap::new() }
    }
}

impl<T: Copy> Words<T> {
    /// Ours for the source's word; the flag says whether it was listed.
    pub fn find(&self, word: &str) -> Option<(T, bool)> {
        let listed = self.values.get(&folded(word)).map(|ours| (*ours, true));
        listed.or_else(|| self.default.map(|ours| (ours, false)))
    }

    fn fold_keys(&mut self) {
        self.values = std::mem::take(&mut self.values).into_iter().map(|(k, v)| (folded(&k), v)).collect();
    }
}

/// A word as it is compared.
pub(super) fn folded(word: &str) -> String {
    word.trim().to_lowercase()
}

/// What a status means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Still open; a closing time beside it belongs to an earlier round and is not used.
    Open,
    /// Closed; it must have a closing time.
    Closed,
    /// Not to be imported, as tests and withdrawn entries; counted as left out.
    LeaveOut,
}

/// Why a map cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadMap {
    /// The file is not there or not readable.
    #[error("cannot read the map {0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// It is no TOML of the expected shape.
    #[error("the map {0}: {1}")]
    Malformed(PathBuf, Box<toml::de::Error>),
    /// The source's name does not fit.
    #[error("the map's source {0:?} must have 1 to 32 characters of a-z 0-9 - _")]
    Source(String),
    /// A delimiter that cannot be one.
    #[error(
        "the map's delimiter {0:?} cannot be used: take a comma, semicolon, tab or (not in gb18030) any other ASCII sign"
    )]
    Delimiter(char),
    /// No such zone.
    #[error("the map's time_zone {0:?} is no IANA zone")]
    Zone(String),
    /// A date format that does not read.
    #[error("the map's dates: {0}")]
    Dates(#[from] BadFormat),
    /// Neither or both ways to find the project.
    #[error("the map's [project] needs either column or constant")]
    Project,
    /// No way to a category.
    #[error("the map's [category] needs a column or a default")]
    Category,
}

impl Map {
    /// Reads and checks a map.
    pub fn from_file(path: &Path) -> Result<Self, BadMap> {
        let text = std::fs::read_to_string(path).map_err(|e| BadMap::Unreadable(path.to_owned(), e))?;
        Self::read(&text, path)
    }

    pub(super) fn read(text: &str, path: &Path) -> Result<Self, BadMap> {
        let mut map: Self =
            toml::from_str(text).map_err(|e| BadMap::Malformed(path.to_owned(), Box::new(e)))?;
        map.category.fold_keys();
        map.urgency.fold_keys();
        map.channel.fold_keys();
        map.status.fold_keys();
        let names = std::mem::take(&mut map.project.names);
        map.project.names = names.into_iter().map(|(k, v)| (folded(&k), v)).collect();
        map.check()?;
        Ok(map)
    }

    fn check(&self) -> Result<(), BadMap> {
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'_');
        if !(1..=32).contains(&self.source.len()) || !self.source.bytes().all(plain) {
            return Err(BadMap::Source(self.source.clone()));
        }
        if !self.encoding.can_split_at(self.delimiter) {
            return Err(BadMap::Delimiter(self.delimiter));
        }
        self.dates()?;
        if self.project.column.is_some() == self.project.constant.is_some() {
            return Err(BadMap::Project);
        }
        if self.category.column.is_none() && self.category.default.is_none() {
            return Err(BadMap::Category);
        }
        Ok(())
    }

    /// The reader of its dates.
    pub fn dates(&self) -> Result<Dates, BadMap> {
        let zone: Tz = self.time_zone.parse().map_err(|_| BadMap::Zone(self.time_zone.clone()))?;
        Ok(Dates::new(zone, &self.dates)?)
    }

    /// Every column that the map names, for the check against the header.
    pub fn named_columns(&self) -> Vec<&str> {
        let Columns { key, created, due, closed, text, work, place, building, unit, room, contact, phone } =
            &self.columns;
        let single = [due, closed, building, unit, room, contact, phone];
        let rules = [&self.project.column, &self.category.column, &self.urgency.column, &self.channel.column];
        [key, created]
            .into_iter()
            .map(String::as_str)
            .chain(single.into_iter().flatten().map(String::as_str))
            .chain(text.iter())
            .chain([work, place].into_iter().flatten().flat_map(Names::iter))
            .chain(rules.into_iter().flatten().map(String::as_str))
            .chain(self.status.column.as_deref())
            .collect()
    }
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;
