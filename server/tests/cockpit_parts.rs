//! How the cockpit's sums went, what they are made of, and what is at risk: each against the page and the lists.

use std::collections::BTreeMap;

use steward_core::cockpit::figures::{COCKPIT, CockpitQuery, EXPORT_COCKPIT};
use steward_core::cockpit::indicator::Indicator;
use steward_core::cockpit::measure::{Measure, Rollup};
use steward_core::cockpit::parts::{By, PARTS, PartsQuery};
use steward_core::cockpit::trends::TRENDS;
use steward_core::export::Format;
use steward_core::ids::ProjectId;
use steward_core::problem::Code;
use steward_core::tickets::Ticket;
use steward_core::tickets::api::{LIST, ListQuery, View};
use steward_core::time::Seconds;
use steward_server::cockpit::projection::follow;
use steward_server::db::sql;
use steward_server::demo::Filling;
use steward_server::tickets::store;

use super::common::{Client, Server, server_with};

async fn full() -> Server {
    let server = server_with(|config| config.demo_filling = Filling::Little).await;
    while follow::follow(server.running.app().db(), server.running.app().writer(), 500).await.unwrap() {}
    server
}

fn of(project: &ProjectId) -> CockpitQuery {
    CockpitQuery { project: Some(project.clone()), ..CockpitQuery::default() }
}

async fn counted(client: &mut Client, query: ListQuery) -> i64 {
    let page = client.call(&LIST, &[], &ListQuery { view: Some(View::All), ..query }).await.unwrap();
    i64::try_from(page.total.unwrap()).unwrap()
}

#[tokio::test]
async fn the_steps_of_a_trend_add_up_to_the_page() {
    let server = full().await;
    for login in ["hq", "manager", "manager2", "agent", "engineer"] {
        let mut client = server.staff(login).await;
        for days in [1, 30, 90, 400] {
            let query = CockpitQuery { days: Some(days), ..CockpitQuery::default() };
            let page = client.call(&COCKPIT, &[], &query).await.unwrap();
            let trends = client.call(&TRENDS, &[], &query).await.unwrap();
            let mut sum = Rollup::default();
            trends.steps.iter().for_each(|step| sum.merge(&step.tickets));
            assert_eq!(sum, page.total().0.tickets, "{login}, {days} days");
            assert_eq!(trends.period, page.period);
        }
    }
    // A region is a sum of its own in the store, and the same.
    let mut hq = server.staff("hq").await;
    let page = hq.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    let region = CockpitQuery { region: Some(page.lines[0].region.clone()), ..CockpitQuery::default() };
    let (of_region, trends) =
        (hq.call(&COCKPIT, &[], &region).await.unwrap(), hq.call(&TRENDS, &[], &region).await.unwrap());
    let mut sum = Rollup::default();
    trends.steps.iter().for_each(|step| sum.merge(&step.tickets));
    assert_eq!(sum, of_region.total().0.tickets);
    for query in [of(&"nowhere".parse().unwrap()), CockpitQuery { region: "nowhere".parse().ok(), ..region }]
    {
        assert_eq!(hq.call(&TRENDS, &[], &query).await.unwrap_err().code, Code::NotFound);
    }
}

#[tokio::test]
async fn parts_are_what_their_lists_count() {
    let server = full().await;
    let mut hq = server.staff("hq").await;
    let page = hq.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    let period = (Some(page.period.first), Some(page.period.last));
    let mut seen = 0;
    for by in [By::Building, By::Person] {
        let parts = hq.call(&PARTS, &[], &PartsQuery::of(by, &CockpitQuery::default())).await.unwrap();
        assert!(!parts.too_many && !parts.parts.is_empty());
        for part in &parts.parts {
            for measure in [Measure::Volume, Measure::Timely, Measure::Processing, Measure::Praise] {
                let query = ListQuery {
                    project: Some(part.project.clone()),
                    measure: Some(measure),
                    building: part.person.is_none().then(|| part.name.clone()),
                    person: part.person.clone(),
                    from: period.0,
                    to: period.1,
                    ..ListQuery::default()
                };
                assert_eq!(
                    counted(&mut hq, query).await,
                    part.now.of(measure).n,
                    "{measure:?} of {}",
                    part.name
                );
                seen += part.now.of(measure).n;
            }
        }
    }
    assert!(seen > 100, "{seen}");
    // What everybody took on is what was submitted and taken on: people with names, each in a project.
    let people = hq.call(&PARTS, &[], &PartsQuery::of(By::Person, &CockpitQuery::default())).await.unwrap();
    assert!(people.parts.iter().all(|part| part.role.is_some() && !part.name.is_empty()));
}

#[tokio::test]
async fn nobody_sees_parts_of_others() {
    let server = full().await;
    let mut manager = server.staff("manager2").await;
    let mine = manager.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    let projects: Vec<&ProjectId> = mine.lines.iter().map(|line| &line.project).collect();
    let people =
        manager.call(&PARTS, &[], &PartsQuery::of(By::Person, &CockpitQuery::default())).await.unwrap();
    assert!(people.parts.iter().all(|part| projects.contains(&&part.project)));
    let elsewhere = PartsQuery::of(By::Person, &of(&"tinglan".parse().unwrap()));
    let elsewhere_code = manager.call(&PARTS, &[], &elsewhere).await.unwrap_err().code;
    assert_eq!(elsewhere_code, Code::NotFound);
    // Who sees the own work only sees one line for each project, and no buildings.
    let mut engineer = server.staff("engineer").await;
    let people =
        engineer.call(&PARTS, &[], &PartsQuery::of(By::Person, &CockpitQuery::default())).await.unwrap();
    let mut names: Vec<&str> = people.parts.iter().map(|part| part.name.as_str()).collect();
    names.dedup();
    assert_eq!(names.len(), 1, "{names:?}");
    let buildings = PartsQuery::of(By::Building, &CockpitQuery::default());
    assert_eq!(engineer.call(&PARTS, &[], &buildings).await.unwrap().parts, []);
    assert_eq!(server.owner(1).await.call(&PARTS, &[], &buildings).await.unwrap_err().code, Code::Forbidden);
}

#[tokio::test]
async fn what_is_at_risk_is_late_or_in_its_last_fifth() {
    let server = full().await;
    server.advance(Seconds::hours(5));
    let now = server.running.app().now();
    let found =
        sql("select body, packed, id from tickets").rows(&server.running.app().db().read).await.unwrap();
    let tickets: Vec<Ticket> = found.iter().map(|row| store::read(row).unwrap()).collect();
    let mut expected = BTreeMap::<ProjectId, i64>::new();
    for ticket in tickets.iter().filter(|ticket| !ticket.state.is_ended()) {
        let paused = ticket.pauses.last().is_some_and(|pause| pause.to.is_none());
        let risky = ticket
            .clocks
            .iter()
            .filter(|c| c.stopped.is_none() && !c.superseded)
            .any(|c| c.breached.is_some() || (!(paused && c.kind.pausable()) && now >= c.warn_at));
        if risky {
            *expected.entry(ticket.said.project.clone()).or_default() += 1;
        }
    }
    assert!(expected.values().sum::<i64>() > 3, "{expected:?}");
    let mut hq = server.staff("hq").await;
    for (project, n) in &expected {
        let query = ListQuery { project: Some(project.clone()), at_risk: Some(true), ..ListQuery::default() };
        assert_eq!(counted(&mut hq, query).await, *n, "{project}");
    }
    let page = hq.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    let region = &page.lines[0].region;
    let of_region: i64 = page
        .lines
        .iter()
        .filter(|line| line.region == *region)
        .filter_map(|line| expected.get(&line.project))
        .sum();
    let query = ListQuery { region: Some(region.clone()), at_risk: Some(true), ..ListQuery::default() };
    assert_eq!(counted(&mut hq, query).await, of_region);
}

#[tokio::test]
async fn the_table_is_the_page_and_who_took_it_is_logged() {
    let server = full().await;
    let mut hq = server.staff("hq").await;
    let query = CockpitQuery::default();
    let page = hq.call(&COCKPIT, &[], &query).await.unwrap();
    let text = hq.file(&EXPORT_COCKPIT, &[], Format::Csv, query.clone()).await.unwrap().text();
    assert!(text.starts_with('\u{feff}'), "spreadsheets read Chinese by it");
    let mut read = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let lines: Vec<csv::StringRecord> = read.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), (page.lines.len() + 1) * Indicator::ALL.len());
    let tinglan = page.lines.iter().find(|line| line.project.as_str() == "tinglan").unwrap();
    let timely = tinglan.now.of(Indicator::Timely).unwrap();
    let line = lines.iter().find(|line| &line[1] == "听澜苑" && &line[2] == "M11").unwrap();
    assert_eq!((&line[4], &line[5]), (timely.total.to_string().as_str(), timely.n.to_string().as_str()));
    assert_eq!((&line[8], &line[9]), ("95.00", "missed"));
    let logged = "select count(*) from audit where action = 'cockpit-export' and person_id = 'staff-hq'";
    assert_eq!(sql(logged).number(&server.running.app().db().read).await.unwrap(), 1);
    // Somebody else's table has what their page has, and nothing else.
    let mut manager = server.staff("manager2").await;
    let text = manager.file(&EXPORT_COCKPIT, &[], Format::Csv, query.clone()).await.unwrap().text();
    assert!(!text.contains("听澜苑"));
    let refused = server.owner(1).await.file(&EXPORT_COCKPIT, &[], Format::Csv, query).await;
    assert_eq!(refused.err().map(|problem| problem.code), Some(Code::Forbidden));
}
