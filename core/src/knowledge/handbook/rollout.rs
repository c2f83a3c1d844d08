//! The roll-out of the handbook (手册推行), R95: who has acknowledged the current version, which projects are live.

use serde::{Deserialize, Serialize};

use crate::accounts::permit::{Action, Object, Reach, reach};
use crate::accounts::role::Role;
use crate::ids::ProjectId;
use crate::time::{Instant, Seconds};
use crate::words::words;

/// A project is live when this share of its staff has acknowledged, in percent (R95).
pub const LIVE_PERCENT: u32 = 90;

/// By when all projects are to be live, counted from when version 1 held: six months (R95), of 365 days the year.
pub const ALL_LIVE_WITHIN: Seconds = Seconds::days(183);

/// Whether people of this role, with posts in a project, must acknowledge: those who serve its owners by the handbook.
pub fn must_acknowledge(role: Role) -> bool {
    role != Role::Owner && reach(role, Action::Read, Object::Knowledge) == Some(Reach::Project)
}

/// One project's part of the roll-out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectRollOut {
    /// The project.
    pub project: ProjectId,
    /// Its name.
    pub name: String,
    /// How many people must acknowledge: the project's own posts with an account in use.
    pub staff: u32,
    /// How many of them have acknowledged the current version.
    pub acknowledged: u32,
    /// The names of those who have not; empty for readers who do not see others' training.
    pub missing: Vec<String>,
}

impl ProjectRollOut {
    /// Whether the project is live: [`LIVE_PERCENT`] of its staff have acknowledged (R95). A project without staff is
    /// not. The exam that R95 names as well is not yet counted.
    pub fn is_live(&self) -> bool {
        is_live(self.staff, self.acknowledged)
    }
}

/// Whether so many of so many make a project live (R95).
pub fn is_live(staff: u32, acknowledged: u32) -> bool {
    staff > 0 && u64::from(acknowledged) * 100 >= u64::from(staff) * u64::from(LIVE_PERCENT)
}

words! {
    /// How the roll-out stands against its target: all projects in six months (R95).
    Target {
        /// All projects are live.
        Met = "met",
        /// Not all, and there is time.
        Running = "running",
        /// Not all, and the time is over.
        Missed = "missed",
    }
}

/// The roll-out of one version over the projects that somebody sees.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RollOut {
    /// The version in force; `None` before there is one.
    pub version: Option<u32>,
    /// By when all projects are to be live; `None` before version 1 was published.
    pub due: Option<Instant>,
    /// The projects, by their ids.
    pub projects: Vec<ProjectRollOut>,
}

impl RollOut {
    /// Projects that are live, and all of them.
    pub fn live(&self) -> (u32, u32) {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (count(self.projects.iter().filter(|p| p.is_live()).count()), count(self.projects.len()))
    }

    /// The share of projects that are live, in whole percent, never rounded up; `None` without projects.
    pub fn percent(&self) -> Option<u32> {
        let (live, all) = self.live();
        (u64::from(live) * 100).checked_div(u64::from(all)).and_then(|n| u32::try_from(n).ok())
    }

    /// How it stands at `now`; `None` before there is a version, or where nobody sees a project.
    ///
    /// The month is over when `now` is past the due time, as with every clock.
    pub fn target(&self, now: Instant) -> Option<Target> {
        let (live, all) = self.live();
        let due = self.due?;
        Some(match (all, live == all) {
            (0, _) => return None,
            (_, true) => Target::Met,
            (_, false) if now > due => Target::Missed,
            (_, false) => Target::Running,
        })
    }
}
