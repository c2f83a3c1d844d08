//! A group of any size with years behind it (模拟集团), for trying out and for measuring: people report, dispatch, work, pause,
//! complain and rate, each step decided by core like any other.
//!
//! Everything follows from the seed, the sizes and the last moment, so that the same wish gives the same rows. It goes
//! into an empty database only. A project is made as a whole ([`chapter`]), several at a time; one writer takes them in
//! their order. On SQLite the house is built beside its place, without what makes small writes safe, and takes its
//! place when it is complete, with every index made after the rows.

mod arrivals;
mod base;
mod chapter;
mod dice;
mod life;
mod load;
mod names;
mod past;
mod story;
mod texts;
mod times;
mod world;

use steward_core::time::{Instant, Seconds};

pub use load::{Cannot, Made, Progress, build};
pub(crate) use past::{Past, past};
pub(crate) use world::{Known, Place};

/// What is wished for.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// How many projects, 1 to 9999.
    pub projects: u32,
    /// How many days, the last one being that of `until`; 1 to 3660.
    pub days: u32,
    /// What everything is drawn from.
    pub seed: u64,
    /// How many tickets all projects have together.
    pub tickets: u64,
    /// The last moment: what is open then is still open.
    pub until: Instant,
}

/// So many tickets a project has at most: all of them are in memory while it is made.
pub const MOST_TICKETS_A_PROJECT: u64 = 50_000;
/// So many tickets a project has a day, unless another number is wished.
const TICKETS_A_DAY: u64 = 20;

impl Wish {
    /// A group of so many projects and days, with the usual number of tickets.
    pub fn usual_tickets(projects: u32, days: u32) -> u64 {
        u64::from(projects) * u64::from(days) * TICKETS_A_DAY
    }

    /// What is wrong with it, in words; `None` if it can be made.
    pub fn fault(&self) -> Option<String> {
        let a_project = self.tickets / u64::from(self.projects.max(1));
        if !(1..=9999).contains(&self.projects) {
            Some("there are 1 to 9999 projects".to_owned())
        } else if !(1..=3660).contains(&self.days) {
            Some("there are 1 to 3660 days".to_owned())
        } else if a_project > MOST_TICKETS_A_PROJECT {
            Some(format!(
                "a project has {MOST_TICKETS_A_PROJECT} tickets at most, not {a_project}: take more projects"
            ))
        } else if self.until < Instant::EPOCH + Seconds::days(3660) {
            Some("the last moment is too long ago".to_owned())
        } else {
            None
        }
    }
}
