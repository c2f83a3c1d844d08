//! reopen
