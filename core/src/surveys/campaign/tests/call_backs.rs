//! Who is asked whether to be called, and the way of a call-back.

use super::super::call_back::{CallBack, Move, NotMoved, WISH, Wish, is_unhappy};
use super::super::{AnswerDraft, Given, Kind, Question, Questionnaire, Words};
use crate::accounts::role::Role;
use crate::tickets::event::Who;
use crate::tickets::voices::FollowUpOutcome;
use crate::time::{Instant, Seconds};

const NOW: Instant = Instant::from_secs(1_789_000_000);

fn who(person: &str) -> Who {
    Who { person: person.parse().unwrap(), role: Role::Supervisor, name: person.to_owned() }
}

fn wished() -> CallBack {
    let of = ("s1".parse().unwrap(), "tinglan".parse().unwrap(), "h1".parse().unwrap());
    let wish = Wish { about: " 电梯又停了 ".to_owned() };
    CallBack::wished("c1".parse().unwrap(), of, wish, (NOW, Seconds::hours(24)))
}

#[test]
fn a_detractor_two_of_five_or_much_effort_is_unhappy() {
    let question = |id: &str, kind| Question {
        id: id.to_owned(),
        text: Words::new("题", ""),
        required: false,
        kind,
        duty: None,
    };
    let questions = Questionnaire(vec![
        question("nps", Kind::Nps),
        question("csat", Kind::Csat),
        question("ces", Kind::Ces),
        question("why", Kind::Open),
    ]);
    let cases = [
        ("nps", Given::Score(6), true),
        ("nps", Given::Score(7), false),
        ("csat", Given::Score(2), true),
        ("csat", Given::Score(3), false),
        ("ces", Given::Score(3), true),
        ("ces", Given::Score(4), false),
        ("why", Given::Text("很差".to_owned()), false),
        ("unknown", Given::Score(0), false),
    ];
    for (id, given, unhappy) in cases {
        let answers = AnswerDraft([(id.to_owned(), given.clone())].into());
        assert_eq!(is_unhappy(&questions, &answers), unhappy, "{id} {given:?}");
    }
    let mixed = [("csat".to_owned(), Given::Score(5)), ("nps".to_owned(), Given::Score(0))];
    assert!(is_unhappy(&questions, &AnswerDraft(mixed.into())), "one is enough");
    assert!(!is_unhappy(&questions, &AnswerDraft::default()));
}

#[test]
fn a_call_back_has_a_deadline_somebody_and_an_outcome() {
    let open = wished();
    assert_eq!((open.about.as_str(), open.follow_up.due), ("电梯又停了", NOW + Seconds::hours(24)));
    assert!(
        !open.follow_up.is_late(NOW + Seconds::hours(24)) && open.follow_up.is_late(NOW + Seconds::days(2))
    );
    let taken = open.moved(Move::Take, who("gu"), NOW).unwrap();
    assert_eq!(taken.follow_up.taken, Some(who("gu")));
    assert_eq!(taken.moved(Move::Take, who("gu"), NOW).as_ref(), Ok(&taken), "twice is once");
    assert_eq!(taken.moved(Move::Take, who("lu"), NOW), Err(NotMoved::CallBackTaken));
    let end = || Move::End { outcome: FollowUpOutcome::Apologised, text: "已当面致歉".to_owned() };
    let ended = taken.moved(end(), who("lu"), NOW + Seconds(5)).unwrap().follow_up;
    assert_eq!(ended.taken, Some(who("gu")), "who took it stays");
    assert_eq!(ended.ended.map(|end| (end.at, end.by)), Some((NOW + Seconds(5), who("lu"))));
    let at_once = open.moved(end(), who("lu"), NOW).unwrap();
    assert_eq!(at_once.follow_up.taken, Some(who("lu")));
    for step in [Move::Take, end()] {
        assert_eq!(at_once.moved(step, who("lu"), NOW), Err(NotMoved::CallBackEnded));
    }
}

#[test]
fn what_is_written_is_of_a_length_that_people_read() {
    let wish = |n| Wish { about: "字".repeat(n) }.check().is_none();
    assert!(wish(0) && wish(WISH.max) && !wish(WISH.max + 1));
    let end = |text: &str| Move::End { outcome: FollowUpOutcome::Explained, text: text.to_owned() }.check();
    assert!(end("说明了").is_none() && end(" ").is_some() && Move::Take.check().is_none());
}
