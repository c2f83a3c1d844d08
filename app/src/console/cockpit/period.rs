//! The bar above the cockpit: which period, which region or project, and as of when.

use leptos::prelude::*;
use steward_core::cockpit::figures::{Cockpit, CockpitQuery, EXPORT_COCKPIT, USUAL_DAYS};
use steward_core::cockpit::period::Period;
use steward_core::day::Day;

use super::model::PERIODS;
use super::{address, report};
use crate::nav;
use crate::net::clock;
use crate::ui::{Button, Choice, Loading, Look, Segments, exports};
use crate::words::{problem, say, time};

/// The bar.
pub(super) fn bar(asked: Memo<CockpitQuery>, cockpit: Loading<(CockpitQuery, Cockpit)>) -> AnyView {
    let period = RwSignal::new(None);
    Effect::new(move |_| {
        period.set(asked.with(|q| q.first.is_none().then(|| q.days.unwrap_or(USUAL_DAYS))));
    });
    let pick = Callback::new(move |()| {
        if let Some(days) = period.get_untracked() {
            let query = asked.get_untracked();
            nav::alter(&address(&CockpitQuery { days: Some(days), first: None, last: None, ..query }));
        }
    });
    let choices: Vec<Choice<u32>> = PERIODS
        .iter()
        .map(|days| {
            Choice::new(
                *days,
                if *days == 1 { say::cockpit::today().to_owned() } else { say::desk::last_days(days) },
            )
        })
        .collect();
    let as_of = move || {
        cockpit.with(|c| {
            c.as_ref()?.as_ref().ok().map(|(_, c)| {
                let at = time::day_time(c.as_of, clock::now());
                view! { <span class="sm mute">{say::console::as_of(&at)}</span> }
            })
        })
    };
    view! {
        <div class="line between ckbar">
            <div class="line">
                {move || scope(asked, cockpit)}
                <Segments label=say::desk::period() value=period choices=choices on_pick=pick />
                {own_days(asked)}
            </div>
            <div class="line">{as_of}{keep(asked)}</div>
        </div>
    }
    .into_any()
}

/// The page to keep: as a table, or on paper.
fn keep(asked: Memo<CockpitQuery>) -> AnyView {
    let print = Callback::new(|()| {
        let _ = window().print();
    });
    view! {
        {exports(&EXPORT_COCKPIT, Vec::new(), move || asked.get_untracked())}
        <Button look=Look::Small on_press=print>{say::cockpit::print()}</Button>
        <a class="btn small" href=move || report::address_of(&asked.get())>{say::reports::page()}</a>
    }
    .into_any()
}

/// The regions and projects to choose from: those that were last read, and always what is chosen.
fn scope(asked: Memo<CockpitQuery>, cockpit: Loading<(CockpitQuery, Cockpit)>) -> AnyView {
    let query = asked.get();
    let (regions, projects) = cockpit.with(|c| match c {
        Some(Ok((_, cockpit))) => {
            let mut regions: Vec<(String, String)> = cockpit
                .lines
                .iter()
                .map(|line| (line.region.to_string(), line.region_name.clone()))
                .collect();
            regions.sort_by(|a, b| a.1.cmp(&b.1));
            regions.dedup();
            let projects: Vec<(String, String)> =
                cockpit.lines.iter().map(|line| (line.project.to_string(), line.name.clone())).collect();
            (regions, projects)
        }
        _ => (Vec::new(), Vec::new()),
    });
    let chosen = query.project.is_some() || query.region.is_some();
    if !chosen && projects.len() < 2 {
        return ().into_any();
    }
    let all = address(&CockpitQuery { project: None, region: None, ..query.clone() });
    if chosen {
        let of_region = |line: &(String, String)| {
            let region = line.0.parse().ok();
            let href = address(&CockpitQuery { project: None, region, ..query.clone() });
            view! { <a class="sm" href=href>{line.1.clone()}</a> }.into_any()
        };
        let name = match (&query.project, projects.first(), regions.first()) {
            (Some(_), Some((_, name)), _) | (None, _, Some((_, name))) => name.clone(),
            _ => String::new(),
        };
        let above = query.project.is_some().then(|| regions.iter().map(of_region).collect::<Vec<_>>());
        return view! {
            <nav class="line crumbs" aria-label=say::cockpit::scope()>
                <a class="sm" href=all>{say::console::all_projects()}</a>
                {above}
                <b aria-current="page">{name}</b>
            </nav>
        }
        .into_any();
    }
    if regions.len() < 2 {
        return ().into_any();
    }
    let options: Vec<AnyView> =
        regions.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }.into_any()).collect();
    let choose = move |value: String| {
        let region = value.parse().ok();
        nav::go(&address(&CockpitQuery { project: None, region, ..asked.get_untracked() }));
    };
    view! {
        <select class="input small" aria-label=say::cockpit::region() on:change:target=move |event| choose(event.target().value())>
            <option value="">{say::cockpit::whole_group()}</option>
            {options}
        </select>
    }
    .into_any()
}

/// Days of one's own choice.
fn own_days(asked: Memo<CockpitQuery>) -> AnyView {
    let (first, last) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let query = asked.get();
        first.set(query.first.map(String::from).unwrap_or_default());
        last.set(query.last.map(String::from).unwrap_or_default());
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let day = |text: RwSignal<String>| Day::try_from(text.get_untracked()).ok();
        let (Some(from), Some(to)) = (day(first), day(last)) else {
            return wrong.set(Some(say::cockpit::both_days().to_owned()));
        };
        match Period::new(from, to) {
            Ok(_) => {
                wrong.set(None);
                let query = asked.get_untracked();
                nav::alter(&address(&CockpitQuery {
                    days: None,
                    first: Some(from),
                    last: Some(to),
                    ..query
                }));
            }
            Err(bad) => wrong.set(Some(problem::sentence(&bad))),
        }
    };
    let input = move |name: &'static str, id: &'static str, value: RwSignal<String>| {
        view! {
            <label class="sm" for=id>{name}</label>
            <input class="input small" type="date" id=id prop:value=value
                aria-invalid=move || wrong.with(Option::is_some).then_some("true") aria-describedby="ck-wrong"
                on:input:target=move |event| value.set(event.target().value()) />
        }
    };
    view! {
        <details class="owndays">
            <summary class="btn small" data-on=move || asked.with(|q| q.first.is_some()).then_some("")>{say::cockpit::own_days()}</summary>
            <form class="card pad stack" novalidate on:submit=submit>
                {input(say::cockpit::first_day(), "ck-first", first)}
                {input(say::cockpit::last_day(), "ck-last", last)}
                <p class="error" id="ck-wrong" role="alert">{wrong}</p>
                <button class="btn primary" type="submit">{say::console::apply()}</button>
            </form>
        </details>
    }
    .into_any()
}
