//! The improvement plan (整改方案): as it stands, or the form for it. What is typed is kept on the device until it is sent.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use steward_core::accounts::Actor;
use steward_core::cockpit::alarm::api::AlarmPage;
use steward_core::cockpit::alarm::plan::Measure;
use steward_core::cockpit::alarm::{Move, Plan, Refused, Subject};
use steward_core::day::Day;
use steward_core::problem::{Code, Field, Problem};

use super::one::Desk;
use super::{model, typing};
use crate::device;
use crate::net::clock;
use crate::ui::field::error_line;
use crate::ui::field::inputs::{TextArea, TextField};
use crate::ui::{Button, Icon, Look, icon_small};
use crate::words::{problem, say, time};

/// A line of the form.
#[derive(Clone, Copy)]
struct Line {
    key: usize,
    what: RwSignal<String>,
    who: RwSignal<String>,
    by: RwSignal<String>,
    sign: RwSignal<String>,
}

/// What is typed.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Draft {
    causes: String,
    measures: Vec<[String; 4]>,
    target: String,
    check_on: String,
    cost: String,
}

/// The plan as it stands, and for whoever may the form for it.
pub(super) fn section(desk: Desk, page: &AlarmPage, actor: Option<&Actor>) -> AnyView {
    let stands = page.alarm.plan.as_ref().map(|plan| shown(plan, &page.alarm.subject));
    let probe = Move::Submit { plan: empty_plan(page.today) };
    let can = actor.map(|actor| page.alarm.can(actor, &probe));
    let form = match can {
        // A plan that waits for its yes can be made better; that is asked for.
        Some(Ok(())) if page.alarm.plan.is_some() && !page.alarm.awaits_plan() => {
            let (editing, page) = (RwSignal::new(false), page.clone());
            let edit = Callback::new(move |()| editing.set(true));
            (move || {
                if editing.get() {
                    return form(desk, &page);
                }
                view! { <div><Button on_press=edit>{say::alarms::change_plan()}</Button></div> }.into_any()
            })
            .into_any()
        }
        Some(Ok(())) => form(desk, page),
        Some(Err(Refused::NotYours)) if page.alarm.awaits_plan() => {
            view! { <p class="sm mute">{say::alarms::awaited()}</p> }.into_any()
        }
        _ => ().into_any(),
    };
    view! {
        <section class="card pad stack plan" aria-labelledby="al-plan">
            <div class="head"><h2 id="al-plan">{say::alarms::plan()}</h2></div>
            {stands}
            {form}
        </section>
    }
    .into_any()
}

const fn empty_plan(today: Day) -> Plan {
    Plan { causes: String::new(), measures: Vec::new(), target: None, check_on: today, cost_fen: 0 }
}

/// The plan that was last submitted.
fn shown(plan: &Plan, subject: &Subject) -> AnyView {
    let now = clock::now();
    let rows: Vec<AnyView> = plan
        .measures
        .iter()
        .enumerate()
        .map(|(n, measure)| {
            let by = measure.by.map(|day| time::calendar_day(day, now));
            view! {
                <tr><td>{n + 1}</td><td class="strong" dir="auto">{measure.what.clone()}</td>
                    <td dir="auto">{measure.who.clone()}</td><td>{by}</td><td dir="auto">{measure.sign.clone()}</td></tr>
            }
            .into_any()
        })
        .collect();
    let target = plan.target.zip(model::unit(subject)).map(|(steps, unit)| typing::steps_words(unit, steps));
    let cost = typing::typed(steward_core::cockpit::indicator::Unit::Number, plan.cost_fen);
    view! {
        <p dir="auto">{plan.causes.clone()}</p>
        <div class="of mtw" role="region" tabindex="0" aria-label=say::alarms::measures()>
            <table class="table">
                <thead><tr><th scope="col"><span class="vh">{say::alarms::number()}</span></th><th scope="col">{say::alarms::measure()}</th>
                    <th scope="col">{say::alarms::who()}</th><th scope="col">{say::alarms::by()}</th><th scope="col">{say::alarms::sign()}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <dl class="facts">
            {target.map(|target| view! { <dt>{say::alarms::target()}</dt><dd>{target}</dd> })}
            <dt>{say::alarms::check_on()}</dt><dd>{time::calendar_day(plan.check_on, now)}</dd>
            <dt>{say::alarms::cost()}</dt><dd>{say::alarms::yuan(&cost)}</dd>
        </dl>
    }
    .into_any()
}

fn form(desk: Desk, page: &AlarmPage) -> AnyView {
    let key = ["alarm-plan-", page.alarm.id.as_str()].concat();
    let start =
        device::kept::<Draft>(&key).or_else(|| page.alarm.plan.as_ref().map(|plan| typed(plan, page)));
    let start = start.unwrap_or_default();
    let text = |text: &str| RwSignal::new(text.to_owned());
    let line = move |key: usize, m: &[String; 4]| Line {
        key,
        what: text(&m[0]),
        who: text(&m[1]),
        by: text(&m[2]),
        sign: text(&m[3]),
    };
    let first =
        if start.measures.is_empty() { vec![<[String; 4]>::default()] } else { start.measures.clone() };
    let lines = RwSignal::new(first.iter().enumerate().map(|(n, m)| line(n, m)).collect::<Vec<_>>());
    let next = StoredValue::new(first.len());
    let (causes, target) = (text(&start.causes), text(&start.target));
    let (check_on, cost) = (text(&start.check_on), text(&start.cost));
    let draft = move || Draft {
        causes: causes.get(),
        measures: lines
            .with(|all| all.iter().map(|l| [l.what.get(), l.who.get(), l.by.get(), l.sign.get()]).collect()),
        target: target.get(),
        check_on: check_on.get(),
        cost: cost.get(),
    };
    let kept_as = key.clone();
    Effect::new(move |before: Option<()>| {
        let now = draft();
        // What was there at the start needs not be kept.
        if before.is_some() {
            device::keep(&kept_as, &now);
        }
    });
    let (alarm, today) = (page.alarm.clone(), page.today);
    let unit = model::unit(&page.alarm.subject);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (plan, mut wrong) = read(&untrack(draft), unit, today);
        let found = plan.check(today, alarm.subject.unit()).err().map(|p| p.fields).unwrap_or_default();
        let known: Vec<Option<Field>> = wrong.iter().map(|p| p.field).collect();
        wrong.extend(found.into_iter().filter(|p| !known.contains(&p.field)));
        if desk.form.begin(wrong) {
            let key = key.clone();
            desk.send(&alarm, Move::Submit { plan }, move || device::forget(&key));
        }
    };
    let add = Callback::new(move |()| {
        let key = next.get_value();
        next.set_value(key + 1);
        lines.update(|all| all.push(line(key, &<[String; 4]>::default())));
    });
    let problems = desk.form.problems;
    let of_lines = move || {
        let found = problems.with(|all| {
            all.iter()
                .filter(|p| p.params.contains_key("n") || p.field == Some(Field::Work))
                .cloned()
                .collect::<Vec<_>>()
        });
        found.iter().map(|p| error_line("al-lines", line_problem(p))).collect::<Vec<_>>()
    };
    let target_field = unit.map(|unit| {
        let hint = [say::alarms::target_hint(), " ", typing::unit_words(unit)].concat();
        view! { <TextField field=Field::Goal value=target problems=problems label=say::alarms::target() hint=hint optional=true /> }
    });
    view! {
        <form class="stack" novalidate on:submit=submit>
            <TextArea field=Field::Reason value=causes problems=problems label=say::alarms::causes() rows=3 />
            <fieldset class="stack t">
                <legend class="label">{say::alarms::measures()}</legend>
                <ol class="stack t plain">
                    <For each=move || lines.get() key=|line| line.key children=move |line| inputs(line, lines) />
                </ol>
                {of_lines}
                <div><Button look=Look::Small symbol=Icon::Plus on_press=add>{say::alarms::add_measure()}</Button></div>
            </fieldset>
            <div class="f3">
                {target_field}
                <TextField field=Field::Period value=check_on problems=problems label=say::alarms::check_on() hint=say::alarms::day_hint() />
                <TextField field=Field::Cost value=cost problems=problems label=say::alarms::cost() hint=say::alarms::cost_hint() />
            </div>
            {desk.form.note()}
            <div class="line"><Button look=Look::Primary submits=true pending=desk.form.pending symbol=Icon::Send>{say::alarms::submit()}</Button></div>
        </form>
    }
    .into_any()
}

/// The inputs of one measure.
fn inputs(line: Line, lines: RwSignal<Vec<Line>>) -> AnyView {
    let text = |value: RwSignal<String>, name: &'static str, kind: &'static str| {
        view! {
            <input class="input" type=kind aria-label=name placeholder=name prop:value=value
                on:input:target=move |event| value.set(event.target().value()) />
        }
    };
    let remove = Callback::new(move |()| lines.update(|all| all.retain(|one| one.key != line.key)));
    view! {
        <li class="measure">
            {text(line.what, say::alarms::measure(), "text")}
            {text(line.who, say::alarms::who(), "text")}
            {text(line.by, say::alarms::by(), "date")}
            {text(line.sign, say::alarms::sign(), "text")}
            <button class="btn icon quiet" type="button" aria-label=say::alarms::remove_measure() on:click=move |_| remove.run(())>
                {icon_small(Icon::Cross)}
            </button>
        </li>
    }
    .into_any()
}

/// What is wrong with a measure, with its number.
fn line_problem(wrong: &Problem) -> String {
    let words = problem::sentence(wrong);
    match (wrong.params.get("n"), wrong.field) {
        (Some(n), Some(field)) => say::alarms::in_measure(&problem::field_name(field), n, &words),
        _ => words,
    }
}

/// A plan as it is typed.
fn typed(plan: &Plan, page: &AlarmPage) -> Draft {
    let unit = model::unit(&page.alarm.subject);
    Draft {
        causes: plan.causes.clone(),
        measures: plan
            .measures
            .iter()
            .map(|m| {
                [m.what.clone(), m.who.clone(), m.by.map(String::from).unwrap_or_default(), m.sign.clone()]
            })
            .collect(),
        target: plan.target.zip(unit).map(|(steps, unit)| typing::typed(unit, steps)).unwrap_or_default(),
        check_on: String::from(plan.check_on),
        cost: typing::typed(steward_core::cockpit::indicator::Unit::Number, plan.cost_fen),
    }
}

/// What is typed as a plan, with what cannot be read.
fn read(
    draft: &Draft,
    unit: Option<steward_core::cockpit::indicator::Unit>,
    today: Day,
) -> (Plan, Vec<Problem>) {
    let mut wrong = Vec::new();
    let target = unit.filter(|_| !draft.target.trim().is_empty()).and_then(|unit| {
        let steps = typing::steps(unit, &draft.target);
        if steps.is_none() {
            wrong.push(Problem::new(Code::UnknownChoice).at(Field::Goal));
        }
        steps
    });
    let check_on = Day::try_from(draft.check_on.trim().to_owned()).ok();
    if check_on.is_none() {
        wrong.push(Problem::new(Code::Required).at(Field::Period));
    }
    let cost = typing::hundredths(&draft.cost);
    if cost.is_none() {
        wrong.push(Problem::new(Code::Required).at(Field::Cost));
    }
    let measures = draft.measures.iter().filter(|m| m.iter().any(|text| !text.trim().is_empty()));
    let measures = measures.map(|[what, who, by, sign]| Measure {
        what: what.trim().to_owned(),
        who: who.trim().to_owned(),
        by: Day::try_from(by.clone()).ok(),
        sign: sign.trim().to_owned(),
    });
    let plan = Plan {
        causes: draft.causes.trim().to_owned(),
        measures: measures.collect(),
        target,
        check_on: check_on.unwrap_or(today),
        cost_fen: cost.unwrap_or(0),
    };
    (plan, wrong)
}
