//! Not fixed after all: the ticket is opened again, with new clocks, and its history stays.

use steward_core::sla::policy::ClockKind;
use steward_core::tickets::State;
use steward_core::time::Seconds;
use steward_tests::browser::{button, link, textbox};
use steward_tests::people::leak;

use crate::stage::{Stage, told};
use crate::{desk, home};

told!(opened_again in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(opened_again_by_its_owner in PHONE_ZH: phone_zh, PHONE_EN: phone_en, DESK_ZH: desk_zh);

fn opened_again(stage: &Stage) {
    let done = stage.product.repaired(leak()).ticket;
    let id = done.id.clone();
    stage.product.advance(Seconds::hours(5));
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.see(stage.say("tickets.state.completed"));

    let agent = stage.staff("agent");
    desk::open(&agent, &id);
    desk::with_words(stage, &agent, "reopen", "reason", "业主来电：早上又开始滴水");
    stage.until(&id, State::Reopened);
    agent.see("业主来电：早上又开始滴水");
    owner.see(stage.say("tickets.state.reopened"));
    let ticket = stage.product.staff("agent").ticket(&id).ticket;
    assert_eq!(ticket.reopened, 1);
    let rounds: Vec<_> = ticket.clocks.iter().filter(|c| c.kind == ClockKind::Feedback).collect();
    assert_eq!(rounds.len(), 2, "the first round's clock stays as it was, a new one runs");
    assert!(rounds[0].stopped.is_some() && rounds[1].is_running());
    assert!(rounds[1].start.since(rounds[0].start) >= Seconds::hours(5));
    stage.curtain(&agent, "1-reopened", &[]);
    stage.curtain(&owner, "2-owner", &[]);
}

fn opened_again_by_its_owner(stage: &Stage) {
    let id = stage.product.repaired(leak()).ticket.id;
    stage.product.advance(Seconds::hours(20));
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.tap(&link(stage.say("owner.reopen")));
    // Without a reason nobody knows what to do again.
    owner.tap(&button(stage.say("owner.reopen_send")));
    owner.see(stage.say("problems.code.required"));
    owner.fill(&textbox(stage.say("owner.reopen_text")), "换了角阀，接头还在滴水");
    home::add_photo(stage, &owner);
    stage.curtain(&owner, "1-why", &[]);
    owner.tap(&button(stage.say("owner.reopen_send")));
    stage.until(&id, State::Reopened);
    owner.see(stage.say("owner.reopened"));
    owner.see("换了角阀，接头还在滴水");
    stage.curtain(&owner, "2-open", &[]);

    let agent = stage.staff("agent");
    desk::open(&agent, &id);
    agent.see("换了角阀，接头还在滴水");
    let ticket = stage.product.staff("agent").ticket(&id).ticket;
    assert_eq!(ticket.reopened, 1);
    let clock = ticket.clock(ClockKind::Feedback).expect("such a clock");
    assert!(clock.is_running(), "a new clock runs");
    stage.curtain(&agent, "3-desk", &[]);
}
