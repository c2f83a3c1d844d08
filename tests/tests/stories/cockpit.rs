//! From a red row to the ticket and back: what was missed shows without a reload, opens just its tickets, and is no
//! business of another project.

use steward_core::sla::policy::ClockKind;
use steward_tests::browser::{heading, link, status};
use steward_tests::people::leak;

use crate::stage::{Stage, told};

told!(from_a_red_row_to_the_ticket in PHONE_EN: phone_en, DESK_ZH: desk_zh);
told!(figures_that_do_not_come in PHONE_EN: phone_en);
told!(figures_on_their_way in DESK_ZH: desk_zh);

fn from_a_red_row_to_the_ticket(stage: &Stage) {
    let office = stage.staff("hq");
    office.go("/console/cockpit");
    office.find(&heading(stage.say("cockpit.page")));
    office.see(stage.say("cockpit.indicator.on_site"));
    office.see(stage.say("cockpit.no_value"));
    stage.curtain(&office, "1-nothing-yet", &[]);

    // Nobody comes within the hour. The page hears of it by itself.
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    stage.product.until_late(&id, ClockKind::OnSite);
    office.see("0.0%");
    office.see(["1 ", &stage.say("cockpit.standing.missed")].concat());
    // Its owner came online, and nobody else came at all (R99).
    office.see(stage.say("cockpit.channels_heading"));
    stage.curtain(&office, "2-missed", &[]);
    office.tap(&link(stage.fill_in("cockpit.the_others", &[("n", "1")])));
    office.see("厨房水槽下面一直滴水");
    office.see(stage.say("cockpit.measure.on_site"));
    stage.curtain(&office, "3-its-tickets", &[]);
    office.back();
    office.tap(&link("听澜苑"));
    office.see(stage.say("console.all_projects"));
    office.see_no(stage.say("cockpit.overall"));
    stage.curtain(&office, "4-one-project", &[]);

    // Another project's manager sees their own project, in which nothing was missed.
    let manager = stage.staff("manager2");
    manager.go("/console/cockpit");
    manager.find(&heading(stage.say("cockpit.page")));
    manager.see(stage.say("cockpit.indicator.on_site"));
    manager.see_no("0.0%");
    manager.see_no("听澜苑");
    stage.curtain(&manager, "5-another-project", &[]);
}

/// The pages of figures: name, path, where their figures come from, and what shows that they are there.
const FIGURES: [(&str, &str, &str, &str); 5] = [
    ("cockpit", "/console/cockpit", "*/api/v1/cockpit*", "cockpit.indicator.on_site"),
    ("channels", "/console/cockpit", "*/api/v1/cockpit/channels*", "cockpit.channels_heading"),
    ("report", "/console/report", "*/api/v1/cockpit*", "reports.title_month"),
    ("milestones", "/console/milestones", "*/api/v1/milestones*", "milestones.none"),
    ("wall", "/console/wall", "*/api/v1/cockpit*", "cockpit.indicator.on_site"),
];

/// Every page of figures shows at once that they are on their way, and shows them when they are there.
fn figures_on_their_way(stage: &Stage) {
    let office = stage.staff("hq");
    let on_its_way = status(stage.say("common.loading"));
    for (name, path, asked, shown) in FIGURES {
        office.hold(asked);
        office.go(path);
        office.find(&on_its_way);
        stage.curtain(&office, name, &[]);
        office.let_go();
        office.see(stage.say(shown));
        office.find_no(&on_its_way);
    }
}

/// Every page of figures says what did not come, and goes on when it is asked to.
fn figures_that_do_not_come(stage: &Stage) {
    let office = stage.staff("hq");
    for (name, path, asked, shown) in FIGURES {
        office.block(asked);
        office.go(path);
        office.see(stage.say("common.retry"));
        stage.curtain(&office, name, &[]);
        office.block("nothing");
        let again =
            "[...document.querySelectorAll('button')].filter(b => b.innerText.trim() === arguments[0])
            .forEach(b => b.click())";
        office.js(again, &[stage.say("common.retry").into()]);
        office.see(stage.say(shown));
        office.see_no(stage.say("common.retry"));
    }
}
