//! One chapter while it is written: purpose, process, limits, scripts; its writing rules are in `rules`.

use leptos::prelude::*;
use steward_core::accounts::role::Role;
use steward_core::knowledge::handbook::fault::has_clock;
use steward_core::knowledge::handbook::{Chapter, Moment, Place, Script, Step};
use steward_core::sla::policy::{ClockKind, Policy};
use steward_core::surveys::campaign::Words;
use steward_core::tickets::Scenario;

use super::editing::Editing;
use super::inputs::{area, both, choice, part_acts};
use super::{model, rules};
use crate::ui::field::error_line;
use crate::ui::{Button, Icon, Look};
use crate::words::{label, say};

/// The editor of one chapter.
pub(super) fn chapter(editing: Editing, scenario: Scenario) -> AnyView {
    let at = editing.wrong_at(Place::Chapter { scenario });
    let missing = move || at.get().map(|words| error_line("hb-chapter-n", words));
    let purpose = editing
        .edition
        .with_untracked(|e| e.chapter(scenario).map(|c| c.purpose.clone()))
        .unwrap_or_default();
    let set = Callback::new(move |words: Words| editing.chapter(scenario, |c| c.purpose = words));
    let wrong = editing.wrong_at(Place::Purpose { scenario });
    view! {
        <section class="card pad stack hb-editor" aria-labelledby="hb-editing">
            <h2 id="hb-editing">{label::scenario(scenario)}</h2>
            {missing}
            {both(say::handbook::purpose(), &purpose, true, set, Some(wrong))}
            <h3>{say::handbook::process()}</h3>
            {steps(editing, scenario)}
            <h3>{say::handbook::limits()}</h3>
            {clocks(editing, scenario)}
            <h3>{say::handbook::scripts()}</h3>
            {scripts(editing, scenario)}
            <h3>{say::handbook::rules()}</h3>
            {rules::rules(editing, scenario)}
        </section>
    }
    .into_any()
}

/// Draws a list of parts anew when parts come, go or move, not when one of them is typed into.
pub(super) fn list(
    editing: Editing,
    scenario: Scenario,
    keys: impl Fn(&Chapter) -> Vec<String> + Send + Sync + 'static,
    draw: impl Fn(&Chapter) -> Vec<AnyView> + Send + Sync + 'static,
) -> AnyView {
    let shape = Memo::new(move |_| editing.with(scenario, &keys).unwrap_or_default());
    let parts = move || {
        shape.track();
        editing.edition.with_untracked(|e| e.chapter(scenario).map(&draw)).unwrap_or_default()
    };
    view! { <div class="stack">{parts}</div> }.into_any()
}

/// A button that adds a part.
pub(super) fn add(words: &'static str, press: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <p><Button look=Look::Small symbol=Icon::Plus on_press=Callback::new(move |()| press())>{words}</Button></p>
    }
    .into_any()
}

/// The clocks that the standard has for a scenario.
fn known(editing: Editing, scenario: Scenario) -> Vec<ClockKind> {
    let policy = Policy { limits: editing.limits.get_value(), ..Policy::group_standard() };
    ClockKind::ALL.iter().copied().filter(|clock| has_clock(&policy, scenario, *clock)).collect()
}

fn steps(editing: Editing, scenario: Scenario) -> AnyView {
    let keys = |c: &Chapter| c.steps.iter().map(|s| s.id.clone()).collect();
    let draw = move |c: &Chapter| {
        let of = c.steps.len();
        c.steps.iter().enumerate().map(|(n, one)| step(editing, scenario, (n, of), one)).collect()
    };
    let press = move || {
        editing.chapter(scenario, |c| {
            let id = model::free_id(c.steps.iter().map(|s| s.id.as_str()));
            c.steps.push(Step { id, title: Words::default(), who: Role::Agent, clock: None });
        });
    };
    view! { {list(editing, scenario, keys, draw)} {add(say::handbook::add_step(), press)} }.into_any()
}

fn step(editing: Editing, scenario: Scenario, place: (usize, usize), one: &Step) -> AnyView {
    let n = place.0;
    let wrong = Some(editing.wrong_at(Place::Step { scenario, n }));
    let change = move |how: &dyn Fn(&mut Step)| {
        editing.chapter(scenario, |c| {
            if let Some(step) = c.steps.get_mut(n) {
                how(step);
            }
        });
    };
    let title = Callback::new(move |words: Words| change(&|s| s.title = words.clone()));
    let who = Callback::new(move |word: String| {
        if let Some(role) = Role::from_word(&word) {
            change(&|s| s.who = role);
        }
    });
    let clock = Callback::new(move |word: String| change(&|s| s.clock = ClockKind::from_word(&word)));
    let roles = Role::ALL.iter().filter(|r| !matches!(r, Role::System | Role::Auditor));
    let roles = roles.map(|r| (r.word().to_owned(), label::role(*r).to_owned())).collect();
    let none = (String::new(), say::handbook::no_clock().to_owned());
    let named =
        known(editing, scenario).into_iter().map(|c| (c.word().to_owned(), label::clock(c).to_owned()));
    let clocks = core::iter::once(none).chain(named).collect();
    let swap = Callback::new(move |(a, b)| editing.chapter(scenario, |c| c.steps.swap(a, b)));
    let remove = Callback::new(move |n| {
        editing.chapter(scenario, |c| drop(c.steps.remove(n)));
    });
    view! {
        <div class="hb-part">
            {part_acts(&say::handbook::step_n(&(n + 1)), place, swap, remove)}
            {both(say::handbook::title(), &one.title, false, title, wrong)}
            <div class="hb-both">
                {choice(say::handbook::who().to_owned(), one.who.word(), roles, who, None)}
                {choice(say::handbook::clock().to_owned(), one.clock.map_or("", ClockKind::word), clocks, clock, None)}
            </div>
        </div>
    }
    .into_any()
}

/// The limits that apply, chosen from those of the standard; one that it no longer has can only be taken out.
fn clocks(editing: Editing, scenario: Scenario) -> AnyView {
    let wrong = editing.wrong_at(Place::Clocks { scenario });
    let named =
        editing.edition.with_untracked(|e| e.chapter(scenario).map(|c| c.clocks.clone())).unwrap_or_default();
    let mut all = known(editing, scenario);
    all.extend(named.iter().copied().filter(|clock| !all.contains(clock)).collect::<Vec<_>>());
    let one = move |clock: ClockKind| {
        let length = editing.limits.with_value(|limits| model::limit(limits, scenario, clock));
        let on = named.contains(&clock);
        let set = move |on: bool| {
            editing.chapter(scenario, |c| {
                c.clocks.retain(|other| *other != clock);
                if on {
                    c.clocks.push(clock);
                }
            });
        };
        view! {
            <label class="line">
                <input type="checkbox" checked=on on:change:target=move |event| set(event.target().checked()) />
                <span>{label::clock(clock)}" "<span class="mute">{length}</span></span>
            </label>
        }
        .into_any()
    };
    let shown: Vec<AnyView> = all.into_iter().map(one).collect();
    view! {
        <div class="hb-clocks" role="group" aria-label=say::handbook::limits()>{shown}</div>
        {move || wrong.get().map(|words| error_line("hb-clocks-n", words))}
        <p class="hint">{say::handbook::limits_note()}</p>
    }
    .into_any()
}

fn scripts(editing: Editing, scenario: Scenario) -> AnyView {
    let keys = |c: &Chapter| c.scripts.iter().map(|s| s.id.clone()).collect();
    let draw = move |c: &Chapter| {
        let of = c.scripts.len();
        c.scripts.iter().enumerate().map(|(n, one)| script(editing, scenario, (n, of), one)).collect()
    };
    let press = move || {
        editing.chapter(scenario, |c| {
            let id = model::free_id(c.scripts.iter().map(|s| s.id.as_str()));
            let moment = Moment::Greeting;
            c.scripts.push(Script { id, title: Words::default(), moment, text: Words::default() });
        });
    };
    view! {
        <p class="hint">{say::handbook::text_hint(&model::placeholders())}</p>
        {list(editing, scenario, keys, draw)}
        {add(say::handbook::add_script(), press)}
    }
    .into_any()
}

fn script(editing: Editing, scenario: Scenario, place: (usize, usize), one: &Script) -> AnyView {
    let n = place.0;
    let wrong = editing.wrong_at(Place::Script { scenario, n });
    let change = move |how: &dyn Fn(&mut Script)| {
        editing.chapter(scenario, |c| {
            if let Some(script) = c.scripts.get_mut(n) {
                how(script);
            }
        });
    };
    let title = Callback::new(move |words: Words| change(&|s| s.title = words.clone()));
    let moment = Callback::new(move |word: String| {
        if let Some(moment) = Moment::from_word(&word) {
            change(&|s| s.moment = moment);
        }
    });
    let zh = Callback::new(move |zh: String| change(&|s| s.text.zh.clone_from(&zh)));
    let en = Callback::new(move |en: String| change(&|s| s.text.en.clone_from(&en)));
    let moments = Moment::ALL.iter().map(|m| (m.word().to_owned(), label::moment(*m).to_owned())).collect();
    let swap = Callback::new(move |(a, b)| editing.chapter(scenario, |c| c.scripts.swap(a, b)));
    let remove = Callback::new(move |n| {
        editing.chapter(scenario, |c| drop(c.scripts.remove(n)));
    });
    let text = |language: &str| say::handbook::named(&say::handbook::text(), &language);
    view! {
        <div class="hb-part">
            {part_acts(&say::handbook::script_n(&(n + 1)), place, swap, remove)}
            {both(say::handbook::title(), &one.title, false, title, None)}
            {choice(say::handbook::when().to_owned(), one.moment.word(), moments, moment, None)}
            {area(text(say::handbook::zh()), one.text.zh.clone(), zh, Some(wrong))}
            {area(text(say::handbook::en()), one.text.en.clone(), en, None)}
        </div>
    }
    .into_any()
}
