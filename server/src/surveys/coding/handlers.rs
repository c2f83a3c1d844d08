//! The calls of the coding desk.

use axum::extract::State;
use axum::response::Response;
use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, reach};
use steward_core::day::Day;
use steward_core::endpoint::{Nothing, Page};
use steward_core::export::Export;
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
use crate::spreadsheet::hand_out::{Taken, hand_out, turn};
use crate::spreadsheet::{Cell, Sheet};

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
    Json(asked): Json<Export<ExportTexts>>,
) -> Answer<Response> {
    must(&viewer.actor, Action::Read)?;
    let (actor, now, query) = (viewer.actor, app.now(), TextsQuery::from(asked.query));
    let turn = turn().await?;
    let mut moment = app.db().moment().await?;
    let book = books::current(&mut moment).await?;
    let wish = wished(&mut moment, &actor, &query, now).await?;
    let list = found::list(&mut moment, wish, None, usize::MAX).await?;
    let zone = crate::owners::zone(&mut moment).await?;
    drop(moment);
    let open = query.wanted != Some(Wanted::Second);
    let list: Vec<VoiceText> = list.into_iter().map(|found| shown(&book, found, open)).collect();
    let mut sheet = Sheet::new(asked.format, &app.config().data, &HEADS)?;
    for text in &list {
        sheet.line(line(&book, text, zone))?;
    }
    let made = sheet.done()?;
    drop(turn);
    let taken = Taken {
        actor: &actor,
        action: "voice-export",
        project: query.project.as_ref(),
        about: "",
        asked: query.month.to_string(),
        name: format!("voice-{}", query.month),
    };
    hand_out(&app, made, taken).await
}

const HEADS: [&str; 10] = [
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
];

/// A text as a line of the table.
fn line(book: &CodeBook, text: &VoiceText, zone: chrono_tz::Tz) -> [Cell; 10] {
    let name = |id| book.find(id).map_or("", |code| code.name.zh.as_str());
    let codes: Vec<&str> = text.reading.iter().flat_map(|r| r.codes.iter().map(name)).collect();
    [
        Day(crate::owners::date(zone, text.at)).into(),
        text.text.kind.word().into(),
        text.project_name.as_str().into(),
        text.question.as_ref().map_or(Cell::Empty, |q| q.zh.as_str().into()),
        text.words.as_str().into(),
        Cell::maybe(text.stars.map(u32::from)),
        text.n.into(),
        codes.join("；").into(),
        text.reading.as_ref().map_or(Cell::Empty, |r| r.sentiment.word().into()),
        text.reading.as_ref().map_or(Cell::Empty, |r| r.name.as_str().into()),
    ]
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
