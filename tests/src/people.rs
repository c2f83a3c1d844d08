//! The people of the demo data, and what they say.

use serde_json::json;
use steward_core::accounts::api::WHO_AM_I;
use steward_core::endpoint::Nothing;
use steward_core::ids::{PersonId, PhotoId, TicketId};
use steward_core::sla::policy::ClockKind;
use steward_core::tickets::api::{COMMAND, CommandRequest, READ, SUBMIT, SubmitTicket, TicketPage};
use steward_core::tickets::command::{CheckIn, VisitForm};
use steward_core::tickets::{Category, Channel, Command, Scenario, TicketDraft, Urgency};

use crate::client::new_command;
use crate::{Answer, Client, Product, photos};

/// The password of every member of staff.
pub const PASSWORD: &str = "steward-demo";

/// The nth owner's phone, from 1. The first lives in 听澜苑 12-2-1803 and owns 云栖里 2-1-0602 too.
pub fn phone(n: usize) -> String {
    format!("138{n:08}")
}

/// The person behind a staff login.
pub fn staff_id(login: &str) -> PersonId {
    format!("staff-{login}").parse().expect("a login makes an id")
}

impl Product {
    /// The nth owner, signed in.
    #[track_caller]
    pub fn owner(&self, n: usize) -> Client {
        self.signed_in(&phone(n), |client| client.sign_in_owner(&phone(n)))
    }

    /// A member of staff, signed in.
    #[track_caller]
    pub fn staff(&self, login: &str) -> Client {
        self.signed_in(login, |client| client.sign_in_staff(login, PASSWORD))
    }

    /// Signs somebody in, or takes up their session while it lasts.
    #[track_caller]
    fn signed_in<T>(&self, who: &str, sign_in: impl FnOnce(&mut Client) -> T) -> Client {
        let mut sessions = self.sessions.lock().expect("nobody panicked while signing in");
        if let Some(client) = sessions.get(who)
            && client.call(&WHO_AM_I, &[], &Nothing {}).status == 200
        {
            return client.clone();
        }
        let mut client = self.visitor();
        sign_in(&mut client);
        sessions.insert(who.to_owned(), client.clone());
        client
    }
}

/// A leak in the kitchen of 听澜苑 12-2-1803.
pub fn leak() -> TicketDraft {
    TicketDraft {
        project: "tinglan".parse().expect("an id"),
        household: Some("tinglan-12-2-1803".parse().expect("an id")),
        scenario: Scenario::Repair,
        category: category("water.pipe"),
        urgency: Urgency::Ordinary,
        channel: Channel::Web,
        place: "厨房".to_owned(),
        text: "厨房水槽下面一直滴水，柜子底板已经泡湿了。".to_owned(),
        photos: Vec::new(),
        contact: String::new(),
        phone: String::new(),
        appointment: None,
    }
}

/// The same, as an emergency: a return visit is then always due.
pub fn flood() -> TicketDraft {
    TicketDraft {
        urgency: Urgency::Emergency, text: "厨房水管爆裂，水已经流到客厅。".to_owned(), ..leak()
    }
}

/// Noise from upstairs, complained of by the same owner.
pub fn noise() -> TicketDraft {
    TicketDraft {
        scenario: Scenario::Complaint,
        category: category("complaint.noise"),
        place: String::new(),
        text: "楼上晚间装修，噪声扰民。".to_owned(),
        ..leak()
    }
}

/// A question about fees, asked by the same owner: answered from the desk.
pub fn question() -> TicketDraft {
    TicketDraft {
        scenario: Scenario::Consultation,
        category: category("ask.fees"),
        place: String::new(),
        text: "这个月的物业费怎么交？".to_owned(),
        ..leak()
    }
}

/// The same draft from the nth owner of 听澜苑, who has twelve homes.
pub fn from_home(draft: TicketDraft, home: &str) -> TicketDraft {
    TicketDraft { household: Some(home.parse().expect("an id")), ..draft }
}

fn category(code: &str) -> Category {
    Category::find(code).expect("a category of the table")
}

/// A command to an engineer of the demo.
pub fn dispatch_to(login: &str) -> Command {
    Command::Dispatch { engineer: staff_id(login), reason: String::new() }
}

/// A return visit that found everything in order.
pub fn good_visit() -> Command {
    Command::RecordVisit {
        form: VisitForm { reached: true, solved: true, satisfied: true, remarks: String::new() },
    }
}

/// A rating.
pub fn rate(stars: u8, text: &str) -> Command {
    let rating = json!({ "stars": stars, "tags": [], "text": text });
    Command::Rate { rating: serde_json::from_value(rating).expect("one to five stars") }
}

impl Client {
    /// Submits a draft.
    #[track_caller]
    pub fn try_submit(&self, draft: TicketDraft) -> Answer {
        self.call(&SUBMIT, &[], &SubmitTicket { command_id: new_command(), draft })
    }

    /// Submits a draft that must be taken.
    #[track_caller]
    pub fn submit(&self, draft: TicketDraft) -> TicketPage {
        let answer = self.try_submit(draft);
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.ok()
    }

    /// Gives a command to a ticket.
    #[track_caller]
    pub fn try_command(&self, ticket: &TicketId, command: Command) -> Answer {
        let request = CommandRequest { command_id: new_command(), expected_seq: None, command };
        self.call(&COMMAND, &[ticket.as_str()], &request)
    }

    /// Gives a command that must be carried out.
    #[track_caller]
    pub fn command(&self, ticket: &TicketId, command: Command) -> TicketPage {
        self.try_command(ticket, command).ok()
    }

    /// A ticket.
    #[track_caller]
    pub fn ticket(&self, ticket: &TicketId) -> TicketPage {
        self.call(&READ, &[ticket.as_str()], &Nothing {}).ok()
    }

    /// Uploads a photo.
    #[track_caller]
    pub fn try_upload(&self, kind: &str, bytes: &[u8]) -> Answer {
        self.send("POST", "/api/v1/photos", &[("content-type", kind)], bytes)
    }

    /// Uploads a good photo.
    #[track_caller]
    pub fn upload(&self) -> PhotoId {
        let stored: steward_core::tickets::api::PhotoStored =
            self.try_upload("image/jpeg", &photos::jpeg_with_position()).ok();
        stored.photo
    }
}

impl Product {
    /// From now on every ticket gets a return visit, so that no story depends on a draw. To be called first.
    pub fn visit_everybody(&self) {
        let database = rusqlite::Connection::open(self.data().join("steward.db")).expect("the database");
        let written = database.execute(
            "update standards set body = json_set(body, '$.policy.visit_sample_percent', 100) where version = 1",
            (),
        );
        assert_eq!(written, Ok(1));
    }

    /// The secret of a personal link to rate a finished ticket, as a message to the nth owner would carry it. What goes
    /// out in messages is the business of the server's own tests; here the link is put where the server keeps it.
    #[track_caller]
    pub fn rating_link(&self, ticket: &TicketId, n: usize) -> String {
        use sha2::{Digest as _, Sha256};
        let token = format!("story-{n}-{ticket}");
        let hash: Vec<String> = Sha256::digest(&token).iter().map(|byte| format!("{byte:02x}")).collect();
        let page = self.owner(n).ticket(ticket);
        let until = page.ticket.window_until().expect("the work is done");
        let me: steward_core::accounts::api::Me = self.owner(n).call(&WHO_AM_I, &[], &Nothing {}).ok();
        let database = rusqlite::Connection::open(self.data().join("steward.db")).expect("the database");
        let row = "insert into rating_links (token_hash, project_id, ticket_id, person_id, made_at, ends_at) \
            values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (token_hash) do nothing";
        let (project, owner) = (page.ticket.said.project.to_string(), me.person.to_string());
        let values = (hash.concat(), project, ticket.to_string(), owner, self.now().millis(), until.millis());
        database.execute(row, values).expect("the link is kept");
        token
    }

    /// Brings a repair of the first owner to its completion: accepted, dispatched, on site, reported with a photo.
    #[track_caller]
    pub fn repaired(&self, draft: TicketDraft) -> TicketPage {
        let id = self.owner(1).submit(draft).ticket.id;
        let agent = self.staff("agent");
        agent.command(&id, Command::Accept { category: None, urgency: None });
        agent.command(&id, dispatch_to("engineer"));
        let engineer = self.staff("engineer");
        engineer.command(&id, Command::AcceptJob);
        engineer.command(&id, Command::Arrive { check_in: CheckIn::Manual });
        let photos = vec![engineer.upload()];
        engineer.command(&id, Command::Complete { work: "更换角阀与软管，试水正常。".to_owned(), photos })
    }

    /// Lets time pass until this clock of a ticket is late by one second, and the sweep has seen it.
    #[track_caller]
    pub fn until_late(&self, ticket: &TicketId, kind: ClockKind) {
        let agent = self.staff("agent");
        let due = agent.ticket(ticket).ticket.clock(kind).expect("such a clock").due;
        let wait = due.since(self.now()).get().max(0) + 1;
        self.advance(steward_core::time::Seconds(wait));
        let agent = self.staff("agent");
        crate::wait::until_true("the sweep to see the breach", || {
            agent.ticket(ticket).ticket.clock(kind).is_some_and(|clock| clock.breached.is_some())
        });
    }
}
