//! Browsers: Chromium under chromedriver, seen as a person with or without assistive technology sees it.
//!
//! Things on a page are found in the accessibility tree that the browser itself makes: by role and name. What
//! has no name cannot be used by a story, as it cannot be used by a blind person.

mod audit;
mod device;
mod driver;
mod find;
mod look;
mod page;
mod steps;

pub use find::{
    Sought, alert, article, button, checkbox, combobox, dialog, disclosure, group, heading, link, list,
    listitem, navigation, radio, radiogroup, region, row, searchbox, status, tab, textbox,
};
pub use look::{Look, Size};
pub use page::Page;
