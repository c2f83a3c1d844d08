//! A ticket's clock on the page: core says how it stands, this file turns that into marks, shares and words.

use steward_core::sla::state::State as Standing;
use steward_core::tickets::api::RowClock;
use steward_core::time::Instant;

use super::rail::{Mark, Part, PerMille, WHOLE};
use super::status::Status;
use crate::words::{label, say, time};

/// The status of a standing: done and met are grey, because they need nobody.
pub const fn status(standing: Standing) -> Status {
    match standing {
        Standing::OnTrack => Status::On,
        Standing::DueSoon => Status::Soon,
        Standing::Breached => Status::Over,
        Standing::Paused => Status::Paused,
        Standing::Met | Standing::MetLate => Status::Done,
    }
}

/// The clock of a row in words: 剩 6 分, 超时 1 小时 32 分, 暂停 5 小时 10 分, 达标，用时 38 分.
pub fn row_words(clock: &RowClock, now: Instant) -> String {
    match (clock.standing(now), clock.stopped, clock.paused_since) {
        (Standing::Paused, _, Some(since)) => say::time::paused(&time::span(now.since(since))),
        (Standing::Met, Some(at), _) => say::time::took(&time::span(at.since(clock.start))),
        (Standing::MetLate, Some(at), _) => time::late(at.since(clock.due)),
        (Standing::Breached, ..) => time::late(now.since(clock.due)),
        (standing @ (Standing::Met | Standing::MetLate | Standing::Paused), ..) => {
            label::standing(standing).to_owned()
        }
        (Standing::OnTrack | Standing::DueSoon, ..) => time::left(clock.due, now),
    }
}

/// The share of the way from start to due that is behind.
pub fn used(start: Instant, due: Instant, at: Instant) -> PerMille {
    share(at, start, due)
}

/// The marks of a row's rail: used time, and beyond the due time what is late.
pub fn row_marks(clock: &RowClock, now: Instant) -> Vec<Mark> {
    let end = clock.stopped.unwrap_or(now);
    if end > clock.due {
        let due = share(clock.due, clock.start, end).min(LATE_FROM);
        return vec![
            Mark { part: Part::Run, from: 0, to: due },
            Mark { part: Part::Late, from: due, to: WHOLE },
            Mark { part: Part::Due, from: due, to: due },
        ];
    }
    let upto = clock.paused_since.unwrap_or(end);
    let mut marks = vec![Mark { part: Part::Run, from: 0, to: share(upto, clock.start, clock.due) }];
    if let Some(since) = clock.paused_since {
        let from = share(since, clock.start, clock.due);
        marks.push(Mark { part: Part::Pause, from, to: share(end, clock.start, clock.due).max(from) });
    }
    marks
}

/// What is late keeps at least this place free at the end of its rail, or nobody would see it.
pub const LATE_FROM: PerMille = 960;

/// Where `at` lies between `from` and `to`, rounded to the nearest thousandth.
pub fn share(at: Instant, from: Instant, to: Instant) -> PerMille {
    let (whole, part) = (to.millis() - from.millis(), at.millis() - from.millis());
    if whole <= 0 || part >= whole {
        return WHOLE;
    }
    // Halves up: 2·1000·part + whole over 2·whole. The span of two instants is far from i64's end.
    let rounded = (2 * i64::from(WHOLE) * part.max(0) + whole) / (2 * whole);
    PerMille::try_from(rounded).unwrap_or(WHOLE)
}
