//! What the answers say: each figure with the number of answers and its interval in words, and what is hidden said so.

use leptos::prelude::*;
use steward_core::endpoint::Nothing;
use steward_core::surveys::campaign::api::{EXPORT, RESULTS, ResultsPage};
use steward_core::surveys::campaign::contribution::Contribution;
use steward_core::surveys::campaign::disclosure::{LEAST, Shown};
use steward_core::surveys::campaign::results::{Figure, Item};
use steward_core::surveys::campaign::{Kind, Phase, Question, Words};

use super::{back, improve, model, phase_pill, read, tabs};
use crate::console::{Topbar, Work};
use crate::net::call;
use crate::ui::{exports, load, loaded, skeleton};
use crate::words::{label, say};

/// The page.
pub(super) fn page(id: String) -> AnyView {
    let key = id.clone();
    let results = load(move || call(&RESULTS, &[key.as_str()], &Nothing {}));
    let wait = || skeleton(8).into_any();
    let again = Callback::new(move |()| results.refetch());
    let show = move |page: ResultsPage| shown(page, again);
    let name = Signal::derive(move || {
        results.with(|r| match r {
            Some(Ok(page)) => read(&page.campaign.plan.name),
            _ => say::surveys::results().to_owned(),
        })
    });
    view! {
        <Topbar words=name beside=back />
        <Work><div class="stack">{tabs(&id, "/results", true)} {loaded(results, wait, show)}</div></Work>
    }
    .into_any()
}

fn shown(page: ResultsPage, again: Callback<()>) -> AnyView {
    let response = &page.results.response;
    let rate = match response.asked {
        Some(asked) if asked > 0 => {
            say::surveys::response_of(&response.answered, &asked, &model::percent(response.answered, asked))
        }
        _ => say::surveys::response_open(&response.answered),
    };
    let items: Vec<AnyView> = page.results.items.iter().map(|item| card(&page, item)).collect();
    let improvements = (page.phase != Phase::Draft).then(|| improve::section(&page, again));
    let export = export(page.campaign.id.to_string());
    view! {
        <div class="stack">
            <div class="line">{phase_pill(page.phase)} <span>{rate}</span><span class="grow"></span>{export}</div>
            <p class="hint">{say::surveys::rules(&LEAST)}</p>
            {items}
            {contributions(&page)}
            {improvements}
        </div>
    }
    .into_any()
}

/// The words of an item: the question, and the row of a matrix.
pub(super) fn item_name(question: &Question, row: Option<u8>) -> String {
    let words = read(&question.text);
    match (&question.kind, row) {
        (Kind::Matrix { rows }, Some(row)) => {
            let row = rows.get(usize::from(row)).map(read).unwrap_or_default();
            [words.as_str(), " · ", row.as_str()].concat()
        }
        _ => words,
    }
}

/// What enters the departments' assessments (S36).
fn contributions(page: &ResultsPage) -> Option<AnyView> {
    let questions = &page.campaign.plan.questions;
    let all = page.results.contributions(questions);
    let row = |one: &Contribution| {
        let name = questions.0.get(one.question).map(|question| read(&question.text)).unwrap_or_default();
        let weight = u8::from(one.duty.weight);
        let (score, points) = match &one.score {
            Shown::Hidden(n) => (hidden(*n), "–".to_owned()),
            Shown::Value((part, whole)) => {
                let points = one.duty.weight.points((*part, *whole));
                let score =
                    [model::percent(*part, *whole).as_str(), "% · ", &say::surveys::n(whole)].concat();
                (score, points.map_or_else(|| "–".to_owned(), model::points))
            }
        };
        view! {
            <tr>
                <th scope="row">{label::department(one.duty.department)}</th>
                <td>{name}</td>
                <td class="n">{score}</td>
                <td class="n">{weight} "%"</td>
                <td class="n"><b>{points}</b></td>
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = all.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card pad stack t" aria-labelledby="duties">
                <h2 class="label" id="duties">{say::surveys::duties()}</h2>
                <div class="scroll" tabindex="0" role="group" aria-labelledby="duties">
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{say::surveys::duty()}</th>
                            <th scope="col">{say::surveys::questions()}</th>
                            <th scope="col" class="n">{say::surveys::satisfied()}</th>
                            <th scope="col" class="n">{say::surveys::duty_weight()}</th>
                            <th scope="col" class="n">{say::surveys::duty_points()}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="hint">{say::surveys::duty_how()}</p>
            </section>
        }
        .into_any()
    })
}

fn card(page: &ResultsPage, item: &Item) -> AnyView {
    let Some(question) = page.campaign.plan.questions.find(&item.question) else { return ().into_any() };
    let options: &[Words] = match &question.kind {
        Kind::Choice { options, .. } => options,
        _ => &[],
    };
    let name = item_name(question, item.row);
    let weighted = item.weighted.as_ref().map(|w| {
        let coverage = model::tenth(100.0 * w.coverage);
        view! { <p class="sm">{say::surveys::weighted(&coverage, &model::tenth(w.csat_pct))}</p> }
    });
    let table = (!item.projects.is_empty() && item.projects.len() > 1).then(|| by_project(page, item));
    view! {
        <section class="card pad stack t">
            <h2 class="label">{name.clone()}</h2>
            {figure(&item.total, options, &name)}
            {weighted}
            {table}
        </section>
    }
    .into_any()
}

/// The figure in words, then how the answers are spread.
fn figure(shown: &Shown<Figure>, options: &[Words], name: &str) -> AnyView {
    let figure = match shown {
        Shown::Hidden(n) => return view! { <p class="mute">{hidden(*n)}</p> }.into_any(),
        Shown::Value(figure) if figure.n() == 0 => {
            return view! { <p class="mute">{say::surveys::no_answers()}</p> }.into_any();
        }
        Shown::Value(figure) => figure,
    };
    let n = figure.n();
    let scored = figure.scored().map(|s| {
        let (low, high) = model::interval(&s);
        let unit = match figure {
            Figure::Nps { .. } => say::surveys::nps(),
            Figure::Ces { .. } => say::surveys::easy(),
            _ => say::surveys::satisfied(),
        };
        let value = model::tenth(s.value) + if matches!(figure, Figure::Nps { .. }) { "" } else { "%" };
        view! {
            <p><b class="big">{value}</b> " " {unit} " · " {say::surveys::n(&n)}</p>
            <p class="sm mute">{say::surveys::interval(&high, &low)}</p>
        }
    });
    let more = match figure {
        Figure::Csat { score, not_applicable, .. } => {
            let mean = score.mean.map_or_else(|| "–".to_owned(), |m| format!("{m:.2}"));
            let rest = (*not_applicable > 0).then(|| say::surveys::not_applicable(not_applicable));
            let parts = [Some(say::surveys::mean(&mean)), rest];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        }
        Figure::Nps { score, .. } => {
            Some(say::surveys::parts(&score.detractors, &score.passives, &score.promoters))
        }
        Figure::Ces { .. } | Figure::Choice { .. } | Figure::Texts { .. } => None,
    };
    let spread = match figure {
        Figure::Csat { counts, .. } => spread(counts, n, name, |i| (i + 1).to_string()),
        Figure::Ces { counts, .. } => spread(counts, n, name, |i| (i + 1).to_string()),
        Figure::Nps { counts, .. } => spread(counts, n, name, |i| i.to_string()),
        Figure::Choice { counts, .. } => {
            let words: Vec<String> = options.iter().map(read).collect();
            let chart = spread(counts, n, name, |i| words.get(i).cloned().unwrap_or_default());
            view! { <p class="sm">{say::surveys::n(&n)}</p> {chart} }.into_any()
        }
        Figure::Texts { texts, .. } => {
            let one = |text: &String| view! { <li>{text.clone()}</li> }.into_any();
            let all: Vec<AnyView> = texts.iter().map(one).collect();
            view! { <p class="sm">{say::surveys::n(&n)}</p> <ul class="said">{all}</ul> }.into_any()
        }
    };
    view! { {scored} {more.map(|m| view! { <p class="sm mute">{m}</p> })} {spread} }.into_any()
}

/// How often each answer was given: bars from nothing to everybody, beside the same numbers.
fn spread(counts: &[u64], n: u64, name: &str, words: impl Fn(usize) -> String) -> AnyView {
    let all = n.max(1);
    let line = |(i, count): (usize, &u64)| {
        let share = model::percent(*count, n) + "%";
        view! {
            <tr>
                <th scope="row">{words(i)}</th>
                <td class="meter">
                    <meter min="0" max=all.to_string() value=count.to_string() aria-hidden="true"></meter>
                </td>
                <td class="n">{*count}</td>
                <td class="n">{share}</td>
            </tr>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = counts.iter().enumerate().map(line).collect();
    view! {
        <figure class="spread">
            <table class="table">
                <caption class="vh">{say::surveys::spread(&name)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say::surveys::answer()}</th>
                        <th scope="col"><span class="vh">{say::surveys::share_drawn()}</span></th>
                        <th scope="col" class="n">{say::surveys::count()}</th>
                        <th scope="col" class="n">{say::surveys::share()}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </figure>
    }
    .into_any()
}

fn hidden(n: u64) -> String {
    if n < LEAST { say::surveys::too_few(&n) } else { say::surveys::hidden_with(&n) }
}

fn by_project(page: &ResultsPage, item: &Item) -> AnyView {
    let line = |((name, (_, response)), shown): (
        (&String, &(_, steward_core::surveys::campaign::results::Response)),
        &Shown<Figure>,
    )| {
        let asked = response.asked.map_or_else(|| "–".to_owned(), |n| n.to_string());
        let (n, value, range) = match shown {
            Shown::Hidden(n) => (*n, hidden(*n), String::new()),
            Shown::Value(figure) => match figure.scored() {
                Some(s) => {
                    let (low, high) = model::interval(&s);
                    (figure.n(), model::tenth(s.value), say::surveys::range(&high, &low))
                }
                None => (figure.n(), "–".to_owned(), String::new()),
            },
        };
        view! {
            <tr>
                <th scope="row">{name.clone()}</th>
                <td class="n">{asked}</td>
                <td class="n">{n}</td>
                <td class="n">{value}</td>
                <td class="n">{range}</td>
            </tr>
        }
        .into_any()
    };
    let lines: Vec<AnyView> =
        page.names.iter().zip(&page.results.projects).zip(&item.projects).map(line).collect();
    view! {
        <details>
            <summary>{say::surveys::by_project()}</summary>
            <div class="of">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{say::surveys::project()}</th>
                            <th scope="col" class="n">{say::surveys::asked()}</th>
                            <th scope="col" class="n">{say::surveys::n_head()}</th>
                            <th scope="col" class="n">{say::surveys::score()}</th>
                            <th scope="col" class="n">{say::surveys::interval_head()}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn export(id: String) -> AnyView {
    view! { <span class="line">{exports(&EXPORT, vec![id], || Nothing {})}</span> }.into_any()
}
