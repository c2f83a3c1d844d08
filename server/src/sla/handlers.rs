//! The rules of one project, so that the browser promises what the server will keep.

use axum::extract::State;
use steward_core::ids::ProjectId;
use steward_core::problem::Code;
use steward_core::sla::policy::Rules;

use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::Answer;
use crate::http::json::{Json, PathId};

/// The rules of a project that the viewer reaches.
pub(super) async fn rules(
    State(app): State<App>,
    viewer: Viewer,
    PathId(project): PathId<ProjectId>,
) -> Answer<Json<Rules>> {
    if !viewer.actor.reaches_project(&project) {
        return Err(Code::NotFound.into());
    }
    let found = app.book().read(app.db(), &project, app.now(), app.now()).await?;
    Ok(Json(found.rules.clone()))
}
