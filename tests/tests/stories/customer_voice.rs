//! The customers' voice: a member of staff suggests something, an owner complains, head office reads both with the codes
//! that key words suggest and says what the month says; what is known of a home is changed, and who changed it is seen.

use steward_core::tickets::api::{SUBMIT, SubmitTicket};
use steward_core::tickets::{Category, Channel, Scenario, TicketDraft, Urgency};
use steward_tests::browser::{button, heading, radio, textbox};
use steward_tests::client::new_command;

use crate::stage::{Stage, told};

told!(customer_voice in PHONE_ZH: phone_zh, DESK_EN: desk_en);

const SUGGESTION: &str = "报修转工程部时要重复录入地址，建议表单自动带出";

/// The name of a code that ships, in the language of the story.
fn code(stage: &Stage, zh: &str, en: &str) -> String {
    if stage.look.name().ends_with("en") { en.to_owned() } else { zh.to_owned() }
}

/// An owner of the demo project complains of noise.
fn complain(stage: &Stage) {
    let draft = TicketDraft {
        project: "tinglan".parse().expect("an id"),
        household: Some("tinglan-12-2-1803".parse().expect("an id")),
        scenario: Scenario::Complaint,
        category: Category::find("complaint.noise").expect("a category"),
        urgency: Urgency::Ordinary,
        channel: Channel::Web,
        place: "卧室".to_owned(),
        text: "楼上晚间装修，噪声扰民。".to_owned(),
        photos: Vec::new(),
        contact: String::new(),
        phone: String::new(),
        appointment: None,
    };
    let sent = stage.product.owner(1).call(&SUBMIT, &[], &SubmitTicket { command_id: new_command(), draft });
    assert_eq!(sent.status, 201, "{}", sent.text());
}

fn customer_voice(stage: &Stage) {
    complain(stage);

    let agent = stage.staff("agent");
    agent.go("/console/customer-voice");
    agent.tap(&button(stage.say("voice.send")));
    agent.see(stage.say("problems.code.required"));
    agent.fill(&textbox(stage.say("voice.suggestion")), SUGGESTION);
    // A reload loses nothing.
    agent.reload();
    assert_eq!(agent.value(&textbox(stage.say("voice.suggestion"))), SUGGESTION);
    stage.curtain(&agent, "1-suggest", &[]);
    agent.tap(&button(stage.say("voice.send")));
    agent.see(stage.say("voice.sent"));

    let office = stage.staff("data");
    office.go("/console/customer-voice");
    office.see(SUGGESTION);
    office.see(stage.say("voice.suggested"));
    // Suggested is not read: without a sentiment nothing is kept.
    office.tap(&button(stage.say("voice.save_next")));
    office.see(stage.say("voice.needs_sentiment"));
    stage.curtain(&office, "2-inbox", &[]);
    office.tap(&radio(stage.say("voice.sentiment.neutral")));
    office.tap(&button(stage.say("voice.save_next")));
    office.see("楼上晚间装修");
    office.tap(&radio(stage.say("voice.sentiment.negative")));
    office.tap(&button(stage.say("voice.save_next")));
    office.see(stage.say("voice.none"));

    office.go("/console/customer-voice?part=month");
    office.find(&heading(stage.say("voice.index")));
    office.see("25.0");
    office.see(code(stage, "噪声扰民", "Noise"));
    stage.curtain(&office, "3-month", &[]);
    office.go("/console/customer-voice?part=codes");
    office.see(code(stage, "环境与设施", "Place and equipment"));
    stage.curtain(&office, "4-codes", &[]);

    office.go("/console/homes");
    office.tap(&button("12-2-1803").part());
    office.fill(&textbox(stage.say("homes.segment")), "自住");
    office.tap(&button(stage.say("homes.save")));
    office.see("江若水");
    stage.curtain(&office, "5-home", &[]);
}
