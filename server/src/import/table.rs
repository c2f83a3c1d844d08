//! The CSV file: its header against the map, then row by row in constant memory, each with its line.
//!
//! A file that cannot be what the map says is refused before any row. A row that cannot be read (wrong number of
//! columns, bytes of another encoding) is rejected alone, with its line; the rest goes on.

use std::borrow::Cow;
use std::io::Read;

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};
use serde::Deserialize;

use super::lines::PlainLines;
use super::map::Map;
use super::report::{Reason, Reject};

/// How a file is encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    #[default]
    #[serde(rename = "utf-8")]
    #[value(name = "utf-8")]
    Utf8,
    /// GB 18030, which includes GBK and GB 2312.
    Gb18030,
}

impl Encoding {
    /// Whether a file in this encoding can be split at this sign byte by byte.
    pub fn can_split_at(self, delimiter: char) -> bool {
        let fits = delimiter.is_ascii() && !matches!(delimiter, '"' | '\r' | '\n' | '\0');
        match self {
            Self::Utf8 => fits,
            // The second and fourth byte of a GB 18030 sign can be 0x30–0x39 and 0x40–0x7E.
            Self::Gb18030 => fits && (delimiter < '0' || matches!(delimiter, ':' | ';')),
        }
    }

    /// The text of these bytes; `None` if they are not in this encoding.
    fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Gb18030 => encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes),
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Utf8 => Self::Gb18030,
            Self::Gb18030 => Self::Utf8,
        }
    }

    /// Its name, as maps write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gb18030 => "gb18030",
        }
    }
}

/// Why a file is refused before any row of it.
#[derive(Debug, thiserror::Error)]
pub enum BadTable {
    /// It cannot be read.
    #[error("cannot read the file: {0}")]
    Unreadable(#[from] csv::Error),
    /// Nothing in it.
    #[error("the file is empty: its first line must name the columns")]
    Empty,
    /// The header is in another encoding.
    #[error("the header is not {0}; does the file say it is {1}? Set encoding in the map")]
    Encoding(&'static str, &'static str),
    /// Two bytes a sign.
    #[error("the file is UTF-16; save it as UTF-8")]
    Utf16,
    /// Columns of the map that the file does not have.
    #[error("the file has no column {}; it has {}", quoted(.missing), quoted(.there))]
    Columns {
        /// What the map names.
        missing: Vec<String>,
        /// What the file has.
        there: Vec<String>,
    },
    /// A column of the map that stands there twice.
    #[error("the file has the column {0:?} more than once")]
    Twice(String),
}

fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("{n:?}")).collect();
    quoted.join(", ")
}

/// One row that could be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The line it begins on, counted from 1.
    pub line: u64,
    fields: Vec<String>,
}

/// A file that fits its map.
pub struct Table<R> {
    reader: Reader<PlainLines<R>>,
    encoding: Encoding,
    header: Vec<String>,
    record: ByteRecord,
}

/// A record longer than this is no ticket but a quote that was never closed.
const LONGEST: usize = 1024 * 1024;

impl<R: Read> Table<R> {
    /// Opens a file and checks its header against the map.
    pub fn open(source: R, map: &Map) -> Result<Self, BadTable> {
        let table = Self::of(source, map.delimiter, map.encoding)?;
        check_header(&table.header, &map.named_columns())?;
        Ok(table)
    }

    /// Opens a file whose header nobody has checked yet.
    pub fn of(source: R, delimiter: char, encoding: Encoding) -> Result<Self, BadTable> {
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(PlainLines::new(source));
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record)? {
            return Err(BadTable::Empty);
        }
        let first = record.get(0).unwrap_or_default();
        if first.starts_with(b"\xff\xfe") || first.starts_with(b"\xfe\xff") {
            return Err(BadTable::Utf16);
        }
        let wrong = || BadTable::Encoding(encoding.name(), encoding.other().name());
        let header = decoded(&record, encoding).map_err(|_| wrong())?;
        let header: Vec<String> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
        Ok(Self { reader, encoding, header, record })
    }

    /// The next row, or why it cannot be read; `None` at the end of the file.
    pub fn read(&mut self) -> Result<Option<Result<Row, Reject>>, BadTable> {
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => return Ok(None),
            Ok(true) => {}
            Err(error) if matches!(error.kind(), ErrorKind::Io(_)) => return Err(error.into()),
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                return Ok(Some(Err(Reject::of(line, Reason::Unreadable, "", &error.to_string()))));
            }
        }
        let line = self.line();
        let reject =
            |reason, column: &str, value: &str| Ok(Some(Err(Reject::of(line, reason, column, value))));
        if self.record.as_slice().len() > LONGEST {
            return reject(Reason::TooLong, "", "");
        }
        if self.record.len() != self.header.len() {
            let counts = format!("{} instead of {}", self.record.len(), self.header.len());
            return reject(Reason::ColumnCount, "", &counts);
        }
        match decoded(&self.record, self.encoding) {
            Ok(fields) => Ok(Some(Ok(Row { line, fields }))),
            Err(at) => reject(Reason::OtherEncoding, self.header.get(at).map_or("", String::as_str), ""),
        }
    }

    /// The line on which the record just read begins.
    ///
    /// The record's own position counts the empty lines that were skipped before it; counting back from its end
    /// is one short where a quote that is never closed swallowed the last line end.
    fn line(&self) -> u64 {
        let before = self.record.position().map_or(0, csv::Position::line);
        let inside = self.record.as_slice().split(|b| *b == b'\n').skip(1).count() as u64;
        self.reader.position().line().saturating_sub(1 + inside).max(before)
    }

    /// The names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The place of a column in every row.
    pub fn place(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name == column)
    }
}

impl Row {
    /// The field at a place, without blanks around it; empty where the row has none.
    pub fn field(&self, place: Option<usize>) -> &str {
        place.and_then(|p| self.fields.get(p)).map_or("", |f| f.trim())
    }
}

fn check_header(header: &[String], named: &[&str]) -> Result<(), BadTable> {
    let mut missing: Vec<String> = Vec::new();
    for name in named {
        match header.iter().filter(|h| h == name).count() {
            0 if missing.iter().all(|m| m != name) => missing.push((*name).to_owned()),
            0 | 1 => {}
            _ => return Err(BadTable::Twice((*name).to_owned())),
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(BadTable::Columns { missing, there: header.to_vec() }) }
}

/// The record's texts, or the place of the first that is not in the encoding.
///
/// Almost any bytes read as GB 18030, also those of UTF-8, only as nonsense. So a record of a GB 18030 file in
/// which everything beyond ASCII is UTF-8 with three-byte signs, as Chinese has, counts as being of the other.
fn decoded(record: &ByteRecord, encoding: Encoding) -> Result<Vec<String>, usize> {
    if encoding == Encoding::Gb18030 {
        let three_bytes = |f: &[u8]| f.iter().any(|b| (0xe3..=0xe9).contains(b));
        let is_utf8 = record.iter().all(|f| std::str::from_utf8(f).is_ok());
        if let Some(at) = record.iter().position(three_bytes).filter(|_| is_utf8) {
            return Err(at);
        }
    }
    let texts = record.iter().enumerate();
    texts.map(|(at, field)| encoding.decode(field).map(Cow::into_owned).ok_or(at)).collect()
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
