//! Links to print: a sheet of household links with their QR codes, and the public links of an open survey.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::endpoint::Nothing;
use steward_core::surveys::campaign::api::{
    CAMPAIGN, CampaignPage, HouseholdLink, LINKS, LinksOf, OPEN_LINKS, ProjectLink, Qr,
};
use steward_core::surveys::campaign::{Mode, Phase};

use super::{back, read, tabs, why};
use crate::console::{Topbar, Work};
use crate::device::download;
use crate::net::call;
use crate::ui::button::Button;
use crate::ui::{Banner, Form, Icon, Look, load, loaded, skeleton};
use crate::words::say;

/// The page.
pub(super) fn page(id: String) -> AnyView {
    let key = id.clone();
    let survey = load(move || call(&CAMPAIGN, &[key.as_str()], &Nothing {}));
    let wait = || skeleton(4).into_any();
    let show = |page: CampaignPage| match page.campaign.plan.mode {
        Mode::Open => open(&page),
        Mode::Personal => personal(page),
    };
    let name = Signal::derive(move || {
        survey.with(|s| match s {
            Some(Ok(page)) => read(&page.campaign.plan.name),
            _ => say::surveys::links().to_owned(),
        })
    });
    view! {
        <Topbar words=name beside=back />
        <Work><div class="stack">{tabs(&id, "/links", true)} {loaded(survey, wait, show)}</div></Work>
    }
    .into_any()
}

fn open(page: &CampaignPage) -> AnyView {
    let id = page.campaign.id.to_string();
    let links = load(move || call(&OPEN_LINKS, &[id.as_str()], &Nothing {}));
    let name = read(&page.campaign.plan.name);
    let show = move |links: Vec<ProjectLink>| {
        let sheet: Vec<AnyView> =
            links.iter().map(|link| slip(&link.project, &name, &link.url, &link.qr)).collect();
        view! { {print()} <div class="slips large">{sheet}</div> }.into_any()
    };
    view! {
        <Banner symbol=Icon::Info>{say::surveys::open_note()}</Banner>
        {loaded(links, || skeleton(4).into_any(), show)}
    }
    .into_any()
}

fn personal(page: CampaignPage) -> AnyView {
    if !page.may_change || page.phase == Phase::Ended {
        return view! { <Banner symbol=Icon::Info>{say::surveys::no_links()}</Banner> }.into_any();
    }
    let form = Form::new();
    let sheets = RwSignal::new(None::<(String, Vec<HouseholdLink>)>);
    let id = page.campaign.id.to_string();
    let name = StoredValue::new(read(&page.campaign.plan.name));
    let make = move |project: steward_core::ids::ProjectId, words: String| {
        form.clear();
        form.pending.set(true);
        let id = id.clone();
        spawn_local(async move {
            let answer = call(&LINKS, &[id.as_str()], &LinksOf { project }).await;
            form.pending.set(false);
            match answer {
                Ok(links) => sheets.set(Some((words, links))),
                Err(failure) => form.refused(why(&failure)),
            }
        });
    };
    let buttons: Vec<AnyView> = page
        .projects
        .iter()
        .map(|p| {
            let (make, project, words) = (make.clone(), p.project.clone(), p.name.clone());
            let press = Callback::new(move |()| make(project.clone(), words.clone()));
            let label = say::surveys::make_links(&p.name);
            view! { <Button pending=form.pending on_press=press>{label}</Button> }.into_any()
        })
        .collect();
    let shown = move || {
        sheets.get().map(|(project, links)| {
            let sheet: Vec<AnyView> = links
                .iter()
                .map(|link| {
                    let place = [project.as_str(), " ", link.address.plate().as_str()].concat();
                    slip(&place, &name.get_value(), &link.url, &link.qr)
                })
                .collect();
            let file = Callback::new(move |()| download("links.csv", "text/csv;charset=utf-8", &csv(&links)));
            view! {
                <div class="line noprint">
                    {print()}
                    <Button on_press=file>{say::surveys::links_csv()}</Button>
                </div>
                <div class="slips">{sheet}</div>
            }
        })
    };
    view! {
        <div class="stack noprint">
            <Banner symbol=Icon::Info>{say::surveys::links_note()}</Banner>
            <div class="line">{buttons}</div>
            {form.note()}
        </div>
        {shown}
    }
    .into_any()
}

/// The links for a spreadsheet or a printing house.
fn csv(links: &[HouseholdLink]) -> String {
    let cell = |text: &str| ["\"", text.replace('"', "\"\"").as_str(), "\""].concat();
    let mut out = String::from("\u{feff}");
    for link in links {
        out.push_str(&[cell(&link.address.plate()).as_str(), ",", cell(&link.url).as_str(), "\r\n"].concat());
    }
    out
}

fn print() -> AnyView {
    let press = Callback::new(|()| {
        let _ = window().print();
    });
    view! { <span class="noprint"><Button look=Look::Primary on_press=press>{say::surveys::print()}</Button></span> }
        .into_any()
}

/// One slip to cut out: where, what, the code, the link.
fn slip(place: &str, name: &str, url: &str, qr: &Qr) -> AnyView {
    let side = qr.side;
    let frame = format!("0 0 {side} {side}");
    view! {
        <article class="slip">
            <svg class="qr" viewBox=frame role="img" aria-label=say::surveys::qr_of(&place)>
                <path class="light" d=format!("M0 0h{side}v{side}h-{side}z")></path>
                <path class="dark" d=qr.path.clone()></path>
            </svg>
            <div>
                <b>{place.to_owned()}</b>
                <p class="sm">{name.to_owned()}</p>
                <p class="sm mute">{say::surveys::slip_note()}</p>
                <p class="xs url">{url.to_owned()}</p>
            </div>
        </article>
    }
    .into_any()
}
