//! What a person's first screen needs: name, homes, projects, preferences.

use sqlx::AnyConnection;
use steward_core::accounts::api::{Address, HomeCard, Me, Preferences, ProjectCard};
use steward_core::accounts::{Actor, Phone, Role, Scope};
use steward_core::ids::{PersonId, ProjectId};
use steward_core::problem::Code;

use crate::app::App;
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::Answer;
use crate::outbox::words::Language;

/// The signed-in person.
pub async fn me(app: &App, actor: &Actor) -> Answer<Me> {
    let db = app.db();
    let row = sql("select phone, preferences from persons where id = $1")
        .bind(actor.person.as_str())
        .row(&db.read)
        .await?;
    let row = row.ok_or(Code::SignInNeeded)?;
    let phone: Option<Phone> = rows::text(&row, 0)?.parse().ok();
    let phone_masked = phone.filter(|_| actor.role == Role::Owner).map(|p| p.masked());
    Ok(Me {
        person: actor.person.clone(),
        role: actor.role,
        name: actor.name.clone(),
        department: actor.department,
        phone_masked,
        homes: homes(db, actor).await?,
        projects: projects(db, actor).await?,
        whole_group: actor.scope == Scope::Group,
        group: group_name(app).await?,
        preferences: rows::json(&row, 1)?,
        now: app.now(),
    })
}

/// The name of the group.
pub async fn group_name(app: &App) -> Answer<String> {
    Ok(group(app.db()).await?.unwrap_or_else(|| app.config().group.clone()))
}

/// The name of the group as it is stored.
async fn group(db: &Db) -> Answer<Option<String>> {
    let row = sql("select value from settings where name = 'group'").row(&db.read).await?;
    row.map(|row| rows::text(&row, 0)).transpose()
}

/// An owner's homes, the one with the newest ticket first.
async fn homes(db: &Db, actor: &Actor) -> Answer<Vec<HomeCard>> {
    let Scope::Households(homes) = &actor.scope else { return Ok(Vec::new()) };
    let found = sql(
        "select h.project_id, p.name, h.id, h.building, h.unit, h.room, p.hotline, coalesce(b.name, ''), \
         (select max(t.submitted_at) from tickets t where t.household_id = h.id and t.household_id <> '' \
         and t.project_id = h.project_id) as used \
         from households h join projects p on p.id = h.project_id left join persons b on b.id = h.butler_id \
         where h.id in ",
    )
    .list(homes.iter().map(|h| h.household.as_str()))
    .rows(&db.read)
    .await?;
    let mut cards = Vec::with_capacity(found.len());
    for row in &found {
        let butler = rows::text(row, 7)?;
        let address =
            Address { building: rows::text(row, 3)?, unit: rows::text(row, 4)?, room: rows::text(row, 5)? };
        let card = HomeCard {
            project: rows::parsed(row, 0)?,
            project_name: rows::text(row, 1)?,
            household: rows::parsed(row, 2)?,
            address,
            hotline: rows::text(row, 6)?,
            butler: (!butler.is_empty()).then_some(butler),
        };
        cards.push((rows::maybe_int(row, 8)?, card));
    }
    cards.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.address.cmp(&b.1.address)));
    Ok(cards.into_iter().map(|(_, card)| card).collect())
}

/// The projects that a member of staff reaches.
async fn projects(db: &Db, actor: &Actor) -> Answer<Vec<ProjectCard>> {
    let query: Sql = match &actor.scope {
        Scope::Households(_) => return Ok(Vec::new()),
        Scope::Group => sql("select id, name from projects"),
        Scope::Projects(ids) => {
            sql("select id, name from projects where id in ").list(ids.iter().map(ProjectId::as_str))
        }
    };
    let found = query.then(" order by name, id").rows(&db.read).await?;
    found
        .iter()
        .map(|row| Ok(ProjectCard { project: rows::parsed(row, 0)?, name: rows::text(row, 1)? }))
        .collect()
}

/// The language that a person chose for their pages.
pub async fn language(db: &Db, person: &PersonId) -> Answer<Option<Language>> {
    let row =
        sql("select preferences from persons where id = $1").bind(person.as_str()).row(&db.read).await?;
    let chosen: Option<Preferences> = row.map(|row| rows::json(&row, 0)).transpose()?;
    Ok(chosen.and_then(|chosen| chosen.locale).as_deref().and_then(Language::of))
}

/// Keeps a person's preferences.
pub async fn prefer(conn: &mut AnyConnection, person: &PersonId, preferences: &Preferences) -> Answer<()> {
    sql("update persons set preferences = $1 where id = $2")
        .bind(serde_json::to_string(preferences)?)
        .bind(person.as_str())
        .run(conn)
        .await?;
    Ok(())
}
