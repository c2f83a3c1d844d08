//! What this browser remembers for its person: language, theme and drafts. Nothing secret is kept here; the
//! session is a cookie that scripts cannot read.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;

use crate::words::{self, Locale};

const LOCALE_KEY: &str = "steward.locale";
const THEME_KEY: &str = "steward.theme";
const PERSON_KEY: &str = "steward.person";
/// Under this key commands wait for the network, or stand because they were refused; each of them names its person.
pub(crate) const OUTBOX_KEY: &str = "steward.outbox";

/// Light or dark, chosen by the person. Without a choice the system decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word in `data-theme` and in preferences.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}

thread_local! {
    static LOCALE: ArcRwSignal<Locale> = ArcRwSignal::new(Locale::default());
    static THEME: ArcRwSignal<Option<Theme>> = ArcRwSignal::new(None);
}

/// The language as a signal: the root view is drawn anew when it changes.
pub fn locale() -> ArcRwSignal<Locale> {
    LOCALE.with(ArcRwSignal::clone)
}

/// The chosen theme as a signal; `None` follows the system.
pub fn theme() -> ArcRwSignal<Option<Theme>> {
    THEME.with(ArcRwSignal::clone)
}

/// Reads what was chosen on this device, else what the browser prefers, and applies it.
pub fn init() {
    let locale = read_text(LOCALE_KEY)
        .as_deref()
        .and_then(Locale::from_tag)
        .or_else(|| window().navigator().language().as_deref().and_then(Locale::from_tag))
        .unwrap_or_default();
    apply_locale(locale);
    apply_theme(read_text(THEME_KEY).as_deref().and_then(Theme::from_word));
}

/// Whether a language was chosen on this device.
pub fn has_chosen_locale() -> bool {
    read_text(LOCALE_KEY).is_some()
}

/// Whether a theme was chosen on this device.
pub fn has_chosen_theme() -> bool {
    read_text(THEME_KEY).is_some()
}

/// Chooses the language for this device.
pub fn choose_locale(locale: Locale) {
    write_text(LOCALE_KEY, locale.tag());
    apply_locale(locale);
}

/// Chooses the theme for this device.
pub fn choose_theme(theme: Option<Theme>) {
    match theme {
        Some(theme) => write_text(THEME_KEY, theme.word()),
        None => forget(THEME_KEY),
    }
    apply_theme(theme);
}

/// Says words in `locale` and draws the page anew.
pub fn apply_locale(locale: Locale) {
    words::set_locale(locale);
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("lang", locale.tag());
    }
    LOCALE.with(|signal| signal.maybe_update(|now| core::mem::replace(now, locale) != locale));
}

/// Shows the page in `theme`.
pub fn apply_theme(theme: Option<Theme>) {
    show_theme(theme);
    THEME.with(|signal| signal.set(theme));
}

/// The same for as long as a page wants it: what was chosen stays chosen.
pub(crate) fn show_theme(theme: Option<Theme>) {
    if let Some(html) = document().document_element() {
        let _ = match theme {
            Some(theme) => html.set_attribute("data-theme", theme.word()),
            None => html.remove_attribute("data-theme"),
        };
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn read_text(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

fn write_text(key: &str, text: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden store loses the memory of this device, never a command: those wait for the server.
        let _ = storage.set_item(key, text);
    }
}

/// Forgets what is kept under `key`.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The person whose drafts are kept from now on. Those of somebody else who used this device before are forgotten.
pub(crate) fn belongs_to(person: &str) {
    if read_text(PERSON_KEY).is_some_and(|before| before != person) {
        forget_drafts();
    }
    write_text(PERSON_KEY, person);
}

/// Forgets everything but the choices for this device and the commands that wait or were refused.
pub(crate) fn forget_drafts() {
    let stays = [LOCALE_KEY, THEME_KEY, OUTBOX_KEY];
    for key in keys("steward.").iter().filter(|k| !stays.contains(&k.as_str())) {
        forget(key);
    }
}

/// The command `id` was carried out after the page that it came from was gone: its draft is done with.
pub(crate) fn forget_sent(id: &str) {
    for key in keys("steward.draft.") {
        if read_text(&key).is_some_and(|draft| draft.contains(id)) {
            forget(&key);
        }
    }
}

/// The draft under `key` as it stands, to be put back if what it says is refused.
pub(crate) fn draft(key: &str) -> Option<String> {
    read_text(key)
}

/// Puts a draft back where it was, unless something else was begun there since.
pub(crate) fn put_back(key: &str, draft: &str) {
    if read_text(key).is_none() {
        write_text(key, draft);
    }
}

/// What is kept under keys that begin so.
fn keys(begin: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let all = (0..storage.length().unwrap_or_default()).filter_map(|n| storage.key(n).ok().flatten());
    all.filter(|key| key.starts_with(begin)).collect()
}

/// Keeps a value under `key`, as a draft or a queue; `false` if this device does not keep anything.
pub fn keep<T: Serialize>(key: &str, value: &T) -> bool {
    let Ok(text) = serde_json::to_string(value) else { return false };
    storage().is_some_and(|storage| storage.set_item(key, &text).is_ok())
}

/// What was kept under `key`; `None` if nothing, or if it was written by a version that said it differently.
pub fn kept<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_str(&read_text(key)?).ok()
}

/// Puts a text into the reader's downloads as a file.
pub fn download(name: &str, kind: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let bag = web_sys::BlobPropertyBag::new();
    bag.set_type(kind);
    if let Ok(file) = web_sys::Blob::new_with_str_sequence_and_options(&parts, &bag) {
        save(name, &file);
    }
}

/// Puts a file into the reader's downloads.
pub fn save(name: &str, file: &web_sys::Blob) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(file) else { return };
    if let Ok(link) = document().create_element("a")
        && let Some(link) = link.dyn_ref::<web_sys::HtmlElement>()
    {
        let _ = link.set_attribute("href", &url);
        let _ = link.set_attribute("download", name);
        link.click();
    }
    let _ = web_sys::Url::revoke_object_url(&url);
}
