//! Work that has to wait: asked for, approved, resumed, and the clocks move by exactly that; and work that takes
//! longer than the limit.

use steward_core::sla::policy::ClockKind;
use steward_core::tickets::{Command, EventBody, State};
use steward_core::time::Seconds;
use steward_tests::browser::{combobox, radio, textbox};
use steward_tests::people::{dispatch_to, leak};
use steward_tests::wait::until_true;

use crate::desk;
use crate::stage::{Stage, told};

told!(paused_and_resumed in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(extended in PHONE_ZH: phone_zh, DESK_EN: desk_en);

/// A leak that the engineer has accepted.
fn job(stage: &Stage) -> steward_core::ids::TicketId {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    let agent = stage.product.staff("agent");
    agent.command(&id, Command::Accept { category: None, urgency: None });
    agent.command(&id, dispatch_to("engineer"));
    stage.product.staff("engineer").command(&id, Command::AcceptJob);
    id
}

fn paused_and_resumed(stage: &Stage) {
    let id = job(stage);
    let engineer = stage.staff("engineer");
    desk::open_job(stage, &engineer, &id);
    desk::with_form(stage, &engineer, "request_pause", || {
        engineer.find(&combobox(stage.say("problems.field.reason")));
        engineer.fill(&textbox(stage.say("problems.field.note")), "等业主买回同款角阀");
    });
    until_true("the request", || stage.product.staff("agent").ticket(&id).ticket.pause_asked.is_some());

    let supervisor = stage.staff("supervisor");
    supervisor.go("/console/approvals");
    supervisor.see("等业主买回同款角阀");
    stage.curtain(&supervisor, "1-asked", &[]);
    desk::with_form(stage, &supervisor, "decide_pause", || {
        supervisor.find_with(&radio(stage.say("desk.approve")), "checked");
    });
    stage.until(&id, State::Paused);
    engineer.see(stage.say("common.status.paused"));
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.see(stage.say("tickets.state.paused"));
    stage.curtain(&owner, "2-paused", &[]);

    let before = stage.product.staff("agent").ticket(&id).ticket;
    stage.product.advance(Seconds::hours(2));
    desk::open_job(stage, &engineer, &id);
    desk::at_once(stage, &engineer, "resume");
    stage.until(&id, State::Dispatched);
    let page = stage.product.staff("agent").ticket(&id);
    let pause = page.ticket.pauses.last().cloned().expect("a pause");
    let taken = pause.to.expect("it has ended").millis() - pause.from.millis();
    assert!(taken >= Seconds::hours(2).get() * 1000);
    for kind in [ClockKind::OnSite, ClockKind::Feedback, ClockKind::Completion] {
        let due =
            |ticket: &steward_core::tickets::Ticket| ticket.clock(kind).expect("the clock").due.millis();
        assert_eq!(
            due(&page.ticket) - due(&before),
            taken,
            "{kind:?} moves by the pause, to the millisecond"
        );
    }
    stage.curtain(&engineer, "3-resumed", &[]);
}

fn extended(stage: &Stage) {
    let id = job(stage);
    let completion = || {
        let ticket = stage.product.staff("agent").ticket(&id).ticket;
        ticket.clock(ClockKind::Completion).expect("the clock").clone()
    };
    let before = completion();
    let engineer = stage.staff("engineer");
    desk::open_job(stage, &engineer, &id);
    desk::with_form(stage, &engineer, "request_extension", || {
        let reason = textbox(stage.say("problems.field.reason"));
        engineer.fill(&reason, "需要破墙找漏点");
    });
    let supervisor = stage.staff("supervisor");
    supervisor.go("/console/approvals");
    supervisor.see("需要破墙找漏点");
    desk::with_form(stage, &supervisor, "decide_extension", || {
        supervisor.find_with(&radio(stage.say("desk.approve")), "checked");
    });
    until_true("the extension", || {
        let events = stage.product.staff("agent").ticket(&id).events;
        events.iter().any(|e| matches!(e.body, EventBody::Extended { .. }))
    });
    let length = |clock: &steward_core::sla::clock::Clock| clock.due.since(clock.start).get();
    assert_eq!(length(&completion()), length(&before) * 3 / 2, "complex: one and a half times");
    stage.curtain(&supervisor, "approved", &[]);
}
