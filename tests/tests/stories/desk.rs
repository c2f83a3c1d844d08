//! What staff do on their side: open a ticket, press an act, fill in its form.

use steward_core::ids::TicketId;
use steward_tests::browser::{Page, button, dialog, disclosure, heading, textbox};

use crate::stage::Stage;

/// Opens a ticket's workbench.
#[track_caller]
pub(crate) fn open(page: &Page, ticket: &TicketId) {
    page.go(&format!("/console/tickets/{ticket}"));
    page.find(&heading(ticket.as_str()));
}

/// Opens an engineer's job as it is made for a phone.
#[track_caller]
pub(crate) fn open_job(stage: &Stage, page: &Page, ticket: &TicketId) {
    page.go(&format!("/console/jobs/{ticket}"));
    page.find(&heading(stage.say("desk.problem_said")));
}

/// The name of an act's button.
#[track_caller]
fn name(stage: &Stage, act: &str) -> String {
    stage.say(&format!("desk.act.{act}"))
}

/// Presses an act, behind “more” where it does not stand in front.
#[track_caller]
pub(crate) fn press(stage: &Stage, page: &Page, act: &str) {
    let act = button(name(stage, act));
    let more = disclosure(stage.say("desk.more_acts"));
    steward_tests::wait::until_true(&format!("{act} or {more}"), || page.has(&act) || page.has(&more));
    if !page.has(&act) {
        page.tap(&more);
    }
    page.tap(&act);
}

/// Presses an act and fills in its form; `fill` works inside the dialog.
#[track_caller]
pub(crate) fn with_form(stage: &Stage, page: &Page, act: &str, fill: impl FnOnce()) {
    press(stage, page, act);
    let title = name(stage, act);
    page.inside(&dialog(title.clone()), || {
        fill();
        page.tap(&button(title.clone()));
    });
    page.find_no(&dialog(title));
}

/// Presses an act whose form has one text.
#[track_caller]
pub(crate) fn with_words(stage: &Stage, page: &Page, act: &str, field: &str, words: &str) {
    let label = textbox(stage.say(&format!("problems.field.{field}"))).part();
    with_form(stage, page, act, || page.fill(&label, words));
}

/// Presses an act that needs no form, and sees that it is done.
#[track_caller]
pub(crate) fn at_once(stage: &Stage, page: &Page, act: &str) {
    press(stage, page, act);
    page.see(stage.say("desk.done"));
}
