//! Both formats hold the same table; no text of it is a formula.

use std::io::{Cursor, Read as _};

use super::*;

fn made(format: Format) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let mut sheet = Sheet::new(format, folder.path(), &["名称 name", "值 value", "日 day", "时 at"]).unwrap();
    let day = Day::try_from("2026-11-30".to_owned()).unwrap();
    let at = day.0.and_hms_opt(8, 5, 59).unwrap();
    sheet.line(["=1+1".into(), Cell::Number(9_513, 2), day.into(), at.into()]).unwrap();
    sheet.line(["-".into(), Cell::Number(-5, 1), Cell::Empty, Cell::Empty]).unwrap();
    sheet.line(["007".into(), 12_i64.into(), Cell::maybe(None::<i64>), Cell::Empty]).unwrap();
    let made = sheet.done().unwrap();
    assert_eq!(made.lines, 3);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left to be found");
    made.bytes().unwrap()
}

/// A part of a workbook, as text.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn text_begins_with_a_mark_and_disarms_formulas() {
    let text = String::from_utf8(made(Format::Csv)).unwrap();
    let expected = "\u{feff}名称 name,值 value,日 day,时 at\n\
        '=1+1,95.13,2026-11-30,2026-11-30 08:05\n'-,-0.5,,\n007,12,,\n";
    assert_eq!(text, expected);
}

#[test]
fn a_workbook_has_numbers_as_numbers_dates_as_dates_and_never_a_formula() {
    let bytes = made(Format::Xlsx);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "{sheet}");
    for cell in [
        "<t>=1+1</t>",
        "<v>95.13</v>",
        // 30 November 2026, and five minutes past eight of it.
        "<v>46356</v>",
        "<v>46356.33680555555",
        "<v>-0.5</v>",
        "<t>007</t>",
        "<v>12</v>",
    ] {
        assert!(sheet.contains(cell), "{cell} in {sheet}");
    }
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("yyyy-mm-dd hh:mm") && styles.contains("formatCode=\"0.00\""), "{styles}");
}

#[test]
fn a_workbook_says_when_it_is_full() {
    assert!(check(Format::Xlsx, 1_048_575).is_ok() && check(Format::Csv, u64::MAX).is_ok());
    let Err(Failure::Problem(problem)) = check(Format::Xlsx, 1_048_576) else {
        panic!("there is no such row")
    };
    assert_eq!((problem.code, problem.params["max"].as_str()), (Code::TooMany, "1048575"));
}
