use super::*;

#[test]
fn a_number_is_read_as_it_is_typed_and_back() {
    for (text, expected) in
        [("8", 800), ("8.0", 800), (" 10.25 ", 1_025), ("-3.5", -350), ("0", 0), ("−7", -700)]
    {
        assert_eq!(hundredths(text), Some(expected), "{text}");
    }
    for text in ["", "a", "1.234", "1,5", "--1", "1e3", ".5", "9999999999999"] {
        assert_eq!(hundredths(text), None, "{text}");
    }
    assert_eq!(steps(Unit::Seconds, "90"), Some(5_400), "minutes");
    assert_eq!(steps(Unit::Seconds, "0.5"), Some(30));
    for (unit, value) in
        [(Unit::Percent, 9_450), (Unit::Points, -350), (Unit::Seconds, 5_400), (Unit::Number, 800)]
    {
        assert_eq!(steps(unit, &typed(unit, value)), Some(value));
    }
}
