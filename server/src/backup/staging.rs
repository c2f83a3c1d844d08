//! A folder to work in, whose content takes its place only when it is whole.
//!
//! It lies inside the target, so that the last step is a renaming on one file system, also where the target is a
//! volume of its own. Whatever fails before leaves the target as it was.

use std::ffi::OsString;
use std::fs::{self, DirBuilder};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Fault, files};

/// The name of the folder to work in. It also keeps a second worker out.
const NAME: &str = ".unfinished";

/// A target that is being filled.
pub(super) struct Staging {
    target: PathBuf,
    folder: PathBuf,
    made_target: bool,
    placed: Vec<PathBuf>,
    finished: bool,
}

impl Staging {
    /// Begins to fill a folder, which is new or empty and which only this user can look into if it is made here:
    /// it will hold names and phones.
    pub(super) fn in_folder(target: &Path) -> Result<Self, Fault> {
        let made_target = !target.exists();
        if made_target {
            private().recursive(true).create(target).map_err(Fault::file("make the folder", target))?;
        }
        let empty = nothing_else_in(target);
        let folder = target.join(NAME);
        let begun = empty.and_then(|()| {
            private().create(&folder).map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => Fault::AtWork(folder.clone()),
                _ => Fault::file("make the folder", &folder)(error),
            })
        });
        match begun {
            Ok(()) => {
                let target = target.to_owned();
                Ok(Self { target, folder, made_target, placed: Vec::new(), finished: false })
            }
            Err(fault) => {
                if made_target {
                    // It is empty; an error means that somebody else has begun to use it.
                    let _ = fs::remove_dir(target);
                }
                Err(fault)
            }
        }
    }

    /// Where to work.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Moves everything to its place; `last` is what makes the rest count.
    pub(super) fn finish(mut self, last: &str) -> Result<(), Fault> {
        nothing_else_in(&self.target)?;
        let mut names = names(&self.folder)?;
        names.sort_by_key(|name| name == last);
        for name in names {
            let (from, to) = (self.folder.join(&name), self.target.join(&name));
            files::sync(&from)?;
            fs::rename(&from, &to).map_err(Fault::file("write", &to))?;
            self.placed.push(to);
        }
        files::sync(&self.target)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // An error leaves something behind that the next try names.
        if !self.finished {
            for placed in self.placed.drain(..) {
                let _ = if placed.is_dir() { fs::remove_dir_all(placed) } else { fs::remove_file(placed) };
            }
        }
        let _ = fs::remove_dir_all(&self.folder);
        if !self.finished && self.made_target {
            let _ = fs::remove_dir(&self.target);
        }
    }
}

/// Refuses a target that holds anything beside a folder to work in.
fn nothing_else_in(target: &Path) -> Result<(), Fault> {
    let mut others = names(target)?;
    others.retain(|name| name != NAME);
    if others.is_empty() {
        return Ok(());
    }
    others.sort();
    let others: Vec<_> = others.iter().take(3).map(|name| name.to_string_lossy()).collect();
    Err(Fault::NotEmpty(target.to_owned(), others.join(", ")))
}

fn names(folder: &Path) -> Result<Vec<OsString>, Fault> {
    let read = Fault::file("read", folder);
    let entries = fs::read_dir(folder).and_then(|all| all.map(|e| e.map(|e| e.file_name())).collect());
    entries.map_err(read)
}

fn private() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only there folders have modes"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_up_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("new");
        let staging = Staging::in_folder(&target).unwrap();
        fs::write(staging.folder().join("a"), "half").unwrap();
        assert!(matches!(Staging::in_folder(&target), Err(Fault::AtWork(_))), "one at a time");
        drop(staging);
        assert!(!target.exists());
    }

    #[test]
    fn an_empty_folder_stays_when_it_is_given_up() {
        let folder = tempfile::tempdir().unwrap();
        drop(Staging::in_folder(folder.path()).unwrap());
        assert_eq!(names(folder.path()).unwrap().len(), 0);
    }

    #[test]
    fn everything_takes_its_place_or_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("new");
        let staging = Staging::in_folder(&target).unwrap();
        fs::write(staging.folder().join("a"), "whole").unwrap();
        // Somebody moves in meanwhile.
        fs::write(target.join("steward.db"), "a house").unwrap();
        assert!(matches!(staging.finish("a"), Err(Fault::NotEmpty(_, name)) if name == "steward.db"));
        assert_eq!(names(&target).unwrap(), ["steward.db"], "theirs stays, ours has gone");

        fs::remove_file(target.join("steward.db")).unwrap();
        let staging = Staging::in_folder(&target).unwrap();
        fs::create_dir(staging.folder().join("photos")).unwrap();
        fs::write(staging.folder().join("a"), "whole").unwrap();
        staging.finish("a").unwrap();
        let mut placed = names(&target).unwrap();
        placed.sort();
        assert_eq!(placed, ["a", "photos"]);
    }
}
