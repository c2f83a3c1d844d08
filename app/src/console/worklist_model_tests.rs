use std::collections::BTreeMap;

use steward_core::day::Day;

use super::*;

fn read_back(address: &str) -> ListQuery {
    let query = address.split_once('?').map_or("", |(_, q)| q);
    let pairs: BTreeMap<&str, &str> = query.split('&').filter_map(|p| p.split_once('=')).collect();
    parse(|name| pairs.get(name).map(|v| decode(v)))
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex: Vec<u8> = rest.by_ref().take(2).collect();
            let hex = std::str::from_utf8(&hex).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_filter_survives_its_address() {
    let full = ListQuery {
        view: Some(View::All),
        project: Some("tinglan".parse().unwrap()),
        region: Some("north".parse().unwrap()),
        state: Some(State::Paused),
        scenario: Some(Scenario::Complaint),
        at_risk: Some(true),
        own: Some(true),
        days: Some(30),
        touchpoint: Some(Touchpoint::Online),
        measure: Some(Measure::OnSite),
        yes: Some(false),
        building: Some("12 栋".to_owned()),
        person: Some("engineer".parse().unwrap()),
        from: Day::try_from("2026-09-01".to_owned()).ok(),
        to: Day::try_from("2026-09-30".to_owned()).ok(),
        q: Some("12-2 漏水 & 100%?".to_owned()),
        ..ListQuery::default()
    };
    assert_eq!(read_back(&address("/console", &full)), full);
    assert_eq!(address("/console", &ListQuery::default()), "/console");
    for part in Part::ALL {
        assert!(part.is_on(&full) && !part.is_on(&part.without(&full)), "{part:?}");
        assert_eq!(read_back(&address("/console", &part.without(&full))), part.without(&full));
    }
}

#[test]
fn an_address_that_says_nonsense_filters_nothing() {
    let nonsense = "/console?view=soonish&state=&touchpoint=fax&days=0&yes=perhaps";
    assert_eq!(read_back(nonsense), ListQuery::default());
}

#[test]
fn a_list_read_again_keeps_what_lies_below() {
    let old: Vec<u32> = (0..130).collect();
    // Row 3 has gone, row 120 came up.
    let mut read: Vec<u32> = (0..99).filter(|n| *n != 3).collect();
    read.extend([120, 100]);
    read.truncate(MOST);
    let (rows, stays) = merged(&old, &read, true);
    assert!(stays);
    assert_eq!(rows.iter().filter(|n| **n == 120).count(), 1);
    assert_eq!(rows.last(), Some(&129));
    assert_eq!(merged(&old[..30], &read[..30], true), (read[..30].to_vec(), false));
    assert_eq!(merged(&old, &read, false), (read, false));
}

#[test]
fn the_selection_stays_or_moves_to_its_neighbour() {
    assert_eq!(kept(&[1, 2, 3], &[3, 2], Some(&2)), Some(2));
    assert_eq!(kept(&[1, 2, 3], &[1, 3], Some(&2)), Some(3));
    assert_eq!(kept(&[1, 2, 3], &[1, 2], Some(&3)), Some(2));
    assert_eq!(kept(&[1], &[], Some(&1)), None);
    assert_eq!(kept(&[1, 2], &[1, 2], None), None);
}

#[test]
fn keys_walk_the_list_and_stop_at_its_ends() {
    let rows = [1, 2, 3];
    assert_eq!(step(&rows, None, true), Some(1));
    assert_eq!(step(&rows, None, false), Some(3));
    assert_eq!(step(&rows, Some(&3), true), Some(3));
    assert_eq!(step(&rows, Some(&1), false), Some(1));
    assert_eq!(step(&rows, Some(&2), false), Some(1));
    assert_eq!(step::<u32>(&[], None, true), None);
}

#[test]
fn single_keys_never_act_while_somebody_types_or_when_they_are_off() {
    assert_eq!(key("j", false, false, true), Some(Key::Down));
    assert_eq!(key("j", true, false, true), None);
    assert_eq!(key("k", false, true, true), None);
    assert_eq!(key("?", false, false, false), None);
    assert_eq!(key("Enter", false, false, true), None);
}

#[test]
fn every_role_has_views_that_end_with_all() {
    for role in Role::ALL {
        let views = views(*role);
        assert_eq!((views.first(), views.last()), (Some(&View::Due), Some(&View::All)), "{role:?}");
    }
    assert!(!views(Role::Agent).contains(&View::Approvals));
    assert!(views(Role::Supervisor).contains(&View::Escalated));
}
