use steward_core::cockpit::measure::Rollup;
use steward_core::day::Day;

use super::*;
use crate::words::{Locale, set_locale};

fn sum(n: i64, total: i64) -> Sum {
    Sum { n, total }
}

#[test]
fn values_are_said_as_people_read_them() {
    set_locale(Locale::Chinese);
    let cases = [
        (Indicator::Timely, sum(200, 192), Some("96.0%")),
        (Indicator::ComplaintRate, sum(480, 49), Some("10.2%")),
        (Indicator::Processing, sum(2, 9_000), Some("1.3 小时")),
        (Indicator::Processing, sum(2, 7_199), Some("60.0 分")),
        (Indicator::Dispatch, sum(1, 318), Some("5.3 分")),
        (Indicator::Dispatch, sum(1, 0), Some("0.0 分")),
        (Indicator::Nps, sum(100, 40), Some("+40.0")),
        (Indicator::Nps, sum(100, -5), Some("−5.0")),
        (Indicator::Volume, sum(0, 0), Some("0")),
        (Indicator::Timely, sum(0, 0), None),
        (Indicator::Processing, sum(0, 0), None),
    ];
    for (indicator, sum, said) in cases {
        let found = value(indicator, sum).map(|text| text.replace('\u{a0}', " "));
        assert_eq!(found.as_deref(), said, "{indicator:?} {sum:?}");
    }
}

#[test]
fn goals_are_said_with_their_sign() {
    set_locale(Locale::English);
    let said = |indicator: Indicator| goal(&indicator.definition(), indicator.definition().goal);
    assert_eq!(said(Indicator::Timely).as_deref(), Some("≥ 95%"));
    assert_eq!(said(Indicator::Repeated).as_deref(), Some("≤ 5%"));
    assert_eq!(said(Indicator::Nps).as_deref(), Some("≥ +30"));
    assert!(said(Indicator::Dispatch).unwrap().starts_with("≤ 5"));
    assert_eq!(said(Indicator::Volume), None);
}

#[test]
fn a_change_is_good_or_bad_by_the_way_that_a_figure_should_go() {
    set_locale(Locale::English);
    let of = |indicator, now, before| change(indicator, now, before).map(|c| (c.by, c.rose, c.good));
    assert_eq!(of(Indicator::Timely, sum(100, 96), sum(100, 90)), Some(("6.0".into(), true, Some(true))));
    assert_eq!(of(Indicator::Repeated, sum(100, 6), sum(50, 2)), Some(("2.0".into(), true, Some(false))));
    let slower = of(Indicator::Dispatch, sum(1, 360), sum(1, 300)).unwrap();
    assert_eq!((slower.1, slower.2), (true, Some(false)));
    assert_eq!(of(Indicator::Volume, sum(110, 110), sum(100, 100)), Some(("10.0%".into(), true, None)));
    assert_eq!(of(Indicator::Volume, sum(1, 1), sum(0, 0)), None, "from nothing there is no percentage");
    assert_eq!(of(Indicator::Timely, sum(10, 9), sum(100, 90)), None, "the same share of other numbers");
    assert_eq!(of(Indicator::Timely, sum(10, 9), sum(0, 0)), None);
}

#[test]
fn what_needs_somebody_comes_first() {
    let mut lines = vec![
        ("well", Some(Standing::Met)),
        ("empty", None),
        ("late", Some(Standing::Missed)),
        ("nearly", Some(Standing::Watch)),
    ];
    worst_first(&mut lines, |line| line.1);
    let names: Vec<&str> = lines.iter().map(|line| line.0).collect();
    assert_eq!(names, ["late", "nearly", "well", "empty"]);
}

#[test]
fn a_drawn_share_is_said_with_one_decimal_at_most() {
    assert_eq!((share_words(9_500).as_str(), share_words(9_709).as_str()), ("95%", "97.1%"));
}

#[test]
fn a_persons_figure_opens_what_is_counted_of_them() {
    let day = |text: &str| Day::try_from(text.to_owned()).unwrap();
    let period = Period { first: day("2026-09-01"), last: day("2026-09-30") };
    let taken = Taken { period, project: None, region: None, own: false };
    let mut now = Rollup::default();
    now.add(Measure::Timely, sum(3, 2));
    let part = |person: Option<&str>| Part {
        project: "tinglan".parse().unwrap(),
        name: "12".to_owned(),
        person: person.map(|id| id.parse().unwrap()),
        role: None,
        department: None,
        slower: None,
        now,
        before: Rollup::default(),
    };
    assert_eq!(
        tickets_of(Indicator::Timely, &taken, &part(Some("engineer"))).unwrap(),
        "/console?view=all&project=tinglan&measure=timely&person=engineer&from=2026-09-01&to=2026-09-30"
    );
    assert_eq!(
        tickets_of(Indicator::Timely, &taken, &part(None)).unwrap(),
        "/console?view=all&project=tinglan&measure=timely&building=12&from=2026-09-01&to=2026-09-30"
    );
    assert_eq!(tickets_of(Indicator::OnSite, &taken, &part(None)), None, "nothing to open");
}

#[test]
fn a_figure_opens_the_tickets_of_its_days() {
    let day = |text: &str| Day::try_from(text.to_owned()).unwrap();
    let period = Period { first: day("2026-09-01"), last: day("2026-09-30") };
    let taken = Taken { period, project: None, region: None, own: true };
    let project = "tinglan".parse().unwrap();
    assert_eq!(
        opened(Indicator::OnSite, &taken, Some(&project), Some(false)).unwrap(),
        "/console?view=all&project=tinglan&own=true&measure=on_site&yes=false&from=2026-09-01&to=2026-09-30"
    );
    assert_eq!(opened(Indicator::ComplaintRate, &taken, None, None), None);
    assert_eq!(odd(Indicator::OnSite, sum(10, 8)), Some((false, 2)));
    assert_eq!(odd(Indicator::Repeated, sum(10, 3)), Some((true, 3)));
    assert_eq!(odd(Indicator::Timely, sum(10, 10)), None);
    assert_eq!(odd(Indicator::Processing, sum(10, 10)), None);
}
