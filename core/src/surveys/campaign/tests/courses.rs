//! Plans, states, and which answers count.

use chrono::NaiveDate;

use super::super::cadence::{is_overdue, renewal_survey, stage};
use super::super::course::{Invitation, NotTaken};
use super::super::plan::LEAD_DAYS;
use super::*;

type Change = fn(&mut Plan);

#[test]
fn every_fault_of_a_plan_is_named_with_its_place() {
    assert_eq!(plan().check(), []);
    let cases: &[(Change, &[&str])] = &[
        (|p| p.name = Words::new(" ", ""), &["required name.zh"]),
        (|p| p.name.en = "x".repeat(61), &["too_long name.en"]),
        (|p| p.aim = "短".to_owned(), &["too_short aim"]),
        (|p| p.questions.0.clear(), &["required questions"]),
        (|p| p.questions.0[1].id = "overall".to_owned(), &["unknown_choice question.2.id"]),
        (|p| p.questions.0[0].id = "满意".to_owned(), &["unknown_choice question.1.id"]),
        (|p| p.questions.0[2].text.zh = String::new(), &["required question.3.text.zh"]),
        (|p| p.questions.0[3].kind = Kind::Matrix { rows: parts(1) }, &["too_short question.4.rows"]),
        (|p| p.questions.0[3].kind = Kind::Matrix { rows: parts(11) }, &["too_many question.4.rows"]),
        (
            |p| p.questions.0[4].kind = Kind::Choice { options: parts(13), many: false },
            &["too_many question.5.options"],
        ),
        (
            |p| p.questions.0[4].kind = Kind::Choice { options: vec![Words::default(); 2], many: true },
            &["required question.5.option.1.zh", "required question.5.option.2.zh"],
        ),
        (
            |p| p.questions.0 = (0..31).map(|n| question(&format!("q{n}"), Kind::Csat)).collect(),
            &["too_many questions"],
        ),
        (|p| p.audience.segments = vec![String::new()], &["required segments"]),
        (|p| p.size = Size::Count(0), &["too_short size"]),
        (|p| p.size = Size::Percent(0), &["too_short size"]),
        (|p| p.size = Size::Percent(101), &["too_many size"]),
        (|p| p.quota = Some(0), &["too_short quota"]),
        (|p| p.pause_days = 367, &["too_many pause"]),
        (|p| p.reminders = vec![1, 2, 3, 4], &["too_many reminders"]),
        (|p| p.reminders = vec![0], &["bad_time reminders"]),
        (|p| p.reminders = vec![3, 3], &["bad_time reminders"]),
        (|p| p.reminders = vec![14], &["bad_time reminders"]),
        (|p| p.closes = p.opens, &["bad_time reminders", "bad_time closes"]),
        (|p| p.closes = p.opens + Seconds::days(367), &["bad_time closes"]),
    ];
    for (n, (change, expected)) in cases.iter().enumerate() {
        let mut plan = plan();
        change(&mut plan);
        assert_eq!(said(&plan.check(), "place"), *expected, "case {n}");
    }
}

#[test]
fn each_state_answers_each_command() {
    let before = opens() - Seconds::days(1);
    let (during, after) = (opens() + Seconds::days(1), opens() + Seconds::days(15));
    let longer = Command::Edit(Box::new(Plan { closes: opens() + Seconds::days(20), ..plan() }));
    let aimed = Command::Edit(Box::new(Plan { aim: "比去年好".to_owned(), ..plan() }));
    let renamed = Command::Edit(Box::new(Plan { name: Words::new("另一个名字", ""), ..plan() }));
    let draft = campaign();
    let running = decide(&draft, &Command::Start, before).unwrap();
    let closed = decide(&running, &Command::Close, during).unwrap();
    assert_eq!((running.state, running.started, running.seq), (State::Running, Some(before), 2));
    assert_eq!((closed.state, closed.closed, closed.ends()), (State::Closed, Some(during), during));
    let cases: &[(&Campaign, Instant, &Command, Result<State, &str>)] = &[
        (&draft, before, &renamed, Ok(State::Draft)),
        (&draft, before, &Command::Start, Ok(State::Running)),
        (&draft, before, &Command::Close, Err("not-started")),
        (&draft, after, &Command::Start, Err("ends-in-the-past")),
        (&running, before, &Command::Start, Err("started")),
        (&running, before, &renamed, Err("fixed")),
        (&running, before, &longer, Ok(State::Running)),
        (&running, during, &aimed, Ok(State::Running)),
        (&running, before, &Command::Close, Ok(State::Closed)),
        (&running, during, &Command::Start, Err("started")),
        (&running, during, &renamed, Err("fixed")),
        (&running, during, &longer, Ok(State::Running)),
        (&running, during, &Command::Close, Ok(State::Closed)),
        (&running, after, &longer, Err("ended")),
        (&running, after, &Command::Close, Err("ended")),
        (&running, after, &Command::Start, Err("ended")),
        (&closed, during, &longer, Err("ended")),
        (&closed, during, &Command::Close, Err("ended")),
        (&closed, during, &Command::Start, Err("ended")),
    ];
    for (n, (campaign, now, command, expected)) in cases.iter().enumerate() {
        let got = decide(campaign, command, *now);
        assert_eq!(got.as_ref().map(|c| c.state).map_err(Refusal::word), *expected, "case {n}");
        if let Err(refusal) = got {
            assert!(Refusal::WORDS.contains(&refusal.word()));
        }
    }
    let mut empty = draft;
    empty.plan.questions.0.clear();
    assert_eq!(decide(&empty, &Command::Start, before).unwrap_err().word(), "faults");
    let past =
        Command::Edit(Box::new(Plan { closes: opens() + Seconds::hours(1), reminders: vec![], ..plan() }));
    assert_eq!(decide(&running, &past, during).unwrap_err().word(), "ends-in-the-past");
}

#[test]
fn which_answers_count() {
    let before = opens() - Seconds::days(1);
    let draft = campaign();
    let mut quota = decide(&draft, &Command::Start, before).unwrap();
    quota.plan.quota = Some(2);
    let (during, end) = (opens(), quota.plan.closes);
    let (own, other) = (quota.id.clone(), "c2".parse().unwrap());
    let asked = Invitation { campaign: &own, answered: false };
    let cases = [
        (&quota, asked, 0, during, Ok(Receipt::Counted)),
        (&quota, asked, 1, during, Ok(Receipt::Counted)),
        (&quota, asked, 2, during, Ok(Receipt::OverQuota)),
        (&quota, Invitation { answered: true, ..asked }, 0, during, Err(NotTaken::AlreadyAnswered)),
        (&quota, Invitation { answered: true, ..asked }, 0, end, Err(NotTaken::AlreadyAnswered)),
        (&quota, Invitation { campaign: &other, answered: false }, 0, during, Err(NotTaken::NotYours)),
        (&quota, asked, 0, before, Err(NotTaken::NotYetOpen)),
        (&quota, asked, 0, end, Err(NotTaken::Ended)),
        (&draft, asked, 0, during, Err(NotTaken::NotYetOpen)),
    ];
    for (n, (campaign, invitation, counted, now, expected)) in cases.into_iter().enumerate() {
        assert_eq!(receive(campaign, invitation, counted, now), expected, "case {n}");
    }
}

#[test]
fn reminders_come_at_most_as_often_as_planned() {
    let plan = plan();
    let due = [Some(opens() + Seconds::days(3)), Some(opens() + Seconds::days(7)), None, None];
    assert_eq!([0, 1, 2, 3].map(|sent| plan.reminder(sent)), due);
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_survey_is_overdue_by_its_cadence_r32() {
    let cases = [
        ("2026-01-01", Cadence::HalfYearly, "2026-07-01", false),
        ("2026-01-01", Cadence::HalfYearly, "2026-07-02", true),
        ("2026-01-01", Cadence::Yearly, "2027-01-01", false),
        ("2026-01-01", Cadence::Yearly, "2027-01-02", true),
        ("2026-08-31", Cadence::HalfYearly, "2027-02-28", false),
        ("2026-08-31", Cadence::HalfYearly, "2027-03-01", true),
        ("2000-01-01", Cadence::Once, "2026-01-01", false),
    ];
    for (last, cadence, today, expected) in cases {
        assert_eq!(is_overdue(date(last), cadence, date(today)), expected, "{last} {cadence:?} {today}");
    }
}

#[test]
fn owners_are_asked_sixty_days_before_their_contract_ends_r32() {
    assert_eq!(renewal_survey(date("2026-12-31"), LEAD_DAYS), Some(date("2026-11-01")));
}

#[test]
fn the_stage_of_a_household_r64() {
    let over = Some(date("2024-03-01"));
    let cases = [
        (None, "2025-06-01", Stage::Prospective),
        (over, "2024-02-29", Stage::Prospective),
        (over, "2024-03-01", Stage::RunningIn),
        (over, "2025-02-28", Stage::RunningIn),
        (over, "2025-03-01", Stage::Stable),
        (over, "2025-06-01", Stage::Stable),
        (over, "2026-03-01", Stage::Stable),
        (over, "2026-03-02", Stage::Old),
    ];
    for (over, today, expected) in cases {
        assert_eq!(stage(over, date(today)), expected, "{over:?} {today}");
    }
}
