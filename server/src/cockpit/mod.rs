//! The cockpit (驾驶舱) on the server: sums over exactly what the viewer may count, permission inside the query.
//!
//! What a ticket counts as is core's `counted`; the [`projection`] keeps its sums, and a test counts every ticket anew and
//! compares.

pub mod alarms;
mod channels;
mod deviations;
mod export;
mod figures;
mod handlers;
mod kinds;
pub(crate) mod measured;
mod milestones;
mod parts;
pub mod projection;
pub mod reports;
mod surveys;
pub(crate) mod taken;
mod thresholds;
mod trends;

use steward_core::cockpit::alarm::api as alarm;
use steward_core::cockpit::channels as ways;
use steward_core::cockpit::kinds as complaints;
use steward_core::cockpit::milestone::api as milestone;
use steward_core::cockpit::{figures as page, goals, parts as taken_apart, report, trends as steps};

use crate::http::routes::Api;

/// The calls of this feature.
pub fn api() -> Api {
    Api::new()
        .call(&page::COCKPIT, handlers::cockpit)
        .call(&page::EXPORT_COCKPIT, export::export)
        .call(&steps::TRENDS, handlers::trends)
        .call(&taken_apart::PARTS, handlers::parts)
        .call(&complaints::COMPLAINT_KINDS, handlers::complaints)
        .call(&ways::CHANNELS, handlers::channels)
        .call(&report::REPORTS, reports::handlers::list)
        .call(&report::SUBSCRIBE, reports::handlers::subscribe)
        .call(&report::UNSUBSCRIBE, reports::handlers::unsubscribe)
        .call(&goals::THRESHOLDS, thresholds::list)
        .call(&goals::SET_THRESHOLD, thresholds::set)
        .call(&goals::DECIDE_THRESHOLD, thresholds::decide)
        .call(&milestone::MILESTONES, milestones::list)
        .call(&milestone::PLAN_MILESTONES, milestones::plan)
        .call(&milestone::MOVE_MILESTONE, milestones::moves)
        .call(&alarm::ALARMS, alarms::handlers::list)
        .call(&alarm::ALARM, alarms::handlers::one)
        .call(&alarm::MOVE_ALARM, alarms::handlers::moves)
}
