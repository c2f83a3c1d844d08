//! Every state × command × role × scenario has an expected answer, written down apart from the rules.

use super::desk::{self, PRIVATE, actor, at, engineer, said, sample, stranger, who};
use crate::accounts::Actor;
use crate::accounts::role::{Department, Role};
use crate::sla::clock::{Basis, Clock, Escalation};
use crate::sla::elastic::Elastic;
use crate::sla::policy::{ClockKind, Limit, Rules};
use crate::surveys::rating::{Rating, Stars};
use crate::tickets::command::{CommandKind, PauseReason};
use crate::tickets::decide::{Context, can, decide};
use crate::tickets::event::{Event, EventBody};
use crate::tickets::ticket::{Asked, Engineer, Pause, Visit};
use crate::tickets::voices::{FollowUp, FollowUpCause, Quality, QualityForm, QualityMarks};
use crate::tickets::{Scenario, State, Ticket};
use crate::time::{Instant, Seconds};

fn now() -> Instant {
    at("3 12:00")
}

/// A ticket that stands in this state, with everything that the command could ask for besides.
fn standing(scenario: Scenario, state: State, kind: CommandKind) -> Ticket {
    let first = Event {
        seq: 1,
        at: at("3 09:00"),
        by: who(Role::Owner),
        body: EventBody::Submitted(Box::new(said(scenario))),
    };
    let mut ticket = Ticket::begin("T1".parse().unwrap(), &first).unwrap();
    ticket.state = state;
    ticket.path.push((state, at("3 10:00")));
    let done = state.is_done() && !matches!(state, State::Cancelled | State::Merged);
    ticket.completed_at = done.then(|| at("3 11:00"));
    if !matches!(state, State::Submitted | State::Accepted | State::Reopened | State::Merged) {
        let accepted = state != State::Dispatched;
        let person = desk::person(Role::Engineer).parse().unwrap();
        ticket.engineer = Some(Engineer { person, name: "E".to_owned(), accepted });
    }
    match state {
        State::Transferred => {
            (ticket.offered_to, ticket.resume_to) = (Some(Department::Engineering), Some(State::Executing));
        }
        State::Paused => {
            let reason = PauseReason::WaitingForOwner;
            let pause = Pause { reason, from: at("3 10:00"), to: None, approved_by: "S".to_owned() };
            (ticket.pauses, ticket.resume_to) = (vec![pause], Some(State::Executing));
        }
        State::Rated => {
            let stars = Stars::try_from(5).unwrap();
            ticket.rating = Some(Rating { stars, tags: Vec::new(), text: String::new(), at: at("3 11:30") });
        }
        State::Visited => {
            let (at, by) = (at("3 11:30"), "A".to_owned());
            ticket.visit = Some(Visit { at, by, solved: true, satisfied: true, remarks: String::new() });
        }
        _ => {}
    }
    let by = who(Role::Agent);
    match kind {
        CommandKind::DecidePause => {
            let what = PauseReason::WaitingForOwner;
            ticket.pause_asked = Some(Asked { what, note: PRIVATE.to_owned(), by, at: at("3 11:00") });
        }
        CommandKind::DecideExtension => {
            let what = Elastic::Complex;
            ticket.extension_asked = Some(Asked { what, note: PRIVATE.to_owned(), by, at: at("3 11:00") });
        }
        CommandKind::SettleVoices => {
            let (at, by) = (at("3 11:30"), "A".to_owned());
            ticket.heard = Some(Visit { at, by, solved: false, satisfied: false, remarks: String::new() });
            let form = QualityForm { marks: QualityMarks::default(), passed: true, remarks: String::new() };
            ticket.quality = Some(Quality { at, by: who(Role::HqManagement), form });
        }
        CommandKind::TakeFollowUp | CommandKind::EndFollowUp => {
            let (cause, due) = (FollowUpCause::LowRating, at("4 11:30"));
            ticket.follow_ups.push(FollowUp { cause, at: at("3 11:30"), due, taken: None, ended: None });
        }
        _ => {}
    }
    let limit = Limit::of(ClockKind::Completion, scenario, Seconds::hours(24));
    let start = |kind, limit: Limit| {
        let limit = Limit { kind, ..limit };
        Clock::start(&limit, limit.limit, Basis::Policy, first.at, &Rules::around_the_clock()).unwrap()
    };
    let mut late = start(ClockKind::OnSite, Limit { limit: Seconds::hours(1), ..limit.clone() });
    late.breached = Some(late.late_from());
    late.escalations.push(Escalation { level: 1, at: late.late_from(), acknowledged: None });
    ticket.clocks = vec![late, start(ClockKind::Completion, limit)];
    if ticket.state.is_done() {
        ticket.clocks.iter_mut().for_each(|c| c.superseded = true);
    }
    ticket
}

struct Row {
    command: CommandKind,
    flow: &'static str,
    cells: Vec<char>,
    roles: Vec<Role>,
}

fn rows() -> Vec<Row> {
    let lines = include_str!("table.txt").lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    lines
        .map(|line| {
            let mut words = line.split_whitespace();
            let command = CommandKind::from_word(words.next().unwrap()).unwrap_or_else(|| panic!("{line}"));
            let flow = words.next().unwrap();
            let cells = words.by_ref().take(State::ALL.len()).map(|w| w.parse().unwrap()).collect();
            let roles = words.map(|w| Role::from_word(w).unwrap_or_else(|| panic!("{w}"))).collect();
            Row { command, flow, cells, roles }
        })
        .collect()
}

fn in_flow(scenario: Scenario, flow: &str) -> bool {
    use Scenario as S;
    match flow {
        "all" => true,
        "desk" => matches!(scenario, S::Consultation | S::Fee | S::Activity),
        "mixed" => matches!(scenario, S::Complaint | S::ValueAdded | S::SmartPlatform),
        "site" => matches!(scenario, S::Repair | S::Emergency),
        "complaint" => scenario == S::Complaint,
        "plain" => scenario != S::Complaint,
        _ => panic!("{flow}"),
    }
}

/// The refusal's word, or `ok`, as the table has it.
fn expected(rows: &[Row], ticket: &Ticket, place: usize, actor: &Actor, kind: CommandKind) -> &'static str {
    let role = actor.role;
    let of_command =
        |r: &&Row| r.command == kind && in_flow(ticket.said.scenario, r.flow) && r.roles.contains(&role);
    let mut fitting = rows.iter().filter(of_command);
    let Some(row) = fitting.next() else { return "role_may_not" };
    assert!(fitting.next().is_none(), "two rows for {kind:?} and {role:?}");
    let has_engineer = ticket.engineer.is_some();
    if kind == CommandKind::Claim && has_engineer {
        return "already_claimed";
    }
    let mine = ticket.engineer.as_ref().is_some_and(|e| e.person == actor.person);
    if role == Role::Engineer && kind != CommandKind::Claim && !mine {
        return "not_your_job";
    }
    if role == Role::Department && ticket.offered_to != actor.department {
        return "role_may_not";
    }
    match row.cells[place] {
        'x' => "ok",
        '.' => "wrong_state",
        'n' => "no_such_step",
        'r' => "already_rated",
        other => panic!("{other}"),
    }
}

/// Goes through all cells; the actor of a role is made by `who`.
fn each_cell(mut check: impl FnMut(&Ticket, usize, Role, CommandKind, &str)) {
    let mut cells = 0;
    for scenario in Scenario::ALL {
        for (place, state) in State::ALL.iter().enumerate() {
            for kind in CommandKind::ALL {
                let ticket = standing(*scenario, *state, *kind);
                for role in Role::ALL {
                    let cell = format!("{scenario:?} {state:?} {kind:?} {role:?}");
                    check(&ticket, place, *role, *kind, &cell);
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, 8 * 16 * 38 * 19);
}

#[test]
fn the_table_has_a_row_for_every_command_and_every_flow() {
    let rows = rows();
    for kind in CommandKind::ALL {
        for scenario in Scenario::ALL {
            let found = rows.iter().any(|r| r.command == *kind && in_flow(*scenario, r.flow));
            assert!(found, "{kind:?} {scenario:?}");
        }
    }
    assert!(rows.iter().all(|r| r.cells.len() == State::ALL.len() && !r.roles.is_empty()));
}

#[test]
fn every_cell_of_state_command_and_role_is_as_written() {
    let rows = rows();
    let mut wrong = Vec::new();
    each_cell(|ticket, place, role, kind, cell| {
        let want = expected(&rows, ticket, place, &actor(role), kind);
        let got = can(ticket, &actor(role), kind, now()).map_or_else(|r| r.word(), |()| "ok");
        if got != want {
            wrong.push(format!("{cell}: {got}, not {want}"));
        }
    });
    assert!(wrong.is_empty(), "{} cells:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

/// `can` is what buttons ask and `decide` what the server does: they agree, and no cell of them panics.
#[test]
fn deciding_answers_every_cell_and_refuses_what_cannot_be() {
    let rules = Rules::around_the_clock();
    let engineers = [engineer("P-eng"), engineer("P-eng2")];
    let target = Ticket {
        id: "T2".parse().unwrap(),
        ..standing(Scenario::Repair, State::Accepted, CommandKind::Tick)
    };
    let context = Context { rules: &rules, engineers: &engineers, other: Some(&target) };
    each_cell(|ticket, _, role, kind, cell| {
        let allowed = can(ticket, &actor(role), kind, now());
        for salt in 0..4 {
            let decided = decide(ticket, &actor(role), &sample(kind, salt), context, now());
            if let Err(refusal) = &allowed {
                assert_eq!(decided.as_ref().err(), Some(refusal), "{cell}");
            }
        }
    });
}

#[test]
fn nobody_acts_on_another_projects_or_households_ticket() {
    each_cell(|ticket, _, role, kind, cell| {
        if role != Role::System {
            let answer = can(ticket, &stranger(role), kind, now());
            assert!(answer.is_err(), "{cell}");
        }
    });
}

#[test]
fn an_engineer_without_the_job_can_only_claim() {
    each_cell(|ticket, _, role, kind, cell| {
        if role == Role::Engineer && kind != CommandKind::Claim {
            let other = Actor { person: "P-eng2".parse().unwrap(), ..actor(role) };
            assert!(can(ticket, &other, kind, now()).is_err(), "{cell}");
        }
    });
}
