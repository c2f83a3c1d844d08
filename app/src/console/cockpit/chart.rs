//! A line chart (趋势图) with everything around it: what is under the pointer or the arrow keys in words, the same
//! numbers as a table, and the picture to keep.

use leptos::prelude::*;
use steward_core::cockpit::indicator::Standing;

use super::chart_model::{self as model, HEIGHT, WIDTH};
use super::model::mark;
use crate::device;
use crate::ui::{Button, Icon, Look, icon_small, rag};
use crate::words::{label, say};

/// One line of a chart.
pub(super) struct Series {
    /// What it shows.
    pub name: String,
    /// Drawn in dashes.
    pub dashed: bool,
    /// A value for each point; none where nothing was counted.
    pub values: Vec<Option<i64>>,
}

/// What a chart shows.
pub(super) struct Chart {
    /// Its heading.
    pub heading: AnyView,
    /// What it is in words, for those who hear the page and for the name of its picture.
    pub title: String,
    /// What is said below it.
    pub caption: String,
    /// The points' names: days or weeks.
    pub points: Vec<String>,
    /// The lines.
    pub series: Vec<Series>,
    /// How each point of the first line stands against the goal of its own day; none where it has no goal.
    pub stands: Vec<Option<Standing>>,
    /// A line across: what is to be reached, with its words.
    pub goal: Option<(i64, String)>,
    /// The values that the scale must not go beyond.
    pub ends: Option<(i64, i64)>,
    /// A value in words.
    pub words: fn(i64) -> String,
}

/// The figure.
pub(super) fn figure(chart: Chart) -> AnyView {
    let Chart { heading, title, caption, points, series, stands, goal, ends, words } = chart;
    let shown = series.iter().flat_map(|s| s.values.iter().copied().flatten());
    let scale = model::scale(shown.chain(goal.iter().map(|(value, _)| *value)), ends);
    let count = points.len();
    let grid: Vec<AnyView> = scale
        .lines
        .iter()
        .map(|value| {
            let y = model::y(*value, &scale);
            let d = ["M44 ", &y.to_string(), "H548"].concat();
            view! { <path class="grid" d=d></path><text x="38" y=y + 4 text-anchor="end">{words(*value)}</text> }
                .into_any()
        })
        .collect();
    let lines: Vec<AnyView> = series
        .iter()
        .map(|s| {
            let class = if s.dashed { "ln b" } else { "ln" };
            let dots = lonely(&s.values).into_iter().map(|(n, value)| {
                let (x, y) = (model::x(n, count), model::y(value, &scale));
                view! { <circle class="dot" cx=x cy=y r="3"></circle> }.into_any()
            });
            view! { <path class=class d=model::path(&s.values, &scale)></path>{dots.collect::<Vec<_>>()} }
                .into_any()
        })
        .collect();
    let stood: Vec<AnyView> = series.first().map_or_else(Vec::new, |first| {
        let at = |(n, (value, stands)): (usize, (&Option<i64>, &Option<Standing>))| {
            let (x, y) = (model::x(n, count), model::y((*value)?, &scale));
            let (d, status) = (model::shape((*stands)?, x, y), mark((*stands)?));
            Some(view! { <path class="pt" data-s=status.data() d=d></path> }.into_any())
        };
        first.values.iter().zip(&stands).enumerate().filter_map(at).collect()
    });
    let labels: Vec<AnyView> = model::labelled(count)
        .into_iter()
        .filter_map(|n| {
            let anchor = if n + 1 == count { "end" } else { "middle" };
            let name = points.get(n)?.clone();
            Some(view! { <text x=model::x(n, count) y="184" text-anchor=anchor>{name}</text> }.into_any())
        })
        .collect();
    let goal = goal.map(|(value, words)| {
        let y = model::y(value, &scale);
        let d = ["M44 ", &y.to_string(), "H548"].concat();
        view! { <path class="limit" d=d></path><text class="bad" x="548" y=y - 5 text-anchor="end">{words}</text> }
    });
    let said: Vec<String> =
        points.iter().enumerate().map(|(n, name)| in_words(n, name, &series, (&stands, words))).collect();
    let table = table(&title, &points, &series, (&stands, words));
    let (at, drawing) = (RwSignal::new(None::<usize>), NodeRef::<leptos::svg::Svg>::new());
    let readout = {
        let said = said.clone();
        move || at.get().and_then(|n| said.get(n).cloned()).unwrap_or_default()
    };
    let pointed = move || {
        at.get().map(|n| {
            let d = ["M", &model::x(n, count).to_string(), " 14V162"].concat();
            view! { <path class="mark" d=d></path> }
        })
    };
    let point = move |event: web_sys::PointerEvent| {
        let Some(svg) = drawing.get_untracked() else { return };
        let (left, width) = {
            let b = svg.get_bounding_client_rect();
            (b.left(), b.width())
        };
        if width > 0.0 {
            let share = (f64::from(event.client_x()) - left) / width;
            #[expect(clippy::cast_possible_truncation, reason = "a share of a thousand")]
            at.set(Some(model::nearest((share * 1000.0) as i64, count)));
        }
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let now = at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowLeft" => now.map_or(count.saturating_sub(1), |n| n.saturating_sub(1)),
            "ArrowRight" => now.map_or(0, |n| (n + 1).min(count.saturating_sub(1))),
            "Home" => 0,
            "End" => count.saturating_sub(1),
            "Escape" => return at.set(None),
            _ => return,
        };
        event.prevent_default();
        at.set(Some(next));
    };
    let file = [title.as_str(), ".svg"].concat();
    let save = Callback::new(move |()| {
        if let Some(svg) = drawing.get_untracked() {
            device::download(&file, "image/svg+xml", &standing_alone(&svg.outer_html()));
        }
    });
    let keys = say::cockpit::chart_keys(&title);
    let view_box = ["0 0 ", &WIDTH.to_string(), " ", &HEIGHT.to_string()].concat();
    view! {
        <figure class="card pad stack t chartbox">
            {heading}
            <div class="plot" role="group" tabindex="0" aria-label=keys
                on:keydown=key on:pointermove=point on:pointerleave=move |_| at.set(None)
                on:blur=move |_| at.set(None)>
                <svg class="chart" viewBox=view_box xmlns="http://www.w3.org/2000/svg" role="img" aria-label=title node_ref=drawing>
                    {grid}{labels}{lines}{goal}{stood}{pointed}
                </svg>
                <output class="readout sm" aria-live="polite">{readout}</output>
            </div>
            <figcaption class="sm mute">{caption}</figcaption>
            <div class="line between noprint">
                <details class="grow"><summary class="sm">{say::cockpit::data_table()}</summary>{table}</details>
                <Button look=Look::Quiet on_press=save>{icon_small(Icon::Down)}{say::cockpit::save_picture()}</Button>
            </div>
        </figure>
    }
    .into_any()
}

/// Values without a neighbour: no line shows them.
fn lonely(values: &[Option<i64>]) -> Vec<(usize, i64)> {
    let known = |n: Option<usize>| n.and_then(|n| values.get(n)).is_some_and(Option::is_some);
    let alone = |n: usize| !known(n.checked_sub(1)) && !known(Some(n + 1));
    values
        .iter()
        .enumerate()
        .filter_map(|(n, value)| value.filter(|_| alone(n)).map(|value| (n, value)))
        .collect()
}

/// A point in words: 9月15日：新增 138，办结 121.
fn in_words(n: usize, name: &str, series: &[Series], (stands, words): Told<'_>) -> String {
    let value = |s: &Series| {
        let value = s.values.get(n).copied().flatten().map_or_else(|| "–".to_owned(), words);
        [s.name.as_str(), " ", &value].concat()
    };
    let stands = stands.get(n).copied().flatten().map(|stands| label::goal_standing(stands).to_owned());
    [name, " · ", &series.iter().map(value).chain(stands).collect::<Vec<_>>().join(" · ")].concat()
}

/// How points stand, and values in words.
type Told<'a> = (&'a [Option<Standing>], fn(i64) -> String);

fn table(title: &str, points: &[String], series: &[Series], (stands, words): Told<'_>) -> AnyView {
    let heads: Vec<AnyView> =
        series.iter().map(|s| view! { <th scope="col" class="n">{s.name.clone()}</th> }.into_any()).collect();
    let judged = (!stands.is_empty()).then(|| view! { <th scope="col">{say::cockpit::stands()}</th> });
    let rows: Vec<AnyView> = points
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let cell = |s: &Series| {
                let value = s.values.get(n).copied().flatten().map_or_else(|| "–".to_owned(), words);
                view! { <td class="n">{value}</td> }.into_any()
            };
            let stands = (!stands.is_empty()).then(|| {
                let stands = stands.get(n).copied().flatten();
                let words = stands.map(|stands| rag(mark(stands), label::goal_standing(stands)));
                view! { <td>{words}</td> }
            });
            view! { <tr><th scope="row">{name.clone()}</th>{series.iter().map(cell).collect::<Vec<_>>()}{stands}</tr> }
                .into_any()
        })
        .collect();
    view! {
        <div class="of" role="region" tabindex="0" aria-label=title.to_owned()>
            <table class="table">
                <thead><tr><th scope="col">{say::desk::period()}</th>{heads}{judged}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// How a drawing looks without the page's styles: on white.
const STYLE: &str = "<style>text{font:11px sans-serif;fill:#5b6b75}.grid{stroke:#e3e8eb}.ln{fill:none;stroke:#15588c;\
    stroke-width:2}.ln.b{stroke:#5b6b75;stroke-width:1.5;stroke-dasharray:4 3}.limit{stroke:#c62f2f;stroke-dasharray:6 4}\
    .bad{fill:#a31d1d;font-weight:600}\
    .pt{stroke:#fff}.pt[data-s=on]{fill:#1c7a45}.pt[data-s=soon]{fill:#b06a00}.pt[data-s=over]{fill:#c62f2f}.dot{fill:#15588c}.mark{stroke:#15588c}</style>\
    <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>";

/// The drawing as a file of its own.
fn standing_alone(drawing: &str) -> String {
    drawing.replacen('>', &[">", STYLE].concat(), 1)
}
