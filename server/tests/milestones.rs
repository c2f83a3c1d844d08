//! Milestones (R86, S117): who plans and moves them, that a plan date leaves its trace, and who sees which.

use steward_core::cockpit::indicator::Standing;
use steward_core::cockpit::milestone::api::{
    MILESTONES, MOVE_MILESTONE, MoveMilestone, PLAN_MILESTONES, PlanMilestones,
};
use steward_core::cockpit::milestone::{Milestone, Move, Plan, Refused, Stage, StepKind};
use steward_core::cockpit::period::Period;
use steward_core::day::Day;
use steward_core::endpoint::Nothing;
use steward_core::problem::{Code, Field, Problem};

use super::common::{Client, server_with};

fn day(text: &str) -> Day {
    Day::try_from(text.to_owned()).unwrap()
}

/// 90 days that end so many days before the fifteenth of September 2026, on which the demo plays.
fn plan(project: Option<&str>, late: u32) -> Plan {
    Plan {
        project: project.map(|id| id.parse().unwrap()),
        name: "服务手册发布".to_owned(),
        days: Period::up_to(day("2026-09-15").earlier(late), 90),
        buffer: None,
    }
}

async fn add(client: &mut Client, plan: Plan) -> Result<Milestone, Problem> {
    let made = client.call(&PLAN_MILESTONES, &[], &PlanMilestones { plans: vec![plan] }).await?;
    Ok(made.into_iter().next().unwrap())
}

async fn moves(client: &mut Client, one: &Milestone, what: Move) -> Result<Milestone, Problem> {
    let asked = MoveMilestone { seq: one.seq(), what };
    client.call(&MOVE_MILESTONE, &[&one.n.to_string()], &asked).await
}

async fn seen(client: &mut Client) -> Vec<(String, i64)> {
    let page = client.call(&MILESTONES, &[], &Nothing {}).await.unwrap();
    page.rows.into_iter().map(|row| (row.place, row.milestone.n)).collect()
}

fn code<T>(result: Result<T, Problem>) -> Code {
    result.map(|_| ()).unwrap_err().code
}

#[tokio::test]
async fn a_milestone_goes_from_planned_to_done_and_keeps_its_history() {
    let server = server_with(|_| {}).await;
    let mut manager = server.staff("manager").await;
    let made = add(&mut manager, plan(Some("tinglan"), 19)).await.unwrap();
    let page = manager.call(&MILESTONES, &[], &Nothing {}).await.unwrap();
    assert_eq!(page.today, day("2026-09-15"));
    assert_eq!(page.rows[0].milestone.standing(page.today), Some(Standing::Missed), "19 of 90 days");

    // A plan date changes with a reason only, and that stays.
    let to = Period { last: day("2026-10-31"), ..made.plan.days };
    let silent = Move::Replan { days: to, buffer: None, reason: String::new() };
    let refused = moves(&mut manager, &made, silent).await.unwrap_err();
    assert_eq!((refused.fields[0].code, refused.fields[0].field), (Code::Required, Some(Field::Reason)));
    let said = Move::Replan { days: to, buffer: None, reason: "供应商晚到".to_owned() };
    let changed = moves(&mut manager, &made, said.clone()).await.unwrap();
    assert_eq!(changed.first_plan(), Some(made.plan.days));
    // Somebody who has not seen that does not change it over again.
    assert_eq!(code(moves(&mut manager, &made, said).await), Code::Conflict);

    let tomorrow = Move::Start { on: day("2026-09-16") };
    assert_eq!(moves(&mut manager, &changed, tomorrow).await.unwrap_err().fields[0].code, Code::BadTime);
    let started = moves(&mut manager, &changed, Move::Start { on: day("2026-09-10") }).await.unwrap();
    let done = moves(&mut manager, &started, Move::Finish { on: day("2026-09-15") }).await.unwrap();
    assert_eq!(done.stage, Stage::Done);
    let again = moves(&mut manager, &done, Move::Withdraw { reason: "x".to_owned() }).await.unwrap_err();
    assert_eq!(again.params.get("rule").map(String::as_str), Some(Refused::NotNow.word()));
    let page = manager.call(&MILESTONES, &[], &Nothing {}).await.unwrap();
    let kept = &page.rows[0].milestone;
    assert_eq!(*kept, done);
    assert!(matches!(&kept.steps[1].what, StepKind::Replanned { reason, .. } if reason == "供应商晚到"));
}

#[tokio::test]
async fn milestones_are_seen_and_planned_as_section_3_2_says() {
    let server = server_with(|_| {}).await;
    let mut hq = server.staff("hq").await;
    let mut manager = server.staff("manager").await;
    let mut other = server.staff("manager2").await;
    let mut supervisor = server.staff("supervisor").await;
    let group = add(&mut hq, plan(None, 0)).await.unwrap();
    let own = add(&mut manager, plan(Some("tinglan"), 5)).await.unwrap();

    // Head office sees all; a project's people the group's and their own; another project nothing of it.
    assert_eq!(seen(&mut hq).await.len(), 2);
    assert_eq!(seen(&mut manager).await, [("听澜苑".to_owned(), own.n), (String::new(), group.n)]);
    assert_eq!(seen(&mut supervisor).await.len(), 2);
    assert_eq!(seen(&mut other).await, [(String::new(), group.n)]);
    for login in ["agent", "engineer"] {
        let mut staff = server.staff(login).await;
        assert_eq!(code(staff.call(&MILESTONES, &[], &Nothing {}).await), Code::Forbidden, "{login}");
        assert_eq!(code(add(&mut staff, plan(Some("tinglan"), 0)).await), Code::Forbidden, "{login}");
    }
    let mut owner = server.owner(1).await;
    assert_eq!(code(owner.call(&MILESTONES, &[], &Nothing {}).await), Code::Forbidden);

    // Nobody plans or moves what is not theirs, and another project's is not even there.
    assert_eq!(code(add(&mut other, plan(Some("tinglan"), 0)).await), Code::NotFound);
    assert_eq!(code(add(&mut manager, plan(None, 0)).await), Code::Forbidden);
    assert_eq!(code(add(&mut supervisor, plan(Some("tinglan"), 0)).await), Code::Forbidden);
    let start = Move::Start { on: day("2026-09-01") };
    assert_eq!(code(moves(&mut other, &own, start.clone()).await), Code::NotFound);
    assert_eq!(code(moves(&mut supervisor, &own, start.clone()).await), Code::Refused);
    assert_eq!(code(moves(&mut manager, &group, start.clone()).await), Code::Refused);
    moves(&mut hq, &group, start).await.unwrap();

    // All of a press of a button, or none.
    let broken = Plan { name: String::new(), ..plan(Some("tinglan"), 0) };
    let both = PlanMilestones { plans: vec![plan(Some("tinglan"), 0), broken] };
    assert_eq!(code(manager.call(&PLAN_MILESTONES, &[], &both).await), Code::Invalid);
    let none = PlanMilestones { plans: Vec::new() };
    assert_eq!(code(manager.call(&PLAN_MILESTONES, &[], &none).await), Code::TooMany);
    assert_eq!(seen(&mut hq).await.len(), 2);
}
