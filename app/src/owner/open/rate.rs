//! Rating by a personal link, on a phone, without signing in. Opening the link counts nothing; the button does.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::surveys::api::{RATE_BY_LINK, RATE_LOOK, RateByLink, RateLook, Voucher};

use super::evidence::code;
use crate::net::{call, clock, new_command_id};
use crate::owner::rate::Rated;
use crate::owner::voucher_model::grouped;
use crate::ui::{Button, Form, Icon, Look, PageHead, icon, icon_filled, load, loaded, skeleton};
use crate::words::{label, say, thousands, time};

/// The page.
pub(super) fn page(token: String) -> AnyView {
    let asked = token.clone();
    let look = load(move || call(&RATE_LOOK, &[&asked], &Nothing {}));
    let show = move |look: RateLook| shown(&token, look);
    view! {
        <PageHead words=say::owner::rate() />
        {loaded(look, || view! { <main id="main">{skeleton(8)}</main> }.into_any(), show)}
    }
    .into_any()
}

fn shown(token: &str, look: RateLook) -> AnyView {
    let given = RwSignal::new(look.voucher.clone().map(|voucher| (voucher, false)));
    let token = token.to_owned();
    let body = move || match given.get() {
        Some((voucher, now)) => done(&voucher, now),
        None => form(&token, &look, given),
    };
    view! { {body} }.into_any()
}

/// What is rated: nothing that names a person.
fn about(look: &RateLook) -> AnyView {
    let done = say::owner::rate_done(&time::day_time(look.completed_at, clock::now()));
    let place = [look.project_name.as_str(), " ", &look.room].concat();
    let work = look.work.clone();
    view! {
        <section class="card row">
            <span class="grow">
                <b class="cut block" dir="auto">{look.title.clone()}</b>
                <span class="meta"><span>{label::category(look.category)}</span><span>{place}</span></span>
                <span class="meta"><span>{done}</span><span class="nb">{look.ticket.to_string()}</span></span>
                {(!work.is_empty()).then(|| view! { <span class="meta" dir="auto">{work}</span> })}
            </span>
        </section>
    }
    .into_any()
}

fn form(token: &str, look: &RateLook, given: RwSignal<Option<(Voucher, bool)>>) -> AnyView {
    let form = Form::new();
    let rated = Rated::new();
    let id = new_command_id();
    let (token, rules) = (token.to_owned(), look.rules);
    let send = Callback::new(move |()| {
        let rating = rated.draft();
        if !form.begin(rating.check(rules)) {
            return;
        }
        let request = RateByLink { command_id: id.clone(), rating };
        let asked = call(&RATE_BY_LINK, &[&token], &request);
        spawn_local(async move {
            match asked.await {
                Ok(voucher) => given.set(Some((voucher, true))),
                Err(failure) => form.failed(&failure),
            }
        });
    });
    view! {
        <main id="main">
            {about(look)}
            {rated.inputs(form, rules)}
            {form.note()}
        </main>
        <footer class="dock">
            <Button look=Look::Main pending=form.pending on_press=send>{say::owner::rate_send()}</Button>
        </footer>
    }
    .into_any()
}

/// It is rated: now, or before.
fn done(voucher: &Voucher, now: bool) -> AnyView {
    let words = if now { say::owner::rated() } else { say::voices::rated_before() };
    let number = say::owner::voucher_n(&thousands(voucher.n));
    view! {
        <main id="main">
            <section class="thanks" data-s="on" role="status">
                {icon_filled(Icon::StatusDone)}
                <h2>{words}</h2>
            </section>
            <section class="card voucher" aria-label=say::owner::voucher()>
                <div class="vh1"><span class="sm">{say::owner::voucher()}</span><span class="plate">{number}</span></div>
                <div class="hash">
                    <p class="xs mute">{say::owner::voucher_hash()}</p>
                    <p class="mono all">{grouped(&voucher.hash)}</p>
                </div>
                {voucher.code.as_ref().map(code)}
            </section>
            <p class="sm mute lockline">{icon(Icon::Info)}<span>{say::owner::voucher_how()}</span></p>
        </main>
    }
    .into_any()
}
