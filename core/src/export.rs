//! Tables that leave the product as files (导出): in which format, and what a call answers that hands one out.
//!
//! An export takes what a screen shows by the query of that screen, and is logged. It is *not* a way to read more.

use serde::{Deserialize, Serialize};

use crate::words::words;

words! {
    /// A format of tables (文件格式).
    Format {
        /// Text with commas, which begins with a byte order mark, so that spreadsheets read Chinese.
        Csv = "csv",
        /// A workbook with one sheet, in which numbers are numbers and dates are dates.
        Xlsx = "xlsx",
    }
}

impl Format {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// How many lines fit below the heads; `None` where there is no end. A sheet has 1,048,576 rows.
    pub const fn most_lines(self) -> Option<u64> {
        match self {
            Self::Csv => None,
            Self::Xlsx => Some(1_048_575),
        }
    }
}

/// What is wanted, and as what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ExportOf{Q}"))]
#[serde(deny_unknown_fields)]
pub struct Export<Q> {
    /// The format.
    pub format: Format,
    /// What the screen asks for.
    pub query: Q,
}

/// A file: its name is in the answer's `content-disposition`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct File {}
