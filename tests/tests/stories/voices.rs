//! What owners say and staff do about it: a low rating is followed up to its outcome, and voices that contradict each
//! other are settled by somebody who did not work on the ticket.

use steward_tests::browser::{button, combobox, group, link, radio, textbox};
use steward_tests::people::{leak, rate};
use steward_tests::wait::until_true;

use crate::desk;
use crate::stage::{Stage, told};

told!(a_low_rating_is_followed_up in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(a_disagreement_is_settled in PHONE_EN: phone_en, DESK_ZH: desk_zh);

fn a_low_rating_is_followed_up(stage: &Stage) {
    let id = stage.product.repaired(leak()).ticket.id;
    stage.product.owner(1).command(&id, rate(1, "修了两次还在漏"));

    let supervisor = stage.staff("supervisor");
    supervisor.go("/console/voices");
    supervisor.see("厨房水槽下面一直滴水");
    supervisor.see("修了两次还在漏");
    supervisor.see(stage.say("tickets.follow_up_cause.low_rating"));
    supervisor.see(stage.say("voices.not_taken"));
    stage.curtain(&supervisor, "1-to-follow-up", &[]);

    desk::at_once(stage, &supervisor, "take_follow_up");
    until_true("it is taken", || {
        let ticket = stage.product.staff("supervisor").ticket(&id).ticket;
        ticket.follow_up().is_some_and(|f| f.taken.is_some())
    });
    desk::with_form(stage, &supervisor, "end_follow_up", || {
        supervisor.find(&combobox(stage.say("problems.field.outcome")));
        supervisor.fill(&textbox(stage.say("voices.outcome_text")).part(), "已上门致歉并更换软管");
    });
    supervisor.see(stage.say("voices.none_to_follow"));
    let ended = stage.product.staff("supervisor").ticket(&id).ticket.follow_ups;
    assert!(ended.len() == 1 && ended[0].ended.is_some(), "{ended:?}");
    desk::open(&supervisor, &id);
    supervisor.see("已上门致歉并更换软管");
    supervisor.see(stage.say("voices.ended_in_time"));
    stage.curtain(&supervisor, "2-ended", &[]);

    // The owner sees the own rating, and nothing of what was done about it.
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.see(stage.say("owner.see_voucher"));
    owner.see_no("已上门致歉并更换软管");
    stage.curtain(&owner, "3-the-owner", &[]);
}

fn a_disagreement_is_settled(stage: &Stage) {
    let id = stage.product.repaired(leak()).ticket.id;
    stage.product.owner(1).command(&id, rate(5, ""));
    let supervisor = stage.staff("supervisor");
    desk::open(&supervisor, &id);
    desk::with_form(stage, &supervisor, "check_quality", || {
        for (mark, value) in [("writing", "40"), ("resolution", "70"), ("visit", "60")] {
            supervisor.fill(&textbox(stage.say(&format!("voices.mark_{mark}"))).part(), value);
        }
        let verdict = group(stage.say("voices.verdict")).part();
        supervisor.inside(&verdict, || supervisor.tap(&radio(stage.say("voices.failed"))));
        supervisor.fill(&textbox(stage.say("problems.field.note")).part(), "没有写明更换的部件");
    });
    supervisor.see("55.0");
    supervisor.see(stage.say("tickets.disagreement.failed_praised"));
    stage.curtain(&supervisor, "1-disagree", &[]);

    supervisor.go("/console/voices");
    supervisor.tap(&link(stage.say("tickets.view.voices")).part());
    supervisor.see("没有写明更换的部件");
    desk::with_form(stage, &supervisor, "settle_voices", || {
        supervisor.fill(&textbox(stage.say("voices.finding")).part(), "业主满意，记录已补写");
    });
    supervisor.see(stage.say("voices.none_disagree"));
    stage.curtain(&supervisor, "2-settled", &[]);
    desk::open(&supervisor, &id);
    supervisor.see("业主满意，记录已补写");
    supervisor.find_no(&button(stage.say("desk.act.settle_voices")));
}
