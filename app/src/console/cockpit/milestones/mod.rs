//! Milestones (里程碑, R86): what is to be reached until when, how late it is, and what that asks for.

mod forms;
mod model;
mod row;

use leptos::prelude::*;
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::indicator::Standing;
use steward_core::cockpit::milestone::api::{MILESTONES, MilestoneRow, Milestones};
use steward_core::cockpit::milestone::{Milestone, Stage, edits, reads};
use steward_core::endpoint::Nothing;

use self::forms::{Act, Forms};
use crate::console::cockpit::model::mark;
use crate::console::{Topbar, Work};
use crate::net::{call, live, session};
use crate::ui::{Button, Dialog, Icon, Look, empty, load, loaded, rag, skeleton};
use crate::words::say;

/// The page.
pub fn page((): ()) -> AnyView {
    let refreshes = live::refreshes();
    let tries = RwSignal::new(0_u32);
    let found = load(move || {
        refreshes.track();
        tries.track();
        call(&MILESTONES, &[], &Nothing {})
    });
    let again = Callback::new(move |()| tries.update(|n| *n = n.wrapping_add(1)));
    let forms = Forms::new(again);
    let actor = session::me_untracked().map(|me| me.actor());
    let places = model::places(actor.as_ref());
    let plans = !places.is_empty();
    let add = Callback::new(move |()| forms.open(Act::Add));
    let print = Callback::new(|()| {
        let _ = window().print();
    });
    let dialog = move || {
        let act = forms.act.get()?;
        let (places, title) = (places.clone(), model::act_words(&act));
        Some(view! { <Dialog open=forms.shown title=title>{forms.of(&act, &places)}</Dialog> })
    };
    view! {
        <Topbar words=say::milestones::page()>
            {plans.then(|| view! { <Button look=Look::Primary symbol=Icon::Plus on_press=add>{say::milestones::add()}</Button> })}
        </Topbar>
        <Work>
            <div class="stack ms">
                <div class="line between">
                    <p class="sm mute">{say::milestones::note()}</p>
                    <span class="noprint"><Button look=Look::Small on_press=print>{say::cockpit::print()}</Button></span>
                </div>
                {loaded(found, || skeleton(8).into_any(), move |page| whole(&page, forms))}
            </div>
        </Work>
        {dialog}
    }
    .into_any()
}

fn whole(page: &Milestones, forms: Forms) -> AnyView {
    let actor = session::me_untracked().map(|me| me.actor());
    forms.today.set(Some(page.today));
    let starter = model::places(actor.as_ref())
        .into_iter()
        .find(|(place, _)| page.rows.iter().all(|row| row.milestone.plan.project != *place))
        .map(|_| starter(forms));
    if page.rows.is_empty() {
        return view! { {empty(Icon::Flag, say::milestones::none(), say::milestones::none_note())}{starter} }
            .into_any();
    }
    let edits = actor
        .as_ref()
        .is_some_and(|actor| page.rows.iter().any(|row| edits(actor, row.milestone.plan.project.as_ref())));
    let actor = actor.as_ref().filter(|_| edits);
    let rows: Vec<AnyView> = page.rows.iter().map(|one| row::row(one, page.today, actor, forms)).collect();
    view! {
        <p class="line" id="ms-counts">{counted(&page.rows, page)}</p>
        {row::table(rows, edits)}
        {starter}
    }
    .into_any()
}

/// The plan to begin with: offered where there is nothing yet, never put in by itself.
fn starter(forms: Forms) -> AnyView {
    let press = Callback::new(move |()| forms.open(Act::Starter));
    view! {
        <section class="card pad stack t noprint">
            <h2>{say::milestones::starter()}</h2>
            <p class="sm mute">{say::milestones::starter_note()}</p>
            <div><Button on_press=press>{say::milestones::starter_put()}</Button></div>
        </section>
    }
    .into_any()
}

/// How many stand how.
fn counted(rows: &[MilestoneRow], page: &Milestones) -> Vec<AnyView> {
    let open = |one: &Milestone| one.stage != Stage::Withdrawn;
    let count = |standing: Standing| {
        rows.iter()
            .filter(|row| open(&row.milestone) && row.milestone.standing(page.today) == Some(standing))
            .count()
    };
    let part = |standing: Standing| {
        let n = count(standing);
        (n > 0).then(|| {
            rag(mark(standing), [n.to_string().as_str(), " ", model::colour(standing)].concat()).into_any()
        })
    };
    [Standing::Missed, Standing::Watch, Standing::Met].into_iter().filter_map(part).collect()
}

/// The milestones beside the cockpit: how many stand how, and the way to them. Nothing for who reads none.
pub(super) fn glance(asked: Memo<CockpitQuery>) -> AnyView {
    if !session::me_untracked().is_some_and(|me| reads(me.role)) {
        return ().into_any();
    }
    let refreshes = live::refreshes();
    let found = load(move || {
        refreshes.track();
        call(&MILESTONES, &[], &Nothing {})
    });
    let shown = move |mut page: Milestones| {
        if let Some(project) = asked.get().project {
            page.rows.retain(|row| row.milestone.plan.project.as_ref() == Some(&project));
        }
        (!page.rows.is_empty()).then(|| {
            view! {
                <section class="card pad line between" aria-labelledby="ck-milestones">
                    <h2 id="ck-milestones">{say::cockpit::milestones()}</h2>
                    <span class="line">{counted(&page.rows, &page)}<a class="sm" href="/console/milestones">{say::milestones::all()}</a></span>
                </section>
            }
        })
        .into_any()
    };
    loaded(found, || ().into_any(), shown).into_any()
}
