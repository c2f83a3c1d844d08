use super::*;
use std::path::Path;
use steward_core::time::Seconds;

const MAP: &str = r#"
source = "old"
name = "Old system"
time_zone = "Asia/Shanghai"
dates = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]
columns = { key = "key", created = "created", due = "due", closed = "closed", text = ["type", "text"], phone = "phone" }
project = { column = "project" }
category = { column = "type", values = { "Leak" = "water.pipe" } }
urgency = { column = "urgent", default = "ordinary", values = { "yes" = "urgent" } }
status = { column = "status", values = { "open" = "open", "done" = "closed", "test" = "leave_out" } }
"#;

const HEADER: &str = "key,created,due,closed,type,text,phone,project,urgent,status";

fn read(line: &str) -> Result<Outcome, Reject> {
    let map = Map::read(MAP, Path::new("map.toml")).unwrap();
    let text = format!("{HEADER}\n{line}\n");
    let mut table = Table::open(text.as_bytes(), &map).unwrap();
    let now = Instant::parse_rfc3339("2024-06-01T00:00:00Z").unwrap();
    let reader = RowReader::new(&map, &table, now).unwrap();
    let row = table.read().unwrap().unwrap().unwrap();
    reader.read(&row)
}

fn facts(line: &str) -> Facts {
    match read(line).unwrap() {
        Outcome::Facts(facts) => *facts,
        Outcome::LeftOut => panic!("left out"),
    }
}

#[test]
fn a_whole_row_becomes_facts() {
    let facts =
        facts("K-1,2024-03-01 08:00,2024-03-02,2024-03-01 09:30,leak,厨房漏水,138 0000 0001,听澜苑,yes,done");
    assert_eq!((facts.line, facts.key.as_str(), facts.project.as_str()), (2, "K-1", "听澜苑"));
    assert_eq!(facts.created.to_rfc3339(), "2024-03-01T00:00:00Z");
    assert_eq!(facts.closed.unwrap().since(facts.created), Seconds::minutes(90));
    assert_eq!(facts.due.unwrap().to_rfc3339(), "2024-03-02T16:00:00Z", "a day is due at its end");
    assert_eq!((facts.category.code(), facts.category_word.as_str()), ("water.pipe", "leak"));
    assert_eq!((facts.urgency, facts.channel), (Urgency::Urgent, Channel::Import));
    assert_eq!((facts.text.as_str(), facts.phone.as_str()), ("leak – 厨房漏水", "13800000001"));
    assert!(facts.by_default.is_empty());
}

#[test]
fn what_a_default_stood_in_for_is_noted_and_a_foreign_phone_is_left_out() {
    let facts = facts("K-1,2024-03-01 08:00,,,leak,text,+1 212 555 0100,p,perhaps,open");
    assert_eq!(facts.by_default, ["urgent: perhaps"]);
    assert_eq!((facts.phone.as_str(), facts.due, facts.closed), ("", None, None));
}

#[test]
fn a_status_of_open_wins_over_an_old_closing_time() {
    assert_eq!(facts("K,2024-03-01 08:00,,2024-03-02 08:00,leak,t,,p,,open").closed, None);
    assert_eq!(read("K,2024-03-01 08:00,,,leak,t,,p,,test").unwrap(), Outcome::LeftOut);
}

#[test]
fn each_fault_of_a_row_has_its_own_reason() {
    let long = "长".repeat(2001);
    let table = [
        (",2024-03-01 08:00,,,leak,t,,p,,open".to_owned(), Reason::Empty, "key"),
        ("K,,,,leak,t,,p,,open".to_owned(), Reason::Empty, "created"),
        ("K,01.03.2024,,,leak,t,,p,,open".to_owned(), Reason::UnreadableDate, "created"),
        ("K,2024-03-01 08:00,soon,,leak,t,,p,,open".to_owned(), Reason::UnreadableDate, "due"),
        ("K,2024-03-01 08:00,,2024-02-30,leak,t,,p,,done".to_owned(), Reason::UnreadableDate, "closed"),
        (
            "K,2024-03-01 08:00,,2024-02-28 09:00,leak,t,,p,,done".to_owned(),
            Reason::ClosedBeforeOpened,
            "closed",
        ),
        ("K,2024-03-01 08:00,2024-02-28,,leak,t,,p,,open".to_owned(), Reason::DueBeforeOpened, "due"),
        ("K,2024-03-01 08:00,,,leak,t,,p,,done".to_owned(), Reason::ClosedWithoutTime, "closed"),
        ("K,2024-06-02 08:00,,,leak,t,,p,,open".to_owned(), Reason::InTheFuture, "created"),
        ("K,2024-03-01 08:00,,2025-01-01,leak,t,,p,,done".to_owned(), Reason::InTheFuture, "closed"),
        ("K,2024-03-01 08:00,,,flood,t,,p,,open".to_owned(), Reason::UnknownWord, "type"),
        ("K,2024-03-01 08:00,,,leak,t,,p,,lost".to_owned(), Reason::UnknownWord, "status"),
        (format!("K,2024-03-01 08:00,,,leak,{long},,p,,open"), Reason::TooLong, "type + text"),
        ("K,2024-03-01 08:00,,,leak,a\u{7}b,,p,,open".to_owned(), Reason::BadCharacters, "type + text"),
        (format!("{},2024-03-01 08:00,,,leak,t,,p,,open", "k".repeat(101)), Reason::TooLong, "key"),
    ];
    for (line, reason, column) in table {
        let found = read(&line).unwrap_err();
        assert_eq!((found.line, found.reason, found.column.as_str()), (2, reason, column), "{line}");
    }
}
