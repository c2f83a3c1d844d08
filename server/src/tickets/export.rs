//! A list of tickets as a table for a spreadsheet: all that the list shows and what a manager asks of each ticket,
//! phones masked.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDateTime;
use steward_core::accounts::Role;
use steward_core::export::Export;
use steward_core::problem::Code;
use steward_core::tickets::api::{ListQuery, TicketRow};
use steward_core::time::Instant;

use super::list::whole::{Found, Whole};
use crate::accounts::{Viewer, people};
use crate::app::App;
use crate::http::error::{Answer, Failure};
use crate::http::json::Json;
use crate::outbox::words::Language;
use crate::spreadsheet::hand_out::{Taken, hand_out, turn};
use crate::spreadsheet::{Cell, Made, Sheet, check};
use crate::words::word;

const HEADS: [&str; 23] = [
    "工单号 ticket",
    "项目 project",
    "房号 home",
    "位置 place",
    "渠道 channel",
    "场景 scenario",
    "类别 category",
    "紧急程度 urgency",
    "状态 state",
    "内容 text",
    "联系人 contact",
    "电话 phone",
    "受理人 agent",
    "工程师 engineer",
    "提交时间 submitted",
    "时限 clock",
    "到期 due",
    "时限状态 standing",
    "完工时间 completed",
    "关闭时间 closed",
    "星级 stars",
    "催单次数 urged",
    "重开次数 reopened",
];

/// All tickets of a list.
pub(super) async fn export(
    State(app): State<App>,
    viewer: Viewer,
    Json(asked): Json<Export<ListQuery>>,
) -> Answer<Response> {
    let (actor, now, query) = (viewer.actor, app.now(), asked.query);
    // Owners see their few tickets on one page; a table of them is nobody's need.
    if actor.role == Role::Owner {
        return Err(Code::Forbidden.into());
    }
    let language = people::language(app.db(), &actor.person).await?;
    let language = language.unwrap_or(app.config().notify.language);
    let turn = turn().await?;
    let mut moment = app.db().moment().await?;
    let whole = Whole::of(&mut moment, &actor, &query, now).await?;
    if let Some(most) = asked.format.most_lines() {
        check(asked.format, whole.count(&mut moment, most).await?)?;
    }
    let mut sheet = Sheet::new(asked.format, &app.config().data, &HEADS)?;
    let mut after = None;
    loop {
        let (found, next) = whole.page(&mut moment, after.as_deref()).await?;
        sheet = written(sheet, found, language, now).await?;
        if next.is_none() {
            break;
        }
        after = next;
    }
    drop(moment);
    let made = finished(sheet).await?;
    drop(turn);
    let taken = Taken {
        actor: &actor,
        action: "ticket-export",
        project: query.project.as_ref(),
        about: "",
        asked: in_short(&query)?,
        name: format!("tickets-{}", local(chrono_tz::UTC, now).format("%Y%m%d-%H%M")),
    };
    hand_out(&app, made, taken).await
}

/// Writing takes the disk's time: not that of the threads that answer.
async fn written(mut sheet: Sheet, found: Vec<Found>, language: Language, now: Instant) -> Answer<Sheet> {
    let work = move || {
        for one in &found {
            sheet.line(line(one, language, now))?;
        }
        Ok::<_, Failure>(sheet)
    };
    tokio::task::spawn_blocking(work).await.map_err(Failure::internal)?
}

/// Packing a workbook takes seconds when it is long.
async fn finished(sheet: Sheet) -> Answer<Made> {
    tokio::task::spawn_blocking(move || sheet.done()).await.map_err(Failure::internal)?
}

/// The filters for the log, as they stand in an address.
fn in_short(query: &ListQuery) -> Answer<String> {
    let whole = serde_json::to_value(query)?;
    let parts =
        whole.as_object().into_iter().flatten().filter(|(name, _)| *name != "after" && *name != "limit");
    let part = |(name, value): (&String, &serde_json::Value)| {
        format!("{name}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let mut parts: Vec<String> = parts.map(part).collect();
    parts.sort_unstable();
    Ok(parts.join("&"))
}

fn line(found: &Found, language: Language, now: Instant) -> [Cell; 23] {
    let Found { ticket, project, zone } = found;
    let row = TicketRow::of(ticket, project);
    let said = &ticket.said;
    let at = |at: Option<Instant>| Cell::maybe(at.map(|at| local(*zone, at)));
    let (clock, due, standing) = match &row.clock {
        None => (Cell::Empty, Cell::Empty, Cell::Empty),
        Some(clock) => (
            word(language, "clock", clock.kind.word()).into(),
            at(Some(clock.due)),
            word(language, "standing", clock.standing(now).code()).into(),
        ),
    };
    [
        ticket.id.as_str().into(),
        project.as_str().into(),
        said.address.plate().into(),
        said.place.as_str().into(),
        word(language, "channel", said.channel.word()).into(),
        word(language, "scenario", said.scenario.word()).into(),
        word(language, "category", said.category.code()).into(),
        word(language, "urgency", said.urgency.word()).into(),
        word(language, "state", ticket.state.word()).into(),
        said.text.as_str().into(),
        said.contact.as_str().into(),
        said.phone.as_str().into(),
        name(ticket.agent.as_ref().map(|agent| agent.name.as_str())),
        name(ticket.engineer.as_ref().map(|engineer| engineer.name.as_str())),
        at(Some(ticket.submitted_at)),
        clock,
        due,
        standing,
        at(ticket.completed_at),
        at(ticket.closed_at),
        Cell::maybe(row.stars.map(u32::from)),
        ticket.urged.into(),
        ticket.reopened.into(),
    ]
}

fn name(of: Option<&str>) -> Cell {
    of.unwrap_or_default().into()
}

/// What the clocks of the place show.
fn local(zone: chrono_tz::Tz, at: Instant) -> NaiveDateTime {
    let utc = chrono::DateTime::from_timestamp_millis(at.millis()).unwrap_or_default();
    utc.with_timezone(&zone).naive_local()
}
