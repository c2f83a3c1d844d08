//! The overview's sums, made by the database, against core's own count over the same tickets; and every number
//! against the list that it opens.

use std::collections::{BTreeMap, BTreeSet};

use steward_core::accounts::Role;
use steward_core::accounts::api::{Me, WHO_AM_I};
use steward_core::cockpit::api::{ClockTally, OVERVIEW, Overview, OverviewQuery, Tally};
use steward_core::cockpit::complaints::{ComplaintFigure as F, Complaints, repeats};
use steward_core::endpoint::Nothing;
use steward_core::ids::{ProjectId, TicketId};
use steward_core::sla::state::State as Standing;
use steward_core::tickets::Ticket;
use steward_core::tickets::api::{LIST, ListQuery, View};
use steward_core::time::{Instant, Seconds};
use steward_server::db::sql;
use steward_server::demo::Filling;
use steward_server::tickets::store;

use super::common::tickets::noise;
use super::common::{Client, Server, server_with};

/// Each role that has a cockpit and reads tickets.
const VIEWERS: [&str; 9] =
    ["hq", "data", "executive", "supervisor", "manager", "manager2", "agent", "engineer", "operations"];

async fn stored(server: &Server) -> Vec<Ticket> {
    let found = sql("select body, packed, id from tickets order by id")
        .rows(&server.running.app().db().read)
        .await
        .unwrap();
    found.iter().map(|row| store::read(row).unwrap()).collect()
}

/// What the requirements let this person count (§3.2): projects in scope, and of these the own tickets only where
/// the matrix says so.
fn counts(me: &Me, ticket: &Ticket) -> bool {
    let in_scope = me.projects.iter().any(|p| p.project == ticket.said.project);
    let agent = ticket.agent.as_ref().is_some_and(|a| a.person == me.person);
    let engineer = ticket.engineer.as_ref().is_some_and(|e| e.person == me.person);
    in_scope
        && match me.role {
            Role::Agent | Role::Engineer => agent || engineer,
            // A ticket that is offered to a department is its work already.
            Role::Department => {
                agent || engineer || me.department == Some(ticket.offered_to.unwrap_or(ticket.department))
            }
            _ => true,
        }
}

fn tally<'a>(tickets: impl IntoIterator<Item = &'a Ticket>, all: &[Ticket], now: Instant) -> Tally {
    let mut tally = Tally::default();
    for ticket in tickets {
        let again = all.iter().any(|earlier| repeats(&ticket.into(), &earlier.into()));
        tally.count(ticket, again, now);
    }
    // A kind of clock that nobody waits for is left out by the database.
    tally.clocks.retain(|c| c.met + c.met_late + c.overdue + c.running > 0);
    tally
}

/// All tickets of a list, page by page.
async fn listed(client: &mut Client, query: &ListQuery) -> BTreeSet<TicketId> {
    let mut query = ListQuery { limit: Some(100), ..query.clone() };
    let (mut all, mut total) = (BTreeSet::new(), None);
    loop {
        let page = client.call(&LIST, &[], &query).await.unwrap();
        total = total.or(page.total);
        all.extend(page.rows.into_iter().map(|row| row.id));
        query.after = page.next;
        if query.after.is_none() {
            assert_eq!(total, Some(all.len() as u64), "the total of {query:?}");
            return all;
        }
    }
}

/// Reads one number of a tally.
type Number = Box<dyn Fn(&Tally) -> u64>;
/// Reads one number of the complaints.
type OfComplaints = fn(&Complaints) -> u64;
/// Reads one number of a kind of clock.
type OfClock = fn(&ClockTally) -> u64;

/// The lists behind the numbers, as the console opens them, each with what of one ticket's tally puts it there.
fn numbers(total: &Tally, base: &ListQuery) -> Vec<(ListQuery, Number)> {
    let mut all: Vec<(ListQuery, Number)> = vec![
        (base.clone(), Box::new(Tally::total)),
        (ListQuery { view: Some(View::Due), ..base.clone() }, Box::new(Tally::open)),
        (ListQuery { standing: Some(Standing::DueSoon), ..base.clone() }, Box::new(|t| t.due_soon)),
        (ListQuery { standing: Some(Standing::Breached), ..base.clone() }, Box::new(|t| t.overdue)),
        (ListQuery { stars: Some(4), ..base.clone() }, Box::new(|t| t.praise().0)),
        (ListQuery { stars: Some(1), ..base.clone() }, Box::new(|t| t.praise().1)),
        (ListQuery { completed: Some(true), ..base.clone() }, Box::new(|t| t.completed)),
    ];
    let figures: [(F, OfComplaints); 4] = [
        (F::All, |c| c.all),
        (F::Repeated, |c| c.repeated),
        (F::Closed, |c| c.closed),
        (F::Solved, |c| c.solved),
    ];
    for (figure, read) in figures {
        let query = ListQuery { complaints: Some(figure), ..base.clone() };
        all.push((query, Box::new(move |t: &Tally| read(&t.complaints))));
    }
    for (state, _) in total.states.clone() {
        let of = move |t: &Tally| t.states.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n);
        all.push((ListQuery { state: Some(state), ..base.clone() }, Box::new(of)));
    }
    for kind in total.clocks.iter().map(|c| c.kind) {
        let clock = ListQuery { clock: Some(kind), ..base.clone() };
        let of = move |read: OfClock| -> Number {
            Box::new(move |t: &Tally| t.clocks.iter().find(|c| c.kind == kind).map_or(0, read))
        };
        let standings: [(Standing, OfClock); 3] = [
            (Standing::Met, |c| c.met),
            (Standing::MetLate, |c| c.met_late),
            (Standing::Breached, |c| c.overdue),
        ];
        for (standing, read) in standings {
            all.push((ListQuery { standing: Some(standing), ..clock.clone() }, of(read)));
        }
        let decided = |decided| ListQuery { decided: Some(decided), ..clock.clone() };
        all.push((decided(true), of(|c| c.met + c.met_late + c.overdue)));
        all.push((decided(false), of(|c| c.running)));
    }
    all
}

#[tokio::test]
async fn every_number_is_cores_own_count_and_opens_just_its_tickets() {
    let server = server_with(|config| config.demo_filling = Filling::Little).await;
    let mut seen = Tally::default();
    // One household complains of the same twice (R20).
    for _ in 0..2 {
        server.owner(1).await.submit(noise()).await.unwrap();
        server.advance(Seconds::hours(1));
    }
    // Nobody sweeps meanwhile, so that clocks pass their times unnoticed too.
    for hours in [0, 2] {
        server.advance(Seconds::hours(hours));
        let tickets = stored(&server).await;
        assert!(tickets.len() > 50, "{} tickets", tickets.len());
        for login in VIEWERS {
            let mut client = server.staff(login).await;
            let me = client.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
            for days in [Some(300), Some(3)] {
                let query = OverviewQuery { days, ..OverviewQuery::default() };
                let overview = client.call(&OVERVIEW, &[], &query).await.unwrap();
                let counted = check_sums(login, &me, &tickets, days, &overview);
                check_lists(login, &mut client, (&counted, &tickets), days, &overview).await;
                for line in &overview.projects {
                    seen.merge(&line.tally);
                }
            }
        }
    }
    // The demo has some of everything, else nothing was compared.
    assert!(seen.overdue > 0 && seen.due_soon > 0 && seen.completed > 0 && seen.praise().0 > 0, "{seen:?}");
    let complaints = seen.complaints;
    assert!(
        complaints.repeated > 0 && complaints.solved > 0 && complaints.all > complaints.closed,
        "{complaints:?}"
    );
    assert!(seen.clocks.iter().any(|c| c.met_late > 0) && seen.clocks.iter().any(|c| c.running > 0));
}

/// Compares the sums of each project, and answers the tickets that were counted.
fn check_sums<'a>(
    login: &str,
    me: &Me,
    tickets: &'a [Ticket],
    days: Option<u32>,
    overview: &Overview,
) -> Vec<&'a Ticket> {
    let now = overview.as_of;
    let lately = |t: &Ticket| days.is_none_or(|d| t.submitted_at >= now - Seconds::days(i64::from(d)));
    let counted: Vec<&Ticket> = tickets.iter().filter(|t| counts(me, t) && lately(t)).collect();
    let mut by_project: BTreeMap<&ProjectId, Vec<&Ticket>> = BTreeMap::new();
    for ticket in &counted {
        by_project.entry(&ticket.said.project).or_default().push(ticket);
    }
    let shown: BTreeSet<&ProjectId> = overview.projects.iter().map(|line| &line.project).collect();
    assert_eq!(shown, me.projects.iter().map(|p| &p.project).collect(), "{login}: projects in scope");
    assert_eq!(overview.own, matches!(me.role, Role::Agent | Role::Engineer | Role::Department), "{login}");
    for line in &overview.projects {
        let here = by_project.get(&line.project).into_iter().flatten().copied();
        let mut shown = line.tally.clone();
        shown.clocks.retain(|c| c.met + c.met_late + c.overdue + c.running > 0);
        assert_eq!(shown, tally(here, tickets, now), "{login}, {}, {days:?} days", line.project);
    }
    counted
}

/// Opens every number of the first project and of all together.
async fn check_lists(
    login: &str,
    client: &mut Client,
    (counted, all): (&[&Ticket], &[Ticket]),
    days: Option<u32>,
    overview: &Overview,
) {
    let own = overview.own.then_some(true);
    let first = overview.projects.first().map(|line| line.project.clone());
    for project in [None, first] {
        let here: Vec<&Ticket> = counted
            .iter()
            .copied()
            .filter(|t| project.as_ref().is_none_or(|p| *p == t.said.project))
            .collect();
        let base = ListQuery { view: Some(View::All), project, days, own, ..ListQuery::default() };
        for (query, number) in numbers(&tally(here.iter().copied(), all, overview.as_of), &base) {
            let behind = here.iter().filter(|t| number(&tally([**t], all, overview.as_of)) > 0);
            let expected: BTreeSet<TicketId> = behind.map(|t| t.id.clone()).collect();
            assert_eq!(listed(client, &query).await, expected, "{login} opens {query:?}");
        }
    }
}
