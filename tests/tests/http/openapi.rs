//! The interface's description held against real answers. `Client::call` does so in every other test as well; here
//! is each call at least once, and the proof that a wrong answer is noticed.
#![expect(clippy::expect_used, reason = "a panic is a failed test that says why")]

use serde_json::{Value, json};
use steward_core::accounts::api::{
    HOUSEHOLDS, HouseholdQuery, Preferences, SET_PREFERENCES, SIGN_OUT, WHO_AM_I,
};
use steward_core::cockpit::channels::CHANNELS;
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::report::REPORTS;
use steward_core::endpoint::{Method, Nothing, OPENAPI};
use steward_core::export::{Export, Format};
use steward_core::knowledge::handbook::api::{
    ACKNOWLEDGE, AWAITED, CURRENT, EDIT_HANDBOOK, EditionPage, HANDBOOK, HANDBOOKS, NEW_HANDBOOK, ROLL_OUT,
    STEP_HANDBOOK,
};
use steward_core::knowledge::handbook::{self, EditionStep};
use steward_core::sla::api::RULES;
use steward_core::sla::policy::{ClockKind, Limit};
use steward_core::sla::standards::api::{
    ASK_DEVIATION, DECIDE_DEVIATION, DEVIATIONS, DecisionRequest, DeviationRow, EDIT, END_DEVIATION,
    EditRequest, HISTORY, HistoryQuery, IcalFile, IcalQuery, LEGAL, LegalRequest, NEW_DRAFT, READ_ICAL,
    REPLAY, REPLAY_RULES, SET_LEGAL, STEP, StepRequest, StretchQuery, VERSION, VERSIONS, VersionPage,
    WRITE_ICAL,
};
use steward_core::sla::standards::deviation::Ask;
use steward_core::sla::standards::{Edit, Standard, VersionStep};
use steward_core::surveys::api::{
    LEDGER, LEDGER_DAY, LEDGER_DAYS, LEDGER_HEADS, LedgerDaysQuery, LedgerQuery, RATE_BY_LINK, RATE_LOOK,
    RateByLink, VOUCHER,
};
use steward_core::surveys::campaign::api::{
    ADD_IMPROVEMENT, ANSWER, CAMPAIGN, CAMPAIGNS, CampaignPage, EDIT_CAMPAIGN, EDIT_IMPROVEMENT, EXPORT,
    EditCampaign, GiveAnswer, HouseholdLink, ImprovementMove, LINKS, LinksOf, MOVE_CAMPAIGN,
    MOVE_IMPROVEMENT, Move, MoveCampaign, MoveImprovement, NEW_CAMPAIGN, NewCampaign, NewImprovement,
    OPEN_LINKS, PREVIEW, RESULTS, SHEET,
};
use steward_core::surveys::campaign::improvement::{Improvement, ImprovementDraft, Measure};
use steward_core::surveys::campaign::{
    AnswerDraft, Audience, Cadence, Given, Kind, Mode, Plan, Question, Questionnaire, Size, Words,
};
use steward_core::surveys::rating::{RatingDraft, Stars};
use steward_core::tickets::Scenario;
use steward_core::tickets::TicketDraft;
use steward_core::tickets::api::{
    CANDIDATES, COUNTS, CountQuery, EXPORT_LIST, LIST, ListQuery, READ, REVEAL_PHONE, RevealPhone, SUBMIT,
    SubmitTicket, UPLOAD,
};
use steward_core::time::Seconds;
use steward_tests::client::new_command;
use steward_tests::people::{flood, leak, rate};
use steward_tests::wait::until_true;
use steward_tests::{Answer, Client, Contract, Product};

fn contract(client: &Client) -> Contract {
    Contract::new(client.get(OPENAPI.path).json())
}

#[test]
fn every_call_answers_as_it_is_described() {
    let product = Product::start();
    let owner = product.owner(1);
    let contract = contract(&owner);
    let uploaded = owner.try_upload("image/jpeg", &steward_tests::photos::jpeg_with_position());
    assert_eq!(contract.faults(Method::Post, UPLOAD.path, None, &uploaded), Vec::<String>::new());
    let live = steward_tests::live::Live::open(&owner, None);
    let id = product.repaired(TicketDraft { photos: vec![owner.upload()], ..flood() }).ticket.id;
    owner.command(&id, rate(5, "很快"));
    let id = id.as_str();

    let asked = product.repaired(leak()).ticket.id;
    let rating = RatingDraft { stars: Stars::try_from(4).ok(), tags: Vec::new(), text: String::new() };
    let by_link = RateByLink { command_id: new_command(), rating };
    let agent = product.staff("agent");
    until_true("the day before is published", || {
        product.visitor().call(&LEDGER_DAY, &["2026-06-08"], &Nothing {}).status == 200
    });
    let home = HouseholdQuery { project: "tinglan".parse().expect("an id"), q: "12-2".to_owned() };
    let reason = RevealPhone { reason: "回电确认".to_owned() };
    let full = ListQuery { q: Some("厨房".to_owned()), limit: Some(1), ..ListQuery::default() };
    for answer in [
        agent.call(&WHO_AM_I, &[], &Nothing {}),
        agent.call(&HOUSEHOLDS, &[], &home),
        agent.call(&LIST, &[], &full),
        agent.call(&COUNTS, &[], &CountQuery::default()),
        agent.call(&EXPORT_LIST, &[], &Export { format: Format::Csv, query: full.clone() }),
        agent.call(&REPORTS, &[], &Nothing {}),
        agent.call(&READ, &[id], &Nothing {}),
        agent.call(&REVEAL_PHONE, &[id], &reason),
        agent.call(&RULES, &["tinglan"], &Nothing {}),
        agent.call(&CHANNELS, &[], &CockpitQuery { days: Some(7), ..CockpitQuery::default() }),
        owner.call(&READ, &[id], &Nothing {}),
        owner.call(&VOUCHER, &[id], &Nothing {}),
        product.visitor().call(&LEDGER_HEADS, &[], &Nothing {}),
        product.visitor().call(&LEDGER_DAYS, &[], &LedgerDaysQuery::default()),
        product.visitor().call(&LEDGER_DAY, &["2026-06-08"], &Nothing {}),
        product.visitor().call(&RATE_LOOK, &[&product.rating_link(&asked, 1)], &Nothing {}),
        product.visitor().call(&RATE_BY_LINK, &[&product.rating_link(&asked, 1)], &by_link),
        owner.call(&LEDGER, &["tinglan"], &LedgerQuery { from: Some(1), to: Some(9) }),
        owner.call(&SET_PREFERENCES, &[], &Preferences { locale: Some("en".to_owned()), theme: None }),
        agent.call(&CANDIDATES, &[owner.submit(leak()).ticket.id.as_str()], &Nothing {}),
        owner.call(&SIGN_OUT, &[], &Nothing {}),
    ]
    .into_iter()
    .chain(survey_calls(&product))
    .chain(standard_calls(&product))
    .chain(handbook_calls(&product))
    {
        assert!(answer.status < 300, "{}: {}", answer.status, answer.text());
    }
    let message = serde_json::to_value(live.next().1).expect("JSON");
    let told = "/paths/~1api~1v1~1live/get/responses/200/content/text~1event-stream/schema";
    assert_eq!(contract.faults_at(told, &message), Vec::<String>::new(), "{message}");
    assert!(!contract.faults_at(told, &json!({ "ticket": id })).is_empty());
}

/// A handbook from its starter to its readers.
fn handbook_calls(product: &Product) -> Vec<Answer> {
    let (hq, training, agent) = (product.staff("hq"), product.staff("training"), product.staff("agent"));
    let drafted = training.call(&NEW_HANDBOOK, &[], &Nothing {});
    let page: EditionPage = drafted.ok();
    let version = page.edition.version.to_string();
    let edit = handbook::Edit { note: "首版".to_owned(), ..page.edition.edit() };
    let edit = handbook::api::EditRequest { expected: page.edition.seq, edit };
    let edited = training.call(&EDIT_HANDBOOK, &[&version], &edit);
    let step = |expected, step| handbook::api::StepRequest { expected, step };
    let reviewed = hq.call(&STEP_HANDBOOK, &[&version], &step(2, EditionStep::Review));
    let publish = step(3, EditionStep::Publish { from: None });
    vec![
        drafted,
        edited,
        reviewed,
        hq.call(&STEP_HANDBOOK, &[&version], &publish),
        agent.call(&HANDBOOKS, &[], &Nothing {}),
        agent.call(&HANDBOOK, &[&version], &Nothing {}),
        agent.call(&AWAITED, &[], &Nothing {}),
        agent.call(&ACKNOWLEDGE, &[&version], &Nothing {}),
        agent.call(&CURRENT, &[], &Nothing {}),
        agent.call(&ROLL_OUT, &[], &Nothing {}),
        product.staff("manager").call(&ROLL_OUT, &[], &Nothing {}),
    ]
}

/// A survey from its design to its results.
fn survey_calls(product: &Product) -> Vec<Answer> {
    let data = product.staff("data");
    let opens = product.now();
    let question = |id: &str, kind| Question {
        id: id.to_owned(),
        text: Words::new("题目", ""),
        required: true,
        kind,
        duty: None,
    };
    let plan = Plan {
        name: Words::new("满意度调查", "Survey"),
        aim: "了解满意度".to_owned(),
        questions: Questionnaire(vec![
            question("overall", Kind::Csat),
            question("areas", Kind::Matrix { rows: vec![Words::new("保洁", ""), Words::new("电梯", "")] }),
        ]),
        audience: Audience { projects: vec!["tinglan".parse().expect("an id")], ..Audience::default() },
        mode: Mode::Personal,
        size: Size::Count(6),
        quota: Some(5),
        pause_days: 0,
        reminders: vec![2],
        opens,
        closes: opens + Seconds::days(9),
        cadence: Cadence::Yearly,
        lead_days: 60,
    };
    let preview = data.call(&PREVIEW, &[], &plan);
    let new = NewCampaign { command_id: new_command(), plan: plan.clone(), repeats: None };
    let begun = data.call(&NEW_CAMPAIGN, &[], &new);
    let page: CampaignPage = begun.ok();
    let id = page.campaign.id.as_str();
    let edited = data.call(&EDIT_CAMPAIGN, &[id], &EditCampaign { expected_seq: 1, plan });
    let started = data.call(&MOVE_CAMPAIGN, &[id], &MoveCampaign { expected_seq: 2, to: Move::Start });
    let links = data.call(&LINKS, &[id], &LinksOf { project: "tinglan".parse().expect("an id") });
    let sheets: Vec<HouseholdLink> = links.ok();
    let mut all = vec![preview, begun, edited, started, links];
    for sheet in &sheets {
        let link = sheet.url.rsplit('/').next().expect("a link");
        let answers = [
            ("overall".to_owned(), Given::Score(4)),
            ("areas".to_owned(), Given::Rows(vec![Some(5), Some(0)])),
        ];
        let give = GiveAnswer { device: new_command(), answers: AnswerDraft(answers.into()) };
        all.push(product.visitor().call(&SHEET, &[link], &Nothing {}));
        all.push(product.visitor().call(&ANSWER, &[link], &give));
    }
    let draft = ImprovementDraft {
        finding: "电梯慢".to_owned(),
        action: "增开一台".to_owned(),
        person: "秦越".to_owned(),
        due: opens + Seconds::days(30),
        measure: Measure { question: "areas".to_owned(), row: Some(1) },
    };
    let add = NewImprovement { command_id: new_command(), draft };
    let added = data.call(&ADD_IMPROVEMENT, &[id], &add);
    let made: Improvement = added.ok();
    let done = MoveImprovement { to: ImprovementMove::Done };
    let improvement = made.id.as_str();
    all.extend([
        added,
        data.call(&EDIT_IMPROVEMENT, &[improvement], &made.said),
        data.call(&MOVE_IMPROVEMENT, &[improvement], &done),
        data.call(&CAMPAIGNS, &[], &Nothing {}),
        data.call(&CAMPAIGN, &[id], &Nothing {}),
        data.call(&RESULTS, &[id], &Nothing {}),
        product.staff("agent").call(&RESULTS, &[id], &Nothing {}),
        data.call(&EXPORT, &[id], &Export { format: Format::Xlsx, query: Nothing {} }),
        data.call(&OPEN_LINKS, &[id], &Nothing {}),
    ]);
    all
}

/// A version of the standard from its draft to its publication, an exception, a law, a replay.
fn standard_calls(product: &Product) -> Vec<Answer> {
    let (hq, manager) = (product.staff("hq"), product.staff("manager"));
    let now = product.now();
    let stretch = StretchQuery { from: now - Seconds::days(30), to: now + Seconds::days(1) };
    let past = HistoryQuery { from: stretch.from, to: stretch.to, after: None };
    let begun = hq.call(&NEW_DRAFT, &[], &Nothing {});
    let Standard { version, policy, calendars, .. } = begun.ok::<VersionPage>().standard;
    let version = version.to_string();
    let edit = Edit { note: "派单提速".to_owned(), policy, calendars };
    let edited = hq.call(&EDIT, &[&version], &EditRequest { seq: 1, edit });
    let review = StepRequest { seq: 2, step: VersionStep::Review };
    let reviewed = product.staff("admin").call(&STEP, &[&version], &review);
    let ask = Ask {
        project: "tinglan".parse().expect("an id"),
        limits: vec![Limit::of(ClockKind::Feedback, Scenario::Repair, Seconds::hours(36))],
        ladder: Vec::new(),
        desk: None,
        night: None,
        from: None,
        until: None,
        reason: "配件需外地调货".to_owned(),
    };
    let asked = manager.call(&ASK_DEVIATION, &[], &ask);
    let n = asked.ok::<DeviationRow>().deviation.n.to_string();
    let decided = hq.call(&DECIDE_DEVIATION, &[&n], &DecisionRequest { approve: true, note: String::new() });
    let law = LegalRequest {
        region: "jiangbei".parse().expect("an id"),
        from: Some(now + Seconds::days(9)),
        limit: Some(Seconds::hours(1)),
        source: "条例".to_owned(),
    };
    let office = IcalQuery { calendar: "office".parse().expect("an id") };
    let file = hq.call(&WRITE_ICAL, &[&version], &office);
    let read = hq.call(&READ_ICAL, &[], &file.ok::<IcalFile>());
    vec![
        begun,
        edited,
        reviewed,
        asked,
        decided,
        file,
        read,
        hq.call(&VERSIONS, &[], &Nothing {}),
        hq.call(&VERSION, &[&version], &Nothing {}),
        hq.call(&HISTORY, &[], &past),
        hq.call(&REPLAY_RULES, &[&version], &stretch),
        hq.call(&REPLAY, &[&version], &stretch),
        hq.call(&SET_LEGAL, &[], &law),
        hq.call(&LEGAL, &[], &Nothing {}),
        hq.call(&DEVIATIONS, &[], &Nothing {}),
        hq.call(&END_DEVIATION, &[&n], &Nothing {}),
    ]
}

#[test]
fn an_answer_that_is_not_as_described_is_noticed() {
    let product = Product::start();
    let owner = product.owner(1);
    let contract = contract(&owner);
    owner.submit(leak());
    let sound = owner.call(&LIST, &[], &ListQuery::default());
    let faults = |change: &dyn Fn(&mut Value)| {
        let mut body = sound.json();
        change(&mut body);
        let answer =
            Answer { status: 200, headers: sound.headers.clone(), body: body.to_string().into_bytes() };
        contract.faults(Method::Get, LIST.path, None, &answer).len()
    };
    assert_eq!(faults(&|_| {}), 0);
    assert_eq!(faults(&|body| body["rows"][0]["state"] = "flying".into()), 1);
    assert_eq!(faults(&|body| body["rows"][0]["submitted_at"] = "yesterday".into()), 1);
    assert_eq!(faults(&|body| drop(body["rows"][0].as_object_mut().and_then(|row| row.remove("title")))), 1);
    let created = Answer { status: 201, headers: sound.headers.clone(), body: sound.body.clone() };
    assert_eq!(contract.faults(Method::Get, LIST.path, None, &created).len(), 1, "a status nobody said");
    assert_eq!(contract.faults(Method::Put, LIST.path, None, &sound).len(), 1, "a call nobody described");

    // A refusal, and a request that no server should have accepted.
    let refused = owner.try_submit(TicketDraft { text: String::new(), ..leak() });
    assert_eq!(refused.status, 422);
    let submit = |draft| {
        let request = SubmitTicket { command_id: new_command(), draft };
        serde_json::to_value(request).expect("JSON")
    };
    let empty = submit(TicketDraft { text: String::new(), ..leak() });
    assert!(contract.faults(Method::Post, SUBMIT.path, Some(&empty), &refused).is_empty());
    let mut accepted = owner.try_submit(leak());
    assert!(contract.faults(Method::Post, SUBMIT.path, Some(&submit(leak())), &accepted).is_empty());
    assert!(!contract.faults(Method::Post, SUBMIT.path, Some(&empty), &accepted).is_empty(), "too short");
    let mut unknown = submit(leak());
    unknown["draft"]["colour"] = "red".into();
    assert!(!contract.faults(Method::Post, SUBMIT.path, Some(&unknown), &accepted).is_empty());
    accepted.status = 500;
    assert!(!contract.faults(Method::Post, SUBMIT.path, None, &accepted).is_empty(), "no problem in it");
}
