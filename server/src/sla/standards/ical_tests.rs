//! Files of other programs, good and bad, and a file that reads again.

use steward_core::calendar::{Calendar, Hours};

use super::*;

fn file_of(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n{events}END:VCALENDAR\r\n")
}

#[test]
fn whole_days_are_read_and_the_rest_is_named() {
    let text = file_of(
        "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:国庆节\r\nDTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261004\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:元旦\r\nDTSTART;VALUE=DATE:20270101\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:3\r\nSUMMARY:每年生日\r\nDTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:4\r\nSUMMARY:开会\r\nDTSTART:20260601T010000Z\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:5\r\nSUMMARY:一整年\r\nDTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:6\r\nSUMMARY:没有日期\r\nEND:VEVENT\r\n",
    );
    let found = days(&text).unwrap();
    let dates: Vec<&str> = found.days.iter().map(|(date, _)| date.as_str()).collect();
    assert_eq!(dates, ["2026-10-01", "2026-10-02", "2026-10-03", "2027-01-01"]);
    assert_eq!(found.days[0].1, "国庆节");
    let left: Vec<IcalWhy> = found.left.iter().map(|l| l.why).collect();
    assert_eq!(left, [IcalWhy::Repeats, IcalWhy::Timed, IcalWhy::Unreadable, IcalWhy::Unreadable]);
}

#[test]
fn what_is_no_calendar_is_refused() {
    for text in ["", "{}", "BEGIN:VCALENDAR", "date,name\r\n2026-10-01,国庆节"] {
        assert_eq!(days(text), None, "{text:?}");
    }
    assert_eq!(days(&format!("\u{feff}{}", file_of(""))), Some(IcalDays { days: vec![], left: vec![] }));
}

#[test]
fn what_is_written_reads_again() {
    let date = |text: &str| text.parse().unwrap();
    let calendar = Calendar::new("Asia/Shanghai".parse().unwrap(), std::array::from_fn(|_| Hours::all_day()))
        .with_exception(date("2026-10-01"), Hours::closed())
        .with_exception(date("2026-10-10"), Hours::all_day());
    let named = NamedCalendar { id: "office".parse().unwrap(), name: "工作日历".to_owned(), calendar };
    let text = file(&named);
    assert_eq!(text, file(&named), "the same each time");
    let words: Vec<(String, String)> = days(&text).unwrap().days;
    assert_eq!(words[0], ("2026-10-01".to_owned(), "工作日历: –".to_owned()));
    assert_eq!(words[1], ("2026-10-10".to_owned(), "工作日历: 00:00-24:00".to_owned()));
}
