//! The rail and the ring: one clock, drawn from start to due.
//!
//! Places on it are counted in thousandths, which is what a drawing can show; nothing is judged here.

use leptos::prelude::*;

use super::status::Status;

/// A stretch of the rail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Time that counts.
    Run,
    /// Time that will count, where a calendar leaves gaps.
    Ahead,
    /// An approved pause, hatched.
    Pause,
    /// Beyond the due time, striped.
    Late,
    /// The warning point.
    Warn,
    /// The due time of a late clock.
    Due,
    /// The present.
    Now,
}

impl Part {
    const fn class(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Ahead => "ahead",
            Self::Pause => "pause",
            Self::Late => "late",
            Self::Warn => "warn",
            Self::Due => "due",
            Self::Now => "now",
        }
    }
}

/// A place on the rail, in thousandths of its length: 0 to [`WHOLE`].
pub type PerMille = u16;

/// The whole rail.
pub const WHOLE: PerMille = 1000;

/// One mark: from and to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// What it is.
    pub part: Part,
    /// Where it begins.
    pub from: PerMille,
    /// Where it ends; the same for a point.
    pub to: PerMille,
}

/// How thick a rail is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Weight {
    /// In lists.
    Thin,
    /// In previews.
    #[default]
    Normal,
    /// On a ticket's own page.
    Thick,
}

/// A rail. With a `label` it is a picture with that sentence; without one it only repeats the words beside it.
#[component]
pub fn Rail(
    /// The status, which sets its colour.
    #[prop(into)]
    status: Signal<Status>,
    /// What is drawn on it.
    #[prop(into)]
    marks: Signal<Vec<Mark>>,
    /// How thick it is.
    #[prop(optional)]
    weight: Weight,
    /// The whole clock in one sentence.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
) -> impl IntoView {
    let class = match weight {
        Weight::Thin => "rail thin",
        Weight::Normal => "rail",
        Weight::Thick => "rail thick",
    };
    let mark = |m: Mark| {
        view! { <i class=m.part.class() style:--a=percent(m.from) style:--b=percent(m.to)></i> }.into_any()
    };
    let hidden = label.is_none().then_some("true");
    let role = label.is_some().then_some("img");
    view! {
        <span
            class=class
            data-s=move || status.get().data()
            role=role
            aria-hidden=hidden
            aria-label=move || label.map(|l| l.get())
        >
            {move || marks.get().into_iter().map(mark).collect::<Vec<_>>()}
        </span>
    }
}

/// Said as a value: a drawing without any would be put into a group of its own, past the reach of the styles.
const RADIUS: &str = "30";

/// A ring: the same clock where width is short. It holds at most two short lines.
#[component]
pub fn Ring(
    /// The status, which sets its colour.
    #[prop(into)]
    status: Signal<Status>,
    /// The share of the limit that is used.
    #[prop(into)]
    used: Signal<PerMille>,
    /// The large line and its small unit: 17 时.
    #[prop(into)]
    big: Signal<(String, String)>,
    /// The small line: 50 分.
    #[prop(into)]
    small: Signal<String>,
    /// The clock in one sentence.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="ring" data-s=move || status.get().data() role="img" aria-label=label>
            <svg viewBox="0 0 68 68" aria-hidden="true">
                <circle cx="34" cy="34" r=RADIUS></circle>
                <circle cx="34" cy="34" r=RADIUS pathLength="100" style:--p=move || percent(used.get())></circle>
            </svg>
            <div>
                <b>{move || big.get().0}<small>{move || big.get().1}</small></b>
                <span>{small}</span>
            </div>
        </div>
    }
}

/// A percentage with one decimal, as styles take it.
fn percent(value: PerMille) -> String {
    let value = value.min(WHOLE);
    [(value / 10).to_string(), (value % 10).to_string()].join(".")
}
