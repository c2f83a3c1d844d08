//! Notices in the form in which they are published, with the facts of 2025 and 2026, and what cannot be right.

use super::*;

/// The dates of 2026 as a notice says them.
const OF_2026: &str = "各单位：2026年元旦、春节等假期安排如下。\n\
    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n\
    二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。\n\
    三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n\
    四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。\n\
    五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n\
    六、中秋节：9月25日（周五）至27日（周日）放假，共3天。\n\
    七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。\n\
    2025年11月4日";

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_notice_gives_the_published_dates() {
    let notice = read(OF_2026, 2026).unwrap();
    assert_eq!(notice.off.len(), 3 + 9 + 3 + 5 + 3 + 3 + 7);
    assert_eq!(notice.off.get(&date("2026-10-03")).map(String::as_str), Some("国庆节"));
    assert_eq!(notice.off.get(&date("2026-02-23")).map(String::as_str), Some("春节"));
    let work: Vec<String> = notice.work.iter().map(ToString::to_string).collect();
    let published = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"];
    assert_eq!(work, published);
}

/// The same as the facts that are shipped.
#[cfg(feature = "tz")]
#[test]
fn it_agrees_with_the_facts() {
    let facts = crate::calendar::workdays::years().remove(&2026).unwrap();
    let notice = read(OF_2026, 2026).unwrap();
    assert_eq!(notice.work.into_iter().collect::<Vec<_>>(), facts.workdays);
    assert_eq!(notice.off.into_keys().collect::<Vec<_>>(), facts.holidays);
}

#[test]
fn a_holiday_that_begins_in_the_old_year() {
    let notice = read("元旦：2022年12月31日（周六）至2023年1月2日（周一）放假，共3天。", 2023).unwrap();
    let days: Vec<String> = notice.off.keys().map(ToString::to_string).collect();
    assert_eq!(days, ["2022-12-31", "2023-01-01", "2023-01-02"]);
}

#[test]
fn a_calendar_takes_a_notice_over_and_keeps_the_rest() {
    let day = |text: &str| -> Calendar { serde_json::from_str(text).unwrap() };
    let office =
        day(r#"{"tz":"Asia/Shanghai","note":"总部","week":{"1":[["09:00","18:00"]],"2":[["09:00","18:00"]],
        "3":[["09:00","18:00"]],"4":[["09:00","18:00"]],"5":[["09:00","17:00"]],"6":[],"7":[]},
        "exceptions":{"2026-12-31":{"closed":true}}}"#);
    let taken = read(OF_2026, 2026).unwrap().applied_to(&office);
    assert!(taken.hours_on(date("2026-10-01")).is_closed());
    assert_eq!(taken.hours_on(date("2026-10-10")), taken.weekday_hours(date("2026-10-12")), "as on a Monday");
    assert!(taken.hours_on(date("2026-12-31")).is_closed(), "other dates stay");
    assert_eq!(taken.note(), "总部", "and so does the remark");
    let back = taken.without_exception(date("2026-10-01")).with_weekday(4, Hours::closed());
    assert!(!back.hours_on(date("2026-10-01")).is_closed() && back.hours_on(date("2026-10-16")).is_closed());
    assert_eq!((back.note(), back.clone().with_weekday(7, Hours::all_day())), ("总部", back.clone()));
}

#[test]
fn every_fault_has_a_code_of_its_own() {
    let day = date("2026-10-06");
    let all = [
        NoticeFault::NoDates,
        NoticeFault::NoSuchDate { month: 2, day: 30 },
        NoticeFault::Backwards { from: day },
        NoticeFault::WrongWeekday { date: day },
        NoticeFault::Both { date: day },
    ];
    let codes = all.map(|fault| fault.code());
    assert_eq!(codes, ["no_dates", "no_such_date", "backwards", "wrong_weekday", "both"]);
}

#[test]
fn what_cannot_be_right_is_said() {
    let faults = |text: &str, year| read(text, year).unwrap_err();
    assert_eq!(faults("请大家注意安全。", 2026), [NoticeFault::NoDates]);
    assert_eq!(faults("", 2026), [NoticeFault::NoDates]);
    assert_eq!(faults("2月30日放假。", 2026), [NoticeFault::NoSuchDate { month: 2, day: 30 }]);
    assert_eq!(faults("10月7日至1日放假。", 2026), [NoticeFault::Backwards { from: date("2026-10-07") }]);
    assert_eq!(faults("1月1日至12月31日放假。", 2026), [NoticeFault::Backwards { from: date("2026-01-01") }]);
    let other_year = faults(OF_2026, 2027);
    assert!(other_year.contains(&NoticeFault::WrongWeekday { date: date("2027-10-01") }), "{other_year:?}");
    assert_eq!(
        faults("国庆节：10月1日至7日放假。10月6日上班。", 2026),
        [NoticeFault::Both { date: date("2026-10-06") }]
    );
}

/// The dates off with their names, and those of work.
fn said(text: &str) -> (Vec<(String, String)>, Vec<String>) {
    let notice = read(text, 2026).unwrap();
    let off = notice.off.iter().map(|(date, name)| (date.to_string(), name.clone())).collect();
    (off, notice.work.iter().map(ToString::to_string).collect())
}

fn off(date: &str, name: &str) -> (String, String) {
    (date.to_owned(), name.to_owned())
}

#[test]
fn a_sentence_may_say_both_and_each_verb_is_about_what_stands_before_it() {
    let (days, work) = said("国庆节：10月1日（周四）放假，9月20日（周日）上班。");
    assert_eq!(days, [off("2026-10-01", "国庆节")]);
    assert_eq!(work, ["2026-09-20"]);
    let (days, work) = said("国庆节：9月20日上班，10月1日至2日放假，共2天。");
    assert_eq!(days, [off("2026-10-01", "国庆节"), off("2026-10-02", "国庆节")]);
    assert_eq!(work, ["2026-09-20"]);
}

#[test]
fn a_date_before_a_colon_is_no_name() {
    let (days, _) = said("一、国庆节：10月1日放假。10月2日：放假。：10月3日放假。");
    let named = ["2026-10-01", "2026-10-02", "2026-10-03"].map(|day| off(day, "国庆节"));
    assert_eq!(days, named);
}

#[test]
fn a_year_of_two_digits_is_no_year() {
    assert_eq!(said("元旦：26年1月1日放假。").0, [off("2026-01-01", "元旦")]);
}

#[test]
fn the_longest_holiday_ends_a_month_after_its_first_day() {
    assert_eq!(said("暑假：7月1日至8月1日放假。").0.len(), 32);
    let longer = read("暑假：7月1日至8月2日放假。", 2026).unwrap_err();
    assert_eq!(longer, [NoticeFault::Backwards { from: date("2026-07-01") }]);
}

/// 5 October 2026 is a Monday.
#[test]
fn each_weekday_is_held_against_its_date() {
    let words = ["周一", "周二", "星期三", "周四", "周五", "星期六", "周日"];
    for (right, day) in (5..12).enumerate() {
        for (n, word) in words.iter().enumerate() {
            let read = read(&format!("10月{day}日（{word}）放假。"), 2026);
            assert_eq!(read.is_ok(), n == right, "10月{day}日 {word}: {read:?}");
        }
    }
    assert!(read("10月11日（星期天）放假。", 2026).is_ok(), "another word for Sunday");
    assert!(read("10月5日（周末）放假。", 2026).is_ok(), "no weekday is none to be wrong");
}
