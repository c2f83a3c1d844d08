//! Survey campaigns: who may do and see what, links, rests and reminders, improvements.

use steward_core::endpoint::Nothing;
use steward_core::export::Format;
use steward_core::ids::CampaignId;
use steward_core::problem::Code;
use steward_core::surveys::campaign::api::{
    ADD_IMPROVEMENT, ANSWER, CAMPAIGN, CAMPAIGNS, EDIT_CAMPAIGN, EXPORT, EditCampaign, ImprovementMove,
    LINKS, LinksOf, MOVE_CAMPAIGN, MOVE_IMPROVEMENT, Move, MoveCampaign, MoveImprovement, NEW_CAMPAIGN,
    NewCampaign, NewImprovement, OPEN_ANSWER, OPEN_LINKS, OPEN_SHEET, PREVIEW, RESULTS, SHEET, Taken,
};
use steward_core::surveys::campaign::course::{NotTaken, Receipt};
use steward_core::surveys::campaign::disclosure::Shown;
use steward_core::surveys::campaign::improvement::{Effect, ImprovementDraft, Measure, Progress};
use steward_core::surveys::campaign::{Audience, Mode, Phase, Plan, Size, Words};
use steward_core::time::{Instant, Seconds};
use steward_server::jobs::Job as _;
use steward_server::surveys::campaigns::reminders::Reminders;

use crate::common::surveys::{answers, given, links, new, number, plan, started, why};
use crate::common::{Client, NOW, code, server, server_with};

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
            let refused = client.file(&EXPORT, &[id], Format::Csv, Nothing {}).await.err();
            assert_eq!(refused.map(|problem| problem.code), Some(Code::NotFound), "{login}");
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
    let mut manager = server.staff("manager2").await;
    let csv = manager.file(&EXPORT, &[id.as_str()], Format::Csv, Nothing {}).await.unwrap().text();
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
    let text = data.file(&EXPORT, &[id.as_str()], Format::Csv, Nothing {}).await.unwrap().text();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
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
