//! The query's answer is core's answer, for everybody and every demo ticket.

use std::collections::BTreeSet;

use steward_core::ids::TicketId;
use steward_core::sla::state::State as Standing;
use steward_core::tickets::api::{ListQuery, View};
use steward_core::tickets::{Ticket, may_see};
use steward_core::time::Instant;

use super::list;
use super::store;
use crate::accounts::scope;
use crate::db::{Db, rows, sql};
use crate::demo::tests::{AFTERNOON, filled_at};

type Says = fn(&Ticket) -> bool;

async fn all(db: &Db) -> Vec<Ticket> {
    let found = sql("select body, packed, id from tickets").rows(&db.read).await.unwrap();
    found.iter().map(|row| store::read(row).unwrap()).collect()
}

async fn listed(
    db: &Db,
    actor: &steward_core::accounts::Actor,
    query: &ListQuery,
    now: Instant,
) -> BTreeSet<TicketId> {
    let mut query = ListQuery { limit: Some(100), ..query.clone() };
    let mut seen = BTreeSet::new();
    loop {
        let page = list::page(db, actor, &query, now).await.unwrap();
        seen.extend(page.rows.into_iter().map(|row| row.id));
        query.after = page.next;
        if query.after.is_none() {
            return seen;
        }
    }
}

#[tokio::test]
async fn lists_show_what_core_allows() {
    let (_dir, db, _) = filled_at(AFTERNOON).await;
    let tickets = all(&db).await;
    let people =
        sql("select distinct g.person_id, g.role, p.name from grants g join persons p on p.id = g.person_id");
    let mut nothing = 0;
    for row in &people.rows(&db.read).await.unwrap() {
        let role = rows::word(row, 1, steward_core::accounts::Role::from_word).unwrap();
        let person = rows::parsed(row, 0).unwrap();
        let actor = scope::actor(&db, person, role, rows::text(row, 2).unwrap()).await.unwrap().unwrap();
        let allowed: BTreeSet<_> =
            tickets.iter().filter(|t| may_see(t, &actor)).map(|t| t.id.clone()).collect();
        assert_eq!(listed(&db, &actor, &ListQuery::default(), AFTERNOON).await, allowed, "{actor:?}");
        nothing += usize::from(allowed.is_empty());
    }
    assert!(nothing < 12, "most people see something");
}

#[tokio::test]
async fn views_show_what_rows_say() {
    let (_dir, db, _) = filled_at(AFTERNOON).await;
    let system = crate::writer::system().unwrap();
    let tickets = all(&db).await;
    let says: [(View, Says); 9] = [
        (View::Voices, |t| t.unsettled().is_some()),
        (View::FollowUps, |t| t.follow_up().is_some()),
        (View::Overdue, |t| {
            let paused = t.is_paused();
            t.running().any(|c| c.standing(paused, AFTERNOON) == Standing::Breached || c.breached.is_some())
        }),
        (View::Reply, |t| t.waits_reply && !t.state.is_ended()),
        (View::Pool, Ticket::in_pool),
        (View::Visits, Ticket::waits_visit),
        (View::Approvals, |t| t.waits_approval() && !t.state.is_ended()),
        (View::Escalated, |t| t.unacknowledged().next().is_some() && !t.state.is_ended()),
        (View::Due, |t| !t.state.is_done()),
    ];
    for (view, says) in says {
        let expected: BTreeSet<_> = tickets.iter().filter(|t| says(t)).map(|t| t.id.clone()).collect();
        let query = ListQuery { view: Some(view), ..ListQuery::default() };
        assert_eq!(listed(&db, &system, &query, AFTERNOON).await, expected, "{view:?}");
        assert!(!expected.is_empty(), "{view:?}");
    }
}
