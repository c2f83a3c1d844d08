//! The voices around a ticket: personal links to rate by, reminders, follow-ups, disagreements, and daily heads.

use crate::common::tickets::{leak, new_id};
use crate::common::{Client, NOW, Server, code, server, server_with};
use steward_core::endpoint::Nothing;
use steward_core::ids::CommandId;
use steward_core::problem::Code;
use steward_core::surveys::api::{
    LEDGER_DAY, LEDGER_DAYS, LEDGER_HEADS, LedgerDaysQuery, RATE_BY_LINK, RATE_LOOK, RateByLink, VOUCHER,
};
use steward_core::surveys::ledger::day_digest;
use steward_core::surveys::rating::{RatingDraft, Stars};
use steward_core::tickets::api::{LIST, ListQuery, TicketPage, View};
use steward_core::tickets::voices::{Disagreement, FollowUpOutcome, QualityForm, QualityMarks};
use steward_core::tickets::{Category, Command, EventBody, Refusal, Scenario, TicketDraft};
use steward_core::time::{Instant, Seconds};
use steward_server::db::{rows, sql};
use steward_server::jobs::Job as _;
use steward_server::jobs::sweep::Sweep;
use steward_server::outbox::post::Post;
use steward_server::surveys::days::DailyHeads;

/// A server that knows its address and writes notices down; nobody takes them away but the test.
async fn telling() -> Server {
    server_with(|config| {
        config.public_url = Some("https://care.example.com".to_owned());
        config.notify.log = true;
    })
    .await
}

fn draft(stars: u8, text: &str) -> RatingDraft {
    RatingDraft { stars: Stars::try_from(stars).ok(), tags: Vec::new(), text: text.to_owned() }
}

fn rate(stars: u8) -> Command {
    Command::Rate { rating: draft(stars, "") }
}

/// A question of owner 1 that was answered.
async fn answered(server: &Server) -> TicketPage {
    let question = TicketDraft {
        scenario: Scenario::Consultation,
        category: Category::find("ask.fees").unwrap(),
        text: "物业费怎么交？".into(),
        ..leak()
    };
    let page = server.owner(1).await.submit(question).await.unwrap();
    let mut agent = server.staff("agent").await;
    let page = agent.command(&page, Command::Accept { category: None, urgency: None }).await.unwrap();
    let work = "可以在小程序里缴费".to_owned();
    agent.command(&page, Command::Complete { work, photos: vec![] }).await.unwrap()
}

async fn number(server: &Server, query: &'static str) -> i64 {
    sql(query).number(&server.running.app().db().read).await.unwrap()
}

/// A web server that keeps what it is sent.
mod hook {
    use axum::body::Bytes;
    use steward_server::config::Config;
    use steward_server::outbox::settings::Webhook;
    use steward_server::secret::Secret;
    use tokio::sync::mpsc;

    pub(super) type Posts = mpsc::UnboundedReceiver<serde_json::Value>;

    pub(super) async fn server() -> (crate::common::Server, Posts) {
        let (send, posts) = mpsc::unbounded_channel();
        let handler = move |body: Bytes| {
            send.send(serde_json::from_slice(&body).unwrap()).unwrap();
            std::future::ready(())
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        let router = axum::Router::new().route("/in", axum::routing::post(handler));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let set = |config: &mut Config| {
            config.public_url = Some("https://care.example.com".to_owned());
            config.notify.webhook = Some(Webhook { url, secret: Secret::new("a secret of both sides") });
        };
        (crate::common::server_with(set).await, posts)
    }
}

async fn posted(server: &Server, posts: &mut hook::Posts) -> Vec<serde_json::Value> {
    Post::new(server.running.app()).unwrap().unwrap().run().await.unwrap();
    std::iter::from_fn(|| posts.try_recv().ok()).collect()
}

/// The secrets of the links in notices of a kind, with whom they are for.
fn tokens(posts: &[serde_json::Value], kind: &str) -> Vec<(String, String)> {
    let of_kind = posts.iter().filter(|p| p["kind"] == kind);
    let links = of_kind.filter_map(|p| p["rate_links"].as_object());
    let token = |link: &serde_json::Value| {
        let link = link.as_str().unwrap();
        link.strip_prefix("https://care.example.com/r/").unwrap().to_owned()
    };
    links.flatten().map(|(person, link)| (person.clone(), token(link))).collect()
}

fn by_link(stars: u8) -> RateByLink {
    let command_id: CommandId = new_id().parse().unwrap();
    RateByLink { command_id, rating: draft(stars, "很快") }
}

#[tokio::test]
async fn a_link_shows_by_get_and_counts_by_one_post() {
    let (server, mut posts) = hook::server().await;
    let page = answered(&server).await;
    let id = page.ticket.id.as_str();
    let posts = posted(&server, &mut posts).await;
    let found = tokens(&posts, "completed");
    assert!(!found.is_empty() && found.iter().all(|(person, _)| person.starts_with("owner")), "{found:?}");
    assert!(posts.iter().filter(|p| p["kind"] != "completed").all(|p| p["rate_links"].is_null()));
    let text = posts.iter().map(|p| p["text"].to_string()).collect::<String>();
    assert!(!text.contains("/r/"), "a text that several people may read has no personal link");
    let token = found[0].1.as_str();
    assert!(token.len() >= 22, "128 bits");
    let kept =
        sql("select token_hash from rating_links").rows(&server.running.app().db().read).await.unwrap();
    assert!(kept.iter().all(|row| !rows::text(row, 0).unwrap().contains(token)));
    let in_outbox = number(&server, "select count(*) from outbox where body like '%/r/%'").await;
    assert_eq!(in_outbox, 0, "no secret is kept");

    // A scanner opens it often; nothing is rated by that.
    let mut anyone = server.anyone();
    for _ in 0..3 {
        let look = anyone.call(&RATE_LOOK, &[token], &Nothing {}).await.unwrap();
        assert_eq!((look.ticket.as_str(), look.room.as_str(), look.voucher), (id, "1803", None));
        assert_eq!((look.work.as_str(), look.title.as_str()), ("可以在小程序里缴费", "物业费怎么交"));
    }
    let shown = anyone.get(&RATE_LOOK.url(&[token])).await;
    let shown = String::from_utf8(shown.body).unwrap();
    for hidden in ["138", "owner-", "12-2", "林"] {
        assert!(!shown.contains(hidden), "{hidden}: {shown}");
    }
    assert_eq!(number(&server, "select count(*) from events where kind = 'rated'").await, 0);

    // Nothing without stars; then once.
    let empty = RateByLink { rating: RatingDraft { stars: None, ..draft(1, "") }, ..by_link(1) };
    assert_eq!(code(anyone.call(&RATE_BY_LINK, &[token], &empty).await), Code::Invalid);
    let request = by_link(4);
    let voucher = anyone.call(&RATE_BY_LINK, &[token], &request).await.unwrap();
    assert_eq!((voucher.ticket.as_str(), voucher.n), (id, 1));
    let scan = voucher.code.clone().unwrap();
    let start = format!("https://care.example.com/v/tinglan/1/{}#", voucher.hash);
    assert!(scan.address.starts_with(&start), "{}", scan.address);
    let again = anyone.call(&RATE_BY_LINK, &[token], &request).await.unwrap();
    assert_eq!(again, voucher, "sent again by the same form");
    let refused = anyone.call(&RATE_BY_LINK, &[token], &by_link(1)).await.unwrap_err();
    assert_eq!(refused.refusal, Some(Refusal::AlreadyRated));
    let look = anyone.call(&RATE_LOOK, &[token], &Nothing {}).await.unwrap();
    assert_eq!(look.voucher, Some(voucher));
    let seen = server.staff("supervisor").await.ticket(id).await.unwrap();
    assert_eq!(seen.ticket.rating.as_ref().map(|r| r.stars.get()), Some(4));
    let rated = seen.events.iter().find(|e| matches!(e.body, EventBody::Rated { .. })).unwrap();
    assert_eq!(rated.by.person.as_str(), found[0].0, "as the owner whom it was sent to");
    assert_eq!(number(&server, "select count(*) from ledger").await, 1);
}

#[tokio::test]
async fn a_link_ends_with_its_window_with_the_home_and_never_was_for_others() {
    let (server, mut posts) = hook::server().await;
    let page = answered(&server).await;
    let posts = posted(&server, &mut posts).await;
    let (_, token) = tokens(&posts, "completed").remove(0);
    let mut anyone = server.anyone();
    for wrong in ["x", "AAAAAAAAAAAAAAAAAAAAAA", &token[1..]] {
        assert_eq!(code(anyone.call(&RATE_LOOK, &[wrong], &Nothing {}).await), Code::NotFound);
        assert_eq!(code(anyone.call(&RATE_BY_LINK, &[wrong], &by_link(5)).await), Code::NotFound);
    }
    server.advance(Seconds::days(7));
    assert!(anyone.call(&RATE_LOOK, &[&token], &Nothing {}).await.is_ok(), "until the end");
    server.advance(Seconds(1));
    let until = page.ticket.window_until().unwrap();
    for refused in [
        anyone.call(&RATE_LOOK, &[&token], &Nothing {}).await.unwrap_err(),
        anyone.call(&RATE_BY_LINK, &[&token], &by_link(5)).await.unwrap_err(),
    ] {
        assert_eq!(refused.refusal, Some(Refusal::RatingWindowOver { until }));
    }
    assert_eq!(number(&server, "select count(*) from ledger").await, 0);
    let gone = "delete from grants where kind = 'household'";
    server
        .running
        .app()
        .writer()
        .run(move |conn| Box::pin(async move { Ok(sql(gone).run(conn).await?) }))
        .await
        .unwrap();
    assert_eq!(code(anyone.call(&RATE_LOOK, &[&token], &Nothing {}).await), Code::NotFound);
}

#[tokio::test]
async fn who_has_not_rated_is_reminded_once_with_a_new_link() {
    let (server, mut posts) = hook::server().await;
    let page = answered(&server).await;
    let rated = answered(&server).await;
    let told = posted(&server, &mut posts).await;
    assert_eq!(told.iter().filter(|p| p["kind"] == "rating_reminded").count(), 0);
    server.owner(1).await.command(&rated, rate(5)).await.unwrap();
    let sweep = Sweep::new(server.running.app().clone(), "n1".to_owned());
    server.advance(Seconds::days(2));
    sweep.run().await.unwrap();
    let told = posted(&server, &mut posts).await;
    let found = tokens(&told, "rating_reminded");
    let about: Vec<_> =
        told.iter().filter(|p| p["kind"] == "rating_reminded").map(|p| &p["ticket"]).collect();
    assert_eq!(about, [page.ticket.id.as_str()]);
    let look = server.anyone().call(&RATE_LOOK, &[&found[0].1], &Nothing {}).await.unwrap();
    assert_eq!(look.ticket, page.ticket.id);
    server.advance(Seconds::days(2));
    sweep.run().await.unwrap();
    assert_eq!(number(&server, "select count(*) from events where kind = 'rating_reminded'").await, 1);
}

/// The message waits while its reader rates: it is not sent any more.
#[tokio::test]
async fn a_reminder_that_comes_too_late_is_dropped() {
    let (server, mut posts) = hook::server().await;
    let page = answered(&server).await;
    posted(&server, &mut posts).await;
    server.advance(Seconds::days(2));
    Sweep::new(server.running.app().clone(), "n1".to_owned()).run().await.unwrap();
    server.owner(1).await.command(&page, rate(5)).await.unwrap();
    let told = posted(&server, &mut posts).await;
    assert!(told.iter().all(|p| p["kind"] != "rating_reminded"), "{told:?}");
    assert_eq!(number(&server, "select count(*) from outbox where done_at is null").await, 0);
}

async fn view(client: &mut Client, view: View) -> Vec<String> {
    let query = ListQuery { view: Some(view), ..ListQuery::default() };
    let page = client.call(&LIST, &[], &query).await.unwrap();
    page.rows.into_iter().map(|row| row.id.to_string()).collect()
}

#[tokio::test]
async fn a_low_rating_is_followed_up_and_owners_see_nothing_of_it() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let first = answered(&server).await;
    server.advance(Seconds::hours(1));
    let second = answered(&server).await;
    owner.command(&second, rate(1)).await.unwrap();
    server.advance(Seconds::hours(1));
    let after = owner.command(&first, rate(2)).await.unwrap();
    assert!(after.ticket.follow_ups.is_empty() && after.ticket.rating_ask.is_none());
    assert!(after.events.iter().all(|e| e.body.is_public()));
    let mut supervisor = server.staff("supervisor").await;
    let (a, b) = (first.ticket.id.to_string(), second.ticket.id.to_string());
    assert_eq!(view(&mut supervisor, View::FollowUps).await, [b.clone(), a.clone()], "the first due first");
    assert_eq!(view(&mut owner, View::FollowUps).await, [""; 0]);
    let row =
        supervisor.call(&LIST, &[], &ListQuery { view: Some(View::FollowUps), ..ListQuery::default() }).await;
    let row = row.unwrap().rows.remove(0);
    assert_eq!(row.follow_up_due, Some(Instant::from_secs(NOW) + Seconds::hours(25)));

    let page = supervisor.command(&second, Command::TakeFollowUp).await.unwrap();
    assert!(page.ticket.follow_up().unwrap().taken.is_some());
    let end =
        Command::EndFollowUp { outcome: FollowUpOutcome::Apologised, text: "已上门致歉".to_owned() };
    assert_eq!(code(server.staff("agent").await.command(&second, end.clone()).await), Code::Refused);
    supervisor.command(&second, end).await.unwrap();
    assert_eq!(view(&mut supervisor, View::FollowUps).await, [a]);
    let elsewhere = server.staff("supervisor").await.ticket(&b).await.unwrap();
    assert!(elsewhere.ticket.follow_up().is_none());
}

#[tokio::test]
async fn voices_that_disagree_wait_until_somebody_settles_them() {
    let server = server().await;
    let page = answered(&server).await;
    let mut owner = server.owner(1).await;
    owner.command(&page, rate(5)).await.unwrap();
    let form = QualityForm {
        marks: QualityMarks { writing: 40, resolution: 50, visit: 60 },
        passed: false,
        remarks: "没有写处理依据".to_owned(),
    };
    let mut supervisor = server.staff("supervisor").await;
    let checked = supervisor.command(&page, Command::CheckQuality { form }).await.unwrap();
    assert_eq!(checked.ticket.unsettled(), Some(Disagreement::FailedPraised));
    let id = page.ticket.id.to_string();
    assert_eq!(view(&mut supervisor, View::Voices).await, [id.as_str()], "although the ticket is closed");
    assert_eq!(view(&mut owner, View::Voices).await, [""; 0]);
    let seen = owner.ticket(&id).await.unwrap();
    assert!(seen.ticket.quality.is_none() && seen.ticket.settled.is_none());
    let said = serde_json::to_string(&seen).unwrap();
    assert!(!said.contains("没有写处理依据") && !said.contains("quality"), "{said}");
    let settle = Command::SettleVoices { finding: "业主满意结果，记录需补".to_owned() };
    supervisor.command(&page, settle.clone()).await.unwrap();
    assert_eq!(view(&mut supervisor, View::Voices).await, [""; 0]);
    assert_eq!(code(supervisor.command(&page, settle).await), Code::Refused);
}

#[tokio::test]
async fn each_day_is_published_once_when_it_is_over() {
    let server = telling().await;
    let page = answered(&server).await;
    server.owner(1).await.command(&page, rate(5)).await.unwrap();
    let job = DailyHeads::new(server.running.app().clone());
    let mut anyone = server.anyone();
    // The fifteenth is not over: only the day before it is there, and the ledger was empty then.
    let midnight = Instant::parse_rfc3339("2026-09-16T00:00:00+08:00").unwrap();
    assert_eq!(job.run().await.unwrap(), Some(midnight));
    let days = anyone.call(&LEDGER_DAYS, &[], &LedgerDaysQuery::default()).await.unwrap();
    assert_eq!(days.iter().map(|d| d.date.as_str()).collect::<Vec<_>>(), ["2026-09-14"]);
    assert!(days[0].heads.iter().all(|h| h.n == 0 && h.head == "0".repeat(64)));
    let holds = |n| LedgerDaysQuery { project: Some("tinglan".parse().unwrap()), n: Some(n) };
    assert_eq!(anyone.call(&LEDGER_DAYS, &[], &holds(1)).await.unwrap(), []);

    // Three days later, nobody having looked, each has its own head.
    server.clock.set(midnight + Seconds::days(2));
    job.run().await.unwrap();
    job.run().await.unwrap();
    let days = anyone.call(&LEDGER_DAYS, &[], &LedgerDaysQuery::default()).await.unwrap();
    let dates: Vec<_> = days.iter().map(|d| d.date.as_str()).collect();
    assert_eq!(dates, ["2026-09-17", "2026-09-16", "2026-09-15", "2026-09-14"]);
    let found = anyone.call(&LEDGER_DAYS, &[], &holds(1)).await.unwrap();
    assert_eq!(found.iter().map(|d| d.date.as_str()).collect::<Vec<_>>(), ["2026-09-15"], "the first one");
    let voucher =
        server.owner(1).await.call(&VOUCHER, &[page.ticket.id.as_str()], &Nothing {}).await.unwrap();
    let day = anyone.call(&LEDGER_DAY, &["2026-09-15"], &Nothing {}).await.unwrap();
    let head = day.heads.iter().find(|h| h.project.as_str() == "tinglan").unwrap();
    assert_eq!((head.n, &head.head), (1, &voucher.hash));
    let lines = day.heads.iter().map(|h| (h.project.as_str(), h.n, h.head.as_str()));
    assert_eq!(day.digest, day_digest(lines).to_string());
    let now = anyone.call(&LEDGER_HEADS, &[], &Nothing {}).await.unwrap();
    assert_eq!(now, day.heads);
    assert_eq!(code(anyone.call(&LEDGER_DAY, &["2026-09-18"], &Nothing {}).await), Code::NotFound);
    let half = LedgerDaysQuery { n: None, ..holds(1) };
    assert_eq!(code(anyone.call(&LEDGER_DAYS, &[], &half).await), Code::Malformed);

    // The auditors are told of each day.
    assert_eq!(number(&server, "select count(*) from outbox where id like 'ledger-%'").await, 4);
    Post::new(server.running.app()).unwrap().unwrap().run().await.unwrap();
    let left = "select count(*) from outbox where id like 'ledger-%' and done_at is null";
    assert_eq!(number(&server, left).await, 0);
}
