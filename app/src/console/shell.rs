//! What stands around the console's pages: the side navigation, the bar above the page, and the page itself.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::accounts::role::Role;
use steward_core::cockpit::milestone;
use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::api::AWAITED;
use steward_core::tickets::api::{COUNTS, CountQuery, View, ViewCount};

use super::amount::Amount;
use crate::nav;
use crate::net::live::{self, Stream};
use crate::net::{call, session};
use crate::shell::{LanguageSwitch, ThemeSwitch};
use crate::ui::button::Button;
use crate::ui::{Heading, Icon, Loading, Look, Status, icon, icon_button, load, st, toast};
use crate::words::{label, problem, say};

/// An entry of the navigation.
struct Entry {
    href: &'static str,
    symbol: Icon,
    words: fn() -> &'static str,
    /// Whose count stands beside it.
    count: Option<View>,
    /// Who has it.
    who: fn(Role) -> bool,
}

const WORK: &[Entry] = &[
    Entry {
        href: "/console",
        symbol: Icon::List,
        words: say::console::worklist,
        count: Some(View::Due),
        who: any,
    },
    Entry {
        href: "/console/jobs",
        symbol: Icon::Wrench,
        words: say::console::jobs,
        count: Some(View::Mine),
        who: engineer,
    },
    Entry {
        href: "/console/dispatch",
        symbol: Icon::Route,
        words: say::console::dispatch,
        count: Some(View::Pool),
        who: desk,
    },
    Entry {
        href: "/console/visits",
        symbol: Icon::Phone,
        words: say::console::visits,
        count: Some(View::Visits),
        who: desk,
    },
];

/// Where the handbook is read.
const HANDBOOK: &str = "/console/handbook";

/// Whether a version of the handbook waits for the viewer to read it: a mark beside its entry.
#[derive(Clone, Copy)]
pub struct HandbookWaits(RwSignal<bool>);

impl HandbookWaits {
    /// Nothing waits, as far as is known.
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Asks the server. Who does not read the handbook is not asked for anything.
    pub fn ask(self) {
        if session::me_untracked().is_some_and(|me| handbook(me.role)) {
            spawn_local(async move {
                if let Ok(awaited) = call(&AWAITED, &[], &Nothing {}).await {
                    self.0.try_set(awaited.version.is_some());
                }
            });
        }
    }
}

impl Default for HandbookWaits {
    fn default() -> Self {
        Self::new()
    }
}

const MANAGE: &[Entry] = &[
    Entry { href: HANDBOOK, symbol: Icon::Book, words: say::handbook::page, count: None, who: handbook },
    Entry {
        href: "/console/approvals",
        symbol: Icon::Check,
        words: say::console::approvals,
        count: Some(View::Approvals),
        who: supervisor,
    },
    Entry {
        href: "/console/voices",
        symbol: Icon::Chat,
        words: say::voices::page,
        count: Some(View::FollowUps),
        who: supervisor,
    },
    Entry {
        href: "/console/cockpit",
        symbol: Icon::Gauge,
        words: say::cockpit::page,
        count: None,
        who: cockpit,
    },
    Entry { href: "/console/alarms", symbol: Icon::Bell, words: say::alarms::page, count: None, who: alarms },
    Entry {
        href: "/console/thresholds",
        symbol: Icon::Flag,
        words: say::thresholds::page,
        count: None,
        who: thresholds,
    },
    Entry {
        href: "/console/milestones",
        symbol: Icon::Clock,
        words: say::cockpit::milestones,
        count: None,
        who: milestone::reads,
    },
    Entry {
        href: "/console/standards",
        symbol: Icon::Calendar,
        words: say::console::standards,
        count: None,
        who: standards,
    },
    Entry {
        href: "/console/surveys",
        symbol: Icon::Chat,
        words: say::console::surveys,
        count: None,
        who: surveys,
    },
    Entry {
        href: "/console/customer-voice",
        symbol: Icon::Book,
        words: say::console::customer_voice,
        count: None,
        who: any,
    },
    Entry { href: "/console/homes", symbol: Icon::Home, words: say::console::homes, count: None, who: homes },
];

fn any(role: Role) -> bool {
    role != Role::Owner
}

/// Who has figures: the row "Cockpit" of the permission matrix.
fn thresholds(role: Role) -> bool {
    let may = |action| reach(role, action, Object::AlertThreshold).is_some();
    may(Action::Read) || may(Action::Propose)
}

fn alarms(role: Role) -> bool {
    reach(role, Action::Read, Object::Cockpit).is_some_and(|reach| reach != Reach::Own)
}

fn cockpit(role: Role) -> bool {
    let may = |action| reach(role, action, Object::Cockpit).is_some();
    may(Action::Read) || may(Action::ReadTotals)
}

fn standards(role: Role) -> bool {
    // Who carries the limits out looks them up on the ticket itself.
    role != Role::Engineer && reach(role, Action::Read, Object::SlaPolicy).is_some()
}

/// Who reads the handbook: staff in the row "Knowledge base and handbook" of the permission matrix.
fn handbook(role: Role) -> bool {
    role != Role::Owner && reach(role, Action::Read, Object::Knowledge).is_some()
}

fn engineer(role: Role) -> bool {
    role == Role::Engineer
}

fn desk(role: Role) -> bool {
    matches!(role, Role::Agent | Role::Supervisor | Role::ProjectManager | Role::HqManagement)
}

/// Who reads surveys: the row "Survey" of the permission matrix.
fn surveys(role: Role) -> bool {
    let reads = |action| reach(role, action, Object::Survey).is_some();
    reads(Action::Read) || reads(Action::ReadTotals)
}

/// Who reads what is known of homes that are not their own.
fn homes(role: Role) -> bool {
    matches!(reach(role, Action::Read, Object::OwnerProfile), Some(Reach::Project | Reach::Group))
}

fn supervisor(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::ProjectManager | Role::HqManagement)
}

/// The navigation: beside the page on a wide screen, behind a button on a narrow one.
#[component]
pub fn Side() -> impl IntoView {
    let refreshes = live::refreshes();
    let counts = load(move || {
        refreshes.track();
        call(&COUNTS, &[], &CountQuery::default())
    });
    live::listen(move |_| counts.refetch());
    if let Some(waits) = use_context::<HandbookWaits>() {
        let again = live::refreshes();
        Effect::new(move |_| {
            again.track();
            waits.ask();
        });
    }
    let sheet = NodeRef::<html::Dialog>::new();
    provide_context(Sheet(sheet));
    let path = nav::path();
    Effect::new(move |_| {
        path.track();
        if let Some(sheet) = sheet.get_untracked() {
            sheet.close();
        }
    });
    view! {
        <nav class="side" aria-label=say::common::main_nav()>{entries(counts)}</nav>
        <dialog class="sheet" node_ref=sheet aria-label=say::common::menu()>
            <form method="dialog" class="line">
                <button class="btn icon quiet" aria-label=say::common::close()>{icon(Icon::Cross)}</button>
            </form>
            <nav class="side" aria-label=say::common::main_nav()>{entries(counts)}</nav>
        </dialog>
    }
}

/// The navigation of narrow screens, so that the bar's button can open it.
#[derive(Clone, Copy)]
struct Sheet(NodeRef<html::Dialog>);

fn entries(counts: Loading<Vec<ViewCount>>) -> AnyView {
    let me = session::me_untracked();
    let role = me.as_ref().map(|m| m.role);
    let group = me.as_ref().map(|m| m.group.clone()).unwrap_or_default();
    let waits = use_context::<HandbookWaits>();
    let part = move |all: &'static [Entry]| -> Vec<AnyView> {
        all.iter().filter(|e| role.is_some_and(e.who)).map(|e| entry(e, counts, waits)).collect()
    };
    let projects = me.as_ref().map(|m| m.projects.as_slice()).unwrap_or_default();
    let place = match projects {
        [only] => only.name.clone(),
        _ => group.clone(),
    };
    let name = me.as_ref().map(|m| m.name.clone()).unwrap_or_default();
    let first: String = name.chars().take(1).collect();
    let leave = Callback::new(|()| {
        spawn_local(async {
            if let Err(failure) = session::sign_out().await {
                toast::warn(problem::failure(&failure));
            }
        });
    });
    view! {
        <div class="brand">
            <span class="mark" aria-hidden="true">{say::common::mark()}</span>
            <span>{say::common::brand()}<small>{group}</small></span>
        </div>
        <h2>{say::console::work()}</h2>
        {part(WORK)}
        <h2>{say::console::manage()}</h2>
        {part(MANAGE)}
        <details class="me">
            <summary>
                <span class="avatar" aria-hidden="true">{first}</span>
                <span><b>{name}</b><br /><span class="mute xs">{role.map(label::role)} " · " {place}</span></span>
            </summary>
            <div class="stack t">
                <LanguageSwitch />
                <ThemeSwitch />
                <Button look=Look::Small on_press=leave>{say::accounts::sign_out()}</Button>
            </div>
        </details>
    }
    .into_any()
}

fn entry(entry: &'static Entry, counts: Loading<Vec<ViewCount>>, waits: Option<HandbookWaits>) -> AnyView {
    let path = nav::path();
    let href = entry.href;
    let here = move || {
        let path = path.read();
        let inside = href != "/console" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'));
        let ticket = href == "/console" && path.starts_with("/console/tickets/");
        (*path == href || inside || ticket).then_some("page")
    };
    let count = move || {
        let view = entry.count?;
        let of = |all: &Vec<ViewCount>| Amount::of_view(all, view);
        counts.with(|c| c.as_ref()?.as_ref().ok().and_then(of)).filter(|n| n.n > 0)
    };
    let mark = move || {
        let waits = waits.filter(|_| href == HANDBOOK)?;
        waits.0.get().then(say::handbook::to_read)
    };
    view! {
        <a href=href aria-current=here>
            {icon(entry.symbol)}
            {(entry.words)()}
            {move || count().map(|n| view! { <span class="count">{n.words()}</span> })}
            {move || mark().map(|words| view! { <span class="count">{words}</span> })}
        </a>
    }
    .into_any()
}

/// The bar above a page: the `<h1>`, what stands beside it, and the page's actions at the end.
#[component]
pub fn Topbar(
    /// The page's name.
    #[prop(into)]
    words: Signal<String>,
    /// What stands beside the name: a search, a way back.
    #[prop(optional, into)]
    beside: ViewFn,
    /// The actions.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let sheet = use_context::<Sheet>();
    let open = move || {
        if let Some(sheet) = sheet.and_then(|s| s.0.get_untracked()) {
            let _ = sheet.show_modal();
        }
    };
    let stream = live::stream();
    let mark = move || match stream.get() {
        Stream::Live => st(Status::On, say::common::live()).into_any(),
        Stream::Polling => st(Status::Done, say::common::polling()).into_any(),
    };
    view! {
        <header class="topbar">
            <span class="narrow">{icon_button(Icon::Menu, say::common::menu(), open)}</span>
            <Heading words=words />
            {beside.run()}
            <div class="end"><span class="sm wide-only">{mark}</span>{children.map(|children| children())}</div>
        </header>
    }
}

/// The page below the bar.
#[component]
pub fn Work(
    /// Its contents.
    children: Children,
) -> impl IntoView {
    view! { <main class="work" id="main" tabindex="-1">{children()}</main> }
}
