//! The versions of the standard, the chosen one with everything in it.

use leptos::prelude::*;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::Nothing;
use steward_core::sla::standards::api::{VERSION, VERSIONS, VersionPage, VersionRow};
use steward_core::sla::standards::{Standard, VersionStanding};

use super::editing::Editing;
use super::{calendar, limits, may, steps, what_if};
use crate::nav;
use crate::net::{call, clock};
use crate::ui::{Banner, Loading, Status, load, loaded, pill, skeleton};
use crate::words::{say, time};

/// The part of the page.
pub(super) fn page() -> AnyView {
    let rows: Loading<Vec<VersionRow>> = load(move || call(&VERSIONS, &[], &Nothing {}));
    view! { {loaded(rows, || skeleton(12).into_any(), move |all| shown(all, rows))} }.into_any()
}

fn shown(all: Vec<VersionRow>, rows: Loading<Vec<VersionRow>>) -> AnyView {
    let held = all.iter().find(|r| r.standing == VersionStanding::InForce).map_or(1, |r| r.version);
    let open = all.iter().find(|r| {
        matches!(r.standing, VersionStanding::Draft | VersionStanding::Reviewed | VersionStanding::Scheduled)
    });
    let usual = open.map_or(held, |r| r.version);
    let asked = nav::query();
    let chosen = Memo::new(move |_| asked.with(|q| q.get("v").and_then(|v| v.parse().ok()).unwrap_or(usual)));
    // What a version is compared with: the one in force, and that one with the one before it.
    let before = {
        let all = all.clone();
        move |version: u32| {
            let earlier = all.iter().filter(|r| r.from.is_some() && r.version < version).map(|r| r.version);
            if version == held { earlier.max().unwrap_or(held) } else { held }
        }
    };
    let page = load(move || {
        let version = chosen.get();
        let other = before(version);
        let one = call(&VERSION, &[&version.to_string()], &Nothing {});
        let two = call(&VERSION, &[&other.to_string()], &Nothing {});
        async move { Ok((one.await?, two.await?.standard)) }
    });
    let fresh = Callback::new(move |()| rows.refetch());
    let whole = move |(page, before): (VersionPage, Standard)| whole(page, before, fresh);
    view! {
        <div class="std">
            <nav aria-labelledby="versions">
                <h2 id="versions">{say::standards::versions()}</h2>
                {steps::new_draft(&all, fresh)}
                <ol class="vl">{all.into_iter().map(|row| entry(row, chosen)).collect::<Vec<_>>()}</ol>
            </nav>
            {loaded(page, || view! { <div>{skeleton(12)}</div> }.into_any(), whole)}
        </div>
    }
    .into_any()
}

fn entry(row: VersionRow, chosen: Memo<u32>) -> AnyView {
    let now = clock::now();
    let version = row.version;
    let word = say::standards::standing(row.standing.word()).unwrap_or_default();
    let mark = match row.standing {
        VersionStanding::InForce => pill(Status::On, word).into_any(),
        _ => view! { <span class="tag">{word}</span> }.into_any(),
    };
    let holds = match (row.from, row.until) {
        // What ships has held from the beginning.
        (Some(from), _) if from.millis() == 0 => String::new(),
        (Some(from), None) => say::standards::from(&time::day_time(from, now)),
        (Some(from), Some(until)) => {
            say::standards::from_until(&time::day_time(from, now), &time::day_time(until, now))
        }
        (None, _) => String::new(),
    };
    let people = match &row.reviewed {
        Some(by) => say::standards::written_reviewed(&row.author.name, &by.name),
        None => row.author.name.clone(),
    };
    let kind = match row.standing {
        VersionStanding::InForce => "live",
        VersionStanding::Draft | VersionStanding::Reviewed | VersionStanding::Scheduled => "draft",
        VersionStanding::Retired | VersionStanding::Withdrawn => "",
    };
    let note =
        if row.note.is_empty() && version == 1 { say::standards::shipped().to_owned() } else { row.note };
    view! {
        <li class=kind>
            <a
                href=["/console/standards?v=", &version.to_string()].concat()
                aria-current=move || (chosen.get() == version).then_some("true")
            >
                <span class="line"><b>{say::standards::version(&version)}</b>{mark}</span>
                <span class="sm">{holds}</span>
                <span class="xs mute" dir="auto">{note}</span>
                <span class="xs mute">{people}</span>
                {row.recalculation.map(|why| view! {
                    <span class="xs mute" dir="auto">{say::standards::recalculates(&why)}</span>
                })}
            </a>
        </li>
    }
    .into_any()
}

fn whole(page: VersionPage, before: Standard, fresh: Callback<()>) -> AnyView {
    let editing = Editing::new(page, before, may(Action::Update));
    view! {
        <div class="stack">
            {steps::bar(editing, fresh)}
            {limits::card(editing)}
            {what_if::card(editing)}
        </div>
        <div class="stack">
            {calendar::cards(editing)}
            <Banner status=Status::Done>{say::standards::promise()}</Banner>
        </div>
    }
    .into_any()
}
