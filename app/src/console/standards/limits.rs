//! The table of limits, each changed where it stands, with what it was before beside it.

use leptos::prelude::*;
use steward_core::ids::CalendarId;
use steward_core::sla::policy::{ClockKind, Limit, around_the_clock};
use steward_core::sla::standards::{NamedCalendar, Place};
use steward_core::tickets::category::Category;
use steward_core::tickets::scenario::Scenario;
use steward_core::time::Seconds;

use super::editing::Editing;
use super::model::{self, Change, Unit};
use super::{around, conditions};
use crate::ui::field::{error_line, next_id};
use crate::ui::{Icon, icon_button};
use crate::words::{label, say, time};

/// The card with the table and what stands below it.
pub(super) fn card(editing: Editing) -> AnyView {
    // The table is made anew when limits come or go, not when one of them changes its length.
    let shape = Memo::new(move |_| {
        editing.standard.with(|s| {
            let target = |l: &Limit| format!("{:?}", l.target());
            (s.policy.limits.iter().map(target).collect::<Vec<_>>(), s.calendars.len())
        })
    });
    let version = editing.standard.with_untracked(|s| s.version);
    let changed = move || {
        let n =
            editing.before.with_value(|b| editing.standard.with(|s| model::changes(&s.policy, &b.policy)));
        say::standards::changes(u64::try_from(n).unwrap_or(u64::MAX))
    };
    let rows = move || {
        shape.track();
        editing.standard.with_untracked(|s| rows(editing, &s.policy.limits, &s.calendars))
    };
    view! {
        <section class="card lt" aria-labelledby="limits">
            <div class="head pd">
                <h2 id="limits">{say::standards::limits(&version)}</h2>
                <span class="end sm mute">{changed}</span>
            </div>
            <div class="scroll" tabindex="0" role="group" aria-labelledby="limits">
                <table class="table pt">
                    <thead><tr>
                        <th scope="col">{say::standards::scenario()}</th>
                        <th scope="col">{say::standards::clock()}</th>
                        <th scope="col">{say::standards::counts_from()}</th>
                        <th scope="col">{say::standards::length()}</th>
                        <th scope="col">{say::standards::calendar()}</th>
                    </tr></thead>
                    {rows}
                </table>
            </div>
            {missing(editing)}
            <div class="pf sm">{conditions::add(editing)}{around::warning(editing)}{around::sample(editing)}</div>
            <div class="pf sm">{around::elastic(editing)}</div>
            <div class="pf sm">{around::ladder(editing)}</div>
        </section>
    }
    .into_any()
}

fn rows(editing: Editing, limits: &[Limit], calendars: &[NamedCalendar]) -> Vec<AnyView> {
    let group = |(scenario, places): (Scenario, Vec<usize>)| {
        let many = places.len().to_string();
        let rows: Vec<AnyView> = places
            .into_iter()
            .enumerate()
            .filter_map(|(i, n)| {
                let first = (i == 0).then(|| (label::scenario(scenario), many.clone()));
                Some(row(editing, n, limits.get(n)?, first, calendars))
            })
            .collect();
        view! { <tbody>{rows}</tbody> }.into_any()
    };
    model::by_scenario(limits).into_iter().map(group).collect()
}

fn row(
    editing: Editing,
    n: usize,
    limit: &Limit,
    first: Option<(&'static str, String)>,
    calendars: &[NamedCalendar],
) -> AnyView {
    let change = Memo::new(move |_| {
        editing.before.with_value(|before| {
            let one = |l: &Limit| model::change(l, &before.policy);
            editing.standard.with(|s| s.policy.limits.get(n).map_or(Change::None, one))
        })
    });
    let tag = move || {
        let words = match change.get() {
            Change::None => return None,
            Change::Length(was) => say::standards::was(&time::span(was)),
            Change::Calendar => say::standards::other_calendar().to_owned(),
            Change::New => say::standards::added().to_owned(),
        };
        Some(view! { <span class="tag chg">{words}</span> })
    };
    let suffix = conditions::suffix(limit, calendars);
    let name = [label::scenario(limit.scenario), " · ", label::clock(limit.kind), &suffix].concat();
    let from = match limit.kind {
        ClockKind::Visit => say::standards::from_completion(),
        _ => say::standards::from_submission(),
    };
    let special = limit.category.is_some() || limit.urgency.is_some() || limit.during.is_some();
    let drop = (editing.open && special).then(|| {
        icon_button(Icon::Cross, say::standards::remove(), move || {
            editing.limit(|policy| {
                if n < policy.limits.len() {
                    policy.limits.remove(n);
                }
            });
        })
    });
    let scenario = first.map(|(words, many)| view! { <th scope="rowgroup" rowspan=many>{words}</th> });
    view! {
        <tr class:ch=move || change.get() != Change::None>
            {scenario}
            <td class="strong">{label::clock(limit.kind)}{conditions::tags(limit, calendars)}</td>
            <td class="mute">{from}</td>
            <td><div class="line">{length(editing, n, limit.limit, &name)}{tag}{drop}</div></td>
            <td>{calendar(editing, n, &limit.calendar, calendars, &name)}</td>
        </tr>
    }
    .into_any()
}

/// A limit's length: read as it is typed; what cannot be read stays as typed and is not kept.
fn length(editing: Editing, n: usize, limit: Seconds, name: &str) -> AnyView {
    let unit = Unit::of(limit);
    let suffix = say::standards::unit(unit.word()).unwrap_or_default();
    if !editing.open {
        return view! { <span class="nb">{unit.write(limit)} " " {suffix}</span> }.into_any();
    }
    let fault = editing.wrong_at(move |place| *place == Place::Limit { n });
    length_field(limit, unit, name, fault, move |limit| {
        editing.limit(|policy| {
            if let Some(place) = policy.limits.get_mut(n) {
                place.limit = limit;
            }
        });
    })
}

/// An input for a length in one unit.
pub(super) fn length_field(
    limit: Seconds,
    unit: Unit,
    name: &str,
    fault: Memo<Option<String>>,
    take: impl Fn(Seconds) + 'static,
) -> AnyView {
    let unreadable = RwSignal::new(false);
    let id = next_id();
    let described = id.clone();
    let suffix = say::standards::unit(unit.word()).unwrap_or_default();
    let wrong = move || {
        if unreadable.get() { Some(say::standards::not_a_length().to_owned()) } else { fault.get() }
    };
    view! {
        <span class="lim">
            <input
                class="input"
                inputmode="decimal"
                prop:value=unit.write(limit)
                aria-label=say::standards::length_of(&name, &suffix)
                aria-invalid=move || wrong().is_some().then_some("true")
                aria-describedby=described
                on:input:target=move |event| {
                    let read = unit.read(&event.target().value());
                    unreadable.set(read.is_none());
                    if let Some(limit) = read {
                        take(limit);
                    }
                }
            />
            <span aria-hidden="true">{suffix}</span>
        </span>
        {move || wrong().map(|words| error_line(&id, words))}
    }
    .into_any()
}

fn calendar(
    editing: Editing,
    n: usize,
    chosen: &CalendarId,
    calendars: &[NamedCalendar],
    name: &str,
) -> AnyView {
    let now = RwSignal::new(chosen.to_string());
    if !editing.open {
        let name = calendars.iter().find(|c| c.id == *chosen).map(|c| c.name.clone());
        return view! { <span>{name.unwrap_or_else(|| say::standards::always().to_owned())}</span> }
            .into_any();
    }
    let pick = move |id: String| {
        now.set(id.clone());
        if let Ok(id) = CalendarId::try_from(id) {
            editing.limit(|policy| {
                if let Some(place) = policy.limits.get_mut(n) {
                    place.calendar = id;
                }
            });
        }
    };
    let options = options(calendars, now);
    view! {
        <select
            class="input slim"
            aria-label=say::standards::calendar_of(&name)
            on:change:target=move |event| pick(event.target().value())
        >
            {options}
        </select>
    }
    .into_any()
}

/// The calendars that a limit can count in.
pub(super) fn options(calendars: &[NamedCalendar], now: RwSignal<String>) -> Vec<AnyView> {
    let always = (around_the_clock().to_string(), say::standards::always().to_owned());
    let named = calendars.iter().map(|c| (c.id.to_string(), c.name.clone()));
    crate::ui::field::inputs::option_list(now, std::iter::once(always).chain(named).collect())
}

/// Clocks that the standard must have and has not.
fn missing(editing: Editing) -> AnyView {
    let words = move || {
        editing.faults.with(|all| {
            let one = |f: &steward_core::sla::standards::Fault| match &f.at {
                Place::Clock { clock, scenario } => Some(view! {
                    <p class="error pd">
                        {label::scenario(*scenario)} " · " {label::clock(*clock)} ": "
                        {say::standards::fault(f.kind.word()).unwrap_or_default()}
                    </p>
                }),
                _ => None,
            };
            all.iter().filter_map(one).collect::<Vec<_>>()
        })
    };
    view! { {words} }.into_any()
}

/// What the categories of a scenario are called, those above first.
pub(super) fn categories(scenario: Scenario) -> Vec<(String, String)> {
    let mut tops: Vec<(String, String)> = Vec::new();
    for category in Category::of(scenario) {
        if tops.iter().all(|(top, _)| top != category.top()) {
            tops.push((category.top().to_owned(), conditions::category_name(category.top())));
        }
    }
    let each = Category::of(scenario).map(|c| (c.code().to_owned(), label::category(c).to_owned()));
    tops.into_iter().chain(each).collect()
}
