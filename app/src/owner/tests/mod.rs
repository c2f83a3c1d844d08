//! The models of the owners' side, on tickets that core's own `decide` has made.

mod actions;
mod clock;
mod desk;
mod home;
mod live;
mod report;
mod rows;
mod slots;
mod timeline;
mod voucher;
