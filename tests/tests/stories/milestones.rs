//! Milestones (R86): the plan to begin with is put in by a person, colours follow the days, a plan date changes with a
//! reason that stays, and another project sees none of it.

use steward_tests::browser::{Page, button, dialog, heading, link, textbox};

use crate::stage::{Stage, told};

told!(from_a_plan_to_a_milestone everywhere);

/// Chooses a day in the open form.
pub(crate) fn choose(page: &Page, nth: usize, day: &str) {
    let script = "const i = document.querySelectorAll('dialog[open] input[type=date]')[arguments[0]];
        i.value = arguments[1]; i.dispatchEvent(new Event('input', { bubbles: true }))";
    page.js(script, &[nth.into(), day.into()]);
}

fn from_a_plan_to_a_milestone(stage: &Stage) {
    let manager = stage.staff("manager");
    manager.go("/console/milestones");
    manager.find(&heading(stage.say("milestones.page")));
    manager.see(stage.say("milestones.none"));
    stage.curtain(&manager, "1-none", &[]);

    // One press puts the whole plan in, from a day of one's own choice.
    manager.tap(&button(stage.say("milestones.starter_put")));
    let title = dialog(stage.say("milestones.starter_put"));
    manager.find(&title);
    choose(&manager, 0, "2026-01-01");
    manager.tap(&button(stage.say("milestones.save")));
    manager.find_no(&title);
    let handbook = stage.say("milestones.starter_word.handbook");
    manager.see(&handbook);
    manager.see(stage.say("milestones.starter_word.satisfaction"));
    // The ninth of June is 70 days after the end of March: 77.8% of 90 days.
    manager.see(stage.fill_in("milestones.delay", &[("late", "70"), ("planned", "90"), ("share", "77.8")]));
    manager.see(["1 ", &stage.say("milestones.colour.missed")].concat());
    manager.see(stage.say("milestones.action.missed"));
    manager.see(["3 ", &stage.say("milestones.colour.met")].concat());
    stage.curtain(&manager, "2-plan", &[]);

    // Another plan date needs a reason.
    let named = |key: &str| button([&stage.say(key), " : ", &handbook].concat());
    manager.tap(&named("milestones.replan"));
    let replan = dialog(stage.say("milestones.replan"));
    manager.find(&replan);
    choose(&manager, 1, "2026-05-31");
    manager.tap(&button(stage.say("milestones.save")));
    manager.find_with(&textbox(stage.say("milestones.reason")), "invalid");
    stage.curtain(&manager, "3-no-reason", &[]);
    manager.fill(&textbox(stage.say("milestones.reason")), "印刷厂晚交两个月");
    manager.tap(&button(stage.say("milestones.save")));
    manager.find_no(&replan);
    // 9 of 151 days: back on track, and the first plan stays to be seen.
    manager.see(stage.fill_in("milestones.delay", &[("late", "9"), ("planned", "151"), ("share", "6.0")]));
    manager.see(["4 ", &stage.say("milestones.colour.met")].concat());

    for (act, day) in [("milestones.start", "2026-01-05"), ("milestones.finish", "2026-06-08")] {
        manager.tap(&named(act));
        manager.find(&dialog(stage.say(act)));
        choose(&manager, 0, day);
        manager.tap(&button(stage.say("milestones.save")));
        manager.find_no(&dialog(stage.say(act)));
    }
    manager.find(&named("milestones.reopen"));
    manager.js("document.querySelector('.mst .hist').open = true", &[]);
    manager.see("印刷厂晚交两个月");
    manager.see("秦越");
    stage.curtain(&manager, "4-done", &[]);

    // The cockpit counts them and leads there.
    manager.go("/console/cockpit");
    manager.find(&heading(stage.say("cockpit.milestones")));
    manager.tap(&link(stage.say("milestones.all")));
    manager.see(&handbook);

    // Another project's manager has none of these; whoever leads the group reads them all and changes none.
    let other = stage.staff("manager2");
    other.go("/console/milestones");
    other.see(stage.say("milestones.none"));
    assert!(!other.text().contains(&handbook));
    let executive = stage.staff("executive");
    executive.go("/console/milestones");
    executive.see(&handbook);
    executive.find_no(&named("milestones.reopen"));
    stage.curtain(&executive, "5-executive", &[]);
}
