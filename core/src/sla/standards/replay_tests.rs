//! What a replay must keep: pauses, what still runs, and that the same rules change nothing.

use proptest::prelude::*;

use super::replay::{Kept, Outcome, Past, Round, replay};
use crate::sla::elastic::Elastic;
use crate::sla::policy::{ClockKind as K, Policy, Rules};
use crate::sla::promise::{Case, promises};
use crate::tickets::category::Category;
use crate::tickets::scenario::{Scenario, Urgency};
use crate::time::{Instant, Seconds};

const NOW: Instant = Instant::from_secs(1_789_000_000);

fn rules(change: impl Fn(&mut Policy)) -> Rules {
    let mut rules = Rules::around_the_clock();
    change(&mut rules.policy);
    rules
}

fn replayed(rounds: &[Round], rules: &Rules, now: Instant) -> Outcome {
    replay(rounds, &[(&"a".parse().unwrap(), rules)], now)
}

/// A round that is promised what the group promises, with each clock stopped after so many seconds.
fn round(stops: &[(K, i64)], pause: Option<(i64, i64)>) -> Round {
    let case = Case {
        scenario: Scenario::Repair,
        category: Category::find("water.pipe").unwrap(),
        urgency: Urgency::Ordinary,
        appointment: None,
    };
    let paused = pause.map_or(Seconds::ZERO, |(from, to)| Seconds(to - from));
    let past = |c: crate::sla::clock::Clock| {
        let stopped = stops.iter().find(|(kind, _)| *kind == c.kind).map(|(_, after)| NOW + Seconds(*after));
        let due = if c.kind.pausable() { c.due + paused } else { c.due };
        let breached = stopped.is_some_and(|at| at > due);
        Past { kind: c.kind, start: c.start, due, stopped, breached, elastic: Elastic::Normal }
    };
    Round {
        ticket: "T20260101-0001".parse().unwrap(),
        project: "a".parse().unwrap(),
        scenario: case.scenario,
        category: case.category,
        urgency: case.urgency,
        at: NOW,
        appointment: None,
        clocks: promises(&case, &Rules::around_the_clock(), NOW).unwrap().into_iter().map(past).collect(),
        pauses: pause.map(|(from, to)| (NOW + Seconds(from), NOW + Seconds(to))).into_iter().collect(),
    }
}

fn line(outcome: &Outcome, clock: Option<K>) -> (Kept, Kept, u64, u64) {
    let line = outcome.lines.iter().find(|l| l.clock == clock).unwrap();
    (line.before, line.after, line.worse, line.better)
}

#[test]
fn a_shorter_limit_costs_the_breaches_that_it_costs() {
    let rounds = [
        round(
            &[(K::Dispatch, 200), (K::OnSite, 3_000), (K::Feedback, 70_000), (K::Completion, 70_000)],
            None,
        ),
        round(
            &[(K::Dispatch, 280), (K::OnSite, 3_600), (K::Feedback, 80_000), (K::Completion, 80_000)],
            None,
        ),
        round(
            &[(K::Dispatch, 400), (K::OnSite, 3_601), (K::Feedback, 90_000), (K::Completion, 90_000)],
            None,
        ),
    ];
    let stricter = rules(|p| {
        p.limits.iter_mut().filter(|l| l.kind == K::Dispatch).for_each(|l| l.limit = Seconds::minutes(4));
    });
    let outcome = replayed(&rounds, &stricter, NOW + Seconds::days(30));
    let kept = |met, late| Kept { met, late };
    assert_eq!(line(&outcome, Some(K::Dispatch)), (kept(2, 1), kept(1, 2), 1, 0));
    assert_eq!(line(&outcome, Some(K::OnSite)), (kept(2, 1), kept(2, 1), 0, 0));
    assert_eq!(line(&outcome, None), (kept(2, 1), kept(1, 2), 1, 0));
    let [changed] = outcome.changed.as_slice() else { panic!("{:?}", outcome.changed) };
    assert_eq!((changed.clock, changed.better), (K::Dispatch, false));
    assert_eq!(changed.after, NOW + Seconds(240));
}

#[test]
fn a_replay_keeps_pauses_and_judges_what_still_runs() {
    // Paused for two hours: on site after 2 h 30 is in time. The feedback still runs.
    let rounds = [round(&[(K::Dispatch, 60), (K::OnSite, 9_000)], Some((1_200, 8_400)))];
    let same = rules(|_| ());
    let soon = replayed(&rounds, &same, NOW + Seconds::hours(3));
    let kept = |met, late| Kept { met, late };
    assert_eq!(line(&soon, Some(K::OnSite)), (kept(1, 0), kept(1, 0), 0, 0));
    assert!(soon.lines.iter().all(|l| l.clock != Some(K::Feedback)), "it runs in time: nothing to judge");
    let late = replayed(&rounds, &same, NOW + Seconds::days(3));
    assert_eq!(line(&late, Some(K::Feedback)), (kept(0, 1), kept(0, 1), 0, 0));
}

/// A clock that nobody judges yet has a line as soon as the shorter limit would have passed.
#[test]
fn a_running_clock_that_a_shorter_limit_makes_late_is_shown() {
    let running = [round(&[(K::Dispatch, 60), (K::OnSite, 60)], None)];
    let shorter = rules(|p| {
        for limit in p.limits.iter_mut().filter(|limit| limit.kind == K::Feedback) {
            limit.limit = Seconds::hours(1);
        }
    });
    let outcome = replayed(&running, &shorter, NOW + Seconds::hours(2));
    assert_eq!(line(&outcome, Some(K::Feedback)), (Kept::default(), Kept { met: 0, late: 1 }, 1, 0));
}

#[test]
fn a_ticket_of_two_rounds_is_one_ticket() {
    let first = round(&[(K::Dispatch, 60)], None);
    let again = Round { at: NOW + Seconds::days(2), ..first.clone() };
    let other = Round { ticket: "T20260101-0002".parse().unwrap(), ..first.clone() };
    let elsewhere = Round { project: "b".parse().unwrap(), ..first.clone() };
    let rules = rules(|_| ());
    let both = [(&"b".parse().unwrap(), &rules), (&"a".parse().unwrap(), &rules)];
    let outcome = replay(&[first, again, other, elsewhere], &both, NOW + Seconds::days(9));
    assert_eq!(outcome.tickets, 3);
}

/// What a version limits no more was late and is not, or was judged and is not any more.
#[test]
fn a_version_without_a_limit_judges_nothing_by_it() {
    let rounds = [round(&[(K::Dispatch, 60)], None), round(&[(K::Dispatch, 400)], None)];
    let without = rules(|p| p.limits.retain(|l| l.kind != K::Dispatch));
    let outcome = replayed(&rounds, &without, NOW + Seconds::minutes(8));
    let line = outcome.lines.iter().find(|l| l.clock == Some(K::Dispatch)).unwrap();
    assert_eq!((line.before, line.after), (Kept { met: 1, late: 1 }, Kept { met: 0, late: 0 }));
    assert_eq!((line.worse, line.better, line.unjudged), (0, 1, 1));
    let only_met = replayed(&rounds[..1], &without, NOW + Seconds::minutes(8));
    assert!(only_met.lines.iter().any(|l| l.clock == Some(K::Dispatch)), "it had something to say before");
    // And the other way round: what had no clock gets none by a replay.
    let mut bare = round(&[(K::Dispatch, 60)], None);
    bare.clocks.clear();
    assert_eq!(replayed(&[bare], &rules(|_| ()), NOW + Seconds::days(9)).lines, []);
}

#[test]
fn r12_an_extension_is_kept_without_any_pause() {
    let mut complex =
        round(&[(K::Dispatch, 60), (K::OnSite, 60), (K::Feedback, 60), (K::Completion, 30 * 3_600)], None);
    for past in complex.clocks.iter_mut().filter(|past| past.kind == K::Completion) {
        (past.elastic, past.breached) = (Elastic::Complex, false);
        past.due = past.start + Seconds::hours(36);
    }
    let outcome = replayed(&[complex], &rules(|_| ()), NOW + Seconds::days(9));
    let kept = Kept { met: 1, late: 0 };
    assert_eq!(line(&outcome, Some(K::Completion)), (kept, kept, 0, 0));
}

#[test]
fn at_its_due_time_a_clock_is_not_late_yet() {
    let running = [round(&[(K::Dispatch, 60), (K::OnSite, 60)], None)];
    let due = running[0].clocks.iter().find(|past| past.kind == K::Feedback).unwrap().due;
    let has = |at| replayed(&running, &rules(|_| ()), at).lines.iter().any(|l| l.clock == Some(K::Feedback));
    assert!(!has(due) && has(due + Seconds(1)));
}

fn any_round() -> impl Strategy<Value = Round> {
    let stop = |kind| (Just(kind), 1..200_000_i64);
    (stop(K::Dispatch), stop(K::OnSite), stop(K::Feedback), stop(K::Completion), any::<bool>())
        .prop_map(|(a, b, c, d, paused)| round(&[a, b, c, d], paused.then_some((600, 5_400))))
}

proptest! {
    #[test]
    fn the_same_rules_change_nothing(rounds in prop::collection::vec(any_round(), 0..20)) {
        let outcome = replayed(&rounds, &rules(|_| ()), NOW + Seconds::days(30));
        for line in &outcome.lines {
            prop_assert_eq!(line.before, line.after);
            prop_assert_eq!((line.worse, line.better, line.unjudged), (0, 0, 0));
        }
        prop_assert!(outcome.changed.is_empty());
    }

    #[test]
    fn a_shorter_limit_is_never_kept_more_often(
        rounds in prop::collection::vec(any_round(), 0..20),
        percent in 1..100_i64,
    ) {
        let shorter = rules(|p| p.limits.iter_mut().for_each(|l| l.limit = Seconds((l.limit.get() * percent / 100).max(1))));
        let outcome = replayed(&rounds, &shorter, NOW + Seconds::days(30));
        for line in &outcome.lines {
            prop_assert_eq!(line.better, 0);
            prop_assert_eq!(line.before.late + line.worse, line.after.late);
        }
        let named = outcome.lines.iter().filter(|l| l.clock.is_some()).map(|l| l.worse).sum::<u64>();
        prop_assert_eq!(outcome.changed.len() as u64, named);
    }
}
