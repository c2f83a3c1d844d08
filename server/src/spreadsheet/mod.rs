//! Tables for spreadsheets (表格): one line after the other into a file, whatever the format, so that a table of any
//! length takes no more memory than a short one.
//!
//! In neither format a text runs as a formula. CSV begins with a byte order mark, so that Chinese reads right; in a
//! workbook numbers are numbers and dates are dates.

mod csv;
pub mod hand_out;
#[cfg(test)]
mod tests;
mod xlsx;

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::Path;

use chrono::NaiveDateTime;
use steward_core::day::Day;
use steward_core::export::Format;
use steward_core::problem::{Code, Problem};

use crate::http::error::{Answer, Failure};

/// What stands in a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words: never a number and never a formula, whatever they look like.
    Text(String),
    /// A number in units of its last decimal place, and how many places there are: 9513 with two are 95.13.
    Number(i64, u8),
    /// A date.
    Day(Day),
    /// A date and time of day, as the clocks of the place show it; said to the minute.
    Moment(NaiveDateTime),
}

impl Cell {
    /// What is known of a value, or nothing.
    pub fn maybe<T: Into<Self>>(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number, 0)
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX), 0)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number.into(), 0)
    }
}

impl From<Day> for Cell {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

impl From<NaiveDateTime> for Cell {
    fn from(moment: NaiveDateTime) -> Self {
        Self::Moment(moment)
    }
}

/// A table that grows line by line.
pub struct Sheet {
    format: Format,
    lines: u64,
    writer: Writer,
}

enum Writer {
    Csv(Box<csv::Text>),
    Xlsx(Box<xlsx::Book>),
}

impl Sheet {
    /// A table with these column heads. It grows in `folder`, where nobody sees it.
    pub fn new(format: Format, folder: &Path, heads: &[&str]) -> Answer<Self> {
        let writer = match format {
            Format::Csv => Writer::Csv(Box::new(csv::Text::new(folder, heads)?)),
            Format::Xlsx => Writer::Xlsx(Box::new(xlsx::Book::new(folder, heads)?)),
        };
        Ok(Self { format, lines: 0, writer })
    }

    /// One more line, with as many cells as there are heads; [`Code::TooMany`] where the format has no place for it.
    pub fn line(&mut self, cells: impl IntoIterator<Item = Cell>) -> Answer<()> {
        check(self.format, self.lines + 1)?;
        self.lines += 1;
        match &mut self.writer {
            Writer::Csv(text) => text.line(cells),
            Writer::Xlsx(book) => book.line(cells),
        }
    }

    /// The whole file.
    pub fn done(self) -> Answer<Made> {
        let mut file = match self.writer {
            Writer::Csv(text) => text.done()?,
            Writer::Xlsx(book) => book.done()?,
        };
        file.rewind().map_err(Failure::internal)?;
        Ok(Made { format: self.format, lines: self.lines, file })
    }
}

/// Whether a format has place for so many lines; else [`Code::TooMany`] with how many it has.
pub fn check(format: Format, lines: u64) -> Answer<()> {
    match format.most_lines() {
        Some(most) if lines > most => Err(Problem::new(Code::TooMany).with("max", most).into()),
        _ => Ok(()),
    }
}

/// A table that is complete. Its file has no name: it is gone with this.
#[derive(Debug)]
pub struct Made {
    /// Its format.
    pub format: Format,
    /// How many lines it has below the heads.
    pub lines: u64,
    file: File,
}

impl Made {
    /// All of it in memory, for what is small.
    pub fn bytes(mut self) -> Answer<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes).map_err(Failure::internal)?;
        Ok(bytes)
    }
}
