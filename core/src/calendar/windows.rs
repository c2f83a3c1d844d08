//! The spans of UTC time in which a calendar is open, ready to be walked in O(log n).
//!
//! A [`Windows`] is an expansion over a *finite range*: it knows nothing before or after it, and a question that
//! reaches outside is answered with [`super::BeyondWindows`], never with a guess. The one exception is
//! [`Windows::always`], open without beginning or end. It does not know zones, weeks or holidays.

use serde::{Deserialize, Serialize};

use super::span::{Millis, Span};
use crate::time::Instant;

/// Sorted, disjoint, half-open windows (开放时段) with running sums, over a known range.
///
/// As JSON it is `"always"`, or `{"spans": {from, to, unit, steps}}`, where `steps` alternates closed and open
/// lengths in multiples of `unit` milliseconds, beginning at `from` with a closed one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Windows(Shape);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Shape {
    Always,
    Table { range: Span, rows: Box<[Row]> },
}

/// One window: where it opens and how much was worked before it. The last row is no window: it holds the total.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Row {
    open: i64,
    before: i64,
}

/// Where the worked time reaches a target.
pub(super) enum Reached {
    /// Here.
    At(Instant),
    /// Nowhere: before it, the calendar stays closed for five years (see [`DESERT`]).
    Never,
    /// Not within the known range.
    Beyond,
}

/// A calendar that stays closed for five years (1826 days of 24 hours) is taken to never open again.
pub const DESERT: Millis = Millis(1826 * 86_400_000);

impl Windows {
    /// Open around the clock (全天候), without beginning or end: 24×7 at no cost.
    pub const fn always() -> Self {
        Self(Shape::Always)
    }

    /// Open in the union of `spans`, in any order, as far as they lie in `range`; closed elsewhere in it.
    pub fn union(range: Span, spans: impl IntoIterator<Item = Span>) -> Self {
        let range = Span { to: range.to.max(range.from), ..range };
        let spans = Span::union(spans.into_iter().map(|span| span.intersect(range)).collect());
        let mut before = 0;
        let mut rows = Vec::with_capacity(spans.len() + 1);
        for span in spans {
            rows.push(Row { open: span.from.millis(), before });
            before += span.length().get();
        }
        rows.push(Row { open: i64::MAX, before });
        Self(Shape::Table { range, rows: rows.into() })
    }

    /// Whether this is the 24×7 form.
    pub const fn is_always(&self) -> bool {
        matches!(self.0, Shape::Always)
    }

    /// The range in which every window is known; `None` for the 24×7 form, which knows everything.
    pub const fn range(&self) -> Option<Span> {
        match self.0 {
            Shape::Always => None,
            Shape::Table { range, .. } => Some(range),
        }
    }

    /// Whether all of `span` is known.
    pub fn knows(&self, span: Span) -> bool {
        self.range().is_none_or(|range| range.from <= span.from && span.to <= range.to)
    }

    /// The windows within `span`, clipped to it, in order.
    pub fn within(&self, span: Span) -> impl Iterator<Item = Span> {
        let always = self.is_always().then_some(span).into_iter();
        let first = self.rows().partition_point(|row| row.open <= span.from.millis()).saturating_sub(1);
        let rows = self.rows().get(first..).unwrap_or_default();
        let table = rows.windows(2).map_while(|pair| match pair {
            [row, next] => Some(row.window(*next)),
            _ => None,
        });
        let clipped = table.take_while(move |w| w.from < span.to).map(move |w| w.intersect(span));
        always.chain(clipped).filter(|w| !w.is_empty())
    }

    /// Whether it is open at `at`; `None` outside the known range.
    pub fn is_open(&self, at: Instant) -> Option<bool> {
        let moment = Span::new(at, Instant::from_millis(at.millis().saturating_add(1)));
        self.knows(moment).then(|| self.within(moment).next().is_some())
    }

    /// The number of windows; for the 24×7 form one.
    pub fn count(&self) -> usize {
        if self.is_always() { 1 } else { self.rows().len().saturating_sub(1) }
    }

    fn rows(&self) -> &[Row] {
        match &self.0 {
            Shape::Always => &[],
            Shape::Table { rows, .. } => rows,
        }
    }

    /// The worked milliseconds from the beginning of the range to `at`; differences of it are what counts.
    pub(super) fn work_at(&self, at: Instant) -> i64 {
        let Shape::Table { rows, .. } = &self.0 else {
            return at.millis();
        };
        let next = rows.partition_point(|row| row.open <= at.millis());
        match (rows.get(next.wrapping_sub(1)), rows.get(next)) {
            (Some(row), Some(after)) => after.before.min(row.before + (at.millis() - row.open)),
            (Some(last), None) => last.before,
            (None, _) => 0,
        }
    }

    /// The earliest instant at which [`Self::work_at`] reaches `target`, walking from `start`.
    pub(super) fn reach(&self, start: Instant, target: i64) -> Reached {
        let Shape::Table { range, rows } = &self.0 else {
            return Reached::At(Instant::from_millis(target));
        };
        if start < range.from {
            return Reached::Beyond;
        }
        let next = rows.partition_point(|row| row.before < target);
        let (Some(row), true) = (rows.get(next.wrapping_sub(1)), next < rows.len()) else {
            return self.ran_out(start, range.to);
        };
        let at = Instant::from_millis(row.open + (target - row.before));
        // Nothing nearer than the desert's length can lie behind one: the usual way out.
        if Span::new(start, at).length() < DESERT || !self.desert_before(start, at) {
            Reached::At(at)
        } else {
            Reached::Never
        }
    }

    /// The windows end before the target: never, if what is known shows five closed years.
    fn ran_out(&self, start: Instant, known_to: Instant) -> Reached {
        if Span::new(start, known_to).length() >= DESERT && self.desert_before(start, known_to) {
            Reached::Never
        } else {
            Reached::Beyond
        }
    }

    /// Whether five years without a window lie between `start` and `end`.
    fn desert_before(&self, start: Instant, end: Instant) -> bool {
        let mut reached = start;
        for window in self.within(Span::new(start, end)) {
            if Span::new(reached, window.from).length() >= DESERT {
                return true;
            }
            reached = window.to;
        }
        Span::new(reached, end).length() >= DESERT
    }
}

impl Row {
    fn window(self, next: Self) -> Span {
        let length = next.before - self.before;
        Span::new(Instant::from_millis(self.open), Instant::from_millis(self.open + length))
    }
}

/// Windows as they travel.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Wire {
    Always,
    Spans { from: Instant, to: Instant, unit: i64, steps: Vec<i64> },
}

impl From<Windows> for Wire {
    fn from(windows: Windows) -> Self {
        let Some(range) = windows.range() else {
            return Self::Always;
        };
        let mut reached = range.from;
        let mut steps = Vec::with_capacity(windows.count() * 2);
        for window in windows.within(range) {
            steps.push(window.from.millis() - reached.millis());
            steps.push(window.length().get());
            reached = window.to;
        }
        let unit = steps.iter().copied().fold(0, gcd).max(1);
        for step in &mut steps {
            *step /= unit;
        }
        Self::Spans { from: range.from, to: range.to, unit, steps }
    }
}

/// Windows that do not fit the rules of their form: unpaired, empty, touching, or outside their range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadWindows;

impl core::fmt::Display for BadWindows {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("bad_windows")
    }
}

impl core::error::Error for BadWindows {}

impl TryFrom<Wire> for Windows {
    type Error = BadWindows;

    fn try_from(wire: Wire) -> Result<Self, BadWindows> {
        let Wire::Spans { from, to, unit, steps } = wire else {
            return Ok(Self::always());
        };
        let (pairs, rest) = steps.as_chunks::<2>();
        if !rest.is_empty() || unit < 1 || to < from {
            return Err(BadWindows);
        }
        let mut reached = from.millis();
        let mut after = |step: i64| -> Option<Instant> {
            reached = reached.checked_add(step.checked_mul(unit)?)?;
            Some(Instant::from_millis(reached))
        };
        let mut spans = Vec::with_capacity(pairs.len());
        for (i, &[closed, open]) in pairs.iter().enumerate() {
            if closed < i64::from(i > 0) || open < 1 {
                return Err(BadWindows);
            }
            let (Some(from), Some(to)) = (after(closed), after(open)) else {
                return Err(BadWindows);
            };
            spans.push(Span::new(from, to));
        }
        if spans.last().is_some_and(|last| last.to > to) {
            return Err(BadWindows);
        }
        Ok(Self::union(Span::new(from, to), spans))
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
