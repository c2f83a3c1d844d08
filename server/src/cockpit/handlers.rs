//! The calls of the cockpit's page.

use axum::extract::State;
use steward_core::cockpit::channels::Channels;
use steward_core::cockpit::figures::{Cockpit, CockpitQuery};
use steward_core::cockpit::kinds::ComplaintKinds;
use steward_core::cockpit::parts::{Parts, PartsQuery};
use steward_core::cockpit::trends::Trends;

use super::{channels, figures, kinds, parts, trends};
use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::Answer;
use crate::http::json::{Json, Query};

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

/// How promises were kept on each way that an owner comes.
pub(super) async fn channels(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<CockpitQuery>,
) -> Answer<Json<Channels>> {
    channels::read(app.db(), &viewer.actor, &query, app.now()).await.map(Json)
}
