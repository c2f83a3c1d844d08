//! The writer: the one task that writes. Handlers hand it work and wait for its answer.
//!
//! It takes what waits (up to [`MOST`]), does it in one transaction, commits once, and only then answers and
//! publishes: whoever got an answer finds their change after a crash, and a crash before the commit has answered
//! nobody. Commands to tickets are decided in memory and written set-wise ([`ask`]); small work (sign-in,
//! preferences, photos) runs each in its own savepoint, so that one that fails takes nothing with it.

pub mod ask;
mod batch;
mod known;
mod numbers;
mod queue;
mod work;
pub(crate) mod write;

pub use ask::{Ask, Done, FINGERPRINT, Recognised, What, fingerprint};
pub use batch::{Held, system};
pub use known::forget as forget_commands;
pub use queue::{Parts, Writer, start};

/// How much work one transaction takes at most: while it is written, what the others sent is read and answered.
pub const MOST: usize = 128;
