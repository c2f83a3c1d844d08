//! 尽快 or a chosen half hour: two short lists in the reader's language, whatever the phone's own pickers look like.

use leptos::prelude::*;
use steward_core::problem::Field;
use steward_core::time::Instant;

use super::report_fields::Fields;
use super::slots_model::{Day, days};
use crate::net::clock;
use crate::ui::{Choice, Icon, Segments, SelectField, icon};
use crate::words::{say, time};

/// The row of the time.
pub(super) fn appointment(fields: Fields) -> AnyView {
    let books = RwSignal::new(Some(fields.appointment.get_untracked().is_some()));
    let rules = fields.mine().rules();
    let choices = vec![Choice::new(false, say::owner::soonest()), Choice::new(true, say::owner::book())];
    let now = clock::now();
    let days = move || rules.with_untracked(|r| days(r.as_ref().map(|r| &r.service_hours), now));
    let pick = Callback::new(move |()| {
        let first = if books.get_untracked() == Some(true) {
            days().first().and_then(|day| day.slots.first().copied())
        } else {
            None
        };
        fields.appointment.set(first);
    });
    let is_open = Memo::new(move |_| books.get() == Some(true));
    let lists = move || is_open.get().then(|| lists(fields, days()));
    view! {
        <div class="row wr">
            {icon(Icon::Clock)}
            <b>{say::owner::visit()}</b>
            <Segments label=say::owner::visit() value=books choices=choices on_pick=pick />
        </div>
        {lists}
    }
    .into_any()
}

fn lists(fields: Fields, days: Vec<Day>) -> AnyView {
    let chosen = fields.appointment.get_untracked();
    let of_chosen = |day: &Day| chosen.is_some_and(|at| day.slots.contains(&at));
    let start = days.iter().position(of_chosen).unwrap_or_default();
    if days.is_empty() {
        return view! { <p class="row sm mute">{say::owner::no_slots()}</p> }.into_any();
    }
    let day = RwSignal::new(start.to_string());
    let slot = RwSignal::new(chosen.map_or_else(String::new, word));
    let names = days.iter().enumerate().map(|(n, day)| (n.to_string(), day.name.clone())).collect();
    let days = StoredValue::new(days);
    let slots = move || {
        let place: usize = day.get().parse().unwrap_or_default();
        days.with_value(|days| days.get(place).map(|day| day.slots.clone()).unwrap_or_default())
    };
    // Another day keeps the time of day where it has it, else takes its first.
    Effect::new(move |before: Option<String>| {
        let day = day.get();
        if before.is_some_and(|before| before != day) {
            let slots = slots();
            let wished = slot.get_untracked().parse().map(Instant::from_millis).map(time::clock);
            let same = slots.iter().find(|at| wished.as_ref() == Ok(&time::clock(**at)));
            slot.set(same.or(slots.first()).map_or_else(String::new, |at| word(*at)));
        }
        day
    });
    Effect::new(move |_| fields.appointment.set(slot.get().parse().ok().map(Instant::from_millis)));
    let times = move || {
        let options = slots().into_iter().map(|at| (word(at), time::clock(at))).collect();
        view! {
            <SelectField
                field=Field::Appointment
                value=slot
                options=options
                problems=fields.form.problems
                label=say::owner::visit_time()
            />
        }
    };
    let no_problems = RwSignal::new(Vec::new());
    view! {
        <div class="pad two">
            <SelectField
                field=Field::Appointment
                value=day
                options=names
                problems=no_problems
                label=say::owner::visit_when()
            />
            {times}
        </div>
    }
    .into_any()
}

fn word(at: Instant) -> String {
    at.millis().to_string()
}
