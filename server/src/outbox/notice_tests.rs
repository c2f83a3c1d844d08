use super::*;
use steward_core::accounts::api::Address;
use steward_core::accounts::{Actor, Scope};
use steward_core::sla::policy::Rules;
use steward_core::tickets::command::Command;
use steward_core::tickets::decide::{Context, EngineerFacts, decide, submit};
use steward_core::tickets::event::{External, Submission, Who};
use steward_core::tickets::{Category, Channel, Scenario, Urgency};
use steward_core::time::Seconds;

fn start() -> Instant {
    Instant::parse_rfc3339("2026-09-15T01:00:00Z").unwrap()
}

fn actor(person: &str, role: Role) -> Actor {
    let home = |h: &str| steward_core::accounts::actor::Home {
        project: "p1".parse().unwrap(),
        household: h.parse().unwrap(),
    };
    let scope = if role == Role::Owner { Scope::Households(vec![home("h1")]) } else { Scope::Group };
    Actor { person: person.parse().unwrap(), role, name: person.to_uppercase(), department: None, scope }
}

/// A ticket in the hands of real commands, with the notices of each.
struct Story {
    ticket: Ticket,
    now: Instant,
    rules: Rules,
    engineers: Vec<EngineerFacts>,
}

type Told = Vec<(Kind, Audience)>;

fn told(ticket: &Ticket, events: &[Event]) -> Told {
    events.iter().flat_map(|e| notices(ticket, e)).map(|n| (n.kind, n.to)).collect()
}

impl Story {
    fn begin(external: Option<External>) -> (Self, Told) {
        let said = Submission {
            project: "p1".parse().unwrap(),
            household: Some("h1".parse().unwrap()),
            address: Address { building: "12".into(), unit: "2".into(), room: "1803".into() },
            place: String::new(),
            scenario: Scenario::Repair,
            category: Category::find("water.pipe").unwrap(),
            urgency: Urgency::Ordinary,
            channel: Channel::Web,
            text: "厨房水管漏水".into(),
            photos: vec![],
            contact: String::new(),
            phone: String::new(),
            appointment: None,
            external,
            visit_due: true,
        };
        let rules = Rules::around_the_clock();
        let by = Who { person: "lin".parse().unwrap(), role: Role::Owner, name: "LIN".into() };
        let id: TicketId = "T1".parse().unwrap();
        let bodies = submit(&id, &by, said, None, &rules, start()).unwrap();
        let events: Vec<Event> =
            (1..).zip(bodies).map(|(seq, body)| Event { seq, at: start(), by: by.clone(), body }).collect();
        let ticket = Ticket::fold(id, &events).unwrap();
        let found = told(&ticket, &events);
        let zhou = EngineerFacts {
            person: "zhou".parse().unwrap(),
            name: "周启明".into(),
            skills: vec!["water".into()],
            level: 3,
            certified: true,
            on_shift: true,
            open_jobs: 0,
            distance_m: None,
        };
        (Self { ticket, now: start(), rules, engineers: vec![zhou] }, found)
    }

    fn give(&mut self, person: &str, role: Role, command: Command) -> Told {
        let by = actor(person, role);
        let context = Context { rules: &self.rules, engineers: &self.engineers, other: None };
        let bodies = decide(&self.ticket, &by, &command, context, self.now).unwrap();
        let who = Who { person: by.person, role, name: by.name };
        let seqs = self.ticket.seq + 1..;
        let events: Vec<Event> =
            seqs.zip(bodies).map(|(seq, body)| Event { seq, at: self.now, by: who.clone(), body }).collect();
        for event in &events {
            self.ticket.apply(event);
        }
        told(&self.ticket, &events)
    }
}

fn to_person(person: &str) -> Audience {
    Audience::Person(person.parse().unwrap())
}

fn owner() -> Audience {
    Audience::Household("h1".parse().unwrap())
}

#[test]
fn the_loop_tells_each_side_what_it_waits_for() {
    let (mut story, told) = Story::begin(None);
    assert_eq!(told, [(Kind::Submitted, Audience::Role(Role::Agent))]);
    let accept = Command::Accept { category: None, urgency: None };
    assert_eq!(story.give("su", Role::Agent, accept), [(Kind::Accepted, owner())]);
    let dispatch = Command::Dispatch { engineer: "zhou".parse().unwrap(), reason: String::new() };
    let told = story.give("su", Role::Agent, dispatch);
    assert_eq!(told, [(Kind::Dispatched, to_person("zhou")), (Kind::EngineerOnTheWay, owner())]);
    assert_eq!(story.give("lin", Role::Owner, Command::Urge), [(Kind::Urged, to_person("su"))]);
    let arrive = Command::Arrive { check_in: steward_core::tickets::command::CheckIn::Manual };
    assert_eq!(story.give("zhou", Role::Engineer, arrive), []);
    let complete = Command::Complete { work: "换了角阀".into(), photos: vec!["f1".parse().unwrap()] };
    let told = story.give("zhou", Role::Engineer, complete);
    assert_eq!(told, [(Kind::Completed, owner()), (Kind::VisitDue, Audience::Role(Role::Agent))]);
    let rating = serde_json::from_str(r#"{"stars":1}"#).unwrap();
    let told = story.give("lin", Role::Owner, Command::Rate { rating });
    assert_eq!(told, [(Kind::RatedLow, Audience::Role(Role::Supervisor))]);
}

/// A repair that is done, with a return visit still to come.
fn done() -> Story {
    let (mut story, _) = Story::begin(None);
    story.give("su", Role::Agent, Command::Accept { category: None, urgency: None });
    let engineer = "zhou".parse().unwrap();
    story.give("su", Role::Agent, Command::Dispatch { engineer, reason: String::new() });
    let check_in = steward_core::tickets::command::CheckIn::QrCode;
    story.give("zhou", Role::Engineer, Command::Arrive { check_in });
    let photos = vec!["f1".parse().unwrap()];
    story.give("zhou", Role::Engineer, Command::Complete { work: "换了角阀".into(), photos });
    story
}

#[test]
fn an_unrated_ticket_reminds_its_household() {
    let mut story = done();
    story.now = start() + Seconds::days(2);
    let told = story.give("system", Role::System, Command::Tick);
    assert!(told.contains(&(Kind::RatingReminded, owner())), "{told:?}");
    assert!(Kind::RatingReminded.is_for_owners() && Kind::RatingReminded.asks_for_rating());
    assert_eq!(Kind::ALL.iter().filter(|k| k.asks_for_rating()).count(), 2);
}

/// Of a low rating the supervisors hear once, of an unsatisfied visit by the follow-up.
#[test]
fn supervisors_hear_of_whom_to_follow_up_with() {
    let mut story = done();
    let form = steward_core::tickets::command::VisitForm {
        reached: true,
        solved: true,
        satisfied: false,
        remarks: String::new(),
    };
    let told = story.give("su", Role::Agent, Command::RecordVisit { form });
    assert_eq!(told, [(Kind::FollowUp, Audience::Role(Role::Supervisor))]);
    let rating = serde_json::from_str(r#"{"stars":2}"#).unwrap();
    let told = done().give("lin", Role::Owner, Command::Rate { rating });
    assert_eq!(told, [(Kind::RatedLow, Audience::Role(Role::Supervisor))]);
}

#[test]
fn a_days_heads_go_to_the_auditors() {
    let project = "p1".parse().unwrap();
    let notice = ledger_day("2026-09-15", &project, "p1 3 abc", "def", start());
    assert_eq!((notice.kind, &notice.to), (Kind::LedgerDay, &Audience::Auditors));
    assert_eq!(notice.values["heads"], "p1 3 abc");
    let stored = serde_json::to_string(&notice).unwrap();
    assert_eq!(serde_json::from_str::<Notice>(&stored).unwrap(), notice);
}

#[test]
fn each_level_of_the_ladder_goes_to_its_post_once() {
    let (mut story, _) = Story::begin(None);
    let posts = [Role::Supervisor, Role::ProjectManager, Role::HqManagement, Role::Executive];
    story.now = start() + Seconds::days(9);
    let told = story.give("system", Role::System, Command::Tick);
    for post in posts {
        let clocks = story.ticket.running().filter(|c| c.kind.escalates()).count();
        let n = told.iter().filter(|t| **t == (Kind::Escalated, Audience::Role(post))).count();
        assert_eq!(n, clocks, "{post:?} hears of every late clock");
    }
    story.now = story.now + Seconds::days(30);
    assert_eq!(story.give("system", Role::System, Command::Tick), [], "nobody hears twice");
}

#[test]
fn a_warning_goes_to_whoever_has_the_work_and_says_when_it_is_due() {
    let (mut story, _) = Story::begin(None);
    story.now = start() + Seconds::minutes(4);
    assert_eq!(
        story.give("system", Role::System, Command::Tick),
        [(Kind::DueSoon, Audience::Role(Role::Agent))]
    );
    let event = Event {
        seq: 99,
        at: story.now,
        by: story.ticket.submitter.clone(),
        body: E::Escalated { clock: ClockKind::Dispatch, level: 2 },
    };
    let notice = notices(&story.ticket, &event).remove(0);
    let due = (start() + Seconds::minutes(5)).millis().to_string();
    assert_eq!((notice.values["due"].as_str(), notice.values["clock"].as_str()), (due.as_str(), "dispatch"));
    assert_eq!((notice.values["plate"].as_str(), notice.values["level"].as_str()), ("12-2-1803", "2"));
}

#[test]
fn an_imported_ticket_tells_nobody() {
    let external = External { source: "old".into(), key: "1".into(), category: String::new() };
    assert_eq!(Story::begin(Some(external)).1, []);
}

#[test]
fn a_stored_notice_reads_back() {
    let (story, _) = Story::begin(None);
    let event =
        Event { seq: 2, at: start(), by: story.ticket.submitter.clone(), body: E::Urged { count: 3 } };
    let notice = notices(&story.ticket, &event).remove(0);
    let stored = serde_json::to_string(&notice).unwrap();
    assert_eq!(serde_json::from_str::<Notice>(&stored).unwrap(), notice);
    assert!(stored.contains(r#""to":{"role":"agt"}"#), "{stored}");
}
