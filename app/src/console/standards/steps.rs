//! The way of a version: a new draft, review, publication, withdrawal; and whether the draft on the screen is kept.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::Nothing;
use steward_core::problem::Field;
use steward_core::sla::standards::api::{NEW_DRAFT, STEP, StepRequest, VersionRow};
use steward_core::sla::standards::{Place, Stage, VersionStanding, VersionStep};

use super::editing::{Editing, Kept};
use super::{may, why};
use crate::nav;
use crate::net::{call, clock, session};
use crate::ui::field::inputs::local_time;
use crate::ui::{Banner, Button, Dialog, Form, Icon, Look, Status, TextArea, toast};
use crate::words::{say, time};

/// The way to a new draft, for who may write one while there is none.
pub(super) fn new_draft(all: &[VersionRow], fresh: Callback<()>) -> AnyView {
    let is_open = |r: &VersionRow| matches!(r.standing, VersionStanding::Draft | VersionStanding::Reviewed);
    if all.iter().any(is_open) || !may(Action::Create) {
        return ().into_any();
    }
    let pending = RwSignal::new(false);
    let begin = Callback::new(move |()| {
        pending.set(true);
        spawn_local(async move {
            match call(&NEW_DRAFT, &[], &Nothing {}).await {
                Ok(page) => {
                    nav::go_instead(&["/console/standards?v=", &page.standard.version.to_string()].concat());
                    fresh.run(());
                }
                Err(failure) => toast::warn(why(&failure)),
            }
            pending.set(false);
        });
    });
    view! {
        <p class="mb"><Button look=Look::Small symbol=Icon::Plus pending=pending on_press=begin>
            {say::standards::new_draft()}
        </Button></p>
    }
    .into_any()
}

/// What is on the screen, whether it is kept, and what can be done with it.
pub(super) fn bar(editing: Editing, fresh: Callback<()>) -> AnyView {
    let form = Form::new();
    let publishing = RwSignal::new(false);
    let go = move |step: VersionStep| {
        if !form.begin(Vec::new()) {
            return;
        }
        let (version, seq) = editing.standard.with_untracked(|s| (s.version, s.seq));
        spawn_local(async move {
            match call(&STEP, &[&version.to_string()], &StepRequest { seq, step }).await {
                Ok(page) => {
                    form.pending.set(false);
                    publishing.set(false);
                    let word = say::standards::stepped(page.standing.word()).unwrap_or_default();
                    toast::tell(word);
                    fresh.run(());
                }
                Err(failure) => form.refused(why(&failure)),
            }
        });
    };
    let press = move |step: VersionStep| Callback::new(move |()| go(step.clone()));
    let busy = Signal::derive(move || form.pending.get());
    let acts = move || {
        let me = session::me_untracked().map(|me| me.person);
        let own = editing.standard.with(|s| Some(&s.author.person) == me.as_ref());
        let stage = editing.standard.with(|s| s.stage);
        let faults = editing.faults.with(Vec::len);
        let unkept = editing.kept.with(|kept| !matches!(kept, Kept::Since(_)));
        let writes = may(Action::Update);
        let review = (stage == Stage::Draft && may(Action::Configure)).then(|| {
            let blocked = if own {
                Some(say::standards::another_reviews().to_owned())
            } else if faults > 0 {
                Some(say::standards::faults_first(u64::try_from(faults).unwrap_or(u64::MAX)))
            } else {
                unkept.then(|| say::standards::kept_first().to_owned())
            };
            view! {
                <Button look=Look::Primary symbol=Icon::Check pending=busy blocked=Signal::stored(blocked)
                    on_press=press(VersionStep::Review)>{say::standards::review()}</Button>
            }
        });
        let publish = (stage == Stage::Reviewed && writes).then(|| {
            let open = Callback::new(move |()| {
                form.clear();
                publishing.set(true);
            });
            view! {
                <Button look=Look::Primary symbol=Icon::Send pending=busy on_press=open>
                    {say::standards::publish()}
                </Button>
                <Button pending=busy on_press=press(VersionStep::SendBack)>{say::standards::send_back()}</Button>
            }
        });
        let ahead = editing.standing.get() == VersionStanding::Scheduled;
        let withdraw = (writes && (ahead || matches!(stage, Stage::Draft | Stage::Reviewed))).then(|| {
            view! {
                <Button look=Look::Quiet pending=busy on_press=press(VersionStep::Withdraw)>
                    {if stage == Stage::Draft { say::standards::discard() } else { say::standards::withdraw() }}
                </Button>
            }
        });
        (review, publish, withdraw)
    };
    view! {
        <div class="stack t">
            <div class="line between">
                {kept(editing)}
                <div class="line">{acts}</div>
            </div>
            {form.note()}
            {note(editing)}
            <Dialog open=publishing title=say::standards::publish_title()>
                {publication(form, Callback::new(go))}
            </Dialog>
        </div>
    }
    .into_any()
}

/// Whether the draft on the screen is kept.
fn kept(editing: Editing) -> AnyView {
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
    };
    view! { <div role="status">{words}</div> }.into_any()
}

/// What changes and why, in words.
fn note(editing: Editing) -> AnyView {
    if !editing.open {
        return ().into_any();
    }
    let wrong = editing.wrong_at(|place| matches!(place, Place::Note));
    view! {
        <div class="field">
            <label for="std-note">{say::standards::note()}</label>
            <input
                class="input"
                id="std-note"
                prop:value=editing.standard.with_untracked(|s| s.note.clone())
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby="std-note-n"
                on:input:target=move |event| {
                    let note = event.target().value();
                    editing.change(|s| s.note = note);
                }
            />
            <p class="hint" id="std-note-n">
                {move || wrong.get().unwrap_or_else(|| say::standards::note_hint().to_owned())}
            </p>
        </div>
    }
    .into_any()
}

/// From when on, and whether running clocks follow.
fn publication(form: Form, go: Callback<VersionStep>) -> AnyView {
    let from = RwSignal::new(String::new());
    let follows = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let recalculation = follows.get_untracked().then(|| reason.get_untracked());
        go.run(VersionStep::Publish { from: local_time(&from.get_untracked()), recalculation });
    };
    let soonest = time::local_input(clock::now());
    view! {
        <form class="stack" on:submit=send>
            <div class="field">
                <label for="std-from">{say::standards::holds_from()} " " <span class="opt">{say::common::optional()}</span></label>
                <input class="input" type="datetime-local" id="std-from" min=soonest prop:value=from
                    aria-describedby="std-from-n"
                    on:input:target=move |event| from.set(event.target().value()) />
                <p class="hint" id="std-from-n">{say::standards::at_once()}</p>
            </div>
            <label class="line">
                <input type="checkbox" prop:checked=follows
                    on:change:target=move |event| follows.set(event.target().checked()) />
                {say::standards::recalculate()}
            </label>
            <p class="hint">{say::standards::recalculate_note()}</p>
            {move || follows.get().then(|| view! {
                <TextArea field=Field::Reason value=reason problems=form.problems rows=2 />
            })}
            {form.note()}
            <Button look=Look::Primary submits=true pending=Signal::derive(move || form.pending.get())>
                {say::standards::publish()}
            </Button>
        </form>
    }
    .into_any()
}
