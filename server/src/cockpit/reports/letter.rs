//! The letter that a report is sent as, made when it is sent: by then its reader may read other figures than when it
//! was put out, or none.

use steward_core::cockpit::figures::{Cockpit, CockpitQuery};
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::period::Period;
use steward_core::cockpit::report::Rhythm;
use steward_core::day::Day;
use steward_core::export::Format;
use steward_core::problem::Code;
use steward_core::time::Instant;

use super::store::Wanted;
use super::{handlers, store, words};
use crate::accounts::people::group_name;
use crate::accounts::scope;
use crate::app::App;
use crate::cockpit::alarms::store as places;
use crate::cockpit::{export, figures};
use crate::http::error::{Answer, Failure};
use crate::outbox::mail::Attached;
use crate::outbox::notice::Notice;
use crate::outbox::words::{Language, Scene, Text, text};
use crate::spreadsheet::Sheet;

/// A letter.
pub(crate) struct Letter {
    /// Where it goes.
    pub(crate) address: String,
    /// What it says.
    pub(crate) text: Text,
    /// The figures as a workbook.
    pub(crate) table: Attached,
}

/// The letter of a notice; `None` if nobody is to get it any more: then the report has ended, and the log says so.
pub(crate) async fn letter(app: &App, notice: &Notice, now: Instant) -> Answer<Option<Letter>> {
    let value = |name: &str| notice.values.get(name).cloned().unwrap_or_default();
    let day = |name: &str| Day::try_from(value(name)).map_err(Failure::internal);
    let period = Period { first: day("first")?, last: day("last")? };
    let mut conn = app.db().read.acquire().await?;
    let Some(wanted) = store::one(&mut conn, &value("report")).await?.filter(|one| one.ended.is_none())
    else {
        return Ok(None);
    };
    let reader = store::reader(&mut conn, &wanted.person).await?;
    drop(conn);
    let Some((name, address)) = reader else {
        return ended(app, &wanted, "the reader may not sign in", now).await;
    };
    let Some(actor) = scope::actor(app.db(), wanted.person.clone(), wanted.role, name).await? else {
        return ended(app, &wanted, "the reader has lost the role", now).await;
    };
    if address.is_empty() {
        tracing::warn!(report = %wanted.id, "a report is not sent: its reader has no address");
        return Ok(None);
    }
    let mut moment = app.db().moment().await?;
    let query = CockpitQuery {
        first: Some(period.first),
        last: Some(period.last),
        ..handlers::page_of(&wanted.new.whose)
    };
    let page = match figures::page(&mut moment, &actor, &query, now).await {
        Err(Failure::Problem(problem)) if matches!(problem.code, Code::Forbidden | Code::NotFound) => {
            drop(moment);
            return ended(app, &wanted, "the reader has lost the figures", now).await;
        }
        page => page?,
    };
    if page.lines.is_empty() {
        drop(moment);
        return ended(app, &wanted, "the reader has no project any more", now).await;
    }
    let compared = period.compared();
    let earlier = CockpitQuery { first: Some(compared.first), last: Some(compared.last), ..query.clone() };
    let before = figures::page(&mut moment, &actor, &earlier, now).await?;
    let place = places::name(&mut moment, &wanted.new.whose).await?;
    drop(moment);
    let place = if place.is_empty() { group_name(app).await? } else { place };
    let language = Language::of(wanted.new.language.word()).unwrap_or_default();
    let told = words::Told { page: &page, before: &before, query: &query, rhythm: wanted.new.rhythm };
    let mut said = notice.clone();
    said.values.extend(words::values(&told, language));
    said.values.insert("place".to_owned(), place.clone());
    let link = app.config().public_url.as_ref().map(|url| format!("{url}{}", address_of(&wanted, period)));
    let scene =
        Scene { project: place, zone: chrono_tz::UTC, link: link.unwrap_or_default(), rate: String::new() };
    let text = text(&said, &scene, language);
    let table = Attached {
        name: format!("cockpit-{}-{}.xlsx", String::from(period.first), String::from(period.last)),
        kind: Format::Xlsx.media_type(),
        bytes: table(app, &page, &query)?,
    };
    Ok(Some(Letter { address, text, table }))
}

fn table(app: &App, page: &Cockpit, query: &CockpitQuery) -> Answer<Vec<u8>> {
    let mut sheet = Sheet::new(Format::Xlsx, &app.config().data, &export::HEADS)?;
    export::fill(&mut sheet, page, query)?;
    sheet.done()?.bytes()
}

/// The page that shows the same: the printed report.
fn address_of(wanted: &Wanted, period: Period) -> String {
    let (first, last) = (String::from(period.first), String::from(period.last));
    let days = match wanted.new.rhythm {
        Rhythm::Monthly => format!("month={}", first.get(..7).unwrap_or_default()),
        Rhythm::Weekly => format!("from={first}&to={last}"),
    };
    let part = match &wanted.new.whose {
        Level::Group => String::new(),
        Level::Region(region) => format!("&region={region}"),
        Level::Project(project) => format!("&project={project}"),
    };
    format!("/console/report?{days}{part}")
}

async fn ended(app: &App, wanted: &Wanted, why: &'static str, now: Instant) -> Answer<Option<Letter>> {
    tracing::warn!(report = %wanted.id, person = %wanted.person, why, "a report by mail has ended");
    let id = wanted.id.clone();
    app.writer().run(move |conn| Box::pin(async move { store::end(conn, &id, now).await })).await?;
    Ok(None)
}
