//! The staff's side (工作台): navigation, one page at a time, keyboard first.

pub mod acts;
pub mod amount;
pub mod approvals;
mod call_backs;
pub mod cockpit;
pub mod dispatch;
pub mod handbook;
mod home_search;
pub mod jobs;
pub mod list;
pub mod new_ticket;
mod new_ticket_model;
mod preview;
mod same_words;
pub mod shell;
mod split;
pub mod standards;
pub mod ticket;
pub mod visits;
pub mod voices;
pub mod worklist;
mod worklist_filters;
pub mod worklist_model;

use leptos::prelude::*;
use steward_core::accounts::role::Role;

use crate::accounts::{Side, StaffSignIn};
use crate::later::{Fetching, Later, fetch_all};
use crate::nav::{self, address::parts};
use crate::net::session;
use crate::refused::refused_notes;
use crate::shell::{LanguageSwitch, NotFound, OfflineBar};
use crate::ui::Heading;
use crate::ui::icon::{COMMON, CONSOLE};
use crate::words::say;

pub use shell::{Topbar, Work};

/// The pages that are not part of the start.
#[derive(Clone, Copy)]
pub struct Pages {
    /// One ticket.
    pub ticket: Later<()>,
    /// Writing down a ticket for somebody.
    pub new_ticket: Later<new_ticket::Creating>,
    /// An engineer's jobs.
    pub jobs: Later<()>,
    /// One job.
    pub job: Later<()>,
    /// Dispatching.
    pub dispatch: Later<()>,
    /// Return visits.
    pub visits: Later<()>,
    /// What waits for a supervisor.
    pub approvals: Later<()>,
    /// The cockpit.
    pub cockpit: Later<()>,
    /// The printed report.
    pub report: Later<()>,
    /// The alarm desk.
    pub alarms: Later<()>,
    /// What figures must reach.
    pub thresholds: Later<()>,
    /// The cockpit on a wall.
    pub wall: Later<()>,
    /// Milestones.
    pub milestones: Later<()>,
    /// Owners to follow up with, and voices that disagree.
    pub voices: Later<()>,
    /// Limits and calendars.
    pub standards: Later<()>,
    /// Surveys.
    pub surveys: Later<()>,
    /// The service handbook.
    pub handbook: Later<()>,
    /// Scripts and writing hints below the texts of a ticket.
    pub aids: Later<acts::Aid>,
    /// The customers' voice.
    pub customer_voice: Later<()>,
    /// What is known of homes.
    pub homes: Later<()>,
}

impl Pages {
    /// Those that have an address; what stands on other pages is fetched with them.
    const fn all(&self) -> [Later<()>; 18] {
        let Self { ticket, jobs, job, dispatch, visits, approvals, cockpit, report, .. } = *self;
        let Self { voices, alarms, thresholds, wall, milestones, standards, surveys, handbook, .. } = *self;
        let Self { customer_voice, homes, aids: _, new_ticket: _, .. } = *self;
        [
            ticket,
            jobs,
            job,
            dispatch,
            visits,
            approvals,
            cockpit,
            report,
            alarms,
            thresholds,
            wall,
            milestones,
            voices,
            standards,
            surveys,
            handbook,
            customer_voice,
            homes,
        ]
    }
}

/// The program that shows these pages: it says which of them it fetches later.
pub trait Bundle {
    /// Those pages.
    const PAGES: &'static Pages;
}

/// The pages that are fetched later, by name, for the program.
pub mod page {
    use leptos::prelude::*;

    pub use super::cockpit::alarms::page as alarms;
    pub use super::cockpit::milestones::page as milestones;
    pub use super::cockpit::page as cockpit;
    pub use super::cockpit::report::page as report;
    pub use super::cockpit::thresholds::page as thresholds;
    pub use super::cockpit::wall::page as wall;
    pub use super::handbook::aids;
    pub use super::new_ticket::form as new_ticket;
    pub use crate::owners::page as homes;
    pub use crate::surveys::coding::page as customer_voice;
    pub use crate::surveys::desk::page as surveys;

    /// One ticket.
    pub fn ticket((): ()) -> AnyView {
        view! { <super::ticket::Workbench /> }.into_any()
    }

    /// An engineer's jobs.
    pub fn jobs((): ()) -> AnyView {
        view! { <super::jobs::Jobs /> }.into_any()
    }

    /// One job.
    pub fn job((): ()) -> AnyView {
        view! { <super::jobs::Job /> }.into_any()
    }

    /// Dispatching.
    pub fn dispatch((): ()) -> AnyView {
        view! { <super::dispatch::Dispatch /> }.into_any()
    }

    /// Return visits.
    pub fn visits((): ()) -> AnyView {
        view! { <super::visits::Visits /> }.into_any()
    }

    /// What waits for a supervisor.
    pub fn approvals((): ()) -> AnyView {
        view! { <super::approvals::Approvals /> }.into_any()
    }

    /// Owners to follow up with, and voices that disagree.
    pub fn voices((): ()) -> AnyView {
        view! { <super::voices::Voices /> }.into_any()
    }

    /// Limits and calendars.
    pub fn standards((): ()) -> AnyView {
        view! { <super::standards::Standards /> }.into_any()
    }

    /// The service handbook.
    pub fn handbook((): ()) -> AnyView {
        view! { <super::handbook::HandbookPage /> }.into_any()
    }
}

/// Starts the console bundle.
pub fn start<B: Bundle>() {
    let side = Side {
        belongs: |role| role != Role::Owner,
        sign_in: || view! { <SignInPage /> }.into_any(),
        sign_in_again: || view! { <StaffSignIn /> }.into_any(),
        pages: || pages(B::PAGES),
        is_open: |_| false,
        open: || ().into_any(),
        stranger: say::accounts::not_staff,
        other: || ("/", say::accounts::go_owner()),
    };
    crate::shell::start(side, &[COMMON, CONSOLE]);
}

/// The page of somebody who is not signed in.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! {
        <main class="front" id="main">
            <div class="card pad stack">
                <div class="brand">
                    <span class="mark" aria-hidden="true">{say::common::mark()}</span>
                    <Heading words=say::accounts::staff_welcome() />
                </div>
                <StaffSignIn />
                <LanguageSwitch />
            </div>
        </main>
    }
}

/// The pages by their addresses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Route {
    Worklist,
    Ticket,
    Dispatch,
    Jobs,
    Job,
    Visits,
    Approvals,
    Voices,
    Cockpit,
    Report,
    Alarms,
    Thresholds,
    Wall,
    Milestones,
    Standards,
    Surveys,
    Handbook,
    CustomerVoice,
    Homes,
    Nowhere,
}

impl Route {
    fn of(path: &str) -> Self {
        match parts(path).as_slice() {
            ["console"] => Self::Worklist,
            ["console", "tickets", _] => Self::Ticket,
            ["console", "dispatch"] => Self::Dispatch,
            ["console", "jobs"] => Self::Jobs,
            ["console", "jobs", _] => Self::Job,
            ["console", "visits"] => Self::Visits,
            ["console", "approvals"] => Self::Approvals,
            ["console", "voices"] => Self::Voices,
            ["console", "cockpit"] => Self::Cockpit,
            ["console", "report"] => Self::Report,
            ["console", "alarms"] | ["console", "alarms", _] => Self::Alarms,
            ["console", "thresholds"] => Self::Thresholds,
            ["console", "wall"] => Self::Wall,
            ["console", "milestones"] => Self::Milestones,
            ["console", "standards"] | ["console", "standards", "exceptions" | "law"] => Self::Standards,
            ["console", "surveys", ..] => Self::Surveys,
            ["console", "handbook"] | ["console", "handbook", "versions" | "roll-out"] => Self::Handbook,
            ["console", "customer-voice"] => Self::CustomerVoice,
            ["console", "homes"] => Self::Homes,
            _ => Self::Nowhere,
        }
    }

    fn page(self, later: &Pages) -> AnyView {
        let (page, name): (_, fn() -> &'static str) = match self {
            Self::Worklist => return view! { <worklist::Worklist /> }.into_any(),
            Self::Nowhere => return view! { <NotFound start="/console" /> }.into_any(),
            Self::Ticket => (later.ticket, say::console::ticket),
            Self::Jobs => (later.jobs, say::console::jobs),
            Self::Job => (later.job, say::console::job),
            Self::Dispatch => (later.dispatch, say::console::dispatch),
            Self::Visits => (later.visits, say::console::visits),
            Self::Approvals => (later.approvals, say::console::approvals),
            Self::Voices => (later.voices, say::voices::page),
            Self::Cockpit => (later.cockpit, say::cockpit::page),
            Self::Report => (later.report, say::reports::page),
            Self::Alarms => (later.alarms, say::alarms::page),
            Self::Thresholds => (later.thresholds, say::thresholds::page),
            Self::Wall => (later.wall, say::cockpit::wall),
            Self::Milestones => (later.milestones, say::cockpit::milestones),
            Self::Standards => (later.standards, say::console::standards),
            Self::Surveys => (later.surveys, say::console::surveys),
            Self::Handbook => (later.handbook, say::handbook::page),
            Self::CustomerVoice => (later.customer_voice, say::console::customer_voice),
            Self::Homes => (later.homes, say::console::homes),
        };
        page.page((), later.all(), "/console", name)
    }
}

/// What stands around every page, and the page of the address.
fn pages(later: &'static Pages) -> AnyView {
    provide_context(later.aids);
    provide_context(later.new_ticket);
    provide_context(shell::HandbookWaits::new());
    let path = nav::path();
    // A page stays while only its ticket changes: it follows the address itself.
    let route = Memo::new(move |_| path.with(|path| Route::of(path)));
    let page = move || route.get().page(later);
    // An engineer's pages are made for the phone.
    let is_engineer = session::me_untracked().is_some_and(|me| me.role == Role::Engineer);
    let tickets = if is_engineer { "/console/jobs/" } else { "/console/tickets/" };
    provide_context(Next(if is_engineer { later.job.fetch } else { later.ticket.fetch }));
    // A wall is read from across the room: nothing stands around it.
    let alone = Memo::new(move |_| route.get() == Route::Wall);
    let shown = move || {
        if alone.get() {
            return page().into_any();
        }
        view! {
            <a class="skip" href="#main" rel="external">{say::common::skip()}</a>
            <div class="console">
                <shell::Side />
                <div class="stage">
                    <OfflineBar />
                    {refused_notes(|_| true, tickets)}
                    {page}
                </div>
            </div>
        }
        .into_any()
    };
    view! { {shown} }.into_any()
}

/// The page that is opened next from a list: its code is fetched once the list is there.
#[derive(Clone, Copy)]
pub(crate) struct Next(fn() -> Fetching);

impl Next {
    /// Fetches it, if it is not there yet.
    pub(crate) fn fetch(self) {
        fetch_all(vec![self.0]);
    }
}
