//! The household beside a ticket (S05), for staff who may read owner profiles.

use steward_core::accounts::permit::{Action, Object, may};
use steward_core::accounts::{Actor, Phone, Role};
use steward_core::tickets::api::{OwnerCard, RecentTicket, title};
use steward_core::tickets::{Scenario, State, Ticket};
use steward_core::time::Seconds;

use super::store;
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

/// The time that the card's counts look back.
const YEAR: Seconds = Seconds::days(365);

/// The card; `None` for owners, for public areas, and for whoever may not read owner profiles.
pub(super) async fn read(app: &App, actor: &Actor, ticket: &Ticket) -> Answer<Option<OwnerCard>> {
    let Some(household) = &ticket.said.household else { return Ok(None) };
    if actor.role == Role::Owner || !may(actor, Action::Read, Object::OwnerProfile, ticket.whose()) {
        return Ok(None);
    }
    let since = (app.now() - YEAR).millis();
    let row = sql("select \
         cast(coalesce(sum(case when scenario = $3 and state not in ($5, $6) and submitted_at >= $2 then 1 else 0 end), 0) as bigint), \
         cast(coalesce(sum(case when scenario = $4 and state not in ($5, $6) and submitted_at >= $2 then 1 else 0 end), 0) as bigint), \
         cast(coalesce(sum(stars), 0) as bigint), \
         cast(coalesce(sum(case when stars > 0 then 1 else 0 end), 0) as bigint) \
         from tickets where household_id = $1 and household_id <> ''")
    .bind(household.as_str())
    .bind(since)
    .bind(Scenario::Repair.word())
    .bind(Scenario::Complaint.word())
    .bind(State::Cancelled.word())
    .bind(State::Merged.word())
    .row(&app.db().read)
    .await?
    .ok_or_else(|| Failure::internal("a sum without a row"))?;
    let number = |at| -> Answer<u32> { u32::try_from(rows::int(&row, at)?).map_err(Failure::internal) };
    let recent = sql(
        "select body, packed, id from tickets where household_id = $1 and household_id <> '' and id <> $2 order by submitted_at desc limit 5",
    )
    .bind(household.as_str())
    .bind(ticket.id.as_str())
    .rows(&app.db().read)
    .await?;
    let recent = recent.iter().map(|row| store::read(row).map(|t| line(&t))).collect::<Answer<_>>()?;
    let phone: Option<Phone> = ticket.said.phone.parse().ok();
    Ok(Some(OwnerCard {
        name: ticket.said.contact.clone(),
        phone_masked: phone.map(|p| p.masked()).unwrap_or_default(),
        repairs_12m: number(0)?,
        complaints_12m: number(1)?,
        rating_sum: number(2)?,
        rating_n: number(3)?,
        recent,
    }))
}

fn line(ticket: &Ticket) -> RecentTicket {
    RecentTicket {
        id: ticket.id.clone(),
        title: title(&ticket.said.text),
        at: ticket.submitted_at,
        state: ticket.state,
    }
}
