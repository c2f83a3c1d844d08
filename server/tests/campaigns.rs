//! Survey campaigns: who may do and see what, answering by a link, and what is kept of it.

use steward_core::endpoint::Nothing;
use steward_core::ids::CampaignId;
use steward_core::problem::{Code, Problem};
use steward_core::surveys::campaign::api::{
    ADD_IMPROVEMENT, ANSWER, CAMPAIGN, CAMPAIGNS, CampaignPage, EDIT_CAMPAIGN, EXPORT, EditCampaign,
    GiveAnswer, ImprovementMove, LINKS, LinksOf, MOVE_CAMPAIGN, MOVE_IMPROVEMENT, Move, MoveCampaign,
    MoveImprovement, NEW_CAMPAIGN, NewCampaign, NewImprovement, OPEN_ANSWER, OPEN_LINKS, OPEN_SHEET, PREVIEW,
    RESULTS, SHEET, Taken,
};
use steward_core::surveys::campaign::course::{NotTaken, Receipt};
use steward_core::surveys::campaign::disclosure::Shown;
use steward_core::surveys::campaign::improvement::{Effect, ImprovementDraft, Measure, Progress};
use steward_core::surveys::campaign::{
    AnswerDraft, Audience, Cadence, Given, Kind, Mode, Phase, Plan, Question, Questionnaire, Size, Words,
};
use steward_core::time::{Instant, Seconds};
use steward_server::db::sql;
use steward_server::jobs::Job as _;
use steward_server::surveys::campaigns::reminders::Reminders;

use crate::common::{Client, NOW, Server, code, server, server_with};

fn question(id: &str, kind: Kind, required: bool) -> Question {
    Question { id: id.to_owned(), text: Words::new(format!("题目 {id}"), ""), required, kind }
}

fn plan() -> Plan {
    Plan {
        name: Words::new("下半年满意度调查", "Second half"),
        aim: "了解物业服务满意度".to_owned(),
        questions: Questionnaire(vec![
            question("overall", Kind::Csat, true),
            question("recommend", Kind::Nps, false),
            question("why", Kind::Open, false),
        ]),
        audience: Audience { projects: vec!["tinglan".parse().unwrap()], ..Audience::default() },
        mode: Mode::Personal,
        size: Size::All,
        quota: None,
        pause_days: 0,
        reminders: vec![2, 5],
        opens: Instant::from_secs(NOW),
        closes: Instant::from_secs(NOW) + Seconds::days(10),
        cadence: Cadence::HalfYearly,
    }
}

fn new(key: &str, plan: Plan) -> NewCampaign {
    NewCampaign { command_id: key.parse().unwrap(), plan, repeats: None }
}

async fn started(head_office: &mut Client, request: &NewCampaign) -> CampaignPage {
    let page = head_office.call(&NEW_CAMPAIGN, &[], request).await.unwrap();
    let start = MoveCampaign { expected_seq: page.campaign.seq, to: Move::Start };
    head_office.call(&MOVE_CAMPAIGN, &[page.campaign.id.as_str()], &start).await.unwrap()
}

/// The links of a project's households.
async fn links(head_office: &mut Client, id: &CampaignId, project: &str) -> Vec<String> {
    let of = LinksOf { project: project.parse().unwrap() };
    let sheets = head_office.call(&LINKS, &[id.as_str()], &of).await.unwrap();
    sheets.iter().map(|s| s.url.rsplit('/').next().unwrap().to_owned()).collect()
}

fn answers(overall: u8, why: &str) -> AnswerDraft {
    AnswerDraft(
        [
            ("overall".to_owned(), Given::Score(overall)),
            ("recommend".to_owned(), Given::Score(overall * 2)),
            ("why".to_owned(), Given::Text(why.to_owned())),
        ]
        .into(),
    )
}

fn given(device: &str, answers: AnswerDraft) -> GiveAnswer {
    GiveAnswer { device: device.parse().unwrap(), answers }
}

async fn number(server: &Server, query: &'static str) -> i64 {
    sql(query).number(&server.running.app().db().read).await.unwrap()
}

fn why(problem: &Problem) -> &str {
    assert_eq!(problem.code, Code::SurveyRefused);
    &problem.params["why"]
}

#[tokio::test]
async fn a_link_answers_once_and_opening_it_counts_nothing() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let page = started(&mut data, &new("n1", plan())).await;
    assert_eq!(page.phase, Phase::Open);
    let id = page.campaign.id.clone();
    let links = links(&mut data, &id, "tinglan").await;
    assert_eq!(links.len(), 12, "one for each household");
    let mut owner = server.anyone();
    for _ in 0..3 {
        let sheet = owner.call(&SHEET, &[&links[0]], &Nothing {}).await.unwrap();
        assert_eq!((sheet.closed, sheet.questions.0.len(), sheet.reminders), (None, 3, 2));
        assert_eq!((sheet.group.as_str(), sheet.project.as_str()), ("澄岸物业集团", "听澜苑"));
    }
    assert_eq!(number(&server, "select count(*) from campaign_answers").await, 0);

    let give = given("d1", answers(4, "门禁好用"));
    let first = owner.call(&ANSWER, &[&links[0]], &give).await.unwrap();
    assert_eq!(first, Taken::Taken(Receipt::Counted));
    let retry = owner.call(&ANSWER, &[&links[0]], &give).await.unwrap();
    assert_eq!(retry, Taken::Taken(Receipt::Counted), "a retry is told the same");
    let again = owner.call(&ANSWER, &[&links[0]], &given("d2", answers(1, ""))).await.unwrap();
    assert_eq!(again, Taken::Not(NotTaken::AlreadyAnswered));
    // A second sheet of links: the same household has another link, and still answers once.
    let printed = self::links(&mut data, &id, "tinglan").await;
    assert_eq!(printed.len(), 11, "who has answered needs no link");
    owner.call(&ANSWER, &[&printed[0]], &given("d3", answers(5, ""))).await.unwrap();
    let old = owner.call(&ANSWER, &[&links[1]], &given("d4", answers(5, ""))).await.unwrap();
    assert_eq!(old, Taken::Not(NotTaken::AlreadyAnswered));
    assert_eq!(number(&server, "select count(*) from campaign_answers").await, 2);
    let sheet = owner.call(&SHEET, &[&links[0]], &Nothing {}).await.unwrap();
    assert_eq!((sheet.closed, sheet.questions.0.len()), (Some(NotTaken::AlreadyAnswered), 0));

    assert_eq!(code(owner.call(&SHEET, &["nobody-made-this"], &Nothing {}).await), Code::NotFound);
    assert_eq!(code(owner.call(&ANSWER, &["nobody-made-this"], &give).await), Code::NotFound);
    assert_eq!(code(owner.call(&OPEN_SHEET, &[&links[2]], &Nothing {}).await), Code::NotFound);

    server.advance(Seconds::days(10));
    let late = owner.call(&ANSWER, &[&links[2]], &given("d5", answers(5, ""))).await.unwrap();
    assert_eq!(late, Taken::Not(NotTaken::Ended));
    let sheet = owner.call(&SHEET, &[&links[0]], &Nothing {}).await.unwrap();
    assert_eq!(sheet.closed, Some(NotTaken::AlreadyAnswered), "who answered is told so, also after the end");
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_refused_and_the_link_stays_good() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let page = started(&mut data, &new("n1", plan())).await;
    let link = links(&mut data, &page.campaign.id, "tinglan").await.remove(0);
    let mut owner = server.anyone();
    let mut unknown = answers(4, "");
    unknown.0.insert("colour".to_owned(), Given::Score(1));
    let mut missing = answers(4, "");
    missing.0.remove("overall");
    let cases = [
        (answers(6, ""), Code::UnknownChoice, "overall"),
        (answers(4, &"字".repeat(10_000)), Code::TooLong, "why"),
        (unknown, Code::UnknownChoice, "colour"),
        (missing, Code::Required, "overall"),
    ];
    for (answers, expected, question) in cases {
        let problem = owner.call(&ANSWER, &[&link], &given("d", answers)).await.unwrap_err();
        let about = problem.fields.iter().find(|p| p.code == expected).unwrap();
        assert_eq!((problem.code, about.params["question"].as_str()), (Code::Invalid, question));
    }
    let body = r#"{"device":"d","answers":{"overall":{"score":4}},"person":"林静"}"#;
    let strange = owner.post_text(&ANSWER.url(&[&link]), body).await;
    assert_eq!(strange.problem().code, Code::Malformed);
    let kept = owner.call(&ANSWER, &[&link], &given("d", answers(4, ""))).await.unwrap();
    assert_eq!(kept, Taken::Taken(Receipt::Counted));
}

#[tokio::test]
async fn nothing_leads_from_an_answer_to_a_household() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let page = started(&mut data, &new("n1", plan())).await;
    let link = links(&mut data, &page.campaign.id, "tinglan").await.remove(0);
    server.anyone().call(&ANSWER, &[&link], &given("d1", answers(4, "甲"))).await.unwrap();
    let db = &server.running.app().db().read;
    let row =
        sql("select project_id, campaign_id, receipt, body from campaign_answers").row(db).await.unwrap();
    let body = steward_server::db::rows::text(&row.unwrap(), 3).unwrap();
    assert_eq!(body, r#"{"overall":{"score":4},"recommend":{"score":8},"why":{"text":"甲"}}"#);
    let day =
        number(&server, "select answered_at from campaign_invitations where answered_at is not null").await;
    assert_eq!(day % 86_400_000, 0, "only the day");
    for table in ["select hash from campaign_links", "select hash from campaign_devices"] {
        for row in sql(table).rows(db).await.unwrap() {
            let hash = steward_server::db::rows::text(&row, 0).unwrap();
            assert!(hash.len() == 64 && hash != link);
        }
    }
}

#[tokio::test]
async fn beyond_the_quota_answers_are_kept_and_marked() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let page = started(&mut data, &new("n1", Plan { quota: Some(2), ..plan() })).await;
    let id = page.campaign.id;
    let mut receipts = Vec::new();
    let mut owner = server.anyone();
    for (n, link) in links(&mut data, &id, "tinglan").await.iter().take(4).enumerate() {
        let sheet = owner.call(&SHEET, &[link], &Nothing {}).await.unwrap();
        assert_eq!(sheet.closed, None, "who has begun is not turned away");
        receipts.push(owner.call(&ANSWER, &[link], &given(&format!("d{n}"), answers(5, ""))).await.unwrap());
    }
    let [counted, over] = [Receipt::Counted, Receipt::OverQuota].map(Taken::Taken);
    assert_eq!(receipts, [counted.clone(), counted, over.clone(), over]);
    let page = data.call(&CAMPAIGN, &[id.as_str()], &Nothing {}).await.unwrap();
    let [project] = page.projects.as_slice() else { panic!("one project") };
    assert_eq!((project.asked, project.answered, project.over_quota), (Some(12), 2, 2));
}

#[tokio::test]
async fn who_may_design_and_who_may_read() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let draft = data.call(&NEW_CAMPAIGN, &[], &new("n1", plan())).await.unwrap();
    let same = data.call(&NEW_CAMPAIGN, &[], &new("n1", plan())).await.unwrap();
    assert_eq!(same.campaign.id, draft.campaign.id, "a retry makes nothing new");
    let other = Plan { pause_days: 9, ..plan() };
    assert_eq!(code(data.call(&NEW_CAMPAIGN, &[], &new("n1", other)).await), Code::CommandReused);
    let id = draft.campaign.id.as_str();
    let mut manager = server.staff("manager").await;
    assert_eq!(code(manager.call(&CAMPAIGN, &[id], &Nothing {}).await), Code::NotFound, "a draft");
    let start = MoveCampaign { expected_seq: 1, to: Move::Start };
    data.call(&MOVE_CAMPAIGN, &[id], &start).await.unwrap();
    data.call(&MOVE_CAMPAIGN, &[id], &start).await.unwrap();
    assert_eq!(number(&server, "select count(*) from campaign_invitations").await, 12, "started once");
    let edit = EditCampaign { expected_seq: 1, plan: plan() };
    assert_eq!(code(data.call(&EDIT_CAMPAIGN, &[id], &edit).await), Code::Conflict);
    let renamed = EditCampaign { expected_seq: 2, plan: Plan { name: Words::new("改名", ""), ..plan() } };
    assert_eq!(why(&data.call(&EDIT_CAMPAIGN, &[id], &renamed).await.unwrap_err()), "fixed");

    let all = links(&mut data, &draft.campaign.id, "tinglan").await;
    for (n, link) in all.iter().enumerate().take(6) {
        server.anyone().call(&ANSWER, &[link], &given(&format!("d{n}"), answers(5, "安静"))).await.unwrap();
    }
    // Login, may see it, sees texts and projects.
    for (login, sees, full) in [
        ("data", true, true),
        ("hq", true, true),
        ("executive", true, true),
        ("supervisor", true, true),
        ("manager", true, true),
        ("agent", true, false),
        ("operations", true, false),
        ("supervisor2", false, true),
        ("manager2", false, true),
        ("agent2", false, false),
    ] {
        let mut client = server.staff(login).await;
        let list = client.call(&CAMPAIGNS, &[], &Nothing {}).await.unwrap();
        assert_eq!(!list.is_empty(), sees, "{login}");
        let results = client.call(&RESULTS, &[id], &Nothing {}).await;
        if !sees {
            assert_eq!(code(results), Code::NotFound, "{login}");
            assert_eq!(code(client.call(&EXPORT, &[id], &Nothing {}).await), Code::NotFound, "{login}");
            continue;
        }
        let results = results.unwrap();
        assert_eq!(results.names.is_empty(), !full, "{login}");
        let texts = &results.results.items[2].total;
        assert_eq!(matches!(texts, Shown::Value(_)), full, "{login} {texts:?}");
        assert!(results.results.items[0].total.value().is_some(), "{login}");
        assert_eq!(results.may_change, login == "data", "{login}");
        if login != "data" {
            let create = client.call(&NEW_CAMPAIGN, &[], &new("x", plan())).await;
            assert_eq!(code(create), Code::Forbidden, "{login}");
            let close = MoveCampaign { expected_seq: 2, to: Move::Close };
            assert_eq!(code(client.call(&MOVE_CAMPAIGN, &[id], &close).await), Code::Forbidden, "{login}");
            let of = LinksOf { project: "tinglan".parse().unwrap() };
            assert_eq!(code(client.call(&LINKS, &[id], &of).await), Code::Forbidden, "{login}");
            assert_eq!(code(client.call(&PREVIEW, &[], &plan()).await), Code::Forbidden, "{login}");
        }
    }
    for login in ["engineer", "admin", "auditor"] {
        let mut client = server.staff(login).await;
        assert_eq!(code(client.call(&CAMPAIGNS, &[], &Nothing {}).await), Code::Forbidden, "{login}");
        assert_eq!(code(client.call(&RESULTS, &[id], &Nothing {}).await), Code::Forbidden, "{login}");
    }
    let mut owner = server.owner(1).await;
    assert_eq!(code(owner.call(&CAMPAIGNS, &[], &Nothing {}).await), Code::Forbidden);
    assert_eq!(code(server.anyone().call(&RESULTS, &[id], &Nothing {}).await), Code::SignInNeeded);
}

#[tokio::test]
async fn a_viewer_of_some_projects_gets_figures_of_these_only() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let page = started(&mut data, &new("n1", Plan { audience: Audience::default(), ..plan() })).await;
    let id = page.campaign.id.clone();
    assert_eq!(page.projects.len(), 5);
    for (project, score, count) in [("tinglan", 5, 6), ("yunqi", 1, 2)] {
        for (n, link) in links(&mut data, &id, project).await.iter().enumerate().take(count) {
            let give = given(&format!("{project}{n}"), answers(score, "文字"));
            server.anyone().call(&ANSWER, &[link], &give).await.unwrap();
        }
    }
    let of = async |login: &str| {
        let page = server.staff(login).await.call(&RESULTS, &[id.as_str()], &Nothing {}).await.unwrap();
        let item = page.results.items[0].clone();
        (
            page.names,
            page.results.response.answered,
            item.total.value().map(steward_core::surveys::campaign::results::Figure::n),
            item.projects,
        )
    };
    let (names, answered, n, each) = of("data").await;
    assert_eq!((names.len(), answered, n), (5, 8, Some(8)));
    let hidden: Vec<u64> = each
        .iter()
        .filter_map(|p| match p {
            Shown::Hidden(n) => Some(*n),
            Shown::Value(_) => None,
        })
        .collect();
    assert_eq!(
        {
            let mut h = hidden;
            h.sort_unstable();
            h
        },
        [2, 6],
        "two, and six so that two cannot be computed"
    );
    assert_eq!(of("manager").await.2, Some(6), "her own project");
    let (names, answered, n, _) = of("manager2").await;
    assert_eq!((names.len(), answered, n), (4, 2, None), "two people of the other four projects: hidden");
    let csv = server.staff("manager2").await.call(&EXPORT, &[id.as_str()], &Nothing {}).await.unwrap().text;
    assert!(csv.starts_with('\u{feff}') && !csv.contains("听澜苑") && !csv.contains("文字"), "{csv}");
    assert_eq!(number(&server, "select count(*) from audit where action = 'survey-export'").await, 1);
    assert_eq!(number(&server, "select count(*) from audit where action = 'survey-links'").await, 2);
}

#[tokio::test]
async fn a_spreadsheet_takes_no_text_for_a_formula() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let id = started(&mut data, &new("n1", plan())).await.campaign.id;
    for (n, link) in links(&mut data, &id, "tinglan").await.iter().enumerate().take(5) {
        let give = given(&format!("d{n}"), answers(5, "=HYPERLINK(\"x\"),甲"));
        server.anyone().call(&ANSWER, &[link], &give).await.unwrap();
    }
    let table = data.call(&EXPORT, &[id.as_str()], &Nothing {}).await.unwrap();
    let mut reader = csv::Reader::from_reader(table.text.trim_start_matches('\u{feff}').as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let texts: Vec<&str> = records.iter().map(|r| &r[10]).filter(|t| !t.is_empty()).collect();
    assert_eq!(texts, ["'=HYPERLINK(\"x\"),甲"; 5]);
    let overall = records.iter().find(|r| r[0] == *"题目 overall").unwrap();
    assert_eq!([&overall[3], &overall[4], &overall[5], &overall[7]], ["12", "5", "5", "100.0"]);
}

#[tokio::test]
async fn an_open_campaign_has_one_public_link_for_each_project() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let id = started(&mut data, &new("n1", Plan { mode: Mode::Open, reminders: vec![], ..plan() }))
        .await
        .campaign
        .id;
    let of = LinksOf { project: "tinglan".parse().unwrap() };
    assert_eq!(why(&data.call(&LINKS, &[id.as_str()], &of).await.unwrap_err()), "no-links");
    let links = data.call(&OPEN_LINKS, &[id.as_str()], &Nothing {}).await.unwrap();
    let [link] = links.as_slice() else { panic!("one project") };
    let code_ = link.url.rsplit('/').next().unwrap();
    assert!(link.url.contains("/o/") && link.qr.path.starts_with("M4 4h7v1h-7z"));
    let mut anyone = server.anyone();
    let sheet = anyone.call(&OPEN_SHEET, &[code_], &Nothing {}).await.unwrap();
    assert_eq!((sheet.closed, sheet.questions.0.len(), sheet.reminders), (None, 3, 0));
    for device in ["d1", "d1", "d2"] {
        let taken = anyone.call(&OPEN_ANSWER, &[code_], &given(device, answers(4, ""))).await.unwrap();
        assert_eq!(taken, Taken::Taken(Receipt::Counted));
    }
    assert_eq!(number(&server, "select count(*) from campaign_answers").await, 2, "one of each device");
    let page = data.call(&CAMPAIGN, &[id.as_str()], &Nothing {}).await.unwrap();
    assert_eq!((page.projects[0].asked, page.projects[0].answered), (None, 2), "nobody knows who was asked");
}

#[tokio::test]
async fn a_household_rests_between_campaigns_and_the_preview_says_so() {
    let server = server().await;
    let mut data = server.staff("data").await;
    started(&mut data, &new("n1", Plan { size: Size::Count(5), ..plan() })).await;
    let rested = Plan { pause_days: 90, size: Size::Percent(50), ..plan() };
    let preview = data.call(&PREVIEW, &[], &rested).await.unwrap();
    assert_eq!((preview.audience, preview.resting, preview.sample), (12, 5, 4), "half of seven, rounded up");
    let page = started(&mut data, &new("n2", rested)).await;
    assert_eq!(page.projects[0].asked, Some(4));
    let twice = "select count(*) from (select household_id from campaign_invitations \
        group by household_id having count(*) > 1) t";
    assert_eq!(number(&server, twice).await, 0);
    let nobody = Plan { pause_days: 0, ..plan() };
    let audience = Audience { segments: vec!["不存在".to_owned()], ..nobody.audience.clone() };
    let page = data.call(&NEW_CAMPAIGN, &[], &new("n3", Plan { audience, ..nobody })).await.unwrap();
    let start = MoveCampaign { expected_seq: 1, to: Move::Start };
    let refused = data.call(&MOVE_CAMPAIGN, &[page.campaign.id.as_str()], &start).await.unwrap_err();
    assert_eq!(why(&refused), "nobody");
    assert_eq!(
        data.call(&CAMPAIGN, &[page.campaign.id.as_str()], &Nothing {}).await.unwrap().phase,
        Phase::Draft
    );
}

#[tokio::test]
async fn who_has_not_answered_is_reminded_as_often_as_planned_and_no_more() {
    let server = server_with(|config| config.notify.log = true).await;
    let mut data = server.staff("data").await;
    let id = started(&mut data, &new("n1", plan())).await.campaign.id;
    let asked = "select count(*) from outbox where body like '%survey_asked%'";
    let reminded = "select count(*) from outbox where body like '%survey_reminder%'";
    assert_eq!((number(&server, asked).await, number(&server, reminded).await), (12, 0));
    let link = links(&mut data, &id, "tinglan").await.remove(0);
    server.anyone().call(&ANSWER, &[&link], &given("d1", answers(5, ""))).await.unwrap();
    let job = Reminders::new(server.running.app().clone(), "n1".to_owned());
    let at = |days| Instant::from_secs(NOW) + Seconds::days(days);
    assert_eq!(job.run().await.unwrap(), Some(at(2)), "sleeps until the first");
    for (days, expected, next) in [(2, 11, Some(at(5))), (3, 11, Some(at(5))), (5, 22, None), (9, 22, None)] {
        server.clock.set(at(days));
        assert_eq!(job.run().await.unwrap(), next, "day {days}");
        assert_eq!(number(&server, reminded).await, expected, "day {days}");
    }
    let mut data = server.staff("data").await;
    let sheet =
        server.anyone().call(&SHEET, &[&links(&mut data, &id, "tinglan").await[0]], &Nothing {}).await;
    assert_eq!(sheet.unwrap().reminders, 0, "none is to come");
}

#[tokio::test]
async fn a_closed_campaign_tells_nobody_any_more() {
    let server = server_with(|config| config.notify.log = true).await;
    let mut data = server.staff("data").await;
    let opens = Instant::from_secs(NOW) + Seconds::days(1);
    let page = started(&mut data, &new("n1", Plan { opens, ..plan() })).await;
    assert_eq!(page.phase, Phase::Waiting);
    let link = links(&mut data, &page.campaign.id, "tinglan").await.remove(0);
    let early = server.anyone().call(&ANSWER, &[&link], &given("d1", answers(5, ""))).await.unwrap();
    assert_eq!(early, Taken::Not(NotTaken::NotYetOpen));
    assert_eq!(number(&server, "select count(*) from outbox").await, 12);
    let close = MoveCampaign { expected_seq: 2, to: Move::Close };
    data.call(&MOVE_CAMPAIGN, &[page.campaign.id.as_str()], &close).await.unwrap();
    assert_eq!(number(&server, "select count(*) from outbox").await, 0);
    server.advance(Seconds::days(3));
    let job = Reminders::new(server.running.app().clone(), "n1".to_owned());
    assert_eq!(job.run().await.unwrap(), None);
    assert_eq!(number(&server, "select count(*) from outbox").await, 0);
}

#[tokio::test]
async fn an_improvement_is_checked_in_the_next_wave() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let first = started(&mut data, &new("n1", plan())).await.campaign;
    let answer_all = async |data: &mut Client, id: &CampaignId, wave: &str, score: u8| {
        for (n, link) in links(data, id, "tinglan").await.iter().enumerate() {
            let give = given(&format!("{wave}{n}"), answers(score, ""));
            server.anyone().call(&ANSWER, &[link], &give).await.unwrap();
        }
    };
    answer_all(&mut data, &first.id, "a", 2).await;
    let draft = ImprovementDraft {
        finding: "总体满意度低".to_owned(),
        action: "管家每周上门".to_owned(),
        person: "秦越".to_owned(),
        due: Instant::from_secs(NOW) + Seconds::days(30),
        measure: Measure { question: "overall".to_owned(), row: None },
    };
    let add = NewImprovement { command_id: "i1".parse().unwrap(), draft: draft.clone() };
    let made = data.call(&ADD_IMPROVEMENT, &[first.id.as_str()], &add).await.unwrap();
    assert_eq!(data.call(&ADD_IMPROVEMENT, &[first.id.as_str()], &add).await.unwrap(), made);
    let step = |to| MoveImprovement { to };
    let id = made.id.as_str();
    let refused = data.call(&MOVE_IMPROVEMENT, &[id], &step(ImprovementMove::Check)).await.unwrap_err();
    assert_eq!(why(&refused), "no-next-wave");
    let done = data.call(&MOVE_IMPROVEMENT, &[id], &step(ImprovementMove::Done)).await.unwrap();
    assert_eq!(done.progress, Progress::Done);
    let mut manager = server.staff("manager").await;
    let other = manager.call(&MOVE_IMPROVEMENT, &[id], &step(ImprovementMove::Check)).await;
    assert_eq!(code(other), Code::Forbidden);

    server.advance(Seconds::days(200));
    let mut data = server.staff("data").await;
    assert!(data.call(&CAMPAIGN, &[first.id.as_str()], &Nothing {}).await.unwrap().overdue, "R32");
    let opens = Instant::from_secs(NOW) + Seconds::days(200);
    let again = Plan { opens, closes: opens + Seconds::days(10), ..plan() };
    let request = NewCampaign { repeats: Some(first.id.clone()), ..new("n2", again) };
    let second = started(&mut data, &request).await.campaign;
    assert_eq!(second.wave, 2);
    assert!(!data.call(&CAMPAIGN, &[first.id.as_str()], &Nothing {}).await.unwrap().overdue);
    let early = data.call(&MOVE_IMPROVEMENT, &[id], &step(ImprovementMove::Check)).await.unwrap_err();
    assert_eq!(why(&early), "no-figure");
    answer_all(&mut data, &second.id, "b", 5).await;
    let results = data.call(&RESULTS, &[first.id.as_str()], &Nothing {}).await.unwrap();
    assert_eq!(results.next, Some(second.id.clone()));
    let checked = data.call(&MOVE_IMPROVEMENT, &[id], &step(ImprovementMove::Check)).await.unwrap();
    let comparison = checked.comparison.unwrap();
    assert_eq!((checked.progress, comparison.effect), (Progress::Checked, Effect::Better));
    assert!((comparison.difference.value - 100.0).abs() < 1e-9);
}
