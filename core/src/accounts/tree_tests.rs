//! The tree reads from data, finds its doors, and tells what is wrong with it.

use super::{FaultKind, Group};
use crate::ids::ProjectId;

/// Two regions, three projects; two homes in 听澜苑 share the room number behind different entrances.
fn group() -> Group {
    serde_json::from_value(serde_json::json!({
        "name": "云栖集团",
        "regions": [
            { "id": "gd", "name": "广东", "projects": [
                { "id": "tly", "name": "听澜苑", "hotline": "020-88886666", "buildings": [
                    { "name": "12", "units": [
                        { "name": "1", "households": [{ "id": "h-1", "room": "1803" }] },
                        { "name": "2", "households": [{ "id": "h-2", "room": "1803" }, { "id": "h-3", "room": "1804" }] },
                    ]},
                    { "name": "13", "units": [{ "name": "", "households": [{ "id": "h-4", "room": "101" }] }] },
                ]},
                { "id": "ghy", "name": "桂花园", "hotline": "020-88886667" },
            ]},
            { "id": "hn", "name": "湖南", "projects": [
                { "id": "xjw", "name": "湘江湾", "hotline": "0731-88886668" },
            ]},
        ],
    }))
    .unwrap()
}

fn kinds(group: &Group) -> Vec<(FaultKind, String)> {
    group.faults().into_iter().map(|fault| (fault.kind, fault.at)).collect()
}

#[test]
fn a_project_is_found_with_the_region_whose_law_holds_there() {
    let group = group();
    let find = |id: &str| {
        let id: ProjectId = id.parse().unwrap();
        group.project(&id).map(|(region, project)| (region.name.clone(), project.name.clone()))
    };
    assert_eq!(find("ghy"), Some(("广东".into(), "桂花园".into())));
    assert_eq!(find("xjw"), Some(("湖南".into(), "湘江湾".into())));
    assert_eq!(find("none"), None);
    assert_eq!(group.projects().count(), 3);
}

#[test]
fn every_door_has_its_plate() {
    let group = group();
    let plates: Vec<_> = group.regions[0].projects[0]
        .doors()
        .map(|door| (door.household.id.to_string(), door.address().plate()))
        .collect();
    let expected = [("h-1", "12-1-1803"), ("h-2", "12-2-1803"), ("h-3", "12-2-1804"), ("h-4", "13-101")];
    assert_eq!(plates, expected.map(|(id, plate)| (id.to_owned(), plate.to_owned())));
}

#[test]
fn the_same_room_behind_two_entrances_is_no_fault() {
    assert_eq!(kinds(&group()), []);
}

#[test]
fn ids_are_unique_across_the_whole_group() {
    let mut group = group();
    group.regions[1].id = group.regions[0].id.clone();
    let mut copy = group.regions[0].projects[0].clone();
    copy.buildings.truncate(1);
    copy.buildings[0].units.truncate(1);
    group.regions[1].projects.push(copy);
    assert_eq!(
        kinds(&group),
        [
            (FaultKind::RegionTwice, "gd".into()),
            (FaultKind::ProjectTwice, "tly".into()),
            (FaultKind::HouseholdTwice, "h-1".into()),
        ]
    );
}

#[test]
fn a_plate_leads_to_one_door() {
    let mut group = group();
    let buildings = &mut group.regions[0].projects[0].buildings;
    buildings[1].name = "12".into();
    buildings[0].units[1].name = "1".into();
    buildings[0].units[1].households[1].room = "1803".into();
    assert_eq!(
        kinds(&group),
        [
            (FaultKind::UnitTwice, "12-1".into()),
            (FaultKind::RoomTwice, "12-1-1803".into()),
            (FaultKind::BuildingTwice, "12".into()),
        ]
    );
    assert!(group.faults().iter().all(|fault| fault.project.as_ref().is_some_and(|p| p.as_str() == "tly")));
}

#[test]
fn a_house_needs_no_room_but_some_plate() {
    let mut group = group();
    let building = &mut group.regions[0].projects[0].buildings[1];
    building.units[0].households[0].room = String::new();
    assert_eq!(kinds(&group), [], "building 13 is one house");
    group.regions[0].projects[0].buildings[1].name = String::new();
    assert_eq!(kinds(&group), [(FaultKind::Nameless, "h-4".into())]);
}

#[test]
fn a_tree_survives_being_stored() {
    let group = group();
    let text = serde_json::to_string(&group).unwrap();
    assert_eq!(serde_json::from_str::<Group>(&text).unwrap(), group);
}
