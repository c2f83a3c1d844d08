//! The cockpit's sums against a recount of all tickets: however they came about, in whatever steps, and again.

use std::collections::BTreeMap;

use steward_core::accounts::Role;
use steward_core::accounts::api::{Me, WHO_AM_I};
use steward_core::cockpit::buckets::{Changes, Home};
use steward_core::cockpit::counted::{Beside, Counted, Credit, Neighbour, counted};
use steward_core::cockpit::figures::{COCKPIT, Cockpit, CockpitQuery, Line};
use steward_core::cockpit::indicator::Indicator;
use steward_core::cockpit::measure::{Measure, Rollup, Sum};
use steward_core::cockpit::period::Period;
use steward_core::day::Day;
use steward_core::endpoint::Nothing;
use steward_core::ids::{ProjectId, RegionId};
use steward_core::problem::{Code, Problem};
use steward_core::tickets::api::{LIST, ListQuery, View};
use steward_core::tickets::{Category, Command, Scenario, Ticket};
use steward_core::time::{Instant, Seconds};
use steward_server::cockpit::projection::follow;
use steward_server::db::{rows, sql};
use steward_server::demo::Filling;
use steward_server::tickets::store;

use super::common::tickets::{hand_over, noise};
use super::common::{Client, Server, server_with};

/// Sums up to and including a day, by bucket.
pub(crate) type Sums = BTreeMap<String, BTreeMap<Day, Rollup>>;

pub(crate) async fn follow(server: &Server, most: i64) {
    while follow::follow(server.running.app().db(), server.running.app().writer(), most).await.unwrap() {}
}

pub(crate) async fn stored(server: &Server) -> Sums {
    let query = sql("select bucket, day, body from rollups \
        where generation = (select generation from projections where name = 'cockpit')");
    let mut sums = Sums::new();
    for row in &query.rows(&server.running.app().db().read).await.unwrap() {
        let day = Day::from_number(rows::int(row, 1).unwrap()).unwrap();
        let of = sums.entry(rows::text(row, 0).unwrap()).or_default();
        of.insert(day, rows::json(row, 2).unwrap());
    }
    sums
}

/// The date in Shanghai, where all projects of the demo are.
pub(crate) fn day_of(at: Instant) -> Day {
    Day::from_number((at + Seconds::hours(8)).millis().div_euclid(86_400_000)).unwrap()
}

/// Counts every ticket as it stands, the plain way.
pub(crate) async fn recount(server: &Server) -> Sums {
    let read = &server.running.app().db().read;
    let found = sql("select id, region_id from projects").rows(read).await.unwrap();
    let regions: BTreeMap<ProjectId, RegionId> =
        found.iter().map(|row| (rows::parsed(row, 0).unwrap(), rows::parsed(row, 1).unwrap())).collect();
    let found = sql("select body, packed, id from tickets").rows(read).await.unwrap();
    let tickets: Vec<Ticket> = found.iter().map(|row| store::read(row).unwrap()).collect();
    let all: Vec<Neighbour> = tickets.iter().map(Neighbour::from).collect();
    let mut changes = Changes::default();
    for ticket in &tickets {
        let project = ticket.said.project.clone();
        let home = Home { region: regions[&project].clone(), project };
        let added = counted(ticket, Beside::among(&Neighbour::from(ticket), &all), day_of);
        changes.replace(&home, &Counted::default(), &added);
    }
    let running = |days: BTreeMap<Day, Rollup>| {
        let mut sum = Rollup::default();
        let up_to = |(day, rollup): (Day, Rollup)| {
            sum.merge(&rollup);
            (day, sum)
        };
        days.into_iter().map(up_to).collect()
    };
    changes.into_buckets().map(|(bucket, days)| (bucket.key(), running(days))).collect()
}

/// What counts on a day: the last row that is not after it.
fn as_of(sums: &Sums, bucket: &str, day: Day) -> Rollup {
    let rows = sums.get(bucket).and_then(|days| days.range(..=day).next_back());
    rows.map(|(_, sum)| *sum).unwrap_or_default()
}

#[track_caller]
pub(crate) fn agree(stored: &Sums, recount: &Sums) {
    assert!(recount.keys().all(|bucket| stored.contains_key(bucket)), "a bucket is missing");
    for (bucket, days) in stored {
        let counted_on = recount.get(bucket).into_iter().flat_map(BTreeMap::keys);
        for day in days.keys().chain(counted_on) {
            assert_eq!(as_of(stored, bucket, *day), as_of(recount, bucket, *day), "{bucket} on {day:?}");
        }
    }
}

#[tokio::test]
async fn sums_are_what_a_recount_gives_in_whatever_steps_they_came_about() {
    let server = server_with(|config| config.demo_filling = Filling::Little).await;
    // One household complains of the same twice (R20); the second time is looked at by itself.
    let mut owner = server.owner(1).await;
    let earlier = owner.submit(noise()).await.unwrap();
    follow(&server, 7).await;
    let first = recount(&server).await;
    agree(&stored(&server).await, &first);
    server.advance(Seconds::hours(1));
    let again = owner.submit(noise()).await.unwrap();
    follow(&server, 7).await;
    let second = recount(&server).await;
    agree(&stored(&server).await, &second);
    let repeated =
        |sums: &Sums| as_of(sums, "group", day_of(server.running.app().now())).of(Measure::Repeated).total;
    assert_eq!(repeated(&second), repeated(&first) + 1);
    // Each measure has some value in the demo, else nothing was compared.
    let group = as_of(&second, "group", day_of(server.running.app().now()));
    for measure in Measure::ALL {
        assert!(group.of(*measure).n > 0, "{measure:?}");
    }
    let kinds =
        ["region/", "project/", "building/", "department/", "person/", "complaints/group/", "channel/group/"];
    assert!(
        kinds.iter().all(|kind| second.keys().any(|bucket| bucket.starts_with(kind))),
        "{:?}",
        second.keys()
    );
    // What is taken back is no repetition any more.
    owner.command(&again, Command::Cancel { reason: "已经安静了".to_owned() }).await.unwrap();
    follow(&server, 1).await;
    let third = recount(&server).await;
    agree(&stored(&server).await, &third);
    assert_eq!(repeated(&third), repeated(&first));
    // A complaint that turns out to be about something else is repeated by none of those that came after it.
    let later = owner.submit(noise()).await.unwrap();
    follow(&server, 1).await;
    agree(&stored(&server).await, &recount(&server).await);
    let other = Category::of(Scenario::Complaint).find(|category| *category != later.ticket.said.category);
    let regraded = Command::Accept { category: other, urgency: None };
    server.staff("agent").await.command(&earlier, regraded).await.unwrap();
    follow(&server, 1).await;
    let fourth = recount(&server).await;
    assert_eq!(repeated(&fourth), repeated(&first));
    agree(&stored(&server).await, &fourth);
    // Looking again at all that happened adds nothing.
    let before = stored(&server).await;
    let rewind = "update projections set position = 0 where name = 'cockpit'";
    let writer = server.running.app().writer();
    writer.run(move |conn| Box::pin(async move { Ok(sql(rewind).run(conn).await?) })).await.unwrap();
    follow(&server, 100).await;
    assert_eq!(stored(&server).await, before);
}

/// What core measures of the tickets that this person may count, on the days of a period.
fn figures(me: &Me, tickets: &[Ticket], period: Period) -> BTreeMap<ProjectId, Rollup> {
    let all: Vec<Neighbour> = tickets.iter().map(Neighbour::from).collect();
    let own = matches!(me.role, Role::Agent | Role::Engineer);
    let department = me.actor().department.filter(|_| me.role == Role::Department);
    let mut sums: BTreeMap<ProjectId, Rollup> =
        me.projects.iter().map(|card| (card.project.clone(), Rollup::default())).collect();
    for ticket in tickets {
        let Some(sum) = sums.get_mut(&ticket.said.project) else { continue };
        let added = counted(ticket, Beside::among(&Neighbour::from(ticket), &all), day_of);
        for entry in added.entries {
            let who = match entry.measure.credit() {
                Credit::Agent => &added.agent,
                Credit::Worker => &added.worker,
            };
            // Steps are nobody's alone, and a department's own are those that it has.
            let mine = !own || (who.as_ref() == Some(&me.person) && !entry.measure.is_step());
            let mine = mine && (department.is_none() || added.department == department);
            if mine && (period.first..=period.last).contains(&entry.day) {
                sum.add(entry.measure, Sum::one(entry.value));
            }
        }
    }
    sums
}

/// The list behind a number has as many tickets as the number says, also of those that are a yes.
async fn opens_its_tickets(client: &mut Client, page: &Cockpit, login: &str) {
    let total = page.total().0.tickets;
    for measure in Measure::ALL {
        let base = ListQuery {
            view: Some(View::All),
            measure: Some(*measure),
            from: Some(page.period.first),
            to: Some(page.period.last),
            own: page.own.then_some(true),
            ..ListQuery::default()
        };
        let all = client.call(&LIST, &[], &base).await.unwrap().total;
        // An engineer's own work that somebody else has by now is counted and not opened any more.
        let own_step = measure.is_step() && page.own && page.department.is_none();
        if login != "engineer" && !own_step {
            assert_eq!(all, u64::try_from(total.of(*measure).n).ok(), "{login} opens {measure:?}");
        }
        let lasts = matches!(measure, Measure::Dispatch | Measure::Response | Measure::Processing);
        if login == "hq" && !lasts && !measure.is_step() {
            let yes = ListQuery { yes: Some(true), ..base };
            let found = client.call(&LIST, &[], &yes).await.unwrap().total;
            assert_eq!(found, u64::try_from(total.of(*measure).total).ok(), "a yes of {measure:?}");
        }
    }
}

#[tokio::test]
async fn the_page_counts_what_its_viewer_may_count_in_any_period() {
    let server = server_with(|config| config.demo_filling = Filling::Little).await;
    follow(&server, 500).await;
    let found =
        sql("select body, packed, id from tickets").rows(&server.running.app().db().read).await.unwrap();
    let tickets: Vec<Ticket> = found.iter().map(|row| store::read(row).unwrap()).collect();
    let today = day_of(server.running.app().now());
    let mut seen = BTreeMap::new();
    for login in
        ["hq", "data", "executive", "supervisor", "manager", "manager2", "agent", "engineer", "operations"]
    {
        let mut client = server.staff(login).await;
        let me = client.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
        for (first, last) in
            [(None, None), (Some(today.earlier(4)), Some(today.earlier(2))), (Some(today), None)]
        {
            let query = CockpitQuery { first, last, ..CockpitQuery::default() };
            let page = client.call(&COCKPIT, &[], &query).await.unwrap();
            let of = |line: &Line| (line.project.clone(), line.now.tickets);
            assert_eq!(
                page.lines.iter().map(of).collect::<BTreeMap<_, _>>(),
                figures(&me, &tickets, page.period),
                "{login}"
            );
            let before = page.lines.iter().map(|line| (line.project.clone(), line.before.tickets));
            assert_eq!(
                before.collect::<BTreeMap<_, _>>(),
                figures(&me, &tickets, page.period.before()),
                "{login}"
            );
            assert_eq!(
                page.own,
                page.lines.iter().all(|line| line.now.households == Sum::default()),
                "{login}"
            );
            opens_its_tickets(&mut client, &page, login).await;
            seen.insert((login, first.is_some()), page.total().0.of(Indicator::Volume).unwrap().n);
        }
        let elsewhere = CockpitQuery { project: Some("nowhere".parse().unwrap()), ..CockpitQuery::default() };
        assert_eq!(client.call(&COCKPIT, &[], &elsewhere).await.unwrap_err().code, Code::NotFound);
    }
    let volume = |login| seen[&(login, false)];
    assert!(volume("hq") > volume("manager2"), "{seen:?}");
    assert!(volume("hq") > volume("agent") && volume("agent") > 0, "{seen:?}");
    // A manager of one project sees nothing of another one, and a region is the sum of its projects.
    let mut manager = server.staff("manager2").await;
    let other = CockpitQuery { project: Some("yunqi".parse().unwrap()), ..CockpitQuery::default() };
    let others = server.staff("hq").await.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    let mine = manager.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    assert!(mine.lines.len() < others.lines.len());
    let not_mine = others.lines.iter().find(|l| mine.lines.iter().all(|m| m.project != l.project)).unwrap();
    let other = CockpitQuery { project: Some(not_mine.project.clone()), ..other };
    assert_eq!(manager.call(&COCKPIT, &[], &other).await.unwrap_err().code, Code::NotFound);
    let region = CockpitQuery { region: Some(not_mine.region.clone()), ..CockpitQuery::default() };
    let region = server.staff("hq").await.call(&COCKPIT, &[], &region).await.unwrap();
    assert!(region.lines.iter().all(|line| line.region == not_mine.region) && !region.lines.is_empty());
}

#[tokio::test]
async fn who_has_no_cockpit_and_what_is_no_period() {
    let server = server_with(|_| {}).await;
    let code = |result: Result<Cockpit, Problem>| result.map(|_| ()).unwrap_err().code;
    let usual = CockpitQuery::default();
    assert_eq!(code(server.anyone().call(&COCKPIT, &[], &usual).await), Code::SignInNeeded);
    assert_eq!(code(server.owner(1).await.call(&COCKPIT, &[], &usual).await), Code::Forbidden);
    assert_eq!(code(server.staff("admin").await.call(&COCKPIT, &[], &usual).await), Code::Forbidden);
    let mut hq = server.staff("hq").await;
    let day = |text: &str| Some(Day::try_from(text.to_owned()).unwrap());
    let backwards = CockpitQuery { first: day("2026-09-15"), last: day("2026-09-14"), ..usual.clone() };
    assert_eq!(code(hq.call(&COCKPIT, &[], &backwards).await), Code::BadPeriod);
    let century = CockpitQuery { first: day("1926-09-15"), ..usual.clone() };
    assert_eq!(code(hq.call(&COCKPIT, &[], &century).await), Code::BadPeriod);
    // Nothing has happened: every sum is of nothing, and nothing is divided by it.
    let page = hq.call(&COCKPIT, &[], &usual).await.unwrap();
    assert_eq!(page.period.days(), 30);
    for indicator in Indicator::ALL.iter().filter(|i| **i != Indicator::ComplaintRate) {
        assert_eq!(page.total().0.of(*indicator).map_or(0, |sum| sum.n), 0, "{indicator:?}");
    }
}

/// R13: one household that complains twice is one household, and thirty days later it is none.
#[tokio::test]
async fn r13_households_that_complained_lately() {
    let server = server_with(|_| {}).await;
    hand_over(&server).await;
    let mut owner = server.owner(1).await;
    let first = owner.submit(noise()).await.unwrap();
    owner.submit(noise()).await.unwrap();
    follow(&server, 500).await;
    let query = CockpitQuery { project: Some("tinglan".parse().unwrap()), ..CockpitQuery::default() };
    let complaining = async || {
        let page = server.staff("hq").await.call(&COCKPIT, &[], &query).await.unwrap();
        page.total().0.of(Indicator::ComplaintRate).unwrap()
    };
    let homes = "select count(*) from households where project_id = 'tinglan'";
    let homes = sql(homes).number(&server.running.app().db().read).await.unwrap();
    assert_eq!(complaining().await, Sum { n: homes, total: 1 });
    owner.command(&first, Command::Cancel { reason: "已经安静了".to_owned() }).await.unwrap();
    follow(&server, 500).await;
    assert_eq!(complaining().await.total, 1, "the other one stands");
    server.advance(Seconds::days(29));
    assert_eq!(complaining().await.total, 1);
    server.advance(Seconds::days(1));
    assert_eq!(complaining().await, Sum { n: homes, total: 0 });
}
