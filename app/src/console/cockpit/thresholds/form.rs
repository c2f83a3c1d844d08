//! The form for what one indicator must reach at one level, and what raises its alarm.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::cockpit::goals::{ALARM_DAYS, AlarmAt, SET_THRESHOLD, Wanted};
use steward_core::cockpit::indicator::Goal;
use steward_core::day::Day;
use steward_core::problem::{Code, Field, Problem};

use super::Setting;
use crate::console::cockpit::alarms::typing::{hundredths, steps, typed, unit_words};
use crate::net::call;
use crate::ui::field::inputs::{Kind, TextArea, TextField};
use crate::ui::{Button, Form, Look, toast};
use crate::words::{label, say};

/// The form for one indicator at one level.
pub(super) fn form(
    wanted: Setting,
    place: &str,
    (goal, alarm): (Option<Goal>, Option<AlarmAt>),
    asks: bool,
    today: Day,
    (setting, again): (RwSignal<Option<Setting>>, Callback<()>),
) -> AnyView {
    let unit = wanted.indicator.definition().unit;
    let text = |steps: Option<i64>| RwSignal::new(steps.map(|steps| typed(unit, steps)).unwrap_or_default());
    let (green, amber, bound) =
        (text(goal.map(|g| g.green)), text(goal.map(|g| g.amber)), text(alarm.map(|a| a.bound)));
    let days = RwSignal::new(alarm.map_or(ALARM_DAYS, |a| a.days).to_string());
    let hours = RwSignal::new(alarm.map_or(0, |a| a.hours).to_string());
    let (from, reason) = (RwSignal::new(String::from(today)), RwSignal::new(String::new()));
    let form = Form::new();
    let heading = say::thresholds::set_for(&label::indicator(wanted.indicator), &place);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let mut wrong = Vec::new();
        let mut number = |value: RwSignal<String>, field: Field| {
            let text = value.get_untracked();
            if text.trim().is_empty() {
                return None;
            }
            let steps = steps(unit, &text);
            if steps.is_none() {
                wrong.push(Problem::new(Code::UnknownChoice).at(field));
            }
            steps
        };
        let (green, amber) = (number(green, Field::Goal), number(amber, Field::Watch));
        let bound = number(bound, Field::Alarm);
        let whole = |value: RwSignal<String>| {
            hundredths(&value.get_untracked()).and_then(|n| u32::try_from(n / 100).ok()).unwrap_or(u32::MAX)
        };
        let goal = match (green, amber) {
            (Some(green), Some(amber)) => Some(Goal { green, amber }),
            (None, None) => None,
            _ => {
                let missing = if green.is_none() { Field::Goal } else { Field::Watch };
                wrong.push(Problem::new(Code::Required).at(missing));
                None
            }
        };
        let day = Day::try_from(from.get_untracked().trim().to_owned());
        if day.is_err() {
            wrong.push(Problem::new(Code::BadTime).at(Field::Period));
        }
        let asked = Wanted {
            indicator: wanted.indicator,
            whose: wanted.whose.clone(),
            from: day.unwrap_or(today),
            goal,
            alarm: bound.map(|bound| AlarmAt { bound, days: whole(days), hours: whole(hours) }),
            reason: reason.get_untracked().trim().to_owned(),
        };
        wrong.extend(asked.check(today).err().map(|p| p.fields).unwrap_or_default());
        if form.begin(wrong) {
            spawn_local(async move {
                match call(&SET_THRESHOLD, &[], &asked).await {
                    Ok(_) => {
                        toast::tell(if asks {
                            say::thresholds::asked_done()
                        } else {
                            say::thresholds::saved()
                        });
                        setting.set(None);
                        again.run(());
                    }
                    Err(failure) => form.failed(&failure),
                }
            });
        }
    };
    let leave = Callback::new(move |()| setting.set(None));
    let named = |words: &str| [words, " ", unit_words(unit)].concat();
    let send = if asks { say::thresholds::send() } else { say::thresholds::save() };
    view! {
        <form class="card pad stack al" novalidate on:submit=submit>
            <h2>{heading}</h2>
            <p class="sm mute">{say::thresholds::optional_note()}</p>
            <div class="f3">
                <TextField field=Field::Goal value=green problems=form.problems label=named(say::thresholds::met()) autofocus=true />
                <TextField field=Field::Watch value=amber problems=form.problems label=named(say::thresholds::watch()) />
                <TextField field=Field::Alarm value=bound problems=form.problems label=named(say::thresholds::alarm()) />
                <TextField field=Field::AlarmDays value=days problems=form.problems kind=Kind::Number label=say::thresholds::days() />
                <TextField field=Field::AlarmHours value=hours problems=form.problems kind=Kind::Number label=say::thresholds::hours() />
                <TextField field=Field::Period value=from problems=form.problems label=say::thresholds::from() hint=say::alarms::day_hint() />
            </div>
            <TextArea field=Field::Reason value=reason problems=form.problems label=say::thresholds::reason() rows=2 />
            {form.note()}
            <div class="line">
                <Button look=Look::Primary submits=true pending=form.pending>{send}</Button>
                <Button on_press=leave>{say::thresholds::cancel()}</Button>
            </div>
        </form>
    }
    .into_any()
}
