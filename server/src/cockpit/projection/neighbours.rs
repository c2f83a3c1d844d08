//! The tickets of the same homes (邻单): what stands beside a ticket may say something of it, as that it repeats another
//! one (R19, R20).

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::cockpit::counted::{Neighbour, SAME_MATTER_WITHIN};
use steward_core::ids::{HouseholdId, TicketId};
use steward_core::tickets::{Category, Scenario, State, Ticket};
use steward_core::time::{Instant, Seconds};

use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

/// Tickets by the household that they are of.
pub(super) type ByHome = BTreeMap<HouseholdId, Vec<(TicketId, Neighbour)>>;

/// Reads tickets as those beside others are read: all columns as one text, of which none has a space, because handing a
/// value over costs more than writing and reading it.
pub(super) const NEIGHBOURS: &str = "select concat(id, ' ', project_id, ' ', household_id, ' ', scenario, ' ', category, \
    ' ', state, ' ', submitted_at, ' ', completed_at) from tickets";

/// A row of [`NEIGHBOURS`].
pub(super) fn read(row: &AnyRow) -> Answer<(TicketId, Neighbour)> {
    let text = rows::text(row, 0)?;
    let wrong = || Failure::internal(format!("a ticket stored as {text:?} does not read"));
    let mut words = text.split(' ');
    let mut next = || words.next().ok_or_else(wrong);
    let id: TicketId = parsed(next()?).ok_or_else(wrong)?;
    let neighbour = Neighbour {
        id: id.clone(),
        project: parsed(next()?).ok_or_else(wrong)?,
        household: match next()? {
            "" => None,
            household => Some(parsed(household).ok_or_else(wrong)?),
        },
        scenario: Scenario::from_word(next()?).ok_or_else(wrong)?,
        category: Category::find(next()?).ok_or_else(wrong)?,
        state: State::from_word(next()?).ok_or_else(wrong)?,
        submitted_at: Instant::from_millis(parsed(next()?).ok_or_else(wrong)?),
        completed_at: match next()? {
            "" => None,
            at => Some(Instant::from_millis(parsed(at).ok_or_else(wrong)?)),
        },
    };
    Ok((id, neighbour))
}

fn parsed<T: FromStr>(word: &str) -> Option<T> {
    word.parse().ok()
}

/// The tickets of the same households, as far in time as they can say something of these or of their neighbours.
pub(super) async fn of(conn: &mut AnyConnection, tickets: &[Ticket]) -> Answer<ByHome> {
    let homes: BTreeSet<&str> =
        tickets.iter().filter_map(|ticket| ticket.said.household.as_ref()).map(HouseholdId::as_str).collect();
    let times = || tickets.iter().map(|ticket| ticket.submitted_at);
    let (Some(first), Some(last), false) = (times().min(), times().max(), homes.is_empty()) else {
        return Ok(ByHome::new());
    };
    let margin = SAME_MATTER_WITHIN + SAME_MATTER_WITHIN;
    let query = sql(NEIGHBOURS)
        .then(" where submitted_at >= ")
        .value((first + Seconds(-margin.get())).millis())
        .then(" and submitted_at <= ")
        .value((last + margin).millis())
        .then(" and household_id <> '' and household_id in ")
        .list(homes);
    let mut all = ByHome::new();
    for row in &query.rows(conn).await? {
        let (id, neighbour) = read(row)?;
        if let Some(home) = neighbour.household.clone() {
            all.entry(home).or_default().push((id, neighbour));
        }
    }
    Ok(all)
}
