//! What the operator set, and what the machine gives.

use std::path::Path;

use super::Finding;
use crate::config::{Config, Sms};

/// Below this many bytes the disk is as good as full.
const TOO_LITTLE: u64 = 256 << 20;
/// Below this many somebody should look.
const LITTLE: u64 = 2 << 30;

pub(super) fn examine(config: &Config) -> Vec<Finding> {
    let mut found = settings(config);
    found.push(folder(&config.data));
    let mut places = vec![config.data.clone()];
    let beside = config.sqlite_file().and_then(|file| file.parent().map(Path::to_path_buf));
    places.extend(beside.filter(|folder| *folder != config.data && !folder.as_os_str().is_empty()));
    found.extend(places.iter().filter_map(|place| disk(place)));
    found
}

fn settings(config: &Config) -> Vec<Finding> {
    let warning = |what, advice| Finding::warning("settings", what, advice);
    let mut found = Vec::new();
    if let Err(error) = config.check() {
        found.push(Finding::failure(
            "settings",
            error.to_string(),
            "put it right: the server does not start",
        ));
    }
    if config.demo {
        found.push(warning(
            "demo mode shows one-time codes to everybody",
            "turn it off where people are real",
        ));
    } else if matches!(config.sms, Sms::Log) {
        found.push(warning("one-time codes go to the log", "set [sms] before owners sign in"));
    }
    if config.public_url.is_none() {
        found.push(warning(
            "public_url is not set",
            "set it: notices have no links, and cookies go without TLS",
        ));
    }
    if !config.jobs {
        found.push(warning("jobs are off here", "see that another server of this database runs them"));
    }
    if found.is_empty() {
        found.push(Finding::ok("settings", "sound"));
    }
    found
}

fn folder(data: &Path) -> Finding {
    let failure = |what: String, advice| Finding::failure("data folder", what, advice);
    match std::fs::metadata(data) {
        Err(error) => failure(format!("{}: {error}", data.display()), "name the folder with --data"),
        Ok(about) if !about.is_dir() => {
            failure(format!("{} is no folder", data.display()), "name the folder with --data")
        }
        Ok(about) if about.permissions().readonly() => failure(
            format!("{} cannot be written to", data.display()),
            "give it to the user that the server runs as",
        ),
        Ok(_) => Finding::ok("data folder", data.display().to_string()),
    }
}

/// What is free where a folder lies; nothing where the system does not tell.
fn disk(folder: &Path) -> Option<Finding> {
    let free = free(folder)?;
    Some(judge(free, format!("{} MB free at {}", free >> 20, folder.display())))
}

#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let about = rustix::fs::statvfs(folder).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

fn judge(free: u64, what: String) -> Finding {
    match free {
        0..TOO_LITTLE => {
            Finding::failure("disk", what, "make room now: on a full disk nothing can be submitted")
        }
        TOO_LITTLE..LITTLE => Finding::warning("disk", what, "make room, or add a disk"),
        _ => Finding::ok("disk", what),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn a_disk_fills_up() {
        let level = |free| judge(free, String::new()).level;
        assert_eq!((level(TOO_LITTLE - 1), level(TOO_LITTLE)), (Level::Failure, Level::Warning));
        assert_eq!((level(LITTLE - 1), level(LITTLE)), (Level::Warning, Level::Ok));
        assert!(disk(&std::env::temp_dir()).is_some());
        assert_eq!(disk(Path::new("/nowhere/at/all")), None);
    }

    #[test]
    fn what_is_set_is_judged() {
        let sound = Config {
            public_url: Some("https://care.example.com".into()),
            sms: Sms::Http { url: "https://sms.example.com".into(), token: "t".parse().unwrap() },
            ..Config::default()
        };
        assert_eq!(settings(&sound), [Finding::ok("settings", "sound")]);
        let levels = |config: &Config| settings(config).iter().map(|one| one.level).collect::<Vec<_>>();
        assert_eq!(levels(&Config { demo: true, ..sound.clone() }), [Level::Warning]);
        assert_eq!(levels(&Config { jobs: false, public_url: None, ..sound.clone() }), [Level::Warning; 2]);
        assert_eq!(levels(&Config { read_connections: 0, ..sound }), [Level::Failure]);
    }

    #[test]
    fn a_folder_is_looked_at() {
        let folder_of = tempfile::tempdir().unwrap();
        assert_eq!(folder(folder_of.path()).level, Level::Ok);
        let file = folder_of.path().join("file");
        std::fs::write(&file, "").unwrap();
        assert_eq!(folder(&file).level, Level::Failure);
        assert_eq!(folder(&folder_of.path().join("none")).level, Level::Failure);
    }
}
