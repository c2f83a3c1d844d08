//! Whom the report is mailed to: the viewer's own subscriptions, and one for what the page shows.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::report::{
    NewReport, REPORTS, Report, Reports, Rhythm, SUBSCRIBE, Tongue, UNSUBSCRIBE,
};
use steward_core::endpoint::Nothing;

use super::model::Asked;
use super::{Figures, scope_words};
use crate::net::{call, clock};
use crate::ui::{Banner, Button, Form, Icon, Loading, Look, load, loaded, skeleton, toast};
use crate::words::{Locale, label, locale, say, time};

/// The section below the report; it is not printed.
pub(super) fn section(asked: Memo<Asked>, figures: Loading<Figures>) -> AnyView {
    let found: Loading<Reports> = load(|| call(&REPORTS, &[], &Nothing {}));
    let again = Callback::new(move |()| found.refetch());
    let rhythm = RwSignal::new(Rhythm::Monthly.word().to_owned());
    let language = RwSignal::new(
        match locale() {
            Locale::Chinese => Tongue::Chinese,
            Locale::English => Tongue::English,
        }
        .word()
        .to_owned(),
    );
    let shown = move |reports: Reports| {
        let body = match reports.no_mail {
            Some(why) => view! { <Banner symbol=Icon::Info>{label::no_mail(why)}</Banner> }.into_any(),
            None => form(asked, figures, (rhythm, language), &reports.address, again),
        };
        view! {
            {body}
            {list(reports.all, again)}
        }
        .into_any()
    };
    view! {
        <section class="card pad stack t noprint" aria-labelledby="rp-mails">
            <div class="head"><h2 id="rp-mails">{say::reports::mails()}</h2></div>
            <p class="sm mute">{say::reports::mails_note()}</p>
            {loaded(found, || skeleton(3).into_any(), shown)}
        </section>
    }
    .into_any()
}

fn whose(asked: &Asked) -> Level {
    match (&asked.project, &asked.region) {
        (Some(project), _) => Level::Project(project.clone()),
        (None, Some(region)) => Level::Region(region.clone()),
        (None, None) => Level::Group,
    }
}

fn form(
    asked: Memo<Asked>,
    figures: Loading<Figures>,
    (rhythm, language): (RwSignal<String>, RwSignal<String>),
    address: &str,
    again: Callback<()>,
) -> AnyView {
    let form = Form::new();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let new = NewReport {
            rhythm: Rhythm::from_word(&rhythm.get_untracked()).unwrap_or(Rhythm::Monthly),
            whose: asked.with_untracked(whose),
            language: Tongue::from_word(&language.get_untracked()).unwrap_or(Tongue::Chinese),
        };
        if form.begin(Vec::new()) {
            spawn_local(async move {
                match call(&SUBSCRIBE, &[], &new).await {
                    Ok(_) => {
                        form.pending.set(false);
                        toast::tell(say::reports::subscribed());
                        again.run(());
                    }
                    Err(failure) => form.failed(&failure),
                }
            });
        }
    };
    let scope = move || {
        figures.with(|known| match known {
            Some(Ok(known)) => scope_words(known),
            _ => String::new(),
        })
    };
    let rhythms = Rhythm::ALL.iter().map(|one| (one.word(), label::rhythm(*one))).collect();
    let tongues = Tongue::ALL.iter().map(|one| (one.word(), label::tongue(*one))).collect();
    view! {
        <form class="line" novalidate on:submit=submit>
            <span class="sm">{say::reports::scope()}" "<b>{scope}</b></span>
            {chooser("rp-rhythm", say::reports::rhythm(), rhythm, rhythms)}
            {chooser("rp-language", say::reports::language(), language, tongues)}
            <span class="sm mute" dir="auto">{say::reports::to_address(&address)}</span>
            <Button look=Look::Primary submits=true pending=form.pending>{say::reports::subscribe()}</Button>
        </form>
        {form.note()}
    }
    .into_any()
}

fn chooser(
    id: &'static str,
    name: &'static str,
    value: RwSignal<String>,
    choices: Vec<(&'static str, &'static str)>,
) -> AnyView {
    let options: Vec<AnyView> = choices
        .into_iter()
        .map(|(word, name)| {
            let is = value.with_untracked(|now| now == word);
            view! { <option value=word selected=is>{name}</option> }.into_any()
        })
        .collect();
    view! {
        <label class="sm" for=id>{name}</label>
        <select class="input small" id=id on:change:target=move |event| value.set(event.target().value())>{options}</select>
    }
    .into_any()
}

fn list(all: Vec<Report>, again: Callback<()>) -> AnyView {
    if all.is_empty() {
        return view! { <p class="sm mute">{say::reports::none_yet()}</p> }.into_any();
    }
    let rows: Vec<AnyView> = all.into_iter().map(|report| one(report, again)).collect();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

fn one(report: Report, again: Callback<()>) -> AnyView {
    let now = clock::now();
    let wanted = &report.wanted;
    let place = if report.place.is_empty() { say::reports::all_seen() } else { &report.place };
    let name = [label::rhythm(wanted.rhythm), place, label::tongue(wanted.language)].join(" · ");
    let when = match report.ended {
        Some(at) => say::reports::ended(&time::date_time(at, now)),
        None => say::reports::next(&time::date_time(report.next, now)),
    };
    let stop_of = say::reports::stop_of(&name);
    let pending = RwSignal::new(false);
    let id = report.id;
    let stop = Callback::new(move |()| {
        let answer = call(&UNSUBSCRIBE, &[id.as_str()], &Nothing {});
        pending.set(true);
        spawn_local(async move {
            let done = answer.await;
            pending.try_set(false);
            match done {
                Ok(_) => {
                    toast::tell(say::reports::stopped());
                    again.run(());
                }
                Err(failure) => toast::warn(crate::words::problem::failure(&failure)),
            }
        });
    });
    view! {
        <li class="row">
            <span class="grow"><b dir="auto">{name}</b><br /><span class="sm mute">{when}</span></span>
            <Button look=Look::Small pending=pending on_press=stop>
                <span aria-hidden="true">{say::reports::stop()}</span><span class="vh">{stop_of}</span>
            </Button>
        </li>
    }
    .into_any()
}
