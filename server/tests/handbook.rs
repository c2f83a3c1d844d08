//! The handbook over HTTP: from the starter to what staff acknowledge and how far it has come (R95), and who may.

use crate::common::{Client, NOW, Server, code, server};
use axum::http::StatusCode;
use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::api::{
    ACKNOWLEDGE, AWAITED, CURRENT, EDIT_HANDBOOK, EditRequest, EditionPage, HANDBOOK, HANDBOOKS,
    NEW_HANDBOOK, ROLL_OUT, STEP_HANDBOOK, StepRequest,
};
use steward_core::knowledge::handbook::rollout::ALL_LIVE_WITHIN;
use steward_core::knowledge::handbook::{Edit, EditionStep, FaultKind, Place, REVIEW_EVERY, Target};
use steward_core::problem::{Code, Problem};
use steward_core::sla::standards::VersionStanding;
use steward_core::tickets::Scenario;
use steward_core::time::{Instant, Seconds};

const T0: Instant = Instant::from_secs(NOW);
const PUBLISH: EditionStep = EditionStep::Publish { from: None };

async fn step(client: &mut Client, page: &EditionPage, step: EditionStep) -> Result<EditionPage, Problem> {
    let request = StepRequest { expected: page.edition.seq, step };
    client.call(&STEP_HANDBOOK, &[&page.edition.version.to_string()], &request).await
}

async fn save(client: &mut Client, page: &EditionPage, edit: Edit) -> Result<EditionPage, Problem> {
    let request = EditRequest { expected: page.edition.seq, edit };
    client.call(&EDIT_HANDBOOK, &[&page.edition.version.to_string()], &request).await
}

/// A draft by the training post.
async fn drafted(server: &Server) -> EditionPage {
    let mut training = server.staff("training").await;
    let page = training.call(&NEW_HANDBOOK, &[], &Nothing {}).await.unwrap();
    let edit = Edit { note: "八大场景".to_owned(), ..page.edition.edit() };
    save(&mut training, &page, edit).await.unwrap()
}

/// Drafted by the training post, reviewed by head office.
async fn reviewed(server: &Server) -> EditionPage {
    let page = drafted(server).await;
    step(&mut server.staff("hq").await, &page, EditionStep::Review).await.unwrap()
}

async fn published(server: &Server) -> EditionPage {
    let page = reviewed(server).await;
    step(&mut server.staff("hq").await, &page, PUBLISH).await.unwrap()
}

fn rule(answer: Result<EditionPage, Problem>) -> String {
    let problem = answer.unwrap_err();
    assert_eq!(problem.code, Code::Refused);
    problem.params.get("rule").cloned().unwrap_or_default()
}

#[tokio::test]
async fn a_handbook_goes_from_the_starter_to_its_readers() {
    let server = server().await;
    let (mut training, mut hq, mut agent) =
        (server.staff("training").await, server.staff("hq").await, server.staff("agent").await);
    let nothing = agent.call(&CURRENT, &[], &Nothing {}).await.unwrap();
    assert!(nothing.edition.is_none() && !nothing.waits(), "nothing to read, nothing to acknowledge");
    let page = drafted(&server).await;
    assert_eq!((page.edition.version, page.standing, page.faults), (1, VersionStanding::Draft, vec![]));
    assert_eq!(page.edition.chapters.len(), 8, "one for each scenario (§4.2)");
    let page = training.call(&HANDBOOK, &["1"], &Nothing {}).await.unwrap();
    assert_eq!(code(step(&mut training, &page, EditionStep::Review).await), Code::Forbidden, "CU, not A");
    let page = step(&mut hq, &page, EditionStep::Review).await.unwrap();
    let page = step(&mut hq, &page, PUBLISH).await.unwrap();
    assert_eq!(page.standing, VersionStanding::InForce);
    assert_eq!((page.edition.from, page.edition.review_by), (Some(T0), Some(T0 + REVIEW_EVERY)));

    let current = agent.call(&CURRENT, &[], &Nothing {}).await.unwrap();
    assert!(current.waits() && !current.limits.is_empty());
    assert_eq!(agent.call(&AWAITED, &[], &Nothing {}).await.unwrap().version, Some(1));
    assert_eq!(
        hq.call(&AWAITED, &[], &Nothing {}).await.unwrap().version,
        None,
        "head office is no project's staff"
    );
    let at = agent.call(&ACKNOWLEDGE, &["1"], &Nothing {}).await.unwrap().at;
    server.advance(Seconds::hours(1));
    assert_eq!(agent.call(&ACKNOWLEDGE, &["1"], &Nothing {}).await.unwrap().at, at, "said twice, done once");
    let current = agent.call(&CURRENT, &[], &Nothing {}).await.unwrap();
    assert_eq!((current.acknowledged, current.waits()), (Some(T0), false));
    assert_eq!(agent.call(&AWAITED, &[], &Nothing {}).await.unwrap().version, None);

    // The next version asks everybody anew, and the old one is no longer acknowledged.
    let next = published(&server).await;
    assert_eq!(next.edition.version, 2);
    assert!(agent.call(&CURRENT, &[], &Nothing {}).await.unwrap().waits());
    let stale = agent.call(&ACKNOWLEDGE, &["1"], &Nothing {}).await.unwrap_err();
    assert_eq!((stale.code, stale.params["version"].as_str()), (Code::Conflict, "2"));
    let rows = agent.call(&HANDBOOKS, &[], &Nothing {}).await.unwrap();
    let standings: Vec<_> = rows.iter().map(|r| (r.version, r.standing)).collect();
    assert_eq!(standings, [(2, VersionStanding::InForce), (1, VersionStanding::Retired)]);
    assert_eq!(rule(step(&mut hq, &next, EditionStep::Withdraw).await), "has_held");
}

#[tokio::test]
async fn what_two_people_edit_at_once_is_not_lost() {
    let server = server().await;
    let (mut training, mut hq) = (server.staff("training").await, server.staff("hq").await);
    let page = drafted(&server).await;
    let edit = |note: &str| Edit { note: note.to_owned(), ..page.edition.edit() };
    let kept = save(&mut hq, &page, edit("总部改的")).await.unwrap();
    let stale = save(&mut training, &page, edit("培训改的")).await.unwrap_err();
    assert_eq!((stale.code, stale.code.status()), (Code::Conflict, StatusCode::CONFLICT.as_u16()));
    assert_eq!(stale.params["seq"], kept.edition.seq.to_string());
    let read = training.call(&HANDBOOK, &["1"], &Nothing {}).await.unwrap();
    assert_eq!((read.edition.note.as_str(), read.edition.author.name.as_str()), ("总部改的", "叶舟"));
    assert_eq!(code(step(&mut hq, &page, EditionStep::Withdraw).await), Code::Conflict, "steps too");
    // Who changed it last does not review it, and an edit takes a review away.
    assert_eq!(rule(step(&mut hq, &kept, EditionStep::Review).await), "own_work");
    let again = save(&mut training, &read, edit("培训改的")).await.unwrap();
    let reviewed = step(&mut hq, &again, EditionStep::Review).await.unwrap();
    let changed = save(&mut training, &reviewed, edit("又改")).await.unwrap();
    assert_eq!(rule(step(&mut hq, &changed, PUBLISH).await), "not_reviewed");
}

#[tokio::test]
async fn faults_are_named_and_keep_a_version_from_review() {
    let server = server().await;
    let page = drafted(&server).await;
    let mut edit = page.edition.edit();
    edit.chapters[1].scripts[0].text.zh = "{业主}您好".to_owned();
    let page = save(&mut server.staff("training").await, &page, edit).await.unwrap();
    let faults: Vec<_> = page.faults.iter().map(|f| (f.at.clone(), f.kind, f.word.as_deref())).collect();
    let place = Place::Script { scenario: Scenario::Repair, n: 0 };
    assert_eq!(faults, [(place, FaultKind::UnknownPlaceholder, Some("业主"))]);
    assert_eq!(rule(step(&mut server.staff("hq").await, &page, EditionStep::Review).await), "has_faults");
}

/// The row "Knowledge base and handbook" of §3.2, and what it leaves out.
#[tokio::test]
async fn each_role_does_what_its_row_says() {
    let server = server().await;
    let draft = reviewed(&server).await;
    for login in ["agent", "engineer", "supervisor", "manager", "operations", "data", "executive"] {
        let mut reader = server.staff(login).await;
        assert!(reader.call(&CURRENT, &[], &Nothing {}).await.is_ok(), "{login} reads");
        assert_eq!(reader.call(&HANDBOOKS, &[], &Nothing {}).await.unwrap(), [], "{login} sees no draft");
        assert_eq!(code(reader.call(&HANDBOOK, &["1"], &Nothing {}).await), Code::NotFound, "{login}");
        assert_eq!(code(reader.call(&ACKNOWLEDGE, &["1"], &Nothing {}).await), Code::NotFound, "{login}");
        assert_eq!(code(reader.call(&NEW_HANDBOOK, &[], &Nothing {}).await), Code::Forbidden, "{login}");
        assert_eq!(code(save(&mut reader, &draft, draft.edition.edit()).await), Code::Forbidden, "{login}");
        assert_eq!(code(step(&mut reader, &draft, PUBLISH).await), Code::Forbidden, "{login}");
    }
    let mut training = server.staff("training").await;
    assert_eq!(
        code(step(&mut training, &draft, PUBLISH).await),
        Code::Forbidden,
        "publishing is head office's"
    );
    for mut stranger in [server.owner(1).await, server.staff("admin").await, server.staff("auditor").await] {
        assert_eq!(code(stranger.call(&CURRENT, &[], &Nothing {}).await), Code::Forbidden);
        assert_eq!(code(stranger.call(&HANDBOOKS, &[], &Nothing {}).await), Code::Forbidden);
        assert_eq!(code(stranger.call(&ROLL_OUT, &[], &Nothing {}).await), Code::Forbidden);
        assert_eq!(code(stranger.call(&AWAITED, &[], &Nothing {}).await), Code::Forbidden);
        assert_eq!(code(stranger.call(&ACKNOWLEDGE, &["1"], &Nothing {}).await), Code::Forbidden);
    }
    assert_eq!(code(server.anyone().call(&CURRENT, &[], &Nothing {}).await), Code::SignInNeeded);
}

/// R95: nine of ten people make a project live; everybody counts the projects that they reach.
#[tokio::test]
async fn the_roll_out_is_counted_where_one_may_look() {
    let server = server().await;
    let mut hq = server.staff("hq").await;
    let before = hq.call(&ROLL_OUT, &[], &Nothing {}).await.unwrap();
    assert_eq!((before.version, before.due, before.projects.len()), (None, None, 5));
    published(&server).await;
    // All of the southern projects but one of six people; the north does not read.
    for login in ["agent2", "engineer5", "engineer6", "supervisor2", "operations2"] {
        server.staff(login).await.call(&ACKNOWLEDGE, &["1"], &Nothing {}).await.unwrap();
    }
    let shown = hq.call(&ROLL_OUT, &[], &Nothing {}).await.unwrap();
    let rows: Vec<_> =
        shown.projects.iter().map(|p| (p.project.as_str(), p.staff, p.acknowledged, p.is_live())).collect();
    assert_eq!(
        rows,
        [
            ("fenglin", 6, 5, false),
            ("songfeng", 6, 5, false),
            ("tinglan", 8, 0, false),
            ("yingyue", 6, 5, false),
            ("yunqi", 6, 0, false),
        ]
    );
    assert_eq!(shown.projects[0].missing, ["沈柏"]);
    assert_eq!(shown.due, Some(T0 + ALL_LIVE_WITHIN));
    // The manager of four projects was the last of three of them.
    let mut manager = server.staff("manager2").await;
    manager.call(&ACKNOWLEDGE, &["1"], &Nothing {}).await.unwrap();
    let shown = hq.call(&ROLL_OUT, &[], &Nothing {}).await.unwrap();
    assert_eq!((shown.live(), shown.percent()), ((3, 5), Some(60)));
    assert_eq!(shown.target(T0), Some(Target::Running));
    let named = |all: &steward_core::knowledge::handbook::RollOut| {
        all.projects.iter().map(|p| p.project.to_string()).collect::<Vec<_>>()
    };
    let own = manager.call(&ROLL_OUT, &[], &Nothing {}).await.unwrap();
    assert_eq!(named(&own), ["fenglin", "songfeng", "yingyue", "yunqi"], "other projects are not theirs");
    assert_eq!(own.projects[3].missing.len(), 5);
    let agents = server.staff("agent").await.call(&ROLL_OUT, &[], &Nothing {}).await.unwrap();
    assert_eq!(named(&agents), ["tinglan", "yunqi"]);
    assert!(agents.projects.iter().all(|p| p.missing.is_empty()), "an agent sees no colleague's training");
    // The month is over.
    server.advance(ALL_LIVE_WITHIN + Seconds(1));
    assert_eq!(shown.target(T0 + ALL_LIVE_WITHIN + Seconds(1)), Some(Target::Missed));
}
