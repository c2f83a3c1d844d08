//! Making a backup beside a house that may be serving.

use std::collections::BTreeMap;
use std::path::Path;

use sqlx::Connection as _;
use steward_core::time::Instant;

use super::manifest::{FORMAT, Manifest};
use super::staging::Staging;
use super::{DATABASE, Fault, MANIFEST, check, files};
use crate::config::Config;
use crate::db::{Db, sql};
use crate::photos;
use crate::transfer::{self, Progress};

/// The house's own note of when its last backup was made (RFC 3339), for `steward doctor`.
pub const LAST: &str = "last_backup";

/// Copies the house of these settings into `target`, a new or empty folder, and reads the copy again.
///
/// `Ok` with `lost_photos` means: everything is kept that the house still has.
pub async fn make(
    config: &Config,
    target: &Path,
    now: Instant,
    progress: Progress<'_>,
) -> Result<Manifest, Fault> {
    let source = config.sqlite_file();
    if let Some(file) = source.as_ref().filter(|file| !file.is_file()) {
        return Err(Fault::NoDatabase(file.clone()));
    }
    let staging = Staging::in_folder(target)?;
    let copy = staging.folder().join(DATABASE);
    match &source {
        Some(file) => copy_database(file, &copy).await?,
        None => {
            transfer::to_sqlite(&config.database(), &copy, progress).await?;
            files::sync(&copy)?;
        }
    }
    let mut marks = BTreeMap::new();
    let mark = files::mark(&copy)?.ok_or_else(|| Fault::Missing(DATABASE.to_owned()))?;
    marks.insert(DATABASE.to_owned(), mark);

    let found = check::look(&copy).await?;
    let mut lost_photos = Vec::new();
    let stored = config.data.join(super::PHOTOS);
    for photo in &found.photos {
        let [full, thumb] = check::photo_names(photo);
        let mut whole = true;
        for (name, stored_as) in [full, thumb].iter().zip(photos::file_names(photo)) {
            let Some(mark) = files::copy(&stored.join(stored_as), &staging.folder().join(name))? else {
                whole = false;
                continue;
            };
            marks.insert(name.clone(), mark);
        }
        let names_content =
            marks.get(&check::photo_names(photo)[0]).is_some_and(|mark| mark.sha256 == photo.as_str());
        if !whole || !names_content {
            lost_photos.push(photo.to_string());
        }
    }
    let manifest = Manifest {
        format: FORMAT,
        steward: env!("CARGO_PKG_VERSION").to_owned(),
        schema: found.schema,
        made_at: now.to_rfc3339(),
        contents: found.contents,
        lost_photos,
        files: marks,
    };
    check::matches(staging.folder(), &manifest).await?;
    manifest.write(staging.folder())?;
    staging.finish(MANIFEST)?;
    if let Err(error) = note(config, now).await {
        tracing::warn!(%error, "the backup is made, but the house could not note down when");
    }
    Ok(manifest)
}

/// Notes down in the house when it was backed up.
async fn note(config: &Config, now: Instant) -> Result<(), crate::db::CannotOpen> {
    let mut conn = Db::alone(&config.database_as_it_is()).await?;
    sql("insert into settings (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value")
        .bind(LAST)
        .bind(now.to_rfc3339())
        .run(&mut conn)
        .await?;
    Ok(conn.close().await?)
}

/// One committed state of the database, in a file of its own. Writers go on meanwhile.
async fn copy_database(source: &Path, to: &Path) -> Result<(), Fault> {
    let db = Db::beside(source).await.map_err(|e| Fault::Database(source.to_owned(), e))?;
    let copied = sql("VACUUM INTO $1").bind(to.display().to_string()).run(&db.write).await;
    db.close().await;
    copied.map_err(|e| Fault::Database(to.to_owned(), e))?;
    files::sync(to)
}
