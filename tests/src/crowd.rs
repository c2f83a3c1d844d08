//! Many people at once, each with a ticket to bring from its submission to its rating, whatever happens to the
//! server meanwhile.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;
use steward_core::endpoint::{Nothing, Page};
use steward_core::ids::TicketId;
use steward_core::tickets::api::{
    COMMAND, CommandRequest, LIST, ListQuery, READ, SUBMIT, SubmitTicket, TicketPage, TicketRow,
};
use steward_core::tickets::{Command, EventBody, TicketDraft};

use crate::client::new_command;
use crate::people::{question, rate};
use crate::{Answer, Client};

/// Two people, an owner and an agent, and the question that they are about.
pub struct Errand {
    name: String,
    owner: Client,
    agent: Client,
    /// What is on its way and has no answer yet: a retry sends the very same.
    pending: Option<Request>,
    ticket: Option<TicketId>,
    asked: usize,
    /// What the server has acknowledged.
    pub kept: Vec<Kept>,
}

/// A step that the server acknowledged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The ticket.
    pub ticket: TicketId,
    /// Which step.
    pub step: Step,
    /// The text of the question, which no other has.
    pub text: String,
}

/// The steps of a question, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// The owner asks.
    Submit,
    /// The agent takes it on.
    Accept,
    /// The agent answers.
    Complete,
    /// The owner rates.
    Rate,
}

#[derive(Clone)]
struct Request {
    step: Step,
    path: String,
    body: Value,
}

/// Nobody knows whether the step was taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoAnswer {
    /// The connection broke, or the server was not there.
    Broken,
    /// The server says that its database is not there.
    Unavailable,
}

impl Errand {
    /// Nothing asked yet. `name` tells this errand's questions from all others.
    pub fn new(name: &str, owner: &Client, agent: &Client) -> Self {
        Self {
            name: name.to_owned(),
            owner: owner.clone(),
            agent: agent.clone(),
            pending: None,
            ticket: None,
            asked: 0,
            kept: Vec::new(),
        }
    }

    /// The server was away: new connections.
    pub fn reconnect(&mut self) {
        self.owner = self.owner.apart();
        self.agent = self.agent.apart();
    }

    /// Whether a step is on its way without an answer.
    pub fn is_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// Takes the next step, or the one again that had no answer.
    #[track_caller]
    pub fn go_on(&mut self) -> Result<(), NoAnswer> {
        let request = self.pending.take().unwrap_or_else(|| self.next());
        self.pending = Some(request.clone());
        let who = if matches!(request.step, Step::Submit | Step::Rate) { &self.owner } else { &self.agent };
        let body = request.body.to_string();
        let sent =
            who.try_send("POST", &request.path, &[("content-type", "application/json")], body.as_bytes());
        let answer: Answer = sent.map_err(|_| NoAnswer::Broken)?;
        if answer.status == 503 {
            return Err(NoAnswer::Unavailable);
        }
        assert!(
            matches!(answer.status, 200 | 201),
            "{:?}: {}: {}",
            request.step,
            answer.status,
            answer.text()
        );
        let ticket: TicketId =
            answer.json()["ticket"]["id"].as_str().and_then(|id| id.parse().ok()).expect("a ticket");
        self.kept.push(Kept { ticket: ticket.clone(), step: request.step, text: self.text() });
        self.ticket = (request.step != Step::Rate).then_some(ticket);
        self.pending = None;
        Ok(())
    }

    fn text(&self) -> String {
        format!("{}问：第 {} 个问题，怎么交物业费？", self.name, self.asked)
    }

    fn next(&mut self) -> Request {
        let Some(ticket) = self.ticket.clone() else {
            self.asked += 1;
            let draft = TicketDraft { text: self.text(), ..question() };
            let body = SubmitTicket { command_id: new_command(), draft };
            return Request { step: Step::Submit, path: SUBMIT.path.to_owned(), body: json(&body) };
        };
        let (step, command) = match self.kept.last().map(|kept| kept.step) {
            Some(Step::Submit) => (Step::Accept, Command::Accept { category: None, urgency: None }),
            Some(Step::Accept) => {
                (Step::Complete, Command::Complete { work: "可以在线缴纳。".to_owned(), photos: vec![] })
            }
            _ => (Step::Rate, rate(5, "")),
        };
        let body = CommandRequest { command_id: new_command(), expected_seq: None, command };
        Request { step, path: COMMAND.url(&[ticket.as_str()]), body: json(&body) }
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("JSON")
}

/// All errands at once, until the server is gone; `done` counts the acknowledged steps.
pub fn until_the_server_is_gone(errands: &mut [Errand], done: &AtomicUsize, meanwhile: impl FnOnce()) {
    std::thread::scope(|scope| {
        for errand in errands {
            errand.reconnect();
            scope.spawn(move || {
                loop {
                    match errand.go_on() {
                        Ok(()) => done.fetch_add(1, Ordering::SeqCst),
                        Err(NoAnswer::Broken) => break,
                        Err(NoAnswer::Unavailable) => panic!("503 from a server that has its database"),
                    };
                }
            });
        }
        meanwhile();
    });
}

/// How often something of this kind stands in the ticket's log.
fn times(page: &TicketPage, step: Step) -> usize {
    let is = |body: &EventBody| match step {
        Step::Submit => matches!(body, EventBody::Submitted(_)),
        Step::Accept => matches!(body, EventBody::Accepted { .. }),
        Step::Complete => matches!(body, EventBody::Completed { .. }),
        Step::Rate => matches!(body, EventBody::Rated { .. }),
    };
    page.events.iter().filter(|event| is(&event.body)).count()
}

/// Holds what was acknowledged against what is stored now: each step is there, once.
#[track_caller]
pub fn check_kept(agent: &Client, kept: &[Kept]) {
    let mut pages: HashMap<&str, TicketPage> = HashMap::new();
    for Kept { ticket, step, text } in kept {
        let page = pages
            .entry(ticket.as_str())
            .or_insert_with(|| agent.call(&READ, &[ticket.as_str()], &Nothing {}).ok());
        assert_eq!(&page.ticket.said.text, text);
        assert_eq!(times(page, *step), 1, "{step:?} of {ticket} was acknowledged");
    }
}

/// Every ticket that this person sees, page by page.
#[track_caller]
pub fn all_tickets(client: &Client) -> Vec<TicketRow> {
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let query = ListQuery { limit: Some(100), after, ..ListQuery::default() };
        let page: Page<TicketRow> = client.call(&LIST, &[], &query).ok();
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            return rows;
        }
    }
}
