//! Whole answers as snapshots: what differs from run to run (dates, hashes, draws of chance) is made the same.

use serde_json::{Map, Value};
use steward_core::time::Instant;

/// Instants are larger than any other number that is sent.
const FIRST_INSTANT: i64 = 1_000_000_000_000;
const MINUTE: i64 = 60_000;

/// The value with instants as minutes from `start`, ticket numbers without their day, hashes as a word, and
/// without what was drawn by chance.
pub fn settled(value: &Value, start: Instant) -> Value {
    match value {
        Value::Number(n) => match n.as_i64() {
            Some(ms) if ms >= FIRST_INSTANT => Value::String(minutes(ms - start.millis())),
            _ => value.clone(),
        },
        Value::String(text) => Value::String(plain(text)),
        Value::Array(all) => all.iter().map(|v| settled(v, start)).collect(),
        Value::Object(fields) => {
            let chance = |name: &str| name == "visit_due";
            let kept = fields.iter().filter(|(name, _)| !chance(name));
            Value::Object(kept.map(|(name, v)| (name.clone(), settled(v, start))).collect::<Map<_, _>>())
        }
        _ => value.clone(),
    }
}

/// The nearest minute: a test takes seconds, and limits are minutes.
fn minutes(ms: i64) -> String {
    let minutes = (ms + MINUTE / 2).div_euclid(MINUTE);
    format!("t{}{:02}:{:02}", if minutes < 0 { '-' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60)
}

fn plain(text: &str) -> String {
    let is_hash = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let is_ticket = text.len() == 14
        && text.starts_with('T')
        && text.bytes().enumerate().all(|(n, b)| n == 0 || b.is_ascii_digit() || (n == 9 && b == b'-'));
    match (is_hash, is_ticket) {
        (true, _) => "(hash)".to_owned(),
        (_, true) => format!("T(day){}", &text[9..]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_differs_is_made_the_same_and_nothing_else() {
        let at = FIRST_INSTANT + 86_400_000;
        let start = Instant::from_millis(at);
        let value = json!({
            "at": at + 3_600_400, "before": at - 90_000, "limit": 3600,
            "id": "T20260916-0118", "hash": "0".repeat(64), "name": "林静", "visit_due": true,
        });
        let wanted = json!({
            "at": "t+01:00", "before": "t-00:01", "limit": 3600, "id": "T(day)-0118", "hash": "(hash)", "name": "林静",
        });
        assert_eq!(settled(&value, start), wanted);
    }
}
