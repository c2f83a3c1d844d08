//! The writer: the one task that writes. Handlers hand it work and wait for its answer.
//!
//! It takes what waits (up to [`MOST`]), does it in one transaction, commits once, and only then answers: whoever
//! got an answer finds their change after a crash, and a crash before the commit has answered nobody. Small work
//! (sign-in, preferences, photos) runs each in its own savepoint, so that one that fails takes nothing with it.

mod queue;
mod work;

pub use queue::{Writer, start};

/// How much work one transaction takes at most.
pub const MOST: usize = 256;
