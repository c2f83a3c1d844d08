//! Tickets (工单).

pub mod refusal;
pub mod state;
