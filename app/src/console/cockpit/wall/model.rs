//! What the wall shows, without any view: how current it is, which projects are on which page, and a home without its door.

use steward_core::time::Instant;

/// The figures on the wall may be this old, in milliseconds: they are read every minute (N18), and a reading takes time.
const CURRENT_FOR: i64 = 90_000;

/// How current the wall is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Current {
    /// Nothing has been read yet.
    Reading,
    /// What is shown holds now (实时).
    Live,
    /// It is older than it should be (数据过期).
    Stale,
    /// The server cannot be reached; it is tried again by itself (连接中断).
    Cut,
    /// Whoever opened the wall is signed out (已退出登录).
    SignedOut,
}

/// How current something read at `read` is.
pub(super) fn current(read: Option<Instant>, now: Instant, online: bool, ended: bool) -> Current {
    match read {
        _ if ended => Current::SignedOut,
        _ if !online => Current::Cut,
        None => Current::Reading,
        Some(at) if now.millis() - at.millis() > CURRENT_FOR => Current::Stale,
        Some(_) => Current::Live,
    }
}

/// How many pages so many lines make; at least one.
pub(super) const fn pages(lines: usize, on_each: usize) -> usize {
    let pages = lines.div_ceil(on_each);
    if pages == 0 { 1 } else { pages }
}

/// The page after or before `at`; from the last one on to the first.
pub(super) const fn turned(at: usize, pages: usize, on: bool) -> usize {
    if on { (at + 1) % pages } else { (at + pages - 1) % pages }
}

/// The building on a door plate: of `12-2-1803` it is `12`. A spot that somebody wrote down is none: who reads a wall
/// is not told where exactly, or what else was written there.
pub(super) fn building(plate: &str) -> Option<&str> {
    let (building, rest) = plate.split_once('-')?;
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    (plain(building) && rest.split('-').all(plain)).then_some(building)
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
