//! A table as a workbook with one sheet.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use chrono::{NaiveDateTime, Timelike as _};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use steward_core::day::Day;

use super::Cell;
use crate::http::error::{Answer, Failure};

/// The longest text of a cell, in the units of UTF-16.
const LONGEST: usize = 32_767;
/// The number of 1 January 1970 among the days of a workbook.
const EPOCH: i64 = 25_569;
/// How wide columns are, in digits: most of what is in them can be read without pulling at them.
const WIDE: f64 = 16.0;

/// The workbook.
pub(super) struct Book {
    written: Workbook,
    folder: PathBuf,
    next: u32,
    looks: Looks,
}

/// How numbers and dates are shown.
struct Looks {
    places: [Format; 4],
    day: Format,
    moment: Format,
}

impl Book {
    pub(super) fn new(folder: &Path, heads: &[&str]) -> Answer<Self> {
        Self::begin(folder, heads).map_err(Failure::internal)
    }

    fn begin(folder: &Path, heads: &[&str]) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        // A line is in the file as soon as the next one begins.
        book.set_tempdir(folder)?;
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (head, column) in heads.iter().zip(0..) {
            sheet.set_column_width(column, WIDE)?;
            sheet.write_string_with_format(0, column, *head, &bold)?;
        }
        let number = |shown: &str| Format::new().set_num_format(shown);
        let looks = Looks {
            places: ["0", "0.0", "0.00", "0.000"].map(number),
            day: number("yyyy-mm-dd"),
            moment: number("yyyy-mm-dd hh:mm"),
        };
        Ok(Self { written: book, folder: folder.to_owned(), next: 1, looks })
    }

    pub(super) fn line(&mut self, cells: impl IntoIterator<Item = Cell>) -> Answer<()> {
        let row = self.next;
        self.next += 1;
        let sheet = self.written.worksheet_from_index(0).map_err(Failure::internal)?;
        for (cell, column) in cells.into_iter().zip(0..) {
            write(sheet, (row, column), cell, &self.looks).map_err(Failure::internal)?;
        }
        Ok(())
    }

    pub(super) fn done(mut self) -> Answer<File> {
        let mut file = BufWriter::new(tempfile::tempfile_in(&self.folder).map_err(Failure::internal)?);
        self.written.save_to_writer(&mut file).map_err(Failure::internal)?;
        file.flush().map_err(Failure::internal)?;
        file.into_inner().map_err(|e| Failure::internal(e.to_string()))
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, shortened(text))?;
        }
        Cell::Number(number, places) => {
            let [whole, ..] = &looks.places;
            let look = looks.places.get(usize::from(places)).unwrap_or(whole);
            sheet.write_number_with_format(row, column, quotient(number, 10_i64.pow(places.into())), look)?;
        }
        Cell::Day(day) => {
            sheet.write_number_with_format(row, column, quotient(days(day), 1), &looks.day)?;
        }
        Cell::Moment(moment) => {
            sheet.write_number_with_format(row, column, quotient(minutes(moment), 1_440), &looks.moment)?;
        }
    }
    Ok(())
}

fn days(day: Day) -> i64 {
    day.number() + EPOCH
}

fn minutes(moment: NaiveDateTime) -> i64 {
    days(Day(moment.date())) * 1_440 + i64::from(moment.hour()) * 60 + i64::from(moment.minute())
}

/// What a workbook keeps of a number: it has no other kind.
#[expect(clippy::cast_precision_loss, reason = "a workbook keeps 15 digits of any number")]
fn quotient(number: i64, of: i64) -> f64 {
    number as f64 / of as f64
}

/// As much of a text as a cell takes.
fn shortened(text: String) -> String {
    // A character takes one unit for each byte at most.
    if text.len() <= LONGEST {
        return text;
    }
    let mut room = LONGEST;
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    text.chars().take_while(fits).collect()
}
