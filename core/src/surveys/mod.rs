//! Ratings and surveys (评价与调查): how answers become scores, and how ratings become tamper-evident.
//!
//! [`score`] is the statistics, one tested definition for every screen; [`ledger`] the chain of hashes over ratings
//! (R34). Who may rate what and when is `rating`'s business; [`campaign`] is surveys (S30);
//! [`coding`] what people say in their own words, by a code book (S35).

pub mod api;
pub mod campaign;
pub mod coding;
pub mod ledger;
pub mod rating;
pub mod rules;
pub mod score;

#[cfg(test)]
mod tests;
