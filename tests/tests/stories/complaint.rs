//! A complaint: calmed first, investigated next, solved then, under the clocks of 24 and 48 hours.

use steward_core::sla::policy::ClockKind;
use steward_core::tickets::State;
use steward_core::time::Seconds;
use steward_tests::browser::{button, combobox, dialog, group, heading, radio, textbox};
use steward_tests::people::noise;

use crate::stage::{Stage, told};
use crate::{desk, home};

told!(calm_investigate_solve everywhere);

fn calm_investigate_solve(stage: &Stage) {
    let id = stage.product.owner(1).submit(noise()).ticket.id;
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.see(stage.say("tickets.state.submitted"));

    let agent = stage.staff("agent");
    desk::open(&agent, &id);
    let ticket = stage.product.staff("agent").ticket(&id).ticket;
    for (kind, hours) in [(ClockKind::Solution, 48), (ClockKind::ComplaintClose, 24)] {
        agent.see(stage.say(&format!("sla.clock.{}", kind.word())));
        let clock = ticket.clock(kind).expect("the clock runs");
        assert_eq!(clock.due.since(clock.start), Seconds::hours(hours));
    }
    stage.curtain(&agent, "1-clocks", &[]);
    desk::with_form(stage, &agent, "accept", || {});
    stage.until(&id, State::Accepted);

    // A solution before the owner was calmed and the matter looked into is refused, in words, with the text kept.
    let solution = "已与楼上业主约定，晚八点后停止施工。";
    let act = stage.say("desk.act.give_feedback");
    let text = textbox(stage.say("problems.field.text"));
    desk::press(stage, &agent, "give_feedback");
    agent.inside(&dialog(act.clone()), || {
        agent.fill(&text, solution);
        agent.tap(&button(act.clone()));
        agent.see(stage.say("refusals.rule.calm_first"));
        assert_eq!(agent.value(&text), solution);
        agent.tap(&button(stage.say("common.cancel")));
    });
    for (step, words) in [("calm", "致歉，承诺今天给答复"), ("investigate", "楼上 2001 装修队晚间作业")]
    {
        desk::with_form(stage, &agent, "record_step", || {
            let steps = combobox(stage.say("problems.field.reason"));
            assert_eq!(agent.value(&steps), step, "the next step is chosen already");
            agent.fill(&text, words);
        });
    }
    desk::with_form(stage, &agent, "give_feedback", || agent.fill(&text, solution));
    stage.until(&id, State::FeedbackGiven);
    owner.see(stage.say("tickets.state.feedback_given"));
    desk::with_words(stage, &agent, "complete", "work", "楼上已停止夜间施工，业主认可");
    stage.until(&id, State::Completed);
    agent.find(&heading(stage.say("desk.clocks")));
    stage.curtain(&agent, "2-solved", &[422]);

    home::rate(stage, &owner, &id, "4", "处理得还可以");
    stage.until(&id, State::Rated);
    desk::with_form(stage, &agent, "record_visit", || {
        for question in ["visit_reached", "visit_solved", "visit_satisfied"] {
            let question = group(stage.say(&format!("desk.{question}"))).part();
            agent.inside(&question, || agent.tap(&radio(stage.say("desk.yes"))));
        }
    });
    stage.until(&id, State::Closed);
    owner.go(&format!("/tickets/{id}"));
    owner.see(stage.say("tickets.state.closed"));
    stage.curtain(&owner, "3-closed", &[]);
}
