//! Adding something, opening again, cancelling: a page with words and photos, kept as a draft until it is sent.
//!
//! Once there is something to write, the page keeps it, whatever happens to the ticket meanwhile: what has changed
//! stands above the words, and why they can no longer be sent stands beside the button.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::ids::CommandId;
use steward_core::problem::Code;
use steward_core::surveys::rules::VoiceRules;
use steward_core::tickets::Command;
use steward_core::tickets::api::{READ, TicketPage, title};
use steward_core::tickets::decide::can;
use steward_core::tickets::draft::limits;

use super::mine::Mine;
use super::opened::{opened, some_of_page, ticket_id};
use super::report_model::{Typed, key};
use super::sending::{give, photos_block, photos_lost};
use super::step_model::Step;
use super::timeline_model::newest_since;
use crate::device;
use crate::nav;
use crate::net::{Failure, call, clock, new_command_id, session};
use crate::ui::button::Button;
use crate::ui::{Banner, Form, Look, PageHead, PhotoPicker, Photos, Status, TextArea, toast};
use crate::words::{problem, say, time};

/// The page.
pub(super) fn page(mine: Mine, step: Step) -> AnyView {
    let id = ticket_id();
    let back = ["/tickets/", id.get_untracked().as_str()].concat();
    let to_ticket = back.clone();
    let owner = session::me_untracked().map(|me| me.actor());
    // Whether core lets the owner do this now, else its reason.
    let refused: Refused = some_of_page(mine, move |page, now| {
        let refusal = owner.as_ref().and_then(|owner| can(&page.ticket, owner, step.kind(), now).err());
        refusal.as_ref().map(problem::refused)
    });
    let body = move || {
        let place = key(&[id.get_untracked().as_str(), step.word()].join("."));
        let kept: Typed = device::kept(&place).unwrap_or_default();
        let has_begun = !kept.is_blank();
        let begun = Memo::new(move |was: Option<&bool>| {
            was == Some(&true) || has_begun || refused.with(Option::is_none)
        });
        let kept = StoredValue::new((place, kept));
        let to_ticket = to_ticket.clone();
        let shown = move || {
            if begun.get() {
                let (place, kept) = kept.get_value();
                return form(mine, step, id.get_untracked(), refused, place, kept);
            }
            let href = to_ticket.clone();
            view! {
                <main id="main">
                    <Banner status=Status::Paused>{refused}</Banner>
                    <a class="btn wide" href=href>{say::owner::to_ticket()}</a>
                </main>
            }
            .into_any()
        };
        view! { {shown} }.into_any()
    };
    view! {
        <PageHead words=step.words()[0] back=back />
        {opened(mine, id, body)}
    }
    .into_any()
}

/// Why it cannot be done now.
type Refused = Memo<Option<String>>;

fn form(mine: Mine, step: Step, ticket: String, refused: Refused, place: String, kept: Typed) -> AnyView {
    let text = RwSignal::new(kept.text);
    let photos = Photos::new();
    photos.restore(kept.photos);
    let lost = RwSignal::new(kept.lost);
    let form = Form::new();
    let stale = RwSignal::new(false);
    let id = StoredValue::new(kept.id.unwrap_or_else(new_command_id));
    let opened_at = seq(mine);
    // What the person has seen: a ticket that has moved on is shown before it is reopened or ends (409).
    let seen = Seen { seq: StoredValue::new(opened_at), stale };
    let typed = move || Typed {
        id: Some(id.get_value()),
        text: text.get(),
        photos: photos.ids(),
        lost: lost.get() + photos.unsent(),
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
    let send = Callback::new(move |()| {
        let command = step.command(&untrack(typed));
        if !form.begin(command.check(VoiceRules::default())) {
            return;
        }
        let (ticket, place) = (ticket.clone(), place.clone());
        spawn_local(async move {
            match carry_out(mine, step, &ticket, command, seen, &id.get_value(), &place).await {
                Ok(()) => toast::tell(step.done()),
                Err(Failure::Kept) => toast::tell(problem::failure(&Failure::Kept)),
                // What this draft said before the page was closed was sent by itself since.
                Err(failure) if failure.code() == Some(Code::CommandReused) => {
                    let _ = id.try_set_value(new_command_id());
                    return form.refused(say::owner::already_sent().to_owned());
                }
                Err(failure) => {
                    // Where the ticket has moved on, that is said above the words and beside the button.
                    let moved_on = refused.try_get_untracked().flatten().is_some();
                    let _ = form.pending.try_set(false);
                    if !moved_on && failure.code() != Some(Code::Conflict) {
                        form.failed(&failure);
                    }
                    return;
                }
            }
            device::forget(&place);
            nav::go_instead(&["/tickets/", &ticket].concat());
        });
    });
    let [_, label, note, button] = step.words();
    let why_not = move || refused.get().filter(|_| !form.pending.get());
    let blocked = Signal::derive(move || why_not().or_else(|| photos_block(photos)));
    let picker = (step != Step::Cancel).then(|| {
        view! {
            {photos_lost(lost, photos)}
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
            {changed(mine, opened_at, stale, refused)}
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

/// How far the person has seen the ticket.
#[derive(Clone, Copy)]
struct Seen {
    /// The number of the last event that they know of.
    seq: StoredValue<u32>,
    /// Whether something has come since that they must see first.
    stale: RwSignal<bool>,
}

fn seq(mine: Mine) -> u32 {
    mine.page.with_untracked(|p| p.as_ref().map_or(0, |p| p.ticket.seq))
}

/// What has happened since the page was opened, where that matters for what is being written.
fn changed(mine: Mine, opened_at: u32, stale: RwSignal<bool>, refused: Refused) -> AnyView {
    let me = session::me_untracked().map(|me| me.person);
    let words = some_of_page(mine, move |page, now| {
        let matters = stale.get() || refused.with(Option::is_some);
        let entry = newest_since(page, opened_at, me.as_ref().filter(|_| matters)?, now)?;
        Some(say::owner::changed(&time::short(entry.at, now), &entry.what))
    });
    let shown =
        move || words.get().map(|words| view! { <Banner status=Status::Soon spoken=true>{words}</Banner> });
    view! { {shown} }.into_any()
}

/// Gives the command. Whatever stood in its way, the ticket is read again, so that the page says what there is now;
/// and what its owner cannot see, as a clock's warning, makes nobody send twice.
async fn carry_out(
    mine: Mine,
    step: Step,
    ticket: &str,
    command: Command,
    seen: Seen,
    id: &CommandId,
    draft: &str,
) -> Result<(), Failure> {
    let what = mine.page.with_untracked(|p| p.as_ref().map(|p| title(&p.ticket.said.text)));
    let about = step.about(&what.unwrap_or_default());
    let me = session::me_untracked().map(|me| me.person);
    loop {
        let before = seen.seq.try_get_value().unwrap_or_default();
        // More words are welcome in any case.
        let expected = (step != Step::Add).then_some(before);
        let given = give(mine, ticket, command.clone(), expected, id, about.clone(), Some(draft)).await;
        let Err(failure) = given else { return Ok(()) };
        if failure == Failure::Kept {
            return Err(failure);
        }
        let read: Result<TicketPage, Failure> = call(&READ, &[ticket], &Nothing {}).await;
        let is_conflict = failure.code() == Some(Code::Conflict);
        let page = match read {
            Ok(page) => page,
            Err(unread) => return Err(if is_conflict { unread } else { failure }),
        };
        let news = me.as_ref().and_then(|me| newest_since(&page, before, me, clock::now()));
        let _ = seen.seq.try_set_value(page.ticket.seq);
        mine.show(page);
        if !is_conflict {
            return Err(failure);
        }
        if news.is_some() {
            let _ = seen.stale.try_set(true);
            return Err(failure);
        }
    }
}
