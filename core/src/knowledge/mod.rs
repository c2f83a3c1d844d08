//! What the group knows and how it serves (知识): the service handbook (S54), with the scripts and writing rules that
//! stand beside a ticket's fields (S55).
//!
//! Nothing here moves a ticket or refuses an act: a handbook advises. What an act must have is `tickets`' business.

pub mod handbook;
