//! Windows as they travel, and errors as they are logged.

use super::tests::{at, span, three_days};
use super::*;

#[test]
fn windows_travel_compactly() {
    let windows = three_days();
    let json = serde_json::to_string(&windows).unwrap();
    let want =
        r#"{"spans":{"from":1704067200000,"to":1704672000000,"unit":3600000,"steps":[9,8,40,8,40,8]}}"#;
    assert_eq!(json, want);
    assert_eq!(serde_json::from_str::<Windows>(&json).unwrap(), windows);
    assert_eq!(serde_json::to_string(&Windows::always()).unwrap(), r#""always""#);
    assert!(serde_json::from_str::<Windows>(r#""always""#).unwrap().is_always());
    let empty = Windows::union(span("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"), []);
    assert_eq!(serde_json::from_str::<Windows>(&serde_json::to_string(&empty).unwrap()).unwrap(), empty);
}

#[test]
fn a_range_upside_down_knows_its_beginning_only() {
    let (from, to) = (at("2024-01-02T00:00:00Z"), at("2024-01-01T00:00:00Z"));
    assert_eq!(Windows::union(Span::new(from, to), []).range(), Some(Span::new(from, from)));
}

#[test]
fn errors_say_their_code() {
    for error in [DueError::Never, DueError::Paused, DueError::BeyondWindows] {
        assert_eq!(error.to_string(), error.code());
    }
    let codes = [DueError::Never, DueError::Paused, DueError::BeyondWindows].map(DueError::code);
    assert_eq!(codes, ["never", "paused", "beyond_windows"]);
    assert_eq!(BeyondWindows.to_string(), DueError::from(BeyondWindows).code());
    let bad =
        serde_json::from_str::<Windows>(r#"{"spans":{"from":9,"to":0,"unit":1,"steps":[]}}"#).unwrap_err();
    assert!(bad.to_string().starts_with("bad_windows"), "{bad}");
}

#[test]
fn windows_that_break_the_form_are_refused() {
    let read = |from: i64, to: i64, unit: i64, steps: &str| {
        let json = format!(r#"{{"spans":{{"from":{from},"to":{to},"unit":{unit},"steps":{steps}}}}}"#);
        serde_json::from_str::<Windows>(&json)
    };
    assert!(read(0, 9, 1, "[0,1,1,7]").is_ok());
    assert!(read(0, 9, 1, "[0,1,1]").is_err(), "unpaired");
    assert!(read(0, 9, 1, "[0,1,0,7]").is_err(), "touching");
    assert!(read(0, 9, 1, "[0,0]").is_err(), "empty window");
    assert!(read(0, 9, 1, "[-1,2]").is_err(), "before the range");
    assert!(read(0, 9, 1, "[0,10]").is_err(), "past the range");
    assert!(read(9, 0, 1, "[]").is_err(), "range upside down");
    assert!(read(0, 9, 0, "[0,1]").is_err(), "no unit");
    assert!(read(0, i64::MAX, i64::MAX, "[1,2]").is_err(), "overflow");
    let nothing = read(5, 5, 1, "[]").unwrap();
    assert_eq!((nothing.count(), nothing.range().map(Span::is_empty)), (0, Some(true)));
}
