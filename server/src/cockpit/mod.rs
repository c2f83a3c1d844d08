//! The cockpit (驾驶舱) on the server: counts per project, over exactly what the viewer may count.
//!
//! Sets, not rows: each number is summed by the database, permission inside the query. What counts as met, late or
//! due soon is core's `Tally::count`; a test folds every ticket with it and compares.

mod figures;
mod handlers;
pub(crate) mod measured;
pub mod overview;
pub mod projection;

use steward_core::cockpit::{api, figures as page};

use crate::http::routes::Api;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new().call(&api::OVERVIEW, handlers::overview).call(&page::COCKPIT, handlers::cockpit)
}
