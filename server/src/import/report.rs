//! What an import did: counts, and every rejected row with its line and reason (导入报告).

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// Why a row was not imported.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The row cannot be read at all.
    Unreadable,
    /// It has more or fewer columns than the header.
    ColumnCount,
    /// Its bytes are of another encoding than the map says.
    OtherEncoding,
    /// A compulsory field is empty.
    Empty,
    /// A field is longer than a ticket takes.
    TooLong,
    /// A field is shorter than a ticket takes.
    TooShort,
    /// A field has control characters.
    BadCharacters,
    /// A date in none of the map's forms.
    UnreadableDate,
    /// A time that has not come yet.
    InTheFuture,
    /// It was closed before it was opened.
    ClosedBeforeOpened,
    /// It was due before it was opened.
    DueBeforeOpened,
    /// Its status says closed, but no column says when.
    ClosedWithoutTime,
    /// A word that the map's table does not have.
    UnknownWord,
    /// A home that the project does not have.
    UnknownHome,
    /// A home that an earlier row of the file names too.
    Twice,
    /// A date that cannot be beside the others, as moving in before the handover.
    ImpossibleDate,
    /// A project that is not there.
    NoSuchProject,
    /// A project that is not there, and the map does not say where to make it.
    UnknownProject,
    /// The rules of the product refused it; the value is the rule.
    Refused,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "cannot be read",
            Self::ColumnCount => "wrong number of columns (a quote that is not closed?)",
            Self::OtherEncoding => "not in the encoding that the map names",
            Self::Empty => "empty",
            Self::TooLong => "too long",
            Self::TooShort => "too short",
            Self::BadCharacters => "control characters",
            Self::UnreadableDate => "no date in any of the map's forms",
            Self::InTheFuture => "in the future",
            Self::ClosedBeforeOpened => "closed before it was opened",
            Self::DueBeforeOpened => "due before it was opened",
            Self::ClosedWithoutTime => "closed, but without a closing time",
            Self::UnknownWord => "not in the map's table, which has no default",
            Self::UnknownHome => "no such home in this project",
            Self::Twice => "an earlier row is about the same home",
            Self::ImpossibleDate => "cannot be beside the other dates of this home",
            Self::NoSuchProject => "no such project",
            Self::UnknownProject => "no such project, and the map does not say where to make it (create_in)",
            Self::Refused => "refused by a rule",
        })
    }
}

/// A row that was not imported.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reject {
    /// The line it begins on, counted from 1.
    pub line: u64,
    /// Its key, where it could be read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// Why.
    pub reason: Reason,
    /// In which column.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub column: String,
    /// What stood there, cut to 80 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
}

impl Reject {
    /// A rejected row.
    pub fn of(line: u64, reason: Reason, column: &str, value: &str) -> Self {
        let value: String = value.chars().take(80).map(|c| if c.is_control() { ' ' } else { c }).collect();
        Self { line, key: String::new(), reason, column: column.to_owned(), value }
    }

    /// The same with the row's key.
    #[must_use]
    pub fn of_key(self, key: &str) -> Self {
        Self { key: key.chars().take(80).collect(), ..self }
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.key.is_empty() {
            write!(f, " (key {})", self.key)?;
        }
        write!(f, ": ")?;
        if !self.column.is_empty() {
            write!(f, "{}: ", self.column)?;
        }
        write!(f, "{}", self.reason)?;
        if self.value.is_empty() { Ok(()) } else { write!(f, ": {:?}", self.value) }
    }
}

/// What an import did.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Report {
    /// The source's name.
    pub source: String,
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// Rows below the header.
    pub rows: u64,
    /// New tickets; in a dry run, those that would be.
    pub imported: u64,
    /// Rows whose ticket was there already, from an earlier import or an earlier row.
    pub known: u64,
    /// Rows whose ticket was open after an earlier import and is closed now.
    pub closed_since: u64,
    /// Rows that the map's status table leaves out.
    pub left_out: u64,
    /// Rows that were not imported, in the order of the file.
    pub rejected: Vec<Reject>,
    /// Projects that were made, by id and name.
    pub projects_made: BTreeMap<String, String>,
    /// Words of the source that no table lists, as `category: Smoking`, and how often the default stood in.
    pub by_default: BTreeMap<String, u64>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 50;
        for (id, name) in &self.projects_made {
            let verb = if self.dry_run { "would be made" } else { "made" };
            writeln!(f, "project {id} ({name}) {verb}")?;
        }
        for (word, n) in &self.by_default {
            writeln!(f, "by default {n:>6}  {word}")?;
        }
        for reject in self.rejected.iter().take(SHOWN) {
            writeln!(f, "rejected {reject}")?;
        }
        if self.rejected.len() > SHOWN {
            writeln!(f, "… and {} more; --report FILE lists all", self.rejected.len() - SHOWN)?;
        }
        let imported = if self.dry_run { "would be imported" } else { "imported" };
        write!(
            f,
            "{}: {} rows, {} {imported}, {} known, {} closed since, {} left out, {} rejected",
            self.source,
            self.rows,
            self.imported,
            self.known,
            self.closed_since,
            self.left_out,
            self.rejected.len()
        )
    }
}
