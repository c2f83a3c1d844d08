//! Head office asks: a survey is designed and started, an owner answers by a link on the phone without signing in and
//! loses nothing by a reload, the results say how sure they are, and an improvement follows.

use steward_core::surveys::campaign::api::{ANSWER, GiveAnswer};
use steward_core::surveys::campaign::{AnswerDraft, Given};
use steward_core::time::Seconds;
use steward_tests::browser::{Page, button, checkbox, combobox, dialog, heading, radio, textbox};
use steward_tests::client::new_command;

use crate::stage::{Stage, told};

told!(survey in DESK_ZH: desk_zh, PHONE_EN: phone_en);

const NAME: &str = "听澜苑电梯与报修调查";
const WISH: &str = "门禁坏了两周没人管";

/// The links of the sheet on the page.
fn links(page: &Page) -> Vec<String> {
    let text = page.text();
    let words = text.split_whitespace().filter_map(|word| word.split_once("/s/"));
    words.map(|(_, link)| link.to_owned()).collect()
}

/// A question of the first design, in the language of the story.
fn question(stage: &Stage, id: &str) -> String {
    let both = stage.say(&format!("surveys.first_question.{id}"));
    let (zh, en) = both.split_once('|').expect("both languages");
    if stage.look.name().ends_with("en") { en.to_owned() } else { zh.to_owned() }
}

fn survey(stage: &Stage) {
    let office = stage.staff("data");
    office.go("/console/surveys");
    office.see(stage.say("surveys.none"));
    office.go("/console/surveys/new");
    // What is missing is said at its place, and nothing is started.
    office.tap(&button(stage.say("surveys.start")));
    office.see(stage.say("problems.code.required"));
    office.fill(&textbox(stage.say("surveys.name_zh")), NAME);
    office.fill(&textbox(stage.say("surveys.aim")), "电梯和报修哪一项更需要先改进");
    office.tap(&checkbox("听澜苑"));
    office.tap(&button(stage.say("surveys.preview_now")));
    office
        .see(stage.fill_in("surveys.preview_of", &[("audience", "12"), ("resting", "0"), ("sample", "12")]));
    stage.curtain(&office, "1-design", &[]);
    office.tap(&button(stage.say("surveys.start")));
    office.inside(&dialog(stage.say("surveys.start_title")), || {
        office.tap(&button(stage.say("surveys.start_now")));
    });
    office.tap(&button(stage.fill_in("surveys.make_links", &[("project", "听澜苑")])));
    office.see("12-2-1803");
    stage.curtain(&office, "2-links", &[]);
    let links = links(&office);
    assert_eq!(links.len(), 12, "{links:?}");

    let owner = stage.stranger("owner");
    let page = format!("/s/{}", links[0]);
    owner.go(&page);
    owner.see(stage.say("survey.waiting"));
    stage.product.advance(Seconds::days(2));
    owner.reload();
    answer(stage, &owner, &page);
    called_back(stage, &links[7]);
    for (n, link) in links.iter().enumerate().skip(1).take(6) {
        let score = |n: u8| Given::Score(n);
        let low = u8::try_from(n % 3).expect("small");
        let answers = [("overall".to_owned(), score(5 - low)), ("recommend".to_owned(), score(10 - 2 * low))];
        let give = GiveAnswer { device: new_command(), answers: AnswerDraft(answers.into()) };
        let answer = stage.product.visitor().call(&ANSWER, &[link], &give);
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    let office = stage.staff("data");
    office.go("/console/surveys");
    office.tap(&steward_tests::browser::link(NAME).part());
    let response = [("answered", "8"), ("asked", "12"), ("percent", "67")];
    office.see(stage.fill_in("surveys.response_of", &response));
    office.see(stage.fill_in("surveys.too_few", &[("n", "1")]));
    stage.curtain(&office, "4-results", &[]);
    office.fill(&textbox(stage.say("surveys.finding")), "早高峰电梯等候长");
    office.fill(&textbox(stage.say("surveys.action")), "早高峰增开一台");
    office.fill(&textbox(stage.say("surveys.person")), "秦越");
    office.tap(&button(stage.say("surveys.add_improvement")));
    office.see("早高峰增开一台");
    office.tap(&button(stage.say("surveys.mark_done")));
    office.see(stage.say("surveys.waits_for_wave"));
    stage.curtain(&office, "5-improvement", &[]);

    // Whom it does not concern does not get it.
    let other = stage.staff("manager2");
    other.go("/console/surveys");
    other.see(stage.say("surveys.none"));
}

/// One owner answers; the page is loaded anew in the middle.
fn answer(stage: &Stage, owner: &Page, page: &str) {
    owner.find(&heading(NAME));
    owner.see(question(stage, "overall"));
    owner.tap(&button(stage.say("survey.next")));
    owner.see(stage.say("survey.must"));
    owner.tap(&radio("4"));
    stage.curtain(owner, "3-question", &[]);
    owner.tap(&button(stage.say("survey.next")));
    owner.see(question(stage, "recommend"));
    owner.tap(&radio("9"));
    owner.reload();
    owner.see(question(stage, "recommend"));
    owner.find_with(&radio("9"), "checked");
    owner.tap(&button(stage.say("survey.next")));
    owner.fill(&textbox(question(stage, "why")), "师傅来得很快");
    owner.tap(&button(stage.say("survey.send")));
    owner.see(stage.say("survey.thanks"));
    stage.curtain(owner, "3-thanks", &[]);
    owner.go(page);
    owner.see(stage.say("survey.thanks"));
    let neighbour = stage.stranger("neighbour");
    neighbour.go(page);
    neighbour.see(stage.say("survey.answered"));
    neighbour.go("/s/nobody-made-this");
    neighbour.see(stage.say("survey.unknown"));
}

/// An owner who is not content wishes to be called, and the project's supervisor does it.
fn called_back(stage: &Stage, link: &str) {
    let unhappy = stage.stranger("unhappy");
    unhappy.go(&format!("/s/{link}"));
    unhappy.tap(&radio("1").part());
    unhappy.tap(&button(stage.say("survey.next")));
    unhappy.tap(&radio("2"));
    unhappy.tap(&button(stage.say("survey.next")));
    unhappy.tap(&button(stage.say("survey.send")));
    unhappy.see(stage.say("survey.call_title"));
    unhappy.fill(&textbox(stage.say("survey.call_about")).part(), WISH);
    unhappy.reload();
    assert_eq!(unhappy.value(&textbox(stage.say("survey.call_about")).part()), WISH, "nothing typed is lost");
    stage.curtain(&unhappy, "3-call-me", &[]);
    unhappy.tap(&button(stage.say("survey.call_me")));
    unhappy.see_no(stage.say("survey.call_title"));
    let supervisor = stage.staff("supervisor");
    supervisor.go("/console/voices?view=calls");
    supervisor.see(WISH);
    supervisor.tap(&button(stage.say("voices.take_call")));
    supervisor.find_no(&button(stage.say("voices.take_call")));
    supervisor.tap(&button(stage.say("voices.write_down")));
    supervisor.find(&combobox(stage.say("problems.field.outcome")));
    supervisor.fill(&textbox(stage.say("voices.outcome_text")), "已致歉，当天修好");
    stage.curtain(&supervisor, "3-call", &[]);
    supervisor.tap(&button(stage.say("voices.end_call")));
    supervisor.see(stage.say("voices.ended_in_time"));
    supervisor.go("/console/voices?view=words");
    supervisor.see(stage.say("voices.no_same_words"));
}
