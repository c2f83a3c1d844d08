//! A list of tickets that follows the live stream: rows change where they stand, and a list that is read again keeps
//! its place, its selection and the focus.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Page;
use steward_core::ids::TicketId;
use steward_core::tickets::api::{LIST, ListQuery, TicketRow};

use super::amount::Amount;
use super::worklist_model as model;
use crate::net::{Failure, call, clock, live, online};
use crate::ui::clocks::{row_marks, row_words, status};
use crate::ui::{Rail, Status, Weight, load, st, toast};
use crate::words::{problem, say};

/// Messages that come close together are one reason to read again.
const GATHER: Duration = Duration::from_millis(700);

/// One ticket of a list; its row changes in place.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) id: TicketId,
    pub(super) row: ArcRwSignal<TicketRow>,
}

/// A list as it stands on the page.
#[derive(Clone, Copy)]
pub(super) struct Listing {
    /// The rows.
    pub(super) lines: RwSignal<Vec<Line>>,
    /// How many match in all.
    pub(super) total: RwSignal<Option<Amount>>,
    /// Where the next page begins.
    pub(super) next: RwSignal<Option<String>>,
    /// Whether what stands here answers the filters of now.
    pub(super) is_read: RwSignal<bool>,
    /// Why it could not be read.
    pub(super) failure: RwSignal<Option<Failure>>,
    /// More rows are on their way.
    pub(super) pending: RwSignal<bool>,
    /// The row that the keys and the preview are at.
    pub(super) selected: RwSignal<Option<TicketId>>,
    /// Changes when the server has said that something changed, gathered.
    pub(super) changes: RwSignal<u32>,
    query: Memo<ListQuery>,
    answered: StoredValue<Option<ListQuery>>,
    /// Changes to try again.
    tries: RwSignal<u32>,
}

/// The list of `query`, read again whenever it or a ticket changes.
pub(super) fn listing(query: Memo<ListQuery>) -> Listing {
    let list = Listing {
        lines: RwSignal::default(),
        total: RwSignal::default(),
        next: RwSignal::default(),
        is_read: RwSignal::default(),
        failure: RwSignal::default(),
        pending: RwSignal::default(),
        selected: RwSignal::default(),
        changes: gathered(),
        query,
        answered: StoredValue::default(),
        tries: RwSignal::default(),
    };
    live::listen(move |heard| {
        let line = list.lines.with_untracked(|all| all.iter().find(|l| l.id == heard.head.ticket).cloned());
        if let Some(line) = line {
            line.put(&heard.head.row);
        }
    });
    let refreshes = live::refreshes();
    let page = load(move || {
        refreshes.track();
        list.changes.track();
        list.tries.track();
        let asked = query.get();
        let is_new = list.answered.with_value(|known| known.as_ref() != Some(&asked));
        let shown = if is_new { 0 } else { list.lines.with_untracked(Vec::len) };
        let limit = Some(model::reread(shown));
        let answer = call(&LIST, &[], &ListQuery { limit, ..asked.clone() });
        async move { answer.await.map(|page| (asked, page)) }
    });
    Effect::new(move |_| {
        let asked = query.get();
        if list.answered.with_value(|known| known.as_ref() != Some(&asked)) {
            list.is_read.set(false);
            list.failure.set(None);
        }
    });
    let is_online = online::online();
    Effect::new(move |was: Option<bool>| {
        let is = is_online.get();
        if is && was == Some(false) {
            list.again();
        }
        is
    });
    Effect::new(move |_| match page.get() {
        Some(Ok((asked, page))) => list.show(asked, page),
        Some(Err(failure)) => list.failure.set(Some(failure)),
        None => {}
    });
    list
}

/// A number that changes a moment after the live stream said something.
pub(super) fn gathered() -> RwSignal<u32> {
    let changes = RwSignal::new(0_u32);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    live::listen(move |_| {
        if waiting.with_value(Option::is_some) {
            return;
        }
        let later = move || {
            let _ = waiting.try_set_value(None);
            let _ = changes.try_update(|n| *n = n.wrapping_add(1));
        };
        waiting.set_value(set_timeout_with_handle(later, GATHER).ok());
    });
    changes
}

impl Line {
    fn new(row: &TicketRow) -> Self {
        Self { id: row.id.clone(), row: ArcRwSignal::new(row.clone()) }
    }

    fn put(&self, row: &TicketRow) {
        if self.row.with_untracked(|now| now != row) {
            self.row.set(row.clone());
        }
    }
}

impl Listing {
    /// The ids of the rows, in order.
    pub(super) fn ids(self) -> Vec<TicketId> {
        self.lines.with_untracked(|all| all.iter().map(|l| l.id.clone()).collect())
    }

    /// Reads again.
    pub(super) fn again(self) {
        self.tries.update(|n| *n = n.wrapping_add(1));
    }

    fn show(self, asked: ListQuery, page: Page<TicketRow>) {
        let is_same = self.answered.with_value(|known| known.as_ref() == Some(&asked));
        let old = self.lines.get_untracked();
        let old_ids: Vec<TicketId> =
            if is_same { old.iter().map(|l| l.id.clone()).collect() } else { Vec::new() };
        let read_ids: Vec<TicketId> = page.rows.iter().map(|r| r.id.clone()).collect();
        let (ids, stays) = model::merged(&old_ids, &read_ids, page.next.is_some());
        let find = |id: &TicketId| old.iter().find(|l| l.id == *id).cloned();
        let lines: Vec<Line> = ids
            .iter()
            .filter_map(|id| match (page.rows.iter().find(|r| r.id == *id), find(id)) {
                (Some(row), Some(line)) => {
                    line.put(row);
                    Some(line)
                }
                (Some(row), None) => Some(Line::new(row)),
                (None, line) => line,
            })
            .collect();
        let selected = self.selected.get_untracked();
        let kept = if is_same {
            model::kept(&old_ids, &ids, selected.as_ref())
        } else {
            selected.filter(|id| ids.contains(id))
        };
        let before = self.total.get_untracked();
        let total = Amount::of_page(&page);
        if let Some(now) = total.filter(|now| is_same && before.is_some_and(|before| before != *now)) {
            toast::announce(say::console::list_changed(now.n));
        }
        if !stays {
            self.next.set(page.next);
        }
        self.answered.set_value(Some(asked));
        self.total.set(total);
        self.failure.set(None);
        if ids != old_ids || !is_same {
            self.lines.set(lines);
        }
        if self.selected.get_untracked() != kept {
            self.selected.set(kept);
        }
        self.is_read.set(true);
    }

    /// Reads the next page and puts it below.
    pub(super) fn more(self) {
        let Some(after) = self.next.get_untracked().filter(|_| !self.pending.get_untracked()) else { return };
        self.pending.set(true);
        let asked = self.query.get_untracked();
        let request = ListQuery { after: Some(after), ..asked.clone() };
        let answer = call(&LIST, &[], &request);
        spawn_local(async move {
            let answer = answer.await;
            if self.pending.try_set(false).is_some() || self.query.get_untracked() != asked {
                return;
            }
            match answer {
                Ok(page) => {
                    self.next.set(page.next);
                    self.lines.update(|lines| {
                        for row in &page.rows {
                            if !lines.iter().any(|l| l.id == row.id) {
                                lines.push(Line::new(row));
                            }
                        }
                    });
                }
                Err(failure) => toast::warn(problem::failure(&failure)),
            }
        });
    }
}

/// A row's clock in words with its rail; follows the row and the time.
pub(super) fn clock_cell(row: ArcRwSignal<TicketRow>) -> impl IntoView {
    let tick = clock::tick();
    let clock = Memo::new(move |_| row.with(|r| r.clock.clone()));
    let words = Memo::new(move |_| {
        let now = tick.get();
        clock.with(|c| c.as_ref().map(|c| (status(c.standing(now)), row_words(c, now))))
    });
    let minute = clock::tick();
    let minute = Memo::new(move |_| minute.get().secs() / 15);
    let rail_status = Signal::derive(move || words.get().map_or(Status::Done, |(s, _)| s));
    let marks = Signal::derive(move || {
        minute.track();
        clock.with(|c| c.as_ref().map(|c| row_marks(c, clock::now())).unwrap_or_default())
    });
    move || {
        let has_clock = clock.with(Option::is_some);
        if !has_clock {
            return view! { <span class="mute">{say::console::no_clock()}</span> }.into_any();
        }
        view! {
            {move || words.get().map(|(shape, words)| st(shape, words))}
            <Rail status=rail_status marks=marks weight=Weight::Thin />
        }
        .into_any()
    }
}
