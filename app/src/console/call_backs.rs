//! Owners who wish to be called after a survey: who has it in hand, until when, and how it ended.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::problem::{Code, Field, Problem};
use steward_core::surveys::campaign::call_back::{CALL_BACKS, CallBackRow, MOVE_CALL_BACK, Move, NotMoved};
use steward_core::tickets::voices::{FollowUp, FollowUpOutcome};

use crate::net::{Failure, call, clock, session};
use crate::ui::{
    Button, Form, Icon, Loading, Look, SelectField, Status, TextArea, empty, load, loaded, pill, skeleton,
};
use crate::words::{Locale, label, locale, say, time};

/// The list.
pub(super) fn list() -> AnyView {
    let all: Loading<Vec<CallBackRow>> = load(|| call(&CALL_BACKS, &[], &Nothing {}));
    let fresh = Callback::new(move |()| all.refetch());
    view! { {loaded(all, || skeleton(6).into_any(), move |rows| shown(&rows, fresh))} }.into_any()
}

fn shown(rows: &[CallBackRow], fresh: Callback<()>) -> AnyView {
    if rows.is_empty() {
        return empty(Icon::Phone, say::voices::none_to_call(), "").into_any();
    }
    let cards: Vec<AnyView> = rows.iter().map(|row| card(row, fresh)).collect();
    view! { <div class="stack">{cards}</div> }.into_any()
}

fn card(row: &CallBackRow, fresh: Callback<()>) -> AnyView {
    let now = clock::now();
    let one = &row.call_back;
    let follow_up = &one.follow_up;
    let due = time::day_time(follow_up.due, now);
    let mark = match (&follow_up.ended, follow_up.is_late(now)) {
        (Some(_), true) => pill(Status::Done, say::voices::ended_late()).into_any(),
        (Some(_), false) => pill(Status::Done, say::voices::ended_in_time()).into_any(),
        (None, true) => pill(Status::Over, say::voices::call_late(&due)).into_any(),
        (None, false) => pill(Status::Soon, say::console::until(&due)).into_any(),
    };
    let campaign = row.campaign.read(locale() == Locale::English).to_owned();
    let about = if one.about.is_empty() { say::voices::no_wish().to_owned() } else { one.about.clone() };
    let title = [row.home.as_str(), " · ", &row.project].concat();
    view! {
        <section class="card pad stack t" aria-label=title.clone()>
            <div class="line between"><h2>{title.clone()}</h2>{mark}</div>
            <p dir="auto">{about}</p>
            <p class="sm mute">{say::voices::after_survey(&campaign)} " · " {time::day_time(follow_up.at, now)} {who(follow_up)}</p>
            {ending(follow_up)}
            {follow_up.ended.is_none().then(|| acts(row, fresh))}
        </section>
    }
    .into_any()
}

/// Who has it.
fn who(of: &FollowUp) -> String {
    let words = match (&of.taken, &of.ended) {
        (_, Some(_)) => return String::new(),
        (Some(who), None) => say::voices::taken_by(&who.name),
        (None, None) => say::voices::not_taken().to_owned(),
    };
    [" · ", &words].concat()
}

fn ending(of: &FollowUp) -> Option<AnyView> {
    let end = of.ended.as_ref()?;
    let by = [end.by.name.as_str(), " · ", &time::day_time(end.at, clock::now())].concat();
    Some(
        view! {
            <p><b>{label::follow_up_outcome(end.outcome)}</b> " " <span dir="auto">{end.text.clone()}</span></p>
            <p class="sm mute">{by}</p>
        }
        .into_any(),
    )
}

/// Taking it, and writing down how it ended.
fn acts(row: &CallBackRow, fresh: Callback<()>) -> AnyView {
    let form = Form::new();
    let id = StoredValue::new(row.call_back.id.to_string());
    let open = RwSignal::new(false);
    // As on a ticket: the first outcome is chosen until another is.
    let first = FollowUpOutcome::ALL.first().map(|o| o.word().to_owned()).unwrap_or_default();
    let (outcome, text) = (RwSignal::new(first), RwSignal::new(String::new()));
    let busy = Signal::derive(move || form.pending.get());
    let send = move |step: Move| {
        spawn_local(async move {
            match call(&MOVE_CALL_BACK, &[&id.get_value()], &step).await {
                Ok(_) => {
                    form.pending.set(false);
                    fresh.run(());
                }
                Err(failure) => refused(form, &failure),
            }
        });
    };
    let take = Callback::new(move |()| {
        if form.begin(Vec::new()) {
            send(Move::Take);
        }
    });
    let end = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(outcome) = FollowUpOutcome::from_word(&outcome.get_untracked()) else {
            form.blame(vec![Problem::new(Code::Required).at(Field::Outcome)]);
            return;
        };
        let step = Move::End { outcome, text: text.get_untracked() };
        if form.begin(step.check().into_iter().collect()) {
            send(step);
        }
    };
    let mine = session::me_untracked().map(|me| me.person);
    let had = row.call_back.follow_up.taken.as_ref().map(|who| who.person.clone());
    let free = (had.is_none() || had != mine).then(|| {
        view! { <Button pending=busy blocked=Signal::stored(had.is_some().then(|| say::voices::somebody_has_it().to_owned())) on_press=take>{say::voices::take_call()}</Button> }
    });
    let outcomes =
        FollowUpOutcome::ALL.iter().map(|o| (o.word().to_owned(), label::follow_up_outcome(*o).to_owned()));
    let options = StoredValue::new(outcomes.collect::<Vec<_>>());
    let press = Callback::new(move |()| open.update(|open| *open = !*open));
    let fields = move || {
        open.get().then(|| {
            view! {
                <form class="stack" on:submit=end>
                    <SelectField field=Field::Outcome value=outcome options=options.get_value() problems=form.problems />
                    <TextArea field=Field::Text value=text problems=form.problems label=say::voices::outcome_text() rows=2 />
                    <Button look=Look::Primary submits=true pending=busy>{say::voices::end_call()}</Button>
                </form>
            }
        })
    };
    view! {
        <div class="line">
            {free}
            <Button on_press=press>{say::voices::write_down()}</Button>
        </div>
        {fields}
        {form.note()}
    }
    .into_any()
}

fn refused(form: Form, failure: &Failure) {
    let why = match failure {
        Failure::Problem(problem) => problem.params.get("why").and_then(|word| NotMoved::from_word(word)),
        _ => None,
    };
    match (why, failure) {
        (Some(NotMoved::CallBackEnded), _) => form.refused(say::voices::call_over().to_owned()),
        (Some(NotMoved::CallBackTaken), _) => form.refused(say::voices::somebody_has_it().to_owned()),
        (None, failure) => form.failed(failure),
    }
}
