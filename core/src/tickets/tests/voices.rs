//! Asking for ratings, reminders, the three voices, follow-ups and odd behaviour, case by case.

use super::desk::{
    self, Desk, PUBLIC, accept, actor, arrive, at, check_quality, complete, dispatch, end_follow_up, rate,
    reopen, said, settle, visit,
};
use crate::accounts::Actor;
use crate::accounts::role::Role::{Agent, Engineer, HqManagement, Owner, Supervisor};
use crate::ids::PersonId;
use crate::problem::{Code, Field};
use crate::sla::policy::{Policy, Rules};
use crate::surveys::rating::{RatingDraft, Stars};
use crate::surveys::rules::VoiceRules;
use crate::tickets::command::{CheckIn, Command, VisitForm};
use crate::tickets::decide::{can, next_wake};
use crate::tickets::event::EventBody as E;
use crate::tickets::voices::{
    Disagreement as D, Flag, FollowUpCause, FollowUpOutcome, QualityForm, QualityMarks,
};
use crate::tickets::{CommandKind as K, Refusal, Scenario, State, Urgency};
use crate::time::Seconds;

fn with(voices: VoiceRules) -> Rules {
    let rules = Rules::around_the_clock();
    Rules { policy: Policy { voices, ..rules.policy }, ..rules }
}

/// A repair that was done on the third at 10:00.
fn done_by(rules: Rules) -> Desk {
    let mut desk = Desk::open(rules, said(Scenario::Repair), Owner, at("3 09:00"));
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 10:00");
    desk
}

fn done() -> Desk {
    done_by(Rules::around_the_clock())
}

fn heard(solved: bool, satisfied: bool) -> Command {
    let remarks = PUBLIC.to_owned();
    Command::RecordVisit { form: VisitForm { reached: true, solved, satisfied, remarks } }
}

fn count(desk: &Desk, is: fn(&E) -> bool) -> usize {
    desk.events.iter().filter(|e| is(&e.body)).count()
}

fn reminders(desk: &Desk) -> usize {
    count(desk, |b| matches!(b, E::RatingReminded { .. }))
}

#[test]
fn who_is_rated_is_fixed_when_the_rating_is_asked_for() {
    let mut desk = done();
    let person = desk::person(Engineer);
    assert_eq!(desk.ticket.rated_person().map(PersonId::as_str), Some(person.as_str()));
    // Whoever has the ticket by the time of the rating was not asked about.
    desk.ticket.engineer = None;
    desk.ticket.agent = None;
    assert_eq!(desk.ticket.rated_person().map(PersonId::as_str), Some(person.as_str()));
    // A ticket from before the asking was recorded falls back on who has it.
    desk.ticket.rating_ask = None;
    assert_eq!(desk.ticket.rated_person(), None);
}

#[test]
fn nobody_is_asked_about_a_public_area() {
    let mut submission = said(Scenario::Repair);
    submission.household = None;
    let mut desk = Desk::open(Rules::around_the_clock(), submission, Agent, at("3 09:00"));
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 10:00");
    assert_eq!(desk.ticket.rating_ask, None);
}

#[test]
fn a_new_round_asks_anew_but_a_rating_is_asked_for_once() {
    let mut desk = done();
    desk.give(Owner, reopen(), "4 09:00");
    assert_eq!(desk.ticket.rating_ask, None);
    desk.on_site(["4 09:01", "4 09:02", "4 09:30"]).give(Engineer, complete(), "4 10:00");
    assert_eq!(desk.ticket.rating_ask.as_ref().map(|ask| ask.at), Some(at("4 10:00")));
    desk.give(Owner, rate(4), "4 11:00").give(Owner, reopen(), "4 12:00");
    desk.on_site(["4 12:01", "4 12:02", "4 12:30"]).give(Engineer, complete(), "4 13:00");
    assert_eq!(count(&desk, |b| matches!(b, E::RatingAsked { .. })), 2);
    assert_eq!(desk.ticket.rating_ask.as_ref().map(|ask| ask.at), Some(at("4 10:00")), "whom it was about");
    assert_eq!(desk.try_give(Owner, rate(5), "4 14:00"), Err(Refusal::AlreadyRated));
}

#[test]
fn an_unrated_ticket_reminds_as_often_as_the_project_says() {
    let voices = |reminders| VoiceRules { reminders, ..VoiceRules::default() };
    for (asked, sent) in [(0, 0), (1, 1), (2, 2), (3, 3), (9, 3)] {
        let mut desk = done_by(with(voices(asked)));
        for now in ["5 09:59", "5 10:00", "5 10:01", "7 10:00", "9 10:00"] {
            desk.tick(now);
        }
        assert_eq!(reminders(&desk), sent, "{asked}");
        desk.tick("10 10:00");
        assert_eq!((desk.ticket.state, reminders(&desk)), (State::Closed, sent));
        assert_eq!(desk.tick("20 10:00"), 0);
    }
}

#[test]
fn who_slept_long_reminds_once_and_not_after_the_window() {
    let rules = with(VoiceRules { reminders: 3, ..VoiceRules::default() });
    let mut desk = done_by(rules.clone());
    assert_eq!(next_wake(&desk.ticket, &desk.rules.policy), Some(at("5 10:00")));
    desk.tick("9 12:00");
    assert_eq!(reminders(&desk), 1, "one, not all that were missed");
    assert_eq!(desk.ticket.next_reminder(desk.rules.policy.voices), None, "the next would come too late");
    // A visit is still awaited when the window ends: no reminder, and no waking for one.
    let mut submission = said(Scenario::Repair);
    submission.visit_due = true;
    let mut desk = Desk::open(rules, submission, Owner, at("3 09:00"));
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 10:00");
    desk.tick("10 10:00");
    assert_eq!((reminders(&desk), count(&desk, |b| matches!(b, E::RatingLapsed))), (0, 1));
    assert_eq!(desk.ticket.next_reminder(desk.rules.policy.voices), None);
    assert_eq!(desk.tick("10 10:00"), 0);
}

#[test]
fn nobody_is_reminded_who_has_rated_reopened_or_waits_for_the_work() {
    let mut desk = done();
    desk.give(Owner, rate(3), "5 10:00");
    assert_eq!((reminders(&desk), desk.tick("6 10:00")), (0, 0), "rated in the minute of the reminder");
    let mut desk = done();
    desk.give(Owner, reopen(), "5 09:00");
    desk.tick("5 10:00");
    assert_eq!(reminders(&desk), 0);
    desk.give(Supervisor, desk::cancel(), "5 10:01");
    assert_eq!(desk.tick("7 10:00"), 0);
}

#[test]
fn low_stars_need_words_where_the_project_says_so() {
    let strict = VoiceRules { low_needs_text: true, ..VoiceRules::default() };
    let draft = |stars: u8, text: &str| RatingDraft {
        stars: Stars::try_from(stars).ok(),
        tags: Vec::new(),
        text: text.to_owned(),
    };
    for (stars, text, wrong) in
        [(1, "", true), (2, " \n", true), (2, "慢", false), (3, "", false), (5, "", false)]
    {
        let found = draft(stars, text).check(strict);
        let expected = if wrong { vec![(Code::Required, Some(Field::Text))] } else { Vec::new() };
        assert_eq!(found.iter().map(|p| (p.code, p.field)).collect::<Vec<_>>(), expected, "{stars} {text:?}");
        assert_eq!(draft(stars, text).check(VoiceRules::default()), [], "nothing is asked by default");
        let mut desk = done_by(with(strict));
        let given = desk.try_give(Owner, Command::Rate { rating: draft(stars, text) }, "3 11:00");
        assert_eq!(given.is_err(), wrong, "{stars} {text:?}: {given:?}");
    }
}

#[test]
fn a_bad_word_opens_one_follow_up_with_its_deadline() {
    for (stars, cause) in
        [(1, Some(FollowUpCause::LowRating)), (2, Some(FollowUpCause::LowRating)), (3, None)]
    {
        let mut desk = done();
        desk.give(Owner, rate(stars), "3 11:00");
        let open = desk.ticket.follow_up().map(|f| (f.cause, f.due));
        assert_eq!(open, cause.map(|cause| (cause, at("4 11:00"))), "{stars} stars");
    }
    for (solved, satisfied) in [(true, true), (true, false), (false, true), (false, false)] {
        let mut desk = done();
        desk.give(Agent, heard(solved, satisfied), "3 11:00");
        let cause = desk.ticket.follow_up().map(|f| f.cause);
        assert_eq!(cause, (!satisfied).then_some(FollowUpCause::UnsatisfiedVisit), "{solved} {satisfied}");
        assert_eq!(desk.ticket.state == State::Reopened, !solved);
    }
    let mut submission = said(Scenario::Repair);
    submission.visit_due = true;
    let mut desk = Desk::open(Rules::around_the_clock(), submission, Owner, at("3 09:00"));
    desk.on_site(["3 09:01", "3 09:02", "3 09:30"]).give(Engineer, complete(), "3 10:00");
    desk.give(Owner, rate(1), "3 11:00").give(Agent, heard(true, false), "3 14:00");
    assert_eq!(desk.ticket.follow_ups.len(), 1, "one talk for both");
}

#[test]
fn a_follow_up_is_taken_once_and_ends_with_an_outcome() {
    let mut desk = done();
    assert_eq!(desk.try_give(Supervisor, Command::TakeFollowUp, "3 10:30"), Err(Refusal::NoFollowUp));
    desk.give(Owner, rate(1), "3 11:00").give(Supervisor, Command::TakeFollowUp, "3 12:00");
    let by = actor(Supervisor).name;
    let again = desk.try_give(HqManagement, Command::TakeFollowUp, "3 12:01");
    assert_eq!(again, Err(Refusal::AlreadyClaimed { by }));
    assert!(!desk.ticket.follow_ups[0].is_late(at("4 11:00")), "late is after the time shown");
    assert!(desk.ticket.follow_ups[0].is_late(at("4 11:00:00.001")));
    desk.give(Supervisor, end_follow_up(FollowUpOutcome::Apologised), "4 12:00");
    let end = desk.ticket.follow_ups[0].ended.clone().unwrap();
    assert_eq!((end.outcome, end.at), (FollowUpOutcome::Apologised, at("4 12:00")));
    assert!(desk.ticket.follow_ups[0].is_late(at("4 12:00")) && desk.ticket.follow_up().is_none());
    let over = desk.try_give(Supervisor, end_follow_up(FollowUpOutcome::Explained), "4 13:00");
    assert_eq!(over, Err(Refusal::NoFollowUp));
}

/// What each pair of voices amounts to: rating, (solved, satisfied) of the visit, verdict of the quality check.
#[test]
fn which_voices_disagree() {
    type Case = (Option<u8>, Option<(bool, bool)>, Option<bool>, Option<D>);
    let cases: &[Case] = &[
        (None, None, None, None),
        (Some(5), None, None, None),
        (Some(5), Some((true, true)), Some(true), None),
        (Some(4), Some((true, false)), None, Some(D::PraiseUnsolved)),
        (Some(5), Some((false, true)), None, Some(D::PraiseUnsolved)),
        (Some(3), Some((true, false)), None, None),
        (Some(2), Some((true, true)), None, Some(D::LowSatisfied)),
        (Some(2), Some((true, false)), None, None),
        (Some(3), Some((true, true)), Some(false), None),
        (Some(1), None, Some(true), Some(D::PassedUnhappy)),
        (None, Some((false, false)), Some(true), Some(D::PassedUnhappy)),
        (None, Some((true, false)), Some(true), None),
        (Some(1), None, Some(false), None),
        (Some(4), None, Some(false), Some(D::FailedPraised)),
        (Some(3), None, Some(false), None),
        (Some(5), Some((true, false)), Some(false), Some(D::PraiseUnsolved)),
    ];
    for (stars, word, passed, expected) in cases {
        let mut desk = done();
        if let Some(stars) = stars {
            desk.give(Owner, rate(*stars), "3 11:00");
        }
        if let Some(passed) = passed {
            desk.give(Supervisor, check_quality(*passed), "3 12:00");
        }
        if let Some((solved, satisfied)) = word {
            // A rated ticket without a visit to come is closed; the visit stands in for one that was due.
            desk.ticket.state = State::Completed;
            desk.give(Agent, heard(*solved, *satisfied), "3 13:00");
        }
        assert_eq!(desk.ticket.disagreement(), *expected, "{stars:?} {word:?} {passed:?}");
    }
}

#[test]
fn a_disagreement_waits_until_it_is_settled_and_another_one_is_open_again() {
    let mut desk = done();
    desk.give(Owner, rate(5), "3 11:00");
    assert_eq!(desk.try_give(Supervisor, settle(), "3 11:30"), Err(Refusal::NothingToSettle));
    desk.give(Supervisor, check_quality(false), "3 12:00");
    assert_eq!(desk.ticket.unsettled(), Some(D::FailedPraised));
    desk.give(HqManagement, settle(), "3 13:00");
    assert_eq!((desk.ticket.disagreement(), desk.ticket.unsettled()), (Some(D::FailedPraised), None));
    assert_eq!(desk.try_give(HqManagement, settle(), "3 14:00"), Err(Refusal::NothingToSettle));
    desk.ticket.state = State::Completed;
    desk.give(Agent, visit(true, false), "3 15:00");
    assert_eq!(desk.ticket.unsettled(), Some(D::PraiseUnsolved), "although the ticket is open again");
}

#[test]
fn quality_is_checked_once_by_somebody_else_and_weighted_r27() {
    let marks = QualityMarks { writing: 90, resolution: 80, visit: 85 };
    assert_eq!(marks.score_tenths(), 855);
    assert_eq!(QualityMarks { writing: 100, resolution: 100, visit: 100 }.score_tenths(), 1000);
    let form = |marks, passed, remarks: &str| Command::CheckQuality {
        form: QualityForm { marks, passed, remarks: remarks.to_owned() },
    };
    let check = |command: Command| {
        command.check(VoiceRules::default()).into_iter().map(|p| (p.code, p.field)).collect::<Vec<_>>()
    };
    assert_eq!(check(form(marks, true, "")), []);
    assert_eq!(check(form(marks, false, "")), [(Code::Required, Some(Field::Note))], "a fail is explained");
    let too_much = QualityMarks { writing: 101, ..marks };
    assert_eq!(check(form(too_much, true, "")), [(Code::OutOfRange, Some(Field::Marks))]);

    let mut desk = Desk::repair("3 09:00");
    desk.give(Supervisor, accept(), "3 09:01").give(Supervisor, dispatch(), "3 09:02");
    desk.give(Engineer, arrive(), "3 09:30").give(Engineer, complete(), "3 10:00");
    let own = desk.try_give(Supervisor, check_quality(true), "3 11:00");
    assert_eq!(own, Err(Refusal::OwnWork), "the supervisor took it on");
    let other = Actor { person: "P-sup2".parse().unwrap(), ..actor(Supervisor) };
    assert_eq!(can(&desk.ticket, &other, K::CheckQuality, at("3 11:00")), Ok(()));
    desk.give(HqManagement, check_quality(true), "3 12:00");
    assert_eq!(desk.try_give(HqManagement, check_quality(true), "3 13:00"), Err(Refusal::AlreadyChecked));
}

/// R28: accepted 10:00, closed 10:03 without a check-in on site is a flag.
#[test]
fn perfunctory_work_is_flagged_r28() {
    let quick = |check_in, done_at: &str| {
        let mut desk = Desk::repair("3 09:00");
        desk.give(Agent, accept(), "3 10:00").give(Agent, dispatch(), "3 10:00");
        desk.give(Engineer, Command::Arrive { check_in }, "3 10:01").give(Engineer, complete(), done_at);
        desk.ticket.flags()
    };
    assert_eq!(quick(CheckIn::Manual, "3 10:03"), [Flag::QuickClose]);
    assert_eq!(quick(CheckIn::Manual, "3 10:04:59"), [Flag::QuickClose]);
    assert_eq!(quick(CheckIn::Manual, "3 10:05"), []);
    assert_eq!(quick(CheckIn::QrCode, "3 10:03"), []);
    let mut desk = done();
    desk.give(Owner, rate(2), "3 11:00");
    assert_eq!(desk.ticket.flags(), [Flag::LowButResolved]);
    desk.give(Owner, reopen(), "3 12:00");
    assert_eq!(desk.ticket.flags(), [], "nobody says any more that it is solved");
    let mut submission = said(Scenario::Consultation);
    submission.urgency = Urgency::Ordinary;
    let mut answered = Desk::open(Rules::around_the_clock(), submission, Owner, at("3 09:00"));
    answered.give(Agent, accept(), "3 09:01").give(Agent, complete(), "3 09:02");
    assert_eq!(answered.ticket.flags(), [], "a quick answer to a question is a good one");
}

#[test]
fn a_project_says_how_soon_somebody_follows_up() {
    let mut desk = done_by(with(VoiceRules { follow_up_within: Seconds::hours(4), ..VoiceRules::default() }));
    desk.give(Owner, rate(1), "3 11:00");
    assert_eq!(desk.ticket.follow_up().map(|f| f.due), Some(at("3 15:00")));
}
