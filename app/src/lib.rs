#![forbid(unsafe_code)]
//! What people see.
