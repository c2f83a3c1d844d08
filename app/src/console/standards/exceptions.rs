//! What projects do otherwise than the group, who allowed it and why (R14).

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::Nothing;
use steward_core::ids::CalendarId;
use steward_core::problem::Field;
use steward_core::sla::escalation::Rung;
use steward_core::sla::standards::api::{
    DECIDE_DEVIATION, DEVIATIONS, DecisionRequest, DeviationRow, END_DEVIATION, VERSION, VERSIONS,
};
use steward_core::sla::standards::deviation::{Ask, Decision};
use steward_core::sla::standards::{NamedCalendar, Standard, VersionStanding};
use steward_core::time::Seconds;

use super::{asking, conditions, may, may_somewhere, why};
use crate::net::{Failure, call, clock, session};
use crate::ui::{
    Button, Form, Icon, Loading, Look, Status, TextArea, empty, load, loaded, pill, skeleton, toast,
};
use crate::words::{label, say, time};

/// The part of the page.
pub(super) fn page() -> AnyView {
    let all: Loading<(Vec<DeviationRow>, Standard)> = load(move || {
        let rows = call(&DEVIATIONS, &[], &Nothing {});
        let versions = call(&VERSIONS, &[], &Nothing {});
        async move {
            let held = versions.await?.into_iter().find(|v| v.standing == VersionStanding::InForce);
            let version = held.map_or(1, |v| v.version);
            let group = call(&VERSION, &[&version.to_string()], &Nothing {}).await?.standard;
            Ok((rows.await?, group))
        }
    });
    let fresh = Callback::new(move |()| all.refetch());
    view! { {loaded(all, || skeleton(8).into_any(), move |(rows, group)| shown(&rows, group, fresh))} }
        .into_any()
}

fn shown(rows: &[DeviationRow], group: Standard, fresh: Callback<()>) -> AnyView {
    let asks = may_somewhere(Action::Propose) || may(Action::Update);
    let none = rows
        .is_empty()
        .then(|| empty(Icon::Check, say::standards::no_exception(), say::standards::one_standard()));
    let cards: Vec<AnyView> = rows.iter().map(|row| card(row, &group.calendars, fresh)).collect();
    view! {
        <div class="stack">
            <div class="line between">
                <p class="sm mute">{say::standards::exceptions_note()}</p>
                {asks.then(|| asking::open(group, fresh))}
            </div>
            {none}
            {cards}
        </div>
    }
    .into_any()
}

fn card(row: &DeviationRow, calendars: &[NamedCalendar], fresh: Callback<()>) -> AnyView {
    let now = clock::now();
    let d = &row.deviation;
    let n = d.n;
    let ended = d.until.is_some_and(|until| until <= now);
    let mark = match d.decision {
        Decision::Asked => pill(Status::Soon, say::standards::asked()).into_any(),
        Decision::Approved if row.holds => pill(Status::On, say::standards::holds()).into_any(),
        Decision::Approved if ended => pill(Status::Done, say::standards::over()).into_any(),
        Decision::Approved => pill(Status::Paused, say::standards::to_come()).into_any(),
        Decision::Declined => pill(Status::Done, say::standards::declined()).into_any(),
    };
    let limits: Vec<AnyView> = row
        .differences
        .iter()
        .map(|one| {
            let own = &one.own;
            let name = [label::scenario(own.scenario), " · ", label::clock(own.kind)].concat();
            let group = one.group.map_or_else(|| "–".to_owned(), time::span);
            view! {
                <tr>
                    <th scope="row">{name}{conditions::tags(own, calendars)}</th>
                    <td class="n">{group}</td>
                    <td class="n"><b>{time::span(own.limit)}</b></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let stretch = match (d.from.or(d.ask.from), d.until.or(d.ask.until)) {
        (None, None) => say::standards::no_end().to_owned(),
        (Some(from), None) => say::standards::from(&time::day_time(from, now)),
        (from, Some(until)) => {
            let from =
                from.map_or_else(|| say::standards::approval().to_owned(), |at| time::day_time(at, now));
            say::standards::from_until(&from, &time::day_time(until, now))
        }
    };
    let decided = d.decided.as_ref().map(|by| {
        let at = time::day_time(by.at, now);
        match d.decision {
            Decision::Declined => say::standards::declined_by(&at, &by.name),
            _ => say::standards::approved_by(&at, &by.name),
        }
    });
    let asked = say::standards::asked_by(&time::day_time(d.asked.at, now), &d.asked.name);
    let note = (!d.note.is_empty()).then(|| view! { <p class="sm" dir="auto">{d.note.clone()}</p> });
    let own = session::me_untracked().is_some_and(|me| me.person == d.asked.person);
    let acts = if d.decision == Decision::Asked && may(Action::Update) {
        Some(decide(n, own, fresh))
    } else if d.decision == Decision::Approved
        && !ended
        && (may(Action::Update) || may_somewhere(Action::Propose))
    {
        Some(end(n, fresh))
    } else {
        None
    };
    view! {
        <section class="card pad stack t" aria-label=row.project.clone()>
            <div class="line between"><h2>{row.project.clone()}</h2>{mark}</div>
            <p dir="auto">{d.ask.reason.clone()}</p>
            {(!limits.is_empty()).then(|| view! {
                <div class="scroll" tabindex="0" role="group" aria-label=say::standards::exceptions()>
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{say::standards::clock()}</th>
                            <th scope="col" class="n">{say::standards::group()}</th>
                            <th scope="col" class="n">{say::standards::own()}</th>
                        </tr></thead>
                        <tbody>{limits}</tbody>
                    </table>
                </div>
            })}
            {others(&d.ask, calendars)}
            <p class="sm mute">{stretch} " · " {asked} {decided.map(|words| [" · ", &words].concat())}</p>
            {note}
            {acts}
        </section>
    }
    .into_any()
}

/// Its ladder and its hours, where they are its own.
fn others(ask: &Ask, calendars: &[NamedCalendar]) -> Vec<AnyView> {
    let rung = |rung: &Rung| {
        let after = if rung.after == Seconds::ZERO {
            say::standards::right_away().to_owned()
        } else {
            time::span(rung.after)
        };
        [say::desk::level(&rung.level), " ".to_owned(), after].concat()
    };
    let ladder = (!ask.ladder.is_empty())
        .then(|| (say::standards::ladder(), ask.ladder.iter().map(rung).collect::<Vec<_>>().join(" · ")));
    let named = |id: &CalendarId| {
        calendars
            .iter()
            .find(|c| c.id == *id)
            .map_or_else(|| say::standards::always().to_owned(), |calendar| calendar.name.clone())
    };
    let desk = ask.desk.as_ref().map(|id| (say::standards::desk_hours(), named(id)));
    let night = ask.night.as_ref().map(|id| (say::standards::night_hours(), named(id)));
    let line = |(what, words): (&'static str, String)| {
        view! { <p><span class="mute">{what}</span> " " <b>{words}</b></p> }.into_any()
    };
    [ladder, desk, night].into_iter().flatten().map(line).collect()
}

fn decide(n: u32, own: bool, fresh: Callback<()>) -> AnyView {
    let form = Form::new();
    let note = RwSignal::new(String::new());
    let send = move |approve: bool| {
        Callback::new(move |()| {
            if !form.begin(Vec::new()) {
                return;
            }
            let request = DecisionRequest { approve, note: note.get_untracked() };
            spawn_local(async move {
                match call(&DECIDE_DEVIATION, &[&n.to_string()], &request).await {
                    Ok(_) => {
                        form.pending.set(false);
                        toast::tell(if approve {
                            say::standards::holds()
                        } else {
                            say::standards::declined()
                        });
                        fresh.run(());
                    }
                    Err(failure) => told(form, &failure),
                }
            });
        })
    };
    let busy = Signal::derive(move || form.pending.get());
    let blocked = Signal::stored(own.then(|| say::standards::another_decides().to_owned()));
    view! {
        <TextArea field=Field::Note value=note problems=form.problems rows=2 optional=true />
        {form.note()}
        <div class="line">
            <Button look=Look::Primary pending=busy blocked=blocked on_press=send(true)>{say::standards::approve()}</Button>
            <Button pending=busy on_press=send(false)>{say::standards::decline()}</Button>
        </div>
    }
    .into_any()
}

fn told(form: Form, failure: &Failure) {
    let at_field = matches!(failure, Failure::Problem(p) if p.field.is_some() && p.fields.is_empty());
    match failure {
        Failure::Problem(problem) if at_field => form.blame(vec![(**problem).clone()]),
        _ => form.refused(why(failure)),
    }
}

fn end(n: u32, fresh: Callback<()>) -> AnyView {
    let pending = RwSignal::new(false);
    let press = Callback::new(move |()| {
        pending.set(true);
        spawn_local(async move {
            match call(&END_DEVIATION, &[&n.to_string()], &Nothing {}).await {
                Ok(_) => fresh.run(()),
                Err(failure) => toast::warn(why(&failure)),
            }
            pending.set(false);
        });
    });
    view! { <div><Button look=Look::Small pending=pending on_press=press>{say::standards::end_now()}</Button></div> }
        .into_any()
}
