//! The standard over HTTP: from a draft to clocks that follow it, exceptions, legal limits, replays, and who may.

use crate::common::tickets::leak;
use crate::common::{Client, NOW, Server, code, server};
use steward_core::accounts::api::WHO_AM_I;
use steward_core::calendar::Windows;
use steward_core::endpoint::Nothing;
use steward_core::problem::{Code, Problem};
use steward_core::sla::Rung;
use steward_core::sla::api::RULES;
use steward_core::sla::policy::{ClockKind, Limit, around_the_clock};
use steward_core::sla::standards::api::{
    ASK_DEVIATION, DECIDE_DEVIATION, DEVIATIONS, DecisionRequest, EDIT, END_DEVIATION, EditRequest, HISTORY,
    HistoryQuery, IcalFile, IcalQuery, LEGAL, LegalRequest, NEW_DRAFT, READ_ICAL, REPLAY, REPLAY_RULES,
    SET_LEGAL, STEP, StepRequest, StretchQuery, VERSION, VERSIONS, VersionPage, WRITE_ICAL,
};
use steward_core::sla::standards::deviation::Ask;
use steward_core::sla::standards::replay::replay;
use steward_core::sla::standards::{Edit, FaultKind, VersionStanding, VersionStep};
use steward_core::tickets::event::EventBody;
use steward_core::tickets::{Command, Scenario};
use steward_core::time::{Instant, Seconds};
use steward_server::jobs::Job as _;
use steward_server::jobs::sweep::Sweep;

const T0: Instant = Instant::from_secs(NOW);

/// A draft in which dispatch takes so many minutes.
async fn draft(hq: &mut Client, minutes: i64) -> VersionPage {
    let page = hq.call(&NEW_DRAFT, &[], &Nothing {}).await.unwrap();
    let mut policy = page.standard.policy.clone();
    policy
        .limits
        .iter_mut()
        .filter(|l| l.kind == ClockKind::Dispatch)
        .for_each(|l| l.limit = Seconds::minutes(minutes));
    let edit = Edit { note: "派单提速".to_owned(), policy, calendars: page.standard.calendars.clone() };
    let version = page.standard.version.to_string();
    hq.call(&EDIT, &[&version], &EditRequest { seq: page.standard.seq, edit }).await.unwrap()
}

async fn step(client: &mut Client, page: &VersionPage, step: VersionStep) -> Result<VersionPage, Problem> {
    let request = StepRequest { seq: page.standard.seq, step };
    client.call(&STEP, &[&page.standard.version.to_string()], &request).await
}

async fn sweep(server: &Server) {
    Sweep::new(server.running.app().clone(), "n1".to_owned()).run().await.unwrap();
}

fn rule(answer: Result<VersionPage, Problem>) -> String {
    answer.unwrap_err().params.get("rule").cloned().unwrap_or_default()
}

fn publish(from: Option<Instant>, why: Option<&str>) -> VersionStep {
    VersionStep::Publish { from, recalculation: why.map(str::to_owned) }
}

/// Drafted by head office, reviewed by the administrator.
async fn reviewed(server: &Server, minutes: i64) -> VersionPage {
    let drafted = draft(&mut server.staff("hq").await, minutes).await;
    step(&mut server.staff("admin").await, &drafted, VersionStep::Review).await.unwrap()
}

#[tokio::test]
async fn a_version_goes_from_draft_to_tickets() {
    let server = server().await;
    let (mut hq, mut admin) = (server.staff("hq").await, server.staff("admin").await);
    let drafted = draft(&mut hq, 4).await;
    assert_eq!(
        (drafted.standard.version, drafted.standing, drafted.faults.len()),
        (2, VersionStanding::Draft, 0)
    );
    assert_eq!(rule(step(&mut hq, &drafted, VersionStep::Review).await), "own_work");
    assert_eq!(rule(step(&mut hq, &drafted, publish(None, None)).await), "not_reviewed");
    let reviewed = step(&mut admin, &drafted, VersionStep::Review).await.unwrap();
    assert_eq!(
        rule(step(&mut hq, &drafted, VersionStep::SendBack).await),
        "changed",
        "what was seen has changed"
    );
    assert_eq!(rule(step(&mut hq, &reviewed, publish(Some(T0 - Seconds(1)), None)).await), "in_the_past");
    let from = T0 + Seconds::hours(1);
    let scheduled = step(&mut hq, &reviewed, publish(Some(from), None)).await.unwrap();
    assert_eq!(scheduled.standing, VersionStanding::Scheduled);

    let mut owner = server.owner(1).await;
    let limit = |page: &steward_core::tickets::api::TicketPage| {
        let clock = page.ticket.clock(ClockKind::Dispatch).unwrap();
        (clock.limit, clock.policy_version)
    };
    let before = owner.submit(leak()).await.unwrap();
    assert_eq!(limit(&before), (Seconds::minutes(5), 1));
    server.advance(Seconds::hours(1));
    let after = owner.submit(leak()).await.unwrap();
    assert_eq!(limit(&after), (Seconds::minutes(4), 2));
    let again = owner.ticket(before.ticket.id.as_str()).await.unwrap();
    assert_eq!(limit(&again), (Seconds::minutes(5), 1), "what runs keeps its version");
    let rows = hq.call(&VERSIONS, &[], &Nothing {}).await.unwrap();
    let standings: Vec<_> = rows.iter().map(|r| (r.version, r.standing)).collect();
    assert_eq!(standings, [(2, VersionStanding::InForce), (1, VersionStanding::Retired)]);
    assert_eq!(rows[1].until, Some(from));
    assert_eq!(rule(step(&mut hq, &scheduled, VersionStep::Withdraw).await), "has_held");
}

#[tokio::test]
async fn a_version_published_with_recalculation_reaches_running_clocks() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let page = owner.submit(leak()).await.unwrap();
    let reviewed = reviewed(&server, 30).await;
    let mut hq = server.staff("hq").await;
    assert_eq!(rule(step(&mut hq, &reviewed, publish(None, Some(" "))).await), "no_reason");
    step(&mut hq, &reviewed, publish(None, Some("台风期间放宽派单"))).await.unwrap();
    sweep(&server).await;
    let mut agent = server.staff("agent").await;
    let ticket = agent.ticket(page.ticket.id.as_str()).await.unwrap();
    let clock = ticket.ticket.clock(ClockKind::Dispatch).unwrap();
    assert_eq!((clock.due, clock.policy_version), (T0 + Seconds::minutes(30), 2));
    let said = |e: &EventBody| matches!(e, EventBody::ClockRecalculated { reason, .. } if reason == "台风期间放宽派单");
    assert_eq!(ticket.events.iter().filter(|e| said(&e.body)).count(), 1);
    sweep(&server).await;
    assert_eq!(agent.ticket(page.ticket.id.as_str()).await.unwrap().ticket.seq, ticket.ticket.seq, "once");
}

#[tokio::test]
async fn faults_are_named_and_keep_a_version_from_review() {
    let server = server().await;
    let mut hq = server.staff("hq").await;
    let page = hq.call(&NEW_DRAFT, &[], &Nothing {}).await.unwrap();
    let version = page.standard.version.to_string();
    let mut policy = page.standard.policy.clone();
    policy.limits[0].limit = Seconds::ZERO;
    let edit = Edit { note: String::new(), policy, calendars: Vec::new() };
    let page = hq
        .call(&EDIT, &[&version], &EditRequest { seq: page.standard.seq, edit: edit.clone() })
        .await
        .unwrap();
    let kinds: Vec<FaultKind> = page.faults.iter().map(|f| f.kind).collect();
    assert_eq!(kinds, [FaultKind::NoNote, FaultKind::ZeroLimit]);
    assert_eq!(rule(step(&mut server.staff("admin").await, &page, VersionStep::Review).await), "has_faults");
    // What two people edit at once is not lost: the second hears of it.
    let stale = hq.call(&EDIT, &[&version], &EditRequest { seq: page.standard.seq - 1, edit }).await;
    assert_eq!(rule(stale), "changed");
    for (body, why) in [
        (r#"{"seq":2,"edit":{"note":"","policy":{},"calendars":[]}}"#, "no policy"),
        (r#"{"seq":2}"#, "no edit"),
    ] {
        let reply = hq.post_text(&format!("/api/v1/standards/{version}/edits"), body).await;
        assert_eq!(reply.problem().code, Code::Malformed, "{why}");
    }
}

fn ask(hours: i64) -> Ask {
    Ask {
        project: "tinglan".parse().unwrap(),
        limits: vec![Limit::of(ClockKind::Feedback, Scenario::Repair, Seconds::hours(hours))],
        ladder: Vec::new(),
        desk: None,
        night: None,
        from: None,
        until: None,
        reason: "电梯配件需外地调货".to_owned(),
    }
}

#[tokio::test]
async fn r14_an_exception_needs_an_approver_and_is_listed() {
    let server = server().await;
    let (mut manager, mut hq) = (server.staff("manager").await, server.staff("hq").await);
    let asked = manager.call(&ASK_DEVIATION, &[], &ask(36)).await.unwrap();
    assert!(!asked.holds);
    let n = asked.deviation.n.to_string();
    let decide = |approve, note: &str| DecisionRequest { approve, note: note.to_owned() };
    assert_eq!(code(manager.call(&DECIDE_DEVIATION, &[&n], &decide(true, "")).await), Code::Forbidden);
    assert_eq!(
        code(hq.call(&DECIDE_DEVIATION, &[&n], &decide(false, " ")).await),
        Code::Required,
        "a no has words"
    );
    let allowed = hq.call(&DECIDE_DEVIATION, &[&n], &decide(true, "")).await.unwrap();
    assert!(allowed.holds && allowed.differences[0].group == Some(Seconds::hours(24)));
    let again = hq.call(&DECIDE_DEVIATION, &[&n], &decide(true, "")).await;
    assert_eq!(again.unwrap_err().params["rule"], "decided");

    let mut owner = server.owner(1).await;
    let own = owner.submit(leak()).await.unwrap();
    let clock = own.ticket.clock(ClockKind::Feedback).unwrap();
    assert_eq!((clock.limit, clock.exception), (Seconds::hours(36), true));
    let yunqi = server.staff("hq").await.call(&RULES, &["yunqi"], &Nothing {}).await.unwrap();
    assert!(yunqi.policy.limits.iter().all(|l| !l.exception), "another project follows the group");

    for (login, sees) in [("hq", 1), ("manager", 1), ("agent", 1), ("manager2", 0), ("supervisor2", 0)] {
        let rows = server.staff(login).await.call(&DEVIATIONS, &[], &Nothing {}).await.unwrap();
        assert_eq!(rows.len(), sees, "{login}");
    }
    let mut stranger = server.staff("manager2").await;
    assert_eq!(code(stranger.call(&END_DEVIATION, &[&n], &Nothing {}).await), Code::NotFound);
    assert_eq!(code(stranger.call(&ASK_DEVIATION, &[], &ask(30)).await), Code::NotFound);
    assert_eq!(code(server.staff("agent").await.call(&ASK_DEVIATION, &[], &ask(30)).await), Code::Forbidden);
    let same = manager.call(&ASK_DEVIATION, &[], &ask(24)).await.unwrap_err();
    assert!(same.params["faults"].contains("no_difference"), "{same:?}");
    manager.call(&END_DEVIATION, &[&n], &Nothing {}).await.unwrap();
    let later = owner.submit(leak()).await.unwrap();
    assert_eq!(later.ticket.clock(ClockKind::Feedback).unwrap().limit, Seconds::hours(24));
}

#[tokio::test]
async fn r14_a_project_has_its_own_ladder_and_desk_hours_once_allowed() {
    let server = server().await;
    let (mut manager, mut hq) = (server.staff("manager").await, server.staff("hq").await);
    let before = hq.call(&RULES, &["tinglan"], &Nothing {}).await.unwrap();
    let unknown = Ask { limits: Vec::new(), desk: Some("nowhere".parse().unwrap()), ..ask(24) };
    let refused = manager.call(&ASK_DEVIATION, &[], &unknown).await.unwrap_err();
    assert!(refused.params["faults"].contains("unknown_calendar"), "{refused:?}");
    let ladder =
        vec![Rung { after: Seconds::hours(2), level: 1 }, Rung { after: Seconds::hours(8), level: 2 }];
    let desk = Some(around_the_clock());
    let own = Ask { limits: Vec::new(), ladder: ladder.clone(), desk, ..ask(24) };
    let asked = manager.call(&ASK_DEVIATION, &[], &own).await.unwrap();
    assert_eq!(hq.call(&RULES, &["tinglan"], &Nothing {}).await.unwrap(), before, "asking changes nothing");
    let allow = DecisionRequest { approve: true, note: String::new() };
    hq.call(&DECIDE_DEVIATION, &[&asked.deviation.n.to_string()], &allow).await.unwrap();
    let after = hq.call(&RULES, &["tinglan"], &Nothing {}).await.unwrap();
    assert_eq!(after.policy.ladder, ladder);
    assert_ne!(before.service_hours, Windows::always());
    assert_eq!(after.service_hours, Windows::always());
    assert_eq!(after.night_hours, before.night_hours, "what nobody asked for stays");
    assert_eq!(hq.call(&RULES, &["yunqi"], &Nothing {}).await.unwrap().policy.ladder, before.policy.ladder);
}

#[tokio::test]
async fn r06_a_new_law_holds_from_its_day() {
    let server = server().await;
    let mut hq = server.staff("hq").await;
    let request = |from, limit, source: &str| LegalRequest {
        region: "jiangbei".parse().unwrap(),
        from: Some(from),
        limit: Some(limit),
        source: source.to_owned(),
    };
    let past = hq.call(&SET_LEGAL, &[], &request(T0 - Seconds(1), Seconds::hours(1), "条例")).await;
    assert_eq!(past.unwrap_err().params["rule"], "in_the_past");
    assert_eq!(code(hq.call(&SET_LEGAL, &[], &request(T0, Seconds::ZERO, "条例")).await), Code::BadTime);
    assert_eq!(code(hq.call(&SET_LEGAL, &[], &request(T0, Seconds::hours(1), " ")).await), Code::Required);
    let day = T0 + Seconds::days(1);
    let rows = hq.call(&SET_LEGAL, &[], &request(day, Seconds::minutes(90), "新条例")).await.unwrap();
    assert_eq!(rows.iter().filter(|r| r.region.as_str() == "jiangbei").count(), 2);
    assert_eq!(hq.call(&LEGAL, &[], &Nothing {}).await.unwrap(), rows);
    let mut admin = server.staff("admin").await;
    assert_eq!(
        code(admin.call(&SET_LEGAL, &[], &request(day, Seconds::hours(1), "x")).await),
        Code::Forbidden
    );

    let mut owner = server.owner(1).await;
    let legal = |page: &steward_core::tickets::api::TicketPage| {
        page.ticket.clock(ClockKind::LegalResponse).map(|c| c.limit)
    };
    let emergency = || steward_core::tickets::TicketDraft {
        urgency: steward_core::tickets::Urgency::Emergency,
        ..leak()
    };
    assert_eq!(legal(&owner.submit(emergency()).await.unwrap()), Some(Seconds::hours(2)));
    server.advance(Seconds::days(1));
    let mut owner = server.owner(1).await;
    owner.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
    assert_eq!(legal(&owner.submit(emergency()).await.unwrap()), Some(Seconds::minutes(90)));
}

#[tokio::test]
async fn a_replay_gives_the_same_bytes_here_and_there() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let mut agent = server.staff("agent").await;
    for wait in [100, 200, 260, 290, 400] {
        let page = owner.submit(leak()).await.unwrap();
        server.advance(Seconds(wait));
        agent.command(&page, Command::Accept { category: None, urgency: None }).await.unwrap();
        let dispatch =
            Command::Dispatch { engineer: "staff-engineer".parse().unwrap(), reason: String::new() };
        agent.command(&page, dispatch).await.unwrap();
    }
    let mut hq = server.staff("hq").await;
    let page = draft(&mut hq, 4).await;
    let version = page.standard.version.to_string();
    let stretch = StretchQuery { from: T0 - Seconds::days(1), to: T0 + Seconds::days(1) };
    let there = hq.call(&REPLAY, &[&version], &stretch).await.unwrap();
    let under = hq.call(&REPLAY_RULES, &[&version], &stretch).await.unwrap();
    let query = HistoryQuery { from: stretch.from, to: stretch.to, after: None };
    let past = hq.call(&HISTORY, &[], &query).await.unwrap();
    let here = replay(&past.rounds, &under.by_project(), stretch.to);
    assert_eq!(serde_json::to_vec(&here).unwrap(), serde_json::to_vec(&there).unwrap());
    let dispatch = there.lines.iter().find(|l| l.clock == Some(ClockKind::Dispatch)).unwrap();
    assert_eq!((dispatch.before.met, dispatch.after.met, dispatch.worse), (4, 2, 2), "{there:?}");
    assert_eq!(there.changed.len(), 2);

    // A manager replays what is theirs; drafts, and other people's pasts, are not.
    let published = "1";
    let seen = |client: Client| async {
        let mut client = client;
        client.call(&REPLAY, &[published], &stretch).await.map(|o| o.tickets)
    };
    assert_eq!(seen(server.staff("manager").await).await.unwrap(), 5);
    assert_eq!(seen(server.staff("manager2").await).await.unwrap(), 0);
    for login in ["agent", "engineer", "admin", "auditor"] {
        assert_eq!(code(seen(server.staff(login).await).await), Code::Forbidden, "{login}");
    }
    let mut manager = server.staff("manager").await;
    assert_eq!(code(manager.call(&REPLAY, &[&version], &stretch).await), Code::NotFound);
    assert_eq!(code(manager.call(&VERSION, &[&version], &Nothing {}).await), Code::NotFound);
    assert_eq!(manager.call(&VERSIONS, &[], &Nothing {}).await.unwrap().len(), 1, "no drafts");
    assert_eq!(code(owner.call(&VERSIONS, &[], &Nothing {}).await), Code::Forbidden);
    let backwards = StretchQuery { from: stretch.to, to: stretch.from };
    assert_eq!(code(hq.call(&REPLAY, &[&version], &backwards).await), Code::BadTime);
}

#[tokio::test]
async fn calendars_go_out_as_files_and_come_in() {
    let server = server().await;
    let mut hq = server.staff("hq").await;
    let query = IcalQuery { calendar: "office".parse().unwrap() };
    let file = hq.call(&WRITE_ICAL, &["1"], &query).await.unwrap();
    let days = hq.call(&READ_ICAL, &[], &file).await.unwrap();
    assert!(days.left.is_empty() && days.days.iter().any(|(date, _)| date == "2026-10-01"), "{days:?}");
    let wrong = hq.call(&READ_ICAL, &[], &IcalFile { text: "nothing".to_owned() }).await.unwrap_err();
    assert_eq!(wrong.params["rule"], "not_a_calendar");
    let nowhere = IcalQuery { calendar: "nowhere".parse().unwrap() };
    assert_eq!(code(hq.call(&WRITE_ICAL, &["1"], &nowhere).await), Code::NotFound);
    let mut manager = server.staff("manager").await;
    assert!(manager.call(&WRITE_ICAL, &["1"], &query).await.is_ok(), "what holds is no secret");
    assert_eq!(code(manager.call(&READ_ICAL, &[], &file).await), Code::Forbidden);
}
