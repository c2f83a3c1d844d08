//! The inputs of the editor: text that goes into the version as it is typed, with what is wrong below it.

use leptos::prelude::*;
use steward_core::surveys::campaign::Words;

use crate::ui::field::{error_line, next_id};
use crate::ui::{Icon, icon};
use crate::words::say;

/// What is wrong with an input, if anything can be.
pub(super) type Wrong = Option<Memo<Option<String>>>;

/// A label with an input under it, and the error under that.
fn labelled(label: String, wrong: Wrong, input: impl FnOnce(String, String) -> AnyView) -> AnyView {
    let id = next_id();
    let note = [id.as_str(), "n"].concat();
    let shown = {
        let note = note.clone();
        move || wrong.and_then(|wrong| wrong.get()).map(|words| error_line(&note, words))
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {input(id, note)}
            {shown}
        </div>
    }
    .into_any()
}

fn invalid(wrong: Wrong) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    move || wrong.and_then(|wrong| wrong.get()).map(|_| "true")
}

/// One line of text.
pub(super) fn line(label: String, value: String, set: Callback<String>, wrong: Wrong) -> AnyView {
    let bad = invalid(wrong);
    labelled(label, wrong, move |id, note| {
        view! {
            <input class="input" id=id prop:value=value aria-invalid=bad
                aria-describedby=move || bad().map(|_| note.clone())
                on:input:target=move |event| set.run(event.target().value()) />
        }
        .into_any()
    })
}

/// Several lines of text.
pub(super) fn area(label: String, value: String, set: Callback<String>, wrong: Wrong) -> AnyView {
    let bad = invalid(wrong);
    labelled(label, wrong, move |id, note| {
        view! {
            <textarea class="input" id=id rows="3" prop:value=value aria-invalid=bad
                aria-describedby=move || bad().map(|_| note.clone())
                on:input:target=move |event| set.run(event.target().value())></textarea>
        }
        .into_any()
    })
}

/// One of a list, by its word.
pub(super) fn choice(
    label: String,
    value: &str,
    options: Vec<(String, String)>,
    set: Callback<String>,
    wrong: Wrong,
) -> AnyView {
    let bad = invalid(wrong);
    let option = |(word, name): (String, String)| {
        let chosen = word == value;
        view! { <option value=word selected=chosen>{name}</option> }.into_any()
    };
    let options: Vec<AnyView> = options.into_iter().map(option).collect();
    labelled(label, wrong, move |id, note| {
        view! {
            <select class="input" id=id aria-invalid=bad aria-describedby=move || bad().map(|_| note.clone())
                on:change:target=move |event| set.run(event.target().value())>{options}</select>
        }
        .into_any()
    })
}

/// The same words in both languages, in lines or in areas.
pub(super) fn both(label: &str, value: &Words, long: bool, set: Callback<Words>, wrong: Wrong) -> AnyView {
    let now = StoredValue::new(value.clone());
    let input = if long { area } else { line };
    let zh = Callback::new(move |zh: String| {
        now.update_value(|w| w.zh = zh);
        set.run(now.get_value());
    });
    let en = Callback::new(move |en: String| {
        now.update_value(|w| w.en = en);
        set.run(now.get_value());
    });
    let name = |language: &str| say::handbook::named(&label, &language);
    view! {
        <div class="hb-both">
            {input(name(say::handbook::zh()), value.zh.clone(), zh, wrong)}
            {input(name(say::handbook::en()), value.en.clone(), en, None)}
        </div>
    }
    .into_any()
}

/// What can be done with one of several parts: moved up or down, or removed. `name` is the part's.
pub(super) fn part_acts(
    name: &str,
    (n, of): (usize, usize),
    swap: Callback<(usize, usize)>,
    remove: Callback<usize>,
) -> AnyView {
    let button = |symbol: Icon, what: &str, press: Callback<()>| {
        let named = say::handbook::named(&name, &what);
        view! {
            <button class="btn icon" type="button" aria-label=named on:click=move |_| press.run(())>
                {icon(symbol)}
            </button>
        }
        .into_any()
    };
    let up = (n > 0)
        .then(|| button(Icon::Rising, say::handbook::up(), Callback::new(move |()| swap.run((n, n - 1)))));
    let down = (n + 1 < of)
        .then(|| button(Icon::Falling, say::handbook::down(), Callback::new(move |()| swap.run((n, n + 1)))));
    view! {
        <div class="line between">
            <b>{name.to_owned()}</b>
            <span class="line">
                {up}{down}
                {button(Icon::Cross, say::handbook::remove(), Callback::new(move |()| remove.run(n)))}
            </span>
        </div>
    }
    .into_any()
}
