//! A table as text.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use super::Cell;
use crate::http::error::{Answer, Failure};

/// The text.
pub(super) struct Text(csv::Writer<BufWriter<File>>);

impl Text {
    pub(super) fn new(folder: &Path, heads: &[&str]) -> Answer<Self> {
        let mut file = BufWriter::new(tempfile::tempfile_in(folder).map_err(Failure::internal)?);
        file.write_all(&[0xEF, 0xBB, 0xBF]).map_err(Failure::internal)?;
        let mut text = Self(csv::Writer::from_writer(file));
        text.0.write_record(heads).map_err(Failure::internal)?;
        Ok(text)
    }

    pub(super) fn line(&mut self, cells: impl IntoIterator<Item = Cell>) -> Answer<()> {
        self.0.write_record(cells.into_iter().map(words)).map_err(Failure::internal)
    }

    pub(super) fn done(self) -> Answer<File> {
        let file = self.0.into_inner().map_err(|e| Failure::internal(e.to_string()))?;
        file.into_inner().map_err(|e| Failure::internal(e.to_string()))
    }
}

fn words(cell: Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => plain(text),
        Cell::Number(number, places) => decimal(number, places),
        Cell::Day(day) => day.into(),
        Cell::Moment(moment) => moment.format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// A spreadsheet would take a text that begins so for a formula.
fn plain(text: String) -> String {
    let number = text.parse::<f64>().is_ok();
    if !number && text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// A number as it is written: 9513 with two places is 95.13.
pub(super) fn decimal(number: i64, places: u8) -> String {
    let digits = number.unsigned_abs().to_string();
    let places = usize::from(places);
    let sign = if number < 0 { "-" } else { "" };
    if places == 0 {
        return format!("{sign}{digits}");
    }
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{part}")
}
