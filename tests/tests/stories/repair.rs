//! The whole loop: an owner reports a leak, it is accepted, dispatched, repaired, rated, visited and closed.

use steward_core::tickets::State;
use steward_tests::browser::{button, combobox, group, link, radio, textbox};

use crate::stage::{Stage, told};
use crate::{desk, home};

told!(from_report_to_closed everywhere);

fn from_report_to_closed(stage: &Stage) {
    let owner = stage.owner();
    let id = home::report(stage, &owner, "厨房水槽下面一直漏水，柜子底板已经泡湿了");
    owner.see(stage.say("tickets.state.submitted"));
    stage.curtain(&owner, "1-submitted", &[]);

    // The agent sees it in the worklist and takes it on; the owner's page moves by itself.
    let agent = stage.staff("agent");
    agent.go("/console");
    agent.tap(&link("厨房水槽下面一直漏水").part());
    agent.see("12-2-1803");
    desk::open(&agent, &id);
    desk::with_form(stage, &agent, "accept", || {
        agent.find(&combobox(stage.say("problems.field.category")));
    });
    stage.until(&id, State::Accepted);
    owner.see(stage.say("tickets.state.accepted"));

    desk::with_form(stage, &agent, "dispatch", || {
        agent.tap(&radio("周启明").part());
        agent.find_with(&radio("周启明").part(), "checked");
    });
    stage.until(&id, State::Dispatched);
    agent.see("周启明");
    stage.curtain(&agent, "2-dispatched", &[]);
    owner.see(stage.say("tickets.state.dispatched"));

    let engineer = stage.staff("engineer");
    engineer.go("/console/jobs");
    engineer.tap(&link("厨房水槽下面一直漏水").part());
    desk::at_once(stage, &engineer, "accept_job");
    desk::with_form(stage, &engineer, "arrive", || {
        engineer.find(&combobox(stage.say("problems.field.check_in")));
    });
    stage.until(&id, State::OnSite);
    owner.see(stage.say("tickets.state.on_site"));
    desk::with_words(stage, &engineer, "start_work", "findings", "角阀老化，垫圈开裂");
    stage.curtain(&engineer, "3-on-site", &[]);
    desk::with_form(stage, &engineer, "complete", || {
        engineer.fill(&textbox(stage.say("problems.field.work")), "更换角阀与软管，试水十分钟不漏");
        engineer.attach(&[stage.photo()]);
        engineer.find(&button(stage.say("common.remove_photo")));
        engineer.see_no(stage.say("common.sending_photo"));
    });
    stage.until(&id, State::Completed);

    owner.see(stage.say("tickets.state.completed"));
    home::rate(stage, &owner, &id, "5", "师傅来得快，讲得清楚");
    stage.until(&id, State::Rated);
    stage.curtain(&owner, "4-rated", &[]);

    agent.go("/console/visits");
    agent.see("厨房水槽下面一直漏水");
    desk::with_form(stage, &agent, "record_visit", || {
        for question in ["visit_reached", "visit_solved", "visit_satisfied"] {
            let question = group(stage.say(&format!("desk.{question}"))).part();
            agent.inside(&question, || agent.tap(&radio(stage.say("desk.yes"))));
        }
    });
    stage.until(&id, State::Closed);
    stage.curtain(&agent, "5-visited", &[]);
    owner.go(&format!("/tickets/{id}"));
    owner.see(stage.say("tickets.state.closed"));
    stage.curtain(&owner, "6-closed", &[]);
}
