//! Who is who and who may what (accounts, 账户与权限).
//!
//! The group (集团) is one tree: region → project → building → unit → household. A person acts in one
//! [`Role`] over a [`Scope`]. [`permit::may`] is the only place that answers "may they?"; stores put the same
//! answer *inside* their queries. This is not sign-in: passwords, codes and sessions live in the server.

pub mod actor;
pub mod api;
mod matrix;
pub mod permit;
pub mod phone;
pub mod role;
pub mod tree;

#[cfg(test)]
mod permit_tests;
#[cfg(test)]
mod tests;

pub use actor::{Actor, Scope};
pub use permit::{Action, Object, Reach, Whose, may};
pub use phone::Phone;
pub use role::{Department, Role};
