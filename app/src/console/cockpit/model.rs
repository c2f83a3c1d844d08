//! What the cockpit says, without any view: values and goals in words, how they changed, and the address behind each.

use steward_core::cockpit::indicator::{Definition, Goal, Indicator, Source, Standing, Unit};
use steward_core::cockpit::measure::{Measure, Sum};
use steward_core::cockpit::parts::Part;
use steward_core::cockpit::period::Period;
use steward_core::ids::{ProjectId, RegionId};
use steward_core::performance::Direction;
use steward_core::tickets::api::{ListQuery, View};
use steward_core::time::Seconds;

use super::share::points;
use crate::console::worklist_model::address;
use crate::ui::Status;
use crate::words::{say, time};

/// The periods that can be chosen, in days up to today.
pub(super) const PERIODS: [u32; 5] = [1, 7, 30, 90, 365];

/// The columns of the projects' table.
pub(super) const COLUMNS: [Indicator; 7] = [
    Indicator::Timely,
    Indicator::OnSite,
    Indicator::Feedback,
    Indicator::ComplaintRate,
    Indicator::FirstContact,
    Indicator::VisitSatisfied,
    Indicator::Volume,
];

/// A value as people read it; `None` where nothing was counted. Rounded here and nowhere before.
pub(super) fn value(indicator: Indicator, sum: Sum) -> Option<String> {
    if sum.n <= 0 && indicator.definition().source != Source::Count(Measure::Volume) {
        return None;
    }
    Some(match indicator.definition().unit {
        Unit::Seconds => duration(sum),
        Unit::Percent => [&tenths(sum), "%"].concat(),
        Unit::Points if sum.total > 0 => ["+", &tenths(sum)].concat(),
        Unit::Points => tenths(sum),
        Unit::Number => sum.n.to_string(),
    })
}

/// A mean duration as people read it; `None` where nothing was counted.
pub(super) fn mean(sum: Sum) -> Option<String> {
    (sum.n > 0).then(|| duration(sum))
}

/// Tenths as a number with one decimal: 16.7.
pub(super) fn tenths_words(tenths: i64) -> String {
    [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string()].concat()
}

/// A mean of durations with one decimal: in minutes below an hour, then in hours.
fn duration(sum: Sum) -> String {
    const HOUR: i128 = 3_600;
    let (total, n) = (i128::from(sum.total.max(0)), i128::from(sum.n.max(1)));
    let tenths_of = |unit: i128| {
        let tenths = (total * 20 + unit * n) / (2 * unit * n);
        [(tenths / 10).to_string().as_str(), ".", &(tenths % 10).to_string()].concat()
    };
    if total < HOUR * n { say::time::minutes(&tenths_of(60)) } else { say::time::hours(&tenths_of(HOUR)) }
}

/// A quotient in hundredths with one decimal and a true minus.
fn tenths(sum: Sum) -> String {
    let share = points((u128::from(sum.total.unsigned_abs()), u128::from(sum.n.unsigned_abs())));
    if sum.total < 0 { ["−", &share].concat() } else { share }
}

/// So many homes.
pub(super) fn homes(n: i64) -> String {
    say::cockpit::homes(u64::try_from(n).unwrap_or_default())
}

/// A drawn duration in words.
pub(super) fn span_words(seconds: i64) -> String {
    time::span(Seconds(seconds))
}

/// A drawn share in words: 97.2%, and without a nought behind the point 95%.
pub(super) fn share_words(hundredths: i64) -> String {
    [&short_share(hundredths), "%"].concat()
}

fn short_share(hundredths: i64) -> String {
    let words = tenths(Sum { n: 10_000, total: hundredths });
    words.strip_suffix(".0").map(str::to_owned).unwrap_or(words)
}

/// A share in percent with one decimal, without the sign.
pub(super) fn share(sum: Sum) -> String {
    tenths(sum)
}

/// What a figure must reach, in words: ≥ 95%, ≤ 24 小时.
pub(super) fn goal(definition: &Definition, goal: Option<Goal>) -> Option<String> {
    let (better, Goal { green, .. }) = (definition.better?, goal?);
    let sign = match better {
        Direction::Higher => "≥ ",
        Direction::Lower => "≤ ",
    };
    let whole = short_share(green);
    let value = match definition.unit {
        Unit::Seconds => time::span(Seconds(green)),
        Unit::Percent => [&whole, "%"].concat(),
        Unit::Points if green > 0 => ["+", &whole].concat(),
        Unit::Points | Unit::Number => whole,
    };
    Some([sign, &value].concat())
}

/// What became of a value since the period before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Change {
    /// By how much, without a sign.
    pub by: String,
    /// Whether it rose.
    pub rose: bool,
    /// Whether that is good; `None` for what is only watched.
    pub good: Option<bool>,
}

/// How a value changed; `None` where one of the two is missing or they are the same.
pub(super) fn change(indicator: Indicator, now: Sum, before: Sum) -> Option<Change> {
    let definition = indicator.definition();
    if definition.source == Source::Count(Measure::Volume) {
        let by = now.n.abs_diff(before.n);
        let rose = now.n > before.n;
        return (by > 0 && before.n > 0).then(|| Change {
            by: [&points((by.into(), before.n.unsigned_abs().into())), "%"].concat(),
            rose,
            good: None,
        });
    }
    if now.n <= 0 || before.n <= 0 {
        return None;
    }
    let wide = i128::from;
    let difference = wide(now.total) * wide(before.n) - wide(before.total) * wide(now.n);
    let whole = wide(now.n) * wide(before.n);
    let by = match definition.unit {
        Unit::Seconds => time::span(Seconds(i64::try_from((difference / whole).abs()).unwrap_or(i64::MAX))),
        Unit::Percent | Unit::Points | Unit::Number => {
            points((difference.unsigned_abs(), whole.unsigned_abs()))
        }
    };
    let rose = difference > 0;
    let good = definition.better.map(|better| (better == Direction::Higher) == rose);
    (difference != 0).then_some(Change { by, rose, good })
}

/// The mark of a standing: by shape and colour, with its word beside it.
pub(super) const fn mark(standing: Standing) -> Status {
    match standing {
        Standing::Met => Status::On,
        Standing::Watch => Status::Soon,
        Standing::Missed => Status::Over,
    }
}

/// The figure in numbers: what was divided by what.
pub(super) fn sum_words(indicator: Indicator, sum: Sum) -> String {
    match indicator.definition().source {
        Source::Mean(_) => say::cockpit::sum_mean(&sum.n, &time::span(Seconds(sum.total))),
        Source::Count(_) => say::cockpit::sum_count(&sum.n),
        _ => say::cockpit::sum_share(&sum.n, &sum.total),
    }
}

/// What the figures are taken over, and whose work is counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Taken {
    /// The days.
    pub period: Period,
    /// One project only.
    pub project: Option<ProjectId>,
    /// One region only.
    pub region: Option<RegionId>,
    /// Only the viewer's own work.
    pub own: bool,
}

/// The address of what an indicator counts: its tickets, or the surveys that ended, whose answers have no names; `None` for
/// one that counts neither. Of what is a question of yes or no those can be asked for that are one of both.
pub(super) fn opened(
    indicator: Indicator,
    taken: &Taken,
    project: Option<&ProjectId>,
    yes: Option<bool>,
) -> Option<String> {
    let source = indicator.definition().source;
    if matches!(source, Source::SurveyCsat | Source::SurveyNps) {
        let [first, last] = [taken.period.first, taken.period.last].map(String::from);
        return Some(["/console/surveys?from=", &first, "&to=", &last].concat());
    }
    let query = ListQuery { yes, ..measured(source.measure()?, taken, project) };
    Some(address("/console", &query))
}

/// The tickets that were measured so.
pub(super) fn measured(measure: Measure, taken: &Taken, project: Option<&ProjectId>) -> ListQuery {
    ListQuery {
        view: Some(View::All),
        project: project.or(taken.project.as_ref()).cloned(),
        region: taken.region.clone().filter(|_| project.is_none() && taken.project.is_none()),
        measure: Some(measure),
        from: Some(taken.period.first),
        to: Some(taken.period.last),
        own: taken.own.then_some(true),
        ..ListQuery::default()
    }
}

/// The address of the tickets behind an indicator of a building, or of a person; `None` where none are counted, or
/// where their measure is not the work of such a person.
pub(super) fn tickets_of(indicator: Indicator, taken: &Taken, part: &Part) -> Option<String> {
    let measure = indicator.definition().source.measure()?;
    let query = ListQuery {
        view: Some(View::All),
        project: Some(part.project.clone()),
        measure: Some(measure),
        building: part.person.is_none().then(|| part.name.clone()),
        person: part.person.clone(),
        from: Some(taken.period.first),
        to: Some(taken.period.last),
        ..ListQuery::default()
    };
    (part.now.of(measure).n > 0).then(|| address("/console", &query))
}

/// Which answer of a question is the one to look at: the missed ones, or those that should not be.
pub(super) fn odd(indicator: Indicator, sum: Sum) -> Option<(bool, i64)> {
    let definition = indicator.definition();
    let Source::Share(_) = definition.source else { return None };
    let (yes, count) = match definition.better? {
        Direction::Higher => (false, sum.n - sum.total),
        Direction::Lower => (true, sum.total),
    };
    (count > 0).then_some((yes, count))
}

/// The lines in the order in which they need somebody: the worst first, then as they were.
pub(super) fn worst_first<T>(lines: &mut [T], worst: impl Fn(&T) -> Option<Standing>) {
    lines.sort_by_key(|line| core::cmp::Reverse(worst(line)));
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
