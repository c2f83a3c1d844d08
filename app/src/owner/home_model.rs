//! The words on the owner's home: the greeting, a ticket's line, and its ring.

use steward_core::sla::state::State as Standing;
use steward_core::tickets::State;
use steward_core::tickets::api::{RowClock, TicketRow};
use steward_core::time::{Instant, Seconds};

use super::clock_model::due_words;
use crate::ui::Status;
use crate::ui::clocks::{row_words, status, used};
use crate::ui::rail::PerMille;
use crate::words::civil::Civil;
use crate::words::{label, say};

/// 林女士，下午好
pub fn greeting(name: &str, now: Instant) -> String {
    match Civil::here(now).clock().hour {
        5..11 => say::owner::morning(&name),
        11..13 => say::owner::noon(&name),
        13..18 => say::owner::afternoon(&name),
        _ => say::owner::evening(&name),
    }
}

/// The clock that still counts.
pub fn running(row: &TicketRow) -> Option<&RowClock> {
    row.clock.as_ref().filter(|c| c.stopped.is_none())
}

/// Where a ticket in a list stands.
pub fn row_status(row: &TicketRow, now: Instant) -> Status {
    match running(row) {
        _ if row.state.is_done() => Status::Done,
        _ if row.state == State::Paused => Status::Paused,
        Some(clock) => status(clock.standing(now)),
        None => Status::On,
    }
}

/// What happens and by when: 处理中，明天 08:10 前给结果.
pub fn line(row: &TicketRow, now: Instant) -> String {
    let state = match (row.state, row.assignee.as_deref()) {
        (State::Dispatched, Some(name)) => say::owner::dispatched_to(&say::owner::master(&name)),
        (state, _) => label::state(state).to_owned(),
    };
    match running(row).filter(|_| !row.state.is_done()) {
        Some(clock) if clock.paused_since.is_none() => {
            say::owner::state_due(&due_words(clock.kind, clock.due, now), &state)
        }
        _ => state,
    }
}

/// What a ring shows: two short lines, the share that is used, and the whole in one sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RingFace {
    /// The status.
    pub status: Status,
    /// In whole percents: the page moves only when the drawing does.
    pub used: PerMille,
    /// The number and its unit: 17 时.
    pub big: (String, String),
    /// The small line: 50 分.
    pub small: String,
    /// 结果反馈时限，剩 17 小时 50 分
    pub label: String,
}

/// The ring of a row's clock at `now`.
pub fn ring(clock: &RowClock, now: Instant) -> RingFace {
    let standing = clock.standing(now);
    let (length, mark) = match (standing, clock.paused_since) {
        (Standing::Paused, Some(since)) => (now.since(since), Some(say::owner::ring_paused())),
        (Standing::Breached, _) => (now.since(clock.due), Some(say::owner::ring_late())),
        _ => (clock.due.since(now), None),
    };
    let (big, small) = two_lines(length);
    let used = used(clock.start, clock.due, clock.paused_since.unwrap_or(now));
    RingFace {
        status: status(standing),
        used: (used + 5) / 10 * 10,
        big,
        small: mark.map_or(small, str::to_owned),
        label: say::owner::ring_label(&label::clock(clock.kind), &row_words(clock, now)),
    }
}

/// A length in two short lines: 17 时 / 50 分, 6 / 分钟, 3 天 / 4 小时.
fn two_lines(length: Seconds) -> ((String, String), String) {
    let seconds = length.get().max(0);
    let whole = |n: i64, unit: &str| (n.to_string(), unit.to_owned());
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match seconds {
        0..60 => (whole(seconds, ""), say::owner::ring_seconds().to_owned()),
        60..3600 => (whole(minutes, ""), say::owner::ring_minutes().to_owned()),
        3600..259_200 => {
            (whole(hours, say::owner::ring_hours()), say::owner::ring_and_minutes(&(minutes % 60)))
        }
        _ => (whole(hours / 24, say::owner::ring_days()), say::owner::ring_and_hours(&(hours % 24))),
    }
}
