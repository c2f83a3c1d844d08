//! An event in words: one line that says who did what, and what they wrote.

use steward_core::ids::PhotoId;
use steward_core::tickets::{Event, EventBody};

use crate::net::clock;
use crate::ui::Icon;
use crate::words::{fill_by, label, say, time};

/// Who did what: 周启明到场，扫码签到.
pub fn headline(event: &Event) -> String {
    let told = told(&event.body);
    let form = say::desk::events(told.key).unwrap_or_default();
    fill_by(form, |name, out| match name {
        "by" => out.push_str(&event.by.name),
        "name" => out.push_str(&told.name),
        "what" => out.push_str(told.what),
        "count" => out.push_str(&told.count.to_string()),
        "when" => out.push_str(&told.when),
        _ => {}
    })
}

/// The parts of a headline.
#[derive(Default)]
struct Told {
    key: &'static str,
    what: &'static str,
    name: String,
    count: u32,
    when: String,
}

fn key(key: &'static str) -> Told {
    Told { key, ..Told::default() }
}

fn what(key: &'static str, what: &'static str) -> Told {
    Told { key, what, ..Told::default() }
}

fn named(key: &'static str, name: &str) -> Told {
    Told { key, name: name.to_owned(), ..Told::default() }
}

fn told(body: &EventBody) -> Told {
    let due = |at| time::day_time(at, clock::now());
    match body {
        EventBody::Submitted(_) => key("submitted"),
        EventBody::Accepted { .. } => key("accepted"),
        EventBody::Replied { .. } => key("replied"),
        EventBody::Noted { .. } => key("noted"),
        EventBody::Supplemented { .. } => key("supplemented"),
        EventBody::Urged { count } => Told { count: *count, ..key("urged") },
        EventBody::Dispatched { claimed: true, name, .. } => named("claimed", name),
        EventBody::Dispatched { name, .. } => named("dispatched", name),
        EventBody::JobAccepted => key("job_accepted"),
        EventBody::JobDeclined { .. } => key("job_declined"),
        EventBody::Arrived { check_in } => what("arrived", label::check_in(*check_in)),
        EventBody::WorkStarted { .. } => key("work_started"),
        EventBody::StepRecorded { step, .. } => what("step_recorded", label::complaint_step(*step)),
        EventBody::FeedbackGiven { promised_at: Some(at), .. } => {
            Told { when: due(*at), ..key("plan_given") }
        }
        EventBody::FeedbackGiven { .. } => key("feedback_given"),
        EventBody::Completed { .. } => key("completed"),
        EventBody::Rated { stars, .. } => Told { count: u32::from(stars.get()), ..key("rated") },
        EventBody::Visited { form } if !form.reached => key("visit_unreached"),
        EventBody::Visited { .. } => key("visited"),
        EventBody::Closed => key("closed"),
        EventBody::Reviewed { .. } => key("reviewed"),
        EventBody::Reopened { count, .. } => Told { count: *count, ..key("reopened") },
        EventBody::Transferred { to, .. } => what("transferred", label::department(*to)),
        EventBody::TransferAccepted { department } => {
            what("transfer_accepted", label::department(*department))
        }
        EventBody::TransferDeclined { department, .. } => {
            what("transfer_declined", label::department(*department))
        }
        EventBody::PauseRequested { reason, .. } => what("pause_requested", label::pause_reason(*reason)),
        EventBody::PauseDeclined { .. } => key("pause_declined"),
        EventBody::Paused { reason, .. } => what("paused", label::pause_reason(*reason)),
        EventBody::Resumed => key("resumed"),
        EventBody::ExtensionRequested { elastic, .. } => {
            what("extension_requested", label::elastic(*elastic))
        }
        EventBody::ExtensionDeclined { .. } => key("extension_declined"),
        EventBody::Extended { elastic, .. } => what("extended", label::elastic(*elastic)),
        EventBody::Cancelled { .. } => key("cancelled"),
        EventBody::Merged { target } => named("merged", target.as_str()),
        EventBody::Absorbed { duplicate } => named("absorbed", duplicate.as_str()),
        EventBody::IncidentLinked { incident } => named("incident_linked", incident.as_str()),
        EventBody::Supervised { .. } => key("supervised"),
        EventBody::ClockStarted { clock } => {
            Told { when: due(clock.due), ..what("clock_started", label::clock(clock.kind)) }
        }
        EventBody::ClockStopped { clock } => what("clock_stopped", label::clock(*clock)),
        EventBody::ClockMoved { clock, due: at, .. } => {
            Told { when: due(*at), ..what("clock_moved", label::clock(*clock)) }
        }
        EventBody::ClockRecalculated { clock, .. } => {
            Told { when: due(clock.due), ..what("clock_recalculated", label::clock(clock.kind)) }
        }
        EventBody::ClockWarned { clock } => what("clock_warned", label::clock(*clock)),
        EventBody::ClockBreached { clock } => what("clock_breached", label::clock(*clock)),
        EventBody::Escalated { clock, level } => {
            Told { count: u32::from(*level), ..what("escalated", label::clock(*clock)) }
        }
        EventBody::EscalationAcknowledged { clock, level } => {
            Told { count: u32::from(*level), ..what("escalation_acknowledged", label::clock(*clock)) }
        }
        EventBody::RatingAsked { .. } => key("rating_asked"),
        EventBody::RatingReminded { count } => Told { count: u32::from(*count), ..key("rating_reminded") },
        EventBody::RatingLapsed => key("rating_lapsed"),
        EventBody::QualityChecked { form } => {
            what("quality_checked", if form.passed { say::voices::passed() } else { say::voices::failed() })
        }
        EventBody::VoicesSettled { about, .. } => what("voices_settled", label::disagreement(*about)),
        EventBody::FollowUpOpened { cause, due: at } => {
            Told { when: due(*at), ..what("follow_up_opened", label::follow_up_cause(*cause)) }
        }
        EventBody::FollowUpTaken => key("follow_up_taken"),
        EventBody::FollowUpEnded { outcome, .. } => {
            what("follow_up_ended", label::follow_up_outcome(*outcome))
        }
    }
}

/// What was written with it; empty where nothing was.
pub fn written(body: &EventBody) -> String {
    match body {
        EventBody::Replied { text }
        | EventBody::Noted { text }
        | EventBody::Supplemented { text, .. }
        | EventBody::StepRecorded { text, .. }
        | EventBody::FeedbackGiven { text, .. }
        | EventBody::Rated { text, .. } => text.clone(),
        EventBody::WorkStarted { findings } => findings.clone(),
        EventBody::Completed { work, .. } => work.clone(),
        EventBody::Visited { form } => form.remarks.clone(),
        EventBody::QualityChecked { form } => form.remarks.clone(),
        EventBody::VoicesSettled { finding: text, .. } | EventBody::FollowUpEnded { text, .. } => {
            text.clone()
        }
        EventBody::Reviewed { problem, cause, measure } => [problem.as_str(), cause, measure].join("\n"),
        EventBody::Dispatched { reason, .. }
        | EventBody::JobDeclined { reason }
        | EventBody::Reopened { reason, .. }
        | EventBody::Transferred { reason, .. }
        | EventBody::TransferDeclined { reason, .. }
        | EventBody::ExtensionRequested { reason, .. }
        | EventBody::ClockRecalculated { reason, .. }
        | EventBody::Cancelled { reason } => reason.clone(),
        EventBody::PauseRequested { note, .. }
        | EventBody::PauseDeclined { note }
        | EventBody::Paused { note, .. }
        | EventBody::ExtensionDeclined { note }
        | EventBody::Extended { note, .. }
        | EventBody::Supervised { note } => note.clone(),
        _ => String::new(),
    }
}

/// The photos that came with it.
pub fn photos(body: &EventBody) -> &[PhotoId] {
    match body {
        EventBody::Supplemented { photos, .. }
        | EventBody::Completed { photos, .. }
        | EventBody::Reopened { photos, .. } => photos,
        _ => &[],
    }
}

/// Its symbol.
pub const fn symbol(body: &EventBody) -> Icon {
    match body {
        EventBody::Replied { .. } | EventBody::Supplemented { .. } => Icon::Chat,
        EventBody::Noted { .. } => Icon::Edit,
        EventBody::Urged { .. } | EventBody::Escalated { .. } | EventBody::RatingReminded { .. } => {
            Icon::Bell
        }
        EventBody::Dispatched { .. } => Icon::Route,
        EventBody::WorkStarted { .. } => Icon::Wrench,
        EventBody::PauseRequested { .. } | EventBody::Paused { .. } => Icon::Pause,
        EventBody::Reopened { .. } => Icon::Undo,
        EventBody::Transferred { .. } | EventBody::Merged { .. } | EventBody::Absorbed { .. } => Icon::Swap,
        EventBody::Rated { .. } | EventBody::RatingAsked { .. } => Icon::Star,
        EventBody::QualityChecked { .. } => Icon::Clip,
        EventBody::FollowUpOpened { .. } | EventBody::Supervised { .. } => Icon::Flag,
        EventBody::Visited { .. } => Icon::Phone,
        _ if is_clock(body) => Icon::Clock,
        _ => Icon::Check,
    }
}

/// Whether a clock and nobody else did it.
pub const fn is_clock(body: &EventBody) -> bool {
    matches!(
        body,
        EventBody::ClockStarted { .. }
            | EventBody::ClockStopped { .. }
            | EventBody::ClockMoved { .. }
            | EventBody::ClockRecalculated { .. }
            | EventBody::ClockWarned { .. }
            | EventBody::ClockBreached { .. }
    )
}
