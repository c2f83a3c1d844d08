//! Which inputs each kind of act needs.

use leptos::prelude::*;
use steward_core::accounts::Department;
use steward_core::problem::Field;
use steward_core::sla::elastic::{Elastic, Factors};
use steward_core::tickets::command::{CheckIn, ComplaintStep, PauseReason};
use steward_core::tickets::voices::FollowUpOutcome;
use steward_core::tickets::{Category, CommandKind, Urgency};

use super::aided::{Aid, aided};
use super::candidates::candidates;
use super::inputs::{Inputs, choose, photos, promised, yes_no};
use super::model::{self, Tries};
use super::send::Desk;
use crate::net::clock;
use crate::ui::{Banner, Kind, SelectField, Status, TextArea, TextField};
use crate::words::{label, problem, say, time};

/// The inputs of an act.
pub(super) fn fields(kind: CommandKind, desk: Desk, inputs: Inputs) -> AnyView {
    let aid = |field, text| Aid { desk, act: kind, text, of: problem::field_name(field) };
    let area = |field, value| {
        let area = view! { <TextArea field=field value=value problems=inputs.problems /> };
        aided(aid(field, value), area.into_any())
    };
    let maybe = |field| {
        view! { <TextArea field=field value=inputs.text problems=inputs.problems optional=true rows=2 /> }
            .into_any()
    };
    let reason = || area(Field::Reason, inputs.text);
    let note = || area(Field::Note, inputs.text);
    match kind {
        CommandKind::Accept => corrections(desk, inputs),
        CommandKind::Dispatch => {
            (candidates(desk, inputs), maybe(Field::Reason)).into_any()
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
        CommandKind::RecordVisit => visit(desk, inputs),
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
            let its_own = desk.page.with_untracked(|p| p.as_ref().map(|p| p.ticket.department));
            let others = Department::ALL.iter().filter(|d| Some(**d) != its_own);
            (choose(Field::Department, inputs, others.map(words).collect()), reason()).into_any()
        }
        CommandKind::RequestPause => {
            let words = |r: &PauseReason| (r.word().to_owned(), label::pause_reason(*r).to_owned());
            (choose(Field::Reason, inputs, PauseReason::ALL.iter().map(words).collect()), note()).into_any()
        }
        CommandKind::RequestExtension => {
            let more = Elastic::ALL.iter().filter(|e| **e != Elastic::Normal);
            let factors = desk.page.with_untracked(|p| p.as_ref().map(|p| p.elastic).unwrap_or_default());
            let words = |e: &Elastic| (e.word().to_owned(), by_factor(*e, factors));
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
        CommandKind::CheckQuality => quality(inputs),
        CommandKind::SettleVoices => {
            view! {
                <TextArea field=Field::Findings value=inputs.text problems=inputs.problems label=say::voices::finding() />
            }
            .into_any()
        }
        CommandKind::EndFollowUp => {
            let words = |o: &FollowUpOutcome| (o.word().to_owned(), label::follow_up_outcome(*o).to_owned());
            let outcomes = FollowUpOutcome::ALL.iter().map(words).collect();
            let text = view! {
                <TextArea field=Field::Text value=inputs.text problems=inputs.problems label=say::voices::outcome_text() />
            };
            let of = say::voices::outcome_text();
            let text = aided(Aid { desk, act: kind, text: inputs.text, of }, text.into_any());
            (choose(Field::Outcome, inputs, outcomes), text).into_any()
        }
        _ => reason(),
    }
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

/// The return-visit form; what the owner says is asked only once the owner was reached. How often it was tried, and
/// what another try that reaches nobody leads to, stands above.
fn visit(desk: Desk, inputs: Inputs) -> AnyView {
    let tries = desk.page.with_untracked(|p| {
        p.as_ref().and_then(|p| model::tries(p.ticket.visits_left(), p.ticket.visits_missed))
    });
    let tries = tries.map(|tries| {
        let is_last = matches!(tries, Tries::Last(_));
        let words = tries.words();
        move || {
            let words = words.clone();
            // Who says that nobody was reached hears in time what comes of it.
            if is_last && inputs.yes.get() == Some(false) {
                view! { <Banner status=Status::Soon spoken=true>{words}</Banner> }.into_any()
            } else {
                view! { <p class="hint">{words}</p> }.into_any()
            }
        }
    });
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
        {tries}
        {yes_no(Field::Reason, inputs.yes, say::desk::visit_reached(), inputs, words)}
        {answers}
        {aided(
            Aid { desk, act: CommandKind::RecordVisit, text: inputs.text, of: problem::field_name(Field::Note) },
            view! { <TextArea field=Field::Note value=inputs.text problems=inputs.problems optional=true rows=2 /> }
                .into_any(),
        )}
    }
    .into_any()
}

/// The quality-check form: three marks, the verdict, and why.
fn quality(inputs: Inputs) -> AnyView {
    let mark = |value, words: &'static str| {
        view! {
            <TextField
                field=Field::Marks
                value=value
                problems=inputs.problems
                kind=Kind::Number
                label=words
                hint=say::voices::mark_hint()
            />
        }
        .into_any()
    };
    let verdicts = (say::voices::passed(), say::voices::failed());
    view! {
        {mark(inputs.second, say::voices::mark_writing())}
        {mark(inputs.third, say::voices::mark_resolution())}
        {mark(inputs.choice, say::voices::mark_visit())}
        {yes_no(Field::Outcome, inputs.yes, say::voices::verdict(), inputs, verdicts)}
        <TextArea
            field=Field::Note
            value=inputs.text
            problems=inputs.problems
            optional=true
            rows=2
            hint=say::voices::quality_note()
        />
    }
    .into_any()
}

/// What is asked for, before it is decided.
fn asked(kind: CommandKind, desk: Desk) -> AnyView {
    let now = clock::now();
    let Some(page) = desk.page.get_untracked() else { return ().into_any() };
    let (pause, extension) = (&page.ticket.pause_asked, &page.ticket.extension_asked);
    let (what, note, by, at) = match (kind, pause, extension) {
        (CommandKind::DecidePause, Some(a), _) => {
            (label::pause_reason(a.what).to_owned(), &a.note, &a.by, a.at)
        }
        (CommandKind::DecideExtension, _, Some(a)) => (by_factor(a.what, page.elastic), &a.note, &a.by, a.at),
        _ => return ().into_any(),
    };
    let (note, who) = (note.clone(), [by.name.as_str(), " · ", &time::short(at, now)].concat());
    view! { <Banner><b>{what}</b><p>{note}</p><p class="sm mute">{who}</p></Banner> }.into_any()
}

/// How complex, and to how much of its limit that stretches the work.
fn by_factor(elastic: Elastic, factors: Factors) -> String {
    say::sla::elastic_by(&label::elastic(elastic), &factors.of(elastic).percent())
}
