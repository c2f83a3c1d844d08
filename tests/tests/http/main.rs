//! The real server over HTTP: who gets what, what repeats do, what bad input gets.

mod backup;
mod commands;
mod desk;
mod doctor;
mod headers;
mod input;
mod live;
mod openapi;
mod photos;
mod rebuild;
mod roles;
mod sign_in;
mod store;
mod voucher;
