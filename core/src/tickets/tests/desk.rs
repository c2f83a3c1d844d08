//! A small world to test in: one project, one of each role, one ticket, and a clock that the test sets.

use crate::accounts::actor::{Actor, Home, Scope};
use crate::accounts::api::Address;
use crate::accounts::role::{Department, Role};
use crate::calendar::{Span, Windows};
use crate::sla::clock::Clock;
use crate::sla::elastic::Elastic;
use crate::sla::policy::{ClockKind, Rules};
use crate::surveys::rating::{RatingDraft, Stars};
use crate::tickets::command::{CheckIn, Command, CommandKind, ComplaintStep, PauseReason, VisitForm};
use crate::tickets::decide::{Context, EngineerFacts, act, decide, submit};
use crate::tickets::event::{Event, Submission, Who};
use crate::tickets::voices::{FollowUpOutcome, QualityForm, QualityMarks};
use crate::tickets::{Category, Channel, Refusal, Scenario, State, Ticket, Urgency};
use crate::time::{Instant, Seconds};

/// What staff write for each other; must never reach an owner.
pub(super) const PRIVATE: &str = "仅供内部";
/// What is said to owners.
pub(super) const PUBLIC: &str = "已为您处理";
/// The contact's number; must never be shown whole.
pub(super) const PHONE: &str = "13800012046";

/// `at("3 09:00:00.5")`: that day of March 2025 at that time in Shanghai. The third is a Monday.
pub(super) fn at(text: &str) -> Instant {
    let (day, time) = text.split_once(' ').unwrap();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    let rfc = format!("2025-03-{day:0>2}T{time}{seconds}+08:00");
    Instant::parse_rfc3339(&rfc).unwrap_or_else(|| panic!("no time: {rfc}"))
}

/// Spans of every day of March and April 2025, from and to full hours in Shanghai.
pub(super) fn daily(from: i64, to: i64) -> Windows {
    let first = at("1 00:00");
    let days = (0..61).map(|day| first + Seconds::days(day));
    let spans = days.map(|d| Span::new(d + Seconds::hours(from), d + Seconds::hours(to)));
    Windows::union(Span::new(first, first + Seconds::days(61)), spans)
}

/// The group standard with a desk from 08:00 to 22:00 and night service from 18:00 (R07).
pub(super) fn desk_hours() -> Rules {
    Rules { service_hours: daily(8, 22), night_hours: daily(18, 22), ..Rules::around_the_clock() }
}

pub(super) fn person(role: Role) -> String {
    format!("P-{}", role.word())
}

/// The person of a role in the ticket's own project.
pub(super) fn actor(role: Role) -> Actor {
    let scope = match role {
        Role::Owner => Scope::Households(vec![Home {
            project: "tly".parse().unwrap(),
            household: "H1".parse().unwrap(),
        }]),
        Role::HqManagement
        | Role::HqData
        | Role::HqTraining
        | Role::CrManager
        | Role::Finance
        | Role::Executive
        | Role::Admin
        | Role::Auditor
        | Role::System => Scope::Group,
        _ => Scope::Projects(vec!["tly".parse().unwrap()]),
    };
    Actor {
        person: person(role).parse().unwrap(),
        role,
        name: format!("name of {}", role.word()),
        department: (role == Role::Department).then_some(Department::Engineering),
        scope,
    }
}

/// The same role elsewhere: another project, or another household of the same project.
pub(super) fn stranger(role: Role) -> Actor {
    let elsewhere = || Scope::Projects(vec!["elsewhere".parse().unwrap()]);
    let neighbour = || {
        Scope::Households(vec![Home { project: "tly".parse().unwrap(), household: "H2".parse().unwrap() }])
    };
    let scope = if role == Role::Owner { neighbour() } else { elsewhere() };
    Actor { person: format!("X-{}", role.word()).parse().unwrap(), scope, ..actor(role) }
}

pub(super) fn who(role: Role) -> Who {
    let Actor { person, role, name, .. } = actor(role);
    Who { person, role, name }
}

pub(super) fn engineer(role_or_id: &str) -> EngineerFacts {
    EngineerFacts {
        person: role_or_id.parse().unwrap(),
        name: format!("name of {role_or_id}"),
        skills: vec!["water".to_owned(), "public".to_owned()],
        level: 3,
        certified: true,
        on_shift: true,
        open_jobs: 0,
        distance_m: Some(400),
    }
}

/// A submission of a scenario, as an owner makes it in the browser.
pub(super) fn said(scenario: Scenario) -> Submission {
    Submission {
        project: "tly".parse().unwrap(),
        household: Some("H1".parse().unwrap()),
        address: Address { building: "12".into(), unit: "2".into(), room: "1803".into() },
        place: "厨房".to_owned(),
        scenario,
        category: Category::of(scenario).next().unwrap(),
        urgency: Urgency::Ordinary,
        channel: Channel::Web,
        text: "厨房水槽下面漏水".to_owned(),
        photos: Vec::new(),
        contact: "林女士".to_owned(),
        phone: PHONE.to_owned(),
        appointment: None,
        external: None,
        visit_due: false,
    }
}

/// One ticket with its history and the rules it lives under.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) rules: Rules,
    pub(super) engineers: Vec<EngineerFacts>,
    pub(super) ticket: Ticket,
    pub(super) events: Vec<Event>,
}

impl Desk {
    pub(super) fn open(rules: Rules, said: Submission, by: Role, now: Instant) -> Self {
        Self::import(rules, said, by, None, now)
    }

    pub(super) fn import(
        rules: Rules,
        said: Submission,
        by: Role,
        due: Option<Instant>,
        now: Instant,
    ) -> Self {
        let (id, by) = ("T1".parse().unwrap(), who(by));
        let bodies = submit(&id, &by, said, due, &rules, now).unwrap();
        let events: Vec<Event> =
            (1..).zip(bodies).map(|(seq, body)| Event { seq, at: now, by: by.clone(), body }).collect();
        let ticket = Ticket::fold(id, &events).unwrap();
        Self { rules, engineers: vec![engineer("P-eng"), engineer("P-eng2")], ticket, events }
    }

    /// A repair submitted by its owner at that time, around the clock.
    pub(super) fn repair(now: &str) -> Self {
        Self::open(Rules::around_the_clock(), said(Scenario::Repair), Role::Owner, at(now))
    }

    pub(super) fn try_by(
        &mut self,
        actor: &Actor,
        command: &Command,
        now: Instant,
    ) -> Result<usize, Refusal> {
        let context = Context { rules: &self.rules, engineers: &self.engineers, other: None };
        // Whoever does both in one finds the same.
        let mut acted = self.ticket.clone();
        let at_once = act(&mut acted, actor, command, context, now);
        let bodies = decide(&self.ticket, actor, command, context, now);
        assert_eq!(at_once.as_ref().err(), bodies.as_ref().err());
        let (at_once, bodies) = (at_once?, bodies?);
        let by = Who { person: actor.person.clone(), role: actor.role, name: actor.name.clone() };
        let count = bodies.len();
        let first = self.events.len();
        for body in bodies {
            let event = Event { seq: self.ticket.seq + 1, at: now, by: by.clone(), body };
            self.ticket.apply(&event);
            self.events.push(event);
        }
        assert_eq!((&acted, at_once.as_slice()), (&self.ticket, &self.events[first..]));
        Ok(count)
    }

    pub(super) fn try_give(&mut self, role: Role, command: Command, now: &str) -> Result<usize, Refusal> {
        self.try_by(&actor(role), &command, at(now))
    }

    /// Gives a command that must be taken.
    #[track_caller]
    pub(super) fn give(&mut self, role: Role, command: Command, now: &str) -> &mut Self {
        if let Err(refusal) = self.try_give(role, command.clone(), now) {
            panic!("{} {command:?} at {now}: {refusal:?} in {:?}", role.word(), self.ticket.state);
        }
        self
    }

    #[track_caller]
    pub(super) fn tick(&mut self, now: &str) -> usize {
        self.try_give(Role::System, Command::Tick, now).unwrap()
    }

    #[track_caller]
    pub(super) fn clock(&self, kind: ClockKind) -> &Clock {
        self.ticket.clock(kind).unwrap_or_else(|| panic!("no {kind:?}"))
    }

    #[track_caller]
    pub(super) fn due(&self, kind: ClockKind) -> Instant {
        self.clock(kind).due
    }

    /// The levels of a clock's ladder reached so far, as logged.
    #[track_caller]
    pub(super) fn levels(&self, kind: ClockKind) -> Vec<u8> {
        self.clock(kind).escalations.iter().map(|e| e.level).collect()
    }

    /// Accepted, dispatched, on site: the way to the door, each a minute after the other.
    pub(super) fn on_site(&mut self, minutes: [&str; 3]) -> &mut Self {
        let [accepted, dispatched, arrived] = minutes;
        self.give(Role::Agent, accept(), accepted);
        self.give(Role::Agent, dispatch(), dispatched);
        self.give(Role::Engineer, arrive(), arrived)
    }
}

pub(super) fn accept() -> Command {
    Command::Accept { category: None, urgency: None }
}

pub(super) fn regrade(urgency: Urgency) -> Command {
    Command::Accept { category: None, urgency: Some(urgency) }
}

pub(super) fn dispatch() -> Command {
    Command::Dispatch { engineer: "P-eng".parse().unwrap(), reason: PRIVATE.to_owned() }
}

pub(super) fn arrive() -> Command {
    Command::Arrive { check_in: CheckIn::QrCode }
}

pub(super) fn reply() -> Command {
    Command::Reply { text: PUBLIC.to_owned() }
}

pub(super) fn feedback() -> Command {
    Command::GiveFeedback { text: PUBLIC.to_owned(), promised_at: None }
}

pub(super) fn plan(until: &str) -> Command {
    Command::GiveFeedback { text: PUBLIC.to_owned(), promised_at: Some(at(until)) }
}

pub(super) fn complete() -> Command {
    Command::Complete { work: PUBLIC.to_owned(), photos: vec!["photo".parse().unwrap()] }
}

pub(super) fn step(step: ComplaintStep) -> Command {
    let text = if step == ComplaintStep::Calm { PUBLIC } else { PRIVATE };
    Command::RecordStep { step, text: text.to_owned() }
}

pub(super) fn rate(stars: u8) -> Command {
    let stars = Some(Stars::try_from(stars).unwrap());
    Command::Rate { rating: RatingDraft { stars, tags: Vec::new(), text: String::new() } }
}

pub(super) fn visit(reached: bool, solved: bool) -> Command {
    let form = VisitForm { reached, solved, satisfied: solved, remarks: PRIVATE.to_owned() };
    Command::RecordVisit { form }
}

pub(super) fn ask_pause() -> Command {
    Command::RequestPause { reason: PauseReason::WaitingForMaterial, note: PRIVATE.to_owned() }
}

pub(super) fn decide_pause(approve: bool) -> Command {
    Command::DecidePause { approve, note: PRIVATE.to_owned() }
}

pub(super) fn ask_extension(elastic: Elastic) -> Command {
    Command::RequestExtension { elastic, reason: PRIVATE.to_owned() }
}

pub(super) fn decide_extension(approve: bool) -> Command {
    Command::DecideExtension { approve, note: PRIVATE.to_owned() }
}

pub(super) fn transfer() -> Command {
    Command::Transfer { department: Department::Engineering, reason: PRIVATE.to_owned() }
}

pub(super) fn reopen() -> Command {
    Command::Reopen { reason: PUBLIC.to_owned(), photos: Vec::new() }
}

pub(super) fn cancel() -> Command {
    Command::Cancel { reason: PUBLIC.to_owned() }
}

pub(super) fn check_quality(passed: bool) -> Command {
    let marks = QualityMarks { writing: 90, resolution: 80, visit: 85 };
    Command::CheckQuality { form: QualityForm { marks, passed, remarks: PRIVATE.to_owned() } }
}

pub(super) fn settle() -> Command {
    Command::SettleVoices { finding: PRIVATE.to_owned() }
}

pub(super) fn end_follow_up(outcome: FollowUpOutcome) -> Command {
    Command::EndFollowUp { outcome, text: PRIVATE.to_owned() }
}

/// A plausible command of a kind; `salt` varies what has choices.
pub(super) fn sample(kind: CommandKind, salt: u8) -> Command {
    use CommandKind as K;
    let odd = salt % 2 == 1;
    let pick = |n: usize| usize::from(salt) % n;
    let private = || PRIVATE.to_owned();
    match kind {
        K::Accept if salt.is_multiple_of(3) => accept(),
        K::Accept => regrade(Urgency::ALL[pick(3)]),
        K::Reply => reply(),
        K::Note => Command::Note { text: private() },
        K::Supplement => Command::Supplement { text: PUBLIC.to_owned(), photos: Vec::new() },
        K::Urge => Command::Urge,
        K::Dispatch if salt % 4 == 3 => {
            Command::Dispatch { engineer: "P-eng2".parse().unwrap(), reason: private() }
        }
        K::Dispatch => dispatch(),
        K::Claim => Command::Claim,
        K::AcceptJob => Command::AcceptJob,
        K::DeclineJob => Command::DeclineJob { reason: private() },
        K::Arrive => arrive(),
        K::StartWork => Command::StartWork { findings: PUBLIC.to_owned() },
        K::RecordStep => step(if odd { ComplaintStep::Investigate } else { ComplaintStep::Calm }),
        K::GiveFeedback if odd => plan("20 09:00"),
        K::GiveFeedback => feedback(),
        K::Complete => complete(),
        K::Rate => rate(salt % 5 + 1),
        K::RecordVisit => visit(!salt.is_multiple_of(4), odd),
        K::Close => Command::Close,
        K::Review => Command::Review { problem: private(), cause: private(), measure: private() },
        K::Reopen => reopen(),
        K::Transfer => transfer(),
        K::AcceptTransfer => Command::AcceptTransfer,
        K::DeclineTransfer => Command::DeclineTransfer { reason: private() },
        K::RequestPause => ask_pause(),
        K::DecidePause => decide_pause(!salt.is_multiple_of(4)),
        K::Resume => Command::Resume,
        K::RequestExtension => ask_extension(if odd { Elastic::Complex } else { Elastic::VeryComplex }),
        K::DecideExtension => decide_extension(!salt.is_multiple_of(4)),
        K::Cancel => cancel(),
        K::Merge => Command::Merge { target: "T2".parse().unwrap() },
        K::Absorb => Command::Absorb { duplicate: "T3".parse().unwrap() },
        K::LinkIncident => Command::LinkIncident { incident: "I1".parse().unwrap() },
        K::Supervise => Command::Supervise { note: private() },
        K::Acknowledge => {
            Command::Acknowledge { clock: ClockKind::ALL[pick(ClockKind::ALL.len())], level: salt % 4 + 1 }
        }
        K::CheckQuality => check_quality(odd),
        K::SettleVoices => settle(),
        K::TakeFollowUp => Command::TakeFollowUp,
        K::EndFollowUp => end_follow_up(FollowUpOutcome::ALL[pick(FollowUpOutcome::ALL.len())]),
        K::Tick => Command::Tick,
    }
}

/// The states whose names are in the path, for messages.
pub(super) fn path(ticket: &Ticket) -> Vec<State> {
    ticket.path.iter().map(|(state, _)| *state).collect()
}
