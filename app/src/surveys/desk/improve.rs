//! What follows from a survey: improvements with who and until when, and their effect in the next wave (ISO 10004).

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::surveys::campaign::api::{
    ADD_IMPROVEMENT, EDIT_IMPROVEMENT, ImprovementMove, MOVE_IMPROVEMENT, MoveImprovement, NewImprovement,
    ResultsPage,
};
use steward_core::surveys::campaign::improvement::{
    Effect, Improvement, ImprovementDraft, Measure, Progress,
};
use steward_core::surveys::campaign::results::Item;
use steward_core::time::Seconds;

use super::inputs::{Shape, instant, moment, text};
use super::results::item_name;
use super::{model, why};
use crate::net::{call, clock, new_command_id};
use crate::ui::button::Button;
use crate::ui::field::next_id;
use crate::ui::{Form, Look, Status, pill};
use crate::words::{label, say, time};

/// The improvements of a survey, and the form for another one.
pub(super) fn section(page: &ResultsPage, again: Callback<()>) -> AnyView {
    let all: Vec<AnyView> = page.improvements.iter().map(|i| card(page, i, again)).collect();
    let none = all.is_empty().then(|| view! { <p class="mute">{say::surveys::no_improvements()}</p> });
    let add = page.may_change.then(|| form(page, None, (again, None)));
    view! {
        <section class="stack" aria-labelledby="improvements">
            <h2 id="improvements">{say::surveys::improvements()}</h2>
            {none}
            {all}
            {add}
        </section>
    }
    .into_any()
}

fn card(page: &ResultsPage, improvement: &Improvement, again: Callback<()>) -> AnyView {
    let said = &improvement.said;
    let question = page.campaign.plan.questions.find(&said.measure.question);
    let measure = question.map(|q| item_name(q, said.measure.row)).unwrap_or_default();
    let status = match improvement.progress {
        Progress::Planned => Status::On,
        Progress::Done | Progress::Checked => Status::Done,
    };
    let compared = improvement.comparison.as_ref().map(|c| {
        let (low, high) = model::interval(&c.difference);
        let words = say::surveys::compared(
            &model::tenth(c.after.value),
            &model::tenth(c.before.value),
            &model::signed(c.difference.value),
            &high,
            &low,
        );
        let status = match c.effect {
            Effect::Better | Effect::Same => Status::Done,
            Effect::Worse => Status::Over,
        };
        view! { <p class="line">{pill(status, label::survey_effect(c.effect))} <span class="sm">{words}</span></p> }
    });
    let sending = Form::new();
    let id = improvement.id.to_string();
    let step = move |to: ImprovementMove| {
        sending.clear();
        sending.pending.set(true);
        let id = id.clone();
        spawn_local(async move {
            let answer = call(&MOVE_IMPROVEMENT, &[id.as_str()], &MoveImprovement { to }).await;
            sending.pending.set(false);
            match answer {
                Ok(_) => again.run(()),
                Err(failure) => sending.refused(why(&failure)),
            }
        });
    };
    let next = match improvement.progress {
        Progress::Planned => Some((ImprovementMove::Done, say::surveys::mark_done())),
        Progress::Done if page.next.is_some() => Some((ImprovementMove::Check, say::surveys::check_effect())),
        Progress::Done | Progress::Checked => None,
    };
    let next = next.filter(|_| page.may_change).map(|(to, words)| {
        let press = Callback::new(move |()| step(to));
        view! { <Button pending=sending.pending on_press=press>{words}</Button> }
    });
    let editing = RwSignal::new(false);
    let may_edit = page.may_change && improvement.progress == Progress::Planned;
    let edit = may_edit.then(|| {
        let press = Callback::new(move |()| editing.set(true));
        move || (!editing.get()).then(|| view! { <Button on_press=press>{say::surveys::edit()}</Button> })
    });
    let (of, whole) = (improvement.clone(), StoredValue::new(page.clone()));
    let edit_form = move || {
        let leave = Callback::new(move |()| editing.set(false));
        editing.get().then(|| whole.with_value(|page| form(page, Some(&of), (again, Some(leave)))))
    };
    let waits = (improvement.progress == Progress::Done && page.next.is_none())
        .then(|| view! { <p class="sm mute">{say::surveys::waits_for_wave()}</p> });
    view! {
        <article class="card pad stack t">
            <div class="line">{pill(status, label::survey_progress(improvement.progress))} <b>{said.finding.clone()}</b></div>
            <p>{said.action.clone()}</p>
            <p class="sm mute">
                {say::surveys::responsible(&time::day(said.due, clock::now()), &said.person)} " · " {measure}
            </p>
            {compared}
            {waits}
            {sending.note()}
            <div class="line">{next} {edit}</div>
            {edit_form}
        </article>
    }
    .into_any()
}

/// A figure that an improvement can move: its place among the items, and its name.
fn measures(page: &ResultsPage) -> Vec<(Measure, String)> {
    let one = |item: &Item| {
        let question = page.campaign.plan.questions.find(&item.question)?;
        let scored = matches!(question.kind.word(), "csat" | "nps" | "ces" | "matrix");
        let measure = Measure { question: item.question.clone(), row: item.row };
        scored.then(|| (measure, item_name(question, item.row)))
    };
    page.results.items.iter().filter_map(one).collect()
}

/// The form of a new improvement, or of one that is changed; `leave` ends the change.
fn form(
    page: &ResultsPage,
    changed: Option<&Improvement>,
    (again, leave): (Callback<()>, Option<Callback<()>>),
) -> AnyView {
    let measures = measures(page);
    let Some((first, _)) = measures.first().cloned() else { return ().into_any() };
    let form = Form::new();
    let command = StoredValue::new(new_command_id());
    let begin = changed.map_or_else(
        || ImprovementDraft {
            finding: String::new(),
            action: String::new(),
            person: String::new(),
            due: clock::now() + Seconds::days(30),
            measure: first,
        },
        |improvement| improvement.said.clone(),
    );
    let edited = changed.map(|improvement| improvement.id.to_string());
    let draft = RwSignal::new(begin.clone());
    let questions = StoredValue::new(page.campaign.plan.questions.clone());
    let id = page.campaign.id.to_string();
    let send = Callback::new(move |()| {
        let found = questions.with_value(|q| draft.with_untracked(|d| d.check(q)));
        if !form.begin(found) {
            return;
        }
        let (id, edited) = (id.clone(), edited.clone());
        spawn_local(async move {
            let draft = draft.get_untracked();
            let answer = match edited {
                Some(edited) => call(&EDIT_IMPROVEMENT, &[edited.as_str()], &draft).await,
                None => {
                    let new = NewImprovement { command_id: command.get_value(), draft };
                    call(&ADD_IMPROVEMENT, &[id.as_str()], &new).await
                }
            };
            form.pending.set(false);
            match answer {
                Ok(_) => again.run(()),
                Err(failure) if failure.fields().is_empty() => form.refused(why(&failure)),
                Err(failure) => form.failed(&failure),
            }
        });
    });
    let select = next_id();
    let options: Vec<AnyView> = measures
        .iter()
        .enumerate()
        .map(|(n, (measure, name))| {
            let is = *measure == begin.measure;
            view! { <option value=n.to_string() selected=is>{name.clone()}</option> }.into_any()
        })
        .collect();
    let choose = move |value: String| {
        let measure = value.parse::<usize>().ok().and_then(|n| measures.get(n)).map(|m| m.0.clone());
        if let Some(measure) = measure {
            draft.update_untracked(|d| d.measure = measure);
        }
    };
    let at = |place: &str| (form, place.to_owned());
    let label = |words: &'static str| (words.to_owned(), None);
    let (title, press) = match changed {
        Some(_) => (say::surveys::edit_improvement(), say::surveys::save()),
        None => (say::surveys::add_improvement(), say::surveys::add_improvement()),
    };
    let look = if changed.is_some() { Look::Plain } else { Look::Primary };
    let leave = leave.map(|leave| {
        view! { <Button look=Look::Quiet on_press=leave>{say::surveys::cancel_edit()}</Button> }
    });
    let heading = next_id();
    let titled = heading.clone();
    view! {
        <section class="card pad stack" aria-labelledby=titled>
            <h3 id=heading class="label">{title}</h3>
            {text(label(say::surveys::finding()), at("finding"), Shape::Lines(2), begin.finding,
                move |v| draft.update_untracked(|d| d.finding = v))}
            {text(label(say::surveys::action()), at("action"), Shape::Lines(2), begin.action,
                move |v| draft.update_untracked(|d| d.action = v))}
            <div class="pair">
                {text(label(say::surveys::person()), at("person"), Shape::Line, begin.person,
                    move |v| draft.update_untracked(|d| d.person = v))}
                {text(label(say::surveys::due()), at("due"), Shape::Moment, moment(begin.due),
                    move |v| if let Some(at) = instant(&v) { draft.update_untracked(|d| d.due = at); })}
            </div>
            <div class="field">
                <label for=select.clone()>{say::surveys::measure()}</label>
                <select class="input" id=select on:change:target=move |event| choose(event.target().value())>
                    {options}
                </select>
            </div>
            {form.note()}
            <div class="line"><Button look=look pending=form.pending on_press=send>{press}</Button> {leave}</div>
        </section>
    }
    .into_any()
}
