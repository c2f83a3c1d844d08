//! N18: the wall says when it is not current; no home is on it.

use super::*;

#[test]
fn n18_the_wall_says_when_it_is_not_current() {
    let read = Instant::from_secs(1_000);
    let after = |seconds: i64| Instant::from_secs(1_000 + seconds);
    let cases = [
        (None, after(0), true, false, Current::Reading),
        (Some(read), after(0), true, false, Current::Live),
        (Some(read), after(90), true, false, Current::Live),
        (Some(read), after(91), true, false, Current::Stale),
        (Some(read), after(1), false, false, Current::Cut),
        (None, after(1), false, false, Current::Cut),
        (Some(read), after(1), false, true, Current::SignedOut),
        (Some(read), after(1), true, true, Current::SignedOut),
    ];
    for (read, now, online, ended, wanted) in cases {
        assert_eq!(current(read, now, online, ended), wanted, "{read:?} {now:?} {online} {ended}");
    }
}

#[test]
fn pages_go_round() {
    assert_eq!([0, 1, 8, 9, 16, 17].map(|lines| pages(lines, 8)), [1, 1, 1, 2, 2, 3]);
    assert_eq!(
        [turned(0, 3, true), turned(2, 3, true), turned(0, 3, false), turned(0, 1, true)],
        [1, 0, 2, 0]
    );
}

#[test]
fn a_home_is_shown_as_its_building() {
    assert_eq!(building("12-2-1803"), Some("12"));
    assert_eq!(building("A3-1802"), Some("A3"));
    for spot in ["1803", "东门-保安亭", "2栋-找王女士", "-1", "12-", "5-a b", ""] {
        assert_eq!(building(spot), None, "{spot}");
    }
}
