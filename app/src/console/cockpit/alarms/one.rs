//! One alarm: its value and its clock, how it went, where it comes from, its plan, and what can be done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::Actor;
use steward_core::cockpit::alarm::api::{ALARM, AlarmPage, MOVE_ALARM, MoveAlarm};
use steward_core::cockpit::alarm::{Alarm, Move, Refused, Stage, StepKind, Subject};
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::indicator::{Indicator, Unit};
use steward_core::cockpit::measure::Measure;
use steward_core::endpoint::Nothing;
use steward_core::problem::{Code, Field};
use steward_core::tickets::api::{ListQuery, View};
use steward_core::tickets::decide::guard::post;

use super::{model, plan};
use crate::console::cockpit::chart::{Chart, Series, figure};
use crate::console::cockpit::model::homes;
use crate::console::worklist_model::address;
use crate::console::{Topbar, Work};
use crate::net::{Failure, call, clock, live, session};
use crate::ui::clocks::used;
use crate::ui::field::inputs::TextArea;
use crate::ui::rail::{Mark, Part, Rail, Weight};
use crate::ui::{Button, Form, Icon, Loading, Look, Status, icon_small, load, loaded, pill, skeleton, st};
use crate::words::{label, say, time};

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// The page, read again after each move.
    page: Loading<AlarmPage>,
    /// What is being sent.
    pub form: Form,
}

impl Desk {
    /// Sends a move of somebody who has seen `alarm`; `done` is run once it holds.
    pub(super) fn send(self, alarm: &Alarm, what: Move, done: impl FnOnce() + 'static) {
        let (id, seq) = (alarm.id.clone(), alarm.seq());
        spawn_local(async move {
            match call(&MOVE_ALARM, &[id.as_str()], &MoveAlarm { seq, what }).await {
                Ok(_) => {
                    self.form.pending.set(false);
                    done();
                    self.page.refetch();
                }
                Err(failure) => self.failed(&failure),
            }
        });
    }

    fn failed(self, failure: &Failure) {
        let rule = match failure {
            Failure::Problem(problem) => problem.params.get("rule").and_then(|word| Refused::from_word(word)),
            _ => None,
        };
        match rule {
            Some(rule) => self.form.refused(label::alarm_refused(rule).to_owned()),
            None if failure.code() == Some(Code::Conflict) => {
                self.form.refused(say::alarms::changed_meanwhile().to_owned());
                self.page.refetch();
            }
            None => self.form.failed(failure),
        }
    }
}

/// The page of an alarm.
pub(super) fn page(id: String) -> AnyView {
    let refreshes = live::refreshes();
    let page = load(move || {
        refreshes.track();
        call(&ALARM, &[&id], &Nothing {})
    });
    let desk = Desk { page, form: Form::new() };
    let title = Signal::derive(move || {
        page.with(|page| match page {
            Some(Ok(page)) => say::alarms::of(&model::subject(&page.alarm.subject)),
            _ => say::alarms::page().to_owned(),
        })
    });
    view! {
        <Topbar words=title />
        <Work>
            <div class="al">
                <div class="stack">
                <p><a class="sm line" href="/console/alarms">{icon_small(Icon::Left)}{say::alarms::all()}</a></p>
                {loaded(page, || skeleton(10).into_any(), move |page| whole(desk, page))}
            </div>
            </div>
        </Work>
    }
    .into_any()
}

fn whole(desk: Desk, page: AlarmPage) -> AnyView {
    let actor = session::me_untracked().map(|me| me.actor());
    let chart = way(&page);
    let concentrated = concentrated(&page);
    let hero = hero(&page);
    let steps = steps(&page.alarm);
    let plan = plan::section(desk, &page, actor.as_ref());
    let acts = acts(desk, &page, actor.as_ref());
    view! {
        {hero}
        <div class="ag">
            <div class="stack">{chart}{concentrated}{steps}</div>
            <div class="stack">{plan}{acts}</div>
        </div>
    }
    .into_any()
}

/// The value, the clock of the plan, the way, and who hears of it next.
fn hero(page: &AlarmPage) -> AnyView {
    let alarm = &page.alarm;
    let now = clock::now();
    let bound = model::bound_words(&alarm.subject, &alarm.raised);
    let made_of = made_of(page);
    let way: Vec<AnyView> = Stage::ALL
        .iter()
        .enumerate()
        .map(|(n, stage)| {
            let done = *stage <= alarm.stage;
            let next = model::next(alarm.stage) == Some(*stage);
            let mark = done.then(|| icon_small(Icon::Check));
            let number = (!done).then(|| [(n + 1).to_string().as_str(), " "].concat());
            view! {
                <li class:d=done aria-current=next.then_some("step")>{mark}{number}{label::alarm_stage(*stage)}</li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="card hero" data-s=model::status(alarm.stage).data()>
            <div class="stack t">
                <div class="line"><span class="plate">{model::place(&page.place).to_owned()}</span>
                    {pill(model::status(alarm.stage), label::alarm_stage(alarm.stage))}</div>
                <p class="bigr">{model::value_words(&alarm.subject, page.now)}</p>
                <p class="sm mute">{made_of}</p>
                {load_of(page)}
                <p class="sm mute">{bound}" · "{say::alarms::raised_with(&model::value_words(&alarm.subject, alarm.raised.sum), &time::day_time(alarm.raised.at, now))}</p>
            </div>
            <div class="stack t ctr">
                {clock_of(alarm)}
                <ol class="fl" aria-label=say::alarms::way()>{way}</ol>
            </div>
            {ladder(page)}
        </section>
    }
    .into_any()
}

/// What the value is made of, with the other way to count it.
fn made_of(page: &AlarmPage) -> String {
    let sum = page.now;
    let days = page.alarm.raised.days;
    let first = match &page.alarm.subject {
        Subject::Indicator { indicator: Indicator::ComplaintRate } => {
            say::alarms::made_of_homes(&days, &sum.n, &sum.total)
        }
        Subject::Indicator { indicator } => {
            [super::super::model::sum_words(*indicator, sum).as_str(), &say::desk::last_days(&days)].concat()
        }
        Subject::Mass { .. } => say::alarms::made_of_mass(&days, &sum.total),
        Subject::Fault { .. } => say::alarms::made_of_fault(&days, &sum.total),
        Subject::Deviation => {
            let before = page.alarm.raised.other.and_then(super::super::model::mean).unwrap_or_default();
            say::alarms::made_of_deviation(&before, &days)
        }
    };
    match page.alarm.raised.other {
        Some(other) if other.n > 0 && page.alarm.subject != Subject::Deviation => {
            let share = super::super::model::share(other);
            [first, say::alarms::other_way(&other.total, &other.n, &share)].join(" · ")
        }
        _ => first,
    }
}

/// What there was to do beside a deviation, and the tickets of what many report or of a slower response.
fn load_of(page: &AlarmPage) -> AnyView {
    let alarm = &page.alarm;
    let load = alarm.raised.load.map(|load| say::alarms::load(&load.open, &load.taken));
    let (measure, category, building) = match &alarm.subject {
        Subject::Fault { category, building } => (Measure::Volume, Some(*category), Some(building.clone())),
        Subject::Deviation => (Measure::Response, None, None),
        Subject::Indicator { .. } | Subject::Mass { .. } => return ().into_any(),
    };
    let project = match &alarm.whose {
        Level::Project(project) => Some(project.clone()),
        Level::Group | Level::Region(_) => None,
    };
    let query = ListQuery {
        view: Some(View::All),
        project,
        measure: Some(measure),
        category,
        building,
        from: Some(page.today.earlier(alarm.raised.days.saturating_sub(1))),
        to: Some(page.today),
        ..ListQuery::default()
    };
    let href = address("/console", &query);
    view! { <p class="sm">{load.map(|load| [load.as_str(), " · "].concat())}<a href=href>{say::alarms::these_tickets()}</a></p> }
        .into_any()
}

fn clock_of(alarm: &Alarm) -> AnyView {
    let now = clock::now();
    if !alarm.awaits_plan() {
        return view! { <p><b>{label::alarm_stage(alarm.stage)}</b></p> }.into_any();
    }
    let late = now > alarm.plan_due;
    let status = if late { Status::Over } else { Status::Soon };
    let words = if late { time::late(now.since(alarm.plan_due)) } else { time::left(alarm.plan_due, now) };
    let start = alarm.plan_due - steward_core::cockpit::alarm::PLAN_WITHIN;
    let marks = vec![Mark { part: Part::Run, from: 0, to: used(start, alarm.plan_due, now) }];
    let sentence = [say::alarms::plan_due(), " ", &words].concat();
    view! {
        <div class="line between"><b>{say::alarms::plan_due()}</b>{st(status, words)}</div>
        <Rail status=status marks=marks weight=Weight::Thick label=Signal::stored(sentence) />
        <div class="rail-ends"><span>{time::day_time(alarm.raised.at, now)}</span><span>{time::day_time(alarm.plan_due, now)}</span></div>
    }
    .into_any()
}

/// Who hears of it when the plan is late.
fn ladder(page: &AlarmPage) -> AnyView {
    let alarm = &page.alarm;
    if !alarm.awaits_plan() {
        return ().into_any();
    }
    let now = clock::now();
    let rungs: Vec<AnyView> = page
        .ladder
        .iter()
        .map(|rung| {
            let told = rung.level <= alarm.escalated;
            let mark = told.then(|| icon_small(Icon::Check));
            let at = time::day_time(alarm.plan_due + rung.after, now);
            view! { <li><time>{at}</time>{label::role(post(rung.level))}{mark}</li> }.into_any()
        })
        .collect();
    view! { <div class="lad"><b class="sm">{say::alarms::ladder()}</b><ol class="sm">{rungs}</ol></div> }
        .into_any()
}

fn way(page: &AlarmPage) -> AnyView {
    let alarm = &page.alarm;
    let subject = alarm.subject.clone();
    let now = clock::now();
    let title = [model::place(&page.place), " ", &model::subject(&subject)].concat();
    let (words, ends): (fn(i64) -> String, _) = match model::unit(&subject) {
        Some(Unit::Seconds) => (super::super::model::span_words, None),
        Some(unit @ (Unit::Percent | Unit::Points)) => (super::super::model::share_words, Some(unit.range())),
        Some(Unit::Number) | None => (|n| n.to_string(), None),
    };
    figure(Chart {
        heading: view! { <div class="head"><h2>{say::alarms::how_it_went()}</h2></div> }.into_any(),
        title: title.clone(),
        caption: say::alarms::rolling(&alarm.raised.days),
        points: page.way.iter().map(|(day, _)| time::calendar_day(*day, now)).collect(),
        series: vec![Series {
            name: model::subject(&subject),
            dashed: false,
            values: page.way.iter().map(|(_, sum)| model::drawn(&subject, *sum)).collect(),
        }],
        stands: Vec::new(),
        goal: Some((alarm.raised.bound, model::bound_words(&subject, &alarm.raised))),
        ends,
        words,
    })
}

/// Where the complaints come from; each line opens them.
fn concentrated(page: &AlarmPage) -> AnyView {
    if page.categories.is_empty() && page.buildings.is_empty() {
        return ().into_any();
    }
    let most = page.categories.first().map_or(1, |(_, n)| (*n).max(1));
    let lines: Vec<AnyView> = page
        .categories
        .iter()
        .map(|(category, n)| {
            let width = (n * 100 / most).to_string();
            view! {
                <li><span>{label::category(*category)}</span><span class="bar"><i style:--v=width></i></span>
                    <b>{homes(*n)}</b></li>
            }
            .into_any()
        })
        .collect();
    let project = match &page.alarm.whose {
        Level::Project(project) => Some(project.clone()),
        Level::Group | Level::Region(_) => None,
    };
    let region = match &page.alarm.whose {
        Level::Region(region) => Some(region.clone()),
        Level::Group | Level::Project(_) => None,
    };
    let complaints = move |building: Option<String>, first| {
        address(
            "/console",
            &ListQuery {
                view: Some(View::All),
                project: project.clone(),
                region: region.clone(),
                measure: Some(Measure::Repeated),
                building,
                from: Some(first),
                ..ListQuery::default()
            },
        )
    };
    let first = page.today.earlier(page.alarm.raised.days.saturating_sub(1));
    let all = complaints(None, first);
    let buildings: Vec<AnyView> = page
        .buildings
        .iter()
        .filter(|(building, _)| !building.is_empty())
        .map(|(building, n)| {
            let href = complaints(Some(building.clone()), first);
            view! { <a class="chip small" href=href>{say::cockpit::building_of(building)}" "<b>{homes(*n)}</b></a> }
                .into_any()
        })
        .collect();
    view! {
        <section class="card pad stack t">
            <div class="head"><h2>{say::alarms::concentrated()}</h2><a class="end sm" href=all>{say::alarms::these_complaints()}</a></div>
            <ul class="cb sm">{lines}</ul>
            {(!buildings.is_empty()).then(|| view! { <h3 class="label">{say::alarms::by_building()}</h3><p class="line">{buildings}</p> })}
            <p class="xs mute">{say::alarms::once_each()}</p>
        </section>
    }
    .into_any()
}

/// All that happened.
fn steps(alarm: &Alarm) -> AnyView {
    let now = clock::now();
    let items: Vec<AnyView> = alarm
        .steps
        .iter()
        .rev()
        .map(|step| {
            let by = step.by.as_ref().map(|by| [" · ", &by.name].concat());
            let note = if step.what == StepKind::Escalated {
                step.note.parse::<u8>().ok().map(|level| label::role(post(level)).to_owned())
            } else {
                Some(step.note.clone()).filter(|note| !note.is_empty())
            };
            view! {
                <li><b>{label::alarm_step(step.what)}</b>" "<span class="sm mute">{time::day_time(step.at, now)}{by}</span>
                    {note.map(|note| view! { <p dir="auto">{note}</p> })}</li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="card pad stack t"><h2>{say::alarms::history()}</h2><ul class="stack t plain">{items}</ul></section>
    }
    .into_any()
}

/// A move with its note, its words and how its button looks.
type Act = (fn(String) -> Move, &'static str, Look);

/// What the viewer can do now beside the plan itself: each with its note.
fn acts(desk: Desk, page: &AlarmPage, actor: Option<&Actor>) -> AnyView {
    let (alarm, today) = (&page.alarm, page.today);
    let Some(actor) = actor else { return ().into_any() };
    let note = RwSignal::new(String::new());
    let kinds: [Act; 6] = [
        (|note| Move::Approve { note }, say::alarms::approve(), Look::Primary),
        (|note| Move::Return { note }, say::alarms::send_back(), Look::Plain),
        (|note| Move::Check { effective: true, note }, say::alarms::effective(), Look::Primary),
        (|note| Move::Check { effective: false, note }, say::alarms::ineffective(), Look::Plain),
        (|note| Move::Extend { hours: 24, note }, say::alarms::more_time(), Look::Plain),
        (|note| Move::Close { note }, say::alarms::close(), Look::Quiet),
    ];
    let possible: Vec<_> =
        kinds.into_iter().filter(|(made, ..)| alarm.can(actor, &made(String::new())).is_ok()).collect();
    let own_plan = (alarm.stage == Stage::Planned
        && alarm.can(actor, &Move::Approve { note: String::new() }) == Err(Refused::OwnPlan))
    .then(|| view! { <p class="sm mute">{label::alarm_refused(Refused::OwnPlan)}</p> });
    if possible.is_empty() {
        return own_plan.into_any();
    }
    let buttons: Vec<AnyView> = possible
        .into_iter()
        .map(|(made, words, look)| {
            let alarm = alarm.clone();
            let press = Callback::new(move |()| {
                let what = made(note.get_untracked());
                let wrong = what.check(&alarm.subject, today).err();
                if desk.form.begin(wrong.map(|problem| problem.fields).unwrap_or_default()) {
                    desk.send(&alarm, what, move || note.set(String::new()));
                }
            });
            view! { <Button look=look pending=desk.form.pending on_press=press>{words}</Button> }.into_any()
        })
        .collect();
    view! {
        <section class="card pad stack t">
            <h2>{say::alarms::decide()}</h2>
            {own_plan}
            <TextArea field=Field::Note value=note problems=desk.form.problems rows=2 hint=say::alarms::note_hint() />
            <div class="line">{buttons}</div>
            {desk.form.note()}
        </section>
    }
    .into_any()
}
