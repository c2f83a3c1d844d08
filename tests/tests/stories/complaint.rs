//! A complaint: calmed first, investigated next, solved then, under the clocks of 24 and 48 hours.

use steward_core::ids::TicketId;
use steward_core::sla::policy::ClockKind;
use steward_core::tickets::{Scenario, State};
use steward_core::time::Seconds;
use steward_tests::browser::{Page, button, combobox, dialog, group, heading, link, radio, textbox};

use crate::stage::{Stage, told};
use crate::{desk, home};

told!(calm_investigate_solve everywhere);

/// Complains from the owner's own screens: contact us, complaint, words, submit.
#[track_caller]
fn complain(stage: &Stage, page: &Page, words: &str) -> TicketId {
    let before = home::all(stage);
    page.go("/");
    page.tap(&link(stage.say("owner.contact")).part());
    page.tap(&radio(stage.say("owner.matters.complaint")));
    page.fill(&textbox(stage.say("owner.what_contact")), words);
    // The words point to the category.
    page.find_with(&radio(stage.say("tickets.category.complaint.noise")), "checked");
    page.tap(&button(stage.say("owner.submit")));
    let id = home::newest(stage, &before);
    page.see(id.as_str());
    let said = stage.product.owner(1).ticket(&id).ticket.said;
    assert_eq!(
        (said.scenario, said.category.code(), said.text.as_str()),
        (Scenario::Complaint, "complaint.noise", words)
    );
    id
}

fn calm_investigate_solve(stage: &Stage) {
    let owner = stage.owner();
    let id = complain(stage, &owner, "楼上晚间装修，噪声扰民。");
    owner.see(stage.say("tickets.state.submitted"));
    owner.see(stage.say("owner.promised.solution"));
    stage.curtain(&owner, "0-sent", &[]);

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
