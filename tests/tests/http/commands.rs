//! Commands that are sent twice, at once, late, or out of order.

use std::thread;

use serde_json::json;
use steward_core::accounts::Role;
use steward_core::endpoint::Page;
use steward_core::problem::Code;
use steward_core::tickets::api::{
    COMMAND, CommandRequest, LIST, ListQuery, SUBMIT, SubmitTicket, TicketPage, TicketRow,
};
use steward_core::tickets::command::CheckIn;
use steward_core::tickets::{Command, EventBody, Refusal, State};
use steward_core::time::Seconds;
use steward_tests::client::new_command;
use steward_tests::people::{dispatch_to, leak, question};
use steward_tests::{Answer, Client, Product};

fn tickets(client: &Client) -> Page<TicketRow> {
    client.call(&LIST, &[], &ListQuery { limit: Some(100), ..ListQuery::default() }).ok()
}

#[test]
fn eight_at_once_with_one_id_make_one_ticket() {
    let product = Product::start();
    let owner = product.owner(1);
    let before = tickets(&owner).rows.len();
    let request = SubmitTicket { command_id: new_command(), draft: leak() };
    let answers: Vec<TicketPage> = thread::scope(|scope| {
        let submit = || scope.spawn(|| owner.apart().call(&SUBMIT, &[], &request));
        let all: Vec<_> = (0..8).map(|_| submit()).collect();
        all.into_iter().map(|t| t.join().expect("answered")).map(|a| a.ok()).collect()
    });
    assert!(answers.iter().all(|page| page.ticket == answers[0].ticket), "one answer for all");
    assert_eq!(tickets(&owner).rows.len(), before + 1);

    // Later, and after a restart, the same still holds.
    let mut product = product;
    product.kill();
    product.start_again();
    let again: TicketPage = owner.call(&SUBMIT, &[], &request).ok();
    assert_eq!(again.ticket.id, answers[0].ticket.id);
    assert_eq!(tickets(&owner).rows.len(), before + 1);
}

#[test]
fn an_id_is_for_one_command_of_one_person() {
    let product = Product::start();
    let request = SubmitTicket { command_id: new_command(), draft: leak() };
    let page: TicketPage = product.owner(1).call(&SUBMIT, &[], &request).ok();
    let other = SubmitTicket { draft: question(), ..request.clone() };
    assert_eq!(product.owner(1).call(&SUBMIT, &[], &other).code(), Code::CommandReused);
    // Somebody else who guesses the id learns nothing about the ticket behind it.
    let answer = product.staff("agent").call(&SUBMIT, &[], &request);
    assert_eq!(answer.code(), Code::CommandReused);
    assert!(!answer.text().contains(page.ticket.id.as_str()));
}

#[test]
fn a_stale_tab_is_told_and_changes_nothing() {
    let product = Product::start();
    let page = product.owner(1).submit(leak());
    let (id, seen) = (page.ticket.id, page.ticket.seq);
    let agent = product.staff("agent");
    agent.command(&id, Command::Accept { category: None, urgency: None });
    let late = CommandRequest {
        command_id: new_command(),
        expected_seq: Some(seen),
        command: Command::Cancel { reason: "不需要了".to_owned() },
    };
    let problem = product.owner(1).call(&COMMAND, &[id.as_str()], &late).problem();
    let now = agent.ticket(&id).ticket;
    assert_eq!(problem.code, Code::Conflict);
    assert_eq!(problem.params.get("seq"), Some(&now.seq.to_string()), "it says where the ticket is");
    assert_eq!(now.state, State::Accepted);
    // Looked at again, the same command goes through.
    let fresh = CommandRequest { command_id: new_command(), expected_seq: Some(now.seq), ..late };
    let page: TicketPage = product.owner(1).call(&COMMAND, &[id.as_str()], &fresh).ok();
    assert_eq!(page.ticket.state, State::Cancelled);
}

/// 抢单: two engineers at once, one gets it, the other learns who.
#[test]
fn a_job_in_the_pool_is_claimed_once() {
    let product = Product::start();
    let id = product.owner(1).submit(leak()).ticket.id;
    product.staff("agent").command(&id, Command::Accept { category: None, urgency: None });
    let engineers = ["engineer", "engineer2", "engineer3"].map(|login| product.staff(login));
    let answers: Vec<_> = thread::scope(|scope| {
        let all: Vec<_> = engineers
            .iter()
            .map(|engineer| scope.spawn(|| engineer.apart().try_command(&id, Command::Claim)))
            .collect();
        all.into_iter().map(|t| t.join().expect("answered")).collect()
    });
    let claimed: Vec<_> = answers.iter().filter(|a| a.status == 200).collect();
    assert_eq!(claimed.len(), 1, "{:?}", answers.iter().map(Answer::text).collect::<Vec<_>>());
    let winner = product.staff("agent").ticket(&id).ticket.engineer.expect("an engineer").name;
    for answer in answers.iter().filter(|a| a.status != 200) {
        // Whoever lost hears who has it, or that it is no longer there to be seen.
        let problem = answer.problem();
        let told = problem.refusal == Some(Refusal::AlreadyClaimed { by: winner.clone() });
        assert!(told || problem.code == Code::NotFound, "{}", answer.text());
    }
    let dispatched = product.staff("agent").ticket(&id).events;
    let times = dispatched.iter().filter(|e| matches!(e.body, EventBody::Dispatched { .. })).count();
    assert_eq!(times, 1);
}

#[test]
fn a_rule_says_no_in_its_own_word() {
    let product = Product::start();
    let id = product.owner(1).submit(leak()).ticket.id;
    let refusal = |client: &Client, command: Command| {
        let problem = client.try_command(&id, command).problem();
        assert_eq!(problem.code, Code::Refused);
        problem.refusal
    };
    let (owner, agent) = (product.owner(1), product.staff("agent"));
    assert_eq!(refusal(&owner, Command::AcceptJob), Some(Refusal::RoleMayNot));
    assert_eq!(refusal(&agent, dispatch_to("engineer4")), Some(Refusal::EngineerOffShift));
    assert_eq!(refusal(&agent, dispatch_to("engineer5")), Some(Refusal::EngineerUnknown));
    owner.command(&id, Command::Urge);
    assert!(matches!(refusal(&owner, Command::Urge), Some(Refusal::UrgedJustNow { .. })));
    product.advance(Seconds::minutes(31));
    owner.command(&id, Command::Urge);
    agent.command(&id, Command::Accept { category: None, urgency: None });
    agent.command(&id, dispatch_to("engineer"));
    let engineer = product.staff("engineer");
    engineer.command(&id, Command::Arrive { check_in: CheckIn::Manual });
    let without_photo = Command::Complete { work: "修好了".to_owned(), photos: vec![] };
    assert_eq!(refusal(&engineer, without_photo), Some(Refusal::EvidenceMissing));
}

#[test]
fn only_the_system_gives_the_systems_commands() {
    let product = Product::start();
    let id = product.owner(1).submit(leak()).ticket.id;
    for login in ["agent", "supervisor", "hq"] {
        for command in [Command::Tick, Command::Close, Command::Absorb { duplicate: id.clone() }] {
            let problem = product.staff(login).try_command(&id, command).problem();
            assert_eq!(problem.refusal, Some(Refusal::RoleMayNot), "{login}");
        }
    }
}

/// The phone number is given for a reason, and who asked is on record.
#[test]
fn a_phone_number_has_its_price() {
    let product = Product::start();
    let id = product.owner(1).submit(leak()).ticket.id;
    let path = format!("/api/v1/tickets/{id}/phone");
    let agent = product.staff("agent");
    assert_eq!(agent.post(&path, &json!({ "reason": "  " })).code(), Code::Invalid);
    let answer = agent.post(&path, &json!({ "reason": "与业主约上门时间" }));
    assert_eq!(answer.json()["phone"], "13800000001");
    let events = agent.ticket(&id).events;
    assert!(events.iter().all(|e| e.by.role != Role::Owner
        || matches!(e.body, EventBody::Submitted(_))
        || e.body.is_public()));
}
