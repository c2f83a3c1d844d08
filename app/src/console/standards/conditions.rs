//! Limits for some tickets only: of a category, an urgency, or begun in a time window.

use leptos::prelude::*;
use steward_core::ids::CalendarId;
use steward_core::problem::Field;
use steward_core::sla::policy::{ClockKind, Limit};
use steward_core::sla::standards::NamedCalendar;
use steward_core::tickets::category::Category;
use steward_core::tickets::scenario::{Scenario, Urgency};
use steward_core::time::Seconds;

use super::editing::Editing;
use super::limits::categories;
use super::model::Unit;
use crate::ui::{Button, Dialog, Form, Icon, Look, Problems, SelectField};
use crate::words::{label, say};

/// The name of a first-level category: that of its first category's group.
pub(super) fn category_name(top: &str) -> String {
    say::tickets::top(top).unwrap_or(top).to_owned()
}

fn category(code: &str) -> String {
    Category::find(code).map_or_else(|| category_name(code), |c| label::category(c).to_owned())
}

fn parts(limit: &Limit, calendars: &[NamedCalendar]) -> Vec<String> {
    let calendar = |id: &CalendarId| {
        let name = calendars.iter().find(|c| c.id == *id).map_or_else(|| id.to_string(), |c| c.name.clone());
        say::standards::during(&name)
    };
    let found = [
        limit.category.as_deref().map(category),
        limit.urgency.map(|u| label::urgency(u).to_owned()),
        limit.during.as_ref().map(calendar),
    ];
    found.into_iter().flatten().collect()
}

/// For which tickets a limit is, as marks.
pub(super) fn tags(limit: &Limit, calendars: &[NamedCalendar]) -> Vec<AnyView> {
    let mark = |words| view! { " " <span class="tag">{words}</span> }.into_any();
    parts(limit, calendars).into_iter().map(mark).collect()
}

/// The same after a name.
pub(super) fn suffix(limit: &Limit, calendars: &[NamedCalendar]) -> String {
    let parts = parts(limit, calendars);
    if parts.is_empty() { String::new() } else { [" · ", &parts.join(" · ")].concat() }
}

/// The way to a limit for some tickets only.
pub(super) fn add(editing: Editing) -> AnyView {
    if !editing.open {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    let press = Callback::new(move |()| open.set(true));
    let take = Callback::new(move |limit: Limit| {
        editing.limit(|policy| policy.limits.push(limit));
        open.set(false);
    });
    view! {
        <Button look=Look::Small symbol=Icon::Plus on_press=press>{say::standards::add_limit()}</Button>
        <Dialog open=open title=say::standards::add_limit()>
            {editing.standard.with_untracked(|s| asked(&s.policy.limits, &s.calendars, take))}
        </Dialog>
    }
    .into_any()
}

/// A form for one limit of those clocks that `limits` have.
pub(super) fn asked(limits: &[Limit], calendars: &[NamedCalendar], take: Callback<Limit>) -> AnyView {
    let form = Form::new();
    let known: Vec<(ClockKind, Scenario)> = {
        let mut known: Vec<_> = limits.iter().map(|l| (l.scenario, l.kind)).collect();
        known.sort_unstable();
        known.dedup();
        known.into_iter().map(|(scenario, kind)| (kind, scenario)).collect()
    };
    let usual = known.iter().position(|k| *k == (ClockKind::Completion, Scenario::Repair)).unwrap_or(0);
    let which = RwSignal::new(usual.to_string());
    let (category, urgency, during) = (RwSignal::default(), RwSignal::default(), RwSignal::default());
    let (length, unit) = (RwSignal::new(String::new()), RwSignal::new(Unit::Hours.word().to_owned()));
    let clocks = known.iter().enumerate().map(|(n, (kind, scenario))| {
        (n.to_string(), [label::scenario(*scenario), " · ", label::clock(*kind)].concat())
    });
    let clocks: Vec<_> = clocks.collect();
    let all = || (String::new(), say::standards::all_of_them().to_owned());
    let urgencies = Urgency::ALL.iter().map(|u| (u.word().to_owned(), label::urgency(*u).to_owned()));
    let urgencies: Vec<_> = std::iter::once(all()).chain(urgencies).collect();
    let windows: Vec<_> = std::iter::once(all())
        .chain(calendars.iter().map(|c| (c.id.to_string(), say::standards::during(&c.name))))
        .collect();
    let units: Vec<_> = [Unit::Minutes, Unit::Hours, Unit::Days]
        .map(|u| (u.word().to_owned(), say::standards::unit(u.word()).unwrap_or_default().to_owned()))
        .into();
    let chosen = {
        let known = known.clone();
        move || which.with(|n| n.parse().ok().and_then(|n: usize| known.get(n).copied()))
    };
    let of_scenario = {
        let chosen = chosen.clone();
        Memo::new(move |_| chosen().map(|(_, scenario)| scenario))
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.clear();
        let unit = unit.with_untracked(|word| Unit::from_word(word)).unwrap_or(Unit::Hours);
        let read = length.with_untracked(|text: &String| unit.read(text)).filter(|l| *l > Seconds::ZERO);
        let (Some((kind, scenario)), Some(limit)) = (untrack(&chosen), read) else {
            form.refused(say::standards::not_a_length().to_owned());
            return;
        };
        let text = |signal: RwSignal<String>| Some(signal.get_untracked()).filter(|t| !t.is_empty());
        take.run(Limit {
            category: text(category),
            urgency: text(urgency).and_then(|word| Urgency::from_word(&word)),
            during: text(during).and_then(|id| CalendarId::try_from(id).ok()),
            ..Limit::of(kind, scenario, limit)
        });
    };
    let narrow = move || {
        let scenario = of_scenario.get()?;
        let options = std::iter::once((String::new(), say::standards::all_of_them().to_owned()));
        let options: Vec<_> = options.chain(categories(scenario)).collect();
        category.set(String::new());
        Some(
            view! { <SelectField field=Field::Category value=category options=options problems=form.problems /> },
        )
    };
    let problems: Problems = form.problems;
    view! {
        <form class="stack" on:submit=send>
            <SelectField field=Field::Scenario label=say::standards::clock() value=which options=clocks problems=problems />
            {narrow}
            <SelectField field=Field::Urgency value=urgency options=urgencies problems=problems />
            {(windows.len() > 1).then(|| view! {
                <SelectField field=Field::Appointment label=say::standards::window() value=during
                    options=windows.clone() problems=problems />
            })}
            <div class="line">
                <label class="grow field">
                    <span>{say::standards::length()}</span>
                    <input class="input" inputmode="decimal" prop:value=length
                        on:input:target=move |event| length.set(event.target().value()) />
                </label>
                <div class="grow">
                    <SelectField field=Field::Note label=say::standards::unit_label() value=unit options=units problems=problems />
                </div>
            </div>
            {form.note()}
            <Button look=Look::Primary submits=true>{say::standards::add()}</Button>
        </form>
    }
    .into_any()
}
