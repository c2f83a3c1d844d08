//! The cockpit on a wall (大屏): for a screen that is read from across the room. No navigation, large type, dark unless
//! the address says `theme=light`; it keeps itself current and says so when it is not.
//!
//! Nothing on it is about a person: a ticket is its project, building and category, never its words or its door.

mod model;
mod projects;
mod screen;
mod side;

use leptos::prelude::*;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::cockpit::alarm::api::{ALARMS, AlarmRow, AlarmsQuery};
use steward_core::cockpit::figures::{COCKPIT, Cockpit, CockpitQuery};
use steward_core::cockpit::trends::{TRENDS, Trends};
use steward_core::endpoint::Page as Rows;
use steward_core::tickets::api::{LIST, ListQuery, TicketRow, View};

use self::model::Current;
use self::projects::Turning;
use crate::net::{Failure, call, clock, online, session};
use crate::ui::{Heading, Icon, Loading, Status, empty, failed, load, skeleton, st};
use crate::words::{say, time};

/// The most urgent tickets that are listed.
const TICKETS: u32 = 6;

/// Something that is read again and again: the last that was read stays, whatever became of reading it since.
struct Kept<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    failure: RwSignal<Option<Failure>>,
}

impl<T: Send + Sync + 'static> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Kept<T> {}

impl<T: Clone + Send + Sync + 'static> Kept<T> {
    fn of(loading: Loading<T>) -> Self {
        let kept = Self { value: RwSignal::new(None), failure: RwSignal::new(None) };
        Effect::new(move |_| match loading.get() {
            Some(Ok(value)) => {
                kept.failure.set(None);
                kept.value.set(Some(value));
            }
            Some(Err(failure)) => kept.failure.set(Some(failure)),
            None => {}
        });
        kept
    }
}

/// What the wall has.
#[derive(Clone, Copy)]
struct Wall {
    asked: Memo<CockpitQuery>,
    /// The question and its answer: another address shows nothing of the one before.
    cockpit: Kept<(CockpitQuery, Cockpit)>,
    trends: Kept<Trends>,
    risk: Kept<Rows<TicketRow>>,
    alarms: Kept<Vec<AlarmRow>>,
    again: Callback<()>,
}

impl Wall {
    fn load() -> Self {
        let asked = super::asked();
        let fresh = super::fresh();
        // Whose cockpit is their own work has their own tickets on the wall too.
        let own = session::me_untracked()
            .is_some_and(|me| reach(me.role, Action::Read, Object::Cockpit) == Some(Reach::Own));
        let now = move || {
            fresh();
            asked.get()
        };
        let (of_cockpit, of_trends, of_alarms, of_risk) = (now.clone(), now.clone(), now.clone(), now);
        let cockpit = load(move || {
            let query = of_cockpit();
            let answer = call(&COCKPIT, &[], &query);
            async move { answer.await.map(|cockpit| (query, cockpit)) }
        });
        Self {
            asked,
            cockpit: Kept::of(cockpit),
            trends: Kept::of(load(move || call(&TRENDS, &[], &of_trends()))),
            risk: Kept::of(load(move || {
                let asked = of_risk();
                let query = ListQuery {
                    view: Some(View::Due),
                    project: asked.project,
                    region: asked.region,
                    at_risk: Some(true),
                    own: own.then_some(true),
                    limit: Some(TICKETS),
                    ..ListQuery::default()
                };
                call(&LIST, &[], &query)
            })),
            alarms: Kept::of(load(move || {
                of_alarms();
                call(&ALARMS, &[], &AlarmsQuery { open: Some(true), ..AlarmsQuery::default() })
            })),
            again: Callback::new(move |()| cockpit.refetch()),
        }
    }

    /// The figures of what the address asks for, if they are there.
    fn figures(self) -> Option<Cockpit> {
        let asked = self.asked.get();
        self.cockpit.value.with(|kept| kept.as_ref().filter(|(of, _)| *of == asked).map(|(_, c)| c.clone()))
    }

    fn as_of(self) -> Option<steward_core::time::Instant> {
        self.cockpit.value.with(|kept| kept.as_ref().map(|(_, cockpit)| cockpit.as_of))
    }

    /// What the wall is of: the group, the region or the project.
    fn place(self) -> String {
        let asked = self.asked.get();
        let line = self.cockpit.value.with(|kept| kept.as_ref().and_then(|(_, c)| c.lines.first().cloned()));
        match (line, asked.project, asked.region) {
            (Some(line), Some(_), _) => line.name,
            (Some(line), None, Some(_)) => line.region_name,
            _ => session::me_untracked().map(|me| me.group).unwrap_or_default(),
        }
    }
}

/// The page of the address.
pub fn page((): ()) -> AnyView {
    let wall = Wall::load();
    let count = Memo::new(move |_| wall.figures().map_or(0, |cockpit| cockpit.lines.len()));
    let turning = Turning::start(count);
    screen::theme();
    screen::keys(wall.asked, turning);
    let is_there = Memo::new(move |_| wall.figures().is_some_and(|cockpit| !cockpit.lines.is_empty()));
    let body = move || {
        if is_there.get() {
            return view! {
                <div class="wl-main">{projects::board(wall, turning)}{projects::tiles(wall)}</div>
                <div class="wl-side">{side::risk(wall)}{side::alarms(wall)}</div>
            }
            .into_any();
        }
        match (wall.figures(), wall.cockpit.failure.get()) {
            (Some(_), _) => {
                empty(Icon::Gauge, say::cockpit::no_project(), say::cockpit::no_project_note()).into_any()
            }
            (None, Some(failure)) => failed(&failure, wall.again),
            (None, None) => skeleton(10).into_any(),
        }
    };
    view! {
        <main class="wall" id="main">
            {head(wall)}
            {body}
            {screen::foot(wall.asked, turning)}
        </main>
    }
    .into_any()
}

/// The way from the cockpit to the wall of the same projects.
pub(super) fn link(asked: Memo<CockpitQuery>) -> AnyView {
    view! { <a class="btn" href=move || asked.with(|asked| super::address_on(screen::PAGE, asked))>{say::cockpit::wall()}</a> }
        .into_any()
}

/// The place, how current it is, and the time.
fn head(wall: Wall) -> AnyView {
    let place = Signal::derive(move || say::wall::of(&wall.place()));
    let (is_online, ended, tick) = (online::online(), session::has_ended(), clock::tick());
    let current = Memo::new(move |_| model::current(wall.as_of(), tick.get(), is_online.get(), ended.get()));
    let mark = move || match current.get() {
        Current::Reading => st(Status::Done, say::common::loading()).into_any(),
        Current::Live => st(Status::On, say::common::live()).into_any(),
        Current::Stale => st(Status::Soon, say::wall::stale()).into_any(),
        Current::Cut => st(Status::Over, say::wall::cut()).into_any(),
        Current::SignedOut => st(Status::Over, say::wall::signed_out()).into_any(),
    };
    let as_of = move || {
        wall.as_of().map(|at| {
            let at = time::short(at, clock::now());
            view! { <span class="mute">{say::console::as_of(&at)}</span> }
        })
    };
    let days = move || {
        let kept = wall.cockpit.value.get().map(|(_, cockpit)| cockpit.period);
        kept.map(|period| {
            let now = clock::now();
            let [first, last] = [period.first, period.last].map(|day| time::calendar_day(day, now));
            view! { <span class="mute">{say::cockpit::days_of(&first, &last)}</span> }
        })
    };
    let hour = clock::ticking(time::clock);
    let date = clock::ticking(|now| time::date_weekday(now, now));
    view! {
        <header class="wl-head">
            <div><Heading words=place />{days}</div>
            <p class="wl-now"><span role="status">{mark}</span>{as_of}</p>
            <p class="wl-clock"><b>{hour}</b><span class="mute">{date}</span></p>
        </header>
    }
    .into_any()
}
