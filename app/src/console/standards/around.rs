//! What holds around the limits: the warning, the sample of return visits, the factors for complex cases, the ladder.

use leptos::prelude::*;
use steward_core::sla::escalation::Rung;
use steward_core::sla::standards::Place;
use steward_core::sla::{Elastic, Extension};
use steward_core::time::Seconds;

use super::editing::Editing;
use super::limits::length_field;
use super::model::Unit;
use crate::ui::field::{error_line, next_id};
use crate::words::{label, say, time};

/// A percentage; what is no number counts as nothing, which no place takes.
fn percent_field(
    editing: Editing,
    value: u16,
    words: &'static str,
    place: Place,
    take: impl Fn(u16) + 'static,
) -> AnyView {
    let fault = editing.wrong_at(move |at| *at == place);
    let id = next_id();
    let described = id.clone();
    view! {
        <span class="lim s">
            <input
                class="input"
                inputmode="numeric"
                prop:value=value.to_string()
                aria-label=words
                aria-invalid=move || fault.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:input:target=move |event| take(event.target().value().trim().parse().unwrap_or(0))
            />
            <span aria-hidden="true">"%"</span>
        </span>
        {move || fault.get().map(|words| error_line(&id, words))}
    }
    .into_any()
}

pub(super) fn warning(editing: Editing) -> AnyView {
    let left = editing.standard.with_untracked(|s| 100_u8.saturating_sub(s.policy.warn_percent));
    if !editing.open {
        return view! { <span>{say::standards::warns(&left)}</span> }.into_any();
    }
    let take = move |left: u16| {
        let left = u8::try_from(left).unwrap_or(u8::MAX);
        editing.limit(|policy| policy.warn_percent = 100_u8.saturating_sub(left));
    };
    view! {
        <span class="line">
            {say::standards::warns_before()}
            {percent_field(editing, left.into(), say::standards::warns_label(), Place::Warning, take)}
            {say::standards::warns_after()}
        </span>
    }
    .into_any()
}

pub(super) fn sample(editing: Editing) -> AnyView {
    let share = editing.standard.with_untracked(|s| s.policy.visit_sample_percent);
    if !editing.open {
        return view! { <span class="mute">{say::standards::sampled(&share)}</span> }.into_any();
    }
    let take = move |share: u16| {
        let share = u8::try_from(share).unwrap_or(u8::MAX);
        editing.limit(|policy| policy.visit_sample_percent = share);
    };
    view! {
        <span class="line">
            {say::standards::sample()}
            {percent_field(editing, share.into(), say::standards::sample(), Place::Sample, take)}
        </span>
    }
    .into_any()
}

/// How much longer a complex case may take (R12).
pub(super) fn elastic(editing: Editing) -> AnyView {
    let factors = editing.standard.with_untracked(|s| s.policy.elastic);
    let one = |elastic: Elastic| {
        let (factor, name) = (factors.of(elastic), label::elastic(elastic));
        if !editing.open {
            return view! { <span class="nb">{name} " " {factor.percent()} "%"</span> }.into_any();
        }
        let take = move |percent: u16| {
            // Less than the limit itself is no factor; as none at all it is named a fault.
            let factor = Extension::try_from(percent).unwrap_or(Extension::NONE);
            editing.limit(|policy| match elastic {
                Elastic::Complex => policy.elastic.complex = factor,
                Elastic::VeryComplex => policy.elastic.very_complex = factor,
                Elastic::Normal => {}
            });
        };
        let field = percent_field(editing, factor.percent(), name, Place::Elastic, take);
        view! { <span class="line">{name}{field}</span> }.into_any()
    };
    let both = [Elastic::Complex, Elastic::VeryComplex].map(one);
    view! { <span>{say::standards::elastic()}</span> {both.into_iter().collect::<Vec<_>>()} }.into_any()
}

/// The ladder: after how long which level hears of a late ticket (R11).
pub(super) fn ladder(editing: Editing) -> AnyView {
    let rungs = editing.standard.with_untracked(|s| s.policy.ladder.clone());
    let one = |(n, rung): (usize, Rung)| {
        let name = say::desk::level(&rung.level);
        if !editing.open {
            let after = if rung.after == Seconds::ZERO {
                say::standards::right_away().to_owned()
            } else {
                time::span(rung.after)
            };
            return view! { <span class="nb">{name} " " {after}</span> }.into_any();
        }
        let fault = editing.wrong_at(move |place| *place == Place::Rung { n });
        let field = length_field(rung.after, Unit::Hours, &name, fault, move |after| {
            editing.limit(|policy| {
                if let Some(rung) = policy.ladder.get_mut(n) {
                    rung.after = after;
                }
            });
        });
        view! { <span class="line">{name.clone()}{field}</span> }.into_any()
    };
    let rungs: Vec<AnyView> = rungs.into_iter().enumerate().map(one).collect();
    view! { <span>{say::standards::ladder()}</span> {rungs} }.into_any()
}
