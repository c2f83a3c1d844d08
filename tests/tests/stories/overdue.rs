//! A ticket that nobody dispatches: it warns, breaches, climbs the ladder, and somebody answers for it.

use steward_core::sla::policy::ClockKind;
use steward_core::time::Seconds;
use steward_tests::browser::button;
use steward_tests::people::leak;
use steward_tests::wait::until_true;

use crate::desk;
use crate::stage::{Stage, told};

told!(escalated_and_acknowledged in PHONE_ZH: phone_zh, DESK_EN: desk_en);

fn escalated_and_acknowledged(stage: &Stage) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    stage.product.until_late(&id, ClockKind::Dispatch);

    let supervisor = stage.staff("supervisor");
    supervisor.go("/console/approvals?view=escalated");
    supervisor.see("12-2-1803");
    supervisor.find(&button(stage.say("desk.acknowledge")));
    stage.curtain(&supervisor, "1-escalated", &[]);
    supervisor.tap(&button(stage.say("desk.acknowledge")));
    supervisor.see(stage.say("desk.done"));
    let acknowledged = |level: u8| {
        let ticket = stage.product.staff("agent").ticket(&id).ticket;
        let clock = ticket.clock(ClockKind::Dispatch).expect("the clock");
        clock.escalations.iter().any(|e| e.level == level && e.acknowledged.is_some())
    };
    until_true("the first level to be acknowledged", || acknowledged(1));

    // A day later it has climbed; the supervisor cannot answer for the manager.
    stage.product.advance(Seconds::days(1));
    until_true("the second level", || {
        stage
            .product
            .staff("agent")
            .ticket(&id)
            .ticket
            .unacknowledged()
            .any(|e| e == (ClockKind::Dispatch, 2))
    });
    let manager = stage.staff("manager");
    desk::open(&manager, &id);
    manager.see(stage.fill_in("desk.level", &[("level", "2")]));
    manager.tap(&button(stage.say("desk.acknowledge")));
    until_true("the second level to be acknowledged", || acknowledged(2));
    manager.see("秦越");
    stage.curtain(&manager, "2-acknowledged", &[]);

    // None of this is for the owner.
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.see(stage.say("tickets.state.submitted"));
    assert!(!owner.text().contains("秦越"));
    stage.curtain(&owner, "3-owner", &[]);
}
