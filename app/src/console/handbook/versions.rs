//! The versions: what changed in each, and the draft with its editor.

use leptos::prelude::*;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::api::{EditionPage, EditionRow, HANDBOOK, HANDBOOKS};
use steward_core::knowledge::handbook::{Edition, differences};
use steward_core::sla::standards::VersionStanding;

use super::editing::Editing;
use super::{bar, chapter, chapter_list, chosen, editor, may, model};
use crate::nav;
use crate::net::{call, clock};
use crate::ui::{Icon, Loading, Status, empty, load, loaded, pill, skeleton};
use crate::words::{label, say, time};

/// The part of the page.
pub(super) fn page() -> AnyView {
    let rows: Loading<Vec<EditionRow>> = load(move || call(&HANDBOOKS, &[], &Nothing {}));
    view! { {loaded(rows, || skeleton(12).into_any(), move |all| shown(all, rows))} }.into_any()
}

fn shown(all: Vec<EditionRow>, rows: Loading<Vec<EditionRow>>) -> AnyView {
    let fresh = Callback::new(move |()| rows.refetch());
    let new = bar::new_draft(&all, fresh);
    let Some(newest) = all.first().map(|row| row.version) else {
        return view! {
            {empty(Icon::Book, say::handbook::none(), say::handbook::none_note())}
            {new}
        }
        .into_any();
    };
    let asked = nav::query();
    let version =
        Memo::new(move |_| asked.with(|q| q.get("v").and_then(|v| v.parse().ok()).unwrap_or(newest)));
    // A version is compared with the published one before it.
    let before = {
        let all = all.clone();
        move |version: u32| {
            let earlier = all.iter().filter(|r| r.from.is_some() && r.version < version);
            earlier.map(|r| r.version).max()
        }
    };
    let page = load(move || {
        let version = version.get();
        let one = call(&HANDBOOK, &[&version.to_string()], &Nothing {});
        let two = before(version).map(|other| call(&HANDBOOK, &[&other.to_string()], &Nothing {}));
        async move {
            let other = match two {
                Some(other) => Some(other.await?.edition),
                None => None,
            };
            Ok((one.await?, other))
        }
    });
    let whole = move |(page, before): (EditionPage, Option<Edition>)| whole(page, before, fresh);
    view! {
        <div class="hb">
            <nav class="stack t" aria-labelledby="hb-versions">
                <h2 id="hb-versions">{say::handbook::versions()}</h2>
                {new}
                <ol class="vl">{all.into_iter().map(|row| entry(row, version)).collect::<Vec<_>>()}</ol>
            </nav>
            {loaded(page, || view! { <div>{skeleton(12)}</div> }.into_any(), whole)}
        </div>
    }
    .into_any()
}

fn entry(row: EditionRow, chosen: Memo<u32>) -> AnyView {
    let version = row.version;
    let word = say::standards::standing(row.standing.word()).unwrap_or_default();
    let mark = match row.standing {
        VersionStanding::InForce => pill(Status::On, word).into_any(),
        _ => view! { <span class="tag">{word}</span> }.into_any(),
    };
    let from = row.from.map(|from| say::standards::from(&time::day_time(from, clock::now())));
    let people = match &row.reviewed {
        Some(by) => say::standards::written_reviewed(&row.author.name, &by.name),
        None => row.author.name.clone(),
    };
    let kind = match row.standing {
        VersionStanding::InForce => "live",
        VersionStanding::Draft | VersionStanding::Reviewed | VersionStanding::Scheduled => "draft",
        VersionStanding::Retired | VersionStanding::Withdrawn => "",
    };
    view! {
        <li class=kind>
            <a
                href=["/console/handbook/versions?v=", &version.to_string()].concat()
                aria-current=move || (chosen.get() == version).then_some("true")
            >
                <span class="line"><b>{say::handbook::of_version(&version)}</b>{mark}</span>
                <span class="sm">{from}</span>
                <span class="xs mute" dir="auto">{row.note}</span>
                <span class="xs mute">{people}</span>
            </a>
        </li>
    }
    .into_any()
}

fn whole(page: EditionPage, before: Option<Edition>, fresh: Callback<()>) -> AnyView {
    let editing = Editing::new(page, before, may(Action::Update));
    let chosen = chosen();
    let place = editing
        .edition
        .with_untracked(|e| ["/console/handbook/versions?v=", &e.version.to_string(), "&"].concat());
    let note = move |scenario| {
        let n = editing.faults.with(|all| all.iter().filter(|f| f.at.scenario() == Some(scenario)).count());
        (editing.open && n > 0).then(|| say::handbook::to_mend(u64::try_from(n).unwrap_or(u64::MAX)))
    };
    let chapter = move || {
        let scenario = chosen.get();
        if editing.open {
            return editor::chapter(editing, scenario);
        }
        let read = editing.edition.with_untracked(|e| {
            e.chapter(scenario).map(|one| editing.limits.with_value(|limits| chapter::chapter(one, limits)))
        });
        view! { <article class="card pad hb-chapter">{read}</article> }.into_any()
    };
    view! {
        <div class="stack">
            {bar::bar(editing, fresh)}
            {changes(editing)}
            <div class="hb in">
                <div class="hb-side">{chapter_list(place, chosen, note)}</div>
                {chapter}
            </div>
        </div>
    }
    .into_any()
}

/// What changed since the version before it, chapter by chapter.
fn changes(editing: Editing) -> AnyView {
    let all = Memo::new(move |_| {
        editing.before.with_value(|before| {
            let before = before.as_ref()?;
            let found = editing.edition.with(|e| differences(&before.chapters, &e.chapters));
            Some((before.version, found))
        })
    });
    let list = move || {
        let Some((version, found)) = all.get() else {
            return view! { <p class="sm mute">{say::handbook::first_version()}</p> }.into_any();
        };
        if model::count(&found) == 0 {
            return view! { <p class="sm mute">{say::handbook::no_change(&version)}</p> }.into_any();
        }
        let chapters: Vec<AnyView> = found
            .iter()
            .map(|chapter| {
                let line = |c: &steward_core::knowledge::handbook::Change| {
                    let (line, how) = model::change(&c.part, c.how);
                    view! { <li><span class="tag chg">{how}</span>" "<span dir="auto">{line}</span></li> }
                        .into_any()
                };
                view! {
                    <div>
                        <h3>{label::scenario(chapter.scenario)}</h3>
                        <ul class="stack t sm">{chapter.changes.iter().map(line).collect::<Vec<_>>()}</ul>
                    </div>
                }
                .into_any()
            })
            .collect();
        view! { <h2>{say::handbook::changes_from(&version)}</h2>{chapters} }.into_any()
    };
    view! { <section class="card pad stack t hb-changes">{list}</section> }.into_any()
}
