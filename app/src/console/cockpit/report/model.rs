//! What a report is about, without any view: its days and its part of the scope, as its address says them.

use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::measure::Rollup;
use steward_core::cockpit::period::Period;
use steward_core::cockpit::trends::Step;
use steward_core::day::Day;
use steward_core::ids::{ProjectId, RegionId};

/// How many days of a trend make one number.
const WEEK: usize = 7;

/// What a report is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Asked {
    /// The days; of the month that still runs those up to today.
    pub period: Period,
    /// Only this region.
    pub region: Option<RegionId>,
    /// Only this project.
    pub project: Option<ProjectId>,
}

impl Asked {
    /// What an address asks for; without days, or with such that have not begun, the month before `today`.
    pub(super) fn read(get: impl Fn(&str) -> Option<String>, today: Day) -> Self {
        let day = |name: &str| get(name).and_then(|text| Day::try_from(text).ok());
        let days = day("from").zip(day("to")).and_then(|(first, last)| Period::new(first, last).ok());
        let month =
            get("month").and_then(|month| Day::try_from([&month, "-01"].concat()).ok()).map(Period::month_of);
        let known = days.or(month).filter(|period| period.first <= today);
        let period = known.unwrap_or_else(|| month_before(today));
        Self {
            period: Period { last: period.last.min(today), ..period },
            region: get("region").and_then(|region| region.parse().ok()),
            project: get("project").and_then(|project| project.parse().ok()),
        }
    }

    /// The figures of these days.
    pub(super) fn query(&self) -> CockpitQuery {
        self.over(self.period)
    }

    /// The figures of the days that they are compared with.
    pub(super) fn compared(&self) -> CockpitQuery {
        self.over(self.period.compared())
    }

    fn over(&self, period: Period) -> CockpitQuery {
        CockpitQuery {
            first: Some(period.first),
            last: Some(period.last),
            days: None,
            region: self.region.clone(),
            project: self.project.clone(),
        }
    }

    /// Whether the days are a month, whole or up to today.
    pub(super) fn is_month(&self, today: Day) -> bool {
        let month = Period::month_of(self.period.first);
        self.period.first == month.first && self.period.last == month.last.min(today)
    }

    /// Its address.
    pub(super) fn address(&self, today: Day) -> String {
        let [first, last] = [self.period.first, self.period.last].map(String::from);
        let mut parts = if self.is_month(today) {
            vec![["month=", month_word(&first)].concat()]
        } else {
            vec![["from=", &first].concat(), ["to=", &last].concat()]
        };
        parts.extend(self.region.as_ref().map(|region| ["region=", region.as_str()].concat()));
        parts.extend(self.project.as_ref().map(|project| ["project=", project.as_str()].concat()));
        ["/console/report?", &parts.join("&")].concat()
    }
}

/// The month of a written day: 2026-11.
pub(super) fn month_word(day: &str) -> &str {
    day.get(..7).unwrap_or(day)
}

fn month_before(today: Day) -> Period {
    Period::month_of(today.first_of_month().earlier(1))
}

/// The months that can be chosen: this one and the eleven before it.
pub(super) fn months(today: Day) -> Vec<Period> {
    let mut all = vec![Period::month_of(today)];
    while let Some(last) = all.last().filter(|_| all.len() < 12) {
        all.push(month_before(last.first));
    }
    all
}

/// Steps together in sevens, from the first one on: their days, and the sum.
pub(super) fn weeks(steps: &[Step]) -> Vec<(Period, Rollup)> {
    let week = |steps: &[Step]| {
        let mut sum = Rollup::default();
        for step in steps {
            sum.merge(&step.tickets);
        }
        let (first, last) = (steps.first()?, steps.last()?);
        Some((Period { first: first.period.first, last: last.period.last }, sum))
    };
    // Longer reports have steps of a week or a month already.
    let size = if steps.first().is_some_and(|step| step.period.days() == 1) { WEEK } else { 1 };
    steps.chunks(size).filter_map(week).collect()
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
