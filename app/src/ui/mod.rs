//! The component kit: native elements in the classes of `public/styles/ui.css`.
//!
//! A piece of the kit knows how something looks, sounds and is reached by keyboard. It knows no ticket, no rule and
//! no address of the server.

pub mod button;
pub mod choice;
pub mod clocks;
pub mod dialog;
mod export;
pub mod field;
pub mod form;
pub mod icon;
pub mod load;
pub mod page;
pub mod photos;
pub mod pieces;
pub mod rail;
pub mod status;
pub mod toast;

pub use button::{Button, Look, icon_button, icon_link};
pub use choice::{Chips, Choice, Segments, StarsField, stars_shown};
pub use dialog::Dialog;
pub use export::exports;
pub use field::{Kind, Problems, SelectField, TextArea, TextField, focus_first_wrong};
pub use form::Form;
pub use icon::{Icon, icon, icon_filled, icon_large, icon_small};
pub use load::{Loading, failed, load, loaded};
pub use page::{Heading, PageHead};
pub use photos::{PhotoPicker, Photos, photo_strip, photo_url};
pub use pieces::{Banner, Moment, Term, Why, empty, plate, skeleton, tl_item};
pub use rail::{Mark, Part, Rail, Ring, Weight};
pub use status::{Status, pill, rag, st};
