//! Lists of tickets: a row, what a list asks for, and how many each view has. A row is made from a ticket and stored
//! beside it; it is *not* the ticket, and nothing is decided by it.

use serde::{Deserialize, Serialize};

use super::category::Category;
use super::scenario::{Scenario, Urgency};
use super::state::State;
use super::ticket::Ticket;
use crate::cockpit::channels::Touchpoint;
use crate::cockpit::measure::Measure;
use crate::day::Day;
use crate::endpoint::is_false;
use crate::ids::{PersonId, ProjectId, RegionId, TicketId};
use crate::sla::policy::ClockKind;
use crate::sla::state::State as Standing;
use crate::time::Instant;
use crate::words::words;

/// A ticket in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TicketRow {
    /// The ticket.
    pub id: TicketId,
    /// Its project.
    pub project: ProjectId,
    /// The project's name.
    pub project_name: String,
    /// The address on the plate: `12-2-1803`, or the spot.
    pub plate: String,
    /// The first words of what was said, up to 60 characters.
    pub title: String,
    /// The scenario.
    pub scenario: Scenario,
    /// The category.
    pub category: Category,
    /// The urgency.
    pub urgency: Urgency,
    /// Where it stands.
    pub state: State,
    /// The number of its last event.
    pub seq: u32,
    /// The engineer's name, else the agent's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// The running clock that is due first, else the one that carried the promise; none where nobody waits any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<RowClock>,
    /// When it was submitted.
    pub submitted_at: Instant,
    /// The last change.
    pub updated_at: Instant,
    /// How often the owner asked to hurry.
    pub urged: u32,
    /// How often it was reopened.
    pub reopened: u32,
    /// The owner waits for an answer.
    pub waits_reply: bool,
    /// A supervisor's yes or no is awaited.
    pub waits_approval: bool,
    /// A return visit is due.
    pub waits_visit: bool,
    /// Until when somebody is to have followed up with the owner; staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up_due: Option<Instant>,
    /// The stars, if rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stars: Option<u8>,
    /// It can be rated until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_until: Option<Instant>,
}

/// A row's clock: enough to draw the rail and say the words at any later moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowClock {
    /// What it measures.
    pub kind: ClockKind,
    /// From.
    pub start: Instant,
    /// The warning point.
    pub warn_at: Instant,
    /// To.
    pub due: Instant,
    /// When it stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Instant>,
    /// Since when it stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_since: Option<Instant>,
    /// Whether it was late when the row was made.
    pub late: bool,
}

impl RowClock {
    /// How it stands at `now`.
    pub fn standing(&self, now: Instant) -> Standing {
        match (self.stopped, self.paused_since) {
            (Some(at), _) if self.late || at > self.due => Standing::MetLate,
            (Some(_), _) => Standing::Met,
            (None, Some(_)) => Standing::Paused,
            (None, None) if self.late || now > self.due => Standing::Breached,
            (None, None) if now >= self.warn_at => Standing::DueSoon,
            (None, None) => Standing::OnTrack,
        }
    }
}

impl TicketRow {
    /// The row of a ticket.
    pub fn of(ticket: &Ticket, project_name: &str) -> Self {
        let last = || ticket.promise().filter(|c| !c.superseded);
        let clock = ticket.next_due().or_else(last).map(|c| RowClock {
            kind: c.kind,
            start: c.start,
            warn_at: c.warn_at,
            due: c.due,
            stopped: c.stopped,
            paused_since: ticket
                .pauses
                .last()
                .filter(|p| p.to.is_none() && c.kind.pausable())
                .map(|p| p.from),
            late: c.breached.is_some() || c.stopped.is_some_and(|at| at > c.due),
        });
        let said = &ticket.said;
        let plate = said.address.plate();
        let assignee = ticket.engineer.as_ref().map(|e| &e.name).or(ticket.agent.as_ref().map(|a| &a.name));
        let rate_until = ticket.window_until().filter(|_| ticket.rating.is_none());
        Self {
            id: ticket.id.clone(),
            project: said.project.clone(),
            project_name: project_name.to_owned(),
            plate: if plate.is_empty() { said.place.clone() } else { plate },
            title: title(&said.text),
            scenario: said.scenario,
            category: said.category,
            urgency: said.urgency,
            state: ticket.state,
            seq: ticket.seq,
            assignee: assignee.cloned(),
            clock,
            submitted_at: ticket.submitted_at,
            updated_at: ticket.updated_at,
            urged: ticket.urged,
            reopened: ticket.reopened,
            waits_reply: ticket.waits_reply,
            waits_approval: ticket.waits_approval(),
            waits_visit: ticket.waits_visit(),
            follow_up_due: ticket.follow_up().map(|f| f.due),
            stars: ticket.rating.as_ref().map(|r| r.stars.get()),
            rate_until,
        }
    }
}

/// The first words of a text: its first sentence or line, 60 characters at most.
pub fn title(text: &str) -> String {
    let end = |c: char| matches!(c, '\n' | '。' | '！' | '？' | '!' | '?' | '；');
    let first = text.split(end).map(str::trim).find(|part| !part.is_empty()).unwrap_or(text.trim());
    let mut out: String = first.chars().take(60).collect();
    if first.chars().count() > 60 {
        out.push('…');
    }
    out
}

words! {
    /// The views of the worklist (视图).
    View {
        /// Open work, due soonest first (最早到期).
        Due = "due",
        /// Past due (已超时).
        Overdue = "overdue",
        /// Not accepted yet (新单).
        New = "new",
        /// The owner waits for an answer (待回复).
        Reply = "reply",
        /// Open to be claimed (抢单池).
        Pool = "pool",
        /// My own jobs (我的).
        Mine = "mine",
        /// Return visits due (待回访).
        Visits = "visits",
        /// Waiting for a yes or no (待审批).
        Approvals = "approvals",
        /// Escalations not acknowledged (待确认升级).
        Escalated = "escalated",
        /// Voices that disagree (评价分歧).
        Voices = "voices",
        /// Owners to follow up with, the first due first (待跟进).
        FollowUps = "follow_ups",
        /// Everything, newest first (全部).
        All = "all",
    }
}

/// What a list asks for; all filters together.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// The view; for owners and by default `all`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<View>,
    /// One project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// The projects of one region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionId>,
    /// One state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// One scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Scenario>,
    /// At risk (有风险): a running clock is late, or in its last fifth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_risk: Option<bool>,
    /// What the viewer has or had in hand: as the engineer, the agent, or the department. What is
    /// [measured](Self::measure) is somebody's own as the cockpit credits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<bool>,
    /// Submitted in the last so many days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// One category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Whose owners came this way (R99).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<Touchpoint>,
    /// Measured in this way by the cockpit…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// …with this answer, for what is a question of yes or no…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yes: Option<bool>,
    /// …in this building…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<String>,
    /// …as the work of this person…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// …on this day or later…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// …and on this day or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Words of the number, the plate or the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Where the last page ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows a page, 1 to 100; 25 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100)))]
    pub limit: Option<u32>,
}

/// Which project the counts are for; none for the whole scope.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountQuery {
    /// One project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
}

/// How many tickets a view has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ViewCount {
    /// The view.
    pub view: View,
    /// The number.
    pub count: u64,
    /// Whether there are more than that: counting ends at [`MOST_COUNTED`](crate::endpoint::MOST_COUNTED).
    #[serde(default, skip_serializing_if = "is_false")]
    pub more: bool,
}
