//! A response that has become slower (绩效偏离), R44: the mean response time of the last week against that of the four weeks
//! before.

use serde::{Deserialize, Serialize};

use crate::cockpit::measure::Sum;
use crate::cockpit::parts::LEAST_SAMPLE;

/// The days whose mean is looked at.
pub const LATELY: u32 = 7;
/// The days before them that it is compared with.
pub const BEFORE: u32 = 28;
/// On so many days at least there must have been answers for their spread to say anything.
pub const LEAST_DAYS: usize = 7;

/// What somebody has to do (负荷), beside a deviation: slower for more work is not slower for the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Load {
    /// Open tickets.
    pub open: i64,
    /// Tickets taken in the last week.
    pub taken: i64,
}

/// How a response time stands against what it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deviation {
    /// The last week.
    pub lately: Sum,
    /// The four weeks before.
    pub before: Sum,
    /// The bound, in whole seconds rounded up: the nearer of the two that make an alert.
    pub bound: i64,
    /// Whether it is beyond.
    pub beyond: bool,
}

/// How the response times of 35 days stand, the last one being today: `days` are the sums of each, oldest first. `None`
/// where fewer than [`LEAST_SAMPLE`] answers were given in the week, or in the four before.
///
/// It deviates when the mean of the last [`LATELY`] days is more than 30% above the mean of the [`BEFORE`] days before, or
/// more than two standard deviations above it. The deviation is that of the daily means (sample deviation, days without an
/// answer left out). The 30% are compared exactly; the deviation in milliseconds, since a root has no exact ratio.
pub fn deviation(days: &[Sum]) -> Option<Deviation> {
    let all = |days: &[Sum]| days.iter().fold(Sum::default(), |sum, day| sum + *day);
    let (before, lately) = days.split_at(days.len().saturating_sub(LATELY as usize));
    let spread = spread(before);
    let (before, lately) = (all(before), all(lately));
    if before.n < LEAST_SAMPLE || lately.n < LEAST_SAMPLE {
        return None;
    }
    let wide = i128::from;
    let rose = 10 * wide(lately.total) * wide(before.n) > 13 * wide(before.total) * wide(lately.n);
    let third = 13 * thousandth(before) / 10;
    let spread = spread.map(|spread| thousandth(before) + 2 * spread);
    let beyond = rose || spread.is_some_and(|bound| thousandth(lately) > bound);
    let bound = spread.map_or(third, |bound| bound.min(third));
    Some(Deviation {
        lately,
        before,
        bound: i64::try_from((bound + 999) / 1_000).unwrap_or(i64::MAX),
        beyond,
    })
}

/// A mean in milliseconds.
fn thousandth(sum: Sum) -> i128 {
    i128::from(sum.total) * 1_000 / i128::from(sum.n.max(1))
}

/// The sample standard deviation of the daily means, in milliseconds, rounded up; `None` on fewer days than
/// [`LEAST_DAYS`].
fn spread(days: &[Sum]) -> Option<i128> {
    let means: Vec<i128> = days.iter().filter(|day| day.n > 0).map(|day| thousandth(*day)).collect();
    if means.len() < LEAST_DAYS {
        return None;
    }
    let n = i128::try_from(means.len()).ok()?;
    let (sum, squares) =
        means.iter().fold((0, 0), |(sum, squares), mean| (sum + mean, squares + mean * mean));
    let variance = (n * squares - sum * sum) / (n * (n - 1));
    let root = variance.max(0).isqrt();
    Some(if root * root < variance { root + 1 } else { root })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many days with this many answers of a mean of so many seconds.
    fn days(of: &[(usize, i64, i64)]) -> Vec<Sum> {
        let day = |(days, n, mean): &(usize, i64, i64)| vec![Sum { n: *n, total: n * mean }; *days];
        of.iter().flat_map(day).collect()
    }

    /// 28-day mean 2.0 min, last 7 days 2.8 min: 40% more.
    #[test]
    fn r44_forty_percent_more_is_an_alert() {
        // Days that differ widely, so that only the 30% speak.
        let found = deviation(&days(&[(14, 10, 20), (14, 10, 220), (7, 10, 168)])).unwrap();
        assert!(found.beyond);
        assert_eq!(
            (found.lately, found.before),
            (Sum { n: 70, total: 11_760 }, Sum { n: 280, total: 33_600 })
        );
        assert_eq!(found.bound, 156, "30% above two minutes");
        let exact = deviation(&days(&[(14, 10, 20), (14, 10, 220), (7, 10, 156)])).unwrap();
        assert!(!exact.beyond, "just 30% is none");
    }

    #[test]
    fn r44_two_deviations_above_the_mean_is_an_alert() {
        // Daily means of 110 and 130 s: mean 120, sample deviation √(28·100/27) = 10.18 s.
        let base = [(14, 10, 110), (14, 10, 130)];
        let lately = |mean| deviation(&days(&[base[0], base[1], (7, 10, mean)])).unwrap();
        assert_eq!(lately(140).bound, 141);
        assert!(!lately(140).beyond, "two deviations are 20.4 s");
        assert!(lately(141).beyond, "17.5% only, but out of the ordinary");
        assert!(!lately(60).beyond, "quicker is no alert");
    }

    #[test]
    fn r44_few_answers_say_nothing() {
        assert_eq!(deviation(&[]), None);
        assert_eq!(deviation(&days(&[(28, 1, 60), (7, 0, 0)])), None);
        assert_eq!(deviation(&days(&[(4, 1, 60), (24, 0, 0), (7, 1, 600)])), None, "four before");
        // On five days nothing is known of the spread: only the 30% count.
        let five = deviation(&days(&[(5, 1, 100), (23, 0, 0), (7, 1, 129)])).unwrap();
        assert!(!five.beyond);
        assert_eq!(five.bound, 130);
    }
}
