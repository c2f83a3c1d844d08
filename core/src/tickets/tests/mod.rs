//! The ticket rules, proven: every cell of who may do what, every worked example, and laws over random histories.

mod desk;
mod drafts;
mod examples;
mod exceptions;
mod laws;
mod paths;
mod privacy;
mod rows;
mod table;
