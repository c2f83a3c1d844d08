use steward_core::endpoint::Page;
use steward_core::tickets::api::TicketRow;
use steward_core::tickets::{Command, Scenario};
use steward_core::time::Seconds;

use super::desk::Desk;
use crate::owner::rows_model::{Rows, waits_rating};

fn row(id: u32) -> TicketRow {
    TicketRow { id: format!("T{id}").parse().unwrap(), ..Desk::open(Scenario::Repair).row() }
}

fn page(ids: &[u32], next: Option<&str>) -> Page<TicketRow> {
    Page {
        rows: ids.iter().map(|id| row(*id)).collect(),
        next: next.map(str::to_owned),
        total: Some(7),
        more: false,
    }
}

fn ids(rows: &Rows) -> Vec<&str> {
    rows.rows.iter().map(|r| r.id.as_str()).collect()
}

#[test]
fn pages_follow_each_other_and_no_ticket_comes_twice() {
    let mut rows = Rows::default();
    assert_eq!(rows.count(), None);
    rows.first_page(page(&[5, 4], Some("b")));
    assert_eq!(rows.count(), Some(7));
    rows.next_page(page(&[4, 3], None));
    assert_eq!(ids(&rows), ["T5", "T4", "T3"]);
    assert_eq!((rows.count(), &rows.next), (Some(3), &None));
}

#[test]
fn reading_the_first_page_again_keeps_later_pages_and_their_place() {
    let mut rows = Rows::default();
    rows.first_page(page(&[5, 4], Some("b")));
    rows.next_page(page(&[3, 2], Some("c")));
    rows.first_page(page(&[6, 5], Some("x")));
    assert_eq!(ids(&rows), ["T6", "T5", "T4", "T3", "T2"]);
    assert_eq!(rows.next.as_deref(), Some("c"));
    // The whole list fits one page now: what is not on it is gone.
    rows.first_page(page(&[6], None));
    assert_eq!(ids(&rows), ["T6"]);
    assert_eq!(rows.next, None);
}

#[test]
fn the_stream_changes_rows_and_brings_new_ones_but_never_goes_back() {
    let mut rows = Rows::default();
    rows.first_page(page(&[2, 1], None));
    rows.hear(&TicketRow { seq: 40, title: "新".to_owned(), ..row(1) });
    assert_eq!(rows.row("T1").unwrap().title, "新");
    rows.hear(&TicketRow { seq: 39, title: "旧".to_owned(), ..row(1) });
    assert_eq!(rows.row("T1").unwrap().title, "新");
    rows.hear(&row(3));
    assert_eq!(ids(&rows), ["T3", "T2", "T1"]);
}

#[test]
fn open_and_done_tickets_are_told_apart_and_a_rating_waits_for_seven_days() {
    let mut done = Desk::completed();
    let until = done.now + Seconds::days(7);
    let mut rows = Rows::default();
    rows.first_page(Page { rows: vec![row(9), done.row()], next: None, total: None, more: false });
    assert_eq!(rows.ids(false), ["T9"]);
    assert_eq!(rows.ids(true), ["T20260915-0118"]);
    assert!(waits_rating(&done.row(), until));
    assert!(!waits_rating(&done.row(), until + Seconds(1)));
    assert_eq!(rows.to_rate(until).count(), 1);
    let rating = super::home::rating(5);
    done.owner(&Command::Rate { rating });
    assert!(!waits_rating(&done.row(), done.now));
}
