//! The geometry of a line chart in whole numbers, without any view: where points lie, which lines of a scale are drawn.

use core::fmt::Write as _;

use steward_core::cockpit::indicator::Standing;

/// The drawing: its width and height, and where the lines may lie in it.
pub(super) const WIDTH: i64 = 560;
pub(super) const HEIGHT: i64 = 190;
const LEFT: i64 = 44;
const RIGHT: i64 = 548;
const TOP: i64 = 14;
const BOTTOM: i64 = 162;

/// A scale: the values at the bottom and the top of the drawing, and those at its lines.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Scale {
    pub bottom: i64,
    pub top: i64,
    pub lines: Vec<i64>,
}

/// A scale that shows all these values with about four lines at round values. `ends` are values that it must not go
/// beyond, as a percentage does not.
pub(super) fn scale(values: impl IntoIterator<Item = i64>, ends: Option<(i64, i64)>) -> Scale {
    let (mut low, mut high) = (i64::MAX, i64::MIN);
    for value in values {
        (low, high) = (low.min(value), high.max(value));
    }
    if low > high {
        (low, high) = (0, 1);
    }
    let step = round_step((high - low).max(1));
    let (mut bottom, mut top) = (low.div_euclid(step) * step, (high + step - 1).div_euclid(step) * step);
    if bottom == top {
        top += step;
    }
    if let Some((least, most)) = ends {
        (bottom, top) = (bottom.max(least), top.min(most));
        if bottom >= top {
            bottom = (top - step).max(least);
        }
    }
    let mut lines = Vec::new();
    let mut at = bottom;
    while at <= top {
        lines.push(at);
        at += step;
    }
    Scale { bottom, top, lines }
}

/// 1, 2 or 5 with noughts: about a quarter of the whole.
fn round_step(whole: i64) -> i64 {
    let quarter = (whole / 4).max(1);
    let mut tens = 1;
    while tens <= quarter / 10 {
        tens *= 10;
    }
    [1, 2, 5].into_iter().map(|n| n * tens).find(|step| *step >= quarter).unwrap_or(10 * tens)
}

/// The place of the `n`th of `count` points, from the left.
pub(super) fn x(n: usize, count: usize) -> i64 {
    let (n, last) = (to_i64(n), to_i64(count).max(2) - 1);
    if count <= 1 { i64::midpoint(LEFT, RIGHT) } else { LEFT + (RIGHT - LEFT) * n / last }
}

/// The height of a value, from the top.
pub(super) fn y(value: i64, scale: &Scale) -> i64 {
    let whole = i128::from((scale.top - scale.bottom).max(1));
    let part = i128::from(value.clamp(scale.bottom, scale.top) - scale.bottom);
    BOTTOM - i64::try_from(part * i128::from(BOTTOM - TOP) / whole).unwrap_or(0)
}

/// The line through the values that there are; where one is missing it breaks off.
pub(super) fn path(values: &[Option<i64>], scale: &Scale) -> String {
    let mut out = String::new();
    let mut joined = false;
    for (n, value) in values.iter().enumerate() {
        if let Some(value) = value {
            point(&mut out, joined, x(n, values.len()), y(*value, scale));
        }
        joined = value.is_some();
    }
    out
}

/// The outline of a point that stands so, by shape as well as colour: a dot, a triangle, a square.
pub(super) fn shape(stands: Standing, x: i64, y: i64) -> String {
    let mut out = String::new();
    let _ = match stands {
        Standing::Met => write!(out, "M{} {y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", x - 4),
        Standing::Watch => write!(out, "M{x} {}l5 9h-10z", y - 5),
        Standing::Missed => write!(out, "M{} {}h8v8h-8z", x - 4, y - 4),
    };
    out
}

fn point(out: &mut String, joined: bool, x: i64, y: i64) {
    let _ = write!(out, "{}{x} {y}", if joined { 'L' } else { 'M' });
}

/// Which point is nearest to a place across the drawing, in thousandths of its width.
pub(super) fn nearest(per_mille: i64, count: usize) -> usize {
    let at = WIDTH * per_mille / 1000;
    (0..count).min_by_key(|n| (x(*n, count) - at).abs()).unwrap_or(0)
}

/// The small line of a tile, 84 by 28: the line, where it ends, and the height of its goal where that can be seen.
pub(super) fn spark(values: &[Option<i64>], goal: Option<i64>) -> Option<(String, (i64, i64), Option<i64>)> {
    let known = || values.iter().copied().flatten();
    let (low, high) = (known().min()?, known().max()?);
    let last = values.iter().rposition(Option::is_some)?;
    if known().count() < 2 {
        return None;
    }
    let spread = (high - low).max(1);
    // A goal far from every value would flatten the line: it is drawn at the edge that it lies beyond.
    let y = |value: i64| {
        let up = 22 * i128::from(value.clamp(low, high) - low) / i128::from(spread);
        25 - i64::try_from(up).unwrap_or(0)
    };
    let count = to_i64(values.len()).max(2) - 1;
    let x = |n: usize| 2 + 80 * to_i64(n) / count;
    let end = (x(last), y(values.get(last).copied().flatten()?));
    // So small a line has no room for gaps: it goes on to the next value.
    let mut line = String::new();
    for (n, value) in values.iter().enumerate().filter_map(|(n, value)| Some((n, (*value)?))) {
        let joined = !line.is_empty();
        point(&mut line, joined, x(n), y(value));
    }
    Some((line, end, goal.map(y)))
}

fn to_i64(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Which labels of the points can be read without running into each other: the last one, and some before it.
pub(super) fn labelled(count: usize) -> Vec<usize> {
    let every = count.div_ceil(5).max(1);
    (0..count).filter(|n| (count - 1 - n).is_multiple_of(every)).collect()
}

#[cfg(test)]
#[path = "chart_model_tests.rs"]
mod tests;
