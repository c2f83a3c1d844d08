//! Which tickets of a home are looked at again when something happens to one of them.

use super::desk::Desk;
use crate::cockpit::counted::{Beside, Neighbour};
use crate::tickets::{Category, Scenario, State};
use crate::time::Seconds;

/// Whoever does not hear of a change has nothing else beside it by that change: so nobody need look again.
#[test]
fn what_is_beside_a_ticket_changes_only_where_it_hears_of_it() {
    let first = Neighbour::from(&Desk::repair("3 09:00").ticket);
    let kinds = [
        (Scenario::Repair, first.category),
        (Scenario::Repair, Category::of(Scenario::Repair).find(|other| *other != first.category).unwrap()),
        (Scenario::Complaint, Category::of(Scenario::Complaint).next().unwrap()),
        (Scenario::Complaint, Category::of(Scenario::Complaint).nth(1).unwrap()),
    ];
    let mut all = Vec::new();
    for (scenario, category) in kinds {
        for day in [0, 1, 8, 20, 40] {
            for (state, done) in [
                (State::Submitted, None),
                (State::Closed, Some(Seconds::days(1))),
                (State::Cancelled, None),
                (State::Merged, None),
            ] {
                let submitted_at = first.submitted_at + Seconds::days(day);
                let completed_at = done.map(|after| submitted_at + after);
                all.push(Neighbour {
                    scenario,
                    category,
                    state,
                    submitted_at,
                    completed_at,
                    ..first.clone()
                });
            }
        }
    }
    let id = |n: &str, of: &Neighbour| Neighbour { id: n.parse().unwrap(), ..of.clone() };
    let (mut heard, mut unheard) = (0, 0);
    for (own, before, after) in all.iter().flat_map(|own| {
        let pairs = all.iter().flat_map(|before| all.iter().map(move |after| (before, after)));
        pairs.map(move |(before, after)| (own, before, after))
    }) {
        if before.submitted_at != after.submitted_at {
            continue;
        }
        let regraded = before.category != after.category;
        for ids in [("T20260903-0001", "T20260903-0002"), ("T20260903-0002", "T20260903-0001")] {
            let (own, before, after) = (id(ids.0, own), id(ids.1, before), id(ids.1, after));
            // When its home complained again is asked of complaints alone.
            let beside = |other: &Neighbour| {
                let all = Beside::among(&own, [other]);
                let next = all.complained_next.filter(|_| own.scenario == Scenario::Complaint);
                Beside { complained_next: next, ..all }
            };
            let same = beside(&before) == beside(&after);
            let hears = own.hears_of(&after, regraded);
            assert!(hears || same, "{own:?} of {before:?} that is {after:?} now");
            heard += usize::from(!same);
            unheard += usize::from(!hears);
        }
    }
    assert!(heard > 1_000 && unheard > 1_000, "{heard} changed, {unheard} need not look");
}
