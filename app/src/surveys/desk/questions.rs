//! The questions of a draft: added, worded, moved, removed.

use leptos::prelude::*;
use steward_core::accounts::Department;
use steward_core::performance::satisfaction::{Duty, Weight};
use steward_core::surveys::campaign::question::QUESTIONS;
use steward_core::surveys::campaign::{Kind, Plan, Question};

use super::inputs::{Shape, text, tick};
use super::{model, read};
use crate::ui::{Form, Icon, icon_button};
use crate::words::{label, say};

/// The weight that is offered first, in percent: that of R52's example.
const USUAL_WEIGHT: u8 = 20;

/// The kinds, in the order in which they are offered.
const KINDS: [&str; 6] = ["csat", "nps", "ces", "matrix", "choice", "open"];

/// The questions with their inputs. `drawn` is told when their number or order changes.
pub(super) fn editor(plan: RwSignal<Plan>, form: Form, drawn: RwSignal<u32>) -> AnyView {
    let again = move || drawn.update(|n| *n = n.wrapping_add(1));
    let change = move |with: &dyn Fn(&mut Vec<Question>)| {
        plan.update_untracked(|plan| with(&mut plan.questions.0));
        form.clear();
        again();
    };
    let cards = move || {
        drawn.track();
        let all = plan.with_untracked(|p| p.questions.0.clone());
        let last = all.len();
        all.into_iter().enumerate().map(|(n, q)| card(plan, form, n, last, q, change)).collect::<Vec<_>>()
    };
    let add = KINDS.map(|word| {
        let press = move |_| {
            let made = plan.with_untracked(|p| model::new_question(&p.questions, word));
            let full = plan.with_untracked(|p| p.questions.0.len() >= QUESTIONS);
            if let Some(question) = made.filter(|_| !full) {
                change(&|all| all.push(question.clone()));
            }
        };
        let words = say::surveys::kind(word).unwrap_or(word);
        view! { <button class="btn small" type="button" on:click=press>{"+ "}{words}</button> }.into_any()
    });
    view! {
        <section class="stack" aria-labelledby="questions">
            <h2 id="questions">{say::surveys::questions()}</h2>
            {cards}
            <div class="line" role="group" aria-label=say::surveys::add_question()>{Vec::from(add)}</div>
        </section>
    }
    .into_any()
}

fn card(
    plan: RwSignal<Plan>,
    form: Form,
    n: usize,
    last: usize,
    question: Question,
    change: impl Fn(&dyn Fn(&mut Vec<Question>)) + Copy + 'static,
) -> AnyView {
    let put = move |with: &dyn Fn(&mut Question)| {
        plan.update_untracked(|plan| {
            if let Some(question) = plan.questions.0.get_mut(n) {
                with(question);
            }
        });
    };
    let place = move |part: &str| ["question.", &(n + 1).to_string(), part].concat();
    let kind = question.kind.clone();
    let name = say::surveys::kind(kind.word()).unwrap_or_default();
    let up = move || change(&|all| all.swap(n, n - 1));
    let down = move || change(&|all| all.swap(n, n + 1));
    let remove = move || {
        change(&|all| {
            all.remove(n);
        });
    };
    let parts = match &kind {
        Kind::Matrix { rows } => Some((say::surveys::rows(), ".row", model::lines(rows))),
        Kind::Choice { options, .. } => Some((say::surveys::options(), ".option", model::lines(options))),
        Kind::Csat | Kind::Nps | Kind::Ces | Kind::Open => None,
    };
    let parts = parts.map(|(words, part, value)| {
        text(
            (words.to_owned(), Some(say::surveys::lines_hint().to_owned())),
            (form, place(part)),
            Shape::Lines(4),
            value,
            move |value| {
                put(&|question| match &mut question.kind {
                    Kind::Matrix { rows: parts } | Kind::Choice { options: parts, .. } => {
                        *parts = model::parts(&value);
                    }
                    Kind::Csat | Kind::Nps | Kind::Ces | Kind::Open => {}
                });
            },
        )
    });
    let many = matches!(kind, Kind::Choice { .. }).then(|| {
        let is = matches!(kind, Kind::Choice { many: true, .. });
        tick("checkbox", "", say::surveys::many().to_owned(), is, move |on| {
            put(&|question| {
                if let Kind::Choice { many, .. } = &mut question.kind {
                    *many = on;
                }
            });
        })
    });
    view! {
        <section class="card pad stack t" aria-label=say::surveys::question_n(&(n + 1))>
            <div class="head">
                <h3 class="label">{say::surveys::question_n(&(n + 1))} " · " {name}</h3>
                <div class="end line">
                    {(n > 0).then(|| view! { <button class="btn small" type="button" on:click=move |_| up()>{say::surveys::up()}</button> })}
                    {(n + 1 < last).then(|| view! { <button class="btn small" type="button" on:click=move |_| down()>{say::surveys::down()}</button> })}
                    {icon_button(Icon::Cross, say::surveys::remove(), remove)}
                </div>
            </div>
            <div class="pair">
                {text(
                    (say::surveys::in_chinese().to_owned(), None),
                    (form, place(".text.zh")),
                    Shape::Line,
                    question.text.zh.clone(),
                    move |value| put(&|question| question.text.zh.clone_from(&value)),
                )}
                {text(
                    (say::surveys::in_english().to_owned(), None),
                    (form, place(".text.en")),
                    Shape::Line,
                    question.text.en.clone(),
                    move |value| put(&|question| question.text.en.clone_from(&value)),
                )}
            </div>
            {parts}
            {(kind == Kind::Csat).then(|| duty(question.duty, put))}
            <div class="chips">
                {tick("checkbox", "", say::surveys::required().to_owned(), question.required, move |on| {
                    put(&|question| question.required = on);
                })}
                {many}
            </div>
        </section>
    }
    .into_any()
}

/// Whose assessment the score enters (S36), and how much of it that is.
fn duty(now: Option<Duty>, put: impl Fn(&dyn Fn(&mut Question)) + Copy + Send + Sync + 'static) -> AnyView {
    let chosen = RwSignal::new(now);
    let usual = Weight::try_from(USUAL_WEIGHT).ok();
    let keep = move |duty: Option<Duty>| {
        chosen.set(duty);
        put(&|question| question.duty = duty);
    };
    let departments = Department::ALL.iter().map(|department| {
        let is = now.is_some_and(|duty| duty.department == *department);
        view! { <option value=department.word() selected=is>{label::department(*department)}</option> }
    });
    let pick = move |word: String| {
        let weight = chosen.get_untracked().map(|duty| duty.weight).or(usual);
        let department = Department::from_word(&word);
        keep(department.zip(weight).map(|(department, weight)| Duty { department, weight }));
    };
    let weigh = move |word: String| {
        let weight = word.parse::<u8>().ok().and_then(|percent| Weight::try_from(percent).ok());
        let department = chosen.get_untracked().map(|duty| duty.department);
        if let Some((department, weight)) = department.zip(weight) {
            keep(Some(Duty { department, weight }));
        }
    };
    let weights = move || {
        chosen.get().map(|duty| {
            let options = (10..=40_u8).step_by(5).map(|percent| {
                let is = u8::from(duty.weight) == percent;
                view! { <option value=percent.to_string() selected=is>{percent} "%"</option> }
            });
            view! {
                <label class="field">
                    <span>{say::surveys::duty_weight()}</span>
                    <select class="input" on:change:target=move |event| weigh(event.target().value())>
                        {options.collect::<Vec<_>>()}
                    </select>
                </label>
            }
        })
    };
    view! {
        <div class="pair">
            <label class="field">
                <span>{say::surveys::duty()}</span>
                <select class="input" on:change:target=move |event| pick(event.target().value())>
                    <option value="">{say::surveys::duty_none()}</option>
                    {departments.collect::<Vec<_>>()}
                </select>
            </label>
            {weights}
        </div>
    }
    .into_any()
}

/// The questions of a survey that has begun, to be read.
pub(super) fn shown(plan: &Plan) -> AnyView {
    let one = |question: &Question| {
        let kind = say::surveys::kind(question.kind.word()).unwrap_or_default();
        let parts = match &question.kind {
            Kind::Matrix { rows: parts } | Kind::Choice { options: parts, .. } => {
                parts.iter().map(read).collect::<Vec<_>>().join(" · ")
            }
            Kind::Csat | Kind::Nps | Kind::Ces | Kind::Open => String::new(),
        };
        view! {
            <li>
                {read(&question.text)} " " <span class="mute xs">{kind}</span>
                {(!parts.is_empty()).then(|| view! { <br /><span class="mute sm">{parts}</span> })}
            </li>
        }
        .into_any()
    };
    let all: Vec<AnyView> = plan.questions.0.iter().map(one).collect();
    view! { <ol class="asked">{all}</ol> }.into_any()
}
