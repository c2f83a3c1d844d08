//! What figures must reach and what raises an alarm (目标与预警线): what holds at each level, set or asked for, and decided.

mod form;

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::Actor;
use steward_core::cockpit::figures::{COCKPIT, Cockpit, CockpitQuery};
use steward_core::cockpit::goals::{
    AlarmAt, Belongs, DECIDE_THRESHOLD, Level, THRESHOLDS, Threshold, Verdict, Wanted, in_force, sets,
};
use steward_core::cockpit::indicator::Indicator;
use steward_core::endpoint::Nothing;
use steward_core::sla::standards::deviation::Decision;

use self::form::form;
use super::alarms::typing::steps_words;
use crate::console::cockpit::cells;
use crate::console::{Topbar, Work};
use crate::net::{call, clock, live, session};
use crate::ui::{Button, Form, Icon, Look, Status, icon_small, load, loaded, pill, skeleton};
use crate::words::{label, say, time};

/// What the page has read.
#[derive(Clone)]
struct Known {
    cockpit: Cockpit,
    all: Vec<Threshold>,
}

/// What is being set.
#[derive(Clone, PartialEq, Eq)]
struct Setting {
    indicator: Indicator,
    whose: Level,
}

/// The page.
pub fn page((): ()) -> AnyView {
    let refreshes = live::refreshes();
    let tries = RwSignal::new(0_u32);
    let known = load(move || {
        refreshes.track();
        tries.track();
        let (cockpit, all) = (
            call(&COCKPIT, &[], &CockpitQuery { days: Some(1), ..CockpitQuery::default() }),
            call(&THRESHOLDS, &[], &Nothing {}),
        );
        async move { Ok(Known { cockpit: cockpit.await?, all: all.await? }) }
    });
    let again = Callback::new(move |()| tries.update(|n| *n = n.wrapping_add(1)));
    let (chosen, setting) = (RwSignal::new(String::new()), RwSignal::new(None::<Setting>));
    view! {
        <Topbar words=say::thresholds::page() />
        <Work>
            <div class="stack ov th">
                <p class="sm mute">{say::thresholds::note()}</p>
                {loaded(known, || skeleton(10).into_any(), move |known| whole(&known, chosen, setting, again))}
            </div>
        </Work>
    }
    .into_any()
}

/// The levels that can be looked at, each under a key.
fn levels(known: &Known, actor: Option<&Actor>) -> Vec<(String, Level, String)> {
    let mut found = vec![("group".to_owned(), Level::Group, say::thresholds::group().to_owned())];
    let mut regions: Vec<(String, Level, String)> = known
        .cockpit
        .lines
        .iter()
        .map(|line| {
            let key = ["region/", line.region.as_str()].concat();
            (key, Level::Region(line.region.clone()), say::thresholds::region_of(&line.region_name))
        })
        .collect();
    regions.sort_by(|a, b| a.2.cmp(&b.2));
    regions.dedup_by(|a, b| a.0 == b.0);
    found.extend(regions);
    found.extend(known.cockpit.lines.iter().map(|line| {
        let key = ["project/", line.project.as_str()].concat();
        (key, Level::Project(line.project.clone()), say::thresholds::project_of(&line.name))
    }));
    // Who can change something somewhere begins there.
    if let Some(actor) = actor {
        found.sort_by_key(|(_, level, _)| sets(actor, level).is_none());
    }
    found
}

fn belongs<'a>(known: &'a Known, level: &'a Level) -> Belongs<'a> {
    match level {
        Level::Group => Belongs::Group,
        Level::Region(region) => Belongs::Region(region),
        Level::Project(project) => known
            .cockpit
            .lines
            .iter()
            .find(|line| line.project == *project)
            .map_or(Belongs::Group, |line| line.belongs()),
    }
}

fn whole(
    known: &Known,
    chosen: RwSignal<String>,
    setting: RwSignal<Option<Setting>>,
    again: Callback<()>,
) -> AnyView {
    let actor = session::me_untracked().map(|me| me.actor());
    let levels = levels(known, actor.as_ref());
    if chosen.with_untracked(String::is_empty) {
        chosen.set(levels.first().map(|(key, ..)| key.clone()).unwrap_or_default());
    }
    let options: Vec<AnyView> = levels
        .iter()
        .map(|(key, _, name)| {
            let is = chosen.with_untracked(|now| now == key);
            view! { <option value=key.clone() selected=is>{name.clone()}</option> }.into_any()
        })
        .collect();
    let (table, names) = (known.clone(), levels.clone());
    let of_actor = actor.clone();
    let body = move || {
        let key = chosen.get();
        let found = levels.iter().find(|(one, ..)| *one == key).or(levels.first());
        found.map(|(_, level, name)| table_of(&table, level, name, of_actor.as_ref(), setting, again))
    };
    view! {
        <div class="line">
            <label class="sm" for="th-level">{say::thresholds::whose()}</label>
            <select class="input small" id="th-level" on:change:target=move |event| {
                setting.set(None);
                chosen.set(event.target().value());
            }>{options}</select>
        </div>
        {waiting(&known.all, &names, actor.as_ref(), again)}
        {body}
        {history(&known.all, &names)}
    }
    .into_any()
}

fn table_of(
    known: &Known,
    level: &Level,
    name: &str,
    actor: Option<&Actor>,
    setting: RwSignal<Option<Setting>>,
    again: Callback<()>,
) -> AnyView {
    let today = known.cockpit.period.last;
    let may = actor.and_then(|actor| sets(actor, level));
    let mut heads = vec![
        cells::words(say::thresholds::indicator()),
        cells::number(say::thresholds::met()),
        cells::number(say::thresholds::watch()),
        cells::number(say::thresholds::alarm()),
    ];
    heads.extend(may.map(|_| cells::unseen(say::thresholds::change())));
    let rows: Vec<AnyView> = Indicator::ALL
        .iter()
        .filter(|one| one.definition().better.is_some())
        .map(|one| {
            let held = in_force(&known.all, *one, belongs(known, level), today);
            let unit = one.definition().unit;
            let words = |steps: Option<i64>| steps.map_or_else(|| "–".to_owned(), |steps| steps_words(unit, steps));
            let alarm = held.alarm.map_or_else(|| "–".to_owned(), |at| alarm_words(*one, at));
            let act = may.map(|decision| {
                let wanted = Setting { indicator: *one, whose: level.clone() };
                let words = if decision == Decision::Asked { say::thresholds::ask() } else { say::thresholds::change() };
                let press = Callback::new(move |()| setting.set(Some(wanted.clone())));
                view! { <td class="n"><Button look=Look::Small on_press=press>{words}<span class="vh">" "{label::indicator(*one)}</span></Button></td> }
            });
            view! {
                <tr><th scope="row">{label::indicator(*one)}</th><td class="n">{words(held.goal.map(|g| g.green))}</td>
                    <td class="n">{words(held.goal.map(|g| g.amber))}</td><td class="n">{alarm}</td>{act}</tr>
            }
            .into_any()
        })
        .collect();
    let (known, place) = (known.clone(), name.to_owned());
    let form = move || {
        let wanted = setting.get()?;
        let held = in_force(&known.all, wanted.indicator, belongs(&known, &wanted.whose), today);
        Some(form(
            wanted,
            &place,
            (held.goal, held.alarm),
            may == Some(Decision::Asked),
            today,
            (setting, again),
        ))
    };
    view! {
        {form}
        {cells::table("th-level", heads, rows)}
    }
    .into_any()
}

fn alarm_words(indicator: Indicator, at: AlarmAt) -> String {
    let bound = steps_words(indicator.definition().unit, at.bound);
    if at.hours == 0 {
        say::thresholds::alarm_words(&bound, &at.days)
    } else {
        say::thresholds::alarm_after(&bound, &at.days, &at.hours)
    }
}

/// The name of a level.
fn place_of(whose: &Level, names: &[(String, Level, String)]) -> String {
    names.iter().find(|(_, level, _)| level == whose).map(|(_, _, name)| name.clone()).unwrap_or_default()
}

/// What was wanted, in one line.
fn wanted_words(wanted: &Wanted) -> String {
    let unit = wanted.indicator.definition().unit;
    let goal = wanted.goal.map(|goal| {
        let [green, amber] = [goal.green, goal.amber].map(|steps| steps_words(unit, steps));
        [say::thresholds::met(), " ", &green, " · ", say::thresholds::watch(), " ", &amber].concat()
    });
    let alarm =
        wanted.alarm.map(|at| [say::thresholds::alarm(), " ", &alarm_words(wanted.indicator, at)].concat());
    [goal, alarm].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What waits for a yes or no, with the buttons for whoever may say it.
fn waiting(
    all: &[Threshold],
    names: &[(String, Level, String)],
    actor: Option<&Actor>,
    again: Callback<()>,
) -> AnyView {
    let now = clock::now();
    let rows: Vec<AnyView> = all
        .iter()
        .filter(|one| one.decision == Decision::Asked)
        .map(|one| {
            let decides = actor.is_some_and(|actor| sets(actor, &one.wanted.whose) == Some(Decision::Approved));
            let day = time::calendar_day(one.wanted.from, now);
            view! {
                <li class="row">
                    <span class="grow"><b>{label::indicator(one.wanted.indicator)}</b>" "{place_of(&one.wanted.whose, names)}<br />
                        <span class="sm">{wanted_words(&one.wanted)}</span><br />
                        <span class="sm mute" dir="auto">{say::thresholds::asked_by(&day, &one.asked.name)}" · "{one.wanted.reason.clone()}</span></span>
                    {decides.then(|| decide(one.n, again))}
                </li>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <section class="stack t"><h2>{say::thresholds::waiting()}</h2><ul class="card rows">{rows}</ul></section> }.into_any()
}

fn decide(n: i64, again: Callback<()>) -> AnyView {
    let form = Form::new();
    let press = move |approved: bool| {
        Callback::new(move |()| {
            if form.begin(Vec::new()) {
                spawn_local(async move {
                    match call(&DECIDE_THRESHOLD, &[&n.to_string()], &Verdict { approved }).await {
                        Ok(_) => again.run(()),
                        Err(failure) => form.failed(&failure),
                    }
                });
            }
        })
    };
    view! {
        <Button look=Look::Primary pending=form.pending on_press=press(true)>{say::thresholds::approve()}</Button>
        <Button pending=form.pending on_press=press(false)>{say::thresholds::decline()}</Button>
        {form.note()}
    }
    .into_any()
}

/// All that was ever set.
fn history(all: &[Threshold], names: &[(String, Level, String)]) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let now = clock::now();
    let rows: Vec<AnyView> = all
        .iter()
        .map(|one| {
            let status = match one.decision {
                Decision::Asked => Status::Soon,
                Decision::Approved => Status::Done,
                Decision::Declined => Status::Paused,
            };
            view! {
                <li class="row">
                    <span class="grow">{icon_small(Icon::Flag)}" "{label::indicator(one.wanted.indicator)}" · "{place_of(&one.wanted.whose, names)}<br />
                        <span class="sm">{wanted_words(&one.wanted)}</span><br />
                        <span class="sm mute" dir="auto">{time::calendar_day(one.wanted.from, now)}" · "{one.asked.name.clone()}" · "{one.wanted.reason.clone()}</span></span>
                    {pill(status, label::threshold_decision(one.decision))}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <section class="stack t"><h2>{say::thresholds::history()}</h2><ul class="card rows">{rows}</ul></section> }.into_any()
}
