//! The form behind an act: the inputs that this kind of command needs, then one button.

use leptos::prelude::*;
use steward_core::accounts::Department;
use steward_core::endpoint::Nothing;
use steward_core::problem::Field;
use steward_core::sla::clock::Elastic;
use steward_core::tickets::api::CANDIDATES;
use steward_core::tickets::candidates::{Candidate, Exclusion};
use steward_core::tickets::command::{CheckIn, ComplaintStep, PauseReason};
use steward_core::tickets::{Category, CommandKind, Event, Urgency};
use steward_core::time::Instant;

use super::model::{self, Filled};
use super::send::{Desk, Outcome};
use crate::console::ticket::events;
use crate::net::{call, clock, new_command_id};
use crate::ui::field::Labelled;
use crate::ui::{
    Banner, Button, Chips, Choice, Look, PhotoPicker, Photos, Problems, SelectField, Status, TextArea,
    TextField, focus_first_wrong, load, loaded, skeleton, toast,
};
use crate::words::{label, problem, say, time};

/// What a form holds while it is filled in.
#[derive(Clone, Copy)]
struct Inputs {
    text: RwSignal<String>,
    second: RwSignal<String>,
    third: RwSignal<String>,
    choice: RwSignal<String>,
    other: RwSignal<String>,
    yes: RwSignal<Option<bool>>,
    also: RwSignal<Option<bool>>,
    third_yes: RwSignal<Option<bool>>,
    at: RwSignal<String>,
    photos: Photos,
    problems: Problems,
}

impl Inputs {
    fn new() -> Self {
        Self {
            text: RwSignal::default(),
            second: RwSignal::default(),
            third: RwSignal::default(),
            choice: RwSignal::default(),
            other: RwSignal::default(),
            yes: RwSignal::default(),
            also: RwSignal::default(),
            third_yes: RwSignal::default(),
            at: RwSignal::default(),
            photos: Photos::new(),
            problems: RwSignal::default(),
        }
    }

    fn filled(&self) -> Filled {
        Filled {
            text: self.text.get_untracked(),
            second: self.second.get_untracked(),
            third: self.third.get_untracked(),
            choice: self.choice.get_untracked(),
            other: self.other.get_untracked(),
            yes: self.yes.get_untracked() == Some(true),
            also: self.also.get_untracked() == Some(true),
            third_yes: self.third_yes.get_untracked() == Some(true),
            at: local_time(&self.at.get_untracked()),
            photos: untrack(|| self.photos.ids()),
        }
    }
}

/// What `<input type="datetime-local">` holds, as an instant of the reader's own zone.
fn local_time(text: &str) -> Option<Instant> {
    if text.is_empty() {
        return None;
    }
    let millis = js_sys::Date::new(&text.into()).get_time();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our era are whole and small")]
    let millis = millis.is_finite().then_some(millis as i64)?;
    Some(Instant::from_millis(millis))
}

/// The form of one act, inside its dialog.
#[component]
pub fn ActForm(
    /// The ticket.
    desk: Desk,
    /// Which act.
    kind: CommandKind,
    /// Closes the dialog.
    open: RwSignal<bool>,
) -> impl IntoView {
    let inputs = Inputs::new();
    let refused = RwSignal::new(None::<String>);
    let since = RwSignal::new(Vec::<Event>::new());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if desk.pending.get_untracked() || untrack(|| inputs.photos.busy()) {
            return;
        }
        refused.set(None);
        let command = match model::build(kind, inputs.filled()) {
            Ok(command) => command,
            Err(problems) => {
                inputs.problems.set(problems);
                focus_first_wrong();
                return;
            }
        };
        desk.send(command, new_command_id(), move |outcome| match outcome {
            Outcome::Done => {
                toast::tell(say::desk::done());
                open.set(false);
            }
            Outcome::Wrong(problems) => {
                inputs.problems.set(problems);
                focus_first_wrong();
            }
            Outcome::Refused(why) => refused.set(Some(why)),
            Outcome::Stale(events) => since.set(events),
        });
    };
    let changed = move || {
        let now = clock::now();
        let lines: Vec<AnyView> = since
            .get()
            .iter()
            .map(|e| {
                let line = [time::short(e.at, now).as_str(), " ", &events::headline(e)].concat();
                view! { <li>{line}</li> }.into_any()
            })
            .collect();
        (!lines.is_empty()).then(|| {
            view! {
                <Banner status=Status::Soon spoken=true>
                    <b>{say::desk::stale()}</b>
                    <ul>{lines}</ul>
                    <p class="sm">{say::desk::stale_note()}</p>
                </Banner>
            }
        })
    };
    let failure =
        move || refused.get().map(|why| view! { <Banner status=Status::Over spoken=true>{why}</Banner> });
    let pending = Signal::derive(move || desk.pending.get() || inputs.photos.busy());
    let words = move || if since.with(Vec::is_empty) { model::words(kind) } else { say::desk::send_again() };
    view! {
        <form class="stack" novalidate on:submit=submit>
            {changed}
            {fields(kind, desk, inputs)}
            {failure}
            <div class="line">
                <Button look=Look::Primary submits=true pending=pending>{words}</Button>
                <Button look=Look::Quiet on_press=Callback::new(move |()| open.set(false))>
                    {say::common::cancel()}
                </Button>
            </div>
        </form>
    }
}

fn fields(kind: CommandKind, desk: Desk, inputs: Inputs) -> AnyView {
    let area =
        |field, value| view! { <TextArea field=field value=value problems=inputs.problems /> }.into_any();
    let maybe = |field| {
        view! { <TextArea field=field value=inputs.text problems=inputs.problems optional=true rows=2 /> }
            .into_any()
    };
    let reason = || area(Field::Reason, inputs.text);
    let note = || area(Field::Note, inputs.text);
    match kind {
        CommandKind::Accept => corrections(desk, inputs),
        CommandKind::Dispatch => {
            (view! { <Candidates desk=desk inputs=inputs /> }, maybe(Field::Reason)).into_any()
        }
        CommandKind::Arrive => {
            let words = |c: &CheckIn| (c.word().to_owned(), label::check_in(*c).to_owned());
            choose(Field::CheckIn, inputs, CheckIn::ALL.iter().map(words).collect())
        }
        CommandKind::StartWork => area(Field::Findings, inputs.text),
        CommandKind::RecordStep => {
            let calmed = desk.page.with_untracked(|p| p.as_ref().is_some_and(|p| p.ticket.calmed));
            let words =
                |s: &ComplaintStep| (s.word().to_owned(), label::complaint_step(*s).to_owned());
            let next = if calmed { ComplaintStep::Investigate } else { ComplaintStep::Calm };
            inputs.choice.set(next.word().to_owned());
            let steps = ComplaintStep::ALL.iter().map(words).collect();
            (choose(Field::Reason, inputs, steps), area(Field::Text, inputs.text)).into_any()
        }
        CommandKind::GiveFeedback => (area(Field::Text, inputs.text), promised(inputs)).into_any(),
        CommandKind::Complete => (area(Field::Work, inputs.text), photos(inputs)).into_any(),
        CommandKind::Supplement => (area(Field::Text, inputs.text), photos(inputs)).into_any(),
        CommandKind::Reopen => (reason(), photos(inputs)).into_any(),
        CommandKind::RecordVisit => visit(inputs),
        CommandKind::Review => {
            let part = |value, words: &'static str| {
                view! { <TextArea field=Field::Note value=value problems=inputs.problems label=words rows=2 /> }
                    .into_any()
            };
            (
                part(inputs.text, say::desk::review_problem()),
                part(inputs.second, say::desk::review_cause()),
                part(inputs.third, say::desk::review_measure()),
            )
                .into_any()
        }
        CommandKind::Transfer => {
            let words = |d: &Department| (d.word().to_owned(), label::department(*d).to_owned());
            (choose(Field::Department, inputs, Department::ALL.iter().map(words).collect()), reason()).into_any()
        }
        CommandKind::RequestPause => {
            let words = |r: &PauseReason| (r.word().to_owned(), label::pause_reason(*r).to_owned());
            (choose(Field::Reason, inputs, PauseReason::ALL.iter().map(words).collect()), note()).into_any()
        }
        CommandKind::RequestExtension => {
            let more = Elastic::ALL.iter().filter(|e| **e != Elastic::Normal);
            let words = |e: &Elastic| (e.word().to_owned(), label::elastic(*e).to_owned());
            (choose(Field::Reason, inputs, more.map(words).collect()), reason()).into_any()
        }
        CommandKind::DecidePause | CommandKind::DecideExtension => {
            inputs.yes.set(Some(true));
            let yes = yes_no(Field::Reason, inputs.yes, say::desk::decision(), inputs, (
                say::desk::approve(),
                say::desk::decline(),
            ));
            (asked(kind, desk), yes, maybe(Field::Note)).into_any()
        }
        CommandKind::Merge | CommandKind::LinkIncident => {
            view! { <TextField field=Field::Target value=inputs.text problems=inputs.problems autofocus=true /> }
                .into_any()
        }
        CommandKind::Supervise => note(),
        _ => reason(),
    }
}

fn choose(field: Field, inputs: Inputs, options: Vec<(String, String)>) -> AnyView {
    if inputs.choice.with_untracked(String::is_empty)
        && let Some((first, _)) = options.first()
    {
        inputs.choice.set(first.clone());
    }
    view! { <SelectField field=field value=inputs.choice options=options problems=inputs.problems /> }
        .into_any()
}

/// Accepting may correct category and urgency.
fn corrections(desk: Desk, inputs: Inputs) -> AnyView {
    let said = desk.page.with_untracked(|p| p.as_ref().map(|p| p.ticket.said.clone()));
    let Some(said) = said else { return ().into_any() };
    inputs.choice.set(said.category.code().to_owned());
    inputs.other.set(said.urgency.word().to_owned());
    let category = |c: Category| (c.code().to_owned(), label::category(c).to_owned());
    let urgency = |u: &Urgency| (u.word().to_owned(), label::urgency(*u).to_owned());
    view! {
        <SelectField
            field=Field::Category
            value=inputs.choice
            options=Category::of(said.scenario).map(category).collect()
            problems=inputs.problems
        />
        <SelectField
            field=Field::Urgency
            value=inputs.other
            options=Urgency::ALL.iter().map(urgency).collect()
            problems=inputs.problems
            hint=say::desk::accept_note()
        />
    }
    .into_any()
}

fn photos(inputs: Inputs) -> AnyView {
    view! { <PhotoPicker photos=inputs.photos problems=inputs.problems legend=problem::field_name(Field::Photos) /> }
        .into_any()
}

fn promised(inputs: Inputs) -> AnyView {
    let input = move |tie: crate::ui::field::Tie| {
        view! {
            <input
                class="input"
                type="datetime-local"
                id=tie.id
                name=Field::PromisedAt.name()
                prop:value=inputs.at
                aria-describedby=tie.described
                on:input:target=move |event| inputs.at.set(event.target().value())
            />
        }
        .into_any()
    };
    view! {
        <Labelled
            field=Field::PromisedAt
            hint=say::desk::promised_note()
            optional=true
            problems=inputs.problems
            input=input
        />
    }
    .into_any()
}

fn yes_no(
    field: Field,
    value: RwSignal<Option<bool>>,
    legend: &'static str,
    inputs: Inputs,
    (yes, no): (&'static str, &'static str),
) -> AnyView {
    let choices = vec![Choice::new(true, yes), Choice::new(false, no)];
    view! { <Chips field=field value=value choices=choices problems=inputs.problems legend=legend /> }
        .into_any()
}

/// The return-visit form; what the owner says is asked only once the owner was reached.
fn visit(inputs: Inputs) -> AnyView {
    let words = (say::desk::yes(), say::desk::no());
    let answers = move || {
        (inputs.yes.get() == Some(true)).then(|| {
            (
                yes_no(Field::Reason, inputs.also, say::desk::visit_solved(), inputs, words),
                yes_no(Field::Reason, inputs.third_yes, say::desk::visit_satisfied(), inputs, words),
                view! { <p class="hint">{say::desk::visit_note()}</p> },
            )
        })
    };
    view! {
        {yes_no(Field::Reason, inputs.yes, say::desk::visit_reached(), inputs, words)}
        {answers}
        <TextArea field=Field::Note value=inputs.text problems=inputs.problems optional=true rows=2 />
    }
    .into_any()
}

/// What is asked for, before it is decided.
fn asked(kind: CommandKind, desk: Desk) -> AnyView {
    let now = clock::now();
    let Some(page) = desk.page.get_untracked() else { return ().into_any() };
    let (pause, extension) = (&page.ticket.pause_asked, &page.ticket.extension_asked);
    let (what, note, by, at) = match (kind, pause, extension) {
        (CommandKind::DecidePause, Some(a), _) => (label::pause_reason(a.what), &a.note, &a.by, a.at),
        (CommandKind::DecideExtension, _, Some(a)) => (label::elastic(a.what), &a.note, &a.by, a.at),
        _ => return ().into_any(),
    };
    let (note, who) = (note.clone(), [by.name.as_str(), " · ", &time::short(at, now)].concat());
    view! { <Banner><b>{what}</b><p>{note}</p><p class="sm mute">{who}</p></Banner> }.into_any()
}

/// Who could do the job, with the parts of each score; those who cannot, and why (R15).
#[component]
fn Candidates(desk: Desk, inputs: Inputs) -> impl IntoView {
    let id = desk.page.with_untracked(|p| p.as_ref().map(|p| p.ticket.id.clone()));
    let list = load(move || {
        let id = id.as_ref().map(ToString::to_string).unwrap_or_default();
        call(&CANDIDATES, &[&id], &Nothing {})
    });
    let error = Memo::new(move |_| inputs.problems.with(|all| problem::at_field(all, Field::Engineer)));
    let show = move |all: Vec<Candidate>| {
        let best = all.first().filter(|c| c.excluded.is_none()).map(|c| c.person.to_string());
        if inputs.choice.with_untracked(String::is_empty) {
            inputs.choice.set(best.unwrap_or_default());
        }
        let rows: Vec<AnyView> = all.iter().map(|c| candidate(c, inputs)).collect();
        view! { <div class="rows card">{rows}</div> }.into_any()
    };
    view! {
        <fieldset class="stack t" aria-invalid=move || error.with(Option::is_some).then_some("true") tabindex="-1">
            <legend class="label">{say::desk::candidates()}</legend>
            {loaded(list, || skeleton(4).into_any(), show)}
            {move || error.get().map(|words| crate::ui::field::error_line("engineer-n", words))}
        </fieldset>
    }
}

fn candidate(c: &Candidate, inputs: Inputs) -> AnyView {
    let person = c.person.to_string();
    let (is, set) = (person.clone(), person);
    let cannot = matches!(c.excluded, Some(Exclusion::OffShift | Exclusion::NotCertified));
    let why = c.excluded.map(|e| view! { <span class="tag">{label::exclusion(e)}</span> });
    let parts = say::desk::score_parts(&c.free, &c.near, &c.skill);
    let facts = say::desk::candidate_facts(&c.open_jobs, &c.level);
    view! {
        <label class="row">
            <input
                class="check"
                type="radio"
                name="engineer"
                disabled=cannot
                prop:checked=move || inputs.choice.with(|now| *now == is)
                on:change=move |_| {
                    inputs.choice.set(set.clone());
                    crate::ui::field::clear(inputs.problems, Field::Engineer);
                }
            />
            <span class="grow">
                <b>{c.name.clone()}</b> " " {why}
                <span class="meta">{facts}</span>
            </span>
            <span class="end">
                <b>{c.score()}</b>
                <span class="meta">{parts}</span>
            </span>
        </label>
    }
    .into_any()
}
