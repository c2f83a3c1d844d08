//! Wire types and calls of the rules themselves.

use super::policy::Rules;
use crate::endpoint::{Endpoint, Nothing};

/// The rules of one project, so that the browser promises what the server will keep.
pub const RULES: Endpoint<Nothing, Rules> = Endpoint::get("/api/v1/projects/{id}/rules");
