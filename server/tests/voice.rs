//! The customers' voice: what a month's texts are and who sees them, readings, the code book, suggestions.

use steward_core::endpoint::Nothing;
use steward_core::export::Format;
use steward_core::ids::CodeId;
use steward_core::problem::Code;
use steward_core::surveys::campaign::Plan;
use steward_core::surveys::campaign::api::ANSWER;
use steward_core::surveys::campaign::disclosure::Shown;
use steward_core::surveys::coding::api::{
    BOOK, EDIT_BOOK, EXPORT_TEXTS, EditBook, NewSuggestion, READ_TEXT, ReadText, SUGGEST, SUMMARY,
    SummaryQuery, TEXTS, TextsQuery, VoiceText, Wanted,
};
use steward_core::surveys::coding::{Month, ReadingDraft, Sentiment, TextKind};
use steward_core::surveys::rating::{RatingDraft, Stars};
use steward_core::tickets::{Category, Command, Scenario, TicketDraft};
use steward_core::time::Seconds;

use crate::common::surveys::{answers, given, links, new, number, plan, started};
use crate::common::tickets::{leak, noise};
use crate::common::{Client, Server, code, server};

fn month(text: &str) -> Month {
    Month::try_from(text.to_owned()).unwrap()
}

fn query(wanted: Option<Wanted>) -> TextsQuery {
    TextsQuery { month: month("2026-09"), project: None, kind: None, wanted, after: None }
}

async fn texts(client: &mut Client, wanted: Option<Wanted>) -> Vec<VoiceText> {
    client.call(&TEXTS, &[], &query(wanted)).await.unwrap().rows
}

fn kinds(texts: &[VoiceText]) -> Vec<TextKind> {
    let mut kinds: Vec<TextKind> = texts.iter().map(|text| text.text.kind).collect();
    kinds.sort_unstable();
    kinds
}

fn reading(text: &VoiceText, codes: &[&str], sentiment: Sentiment) -> ReadText {
    let codes: Vec<CodeId> = codes.iter().map(|code| code.parse().unwrap()).collect();
    let reading = ReadingDraft { codes, sentiment: Some(sentiment) };
    ReadText { text: text.text.clone(), month: month("2026-09"), reading }
}

fn suggestion(key: &str, project: &str, text: &str) -> NewSuggestion {
    NewSuggestion {
        command_id: key.parse().unwrap(),
        project: project.parse().unwrap(),
        scenario: Scenario::Repair,
        text: text.to_owned(),
    }
}

/// A consultation that was done and rated.
async fn rated(server: &Server, stars: u8, text: &str) {
    let mut owner = server.owner(1).await;
    let mut agent = server.staff("agent").await;
    let draft = TicketDraft {
        scenario: Scenario::Consultation,
        category: Category::find("ask.fees").unwrap(),
        text: "物业费怎么交？".into(),
        ..leak()
    };
    let page = owner.submit(draft).await.unwrap();
    let page = agent.command(&page, Command::Accept { category: None, urgency: None }).await.unwrap();
    let done = Command::Complete { work: "可以在小程序里缴费".to_owned(), photos: vec![] };
    let page = agent.command(&page, done).await.unwrap();
    let stars = Some(Stars::try_from(stars).unwrap());
    let rate = Command::Rate { rating: RatingDraft { stars, tags: vec![], text: text.to_owned() } };
    owner.command(&page, rate).await.unwrap();
}

/// A complaint, a suggestion, a low rating and a rating with words; one that says nothing is no text.
async fn said(server: &Server) {
    server.owner(1).await.submit(noise()).await.unwrap();
    let mut agent = server.staff("agent").await;
    agent.call(&SUGGEST, &[], &suggestion("s1", "tinglan", "建议电梯等候处放座椅")).await.unwrap();
    rated(server, 2, "等了三天没人来").await;
    rated(server, 5, "谢谢，手艺好").await;
    rated(server, 5, "").await;
}

#[tokio::test]
async fn who_sees_which_texts_and_who_reads_them() {
    use TextKind::{Complaint, Rating, Suggestion};
    let server = server().await;
    said(&server).await;
    for (login, expected) in [
        ("data", Some(4)),
        ("hq", Some(4)),
        ("executive", Some(4)),
        ("supervisor", Some(4)),
        ("manager", Some(4)),
        ("supervisor2", Some(0)),
        ("manager2", Some(0)),
        ("agent", None),
        ("engineer", None),
        ("operations", None),
        ("admin", None),
        ("auditor", None),
    ] {
        let mut client = server.staff(login).await;
        let page = client.call(&TEXTS, &[], &query(None)).await;
        let of_month = SummaryQuery { month: month("2026-09"), project: None };
        let summary = client.call(&SUMMARY, &[], &of_month).await;
        let Some(expected) = expected else {
            assert_eq!(code(page), Code::Forbidden, "{login}");
            assert_eq!(code(summary), Code::Forbidden, "{login}");
            assert_eq!(
                client.file(&EXPORT_TEXTS, &[], Format::Csv, query(None).into()).await.err().map(|p| p.code),
                Some(Code::Forbidden),
                "{login}"
            );
            assert_eq!(code(client.call(&BOOK, &[], &Nothing {}).await), Code::Forbidden, "{login}");
            continue;
        };
        let rows = page.unwrap().rows;
        assert_eq!(rows.len(), expected, "{login}");
        let all: u64 = summary.unwrap().summary.kinds.iter().map(|kind| kind.texts).sum();
        assert_eq!(all, expected as u64, "{login}");
        let csv = client.file(&EXPORT_TEXTS, &[], Format::Csv, query(None).into()).await.unwrap().text();
        assert!(csv.starts_with('\u{feff}'), "{login}");
        assert_eq!(csv.contains("噪声扰民"), expected > 0, "{login}");
        if let Some(text) = rows.first().filter(|_| login != "data") {
            let given = reading(text, &["safe.noise"], Sentiment::Negative);
            assert_eq!(code(client.call(&READ_TEXT, &[], &given).await), Code::Forbidden, "{login}");
        }
    }
    assert_eq!(number(&server, "select count(*) from audit where action = 'voice-export'").await, 7);
    let mut data = server.staff("data").await;
    let rows = texts(&mut data, None).await;
    assert_eq!(kinds(&rows), [Complaint, Rating, Rating, Suggestion]);
    let low = rows.iter().find(|text| text.stars == Some(2)).unwrap();
    assert_eq!((low.words.as_str(), low.reading.is_some()), ("等了三天没人来", false), "suggested, not read");
    assert_eq!(low.suggested[0].as_str(), "time.slow");
    // Another project's supervisor cannot even name it.
    let given = reading(low, &["time.slow"], Sentiment::Negative);
    let mut other = server.staff("supervisor2").await;
    assert_eq!(code(other.call(&READ_TEXT, &[], &given).await), Code::NotFound);
    let other_month = ReadText { month: month("2026-08"), ..given };
    assert_eq!(code(data.call(&READ_TEXT, &[], &other_month).await), Code::NotFound);
    assert_eq!(code(server.owner(1).await.call(&TEXTS, &[], &query(None)).await), Code::Forbidden);
    assert_eq!(code(server.anyone().call(&TEXTS, &[], &query(None)).await), Code::SignInNeeded);
}

#[tokio::test]
async fn a_reading_counts_once_and_the_earlier_ones_stay() {
    let server = server().await;
    said(&server).await;
    let mut data = server.staff("data").await;
    let rows = texts(&mut data, Some(Wanted::Unread)).await;
    assert_eq!(rows.len(), 4);
    let find = |kind, stars| rows.iter().find(|t| t.text.kind == kind && t.stars == stars).unwrap();
    let complaint = find(TextKind::Complaint, None);
    let bad = reading(complaint, &["no.such"], Sentiment::Negative);
    assert_eq!(code(data.call(&READ_TEXT, &[], &bad).await), Code::Invalid);
    for sentiment in [Sentiment::Neutral, Sentiment::Negative, Sentiment::Negative] {
        let read = data.call(&READ_TEXT, &[], &reading(complaint, &["safe.noise"], sentiment)).await.unwrap();
        assert_eq!(read.reading.unwrap().sentiment, sentiment);
    }
    assert_eq!(number(&server, "select count(*) from codings").await, 2, "the same again is no new reading");
    assert_eq!(number(&server, "select count(*) from codings where is_latest = 1").await, 1);
    data.call(
        &READ_TEXT,
        &[],
        &reading(find(TextKind::Rating, Some(2)), &["time.slow"], Sentiment::Negative),
    )
    .await
    .unwrap();
    let praise = reading(find(TextKind::Rating, Some(5)), &["people.kind", "work.good"], Sentiment::Positive);
    data.call(&READ_TEXT, &[], &praise).await.unwrap();
    assert_eq!(texts(&mut data, Some(Wanted::Unread)).await.len(), 1);
    assert_eq!(texts(&mut data, Some(Wanted::Read)).await.len(), 3);
    assert_eq!(texts(&mut data, Some(Wanted::Second)).await.len(), 0, "not one's own");

    let of_month = SummaryQuery { month: month("2026-09"), project: None };
    let page = data.call(&SUMMARY, &[], &of_month).await.unwrap();
    let index = page.summary.sentiment;
    assert_eq!((index.positive, index.neutral, index.negative), (1, 0, 2));
    assert_eq!(index.ratio(), Some((100, 3)));
    assert_eq!(page.names, ["听澜苑"]);
    let codes: Vec<&str> = page.summary.codes.iter().map(|count| count.code.as_str()).collect();
    assert_eq!(codes, ["time.slow", "work.good", "safe.noise", "people.kind"]);
    assert_eq!(page.codes_agree.n, 0);
    let before = SummaryQuery { month: month("2026-10"), project: None };
    let next = data.call(&SUMMARY, &[], &before).await.unwrap().summary;
    assert_eq!((next.sentiment.n(), next.sentiment_before.n(), next.codes.len()), (0, 3, 4));
}

/// Signs another reader of the same post in.
async fn second_reader(server: &Server) -> Client {
    use steward_core::accounts::Role;
    use steward_server::accounts::admin::{self, NewLogin, Place};
    use steward_server::secret::Secret;
    let app = server.running.app();
    let new = NewLogin {
        login: "reader2".to_owned(),
        name: "第二人".to_owned(),
        role: Role::HqData,
        places: vec![Place::Group],
        department: None,
        password: Secret::new("steward-demo"),
    };
    let hash = admin::hash(&new.password).unwrap();
    let now = app.now();
    app.writer()
        .run(move |conn| {
            Box::pin(async move { admin::insert(conn, "staff-reader2", &new, &hash, now).await })
        })
        .await
        .unwrap();
    server.staff("reader2").await
}

#[tokio::test]
async fn a_second_reader_is_not_told_and_their_agreement_is_counted() {
    let server = server().await;
    said(&server).await;
    let mut data = server.staff("data").await;
    for text in texts(&mut data, None).await {
        data.call(&READ_TEXT, &[], &reading(&text, &["time.slow"], Sentiment::Negative)).await.unwrap();
    }
    let mut second = second_reader(&server).await;
    let rows = texts(&mut second, Some(Wanted::Second)).await;
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|text| text.reading.is_none()), "read blind");
    server.advance(Seconds(60));
    for (n, text) in rows.iter().enumerate() {
        let sentiment = if n == 0 { Sentiment::Positive } else { Sentiment::Negative };
        let first = if n < 2 { "time.reply" } else { "time.slow" };
        second.call(&READ_TEXT, &[], &reading(text, &[first], sentiment)).await.unwrap();
    }
    assert!(texts(&mut second, Some(Wanted::Second)).await.is_empty());
    let of_month = SummaryQuery { month: month("2026-09"), project: None };
    let page = second.call(&SUMMARY, &[], &of_month).await.unwrap();
    assert_eq!((page.codes_agree.n, page.codes_agree.agreed), (4, 2));
    assert_eq!((page.sentiments_agree.n, page.sentiments_agree.agreed), (4, 3));
    assert_eq!(page.codes_agree.kappa(), Some(0.0), "one reader saw one code only: no more than chance");
    assert_eq!(page.summary.sentiment.n(), 4, "each text counts once");
}

#[tokio::test]
async fn answers_are_texts_once_their_survey_has_ended_and_five_wrote_something() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let mut ids = Vec::new();
    for (key, count) in [("few", 4), ("many", 6)] {
        let page = started(&mut data, &new(key, Plan { ..plan() })).await;
        for (n, link) in links(&mut data, &page.campaign.id, "tinglan").await.iter().enumerate().take(count) {
            let words = if n == 5 { format!("{key}车库太暗") } else { format!("{key}电梯") };
            let give = given(&format!("{key}{n}"), answers(4, &words));
            server.anyone().call(&ANSWER, &[link], &give).await.unwrap();
        }
        ids.push(page.campaign.id);
    }
    assert!(texts(&mut data, None).await.is_empty(), "they have not ended");
    server.advance(Seconds::days(11));
    let mut data = server.staff("data").await;
    let rows = texts(&mut data, None).await;
    let mut words: Vec<(&str, u64)> = rows.iter().map(|text| (text.words.as_str(), text.n)).collect();
    words.sort_unstable();
    assert_eq!(words, [("many电梯", 5), ("many车库太暗", 1)], "never the four");
    assert!(rows.iter().all(|text| text.text.project.is_none()));
    for text in &rows {
        let code = if text.n == 5 { "place.lift" } else { "place.light" };
        data.call(&READ_TEXT, &[], &reading(text, &[code], Sentiment::Negative)).await.unwrap();
    }
    let of_month = SummaryQuery { month: month("2026-09"), project: None };
    let page = data.call(&SUMMARY, &[], &of_month).await.unwrap().summary;
    assert_eq!(page.sentiment.n(), 6);
    assert!(page.codes.iter().all(|count| matches!(count.answers, Shown::Hidden(0))), "{:?}", page.codes);
    // Whoever has no part in the survey has none in its texts; a project's own list has no answers.
    assert!(texts(&mut server.staff("manager2").await, None).await.is_empty());
    let of_project = TextsQuery { project: Some("tinglan".parse().unwrap()), ..query(None) };
    assert!(data.call(&TEXTS, &[], &of_project).await.unwrap().rows.is_empty());
}

#[tokio::test]
async fn pages_go_on_where_they_ended_and_suggestions_are_kept_once() {
    let server = server().await;
    let mut agent = server.staff("agent").await;
    for n in 0..60 {
        let new = suggestion(&format!("s{n}"), "tinglan", &format!("第 {n} 条建议：表单"));
        let made = agent.call(&SUGGEST, &[], &new).await.unwrap();
        assert_eq!(agent.call(&SUGGEST, &[], &new).await.unwrap(), made, "a retry");
        if n % 7 == 0 {
            server.advance(Seconds(1));
        }
    }
    let reused = suggestion("s1", "tinglan", "另一条建议内容");
    assert_eq!(code(agent.call(&SUGGEST, &[], &reused).await), Code::CommandReused);
    assert_eq!(
        code(agent.call(&SUGGEST, &[], &suggestion("x", "songfeng", "别的项目的事")).await),
        Code::NotFound
    );
    assert_eq!(code(agent.call(&SUGGEST, &[], &suggestion("y", "tinglan", "短")).await), Code::Invalid);
    let mut owner = server.owner(1).await;
    assert_eq!(
        code(owner.call(&SUGGEST, &[], &suggestion("z", "tinglan", "我也有建议")).await),
        Code::Forbidden
    );
    server.owner(1).await.submit(noise()).await.unwrap();
    let mut data = server.staff("data").await;
    let first = data.call(&TEXTS, &[], &query(None)).await.unwrap();
    let after = TextsQuery { after: first.next.clone(), ..query(None) };
    let second = data.call(&TEXTS, &[], &after).await.unwrap();
    assert_eq!((first.rows.len(), second.rows.len(), second.next), (50, 11, None));
    let ids: std::collections::BTreeSet<&str> =
        first.rows.iter().chain(&second.rows).map(|text| text.text.id.as_str()).collect();
    assert_eq!(ids.len(), 61, "each once");
    let bad = TextsQuery { after: Some("nonsense".to_owned()), ..query(None) };
    assert_eq!(code(data.call(&TEXTS, &[], &bad).await), Code::Malformed);
}

#[tokio::test]
async fn only_head_office_makes_the_code_book_and_two_do_not_overwrite_each_other() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let page = data.call(&BOOK, &[], &Nothing {}).await.unwrap();
    assert!(page.may_change && page.may_read);
    let mut codes = page.book.codes.clone();
    codes[1].retired = true;
    let edit = EditBook { expected_version: 0, codes: codes.clone() };
    assert_eq!(data.call(&EDIT_BOOK, &[], &edit).await.unwrap().book.version, 1);
    assert_eq!(data.call(&EDIT_BOOK, &[], &edit).await.unwrap().book.version, 1, "a retry");
    codes[1].retired = false;
    let late = EditBook { expected_version: 0, codes: codes.clone() };
    assert_eq!(code(data.call(&EDIT_BOOK, &[], &late).await), Code::Conflict);
    let lost = EditBook { expected_version: 1, codes: codes[..3].to_vec() };
    assert_eq!(code(data.call(&EDIT_BOOK, &[], &lost).await), Code::Invalid, "a code is never deleted");
    let mut hq = server.staff("hq").await;
    let seen = hq.call(&BOOK, &[], &Nothing {}).await.unwrap();
    assert!(!seen.may_change && !seen.may_read && seen.book.codes[1].retired);
    let edit = EditBook { expected_version: 1, codes };
    assert_eq!(code(hq.call(&EDIT_BOOK, &[], &edit).await), Code::Forbidden);
}
