//! The code book: read by whoever reads surveys, made in versions by whoever configures them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::problem::Code as Wrong;
use steward_core::surveys::campaign::Words;
use steward_core::surveys::coding::api::{BOOK, BookPage, EDIT_BOOK, EditBook};
use steward_core::surveys::coding::{Code, CodeBook};

use super::model;
use crate::net::{Failure, call, new_command_id};
use crate::surveys::desk::inputs::{Shape, text, tick};
use crate::ui::button::Button;
use crate::ui::field::next_id;
use crate::ui::{Form, Look, Status, load, loaded, pill, skeleton, toast};
use crate::words::{Locale, locale, say};

pub(super) fn page() -> AnyView {
    let book = load(|| call(&BOOK, &[], &Nothing {}));
    let again = Callback::new(move |()| book.refetch());
    let show = move |page: BookPage| {
        if page.may_change { editor(page.book, again) } else { shown(&page.book) }
    };
    loaded(book, || skeleton(8).into_any(), show).into_any()
}

fn note(book: &CodeBook) -> AnyView {
    view! { <p class="mute">{say::voice::book_note(&book.codes.len(), &book.version)}</p> }.into_any()
}

fn heading(book: &CodeBook, code: &Code) -> AnyView {
    let retired = code.retired.then(|| pill(Status::Done, say::voice::retired()));
    let name = model::full_name(book, code, locale() == Locale::English);
    view! { <span class="line"><b>{name}</b> <code class="xs">{code.id.to_string()}</code> {retired}</span> }
        .into_any()
}

fn shown(book: &CodeBook) -> AnyView {
    let lines: Vec<AnyView> = book
        .codes
        .iter()
        .map(|code| {
            let indicator = if code.indicator.is_empty() {
                say::voice::no_indicator().to_owned()
            } else {
                code.indicator.clone()
            };
            view! {
                <tr>
                    <th scope="row">{heading(book, code)}</th>
                    <td>{code.definition.clone()}</td>
                    <td>{code.keywords.join("，")}</td>
                    <td>{indicator}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="stack">
            {note(book)}
            <div class="card of" role="region" tabindex="0" aria-label=say::voice::book()>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{say::voice::code()}</th>
                            <th scope="col">{say::voice::definition()}</th>
                            <th scope="col">{say::voice::keywords()}</th>
                            <th scope="col">{say::voice::indicator()}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

fn editor(book: CodeBook, again: Callback<()>) -> AnyView {
    let form = Form::new();
    let before = StoredValue::new(book.clone());
    let codes = RwSignal::new(book.codes.clone());
    let drawn = RwSignal::new(0_u32);
    let send = Callback::new(move |()| {
        let next = codes.get_untracked();
        let found = before.with_value(|book| book.follow(next.clone()).err().unwrap_or_default());
        if !form.begin(found) {
            return;
        }
        let edit = EditBook { expected_version: before.with_value(|book| book.version), codes: next };
        spawn_local(async move {
            match call(&EDIT_BOOK, &[], &edit).await {
                Ok(_) => {
                    form.pending.set(false);
                    toast::tell(say::voice::book_saved());
                    again.run(());
                }
                Err(Failure::Problem(problem)) if problem.code == Wrong::Conflict => {
                    form.refused(say::voice::book_conflict().to_owned());
                }
                Err(failure) => form.failed(&failure),
            }
        });
    });
    let add = Callback::new(move |()| {
        let id = new_command_id().to_string().replace('-', "");
        let Ok(id) = ["c", id.get(..12).unwrap_or_default()].concat().parse() else { return };
        codes.update_untracked(|all| {
            all.push(Code {
                id,
                name: Words::default(),
                parent: None,
                definition: String::new(),
                examples: Vec::new(),
                keywords: Vec::new(),
                indicator: String::new(),
                retired: false,
            });
        });
        drawn.update(|n| *n = n.wrapping_add(1));
    });
    let cards = move || {
        drawn.track();
        let book = CodeBook { version: 0, codes: codes.get_untracked() };
        let is_new = |code: &Code| before.with_value(|before| before.find(&code.id).is_none());
        book.codes
            .iter()
            .enumerate()
            .map(|(n, code)| card(codes, form, n, &book, code, is_new(code)))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="stack design">
            {note(&book)}
            <div class="stack t">{cards}</div>
            {form.note()}
            <div class="line">
                <Button look=Look::Primary pending=form.pending on_press=send>{say::voice::save_book()}</Button>
                <Button on_press=add>{say::voice::add_code()}</Button>
            </div>
        </div>
    }
    .into_any()
}

fn card(
    codes: RwSignal<Vec<Code>>,
    form: Form,
    n: usize,
    book: &CodeBook,
    code: &Code,
    is_new: bool,
) -> AnyView {
    let put = move |with: &dyn Fn(&mut Code)| {
        codes.update_untracked(|all| {
            if let Some(code) = all.get_mut(n) {
                with(code);
            }
        });
    };
    let at = |part: &str| (form, format!("codes.{n}.{part}"));
    let plain = |words: &'static str| (words.to_owned(), None);
    let hinted = |words: &'static str, hint: &'static str| (words.to_owned(), Some(hint.to_owned()));
    let select = next_id();
    let parent = code.parent.clone();
    let tops: Vec<AnyView> = book
        .codes
        .iter()
        .filter(|other| other.parent.is_none() && other.id != code.id)
        .map(|other| {
            let is = parent.as_ref() == Some(&other.id);
            let words = other.name.read(locale() == Locale::English).to_owned();
            view! { <option value=other.id.to_string() selected=is>{words}</option> }.into_any()
        })
        .collect();
    let wrong = move || {
        form.problems.with(|all| {
            let mine = format!("codes.{n}.");
            all.iter()
                .any(|problem| problem.params.get("place").is_some_and(|place| place.starts_with(&mine)))
        })
    };
    let title =
        if is_new { view! { <b>{say::voice::new_code()}</b> }.into_any() } else { heading(book, code) };
    view! {
        <details class="card pad" prop:open=move || is_new || wrong()>
            <summary>{title}</summary>
            <div class="stack t">
                <div class="pair">
                    {text(plain(say::voice::name_zh()), at("name.zh"), Shape::Line, code.name.zh.clone(),
                        move |v| put(&|c| c.name.zh.clone_from(&v)))}
                    {text(plain(say::voice::name_en()), at("name.en"), Shape::Line, code.name.en.clone(),
                        move |v| put(&|c| c.name.en.clone_from(&v)))}
                </div>
                <div class="field">
                    <label for=select.clone()>{say::voice::part_of()}</label>
                    <select
                        class="input"
                        id=select
                        on:change:target=move |event| put(&|c| c.parent = event.target().value().parse().ok())
                    >
                        <option value="" selected=parent.is_none()>{say::voice::top_level()}</option>
                        {tops}
                    </select>
                </div>
                {text(plain(say::voice::definition()), at("definition"), Shape::Lines(2), code.definition.clone(),
                    move |v| put(&|c| c.definition.clone_from(&v)))}
                {text(hinted(say::voice::keywords(), say::voice::keywords_hint()), at("keywords"), Shape::Line,
                    code.keywords.join("，"), move |v| put(&|c| c.keywords = model::phrases(&v, false)))}
                {text(hinted(say::voice::examples(), say::voice::examples_hint()), at("examples"), Shape::Lines(2),
                    code.examples.join("\n"), move |v| put(&|c| c.examples = model::phrases(&v, true)))}
                {text(hinted(say::voice::indicator(), say::voice::indicator_hint()), at("indicator"), Shape::Line,
                    code.indicator.clone(), move |v| put(&|c| v.trim().clone_into(&mut c.indicator)))}
                <div class="chips">
                    {tick("checkbox", "", say::voice::retired().to_owned(), code.retired,
                        move |on| put(&|c| c.retired = on))}
                </div>
            </div>
        </details>
    }
    .into_any()
}
