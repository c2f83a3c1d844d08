//! Restoring a backup into a folder that holds nothing yet.

use std::fs;
use std::path::Path;

use super::manifest::Manifest;
use super::staging::Staging;
use super::{DATABASE, Fault, PHOTOS, check, files};
use crate::config::Config;
use crate::transfer::{self, Progress};

/// Brings a backup into the data folder of these settings, or its database to the empty PostgreSQL that they name.
/// Every file is compared with the manifest while it is copied, and the copy is read again before it takes its place.
pub async fn restore(from: &Path, config: &Config, progress: Progress<'_>) -> Result<Manifest, Fault> {
    let place = config.data.join(DATABASE);
    let file = config.sqlite_file();
    match &file {
        Some(file) if *file != place => return Err(Fault::OtherDatabase(place)),
        Some(_) => {}
        // Said before anything is copied.
        None => transfer::check_empty(&config.database()).await?,
    }
    let manifest = Manifest::read(from)?;
    let staging = Staging::in_folder(&config.data)?;
    for (name, expected) in &manifest.files {
        if !files::is_inside(name) {
            return Err(Fault::OtherContents(format!("{name:?} is no name in a backup")));
        }
        match files::copy(&from.join(name), &staging.folder().join(name))? {
            None => return Err(Fault::Missing(name.clone())),
            Some(found) if found != *expected => return Err(Fault::Altered(name.clone())),
            Some(_) => {}
        }
    }
    check::matches(staging.folder(), &manifest).await?;
    if file.is_some() {
        staging.finish(DATABASE)?;
        return Ok(manifest);
    }
    let copy = staging.folder().join(DATABASE);
    transfer::to_postgres(&copy, &config.database(), progress).await?;
    fs::remove_file(&copy).map_err(Fault::file("remove", &copy))?;
    staging.finish(PHOTOS)?;
    Ok(manifest)
}
