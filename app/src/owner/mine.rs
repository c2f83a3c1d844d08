//! What an owner's pages share: the list of tickets, the ticket that is open, and the home in front.
//!
//! It is loaded once and follows the live stream, so going from page to page shows what is known at once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::api::HomeCard;
use steward_core::endpoint::Nothing;
use steward_core::ids::{HouseholdId, ProjectId};
use steward_core::sla::api::RULES;
use steward_core::sla::policy::Rules;
use steward_core::tickets::api::{LIST, ListQuery, READ, TicketPage};

use super::live_model::{hear, newer};
use super::rows_model::Rows;
use crate::device;
use crate::net::{Failure, call, live, session};
use crate::ui::toast;
use crate::words::problem;

const HOME_KEY: &str = "steward.home";
/// Rows of one page of the list.
const PAGE: u32 = 50;

/// The shared state; a handle that is copied freely.
#[derive(Clone, Copy)]
pub struct Mine {
    /// The tickets.
    pub(super) rows: RwSignal<Rows>,
    /// Why the tickets could not be read.
    pub(super) failure: RwSignal<Option<Failure>>,
    /// The ticket that is open, or was last.
    pub(super) page: RwSignal<Option<TicketPage>>,
    /// Beats when the list is to be read again.
    again: Trigger,
    home: RwSignal<Option<HouseholdId>>,
    rules: RwSignal<Option<(ProjectId, Rules)>>,
}

impl Mine {
    /// Loads the list and follows the stream, under the reactive owner of now.
    pub(super) fn new() -> Self {
        let mine = Self {
            rows: RwSignal::new(Rows::default()),
            failure: RwSignal::new(None),
            page: RwSignal::new(None),
            again: Trigger::new(),
            home: RwSignal::new(device::kept(HOME_KEY)),
            rules: RwSignal::new(None),
        };
        mine.follow_list();
        live::listen(move |heard| mine.rows.update(|rows| rows.hear(&heard.head.row)));
        mine
    }

    fn follow_list(self) {
        let refreshes = live::refreshes();
        let first = LocalResource::new(move || {
            refreshes.track();
            self.again.track();
            call(&LIST, &[], &ListQuery { limit: Some(PAGE), ..ListQuery::default() })
        });
        Effect::new(move |_| match first.get() {
            None => {}
            Some(Ok(page)) => {
                self.failure.set(None);
                self.rows.update(|rows| rows.first_page(page));
            }
            Some(Err(failure)) => self.failure.set(Some(failure)),
        });
    }

    /// Reads the list again.
    pub(super) fn reload(self) {
        self.again.notify();
    }

    /// Reads the next page of the list.
    pub(super) fn more(self, pending: RwSignal<bool>) {
        let Some(after) = self.rows.with_untracked(|r| r.next.clone()) else { return };
        if pending.get_untracked() {
            return;
        }
        pending.set(true);
        spawn_local(async move {
            let query = ListQuery { after: Some(after), limit: Some(PAGE), ..ListQuery::default() };
            match call(&LIST, &[], &query).await {
                Ok(page) => self.rows.update(|rows| rows.next_page(page)),
                Err(failure) => toast::warn(problem::failure(&failure)),
            }
            pending.set(false);
        });
    }

    /// Follows the stream with the ticket that is open, under the reactive owner of now.
    pub(super) fn follow_page(self) {
        live::listen(move |heard| {
            let ticket = &heard.head.ticket;
            let is_open = |page: &Option<TicketPage>| page.as_ref().is_some_and(|p| p.ticket.id == *ticket);
            if !self.page.with_untracked(is_open) {
                return;
            }
            let mut is_whole = false;
            if let Some(message) = heard.whole() {
                self.page.update(|page| is_whole = page.as_mut().is_none_or(|page| hear(page, &message)));
            }
            if !is_whole {
                self.read_again(ticket.to_string());
            }
        });
    }

    /// An answer with a newer page of the ticket that is open.
    pub(super) fn show(self, page: TicketPage) {
        if self.page.with_untracked(|old| newer(old.as_ref(), &page)) {
            self.page.set(Some(page));
        }
    }

    /// Reads a ticket again in the background; what is shown stays until the answer comes.
    pub(super) fn read_again(self, ticket: String) {
        spawn_local(async move {
            if let Ok(page) = call(&READ, &[&ticket], &Nothing {}).await
                && self
                    .page
                    .try_with_untracked(|open| open.as_ref().is_some_and(|p| p.ticket.id == page.ticket.id))
                    == Some(true)
            {
                self.show(page);
            }
        });
    }

    /// The home in front: the one chosen here last, else the one used last.
    pub(super) fn home(self) -> Option<HomeCard> {
        let homes = session::me()?.homes;
        let chosen = self.home.get();
        let is_chosen = |home: &&HomeCard| chosen.as_ref() == Some(&home.household);
        homes.iter().find(is_chosen).or(homes.first()).cloned()
    }

    /// Puts a home in front.
    pub(super) fn choose_home(self, home: &HouseholdId) {
        device::keep(HOME_KEY, home);
        self.home.set(Some(home.clone()));
    }

    /// The rules of the project of the home in front, once they are known; asks for them until they are.
    ///
    /// Without rules the page makes no promise; submitting works all the same.
    pub(super) fn rules(self) -> Memo<Option<Rules>> {
        let refreshes = live::refreshes();
        Effect::new(move |_| {
            refreshes.track();
            let Some(HomeCard { project, .. }) = self.home() else { return };
            if self.rules.with_untracked(|r| r.as_ref().is_some_and(|(of, _)| *of == project)) {
                return;
            }
            let asked = call(&RULES, &[project.as_str()], &Nothing {});
            spawn_local(async move {
                if let Ok(rules) = asked.await {
                    self.rules.set(Some((project, rules)));
                }
            });
        });
        Memo::new(move |_| {
            let project = self.home()?.project;
            self.rules.with(|r| r.as_ref().filter(|(of, _)| *of == project).map(|(_, rules)| rules.clone()))
        })
    }
}
