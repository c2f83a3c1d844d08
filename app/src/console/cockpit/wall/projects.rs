//! The projects of the wall in red, amber and green, so many to a page; and the key figures with how they went.

use std::time::Duration;

use leptos::prelude::*;
use steward_core::cockpit::figures::{Cockpit, Line};
use steward_core::cockpit::goals::in_force;
use steward_core::cockpit::indicator::{Indicator, Standing};

use super::{Wall, model};
use crate::console::cockpit::model as figures;
use crate::console::cockpit::{indicators, projects};
use crate::ui::rag;
use crate::words::{label, say};

/// Projects on a page.
const ON_PAGE: usize = 8;
/// How long a page stands.
const PAGE_STANDS: Duration = Duration::from_secs(12);
/// The columns of a project.
const COLUMNS: [Indicator; 5] = [
    Indicator::Timely,
    Indicator::FirstContact,
    Indicator::ComplaintRate,
    Indicator::VisitSatisfied,
    Indicator::Volume,
];
/// The figures below.
const KEY: [Indicator; 6] = [
    Indicator::Response,
    Indicator::OnSite,
    Indicator::Feedback,
    Indicator::ComplaintClose,
    Indicator::Solved,
    Indicator::Processing,
];

/// The figures of a project that is alone on the wall, above those.
const ALONE: [Indicator; 9] = [
    Indicator::Timely,
    Indicator::FirstContact,
    Indicator::ComplaintRate,
    Indicator::VisitSatisfied,
    Indicator::Volume,
    Indicator::Repeated,
    Indicator::Dispatch,
    Indicator::Solution,
    Indicator::Csat,
];

/// The pages of projects that take turns.
#[derive(Clone, Copy)]
pub(super) struct Turning {
    /// The page that is shown, counted from 0.
    at: RwSignal<usize>,
    /// Whether they take turns by themselves.
    pub(super) runs: RwSignal<bool>,
    /// How many there are.
    pages: Memo<usize>,
}

impl Turning {
    /// Begins with the first page. Who asked the system for little motion turns the pages by hand.
    pub(super) fn start(lines: Memo<usize>) -> Self {
        let still = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
        let runs = RwSignal::new(!still.is_some_and(|query| query.matches()));
        let pages = Memo::new(move |_| model::pages(lines.get(), ON_PAGE));
        let turning = Self { at: RwSignal::new(0), runs, pages };
        let turn = move || {
            if runs.get_untracked() {
                turning.turn(true);
            }
        };
        if let Ok(beat) = set_interval_with_handle(turn, PAGE_STANDS) {
            on_cleanup(move || beat.clear());
        }
        turning
    }

    /// Shows the next page, or the one before.
    pub(super) fn turn(self, on: bool) {
        let pages = self.pages.get_untracked();
        self.at.update(|at| *at = model::turned(*at, pages, on));
    }

    /// Turns by hand: from then on they stand still.
    pub(super) fn by_hand(self, on: bool) {
        self.runs.set(false);
        self.turn(on);
    }

    /// Whether there is more than one.
    pub(super) fn are_many(self) -> bool {
        self.pages.get() > 1
    }

    /// Which page of how many.
    pub(super) fn which(self) -> String {
        let pages = self.pages.get();
        say::wall::page_of(&(self.at.get().min(pages - 1) + 1), &pages)
    }
}

/// The projects; one alone is its figures.
pub(super) fn board(wall: Wall, turning: Turning) -> AnyView {
    let shown = move || {
        let cockpit = wall.figures()?;
        let mut lines: Vec<(&Line, Option<Standing>)> =
            cockpit.lines.iter().map(|line| (line, cockpit.worst(&line.now, line.belongs()))).collect();
        figures::worst_first(&mut lines, |(_, worst)| *worst);
        let counts = projects::counts(&lines);
        if let [(line, _)] = lines.as_slice() {
            return Some(
                view! {
                    <div class="head"><h2 id="wl-projects">{line.name.clone()}</h2><span class="line">{counts}</span></div>
                    <div class="wl-tiles">{tiles_of(wall, &cockpit, &ALONE)}</div>
                }
                .into_any(),
            );
        }
        let at = turning.at.get().min(model::pages(lines.len(), ON_PAGE) - 1);
        let rows: Vec<AnyView> = lines
            .iter()
            .skip(at * ON_PAGE)
            .take(ON_PAGE)
            .map(|(line, worst)| row(&cockpit, line, *worst))
            .collect();
        let many = rows.len().to_string();
        let heads: Vec<AnyView> = COLUMNS
            .iter()
            .map(|one| view! { <th scope="col" class="n">{label::indicator(*one)}</th> }.into_any())
            .collect();
        let page = turning.are_many().then(|| view! { <span class="mute">{turning.which()}</span> });
        Some(
            view! {
            <div class="head">
                <h2 id="wl-projects">{say::cockpit::projects()}</h2>
                <span class="line">{counts}</span>
                {page}
            </div>
            <table class="wl-table" style:--n=many>
                <thead><tr>
                    <th scope="col">{say::cockpit::overall()}</th><th scope="col">{say::console::project()}</th>{heads}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            }
            .into_any(),
        )
    };
    // On a small screen the table is wider than it: who has no pointer scrolls it by keys.
    view! { <section class="wl-card grow" tabindex="0" aria-labelledby="wl-projects">{shown}</section> }
        .into_any()
}

fn row(cockpit: &Cockpit, line: &Line, worst: Option<Standing>) -> AnyView {
    let cells: Vec<AnyView> = COLUMNS
        .iter()
        .map(|one| {
            let sum = line.now.of(*one).unwrap_or_default();
            let Some(words) = figures::value(*one, sum) else {
                return view! { <td class="n mute">"–"</td> }.into_any();
            };
            let shown = match cockpit.standing(&line.now, line.belongs(), *one) {
                Some(standing) => {
                    let name = label::goal_standing(standing);
                    view! { {rag(figures::mark(standing), words)}<span class="vh">{name}</span> }.into_any()
                }
                None => words.into_any(),
            };
            view! { <td class="n">{shown}</td> }.into_any()
        })
        .collect();
    let stands = match worst {
        Some(standing) => rag(figures::mark(standing), label::goal_standing(standing)).into_any(),
        None => view! { <span class="mute">{say::cockpit::no_value()}</span> }.into_any(),
    };
    view! { <tr><td>{stands}</td><th scope="row" dir="auto">{line.name.clone()}</th>{cells}</tr> }.into_any()
}

/// The key figures of all projects together, each with how it went.
pub(super) fn tiles(wall: Wall) -> AnyView {
    let shown = move || wall.figures().map(|cockpit| tiles_of(wall, &cockpit, &KEY));
    view! { <section class="wl-tiles" aria-label=say::wall::figures()>{shown}</section> }.into_any()
}

fn tiles_of(wall: Wall, cockpit: &Cockpit, indicators: &[Indicator]) -> Vec<AnyView> {
    let (total, _) = cockpit.total();
    let asked = wall.asked.get();
    let belongs = asked.belongs(&cockpit.lines);
    let trends = wall.trends.value.get();
    let tile = |one: &Indicator| {
        let held = in_force(&cockpit.thresholds, *one, belongs, cockpit.period.last).goal;
        let standing = cockpit.standing(&total, belongs, *one);
        let stands = standing.map(|s| rag(figures::mark(s), label::goal_standing(s)).into_any());
        let value = figures::value(*one, total.of(*one).unwrap_or_default());
        let goal = figures::goal(&one.definition(), held).map(|goal| say::cockpit::goal(&goal));
        let line = trends.as_ref().and_then(|trends| indicators::spark(*one, trends, held));
        view! {
            <div class="wl-tile" data-s=standing.map(|s| figures::mark(s).data())>
                <span class="line between"><span>{label::indicator(*one)}</span>{stands}</span>
                <span class="fig"><b>{value.unwrap_or_else(|| say::cockpit::no_value().to_owned())}</b>{line}</span>
                <span class="mute">{goal}</span>
            </div>
        }
        .into_any()
    };
    indicators.iter().map(tile).collect()
}
