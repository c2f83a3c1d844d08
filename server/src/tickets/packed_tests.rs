use super::*;
use data_encoding::BASE64;

/// A history as the demo has them.
fn history() -> Vec<Event> {
    let by = |person: &str, role: &str| format!(r#"{{"person":"{person}","role":"{role}","name":"林静"}}"#);
    let lines = [
        (1_789_000_000_123, by("owner-01", "own"), r#"{"kind":"urged","count":1}"#),
        (1_789_000_060_000, by("staff-agent", "agt"), r#"{"kind":"replied","text":"您好，马上安排。"}"#),
        (1_789_000_060_000, by("system", "sys"), r#"{"kind":"clock_stopped","clock":"response"}"#),
        (1_789_000_059_000, by("owner-01", "own"), r#"{"kind":"job_accepted"}"#),
    ];
    let event = |(seq, (at, by, body)): (usize, &(i64, String, &str))| {
        serde_json::from_str(&format!(r#"{{"seq":{},"at":{at},"by":{by},"body":{body}}}"#, seq + 1)).unwrap()
    };
    lines.iter().enumerate().map(event).collect()
}

#[test]
fn a_history_comes_back_as_it_was() {
    let events = history();
    let packed = Packer::new().unwrap().pack(&events).unwrap();
    assert_eq!(unpack(&packed).unwrap(), events);
    // One packer packs many, and each alike.
    let mut packer = Packer::new().unwrap();
    let many: Vec<_> = (0..3).map(|_| packer.pack(&events).unwrap()).collect();
    assert!(many.iter().all(|one| *one == packed));
    let empty = packer.pack(&[]).unwrap();
    assert_eq!(unpack(&empty).unwrap(), []);
}

#[test]
fn a_gap_is_not_packed() {
    let mut events = history();
    events.remove(1);
    assert!(Packer::new().unwrap().pack(&events).is_err());
}

#[test]
fn what_was_damaged_or_is_of_a_later_form_is_an_error() {
    let packed = Packer::new().unwrap().pack(&history()).unwrap();
    let mut later = packed.clone();
    later[0] = 2;
    assert!(unpack(&later).is_err());
    assert!(unpack(&packed[..packed.len() / 2]).is_err());
    assert!(unpack(&[]).is_err());
    let mut other = packed;
    let middle = other.len() / 2;
    other[middle] ^= 0x55;
    assert_ne!(unpack(&other).ok(), Some(history()));
}

/// Yesterday's bytes still read.
#[test]
fn form_1_is_read_for_ever() {
    let golden = include_str!("packed_1.base64");
    let packed = BASE64.decode(golden.trim().as_bytes()).unwrap();
    assert_eq!(unpack(&packed).unwrap(), history());
}
