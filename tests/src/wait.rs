//! Waiting: a condition is asked again until it holds or its time is over.

use std::time::{Duration, Instant};

/// How long anything may take on a busy machine before it counts as missing.
pub const PATIENCE: Duration = Duration::from_mins(1);

const AGAIN_AFTER: Duration = Duration::from_millis(40);

/// Asks until there is an answer; after `patience` the last refusal.
pub fn until<T, E>(patience: Duration, mut ask: impl FnMut() -> Result<T, E>) -> Result<T, E> {
    let deadline = Instant::now() + patience;
    loop {
        match ask() {
            Ok(answer) => return Ok(answer),
            Err(refusal) if Instant::now() >= deadline => return Err(refusal),
            Err(_) => std::thread::sleep(AGAIN_AFTER),
        }
    }
}

/// Asks until it is so, and says what was awaited when it never is.
#[track_caller]
pub fn until_true(what: &str, mut ask: impl FnMut() -> bool) {
    let outcome = until(PATIENCE, || if ask() { Ok(()) } else { Err(()) });
    assert!(outcome.is_ok(), "waited {PATIENCE:?} in vain for {what}");
}
