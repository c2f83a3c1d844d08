//! Laws over random histories: anybody tries anything at any time, and these stay true.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::desk::{Desk, PHONE, PRIVATE, actor, at, desk_hours, engineer, said, sample};
use crate::accounts::role::Role;
use crate::cockpit::channels::PROMISES;
use crate::cockpit::counted::{Beside, counted};
use crate::day::Day;
use crate::sla::policy::Rules;
use crate::tickets::decide::{Context, decide, next_wake};
use crate::tickets::redact::{event_for, ticket_for};
use crate::tickets::{Command, CommandKind, Event, Scenario, State, Ticket, Urgency};
use crate::time::{Instant, Seconds};

/// One attempt: who tries what, and how long after the one before.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    role: Role,
    kind: CommandKind,
    salt: u8,
    after: Seconds,
}

pub(super) fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    // Mostly minutes, sometimes days: so that some clocks are kept and some run out.
    let after = prop_oneof![6 => 0..3_000_i64, 2 => 0..90_000_i64, 1 => 0..900_000_i64];
    let one = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>(), after);
    let attempt = one.prop_map(|(kind, role, salt, after)| {
        let kind = *kind.get(CommandKind::ALL);
        // One of the roles that may: the others are refused before anything is looked at.
        Attempt { role: *role.get(kind.roles()), kind, salt, after: Seconds(after) }
    });
    // What is asked for is mostly decided on; by chance alone the two would hardly ever meet.
    let asked = prop::sample::select(&[
        (CommandKind::RequestPause, CommandKind::DecidePause),
        (CommandKind::RequestExtension, CommandKind::DecideExtension),
    ]);
    let pair =
        (asked, any::<bool>(), any::<u8>(), 0..3_000_i64).prop_map(|((ask, answer), agent, salt, after)| {
            let role = if agent { Role::Agent } else { Role::Engineer };
            [(role, ask), (Role::Supervisor, answer)]
                .map(|(role, kind)| Attempt { role, kind, salt, after: Seconds(after) })
                .to_vec()
        });
    let one_or_two = prop_oneof![5 => attempt.prop_map(|a| vec![a]), 1 => pair];
    prop::collection::vec(one_or_two, 1..50).prop_map(|all| all.concat())
}

pub(super) fn desks() -> impl Strategy<Value = Desk> {
    let scenario = prop::sample::select(Scenario::ALL);
    let urgency = prop::sample::select(Urgency::ALL);
    let slot = prop::option::of(0..200_000_i64);
    let odd = (any::<bool>(), any::<bool>(), any::<bool>(), 0..86_400_000_i64);
    (scenario, urgency, slot, odd).prop_map(|(scenario, urgency, slot, (night, law, visit, ms))| {
        let now = Instant::from_millis(at("3 00:00").millis() + ms);
        let mut said = said(scenario);
        (said.urgency, said.visit_due) = (urgency, visit);
        said.appointment = slot.map(|s| now + Seconds(s));
        let rules = if night { desk_hours() } else { Rules::around_the_clock() };
        let rules = Rules { legal_emergency: law.then_some(Seconds::hours(2)), ..rules };
        Desk::open(rules, said, Role::Owner, now)
    })
}

fn events_of(ticket: &Ticket, rules: &Rules, role: Role, command: &Command, now: Instant) -> usize {
    let engineers = [engineer("P-eng"), engineer("P-eng2")];
    let context = Context { rules, engineers: &engineers, other: None };
    decide(ticket, &actor(role), command, context, now).map_or(0, |events| events.len())
}

fn ticks(desk: &Desk, now: Instant) -> usize {
    events_of(&desk.ticket, &desk.rules, Role::System, &Command::Tick, now)
}

const FOR_EVER: Seconds = Seconds::days(400);

/// Makes all attempts, and after each looks at the ticket before and after with `check`.
pub(super) fn live(
    desk: &mut Desk,
    attempts: &[Attempt],
    mut check: impl FnMut(&Ticket, &Desk, Instant) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let mut now = desk.ticket.submitted_at;
    for Attempt { role, kind, salt, after } in attempts {
        now = now + *after;
        let before = desk.ticket.clone();
        match desk.try_by(&actor(*role), &sample(*kind, *salt), now) {
            // A refusal leaves no trace.
            Err(_) => prop_assert_eq!(&before, &desk.ticket),
            Ok(count) => prop_assert_eq!(desk.ticket.seq as usize, before.seq as usize + count),
        }
        check(&before, desk, now)?;
    }
    Ok(())
}

/// A way to the end that random attempts rarely find, for the laws about what comes after it.
fn mostly_forward() -> impl Strategy<Value = Vec<Attempt>> {
    use CommandKind as K;
    let way = [
        (Role::Agent, K::Accept, 0),
        (Role::Agent, K::RecordStep, 0),
        (Role::Agent, K::RecordStep, 1),
        (Role::Agent, K::Dispatch, 0),
        (Role::Engineer, K::Arrive, 0),
        (Role::Engineer, K::Complete, 0),
        (Role::Agent, K::Complete, 0),
    ];
    let detours = prop::collection::vec(prop::option::weighted(0.3, attempts()), way.len() + 1);
    (detours, prop::collection::vec(0..9_000_i64, way.len())).prop_map(move |(detours, gaps)| {
        let mut all = Vec::new();
        for (i, detour) in detours.into_iter().enumerate() {
            all.extend(detour.into_iter().flatten().take(5));
            if let (Some((role, kind, salt)), Some(gap)) = (way.get(i), gaps.get(i)) {
                all.push(Attempt { role: *role, kind: *kind, salt: *salt, after: Seconds(*gap) });
            }
        }
        all
    })
}

/// What is said about work that is done, and what follows from it: each of it or not, in this order.
fn voices() -> impl Strategy<Value = Vec<Attempt>> {
    use CommandKind as K;
    let order = [
        (Role::System, K::Tick),
        (Role::Owner, K::Rate),
        (Role::HqManagement, K::CheckQuality),
        (Role::Agent, K::RecordVisit),
        (Role::HqManagement, K::SettleVoices),
        (Role::Supervisor, K::TakeFollowUp),
        (Role::HqManagement, K::EndFollowUp),
        (Role::System, K::Tick),
        (Role::HqManagement, K::Review),
    ];
    let said = prop::option::weighted(0.6, (any::<u8>(), 0..400_000_i64));
    prop::collection::vec(said, order.len()).prop_map(move |all| {
        let of = |((role, kind), said): ((Role, CommandKind), Option<(u8, i64)>)| {
            said.map(|(salt, after)| Attempt { role, kind, salt, after: Seconds(after) })
        };
        order.into_iter().zip(all).filter_map(of).collect()
    })
}

fn histories() -> impl Strategy<Value = Vec<Attempt>> {
    let forward_and_on = (mostly_forward(), mostly_forward()).prop_map(|(a, b)| [a, b].concat());
    let forward_and_heard = (mostly_forward(), voices()).prop_map(|(a, b)| [a, b].concat());
    prop_oneof![attempts(), mostly_forward(), forward_and_on, forward_and_heard]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// The ticket is its events, however often and in whatever order their repeats arrive, and both are their JSON.
    #[test]
    fn a_ticket_is_the_fold_of_its_events(mut desk in desks(), attempts in histories()) {
        live(&mut desk, &attempts, |_, _, _| Ok(()))?;
        let folded = Ticket::fold(desk.ticket.id.clone(), &desk.events).unwrap();
        prop_assert_eq!(&folded, &desk.ticket);
        let mut repeated = folded.clone();
        desk.events.iter().chain(desk.events.iter().rev()).for_each(|e| repeated.apply(e));
        prop_assert_eq!(&repeated, &folded);
        let mut stuttered = Ticket::begin(desk.ticket.id.clone(), &desk.events[0]).unwrap();
        for pair in desk.events.windows(2) {
            pair.iter().chain(pair).for_each(|e| stuttered.apply(e));
        }
        prop_assert_eq!(&stuttered, &folded);
        let seqs = desk.events.iter().map(|e| e.seq);
        prop_assert!(seqs.eq(1..=desk.ticket.seq), "numbered without gaps");
        let json = serde_json::to_string(&desk.ticket).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Ticket>(&json).unwrap(), &folded);
        let json = serde_json::to_string(&desk.events).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Vec<Event>>(&json).unwrap(), &desk.events);
    }

    /// The sweep can sleep until `next_wake`: before it nothing happens, at it something does, then no more at once.
    #[test]
    fn next_wake_is_exact_and_a_tick_is_idempotent(mut desk in desks(), attempts in histories()) {
        live(&mut desk, &attempts, |_, desk, now| {
            let Some(wake) = next_wake(&desk.ticket, &desk.rules.policy) else {
                prop_assert_eq!(ticks(desk, now + FOR_EVER), 0, "asleep for ever");
                return Ok(());
            };
            prop_assert!(ticks(desk, wake.max(now)) > 0, "nothing at {:?}", wake);
            let just_before = Instant::from_millis(wake.millis() - 1);
            if just_before >= now {
                prop_assert_eq!(ticks(desk, just_before), 0, "woken too late: {:?}", wake);
            }
            Ok(())
        })?;
        let mut now = desk.ticket.updated_at;
        let mut wakes = 0;
        while let Some(wake) = next_wake(&desk.ticket, &desk.rules.policy) {
            now = wake.max(now);
            prop_assert!(desk.try_by(&actor(Role::System), &Command::Tick, now).unwrap() > 0);
            prop_assert_eq!(ticks(&desk, now), 0, "twice at {:?}", now);
            wakes += 1;
            prop_assert!(wakes < 200, "time alone goes on for ever");
        }
    }

    /// One sweep after a long sleep and a sweep at every moment in between find the same.
    #[test]
    fn sleeping_long_finds_what_waking_often_finds(mut desk in desks(), attempts in histories()) {
        live(&mut desk, &attempts, |_, _, _| Ok(()))?;
        let end = desk.ticket.updated_at + FOR_EVER;
        let mut often = Desk::open(desk.rules.clone(), said(Scenario::Repair), Role::Owner, end);
        (often.ticket, often.events) = (desk.ticket.clone(), desk.events.clone());
        while let Some(wake) = next_wake(&often.ticket, &often.rules.policy) {
            let now = wake.max(often.ticket.updated_at);
            let found = often.try_by(&actor(Role::System), &Command::Tick, now).unwrap();
            prop_assert!(found > 0, "woken for nothing at {:?}", now);
        }
        desk.try_by(&actor(Role::System), &Command::Tick, end).unwrap();
        let found = |t: &Ticket| {
            let levels = |c: &crate::sla::clock::Clock| c.escalations.iter().map(|e| e.level).collect::<Vec<_>>();
            let clocks: Vec<_> = t.clocks.iter().map(|c| (c.kind, c.due, c.breached, levels(c))).collect();
            (t.state, clocks)
        };
        prop_assert_eq!(found(&often.ticket), found(&desk.ticket));
    }

    /// What was late stays late, where it was due and with the levels it had; ratings stay; levels come once.
    #[test]
    fn nothing_is_taken_back(mut desk in desks(), attempts in histories()) {
        live(&mut desk, &attempts, |before, desk, _| {
            let after = &desk.ticket;
            prop_assert!(after.clocks.len() >= before.clocks.len());
            for (old, new) in before.clocks.iter().zip(&after.clocks) {
                prop_assert_eq!((old.kind, old.start, old.limit), (new.kind, new.start, new.limit));
                prop_assert!(old.stopped.is_none() || old.stopped == new.stopped);
                prop_assert!(!old.superseded || new.superseded);
                prop_assert!(new.due >= old.due);
                if old.breached.is_some() {
                    prop_assert_eq!((old.breached, old.due), (new.breached, new.due));
                }
                let levels: Vec<u8> = new.escalations.iter().map(|e| e.level).collect();
                let mut once = levels.clone();
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(&levels, &once, "each level once, lowest first, none skipped");
                prop_assert!(levels.iter().zip(1..).all(|(level, n)| *level == n));
                for (was, is) in old.escalations.iter().zip(&new.escalations) {
                    prop_assert!(was.acknowledged.is_none() || was.acknowledged == is.acknowledged);
                }
            }
            prop_assert!(before.rating.is_none() || before.rating == after.rating);
            prop_assert!(after.path.starts_with(&before.path));
            Ok(())
        })?;
    }

    /// Only one clock of a kind runs, none in a ticket that has ended, and a stop after the due time is a breach.
    #[test]
    fn clocks_are_in_order(mut desk in desks(), attempts in histories()) {
        live(&mut desk, &attempts, |_, desk, _| {
            let ticket = &desk.ticket;
            for kind in crate::sla::policy::ClockKind::ALL {
                prop_assert!(ticket.running().filter(|c| c.kind == *kind).count() <= 1);
            }
            prop_assert!(!ticket.state.is_ended() || ticket.running().next().is_none());
            for clock in &ticket.clocks {
                prop_assert!(clock.start <= clock.warn_at && clock.warn_at <= clock.due);
                prop_assert!(clock.breached.is_some() || clock.stopped.is_none_or(|at| at <= clock.due));
                prop_assert!(clock.breached.is_none_or(|at| at == clock.late_from()));
                prop_assert!(clock.breached.is_some() || clock.escalations.is_empty());
            }
            // A promise that was broken once stays broken, and one that waits for nothing says nothing (R10).
            let added = counted(ticket, Beside::default(), |_| Day(chrono::NaiveDate::default()));
            for measure in PROMISES {
                let of = || ticket.clocks.iter().filter(|c| Some(c.kind) == measure.clock());
                let kept = added.entries.iter().find(|entry| entry.measure == measure).map(|entry| entry.value);
                let expected = match (of().any(|c| c.breached.is_some()), of().any(|c| c.is_met() && !c.superseded)) {
                    (true, _) => Some(0),
                    (false, met) => met.then_some(1),
                };
                prop_assert_eq!(kept, expected, "{:?}", measure);
            }
            Ok(())
        })?;
    }

    /// On a calendar that never closes, going on moves what waited by exactly the time that was paused.
    #[test]
    fn a_pause_moves_due_times_by_exactly_its_length(mut desk in desks(), attempts in histories()) {
        desk.rules = Rules { service_hours: crate::calendar::Windows::always(), ..desk.rules };
        // Clocks that wait for the desk's opening may begin inside a pause; they are the calendar's business.
        let early = desk.ticket.clocks.iter().any(|c| c.start > desk.ticket.submitted_at + Seconds(1));
        prop_assume!(!early);
        live(&mut desk, &attempts, |before, desk, now| {
            let after = &desk.ticket;
            if before.state == State::Paused && !matches!(after.state, State::Paused) && !after.state.is_ended() {
                let paused = now.millis() - before.pauses.last().map_or(0, |p| p.from.millis());
                for (old, new) in before.clocks.iter().zip(&after.clocks).filter(|(old, _)| old.is_running()) {
                    let waited = old.kind.pausable() && old.breached.is_none();
                    let moved = new.due.millis() - old.due.millis();
                    prop_assert_eq!(moved, if waited { paused } else { 0 }, "{:?}", old.kind);
                }
            }
            prop_assert_eq!(after.state == State::Paused, after.pauses.last().is_some_and(|p| p.to.is_none()));
            Ok(())
        })?;
    }

    /// Owners are never shown what is internal, and their page stands where the ticket stands.
    #[test]
    fn owners_see_the_public_side_only(mut desk in desks(), attempts in histories()) {
        live(&mut desk, &attempts, |_, _, _| Ok(()))?;
        let shown: Vec<Event> = desk.events.iter().filter_map(|e| event_for(e, Role::Owner)).collect();
        prop_assert!(shown.iter().all(|e| e.body.is_public()));
        let page = ticket_for(desk.ticket.clone(), Role::Owner);
        for json in [serde_json::to_string(&shown).unwrap(), serde_json::to_string(&page).unwrap()] {
            prop_assert!(!json.contains(PHONE) && !json.contains(PRIVATE), "{}", json);
        }
        let mut streamed = Ticket::begin(desk.ticket.id.clone(), &shown[0]).unwrap();
        for event in &shown {
            streamed.apply_public(event);
        }
        prop_assert_eq!((streamed.state, &streamed.path, &streamed.engineer), (page.state, &page.path, &page.engineer));
        let clocks = |t: &Ticket| t.clocks.iter().map(|c| (c.kind, c.due, c.stopped)).collect::<Vec<_>>();
        prop_assert_eq!(clocks(&streamed), clocks(&page));
    }
}

/// The laws say something: the histories they hold for go through every state and cause every kind of event.
#[test]
fn random_histories_go_everywhere() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut states, mut kinds) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..400 {
        let (mut desk, attempts) = (desks(), histories()).new_tree(&mut runner).unwrap().current();
        live(&mut desk, &attempts, |_, desk, _| {
            states.insert(desk.ticket.state);
            Ok(())
        })
        .unwrap();
        let kind = |e: &Event| serde_json::to_value(&e.body).unwrap()["kind"].as_str().unwrap().to_owned();
        kinds.extend(desk.events.iter().map(kind));
    }
    // A merge needs another ticket, which these histories have not; its own tests have.
    let never: Vec<_> = State::ALL.iter().filter(|s| !states.contains(s)).collect();
    assert_eq!(never, [&State::Merged]);
    assert_eq!(kinds.len(), 49 - 1, "{kinds:?}");
    assert!(!kinds.contains("merged"));
}
