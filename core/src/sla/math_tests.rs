//! States, ladders and explanations: cases that the published vectors leave out, and the law of the sum.

use proptest::prelude::*;

use super::clock::Clock;
use super::policy::Policy;
use super::*;
use crate::calendar::{BeyondWindows, DueError, Millis, Pauses, Span, Windows, due};
use crate::time::{Instant, Seconds};

fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

/// Monday 1 to Sunday 14 January 2024 (UTC), open 09:00–17:00 from Monday to Friday.
fn office() -> Windows {
    let days = [1, 2, 3, 4, 5, 8, 9, 10, 11, 12];
    let open = days.map(|d| {
        Span::new(at(&format!("2024-01-{d:02}T09:00:00Z")), at(&format!("2024-01-{d:02}T17:00:00Z")))
    });
    Windows::union(Span::new(at("2024-01-01T00:00:00Z"), at("2024-01-15T00:00:00Z")), open)
}

fn terms(start: &str, limit: Seconds) -> Terms {
    Terms {
        start: at(start),
        limit,
        extension: None,
        pauses: Vec::new(),
        calendar: "office".parse().unwrap(),
        policy_version: 6,
        exception: false,
    }
}

fn noted(from: &str, to: Option<&str>, reason: &str) -> Noted {
    Noted { from: at(from), to: to.map(at), reason: reason.to_owned() }
}

#[test]
fn the_warning_is_at_four_fifths_r10() {
    let start = at("2026-03-03T09:00:00Z");
    let got = warning(&Windows::always(), Pauses::NONE, start, Seconds::hours(24));
    assert_eq!(got, Ok(at("2026-03-04T04:12:00Z")));
    // It is the instant at which the state turns, also where a fifth is no whole second.
    for budget in [1, 2, 3, 7, 99].map(Seconds) {
        let warned = warning(&Windows::always(), Pauses::NONE, start, budget).unwrap();
        let state_at = |now| {
            let target = Target { start, budget, completed_at: None, pauses: Pauses::NONE };
            state(&Windows::always(), target, now).unwrap().state
        };
        assert_eq!(state_at(warned), State::DueSoon);
        assert_eq!(state_at(Instant::from_millis(warned.millis() - 1)), State::OnTrack);
    }
}

#[test]
fn a_millisecond_late_is_late() {
    let start = at("2024-01-01T09:00:00Z");
    let read = |now: i64, done: Option<i64>| {
        let completed_at = done.map(|ms| Instant::from_millis(start.millis() + ms));
        let target = Target { start, budget: Seconds(10), completed_at, pauses: Pauses::NONE };
        state(&office(), target, Instant::from_millis(start.millis() + now)).unwrap()
    };
    assert_eq!(read(10_000, None).state, State::DueSoon);
    let late = read(10_001, None);
    assert_eq!((late.state, late.consumed, late.remaining), (State::Breached, Seconds(10), Seconds(0)));
    assert_eq!(read(20_000, Some(10_000)).state, State::Met);
    assert_eq!(read(20_000, Some(10_001)).state, State::MetLate);
    assert_eq!(read(9_000, Some(10_001)).state, State::DueSoon, "a completion after now has not happened");
}

#[test]
fn a_state_outside_the_windows_is_not_guessed() {
    let start = at("2024-01-12T09:00:00Z");
    let target = Target { start, budget: Seconds(10), completed_at: None, pauses: Pauses::NONE };
    assert_eq!(state(&office(), target, at("2024-01-15T00:00:01Z")), Err(BeyondWindows));
    let overdue = escalation_level(
        &office(),
        Overdue::Working,
        &[Rung { after: Seconds::ZERO, level: 1 }],
        start,
        at("2024-01-15T00:00:01Z"),
    );
    assert_eq!(overdue, Err(BeyondWindows));
}

#[test]
fn the_default_ladder_climbs_by_days_r11() {
    let ladder =
        [(7, 4), (0, 1), (3, 3), (1, 2)].map(|(days, level)| Rung { after: Seconds::days(days), level });
    let due = at("2026-03-03T09:00:00Z");
    let level = |now| escalation_level(&Windows::always(), Overdue::Calendar, &ladder, due, at(now)).unwrap();
    assert_eq!(level("2026-03-03T08:59:59Z"), 0);
    assert_eq!(level("2026-03-03T09:00:00Z"), 1);
    assert_eq!(level("2026-03-06T08:59:59Z"), 2);
    assert_eq!(level("2026-03-06T10:00:00Z"), 3, "the example of R11");
    assert_eq!(level("2026-03-10T09:00:00Z"), 4);
    let rung = serde_json::to_string(&ladder[3]).unwrap();
    assert_eq!(rung, r#"{"after_s":86400,"level":2}"#);
}

#[test]
fn an_explanation_reads_like_a_bill() {
    let mut terms = terms("2024-01-04T15:00:00Z", Seconds::hours(4));
    terms.extension = Some(Extension::try_from(150).unwrap());
    terms.pauses = vec![
        noted("2024-01-05T10:00:00Z", Some("2024-01-05T12:00:00Z"), "material"),
        noted("2024-01-05T11:00:00Z", Some("2024-01-05T13:00:00Z"), "owner"),
        noted("2024-01-05T16:00:00Z", Some("2024-01-05T17:00:00Z"), "at the due time: no effect"),
        noted("2024-01-09T09:00:00Z", None, "owner"),
    ];
    // Thursday 15–17, Friday 9–10 and 13–16: due Friday 16:00.
    let open = |day: u8, from: u8, to: u8| {
        Span::new(at(&format!("2024-01-0{day}T{from:02}:00:00Z")), at(&format!("2024-01-0{day}T{to}:00:00Z")))
    };
    let hours = |h| Millis::from(Seconds::hours(h));
    let want = vec![
        Step::Start { at: terms.start },
        Step::Limit { limit: Seconds::hours(4), policy_version: 6, exception: false },
        Step::Extension { percent: 150, extra: Seconds::hours(2) },
        Step::Calendar {
            calendar: "office".parse().unwrap(),
            always: false,
            windows: vec![open(4, 15, 17), open(5, 9, 16)],
            closed: hours(16),
        },
        Step::Pause {
            from: at("2024-01-05T10:00:00Z"),
            to: Some(at("2024-01-05T12:00:00Z")),
            reason: "material".to_owned(),
            counted: hours(2),
        },
        Step::Pause {
            from: at("2024-01-05T11:00:00Z"),
            to: Some(at("2024-01-05T13:00:00Z")),
            reason: "owner".to_owned(),
            counted: hours(1),
        },
        Step::Warning { at: at("2024-01-05T14:48:00Z") },
        Step::Due { at: at("2024-01-05T16:00:00Z") },
    ];
    let got = explain(&office(), &terms).unwrap();
    assert_eq!(got, want);
    let json = serde_json::to_string(&got).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Step>>(&json).unwrap(), got);
    assert!(
        json.starts_with(r#"[{"kind":"start","at":1704380400000},{"kind":"limit","limit":14400,"#),
        "{json}"
    );
}

/// Approved and ended in the same moment: nothing stood still, and nothing is said of it.
#[test]
fn a_pause_of_no_length_is_no_step() {
    let mut terms = terms("2024-01-04T15:00:00Z", Seconds::hours(1));
    terms.pauses = vec![noted("2024-01-04T15:20:00Z", Some("2024-01-04T15:20:00Z"), "owner")];
    let steps = explain(&office(), &terms).unwrap();
    assert!(!steps.iter().any(|step| matches!(step, Step::Pause { .. })), "{steps:?}");
}

/// R10: 80% of what came with an imported ticket, and of every clock from before policies could say another share.
#[test]
fn r10_a_clock_warns_at_four_fifths_unless_its_policy_says_otherwise() {
    let start = at("2024-01-04T15:00:00Z");
    let clock = Clock::imported(start, start + Seconds::hours(10), &Policy::group_standard());
    assert_eq!((clock.warn_at, clock.warn_percent), (start + Seconds::hours(8), 80));
    let usual = serde_json::to_value(&clock).unwrap();
    assert!(usual.get("warn_percent").is_none(), "the usual share is not written: {usual}");
    assert_eq!(serde_json::from_value::<Clock>(usual).unwrap(), clock);
    let early = Clock { warn_percent: 70, ..clock };
    let written = serde_json::to_value(&early).unwrap();
    assert_eq!(written["warn_percent"], 70);
    assert_eq!(serde_json::from_value::<Clock>(written).unwrap(), early);
}

#[test]
fn each_standing_has_a_code() {
    let codes: Vec<&str> = State::ALL.iter().map(|state| state.code()).collect();
    let said: Vec<String> =
        State::ALL.iter().map(|s| serde_json::to_value(s).unwrap().as_str().unwrap().to_owned()).collect();
    assert_eq!(codes, said);
}

#[test]
fn an_extension_travels_as_its_percentage() {
    let half_more = Extension::try_from(150).unwrap();
    assert_eq!((u16::from(half_more), half_more.percent()), (150, 150));
    assert_eq!(Extension::try_from(99).unwrap_err().to_string(), "shortens_limit");
}

#[test]
fn around_the_clock_adds_no_closed_time() {
    let mut terms = terms("2026-09-15T08:10:00Z", Seconds::hours(24));
    terms.pauses = vec![noted("2026-09-15T09:30:00Z", Some("2026-09-16T01:30:00Z"), "material")];
    let steps = explain(&Windows::always(), &terms).unwrap();
    assert!(matches!(&steps[2], Step::Calendar { always: true, closed: Millis::ZERO, .. }), "{steps:?}");
    assert_eq!(steps.last(), Some(&Step::Due { at: at("2026-09-17T00:10:00Z") }));
}

#[test]
fn without_a_due_time_the_last_step_says_why() {
    let mut paused = terms("2024-01-04T15:00:00Z", Seconds::hours(4));
    paused.pauses = vec![noted("2024-01-04T16:00:00Z", None, "owner")];
    let steps = explain(&office(), &paused).unwrap();
    assert_eq!(steps.last(), Some(&Step::NotDue { why: DueError::Paused }));
    assert!(steps.iter().any(|step| matches!(step, Step::Pause { to: None, .. })), "{steps:?}");
    assert!(!steps.iter().any(|step| matches!(step, Step::Warning { .. })), "{steps:?}");

    let from = at("2024-01-01T00:00:00Z");
    let closed = Windows::union(Span::new(from, from + Seconds::days(2000)), []);
    let steps = explain(&closed, &terms("2024-01-04T15:00:00Z", Seconds(1))).unwrap();
    assert_eq!(steps.last(), Some(&Step::NotDue { why: DueError::Never }));

    let far = terms("2024-01-12T15:00:00Z", Seconds::hours(3));
    assert_eq!(explain(&office(), &far), Err(BeyondWindows));
}

#[test]
fn an_extension_never_shortens() {
    assert_eq!(Extension::try_from(99), Err(ShortensLimit));
    let extra = |percent: u16| Extension::try_from(percent).unwrap().extra(Seconds::hours(24));
    assert_eq!([100, 150, 200].map(extra), [0, 12, 24].map(Seconds::hours));
    assert!(serde_json::from_str::<Extension>("50").is_err());
}

#[test]
fn time_inside_two_pauses_is_counted_once() {
    let mut terms = terms("2024-01-04T09:00:00Z", Seconds::hours(1));
    terms.pauses = vec![
        noted("2024-01-04T09:30:00Z", Some("2024-01-04T12:30:00Z"), "long"),
        noted("2024-01-04T10:00:00Z", Some("2024-01-04T11:00:00Z"), "inside"),
        noted("2024-01-04T12:00:00Z", Some("2024-01-04T13:00:00Z"), "over the end"),
    ];
    let steps = explain(&office(), &terms).unwrap();
    let counted = steps.iter().filter_map(|step| match step {
        Step::Pause { counted, .. } => Some(counted.seconds()),
        _ => None,
    });
    assert_eq!(counted.collect::<Vec<_>>(), [180, 0, 30].map(Seconds::minutes));
    assert_eq!(steps.last(), Some(&Step::Due { at: at("2024-01-04T13:30:00Z") }));
}

const RANGE: i64 = 20_000_000;

fn spans() -> impl Strategy<Value = Vec<Span>> {
    let one = (0..RANGE, 0..3_000_000_i64).prop_map(|(from, length)| {
        Span::new(Instant::from_millis(from), Instant::from_millis(from + length))
    });
    prop::collection::vec(one, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// The law: what the steps add is due less start, to the millisecond; a stop's steps add up to the stop, less
    /// what is left of the budget.
    #[test]
    fn the_steps_sum_up(
        open in prop_oneof![1 => Just(Vec::new()), 3 => spans()],
        paused in spans(),
        still in prop::option::of(0..RANGE),
        start in 0..RANGE,
        limit in 1..3_000_i64,
        percent in 100..250_u16,
    ) {
        let known = Span::new(Instant::EPOCH, Instant::from_millis(RANGE));
        let windows = if open.is_empty() { Windows::always() } else { Windows::union(known, open) };
        let still = still.map(|from| Noted { from: Instant::from_millis(from), to: None, reason: "s".to_owned() });
        let ended = paused.iter().map(|p| Noted { from: p.from, to: Some(p.to), reason: "e".to_owned() });
        let terms = Terms {
            start: Instant::from_millis(start),
            limit: Seconds(limit),
            extension: Extension::try_from(percent).ok(),
            pauses: ended.chain(still.clone()).collect(),
            calendar: "random".parse().unwrap(),
            policy_version: 1,
            exception: false,
        };
        let Ok(steps) = explain(&windows, &terms) else {
            let due = due(&windows, &terms.pauses(), terms.start, terms.budget());
            prop_assert_eq!(due, Err(DueError::BeyondWindows));
            return Ok(());
        };
        let sum: Millis = steps.iter().map(Step::adds).sum();
        let (end, left) = match (steps.last(), still) {
            (Some(Step::Due { at }), _) => (*at, Millis::ZERO),
            (Some(Step::NotDue { why: DueError::Paused }), Some(stop)) => {
                let target = Target {
                    start: terms.start,
                    budget: terms.budget(),
                    completed_at: None,
                    pauses: &terms.pauses(),
                };
                let used = crate::calendar::worked_exact(&windows, target.pauses, terms.start, known.to).unwrap();
                (stop.from.max(terms.start), Millis::from(target.budget) - used)
            }
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        };
        prop_assert_eq!(sum, Span::new(terms.start, end).length() + left);
    }
}
