//! The calls of survey campaigns: reading on a reading connection, everything else in the writer's transaction.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, State};
use axum::http::header;
use axum::http::request::Parts;
use chrono::NaiveDate;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::Nothing;
use steward_core::export::Export;
use steward_core::ids::{CallBackId, CampaignId, ImprovementId, SurveyLink};
use steward_core::surveys::campaign::api::{
    CampaignPage, CampaignRow, EditCampaign, GiveAnswer, HouseholdLink, LinksOf, MoveCampaign,
    MoveImprovement, NewCampaign, NewImprovement, Preview, ProjectLink, ResultsPage, Sheet, Taken,
};
use steward_core::surveys::campaign::cadence::is_overdue;
use steward_core::surveys::campaign::call_back::{CallBackRow, Move, Wish, Wished};
use steward_core::surveys::campaign::disclosure::LEAST;
use steward_core::surveys::campaign::improvement::{Improvement, ImprovementDraft};
use steward_core::surveys::campaign::results::{Depth, Response};
use steward_core::surveys::campaign::{Campaign, Phase, Plan};
use steward_core::time::Instant;

use super::start::Told;
use super::{access, answer, call_backs as calls, figures, improve, links, people, plans, start, store};
use crate::accounts::viewer::{Address, Viewer};
use crate::app::App;
use crate::http::error::Answer;
use crate::http::json::{Json, PathId};
use crate::spreadsheet::hand_out as out;
use crate::{owners, random};

pub(super) async fn list(State(app): State<App>, viewer: Viewer) -> Answer<Json<Vec<CampaignRow>>> {
    access::depth(&viewer.actor)?;
    let now = app.now();
    let mut conn = app.db().read.acquire().await?;
    let zone = owners::zone(&mut conn).await?;
    let mut rows = Vec::new();
    for (campaign, followed) in store::list(&mut conn, &viewer.actor).await? {
        let projects = store::projects(&mut conn, &viewer.actor, &campaign).await?;
        let asked: Option<Vec<u64>> = projects.iter().map(|p| p.asked).collect();
        let asked = asked.filter(|_| store::has_invitations(&campaign)).map(|a| a.iter().sum());
        let response = Response { asked, answered: projects.iter().map(|p| p.answered).sum() };
        let overdue = !followed && is_late(&campaign, now, |at| owners::date(zone, at));
        rows.push(row(campaign, overdue, response, now));
    }
    Ok(Json(rows))
}

fn row(campaign: Campaign, overdue: bool, response: Response, now: Instant) -> CampaignRow {
    let (phase, ends) = (campaign.phase(now), campaign.ends());
    let plan = campaign.plan;
    CampaignRow {
        id: campaign.id,
        name: plan.name,
        phase,
        mode: plan.mode,
        wave: campaign.wave,
        opens: plan.opens,
        ends,
        cadence: plan.cadence,
        contracts: campaign.contracts,
        overdue,
        response,
    }
}

/// Whether the wave after this one is overdue (R32); a draft has no wave after it.
fn is_late(campaign: &Campaign, now: Instant, date: impl Fn(Instant) -> NaiveDate) -> bool {
    campaign.phase(now) != Phase::Draft
        && is_overdue(date(campaign.plan.opens), campaign.plan.cadence, date(now))
}

pub(super) async fn begin(
    State(app): State<App>,
    viewer: Viewer,
    Json(new): Json<NewCampaign>,
) -> Answer<Json<CampaignPage>> {
    let (actor, seed) = (viewer.actor.clone(), random::id()?);
    let work = async move |conn: &mut AnyConnection| plans::begin(conn, &actor, new, seed).await;
    let id = app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await?;
    show(&app, &viewer.actor, &id).await
}

pub(super) async fn preview(
    State(app): State<App>,
    viewer: Viewer,
    Json(plan): Json<Plan>,
) -> Answer<Json<Preview>> {
    let mut conn = app.db().read.acquire().await?;
    plans::may(&mut conn, &viewer.actor, Action::Create, &plan).await?;
    let now = app.now();
    let today = owners::today(&mut conn, now).await?;
    people::preview(&mut conn, &viewer.actor, &plan, (now, today)).await.map(Json)
}

pub(super) async fn page(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<CampaignId>,
) -> Answer<Json<CampaignPage>> {
    show(&app, &viewer.actor, &id).await
}

async fn show(app: &App, actor: &Actor, id: &CampaignId) -> Answer<Json<CampaignPage>> {
    let mut conn = app.db().read.acquire().await?;
    let campaign = store::seen(&mut conn, actor, id).await?;
    let now = app.now();
    let zone = owners::zone(&mut conn).await?;
    let followed = store::next_wave(&mut conn, id).await?.is_some();
    let projects = store::projects(&mut conn, actor, &campaign).await?;
    let depth = access::depth(actor)?;
    Ok(Json(CampaignPage {
        phase: campaign.phase(now),
        may_change: access::may_touch(actor, Action::Update, &campaign.plan.audience.projects),
        full: depth == Depth::Full,
        projects: if depth == Depth::Full { projects } else { Vec::new() },
        overdue: !followed && is_late(&campaign, now, |at| owners::date(zone, at)),
        campaign,
    }))
}

pub(super) async fn edit(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<CampaignId>,
    Json(edit): Json<EditCampaign>,
) -> Answer<Json<CampaignPage>> {
    let (actor, now, key) = (viewer.actor.clone(), app.now(), id.clone());
    app.writer()
        .run(move |conn| Box::pin(async move { plans::change(conn, &actor, &key, edit, now).await }))
        .await?;
    show(&app, &viewer.actor, &id).await
}

pub(super) async fn move_on(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<CampaignId>,
    Json(given): Json<MoveCampaign>,
) -> Answer<Json<CampaignPage>> {
    let (actor, now, key) = (viewer.actor.clone(), app.now(), id.clone());
    let channels = app.config().notify.channels();
    app.writer()
        .run(move |conn| {
            Box::pin(async move {
                let told = Told { channels, today: owners::today(conn, now).await? };
                start::move_on(conn, &actor, (&key, &given), &told, now).await
            })
        })
        .await?;
    show(&app, &viewer.actor, &id).await
}

pub(super) async fn results(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<CampaignId>,
) -> Answer<Json<ResultsPage>> {
    let actor = &viewer.actor;
    let mut conn = app.db().moment().await?;
    let campaign = store::seen(&mut conn, actor, &id).await?;
    let figures = figures::of(&mut conn, actor, &campaign).await?;
    let next = store::next_wave(&mut conn, &id).await?;
    let next = match next {
        Some(next) => {
            let then = figures::of(&mut conn, actor, &next).await?;
            (then.results.response.answered >= LEAST).then_some(next.id)
        }
        None => None,
    };
    let full = access::depth(actor)? == Depth::Full;
    let improvements = if full { improve::list(&mut conn, &id).await? } else { Vec::new() };
    Ok(Json(ResultsPage {
        phase: campaign.phase(app.now()),
        may_change: access::may_touch(actor, Action::Update, &campaign.plan.audience.projects),
        campaign,
        names: figures.names,
        results: figures.results,
        improvements,
        next,
    }))
}

pub(super) async fn export(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<CampaignId>,
    Json(asked): Json<Export<Nothing>>,
) -> Answer<axum::response::Response> {
    let actor = viewer.actor;
    let turn = out::turn().await?;
    let mut moment = app.db().moment().await?;
    let campaign = store::seen(&mut moment, &actor, &id).await?;
    let figures = figures::of(&mut moment, &actor, &campaign).await?;
    drop(moment);
    let made = figures::table(&campaign, &figures, asked.format, &app.config().data)?;
    drop(turn);
    let taken = out::Taken {
        actor: &actor,
        action: "survey-export",
        project: None,
        about: id.as_str(),
        asked: String::new(),
        name: format!("survey-{id}"),
    };
    out::hand_out(&app, made, taken).await
}

pub(super) async fn links(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<CampaignId>,
    base: Base,
    Json(of): Json<LinksOf>,
) -> Answer<Json<Vec<HouseholdLink>>> {
    let (actor, now) = (viewer.actor, app.now());
    app.writer()
        .run(move |conn| {
            Box::pin(async move { links::print(conn, &actor, (&id, &of.project), (&base.0, now)).await })
        })
        .await
        .map(Json)
}

pub(super) async fn open_links(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<CampaignId>,
    base: Base,
) -> Answer<Json<Vec<ProjectLink>>> {
    let mut conn = app.db().read.acquire().await?;
    let campaign = store::seen(&mut conn, &viewer.actor, &id).await?;
    links::open(&mut conn, &viewer.actor, &campaign, &base.0).await.map(Json)
}

pub(super) async fn add_improvement(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<CampaignId>,
    Json(new): Json<NewImprovement>,
) -> Answer<Json<Improvement>> {
    let actor = viewer.actor;
    let work = async move |conn: &mut AnyConnection| improve::add(conn, &actor, &id, new).await;
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}

pub(super) async fn edit_improvement(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<ImprovementId>,
    Json(draft): Json<ImprovementDraft>,
) -> Answer<Json<Improvement>> {
    let actor = viewer.actor;
    let work = async move |conn: &mut AnyConnection| improve::edit(conn, &actor, &id, draft).await;
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}

pub(super) async fn move_improvement(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<ImprovementId>,
    Json(given): Json<MoveImprovement>,
) -> Answer<Json<Improvement>> {
    let (actor, now) = (viewer.actor, app.now());
    let work =
        async move |conn: &mut AnyConnection| improve::move_on(conn, &actor, (&id, given.to), now).await;
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}

pub(super) async fn sheet(State(app): State<App>, PathId(link): PathId<SurveyLink>) -> Answer<Json<Sheet>> {
    read_sheet(&app, &link, false).await
}

pub(super) async fn open_sheet(
    State(app): State<App>,
    PathId(link): PathId<SurveyLink>,
) -> Answer<Json<Sheet>> {
    read_sheet(&app, &link, true).await
}

async fn read_sheet(app: &App, link: &SurveyLink, is_open: bool) -> Answer<Json<Sheet>> {
    let group = crate::accounts::people::group_name(app).await?;
    let mut conn = app.db().read.acquire().await?;
    answer::sheet(&mut conn, link, is_open, (group, app.now())).await.map(Json)
}

pub(super) async fn answer(
    State(app): State<App>,
    address: Address,
    PathId(link): PathId<SurveyLink>,
    Json(given): Json<GiveAnswer>,
) -> Answer<Json<Taken>> {
    take(&app, &address, link, false, given).await
}

pub(super) async fn open_answer(
    State(app): State<App>,
    address: Address,
    PathId(link): PathId<SurveyLink>,
    Json(given): Json<GiveAnswer>,
) -> Answer<Json<Taken>> {
    take(&app, &address, link, true, given).await
}

async fn take(
    app: &App,
    address: &Address,
    link: SurveyLink,
    is_open: bool,
    given: GiveAnswer,
) -> Answer<Json<Taken>> {
    app.limits().answer.take(&address.0)?;
    let now = app.now();
    app.writer()
        .run(move |conn| Box::pin(async move { answer::take(conn, &link, is_open, given, now).await }))
        .await
        .map(Json)
}

pub(super) async fn wish_call(
    State(app): State<App>,
    address: Address,
    PathId(link): PathId<SurveyLink>,
    Json(wish): Json<Wish>,
) -> Answer<Json<Wished>> {
    app.limits().answer.take(&address.0)?;
    let now = app.now();
    let caller = calls::caller(&mut *app.db().read.acquire().await?, &link).await?;
    let project = app.book().read(app.db(), &caller.project, now, now).await?;
    let ways = (project.rules.policy.voices.follow_up_within, app.config().notify.channels());
    app.writer()
        .run(move |conn| Box::pin(async move { calls::wish(conn, caller, wish, ways, now).await }))
        .await
        .map(Json)
}

pub(super) async fn call_backs(State(app): State<App>, viewer: Viewer) -> Answer<Json<Vec<CallBackRow>>> {
    let mut conn = app.db().read.acquire().await?;
    calls::list(&mut conn, &viewer.actor, app.now()).await.map(Json)
}

pub(super) async fn move_call_back(
    State(app): State<App>,
    viewer: Viewer,
    PathId(id): PathId<CallBackId>,
    Json(step): Json<Move>,
) -> Answer<Json<CallBackRow>> {
    let (actor, now) = (viewer.actor, app.now());
    let work = async move |conn: &mut AnyConnection| calls::move_on(conn, &actor, (&id, step), now).await;
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}

/// The address that links begin with: the configured one, or else the one that this request was sent to.
pub(super) struct Base(String);

impl FromRequestParts<App> for Base {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let config = app.config();
        let text = |name: &str| parts.headers.get(name).and_then(|v| v.to_str().ok());
        Ok(Self(config.public_url.clone().unwrap_or_else(|| {
            let scheme = text("x-forwarded-proto").filter(|s| config.behind_proxy && *s == "https");
            let host = text(header::HOST.as_str()).unwrap_or_default();
            format!("{}://{host}", scheme.unwrap_or("http"))
        })))
    }
}
