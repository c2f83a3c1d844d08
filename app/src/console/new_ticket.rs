//! A ticket that staff write down for somebody who called, wrote or said it on site (R99): the same draft and the same
//! checks as the owner's own.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::problem::{Field, Problem};
use steward_core::tickets::api::{SUBMIT, SubmitTicket, title};
use steward_core::tickets::{Category, Channel, Scenario, Urgency};

use super::home_search::home_field;
use super::new_ticket_model::Typed;
use crate::device;
use crate::nav;
use crate::net::{Failure, clock, command, new_command_id, session};
use crate::ui::{
    Banner, Button, Chips, Choice, Kind, Look, SelectField, Status, TextArea, TextField, focus_first_wrong,
    toast,
};
use crate::words::{label, problem, say};

const KEY: &str = "steward.new-ticket";
const SCENARIOS: [Scenario; 6] = [
    Scenario::Repair,
    Scenario::Complaint,
    Scenario::Consultation,
    Scenario::Emergency,
    Scenario::ValueAdded,
    Scenario::SmartPlatform,
];

/// The form on its way: the dialog that it stands in.
#[derive(Clone, Copy)]
pub struct Creating {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
}

/// The form.
pub fn form(Creating { open }: Creating) -> AnyView {
    let projects = session::me_untracked().map(|me| me.projects).unwrap_or_default();
    let kept: Typed = device::kept(KEY).unwrap_or_default();
    let first = projects.first().map(|p| p.project.to_string()).unwrap_or_default();
    let known = projects.iter().any(|p| p.project.as_str() == kept.project);
    let project = RwSignal::new(if known { kept.project } else { first });
    let household = RwSignal::new(kept.household.filter(|_| known));
    let scenario = RwSignal::new(Some(kept.scenario.unwrap_or(Scenario::Repair)));
    let chosen = RwSignal::new(kept.category);
    let urgency = RwSignal::new(kept.urgency);
    let channel = RwSignal::new(Some(kept.channel.unwrap_or(Channel::Phone)));
    let text = RwSignal::new(kept.text);
    let place = RwSignal::new(kept.place);
    let contact = RwSignal::new(kept.contact);
    let phone = RwSignal::new(kept.phone);
    let problems = RwSignal::new(Vec::<Problem>::new());
    let wrong = RwSignal::new(None::<String>);
    let pending = RwSignal::new(false);
    // One id for one submission, however often it has to be sent.
    let id = StoredValue::new(new_command_id());
    let typed = move || Typed {
        project: project.get(),
        household: household.get(),
        scenario: scenario.get(),
        category: chosen.get(),
        urgency: urgency.get(),
        channel: channel.get(),
        text: text.get(),
        place: place.get(),
        contact: contact.get(),
        phone: phone.get(),
    };
    Effect::new(move |_| {
        device::keep(KEY, &typed());
    });
    let category = RwSignal::new(None::<Category>);
    Effect::new(move |_| category.set(typed().category()));
    let urgent = RwSignal::new(None::<Urgency>);
    Effect::new(move |_| urgent.set(typed().draft().map(|d| d.urgency)));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if pending.get_untracked() {
            return;
        }
        wrong.set(None);
        let Some(draft) = untrack(|| typed().draft()) else { return };
        let found = draft.check(clock::now());
        let complete = found.is_empty();
        problems.set(found);
        if !complete {
            return focus_first_wrong();
        }
        pending.set(true);
        spawn_local(async move {
            let about = say::console::about_new(&title(&draft.text));
            let command_id = id.get_value();
            let request = SubmitTicket { command_id: command_id.clone(), draft };
            let answer = command(&SUBMIT, &[], &request, &command_id, about, Some(KEY)).await;
            let _ = pending.try_set(false);
            match answer {
                Ok(page) => {
                    device::forget(KEY);
                    toast::tell(say::console::created(&page.ticket.id));
                    open.set(false);
                    nav::go(&["/console/tickets/", page.ticket.id.as_str()].concat());
                }
                Err(Failure::Kept) => {
                    device::forget(KEY);
                    toast::tell(problem::failure(&Failure::Kept));
                    open.set(false);
                }
                Err(failure) if !failure.fields().is_empty() => {
                    problems.set(failure.fields().to_vec());
                    focus_first_wrong();
                }
                Err(failure) => wrong.set(Some(problem::failure(&failure))),
            }
        });
    };
    let categories = Signal::derive(move || {
        let scenario = scenario.get().unwrap_or(Scenario::Repair);
        Category::of(scenario).map(|c| Choice::new(c, label::category(c))).collect::<Vec<_>>()
    });
    let picked = Callback::new(move |()| chosen.set(category.get_untracked().map(|c| c.code().to_owned())));
    let graded = Callback::new(move |()| urgency.set(urgent.get_untracked()));
    let scenarios: Vec<_> = SCENARIOS.iter().map(|s| Choice::new(*s, label::scenario(*s))).collect();
    let urgencies: Vec<_> = Urgency::ALL.iter().map(|u| Choice::new(*u, label::urgency(*u))).collect();
    let channels: Vec<_> = [Channel::Phone, Channel::WeChat, Channel::OnSite]
        .iter()
        .map(|c| Choice::new(*c, label::channel(*c)))
        .collect();
    let places: Vec<(String, String)> =
        projects.iter().map(|p| (p.project.to_string(), p.name.clone())).collect();
    Effect::new(move |before: Option<String>| {
        let now = project.get();
        if before.is_some_and(|b| b != now) {
            household.set(None);
        }
        now
    });
    let many = places.len() > 1;
    let needs_home = move || category.get().is_none_or(|c| !c.public_area());
    view! {
        <form class="stack" novalidate on:submit=submit>
            <Chips field=Field::Scenario value=scenario choices=scenarios problems=problems />
            <TextArea field=Field::Text value=text problems=problems rows=3 />
            <Chips field=Field::Category value=category choices=categories problems=problems on_pick=picked />
            {many.then(|| view! {
                <SelectField
                    field=Field::Household
                    label=say::console::project()
                    value=project
                    options=places
                    problems=RwSignal::new(Vec::new())
                />
            })}
            {home_field(project, household, problems, needs_home)}
            <TextField field=Field::Place value=place problems=problems hint=say::console::place_hint() optional=true />
            <div class="two">
                <TextField field=Field::Contact value=contact problems=problems optional=true />
                <TextField field=Field::Phone value=phone problems=problems kind=Kind::Phone optional=true />
            </div>
            <p class="hint">{say::console::contact_hint()}</p>
            <Chips field=Field::Urgency value=urgent choices=urgencies problems=problems on_pick=graded />
            <Chips
                field=Field::Note
                legend=say::console::channel()
                value=channel
                choices=channels
                problems=RwSignal::new(Vec::new())
            />
            {move || wrong.get().map(|why| view! { <Banner status=Status::Over spoken=true>{why}</Banner> })}
            <div class="line">
                <Button look=Look::Primary submits=true pending=pending>{say::console::create()}</Button>
                <Button look=Look::Quiet on_press=Callback::new(move |()| open.set(false))>
                    {say::common::cancel()}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
