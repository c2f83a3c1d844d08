//! Rating a finished ticket, once: stars that start unset, tags, words (R29).

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::problem::Field;
use steward_core::surveys::rating::{RatingDraft, RatingTag, Stars};
use steward_core::surveys::rules::VoiceRules;
use steward_core::tickets::Command;
use steward_core::tickets::api::{TicketPage, title};
use steward_core::tickets::command::CommandKind;
use steward_core::tickets::decide::can;
use steward_core::time::Instant;

use super::mine::Mine;
use super::opened::{of_page, opened, some_of_page, ticket_id};
use super::sending::give;
use crate::nav;
use crate::net::{Failure, new_command_id, session};
use crate::ui::button::Button;
use crate::ui::field::{clear, error_line, next_id};
use crate::ui::{Banner, Form, Icon, Look, PageHead, StarsField, Status, TextArea, icon, toast};
use crate::words::{label, problem, say, time};

/// The page.
pub(super) fn page(mine: Mine) -> AnyView {
    let id = ticket_id();
    let back = ["/tickets/", id.get_untracked().as_str()].concat();
    let owner = session::me_untracked().map(|me| me.actor());
    let refused = some_of_page(mine, move |page, now| {
        let refusal = owner.as_ref().and_then(|owner| can(&page.ticket, owner, CommandKind::Rate, now).err());
        refusal.map(|refusal| (problem::refused(&refusal), page.ticket.rating.is_some()))
    });
    let body = move || {
        let shown = move || match refused.get() {
            Some((why, is_rated)) => {
                let href = ["/tickets/", id.get().as_str(), if is_rated { "/voucher" } else { "" }].concat();
                let words = if is_rated { say::owner::see_voucher() } else { say::owner::to_ticket() };
                view! {
                    <main id="main">
                        <Banner status=Status::Paused>{why}</Banner>
                        <a class="btn wide" href=href>{words}</a>
                    </main>
                }
                .into_any()
            }
            None => form(mine, id.get_untracked()),
        };
        view! { {shown} }.into_any()
    };
    view! {
        <PageHead words=say::owner::rate() back=back />
        {opened(mine, id, body)}
    }
    .into_any()
}

/// The tags that are chosen.
type Tags = RwSignal<Vec<RatingTag>>;

/// A rating while it is filled in: on the owner's own page, and behind a personal link.
#[derive(Clone, Copy)]
pub(super) struct Rated {
    stars: RwSignal<Option<u8>>,
    tags: Tags,
    text: RwSignal<String>,
}

impl Rated {
    /// Nothing chosen yet.
    pub(super) fn new() -> Self {
        Self { stars: RwSignal::new(None), tags: RwSignal::default(), text: RwSignal::default() }
    }

    /// What is filled in now.
    pub(super) fn draft(self) -> RatingDraft {
        RatingDraft {
            stars: self.stars.get_untracked().and_then(|n| Stars::try_from(n).ok()),
            tags: self.tags.get_untracked(),
            text: self.text.get_untracked().trim().to_owned(),
        }
    }

    /// The inputs: stars, tags, words.
    pub(super) fn inputs(self, form: Form, rules: VoiceRules) -> AnyView {
        view! {
            <div class="card pad stack ask">
                <StarsField value=self.stars problems=form.problems legend=say::owner::rate_ask() />
                <p class="hint ctr">{say::owner::rate_once()}</p>
            </div>
            {tag_chips(self.tags, form)}
            <TextArea
                field=Field::Text
                value=self.text
                problems=form.problems
                label=say::owner::rate_text()
                placeholder=say::owner::rate_text_hint()
                optional=!rules.low_needs_text
            />
            <p class="sm mute lockline">{icon(Icon::Lock)}<span>{say::owner::rate_ledger()}</span></p>
        }
        .into_any()
    }
}

fn form(mine: Mine, ticket: String) -> AnyView {
    let rated = Rated::new();
    let rules = mine.page.with_untracked(|p| p.as_ref().map(|p| p.voices).unwrap_or_default());
    let form = Form::new();
    let id = StoredValue::new(new_command_id());
    let send = Callback::new(move |()| {
        let rating = rated.draft();
        if !form.begin(rating.check(rules)) {
            return;
        }
        let ticket = ticket.clone();
        spawn_local(async move {
            let what = mine.page.with_untracked(|p| p.as_ref().map(|p| title(&p.ticket.said.text)));
            let about = say::owner::rate_about(&what.unwrap_or_default());
            let id = id.get_value();
            let to = match give(mine, &ticket, Command::Rate { rating }, None, &id, about, None).await {
                Ok(()) => "/voucher?thanks",
                Err(Failure::Kept) => {
                    toast::tell(problem::failure(&Failure::Kept));
                    ""
                }
                Err(failure) => {
                    mine.read_again(ticket);
                    return form.failed(&failure);
                }
            };
            nav::go_instead(&["/tickets/", ticket.as_str(), to].concat());
        });
    });
    view! {
        <main id="main">
            {of(mine)}
            {rated.inputs(form, rules)}
            {form.note()}
        </main>
        <footer class="dock">
            <Button look=Look::Main pending=form.pending on_press=send>{say::owner::rate_send()}</Button>
        </footer>
    }
    .into_any()
}

/// What is rated: who did it, when, and how long it took.
fn of(mine: Mine) -> AnyView {
    let words = of_page(mine, |page: &TicketPage, now: Instant| {
        let ticket = &page.ticket;
        let done =
            ticket.completed_at.map(|at| say::owner::rate_done(&time::day_time(at, now))).unwrap_or_default();
        let name = server(page);
        let note =
            if name.is_empty() { done } else { say::owner::who_when(&done, &say::owner::master(&name)) };
        let took = say::time::took(&time::span(ticket.processing_time(now)));
        (name, title(&ticket.said.text), note, took)
    });
    let card = move || {
        let (name, title, note, took) = words.get()?;
        let first = name.chars().next().map(String::from);
        Some(view! {
            <section class="card row">
                <span class="avatar" aria-hidden="true">{first}</span>
                <span class="grow">
                    <b class="cut block" dir="auto">{title}</b>
                    <span class="meta"><span>{note}</span><span class="nb">{took}</span></span>
                </span>
            </section>
        })
    };
    view! { {card} }.into_any()
}

/// Who served: the engineer, else the agent; empty if nobody is named.
pub(super) fn server(page: &TicketPage) -> String {
    let ticket = &page.ticket;
    let name = ticket.engineer.as_ref().map(|e| &e.name).or(ticket.agent.as_ref().map(|a| &a.name));
    name.cloned().unwrap_or_default()
}

fn tag_chips(tags: Tags, form: Form) -> AnyView {
    let error_id = next_id();
    let described = error_id.clone();
    let error = Memo::new(move |_| form.problems.with(|all| problem::at_field(all, Field::Tags)));
    let chip = |tag: RatingTag| {
        view! {
            <label class="chip">
                <input
                    type="checkbox"
                    prop:checked=move || tags.with(|all| all.contains(&tag))
                    on:change=move |_| {
                        clear(form.problems, Field::Tags);
                        tags.update(|all| match all.iter().position(|t| *t == tag) {
                            Some(place) => drop(all.remove(place)),
                            None => all.push(tag),
                        });
                    }
                />
                {label::rating_tag(tag)}
            </label>
        }
        .into_any()
    };
    let chips: Vec<AnyView> = RatingTag::ALL.iter().copied().map(chip).collect();
    view! {
        <fieldset
            class="stack t free"
            tabindex="-1"
            aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
            aria-invalid=move || error.with(Option::is_some).then_some("true")
        >
            <legend class="label">
                {say::owner::rate_tags()} " " <span class="opt">{say::owner::rate_tags_note()}</span>
            </legend>
            <div class="chips">{chips}</div>
            {move || error.get().map(|words| error_line(&error_id, words))}
        </fieldset>
    }
    .into_any()
}
