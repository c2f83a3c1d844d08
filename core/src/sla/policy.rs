//! The time-limit policy (时限政策): which clocks a ticket gets, how long each is, and who hears of a late one.
//!
//! A policy is a versioned value: a running clock keeps the version it was started with. Resolution is by the most
//! specific limit that fits. This is not the calendar (that says *when* time counts) and not the clock itself.

use serde::{Deserialize, Serialize};

use super::escalation::Rung;
use crate::calendar::{Span, Windows};
use crate::ids::CalendarId;
use crate::surveys::rules::VoiceRules;
use crate::tickets::category::Category;
use crate::tickets::scenario::{Scenario, Urgency};
use crate::time::{Instant, Seconds};
use crate::words::words;

words! {
    /// What a clock measures (时限种类).
    ClockKind {
        /// First answer (咨询响应), R01: a real answer or a hand-over to a person.
        Response = "response",
        /// Dispatch (派单), R08.
        Dispatch = "dispatch",
        /// Engineer on site (上门), R02; for emergencies the stricter of group and legal limit (R06).
        OnSite = "on_site",
        /// The legal emergency limit (法定应急时限), R06: engineer assigned and owner contacted. Kept as evidence.
        LegalResponse = "legal_response",
        /// Feedback of the result (结果反馈), R03.
        Feedback = "feedback",
        /// Complaint solution (投诉方案), R04.
        Solution = "solution",
        /// Ordinary complaint closed (普通投诉结案), R05: a team target; stops when the work is completed.
        ComplaintClose = "complaint_close",
        /// Completion (完工), the clock that elastic service duration extends (R12).
        Completion = "completion",
        /// Night repair completed (夜间维修), R07.
        NightCompletion = "night_completion",
        /// Return visit (回访), within 48 h of completion (§4.1 no. 8).
        Visit = "visit",
        /// A due date that came with an imported ticket (外部时限); nobody here set it.
        External = "external",
    }
}

impl ClockKind {
    /// Whether an approved pause stops it (R10). Answering, dispatching and the law do not wait.
    pub const fn pausable(self) -> bool {
        matches!(
            self,
            Self::OnSite
                | Self::Feedback
                | Self::Solution
                | Self::ComplaintClose
                | Self::Completion
                | Self::NightCompletion
        )
    }

    /// Whether elastic service duration extends it: completion only (R12).
    pub const fn extendable(self) -> bool {
        matches!(self, Self::Completion | Self::NightCompletion)
    }

    /// Whether a late one climbs the escalation ladder. The legal and the imported clock are kept as evidence.
    pub const fn escalates(self) -> bool {
        !matches!(self, Self::LegalResponse | Self::External)
    }
}

/// The id of the calendar that never closes.
const AROUND_THE_CLOCK: &str = "24x7";

/// The calendar that never closes (全天候), 24×7.
pub fn around_the_clock() -> CalendarId {
    CalendarId::known(AROUND_THE_CLOCK)
}

/// One limit of the table; `None` fits all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The clock.
    pub kind: ClockKind,
    /// The scenario.
    pub scenario: Scenario,
    /// Only for this first-level category or exact code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Only for this urgency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// The limit (时限).
    pub limit: Seconds,
    /// The calendar it counts in; around the clock unless said otherwise (Q03).
    #[serde(default = "around_the_clock")]
    pub calendar: CalendarId,
}

impl Limit {
    /// How specific a fitting limit is; `None` if it does not fit.
    fn fit(&self, scenario: Scenario, category: Category, urgency: Urgency) -> Option<u8> {
        let by_category = match self.category.as_deref() {
            None => 0,
            Some(code) if code == category.code() => 4,
            Some(top) if top == category.top() => 2,
            Some(_) => return None,
        };
        let by_urgency = match self.urgency {
            None => 0,
            Some(u) if u == urgency => 1,
            Some(_) => return None,
        };
        (self.scenario == scenario).then_some(by_category + by_urgency)
    }
}

/// A published policy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its version, counted from 1.
    pub version: u32,
    /// From when on tickets start with it.
    pub effective_from: Instant,
    /// The limits.
    pub limits: Vec<Limit>,
    /// The share of a limit at which a clock warns, in percent (R10: 80).
    pub warn_percent: u8,
    /// The ladder.
    pub ladder: Vec<Rung>,
    /// The share of other closed tickets that gets a return visit, in percent (R93: 20).
    pub visit_sample_percent: u8,
    /// How ratings are asked for and followed up.
    #[serde(default)]
    pub voices: VoiceRules,
}

impl Policy {
    /// The limit of one clock for a ticket: the most specific that fits, the later of equals.
    pub fn limit(
        &self,
        kind: ClockKind,
        scenario: Scenario,
        category: Category,
        urgency: Urgency,
    ) -> Option<&Limit> {
        self.limits
            .iter()
            .filter(|l| l.kind == kind)
            .filter_map(|l| Some((l.fit(scenario, category, urgency)?, l)))
            .max_by_key(|(fit, _)| *fit)
            .map(|(_, l)| l)
    }

    /// The group standard that ships: R01–R08, R11, R12 and the proposals of §4.2, all around the clock.
    pub fn group_standard() -> Self {
        use ClockKind as K;
        use Scenario as S;
        let minutes = Seconds::minutes;
        let hours = Seconds::hours;
        let table = [
            (K::Response, S::Consultation, minutes(3)),
            (K::Feedback, S::Consultation, hours(24)),
            (K::Response, S::SmartPlatform, minutes(3)),
            (K::Feedback, S::SmartPlatform, hours(24)),
            (K::Dispatch, S::Repair, minutes(5)),
            (K::OnSite, S::Repair, hours(1)),
            (K::Feedback, S::Repair, hours(24)),
            (K::Completion, S::Repair, hours(24)),
            (K::NightCompletion, S::Repair, hours(2)),
            (K::Dispatch, S::Emergency, minutes(5)),
            (K::OnSite, S::Emergency, hours(1)),
            (K::Feedback, S::Emergency, hours(24)),
            (K::Solution, S::Complaint, hours(48)),
            (K::ComplaintClose, S::Complaint, hours(24)),
            (K::Response, S::Fee, hours(72)),
            (K::Completion, S::Activity, Seconds::days(7)),
            (K::Feedback, S::ValueAdded, hours(24)),
        ];
        let standard = table.map(|(kind, scenario, limit)| Limit {
            kind,
            scenario,
            category: None,
            urgency: None,
            limit,
            calendar: around_the_clock(),
        });
        let visits = Scenario::ALL.iter().map(|s| Limit {
            kind: K::Visit,
            scenario: *s,
            category: None,
            urgency: None,
            limit: hours(48),
            calendar: around_the_clock(),
        });
        Self {
            version: 1,
            effective_from: Instant::EPOCH,
            limits: standard.into_iter().chain(visits).collect(),
            warn_percent: 80,
            ladder: vec![
                Rung { after: Seconds::ZERO, level: 1 },
                Rung { after: Seconds::days(1), level: 2 },
                Rung { after: Seconds::days(3), level: 3 },
                Rung { after: Seconds::days(7), level: 4 },
            ],
            visit_sample_percent: 20,
            voices: VoiceRules::default(),
        }
    }

    /// Whether a return visit will be due (R93): every complaint, every emergency, and a sample of the rest.
    ///
    /// `draw` is drawn evenly from 0 to 99 at submission, so that nobody can foresee or choose it.
    pub fn visit_is_due(&self, scenario: Scenario, urgency: Urgency, draw: u8) -> bool {
        matches!(scenario, Scenario::Complaint | Scenario::Emergency)
            || urgency == Urgency::Emergency
            || draw < self.visit_sample_percent
    }

    /// The share of `limit` after which a clock warns.
    pub fn warn_after(&self, limit: Seconds) -> Seconds {
        Seconds(limit.get().saturating_mul(i64::from(self.warn_percent)) / 100)
    }

    /// The levels whose rung is reached at `now` for a clock due at `due`, lowest first; none is skipped (R11).
    ///
    /// Overdue is counted on the wall clock. Late means after the due time, so nothing is reached at it.
    pub fn levels_reached(&self, due: Instant, now: Instant) -> impl Iterator<Item = u8> {
        let late = now > due;
        let overdue = now.since(due);
        let reached = self.ladder.iter().filter(|r| late && r.after <= overdue);
        let mut levels: Vec<u8> = reached.map(|r| r.level).collect();
        levels.sort_unstable();
        levels.dedup();
        levels.into_iter()
    }
}

/// What `decide` and the browser need to know about time in one project.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rules {
    /// The policy in force.
    pub policy: Policy,
    /// The region's legal emergency limit (R06); `None` where the law sets none.
    pub legal_emergency: Option<Seconds>,
    /// The calendars that limits name, expanded around now.
    pub calendars: Vec<(CalendarId, Windows)>,
    /// When the desk works (08:00–22:00, R07), expanded around now.
    pub service_hours: Windows,
    /// The night service (18:00–22:00, R07), expanded around now.
    pub night_hours: Windows,
}

impl Rules {
    /// The group standard around the clock, with a desk that never closes: for tests and imports.
    pub fn around_the_clock() -> Self {
        Self {
            policy: Policy::group_standard(),
            legal_emergency: None,
            calendars: Vec::new(),
            service_hours: Windows::always(),
            night_hours: Windows::union(Span::new(Instant::EPOCH, Instant::EPOCH), []),
        }
    }

    /// The windows of a calendar; `None` for one that nobody knows.
    pub fn windows(&self, calendar: &CalendarId) -> Option<&Windows> {
        static ALWAYS: Windows = Windows::always();
        if calendar.as_str() == AROUND_THE_CLOCK {
            return Some(&ALWAYS);
        }
        self.calendars.iter().find(|(id, _)| id == calendar).map(|(_, windows)| windows)
    }

    /// When the desk next works: `at` itself during service hours (R07).
    pub fn desk_opens(&self, at: Instant) -> Instant {
        self.service_hours
            .within(Span::new(at, at + Seconds::days(14)))
            .next()
            .map_or(at, |window| window.from)
    }

    /// Whether `at` lies in the night service (R07).
    pub fn is_night(&self, at: Instant) -> bool {
        self.night_hours.is_open(at) == Some(true)
    }
}
