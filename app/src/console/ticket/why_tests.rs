use steward_core::calendar::Windows;
use steward_core::sla::explain::{Noted, Terms, explain};
use steward_core::time::{Instant, Seconds};

use super::*;

fn steps(pauses: Vec<Noted>) -> Vec<Step> {
    let start = Instant::parse_rfc3339("2026-09-15T08:10:00Z").expect("an instant");
    let terms = Terms {
        start,
        limit: Seconds::hours(24),
        extension: None,
        pauses,
        calendar: "24x7".parse().expect("an id"),
        policy_version: 6,
        exception: false,
    };
    explain(&Windows::always(), &terms).expect("known windows")
}

#[test]
fn terms_of_zero_stay_visible_and_the_result_comes_last() {
    let now = Instant::parse_rfc3339("2026-09-16T06:20:00Z").expect("an instant");
    let rows = terms(&steps(Vec::new()), now);
    let what: Vec<&str> = rows.iter().map(|t| t.what.as_str()).collect();
    assert_eq!(what, ["开始", "时限", "日历", "暂停", "批准延时", "最迟时间"]);
    assert_eq!(rows[1].adds, "＋ 24 小时");
    assert_eq!(rows[3].adds, "＋ 0");
}

#[test]
fn a_pause_says_why_and_how_long() {
    let pause = Noted {
        from: Instant::parse_rfc3339("2026-09-15T09:30:00Z").expect("an instant"),
        to: Instant::parse_rfc3339("2026-09-16T01:30:00Z"),
        reason: "waiting_for_material".to_owned(),
    };
    let rows =
        terms(&steps(vec![pause]), Instant::parse_rfc3339("2026-09-16T06:20:00Z").expect("an instant"));
    let row = rows.iter().find(|t| t.what.contains("等待材料")).expect("the pause's row");
    assert_eq!(row.adds, "＋ 16 小时");
    assert!(text(&rows).lines().count() == rows.len());
}
