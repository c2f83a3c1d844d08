//! The parts of the report page: category, place, home and contact, time, urgency, promises.

use leptos::prelude::*;
use steward_core::accounts::api::HomeCard;
use steward_core::problem::Field;
use steward_core::tickets::draft::limits;
use steward_core::tickets::{Category, Urgency};

use super::appointment::appointment;
use super::promise_model::{Promise, promises};
use super::report_fields::Fields;
use super::report_model::{books, comes, matters, short_list, symbol, twin};
use super::sending::photos_lost;
use crate::net::{clock, session};
use crate::ui::{Chips, Choice, Icon, Kind, PhotoPicker, Segments, TextArea, TextField, icon, icon_small};
use crate::words::{label, say};

/// Complaint, question or platform, on the page “contact us”.
pub(super) fn matter(fields: Fields) -> AnyView {
    let name = |s: steward_core::tickets::Scenario| say::owner::matters(s.word()).unwrap_or(s.word());
    let choices: Vec<_> = matters().map(|s| Choice::new(s, name(s))).collect();
    view! {
        <Chips
            field=Field::Scenario
            value=fields.scenario
            choices=choices
            problems=fields.form.problems
            legend=say::owner::matter()
        />
    }
    .into_any()
}

/// Photos first, then the words.
pub(super) fn what(fields: Fields, label: &'static str, hint: &'static str) -> AnyView {
    view! {
        {photos_lost(fields.lost(), fields.photos)}
        <PhotoPicker
            photos=fields.photos
            problems=fields.form.problems
            legend=say::owner::photos()
            note=say::owner::photos_up_to(&limits::PHOTOS)
        />
        <TextArea
            field=Field::Text
            value=fields.text
            problems=fields.form.problems
            label=label
            placeholder=hint
        />
    }
    .into_any()
}

/// The chips, one of them picked by the words until the owner picks one.
pub(super) fn category(fields: Fields) -> AnyView {
    let all = RwSignal::new(false);
    let shown = RwSignal::new(None::<Category>);
    let now = Memo::new(move |_| fields.typed().category(fields.about()));
    Effect::new(move |_| shown.set(now.get()));
    let choices = Memo::new(move |_| {
        let scenario = fields.about();
        let list = if all.get() { Category::of(scenario).collect() } else { short_list(scenario, now.get()) };
        list.into_iter().map(Category::code).collect::<Vec<_>>()
    });
    let chips = Signal::derive(move || {
        let chip = |c: Category| Choice { value: c, words: label::category(c).to_owned(), symbol: symbol(c) };
        choices.get().into_iter().filter_map(Category::find).map(chip).collect::<Vec<_>>()
    });
    let picked = Memo::new(move |_| fields.typed().is_picked(fields.about()));
    let mark = move || {
        picked.get().then(|| {
            view! { <span class="opt picked">{icon_small(Icon::Spark)}{say::owner::picked()}</span> }
        })
    };
    let note = move || view! { {mark} };
    let pick = Callback::new(move |()| fields.chosen.set(shown.get_untracked()));
    let rest = move || {
        let count = Category::of(fields.about()).count();
        (count > choices.with(Vec::len)).then(|| {
            let words = say::owner::all_categories(&count);
            view! {
                <button class="btn quiet more" type="button" on:click=move |_| all.set(true)>
                    {words}
                    {icon_small(Icon::Down)}
                </button>
            }
        })
    };
    let where_ = Memo::new(move |_| now.get().is_some_and(Category::public_area));
    let place = move || {
        where_.get().then(|| {
            view! {
                <TextField
                    field=Field::Place
                    value=fields.place
                    problems=fields.form.problems
                    label=say::owner::place()
                    hint=say::owner::place_hint()
                    optional=true
                />
            }
        })
    };
    view! {
        <div class="stack t six">
            <Chips
                field=Field::Category
                value=shown
                choices=chips
                problems=fields.form.problems
                legend=say::owner::category()
                note=note
                on_pick=pick
            />
            {rest}
        </div>
        {place}
        {same(fields)}
    }
    .into_any()
}

/// A ticket about the same that is open already.
fn same(fields: Fields) -> AnyView {
    let found = Memo::new(move |_| {
        let (draft, home) = fields.draft()?;
        fields
            .mine()
            .rows
            .with(|rows| twin(&rows.rows, &draft, &home).map(|row| (row.id.to_string(), row.title.clone())))
    });
    let banner = move || {
        found.get().map(|(id, title)| {
            let href = ["/tickets/", id.as_str()].concat();
            view! {
                <a class="banner" href=href>
                    {icon(Icon::Info)}
                    <span class="grow">
                        <b>{say::owner::twin_title()}</b>
                        <br />
                        <span class="sm" dir="auto">{say::owner::twin_note(&title)}</span>
                    </span>
                    {icon_small(Icon::Right)}
                </a>
            }
        })
    };
    view! { <div role="status" class="same">{banner}</div> }.into_any()
}

/// The card with home and contact, time and urgency.
pub(super) fn details(fields: Fields) -> AnyView {
    let comes = Memo::new(move |_| comes(fields.about()));
    let can_book =
        Memo::new(move |_| books(fields.about(), fields.urgency.get().unwrap_or(Urgency::Ordinary)));
    view! {
        <div class="card rows">
            {where_to(fields)}
            {move || can_book.get().then(|| appointment(fields))}
            {move || comes.get().then(|| urgency(fields))}
        </div>
    }
    .into_any()
}

/// Home and contact in one line; 更改 opens the inputs.
fn where_to(fields: Fields) -> AnyView {
    let open = RwSignal::new(false);
    let wrong = Memo::new(move |_| {
        let here = [Field::Household, Field::Contact, Field::Phone];
        fields.form.problems.with(|all| all.iter().any(|p| p.field.is_some_and(|f| here.contains(&f))))
    });
    Effect::new(move |_| {
        if wrong.get() {
            open.set(true);
        }
    });
    let address = move || fields.home().map(|home| label::project_address(&home.project_name, &home.address));
    let contact = move || {
        let me = session::me();
        let (name, phone) = me.map(|me| (me.name, me.phone_masked.unwrap_or_default())).unwrap_or_default();
        let typed = |value: RwSignal<String>, own: String| {
            value.with(|v| if v.trim().is_empty() { own } else { v.trim().to_owned() })
        };
        [typed(fields.contact, name), typed(fields.phone, phone)].join(" ")
    };
    let inputs = move || open.get().then(|| inputs(fields));
    let words = move || if open.get() { say::owner::done_changing() } else { say::owner::change() };
    view! {
        <div class="row">
            {icon(Icon::Home)}
            <span class="grow">
                <b>{address}</b>
                <br />
                <span class="sm mute" dir="auto">{contact}</span>
            </span>
            <button
                class="btn quiet lk"
                type="button"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|o| *o = !*o)
            >
                {words}
            </button>
        </div>
        {inputs}
    }
    .into_any()
}

fn inputs(fields: Fields) -> AnyView {
    let homes = session::me_untracked().map(|me| me.homes).unwrap_or_default();
    let many = homes.len() > 1;
    let chosen = RwSignal::new(fields.home().map(|h| h.household));
    let choice = |h: HomeCard| Choice::new(h.household, label::project_address(&h.project_name, &h.address));
    let choices: Vec<_> = homes.into_iter().map(choice).collect();
    let pick = Callback::new(move |()| fields.household.set(chosen.get_untracked()));
    let masked = session::me_untracked().and_then(|me| me.phone_masked);
    let hint = match masked {
        Some(phone) => say::owner::contact_phone_hint(&phone),
        None => say::owner::contact_phone_hint_none().to_owned(),
    };
    view! {
        <div class="pad stack">
            {many
                .then(|| {
                    view! {
                        <Chips
                            field=Field::Household
                            value=chosen
                            choices=choices
                            problems=fields.form.problems
                            legend=say::owner::which_home()
                            on_pick=pick
                        />
                    }
                })}
            <TextField
                field=Field::Contact
                value=fields.contact
                problems=fields.form.problems
                label=say::owner::contact_name()
                optional=true
            />
            <TextField
                field=Field::Phone
                kind=Kind::Phone
                value=fields.phone
                problems=fields.form.problems
                label=say::owner::contact_phone()
                hint=hint
                optional=true
            />
        </div>
    }
    .into_any()
}

fn urgency(fields: Fields) -> AnyView {
    let choices = Urgency::ALL.iter().map(|u| Choice::new(*u, label::urgency(*u))).collect();
    let call = move || {
        let is_danger = fields.urgency.get() == Some(Urgency::Emergency);
        fields.home().filter(|_| is_danger).map(|home| {
            let href = ["tel:", home.hotline.as_str()].concat();
            view! {
                <p class="row sm" role="status">
                    <span class="grow">{say::owner::urgent_note()}</span>
                    <a class="btn" href=href rel="external">{icon(Icon::Phone)}{home.hotline.clone()}</a>
                </p>
            }
        })
    };
    view! {
        <div class="row wr">
            {icon(Icon::Alert)}
            <b>{say::owner::urgency()}</b>
            <Segments label=say::owner::urgency() value=fields.urgency choices=choices />
        </div>
        {call}
    }
    .into_any()
}

/// What would be promised if it were submitted now: computed here by the server's own rules.
pub(super) fn promise(fields: Fields) -> AnyView {
    let rules = fields.mine().rules();
    // Once a minute is enough: promises are said to the minute.
    let tick = clock::tick();
    let minute = Memo::new(move |_| tick.get().secs() / 60);
    let list = Memo::new(move |_| {
        minute.track();
        let now = clock::now();
        let promised = || {
            let (draft, _) = fields.draft()?;
            rules.with(|rules| Some(promises(&draft, rules.as_ref()?, now)))
        };
        let line = |p: Promise| (p.when(now), p.what());
        promised().unwrap_or_default().into_iter().map(line).collect::<Vec<_>>()
    });
    let shown = move || {
        let items = list.get();
        if items.is_empty() {
            return view! { <p class="sm mute">{say::owner::promise_unknown()}</p> }.into_any();
        }
        let item = |(when, what): (String, &'static str)| {
            view! { <li><b class="cap">{when}</b><span>{what}</span></li> }.into_any()
        };
        view! { <ol>{items.into_iter().map(item).collect::<Vec<_>>()}</ol> }.into_any()
    };
    view! {
        <section class="promise" aria-labelledby="pr">
            <h2 id="pr" class="label">{say::owner::promise()}</h2>
            {shown}
        </section>
    }
    .into_any()
}
