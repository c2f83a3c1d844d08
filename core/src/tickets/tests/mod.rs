//! The ticket rules, proven: every cell of who may do what, every worked example, and laws over random histories.

mod beside;
mod counts;
mod desk;
mod drafts;
mod examples_clocks;
mod examples_complaints;
mod examples_limits;
mod examples_people;
mod exceptions;
mod laws;
mod paths;
mod privacy;
mod recalculated;
mod replayed;
mod rounds;
mod rows;
mod table;
mod voices;
mod wordings;
