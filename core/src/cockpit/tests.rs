use std::collections::BTreeMap;

use proptest::prelude::*;

use super::buckets::carry;
use super::indicator::{Goal, Indicator, Source, Standing};
use super::measure::{Measure, Rollup, Sum};
use super::period::{LONGEST, Period};
use crate::day::Day;
use crate::problem::Code;

fn day(text: &str) -> Day {
    text.to_owned().try_into().unwrap()
}

fn sum(n: i64, total: i64) -> Sum {
    Sum { n, total }
}

#[test]
fn a_day_has_a_number_and_back() {
    assert_eq!(day("1970-01-01").number(), 0);
    assert_eq!(day("1969-12-31").number(), -1);
    assert_eq!(day("2026-11-22").number(), 20_779);
    assert_eq!(Day::from_number(20_779), Some(day("2026-11-22")));
    assert_eq!(Day::from_number(i64::MAX), None);
    assert_eq!(day("2024-02-28").later(2), day("2024-03-01"));
    assert_eq!(day("2024-03-01").earlier(1), day("2024-02-29"));
}

#[test]
fn a_rollup_is_stored_as_numbers_and_reads_what_is_older_and_newer() {
    let mut rollup = Rollup::default();
    assert_eq!(serde_json::to_string(&rollup).unwrap(), "[]");
    rollup.add(Measure::Dispatch, sum(2, 580));
    assert_eq!(serde_json::to_string(&rollup).unwrap(), "[0,0,2,580]");
    let newer: Rollup = serde_json::from_str(&format!("[1,1{}]", ",7".repeat(60))).unwrap();
    assert_eq!((newer.of(Measure::Volume), newer.of(Measure::Praise)), (sum(1, 1), sum(7, 7)));
    let odd: Rollup = serde_json::from_str("[3]").unwrap();
    assert_eq!(odd.of(Measure::Volume), sum(3, 0));
}

/// The stored numbers have no names: their order is a promise.
#[test]
fn measures_keep_their_places() {
    let places: Vec<&str> = Measure::ALL.iter().map(|measure| measure.word()).collect();
    let known = "volume dispatch response on_site feedback solution complaint_close processing timely \
        first_contact solved repeated visit_satisfied praise flagged acceptance on_the_way work return_visit";
    assert_eq!(places, known.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn a_period_counts_both_its_ends_and_knows_the_one_before() {
    let september = Period::new(day("2026-09-01"), day("2026-09-30")).unwrap();
    assert_eq!(september.days(), 30);
    assert_eq!(september.before(), Period { first: day("2026-08-02"), last: day("2026-08-31") });
    assert_eq!(Period::up_to(day("2026-09-30"), 30), september);
    assert_eq!(Period::up_to(day("2026-09-30"), 0).days(), 1, "a day at least");
    for (first, last) in [("2026-09-02", "2026-09-01"), ("1926-09-01", "2026-09-01")] {
        assert_eq!(Period::new(day(first), day(last)).unwrap_err().code, Code::BadPeriod);
    }
    let longest = day("2020-01-01");
    assert!(Period::new(longest, longest.later(u32::try_from(LONGEST).unwrap() - 1)).is_ok());
    assert!(Period::new(longest, longest.later(u32::try_from(LONGEST).unwrap())).is_err());
}

#[test]
fn there_are_twenty_indicators_each_with_its_own_metric() {
    let mut metrics: Vec<&str> = Indicator::ALL.iter().map(|i| i.definition().metric).collect();
    let listed =
        "M01, M03, M04, M06, M07, M08, M11, M13, M17, M19, M24, M25, M26, M28, M40, M41, M43, M46, M52, M71";
    metrics.sort_unstable();
    assert_eq!(metrics.join(", "), listed, "§5.9");
    for indicator in Indicator::ALL {
        let definition = indicator.definition();
        assert_eq!(definition.better.is_some(), definition.goal.is_some(), "{indicator:?}");
        if let (Some(better), Some(goal)) = (definition.better, definition.goal) {
            let amber_is_worse = match better {
                crate::performance::Direction::Higher => goal.amber < goal.green,
                crate::performance::Direction::Lower => goal.amber > goal.green,
            };
            assert!(amber_is_worse, "{indicator:?}");
        }
    }
    assert_eq!(Indicator::Csat.definition().source, Source::SurveyCsat);
}

/// Each with its usual goal, by the worked examples of the rules.
#[test]
fn a_figure_stands_by_the_exact_quotient() {
    use Indicator as I;
    use Standing::{Met, Missed, Watch};
    let cases = [
        // R05: 45 of 50 are exactly the 90% asked for; 42 of 50 are 84%.
        (I::ComplaintClose, sum(50, 45), Some(Met)),
        (I::ComplaintClose, sum(50, 42), Some(Missed)),
        // R92: 192 of 200.
        (I::Timely, sum(200, 192), Some(Met)),
        // R13: 49 of 480 households are over 10%, 48 are not.
        (I::ComplaintRate, sum(480, 49), Some(Missed)),
        (I::ComplaintRate, sum(480, 48), Some(Watch)),
        // R20: 6 of 80 are 7.5%.
        (I::Repeated, sum(80, 6), Some(Watch)),
        // R09: 24 h on average are the target, a second more is not.
        (I::Processing, sum(2, 2 * 86_400), Some(Met)),
        (I::Processing, sum(2, 2 * 86_400 + 1), Some(Watch)),
        // R08: 4 min 40 s.
        (I::Dispatch, sum(1, 280), Some(Met)),
        // R31: 55 less 15 of 100 are +40; and a score below zero.
        (I::Nps, sum(100, 40), Some(Met)),
        (I::Nps, sum(100, 29), Some(Watch)),
        (I::Nps, sum(3, -1), Some(Missed)),
        // A hair below 95% shows as 95.00% and is none.
        (I::Feedback, sum(1_000_000, 949_999), Some(Watch)),
        // Nothing counted is no value; what is only watched stands nowhere.
        (I::Timely, sum(0, 0), None),
        (I::Volume, sum(10, 10), None),
    ];
    for (indicator, sum, stands) in cases {
        let goal = indicator.definition().goal.unwrap_or(Goal { green: 0, amber: 0 });
        assert_eq!(indicator.standing(sum, goal), stands, "{indicator:?} {sum:?}");
    }
    let huge = sum(i64::MAX, i64::MAX);
    assert_eq!(I::Timely.standing(huge, Goal { green: i64::MAX, amber: i64::MAX }), Some(Missed));
}

fn rollups() -> impl Strategy<Value = BTreeMap<Day, Rollup>> {
    let one = (0..40_u32, prop::sample::select(Measure::ALL), -9..9_i64);
    prop::collection::vec(one, 0..12).prop_map(|all| {
        let mut days = BTreeMap::<Day, Rollup>::new();
        for (at, measure, value) in all {
            days.entry(day("2026-01-01").later(at)).or_default().add(measure, Sum { n: 1, total: value });
        }
        days
    })
}

/// What was added on days up to this one, added up the long way.
fn up_to(last: Day, all: &[BTreeMap<Day, Rollup>]) -> Rollup {
    let mut sum = Rollup::default();
    for (_, rollup) in all.iter().flatten().filter(|(day, _)| **day <= last) {
        sum.merge(rollup);
    }
    sum
}

proptest! {
    /// However the additions come, in whatever order of days: the row that counts for a day is the last one not after
    /// it, and it is the sum of everything up to that day.
    #[test]
    fn rows_are_running_sums(all in prop::collection::vec(rollups(), 1..8)) {
        let mut store = BTreeMap::<Day, Rollup>::new();
        for added in &all {
            let Some(first) = added.keys().next() else { continue };
            let before = store.range(..first).next_back().map(|(_, row)| *row).unwrap_or_default();
            let rows = store.split_off(first);
            let changed = carry(before, &rows, added);
            prop_assert!(changed.iter().all(|(day, row)| rows.get(day) != Some(row) || added.contains_key(day)));
            store.extend(rows);
            store.extend(changed);
        }
        for last in (0..41).map(|n| day("2026-01-01").later(n)) {
            let row = store.range(..=last).next_back().map(|(_, row)| *row).unwrap_or_default();
            prop_assert_eq!(row, up_to(last, &all));
        }
    }

    /// Two periods that touch are one; taking away what was added leaves what was there.
    #[test]
    fn sums_merge_and_part(one in rollups(), other in rollups()) {
        let (one, other) = (up_to(day("2027-01-01"), &[one]), up_to(day("2027-01-01"), &[other]));
        let mut both = one;
        both.merge(&other);
        prop_assert_eq!(both.less(&other), one);
        prop_assert_eq!(serde_json::from_str::<Rollup>(&serde_json::to_string(&both).unwrap()).unwrap(), both);
    }
}

#[test]
fn a_period_is_taken_apart_into_days_weeks_or_months() {
    let of = |first: &str, last: &str| {
        let day = |text: &str| Day::try_from(text.to_owned()).unwrap();
        Period { first: day(first), last: day(last) }.steps()
    };
    let days = |steps: &[Period]| steps.iter().map(|step| step.days()).collect::<Vec<_>>();
    assert_eq!(days(&of("2026-09-01", "2026-09-03")), [1, 1, 1]);
    assert_eq!(of("2026-08-16", "2026-09-15").len(), 31);
    assert_eq!(days(&of("2026-08-01", "2026-09-05")), [1, 7, 7, 7, 7, 7], "weeks that end with the last day");
    let year = of("2025-09-16", "2026-09-15");
    assert_eq!(year.len(), 13);
    assert_eq!((days(&year)[0], days(&year)[1], days(&year)[12]), (15, 31, 15), "calendar months");
}

proptest! {
    /// The steps of a period make up just its days, in order.
    #[test]
    fn steps_leave_no_day_out_and_count_none_twice(first in 0_i64..40_000, days in 1_i64..=3_653) {
        let first = Day::from_number(first).unwrap();
        let last = Day::from_number(first.number() + days - 1).unwrap();
        let steps = Period { first, last }.steps();
        prop_assert_eq!(steps.first().unwrap().first, first);
        prop_assert_eq!(steps.last().unwrap().last, last);
        prop_assert!(steps.windows(2).all(|pair| pair[0].last.later(1) == pair[1].first));
        prop_assert_eq!(steps.iter().map(|step| step.days()).sum::<i64>(), days);
    }
}

/// §0.3: rounded for reading only, halves away from zero.
#[test]
fn a_value_is_rounded_to_the_steps_of_a_goal() {
    let of = |indicator: Indicator, n, total| indicator.rounded(Sum { n, total });
    assert_eq!(of(Indicator::ComplaintRate, 480, 49), Some(1_021));
    assert_eq!(of(Indicator::Timely, 412, 400), Some(9_709));
    assert_eq!(of(Indicator::Dispatch, 2, 601), Some(301));
    assert_eq!(of(Indicator::Nps, 3, -2), Some(-6_667));
    assert_eq!((of(Indicator::Volume, 7, 7), of(Indicator::Volume, 0, 0)), (Some(7), Some(0)));
    assert_eq!(of(Indicator::Timely, 0, 0), None);
}
