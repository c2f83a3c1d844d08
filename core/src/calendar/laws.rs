//! Laws of working time, as property tests: on one deliberately irregular week and on random windows and pauses.
//!
//! The irregular week (Monday, Wednesday, Friday 9–17; Tuesday, Thursday 10–16; Saturday 11–14:30; no Sunday) lets
//! mistakes of one day show. Random windows include touching, one-millisecond and overlapping ones.

use proptest::prelude::*;

use super::*;
use crate::time::{Instant, Seconds};

/// Milliseconds in the known range of random windows.
const RANGE: i64 = 20_000_000;

fn ms(at: i64) -> Instant {
    Instant::from_millis(at)
}

fn known() -> Span {
    Span::new(ms(0), ms(RANGE))
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    let length = prop_oneof![Just(0), Just(1), 1..2_000_000_i64];
    let one = (0..RANGE, length).prop_map(|(from, length)| Span::new(ms(from), ms(from + length)));
    prop::collection::vec(one, 0..12)
}

fn windows() -> impl Strategy<Value = Windows> {
    prop_oneof![1 => Just(Windows::always()), 9 => spans().prop_map(|spans| Windows::union(known(), spans))]
}

fn closed_pauses() -> impl Strategy<Value = Vec<Span>> {
    prop_oneof![Just(Vec::new()), spans()]
}

fn pauses_of(spans: &[Span]) -> Pauses {
    Pauses::new(spans.iter().map(|s| (s.from, Some(s.to))))
}

/// The worked time counted the slow way: cut at every boundary, take each piece that is open and not paused.
fn counted(windows: &Windows, pauses: &[Span], a: Instant, b: Instant) -> i64 {
    let open: Vec<Span> = windows.within(Span::new(a, b)).collect();
    let mut cuts: Vec<Instant> = open.iter().chain(pauses).flat_map(|s| [s.from, s.to]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.windows(2).map(|w| Span::new(w[0], w[1]));
    let counts = |piece: &Span| {
        open.iter().any(|o| o.contains(piece.from)) && !pauses.iter().any(|p| p.contains(piece.from))
    };
    pieces.filter(counts).map(|piece| piece.length().get()).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// worked is what a slow count finds: each open, unpaused millisecond once.
    #[test]
    fn worked_counts_each_millisecond_once(w in windows(), p in closed_pauses(), a in 0..RANGE, b in 0..RANGE) {
        let (a, b) = (ms(a.min(b)), ms(a.max(b)));
        let got = worked_exact(&w, &pauses_of(&p), a, b).unwrap();
        prop_assert_eq!(got.get(), counted(&w, &p, a, b));
    }

    /// worked(a, c) = worked(a, b) + worked(b, c).
    #[test]
    fn worked_is_additive(w in windows(), p in closed_pauses(), mut t in prop::array::uniform3(0..RANGE)) {
        t.sort_unstable();
        let [a, b, c] = t.map(ms);
        let p = pauses_of(&p);
        let worked = |from, to| worked_exact(&w, &p, from, to).unwrap();
        prop_assert_eq!(worked(a, c), worked(a, b) + worked(b, c));
    }

    /// The time until due is exactly the budget, and no earlier instant will do.
    #[test]
    fn due_is_the_earliest_instant(w in windows(), p in closed_pauses(), start in 0..RANGE, budget in 1..6_000_i64) {
        let (start, p, budget) = (ms(start), pauses_of(&p), Seconds(budget));
        match due(&w, &p, start, budget) {
            Ok(at) => {
                prop_assert_eq!(worked_exact(&w, &p, start, at), Ok(budget.into()));
                let before = ms(at.millis() - 1);
                prop_assert!(worked_exact(&w, &p, start, before).unwrap() < budget.into());
            }
            Err(error) => {
                prop_assert_eq!(error, DueError::BeyondWindows);
                let all = worked_exact(&w, &p, start, known().to).unwrap();
                prop_assert!(all < budget.into(), "{all:?} were there for {budget:?}");
            }
        }
    }

    /// A pause moves the due time by exactly the working time it took out.
    #[test]
    fn pauses_subtract_exactly(w in windows(), p in closed_pauses(), start in 0..RANGE, budget in 1..6_000_i64) {
        let (start, paused, budget) = (ms(start), pauses_of(&p), Seconds(budget));
        if let Ok(at) = due(&w, &paused, start, budget) {
            let taken = worked_exact(&w, Pauses::NONE, start, at).unwrap();
            let inside: i64 = paused
                .closed()
                .iter()
                .map(|pause| pause.intersect(Span::new(start, at)))
                .map(|pause| worked_exact(&w, Pauses::NONE, pause.from, pause.to).unwrap().get())
                .sum();
            prop_assert_eq!(taken.get(), Millis::from(budget).get() + inside);
        }
    }

    /// An open pause refuses exactly the due times after its beginning, and stops the count there.
    #[test]
    fn an_open_pause_stops_the_clock(w in windows(), start in 0..RANGE, from in 0..RANGE, budget in 1..6_000_i64) {
        let (start, from, budget) = (ms(start), ms(from), Seconds(budget));
        let paused = Pauses::new([(from, None)]);
        let want = match due(&w, Pauses::NONE, start, budget) {
            Ok(at) if from < at => Err(DueError::Paused),
            other => other,
        };
        prop_assert_eq!(due(&w, &paused, start, budget), want);
        let until = worked_exact(&w, Pauses::NONE, start, from.max(start)).unwrap();
        prop_assert_eq!(worked_exact(&w, &paused, start, known().to), Ok(until));
    }

    /// Windows come back from the wire as they were, and cutting the range changes nothing inside it.
    #[test]
    fn windows_survive_the_wire_and_a_cut(spans in spans(), a in 0..RANGE, b in 0..RANGE) {
        let whole = Windows::union(known(), spans.clone());
        let json = serde_json::to_string(&whole).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Windows>(&json).unwrap(), &whole);
        let cut = Span::new(ms(a.min(b)), ms(a.max(b)));
        let part = Windows::union(cut, spans);
        prop_assert_eq!(
            worked_exact(&part, Pauses::NONE, cut.from, cut.to),
            worked_exact(&whole, Pauses::NONE, cut.from, cut.to)
        );
    }
}

#[cfg(feature = "tz")]
mod in_zones {
    use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone};
    use chrono_tz::Tz;

    use super::*;

    /// Zones with gaps and overlaps at odd hours, of odd lengths, at midnight, and none at all.
    const ZONES: [Tz; 8] = [
        Tz::Asia__Shanghai,
        Tz::America__New_York,
        Tz::Europe__London,
        Tz::Australia__Lord_Howe,
        Tz::Africa__Cairo,
        Tz::America__Santiago,
        Tz::Asia__Kathmandu,
        Tz::Pacific__Apia,
    ];

    fn hours(parts: &[(u16, u16)]) -> Hours {
        let time = |minutes| LocalTime::from_minutes(minutes).unwrap();
        Hours::new(parts.iter().map(|&(start, end)| (time(start), time(end))).collect()).unwrap()
    }

    fn irregular_week(tz: Tz) -> Calendar {
        let (long, short) = (hours(&[(540, 1020)]), hours(&[(600, 960)]));
        let week =
            [long.clone(), short.clone(), long.clone(), short, long, hours(&[(660, 870)]), Hours::closed()];
        Calendar::new(tz.name().parse().unwrap(), week)
    }

    /// Up to three intervals a day, often at the hours of clock changes, often from or to midnight.
    fn any_hours() -> impl Strategy<Value = Hours> {
        let edge = prop_oneof![3 => 0..=1440_u16, 1 => Just(0), 1 => Just(1440), 2 => 60..=240_u16];
        prop::collection::btree_set(edge, 0..=6).prop_map(|edges| {
            let edges: Vec<u16> = edges.into_iter().collect();
            hours(&edges.as_chunks::<2>().0.iter().map(|&[a, b]| (a, b)).collect::<Vec<_>>())
        })
    }

    fn any_calendar() -> impl Strategy<Value = (Tz, Calendar)> {
        let exceptions = prop::collection::vec((0..400_i64, any_hours()), 0..8);
        let random = (prop::array::uniform7(any_hours()), exceptions);
        let zone = prop::sample::select(ZONES.as_slice());
        (zone, prop::option::weighted(0.8, random), 2010..2028_i32).prop_map(|(tz, random, year)| {
            let Some((week, exceptions)) = random else {
                return (tz, irregular_week(tz));
            };
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let calendar = Calendar::new(tz.name().parse().unwrap(), week);
            let add = |c: Calendar, (day, hours)| c.with_exception(first + TimeDelta::days(day), hours);
            (tz, exceptions.into_iter().fold(calendar, add))
        })
    }

    /// Whether a local clock reads an open time at `at`: the plain meaning of opening hours.
    fn reads_open(tz: Tz, calendar: &Calendar, at: Instant) -> bool {
        let local = utc(at).with_timezone(&tz).naive_local();
        let minute = (local - local.date().and_time(chrono::NaiveTime::MIN)).num_minutes();
        let inside = |&(start, end): &(LocalTime, LocalTime)| {
            (i64::from(start.minutes())..i64::from(end.minutes())).contains(&minute)
        };
        calendar.hours_on(local.date()).intervals().iter().any(inside)
    }

    fn utc(at: Instant) -> DateTime<chrono::Utc> {
        chrono::Utc.timestamp_millis_opt(at.millis()).unwrap()
    }

    /// Whether the offset of the zone changes within a day of `at`.
    fn near_a_change(tz: Tz, at: Instant) -> bool {
        use chrono::Offset;
        let shift = |seconds: i64| {
            let moved = utc(at + Seconds(seconds));
            tz.offset_from_utc_datetime(&moved.naive_utc()).fix().local_minus_utc()
        };
        shift(-86_400) != shift(86_400)
    }

    fn instant() -> impl Strategy<Value = Instant> {
        (1_262_304_000..1_830_297_600_i64).prop_map(Instant::from_secs)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// Away from clock changes a window is open exactly when a local clock reads an open time. Near one it is
        /// open at least then (a start takes the earlier, an end the later of two).
        #[test]
        fn open_is_what_the_local_clock_reads((tz, calendar) in any_calendar(), at in instant(), step in 1..5000_i64) {
            let range = Span::new(at - Seconds::days(2), at + Seconds::days(9));
            let windows = expand::expand(&calendar, range);
            for n in 0..100 {
                let t = at + Seconds(n * step);
                let (open, reads) = (windows.is_open(t).unwrap(), reads_open(tz, &calendar, t));
                prop_assert!(!reads || open, "{tz} reads open at {t:?}");
                prop_assert!(open == reads || near_a_change(tz, t), "{tz} is open at {t:?}");
            }
        }

        /// Expanding a longer range, or in two parts, gives the same windows.
        #[test]
        fn expansion_does_not_depend_on_its_range((_, calendar) in any_calendar(), at in instant(), days in 1..60_i64) {
            let mid = at + Seconds::days(days);
            let end = mid + Seconds::days(days);
            let count = |range: Span, part: Span| {
                worked(&expand::expand(&calendar, range), Pauses::NONE, part.from, part.to).unwrap()
            };
            let (first, second) = (Span::new(at, mid), Span::new(mid, end));
            let whole = Span::new(at, end);
            prop_assert_eq!(count(whole, first), count(first, first));
            prop_assert_eq!(count(whole, whole), count(first, first) + count(second, second));
        }

        /// elapsed(due) = budget, minimal, through any clock change, also where windows must be grown for it.
        #[test]
        fn due_holds_in_every_zone((_, calendar) in any_calendar(), start in instant(), budget in 1..3_000_000_i64) {
            let table = Timetable::new(calendar, Span::new(start, start + Seconds::days(20)));
            let budget = Seconds(budget);
            match table.due(Pauses::NONE, start, budget) {
                Ok(at) => {
                    prop_assert_eq!(table.worked(Pauses::NONE, start, at), Ok(budget));
                    prop_assert_eq!(table.worked(Pauses::NONE, start, at - Seconds(1)), Ok(budget - Seconds(1)));
                }
                Err(error) => {
                    prop_assert_eq!(error, DueError::Never);
                    let year = Span::new(start + Seconds::days(4 * 366), start + Seconds::days(5 * 365));
                    prop_assert_eq!(table.worked(Pauses::NONE, year.from, year.to), Ok(Seconds::ZERO));
                }
            }
        }

        /// What is open until midnight and from midnight on has no seam.
        #[test]
        fn midnight_has_no_seam(tz in prop::sample::select(ZONES.as_slice()), at in instant(), late in 1000..1440_u16, early in 1..400_u16) {
            let evening = hours(&[(0, early), (late, 1440)]);
            let calendar = Calendar::new(tz.name().parse().unwrap(), core::array::from_fn(|_| evening.clone()));
            let range = Span::new(at, at + Seconds::days(40));
            let windows = expand::expand(&calendar, range);
            // One window a night, whatever the clocks do; a night cut by the range's ends may add one.
            prop_assert!((39..=42).contains(&windows.count()), "{} windows in 40 days", windows.count());
        }
    }
}
