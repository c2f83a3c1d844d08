//! Surveys before renewals (R32): who is asked when, once, in which wave, and who is not.

use steward_core::endpoint::Nothing;
use steward_core::owners::Facts;
use steward_core::owners::api::{EDIT_HOME, EditHome, HOME};
use steward_core::owners::facts::read_date;
use steward_core::surveys::campaign::api::{
    ANSWER, CAMPAIGNS, CampaignPage, MOVE_CAMPAIGN, Move, MoveCampaign, PREVIEW, RESULTS,
};
use steward_core::surveys::campaign::{Cadence, Phase, Plan};
use steward_core::time::{Instant, Seconds};
use steward_server::db::{rows, sql};
use steward_server::jobs::{Job as _, lease};
use steward_server::surveys::campaigns::reminders::Reminders;
use steward_server::surveys::campaigns::renewals::Renewals;

use crate::common::surveys::{answers, given, links, new, number, plan, started};
use crate::common::{Client, NOW, Server, server};

fn standing() -> Plan {
    Plan { cadence: Cadence::Renewal, closes: Instant::from_secs(NOW) + Seconds::days(1000), ..plan() }
}

/// The nth home of the demo project.
async fn home(server: &Server, n: i64) -> String {
    let query =
        sql("select id from households where project_id = 'tinglan' order by id limit 1 offset $1").bind(n);
    rows::text(&query.row(&server.running.app().db().read).await.unwrap().unwrap(), 0).unwrap()
}

/// Says when the contract of a home ends.
async fn contract(data: &mut Client, home: &str, ends: &str) {
    let before = data.call(&HOME, &[home], &Nothing {}).await.unwrap().home.facts;
    let facts = Facts { contract_ends_on: read_date(ends), ..before.clone() };
    data.call(&EDIT_HOME, &[home], &EditHome { before, facts }).await.unwrap();
}

/// One round of a server that has just started; when it wants to look again.
async fn round(server: &Server, node: &str) -> Option<Instant> {
    Renewals::new(server.running.app().clone(), node.to_owned()).run().await.unwrap()
}

/// Who was asked: home and wave, in order.
async fn asked(server: &Server) -> Vec<(String, String)> {
    let found = sql("select i.household_id, c.contracts_in from campaign_invitations i \
        join campaigns c on c.id = i.campaign_id where c.contracts_in <> '' order by i.asked_at, c.contracts_in, 1")
    .rows(&server.running.app().db().read)
    .await
    .unwrap();
    found.iter().map(|row| (rows::text(row, 0).unwrap(), rows::text(row, 1).unwrap())).collect()
}

async fn begun(data: &mut Client, key: &str, plan: Plan) -> CampaignPage {
    started(data, &new(key, plan)).await
}

#[tokio::test]
async fn each_household_is_asked_once_before_its_contract_ends_r32() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let mut homes = Vec::new();
    for n in 0..5 {
        homes.push(home(&server, n).await);
    }
    // Today is 15 September: sixty days before, later than that, ended yesterday, not yet, unknown.
    for (home, ends) in homes.iter().zip(["2026-11-14", "2026-10-05", "2026-09-14", "2026-12-31"]) {
        contract(&mut data, home, ends).await;
    }
    let preview = data.call(&PREVIEW, &[], &standing()).await.unwrap();
    assert_eq!((preview.audience, preview.resting, preview.sample), (3, 0, 2));
    let page = begun(&mut data, "r1", standing()).await;
    assert_eq!(
        number(&server, "select count(*) from campaign_invitations").await,
        0,
        "it asks nobody itself"
    );
    let tomorrow = Instant::from_secs(NOW) + Seconds::days(1);
    assert_eq!(round(&server, "n1").await, Some(tomorrow));
    let pair = |n: usize, wave: &str| (homes[n].clone(), wave.to_owned());
    let first = vec![pair(1, "2026-10"), pair(0, "2026-11")];
    assert_eq!(asked(&server).await, first);
    round(&server, "n2").await;
    assert_eq!(asked(&server).await, first, "once, also after a restart");

    // 31 December: on 1 November, at the hour of the opening, not before.
    server.clock.set(Instant::parse_rfc3339("2026-11-01T05:00:00Z").unwrap());
    round(&server, "n1").await;
    assert_eq!(asked(&server).await, first, "the round of the day has not come");
    server.clock.set(Instant::parse_rfc3339("2026-11-01T07:00:00Z").unwrap());
    let mut data = server.staff("data").await;
    contract(&mut data, &homes[0], "2026-12-10").await;
    round(&server, "n1").await;
    let second = [first.clone(), vec![pair(3, "2026-12")]].concat();
    assert_eq!(asked(&server).await, second, "a date put right is the same contract");
    // Its next contract ends a year later.
    contract(&mut data, &homes[0], "2027-12-10").await;
    server.clock.set(Instant::parse_rfc3339("2027-10-12T07:00:00Z").unwrap());
    round(&server, "n1").await;
    assert_eq!(asked(&server).await, [second.clone(), vec![pair(0, "2027-12")]].concat());

    let mut data = server.staff("data").await;
    // The waves follow each other, and each is of its month.
    let list = data.call(&CAMPAIGNS, &[], &Nothing {}).await.unwrap();
    let mut waves: Vec<(String, u32, Phase)> =
        list.iter().filter_map(|row| Some((row.contracts.clone()?, row.wave, row.phase))).collect();
    waves.sort();
    let wave = |month: &str, n: u32, phase| (month.to_owned(), n, phase);
    assert_eq!(
        waves,
        [
            wave("2026-10", 1, Phase::Ended),
            wave("2026-11", 2, Phase::Ended),
            wave("2026-12", 3, Phase::Ended),
            wave("2027-12", 4, Phase::Open),
        ]
    );
    // Closed by hand, it asks nobody any more.
    let close = MoveCampaign { expected_seq: page.campaign.seq, to: Move::Close };
    data.call(&MOVE_CAMPAIGN, &[page.campaign.id.as_str()], &close).await.unwrap();
    contract(&mut data, &homes[4], "2027-12-11").await;
    assert_eq!(round(&server, "n1").await, None);
    assert_eq!(asked(&server).await.len(), 4);
}

#[tokio::test]
async fn whoever_rests_waits_and_reminders_are_capped_and_the_wave_has_its_results() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let mut homes = Vec::new();
    for n in 0..7 {
        homes.push(home(&server, n).await);
    }
    // Another survey asks all of the project ten days before.
    server.clock.set(Instant::from_secs(NOW) - Seconds::days(10));
    begun(&mut data, "other", Plan { opens: server.running.app().now(), pause_days: 0, ..plan() }).await;
    server.clock.set(Instant::from_secs(NOW));
    contract(&mut data, &homes[0], "2026-10-01").await;
    for home in &homes[1..] {
        contract(&mut data, home, "2026-11-10").await;
    }
    begun(&mut data, "r1", Plan { pause_days: 30, ..standing() }).await;
    round(&server, "n1").await;
    assert_eq!(asked(&server).await, [], "all of them rest");
    // The rest of thirty days is over on 5 October; one contract has ended by then.
    server.advance(Seconds::days(21));
    round(&server, "n1").await;
    assert_eq!(asked(&server).await.len(), 6, "those whose contract still runs");

    let mut data = server.staff("data").await;
    let list = data.call(&CAMPAIGNS, &[], &Nothing {}).await.unwrap();
    let wave = list.iter().find(|row| row.contracts.as_deref() == Some("2026-11")).unwrap();
    assert_eq!((wave.response.asked, wave.phase), (Some(6), Phase::Open));
    for (n, link) in links(&mut data, &wave.id, "tinglan").await.iter().enumerate().take(5) {
        server.anyone().call(&ANSWER, &[link], &given(&format!("d{n}"), answers(4, "电梯"))).await.unwrap();
    }
    let results = data.call(&RESULTS, &[wave.id.as_str()], &Nothing {}).await.unwrap();
    assert_eq!(results.results.response.answered, 5);
    assert!(results.results.items[0].total.value().is_some());

    // Two reminders are planned, two and five days after each was asked; who answered gets none.
    let reminders = Reminders::new(server.running.app().clone(), "n1".to_owned());
    let reminded = "select cast(coalesce(sum(reminded), 0) as bigint) from campaign_invitations i join campaigns c \
        on c.id = i.campaign_id where c.contracts_in <> ''";
    for (days, count) in [(1, 0), (1, 1), (2, 1), (1, 2), (9, 2)] {
        server.advance(Seconds::days(days));
        reminders.run().await.unwrap();
        assert_eq!(number(&server, reminded).await, count);
    }
}

#[tokio::test]
async fn one_server_at_a_time_asks() {
    let server = server().await;
    let mut data = server.staff("data").await;
    contract(&mut data, &home(&server, 0).await, "2026-10-05").await;
    begun(&mut data, "r1", standing()).await;
    let app = server.running.app();
    let (now, until) = (app.now(), Seconds(40));
    assert!(lease::take(app.writer(), Renewals::NAME, "other", now, until).await.unwrap());
    assert_eq!(round(&server, "n1").await, Some(now + until), "it waits for the other");
    assert_eq!(asked(&server).await, []);
    server.advance(Seconds(41));
    round(&server, "n1").await;
    assert_eq!(asked(&server).await.len(), 1);
}
