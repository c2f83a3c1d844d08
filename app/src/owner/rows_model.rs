//! The owner's tickets as one list that grows page by page and follows the live stream; no view, no network.

use steward_core::endpoint::Page;
use steward_core::tickets::api::TicketRow;
use steward_core::time::Instant;

/// Rows, newest ticket first, each ticket once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rows {
    /// What is known so far.
    pub rows: Vec<TicketRow>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
    /// Whether the server has answered at all.
    pub known: bool,
    total: Option<u64>,
}

impl Rows {
    /// The first page was read, perhaps again: it is right about its rows, later pages stay.
    pub fn first_page(&mut self, page: Page<TicketRow>) {
        let later = if page.next.is_some() { core::mem::take(&mut self.rows) } else { Vec::new() };
        let had_more = later.len() > page.rows.len();
        self.rows = page.rows;
        self.add(later);
        if !had_more {
            self.next = page.next;
        }
        self.total = page.total;
        self.known = true;
    }

    /// The page after the last one was read.
    pub fn next_page(&mut self, page: Page<TicketRow>) {
        self.add(page.rows);
        self.next = page.next;
    }

    fn add(&mut self, rows: Vec<TicketRow>) {
        for row in rows {
            if self.row(row.id.as_str()).is_none() {
                self.rows.push(row);
            }
        }
    }

    /// A row has changed, or a ticket is new.
    pub fn hear(&mut self, row: &TicketRow) {
        match self.rows.iter_mut().find(|r| r.id == row.id) {
            Some(old) if old.seq <= row.seq => old.clone_from(row),
            Some(_) => {}
            None => {
                self.rows.insert(0, row.clone());
                self.total = self.total.map(|n| n + 1);
            }
        }
    }

    /// The row of a ticket.
    pub fn row(&self, id: &str) -> Option<&TicketRow> {
        self.rows.iter().find(|r| r.id.as_str() == id)
    }

    /// Those in progress, or those that are done.
    pub fn ids(&self, done: bool) -> Vec<String> {
        self.rows.iter().filter(|r| r.state.is_done() == done).map(|r| r.id.to_string()).collect()
    }

    /// Those that can be rated at `now`.
    pub fn to_rate(&self, now: Instant) -> impl Iterator<Item = &TicketRow> {
        self.rows.iter().filter(move |r| waits_rating(r, now))
    }

    /// How many tickets there are in all, once that is known.
    pub fn count(&self) -> Option<u64> {
        let here = u64::try_from(self.rows.len()).ok();
        if self.next.is_none() { here.filter(|_| self.known) } else { self.total }
    }
}

/// Whether the row can be rated now (R29).
pub fn waits_rating(row: &TicketRow, now: Instant) -> bool {
    row.stars.is_none() && row.rate_until.is_some_and(|until| now <= until)
}
