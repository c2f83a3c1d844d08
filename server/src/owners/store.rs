//! Homes and their facts in the store.

use chrono::NaiveDate;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::api::Address;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::accounts::{Actor, Phone, Role, Scope};
use steward_core::day::Day;
use steward_core::ids::{HouseholdId, ProjectId};
use steward_core::owners::api::{FactsChange, HomeOwner, HomeRow, HomesQuery};
use steward_core::owners::lifecycle::{MOVE_IN, RENEWAL};
use steward_core::owners::{Facts, PropertyStage, lifecycle};
use steward_core::problem::Code;
use steward_core::time::Instant;

use super::handed;
use crate::db::{Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::random;

/// Homes that one page has.
pub(super) const PAGE: usize = 50;
/// Changes that a home shows.
const CHANGES: i64 = 20;

/// The columns of [`row`].
const COLUMNS: &str = "select h.id, h.project_id, p.name, h.building, h.unit, h.room, h.handed_over_on, h.moved_in_on, \
    h.decoration_from, h.decoration_until, h.contract_ends_on, h.segment \
    from households h join projects p on p.id = h.project_id where ";

/// Adds the condition that the actor may do this to the profile of a household `h`; [`Code::Forbidden`] for whoever
/// may not do it to any but their own.
pub(super) fn allowed(query: Sql, actor: &Actor, action: Action) -> Answer<Sql> {
    if !matches!(reach(actor.role, action, Object::OwnerProfile), Some(Reach::Project | Reach::Group)) {
        return Err(Code::Forbidden.into());
    }
    Ok(match &actor.scope {
        Scope::Group => query.then("1 = 1"),
        Scope::Projects(projects) => {
            query.then("h.project_id in ").list(projects.iter().map(ProjectId::as_str))
        }
        Scope::Households(_) => query.then("1 = 0"),
    })
}

/// A day in a column; `None` where it is empty.
fn day(row: &AnyRow, at: usize) -> Answer<Option<Day>> {
    let text = rows::text(row, at)?;
    if text.is_empty() {
        return Ok(None);
    }
    Day::try_from(text).map(Some).map_err(Failure::internal)
}

/// Six columns from `at` on as facts.
pub(crate) fn facts(row: &AnyRow, at: usize) -> Answer<Facts> {
    Ok(Facts {
        handed_over_on: day(row, at)?,
        moved_in_on: day(row, at + 1)?,
        decoration_from: day(row, at + 2)?,
        decoration_until: day(row, at + 3)?,
        contract_ends_on: day(row, at + 4)?,
        segment: rows::text(row, at + 5)?,
    })
}

fn row(row: &AnyRow, today: NaiveDate) -> Answer<HomeRow> {
    let facts = facts(row, 6)?;
    Ok(HomeRow {
        household: rows::parsed(row, 0)?,
        project: rows::parsed(row, 1)?,
        project_name: rows::text(row, 2)?,
        address: Address {
            building: rows::text(row, 3)?,
            unit: rows::text(row, 4)?,
            room: rows::text(row, 5)?,
        },
        lifecycle: lifecycle(&facts, today),
        facts,
    })
}

/// A page of homes by their ids, one more than it shows.
pub(super) async fn list(
    conn: &mut AnyConnection,
    actor: &Actor,
    query: &HomesQuery,
    today: NaiveDate,
) -> Answer<Vec<HomeRow>> {
    let mut found = allowed(sql(COLUMNS), actor, Action::Read)?;
    if let Some(project) = &query.project {
        found = found.then(" and h.project_id = ").value(project.as_str());
    }
    if let Some((plate, room)) = query.q.as_deref().and_then(crate::accounts::households::patterns) {
        found = found
            .then(
                " and (lower(case when h.building = '' then '' else h.building || '-' end \
                || case when h.unit = '' then '' else h.unit || '-' end || h.room) like ",
            )
            .value(plate)
            .then(" escape '\\' or lower(h.room) like ")
            .value(room)
            .then(" escape '\\')");
    }
    if let Some(stage) = query.stage {
        found = in_stage(found.then(" and "), stage, today);
    }
    if let Some(after) = &query.after {
        found = found.then(" and h.id > ").value(after.as_str());
    }
    let most = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let found = found.then(" order by h.id limit ").value(most).rows(conn).await?;
    found.iter().map(|one| row(one, today)).collect()
}

/// Adds the condition that a household `h` is in a stage on a day: the same as core's [`lifecycle`]; a test compares
/// the two.
pub(crate) fn in_stage(query: Sql, stage: PropertyStage, today: NaiveDate) -> Sql {
    let moving = |query: Sql| {
        let query = query.then("(h.moved_in_on <> '' and h.moved_in_on <= ").value(today.to_string());
        query.then(" and h.moved_in_on > ").value((today - MOVE_IN).to_string()).then(")")
    };
    let decorating = |query: Sql| {
        let query = query.then("(h.decoration_from <> '' and h.decoration_from <= ").value(today.to_string());
        query
            .then(" and (h.decoration_until = '' or h.decoration_until >= ")
            .value(today.to_string())
            .then("))")
    };
    let renewing = |query: Sql| {
        let query = query.then("(h.contract_ends_on >= ").value(today.to_string());
        query.then(" and h.contract_ends_on <= ").value((today + RENEWAL).to_string()).then(")")
    };
    match stage {
        PropertyStage::MoveIn => moving(query),
        PropertyStage::Decoration => moving(decorating(query.then("(")).then(" and not ")).then(")"),
        PropertyStage::Renewal => {
            let query = moving(renewing(query.then("(")).then(" and not "));
            decorating(query.then(" and not ")).then(")")
        }
        PropertyStage::Daily => {
            let query = query.then("(((h.moved_in_on <> '' and h.moved_in_on <= ").value(today.to_string());
            let query = query.then(") or (h.moved_in_on = '' and h.contract_ends_on >= ");
            let query = moving(query.value(today.to_string()).then(")) and not "));
            let query = decorating(query.then(" and not "));
            renewing(query.then(" and not ")).then(")")
        }
    }
}

/// A home that the actor may do this to; 404 else.
pub(super) async fn one(
    conn: &mut AnyConnection,
    actor: &Actor,
    action: Action,
    id: &HouseholdId,
    today: NaiveDate,
) -> Answer<HomeRow> {
    let query = allowed(sql(COLUMNS), actor, action)?.then(" and h.id = ").value(id.as_str());
    row(&query.row(conn).await?.ok_or(Code::NotFound)?, today)
}

/// Who owns a home.
pub(super) async fn owners(conn: &mut AnyConnection, id: &HouseholdId) -> Answer<Vec<HomeOwner>> {
    let found = sql("select p.name, p.phone from grants g join persons p on p.id = g.person_id \
        where g.kind = 'household' and g.role = $1 and g.id = $2 order by p.id")
    .bind(Role::Owner.word())
    .bind(id.as_str())
    .rows(conn)
    .await?;
    let one = |row: &AnyRow| {
        let phone: Option<Phone> = rows::text(row, 1)?.parse().ok();
        let phone_masked = phone.map(|phone| phone.masked()).unwrap_or_default();
        Ok(HomeOwner { name: rows::text(row, 0)?, phone_masked })
    };
    found.iter().map(one).collect()
}

/// The last changes of a home's facts.
pub(super) async fn changes(conn: &mut AnyConnection, home: &HomeRow) -> Answer<Vec<FactsChange>> {
    let found =
        sql("select c.at, coalesce(p.name, ''), c.before_body, c.after_body from household_changes c \
        left join persons p on p.id = c.person_id where c.project_id = $1 and c.household_id = $2 \
        order by c.at desc, c.id limit $3")
        .bind(home.project.as_str())
        .bind(home.household.as_str())
        .bind(CHANGES)
        .rows(conn)
        .await?;
    let one = |row: &AnyRow| {
        Ok(FactsChange {
            at: Instant::from_millis(rows::int(row, 0)?),
            name: rows::text(row, 1)?,
            before: rows::json(row, 2)?,
            after: rows::json(row, 3)?,
        })
    };
    found.iter().map(one).collect()
}

/// A day as a column has it.
fn column(day: Option<Day>) -> String {
    day.map(String::from).unwrap_or_default()
}

/// Writes the facts of a household and who changed them; without a person, an import did. What is as it was is not
/// written; [`Code::Conflict`] if the facts are not `before` any more.
pub(crate) async fn write(
    conn: &mut AnyConnection,
    (project, household): (&ProjectId, &HouseholdId),
    (before, after): (&Facts, &Facts),
    person: &str,
    now: Instant,
) -> Answer<()> {
    if before == after {
        return Ok(());
    }
    let written = sql("update households set handed_over_on = $1, moved_in_on = $2, decoration_from = $3, \
        decoration_until = $4, contract_ends_on = $5, segment = $6 where project_id = $7 and id = $8 \
        and handed_over_on = $9 and moved_in_on = $10 and decoration_from = $11 and decoration_until = $12 \
        and contract_ends_on = $13 and segment = $14")
    .bind(column(after.handed_over_on))
    .bind(column(after.moved_in_on))
    .bind(column(after.decoration_from))
    .bind(column(after.decoration_until))
    .bind(column(after.contract_ends_on))
    .bind(after.segment.as_str())
    .bind(project.as_str())
    .bind(household.as_str())
    .bind(column(before.handed_over_on))
    .bind(column(before.moved_in_on))
    .bind(column(before.decoration_from))
    .bind(column(before.decoration_until))
    .bind(column(before.contract_ends_on))
    .bind(before.segment.as_str())
    .run(&mut *conn)
    .await?;
    if written == 0 {
        return Err(Code::Conflict.into());
    }
    if before.handed_over_on != after.handed_over_on {
        handed::moved(conn, project, before.handed_over_on, after.handed_over_on).await?;
    }
    sql("insert into household_changes (project_id, household_id, id, at, person_id, before_body, after_body) \
        values ($1, $2, $3, $4, $5, $6, $7)")
    .bind(project.as_str())
    .bind(household.as_str())
    .bind(random::id()?)
    .bind(now.millis())
    .bind(person)
    .bind(serde_json::to_string(before)?)
    .bind(serde_json::to_string(after)?)
    .run(conn)
    .await?;
    Ok(())
}
