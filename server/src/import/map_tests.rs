use super::*;

const SHIPPED: &str = include_str!("../../maps/nyc311.toml");

fn read(text: &str) -> Result<Map, String> {
    Map::read(text, Path::new("map.toml")).map_err(|e| e.to_string())
}

#[test]
fn the_shipped_map_reads_and_knows_words_in_any_case() {
    let map = read(SHIPPED).unwrap();
    assert_eq!(map.source, "nyc311");
    let (category, listed) = map.category.find(" noise - residential ").unwrap();
    assert_eq!((category.code(), listed), ("complaint.noise", true));
    let (category, listed) = map.category.find("Martians").unwrap();
    assert_eq!((category.code(), listed), ("ask.other", false));
    assert_eq!(map.status.find("Closed"), Some((Status::Closed, true)));
    assert_eq!(map.status.find("Pending"), Some((Status::Open, true)));
    assert_eq!(map.status.find("Unheard of"), Some((Status::Open, false)));
    let brooklyn = map.project.names.get("brooklyn").unwrap();
    assert_eq!((brooklyn.id.as_str(), brooklyn.name.as_str()), ("nyc-brooklyn", "Brooklyn"));
}

#[test]
fn what_is_wrong_with_a_map_is_said_before_any_row() {
    let cases = [
        ("source = \"nyc311\"", "source = \"NYC 311\"", "source"),
        ("source = \"nyc311\"", "sauce = \"nyc311\"", "unknown field `sauce`"),
        ("America/New_York", "America/Gotham", "no IANA zone"),
        ("\"%m/%d/%Y\"]", "\"%H:%M\"]", "no complete date format"),
        ("delimiter = \",\"", "delimiter = \"\\\"\"", "delimiter"),
        ("encoding = \"utf-8\"", "encoding = \"big5\"", "unknown variant `big5`"),
        ("column = \"Borough\"", "", "needs either column or constant"),
        (
            "column = \"Borough\"",
            "column = \"Borough\"\nconstant = \"p1\"",
            "needs either column or constant",
        ),
        ("\"complaint.noise\"", "\"complaint.martians\"", "not a code of the catalogue"),
        ("key = \"Unique Key\"", "", "missing field `key`"),
        ("default = \"ordinary\"", "default = \"whenever\"", "unknown variant `whenever`"),
    ];
    for (from, to, expected) in cases {
        let changed = SHIPPED.replacen(from, to, 1);
        assert_ne!(changed, SHIPPED, "{from:?} is in the map");
        let found = read(&changed).unwrap_err();
        assert!(found.contains(expected), "{to:?} gave {found:?}");
    }
}

#[test]
fn a_delimiter_that_can_be_half_a_sign_is_refused_for_gb18030() {
    let with = |encoding: &str, delimiter: &str| {
        let text = SHIPPED.replacen("encoding = \"utf-8\"", &format!("encoding = {encoding:?}"), 1);
        read(&text.replacen("delimiter = \",\"", &format!("delimiter = {delimiter:?}"), 1)).is_ok()
    };
    assert!(with("utf-8", "|") && with("utf-8", "\t") && with("gb18030", "\t") && with("gb18030", ";"));
    assert!(!with("gb18030", "|") && !with("utf-8", "，") && !with("utf-8", "\n"));
}
