//! Tickets of an older system, from any CSV file (历史工单导入), and the facts of households ([`homes`]).
//!
//! A [`map`] says what the columns mean; [`table`] reads the file row by row; [`row`] turns a row into facts or a
//! [`report::Reason`]; [`asks`] turns facts into the commands that bring them about at their original times; [`run`]
//! gives those to the writer like any other. Running the same file again changes nothing, since the ids of the
//! commands follow from the source and the key; a ticket that was open then and is closed now gets closed.
//!
//! Nothing here decides what a ticket may do, and nothing is invented: limits that nobody had promised are not
//! applied, an imported ticket carries only the due time it came with.

pub mod asks;
pub mod dates;
pub mod homes;
mod lines;
pub mod map;
mod places;
pub mod report;
pub mod row;
mod run;
pub mod table;

pub use map::{BadMap, Map};
pub use report::{Reason, Reject, Report};
pub use run::{CannotImport, Import};
