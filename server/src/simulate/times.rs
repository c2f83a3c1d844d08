//! When tickets come (报事时间): by season, day of the week and hour, with outages (群体事件) that bring many at once; and
//! the numbers that they get.

use chrono::{DateTime, Datelike as _};
use steward_core::time::{Instant, Seconds};

use super::dice::Dice;

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;
/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;
/// The zone of all simulated projects is eight hours ahead of UTC all year.
const OFFSET: i64 = 8 * HOUR;

/// How busy each month is, of 1000: little around the Spring Festival, most in the rains and the heat.
const MONTHS: [u64; 12] = [960, 820, 970, 980, 1000, 1090, 1160, 1130, 1010, 980, 940, 990];
/// Monday to Sunday, of 1000.
const WEEK: [u64; 7] = [1080, 1020, 990, 980, 990, 1010, 930];
/// The hours of a day, by weight: two peaks, in the morning and when people come home.
const HOURS: [u64; 24] =
    [5, 3, 2, 2, 3, 8, 22, 48, 78, 86, 80, 64, 44, 42, 56, 60, 62, 64, 70, 78, 72, 48, 24, 11];

/// An outage: when it begins, and what number it draws its category and building with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outage {
    /// From.
    pub(super) from: Instant,
    /// Its own number.
    pub(super) draw: u64,
}

impl Outage {
    /// For how long people report it.
    const LASTS: Seconds = Seconds::minutes(50);

    /// Whether somebody reports then.
    pub(super) fn is_on(self, at: Instant) -> bool {
        at >= self.from && at <= self.from + Self::LASTS
    }
}

/// The days of a simulation.
#[derive(Clone, Debug)]
pub(super) struct Days {
    seed: u64,
    /// Midnight of the first day, in milliseconds UTC.
    first: i64,
    until: Instant,
    count: u64,
    /// What each project weighs.
    projects: Vec<u64>,
    /// What each day weighs.
    weights: Vec<u64>,
    tickets: u64,
}

impl Days {
    /// So many days that end at `until`, so many tickets over projects of these weights.
    pub(super) fn new(seed: u64, until: Instant, count: u32, projects: Vec<u64>, tickets: u64) -> Self {
        let last = (until.millis() - 1 + OFFSET).div_euclid(DAY);
        let first = (last - i64::from(count) + 1) * DAY - OFFSET;
        let mut days = Self { seed, first, until, count: count.into(), projects, weights: vec![], tickets };
        days.weights = (0..days.count).map(|day| days.weight(day)).collect();
        days
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// How many tickets come on them.
    pub(super) fn tickets(&self) -> u64 {
        self.tickets
    }

    /// The first moment of a day there.
    pub(super) fn begins(&self, day: u64) -> Instant {
        Instant::from_millis(self.first + i64::try_from(day).unwrap_or_default() * DAY)
    }

    /// The date of a day there, as `20260915`.
    pub(super) fn date(&self, day: u64) -> String {
        local(self.begins(day)).format("%Y%m%d").to_string()
    }

    /// The weights of the hours of a day that there are: the last day ends with the simulation.
    fn hours(&self, day: u64) -> [u64; 24] {
        let left = (self.until.millis() - self.begins(day).millis()).div_euclid(HOUR);
        let mut hours = HOURS;
        for (hour, weight) in (0..).zip(&mut hours) {
            if hour >= left.max(1) {
                *weight = 0;
            }
        }
        hours
    }

    fn weight(&self, day: u64) -> u64 {
        let date = local(self.begins(day));
        let of = |list: &[u64], n: u32| list.get(n as usize).copied().unwrap_or(1000);
        let open: u64 = self.hours(day).iter().sum();
        of(&MONTHS, date.month0()) * of(&WEEK, date.weekday().num_days_from_monday()) * open / 1000
    }

    /// How many tickets a project has on each day; over all projects and days exactly as many as were wished.
    pub(super) fn shares(&self, project: usize) -> Vec<u64> {
        let days: u128 = self.weights.iter().map(|w| u128::from(*w)).sum();
        let all: u128 = self.projects.iter().map(|w| u128::from(*w)).sum();
        let before: u128 = self.projects.iter().take(project).map(|w| u128::from(*w)).sum();
        let own = u128::from(self.projects.get(project).copied().unwrap_or_default());
        let mut reached = before * days;
        let upto = |weight: u128| u128::from(self.tickets) * weight / (all * days).max(1);
        let share = |weight: &u64| {
            let from = upto(reached);
            reached += own * u128::from(*weight);
            u64::try_from(upto(reached) - from).unwrap_or_default()
        };
        self.weights.iter().map(share).collect()
    }

    /// The outage of a project on a day, if there is one: about one in six weeks.
    pub(super) fn outage(&self, project: usize, day: u64) -> Option<Outage> {
        let mut dice = Dice::of(self.seed, "outage", [index(project), day]);
        let hour = dice.between(7, 20);
        let on = dice.below(42) == 0;
        let from = self.begins(day) + Seconds::hours(hour) + Seconds::minutes(dice.between(0, 59));
        (on && from + Outage::LASTS < self.until).then(|| Outage { from, draw: dice.below(1 << 32) })
    }

    /// When the tickets of a project and day come, in order.
    pub(super) fn times(&self, project: usize, day: u64, count: u64) -> Vec<Instant> {
        let hours = self.hours(day);
        let outage = self.outage(project, day);
        let mut dice = Dice::of(self.seed, "times", [index(project), day]);
        let last = self.until.millis() - 1;
        let mut times: Vec<Instant> = (0..count)
            .map(|_| match outage {
                // Two of three of that day are about it.
                Some(outage) if dice.below(3) > 0 => {
                    let after = dice.below(1000) * dice.below(1000) * 3;
                    outage.from + Seconds(i64::try_from(after / 1000).unwrap_or_default())
                }
                _ => {
                    let hour = i64::try_from(dice.weighted(&hours)).unwrap_or_default();
                    let within = dice.between(0, HOUR - 1);
                    let at = self.begins(day).millis() + hour * HOUR + within;
                    Instant::from_millis(at.min(last))
                }
            })
            .collect();
        times.sort_unstable();
        times
    }

    /// The running number within its day of each ticket, by project and in the order of its days and times.
    pub(super) fn numbers(&self) -> Vec<Vec<u32>> {
        let shares: Vec<Vec<u64>> = (0..self.projects.len()).map(|project| self.shares(project)).collect();
        let mut numbers: Vec<Vec<u32>> = vec![Vec::new(); shares.len()];
        for day in 0..self.count {
            let mut coming = Vec::new();
            for (project, share) in shares.iter().enumerate() {
                let count = share.get(usize::try_from(day).unwrap_or_default()).copied().unwrap_or_default();
                coming.extend(self.times(project, day, count).into_iter().map(|at| (at, project)));
            }
            coming.sort_unstable();
            for (n, (_, project)) in (1..).zip(coming) {
                if let Some(of) = numbers.get_mut(project) {
                    of.push(n);
                }
            }
        }
        numbers
    }
}

/// The local time there.
pub(super) fn local(at: Instant) -> DateTime<chrono::Utc> {
    DateTime::from_timestamp_millis(at.millis() + OFFSET).unwrap_or_default()
}

/// A place in a list as a part of a name.
pub(super) fn index(n: usize) -> u64 {
    u64::try_from(n).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Three projects, three weeks up to Tuesday, 15 September 2026, 14:20 in Shanghai.
    fn days(seed: u64, tickets: u64) -> Days {
        Days::new(seed, Instant::from_secs(1_789_453_200), 21, vec![60, 100, 140], tickets)
    }

    #[test]
    fn every_wished_ticket_comes_and_large_projects_have_more() {
        for tickets in [0, 1, 7, 1000, 12_345] {
            let days = days(3, tickets);
            let shares: Vec<u64> = (0..3).map(|project| days.shares(project).iter().sum()).collect();
            assert_eq!(shares.iter().sum::<u64>(), tickets, "{shares:?}");
            assert!(tickets < 1000 || shares.is_sorted_by(|a, b| a < b), "{shares:?}");
        }
    }

    #[test]
    fn times_lie_in_their_day_and_before_the_end() {
        let mut outages = 0;
        for seed in 0..9 {
            let days = days(seed, 6000);
            assert_eq!((days.date(0), days.date(20)), ("20260826".to_owned(), "20260915".to_owned()));
            for project in 0..3 {
                for (day, count) in (0..).zip(days.shares(project)) {
                    let times = days.times(project, day, count);
                    assert_eq!(u64::try_from(times.len()).unwrap(), count);
                    assert!(times.is_sorted());
                    let end = days.begins(day + 1).min(days.until);
                    assert!(times.iter().all(|at| *at >= days.begins(day) && *at < end), "{project} {day}");
                    if let Some(outage) = days.outage(project, day) {
                        outages += 1;
                        let on = times.iter().filter(|at| outage.is_on(**at)).count();
                        assert!(on * 2 > times.len(), "{on} of {}", times.len());
                    }
                }
            }
        }
        assert!(outages > 0);
    }

    #[test]
    fn each_day_numbers_its_tickets_over_all_projects_in_their_order() {
        let days = days(3, 900);
        let numbers = days.numbers();
        let mut at = [0; 3];
        for day in 0..21 {
            let mut of_day = Vec::new();
            for (project, place) in at.iter_mut().enumerate() {
                let count = usize::try_from(days.shares(project)[usize::try_from(day).unwrap()]).unwrap();
                let times = days.times(project, day, index(count));
                of_day
                    .extend(times.into_iter().zip(numbers[project][*place..*place + count].iter().copied()));
                *place += count;
            }
            of_day.sort_unstable();
            let given: Vec<u32> = of_day.iter().map(|(_, n)| *n).collect();
            let distinct: BTreeSet<u32> = given.iter().copied().collect();
            assert_eq!(distinct, (1..=u32::try_from(given.len()).unwrap()).collect());
            assert!(of_day.is_sorted_by(|a, b| a.0 < b.0 && a.1 < b.1 || a.0 == b.0));
        }
    }
}
