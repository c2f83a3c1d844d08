//! What lists are narrowed to, for each role, against the tickets as they are.

use std::collections::BTreeSet;

use steward_core::accounts::Role;
use steward_core::accounts::api::{Me, WHO_AM_I};
use steward_core::cockpit::channels::Touchpoint;
use steward_core::endpoint::Nothing;
use steward_core::ids::TicketId;
use steward_core::tickets::api::{LIST, ListQuery, View};
use steward_core::tickets::{Scenario, State, Ticket};
use steward_core::time::Seconds;
use steward_server::db::sql;
use steward_server::demo::Filling;
use steward_server::tickets::store;

use super::common::{Client, Server, server_with};

/// Each role that has a cockpit and reads tickets.
const VIEWERS: [&str; 9] =
    ["hq", "data", "executive", "supervisor", "manager", "manager2", "agent", "engineer", "operations"];

pub(crate) async fn stored(server: &Server) -> Vec<Ticket> {
    let found = sql("select body, packed, id from tickets order by id")
        .rows(&server.running.app().db().read)
        .await
        .unwrap();
    found.iter().map(|row| store::read(row).unwrap()).collect()
}

/// What is this person's to look after (§3.2): projects in scope, and of these the own tickets only where
/// the matrix says so.
fn is_theirs(me: &Me, ticket: &Ticket) -> bool {
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

/// All tickets of a list, page by page.
pub(crate) async fn listed(client: &mut Client, query: &ListQuery) -> BTreeSet<TicketId> {
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

/// Whether a ticket is what a list asks for.
type Asks = Box<dyn Fn(&Ticket) -> bool>;

/// Lists, each with what puts a ticket on it.
fn lists() -> Vec<(ListQuery, Asks)> {
    let base = || ListQuery { view: Some(View::All), own: Some(true), ..ListQuery::default() };
    let mut all: Vec<(ListQuery, Asks)> = vec![
        (base(), Box::new(|_| true)),
        (ListQuery { view: Some(View::Due), ..base() }, Box::new(|t| !t.state.is_done())),
        (
            ListQuery { project: "tinglan".parse().ok(), ..base() },
            Box::new(|t| t.said.project.as_str() == "tinglan"),
        ),
    ];
    for state in State::ALL {
        all.push((ListQuery { state: Some(*state), ..base() }, Box::new(|t| t.state == *state)));
    }
    for scenario in Scenario::ALL {
        let query = ListQuery { scenario: Some(*scenario), ..base() };
        all.push((query, Box::new(|t| t.said.scenario == *scenario)));
    }
    for way in Touchpoint::ALL {
        let query = ListQuery { touchpoint: Some(*way), ..base() };
        all.push((query, Box::new(|t| Touchpoint::of(t.said.channel) == Some(*way))));
    }
    all
}

#[tokio::test]
async fn a_list_has_just_the_tickets_that_it_asks_for() {
    let server = server_with(|config| config.demo_filling = Filling::Little).await;
    let tickets = stored(&server).await;
    assert!(tickets.len() > 50, "{} tickets", tickets.len());
    let now = server.running.app().now();
    let mut seen = 0;
    for login in VIEWERS {
        let mut client = server.staff(login).await;
        let me = client.call(&WHO_AM_I, &[], &Nothing {}).await.unwrap();
        let own = matches!(me.role, Role::Agent | Role::Engineer | Role::Department);
        for (query, asks) in lists() {
            for days in [None, Some(3)] {
                let query = ListQuery { days, own: query.own.filter(|_| own), ..query.clone() };
                let lately =
                    |t: &Ticket| days.is_none_or(|d| t.submitted_at >= now - Seconds::days(i64::from(d)));
                let wanted = tickets.iter().filter(|t| is_theirs(&me, t) && lately(t) && asks(t));
                let expected: BTreeSet<TicketId> = wanted.map(|t| t.id.clone()).collect();
                seen += expected.len();
                assert_eq!(listed(&mut client, &query).await, expected, "{login} opens {query:?}");
            }
        }
    }
    assert!(seen > 1_000, "{seen}");
}
