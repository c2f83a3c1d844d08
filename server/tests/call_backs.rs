//! Who was not content in a survey and wished to be called: once, by their own project, until somebody has.

use steward_core::endpoint::Nothing;
use steward_core::problem::Code;
use steward_core::surveys::campaign::api::ANSWER;
use steward_core::surveys::campaign::call_back::{CALL_BACKS, MOVE_CALL_BACK, Move, WISH_CALL, Wish};
use steward_core::tickets::voices::FollowUpOutcome;
use steward_core::time::{Instant, Seconds};

use crate::common::surveys::{answers, given, links, new, number, plan, started, why};
use crate::common::{NOW, code, server_with};

fn wish(about: &str) -> Wish {
    Wish { about: about.to_owned() }
}

#[tokio::test]
async fn who_wishes_it_is_called_back_by_the_project_and_nobody_else_knows() {
    let server = server_with(|config| config.notify.log = true).await;
    let mut data = server.staff("data").await;
    let page = started(&mut data, &new("n1", plan())).await;
    let links = links(&mut data, &page.campaign.id, "tinglan").await;
    let mut owner = server.anyone();
    let early = owner.call(&WISH_CALL, &[&links[0]], &wish("")).await;
    assert_eq!(code(early), Code::NotFound, "what there is to say is said in the survey first");
    assert_eq!(code(owner.call(&WISH_CALL, &["nobody-made-this"], &wish("")).await), Code::NotFound);
    owner.call(&ANSWER, &[&links[0]], &given("d1", answers(1, "很失望"))).await.unwrap();
    let long = owner.call(&WISH_CALL, &[&links[0]], &wish(&"字".repeat(501))).await;
    assert_eq!(code(long), Code::Invalid);
    let due = owner.call(&WISH_CALL, &[&links[0]], &wish("门禁一直坏")).await.unwrap().due;
    assert_eq!(due, Instant::from_secs(NOW) + Seconds::hours(24));
    server.advance(Seconds::hours(1));
    let again = owner.call(&WISH_CALL, &[&links[0]], &wish("还是坏")).await.unwrap();
    assert_eq!(again.due, due, "one household is called once");
    assert_eq!(number(&server, "select count(*) from call_backs").await, 1);
    assert_eq!(number(&server, "select count(*) from outbox where body like '%call_back%'").await, 1);

    let mut supervisor = server.staff("supervisor").await;
    let rows = supervisor.call(&CALL_BACKS, &[], &Nothing {}).await.unwrap();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.call_back.about.as_str(), row.project.as_str()), ("门禁一直坏", "听澜苑"));
    let id = row.call_back.id.to_string();
    let end = || Move::End {
        outcome: FollowUpOutcome::Apologised, text: "已致歉，门禁今天修好".to_owned()
    };
    for login in ["supervisor2", "manager2"] {
        let mut stranger = server.staff(login).await;
        assert_eq!(stranger.call(&CALL_BACKS, &[], &Nothing {}).await.unwrap(), [], "{login}");
        assert_eq!(code(stranger.call(&MOVE_CALL_BACK, &[&id], &end()).await), Code::NotFound, "{login}");
    }
    for login in ["agent", "engineer", "data", "auditor"] {
        let mut other = server.staff(login).await;
        assert_eq!(code(other.call(&CALL_BACKS, &[], &Nothing {}).await), Code::Forbidden, "{login}");
        assert_eq!(code(other.call(&MOVE_CALL_BACK, &[&id], &Move::Take).await), Code::Forbidden, "{login}");
    }
    assert_eq!(code(server.owner(1).await.call(&CALL_BACKS, &[], &Nothing {}).await), Code::Forbidden);

    let taken = supervisor.call(&MOVE_CALL_BACK, &[&id], &Move::Take).await.unwrap();
    assert!(taken.call_back.follow_up.taken.is_some());
    let refused = server.staff("manager").await.call(&MOVE_CALL_BACK, &[&id], &Move::Take).await;
    assert_eq!(why(&refused.unwrap_err()), "call-back-taken");
    let empty = Move::End { outcome: FollowUpOutcome::Apologised, text: " ".to_owned() };
    assert_eq!(code(supervisor.call(&MOVE_CALL_BACK, &[&id], &empty).await), Code::Invalid);
    supervisor.call(&MOVE_CALL_BACK, &[&id], &end()).await.unwrap();
    let over = supervisor.call(&MOVE_CALL_BACK, &[&id], &end()).await;
    assert_eq!(why(&over.unwrap_err()), "call-back-ended");
    let rows = supervisor.call(&CALL_BACKS, &[], &Nothing {}).await.unwrap();
    assert!(rows[0].call_back.follow_up.ended.is_some(), "what ended lately stays to be seen");
    server.advance(Seconds::days(31));
    let mut supervisor = server.staff("supervisor").await;
    assert_eq!(supervisor.call(&CALL_BACKS, &[], &Nothing {}).await.unwrap(), []);
}
