//! Tables for spreadsheets: CSV with a byte order mark, so that Chinese reads right, and no text that would run as a
//! formula.

use crate::http::error::{Answer, Failure};

/// A table that grows line by line.
pub struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    /// A table with these column heads.
    pub fn new<const N: usize>(heads: [&str; N]) -> Answer<Self> {
        let mut sheet = Self(csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]));
        sheet.0.write_record(heads).map_err(Failure::internal)?;
        Ok(sheet)
    }

    /// One more line, with as many fields as there are heads.
    pub fn line<T: AsRef<str>>(&mut self, fields: impl IntoIterator<Item = T>) -> Answer<()> {
        self.0.write_record(fields.into_iter().map(|field| plain(field.as_ref()))).map_err(Failure::internal)
    }

    /// The whole text.
    pub fn text(self) -> Answer<String> {
        let bytes = self.0.into_inner().map_err(|e| Failure::internal(e.to_string()))?;
        String::from_utf8(bytes).map_err(Failure::internal)
    }
}

/// A spreadsheet would take a text that begins so for a formula.
fn plain(text: &str) -> String {
    let number = text.parse::<f64>().is_ok();
    if !number && text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
