//! The calls of the overview page and of the cockpit's.

use axum::extract::State;
use steward_core::cockpit::api::{Overview, OverviewQuery};
use steward_core::cockpit::figures::{Cockpit, CockpitQuery};
use steward_core::cockpit::kinds::ComplaintKinds;
use steward_core::cockpit::parts::{Parts, PartsQuery};
use steward_core::cockpit::trends::Trends;

use super::{figures, kinds, overview, parts, trends};
use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::Answer;
use crate::http::json::{Json, Query};

/// Counts per project of the viewer's scope.
pub(super) async fn overview(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<OverviewQuery>,
) -> Answer<Json<Overview>> {
    overview::read(app.db(), &viewer.actor, &query, app.now()).await.map(Json)
}

/// What the indicators of the viewer's scope follow from.
pub(super) async fn cockpit(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<CockpitQuery>,
) -> Answer<Json<Cockpit>> {
    figures::read(app.db(), &viewer.actor, &query, app.now()).await.map(Json)
}

/// How the sums of the viewer's scope went.
pub(super) async fn trends(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<CockpitQuery>,
) -> Answer<Json<Trends>> {
    trends::read(app.db(), &viewer.actor, &query, app.now()).await.map(Json)
}

/// The buildings or people in the viewer's scope.
pub(super) async fn parts(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<PartsQuery>,
) -> Answer<Json<Parts>> {
    parts::read(app.db(), &viewer.actor, &query, app.now()).await.map(Json)
}

/// What complaints are about.
pub(super) async fn complaints(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<CockpitQuery>,
) -> Answer<Json<ComplaintKinds>> {
    kinds::read(app.db(), &viewer.actor, &query, app.now()).await.map(Json)
}
