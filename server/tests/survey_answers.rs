//! Answering a survey by a link: once, what fits, beyond the quota, and what is kept of it.

use steward_core::endpoint::Nothing;
use steward_core::problem::Code;
use steward_core::surveys::campaign::api::{ANSWER, CAMPAIGN, OPEN_SHEET, SHEET, Taken};
use steward_core::surveys::campaign::course::{NotTaken, Receipt};
use steward_core::surveys::campaign::{Given, Phase, Plan};
use steward_core::time::Seconds;
use steward_server::db::sql;

use crate::common::surveys::{answers, given, links, new, number, plan, started};
use crate::common::{code, server};

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
