//! The customers' voice, coded (客户声音编码, VoC, S35): what people say in their own words, read by a person and given
//! codes of one code book and a sentiment, so that it can be counted beside what is measured.
//!
//! [`book`] is the code book in its versions, [`text`] which texts there are, [`reading`] what a reader makes of one,
//! [`suggest`] what the book's key words propose, [`agreement`] how far two readers agree, [`summary`] what a month
//! says (R33), [`api`] how all of it travels. Staff's suggestions (S38) are texts like those of owners.
//!
//! Invariants: nothing is coded but by a person; a code is never deleted; a later reading replaces an earlier one and
//! does not erase it; texts and counts from surveys obey the surveys' own rule (`campaign::disclosure`).

pub mod agreement;
pub mod api;
pub mod book;
pub mod reading;
pub mod suggest;
pub mod summary;
pub mod text;

#[cfg(test)]
mod tests;

pub use agreement::{Agreement, kappa};
pub use book::{Code, CodeBook};
pub use reading::{Reading, ReadingDraft, Sentiment};
pub use text::{Month, TextKind, TextRef};
