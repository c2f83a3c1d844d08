//! Finding a home by its plate, for whoever writes a ticket down for an owner (S05).

use axum::extract::State;
use sqlx::any::AnyRow;
use steward_core::accounts::api::{Address, HouseholdCard, HouseholdQuery};
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::accounts::{Actor, Phone, Role, Scope};
use steward_core::ids::HouseholdId;
use steward_core::problem::Code;

use super::viewer::Viewer;
use crate::app::App;
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::Answer;
use crate::http::json::{Json, Query};

/// Homes that one answer has at most.
const MOST: usize = 12;
/// Rows that are read for them: a home can have several owners.
const MOST_ROWS: i64 = 60;
/// The longest plate that is looked for, in characters.
const LONGEST: usize = 30;

/// The homes that fit, by their plates.
pub(super) async fn find(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<HouseholdQuery>,
) -> Answer<Json<Vec<HouseholdCard>>> {
    matching(app.db(), &viewer.actor, &query).await.map(Json)
}

async fn matching(db: &Db, actor: &Actor, query: &HouseholdQuery) -> Answer<Vec<HouseholdCard>> {
    let reach = reach(actor.role, Action::Read, Object::OwnerProfile);
    if !matches!(reach, Some(Reach::Project | Reach::Group)) {
        return Err(Code::Forbidden.into());
    }
    let Some((from_start, room)) = patterns(&query.q) else { return Ok(Vec::new()) };
    let found = sql("select h.id, h.building, h.unit, h.room, coalesce(p.name, ''), coalesce(p.phone, '') \
        from households h left join grants g on g.kind = 'household' and g.id = h.id and g.role = ")
    .value(Role::Owner.word())
    .then(" left join persons p on p.id = g.person_id where h.project_id = ")
    .value(query.project.as_str())
    .then(" and ");
    let found = in_scope(found, actor)
        .then(
            " and (lower(case when h.building = '' then '' else h.building || '-' end \
            || case when h.unit = '' then '' else h.unit || '-' end || h.room) like ",
        )
        .value(from_start)
        .then(" escape '\\' or lower(h.room) like ")
        .value(room)
        .then(" escape '\\') order by h.building, h.unit, h.room, h.id, p.id limit ")
        .value(MOST_ROWS)
        .rows(&db.read)
        .await?;
    let mut homes: Vec<HouseholdCard> = Vec::new();
    for row in &found {
        let household: HouseholdId = rows::parsed(row, 0)?;
        if homes.last().is_none_or(|last| last.household != household) {
            if homes.len() == MOST {
                break;
            }
            homes.push(card(household, row)?);
        }
    }
    Ok(homes)
}

fn card(household: HouseholdId, row: &AnyRow) -> Answer<HouseholdCard> {
    let address =
        Address { building: rows::text(row, 1)?, unit: rows::text(row, 2)?, room: rows::text(row, 3)? };
    let phone: Option<Phone> = rows::text(row, 5)?.parse().ok();
    let phone_masked = phone.map(|p| p.masked()).unwrap_or_default();
    Ok(HouseholdCard { household, address, contact: rows::text(row, 4)?, phone_masked })
}

fn in_scope(query: Sql, actor: &Actor) -> Sql {
    match &actor.scope {
        Scope::Group => query.then("1 = 1"),
        Scope::Projects(projects) => {
            query.then("h.project_id in ").list(projects.iter().map(steward_core::ids::ProjectId::as_str))
        }
        Scope::Households(_) => query.then("1 = 0"),
    }
}

/// The patterns for the whole plate and for the room alone; `None` where nothing is looked for.
pub(crate) fn patterns(q: &str) -> Option<(String, String)> {
    let text: String = q.trim().to_lowercase().chars().take(LONGEST).collect();
    if text.is_empty() {
        return None;
    }
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    // Whatever stands between building, unit and room when people say it: 12-2-1803, 12 2 1803, 12栋2单元1803.
    let parts: Vec<&str> =
        escaped.split(|c: char| "- 栋单元室号幢".contains(c)).filter(|part| !part.is_empty()).collect();
    let plate = [parts.join("-").as_str(), "%"].concat();
    Some((plate, [escaped.as_str(), "%"].concat()))
}

#[cfg(test)]
mod tests {
    use super::patterns;

    #[test]
    fn a_plate_is_found_however_it_is_said() {
        for said in ["12-2-1803", "12 2 1803", "12栋2单元1803室"] {
            assert_eq!(patterns(said).map(|p| p.0).as_deref(), Some("12-2-1803%"), "{said}");
        }
        assert_eq!(patterns("  "), None);
        assert_eq!(patterns("100%").map(|p| p.1).as_deref(), Some("100\\%%"));
    }
}
