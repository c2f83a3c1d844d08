//! Asking for an exception of a project (R14): a limit, the ladder, or the hours of its desk or night service.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::ids::{CalendarId, ProjectId};
use steward_core::problem::Field;
use steward_core::sla::escalation::Rung;
use steward_core::sla::standards::api::ASK_DEVIATION;
use steward_core::sla::standards::deviation::Ask;
use steward_core::sla::standards::{Fault, NamedCalendar, Standard};

use super::limits::{length_field, options};
use super::model::Unit;
use super::{conditions, why};
use crate::net::{Failure, call, session};
use crate::ui::field::inputs::local_time;
use crate::ui::{Button, Dialog, Form, Icon, Look, SelectField, TextArea, toast};
use crate::words::say;

/// What an exception is about.
#[derive(Clone, Copy, PartialEq)]
enum Subject {
    /// One limit.
    Limit,
    /// After how long which level hears of a late ticket (R11).
    Ladder,
    /// When the desk works (R07).
    Desk,
    /// When the night service works (R07).
    Night,
}

impl Subject {
    const ALL: [Self; 4] = [Self::Limit, Self::Ladder, Self::Desk, Self::Night];

    const fn word(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Ladder => "ladder",
            Self::Desk => "desk",
            Self::Night => "night",
        }
    }

    fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|subject| subject.word() == word).unwrap_or(Self::Limit)
    }
}

/// The way to a new exception.
pub(super) fn open(group: Standard, fresh: Callback<()>) -> AnyView {
    let open = RwSignal::new(false);
    let press = Callback::new(move |()| open.set(true));
    let group = StoredValue::new(group);
    view! {
        <Button symbol=Icon::Plus on_press=press>{say::standards::ask_exception()}</Button>
        <Dialog open=open title=say::standards::ask_exception()>
            {group.with_value(|group| form(group, open, fresh))}
        </Dialog>
    }
    .into_any()
}

fn form(group: &Standard, open: RwSignal<bool>, fresh: Callback<()>) -> AnyView {
    let form = Form::new();
    let projects = session::me_untracked().map(|me| me.projects).unwrap_or_default();
    let project = RwSignal::new(projects.first().map(|p| p.project.to_string()).unwrap_or_default());
    let projects: Vec<_> = projects.into_iter().map(|p| (p.project.to_string(), p.name)).collect();
    let subject = RwSignal::new(Subject::Limit.word().to_owned());
    let words = |s: &Subject| {
        (s.word().to_owned(), say::standards::exception_of(s.word()).unwrap_or_default().to_owned())
    };
    let subjects: Vec<_> = Subject::ALL.iter().map(words).collect();
    let chosen = move || subject.with(|word| Subject::of(word));
    let inputs = conditions::Inputs::of(&group.policy.limits);
    let ladder = RwSignal::new(group.policy.ladder.clone());
    let hours = RwSignal::new(group.calendars.first().map(|c| c.id.to_string()).unwrap_or_default());
    let calendars = StoredValue::new(group.calendars.clone());
    let about = move || match chosen() {
        Subject::Limit => calendars.with_value(|all| inputs.view(all, form.problems)),
        Subject::Ladder => rungs(ladder),
        Subject::Desk | Subject::Night => calendars.with_value(|all| hours_of(all, hours)),
    };
    let (reason, until) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Ok(project) = ProjectId::try_from(project.get_untracked()) else { return };
        let mut request = Ask {
            project,
            limits: Vec::new(),
            ladder: Vec::new(),
            desk: None,
            night: None,
            from: None,
            until: local_time(&until.get_untracked()),
            reason: reason.get_untracked(),
        };
        let calendar = || CalendarId::try_from(hours.get_untracked()).ok();
        match untrack(chosen) {
            Subject::Limit => match inputs.read() {
                Some(limit) => request.limits.push(limit),
                None => {
                    form.refused(say::standards::not_a_length().to_owned());
                    return;
                }
            },
            Subject::Ladder => request.ladder = ladder.get_untracked(),
            Subject::Desk => request.desk = calendar(),
            Subject::Night => request.night = calendar(),
        }
        if !form.begin(Vec::new()) {
            return;
        }
        spawn_local(async move {
            match call(&ASK_DEVIATION, &[], &request).await {
                Ok(_) => {
                    form.pending.set(false);
                    open.set(false);
                    toast::tell(say::standards::asked());
                    fresh.run(());
                }
                Err(failure) => form.refused(faults(&failure)),
            }
        });
    };
    view! {
        <form class="stack" on:submit=send>
            <SelectField field=Field::Household label=say::standards::project() value=project options=projects problems=form.problems />
            <SelectField field=Field::Target label=say::standards::exception_about() value=subject options=subjects problems=form.problems />
            {about}
            <TextArea field=Field::Reason value=reason problems=form.problems rows=3 />
            <div class="field">
                <label for="dev-until">{say::standards::until()} " " <span class="opt">{say::common::optional()}</span></label>
                <input class="input" type="datetime-local" id="dev-until" prop:value=until
                    on:input:target=move |event| until.set(event.target().value()) />
            </div>
            {form.note()}
            <Button look=Look::Primary submits=true pending=Signal::derive(move || form.pending.get())>
                {say::standards::send_ask()}
            </Button>
        </form>
    }
    .into_any()
}

/// The rungs of the ladder, each with the time after which it is reached.
fn rungs(ladder: RwSignal<Vec<Rung>>) -> AnyView {
    let one = |(n, rung): (usize, Rung)| {
        let name = say::desk::level(&rung.level);
        let field = length_field(rung.after, Unit::Hours, &name, Memo::new(|_| None), move |after| {
            ladder.update(|rungs| {
                if let Some(rung) = rungs.get_mut(n) {
                    rung.after = after;
                }
            });
        });
        view! { <div class="line">{name.clone()}{field}</div> }.into_any()
    };
    let fields: Vec<AnyView> = ladder.get_untracked().into_iter().enumerate().map(one).collect();
    view! { <fieldset class="stack t"><legend>{say::standards::ladder()}</legend>{fields}</fieldset> }
        .into_any()
}

/// The calendars that a desk can work by.
fn hours_of(calendars: &[NamedCalendar], chosen: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for="dev-hours">{say::standards::calendar()}</label>
            <select class="input" id="dev-hours" on:change:target=move |event| chosen.set(event.target().value())>
                {options(calendars, chosen)}
            </select>
            <p class="hint">{say::standards::hours_hint()}</p>
        </div>
    }
    .into_any()
}

/// What is wrong with what was asked for, in words.
fn faults(failure: &Failure) -> String {
    let found: Option<Vec<Fault>> = match failure {
        Failure::Problem(problem) => {
            problem.params.get("faults").and_then(|text| serde_json::from_str(text).ok())
        }
        _ => None,
    };
    let words = |f: &Fault| say::standards::fault(f.kind.word()).unwrap_or_default();
    found.map_or_else(|| why(failure), |all| all.iter().map(words).collect::<Vec<_>>().join(" "))
}
