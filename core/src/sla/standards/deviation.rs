//! An exception of one project (项目例外): what it does otherwise than the group, who allowed it and why (R14).

use serde::{Deserialize, Serialize};

use super::fault::{self, Fault, FaultKind, Place};
use super::standard::{Refused, Signed};
use crate::ids::{CalendarId, ProjectId};
use crate::sla::escalation::Rung;
use crate::sla::policy::{Limit, Policy, around_the_clock};
use crate::time::{Instant, Seconds};
use crate::words::words;

words! {
    /// How far an exception has come.
    Decision {
        /// Asked for (待审批); it does not hold yet.
        Asked = "asked",
        /// Allowed (已批准).
        Approved = "approved",
        /// Not allowed (已驳回).
        Declined = "declined",
    }
}

/// What a project asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// Which project.
    pub project: ProjectId,
    /// Its own limits, each in place of the group's for the same.
    pub limits: Vec<Limit>,
    /// Its own ladder (R11); the group's if empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ladder: Vec<Rung>,
    /// When its desk works (R07), as a calendar of the standard; as it was before unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<CalendarId>,
    /// When its night service works (R07), likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub night: Option<CalendarId>,
    /// From when on; at once when allowed, unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// Until when; without end unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Why.
    pub reason: String,
}

/// An exception, asked for or decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deviation {
    /// Its number, counted from 1 over the whole group.
    pub n: u32,
    /// What was asked for.
    pub ask: Ask,
    /// Who asked.
    pub asked: Signed,
    /// How far it has come.
    pub decision: Decision,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Signed>,
    /// What was said with the decision.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// From when on it holds, once allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Who ended it early.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Signed>,
}

/// One limit of an exception beside the group's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// The project's.
    pub own: Limit,
    /// The group's for the same tickets; `None` where the group has none that fits as well.
    pub group: Option<Seconds>,
}

impl Ask {
    /// Everything that is wrong with it, beside the group's `policy` and calendars.
    pub fn faults(&self, policy: &Policy, calendars: &[CalendarId]) -> Vec<Fault> {
        let mut found = fault::note(&self.reason);
        found.extend(fault::limits(&self.limits, calendars));
        found.extend(fault::ladder(&self.ladder));
        for (n, limit) in self.limits.iter().enumerate() {
            let place = || Place::Limit { n };
            let of_group = policy.limits.iter().any(|l| (l.kind, l.scenario) == (limit.kind, limit.scenario));
            if !of_group {
                found.push(Fault { at: place(), kind: FaultKind::NotInGroup });
            }
            let same = |l: &&Limit| {
                l.target() == limit.target() && l.limit == limit.limit && l.calendar == limit.calendar
            };
            if policy.limits.iter().any(|l| same(&l)) {
                found.push(Fault { at: place(), kind: FaultKind::NoDifference });
            }
        }
        for id in [&self.desk, &self.night].into_iter().flatten() {
            if *id != around_the_clock() && !calendars.contains(id) {
                found
                    .push(Fault { at: Place::Calendar { id: id.clone() }, kind: FaultKind::UnknownCalendar });
            }
        }
        let own_ladder = !self.ladder.is_empty() && self.ladder != policy.ladder;
        let own_hours = self.desk.is_some() || self.night.is_some();
        if self.limits.is_empty() && !own_ladder && !own_hours {
            found.push(Fault { at: Place::Ladder, kind: FaultKind::NoDifference });
        }
        found
    }
}

impl Deviation {
    /// What was asked for, before anybody decides.
    pub const fn asked(n: u32, ask: Ask, by: Signed) -> Self {
        Self {
            n,
            ask,
            asked: by,
            decision: Decision::Asked,
            decided: None,
            note: String::new(),
            from: None,
            until: None,
            ended: None,
        }
    }

    /// The exception as head office decides it; nobody decides what they asked for.
    pub fn decided(&self, approve: bool, note: &str, by: Signed) -> Result<Self, Refused> {
        if self.decision != Decision::Asked {
            return Err(Refused::Decided);
        }
        if self.asked.person == by.person {
            return Err(Refused::OwnWork);
        }
        let (decided, note) = (Some(by.clone()), note.trim().to_owned());
        if !approve {
            return Ok(Self { decision: Decision::Declined, decided, note, ..self.clone() });
        }
        // What was asked for from yesterday on holds from now: nobody is judged by a limit that was not there.
        let from = self.ask.from.unwrap_or(by.at).max(by.at);
        if self.ask.until.is_some_and(|until| until <= from) {
            return Err(Refused::EndsFirst);
        }
        Ok(Self {
            decision: Decision::Approved,
            decided,
            note,
            from: Some(from),
            until: self.ask.until,
            ..self.clone()
        })
    }

    /// The exception without its future: the project follows the group again.
    pub fn ended(&self, by: Signed) -> Result<Self, Refused> {
        let lasts = self.until.is_none_or(|until| until > by.at);
        if self.decision != Decision::Approved || !lasts {
            return Err(Refused::Decided);
        }
        Ok(Self { until: Some(by.at), ended: Some(by), ..self.clone() })
    }

    /// Whether it holds at a moment.
    pub fn holds(&self, at: Instant) -> bool {
        self.decision == Decision::Approved
            && self.from.is_some_and(|from| from <= at)
            && self.until.is_none_or(|until| at < until)
    }

    /// Its limits beside the group's.
    pub fn differences(&self, policy: &Policy) -> Vec<Difference> {
        let beside = |own: &Limit| {
            let same = policy.limits.iter().find(|l| l.target() == own.target());
            let general =
                || policy.limits.iter().find(|l| l.target() == (own.kind, own.scenario, None, None, None));
            Difference { own: own.clone(), group: same.or_else(general).map(|l| l.limit) }
        };
        self.ask.limits.iter().map(beside).collect()
    }
}

/// The group's policy as one project has it: with the exceptions that hold at `at`.
#[must_use]
pub fn applied<'a>(
    policy: &Policy,
    deviations: impl IntoIterator<Item = &'a Deviation>,
    at: Instant,
) -> Policy {
    let mut own = policy.clone();
    for deviation in deviations.into_iter().filter(|d| d.holds(at)) {
        for limit in &deviation.ask.limits {
            let limit = Limit { exception: true, ..limit.clone() };
            match own.limits.iter_mut().find(|l| l.target() == limit.target()) {
                Some(group) => *group = limit,
                None => own.limits.push(limit),
            }
        }
        if !deviation.ask.ladder.is_empty() {
            own.ladder.clone_from(&deviation.ask.ladder);
        }
    }
    own
}

/// When a project's desk and its night service work by the exceptions that hold at `at`: of each the calendar that was
/// asked for last, `None` where none names one.
pub fn hours(deviations: &[Deviation], at: Instant) -> (Option<&CalendarId>, Option<&CalendarId>) {
    let holding = || deviations.iter().filter(|d| d.holds(at)).map(|d| &d.ask).rev();
    (holding().find_map(|ask| ask.desk.as_ref()), holding().find_map(|ask| ask.night.as_ref()))
}
