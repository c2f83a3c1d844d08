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

/// The inputs for one limit of those clocks that a standard has; a handle that is copied freely.
#[derive(Clone, Copy)]
pub(super) struct Inputs {
    which: RwSignal<String>,
    category: RwSignal<String>,
    urgency: RwSignal<String>,
    during: RwSignal<String>,
    length: RwSignal<String>,
    unit: RwSignal<String>,
    known: StoredValue<Vec<(Scenario, ClockKind)>>,
}

impl Inputs {
    /// Nothing filled in; the clock is completion of a repair, of which most exceptions are.
    pub(super) fn of(limits: &[Limit]) -> Self {
        let mut known: Vec<_> = limits.iter().map(|l| (l.scenario, l.kind)).collect();
        known.sort_unstable();
        known.dedup();
        let usual = known.iter().position(|k| *k == (Scenario::Repair, ClockKind::Completion)).unwrap_or(0);
        Self {
            which: RwSignal::new(usual.to_string()),
            category: RwSignal::default(),
            urgency: RwSignal::default(),
            during: RwSignal::default(),
            length: RwSignal::default(),
            unit: RwSignal::new(Unit::Hours.word().to_owned()),
            known: StoredValue::new(known),
        }
    }

    fn chosen(self) -> Option<(Scenario, ClockKind)> {
        let n: usize = self.which.with(|n| n.parse().ok())?;
        self.known.with_value(|known| known.get(n).copied())
    }

    /// The limit, if its length can be read.
    pub(super) fn read(self) -> Option<Limit> {
        let (scenario, kind) = untrack(|| self.chosen())?;
        let unit = self.unit.with_untracked(|word| Unit::from_word(word))?;
        let limit = self.length.with_untracked(|text| unit.read(text)).filter(|l| *l > Seconds::ZERO)?;
        let text = |signal: RwSignal<String>| Some(signal.get_untracked()).filter(|t| !t.is_empty());
        Some(Limit {
            category: text(self.category),
            urgency: text(self.urgency).and_then(|word| Urgency::from_word(&word)),
            during: text(self.during).and_then(|id| CalendarId::try_from(id).ok()),
            ..Limit::of(kind, scenario, limit)
        })
    }

    /// The inputs.
    pub(super) fn view(self, calendars: &[NamedCalendar], problems: Problems) -> AnyView {
        let name = |(n, (scenario, kind)): (usize, &(Scenario, ClockKind))| {
            (n.to_string(), [label::scenario(*scenario), " · ", label::clock(*kind)].concat())
        };
        let clocks: Vec<_> = self.known.with_value(|known| known.iter().enumerate().map(name).collect());
        let all = || (String::new(), say::standards::all_of_them().to_owned());
        let urgencies = Urgency::ALL.iter().map(|u| (u.word().to_owned(), label::urgency(*u).to_owned()));
        let urgencies: Vec<_> = std::iter::once(all()).chain(urgencies).collect();
        let windows = calendars.iter().map(|c| (c.id.to_string(), say::standards::during(&c.name)));
        let windows: Vec<_> = std::iter::once(all()).chain(windows).collect();
        let units: Vec<_> = [Unit::Minutes, Unit::Hours, Unit::Days]
            .map(|u| (u.word().to_owned(), say::standards::unit(u.word()).unwrap_or_default().to_owned()))
            .into();
        let of_scenario = Memo::new(move |_| self.chosen().map(|(scenario, _)| scenario));
        let narrow = move || {
            let options: Vec<_> = std::iter::once(all()).chain(categories(of_scenario.get()?)).collect();
            self.category.set(String::new());
            Some(view! {
                <SelectField field=Field::Category value=self.category options=options problems=problems />
            })
        };
        let length = self.length;
        view! {
            <SelectField field=Field::Scenario label=say::standards::clock() value=self.which options=clocks
                problems=problems />
            {narrow}
            <SelectField field=Field::Urgency value=self.urgency options=urgencies problems=problems />
            {(windows.len() > 1).then(|| view! {
                <SelectField field=Field::Appointment label=say::standards::window() value=self.during
                    options=windows problems=problems />
            })}
            <div class="line">
                <div class="grow field">
                    <label for="limit-length">{say::standards::length()}</label>
                    <input class="input" id="limit-length" inputmode="decimal" prop:value=length
                        on:input:target=move |event| length.set(event.target().value()) />
                </div>
                <div class="grow">
                    <SelectField field=Field::Note label=say::standards::unit_label() value=self.unit options=units
                        problems=problems />
                </div>
            </div>
        }
        .into_any()
    }
}

/// A form for one limit.
fn asked(limits: &[Limit], calendars: &[NamedCalendar], take: Callback<Limit>) -> AnyView {
    let form = Form::new();
    let inputs = Inputs::of(limits);
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.clear();
        match inputs.read() {
            Some(limit) => take.run(limit),
            None => form.refused(say::standards::not_a_length().to_owned()),
        }
    };
    view! {
        <form class="stack" on:submit=send>
            {inputs.view(calendars, form.problems)}
            {form.note()}
            <Button look=Look::Primary submits=true>{say::standards::add()}</Button>
        </form>
    }
    .into_any()
}
