//! The time-limit policy (时限政策): which clocks a ticket gets, how long each is, and who hears of a late one.
//!
//! A policy is a versioned value: a running clock keeps the version it was started with. Resolution is by the most
//! specific limit that fits. This is not the calendar (that says *when* time counts) and not the clock itself.

use serde::{Deserialize, Serialize};

use super::elastic::Factors;
use super::escalation::Rung;
use super::promise::Case;
use crate::calendar::{Span, Windows};
use crate::ids::CalendarId;
use crate::surveys::rules::VoiceRules;
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
    /// Only for what begins while this calendar is open (时段): a time window, as the night service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<CalendarId>,
    /// The calendar it counts in; around the clock unless said otherwise (Q03).
    #[serde(default = "around_the_clock")]
    pub calendar: CalendarId,
    /// Whether it is a project's own instead of the group's (R14). No group standard says so.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub exception: bool,
}

impl Limit {
    /// A limit for all tickets of a scenario, counted around the clock.
    pub fn of(kind: ClockKind, scenario: Scenario, limit: Seconds) -> Self {
        Self {
            kind,
            scenario,
            category: None,
            urgency: None,
            limit,
            during: None,
            calendar: around_the_clock(),
            exception: false,
        }
    }

    /// What it is for: two limits for the same are one too many.
    pub fn target(&self) -> (ClockKind, Scenario, Option<&str>, Option<Urgency>, Option<&CalendarId>) {
        (self.kind, self.scenario, self.category.as_deref(), self.urgency, self.during.as_ref())
    }

    /// How specific a fitting limit is; `None` if it does not fit. `opens` says whether a calendar is open then.
    fn fit(&self, case: &Case, opens: impl Fn(&CalendarId) -> bool) -> Option<u8> {
        if self.scenario != case.scenario {
            return None;
        }
        let by_category = match self.category.as_deref() {
            None => 0,
            Some(code) if code == case.category.code() => 8,
            Some(top) if top == case.category.top() => 4,
            Some(_) => return None,
        };
        let by_urgency = match self.urgency {
            None => 0,
            Some(u) if u == case.urgency => 2,
            Some(_) => return None,
        };
        let by_time = match &self.during {
            None => 0,
            Some(calendar) if opens(calendar) => 1,
            Some(_) => return None,
        };
        Some(by_category + by_urgency + by_time)
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
    /// How much longer complex cases may take once that was granted (R12).
    #[serde(default)]
    pub elastic: Factors,
    /// How ratings are asked for and followed up.
    #[serde(default)]
    pub voices: VoiceRules,
    /// Why clocks that run when it comes into force are recalculated by it; `None` where they keep the version they
    /// began with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalculation: Option<String>,
}

impl Policy {
    /// The limit of one clock for a ticket: the most specific that fits, the later of equals. A category weighs more
    /// than an urgency, and that more than a time window. `opens` says whether a calendar is open at its beginning.
    pub fn limit(&self, kind: ClockKind, case: &Case, opens: impl Fn(&CalendarId) -> bool) -> Option<&Limit> {
        self.limits
            .iter()
            .filter(|l| l.kind == kind)
            .filter_map(|l| Some((l.fit(case, &opens)?, l)))
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
        let standard = table.map(|(kind, scenario, limit)| Limit::of(kind, scenario, limit));
        let visits = Scenario::ALL.iter().map(|s| Limit::of(K::Visit, *s, hours(48)));
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
            elastic: Factors::USUAL,
            voices: VoiceRules::default(),
            recalculation: None,
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
    /// The calendars that limits name, expanded around now: each revision under an id of its own (`office.7` came with
    /// version 7), the one in force last.
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

    /// The windows of a calendar, of that very revision where the id names one that is known, else of the one in
    /// force; `None` for a calendar that nobody knows.
    pub fn windows(&self, calendar: &CalendarId) -> Option<&Windows> {
        static ALWAYS: Windows = Windows::always();
        if calendar.as_str() == AROUND_THE_CLOCK {
            return Some(&ALWAYS);
        }
        let exact = self.calendars.iter().find(|(id, _)| id == calendar);
        exact.or_else(|| self.revision(calendar)).map(|(_, windows)| windows)
    }

    fn revision(&self, calendar: &CalendarId) -> Option<&(CalendarId, Windows)> {
        self.calendars.iter().rev().find(|(id, _)| id.base() == calendar.base())
    }

    /// The calendar as a clock that starts now keeps it: the revision in force, which a later edit leaves alone.
    pub fn pinned(&self, calendar: &CalendarId) -> CalendarId {
        self.revision(calendar).map_or_else(|| calendar.clone(), |(id, _)| id.clone())
    }

    /// The limit of one clock for what begins at `at`.
    pub fn limit(&self, kind: ClockKind, case: &Case, at: Instant) -> Option<&Limit> {
        let opens = |id: &CalendarId| self.windows(id).and_then(|windows| windows.is_open(at)) == Some(true);
        self.policy.limit(kind, case, opens)
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
