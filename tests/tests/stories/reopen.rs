//! Not fixed after all: the ticket is opened again, with new clocks, and its history stays.

use steward_core::sla::policy::ClockKind;
use steward_core::tickets::State;
use steward_core::time::Seconds;
use steward_tests::people::leak;

use crate::desk;
use crate::stage::{Stage, told};

told!(opened_again everywhere);

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
