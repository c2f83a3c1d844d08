//! Tickets over HTTP: the loop, who may see and do what, retries, conflicts, lists.

use crate::common;
use crate::common::tickets::{leak, new_id, noise, submit_as};
use crate::common::{Server, code, server};
use steward_core::endpoint::Nothing;
use steward_core::ids::PersonId;
use steward_core::problem::{Code, Field};
use steward_core::sla::policy::ClockKind;
use steward_core::surveys::rating::RatingDraft;
use steward_core::tickets::api::{
    CANDIDATES, COMMAND, COUNTS, CommandRequest, CountQuery, LIST, ListQuery, REVEAL_PHONE, RevealPhone,
    SUBMIT, TicketPage, View,
};
use steward_core::tickets::candidates::Exclusion;
use steward_core::tickets::command::{CheckIn, VisitForm};
use steward_core::tickets::{Command, EventBody, Refusal, State};
use steward_core::time::{Instant, Seconds};

fn engineer(login: &str) -> PersonId {
    format!("staff-{login}").parse().unwrap()
}

/// Submitted by the owner, accepted by the agent, given to the engineer.
async fn dispatched(server: &Server) -> TicketPage {
    let page = server.owner(1).await.submit(leak()).await.unwrap();
    let mut agent = server.staff("agent").await;
    agent.command(&page, Command::Accept { category: None, urgency: None }).await.unwrap();
    let command = Command::Dispatch { engineer: engineer("engineer"), reason: String::new() };
    agent.command(&page, command).await.unwrap()
}

#[tokio::test]
async fn the_loop_from_report_to_closed() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let page = owner.submit(leak()).await.unwrap();
    assert_eq!(page.ticket.id.as_str(), "T20260915-0001");
    assert_eq!((page.ticket.state, page.project_name.as_str()), (State::Submitted, "听澜苑"));
    assert_eq!(page.ticket.said.address.plate(), "12-2-1803");
    assert_eq!((page.ticket.said.contact.as_str(), page.ticket.said.phone.as_str()), ("林静", "138****0001"));
    assert!(page.owner.is_none(), "the card is for staff");
    let feedback = page.ticket.clock(ClockKind::Feedback).unwrap();
    assert_eq!(feedback.due, Instant::from_secs(common::NOW) + Seconds::hours(24));
    assert_eq!(page.why.len(), page.ticket.clocks.len());
    assert!(page.why.iter().all(|steps| !steps.is_empty()));

    let page = dispatch_and_repair(&server, page).await;
    assert_eq!(page.ticket.state, State::Completed);
    server.advance(Seconds::hours(1));
    let rating =
        RatingDraft { stars: Some(5.try_into().unwrap()), tags: vec![], text: "师傅很快".into() };
    let rated = owner.command(&page, Command::Rate { rating }).await.unwrap();
    assert_eq!(rated.ticket.rating.as_ref().map(|r| r.stars.get()), Some(5));
    if rated.ticket.said.visit_due {
        let form = VisitForm { reached: true, solved: true, satisfied: true, remarks: String::new() };
        let mut agent = server.staff("agent").await;
        assert_eq!(
            agent.command(&page, Command::RecordVisit { form }).await.unwrap().ticket.state,
            State::Closed
        );
    } else {
        assert_eq!(rated.ticket.state, State::Closed, "rated and no visit due: nothing is left to wait for");
    }
    assert!(owner.ticket("T20260915-0001").await.unwrap().events.iter().all(|e| e.body.is_public()));
}

async fn dispatch_and_repair(server: &Server, page: TicketPage) -> TicketPage {
    let mut agent = server.staff("agent").await;
    agent.command(&page, Command::Accept { category: None, urgency: None }).await.unwrap();
    let command = Command::Dispatch { engineer: engineer("engineer"), reason: String::new() };
    agent.command(&page, command).await.unwrap();
    let mut engineer = server.staff("engineer").await;
    server.advance(Seconds::minutes(30));
    engineer.command(&page, Command::Arrive { check_in: CheckIn::QrCode }).await.unwrap();
    engineer.command(&page, Command::StartWork { findings: "角阀老化".into() }).await.unwrap();
    let feedback =
        Command::GiveFeedback { text: "已更换角阀，不再漏水。".into(), promised_at: None };
    engineer.command(&page, feedback).await.unwrap();
    let photos = vec![engineer.upload(&common::photos::jpeg(40, 30)).await.unwrap().photo];
    engineer.command(&page, Command::Complete { work: "更换角阀与软管".into(), photos }).await.unwrap()
}

#[tokio::test]
async fn sending_twice_makes_one_ticket() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let request = submit_as(&new_id(), leak());
    let first = owner.call(&SUBMIT, &[], &request).await.unwrap();
    server.advance(Seconds(5));
    let again = owner.call(&SUBMIT, &[], &request).await.unwrap();
    assert_eq!((again.ticket, again.events), (first.ticket, first.events));
    let (mut one, mut other) = (owner.clone(), owner.clone());
    let twice = submit_as(&new_id(), leak());
    let both = tokio::join!(one.call(&SUBMIT, &[], &twice), other.call(&SUBMIT, &[], &twice));
    assert_eq!(both.0.unwrap().ticket.id, both.1.unwrap().ticket.id, "a double tap");
    let all = owner.call(&LIST, &[], &ListQuery::default()).await.unwrap();
    assert_eq!(all.total, Some(2));
}

#[tokio::test]
async fn a_retry_after_the_appointment_has_passed_still_finds_its_ticket() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let mut draft = leak();
    draft.appointment = Some(Instant::from_secs(common::NOW) + Seconds::hours(2));
    let request = submit_as(&new_id(), draft);
    let first = owner.call(&SUBMIT, &[], &request).await.unwrap();
    server.advance(Seconds::days(1));
    assert_eq!(owner.call(&SUBMIT, &[], &request).await.unwrap().ticket.id, first.ticket.id);
    let late = submit_as(&new_id(), request.draft);
    let problem = owner.call(&SUBMIT, &[], &late).await.unwrap_err();
    assert_eq!((problem.code, problem.fields[0].field), (Code::Invalid, Some(Field::Appointment)));
}

#[tokio::test]
async fn a_command_id_belongs_to_one_command_of_one_person() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let id = new_id();
    owner.call(&SUBMIT, &[], &submit_as(&id, leak())).await.unwrap();
    assert_eq!(code(owner.call(&SUBMIT, &[], &submit_as(&id, noise())).await), Code::CommandReused);
    let mut other = server.owner(2).await;
    let mut draft = leak();
    draft.household = Some("tinglan-12-1-1502".parse().unwrap());
    assert_eq!(code(other.call(&SUBMIT, &[], &submit_as(&id, draft)).await), Code::CommandReused);
}

#[tokio::test]
async fn a_stale_tab_gets_a_conflict_and_may_read_again() {
    let server = server().await;
    let page = dispatched(&server).await;
    let mut agent = server.staff("agent").await;
    let stale = CommandRequest {
        command_id: new_id().parse().unwrap(),
        expected_seq: Some(1),
        command: Command::Note { text: "记一笔".into() },
    };
    let problem = agent.call(&COMMAND, &[page.ticket.id.as_str()], &stale).await.unwrap_err();
    assert_eq!((problem.code, problem.params["seq"].clone()), (Code::Conflict, page.ticket.seq.to_string()));
    let fresh = CommandRequest { expected_seq: Some(page.ticket.seq), ..stale };
    agent.call(&COMMAND, &[page.ticket.id.as_str()], &fresh).await.unwrap();
}

#[tokio::test]
async fn a_refusal_says_which_rule_and_changes_nothing() {
    let server = server().await;
    let page = dispatched(&server).await;
    let mut owner = server.owner(1).await;
    let rating = RatingDraft { stars: Some(5.try_into().unwrap()), tags: vec![], text: String::new() };
    let problem = owner.command(&page, Command::Rate { rating }).await.unwrap_err();
    assert_eq!(problem.refusal, Some(Refusal::WrongState { state: State::Dispatched }));
    let problem = owner.command(&page, Command::Accept { category: None, urgency: None }).await.unwrap_err();
    assert_eq!((problem.code, problem.refusal), (Code::Refused, Some(Refusal::RoleMayNot)));
    assert_eq!(owner.ticket(page.ticket.id.as_str()).await.unwrap().ticket.seq, page.ticket.seq);
}

#[tokio::test]
async fn what_is_not_ones_business_is_not_there() {
    let server = server().await;
    let page = dispatched(&server).await;
    let id = page.ticket.id.as_str();
    let mut neighbour = server.owner(2).await;
    assert_eq!(code(neighbour.ticket(id).await), Code::NotFound);
    assert_eq!(code(neighbour.command(&page, Command::Urge).await), Code::NotFound);
    for login in
        ["agent2", "supervisor2", "manager2", "engineer5", "engineer2", "operations", "admin", "auditor"]
    {
        let mut client = server.staff(login).await;
        assert_eq!(code(client.ticket(id).await), Code::NotFound, "{login}");
        assert_eq!(
            code(client.command(&page, Command::Note { text: "看看".into() }).await),
            Code::NotFound,
            "{login}"
        );
        let all = client.call(&LIST, &[], &ListQuery::default()).await.unwrap();
        assert_eq!(all.total, Some(0), "{login}");
    }
    for login in ["agent", "engineer", "supervisor", "manager", "hq", "data", "executive"] {
        let mut client = server.staff(login).await;
        assert_eq!(client.ticket(id).await.unwrap().ticket.id.as_str(), id, "{login}");
        assert_eq!(client.call(&LIST, &[], &ListQuery::default()).await.unwrap().total, Some(1), "{login}");
    }
    assert_eq!(code(server.anyone().ticket(id).await), Code::SignInNeeded);
    assert_eq!(code(server.staff("agent").await.ticket("no%20such").await), Code::NotFound);
}

#[tokio::test]
async fn nobody_reports_for_a_home_that_is_not_theirs() {
    let server = server().await;
    let mut owner = server.owner(2).await;
    assert_eq!(code(owner.submit(leak()).await), Code::NotFound);
    let mut nowhere = leak();
    nowhere.household = None;
    let problem = owner.submit(nowhere).await.unwrap_err();
    assert_eq!((problem.code, problem.fields[0].field), (Code::Invalid, Some(Field::Household)));
    assert_eq!(code(server.staff("agent2").await.submit(leak()).await), Code::NotFound);
    assert_eq!(code(server.staff("engineer").await.submit(leak()).await), Code::Forbidden);
    let page = server.staff("agent").await.submit(leak()).await.unwrap();
    assert_eq!(page.ticket.said.contact, "林静", "an agent's report is for the home's owner");
    assert_eq!(
        server.owner(1).await.ticket(page.ticket.id.as_str()).await.unwrap().ticket.id,
        page.ticket.id
    );
}

#[tokio::test]
async fn staff_see_the_phone_masked_until_they_say_why() {
    let server = server().await;
    let page = dispatched(&server).await;
    let id = page.ticket.id.as_str();
    assert_eq!(page.ticket.said.phone, "138****0001");
    let EventBody::Submitted(said) = &page.events[0].body else { panic!() };
    assert_eq!(said.phone, "138****0001", "in the log too");
    assert_eq!(page.owner.as_ref().unwrap().phone_masked, "138****0001");
    let mut agent = server.staff("agent").await;
    let ask = |reason: &str| RevealPhone { reason: reason.to_owned() };
    assert_eq!(code(agent.call(&REVEAL_PHONE, &[id], &ask(" ")).await), Code::Invalid);
    assert_eq!(agent.call(&REVEAL_PHONE, &[id], &ask("约上门时间")).await.unwrap().phone, "13800000001");
    assert_eq!(code(server.owner(1).await.call(&REVEAL_PHONE, &[id], &ask("自己的")).await), Code::Forbidden);
    let db = &server.running.app().db().read;
    let kept = steward_server::db::sql(
        "select count(*) from audit where reason = '约上门时间' and person_id = 'staff-agent'",
    );
    assert_eq!(kept.number(db).await.unwrap(), 1);
}

#[tokio::test]
async fn wrong_input_lands_beside_its_field() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    for (text, expected) in [
        ("", Code::Required),
        (" \n ", Code::Required),
        ("漏", Code::TooShort),
        ("a\u{7}b", Code::BadCharacters),
    ] {
        let mut draft = leak();
        draft.text = text.into();
        let problem = owner.submit(draft).await.unwrap_err();
        assert_eq!(
            (problem.code, problem.fields[0].code, problem.fields[0].field),
            (Code::Invalid, expected, Some(Field::Text))
        );
    }
    let mut long = leak();
    long.text = "水".repeat(10_001);
    let problem = owner.submit(long).await.unwrap_err();
    assert_eq!((problem.fields[0].code, problem.fields[0].params["len"].as_str()), (Code::TooLong, "10001"));
    for text in ["مياه تتسرب من المطبخ", "🚰💧厨房漏水👨‍👩‍👧‍👦"] {
        let mut draft = leak();
        draft.text = text.into();
        assert_eq!(owner.submit(draft).await.unwrap().ticket.said.text, text);
    }
    let unknown = r#"{"command_id":"x1","draft":{"project":"tinglan"},"admin":true}"#;
    assert_eq!(owner.post_text(SUBMIT.path, unknown).await.problem().code, Code::Malformed);
    let page = owner.submit(leak()).await.unwrap();
    let path = COMMAND.url(&[page.ticket.id.as_str()]);
    for command in [
        r#"{"kind":"urge","force":true}"#,
        r#"{"kind":"note","text":"x","extra":1}"#,
        r#"{"kind":"destroy"}"#,
    ] {
        let body = format!(r#"{{"command_id":"x2","command":{command}}}"#);
        assert_eq!(owner.post_text(&path, &body).await.problem().code, Code::Malformed, "{command}");
    }
}

#[tokio::test]
async fn lists_page_without_gaps_and_search_finds() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let mut made = Vec::new();
    for n in 0..7 {
        let mut draft = leak();
        draft.text = format!("第{n}处漏水 100%");
        made.push(owner.submit(draft).await.unwrap().ticket.id);
        server.advance(Seconds::minutes(1));
    }
    for view in [View::All, View::Due, View::New] {
        let mut agent = server.staff("agent").await;
        let mut query = ListQuery { view: Some(view), limit: Some(3), ..ListQuery::default() };
        let mut seen = Vec::new();
        loop {
            let page = agent.call(&LIST, &[], &query).await.unwrap();
            assert_eq!(page.total, query.after.is_none().then_some(7));
            seen.extend(page.rows.into_iter().map(|row| row.id));
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        if view == View::All {
            seen.reverse();
        }
        assert_eq!(seen, made, "{view:?}");
    }
    let mut agent = server.staff("agent").await;
    for (q, found) in [
        ("第3处", 1),
        ("12-2-1803", 7),
        ("T20260915-0002", 1),
        ("漏水 第5", 1),
        ("100%", 7),
        ("1%0", 0),
        ("0001", 7),
    ] {
        let query = ListQuery { q: Some(q.into()), ..ListQuery::default() };
        assert_eq!(agent.call(&LIST, &[], &query).await.unwrap().rows.len(), found, "{q}");
    }
    let bad = ListQuery { after: Some("nonsense".into()), ..ListQuery::default() };
    assert_eq!(code(agent.call(&LIST, &[], &bad).await), Code::Malformed);
    assert_eq!(agent.get("/api/v1/tickets?colour=red").await.problem().code, Code::Malformed);
}

#[tokio::test]
async fn candidates_are_for_those_who_dispatch() {
    let server = server().await;
    let page = server.owner(1).await.submit(leak()).await.unwrap();
    let id = page.ticket.id.as_str();
    let list = server.staff("agent").await.call(&CANDIDATES, &[id], &Nothing {}).await.unwrap();
    let names: Vec<_> = list.iter().map(|c| (c.name.as_str(), c.excluded.map(Exclusion::word))).collect();
    assert_eq!(
        names,
        [("罗永平", None), ("周启明", None), ("何志强", Some("no_skill")), ("唐亮", Some("off_shift"))]
    );
    assert_eq!(code(server.owner(1).await.call(&CANDIDATES, &[id], &Nothing {}).await), Code::Forbidden);
}

#[tokio::test]
async fn of_two_who_claim_one_gets_the_job() {
    let server = server().await;
    let page = server.owner(1).await.submit(leak()).await.unwrap();
    let accept = Command::Accept { category: None, urgency: None };
    server.staff("agent").await.command(&page, accept).await.unwrap();
    let (mut one, mut other) = (server.staff("engineer").await, server.staff("engineer3").await);
    let pool = ListQuery { view: Some(View::Pool), ..ListQuery::default() };
    assert_eq!(one.call(&LIST, &[], &pool).await.unwrap().rows.len(), 1);
    let both = tokio::join!(one.command(&page, Command::Claim), other.command(&page, Command::Claim));
    let outcomes = [both.0, both.1];
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1);
    let lost = outcomes.into_iter().find_map(Result::err).unwrap();
    // The loser no longer sees the ticket, or hears who was quicker: both tell the same story.
    assert!(
        lost.code == Code::NotFound || matches!(lost.refusal, Some(Refusal::AlreadyClaimed { .. })),
        "{lost:?}"
    );
}

#[tokio::test]
async fn the_counts_of_views_are_those_of_their_lists() {
    let server = server().await;
    dispatched(&server).await;
    let mut owner = server.owner(1).await;
    owner.submit(noise()).await.unwrap();
    server.advance(Seconds::hours(2));
    for login in ["agent", "engineer", "supervisor", "hq"] {
        let mut client = server.staff(login).await;
        for counted in client.call(&COUNTS, &[], &CountQuery::default()).await.unwrap() {
            let query = ListQuery { view: Some(counted.view), ..ListQuery::default() };
            let listed = client.call(&LIST, &[], &query).await.unwrap();
            assert_eq!(listed.total, Some(counted.count), "{login} {:?}", counted.view);
            assert_eq!(listed.rows.len() as u64, counted.count, "{login} {:?}", counted.view);
        }
    }
    let overdue = ListQuery { view: Some(View::Overdue), ..ListQuery::default() };
    let rows = server.staff("agent").await.call(&LIST, &[], &overdue).await.unwrap().rows;
    assert_eq!(rows.len(), 1, "on site within the hour");
}

#[tokio::test]
async fn a_duplicate_is_merged_and_the_other_ticket_knows() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let (first, second) = (owner.submit(leak()).await.unwrap(), owner.submit(leak()).await.unwrap());
    let mut agent = server.staff("agent").await;
    let merged = agent.command(&second, Command::Merge { target: first.ticket.id.clone() }).await.unwrap();
    assert_eq!(
        (merged.ticket.state, merged.ticket.merged_into),
        (State::Merged, Some(first.ticket.id.clone()))
    );
    let target = agent.ticket(first.ticket.id.as_str()).await.unwrap();
    assert_eq!(target.ticket.absorbed, std::slice::from_ref(&second.ticket.id));
    let problem = agent.command(&first, Command::Merge { target: second.ticket.id }).await.unwrap_err();
    assert_eq!(problem.refusal, Some(Refusal::MergeTargetUnfit));
}
