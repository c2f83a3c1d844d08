//! The voucher of a rating: its record, its hash, and whether the public ledger agrees, computed on this device.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::surveys::api::{LEDGER, VOUCHER, Voucher};
use steward_core::tickets::api::TicketPage;
use steward_core::time::Instant;
use wasm_bindgen::{JsCast, JsValue};

use super::mine::Mine;
use super::open::code;
use super::opened::{of_page, opened, ticket_id};
use super::rate::server;
use super::voucher_model::{Verdict, check, grouped, wanted};
use crate::nav;
use crate::net::{Failure, call, live};
use crate::ui::button::Button;
use crate::ui::{
    Banner, Icon, PageHead, Status, icon, icon_filled, load, loaded, skeleton, stars_shown, toast,
};
use crate::words::{label, problem, say, thousands, time};

/// The page.
pub(super) fn page(mine: Mine) -> AnyView {
    let id = ticket_id();
    let back = ["/tickets/", id.get_untracked().as_str()].concat();
    let thanks = nav::asked("thanks").is_some();
    let body = move || {
        let refreshes = live::refreshes();
        let voucher = load(move || {
            refreshes.track();
            call(&VOUCHER, &[&id.get()], &Nothing {})
        });
        view! {
            <main id="main">
                {thanks.then(|| thank(mine))}
                {loaded(voucher, || skeleton(6).into_any(), move |voucher| card(mine, voucher))}
                <a class="btn wide" href="/">{say::owner::to_home()}</a>
            </main>
        }
        .into_any()
    };
    view! {
        <PageHead words=say::owner::voucher() back=back />
        {opened(mine, id, body)}
    }
    .into_any()
}

fn thank(mine: Mine) -> AnyView {
    let who = of_page(mine, |page, _| server(page));
    let words = move || {
        let name = who.get().filter(|name| !name.is_empty())?;
        Some(say::owner::thanks_who(&say::owner::master(&name)))
    };
    view! {
        <section class="thanks" data-s="on" role="status">
            {icon_filled(Icon::StatusDone)}
            <h2>{say::owner::rated()}</h2>
            <p class="sm mute">{words}</p>
        </section>
    }
    .into_any()
}

/// What a check has found so far.
type Found = RwSignal<Option<Result<Verdict, Failure>>>;

fn card(mine: Mine, voucher: Voucher) -> AnyView {
    let found: Found = RwSignal::new(None);
    verify(mine, &voucher, found);
    let number = say::owner::voucher_n(&thousands(voucher.n));
    let hash = grouped(&voucher.hash);
    let copied = voucher.clone();
    let copy = Callback::new(move |()| copy(&copied));
    let checked = voucher.clone();
    let pending = Signal::derive(move || found.with(Option::is_none));
    let again = Callback::new(move |()| verify(mine, &checked, found));
    let n = voucher.n;
    view! {
        <section class="card voucher" aria-label=say::owner::voucher()>
            <div class="vh1"><span class="sm">{say::owner::voucher()}</span><span class="plate">{number}</span></div>
            {facts(mine, &voucher)}
            <div class="hash">
                <p class="xs mute">{say::owner::voucher_hash()}</p>
                <p class="mono all">{hash}</p>
            </div>
            <div role="status">{move || result(found.get(), n)}</div>
            {voucher.code.as_ref().map(code)}
            <div class="two">
                <Button symbol=Icon::Copy on_press=copy>{say::owner::voucher_copy()}</Button>
                <Button symbol=Icon::Shield pending=pending on_press=again>{say::owner::voucher_check()}</Button>
            </div>
        </section>
        <p class="sm mute lockline">{icon(Icon::Info)}<span>{say::owner::voucher_how()}</span></p>
    }
    .into_any()
}

fn facts(mine: Mine, voucher: &Voucher) -> AnyView {
    let (ticket, at) = (voucher.ticket.to_string(), voucher.at);
    let told = of_page(mine, move |page: &TicketPage, now: Instant| {
        let rating = page.ticket.rating.as_ref();
        let stars = rating.map(|r| r.stars.get());
        let tags: Vec<&str> =
            rating.map(|r| r.tags.iter().map(|t| label::rating_tag(*t)).collect()).unwrap_or_default();
        (stars, server(page), tags.join(say::owner::comma()), time::date_time(at, now))
    });
    let fact = |name: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <dt>{name}</dt><dd>{value}</dd> }.into_any())
    };
    let shown = move || {
        let (stars, who, tags, when) = told.get()?;
        let facts = [
            fact(say::owner::voucher_ticket(), ticket.clone()),
            fact(say::owner::voucher_who(), who),
            fact(say::owner::voucher_at(), when),
            fact(say::owner::voucher_tags(), tags),
        ];
        Some(view! {
            {stars.map(stars_shown)}
            <dl class="facts">{facts.into_iter().flatten().collect::<Vec<_>>()}</dl>
        })
    };
    view! { {shown} }.into_any()
}

/// Computes the hash anew and asks the public ledger for its own.
fn verify(mine: Mine, voucher: &Voucher, found: Found) {
    found.set(None);
    let shown = mine.page.with_untracked(|p| Some(p.as_ref()?.ticket.rating.as_ref()?.stars.get()));
    let voucher = voucher.clone();
    spawn_local(async move {
        let ledger = call(&LEDGER, &[voucher.project.as_str()], &wanted(&voucher)).await;
        let _ = found.try_set(Some(ledger.map(|ledger| check(&voucher, shown, &ledger))));
    });
}

fn result(found: Option<Result<Verdict, Failure>>, n: u64) -> AnyView {
    let Some(found) = found else {
        return view! { <p class="sm mute">{say::owner::checking()}</p> }.into_any();
    };
    let (status, words) = match found {
        Ok(verdict) => {
            let form = say::owner::verdict(verdict.word()).unwrap_or_default();
            let words = crate::words::fill_by(form, |_, out| out.push_str(&thousands(n)));
            (if verdict == Verdict::Sound { Status::On } else { Status::Over }, words)
        }
        Err(failure) => (Status::Paused, problem::failure(&failure)),
    };
    let symbol = if status == Status::On { Icon::Shield } else { status.icon() };
    view! { <Banner status=status symbol=symbol>{words}</Banner> }.into_any()
}

/// Puts the voucher's text where it can be pasted; where the browser forbids that, says how to do it by hand.
fn copy(voucher: &Voucher) {
    let Voucher { hash, n, prev, project, record, ticket, .. } = voucher;
    let head = say::owner::voucher_text(n, project, ticket);
    let text = [head.as_str(), record, prev, hash].join("\n");
    spawn_local(async move {
        match write_clipboard(&text).await {
            Ok(()) => toast::tell(say::owner::voucher_copied()),
            Err(_) => toast::warn(say::owner::voucher_not_copied()),
        }
    });
}

/// The browser's clipboard, which is missing in older ones and on pages without a certificate.
async fn write_clipboard(text: &str) -> Result<(), JsValue> {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &JsValue::from_str("clipboard"))?;
    let write = js_sys::Reflect::get(&clipboard, &JsValue::from_str("writeText"))?;
    let write: js_sys::Function = write.dyn_into()?;
    let promise: js_sys::Promise = write.call1(&clipboard, &JsValue::from_str(text))?.dyn_into()?;
    wasm_bindgen_futures::JsFuture::from(promise).await.map(drop)
}
