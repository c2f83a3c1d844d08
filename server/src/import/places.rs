//! Where imported tickets belong: projects by the source's words, made where the map says so; households by door.

use std::collections::{BTreeMap, HashMap};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};
use steward_core::accounts::api::Address;
use steward_core::ids::{HouseholdId, ProjectId};

use super::map::{Map, NewProject, NewRegion, folded};
use super::report::{Reason, Reject};
use super::row::Facts;
use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::writer::Writer;

/// The projects that are known so far.
pub(super) struct Places {
    by_id: BTreeMap<ProjectId, String>,
    by_word: HashMap<String, ProjectId>,
    /// Projects that this run made (or, in a dry run, would).
    pub(super) made: BTreeMap<String, String>,
}

impl Places {
    /// The projects of the store.
    pub(super) async fn load(db: &Db) -> Answer<Self> {
        let found = sql("select id, name from projects order by id").rows(&db.read).await?;
        let mut places = Self { by_id: BTreeMap::new(), by_word: HashMap::new(), made: BTreeMap::new() };
        for row in &found {
            places.learn(rows::parsed(row, 0)?, rows::text(row, 1)?);
        }
        Ok(places)
    }

    fn learn(&mut self, id: ProjectId, name: String) {
        self.by_word.insert(folded(id.as_str()), id.clone());
        self.by_word.entry(folded(&name)).or_insert_with(|| id.clone());
        self.by_id.insert(id, name);
    }

    /// The project of a row; makes it through `writer` where the map allows that. Without a writer it only says so.
    pub(super) async fn project(
        &mut self,
        facts: &Facts,
        map: &Map,
        writer: Option<&Writer>,
    ) -> Answer<Result<ProjectId, Reject>> {
        let column = map.project.column.as_deref().unwrap_or_default();
        let reject =
            |reason| Ok(Err(Reject::of(facts.line, reason, column, &facts.project).of_key(&facts.key)));
        let wanted = match (&map.project.constant, map.project.names.get(&folded(&facts.project))) {
            (Some(constant), _) => NewProject { id: constant.clone(), name: constant.to_string() },
            (None, Some(named)) => named.clone(),
            (None, None) if facts.project.is_empty() => return reject(Reason::Empty),
            (None, None) => match self.by_word.get(&folded(&facts.project)) {
                Some(known) => return Ok(Ok(known.clone())),
                None => NewProject { id: id_for(&map.source, &facts.project)?, name: facts.project.clone() },
            },
        };
        if self.by_id.contains_key(&wanted.id) {
            return Ok(Ok(wanted.id));
        }
        let Some(region) = &map.project.create_in else { return reject(Reason::UnknownProject) };
        if let Some(writer) = writer {
            make(writer, region.clone(), wanted.clone(), map).await?;
        }
        self.made.insert(wanted.id.to_string(), wanted.name.clone());
        self.learn(wanted.id.clone(), wanted.name);
        Ok(Ok(wanted.id))
    }
}

/// An id for a project that only has a name: its letters and digits, or a fingerprint where there are none.
fn id_for(source: &str, name: &str) -> Answer<ProjectId> {
    let mut slug = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    let hash = HEXLOWER.encode(&Sha256::digest(folded(name)));
    let plain = name.is_ascii() && (1..=30).contains(&slug.len());
    let end = if plain { slug } else { hash.get(..12).unwrap_or_default() };
    format!("{source}-{end}").parse().map_err(Failure::internal)
}

/// Makes a project, and its region where that is not there either.
async fn make(writer: &Writer, region: NewRegion, project: NewProject, map: &Map) -> Answer<()> {
    let (hotline, zone) = (map.project.hotline.clone(), map.time_zone.clone());
    writer
        .run(move |conn| {
            Box::pin(async move {
                sql("insert into regions (id, name) values ($1, $2) on conflict (id) do nothing")
                    .bind(region.id.as_str())
                    .bind(region.name)
                    .run(&mut *conn)
                    .await?;
                sql("insert into projects (id, region_id, name, hotline, zone) values ($1, $2, $3, $4, $5) \
                on conflict (id) do nothing")
                .bind(project.id.as_str())
                .bind(region.id.as_str())
                .bind(project.name)
                .bind(hotline)
                .bind(zone)
                .run(&mut *conn)
                .await?;
                Ok(())
            })
        })
        .await
}

/// The household behind a door, if there is one.
pub(super) async fn household(db: &Db, project: &ProjectId, door: &Address) -> Answer<Option<HouseholdId>> {
    if door.plate().is_empty() {
        return Ok(None);
    }
    let row =
        sql("select id from households where project_id = $1 and building = $2 and unit = $3 and room = $4")
            .bind(project.as_str())
            .bind(door.building.as_str())
            .bind(door.unit.as_str())
            .bind(door.room.as_str())
            .row(&db.read)
            .await?;
    row.map(|row| rows::parsed(&row, 0)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_from_names() {
        let id = |name| id_for("old", name).map(|id| id.to_string()).unwrap();
        assert_eq!(id("Staten Island"), "old-staten-island");
        assert_eq!(id(" The  \"Oaks\" (2) "), "old-the-oaks-2");
        let chinese = id("听澜苑");
        assert!(chinese.starts_with("old-") && chinese.len() == 16, "{chinese}");
        assert_ne!(chinese, id("云栖里"));
        assert_eq!(id(&"a".repeat(40)).len(), 16);
    }
}
