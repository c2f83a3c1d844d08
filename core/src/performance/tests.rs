//! The composite score: cases that the published vectors leave out.

use super::{Direction, Item, KpiError, composite};

fn item(weight_pct: f64, target: f64, actual: f64) -> Item {
    Item { weight_pct, target, actual, direction: Direction::Higher, floor_pct: 0.0, cap_pct: 120.0 }
}

#[test]
fn the_first_error_wins_over_all_items() {
    let bad_target = item(30.0, 0.0, 1.0);
    assert_eq!(composite(&[]), Err(KpiError::WeightsSum));
    assert_eq!(composite(&[item(50.0, 1.0, 1.0), bad_target]), Err(KpiError::WeightsSum));
    let range = [bad_target, item(50.0, 1.0, 1.0), item(20.0, 1.0, 1.0)];
    assert_eq!(composite(&range), Err(KpiError::WeightRange));
    let target = [bad_target, item(40.0, 1.0, 1.0), item(30.0, 1.0, 1.0)];
    assert_eq!(composite(&target), Err(KpiError::Target));
}

#[test]
fn what_is_no_number_is_refused_or_ends_at_the_floor() {
    let rest = [item(40.0, 1.0, 1.0), item(30.0, 1.0, 1.0)];
    let with = |odd: Item| composite(&[odd, rest[0], rest[1]]);
    assert_eq!(with(item(f64::NAN, 1.0, 1.0)), Err(KpiError::WeightsSum));
    assert_eq!(with(item(30.0, f64::NAN, 1.0)), Err(KpiError::Target));
    let got = with(Item { floor_pct: 20.0, ..item(30.0, 1.0, f64::NAN) }).unwrap();
    assert_eq!(got.attainment_pct, [20.0, 100.0, 100.0]);
}

#[test]
fn raising_a_figure_never_lowers_the_score() {
    let score = |actual: f64, direction| {
        let moving = Item { direction, floor_pct: 30.0, ..item(40.0, 50.0, actual) };
        composite(&[moving, item(30.0, 1.0, 1.0), item(30.0, 1.0, 0.5)]).unwrap().composite
    };
    let steps: Vec<f64> = (1..200).map(f64::from).collect();
    for pair in steps.windows(2) {
        assert!(score(pair[0], Direction::Higher) <= score(pair[1], Direction::Higher));
        assert!(score(pair[0], Direction::Lower) >= score(pair[1], Direction::Lower));
    }
}
