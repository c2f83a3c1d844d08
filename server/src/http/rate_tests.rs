use std::sync::Arc;

use steward_core::time::{Instant, Seconds};

use super::*;
use crate::clock::ManualClock;

fn seconds(failure: Failure) -> u64 {
    match failure {
        Failure::Problem(p) if p.code == Code::SlowDown => p.params["seconds"].parse().unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_burst_is_allowed_then_one_each_period() {
    let clock = Arc::new(ManualClock::at(Instant::from_secs(1_800_000_000)));
    let limit = Limit::new(clock.clone(), 3, Duration::from_secs(20));
    for _ in 0..3 {
        limit.take("a").unwrap();
    }
    assert_eq!(seconds(limit.take("a").unwrap_err()), 20);
    limit.take("b").unwrap();
    clock.advance(Seconds(5));
    assert_eq!(seconds(limit.take("a").unwrap_err()), 15);
    clock.advance(Seconds(15));
    limit.take("a").unwrap();
    assert!(limit.take("a").is_err());
}

#[test]
fn keys_are_bounded_and_come_free_again() {
    let clock = Arc::new(ManualClock::at(Instant::from_secs(1_800_000_000)));
    let mut limit = Limit::new(clock.clone(), 1, Duration::from_secs(10));
    limit.most_keys = 100;
    for n in 0..100 {
        limit.take(&n.to_string()).unwrap();
    }
    assert!(limit.take("one more").is_err());
    clock.advance(Seconds(30));
    limit.take("one more").unwrap();
}
