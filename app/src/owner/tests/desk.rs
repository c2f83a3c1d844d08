//! A small world to test in: one owner with two homes, one ticket, and the people who see to it.

use steward_core::accounts::Actor;
use steward_core::accounts::actor::{Home, Scope};
use steward_core::accounts::api::{Address, HomeCard, Me, Preferences};
use steward_core::accounts::role::Role;
use steward_core::sla::explain::explain;
use steward_core::sla::policy::Rules;
use steward_core::tickets::api::{LiveMessage, TicketPage, TicketRow};
use steward_core::tickets::decide::{Context, EngineerFacts, decide, submit};
use steward_core::tickets::event::{Event, Submission, Who};
use steward_core::tickets::redact::{event_for, ticket_for};
use steward_core::tickets::{Category, Channel, Command, Scenario, Ticket, Urgency};
use steward_core::time::{Instant, Seconds};

use crate::words::{Locale, set_locale};

/// `at("15 16:10")`: that day of September 2026 at that time in Shanghai. The fifteenth is a Tuesday.
pub(super) fn at(text: &str) -> Instant {
    let (day, time) = text.split_once(' ').unwrap();
    Instant::parse_rfc3339(&format!("2026-09-{day:0>2}T{time}:00+08:00")).unwrap()
}

pub(super) fn home(number: u8) -> HomeCard {
    HomeCard {
        project: "tly".parse().unwrap(),
        project_name: "听澜苑".to_owned(),
        household: format!("H{number}").parse().unwrap(),
        address: Address { building: "12".to_owned(), unit: "2".to_owned(), room: format!("180{number}") },
        hotline: "400-820-1803".to_owned(),
        butler: None,
    }
}

pub(super) fn me() -> Me {
    Me {
        person: "P-own".parse().unwrap(),
        role: Role::Owner,
        name: "林静".to_owned(),
        department: None,
        phone_masked: Some("138****2046".to_owned()),
        homes: vec![home(3), home(4)],
        projects: Vec::new(),
        whole_group: false,
        group: "澄岸物业集团".to_owned(),
        preferences: Preferences::default(),
        now: at("15 16:10"),
    }
}

pub(super) fn staff(role: Role) -> Actor {
    let name = match role {
        Role::Engineer => "周启明",
        Role::Supervisor => "方敏",
        _ => "苏晓",
    };
    Actor {
        person: format!("P-{}", role.word()).parse().unwrap(),
        role,
        name: name.to_owned(),
        department: None,
        scope: Scope::Projects(vec!["tly".parse().unwrap()]),
    }
}

/// One ticket with its history.
pub(super) struct Desk {
    pub(super) ticket: Ticket,
    pub(super) events: Vec<Event>,
    pub(super) now: Instant,
    pub(super) rules: Rules,
}

impl Desk {
    /// 厨房水槽下方漏水, submitted on the 15th at 16:10, in Chinese.
    pub(super) fn open(scenario: Scenario) -> Self {
        set_locale(Locale::Chinese);
        let home = home(3);
        let said = Submission {
            project: home.project.clone(),
            household: Some(home.household.clone()),
            address: home.address,
            place: String::new(),
            scenario,
            category: Category::of(scenario).next().unwrap(),
            urgency: Urgency::Ordinary,
            channel: Channel::Web,
            text: "厨房水槽下方漏水".to_owned(),
            photos: vec!["f00d".parse().unwrap()],
            contact: String::new(),
            phone: String::new(),
            appointment: None,
            external: None,
            visit_due: false,
        };
        let id = "T20260915-0118".parse().unwrap();
        let (now, rules) = (at("15 16:10"), Rules::around_the_clock());
        let by = who(&me().actor());
        let bodies = submit(&id, &by, said, None, &rules, now).unwrap();
        let events: Vec<Event> =
            (1..).zip(bodies).map(|(seq, body)| Event { seq, at: now, by: by.clone(), body }).collect();
        let ticket = Ticket::fold(id, &events).unwrap();
        Self { ticket, events, now, rules }
    }

    /// Gives a command as core would take it; the events it caused.
    pub(super) fn give(&mut self, actor: &Actor, command: &Command) -> Vec<Event> {
        let engineers = [EngineerFacts {
            person: staff(Role::Engineer).person,
            name: "周启明".to_owned(),
            skills: Vec::new(),
            level: 3,
            certified: true,
            on_shift: true,
            open_jobs: 0,
            distance_m: None,
        }];
        let context = Context { rules: &self.rules, engineers: &engineers, other: None };
        let bodies = decide(&self.ticket, actor, command, context, self.now)
            .unwrap_or_else(|refusal| panic!("{command:?} in {:?}: {refusal:?}", self.ticket.state));
        let mut new = Vec::new();
        for body in bodies {
            let event = Event { seq: self.ticket.seq + 1, at: self.now, by: who(actor), body };
            self.ticket.apply(&event);
            self.events.push(event.clone());
            new.push(event);
        }
        new
    }

    pub(super) fn by(&mut self, role: Role, command: &Command) -> Vec<Event> {
        self.give(&staff(role), command)
    }

    pub(super) fn owner(&mut self, command: &Command) -> Vec<Event> {
        self.give(&me().actor(), command)
    }

    pub(super) fn wait(&mut self, time: Seconds) -> &mut Self {
        self.now = self.now + time;
        self
    }

    /// On the way to the work: given to the engineer, who is there.
    pub(super) fn dispatched(scenario: Scenario) -> Self {
        let mut desk = Self::open(scenario);
        desk.wait(Seconds::minutes(4));
        let engineer = staff(Role::Engineer).person;
        desk.by(Role::Agent, &Command::Dispatch { engineer, reason: String::new() });
        desk
    }

    /// Done, four hours after submission.
    pub(super) fn completed() -> Self {
        let mut desk = Self::dispatched(Scenario::Repair);
        desk.wait(Seconds::minutes(38));
        desk.by(
            Role::Engineer,
            &Command::Arrive { check_in: steward_core::tickets::command::CheckIn::QrCode },
        );
        desk.wait(Seconds::hours(3));
        let photos = vec!["beef".parse().unwrap()];
        desk.by(Role::Engineer, &Command::Complete { work: "换了角阀".to_owned(), photos });
        desk
    }

    /// What the server answers an owner.
    pub(super) fn page(&self) -> TicketPage {
        let noted = self.ticket.noted_pauses();
        let why = |clock: &steward_core::sla::clock::Clock| {
            explain(self.rules.windows(&clock.calendar).unwrap(), &clock.terms(noted.clone())).unwrap()
        };
        TicketPage {
            why: self.ticket.clocks.iter().map(why).collect(),
            ticket: ticket_for(self.ticket.clone(), Role::Owner),
            events: public(&self.events),
            project_name: "听澜苑".to_owned(),
            hotline: "400-820-1803".to_owned(),
            voices: self.rules.policy.voices,
            elastic: self.rules.policy.elastic,
            owner: None,
            now: self.now,
        }
    }

    pub(super) fn row(&self) -> TicketRow {
        TicketRow::of(&self.ticket, "听澜苑")
    }

    /// What the stream sends an owner.
    pub(super) fn message(&self, events: &[Event]) -> LiveMessage {
        LiveMessage { ticket: self.ticket.id.clone(), events: public(events), row: self.row(), now: self.now }
    }
}

fn public(events: &[Event]) -> Vec<Event> {
    events.iter().filter_map(|e| event_for(e, Role::Owner)).collect()
}

fn who(actor: &Actor) -> Who {
    Who { person: actor.person.clone(), role: actor.role, name: actor.name.clone() }
}

/// An owner who lives elsewhere.
pub(super) fn stranger() -> Actor {
    let home = Home { project: "tly".parse().unwrap(), household: "H9".parse().unwrap() };
    Actor { scope: Scope::Households(vec![home]), ..me().actor() }
}
