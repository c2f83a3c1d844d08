//! Channel consistency (R99): the sums against a recount of the tickets, and each number against the list that it opens.

use std::collections::BTreeMap;

use steward_core::accounts::api::{Me, WHO_AM_I};
use steward_core::cockpit::channels::{CHANNELS, ChannelTally, Channels, PROMISES, Touchpoint};
use steward_core::cockpit::counted::{Beside, counted};
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::measure::Measure;
use steward_core::cockpit::period::Period;
use steward_core::endpoint::Nothing;
use steward_core::ids::ProjectId;
use steward_core::problem::Code;
use steward_core::tickets::Ticket;
use steward_core::tickets::api::{ListQuery, View};
use steward_server::demo::Filling;

use super::cockpit_sums::{day_of, follow};
use super::common::{Client, Server, server_with};
use super::lists::{listed, stored};

async fn filled() -> Server {
    let server = server_with(|config| config.demo_filling = Filling::Everything).await;
    follow(&server, 500).await;
    server
}

async fn ask(client: &mut Client, query: &CockpitQuery) -> Channels {
    client.call(&CHANNELS, &[], query).await.unwrap()
}

/// How the promises of these projects were kept in a period, counted ticket by ticket.
fn recount(tickets: &[Ticket], projects: &[ProjectId], period: Period) -> Vec<ChannelTally> {
    let mut sums = BTreeMap::<(Measure, Touchpoint), (u64, u64)>::new();
    for ticket in tickets.iter().filter(|ticket| projects.contains(&ticket.said.project)) {
        let Some(way) = Touchpoint::of(ticket.said.channel) else { continue };
        // What stands beside a ticket says nothing of its promises.
        for entry in counted(ticket, Beside::default(), day_of).entries {
            if PROMISES.contains(&entry.measure) && (period.first..=period.last).contains(&entry.day) {
                let (met, decided) = sums.entry((entry.measure, way)).or_default();
                *met += u64::from(entry.value == 1);
                *decided += 1;
            }
        }
    }
    let tally = |((measure, touchpoint), (met, decided))| ChannelTally { measure, touchpoint, met, decided };
    sums.into_iter().map(tally).collect()
}

/// The projects that a viewer reaches, or what is asked for of them.
fn projects(me: &Me, only: Option<&ProjectId>) -> Vec<ProjectId> {
    let all = me.projects.iter().map(|card| card.project.clone());
    all.filter(|project| only.is_none_or(|only| only == project)).collect()
}

#[tokio::test]
async fn r99_the_tallies_are_a_recount_of_the_tickets() {
    let server = filled().await;
    let tickets = stored(&server).await;
    let tinglan: ProjectId = "tinglan".parse().unwrap();
    let one = CockpitQuery { project: Some(tinglan.clone()), ..CockpitQuery::default() };
    let days = |days| CockpitQuery { days: Some(days), ..CockpitQuery::default() };
    let mut seen = Vec::new();
    for (login, query) in [
        ("hq", days(30)),
        ("hq", days(1)),
        ("hq", days(90)),
        ("executive", days(30)),
        ("supervisor", days(30)),
        ("manager", days(30)),
        ("manager2", days(30)),
        ("hq", one),
    ] {
        let mut client = server.staff(login).await;
        let me = client.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
        let found = ask(&mut client, &query).await;
        let projects = projects(&me, query.project.as_ref());
        assert_eq!(found.tallies, recount(&tickets, &projects, found.period), "{login} {query:?}");
        seen.extend(found.tallies);
    }
    for measure in PROMISES {
        let ways = |way| seen.iter().any(|tally| (tally.measure, tally.touchpoint) == (measure, way));
        assert!(ways(Touchpoint::Phone) && ways(Touchpoint::Online), "{measure:?}: {seen:?}");
    }
    assert!(seen.iter().any(|tally| tally.touchpoint == Touchpoint::OnSite));
    assert!(seen.iter().any(|tally| tally.met < tally.decided), "something was late");
    // A region has its own sums, and they are those of its projects.
    let mut hq = server.staff("hq").await;
    let me = hq.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
    let region = CockpitQuery { region: "jiangbei".parse().ok(), ..CockpitQuery::default() };
    let of_region = ask(&mut hq, &region).await;
    let mut sums = BTreeMap::<(Measure, Touchpoint), (u64, u64)>::new();
    for project in projects(&me, None) {
        let query = CockpitQuery { project: Some(project), ..region.clone() };
        for tally in hq.call(&CHANNELS, &[], &query).await.map(|found| found.tallies).unwrap_or_default() {
            let (met, decided) = sums.entry((tally.measure, tally.touchpoint)).or_default();
            (*met, *decided) = (*met + tally.met, *decided + tally.decided);
        }
    }
    let found: BTreeMap<_, _> =
        of_region.tallies.iter().map(|t| ((t.measure, t.touchpoint), (t.met, t.decided))).collect();
    assert_eq!(found, sums);
    assert!(!found.is_empty());
}

#[tokio::test]
async fn r99_each_number_opens_just_its_tickets() {
    let server = filled().await;
    for login in ["hq", "supervisor", "manager"] {
        let mut client = server.staff(login).await;
        let found = ask(&mut client, &CockpitQuery::default()).await;
        assert!(!found.tallies.is_empty(), "{login}");
        for tally in found.tallies {
            let all = ListQuery {
                view: Some(View::All),
                measure: Some(tally.measure),
                touchpoint: Some(tally.touchpoint),
                from: Some(found.period.first),
                to: Some(found.period.last),
                ..ListQuery::default()
            };
            let met = ListQuery { yes: Some(true), ..all.clone() };
            assert_eq!(listed(&mut client, &all).await.len() as u64, tally.decided, "{login} {tally:?}");
            assert_eq!(listed(&mut client, &met).await.len() as u64, tally.met, "{login} {tally:?}");
        }
    }
}

#[tokio::test]
async fn r99_nobody_sees_the_ways_of_others() {
    let server = filled().await;
    let elsewhere = CockpitQuery { project: "tinglan".parse().ok(), ..CockpitQuery::default() };
    let mut manager = server.staff("manager2").await;
    let refused = manager.call(&CHANNELS, &[], &elsewhere).await.unwrap_err().code;
    assert_eq!(refused, Code::NotFound, "another project");
    for query in [
        CockpitQuery { project: "nowhere".parse().ok(), ..CockpitQuery::default() },
        CockpitQuery { region: "nowhere".parse().ok(), ..CockpitQuery::default() },
    ] {
        let refused = server.staff("hq").await.call(&CHANNELS, &[], &query).await.unwrap_err().code;
        assert_eq!(refused, Code::NotFound);
    }
    // Which way owners come is nobody's own work, nor a department's.
    for login in ["agent", "engineer", "operations"] {
        assert_eq!(
            ask(&mut server.staff(login).await, &CockpitQuery::default()).await.tallies,
            [],
            "{login}"
        );
    }
    let usual = CockpitQuery::default();
    let owner = server.owner(1).await.call(&CHANNELS, &[], &usual).await.unwrap_err().code;
    let admin = server.staff("admin").await.call(&CHANNELS, &[], &usual).await.unwrap_err().code;
    assert_eq!((owner, admin), (Code::Forbidden, Code::Forbidden));
}
