//! Adding something, opening again, cancelling: a page with words and photos, kept as a draft until it is sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use steward_core::endpoint::Nothing;
use steward_core::ids::CommandId;
use steward_core::problem::{Code, Field};
use steward_core::tickets::Command;
use steward_core::tickets::api::{READ, TicketPage, title};
use steward_core::tickets::command::CommandKind;
use steward_core::tickets::decide::can;
use steward_core::tickets::draft::limits;

use super::mine::Mine;
use super::opened::{opened, some_of_page, ticket_id};
use super::report_model::{Typed, key};
use super::sending::{Form, give};
use super::timeline_model::entries;
use crate::device;
use crate::net::{Failure, call, clock, new_command_id, session};
use crate::ui::button::Button;
use crate::ui::{Banner, Look, PageHead, PhotoPicker, Photos, Status, TextArea, toast};
use crate::words::{problem, say, time};

/// What can be done on such a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Add,
    Reopen,
    Cancel,
}

impl Step {
    /// The step of a page's address.
    pub(super) fn find(word: &str) -> Option<Self> {
        [Self::Add, Self::Reopen, Self::Cancel].into_iter().find(|step| step.word() == word)
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Reopen => "reopen",
            Self::Cancel => "cancel",
        }
    }

    const fn kind(self) -> CommandKind {
        match self {
            Self::Add => CommandKind::Supplement,
            Self::Reopen => CommandKind::Reopen,
            Self::Cancel => CommandKind::Cancel,
        }
    }

    const fn field(self) -> Field {
        match self {
            Self::Add => Field::Text,
            Self::Reopen | Self::Cancel => Field::Reason,
        }
    }

    fn command(self, typed: &Typed) -> Command {
        let (text, photos) = (typed.text.trim().to_owned(), typed.photos.clone());
        match self {
            Self::Add => Command::Supplement { text, photos },
            Self::Reopen => Command::Reopen { reason: text, photos },
            Self::Cancel => Command::Cancel { reason: text },
        }
    }

    /// Title, label, note, button.
    fn words(self) -> [&'static str; 4] {
        use say::owner as o;
        match self {
            Self::Add => [o::add_title(), o::add_text(), o::add_note(), o::add_send()],
            Self::Reopen => [o::reopen_title(), o::reopen_text(), o::reopen_note(), o::reopen_send()],
            Self::Cancel => [o::cancel_title(), o::cancel_text(), o::cancel_note(), o::cancel_send()],
        }
    }

    fn about(self, what: &str) -> String {
        match self {
            Self::Add => say::owner::add_about(&what),
            Self::Reopen => say::owner::reopen_about(&what),
            Self::Cancel => say::owner::cancel_about(&what),
        }
    }

    fn done(self) -> &'static str {
        match self {
            Self::Add => say::owner::added(),
            Self::Reopen => say::owner::reopened(),
            Self::Cancel => say::owner::cancelled(),
        }
    }
}

/// The page.
pub(super) fn page(mine: Mine, step: Step) -> AnyView {
    let id = ticket_id();
    let back = ["/tickets/", id.get_untracked().as_str()].concat();
    let owner = session::me_untracked().map(|me| me.actor());
    // Whether core lets the owner do this now; when it does not, its reason stands in place of the form.
    let refused = some_of_page(mine, move |page, now| {
        let refusal = owner.as_ref().and_then(|owner| can(&page.ticket, owner, step.kind(), now).err());
        refusal.as_ref().map(problem::refused)
    });
    let body = move || {
        let shown = move || match refused.get() {
            Some(why) => view! {
                <main id="main">
                    <Banner status=Status::Paused>{why}</Banner>
                </main>
            }
            .into_any(),
            None => form(mine, step, id.get_untracked()),
        };
        view! { {shown} }.into_any()
    };
    view! {
        <PageHead words=step.words()[0] back=back />
        {opened(mine, id, body)}
    }
    .into_any()
}

fn form(mine: Mine, step: Step, ticket: String) -> AnyView {
    let place = key(&[ticket.as_str(), step.word()].join("."));
    let kept: Typed = device::kept(&place).unwrap_or_default();
    let text = RwSignal::new(kept.text.clone());
    let photos = Photos::new();
    photos.restore(kept.photos.clone());
    let form = Form::new();
    let id = StoredValue::new(kept.id.clone().unwrap_or_else(new_command_id));
    // What the person is looking at: a ticket that has moved on is shown before it ends (409).
    let seen = StoredValue::new(seq(mine));
    let typed = move || Typed {
        id: Some(id.get_value()),
        text: text.get(),
        photos: photos.ids(),
        ..Typed::default()
    };
    let keep_at = place.clone();
    Effect::new(move |_| {
        let typed = typed();
        if typed.is_blank() {
            device::forget(&keep_at);
        } else {
            device::keep(&keep_at, &typed);
        }
    });
    let navigate = use_navigate();
    let send = Callback::new(move |()| {
        let typed = untrack(typed);
        let command = step.command(&typed);
        if !form.begin(command.check()) {
            return;
        }
        let (ticket, place, navigate) = (ticket.clone(), place.clone(), navigate.clone());
        spawn_local(async move {
            let what = mine.page.with_untracked(|p| p.as_ref().map(|p| title(&p.ticket.said.text)));
            let about = step.about(&what.unwrap_or_default());
            let expected = (step == Step::Cancel).then(|| seen.get_value());
            let id: CommandId = id.get_value();
            match give(mine, &ticket, command, expected, &id, about).await {
                Ok(()) => toast::tell(step.done()),
                Err(Failure::Kept) => toast::tell(problem::failure(&Failure::Kept)),
                Err(failure) if failure.code() == Some(Code::Conflict) => {
                    return stale(mine, form, &ticket, seen).await;
                }
                Err(failure) => {
                    mine.read_again(ticket);
                    return form.failed(&failure);
                }
            }
            device::forget(&place);
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&["/tickets/", ticket.as_str()].concat(), options);
        });
    });
    let [_, label, note, button] = step.words();
    let blocked = Signal::derive(move || {
        let busy = photos.busy().then(|| say::owner::photos_busy().to_owned());
        busy.or_else(|| photos.failed().then(|| say::owner::photos_failed().to_owned()))
    });
    let picker = (step != Step::Cancel).then(|| {
        view! {
            <PhotoPicker
                photos=photos
                problems=form.problems
                legend=say::owner::more_photos()
                note=say::owner::photos_limit(&limits::PHOTOS)
            />
        }
    });
    let look = if step == Step::Cancel { Look::Danger } else { Look::Main };
    view! {
        <main id="main">
            <p class="sm mute">{note}</p>
            <TextArea field=step.field() value=text problems=form.problems label=label rows=4 />
            {picker}
            {form.note()}
        </main>
        <footer class="dock">
            <Button look=look pending=form.pending blocked=blocked on_press=send>{button}</Button>
        </footer>
    }
    .into_any()
}

fn seq(mine: Mine) -> u32 {
    mine.page.with_untracked(|p| p.as_ref().map_or(0, |p| p.ticket.seq))
}

/// The ticket has moved on: reads it, says what has changed, and lets the person send again knowingly.
async fn stale(mine: Mine, form: Form, ticket: &str, seen: StoredValue<u32>) {
    let read: Result<TicketPage, Failure> = call(&READ, &[ticket], &Nothing {}).await;
    match read {
        Ok(page) => {
            mine.show(page);
            let now = clock::now();
            let me = session::me_untracked().map(|me| me.person);
            let before = seen.get_value();
            let newest = mine.page.with_untracked(|p| {
                let page = p.as_ref()?;
                entries(&page.events, &page.ticket, me.as_ref()?, now).into_iter().find(|e| e.seq > before)
            });
            seen.set_value(seq(mine));
            form.pending.set(false);
            form.wrong.set(Some(match newest {
                Some(entry) => say::owner::changed(&time::short(entry.at, now), &entry.what),
                None => problem::sentence(&steward_core::problem::Problem::new(Code::Conflict)),
            }));
        }
        Err(failure) => form.failed(&failure),
    }
}
