//! The call of the overview page.

use axum::extract::State;
use steward_core::cockpit::api::{Overview, OverviewQuery};

use super::overview;
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
