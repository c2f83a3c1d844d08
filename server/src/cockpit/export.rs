//! The cockpit's page as a table for a spreadsheet: the very figures of the page, written into the audit log.

use axum::extract::State;
use axum::response::Response;
use steward_core::cockpit::figures::{Cockpit, CockpitQuery, Figures};
use steward_core::cockpit::goals::{Belongs, in_force};
use steward_core::cockpit::indicator::{Indicator, Source, Unit};
use steward_core::cockpit::measure::Sum;
use steward_core::export::Export;

use super::figures;
use crate::accounts::Viewer;
use crate::app::App;
use crate::http::error::{Answer, Failure};
use crate::http::json::Json;
use crate::outbox::words::{Language, indicator_name};
use crate::spreadsheet::hand_out::{Taken, hand_out, turn};
use crate::spreadsheet::{Cell, Sheet};

/// The heads of the table.
pub(super) const HEADS: [&str; 15] = [
    "区域 region",
    "项目 project",
    "指标编号 metric",
    "指标 indicator",
    "分子 total",
    "分母 n",
    "值 value",
    "单位 unit",
    "达标线 goal",
    "状态 standing",
    "上期分子 total before",
    "上期分母 n before",
    "上期值 value before",
    "起 first",
    "止 last",
];

/// The page as a table.
pub(super) async fn export(
    State(app): State<App>,
    viewer: Viewer,
    Json(asked): Json<Export<CockpitQuery>>,
) -> Answer<Response> {
    let (actor, query) = (viewer.actor, asked.query);
    let turn = turn().await?;
    let mut moment = app.db().moment().await?;
    let page = figures::page(&mut moment, &actor, &query, app.now()).await?;
    drop(moment);
    let mut sheet = Sheet::new(asked.format, &app.config().data, &HEADS)?;
    fill(&mut sheet, &page, &query)?;
    let made = sheet.done()?;
    drop(turn);
    let (first, last) = (String::from(page.period.first), String::from(page.period.last));
    let taken = Taken {
        actor: &actor,
        action: "cockpit-export",
        project: query.project.as_ref(),
        about: "",
        asked: format!("{first} {last}"),
        name: format!("cockpit-{first}-{last}"),
    };
    hand_out(&app, made, taken).await
}

/// Writes every line of the page, each with every indicator, and where there are several lines their sum.
pub(super) fn fill(sheet: &mut Sheet, page: &Cockpit, query: &CockpitQuery) -> Answer<()> {
    let mut place = |region: &str, name: &str, belongs: Belongs<'_>, now: &Figures, before: &Figures| {
        for indicator in Indicator::ALL {
            let record = record(page, *indicator, belongs, now, before);
            sheet.line([region.into(), name.into()].into_iter().chain(record))?;
        }
        Ok::<(), Failure>(())
    };
    for line in &page.lines {
        place(&line.region_name, &line.name, line.belongs(), &line.now, &line.before)?;
    }
    if page.lines.len() > 1 {
        let (now, before) = page.total();
        place("", "合计 total", query.belongs(&page.lines), &now, &before)?;
    }
    Ok(())
}

fn record(
    page: &Cockpit,
    indicator: Indicator,
    belongs: Belongs<'_>,
    now: &Figures,
    before: &Figures,
) -> [Cell; 13] {
    let unit = indicator.definition().unit;
    let number = |sum: Option<Sum>, of: fn(Sum) -> i64| Cell::maybe(sum.map(of));
    let value = |sum: Option<Sum>| sum.map_or(Cell::Empty, |sum| value(indicator, sum));
    let (now_sum, before_sum) = (now.of(indicator), before.of(indicator));
    let goal = in_force(&page.thresholds, indicator, belongs, page.period.last).goal;
    let standing = page.standing(now, belongs, indicator);
    let names = Language::ALL.map(|language| indicator_name(language, indicator.word()));
    [
        indicator.definition().metric.into(),
        names.join(" ").into(),
        number(now_sum, |sum| sum.total),
        number(now_sum, |sum| sum.n),
        value(now_sum),
        unit.word().into(),
        goal.map_or(Cell::Empty, |goal| steps(unit, goal.green)),
        standing.map_or(Cell::Empty, |standing| standing.word().into()),
        number(before_sum, |sum| sum.total),
        number(before_sum, |sum| sum.n),
        value(before_sum),
        page.period.first.into(),
        page.period.last.into(),
    ]
}

/// A value as the page rounds it; nothing where nothing was counted.
fn value(indicator: Indicator, sum: Sum) -> Cell {
    let definition = indicator.definition();
    match (indicator.rounded(sum), definition.source) {
        (None, _) => Cell::Empty,
        (Some(count), Source::Count(_)) => count.into(),
        (Some(rounded), _) => steps(definition.unit, rounded),
    }
}

/// A number of steps in its unit.
fn steps(unit: Unit, steps: i64) -> Cell {
    match unit {
        Unit::Seconds => steps.into(),
        Unit::Percent | Unit::Points | Unit::Number => Cell::Number(steps, 2),
    }
}
