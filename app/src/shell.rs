//! What both programs do to begin, and what stands around their pages.

use leptos::mount::mount_to_body;
use leptos::prelude::*;

use crate::accounts::{Gate, Side};
use crate::device;
use crate::nav;
use crate::net::{live, online, outbox, session};
use crate::ui::icon::sprites;
use crate::ui::toast::Toasts;
use crate::ui::{Banner, Icon, Status};
use crate::words::{Locale, say};

/// Starts a side of the product. The page's own script takes the waiting picture away afterwards.
///
/// The page is drawn anew when the language changes; everything typed is kept as a draft by the page that has it.
pub fn start(side: Side, symbols: &'static [&'static str]) {
    if cfg!(debug_assertions) {
        // In release a panic is a trap, which the page's own script shows; here it also says where.
        std::panic::set_hook(Box::new(|why| leptos::logging::error!("{why}")));
    }
    device::init();
    mount_to_body(move || {
        nav::init();
        online::init();
        outbox::init();
        live::init();
        // A page that is open to anybody asks nobody who they are.
        if !(side.is_open)(&nav::path().get_untracked()) {
            session::ask();
        }
        let locale = device::locale();
        view! {
            {sprites(symbols)}
            {move || {
                locale.track();
                view! { <Gate side=side /> }
            }}
            <Toasts />
        }
    });
}

/// The note that the network is away, and how much waits for it.
#[component]
pub fn OfflineBar() -> impl IntoView {
    let online = online::online();
    let waiting = outbox::waiting();
    let words = move || {
        let waiting = waiting.get();
        match (online.get(), waiting) {
            (true, _) => None,
            (false, 0) => Some(say::common::offline().to_owned()),
            (false, n) => Some(say::common::offline_waiting(u64::try_from(n).unwrap_or(u64::MAX))),
        }
    };
    move || {
        words().map(|words| {
            view! {
                <div class="offline">
                    <Banner status=Status::Paused symbol=Icon::Offline spoken=true>{words}</Banner>
                </div>
            }
        })
    }
}

/// The page for an address that leads nowhere.
#[component]
pub fn NotFound(
    /// Where this side begins.
    start: &'static str,
) -> impl IntoView {
    view! {
        <main class="front" id="main">
            <div class="stack">
                <crate::ui::Heading words=say::common::not_found_title() />
                <p class="mute">{say::common::not_found_note()}</p>
                <a class="btn" href=start>{say::common::to_start()}</a>
            </div>
        </main>
    }
}

/// Choosing the language, each named in itself.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    use crate::ui::{Choice, Segments};
    let value = RwSignal::new(Some(device::locale().get_untracked()));
    let choices = vec![Choice::new(Locale::Chinese, "中文"), Choice::new(Locale::English, "English")];
    let pick = Callback::new(move |()| {
        if let Some(locale) = value.get_untracked() {
            session::choose_locale(locale);
        }
    });
    view! { <Segments label=say::common::language() value=value choices=choices on_pick=pick /> }
}

/// Choosing light, dark, or what the system has.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    use crate::device::Theme;
    use crate::ui::{Choice, Segments};
    let value = RwSignal::new(Some(device::theme().get_untracked()));
    let choices = vec![
        Choice::new(None, say::common::theme_system()),
        Choice::new(Some(Theme::Light), say::common::theme_light()),
        Choice::new(Some(Theme::Dark), say::common::theme_dark()),
    ];
    let pick = Callback::new(move |()| session::choose_theme(value.get_untracked().flatten()));
    view! { <Segments label=say::common::theme() value=value choices=choices on_pick=pick /> }
}
