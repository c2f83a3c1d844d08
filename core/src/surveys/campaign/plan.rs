//! Whom a campaign asks, how and when (调查方案).

use serde::{Deserialize, Serialize};

use super::question::{Questionnaire, Words};
use crate::ids::ProjectId;
use crate::owners::PropertyStage;
use crate::problem::{Code, Field, Problem};
use crate::tickets::draft::{Length, check_text};
use crate::time::{Instant, Seconds};
use crate::words::words;

/// A campaign's name.
pub const NAME: Length = Length { min: 2, max: 60 };
/// What a campaign is for.
pub const AIM: Length = Length { min: 4, max: 500 };
/// The name of a segment.
pub const SEGMENT: Length = Length { min: 1, max: 40 };
/// The most reminders.
pub const REMINDERS: u8 = 3;
/// The longest recontact pause, in days.
pub const PAUSE_DAYS: u16 = 366;
/// How many days before its end a contract's household is asked, unless the plan says otherwise: 60 (R32).
pub const LEAD_DAYS: u16 = 60;
/// The most of them.
pub const MOST_LEAD_DAYS: u16 = 180;
/// The longest time a survey before renewals may go on asking.
pub const LONGEST_STANDING: Seconds = Seconds::days(3660);
/// The longest time a campaign may be open.
pub const LONGEST: Seconds = Seconds::days(366);

words! {
    /// Where a household stands with its home (生命周期阶段, R64).
    Stage {
        /// Signed, not handed over (准业主).
        Prospective = "prospective",
        /// Up to 12 months after handover (磨合期).
        RunningIn = "running-in",
        /// 12 to 24 months (稳定期).
        Stable = "stable",
        /// More than 24 months (老业主).
        Old = "old",
    }
}

words! {
    /// How people come to a campaign (参与方式).
    Mode {
        /// Each drawn household gets a link of its own, which counts once (一户一链接).
        Personal = "personal",
        /// One public link for each project, for a notice board; nobody knows who answers (公开链接).
        Open = "open",
    }
}

words! {
    /// How often a campaign is repeated (频次, R32).
    Cadence {
        /// Once (一次).
        Once = "once",
        /// Every six months (每半年).
        HalfYearly = "half-yearly",
        /// Every twelve months (每年).
        Yearly = "yearly",
        /// It runs on, and asks each household once before its contract ends (续约前).
        Renewal = "renewal",
    }
}

/// How many households are asked (抽样).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// All that are in the audience.
    All,
    /// So many, shared out among the projects by their size.
    Count(u32),
    /// So many percent of each project, 1 to 100.
    Percent(u8),
}

/// Who could be asked (调查对象).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// These projects; empty for all projects of the group.
    #[serde(default)]
    pub projects: Vec<ProjectId>,
    /// Households in these stages; empty for all. A household whose stage nobody knows is in no stage.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Households in these stages with the property service; empty for all.
    #[serde(default)]
    pub property_stages: Vec<PropertyStage>,
    /// Households of these segments; empty for all.
    #[serde(default)]
    pub segments: Vec<String>,
}

/// Everything that is decided before a campaign starts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its name.
    pub name: Words,
    /// What is to be found out and why (调查目的, ISO 10004): the first step of the loop.
    pub aim: String,
    /// What is asked.
    pub questions: Questionnaire,
    /// Who could be asked.
    pub audience: Audience,
    /// How they come to it.
    pub mode: Mode,
    /// How many are drawn; an open campaign asks all.
    pub size: Size,
    /// Answers that count in each project; later ones are kept and marked (配额).
    #[serde(default)]
    pub quota: Option<u32>,
    /// A household that another campaign asked or heard within so many days is not asked (免打扰期).
    pub pause_days: u16,
    /// Days after opening on which a household that has not answered is reminded, rising; at most three.
    pub reminders: Vec<u16>,
    /// From when answers are taken.
    pub opens: Instant,
    /// Until when, exclusively.
    pub closes: Instant,
    /// How often it is repeated.
    pub cadence: Cadence,
    /// Of [`Cadence::Renewal`]: how many days before its contract ends a household is asked.
    #[serde(default = "lead_days")]
    pub lead_days: u16,
}

const fn lead_days() -> u16 {
    LEAD_DAYS
}

impl Plan {
    /// Everything that is wrong with it, each with its `place`; empty if the campaign can start.
    pub fn check(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        let at = |code, place: &str| Problem::new(code).at(Field::Survey).with("place", place);
        self.name.check(NAME, "name", &mut found);
        found.extend(check_text(&self.aim, AIM, Field::Survey).map(|p| p.with("place", "aim")));
        found.extend(self.questions.check());
        for segment in &self.audience.segments {
            found.extend(check_text(segment, SEGMENT, Field::Survey).map(|p| p.with("place", "segments")));
        }
        match self.size {
            Size::Count(0) | Size::Percent(0) => found.push(at(Code::TooShort, "size").with("min", 1)),
            Size::Percent(101..) => found.push(at(Code::TooMany, "size").with("max", 100)),
            Size::All | Size::Count(_) | Size::Percent(_) => {}
        }
        if self.quota == Some(0) {
            found.push(at(Code::TooShort, "quota").with("min", 1));
        }
        if self.pause_days > PAUSE_DAYS {
            found.push(at(Code::TooMany, "pause").with("max", PAUSE_DAYS));
        }
        if self.reminders.len() > usize::from(REMINDERS) {
            found.push(at(Code::TooMany, "reminders").with("max", REMINDERS));
        }
        let rising = self.reminders.first().is_none_or(|first| *first > 0)
            && self.reminders.is_sorted_by(|a, b| a < b);
        let last = self.reminders.last().map(|days| self.opens + Seconds::days(i64::from(*days)));
        if !rising || last.is_some_and(|last| last >= self.closes) {
            found.push(at(Code::BadTime, "reminders"));
        }
        let longest = if self.cadence == Cadence::Renewal {
            if self.mode == Mode::Open {
                found.push(at(Code::UnknownChoice, "mode"));
            }
            if self.size != Size::All {
                found.push(at(Code::UnknownChoice, "size"));
            }
            if !(1..=MOST_LEAD_DAYS).contains(&self.lead_days) {
                found.push(at(Code::OutOfRange, "lead").with("min", 1).with("max", MOST_LEAD_DAYS));
            }
            LONGEST_STANDING
        } else {
            LONGEST
        };
        if self.closes <= self.opens || self.closes > self.opens + longest {
            found.push(at(Code::BadTime, "closes"));
        }
        found
    }

    /// When the reminder after `sent` earlier ones is due; `None` when there is none left.
    pub fn reminder(&self, sent: usize) -> Option<Instant> {
        self.reminders.get(sent).map(|days| self.opens + Seconds::days(i64::from(*days)))
    }
}
