//! From a line that head office draws to a closed alarm: raised by itself, answered with a plan, approved by somebody
//! else, and no business of another project (S12, R91, §4.4).

use steward_core::cockpit::alarm::api::{ALARMS, AlarmsQuery};
use steward_core::sla::policy::ClockKind;
use steward_core::time::Seconds;
use steward_tests::browser::{button, heading, link, textbox};
use steward_tests::people::leak;
use steward_tests::wait::until_true;

use crate::stage::{Stage, told};

told!(from_a_line_to_a_closed_alarm in PHONE_ZH: phone_zh, DESK_EN: desk_en);

fn from_a_line_to_a_closed_alarm(stage: &Stage) {
    // Head office draws a line for the whole group.
    let office = stage.staff("hq");
    office.go("/console/thresholds");
    office.find(&heading(stage.say("thresholds.page")));
    let on_site = stage.say("cockpit.indicator.on_site");
    office.tap(&button([stage.say("thresholds.change"), on_site.clone()].join(" ")));
    let percent = |key: &str| textbox([&stage.say(key), " %"].concat());
    office.fill(&percent("thresholds.met"), "97");
    office.fill(&percent("thresholds.watch"), "101");
    office.fill(&percent("thresholds.alarm"), "90");
    office.fill(&textbox(stage.say("thresholds.reason")), "上门是承诺的底线");
    office.tap(&button(stage.say("thresholds.save")));
    // What cannot be is said, and nothing typed is lost.
    office.find_with(&percent("thresholds.watch"), "invalid");
    assert_eq!(office.value(&percent("thresholds.alarm")), "90");
    stage.curtain(&office, "1-line-refused", &[]);
    office.fill(&percent("thresholds.watch"), "92.5");
    office.tap(&button(stage.say("thresholds.save")));
    office.see("92.5%");
    stage.curtain(&office, "2-line", &[]);

    // Nobody comes within the hour: the alarm is raised by itself.
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    stage.product.until_late(&id, ClockKind::OnSite);
    office.go("/console/cockpit");
    office.see("0.0%");
    stage.product.advance(Seconds(120));
    let manager = stage.product.staff("manager");
    until_true("the alarm to be raised", || {
        !manager.call(&ALARMS, &[], &AlarmsQuery::default()).ok::<Vec<serde_json::Value>>().is_empty()
    });

    // The supervisor answers with a plan.
    let supervisor = stage.staff("supervisor");
    supervisor.go("/console/alarms");
    let name = ["听澜苑 ", &on_site].concat();
    supervisor.see(&name);
    stage.curtain(&supervisor, "3-desk", &[]);
    supervisor.tap(&link(name.clone()));
    supervisor.find(&heading(stage.fill_in("alarms.of", &[("subject", &on_site)])));
    supervisor.tap(&button(stage.say("alarms.submit")));
    supervisor.find_with(&textbox(stage.say("alarms.causes")), "invalid");
    stage.curtain(&supervisor, "4-plan-refused", &[]);
    supervisor.fill(&textbox(stage.say("alarms.causes")), "晚高峰只有一名工程师当班。");
    supervisor.fill(&textbox(stage.say("alarms.measure")), "晚高峰增加一名工程师");
    supervisor.fill(&textbox(stage.say("alarms.who")), "方敏");
    supervisor.js("const i = document.querySelector('.measure input[type=date]'); i.value = '2026-07-01'; i.dispatchEvent(new Event('input', {bubbles: true}))", &[]);
    supervisor.fill(&textbox(stage.say("alarms.check_on")), "2026-07-10");
    supervisor.fill(&textbox(stage.say("alarms.cost")), "1200.50");
    supervisor.reload();
    assert_eq!(
        supervisor.value(&textbox(stage.say("alarms.who"))),
        "方敏",
        "what was typed survives a reload"
    );
    supervisor.tap(&button(stage.say("alarms.submit")));
    supervisor.see(stage.say("alarms.step.submitted"));
    stage.curtain(&supervisor, "5-plan", &[]);

    // The manager approves it, and later finds that it helped.
    let manager = stage.staff("manager");
    manager.go("/console/alarms");
    manager.tap(&link(name.clone()));
    manager.tap(&button(stage.say("alarms.approve")));
    manager.see(stage.say("alarms.step.approved"));
    manager.fill(&textbox(stage.say("problems.field.note")), "三周都在一小时内到场。");
    manager.tap(&button(stage.say("alarms.effective")));
    manager.see(stage.say("alarms.step.effective"));
    stage.curtain(&manager, "6-checked", &[]);
    manager.fill(&textbox(stage.say("problems.field.note")), "按时上门已恢复。");
    manager.tap(&button(stage.say("alarms.close")));
    manager.see(stage.say("alarms.step.closed"));

    // Another project's manager sees none of it.
    let other = stage.staff("manager2");
    other.go("/console/alarms");
    other.see(stage.say("alarms.none"));
    stage.curtain(&other, "7-another-project", &[]);
}
