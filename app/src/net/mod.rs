//! Talking to the server: one typed call for every `Endpoint` of core.
//!
//! [`call`] asks and waits; [`command`] is kept on this device until the server has answered, so that a broken
//! network never loses it and never sends it twice, and what is refused later is kept with the reason
//! ([`outbox`]); [`upload`] sends a picture, [`export`]
//! brings a table. A session that has ended is
//! handled here once: the sign-in opens above the page and the call goes on after it ([`session`]). Times are
//! read from [`clock`], which follows the server and not the phone. [`live`] tells pages what has changed.

mod call;
pub mod clock;
mod failure;
mod fetch;
pub mod live;
pub mod online;
pub mod outbox;
pub mod session;

pub(crate) use call::pause;
pub use call::{call, export, upload};
pub use failure::Failure;
pub use outbox::{command, new_command_id};
