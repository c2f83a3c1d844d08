//! One at a time: two runs of xtask in one checkout wait for each other instead of writing the same files.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::failure::{Done, OrSay};
use crate::ui;

/// Held until it is dropped; the system releases it when the program ends in any way.
#[must_use]
pub(crate) struct Turn(#[expect(dead_code, reason = "the lock lives as long as the file is open")] File);

/// Waits for the turn to work on what lies in `dir`.
pub(crate) fn take(dir: &Path, what: &str) -> Done<Turn> {
    std::fs::create_dir_all(dir).or_say(|| format!("cannot make {}", dir.display()))?;
    let path = dir.join(format!(".{what}.lock"));
    let file = File::create(&path).or_say(|| format!("cannot write {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            ui::step(format!("waiting for another xtask that works on {what}"));
            file.lock().or_say(|| format!("cannot lock {}", path.display()))?;
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).or_say(|| format!("cannot lock {}", path.display()));
        }
    }
    Ok(Turn(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_taker_waits_until_the_first_is_done() {
        let dir = std::env::temp_dir().join(format!("steward-turn-{}", std::process::id()));
        let first = take(&dir, "tools").expect("takes");
        let second = File::open(dir.join(".tools.lock")).expect("opens");
        assert!(matches!(second.try_lock(), Err(TryLockError::WouldBlock)));
        drop(first);
        second.lock().expect("is free now");
        std::fs::remove_dir_all(&dir).expect("removes");
    }
}
