//! Signing in, on both sides of the product, and the gate in front of everything else.
//!
//! The gate stands once above all routes: pages behind it can rely on somebody being signed in. When a session ends
//! in the middle of something, the same sign-in opens as a dialog above the page, which stays as it is.

mod entry;
pub mod gate;
pub mod owner_sign_in;
pub mod staff_sign_in;

pub use gate::{Gate, Side};
pub use owner_sign_in::OwnerSignIn;
pub use staff_sign_in::StaffSignIn;
