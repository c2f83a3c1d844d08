//! The overview (总览): totals, then clocks, projects and states. Every number opens its tickets and says how it was
//! counted.

use leptos::prelude::*;
use steward_core::cockpit::api::{ClockTally, OVERVIEW, Overview, OverviewQuery, Tally};
use steward_core::cockpit::complaints::ComplaintFigure;
use steward_core::ids::ProjectId;
use steward_core::sla::policy::ClockKind;
use steward_core::sla::state::State as Standing;
use steward_core::time::Instant;

use super::list::gathered;
use super::overview_channels::channels;
use super::overview_model::{self as model, Number, PERIODS};
use super::overview_projects::{by_project_and_clock, projects, states};
use super::overview_table::{number, table, unseen, words};
use super::{Topbar, Work};
use crate::nav;
use crate::net::{call, clock, live};
use crate::ui::{Choice, Icon, Segments, Status, empty, icon_small, load, loaded, rag, skeleton};
use crate::words::{label, say, time};

/// What the page shows: one project or all, and since when.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) project: Option<ProjectId>,
    pub(super) days: Option<u32>,
    pub(super) as_of: Instant,
    /// Only the viewer's own tickets are counted.
    pub(super) own: bool,
}

impl Scope {
    pub(super) fn href(&self, number: Number, project: Option<&ProjectId>) -> String {
        model::tickets(number, project.or(self.project.as_ref()), self.days, self.own)
    }

    /// A number that opens its tickets; a nought opens nothing.
    pub(super) fn link(&self, n: u64, number: Number, project: Option<&ProjectId>) -> AnyView {
        if n == 0 {
            return view! { <span class="mute">"0"</span> }.into_any();
        }
        view! { <a href=self.href(number, project)>{n}</a> }.into_any()
    }
}

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let address = nav::query();
    let query = Memo::new(move |_| {
        address.with(|q| {
            let days = q.get("days").and_then(|d| d.parse().ok()).filter(|d| *d > 0);
            let asked = OverviewQuery { project: q.get("project").and_then(|p| p.parse().ok()), days };
            OverviewQuery { days: Some(asked.counted_days()), ..asked }
        })
    });
    let refreshes = live::refreshes();
    let changes = gathered();
    let overview = load(move || {
        refreshes.track();
        changes.track();
        let asked = query.get();
        let answer = call(&OVERVIEW, &[], &asked);
        async move { answer.await.map(|overview| (asked, overview)) }
    });
    let period = RwSignal::new(Some(query.get_untracked().days));
    Effect::new(move |_| period.set(Some(query.get().days)));
    let pick = Callback::new(move |()| {
        let now = query.get_untracked();
        let days = period.get_untracked().flatten().map(|d| d.to_string());
        let project = now.project.as_ref().map(ToString::to_string);
        let parts: Vec<String> = [("days=", days), ("project=", project)]
            .into_iter()
            .filter_map(|(name, value)| value.map(|v| [name, &v].concat()))
            .collect();
        let to = ["/console/overview?", &parts.join("&")].concat();
        nav::alter(to.trim_end_matches('?'));
    });
    let choices: Vec<Choice<Option<u32>>> =
        PERIODS.iter().map(|days| Choice::new(Some(*days), say::desk::last_days(days))).collect();
    let shown = |(asked, overview): (OverviewQuery, Overview)| page(&asked, &overview);
    view! {
        <Topbar words=say::console::overview() />
        <Work>
            <div class="stack ov">
                <div class="line between">
                    <Segments label=say::desk::period() value=period choices=choices on_pick=pick />
                    {move || overview.with(|o| o.as_ref()?.as_ref().ok().map(|(_, o)| {
                        let at = time::day_time(o.as_of, clock::now());
                        view! { <span class="sm mute">{say::console::as_of(&at)}</span> }
                    }))}
                </div>
                {loaded(overview, || skeleton(12).into_any(), shown)}
            </div>
        </Work>
    }
}

fn page(asked: &OverviewQuery, overview: &Overview) -> AnyView {
    let (project, days) = (asked.project.clone(), asked.days);
    let scope = Scope { project, days, as_of: overview.as_of, own: overview.own };
    let total = model::total(overview);
    if total.total() == 0 {
        return empty(Icon::Gauge, say::desk::overview_empty(), say::console::overview_empty_note())
            .into_any();
    }
    let many = overview.projects.len() > 1;
    let chosen = asked.project.is_some().then(|| {
        let name = overview.projects.first().map(|p| p.name.clone()).unwrap_or_default();
        let all = match asked.days {
            Some(days) => ["/console/overview?days=", &days.to_string()].concat(),
            None => "/console/overview".to_owned(),
        };
        view! {
            <p class="line"><b>{name}</b><a class="sm" href=all>{say::console::all_projects()}</a></p>
        }
    });
    view! {
        {chosen}
        {tiles(&scope, &total)}
        {clocks(&scope, &total)}
        {channels(&total)}
        {many.then(|| projects(&scope, overview, &total))}
        {many.then(|| by_project_and_clock(&scope, overview, &total))}
        {states(&scope, overview, &total)}
    }
    .into_any()
}

/// A tile: what it is, the number, what stands behind it, and why.
fn tile(name: &'static str, number: AnyView, base: String, why: String) -> AnyView {
    view! {
        <div class="card tile">
            <span class="name">{name}</span>
            <span class="fig"><b>{number}</b></span>
            <span class="base"><span>{base}</span></span>
            {why_is(why)}
        </div>
    }
    .into_any()
}

pub(super) fn why_is(words: String) -> AnyView {
    view! {
        <details class="why">
            <summary>{say::console::why_number()}{icon_small(Icon::Down)}</summary>
            <p class="xs mute">{words}</p>
        </details>
    }
    .into_any()
}

fn tiles(scope: &Scope, total: &Tally) -> AnyView {
    let at = time::date_time(scope.as_of, clock::now());
    let (praise, rated) = total.praise();
    let of_all = || say::console::n_is(&total.total());
    let praised = match rated {
        0 => view! { <span class="mute">{say::desk::no_data()}</span> }.into_any(),
        n => view! { <a href=scope.href(Number::Stars(4), None)>{model::percent(praise, n)}</a> }.into_any(),
    };
    let mean = match model::mean(total) {
        None => view! { <span class="mute">{say::desk::no_data()}</span> }.into_any(),
        Some(mean) => view! { <a href=scope.href(Number::Completed, None)>{time::span(mean)}</a> }.into_any(),
    };
    let marked = |n: u64, status: Status, number: Number| match n {
        0 => scope.link(0, number, None),
        n => view! { <a href=scope.href(number, None)>{rag(status, n)}</a> }.into_any(),
    };
    let all = [
        tile(
            say::desk::tickets_total(),
            scope.link(total.total(), Number::All, None),
            period_words(scope.days),
            say::console::why_total(&at),
        ),
        tile(
            say::console::open(),
            scope.link(total.open(), Number::Open, None),
            of_all(),
            say::console::why_open(&at),
        ),
        tile(
            say::console::due_soon(),
            marked(total.due_soon, Status::Soon, Number::DueSoon),
            say::console::n_open(&total.open()),
            say::console::why_due_soon(&at),
        ),
        tile(
            say::console::overdue(),
            marked(total.overdue, Status::Over, Number::Overdue),
            say::console::n_open(&total.open()),
            say::console::why_overdue(&at),
        ),
        tile(
            say::desk::praise(),
            praised,
            say::console::n_is(&rated),
            say::console::why_praise(&at, &rated, &praise),
        ),
        tile(
            say::desk::mean_processing(),
            mean,
            say::console::n_is(&total.completed),
            say::console::why_mean(&at, &total.completed),
        ),
        complaint_tile(
            scope,
            say::desk::repeat_rate(),
            (total.complaints.repeat_rate(), ComplaintFigure::Repeated),
            |part, whole| say::desk::why_repeat(&at, whole, part),
        ),
        complaint_tile(
            scope,
            say::desk::resolution_rate(),
            (total.complaints.resolution_rate(), ComplaintFigure::Solved),
            |part, whole| say::desk::why_resolution(&at, whole, part),
        ),
    ];
    view! { <section class="tiles" aria-label=say::desk::total()>{all.into_iter().collect::<Vec<_>>()}</section> }
        .into_any()
}

/// A rate of complaints (R20, R21), which opens those that it counts.
fn complaint_tile(
    scope: &Scope,
    name: &'static str,
    (rate, figure): (Option<(u64, u64)>, ComplaintFigure),
    why: impl Fn(&u64, &u64) -> String,
) -> AnyView {
    let (part, whole) = rate.unwrap_or_default();
    let number = match rate {
        None => view! { <span class="mute">{say::desk::no_data()}</span> }.into_any(),
        Some((0, _)) => view! { <span>{model::percent(part, whole)}</span> }.into_any(),
        Some(_) => {
            let href = scope.href(Number::Complaints(figure), None);
            view! { <a href=href>{model::percent(part, whole)}</a> }.into_any()
        }
    };
    tile(name, number, say::console::n_is(&whole), why(&part, &whole))
}

fn period_words(days: Option<u32>) -> String {
    days.map(|d| say::desk::last_days(&d)).unwrap_or_default()
}

/// Each kind of clock: attainment, and the counts it is made of as a bar and as numbers.
fn clocks(scope: &Scope, total: &Tally) -> AnyView {
    let at = time::date_time(scope.as_of, clock::now());
    let row = |c: &ClockTally| {
        let n = model::decided(c);
        let attained = match c.attainment() {
            None => view! { <span class="mute">{say::desk::no_data()}</span> }.into_any(),
            Some((met, n)) => view! { <b>{model::percent(met, n)}</b> }.into_any(),
        };
        let link = |n, standing| scope.link(n, Number::Clock(c.kind, standing), None);
        let bar = (n > 0).then(|| {
            view! {
                <span class="bar met-bar" aria-hidden="true">
                    <i class="met" style:--v=model::width(c.met, n)></i>
                    <i class="late" style:--v=model::width(c.met_late, n)></i>
                    <i class="open" style:--v=model::width(c.overdue, n)></i>
                </span>
            }
        });
        let calendar = if c.kind == ClockKind::External {
            say::console::calendar_import()
        } else {
            say::console::calendar()
        };
        let why = [say::desk::formula(&n, &at).as_str(), " ", calendar].concat();
        view! {
            <tr>
                <th scope="row">{label::clock(c.kind)}</th>
                <td class="n">{attained}</td>
                <td class="barcell">{bar}</td>
                <td class="n">{link(c.met, Standing::Met)}</td>
                <td class="n">{link(c.met_late, Standing::MetLate)}</td>
                <td class="n">{link(c.overdue, Standing::Breached)}</td>
                <td class="n">{scope.link(n, Number::Decided(c.kind, true), None)}</td>
                <td class="n">{scope.link(c.running, Number::Decided(c.kind, false), None)}</td>
                <td class="whycell">{why_is(why)}</td>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = total.clocks.iter().map(row).collect();
    let heads = vec![
        words(say::console::clock()),
        number(say::desk::attainment()),
        unseen(say::console::bar()),
        number(say::desk::in_time_done()),
        number(say::desk::late_done()),
        number(say::desk::late_open()),
        number("n"),
        number(say::desk::running()),
        unseen(say::console::why_number()),
    ];
    view! {
        <figure class="stack t" aria-labelledby="by-clock">
            <div class="head">
                <h2 id="by-clock">{say::desk::by_clock()}</h2>
                <span class="end sm mute legend">
                    <span class="key met">{say::desk::in_time_done()}</span>
                    <span class="key late">{say::desk::late_done()}</span>
                    <span class="key open">{say::desk::late_open()}</span>
                </span>
            </div>
            {table("by-clock", heads, rows)}
            <figcaption>{say::console::clock_caption()}</figcaption>
        </figure>
    }
    .into_any()
}
