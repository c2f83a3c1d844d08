//! The way of a version: a new draft, review, publication, withdrawal; and whether the draft on the screen is kept.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::api::{EditionRow, NEW_HANDBOOK, STEP_HANDBOOK, StepRequest};
use steward_core::knowledge::handbook::{EditionStep, Fault, Place};
use steward_core::sla::standards::{Stage, VersionStanding};

use super::editing::{Editing, Kept};
use super::inputs::line;
use super::{is_conflict, may, model, why};
use crate::nav;
use crate::net::{call, clock, session};
use crate::ui::field::inputs::local_time;
use crate::ui::{Banner, Button, Dialog, Form, Icon, Look, Status, icon_small, toast};
use crate::words::{label, say, time};

/// The way to a new draft, for who may write one while there is none.
pub(super) fn new_draft(all: &[EditionRow], fresh: Callback<()>) -> AnyView {
    let is_open = |r: &EditionRow| matches!(r.standing, VersionStanding::Draft | VersionStanding::Reviewed);
    if all.iter().any(is_open) || !may(Action::Create) {
        return ().into_any();
    }
    let pending = RwSignal::new(false);
    let begin = Callback::new(move |()| {
        pending.set(true);
        spawn_local(async move {
            match call(&NEW_HANDBOOK, &[], &Nothing {}).await {
                Ok(page) => {
                    nav::go_instead(
                        &["/console/handbook/versions?v=", &page.edition.version.to_string()].concat(),
                    );
                    fresh.run(());
                }
                Err(failure) => toast::warn(why(&failure)),
            }
            pending.try_set(false);
        });
    });
    view! {
        <p><Button look=Look::Small symbol=Icon::Plus pending=pending on_press=begin>
            {say::handbook::new_draft()}
        </Button></p>
    }
    .into_any()
}

/// What is on the screen, whether it is kept, and what can be done with it.
pub(super) fn bar(editing: Editing, fresh: Callback<()>) -> AnyView {
    let form = Form::new();
    let publishing = RwSignal::new(false);
    let go = move |step: EditionStep| {
        if !form.begin(Vec::new()) {
            return;
        }
        let (version, expected) = editing.edition.with_untracked(|e| (e.version, e.seq));
        spawn_local(async move {
            match call(&STEP_HANDBOOK, &[&version.to_string()], &StepRequest { expected, step }).await {
                Ok(page) => {
                    form.pending.set(false);
                    publishing.set(false);
                    toast::tell(say::standards::stepped(page.standing.word()).unwrap_or_default());
                    fresh.run(());
                }
                Err(failure) if is_conflict(&failure) => {
                    form.refused(say::handbook::conflict(&say::handbook::somebody()));
                    fresh.run(());
                }
                Err(failure) => form.refused(why(&failure)),
            }
        });
    };
    let press = move |step: EditionStep| Callback::new(move |()| go(step.clone()));
    let busy = Signal::derive(move || form.pending.get());
    let acts = move || {
        let me = session::me_untracked().map(|me| me.person);
        let own = editing.edition.with(|e| Some(&e.author.person) == me.as_ref());
        let stage = editing.edition.with(|e| e.stage);
        let faults = editing.faults.with(Vec::len);
        let unkept = editing.kept.with(|kept| !matches!(kept, Kept::Since(_)));
        let writes = may(Action::Update);
        let review = (stage == Stage::Draft && may(Action::Approve)).then(|| {
            let blocked = if own {
                Some(say::standards::another_reviews().to_owned())
            } else if faults > 0 {
                Some(say::standards::faults_first(u64::try_from(faults).unwrap_or(u64::MAX)))
            } else {
                unkept.then(|| say::standards::kept_first().to_owned())
            };
            view! {
                <Button look=Look::Primary symbol=Icon::Check pending=busy blocked=Signal::stored(blocked)
                    on_press=press(EditionStep::Review)>{say::standards::review()}</Button>
            }
        });
        let publish = (stage == Stage::Reviewed && may(Action::Publish)).then(|| {
            let open = Callback::new(move |()| {
                form.clear();
                publishing.set(true);
            });
            view! {
                <Button look=Look::Primary symbol=Icon::Send pending=busy on_press=open>
                    {say::standards::publish()}
                </Button>
            }
        });
        let back = (stage == Stage::Reviewed && writes).then(|| {
            view! { <Button pending=busy on_press=press(EditionStep::SendBack)>{say::standards::send_back()}</Button> }
        });
        let ahead = editing.standing.get() == VersionStanding::Scheduled;
        let withdraw = (writes && (ahead || matches!(stage, Stage::Draft | Stage::Reviewed))).then(|| {
            view! {
                <Button look=Look::Quiet pending=busy on_press=press(EditionStep::Withdraw)>
                    {if stage == Stage::Draft { say::standards::discard() } else { say::standards::withdraw() }}
                </Button>
            }
        });
        (review, publish, back, withdraw)
    };
    view! {
        <div class="stack t hb-bar">
            <div class="line between">
                {kept(editing, fresh)}
                <div class="line">{acts}</div>
            </div>
            {form.note()}
            {about(editing)}
            {faults(editing)}
            <Dialog open=publishing title=say::standards::publish_title()>
                {publication(form, Callback::new(go))}
            </Dialog>
        </div>
    }
    .into_any()
}

/// Whether the draft on the screen is kept.
fn kept(editing: Editing, fresh: Callback<()>) -> AnyView {
    if !editing.open {
        let words = move || {
            editing.standing.with(|s| say::standards::reading(s.word()).unwrap_or_default().to_owned())
        };
        return view! { <span class="sm mute">{words}</span> }.into_any();
    }
    let words = move || match editing.kept.get() {
        Kept::Since(at) => {
            view! { <span class="sm mute">{say::standards::kept(&time::clock(at))}</span> }.into_any()
        }
        Kept::Saving => view! { <span class="sm mute">{say::standards::saving()}</span> }.into_any(),
        Kept::Failed(words) => {
            let again = Callback::new(move |()| editing.soon());
            view! {
                <Banner status=Status::Over spoken=true>
                    {say::standards::not_kept()} {words}
                    " " <Button look=Look::Small on_press=again>{say::common::retry()}</Button>
                </Banner>
            }
            .into_any()
        }
        Kept::Conflict(by) => {
            let by = by.unwrap_or_else(|| say::handbook::somebody().to_owned());
            let mine = Callback::new(move |()| editing.keep_mine());
            let theirs = Callback::new(move |()| editing.take_theirs(fresh));
            view! {
                <Banner status=Status::Soon spoken=true>
                    <p>{say::handbook::conflict(&by)}</p>
                    <div class="line">
                        <Button look=Look::Small on_press=mine>{say::handbook::keep_mine()}</Button>
                        <Button look=Look::Small on_press=theirs>{say::handbook::take_theirs()}</Button>
                    </div>
                </Banner>
            }
            .into_any()
        }
    };
    let restored = move || {
        editing.restored.get().then(|| view! { <span class="sm">" "{say::handbook::restored()}</span> })
    };
    view! { <div role="status">{words}{restored}</div> }.into_any()
}

/// What changes and why, and when it is looked at again.
fn about(editing: Editing) -> AnyView {
    if !editing.open {
        return ().into_any();
    }
    let (note, by) = editing.edition.with_untracked(|e| (e.note.clone(), e.review_by));
    let by = by.map(time::local_input).unwrap_or_default();
    let set_note = Callback::new(move |note: String| editing.change(|e| e.note = note));
    view! {
        {line(say::handbook::note().to_owned(), note, set_note, Some(editing.wrong_at(Place::Note)))}
        <p class="hint">{say::handbook::note_hint()}</p>
        <div class="field">
            <label for="hb-review">{say::handbook::review_date()} " " <span class="opt">{say::common::optional()}</span></label>
            <input class="input hb-date" type="datetime-local" id="hb-review" prop:value=by aria-describedby="hb-review-n"
                on:input:target=move |event| {
                    let by = local_time(&event.target().value());
                    editing.change(|e| e.review_by = by);
                } />
            <p class="hint" id="hb-review-n">{say::handbook::review_hint()}</p>
        </div>
    }
    .into_any()
}

/// What is to be put right, with the chapter it is in.
fn faults(editing: Editing) -> AnyView {
    let line = |fault: &Fault| {
        let what = model::fault(fault);
        let words = match fault.at.scenario() {
            Some(scenario) => say::handbook::fault_in(&label::scenario(scenario), &what),
            None => what,
        };
        view! { <li>{words}</li> }.into_any()
    };
    let shown = move || {
        let found: Vec<AnyView> = editing.faults.with(|all| all.iter().map(line).collect());
        let n = u64::try_from(found.len()).unwrap_or(u64::MAX);
        (editing.open && n > 0).then(|| {
            view! {
                <details class="hb-faults">
                    <summary>{say::handbook::to_mend(n)}" "{icon_small(Icon::Down)}</summary>
                    <ul class="dots sm">{found}</ul>
                </details>
            }
        })
    };
    view! { {shown} }.into_any()
}

/// From when on.
fn publication(form: Form, go: Callback<EditionStep>) -> AnyView {
    let from = RwSignal::new(String::new());
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        go.run(EditionStep::Publish { from: local_time(&from.get_untracked()) });
    };
    let soonest = time::local_input(clock::now());
    view! {
        <form class="stack" on:submit=send>
            <div class="field">
                <label for="hb-from">{say::standards::holds_from()} " " <span class="opt">{say::common::optional()}</span></label>
                <input class="input" type="datetime-local" id="hb-from" min=soonest prop:value=from
                    aria-describedby="hb-from-n"
                    on:input:target=move |event| from.set(event.target().value()) />
                <p class="hint" id="hb-from-n">{say::standards::at_once()}</p>
            </div>
            <p class="hint">{say::handbook::publish_note()}</p>
            {form.note()}
            <Button look=Look::Primary submits=true pending=Signal::derive(move || form.pending.get())>
                {say::standards::publish()}
            </Button>
        </form>
    }
    .into_any()
}
