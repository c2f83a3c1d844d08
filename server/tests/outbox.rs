//! Notices on their ways: to a web server that fails first. By mail: `mail.rs`.

use std::collections::BTreeSet;

use crate::common::tickets::leak;
use crate::common::{Server, server_with};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use data_encoding::HEXLOWER;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use steward_server::db::{rows, sql};
use steward_server::jobs::Job as _;
use steward_server::outbox::post::{MOST_TRIES, Post, retry_after};
use steward_server::outbox::settings::Webhook;
use steward_server::outbox::waiting;
use steward_server::outbox::words::Language;
use steward_server::secret::Secret;
use tokio::sync::mpsc as channel;

const SECRET: &str = "a secret of both sides";

pub(crate) fn post(server: &Server) -> Post {
    Post::new(server.running.app()).unwrap().unwrap()
}

pub(crate) async fn number(server: &Server, query: &'static str) -> i64 {
    sql(query).number(&server.running.app().db().read).await.unwrap()
}

// ---- a web server ----

pub(crate) struct Posted {
    pub(crate) delivery: String,
    signature: String,
    body: String,
}

impl Posted {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A web server that answers each POST with the next of these codes, 200 when they are used up.
pub(crate) async fn receiver(answers: Vec<u16>) -> (String, channel::UnboundedReceiver<Posted>) {
    let (send, posts) = channel::unbounded_channel();
    let answers = std::sync::Arc::new(std::sync::Mutex::new(answers.into_iter()));
    let handler = move |headers: HeaderMap, body: Bytes| {
        let text = |name: &str| headers[name].to_str().unwrap().to_owned();
        let post = Posted {
            delivery: text("steward-delivery"),
            signature: text("steward-signature"),
            body: String::from_utf8(body.to_vec()).unwrap(),
        };
        send.send(post).unwrap();
        let answer = answers.lock().unwrap().next().unwrap_or(200);
        std::future::ready(StatusCode::from_u16(answer).unwrap())
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/in", listener.local_addr().unwrap());
    let router = axum::Router::new().route("/in", axum::routing::post(handler));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, posts)
}

async fn server_with_hook(answers: Vec<u16>) -> (Server, channel::UnboundedReceiver<Posted>) {
    let (url, posts) = receiver(answers).await;
    let server = server_with(|config| {
        config.public_url = Some("https://care.example.com".to_owned());
        config.notify.webhook = Some(Webhook { url, secret: Secret::new(SECRET) });
    })
    .await;
    (server, posts)
}

fn signed(time: i64, body: &str) -> String {
    let mut mac = <Hmac<Sha256>>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{time}.{body}").as_bytes());
    format!("t={time},v1={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
}

#[tokio::test]
async fn a_signed_post_is_tried_again_until_it_is_taken() {
    let (server, mut posts) = server_with_hook(vec![500]).await;
    let post = post(&server);
    server.owner(1).await.submit(leak()).await.unwrap();
    let next = post.run().await.unwrap().unwrap();
    let first = posts.try_recv().unwrap();
    assert_eq!(first.signature, signed(crate::common::NOW, &first.body));
    let body = first.json();
    assert_eq!((&body["kind"], &body["to"]["role"]), (&"submitted".into(), &"agt".into()));
    assert_eq!((&body["ticket"], &body["project_name"]), (&"T20260915-0001".into(), &"听澜苑".into()));
    assert_eq!(body["persons"], serde_json::json!(["staff-agent"]));
    assert_eq!(body["link"], "https://care.example.com/console/tickets/T20260915-0001");
    let subject = "【听澜苑】新工单 T20260915-0001：厨房水槽下面一直滴水，柜子底板已经泡湿了";
    assert_eq!(body["text"]["zh-CN"]["subject"], subject);
    assert!(!first.body.contains("13800000001"), "no phone leaves the house");

    let waits = waiting::list(server.running.app().db()).await.unwrap();
    assert_eq!((waits.len(), waits[0].tries, waits[0].last_error.as_str()), (1, 1, "answered 500"));
    assert_eq!(waits[0].due_at, next);
    assert_eq!(next, server.running.app().now() + retry_after(1, &waits[0].id));
    assert_eq!(post.run().await.unwrap(), Some(next));
    assert!(posts.try_recv().is_err(), "not before its time");

    server.clock.set(next);
    assert_eq!(post.run().await.unwrap(), None);
    let second = posts.try_recv().unwrap();
    assert_eq!((&second.delivery, &second.body), (&first.delivery, &first.body), "the same notice");
    assert_eq!(second.signature, signed(next.secs(), &second.body), "signed at its own time");
    assert_eq!(number(&server, "select count(*) from outbox where done_at is null").await, 0);
}

#[tokio::test]
async fn what_nobody_takes_is_given_up_seen_and_tried_again() {
    let tries = usize::try_from(MOST_TRIES).unwrap();
    let (server, mut posts) = server_with_hook(vec![503; tries]).await;
    let post = post(&server);
    server.owner(1).await.submit(leak()).await.unwrap();
    let begin = server.running.app().now();
    while let Some(next) = post.run().await.unwrap() {
        server.clock.set(next);
    }
    assert_eq!(std::iter::from_fn(|| posts.try_recv().ok()).count(), tries);
    let hours = server.running.app().now().since(begin).get() / 3600;
    assert!((12..24).contains(&hours), "tried for {hours} hours");
    let app = server.running.app();
    let dead = waiting::list(app.db()).await.unwrap();
    assert!(dead[0].dead_at.is_some() && dead[0].last_error == "answered 503", "{dead:?}");

    assert_eq!(waiting::retry(app.writer(), None, app.now()).await.unwrap(), 1);
    post.run().await.unwrap();
    assert!(posts.try_recv().is_ok());
    assert_eq!(waiting::list(app.db()).await.unwrap(), []);
}

#[tokio::test]
async fn a_receiver_that_says_gone_is_not_asked_again_and_redirects_are_not_followed() {
    let (server, mut posts) = server_with_hook(vec![410, 302]).await;
    let post = post(&server);
    server.owner(1).await.submit(leak()).await.unwrap();
    server.owner(1).await.submit(leak()).await.unwrap();
    post.run().await.unwrap();
    assert_eq!(std::iter::from_fn(|| posts.try_recv().ok()).count(), 2);
    let waits = waiting::list(server.running.app().db()).await.unwrap();
    let errors: BTreeSet<_> = waits.iter().map(|w| (w.last_error.as_str(), w.dead_at.is_some())).collect();
    assert_eq!(errors, BTreeSet::from([("answered 302", false), ("answered 410 Gone", true)]));
}

#[tokio::test]
async fn two_servers_send_a_notice_once() {
    let (server, mut posts) = server_with_hook(vec![]).await;
    for _ in 0..5 {
        server.owner(1).await.submit(leak()).await.unwrap();
    }
    let (one, other) = (post(&server), post(&server));
    let (a, b) = tokio::join!(one.run(), other.run());
    a.unwrap();
    b.unwrap();
    let sent: Vec<_> = std::iter::from_fn(|| posts.try_recv().ok()).map(|p| p.delivery).collect();
    assert_eq!((sent.len(), sent.iter().collect::<BTreeSet<_>>().len()), (5, 5));
}

#[tokio::test]
async fn a_running_server_delivers_by_itself() {
    let (url, mut posts) = receiver(vec![]).await;
    let server = server_with(|config| {
        config.jobs = true;
        config.notify.webhook = Some(Webhook { url, secret: Secret::new(SECRET) });
    })
    .await;
    server.owner(1).await.submit(leak()).await.unwrap();
    // The day's ledger heads go out by themselves too.
    while posts.recv().await.unwrap().json()["kind"] != "submitted" {}
    server.running.shutdown().await;
}

#[tokio::test]
async fn without_a_way_nothing_waits() {
    let server = server_with(|_| {}).await;
    server.owner(1).await.submit(leak()).await.unwrap();
    assert_eq!(number(&server, "select count(*) from outbox").await, 0);
    assert!(Post::new(server.running.app()).unwrap().is_none());
}

// ---- mail ----

#[tokio::test]
async fn a_notice_that_cannot_be_read_is_given_up_alone() {
    let (server, mut posts) = server_with_hook(vec![]).await;
    let page = server.owner(1).await.submit(leak()).await.unwrap();
    let app = server.running.app();
    app.writer()
        .run(move |conn| {
            Box::pin(async move {
                let query =
                    sql("insert into outbox (id, project_id, ticket_id, seq, channel, body, due_at) \
                    values ('bad', 'tinglan', $1, 1, 'webhook', '{', 0)");
                Ok(query.bind(page.ticket.id.as_str()).run(conn).await?)
            })
        })
        .await
        .unwrap();
    assert_eq!(post(&server).run().await.unwrap(), None);
    assert!(posts.try_recv().is_ok());
    let query = sql("select last_error from outbox where dead_at is not null");
    let row = query.row(&app.db().read).await.unwrap().unwrap();
    assert!(rows::text(&row, 0).unwrap().starts_with("unreadable"));
}

#[test]
fn waiting_grows_to_hours_and_is_spread_out() {
    let waits: Vec<i64> = (1..=12).map(|tries| retry_after(tries, "a").get()).collect();
    assert!(waits.windows(2).all(|w| w[0] <= w[1]), "{waits:?}");
    assert!(
        waits[0] >= 30 && waits[0] < 40 && waits[11] >= 6 * 3600 && waits[11] <= 6 * 3600 * 5 / 4,
        "{waits:?}"
    );
    let spread: BTreeSet<i64> = (0..50).map(|n| retry_after(5, &format!("T1-{n}-0")).get()).collect();
    assert!(spread.len() > 10, "{spread:?}");
    assert_eq!(Language::of("en"), Some(Language::English));
}
