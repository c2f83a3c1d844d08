//! The calls of reports by mail: everybody's own.

use axum::extract::State;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::report::{NewReport, NoMail, Reports};
use steward_core::endpoint::Nothing;
use steward_core::ids::ReportId;
use steward_core::problem::{Code, Problem};
use steward_core::time::Instant;

use super::store;
use crate::accounts::Viewer;
use crate::app::App;
use crate::cockpit::taken::{self, Taken};
use crate::db::sql;
use crate::http::error::Answer;
use crate::http::json::{Json, PathId, Query};

/// The viewer's reports.
pub(in crate::cockpit) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(_): Query<Nothing>,
) -> Answer<Json<Reports>> {
    let mails = app.config().notify.mail.is_some();
    let mut conn = app.db().read.acquire().await?;
    all(&mut conn, &viewer.actor, mails, app.now()).await.map(Json)
}

/// The viewer wants one.
pub(in crate::cockpit) async fn subscribe(
    State(app): State<App>,
    viewer: Viewer,
    Json(new): Json<NewReport>,
) -> Answer<Json<Reports>> {
    let (actor, mails, now) = (viewer.actor, app.config().notify.mail.is_some(), app.now());
    let work = async move |conn: &mut AnyConnection| {
        let reports = all(&mut *conn, &actor, mails, now).await?;
        if let Some(why) = reports.no_mail {
            return Err(Problem::new(Code::Refused).with("rule", why.word()).into());
        }
        must_read(&mut *conn, &actor, &new.whose, now).await?;
        store::add(&mut *conn, &actor, &new, now).await?;
        all(conn, &actor, mails, now).await
    };
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}

/// The viewer wants one no more.
pub(in crate::cockpit) async fn unsubscribe(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<ReportId>,
) -> Answer<Json<Reports>> {
    let (actor, mails, now) = (viewer.actor, app.config().notify.mail.is_some(), app.now());
    let work = async move |conn: &mut AnyConnection| {
        store::remove(&mut *conn, &actor, &id).await?;
        all(conn, &actor, mails, now).await
    };
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}

/// [`Code::Forbidden`] for a role that has no cockpit.
async fn all(conn: &mut AnyConnection, actor: &Actor, mails: bool, now: Instant) -> Answer<Reports> {
    Taken::of(&mut *conn, actor, &CockpitQuery::default(), now).await?;
    let address = store::reader(&mut *conn, &actor.person).await?.map(|(_, address)| address);
    let address = address.unwrap_or_default();
    let no_mail = match (mails, address.is_empty()) {
        (false, _) => Some(NoMail::Server),
        (true, true) => Some(NoMail::Address),
        (true, false) => None,
    };
    Ok(Reports { no_mail, address, all: store::own(conn, actor).await? })
}

/// [`Code::NotFound`] for what is not in the viewer's scope.
async fn must_read(conn: &mut AnyConnection, actor: &Actor, whose: &Level, now: Instant) -> Answer<()> {
    let query = page_of(whose);
    Taken::of(&mut *conn, actor, &query, now).await?;
    let found = taken::projects(sql("select count(*) from projects p where "), actor, &query);
    if found.number(conn).await? == 0 { Err(Code::NotFound.into()) } else { Ok(()) }
}

/// The page that is meant, of whatever days.
pub(super) fn page_of(whose: &Level) -> CockpitQuery {
    let (region, project) = match whose {
        Level::Group => (None, None),
        Level::Region(region) => (Some(region.clone()), None),
        Level::Project(project) => (None, Some(project.clone())),
    };
    CockpitQuery { region, project, ..CockpitQuery::default() }
}
