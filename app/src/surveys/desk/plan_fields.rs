//! What a survey's plan says besides its questions: aim, audience, sample, time and reminders.

use leptos::prelude::*;
use steward_core::owners::PropertyStage;
use steward_core::surveys::campaign::{Cadence, Mode, Plan, Size, Stage};

use super::inputs::{Shape, group, instant, moment, text, tick};
use super::model;
use crate::net::session;
use crate::ui::Form;
use crate::ui::field::next_id;
use crate::words::{label, say};

pub(super) fn basics(plan: RwSignal<Plan>, form: Form) -> AnyView {
    let now = plan.get_untracked();
    let at = |place: &str| (form, place.to_owned());
    let set = move |with: &dyn Fn(&mut Plan)| plan.update_untracked(with);
    view! {
        <section class="card pad stack">
            <div class="pair">
                {text((say::surveys::name_zh().to_owned(), None), at("name.zh"), Shape::Line, now.name.zh,
                    move |v| set(&|p| p.name.zh.clone_from(&v)))}
                {text((say::surveys::name_en().to_owned(), None), at("name.en"), Shape::Line, now.name.en,
                    move |v| set(&|p| p.name.en.clone_from(&v)))}
            </div>
            {text(
                (say::surveys::aim().to_owned(), Some(say::surveys::aim_hint().to_owned())),
                at("aim"), Shape::Lines(2), now.aim, move |v| set(&|p| p.aim.clone_from(&v)),
            )}
        </section>
    }
    .into_any()
}

pub(super) fn audience(plan: RwSignal<Plan>, form: Form) -> AnyView {
    let now = plan.get_untracked();
    let set = move |with: &dyn Fn(&mut Plan)| plan.update_untracked(with);
    let projects = session::me_untracked().map(|me| me.projects).unwrap_or_default();
    let projects: Vec<AnyView> = projects
        .into_iter()
        .map(|card| {
            let is = now.audience.projects.contains(&card.project);
            tick("checkbox", "", card.name, is, move |on| {
                set(&|p| {
                    p.audience.projects.retain(|id| *id != card.project);
                    if on {
                        p.audience.projects.push(card.project.clone());
                    }
                });
            })
        })
        .collect();
    let stages: Vec<AnyView> = Stage::ALL
        .iter()
        .map(|stage| {
            let stage = *stage;
            let is = now.audience.stages.contains(&stage);
            tick("checkbox", "", label::survey_stage(stage).to_owned(), is, move |on| {
                set(&|p| {
                    p.audience.stages.retain(|s| *s != stage);
                    if on {
                        p.audience.stages.push(stage);
                    }
                });
            })
        })
        .collect();
    let property_stages: Vec<AnyView> = PropertyStage::ALL
        .iter()
        .map(|stage| {
            let stage = *stage;
            let is = now.audience.property_stages.contains(&stage);
            tick("checkbox", "", label::property_stage(stage).to_owned(), is, move |on| {
                set(&|p| {
                    p.audience.property_stages.retain(|s| *s != stage);
                    if on {
                        p.audience.property_stages.push(stage);
                    }
                });
            })
        })
        .collect();
    let mode = RwSignal::new(now.mode);
    let mode_group = next_id();
    let modes: Vec<AnyView> = Mode::ALL
        .iter()
        .map(|way| {
            let way = *way;
            tick("radio", &mode_group, label::survey_mode(way).to_owned(), now.mode == way, move |on| {
                if on {
                    mode.set(way);
                    set(&|p| p.mode = way);
                }
            })
        })
        .collect();
    let segments = now.audience.segments.join("，");
    view! {
        <section class="card pad stack" aria-labelledby="audience">
            <h2 id="audience">{say::surveys::audience()}</h2>
            {group(say::surveys::projects(), Some(say::surveys::projects_hint().to_owned()), projects)}
            {group(say::surveys::stages(), Some(say::surveys::stages_hint().to_owned()), stages)}
            {group(say::surveys::property_stages(), Some(say::surveys::property_stages_hint().to_owned()),
                property_stages)}
            {text(
                (say::surveys::segments().to_owned(), Some(say::surveys::segments_hint().to_owned())),
                (form, "segments".to_owned()), Shape::Line, segments,
                move |v| set(&|p| {
                    let parts = v.split([',', '，', '、']).map(str::trim).filter(|s| !s.is_empty());
                    p.audience.segments = parts.map(str::to_owned).collect();
                }),
            )}
            {group(say::surveys::mode(), None, modes)}
            {move || (mode.get() == Mode::Personal).then(|| sample(plan, form))}
            {number(say::surveys::quota(), Some(say::surveys::quota_hint()), (form, "quota"),
                now.quota.map(|n| n.to_string()).unwrap_or_default(),
                move |n| set(&|p| p.quota = n))}
        </section>
    }
    .into_any()
}

/// How many are drawn, and when nobody is asked again.
pub(super) fn sample(plan: RwSignal<Plan>, form: Form) -> AnyView {
    let set = move |with: &dyn Fn(&mut Plan)| plan.update_untracked(with);
    let now = plan.get_untracked();
    let size = RwSignal::new(now.size);
    let pick = move |to: Size| {
        size.set(to);
        set(&|p| p.size = to);
    };
    let sizes = next_id();
    let size_chips = vec![
        tick("radio", &sizes, say::surveys::size_all().to_owned(), now.size == Size::All, move |on| {
            if on {
                pick(Size::All);
            }
        }),
        tick(
            "radio",
            &sizes,
            say::surveys::size_count().to_owned(),
            matches!(now.size, Size::Count(_)),
            move |on| {
                if on {
                    pick(Size::Count(200));
                }
            },
        ),
        tick(
            "radio",
            &sizes,
            say::surveys::size_percent().to_owned(),
            matches!(now.size, Size::Percent(_)),
            move |on| {
                if on {
                    pick(Size::Percent(20));
                }
            },
        ),
    ];
    let which = Memo::new(move |_| core::mem::discriminant(&size.get()));
    let how_many = move || {
        which.track();
        match size.get_untracked() {
            Size::All => None,
            Size::Count(n) => {
                Some(number(say::surveys::households(), None, (form, "size"), n.to_string(), move |n| {
                    set(&|p| p.size = Size::Count(n.unwrap_or(0)));
                }))
            }
            Size::Percent(n) => {
                Some(number(say::surveys::percent_label(), None, (form, "size"), n.to_string(), move |n| {
                    set(&|p| p.size = Size::Percent(n.and_then(|n| u8::try_from(n).ok()).unwrap_or(0)));
                }))
            }
        }
    };
    view! {
        {group(say::surveys::size(), Some(say::surveys::size_hint().to_owned()), size_chips)}
        {how_many}
        {number(say::surveys::pause(), Some(say::surveys::pause_hint()), (form, "pause"),
            now.pause_days.to_string(),
            move |n| set(&|p| p.pause_days = n.and_then(|n| u16::try_from(n).ok()).unwrap_or(0)))}
    }
    .into_any()
}

fn number(
    label: &'static str,
    hint: Option<&'static str>,
    (form, place): (Form, &str),
    value: String,
    put: impl Fn(Option<u32>) + 'static,
) -> AnyView {
    let hint = hint.map(str::to_owned);
    let heard = move |value: String| {
        let text = value.trim();
        // What is no number is nought, which the check refuses where it matters.
        put(if text.is_empty() { None } else { Some(text.parse().unwrap_or(0)) });
    };
    text((label.to_owned(), hint), (form, place.to_owned()), Shape::Number, value, heard)
}

pub(super) fn times(plan: RwSignal<Plan>, form: Form) -> AnyView {
    let now = plan.get_untracked();
    let at = |place: &str| (form, place.to_owned());
    let set = move |with: &dyn Fn(&mut Plan)| plan.update_untracked(with);
    let often = next_id();
    let often_now = RwSignal::new(now.cadence);
    let cadences: Vec<AnyView> = Cadence::ALL
        .iter()
        .map(|cadence| {
            let cadence = *cadence;
            let words = label::survey_cadence(cadence).to_owned();
            tick("radio", &often, words, now.cadence == cadence, move |on| {
                if on {
                    often_now.set(cadence);
                    set(&|p| p.cadence = cadence);
                }
            })
        })
        .collect();
    let lead = move || {
        (often_now.get() == Cadence::Renewal).then(|| {
            let days = plan.with_untracked(|p| p.lead_days);
            number(
                say::surveys::lead(),
                Some(say::surveys::lead_hint()),
                (form, "lead"),
                days.to_string(),
                move |n| {
                    set(&|p| p.lead_days = n.and_then(|n| u16::try_from(n).ok()).unwrap_or(0));
                },
            )
        })
    };
    let until = move || match often_now.get() {
        Cadence::Renewal => say::surveys::asks_until(),
        Cadence::Once | Cadence::HalfYearly | Cadence::Yearly => say::surveys::closes(),
    };
    let closes = move || {
        let now = plan.with_untracked(|p| p.closes);
        text((until().to_owned(), None), (form, "closes".to_owned()), Shape::Moment, moment(now), move |v| {
            if let Some(at) = instant(&v) {
                set(&|p| p.closes = at);
            }
        })
    };
    view! {
        <section class="card pad stack" aria-labelledby="times">
            <h2 id="times">{say::surveys::times()}</h2>
            <div class="pair">
                {text((say::surveys::opens().to_owned(), None), at("opens"), Shape::Moment, moment(now.opens),
                    move |v| if let Some(at) = instant(&v) { set(&|p| p.opens = at); })}
                {closes}
            </div>
            {reminders(plan, form)}
            {group(say::surveys::cadence_label(), Some(say::surveys::cadence_hint().to_owned()), cadences)}
            {lead}
        </section>
    }
    .into_any()
}

pub(super) fn reminders(plan: RwSignal<Plan>, form: Form) -> AnyView {
    let now = plan.with_untracked(|p| p.reminders.clone());
    let value = now.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    text(
        (say::surveys::reminders().to_owned(), Some(say::surveys::reminders_hint().to_owned())),
        (form, "reminders".to_owned()),
        Shape::Line,
        value,
        // What is no number becomes day nought, which the check refuses.
        move |v| plan.update_untracked(|p| p.reminders = model::days(&v).unwrap_or_else(|| vec![0])),
    )
}
