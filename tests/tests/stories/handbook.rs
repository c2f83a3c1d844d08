//! One way to serve for every project: the training post writes the handbook, head office reviews and publishes it, an
//! agent reads it, says so and uses one of its scripts on a ticket, and the roll-out shows how far it has come (R95).

use steward_core::endpoint::Nothing;
use steward_core::knowledge::handbook::api::ACKNOWLEDGE;
use steward_core::tickets::Command;
use steward_tests::browser::{Page, button, combobox, dialog, disclosure, heading, link, searchbox, textbox};
use steward_tests::people::leak;
use steward_tests::wait::until_true;

use crate::desk;
use crate::stage::{Stage, told};

told!(a_handbook_and_its_readers in PHONE_ZH: phone_zh, DESK_EN: desk_en);

fn a_handbook_and_its_readers(stage: &Stage) {
    let training = stage.staff("training");
    drafted(stage, &training);
    let hq = stage.staff("hq");
    published(stage, &hq);
    let agent = stage.staff("agent");
    read(stage, &agent);
    used(stage, &agent);
    rolled_out(stage, &hq);
}

/// The chapter of repairs: beside the page where there is room, else in a chooser.
fn to_repairs(stage: &Stage, page: &Page) {
    let name = stage.say("tickets.scenario.repair");
    if page.has(&combobox(stage.say("handbook.chapter"))) {
        page.js(
            "const s = document.getElementById('hb-chapter'); s.value = 'repair'; \
             s.dispatchEvent(new Event('change', {bubbles: true}));",
            &[],
        );
    } else {
        page.tap(&link(name.clone()).part());
    }
    page.find(&heading(name));
}

fn note(stage: &Stage) -> String {
    let read = stage.product.staff("training").get("/api/v1/handbooks/1").json();
    read["edition"]["note"].as_str().unwrap_or_default().to_owned()
}

/// The first draft begins with the starter; what is wrong stands beside its field; a reload loses nothing.
fn drafted(stage: &Stage, training: &Page) {
    training.go("/console/handbook");
    training.see(stage.say("handbook.none"));
    training.go("/console/handbook/versions");
    training.tap(&button(stage.say("handbook.new_draft")));
    let what = textbox(stage.say("handbook.note"));
    training.fill(&what, "首版：八大场景");
    to_repairs(stage, training);
    let named = |part: &str, language: &str| {
        let (part, what) = (stage.say(part), stage.say(language));
        textbox(stage.fill_in("handbook.named", &[("part", &part), ("what", &what)]))
    };
    training.fill(&named("handbook.purpose", "handbook.zh"), "");
    training.see(stage.say("handbook.fault.empty"));
    training.find(&disclosure(stage.fill_in("handbook.to_mend.one", &[("n", "1")])));
    stage.curtain(training, "1-fault", &[]);
    training.fill(&named("handbook.purpose", "handbook.zh"), "报修有人接、上门有时间、修好有结果。");
    training.see_no(stage.say("handbook.fault.empty"));
    until_true("the draft to be kept", || note(stage) == "首版：八大场景");

    // Without the network what is typed stays on this device, also over a reload.
    training.network(false);
    training.fill(&what, "首版：八大服务场景");
    training.see(stage.say("standards.not_kept"));
    training.network(true);
    training.go("/console/handbook/versions");
    training.see(stage.say("handbook.restored"));
    until_true("what was typed offline to be kept", || note(stage) == "首版：八大服务场景");
    stage.curtain(training, "2-draft", &[]);
}

fn published(stage: &Stage, hq: &Page) {
    hq.go("/console/handbook/versions");
    hq.tap(&button(stage.say("standards.review")));
    hq.see(stage.say("standards.stepped.reviewed"));
    hq.tap(&button(stage.say("standards.publish")));
    let window = dialog(stage.say("standards.publish_title"));
    hq.inside(&window, || hq.see(stage.say("handbook.publish_note")));
    stage.curtain(hq, "3-publish", &[]);
    hq.inside(&window, || hq.tap(&button(stage.say("standards.publish"))));
    hq.see(stage.say("standards.stepped.in_force"));
    hq.see(stage.say("handbook.first_version"));
    stage.curtain(hq, "4-published", &[]);
}

fn read(stage: &Stage, agent: &Page) {
    agent.go("/console/handbook");
    agent.see(stage.fill_in("handbook.unread", &[("n", "1")]));
    to_repairs(stage, agent);
    agent.see(stage.say("handbook.process"));
    stage.curtain(agent, "5-unread", &[]);
    agent.fill(&searchbox(stage.say("handbook.search")), "120");
    agent.see(stage.fill_in("handbook.hits.other", &[("n", "2")]));
    stage.curtain(agent, "6-found", &[]);
    agent.fill(&searchbox(stage.say("handbook.search")), "");
    agent.tap(&button(stage.say("handbook.i_have_read")));
    agent.see(stage.say("handbook.read_done"));
    agent.find_no(&button(stage.say("handbook.i_have_read")));
    let acknowledged = stage.product.staff("agent").get("/api/v1/handbooks/current").json();
    assert!(acknowledged["acknowledged"].is_i64(), "{acknowledged}");
}

/// A script goes after what was typed; the hints follow the text.
fn used(stage: &Stage, agent: &Page) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    stage.product.staff("agent").command(&id, Command::Accept { category: None, urgency: None });
    desk::open(agent, &id);
    let reply = textbox(stage.say("desk.reply"));
    agent.fill(&reply, "已处理。");
    agent.see(stage.fill_in("handbook.perfunctory", &[("phrase", "已处理")]));
    stage.curtain(agent, "7-hints", &[]);
    agent.fill(&reply, "阀门已关好。");
    agent.tap(&disclosure(stage.say("handbook.scripts")).part());
    let title = if stage.say("handbook.zh") == "中文" { "受理告知" } else { "Report taken" };
    stage.curtain(agent, "8-scripts", &[]);
    let insert = stage.say("handbook.insert");
    agent.tap(&button(stage.fill_in("handbook.named", &[("part", &insert), ("what", title)])));
    agent.see(stage.say("handbook.inserted"));
    let text = agent.value(&reply);
    assert!(text.starts_with("阀门已关好。\n"), "what was typed stays: {text}");
    assert!(text.contains(id.as_str()) && text.contains("苏晓") && !text.contains('{'), "filled: {text}");
    agent.see(stage.say("handbook.keeps_rule"));
    stage.curtain(agent, "9-filled", &[]);
    agent.tap(&button(stage.say("desk.send")).part());
    until_true("the reply to be sent", || {
        let events = stage.product.staff("agent").ticket(&id).events;
        serde_json::to_string(&events).is_ok_and(|all| all.contains("阀门已关好。"))
    });
}

fn rolled_out(stage: &Stage, hq: &Page) {
    for login in ["engineer", "engineer2", "supervisor", "manager2", "operations"] {
        assert!(stage.product.staff(login).call(&ACKNOWLEDGE, &["1"], &Nothing {}).status < 300, "{login}");
    }
    hq.go("/console/handbook/roll-out");
    // Of five projects one has everybody: six of six.
    hq.see(stage.fill_in("handbook.live_of", &[("live", "1"), ("all", "5")]));
    hq.see("20%");
    hq.see(stage.say("handbook.target.running"));
    hq.see("唐亮");
    stage.curtain(hq, "10-roll-out", &[]);
}
