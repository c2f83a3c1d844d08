//! The rest of the surface: rules, ratings as evidence, health, measurements, the test clock, a stop in good order.

use crate::common;
use crate::common::tickets::leak;
use crate::common::{code, server, server_with};
use steward_core::endpoint::Nothing;
use steward_core::problem::Code;
use steward_core::sla::api::RULES;
use steward_core::sla::policy::ClockKind;
use steward_core::surveys::api::{LEDGER, LedgerQuery, VOUCHER};
use steward_core::surveys::ledger::{Hash, Record, chain};
use steward_core::surveys::rating::RatingDraft;
use steward_core::tickets::Command;
use steward_core::tickets::command::CheckIn;
use steward_core::time::{Instant, Seconds};
use steward_server::config::Config;

#[tokio::test]
async fn the_browser_gets_the_rules_that_the_server_keeps() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let rules = owner.call(&RULES, &["tinglan"], &Nothing {}).await.unwrap();
    assert_eq!(rules.legal_emergency, Some(Seconds::hours(2)));
    let now = Instant::from_secs(common::NOW);
    assert_eq!(rules.desk_opens(now), now, "14:20 is within 8 to 22");
    let night = now + Seconds::hours(9);
    assert_eq!(rules.desk_opens(night), Instant::parse_rfc3339("2026-09-16T08:00:00+08:00").unwrap());
    let page = owner.submit(leak()).await.unwrap();
    let limit = rules.policy.limit(ClockKind::Feedback, &page.ticket.case(), |_| false).unwrap();
    assert_eq!(page.ticket.clock(ClockKind::Feedback).unwrap().due, now + limit.limit);
    assert_eq!(code(owner.call(&RULES, &["songfeng"], &Nothing {}).await), Code::NotFound);
    assert_eq!(code(server.staff("hq").await.call(&RULES, &["nowhere"], &Nothing {}).await), Code::NotFound);
}

#[tokio::test]
async fn a_rating_is_chained_and_anyone_can_check_it() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let (mut agent, mut engineer) = (server.staff("agent").await, server.staff("engineer").await);
    let mut last = String::new();
    for (n, stars) in [(1_u64, 5_u8), (2, 2)] {
        let page = owner.submit(leak()).await.unwrap();
        let id = page.ticket.id.to_string();
        assert_eq!(code(owner.call(&VOUCHER, &[&id], &Nothing {}).await), Code::NotFound, "not rated yet");
        let dispatch =
            Command::Dispatch { engineer: "staff-engineer".parse().unwrap(), reason: String::new() };
        agent.command(&page, dispatch).await.unwrap();
        engineer.command(&page, Command::Arrive { check_in: CheckIn::Manual }).await.unwrap();
        let photo = engineer.upload(&common::photos::jpeg(30, 30)).await.unwrap().photo;
        engineer
            .command(&page, Command::Complete { work: "修好了".into(), photos: vec![photo] })
            .await
            .unwrap();
        let rating = RatingDraft { stars: stars.try_into().ok(), tags: vec![], text: String::new() };
        owner.command(&page, Command::Rate { rating }).await.unwrap();

        let voucher = owner.call(&VOUCHER, &[&id], &Nothing {}).await.unwrap();
        let record: Record = serde_json::from_str(&voucher.record).unwrap();
        assert_eq!((voucher.n, record.score, record.ticket.as_str()), (n, stars, id.as_str()));
        assert_eq!((record.agent.as_str(), record.owner.as_str()), ("staff-engineer", "owner-01"));
        assert_eq!(record.rated_at, "2026-09-15T14:20:00+08:00");
        let previous: Hash = voucher.prev.parse().unwrap();
        assert_eq!(chain(previous, &record).to_string(), voucher.hash, "the browser computes the same");
        let public = server.anyone().call(&LEDGER, &["tinglan"], &LedgerQuery::default()).await.unwrap();
        assert_eq!((public.length, public.head.as_str()), (n, voucher.hash.as_str()));
        assert_eq!(public.hashes.last(), Some(&voucher.hash));
        assert_eq!(code(server.owner(2).await.call(&VOUCHER, &[&id], &Nothing {}).await), Code::NotFound);
        if n == 2 {
            assert_eq!(voucher.prev, last);
            let second = LedgerQuery { from: Some(2), to: Some(2) };
            let part = server.anyone().call(&LEDGER, &["tinglan"], &second).await.unwrap();
            assert_eq!((part.from, part.hashes), (2, vec![voucher.hash.clone()]));
        }
        last = voucher.hash;
    }
    let empty = server.anyone().call(&LEDGER, &["yunqi"], &LedgerQuery::default()).await.unwrap();
    assert_eq!((empty.length, empty.head), (0, Hash::ZERO.to_string()));
    assert_eq!(
        code(server.anyone().call(&LEDGER, &["nowhere"], &LedgerQuery::default()).await),
        Code::NotFound
    );
}

#[tokio::test]
async fn health_and_measurements() {
    let server = server().await;
    server.owner(1).await.submit(leak()).await.unwrap();
    assert_eq!(server.anyone().get("/healthz").await.body, b"ok\n");
    assert_eq!(server.anyone().get("/readyz").await.body, b"ready\n");
    let text = String::from_utf8(server.anyone().get("/metrics").await.body).unwrap();
    assert!(
        text.contains("steward_http_requests_total{path=\"/api/v1/tickets\",status=\"201\"} 1"),
        "{text}"
    );
    assert!(text.contains("steward_writer_batch_count 1"), "{text}");
}

#[tokio::test]
async fn only_a_test_server_has_a_clock_to_move() {
    let server = server().await;
    let reply = server.anyone().post_text("/api/test/clock", r#"{"advance_s":60}"#).await;
    assert_ne!(reply.status.as_u16(), 200, "an ordinary server");
    let data = tempfile::tempdir().unwrap();
    let config = Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        data: data.path().to_owned(),
        demo: true,
        demo_filling: steward_server::demo::Filling::People,
        test_clock: Some(Instant::from_millis(1_780_000_000_000)),
        ..Config::default()
    };
    let running = steward_server::run(config).await.unwrap();
    let mut client = common::Client::of(running.router());
    let now = |reply: common::Reply| reply.json::<serde_json::Value>()["now"].as_i64().unwrap();
    let before = now(client.post_text("/api/test/clock", r#"{"advance_s":0}"#).await);
    let after = now(client.post_text("/api/test/clock", r#"{"advance_s":86400}"#).await);
    assert!((before - 1_780_000_000_000).abs() < 60_000, "its own time, give or take the test's own minute");
    assert!((after - before - 86_400_000).abs() < 60_000, "a day later");
    assert_eq!(
        client.post_text("/api/test/clock", r#"{"advance_s":-5}"#).await.problem().code,
        Code::Malformed
    );
    running.shutdown().await;
}

#[tokio::test]
async fn a_stopped_server_starts_again_with_everything() {
    let data = tempfile::tempdir().unwrap();
    let keep = data.path().to_owned();
    let first = server_with(|c| c.data = keep.clone()).await;
    if std::env::var_os("STEWARD_TEST_POSTGRES").is_some() {
        return;
    }
    let mut owner = first.owner(1).await;
    let id = owner.submit(leak()).await.unwrap().ticket.id.to_string();
    let cookie = owner.cookie.clone();
    first.running.shutdown().await;
    assert!(!data.path().join("steward.db-wal").exists(), "the log is folded into the file");
    let second = server_with(|c| c.data = keep).await;
    let mut again = second.anyone();
    again.cookie = cookie;
    assert_eq!(again.ticket(&id).await.unwrap().ticket.id.as_str(), id, "the session goes on too");
}

#[tokio::test]
async fn it_answers_on_the_port_it_was_given() {
    let server = server().await;
    let address = server.running.addr;
    assert_ne!(address.port(), 0);
    let get = move || ureq::get(format!("http://{address}/healthz")).call().unwrap().status().as_u16();
    assert_eq!(tokio::task::spawn_blocking(get).await.unwrap(), 200);
    server.running.shutdown().await;
    let refused =
        tokio::task::spawn_blocking(move || ureq::get(format!("http://{address}/healthz")).call().is_err());
    assert!(refused.await.unwrap(), "and no more when it has stopped");
}
