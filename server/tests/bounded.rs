//! What is read costs what its scope costs, and is of one moment: totals that end, kept numbers against naive ones, and
//! reads while others write.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use steward_core::cockpit::figures::{COCKPIT, COMPLAINT_DAYS, CockpitQuery};
use steward_core::cockpit::measure::Measure;
use steward_core::day::Day;
use steward_core::endpoint::MOST_COUNTED;
use steward_core::owners::Facts;
use steward_core::owners::api::{EDIT_HOME, EditHome};
use steward_core::owners::facts::read_date;
use steward_core::tickets::api::{COUNTS, CountQuery, LIST, ListQuery, View};
use steward_core::time::Seconds;
use steward_server::db::{rows, sql};
use steward_server::demo::Filling;

use super::cockpit_sums::{follow, stored};
use super::common::tickets::{leak, noise};
use super::common::{Server, server, server_with};

async fn run(server: &Server, text: &'static str) {
    let writer = server.running.app().writer();
    writer.run(move |conn| Box::pin(async move { Ok(sql(text).run(conn).await?) })).await.unwrap();
}

/// Of more than ten thousand tickets only that is said, in lists and beside views; a list goes on to its end all the same.
#[tokio::test]
async fn more_than_ten_thousand_are_not_counted() {
    let server = server().await;
    server.owner(1).await.submit(leak()).await.unwrap();
    let twins = "insert into tickets (project_id, id, seq, state, done, ended, scenario, category, urgency, department, \
        submitted_at, updated_at, next_due_at, in_pool, waits_reply, waits_approval, waits_visit, waits_ack, search, body, \
        risk_at) \
        with recursive n (n) as (select 1 union all select n + 1 from n where n < 9999) \
        select t.project_id, 'X' || (10000 + n.n), t.seq, t.state, t.done, t.ended, t.scenario, t.category, t.urgency, \
        t.department, t.submitted_at, t.updated_at, t.next_due_at + n.n, t.in_pool, t.waits_reply, t.waits_approval, \
        t.waits_visit, t.waits_ack, t.search, replace(t.body, t.id, 'X' || (10000 + n.n)), t.risk_at from n, tickets t";
    run(&server, twins).await;
    let mut agent = server.staff("agent").await;
    for (project, view, at_risk) in [
        (None, View::All, None),
        (None, View::Due, None),
        (None, View::New, None),
        (Some("tinglan"), View::Due, None),
        (None, View::Due, Some(true)),
    ] {
        let query = ListQuery {
            view: Some(view),
            at_risk,
            project: project.map(|p| p.parse().unwrap()),
            ..ListQuery::default()
        };
        let page = agent.call(&LIST, &[], &query).await.unwrap();
        // Nobody has waited long.
        if at_risk.is_some() {
            assert_eq!((page.total, page.more), (Some(0), false), "{query:?}");
            continue;
        }
        assert_eq!((page.rows.len(), page.total, page.more), (25, Some(MOST_COUNTED), false), "{query:?}");
        let rest = ListQuery { after: page.next, ..query };
        let next = agent.call(&LIST, &[], &rest).await.unwrap();
        assert_eq!((next.rows.len(), next.total, next.more), (25, None, false), "{rest:?}");
    }
    server.owner(1).await.submit(leak()).await.unwrap();
    server.advance(Seconds::days(2));
    let mut agent = server.staff("agent").await;
    let all = agent.call(&LIST, &[], &ListQuery::default()).await.unwrap();
    assert_eq!((all.total, all.more), (Some(MOST_COUNTED), true));
    let risk = ListQuery { view: Some(View::Due), at_risk: Some(true), ..ListQuery::default() };
    let risk = agent.call(&LIST, &[], &risk).await.unwrap();
    assert_eq!((risk.rows.len(), risk.total, risk.more), (25, Some(MOST_COUNTED), true));
    let counts = agent.call(&COUNTS, &[], &CountQuery::default()).await.unwrap();
    for count in counts {
        let expected = match count.view {
            View::All | View::Due | View::Overdue | View::New => (MOST_COUNTED, true),
            _ => (0, false),
        };
        assert_eq!((count.count, count.more), expected, "{:?}", count.view);
    }
    // Those of another project see none of them.
    let mut stranger = server.staff("manager2").await;
    assert_eq!(stranger.call(&LIST, &[], &ListQuery::default()).await.unwrap().total, Some(0));
}

/// R13: on every day the kept number of homes is what counting the complaining homes gives.
#[tokio::test]
async fn r13_homes_that_complained_are_those_that_a_count_finds_on_any_day() {
    let server = server_with(|config| config.demo_filling = Filling::Everything).await;
    // Twice at the same moment, again within the thirty days, and after them; one of them is taken back.
    for days in [0, 0, 3, 27, 31] {
        server.advance(Seconds::days(days));
        // A session ends before the last of them.
        let mut owner = server.owner(1).await;
        let ticket = owner.submit(noise()).await.unwrap();
        if days == 3 {
            let gone = steward_core::tickets::Command::Cancel { reason: "已经安静了".to_owned() };
            owner.command(&ticket, gone).await.unwrap();
        }
        follow(&server, 3).await;
    }
    let found = sql("select project_id, household_id, repeated_day from counted \
        where repeated_day is not null and household_id <> ''")
    .rows(&server.running.app().db().read)
    .await
    .unwrap();
    let complaints: Vec<(String, String, i64)> = found
        .iter()
        .map(|row| (rows::text(row, 0).unwrap(), rows::text(row, 1).unwrap(), rows::int(row, 2).unwrap()))
        .collect();
    assert!(complaints.len() > 10, "{complaints:?}");
    let sums = stored(&server).await;
    let first = complaints.iter().map(|(.., day)| *day).min().unwrap();
    let last = complaints.iter().map(|(.., day)| *day).max().unwrap() + 40;
    let mut most = 0;
    for number in first..last {
        let mut homes = BTreeMap::<&str, BTreeSet<&str>>::new();
        for (project, household, day) in &complaints {
            let of = homes.entry(project).or_default();
            if (number - i64::from(COMPLAINT_DAYS) + 1..=number).contains(day) {
                of.insert(household);
            }
        }
        for (project, homes) in homes {
            let day = Day::from_number(number).unwrap();
            let kept = sums.get(&format!("complaining/{project}"));
            let kept = kept.and_then(|days| days.range(..=day).next_back());
            let kept = kept.map_or(0, |(_, sum)| sum.of(Measure::Repeated).total);
            assert_eq!(kept, i64::try_from(homes.len()).unwrap(), "{project} on {day:?}");
            most = most.max(kept);
        }
    }
    assert!(most > 1, "several homes complained");
}

/// R13: homes count from the day on which they were handed over, as it is known now.
#[tokio::test]
async fn r13_homes_count_from_their_handing_over() {
    let server = server().await;
    let mut data = server.staff("data").await;
    let kept = async |last: &str| {
        let last = Day::try_from(last.to_owned()).unwrap();
        let query = CockpitQuery {
            last: Some(last),
            project: Some("tinglan".parse().unwrap()),
            ..CockpitQuery::default()
        };
        let page = server.staff("hq").await.call(&COCKPIT, &[], &query).await.unwrap();
        let text = String::from(last);
        let naive =
            sql("select count(*) from households where project_id = 'tinglan' and handed_over_on <> '' \
            and handed_over_on <= $1")
            .bind(text)
            .number(&server.running.app().db().read)
            .await
            .unwrap();
        assert_eq!(page.lines[0].now.households.n, naive, "{last:?}");
        naive
    };
    let homes = sql("select id from households where project_id = 'tinglan' order by id limit 3")
        .rows(&server.running.app().db().read)
        .await
        .unwrap();
    let ids: Vec<String> = homes.iter().map(|row| rows::text(row, 0).unwrap()).collect();
    let facts = |day: &str| Facts { handed_over_on: read_date(day), ..Facts::default() };
    let mut is = vec![Facts::default(); 3];
    let mut seen = BTreeSet::new();
    for (home, becomes) in [
        (0, facts("2026-03-01")),
        (1, facts("2026-01-05")),
        (2, facts("2026-03-01")),
        (0, facts("2025-12-31")),
        (1, facts("2026-09-14")),
        (2, Facts::default()),
        (2, facts("2026-09-14")),
    ] {
        let edit = EditHome { before: is[home].clone(), facts: becomes.clone() };
        data.call(&EDIT_HOME, &[ids[home].as_str()], &edit).await.unwrap();
        is[home] = becomes;
        for day in ["2025-12-30", "2025-12-31", "2026-01-05", "2026-02-28", "2026-03-01", "2026-09-15"] {
            seen.insert(kept(day).await);
        }
    }
    assert_eq!(seen, BTreeSet::from([0, 1, 2, 3]));
}

/// A list and its total are of one moment, whoever writes meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_and_its_total_are_of_one_moment() {
    let server = Arc::new(server().await);
    let done = Arc::new(AtomicBool::new(false));
    let writes = {
        let (server, done) = (Arc::clone(&server), Arc::clone(&done));
        tokio::spawn(async move {
            let mut owner = server.owner(1).await;
            for _ in 0..60 {
                owner.submit(leak()).await.unwrap();
            }
            done.store(true, Ordering::SeqCst);
        })
    };
    let mut agent = server.staff("agent").await;
    let query = ListQuery { view: Some(View::New), limit: Some(100), ..ListQuery::default() };
    let mut seen = BTreeSet::new();
    while !done.load(Ordering::SeqCst) {
        let page = agent.call(&LIST, &[], &query).await.unwrap();
        assert_eq!(page.total, Some(page.rows.len() as u64));
        seen.insert(page.rows.len());
    }
    writes.await.unwrap();
    assert!(seen.len() > 2, "it was read while others wrote: {seen:?}");
}
