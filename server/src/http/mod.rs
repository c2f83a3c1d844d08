//! The web around the features: errors, strict reading, origins, headers, limits, static files, health.

pub mod error;
pub mod health;
pub mod json;
pub mod openapi;
pub mod origin;
pub mod rate;
pub mod routes;
pub mod security;
pub mod static_files;
pub mod test_clock;
pub mod trace;
