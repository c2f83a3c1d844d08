//! Two people at one ticket: what somebody writes while it moves on is neither lost nor sent unknowingly.

use steward_core::tickets::command::CheckIn;
use steward_core::tickets::{Command, State};
use steward_core::time::Seconds;
use steward_tests::browser::{Page, button, dialog, link, textbox};
use steward_tests::people::{dispatch_to, leak};
use steward_tests::wait::until_true;

use crate::desk;
use crate::stage::{Stage, told};

told!(a_stale_tab_shows_what_changed in DESK_ZH: desk_zh, PHONE_EN: phone_en);
told!(an_owner_cancels_what_has_moved_on in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(an_owner_reopens_what_was_reopened in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(an_owner_adds_to_what_has_ended in PHONE_EN: phone_en);
told!(an_owner_reopens_without_a_network in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(an_engineer_reports_without_a_network in PHONE_ZH: phone_zh, DESK_EN: desk_en);

const WHY: &str = "角阀归运营设备部统一更换";

fn a_stale_tab_shows_what_changed(stage: &Stage) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    let agent = stage.staff("agent");
    // A network that lets no stream through: the tab does not hear of changes.
    agent.block("*/api/v1/live*");
    desk::open(&agent, &id);
    let transfer = stage.say("desk.act.transfer");
    let reason = textbox(stage.say("problems.field.reason"));
    desk::press(stage, &agent, "transfer");
    agent.inside(&dialog(transfer.clone()), || agent.fill(&reason, WHY));
    let supplement =
        Command::Supplement { text: "现在水已经流到客厅了".to_owned(), photos: vec![] };
    stage.product.owner(1).command(&id, supplement);
    agent.inside(&dialog(transfer.clone()), || {
        agent.tap(&button(transfer.clone()));
        agent.see(stage.say("desk.stale"));
        assert_eq!(agent.value(&reason), WHY, "what was typed is still there");
    });
    assert_eq!(stage.product.staff("agent").ticket(&id).ticket.state, State::Submitted, "nothing was done");
    stage.curtain(&agent, "1-stale", &[409]);
    agent.inside(&dialog(transfer.clone()), || agent.tap(&button(stage.say("desk.send_again"))));
    stage.until(&id, State::Transferred);
    stage.curtain(&agent, "2-sent-again", &[409]);
}

/// What an owner is told: that the ticket has changed, and to what.
#[track_caller]
fn see_change(stage: &Stage, page: &Page) {
    let sentence = stage.fill_in("owner.changed", &[("what", "\u{1}"), ("time", "\u{1}")]);
    let (before, after) = (sentence.split('\u{1}').next(), sentence.rsplit('\u{1}').next());
    for words in [before, after].into_iter().flatten() {
        page.see(words.trim());
    }
}

/// The words of the rule that a ticket in this state does not allow it.
fn not_in(stage: &Stage, state: State) -> String {
    let state = stage.say(&format!("tickets.state.{}", state.word()));
    stage.fill_in("refusals.rule.wrong_state", &[("state", &state)])
}

fn an_owner_cancels_what_has_moved_on(stage: &Stage) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    let owner = stage.owner();
    owner.block("*/api/v1/live*");
    owner.go(&format!("/tickets/{id}"));
    owner.tap(&link(stage.say("owner.cancel_ticket")));
    let reason = textbox(stage.say("owner.cancel_text"));
    owner.fill(&reason, "自己修好了");
    stage.product.staff("agent").command(&id, Command::Accept { category: None, urgency: None });
    owner.tap(&button(stage.say("owner.cancel_send")));
    see_change(stage, &owner);
    assert_eq!(owner.value(&reason), "自己修好了", "what was typed is still there");
    assert_eq!(stage.product.staff("agent").ticket(&id).ticket.state, State::Accepted, "nothing was done");
    stage.curtain(&owner, "1-changed", &[409]);
    owner.tap(&button(stage.say("owner.cancel_send")));
    stage.until(&id, State::Cancelled);
    owner.see(stage.say("tickets.state.cancelled"));
    stage.curtain(&owner, "2-cancelled", &[409]);
}

fn an_owner_reopens_what_was_reopened(stage: &Stage) {
    let id = stage.product.repaired(leak()).ticket.id;
    stage.product.advance(Seconds::hours(5));
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.tap(&link(stage.say("owner.reopen")));
    let text = textbox(stage.say("owner.reopen_text"));
    owner.fill(&text, "今天早上又漏了");
    let reason = "业主来电：早上又开始滴水".to_owned();
    stage.product.staff("agent").command(&id, Command::Reopen { reason, photos: vec![] });
    // The page hears of it by itself: nothing is sent in vain, and the words stay.
    see_change(stage, &owner);
    owner.see(not_in(stage, State::Reopened));
    owner.find_with(&button(stage.say("owner.reopen_send")), "disabled");
    assert_eq!(owner.value(&text), "今天早上又漏了", "what was typed is still there");
    stage.curtain(&owner, "reopened", &[]);
}

fn an_owner_adds_to_what_has_ended(stage: &Stage) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.tap(&link(stage.say("owner.add")));
    let text = textbox(stage.say("owner.add_text"));
    owner.fill(&text, "楼下也开始渗水了");
    stage.product.staff("supervisor").command(&id, Command::Cancel { reason: "业主来电取消".to_owned() });
    see_change(stage, &owner);
    owner.see(not_in(stage, State::Cancelled));
    stage.curtain(&owner, "1-ended", &[]);
    // What was written is there after leaving too.
    owner.reload();
    owner.see(not_in(stage, State::Cancelled));
    assert_eq!(owner.value(&text), "楼下也开始渗水了", "what was typed is still there");
    stage.curtain(&owner, "2-again", &[]);
}

/// What was given without a network and refused later is there, with the reason, until it is put away.
fn an_owner_reopens_without_a_network(stage: &Stage) {
    let words = "今天早上又漏了，地板已经泡湿";
    let id = stage.product.repaired(leak()).ticket.id;
    stage.product.advance(Seconds::hours(5));
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.tap(&link(stage.say("owner.reopen")));
    owner.fill(&textbox(stage.say("owner.reopen_text")), words);
    owner.network(false);
    owner.tap(&button(stage.say("owner.reopen_send")));
    owner.see(stage.say("problems.kept"));
    let reason = "业主来电：早上又开始滴水".to_owned();
    stage.product.staff("agent").command(&id, Command::Reopen { reason, photos: vec![] });
    owner.network(true);
    // On the ticket that it is about…
    owner.see(stage.fill_in("owner.reopen_about", &[("what", "")]).trim());
    owner.see(words);
    owner.see(stage.say("common.refused_back"));
    stage.curtain(&owner, "1-refused", &[409, 422]);
    // …after a reload, from the start, among all tickets…
    owner.go("/");
    owner.tap(&link(stage.fill_in("owner.refused.one", &[("n", "1")])));
    owner.see(words);
    owner.find(&link(stage.fill_in("common.refused_ticket", &[("ticket", id.as_str())])));
    stage.curtain(&owner, "2-among-all", &[409, 422]);
    // …and in the form it was written in.
    owner.go(&format!("/tickets/{id}/reopen"));
    let text = textbox(stage.say("owner.reopen_text"));
    owner.find(&text);
    assert_eq!(owner.value(&text), words, "what was typed is still there");
    owner.go("/tickets");
    owner.tap(&button(stage.say("common.refused_dismiss")));
    owner.see_no(words);
    owner.go("/");
    owner.find_no(&link(stage.fill_in("owner.refused.one", &[("n", "1")])));
    let ticket = stage.product.staff("agent").ticket(&id).ticket;
    assert_eq!(ticket.reopened, 1, "nothing was done twice");
}

/// An engineer in a cellar: the page is closed in the middle of the report, there is no network, and the ticket has
/// moved on meanwhile. The report is written once.
fn an_engineer_reports_without_a_network(stage: &Stage) {
    let words = "更换角阀与软管，试水十分钟不漏";
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    let (agent, hand) = (stage.product.staff("agent"), stage.product.staff("engineer"));
    agent.command(&id, Command::Accept { category: None, urgency: None });
    agent.command(&id, dispatch_to("engineer"));
    hand.command(&id, Command::AcceptJob);
    hand.command(&id, Command::Arrive { check_in: CheckIn::Manual });
    hand.command(&id, Command::StartWork { findings: "角阀老化".to_owned() });
    let engineer = stage.staff("engineer");
    let complete = stage.say("desk.act.complete");
    let work = textbox(stage.say("problems.field.work"));
    desk::open_job(stage, &engineer, &id);
    desk::press(stage, &engineer, "complete");
    engineer.inside(&dialog(complete.clone()), || {
        engineer.fill(&work, words);
        engineer.attach(&[stage.photo()]);
    });
    // A photo is part of the draft once it is stored.
    let stored = "return Object.values(localStorage).some(draft => /\"photos\":\\[\"/.test(draft))";
    until_true("the photo to be kept", || engineer.js(stored, &[]) == true);
    engineer.reload();
    desk::press(stage, &engineer, "complete");
    engineer.inside(&dialog(complete.clone()), || {
        engineer.find(&button(stage.say("common.remove_photo")));
        assert_eq!(engineer.value(&work), words, "what was typed is still there");
        engineer.network(false);
        engineer.tap(&button(complete.clone()));
    });
    engineer.see(stage.say("problems.kept"));
    stage.product.owner(1).command(&id, Command::Urge);
    engineer.network(true);
    engineer.see(stage.say("problems.code.conflict"));
    engineer.see(words);
    stage.curtain(&engineer, "1-refused", &[409]);
    assert_ne!(stage.product.staff("agent").ticket(&id).ticket.state, State::Completed, "nothing was done");
    desk::press(stage, &engineer, "complete");
    engineer.inside(&dialog(complete.clone()), || {
        engineer.find(&button(stage.say("common.remove_photo")));
        assert_eq!(engineer.value(&work), words, "what was typed is still there");
        engineer.tap(&button(complete.clone()));
    });
    stage.until(&id, State::Completed);
    engineer.find_no(&button(stage.say("common.refused_dismiss")));
    stage.curtain(&engineer, "2-reported", &[409]);
}
