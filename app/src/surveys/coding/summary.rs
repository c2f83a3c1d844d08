//! What a month says: the sentiment index, counts of codes beside the month before, what no indicator hears.

use leptos::prelude::*;
use steward_core::ids::CodeId;
use steward_core::surveys::coding::CodeBook;
use steward_core::surveys::coding::api::{SUMMARY, SummaryPage, SummaryQuery};
use steward_core::surveys::coding::summary::{CodeCount, SentimentIndex};

use super::{chosen, model, month_and_project};
use crate::net::call;
use crate::surveys::desk::model::tenth;
use crate::ui::{Icon, empty, load, loaded, skeleton};
use crate::words::{Locale, label, locale, say};

pub(super) fn page() -> AnyView {
    let (month, project) = chosen();
    let found = load(move || {
        let query = SummaryQuery { month: month.get(), project: project.get().parse().ok() };
        async move { call(&SUMMARY, &[], &query).await }
    });
    view! {
        <div class="stack">
            <div class="voice-filters">{month_and_project(month, project)}</div>
            {loaded(found, || skeleton(6).into_any(), shown)}
        </div>
    }
    .into_any()
}

fn name(book: &CodeBook, id: &CodeId) -> String {
    book.find(id)
        .map_or_else(|| id.to_string(), |code| model::full_name(book, code, locale() == Locale::English))
}

fn shown(page: SummaryPage) -> AnyView {
    let SummaryPage { book, summary, names, codes_agree, sentiments_agree } = page;
    let kinds: Vec<AnyView> = summary
        .kinds
        .iter()
        .map(|kind| {
            view! {
                <dt>{label::text_kind(kind.kind)}</dt>
                <dd>{say::voice::read_n(&kind.texts, &kind.read)}</dd>
            }
            .into_any()
        })
        .collect();
    let index = |index: &SentimentIndex| index.value().map(tenth);
    let now = index(&summary.sentiment).unwrap_or_else(|| say::voice::no_index().to_owned());
    let before = index(&summary.sentiment_before)
        .map(|value| view! { <p class="sm mute">{say::voice::index_before(&summary.sentiment_before.n(), &value)}</p> });
    let agreement = if codes_agree.n == 0 {
        say::voice::agreement_none().to_owned()
    } else {
        let (codes, sentiments) = (model::kappa(&codes_agree), model::kappa(&sentiments_agree));
        say::voice::agreement_note(&codes, &codes_agree.n, &sentiments)
    };
    let unheard: Vec<AnyView> =
        summary.unheard.iter().map(|id| view! { <li>{name(&book, id)}</li> }.into_any()).collect();
    let unheard = if unheard.is_empty() {
        view! { <p class="mute">{say::voice::none_unheard()}</p> }.into_any()
    } else {
        view! {
            <p class="sm mute">{say::voice::unheard_note()}</p>
            <ul class="said">{unheard}</ul>
        }
        .into_any()
    };
    let tops: Vec<AnyView> = summary
        .projects
        .iter()
        .zip(&names)
        .map(|(top, project)| {
            let codes: Vec<String> =
                top.top.iter().map(|(id, n)| [name(&book, id), format!(" {n}")].concat()).collect();
            view! { <dt>{project.clone()}</dt><dd>{codes.join("，")}</dd> }.into_any()
        })
        .collect();
    let tops = (!tops.is_empty()).then(|| {
        view! {
            <section class="card pad stack t" aria-labelledby="tops">
                <h2 id="tops">{say::voice::tops()}</h2>
                <dl class="facts">{tops}</dl>
            </section>
        }
    });
    view! {
        <div class="voice-sum">
            <section class="card pad stack t" aria-labelledby="index">
                <h2 id="index">{say::voice::index()}</h2>
                <p class="big"><b>{now}</b></p>
                <p class="sm mute">{say::voice::index_note(&summary.sentiment.n())}</p>
                {before}
            </section>
            <section class="card pad stack t" aria-labelledby="read">
                <h2 id="read">{say::voice::inbox()}</h2>
                <dl class="facts">{kinds}</dl>
            </section>
            <section class="card pad stack t" aria-labelledby="agree">
                <h2 id="agree">{say::voice::agreement()}</h2>
                <p class="sm">{agreement}</p>
            </section>
            <section class="card pad stack t" aria-labelledby="unheard">
                <h2 id="unheard">{say::voice::unheard()}</h2>
                {unheard}
            </section>
            {tops}
        </div>
        {table(&book, &summary.codes)}
    }
    .into_any()
}

fn table(book: &CodeBook, codes: &[CodeCount]) -> AnyView {
    if codes.is_empty() {
        return empty(Icon::Chat, say::voice::no_index(), "").into_any();
    }
    let lines: Vec<AnyView> = codes
        .iter()
        .map(|count| {
            let code = book.find(&count.code);
            let indicator = code.map(|code| code.indicator.clone()).filter(|indicator| !indicator.is_empty());
            let before = match count.answers_before.value() {
                Some(n) => (count.said_before + n).to_string(),
                None => say::voice::hidden().to_owned(),
            };
            view! {
                <tr>
                    <th scope="row">{name(book, &count.code)}</th>
                    <td class="n">{count.said}</td>
                    <td class="n">{model::count(&count.answers)}</td>
                    <td class="n">{before}</td>
                    <td class="n">
                        {model::change((count.said, &count.answers), (count.said_before, &count.answers_before))}
                    </td>
                    <td>{indicator.unwrap_or_else(|| say::voice::no_indicator().to_owned())}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="card of" role="region" tabindex="0" aria-label=say::voice::codes()>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{say::voice::code()}</th>
                        <th scope="col" class="n">{say::voice::said()}</th>
                        <th scope="col" class="n">{say::voice::answers()}</th>
                        <th scope="col" class="n">{say::voice::before()}</th>
                        <th scope="col" class="n">{say::voice::change()}</th>
                        <th scope="col">{say::voice::indicator()}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}
