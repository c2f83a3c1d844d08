//! The household beside the ticket (S05): who it is, what happened before. The number is shown for a reason only.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::problem::Field;
use steward_core::tickets::api::{OwnerCard, REVEAL_PHONE, RevealPhone, TicketPage};
use steward_core::tickets::draft::{check_text, limits};

use super::part;
use crate::console::acts::Desk;
use crate::net::{call, clock};
use crate::ui::{Button, Dialog, Icon, Look, Problems, TextField, focus_first_wrong, icon, toast};
use crate::words::{label, problem, say, time};

/// The card.
pub(super) fn card(desk: Desk) -> impl IntoView {
    let number = RwSignal::new(None::<String>);
    let asking = RwSignal::new(false);
    let head =
        move |page: &TicketPage| page.owner.as_ref().map(|owner| shown(owner, number, asking)).into_any();
    view! {
        {part(desk, head)}
        <Dialog open=asking title=say::desk::reveal()>
            <RevealForm desk=desk number=number open=asking />
        </Dialog>
    }
}

fn shown(owner: &OwnerCard, number: RwSignal<Option<String>>, asking: RwSignal<bool>) -> AnyView {
    let now = clock::now();
    let first: String = owner.name.chars().take(1).collect();
    let masked = owner.phone_masked.clone();
    let phone = move || match number.get() {
        Some(full) => {
            let href = ["tel:", full.as_str()].concat();
            view! { <a class="btn small" href=href rel="external">{full}</a> }.into_any()
        }
        None => {
            let press = Callback::new(move |()| asking.set(true));
            view! {
                <span>{masked.clone()}</span>
                <Button look=Look::Small on_press=press>{say::desk::reveal()}</Button>
            }
            .into_any()
        }
    };
    let rating = match owner.rating_n {
        0 => "–".to_owned(),
        n => {
            let tenths = (owner.rating_sum * 10 + n / 2) / n;
            [(tenths / 10).to_string().as_str(), ".", &(tenths % 10).to_string()].concat()
        }
    };
    let recent: Vec<AnyView> = owner
        .recent
        .iter()
        .map(|r| {
            let href = ["/console/tickets/", r.id.as_str()].concat();
            view! {
                <li class="line">
                    <a class="grow cut" href=href>{r.title.clone()}</a>
                    <span class="xs mute">{label::state(r.state)} " · " {time::day(r.at, now)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="card pad stack" aria-labelledby="owner">
            <div class="line">
                <span class="avatar" aria-hidden="true">{first}</span>
                <h2 id="owner">{owner.name.clone()}</h2>
            </div>
            <div class="line">{phone}</div>
            <dl class="trio">
                <div><dt>{say::desk::repairs()}</dt><dd>{owner.repairs_12m}</dd></div>
                <div><dt>{say::desk::complaints()}</dt><dd>{owner.complaints_12m}</dd></div>
                <div><dt>{say::desk::mean_rating(&owner.rating_n)}</dt><dd>{rating}</dd></div>
            </dl>
            {(!recent.is_empty()).then(|| view! {
                <div class="stack t">
                    <h3 class="sm">{say::desk::history()}</h3>
                    <ul class="stack t">{recent}</ul>
                </div>
            })}
        </section>
    }
    .into_any()
}

/// Calls the contact: the number comes after a reason, and then the button dials it.
pub(in crate::console) fn call_button(desk: Desk) -> impl IntoView {
    let number = RwSignal::new(None::<String>);
    let asking = RwSignal::new(false);
    let button = move |page: &TicketPage| {
        let masked = page.ticket.said.phone.clone();
        match number.get() {
            Some(full) => {
                let href = ["tel:", full.as_str()].concat();
                view! { <a href=href rel="external">{icon(Icon::Phone)} {full}</a> }.into_any()
            }
            None if masked.is_empty() => ().into_any(),
            None => view! {
                <button type="button" on:click=move |_| asking.set(true)>
                    {icon(Icon::Phone)} {say::desk::call_owner()} " " {masked}
                </button>
            }
            .into_any(),
        }
    };
    view! {
        <p class="go2">{part(desk, button)}</p>
        <Dialog open=asking title=say::desk::call_owner()>
            <RevealForm desk=desk number=number open=asking />
        </Dialog>
    }
}

/// Asks for the reason; the server logs it with the number's release.
#[component]
fn RevealForm(desk: Desk, number: RwSignal<Option<String>>, open: RwSignal<bool>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let problems: Problems = RwSignal::default();
    let pending = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let words = reason.get_untracked();
        if let Some(wrong) = check_text(&words, limits::NOTE, Field::Reason) {
            problems.set(vec![wrong]);
            focus_first_wrong();
            return;
        }
        let Some(id) = desk.page.with_untracked(|p| p.as_ref().map(|p| p.ticket.id.clone())) else { return };
        pending.set(true);
        spawn_local(async move {
            match call(&REVEAL_PHONE, &[id.as_str()], &RevealPhone { reason: words }).await {
                Ok(answer) => {
                    number.set(Some(answer.phone));
                    open.set(false);
                }
                Err(failure) => toast::warn(problem::failure(&failure)),
            }
            pending.set(false);
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <TextField
                field=Field::Reason
                value=reason
                problems=problems
                label=say::desk::reveal_reason()
                autofocus=true
            />
            <div class="line">
                <Button look=Look::Primary submits=true pending=pending>{say::desk::reveal_act()}</Button>
            </div>
        </form>
    }
}
