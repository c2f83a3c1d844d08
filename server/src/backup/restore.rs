//! Restoring a backup into a folder that holds nothing yet.

use std::path::Path;

use super::manifest::Manifest;
use super::staging::Staging;
use super::{DATABASE, Fault, check, database, files};
use crate::config::Config;

/// Brings a backup into the data folder of these settings. Every file is compared with the manifest while it is
/// copied, and the copy is read again before it takes its place.
pub async fn restore(from: &Path, config: &Config) -> Result<Manifest, Fault> {
    let place = config.data.join(DATABASE);
    if database(config)? != place {
        return Err(Fault::OtherDatabase(place));
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
    staging.finish(DATABASE)?;
    Ok(manifest)
}
