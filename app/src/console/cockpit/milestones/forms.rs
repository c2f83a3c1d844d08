//! The forms: a new milestone, the plan to begin with, and each move with its day or its reason.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::cockpit::milestone::api::{MOVE_MILESTONE, MoveMilestone, PLAN_MILESTONES, PlanMilestones};
use steward_core::cockpit::milestone::{Buffer, Milestone, Move, Plan, Refused, starter};
use steward_core::cockpit::period::Period;
use steward_core::day::Day;
use steward_core::ids::ProjectId;
use steward_core::problem::{Code, Field, Problem};

use super::model;
use crate::net::{Failure, call};
use crate::ui::field::{Labelled, Tie, clear};
use crate::ui::{Button, Form, Kind, Look, SelectField, TextArea, TextField, toast};
use crate::words::say;

/// What a form is for.
#[derive(Clone, PartialEq)]
pub(super) enum Act {
    Add,
    Starter,
    Start(Milestone),
    Finish(Milestone),
    Replan(Milestone),
    Reopen(Milestone),
    Withdraw(Milestone),
}

/// The dialog and what is typed in it.
#[derive(Clone, Copy)]
pub(super) struct Forms {
    pub(super) act: RwSignal<Option<Act>>,
    pub(super) shown: RwSignal<bool>,
    pub(super) today: RwSignal<Option<Day>>,
    form: Form,
    place: RwSignal<String>,
    name: RwSignal<String>,
    first: RwSignal<String>,
    last: RwSignal<String>,
    buffer: RwSignal<String>,
    buffer_what: RwSignal<String>,
    reason: RwSignal<String>,
    again: Callback<()>,
}

impl Forms {
    pub(super) fn new(again: Callback<()>) -> Self {
        Self {
            act: RwSignal::new(None),
            shown: RwSignal::new(false),
            today: RwSignal::new(None),
            form: Form::new(),
            place: RwSignal::default(),
            name: RwSignal::default(),
            first: RwSignal::default(),
            last: RwSignal::default(),
            buffer: RwSignal::default(),
            buffer_what: RwSignal::default(),
            reason: RwSignal::default(),
            again,
        }
    }

    /// Opens the form of an act, filled with what stands.
    pub(super) fn open(self, act: Act) {
        let today = self.today.get_untracked().map(String::from).unwrap_or_default();
        let stands = match &act {
            Act::Replan(one) => Some(&one.plan),
            _ => None,
        };
        self.form.clear();
        self.form.pending.set(false);
        self.name.set(String::new());
        self.first.set(stands.map_or(today, |plan| plan.days.first.into()));
        self.last.set(stands.map(|plan| plan.days.last.into()).unwrap_or_default());
        let buffer = stands.and_then(|plan| plan.buffer.as_ref());
        self.buffer.set(buffer.map(|buffer| buffer.days.to_string()).unwrap_or_default());
        self.buffer_what.set(buffer.map(|buffer| buffer.what.clone()).unwrap_or_default());
        self.reason.set(String::new());
        self.act.set(Some(act));
        self.shown.set(true);
    }

    /// The form of an act.
    pub(super) fn of(self, act: &Act, places: &[(Option<ProjectId>, String)]) -> AnyView {
        let Self { form, name, first, reason, .. } = self;
        let own = act.clone();
        let known = places.to_vec();
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            self.send(&own, &known);
        };
        let place = matches!(act, Act::Add | Act::Starter).then(|| self.place_field(places));
        let why = || view! { <TextArea field=Field::Reason value=reason problems=form.problems rows=2 label=say::milestones::reason() /> };
        let inputs = match act {
            Act::Add => view! {
                <TextField field=Field::Goal value=name problems=form.problems label=say::milestones::name() hint=say::milestones::name_hint() autofocus=true />
                {self.plan_fields()}
            }
            .into_any(),
            Act::Starter => view! {
                <p class="sm mute">{say::milestones::starter_form()}</p>
                {date(say::milestones::begins(), first, form)}
            }
            .into_any(),
            Act::Start(_) => date(say::milestones::started_on(), first, form),
            Act::Finish(_) => date(say::milestones::finished_on(), first, form),
            Act::Replan(_) => view! {
                <p class="sm mute">{say::milestones::replan_note()}</p>
                {self.plan_fields()}
                {why()}
            }
            .into_any(),
            Act::Reopen(_) | Act::Withdraw(_) => why().into_any(),
        };
        let leave = Callback::new(move |()| self.shown.set(false));
        view! {
            <form class="stack" novalidate on:submit=submit>
                {place}
                {inputs}
                {form.note()}
                <div class="line">
                    <Button look=Look::Primary submits=true pending=form.pending>{say::milestones::save()}</Button>
                    <Button look=Look::Quiet on_press=leave>{say::common::cancel()}</Button>
                </div>
            </form>
        }
        .into_any()
    }

    fn place_field(self, places: &[(Option<ProjectId>, String)]) -> AnyView {
        let options: Vec<(String, String)> =
            places.iter().map(|(project, name)| (key(project.as_ref()), name.clone())).collect();
        if let Some((first, _)) = options.first()
            && options.iter().all(|(key, _)| self.place.with_untracked(|chosen| chosen != key))
        {
            self.place.set(first.clone());
        }
        view! {
            <SelectField field=Field::Household label=say::milestones::whose() value=self.place options=options
                problems=RwSignal::new(Vec::new()) />
        }
        .into_any()
    }

    fn plan_fields(self) -> AnyView {
        let problems = self.form.problems;
        view! {
            <div class="two">
                {date_of(say::milestones::first_day(), self.first, RwSignal::new(Vec::new()))}
                {date(say::milestones::last_day(), self.last, self.form)}
            </div>
            <div class="two">
                <TextField field=Field::Buffer value=self.buffer problems=problems kind=Kind::Number label=say::milestones::buffer_days() hint=say::milestones::buffer_hint() optional=true />
                <TextField field=Field::Note value=self.buffer_what problems=problems label=say::milestones::buffer_what() optional=true />
            </div>
        }
        .into_any()
    }

    /// The typed plan's days and buffer, or what is wrong with them.
    fn typed(self) -> Result<(Period, Option<Buffer>), Vec<Problem>> {
        let (first, last) = (self.first.get_untracked(), self.last.get_untracked());
        let mut wrong = Vec::new();
        let mut day = |text: &str| model::typed_day(text).map_err(|problem| wrong.push(problem)).ok();
        let days = day(&first).zip(day(&last)).map(|(first, last)| Period { first, last });
        let (text, what) = (self.buffer.get_untracked(), self.buffer_what.get_untracked());
        let (text, what) = (text.trim(), what.trim());
        let buffer = (!text.is_empty() || !what.is_empty()).then(|| Buffer {
            // What is no number is out of range, as 0 is.
            days: text.parse().unwrap_or_default(),
            what: what.to_owned(),
        });
        match days {
            Some(days) if wrong.is_empty() => Ok((days, buffer)),
            _ => {
                wrong.dedup();
                Err(wrong)
            }
        }
    }

    fn send(self, act: &Act, places: &[(Option<ProjectId>, String)]) {
        let reason = self.reason.get_untracked().trim().to_owned();
        let on = || model::typed_day(&self.first.get_untracked()).map_err(|problem| vec![problem]);
        let made = match act {
            Act::Add | Act::Starter => return self.plan(act, places),
            Act::Start(one) => on().map(|on| (one, Move::Start { on })),
            Act::Finish(one) => on().map(|on| (one, Move::Finish { on })),
            Act::Replan(one) => {
                self.typed().map(|(days, buffer)| (one, Move::Replan { days, buffer, reason }))
            }
            Act::Reopen(one) => Ok((one, Move::Reopen { reason })),
            Act::Withdraw(one) => Ok((one, Move::Withdraw { reason })),
        };
        let today = self.today.get_untracked();
        let checked = made.and_then(|(one, what)| match today.map(|today| what.check(one, today)) {
            Some(Err(problem)) => Err(problem.fields),
            Some(Ok(())) | None => Ok((one, what)),
        });
        match checked {
            Err(wrong) => {
                self.form.begin(wrong);
            }
            Ok((one, what)) => {
                if self.form.begin(Vec::new()) {
                    let (n, asked) = (one.n.to_string(), MoveMilestone { seq: one.seq(), what });
                    spawn_local(async move {
                        let answer = call(&MOVE_MILESTONE, &[&n], &asked).await.map(drop);
                        self.answered(answer);
                    });
                }
            }
        }
    }

    /// Plans one, or the plan to begin with.
    fn plan(self, act: &Act, places: &[(Option<ProjectId>, String)]) {
        let chosen = self.place.get_untracked();
        let project =
            places.iter().find(|(one, _)| key(one.as_ref()) == chosen).and_then(|(one, _)| one.clone());
        let plans: Result<Vec<Plan>, Vec<Problem>> = if *act == Act::Starter {
            model::typed_day(&self.first.get_untracked()).map_err(|problem| vec![problem]).map(|first| {
                let words = |code: &str| say::milestones::starter_word(code).unwrap_or_default().to_owned();
                let all = starter().unwrap_or_default();
                all.iter().map(|one| one.plan(project.clone(), first, words)).collect()
            })
        } else {
            let name = self.name.get_untracked().trim().to_owned();
            self.typed().map(|(days, buffer)| vec![Plan { project, name, days, buffer }])
        };
        let wrong = match &plans {
            Ok(plans) => {
                plans.iter().filter_map(|plan: &Plan| plan.check().err()).flat_map(|p| p.fields).collect()
            }
            Err(wrong) => wrong.clone(),
        };
        if self.form.begin(wrong)
            && let Ok(plans) = plans
        {
            spawn_local(async move {
                let answer = call(&PLAN_MILESTONES, &[], &PlanMilestones { plans }).await.map(drop);
                self.answered(answer);
            });
        }
    }

    fn answered(self, answer: Result<(), Failure>) {
        let Err(failure) = answer else {
            self.form.pending.set(false);
            self.shown.set(false);
            toast::tell(say::milestones::saved());
            return self.again.run(());
        };
        let rule = match &failure {
            Failure::Problem(problem) => problem.params.get("rule").and_then(|word| Refused::from_word(word)),
            _ => None,
        };
        match rule {
            Some(rule) => {
                self.form.refused(say::milestones::refused(rule.word()).unwrap_or_default().to_owned());
            }
            None if failure.code() == Some(Code::Conflict) => {
                self.form.refused(say::milestones::changed_meanwhile().to_owned());
                self.again.run(());
            }
            None => self.form.failed(&failure),
        }
    }
}

/// The word of a place in the chooser.
fn key(project: Option<&ProjectId>) -> String {
    project.map(ToString::to_string).unwrap_or_default()
}

fn date(label: &'static str, value: RwSignal<String>, form: Form) -> AnyView {
    date_of(label, value, form.problems)
}

fn date_of(label: &'static str, value: RwSignal<String>, problems: crate::ui::Problems) -> AnyView {
    let input = move |tie: Tie| {
        view! {
            <input class="input" type="date" id=tie.id name=Field::Period.name() prop:value=value
                aria-invalid=tie.invalid aria-describedby=tie.described
                on:input:target=move |event| {
                    value.set(event.target().value());
                    clear(problems, Field::Period);
                } />
        }
        .into_any()
    };
    view! { <Labelled field=Field::Period label=label problems=problems input=input /> }.into_any()
}
