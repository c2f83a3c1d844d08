//! Whether a folder holds what its manifest says: each file by its hash, the database by its own checks, its counts
//! and its ledgers, each photo by its name.

use std::path::Path;

use steward_core::ids::PhotoId;

use super::manifest::{Contents, LedgerEnd, Manifest};
use super::{DATABASE, Fault, PHOTOS, files};
use crate::db::{Db, rows, sql};
use crate::photos;
use crate::surveys::audit;

/// Reads a whole backup and answers what it says about itself, if all of it is true.
pub async fn verify(folder: &Path) -> Result<Manifest, Fault> {
    let manifest = Manifest::read(folder)?;
    matches(folder, &manifest).await?;
    Ok(manifest)
}

/// Whether the folder's files are those of the manifest, whatever other files lie there.
pub(super) async fn matches(folder: &Path, manifest: &Manifest) -> Result<(), Fault> {
    for (name, expected) in &manifest.files {
        if !files::is_inside(name) {
            return Err(Fault::OtherContents(format!("{name:?} is no name in a backup")));
        }
        match files::mark(&folder.join(name))? {
            None => return Err(Fault::Missing(name.clone())),
            Some(found) if found != *expected => return Err(Fault::Altered(name.clone())),
            Some(_) => {}
        }
    }
    if !manifest.files.contains_key(DATABASE) {
        return Err(Fault::Missing(DATABASE.to_owned()));
    }
    let found = look(&folder.join(DATABASE)).await?;
    if found.contents != manifest.contents {
        return Err(Fault::OtherContents(format!("{:?} instead of {:?}", found.contents, manifest.contents)));
    }
    for photo in &found.photos {
        if manifest.lost_photos.iter().any(|lost| lost == photo.as_str()) {
            continue;
        }
        let [full, thumb] = photo_names(photo);
        let names_content = manifest.files.get(&full).is_some_and(|mark| mark.sha256 == photo.as_str());
        if !names_content || !manifest.files.contains_key(&thumb) {
            return Err(Fault::Missing(full));
        }
    }
    Ok(())
}

/// What a database that nobody writes to was found to hold.
pub(super) struct Found {
    /// The counts.
    pub(super) contents: Contents,
    /// Every photo.
    pub(super) photos: Vec<PhotoId>,
    /// The number of its last schema step.
    pub(super) schema: i64,
}

/// Checks a database that nobody writes to, and counts what it holds.
pub(super) async fn look(file: &Path) -> Result<Found, Fault> {
    let db = Db::look(file).await.map_err(|e| Fault::Database(file.to_owned(), e))?;
    let found = look_into(&db, file).await;
    db.close().await;
    found
}

async fn look_into(db: &Db, file: &Path) -> Result<Found, Fault> {
    let failed = |e| Fault::Database(file.to_owned(), e);
    let said = sql("PRAGMA integrity_check").rows(&db.read).await.map_err(failed)?;
    let first = said.first().map(|row| rows::text(row, 0)).transpose()?.unwrap_or_default();
    if first != "ok" {
        return Err(Fault::Damaged(first));
    }
    let dangling =
        sql("select count(*) from pragma_foreign_key_check").number(&db.read).await.map_err(failed)?;
    if dangling > 0 {
        return Err(Fault::Damaged(format!("{dangling} rows name others that are not there")));
    }
    let number = async |text| {
        let n = sql(text).number(&db.read).await.map_err(failed)?;
        Ok::<u64, Fault>(u64::try_from(n).unwrap_or_default())
    };
    let mut ledgers = Vec::new();
    for verdict in audit::verify(db, None).await? {
        let project = verdict.project.to_string();
        match verdict.result {
            Ok(end) => ledgers.push(LedgerEnd { project, records: end.count, head: end.hash.to_string() }),
            Err(fault) => return Err(Fault::Ledger(project, fault)),
        }
    }
    let named = sql("select id from photos order by id").rows(&db.read).await.map_err(failed)?;
    let photos: Vec<PhotoId> = named.iter().map(|row| rows::parsed(row, 0)).collect::<Result<_, _>>()?;
    let contents = Contents {
        tickets: number("select count(*) from tickets").await?,
        events: number("select count(*) from events").await?,
        photos: photos.len() as u64,
        ledgers,
    };
    let schema = sql("select max(version) from _sqlx_migrations").number(&db.read).await.map_err(failed)?;
    Ok(Found { contents, photos, schema })
}

/// The two files of a photo, full and small, by their places in a backup.
pub(super) fn photo_names(photo: &PhotoId) -> [String; 2] {
    photos::file_names(photo).map(|name| format!("{PHOTOS}/{name}"))
}
