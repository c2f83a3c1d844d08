//! What is at risk (有风险): tickets that are late or nearly, the first due first, each pressed for with one tap (督办).

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::ids::TicketId;
use steward_core::tickets::api::{COMMAND, CommandRequest, LIST, ListQuery, TicketRow, View};
use steward_core::tickets::{Command, CommandKind};

use crate::console::amount::Amount;
use crate::console::worklist_model::address;
use crate::net::{self, Failure, call, clock, new_command_id, session};
use crate::ui::clocks::{row_words, status};
use crate::ui::{Button, Look, load, loaded, skeleton, st, toast};
use crate::words::{problem, say};

/// How many are listed; the others are one tap away.
const ROWS: u32 = 8;

/// The list beside the projects.
pub(super) fn list(asked: Memo<CockpitQuery>, own: bool) -> AnyView {
    let query = Memo::new(move |_| {
        asked.with(|asked| ListQuery {
            view: Some(View::Due),
            project: asked.project.clone(),
            region: asked.region.clone(),
            at_risk: Some(true),
            own: own.then_some(true),
            ..ListQuery::default()
        })
    });
    let fresh = super::fresh();
    let page = load(move || {
        fresh();
        call(&LIST, &[], &ListQuery { limit: Some(ROWS), ..query.get() })
    });
    let presses = session::me_untracked().is_some_and(|me| CommandKind::Supervise.roles().contains(&me.role));
    let pressed = RwSignal::new(Vec::<TicketId>::new());
    let shown = move |page: steward_core::endpoint::Page<TicketRow>| {
        let total = Amount::of_page(&page).filter(|total| total.n > 0);
        let rows: Vec<AnyView> = page.rows.into_iter().map(|row| one(row, presses, pressed)).collect();
        let href = address("/console", &query.get_untracked());
        view! {
            <div class="head">
                <h2 id="ck-risk">{say::cockpit::at_risk()}</h2>
                {total.map(|n| view! { <span class="count" data-s="over">{n.words()}</span> })}
                {total.filter(|n| n.n > u64::from(ROWS)).map(|n| view! { <a class="end sm" href=href>{say::cockpit::all_of(&n.words())}</a> })}
            </div>
            {if rows.is_empty() {
                view! { <p class="card pad sm mute">{say::cockpit::nothing_at_risk()}</p> }.into_any()
            } else {
                view! { <ul class="card rows riskrows">{rows}</ul> }.into_any()
            }}
        }
        .into_any()
    };
    view! { <section class="stack t" aria-labelledby="ck-risk">{loaded(page, || skeleton(6).into_any(), shown)}</section> }
        .into_any()
}

fn one(row: TicketRow, presses: bool, pressed: RwSignal<Vec<TicketId>>) -> AnyView {
    let now = clock::now();
    let stands =
        row.clock.as_ref().map(|clock| st(status(clock.standing(now)), row_words(clock, now)).into_any());
    let href = ["/console/tickets/", row.id.as_str()].concat();
    let what = [row.project_name.as_str(), " ", &row.title].concat();
    let act = presses.then(|| press(row.id.clone(), &what, pressed));
    view! {
        <li class="row">
            <span class="grow clip"><a class="strong cut" href=href dir="auto">{what.clone()}</a><span class="sm">{stands}</span></span>
            {act}
        </li>
    }
    .into_any()
}

/// The tap that presses for a ticket, once.
fn press(id: TicketId, what: &str, pressed: RwSignal<Vec<TicketId>>) -> AnyView {
    let pending = RwSignal::new(false);
    let (done, of, about) = (id.clone(), id, [say::cockpit::press(), " ", what].concat());
    let named = about.clone();
    let act = Callback::new(move |()| {
        let (id, about, command_id) = (of.clone(), about.clone(), new_command_id());
        pending.set(true);
        spawn_local(async move {
            let command = Command::Supervise { note: say::cockpit::press_note().to_owned() };
            // Pressing overwrites nothing, whatever happened meanwhile.
            let request = CommandRequest { command_id: command_id.clone(), expected_seq: None, command };
            let answer = net::command(&COMMAND, &[id.as_str()], &request, &command_id, about, None).await;
            pending.set(false);
            match answer {
                Ok(_) => {
                    toast::tell(say::cockpit::pressed_done());
                    pressed.update(|all| all.push(id));
                }
                Err(Failure::Kept) => {
                    toast::tell(problem::failure(&Failure::Kept));
                    pressed.update(|all| all.push(id));
                }
                Err(failure) => toast::warn(problem::failure(&failure)),
            }
        });
    });
    let button = move || {
        let named = named.clone();
        if pressed.with(|all| all.contains(&done)) {
            return view! { <span class="sm mute">{say::cockpit::pressed()}</span> }.into_any();
        }
        view! {
            <Button look=Look::Small pending=pending on_press=act>
                <span aria-hidden="true">{say::cockpit::press()}</span><span class="vh">{named}</span>
            </Button>
        }
        .into_any()
    };
    button.into_any()
}
