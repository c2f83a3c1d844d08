//! One standard for every project: head office drafts it, tries it on the past, has it reviewed and publishes it; one
//! project may do otherwise, with an approver; and everybody can see why a clock says what it says (R14).

use steward_core::sla::policy::ClockKind;
use steward_core::tickets::Command;
use steward_core::time::Seconds;
use steward_tests::browser::{Page, button, checkbox, dialog, disclosure, textbox};
use steward_tests::people::{dispatch_to, leak};
use steward_tests::wait::until_true;

use crate::desk;
use crate::stage::{Stage, told};

told!(a_standard_and_its_exception in PHONE_ZH: phone_zh, DESK_EN: desk_en);

/// Writes the name that the table gives a clock of repairs.
fn clock(stage: &Stage, kind: ClockKind) -> String {
    format!("{} · {}", stage.say("tickets.scenario.repair"), stage.say(&format!("sla.clock.{}", kind.word())))
}

/// Two repairs, dispatched after less and after more than four minutes.
fn past(stage: &Stage) {
    for wait in [100, 270] {
        let id = stage.product.owner(1).submit(leak()).ticket.id;
        stage.product.advance(Seconds(wait));
        let agent = stage.product.staff("agent");
        agent.command(&id, Command::Accept { category: None, urgency: None });
        agent.command(&id, dispatch_to("engineer"));
    }
}

fn a_standard_and_its_exception(stage: &Stage) {
    past(stage);
    let hq = stage.staff("hq");
    hq.go("/console/standards");
    hq.see(stage.say("standards.standing.in_force"));
    hq.tap(&button(stage.say("standards.new_draft")));
    draft(stage, &hq);
    what_if(stage, &hq);
    reviewed(stage);
    published(stage, &hq);
    exception(stage, &hq);
    why(stage);
}

fn draft(stage: &Stage, hq: &Page) {
    let unit = stage.say("standards.unit.minutes");
    let name = clock(stage, ClockKind::Dispatch);
    let dispatch = textbox(stage.fill_in("standards.length_of", &[("name", &name), ("unit", &unit)]));
    hq.find(&dispatch);
    // What cannot be read stays as typed and says so.
    hq.fill(&dispatch, "0x4");
    hq.see(stage.say("standards.not_a_length"));
    hq.fill(&dispatch, "4");
    hq.see_no(stage.say("standards.not_a_length"));
    hq.fill(&textbox(stage.say("standards.note")), "缩短派单时限");
    until_true("the draft to be kept", || {
        let read = stage.product.staff("hq").get("/api/v1/standards/2").json();
        read["standard"]["note"] == "缩短派单时限"
    });
    hq.find(&button(stage.say("standards.review")));
    hq.see(stage.say("standards.another_reviews"));
    stage.curtain(hq, "1-draft", &[]);
}

fn what_if(stage: &Stage, hq: &Page) {
    hq.tap(&button(stage.say("standards.run")));
    hq.find(&button(stage.fill_in("standards.changed.one", &[("n", "1")])));
    hq.tap(&button(stage.say("standards.check")));
    hq.see(stage.say("standards.same_there"));
    stage.curtain(hq, "2-what-if", &[]);
    hq.tap(&button(stage.fill_in("standards.changed.one", &[("n", "1")])));
    hq.see(stage.say("standards.would_be_late"));
    stage.curtain(hq, "3-changed", &[]);
    hq.key("\u{e00c}");
}

/// Whoever wrote it does not approve it.
fn reviewed(stage: &Stage) {
    let admin = stage.staff("admin");
    admin.go("/console/standards?v=2");
    admin.tap(&button(stage.say("standards.review")));
    admin.see(stage.say("standards.stepped.reviewed"));
}

fn published(stage: &Stage, hq: &Page) {
    hq.go("/console/standards?v=2");
    hq.tap(&button(stage.say("standards.publish")));
    let window = dialog(stage.say("standards.publish_title"));
    hq.inside(&window, || {
        hq.tap(&checkbox(stage.say("standards.recalculate")));
        hq.fill(&textbox(stage.say("problems.field.reason")), "全年提速");
    });
    stage.curtain(hq, "4-publish", &[]);
    hq.inside(&window, || hq.tap(&button(stage.say("standards.publish"))));
    hq.see(stage.say("standards.stepped.in_force"));
    hq.see(stage.fill_in("standards.recalculates", &[("why", "全年提速")]));
    let id = stage.product.owner(1).submit(leak()).ticket;
    assert_eq!(
        id.clock(ClockKind::Dispatch).map(|c| (c.limit, c.policy_version)),
        Some((Seconds::minutes(4), 2))
    );
}

fn exception(stage: &Stage, hq: &Page) {
    let manager = stage.staff("manager");
    manager.go("/console/standards/exceptions");
    manager.see(stage.say("standards.no_exception"));
    stage.curtain(&manager, "5-none", &[]);
    manager.tap(&button(stage.say("standards.ask_exception")));
    manager.inside(&dialog(stage.say("standards.ask_exception")), || {
        manager.fill(&textbox(stage.say("standards.length")), "36");
        manager.fill(&textbox(stage.say("problems.field.reason")), "电梯配件需外地调货");
    });
    stage.curtain(&manager, "6-ask", &[]);
    manager.tap(&button(stage.say("standards.send_ask")));
    manager.see("电梯配件需外地调货");

    hq.go("/console/standards/exceptions");
    hq.tap(&button(stage.say("standards.approve")));
    hq.see(stage.say("standards.holds"));
    hq.see("听澜苑");
    stage.curtain(hq, "7-exceptions", &[]);
}

/// A supervisor asks why a clock says what it says.
fn why(stage: &Stage) {
    let ticket = stage.product.owner(1).submit(leak()).ticket;
    let clock = ticket.clock(ClockKind::Completion).expect("its completion is limited");
    assert_eq!((clock.limit, clock.exception), (Seconds::hours(36), true));
    let supervisor = stage.staff("supervisor");
    desk::open(&supervisor, &ticket.id);
    // The sums of all running clocks are on the page, closed; the one of completion says whose limit it is.
    let ask = disclosure(stage.say("common.why"));
    supervisor.find(&ask);
    supervisor.js("document.querySelectorAll('details.why').forEach((why) => why.open = true)", &[]);
    supervisor.see(stage.fill_in("desk.why_exception_note", &[("version", "2")]));
    stage.curtain(&supervisor, "8-why", &[]);
    // And the law of each region, for who looks it up.
    supervisor.go("/console/standards/law");
    supervisor.see("江北省物业管理条例");
    stage.curtain(&supervisor, "9-law", &[]);
}
