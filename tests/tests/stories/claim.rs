//! 抢单: two engineers look at the same job in the pool; one gets it, the other is told.

use steward_core::tickets::{Command, State};
use steward_tests::browser::{button, link};
use steward_tests::people::leak;

use crate::desk;
use crate::stage::{Stage, told};

told!(two_want_one_job in PHONE_ZH: phone_zh, DESK_EN: desk_en);

fn two_want_one_job(stage: &Stage) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    stage.product.staff("agent").command(&id, Command::Accept { category: None, urgency: None });
    let (first, second) = (stage.staff("engineer"), stage.staff("engineer3"));
    // The second one's network lets no stream through, so that the page does not hear who was faster.
    second.block("*/api/v1/live*");
    for engineer in [&first, &second] {
        engineer.go("/console/jobs");
        engineer.tap(&link("厨房水槽").part());
        engineer.find(&button(stage.say("desk.act.claim")));
    }
    desk::at_once(stage, &first, "claim");
    stage.until(&id, State::Dispatched);
    // Who claims a job has accepted it: the next step is to be there.
    first.find(&button(stage.say("desk.act.arrive")));
    second.tap(&button(stage.say("desk.act.claim")));
    second.see(stage.say("problems.code.not_found"));
    let ticket = stage.product.staff("agent").ticket(&id).ticket;
    assert_eq!(ticket.engineer.expect("an engineer").name, "周启明");
    stage.curtain(&first, "claimed", &[]);
    stage.curtain(&second, "too-late", &[404]);
}
