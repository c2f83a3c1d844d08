//! The cockpit's page as a table for a spreadsheet: the very figures of the page, written into the audit log.

use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::cockpit::figures::{Cockpit, CockpitQuery, Figures};
use steward_core::cockpit::goals::{Belongs, in_force};
use steward_core::cockpit::indicator::{Indicator, Source, Unit};
use steward_core::cockpit::measure::Sum;
use steward_core::cockpit::period::Period;
use steward_core::ids::ProjectId;
use steward_core::surveys::campaign::api::Table;
use steward_core::time::Instant;

use crate::db::sql;
use crate::http::error::{Answer, Failure};
use crate::outbox::words::{Language, indicator_name};
use crate::random;
use crate::spreadsheet::Sheet;

const HEADS: [&str; 15] = [
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

/// The table of a page that was asked for so.
pub(super) fn table(page: &Cockpit, query: &CockpitQuery) -> Answer<Table> {
    let (first, last) = (String::from(page.period.first), String::from(page.period.last));
    Ok(Table { name: format!("cockpit-{first}-{last}.csv"), text: text(page, query)? })
}

/// Notes who takes the table of a period.
pub(super) async fn note(
    conn: &mut AnyConnection,
    actor: &Actor,
    project: Option<&ProjectId>,
    period: Period,
    now: Instant,
) -> Answer<()> {
    sql("insert into audit (id, at, person_id, role, action, project_id, ticket_id, reason) \
        values ($1, $2, $3, $4, 'cockpit-export', $5, '', $6)")
    .bind(random::id()?)
    .bind(now.millis())
    .bind(actor.person.as_str())
    .bind(actor.role.word())
    .bind(project.map_or("", ProjectId::as_str))
    .bind(format!("{} {}", String::from(period.first), String::from(period.last)))
    .run(conn)
    .await?;
    Ok(())
}

fn text(page: &Cockpit, query: &CockpitQuery) -> Answer<String> {
    let mut out = Sheet::new(HEADS)?;
    let mut place = |region: &str, name: &str, belongs: Belongs<'_>, now: &Figures, before: &Figures| {
        for indicator in Indicator::ALL {
            let record = record(page, *indicator, belongs, now, before);
            out.line([region.to_owned(), name.to_owned()].into_iter().chain(record))?;
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
    out.text()
}

fn record(
    page: &Cockpit,
    indicator: Indicator,
    belongs: Belongs<'_>,
    now: &Figures,
    before: &Figures,
) -> [String; 13] {
    let unit = indicator.definition().unit;
    let number =
        |sum: Option<Sum>, of: fn(Sum) -> i64| sum.map(|sum| of(sum).to_string()).unwrap_or_default();
    let value = |sum: Option<Sum>| sum.and_then(|sum| value(indicator, sum)).unwrap_or_default();
    let (now_sum, before_sum) = (now.of(indicator), before.of(indicator));
    let goal = in_force(&page.thresholds, indicator, belongs, page.period.last).goal;
    let standing = page.standing(now, belongs, indicator);
    let names = Language::ALL.map(|language| indicator_name(language, indicator.word()));
    [
        indicator.definition().metric.to_owned(),
        names.join(" "),
        number(now_sum, |sum| sum.total),
        number(now_sum, |sum| sum.n),
        value(now_sum),
        unit.word().to_owned(),
        goal.map(|goal| steps(unit, goal.green)).unwrap_or_default(),
        standing.map(|standing| standing.word().to_owned()).unwrap_or_default(),
        number(before_sum, |sum| sum.total),
        number(before_sum, |sum| sum.n),
        value(before_sum),
        String::from(page.period.first),
        String::from(page.period.last),
    ]
}

/// A value as the page rounds it; none where nothing was counted.
fn value(indicator: Indicator, sum: Sum) -> Option<String> {
    let definition = indicator.definition();
    let rounded = indicator.rounded(sum)?;
    Some(match definition.source {
        Source::Count(_) => rounded.to_string(),
        _ => steps(definition.unit, rounded),
    })
}

/// A number of steps in its unit.
fn steps(unit: Unit, steps: i64) -> String {
    if unit == Unit::Seconds {
        return steps.to_string();
    }
    let sign = if steps < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", steps.unsigned_abs() / 100, steps.unsigned_abs() % 100)
}
