//! Working time (工作时间): when a calendar is open, how much of a span counts, and when a limit runs out.
//!
//! Layers, one per file, each knowing only the one before it:
//!
//! 1. [`hours`]: the opening hours of one local day; no dates, no zones.
//! 2. [`plan`]: a [`Calendar`]: seven such days, dated exceptions (holidays, 调休 make-up days, special hours) and
//!    the name of a zone. This is what people edit and what is stored.
//! 3. `expand` (feature `tz`): calendar × zone → [`Windows`]. The only file that knows zones and daylight saving.
//! 4. [`windows`]: sorted, disjoint, half-open UTC spans with running sums. This is what travels to the browser.
//! 5. [`walk`]: [`worked`] and [`due`] over windows, minus [`Pauses`]. Server and browser run the same walk.
//!
//! It is a mechanism, not a feature: it knows no limits, tickets or promises (those are in `sla`), and nothing
//! here reads a clock. Every span is half-open, `[from, to)`. **Due is the earliest instant at which the worked
//! time reaches the budget**: a limit used up exactly at closing time is due at closing time.

#[cfg(feature = "tz")]
pub mod expand;
pub mod hours;
#[cfg(test)]
mod laws;
pub mod notice;
pub mod pauses;
pub mod plan;
pub mod span;
#[cfg(test)]
mod tests;
#[cfg(feature = "tz")]
pub mod timetable;
#[cfg(test)]
mod travel_tests;
pub mod walk;
pub mod windows;
mod wire;
#[cfg(feature = "tz")]
pub mod workdays;

pub use hours::{Hours, HoursFault, LocalTime};
pub use pauses::Pauses;
pub use plan::{Calendar, CalendarError, ZoneName};
pub use span::{Millis, Span};
#[cfg(feature = "tz")]
pub use timetable::Timetable;
pub use walk::{BeyondWindows, DueError, due, due_exact, worked, worked_exact};
pub use windows::Windows;
