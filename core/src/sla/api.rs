//! Wire types and calls of the rules themselves.

use super::policy::Rules;
use crate::endpoint::{Nothing, endpoints};

endpoints! {
    /// The rules of one project, so that the browser promises what the server will keep.
    RULES = get "/api/v1/projects/{id}/rules" (crate::ids::ProjectId): Nothing => Rules;
}
