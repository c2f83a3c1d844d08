//! Names as long as people make them: no page of figures grows wider than its screen, and all can be reached by keys.

use std::time::Duration;

use rusqlite::Connection;
use steward_core::sla::policy::ClockKind;
use steward_tests::browser::{button, dialog, textbox};
use steward_tests::people::leak;

use crate::milestones::choose;
use crate::stage::{Stage, told};

told!(long_names in PHONE_EN: phone_en, DESK_ZH: desk_zh);

/// What the pages of figures name, and a name for each: one with many words, and one without a place to break.
const NAMES: [(&str, &str); 3] = [
    ("regions", "华东大区（含上海、苏州、无锡、常州及周边城市群合作项目与代管项目）"),
    (
        "projects",
        "听澜苑·滨江一期二期三期及商业街区综合物业服务中心 Riverside Garden Phases One to Three with Shopping Street",
    ),
    ("persons", "欧阳·阿卜杜勒热合曼·买买提江 Wolfeschlegelsteinhausenbergerdorff"),
];

/// A milestone as long as it may be, with hardly a place to break.
const MILESTONE: &str = "Grundstücksverkehrsgenehmigungszuständigkeitsübertrag 落实与考核";

fn long_names(stage: &Stage) {
    let manager = stage.staff("manager");
    manager.go("/console/milestones");
    manager.tap(&button(stage.say("milestones.add")));
    let title = dialog(stage.say("milestones.add"));
    manager.find(&title);
    manager.fill(&textbox(stage.say("milestones.name")), MILESTONE);
    choose(&manager, 0, "2026-01-01");
    choose(&manager, 1, "2026-03-31");
    manager.fill(&textbox(stage.say("milestones.buffer_days")).part(), "5");
    manager.fill(&textbox(stage.say("milestones.buffer_what")).part(), MILESTONE);
    manager.tap(&button(stage.say("milestones.save")));
    manager.find_no(&title);
    manager.see(MILESTONE);
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    stage.product.until_late(&id, ClockKind::OnSite);

    let database = Connection::open(stage.product.data().join("steward.db")).expect("the database");
    database.busy_timeout(Duration::from_secs(10)).expect("patience");
    for (table, name) in NAMES {
        database.execute(&format!("update {table} set name = ?1"), [name]).expect("names");
    }
    let office = stage.staff("hq");
    for (scene, path) in [
        ("cockpit", "/console/cockpit"),
        ("report", "/console/report"),
        ("milestones", "/console/milestones"),
        ("wall", "/console/wall"),
    ] {
        office.go(path);
        office.see("Riverside Garden");
        stage.curtain(&office, scene, &[]);
    }
}
