//! The legal limits of each region, with the law that sets them and the day from which it does (R06).

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::permit::Action;
use steward_core::endpoint::Nothing;
use steward_core::ids::RegionId;
use steward_core::problem::Field;
use steward_core::sla::standards::api::{LEGAL, LegalRequest, LegalRow, SET_LEGAL};
use steward_core::time::Seconds;

use super::model::Unit;
use super::{may, why};
use crate::net::{call, clock};
use crate::ui::field::inputs::local_time;
use crate::ui::{
    Button, Dialog, Form, Icon, Loading, Look, SelectField, Status, TextField, empty, load, loaded, pill,
    skeleton, toast,
};
use crate::words::{say, time};

/// The part of the page.
pub(super) fn page() -> AnyView {
    let rows: Loading<Vec<LegalRow>> = load(move || call(&LEGAL, &[], &Nothing {}));
    let fresh = Callback::new(move |()| rows.refetch());
    view! { {loaded(rows, || skeleton(6).into_any(), move |all| shown(all, fresh))} }.into_any()
}

fn shown(all: Vec<LegalRow>, fresh: Callback<()>) -> AnyView {
    if all.is_empty() {
        return empty(Icon::Shield, say::standards::no_law(), say::standards::law_note()).into_any();
    }
    let now = clock::now();
    let set = may(Action::Update).then(|| set(&all, fresh));
    let rows: Vec<AnyView> = all
        .iter()
        .map(|row| {
            let later =
                |other: &&LegalRow| other.region == row.region && other.from > row.from && other.from <= now;
            let mark = if row.from > now {
                pill(Status::Paused, say::standards::to_come()).into_any()
            } else if all.iter().any(|other| later(&other)) {
                pill(Status::Done, say::standards::over()).into_any()
            } else {
                pill(Status::On, say::standards::holds()).into_any()
            };
            let from = if row.from.millis() == 0 { "–".to_owned() } else { time::date_time(row.from, now) };
            let limit = row.limit.map_or_else(|| say::standards::law_sets_none().to_owned(), time::span);
            let by = row.by.as_ref().map(|by| by.name.clone()).unwrap_or_default();
            view! {
                <tr>
                    <th scope="row">{row.name.clone()}</th>
                    <td class="n strong">{limit}</td>
                    <td>{from}</td>
                    <td dir="auto">{row.source.clone()}</td>
                    <td>{by}</td>
                    <td>{mark}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="stack">
            <div class="line between"><p class="sm mute">{say::standards::law_note()}</p>{set}</div>
            <section class="card lt">
                <div class="scroll" tabindex="0" role="group" aria-label=say::standards::law()>
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{say::standards::region()}</th>
                            <th scope="col" class="n">{say::standards::law_limit()}</th>
                            <th scope="col">{say::standards::holds_from()}</th>
                            <th scope="col">{say::standards::source()}</th>
                            <th scope="col">{say::standards::entered_by()}</th>
                            <th scope="col">{say::console::state()}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        </div>
    }
    .into_any()
}

fn set(all: &[LegalRow], fresh: Callback<()>) -> AnyView {
    let mut regions: Vec<(String, String)> = Vec::new();
    for row in all {
        if regions.iter().all(|(id, _)| id != row.region.as_str()) {
            regions.push((row.region.to_string(), row.name.clone()));
        }
    }
    let open = RwSignal::new(false);
    let press = Callback::new(move |()| open.set(true));
    view! {
        <Button symbol=Icon::Plus on_press=press>{say::standards::new_law()}</Button>
        <Dialog open=open title=say::standards::new_law()>{fields(regions.clone(), open, fresh)}</Dialog>
    }
    .into_any()
}

fn fields(regions: Vec<(String, String)>, open: RwSignal<bool>, fresh: Callback<()>) -> AnyView {
    let form = Form::new();
    let region = RwSignal::new(regions.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let (hours, from, source) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        form.clear();
        let Ok(region) = RegionId::try_from(region.get_untracked()) else { return };
        let limit = Unit::Hours.read(&hours.get_untracked()).filter(|l| *l > Seconds::ZERO);
        let Some(limit) = limit else {
            form.refused(say::standards::not_a_length().to_owned());
            return;
        };
        if !form.begin(Vec::new()) {
            return;
        }
        let from = local_time(&from.get_untracked());
        let request = LegalRequest { region, from, limit: Some(limit), source: source.get_untracked() };
        spawn_local(async move {
            match call(&SET_LEGAL, &[], &request).await {
                Ok(_) => {
                    form.pending.set(false);
                    open.set(false);
                    toast::tell(say::standards::law_set());
                    fresh.run(());
                }
                Err(failure) => form.refused(why(&failure)),
            }
        });
    };
    view! {
        <form class="stack" on:submit=send>
            <SelectField field=Field::Household label=say::standards::region() value=region options=regions problems=form.problems />
            <TextField field=Field::Place label=say::standards::law_hours() value=hours problems=form.problems />
            <div class="field">
                <label for="law-from">{say::standards::holds_from()} " " <span class="opt">{say::common::optional()}</span></label>
                <input class="input" type="datetime-local" id="law-from" aria-describedby="law-from-n" prop:value=from
                    on:input:target=move |event| from.set(event.target().value()) />
                <p class="hint" id="law-from-n">{say::standards::at_once()}</p>
            </div>
            <TextField field=Field::Note label=say::standards::source() value=source problems=form.problems />
            {form.note()}
            <Button look=Look::Primary submits=true pending=Signal::derive(move || form.pending.get())>
                {say::standards::enter_law()}
            </Button>
        </form>
    }
    .into_any()
}
