//! What a report says of its figures: a line for each indicator that has a value, and which projects missed goals.

use std::cmp::Reverse;

use steward_core::cockpit::figures::{Cockpit, CockpitQuery, Figures, Line};
use steward_core::cockpit::goals::in_force;
use steward_core::cockpit::indicator::{Indicator, Source, Standing, Unit};
use steward_core::cockpit::measure::Sum;
use steward_core::cockpit::period::Period;
use steward_core::cockpit::report::Rhythm;
use steward_core::performance::Direction;

use crate::outbox::words::{Language, indicator_name, report_part as part};

/// How many projects are named.
const NAMED: usize = 10;

/// What is told.
pub(super) struct Told<'a> {
    /// The figures.
    pub(super) page: &'a Cockpit,
    /// Those of the days that they are compared with.
    pub(super) before: &'a Cockpit,
    /// What was asked for.
    pub(super) query: &'a CockpitQuery,
    /// How often.
    pub(super) rhythm: Rhythm,
}

/// The values of the report's words.
pub(super) fn values(told: &Told<'_>, language: Language) -> [(String, String); 4] {
    [
        ("rhythm", part(language, told.rhythm.word(), &[])),
        ("period", days(told.page.period, language)),
        ("figures", figures(told, language)),
        ("projects", projects(told.page, language)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
}

fn days(period: Period, language: Language) -> String {
    let [first, last] = [period.first, period.last].map(String::from);
    part(language, "period", &[("first", &first), ("last", &last)])
}

fn figures(told: &Told<'_>, language: Language) -> String {
    let ((now, _), (before, _)) = (told.page.total(), told.before.total());
    let lines = Indicator::ALL.iter().filter_map(|one| line(told, *one, &now, &before, language));
    let mut lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        lines.push(part(language, "none", &[]));
    }
    if told.page.own {
        lines.push(part(language, "own", &[]));
    }
    lines.join("\n")
}

/// A line for an indicator; none without a value.
fn line(
    told: &Told<'_>,
    indicator: Indicator,
    now: &Figures,
    before: &Figures,
    language: Language,
) -> Option<String> {
    let sum = now.of(indicator)?;
    let value = value(indicator, sum, language)?;
    let belongs = told.query.belongs(&told.page.lines);
    let goal = in_force(&told.page.thresholds, indicator, belongs, told.page.period.last).goal;
    let goal = goal.zip(indicator.definition().better).map(|(goal, better)| {
        let sign = if better == Direction::Higher { "≥ " } else { "≤ " };
        let goal = format!("{sign}{}", steps(indicator.definition().unit, goal.green, language));
        part(language, "goal", &[("goal", &goal)])
    });
    let stands = told.page.standing(now, belongs, indicator).map(|standing| {
        let word = part(language, standing.word(), &[]);
        part(language, "standing", &[("word", &word)])
    });
    let earlier = before.of(indicator).and_then(|sum| self::value(indicator, sum, language)).map(|value| {
        let days = days(told.before.period, language);
        part(language, "before", &[("days", &days), ("value", &value)])
    });
    let values: [(&str, &str); 6] = [
        ("name", indicator_name(language, indicator.word())),
        ("value", &value),
        ("standing", &stands.unwrap_or_default()),
        ("n", &sum.n.to_string()),
        ("goal", &goal.unwrap_or_default()),
        ("before", &earlier.unwrap_or_default()),
    ];
    Some(part(language, "line", &values))
}

/// A value as people read it, with one decimal; `None` where nothing was counted.
fn value(indicator: Indicator, sum: Sum, language: Language) -> Option<String> {
    let definition = indicator.definition();
    if let Source::Count(_) = definition.source {
        return Some(sum.n.to_string());
    }
    if sum.n <= 0 {
        return None;
    }
    let (total, n) = (i128::from(sum.total), i128::from(sum.n));
    Some(match definition.unit {
        Unit::Seconds if total < 3_600 * n => part(language, "minutes", &[("n", &tenths(total, 60 * n))]),
        Unit::Seconds => part(language, "hours", &[("n", &tenths(total, 3_600 * n))]),
        Unit::Percent => format!("{}%", tenths(total * 100, n)),
        Unit::Points if total > 0 => format!("+{}", tenths(total * 100, n)),
        Unit::Points => tenths(total * 100, n),
        Unit::Number => tenths(total, n),
    })
}

/// What is to be reached, in the steps of a goal.
fn steps(unit: Unit, steps: i64, language: Language) -> String {
    let steps = i128::from(steps);
    let short = |text: String| text.strip_suffix(".0").map(str::to_owned).unwrap_or(text);
    match unit {
        Unit::Seconds if steps < 3_600 => part(language, "minutes", &[("n", &short(tenths(steps, 60)))]),
        Unit::Seconds => part(language, "hours", &[("n", &short(tenths(steps, 3_600)))]),
        Unit::Percent => format!("{}%", short(tenths(steps, 100))),
        Unit::Points | Unit::Number => short(tenths(steps, 100)),
    }
}

/// A quotient with one decimal, halves away from zero, and a true minus.
fn tenths(of: i128, by: i128) -> String {
    let rounded = (of.abs() * 20 + by) / (2 * by);
    let sign = if of < 0 && rounded > 0 { "−" } else { "" };
    format!("{sign}{}.{}", rounded / 10, rounded % 10)
}

/// The projects with missed goals, those with most first.
fn projects(page: &Cockpit, language: Language) -> String {
    let missed = |line: &Line| {
        let standing = |one: &&Indicator| page.standing(&line.now, line.belongs(), **one);
        Indicator::ALL.iter().filter(|one| standing(one) == Some(Standing::Missed)).count()
    };
    let mut all: Vec<(&str, usize)> =
        page.lines.iter().map(|line| (line.name.as_str(), missed(line))).collect();
    all.retain(|(_, n)| *n > 0);
    all.sort_by_key(|(name, n)| (Reverse(*n), *name));
    if all.is_empty() {
        return part(language, "all_met", &[]);
    }
    let rest = all.len().saturating_sub(NAMED);
    let named = all.iter().take(NAMED);
    let named = named.map(|(name, n)| part(language, "project", &[("name", name), ("n", &n.to_string())]));
    let mut list = named.collect::<Vec<_>>().join(&part(language, "between", &[]));
    if rest > 0 {
        list = format!("{list} … +{rest}");
    }
    part(language, "projects", &[("list", &list)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_said_as_the_page_says_them() {
        let zh = Language::Chinese;
        let of = |one, total, n| value(one, Sum { n, total }, zh);
        assert_eq!(of(Indicator::Timely, 931, 1_000).as_deref(), Some("93.1%"));
        assert_eq!(of(Indicator::Timely, 2, 3).as_deref(), Some("66.7%"));
        assert_eq!(of(Indicator::Dispatch, 3_540, 10).as_deref(), Some("5.9 分钟"));
        assert_eq!(of(Indicator::Processing, 45_000, 10).as_deref(), Some("1.3 小时"));
        assert_eq!(of(Indicator::Nps, -1, 3).as_deref(), Some("−33.3"));
        assert_eq!(of(Indicator::Nps, 1, 3).as_deref(), Some("+33.3"));
        assert_eq!(of(Indicator::Volume, 0, 0).as_deref(), Some("0"));
        assert_eq!(of(Indicator::Timely, 0, 0), None, "nothing counted is no value");
        assert_eq!(steps(Unit::Seconds, 86_400, Language::English), "24 h");
        assert_eq!(steps(Unit::Percent, 9_550, zh), "95.5%");
    }

    #[test]
    fn every_part_is_there_in_both_languages() {
        for language in Language::ALL {
            for name in [
                "weekly", "monthly", "period", "line", "standing", "goal", "before", "none", "met", "watch",
                "missed", "minutes", "hours", "projects", "project", "between", "all_met", "own",
            ] {
                assert!(!part(language, name, &[]).is_empty(), "{} {name}", language.tag());
            }
        }
    }
}
