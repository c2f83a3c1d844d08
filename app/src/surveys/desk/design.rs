//! Designing a survey: aim, questions, audience, sample, time; saving, starting, closing, the next wave.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use steward_core::endpoint::Nothing;
use steward_core::ids::CommandId;
use steward_core::surveys::campaign::api::{
    CAMPAIGN, CampaignPage, EDIT_CAMPAIGN, EditCampaign, MOVE_CAMPAIGN, Move, MoveCampaign, NEW_CAMPAIGN,
    NewCampaign,
};
use steward_core::surveys::campaign::{Cadence, Phase, Plan, Words};

use super::inputs::{Shape, instant, moment, text};
use super::plan_fields::{audience, basics, reminders, times};
use super::{back, drawn, list, model, overdue_pill, phase_pill, questions, read, tabs, why};
use crate::console::{Topbar, Work};
use crate::device;
use crate::nav;
use crate::net::{call, clock, new_command_id, session};
use crate::ui::button::Button;
use crate::ui::{Banner, Dialog, Form, Icon, Look, load, loaded, skeleton, toast};
use crate::words::{label, say, time};

/// The page of a survey that is not kept yet.
pub(super) fn new() -> AnyView {
    let only = session::me_untracked().filter(|me| me.projects.len() == 1);
    let only = only.and_then(|me| me.projects.into_iter().next()).map(|p| p.project);
    let both = |id: &str| {
        let [zh, en] = say::surveys::first_question(id)
            .and_then(|both| both.split_once('|'))
            .map_or([id, ""], |(zh, en)| [zh, en]);
        Words::new(zh, en)
    };
    let plan = model::first(clock::now(), only, both);
    view! {
        <Topbar words=say::surveys::new() beside=back />
        <Work>{editor(plan, None)}</Work>
    }
    .into_any()
}

/// The page of a survey.
pub(super) fn page(id: String) -> AnyView {
    let key = id.clone();
    let survey = load(move || call(&CAMPAIGN, &[key.as_str()], &Nothing {}));
    let wait = || skeleton(8).into_any();
    let show = move |page: CampaignPage| {
        let campaign = &page.campaign;
        if page.phase == Phase::Draft && page.may_change {
            return editor(campaign.plan.clone(), Some((campaign.id.to_string(), campaign.seq)));
        }
        running(page, Callback::new(move |()| survey.refetch()))
    };
    let name = Signal::derive(move || {
        survey.with(|s| match s {
            Some(Ok(page)) => read(&page.campaign.plan.name),
            _ => say::surveys::survey().to_owned(),
        })
    });
    let nav = move || {
        survey.with(|s| match s {
            Some(Ok(page)) => Some(tabs(page.campaign.id.as_str(), "", page.phase != Phase::Draft)),
            _ => None,
        })
    };
    view! {
        <Topbar words=name beside=back />
        <Work><div class="stack">{nav} {loaded(survey, wait, show)}</div></Work>
    }
    .into_any()
}

/// A design as this device keeps it until it is saved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Draft {
    /// The number of the survey that it changes; 0 for a new one.
    seq: u32,
    /// The command of a new one, so that a save whose answer was lost makes no second.
    command: CommandId,
    plan: Plan,
}

/// Where the draft of a survey lies on the device.
fn draft_key(id: Option<&str>) -> String {
    ["steward.draft.campaign.", id.unwrap_or("new")].concat()
}

/// The design of a draft; `kept` is its id and number once it is kept.
fn editor(plan: Plan, kept: Option<(String, u32)>) -> AnyView {
    let place = StoredValue::new(draft_key(kept.as_ref().map(|(id, _)| id.as_str())));
    let begin = StoredValue::new(plan.clone());
    let seq = kept.as_ref().map_or(0, |(_, seq)| *seq);
    // What was typed on the same version of this survey comes back; an older one gives way.
    let found = place.with_value(|place| device::kept::<Draft>(place)).filter(|draft| draft.seq == seq);
    let is_back = RwSignal::new(found.as_ref().is_some_and(|draft| draft.plan != plan));
    let command = found.as_ref().map_or_else(new_command_id, |draft| draft.command.clone());
    let plan = RwSignal::new(found.map_or(plan, |draft| draft.plan));
    let form = Form::new();
    let drawn = RwSignal::new(0);
    let kept = RwSignal::new(kept);
    let command = StoredValue::new(command);
    let keep = move || {
        let Some(plan) = plan.try_get_untracked().filter(|plan| begin.with_value(|begin| plan != begin))
        else {
            return;
        };
        let seq = kept.with_untracked(|kept| kept.as_ref().map_or(0, |(_, seq)| *seq));
        place.with_value(|place| device::keep(place, &Draft { seq, command: command.get_value(), plan }));
    };
    let starting = RwSignal::new(false);
    let after = RwSignal::new(false);
    let save = move |then_start: bool| {
        let found = if then_start { plan.with_untracked(Plan::check) } else { Vec::new() };
        if !form.begin(found) {
            return;
        }
        spawn_local(async move {
            let request = plan.get_untracked();
            let answer = match kept.get_untracked() {
                None => {
                    let new = NewCampaign { command_id: command.get_value(), plan: request, repeats: None };
                    call(&NEW_CAMPAIGN, &[], &new).await
                }
                Some((id, expected_seq)) => {
                    let edit = EditCampaign { expected_seq, plan: request };
                    call(&EDIT_CAMPAIGN, &[id.as_str()], &edit).await
                }
            };
            form.pending.set(false);
            match answer {
                Ok(page) => {
                    let id = page.campaign.id.to_string();
                    place.with_value(|place| device::forget(place));
                    place.set_value(draft_key(Some(&id)));
                    begin.set_value(page.campaign.plan.clone());
                    kept.set(Some((id, page.campaign.seq)));
                    is_back.set(false);
                    if then_start { starting.set(true) } else { toast::tell(say::surveys::saved()) }
                }
                Err(failure) if failure.fields().is_empty() => form.refused(why(&failure)),
                Err(failure) => form.failed(&failure),
            }
        });
    };
    let start = Callback::new(move |()| {
        let Some((id, expected_seq)) = kept.get_untracked() else { return };
        form.pending.set(true);
        spawn_local(async move {
            let start = MoveCampaign { expected_seq, to: Move::Start };
            let answer = call(&MOVE_CAMPAIGN, &[id.as_str()], &start).await;
            form.pending.set(false);
            starting.set(false);
            match answer {
                Ok(_) => {
                    after.set(true);
                    toast::tell(say::surveys::started());
                    nav::go_instead(&["/console/surveys/", id.as_str(), "/links"].concat());
                }
                Err(failure) => form.refused(why(&failure)),
            }
        });
    });
    let drop = Callback::new(move |()| {
        place.with_value(|place| device::forget(place));
        session::reload();
    });
    let back_note = move || {
        is_back.get().then(|| {
            view! {
                <Banner symbol=Icon::Undo>{say::surveys::draft_kept}</Banner>
                <div><Button look=Look::Small on_press=drop>{say::surveys::draft_drop()}</Button></div>
            }
        })
    };
    let wrong = move || {
        let n = form.problems.with(Vec::len);
        (n > 0).then(|| view! { <p class="error" role="alert">{say::surveys::faults(u64::try_from(n).unwrap_or(0))}</p> })
    };
    view! {
        {back_note}
        <div class="stack design" on:input=move |_| keep() on:change=move |_| keep() on:click=move |_| keep()>
            {basics(plan, form)}
            {questions::editor(plan, form, drawn)}
            {audience(plan, form)}
            {times(plan, form)}
            {drawn::preview(plan)}
            {form.note()}
            {wrong}
            <div class="line">
                <Button look=Look::Primary pending=form.pending on_press=Callback::new(move |()| save(true))>
                    {say::surveys::start()}
                </Button>
                <Button pending=form.pending on_press=Callback::new(move |()| save(false))>
                    {say::surveys::save()}
                </Button>
            </div>
        </div>
        <Dialog open=starting title=say::surveys::start_title()>
            <p>{say::surveys::start_note()}</p>
            <div class="line">
                <Button look=Look::Primary pending=form.pending on_press=start>{say::surveys::start_now()}</Button>
                <Button look=Look::Quiet on_press=Callback::new(move |()| starting.set(false))>
                    {say::common::cancel()}
                </Button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// A survey that has begun, or that the viewer may only read.
fn running(page: CampaignPage, again: Callback<()>) -> AnyView {
    let now = clock::now();
    let plan = page.campaign.plan.clone();
    let id = page.campaign.id.to_string();
    let open = matches!(page.phase, Phase::Waiting | Phase::Open);
    let closing = RwSignal::new(false);
    let form = Form::new();
    let seq = page.campaign.seq;
    let key = StoredValue::new(id);
    let close = Callback::new(move |()| {
        form.pending.set(true);
        spawn_local(async move {
            let close = MoveCampaign { expected_seq: seq, to: Move::Close };
            let answer = call(&MOVE_CAMPAIGN, &[key.get_value().as_str()], &close).await;
            form.pending.set(false);
            closing.set(false);
            match answer {
                Ok(_) => again.run(()),
                Err(failure) => form.refused(why(&failure)),
            }
        });
    });
    let edited = RwSignal::new(plan.clone());
    let extend = Callback::new(move |()| {
        if !form.begin(edited.with_untracked(Plan::check)) {
            return;
        }
        spawn_local(async move {
            let edit = EditCampaign { expected_seq: seq, plan: edited.get_untracked() };
            let answer = call(&EDIT_CAMPAIGN, &[key.get_value().as_str()], &edit).await;
            form.pending.set(false);
            match answer {
                Ok(_) => {
                    toast::tell(say::surveys::saved());
                    again.run(());
                }
                Err(failure) if failure.fields().is_empty() => form.refused(why(&failure)),
                Err(failure) => form.failed(&failure),
            }
        });
    });
    let change = (open && page.may_change).then(|| {
        view! {
            <section class="card pad stack" aria-labelledby="change">
                <h2 id="change">{say::surveys::change()}</h2>
                <p class="hint">{say::surveys::change_hint()}</p>
                {text((say::surveys::closes().to_owned(), None), (form, "closes".to_owned()), Shape::Moment,
                    moment(plan.closes),
                    move |v| if let Some(at) = instant(&v) { edited.update_untracked(|p| p.closes = at); })}
                {reminders(edited, form)}
                {form.note()}
                <div class="line">
                    <Button pending=form.pending on_press=extend>{say::surveys::save()}</Button>
                    <Button look=Look::Danger on_press=Callback::new(move |()| closing.set(true))>
                        {say::surveys::close()}
                    </Button>
                </div>
            </section>
        }
    });
    let next =
        (page.phase == Phase::Ended && list::designs() && page.campaign.plan.cadence != Cadence::Renewal)
            .then(|| next_wave(&page));
    view! {
        <div class="stack">
            <section class="card pad stack">
                <div class="line">{phase_pill(page.phase)} {page.overdue.then(overdue_pill)}</div>
                <p>{plan.aim.clone()}</p>
                <dl class="facts">
                    <dt>{say::surveys::period()}</dt>
                    <dd>{say::surveys::from_to(&time::date_time(plan.opens, now), &time::date_time(page.campaign.ends(), now))}</dd>
                    <dt>{say::surveys::mode()}</dt>
                    <dd>{label::survey_mode(plan.mode)}</dd>
                    <dt>{say::surveys::cadence_label()}</dt>
                    <dd>{label::survey_cadence(plan.cadence)} " · " {say::surveys::wave(&page.campaign.wave)}</dd>
                    <dt>{say::surveys::seed()}</dt>
                    <dd><code>{page.campaign.seed.clone()}</code></dd>
                </dl>
            </section>
            {page.campaign.is_standing().then(|| view! { <Banner symbol=Icon::Info>{say::surveys::renewal_note}</Banner> })}
            {drawn::asked(&page)}
            <section class="card pad stack" aria-labelledby="shown">
                <h2 id="shown">{say::surveys::questions()}</h2>
                {questions::shown(&plan)}
            </section>
            {change}
            {next}
        </div>
        <Dialog open=closing title=say::surveys::close_title()>
            <p>{say::surveys::close_note()}</p>
            <div class="line">
                <Button look=Look::Danger pending=form.pending on_press=close>{say::surveys::close()}</Button>
                <Button look=Look::Quiet on_press=Callback::new(move |()| closing.set(false))>
                    {say::common::cancel()}
                </Button>
            </div>
        </Dialog>
    }
    .into_any()
}

/// Begins the next wave with the same questions.
fn next_wave(page: &CampaignPage) -> AnyView {
    let form = Form::new();
    let command = StoredValue::new(new_command_id());
    let (before, plan) = (page.campaign.id.clone(), page.campaign.plan.clone());
    let press = Callback::new(move |()| {
        form.pending.set(true);
        let plan = model::next_wave(&plan, clock::now());
        let new = NewCampaign { command_id: command.get_value(), plan, repeats: Some(before.clone()) };
        spawn_local(async move {
            let answer = call(&NEW_CAMPAIGN, &[], &new).await;
            form.pending.set(false);
            match answer {
                Ok(page) => nav::go(&["/console/surveys/", page.campaign.id.as_str()].concat()),
                Err(failure) => form.refused(why(&failure)),
            }
        });
    });
    view! {
        <div class="stack t">
            {form.note()}
            <Button pending=form.pending on_press=press>{say::surveys::next_wave()}</Button>
        </div>
    }
    .into_any()
}
