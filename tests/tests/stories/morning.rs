//! The morning round of a project manager: the cockpit of the own project, the figure that stands worst, its tickets and
//! back, what is at risk, the alarms. And what a cockpit keeps from who has no business there.

use steward_core::sla::policy::ClockKind;
use steward_core::tickets::{Command, EventBody};
use steward_tests::browser::{Page, button, heading, link, textbox};
use steward_tests::people::{PASSWORD, from_home, leak, noise};
use steward_tests::wait::until_true;

use crate::stage::{Stage, told};

told!(a_managers_morning in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(own_work_only in PHONE_EN: phone_en, DESK_ZH: desk_zh);

const LEAK: &str = "厨房水槽下面一直滴水";

fn sign_in(stage: &Stage, login: &str) -> Page {
    let page = stage.stranger(login);
    page.go("/console");
    page.fill(&textbox(stage.say("problems.field.login")), login);
    page.fill(&textbox(stage.say("problems.field.password")), PASSWORD);
    page.tap(&button(stage.say("accounts.sign_in")));
    page.find(&heading(stage.say("console.worklist")));
    page
}

fn a_managers_morning(stage: &Stage) {
    // Nobody came to a leak in the night.
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    stage.product.until_late(&id, ClockKind::OnSite);

    let manager = sign_in(stage, "manager");
    manager.go("/console/cockpit");
    manager.find(&heading(stage.say("cockpit.page")));
    manager.see("0.0%");
    manager.see(stage.say("cockpit.standing.missed"));
    stage.curtain(&manager, "1-cockpit", &[401]);

    // From the worst figure to its tickets, to the ticket, and back the same way.
    manager.tap(&link(stage.fill_in("cockpit.the_others", &[("n", "1")])));
    manager.see(stage.say("cockpit.measure.on_site"));
    manager.tap(&link(LEAK).part());
    manager.find(&heading(id.as_str()));
    stage.curtain(&manager, "2-ticket", &[401]);
    manager.back();
    manager.see(stage.say("cockpit.measure.on_site"));
    manager.back();
    manager.find(&heading(stage.say("cockpit.page")));

    // What is at risk is pressed for, once; the ticket says so.
    let press = button([&stage.say("cockpit.press"), " 听澜苑 ", LEAK].concat()).part();
    manager.tap(&press);
    manager.see(stage.say("cockpit.pressed"));
    manager.find_no(&press);
    stage.curtain(&manager, "3-pressed", &[401]);
    let supervised = |body: &EventBody| matches!(body, EventBody::Supervised { .. });
    until_true("the ticket to say that it was pressed for", || {
        let events = stage.product.staff("agent").ticket(&id).events;
        events.iter().filter(|event| supervised(&event.body)).count() == 1
    });

    manager.go("/console/alarms");
    manager.find(&heading(stage.say("alarms.page")));
    manager.see(stage.say("alarms.none"));
    stage.curtain(&manager, "4-alarms", &[401]);
}

fn own_work_only(stage: &Stage) {
    // The agent has one ticket of two; the other is nobody's yet.
    let mine = stage.product.owner(1).submit(leak()).ticket.id;
    let other = stage.product.owner(3).submit(from_home(noise(), "tinglan-7-1-1204")).ticket.id;
    stage.product.staff("agent").command(&mine, Command::Accept { category: None, urgency: None });

    let agent = stage.staff("agent");
    agent.go("/console/cockpit");
    agent.find(&heading(stage.say("cockpit.page")));
    agent.see(stage.say("cockpit.own_work"));
    agent.quiet();
    // The figure and the list behind it are of the same one ticket.
    let volume =
        "const tile = [...document.querySelectorAll('.tile')].find(t => t.innerText.includes(arguments[0]));
        return tile ? tile.querySelector('.fig').innerText.trim() : ''";
    let name = stage.say("cockpit.indicator.volume");
    until_true("the agent's one ticket to be counted", || agent.js(volume, &[name.clone().into()]) == "1");
    stage.curtain(&agent, "1-own-work", &[]);
    agent.tap(&link("1"));
    agent.see(LEAK);
    assert!(!agent.text().contains("楼上晚间装修"), "another one's ticket behind the own figure");
    stage.curtain(&agent, "2-own-tickets", &[]);

    // Another project's manager gets nothing of this one, whatever is typed into the address.
    let manager = stage.staff("manager2");
    manager.go("/console/cockpit?days=30&project=tinglan");
    manager.see(stage.say("problems.code.not_found"));
    assert!(!manager.text().contains("听澜苑"));
    stage.curtain(&manager, "3-no-project", &[404]);
    manager.go("/console?view=all&project=tinglan");
    manager.see(stage.say("console.empty"));
    for ticket in [&mine, &other] {
        manager.go(&format!("/console/tickets/{ticket}"));
        manager.find(&link(stage.say("console.to_worklist")));
        assert!(!manager.text().contains("听澜苑"));
    }
    stage.curtain(&manager, "4-no-ticket", &[404]);
    manager.go("/console/wall?days=30&project=tinglan");
    manager.see(stage.say("problems.code.not_found"));
    assert!(!manager.text().contains("听澜苑"));
}
