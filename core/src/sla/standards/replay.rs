//! What a version would have made of the past (试算): history judged again by other limits and calendars.
//!
//! The past as it was shown stands beside it: *before* is judged by the due times that people saw, *after* by those
//! that the version would have promised for the same tickets, with the same pauses, extensions and answers. What
//! people would have done otherwise under other limits nobody knows, and nobody guesses here. Integers only, so that
//! the browser and the server come to the same bytes.

use serde::{Deserialize, Serialize};

use crate::calendar::Pauses;
use crate::ids::{ProjectId, TicketId};
use crate::sla::clock::{Basis, Clock};
use crate::sla::elastic::Elastic;
use crate::sla::policy::{ClockKind, Rules};
use crate::sla::promise::{Case, promises};
use crate::tickets::category::Category;
use crate::tickets::scenario::{Scenario, Urgency};
use crate::tickets::ticket::Ticket;
use crate::time::Instant;

/// A round of a ticket as it was: one letter a field, because a hundred thousand of them travel.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Round {
    /// The ticket.
    #[serde(rename = "t")]
    pub ticket: TicketId,
    /// Its project.
    #[serde(rename = "p")]
    pub project: ProjectId,
    /// The scenario.
    #[serde(rename = "s")]
    pub scenario: Scenario,
    /// The category.
    #[serde(rename = "c")]
    pub category: Category,
    /// The urgency.
    #[serde(rename = "u")]
    pub urgency: Urgency,
    /// When it began.
    #[serde(rename = "a")]
    pub at: Instant,
    /// The slot that the owner chose, in the first round.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Instant>,
    /// Its clocks.
    #[serde(rename = "k")]
    pub clocks: Vec<Past>,
    /// The approved pauses that have ended.
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<(Instant, Instant)>,
}

/// A clock as it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Past {
    /// What it measured.
    #[serde(rename = "k")]
    pub kind: ClockKind,
    /// When it began.
    #[serde(rename = "s")]
    pub start: Instant,
    /// When it was due, as shown.
    #[serde(rename = "d")]
    pub due: Instant,
    /// When it was stopped.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Instant>,
    /// Whether it had breached, whatever came later.
    #[serde(rename = "b", default, skip_serializing_if = "core::ops::Not::not")]
    pub breached: bool,
    /// The extension granted.
    #[serde(rename = "x", default = "normal", skip_serializing_if = "is_normal")]
    pub elastic: Elastic,
}

const fn normal() -> Elastic {
    Elastic::Normal
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_normal(elastic: &Elastic) -> bool {
    *elastic == Elastic::Normal
}

/// The rounds of a ticket, for the replay. Imported tickets were promised nothing here and have none.
pub fn rounds(ticket: &Ticket) -> Vec<Round> {
    let mut starts: Vec<Instant> =
        ticket.path.iter().filter(|(s, _)| s.begins_round()).map(|(_, at)| *at).collect();
    starts.sort_unstable();
    let counts = |c: &&Clock| !matches!(c.basis, Basis::Import) && (!c.superseded || c.breached.is_some());
    let round = |(n, at): (usize, &Instant)| {
        let until = starts.get(n + 1).copied();
        let within = |c: &&Clock| c.start >= *at && until.is_none_or(|until| c.start < until);
        let clocks: Vec<Past> = ticket
            .clocks
            .iter()
            .filter(counts)
            .filter(within)
            .map(|c| Past {
                kind: c.kind,
                start: c.start,
                due: c.due,
                stopped: c.stopped,
                breached: c.breached.is_some(),
                elastic: c.elastic,
            })
            .collect();
        let ended = |p: &crate::tickets::ticket::Pause| Some((p.from, p.to?));
        Round {
            ticket: ticket.id.clone(),
            project: ticket.said.project.clone(),
            scenario: ticket.said.scenario,
            category: ticket.said.category,
            urgency: ticket.said.urgency,
            at: *at,
            appointment: ticket.said.appointment.filter(|_| n == 0),
            clocks,
            pauses: ticket.pauses.iter().filter_map(ended).collect(),
        }
    };
    starts.iter().enumerate().map(round).filter(|r| !r.clocks.is_empty()).collect()
}

/// How many clocks were kept and how many were not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Kept {
    /// Kept: stopped in time.
    pub met: u64,
    /// Not kept: stopped late, or late and still running.
    pub late: u64,
}

impl Kept {
    fn count(&mut self, late: bool) {
        *(if late { &mut self.late } else { &mut self.met }) += 1;
    }

    /// Attainment (达标率) as met and all; `None` where nothing was judged (R10).
    pub const fn attainment(self) -> Option<(u64, u64)> {
        let all = self.met + self.late;
        if all == 0 { None } else { Some((self.met, all)) }
    }
}

/// One clock of one project, before and after.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Line {
    /// The project.
    pub project: ProjectId,
    /// The clock; `None` for tickets as a whole: on time if none of their clocks was late (R92).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockKind>,
    /// As it was.
    pub before: Kept,
    /// As it would have been.
    pub after: Kept,
    /// Late after, not before: the extra breaches, those of clocks that still run among them.
    pub worse: u64,
    /// Late before, not after.
    pub better: u64,
    /// Kept before, not limited after, or the other way round.
    pub unjudged: u64,
}

/// A ticket that would have fared otherwise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Changed {
    /// The ticket.
    pub ticket: TicketId,
    /// Its project.
    pub project: ProjectId,
    /// The clock.
    pub clock: ClockKind,
    /// When it was due.
    pub before: Instant,
    /// When it would have been.
    pub after: Instant,
    /// Whether it was late and would not have been; else it would have been late and was not.
    pub better: bool,
}

/// What came of a replay.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// How many tickets were judged again.
    pub tickets: u64,
    /// Each project's clocks, in the order of the projects' ids and of the clocks' table, tickets as a whole last.
    pub lines: Vec<Line>,
    /// The tickets that would change, extra breaches first, at most [`MOST`].
    pub changed: Vec<Changed>,
}

/// So many changed tickets are named; the lines count all of them.
pub const MOST: usize = 500;

/// Judges `rounds` again by the rules that each project would have had, as at `now`. What belongs to a project
/// without rules is left out.
pub fn replay<'a>(
    rounds: impl IntoIterator<Item = &'a Round>,
    rules: &[(&'a ProjectId, &'a Rules)],
    now: Instant,
) -> Outcome {
    let mut projects: Vec<Sums<'_>> = rules.iter().map(|(id, rules)| Sums::new(id, rules)).collect();
    projects.sort_by(|a, b| a.project.cmp(b.project));
    for round in rounds {
        if let Ok(n) = projects.binary_search_by(|sums| sums.project.cmp(&round.project))
            && let Some(sums) = projects.get_mut(n)
        {
            sums.take(round, now);
        }
    }
    let mut outcome = Outcome::default();
    let mut changed = Vec::new();
    for sums in projects {
        outcome.tickets += sums.tickets;
        let lines = sums.lines.into_iter().chain([sums.whole]);
        outcome.lines.extend(lines.filter(Line::says_something));
        changed.extend(sums.changed);
    }
    changed.sort_by(|a: &Changed, b: &Changed| {
        (a.better, &a.ticket, a.clock).cmp(&(b.better, &b.ticket, b.clock))
    });
    changed.truncate(MOST);
    outcome.changed = changed;
    outcome
}

impl Line {
    fn new(project: &ProjectId, clock: Option<ClockKind>) -> Self {
        let none = Kept::default();
        Self { project: project.clone(), clock, before: none, after: none, worse: 0, better: 0, unjudged: 0 }
    }

    fn says_something(&self) -> bool {
        self.before.attainment().is_some() || self.after.attainment().is_some() || self.unjudged > 0
    }

    fn count(&mut self, before: Option<bool>, after: Option<bool>) {
        if let Some(late) = before {
            self.before.count(late);
        }
        if let Some(late) = after {
            self.after.count(late);
        }
        match (before, after) {
            (Some(false) | None, Some(true)) => self.worse += 1,
            (Some(true), Some(false) | None) => self.better += 1,
            (Some(false), None) | (None, Some(false)) => self.unjudged += 1,
            _ => {}
        }
    }
}

/// The sums of one project while rounds come in.
struct Sums<'a> {
    project: &'a ProjectId,
    rules: &'a Rules,
    tickets: u64,
    last: Option<TicketId>,
    lines: Vec<Line>,
    whole: Line,
    changed: Vec<Changed>,
}

impl<'a> Sums<'a> {
    fn new(project: &'a ProjectId, rules: &'a Rules) -> Self {
        Self {
            project,
            rules,
            tickets: 0,
            last: None,
            lines: ClockKind::ALL.iter().map(|kind| Line::new(project, Some(*kind))).collect(),
            whole: Line::new(project, None),
            changed: Vec::new(),
        }
    }

    fn take(&mut self, round: &Round, now: Instant) {
        // The rounds of a ticket come one after the other.
        if self.last.as_ref() != Some(&round.ticket) {
            self.tickets += 1;
            self.last = Some(round.ticket.clone());
        }
        let case = Case {
            scenario: round.scenario,
            category: round.category,
            urgency: round.urgency,
            appointment: round.appointment,
        };
        let promised = promises(&case, self.rules, round.at).unwrap_or_default();
        let pauses = Pauses::new(round.pauses.iter().map(|(from, to)| (*from, Some(*to))));
        let (mut late_before, mut late_after) = (None, None);
        for past in &round.clocks {
            let after_due = self.due_after(past, &case, &promised, &pauses);
            let before = past.judged(past.due, now).map(|late| late || past.breached);
            let before = before.or(past.breached.then_some(true));
            let after = after_due.and_then(|due| past.judged(due, now));
            worst(&mut late_before, before);
            worst(&mut late_after, after);
            if let Some(line) = self.lines.get_mut(past.kind as usize) {
                line.count(before, after);
            }
            let (was, is) = (before == Some(true), after == Some(true));
            if let Some(due) = after_due
                && was != is
            {
                self.changed.push(Changed {
                    ticket: round.ticket.clone(),
                    project: round.project.clone(),
                    clock: past.kind,
                    before: past.due,
                    after: due,
                    better: was,
                });
            }
        }
        self.whole.count(late_before, late_after);
    }

    /// The due time that the version would have given; `None` where it limits nothing.
    fn due_after(&self, past: &Past, case: &Case, promised: &[Clock], pauses: &Pauses) -> Option<Instant> {
        let visit = || {
            let limit = self.rules.limit(ClockKind::Visit, case, past.start)?;
            Clock::start(limit, limit.limit, Basis::Policy, past.start, self.rules).ok()
        };
        let mut clock = match past.kind {
            ClockKind::Visit => visit()?,
            kind => promised.iter().find(|c| c.kind == kind)?.clone(),
        };
        if past.elastic != Elastic::Normal || pauses != Pauses::NONE {
            clock = clock.extended(past.elastic, &self.rules.policy.elastic);
            clock.due = clock.times(pauses, self.rules).ok()?.0;
        }
        Some(clock.due)
    }
}

/// Late as soon as one is late; on time only if something was judged.
fn worst(all: &mut Option<bool>, one: Option<bool>) {
    *all = match (*all, one) {
        (Some(a), Some(b)) => Some(a || b),
        (a, b) => a.or(b),
    };
}

impl Past {
    /// Whether it is late by this due time; `None` while it runs in time.
    fn judged(&self, due: Instant, now: Instant) -> Option<bool> {
        match self.stopped {
            Some(at) => Some(at > due),
            None => (now > due).then_some(true),
        }
    }
}
