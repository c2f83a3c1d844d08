//! Numbers as they are typed and read: in steps of a goal, and money in fen.

use steward_core::cockpit::indicator::Unit;

use crate::console::cockpit::model as figures;
use crate::words::say;

/// A number of steps as people read it.
pub(in crate::console::cockpit) fn steps_words(unit: Unit, steps: i64) -> String {
    match unit {
        Unit::Seconds => figures::span_words(steps),
        Unit::Percent => figures::share_words(steps),
        Unit::Points | Unit::Number => typed(unit, steps),
    }
}

/// A number of steps as it is typed: minutes for durations, else the number with up to two decimals.
pub(in crate::console::cockpit) fn typed(unit: Unit, steps: i64) -> String {
    if unit == Unit::Seconds {
        return (steps / 60).to_string();
    }
    let (sign, whole, part) =
        (if steps < 0 { "-" } else { "" }, steps.unsigned_abs() / 100, steps.unsigned_abs() % 100);
    let decimals = match part {
        0 => String::new(),
        _ if part.is_multiple_of(10) => [".", &(part / 10).to_string()].concat(),
        _ => [".", &padded(part.into())].concat(),
    };
    [sign, &whole.to_string(), &decimals].concat()
}

/// What was typed, in steps; `None` for what is no such number.
pub(in crate::console::cockpit) fn steps(unit: Unit, text: &str) -> Option<i64> {
    let hundredths = hundredths(text)?;
    match unit {
        Unit::Seconds => hundredths.checked_mul(60).map(|n| n / 100),
        Unit::Percent | Unit::Points | Unit::Number => Some(hundredths),
    }
}

/// A number with up to two decimals, in hundredths: also yuan in fen.
pub(in crate::console::cockpit) fn hundredths(text: &str) -> Option<i64> {
    let text = text.trim().replace(['−', '–'], "-");
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || part.len() > 2 || !plain(whole) || !plain(part) {
        return None;
    }
    let tens: i64 = if part.len() == 1 { 10 } else { 1 };
    let part: i64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    Some(sign * (whole.parse::<i64>().ok()? * 100 + part * tens))
}

/// What a typed number is in.
pub(in crate::console::cockpit) fn unit_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => say::alarms::in_minutes(),
        Unit::Percent => "%",
        Unit::Points | Unit::Number => "",
    }
}

/// A part of a hundred with both digits.
pub(super) fn padded(part: i128) -> String {
    let digits = part.to_string();
    if digits.len() < 2 { ["0", &digits].concat() } else { digits }
}

#[cfg(test)]
#[path = "typing_tests.rs"]
mod tests;
