//! The calls of the coding desk.

use axum::extract::State;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, reach};
use steward_core::endpoint::{Nothing, Page};
use steward_core::surveys::campaign::api::Table;
use steward_core::surveys::coding::api::{
    BookPage, EditBook, ExportTexts, NewSuggestion, ReadText, Suggestion, SummaryPage, SummaryQuery,
    TextsQuery, VoiceText, Wanted,
};
use steward_core::surveys::coding::suggest::suggest as suggested;
use steward_core::surveys::coding::summary::{Heard, summary as summed};
use steward_core::surveys::coding::{CodeBook, Month};
use steward_core::time::Instant;

use super::texts::{Found, Place, Wish};
use super::{book as books, must, readings, suggestions, texts as found};
use crate::accounts::viewer::Viewer;
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::http::json::{Json, Query};
use crate::random;
use crate::spreadsheet::Sheet;

/// Texts of one page.
const PAGE: usize = 50;

fn page_of(actor: &Actor, book: CodeBook) -> BookPage {
    let can = |action| reach(actor.role, action, Object::Survey).is_some();
    BookPage { book, may_change: can(Action::Configure), may_read: can(Action::Update) }
}

pub(super) async fn book(
    State(app): State<App>,
    viewer: Viewer,
    Query(_): Query<Nothing>,
) -> Answer<Json<BookPage>> {
    must(&viewer.actor, Action::Read)?;
    let mut conn = app.db().moment().await?;
    Ok(Json(page_of(&viewer.actor, books::current(&mut conn).await?)))
}

pub(super) async fn edit_book(
    State(app): State<App>,
    viewer: Viewer,
    Json(edit): Json<EditBook>,
) -> Answer<Json<BookPage>> {
    must(&viewer.actor, Action::Configure)?;
    let (actor, now) = (viewer.actor, app.now());
    let work = async move |conn: &mut AnyConnection| {
        let book = books::edit(conn, &actor, edit, now).await?;
        Ok(page_of(&actor, book))
    };
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}

/// A text as it is sent. Who reads a second time is not told how it was read.
pub(super) fn shown(book: &CodeBook, found: Found, with_reading: bool) -> VoiceText {
    VoiceText {
        suggested: suggested(book, &found.words),
        text: found.text,
        project_name: found.project_name,
        at: found.at,
        words: found.words,
        stars: found.stars,
        scenario: found.scenario,
        question: found.question,
        n: found.n,
        reading: found.reading.filter(|_| with_reading),
    }
}

async fn wished<'a>(
    conn: &mut AnyConnection,
    actor: &'a Actor,
    query: &'a TextsQuery,
    now: Instant,
) -> Answer<Wish<'a>> {
    let span = found::span(conn, query.month).await?;
    let (project, kind, wanted) = (query.project.as_ref(), query.kind, query.wanted);
    Ok(Wish { actor, span, now, project, kind, wanted, only: None })
}

/// The texts of a month that nobody has read, for demo data.
pub(crate) async fn unread(
    conn: &mut AnyConnection,
    actor: &Actor,
    month: Month,
    now: Instant,
) -> Answer<Vec<VoiceText>> {
    let wanted = Some(Wanted::Unread);
    let query = TextsQuery { month, project: None, kind: None, wanted, after: None };
    let book = books::current(conn).await?;
    let wish = wished(conn, actor, &query, now).await?;
    let list = found::list(conn, wish, None, usize::MAX).await?;
    Ok(list.into_iter().map(|found| shown(&book, found, true)).collect())
}

pub(super) async fn texts(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<TextsQuery>,
) -> Answer<Json<Page<VoiceText>>> {
    must(&viewer.actor, Action::Read)?;
    let after = query.after.as_deref().map(Place::read).transpose()?;
    let mut conn = app.db().moment().await?;
    let book = books::current(&mut conn).await?;
    let wish = wished(&mut conn, &viewer.actor, &query, app.now()).await?;
    let mut list = found::list(&mut conn, wish, after.as_ref(), PAGE + 1).await?;
    let more = list.len() > PAGE;
    list.truncate(PAGE);
    let next = list.last().filter(|_| more).map(Found::place);
    let open = query.wanted != Some(Wanted::Second);
    let rows = list.into_iter().map(|found| shown(&book, found, open)).collect();
    Ok(Json(Page { rows, next, total: None, more: false }))
}

pub(super) async fn read(
    State(app): State<App>,
    viewer: Viewer,
    Json(given): Json<ReadText>,
) -> Answer<Json<VoiceText>> {
    must(&viewer.actor, Action::Read)?;
    let (actor, now) = (viewer.actor, app.now());
    let work = async move |conn: &mut AnyConnection| readings::add(conn, &actor, given, now).await;
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}

async fn heard(
    conn: &mut AnyConnection,
    actor: &Actor,
    query: &SummaryQuery,
    month: Month,
    now: Instant,
) -> Answer<Vec<Heard>> {
    let of = TextsQuery { month, project: query.project.clone(), kind: None, wanted: None, after: None };
    let wish = wished(conn, actor, &of, now).await?;
    let one = |found: Found| Heard {
        kind: found.text.kind,
        project: found.text.project,
        n: found.n,
        reading: found.reading.map(|reading| (reading.codes, reading.sentiment)),
    };
    Ok(found::list(conn, wish, None, usize::MAX).await?.into_iter().map(one).collect())
}

pub(super) async fn summary(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<SummaryQuery>,
) -> Answer<Json<SummaryPage>> {
    must(&viewer.actor, Action::Read)?;
    let (actor, now) = (&viewer.actor, app.now());
    let mut conn = app.db().moment().await?;
    let book = books::current(&mut conn).await?;
    let month = heard(&mut conn, actor, &query, query.month, now).await?;
    let before = heard(&mut conn, actor, &query, query.month.before(), now).await?;
    let summary = summed(&book, &month, &before);
    let of = TextsQuery {
        month: query.month,
        project: query.project.clone(),
        kind: None,
        wanted: None,
        after: None,
    };
    let wish = wished(&mut conn, actor, &of, now).await?;
    let (codes_agree, sentiments_agree) = readings::agreement(&mut conn, wish).await?;
    let ids = summary.projects.iter().map(|top| top.project.as_str());
    let mut names = std::collections::HashMap::new();
    for row in &sql("select id, name from projects where id in ").list(ids).rows(&mut *conn).await? {
        names.insert(rows::text(row, 0)?, rows::text(row, 1)?);
    }
    let name = |id: &str| names.get(id).cloned().unwrap_or_default();
    let names = summary.projects.iter().map(|top| name(top.project.as_str())).collect();
    Ok(Json(SummaryPage { book, summary, names, codes_agree, sentiments_agree }))
}

pub(super) async fn export(
    State(app): State<App>,
    viewer: Viewer,
    Json(query): Json<ExportTexts>,
) -> Answer<Json<Table>> {
    must(&viewer.actor, Action::Read)?;
    let (actor, now, query) = (viewer.actor, app.now(), TextsQuery::from(query));
    let mut moment = app.db().moment().await?;
    let book = books::current(&mut moment).await?;
    let wish = wished(&mut moment, &actor, &query, now).await?;
    let list = found::list(&mut moment, wish, None, usize::MAX).await?;
    let open = query.wanted != Some(Wanted::Second);
    let list: Vec<VoiceText> = list.into_iter().map(|found| shown(&book, found, open)).collect();
    let zone = crate::owners::zone(&mut moment).await?;
    drop(moment);
    let table = Table { name: format!("voice-{}.csv", query.month), text: table(&book, &list, zone)? };
    // Nobody has it before it is known who took it.
    let note = async move |conn: &mut AnyConnection| {
        sql("insert into audit (id, at, person_id, role, action, project_id, ticket_id, reason) \
            values ($1, $2, $3, $4, 'voice-export', $5, '', $6)")
        .bind(random::id()?)
        .bind(now.millis())
        .bind(actor.person.as_str())
        .bind(actor.role.word())
        .bind(query.project.as_ref().map_or("", |project| project.as_str()))
        .bind(query.month.to_string())
        .run(conn)
        .await?;
        Ok(())
    };
    app.writer().run(move |conn| Box::pin(async move { note(conn).await })).await?;
    Ok(Json(table))
}

/// The texts as CSV with a byte order mark.
fn table(book: &CodeBook, texts: &[VoiceText], zone: chrono_tz::Tz) -> Answer<String> {
    let mut out = Sheet::new([
        "日期 date",
        "来源 source",
        "项目 project",
        "题目 question",
        "原文 text",
        "星级 stars",
        "次数 n",
        "编码 codes",
        "情感 sentiment",
        "编码人 reader",
    ])?;
    for text in texts {
        let name = |id| book.find(id).map_or("", |code| code.name.zh.as_str());
        let codes: Vec<&str> = text.reading.iter().flat_map(|r| r.codes.iter().map(name)).collect();
        let record = [
            crate::owners::date(zone, text.at).to_string(),
            text.text.kind.word().to_owned(),
            text.project_name.clone(),
            text.question.as_ref().map(|q| q.zh.clone()).unwrap_or_default(),
            text.words.clone(),
            text.stars.map(|n| n.to_string()).unwrap_or_default(),
            text.n.to_string(),
            codes.join("；"),
            text.reading.as_ref().map(|r| r.sentiment.word().to_owned()).unwrap_or_default(),
            text.reading.as_ref().map(|r| r.name.clone()).unwrap_or_default(),
        ];
        out.line(record)?;
    }
    out.text()
}

pub(super) async fn suggest(
    State(app): State<App>,
    viewer: Viewer,
    Json(new): Json<NewSuggestion>,
) -> Answer<Json<Suggestion>> {
    let (actor, now) = (viewer.actor, app.now());
    let work = async move |conn: &mut AnyConnection| suggestions::add(conn, &actor, new, now).await;
    app.writer().run(move |conn| Box::pin(async move { work(conn).await })).await.map(Json)
}
