#![forbid(unsafe_code)]
//! What people see: the owner bundle and the console bundle, from one library.
//!
//! - [`owner`] and [`console`] are the two programs: routes and screens, one folder each.
//! - [`ui`] is the component kit on native elements; it looks like `public/styles/ui.css` and decides nothing.
//! - [`net`] talks to the server: typed calls, the session, the server's clock, kept commands, the live stream.
//! - [`nav`] is the address: links, going somewhere, the browser's own buttons.
//! - [`words`] says things in the reader's language; [`accounts`] signs people in.
//! - [`refused`] shows what was given without a network and refused later, with the words that were typed.
//! - [`later`] fetches the code of pages that a first visit does not need.
//! - [`owners`] is what staff knows of homes.
//! - [`surveys`] is answering a survey without signing in, and designing and reading surveys in the console.
//! - [`device`] is what this browser remembers: language, theme, drafts.
//!
//! Rules of the product are not here: a view may call core to preview what the server will answer, no more.

pub mod accounts;
pub mod console;
pub mod device;
pub mod later;
pub mod nav;
pub mod net;
pub mod owner;
pub mod owners;
pub mod refused;
pub mod shell;
pub mod surveys;
pub mod ui;
pub mod words;
