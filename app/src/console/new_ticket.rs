//! A ticket that staff write down for somebody who called, wrote or said it on site (R99): the same draft and the same
//! checks as the owner's own.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use steward_core::accounts::api::{HOUSEHOLDS, HouseholdCard, HouseholdQuery, Me};
use steward_core::accounts::{Action, Object, Whose, may as permitted};
use steward_core::ids::ProjectId;
use steward_core::problem::{Field, Problem};
use steward_core::tickets::api::{SUBMIT, SubmitTicket, title};
use steward_core::tickets::{Category, Channel, Scenario, TicketDraft, Urgency};

use crate::device;
use crate::net::{Failure, call, clock, command, new_command_id, session};
use crate::ui::field::{Labelled, Tie, clear};
use crate::ui::{
    Banner, Button, Chips, Choice, Dialog, Kind, Look, SelectField, Status, TextArea, TextField,
    focus_first_wrong, load, toast,
};
use crate::words::{label, problem, say};

const KEY: &str = "steward.new-ticket";
/// How long a search waits for the next letter.
const PAUSE: Duration = Duration::from_millis(250);
const SCENARIOS: [Scenario; 6] = [
    Scenario::Repair,
    Scenario::Complaint,
    Scenario::Consultation,
    Scenario::Emergency,
    Scenario::ValueAdded,
    Scenario::SmartPlatform,
];

/// Whether this person may write tickets down for owners somewhere.
pub(super) fn may(me: Option<&Me>) -> bool {
    me.is_some_and(|me| {
        let actor = me.actor();
        me.projects.iter().any(|p| {
            let whose = Whose { project: Some(&p.project), ..Whose::default() };
            permitted(&actor, Action::Create, Object::Ticket, whose)
                && permitted(&actor, Action::Read, Object::OwnerProfile, whose)
        })
    })
}

/// What was typed so far; kept on this device until it is sent.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Typed {
    project: String,
    household: Option<HouseholdCard>,
    scenario: Option<Scenario>,
    category: Option<String>,
    urgency: Option<Urgency>,
    channel: Option<Channel>,
    text: String,
    place: String,
    contact: String,
    phone: String,
}

impl Typed {
    fn scenario(&self) -> Scenario {
        self.scenario.unwrap_or(Scenario::Repair)
    }

    /// The category: the chosen one, else the one the words point to, else the scenario's last.
    fn category(&self) -> Option<Category> {
        let scenario = self.scenario();
        let chosen = self.category.as_deref().and_then(Category::find).filter(|c| c.scenario() == scenario);
        chosen.or_else(|| Category::suggest(scenario, &self.text)).or_else(|| Category::of(scenario).last())
    }

    fn draft(&self) -> Option<TicketDraft> {
        let scenario = self.scenario();
        let usual = if scenario == Scenario::Emergency { Urgency::Emergency } else { Urgency::Ordinary };
        Some(TicketDraft {
            project: self.project.parse().ok()?,
            household: self.household.as_ref().map(|h| h.household.clone()),
            scenario,
            category: self.category()?,
            urgency: self.urgency.unwrap_or(usual),
            channel: self.channel.unwrap_or(Channel::Phone),
            place: self.place.trim().to_owned(),
            text: self.text.trim().to_owned(),
            photos: Vec::new(),
            contact: self.contact.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            appointment: None,
        })
    }
}

/// The dialog.
#[component]
pub(super) fn NewTicket(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=say::console::new_ticket()>
            <Form open=open />
        </Dialog>
    }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
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
    let navigate = use_navigate();
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
        let navigate = navigate.clone();
        spawn_local(async move {
            let about = say::console::about_new(&title(&draft.text));
            let command_id = id.get_value();
            let request = SubmitTicket { command_id: command_id.clone(), draft };
            let answer = command(&SUBMIT, &[], &request, &command_id, about).await;
            let _ = pending.try_set(false);
            match answer {
                Ok(page) => {
                    device::forget(KEY);
                    toast::tell(say::console::created(&page.ticket.id));
                    open.set(false);
                    navigate(
                        &["/console/tickets/", page.ticket.id.as_str()].concat(),
                        leptos_router::NavigateOptions::default(),
                    );
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
}

/// The home: looked for by its plate, then shown with a way to choose another.
fn home_field(
    project: RwSignal<String>,
    household: RwSignal<Option<HouseholdCard>>,
    problems: RwSignal<Vec<Problem>>,
    needed: impl Fn() -> bool + Send + Sync + Copy + 'static,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let sought = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(Some(waiting)) = before {
            waiting.clear();
        }
        let text = typed.get();
        set_timeout_with_handle(
            move || {
                let _ = sought.try_set(text);
            },
            PAUSE,
        )
        .ok()
    });
    let found = load(move || {
        let (project, q) = (project.get().parse::<ProjectId>().ok(), sought.get());
        let query = project.filter(|_| !q.trim().is_empty()).map(|project| HouseholdQuery { project, q });
        let answer = query.map(|query| call(&HOUSEHOLDS, &[], &query));
        async move {
            match answer {
                Some(answer) => answer.await.map(Some),
                None => Ok(None),
            }
        }
    });
    let take = move |home: HouseholdCard| {
        household.set(Some(home));
        typed.set(String::new());
        clear(problems, Field::Household);
    };
    let choices = move || match found.get() {
        Some(Ok(Some(homes))) if homes.is_empty() => {
            view! { <p class="hint" role="status">{say::console::home_none()}</p> }.into_any()
        }
        Some(Ok(Some(homes))) => {
            let choice = |home: HouseholdCard| {
                let (plate, who) = (home.address.plate(), home.contact.clone());
                let phone = home.phone_masked.clone();
                view! {
                    <li>
                        <button class="row wide" type="button" on:click=move |_| take(home.clone())>
                            <span class="plate">{plate}</span>
                            <span class="grow">{who}</span>
                            <span class="mute sm">{phone}</span>
                        </button>
                    </li>
                }
                .into_any()
            };
            let all: Vec<AnyView> = homes.into_iter().map(choice).collect();
            view! { <ul class="card rows homes" aria-label=say::console::homes_found()>{all}</ul> }.into_any()
        }
        Some(Err(failure)) => {
            view! { <p class="hint" role="status">{problem::failure(&failure)}</p> }.into_any()
        }
        Some(Ok(None)) | None => ().into_any(),
    };
    let search = move |tie: Tie| {
        view! {
            <input
                class="input"
                id=tie.id
                name="household"
                type="search"
                autocomplete="off"
                prop:value=typed
                aria-invalid=tie.invalid
                aria-describedby=tie.described
                on:input:target=move |event| typed.set(event.target().value())
                on:keydown=move |event: web_sys::KeyboardEvent| {
                    // Return takes the only home that was found and does not send the form.
                    if event.key() == "Enter" {
                        event.prevent_default();
                        if let Some(Ok(Some(homes))) = found.get_untracked()
                            && let [only] = homes.as_slice()
                        {
                            take(only.clone());
                        }
                    }
                }
            />
        }
        .into_any()
    };
    move || match household.get() {
        Some(home) => {
            let other = Callback::new(move |()| household.set(None));
            view! {
                <div class="field">
                    <span class="label">{problem::field_name(Field::Household)}</span>
                    <div class="line">
                        <span class="plate">{home.address.plate()}</span>
                        <span>{home.contact.clone()}</span>
                        <span class="mute sm">{home.phone_masked.clone()}</span>
                        <Button look=Look::Small on_press=other>{say::console::home_other()}</Button>
                    </div>
                </div>
            }
            .into_any()
        }
        None => {
            let hint = if needed() { say::console::home_hint() } else { say::console::home_public() };
            view! {
                <div class="stack t">
                    <Labelled field=Field::Household problems=problems hint=hint input=search />
                    {choices}
                </div>
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Typed {
        Typed { project: "tinglan".to_owned(), text: "楼道灯不亮".to_owned(), ..Typed::default() }
    }

    #[test]
    fn the_words_choose_the_category_until_somebody_does() {
        let draft = typed().draft().expect("complete");
        assert_eq!((draft.category.code(), draft.channel), ("public.lighting", Channel::Phone));
        let chosen = Typed { category: Some("repair.other".to_owned()), ..typed() };
        assert_eq!(chosen.draft().map(|d| d.category.code()), Some("repair.other"));
        let other = Typed { scenario: Some(Scenario::Complaint), ..chosen };
        assert_eq!(other.draft().map(|d| d.category.scenario()), Some(Scenario::Complaint));
    }

    #[test]
    fn an_emergency_is_one_unless_it_is_graded_otherwise() {
        let emergency = Typed { scenario: Some(Scenario::Emergency), ..typed() };
        assert_eq!(emergency.draft().map(|d| d.urgency), Some(Urgency::Emergency));
        let graded = Typed { urgency: Some(Urgency::Urgent), ..emergency };
        assert_eq!(graded.draft().map(|d| d.urgency), Some(Urgency::Urgent));
    }

    #[test]
    fn a_home_is_asked_for_unless_it_is_a_public_area() {
        let at_home = Typed { text: "厨房水管漏水".to_owned(), ..typed() };
        let now = steward_core::time::Instant::EPOCH;
        let wrong = at_home.draft().map(|d| d.check(now)).unwrap_or_default();
        assert_eq!(wrong.first().and_then(|p| p.field), Some(Field::Household));
        assert_eq!(typed().draft().map(|d| d.check(now)), Some(Vec::new()));
    }
}
