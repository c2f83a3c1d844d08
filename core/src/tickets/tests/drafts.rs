//! What may be typed, and the category that is guessed from it.

use super::desk::{PHONE, PUBLIC, at, desk_hours, sample};
use crate::problem::{Code, Field, Problem};
use crate::sla::elastic::Elastic;
use crate::surveys::rating::{RatingDraft, RatingTag, Stars};
use crate::surveys::rules::VoiceRules;
use crate::tickets::category::CATALOGUE;
use crate::tickets::command::{Command, VisitForm};
use crate::tickets::draft::limits;
use crate::tickets::{Category, Channel, CommandKind, Scenario, TicketDraft, Urgency};
use crate::time::Seconds;

fn draft() -> TicketDraft {
    TicketDraft {
        project: "tly".parse().unwrap(),
        household: Some("H1".parse().unwrap()),
        scenario: Scenario::Repair,
        category: Category::find("water.pipe").unwrap(),
        urgency: Urgency::Ordinary,
        channel: Channel::Web,
        place: String::new(),
        text: "厨房水槽下面漏水".to_owned(),
        photos: Vec::new(),
        contact: String::new(),
        phone: String::new(),
        appointment: None,
    }
}

/// The codes and fields found in a draft that was changed in one place.
fn found(change: impl FnOnce(&mut TicketDraft)) -> Vec<(Code, Field)> {
    let mut draft = draft();
    change(&mut draft);
    codes(draft.check(at("3 09:00")))
}

fn codes(problems: Vec<Problem>) -> Vec<(Code, Field)> {
    problems.into_iter().map(|p| (p.code, p.field.unwrap())).collect()
}

#[test]
fn a_draft_with_one_sentence_can_be_submitted() {
    assert_eq!(found(|_| {}), []);
}

#[test]
fn texts_of_every_kind_and_length() {
    let text = |text: &str| found(|d| d.text = text.to_owned());
    for empty in ["", "   ", "\n\t\r\n", "\u{3000}\u{3000}", "\u{200b}\u{200b}\u{200b}", "\u{feff} \u{2060}"]
    {
        assert_eq!(text(empty), [(Code::Required, Field::Text)], "{empty:?}");
    }
    assert_eq!(text("漏"), [(Code::TooShort, Field::Text)]);
    assert_eq!(text(" 漏 "), [(Code::TooShort, Field::Text)]);
    let long = |n: usize| text(&"漏".repeat(n));
    assert_eq!(long(2), []);
    assert_eq!(long(2000), []);
    assert_eq!(long(2001), [(Code::TooLong, Field::Text)]);
    assert_eq!(long(10_001), [(Code::TooLong, Field::Text)]);
    assert_eq!(
        text(&format!("漏水{}", " ".repeat(10_000))),
        [(Code::TooLong, Field::Text)],
        "spaces are stored too"
    );
    for good in [
        "تسرب المياه في المطبخ",
        "דליפת מים מתחת לכיור",
        "👨‍👩‍👧‍👦 家里漏水 💧💧",
        "line one\r\nline two\twith a tab",
        "क्षि नल टपक रहा है",
        "𠮷野家楼下",
    ] {
        assert_eq!(text(good), [], "{good}");
    }
    for bad in ["漏水\0", "漏\u{1b}[31m水", "漏水\u{7f}", "漏\u{85}水", "a\u{8}b"] {
        assert_eq!(text(bad), [(Code::BadCharacters, Field::Text)], "{bad:?}");
    }
}

#[test]
fn a_problem_says_the_limit_and_what_was_found() {
    let mut long = draft();
    long.text = "漏".repeat(2001);
    let problem = long.check(at("3 09:00")).remove(0);
    let param = |name: &str| problem.params.get(name).map(String::as_str);
    assert_eq!((param("max"), param("len")), (Some("2000"), Some("2001")));
}

#[test]
fn the_short_fields_may_be_empty_but_not_long() {
    assert_eq!(found(|d| d.place = "厨".repeat(100)), []);
    assert_eq!(found(|d| d.place = "厨".repeat(101)), [(Code::TooLong, Field::Place)]);
    assert_eq!(found(|d| d.place = "厨房\u{0}".to_owned()), [(Code::BadCharacters, Field::Place)]);
    assert_eq!(found(|d| d.contact = "林".repeat(40)), []);
    assert_eq!(found(|d| d.contact = "林".repeat(41)), [(Code::TooLong, Field::Contact)]);
}

#[test]
fn phones_as_people_type_them() {
    for good in ["", "  ", PHONE, "138 0001 2046", "+86 138-0001-2046"] {
        assert_eq!(found(|d| d.phone = good.to_owned()), [], "{good}");
    }
    for bad in ["123", "12800012046", "1380001204", "138000120466", "phone", "٠١٢٣٤٥٦٧٨٩٠"] {
        assert_eq!(found(|d| d.phone = bad.to_owned()), [(Code::BadPhone, Field::Phone)], "{bad}");
    }
}

#[test]
fn appointments_from_now_to_thirty_days() {
    let slot = |offset: Seconds| found(|d| d.appointment = Some(at("3 09:00") + offset));
    let bad = [(Code::BadTime, Field::Appointment)];
    assert_eq!(slot(Seconds::ZERO), []);
    assert_eq!(slot(Seconds::minutes(-10)), [], "a slow clock");
    assert_eq!(slot(Seconds(-601)), bad);
    assert_eq!(slot(Seconds::days(30)), []);
    assert_eq!(slot(Seconds(30 * 86_400 + 1)), bad);
    assert_eq!(slot(Seconds(i64::MAX)), bad);
    assert_eq!(slot(Seconds(i64::MIN)), bad);
}

#[test]
fn four_photos_and_not_five() {
    let photos = |n| found(|d| d.photos = vec!["photo".parse().unwrap(); n]);
    assert_eq!(photos(4), []);
    assert_eq!(photos(5), [(Code::TooMany, Field::Photos)]);
}

#[test]
fn a_category_belongs_to_its_scenario_and_a_home_to_what_is_in_it() {
    let fees = Category::find("ask.fees").unwrap();
    assert_eq!(found(|d| d.category = fees), [(Code::UnknownChoice, Field::Category)]);
    assert_eq!(found(|d| d.household = None), [(Code::Required, Field::Household)]);
    let lift = Category::find("public.lift").unwrap();
    assert_eq!(found(|d| (d.household, d.category) = (None, lift)), []);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let all = found(|d| {
        (d.text, d.phone, d.household) = (String::new(), "1".to_owned(), None);
        d.place = "厨".repeat(101);
        d.photos = vec!["photo".parse().unwrap(); 5];
    });
    assert_eq!(all.len(), 5);
}

#[test]
fn a_draft_with_a_field_that_nobody_knows_is_no_draft() {
    let json = serde_json::to_string(&draft()).unwrap();
    assert_eq!(serde_json::from_str::<TicketDraft>(&json).unwrap(), draft());
    let more = json.replacen('{', "{\"role\":\"adm\",", 1);
    assert!(serde_json::from_str::<TicketDraft>(&more).is_err());
    let unknown = json.replace("water.pipe", "water.wine");
    assert!(serde_json::from_str::<TicketDraft>(&unknown).is_err());
}

#[test]
fn every_text_of_a_command_is_checked() {
    for kind in CommandKind::ALL {
        assert_eq!(sample(*kind, 1).check(VoiceRules::default()), [], "{kind:?}");
        let json = serde_json::to_value(sample(*kind, 1)).unwrap();
        assert_eq!(json.get("kind").and_then(|k| k.as_str()), Some(kind.word()));
        assert_eq!(serde_json::from_value::<Command>(json).unwrap(), sample(*kind, 1));
    }
    let long = || "长".repeat(2001);
    let form = VisitForm { reached: true, solved: true, satisfied: true, remarks: long() };
    for command in [
        Command::Reply { text: long() },
        Command::Note { text: long() },
        Command::Supplement { text: long(), photos: Vec::new() },
        Command::Dispatch { engineer: "E".parse().unwrap(), reason: long() },
        Command::DeclineJob { reason: long() },
        Command::StartWork { findings: long() },
        Command::GiveFeedback { text: long(), promised_at: None },
        Command::Complete { work: long(), photos: Vec::new() },
        Command::RecordVisit { form },
        Command::Review { problem: PUBLIC.into(), cause: PUBLIC.into(), measure: long() },
        Command::Reopen { reason: long(), photos: Vec::new() },
        Command::Cancel { reason: long() },
        Command::DecidePause { approve: true, note: long() },
        Command::DecideExtension { approve: false, note: long() },
        Command::Supervise { note: long() },
    ] {
        let found: Vec<Code> = command.check(VoiceRules::default()).into_iter().map(|p| p.code).collect();
        assert_eq!(found, [Code::TooLong], "{command:?}");
    }
}

#[test]
fn what_is_compulsory_in_a_command() {
    let empty = String::new;
    let required =
        |command: Command| command.check(VoiceRules::default()).iter().any(|p| p.code == Code::Required);
    assert!(required(Command::Reply { text: empty() }));
    assert!(required(Command::Cancel { reason: " ".to_owned() }));
    assert!(required(Command::Reopen { reason: empty(), photos: Vec::new() }));
    assert!(required(Command::Supplement { text: empty(), photos: Vec::new() }));
    assert!(
        !required(Command::Supplement { text: empty(), photos: vec!["p".parse().unwrap()] }),
        "a photo will do"
    );
    assert!(required(Command::DecidePause { approve: false, note: empty() }), "a no is explained");
    assert!(!required(Command::DecidePause { approve: true, note: empty() }));
    assert!(required(Command::DecideExtension { approve: false, note: empty() }));
    let normal = Command::RequestExtension { elastic: Elastic::Normal, reason: PUBLIC.to_owned() };
    assert_eq!(normal.check(VoiceRules::default()).len(), 1, "normal is no extension");
    let photos = vec!["p".parse().unwrap(); limits::PHOTOS + 1];
    assert_eq!(
        Command::Complete { work: PUBLIC.to_owned(), photos }.check(VoiceRules::default())[0].code,
        Code::TooMany
    );
}

#[test]
fn a_rating_has_stars_and_each_tag_once() {
    use RatingTag::{Clear, Quick, Skilled};
    let check = |stars: Option<u8>, tags: &[RatingTag], text: &str| {
        let stars = stars.map(|n| Stars::try_from(n).unwrap());
        codes(RatingDraft { stars, tags: tags.to_vec(), text: text.to_owned() }.check(VoiceRules::default()))
    };
    assert_eq!(check(Some(5), &[Quick, Skilled], "谢谢"), []);
    assert_eq!(check(None, &[], ""), [(Code::Required, Field::Stars)]);
    assert_eq!(check(Some(5), &[Quick, Clear, Quick], ""), [(Code::TooMany, Field::Tags)]);
    assert_eq!(check(Some(5), &RatingTag::ALL[..6], ""), [], "six are not too many");
    assert_eq!(check(Some(5), &RatingTag::ALL[..7], ""), [(Code::TooMany, Field::Tags)]);
    assert_eq!(check(Some(5), &[], &"长".repeat(1001)), [(Code::TooLong, Field::Text)]);
    for n in [0, 6, 255] {
        assert!(Stars::try_from(n).is_err() && serde_json::from_str::<Stars>(&n.to_string()).is_err(), "{n}");
    }
    let praise: Vec<u8> = (1..=5).filter(|n| Stars::try_from(*n).unwrap().is_praise()).collect();
    let low: Vec<u8> = (1..=5).filter(|n| Stars::try_from(*n).unwrap().is_low()).collect();
    assert_eq!((praise, low), (vec![4, 5], vec![1, 2]));
}

#[test]
fn the_category_is_guessed_from_chinese_and_english_words() {
    for (scenario, text, code) in [
        (Scenario::Repair, "厨房水槽下面的角阀一直在滴水", "water.pipe"),
        (Scenario::Repair, "马桶堵了", "water.drain"),
        (Scenario::Repair, "一开空调就跳闸", "power.circuit"),
        (Scenario::Repair, "客厅的灯不亮", "power.light"),
        (Scenario::Repair, "三楼楼道灯坏了", "public.lighting"),
        (Scenario::Repair, "电梯按钮按不动", "public.lift"),
        (Scenario::Repair, "飘窗渗水，墙皮掉了", "wall.seepage"),
        (Scenario::Repair, "The KITCHEN SINK is Leaking", "water.pipe"),
        (Scenario::Repair, "the toilet is clogged", "water.drain"),
        (Scenario::Repair, "our street light is out", "public.lighting"),
        (Scenario::Complaint, "楼上半夜很吵", "complaint.noise"),
        (Scenario::Complaint, "保洁态度很差", "complaint.service"),
        (Scenario::Complaint, "somebody blocked car access", "complaint.parking"),
        (Scenario::Consultation, "物业费怎么交", "ask.fees"),
        (Scenario::Consultation, "how do I rent a parking space", "ask.parking"),
        (Scenario::SmartPlatform, "智能锁的指纹录不进去", "smart.lock"),
        (Scenario::Emergency, "有人被困在电梯里", "emergency.lift"),
    ] {
        assert_eq!(Category::suggest(scenario, text).map(Category::code), Some(code), "{text}");
    }
    for nothing in ["", "   ", "你好", "42", "🏠", "my clock and the monkey are slightly odd"] {
        assert_eq!(Category::suggest(Scenario::Repair, nothing), None, "{nothing:?}");
    }
    // The guess stays within the scenario that the owner chose.
    for scenario in Scenario::ALL {
        let guess = Category::suggest(*scenario, "电梯漏水很吵，物业费，智能锁，着火，保洁");
        assert!(guess.is_none_or(|c| c.scenario() == *scenario));
    }
}

#[test]
fn the_catalogue_is_well_formed() {
    for (i, entry) in CATALOGUE.iter().enumerate() {
        assert!(CATALOGUE[..i].iter().all(|other| other.code != entry.code), "{} twice", entry.code);
        let category = Category::find(entry.code).unwrap();
        let json = serde_json::to_string(&category).unwrap();
        assert_eq!(json, format!("\"{}\"", entry.code));
        assert_eq!(serde_json::from_str::<Category>(&json).unwrap(), category);
        assert!(
            entry.code.split_once('.').is_some_and(|(top, sub)| top == category.top() && !sub.is_empty())
        );
        assert!(entry.hints.iter().all(|h| !h.is_empty() && *h == h.to_lowercase()), "{}", entry.code);
    }
    for scenario in Scenario::ALL {
        assert!(Category::of(*scenario).count() >= 2, "{scenario:?}");
    }
    assert!(Category::find("water").is_none() && Category::find("").is_none());
    assert!(serde_json::from_str::<Category>("\"water\"").is_err());
}

#[test]
fn the_desk_opens_at_eight_whatever_the_day() {
    let rules = desk_hours();
    assert_eq!(rules.desk_opens(at("3 07:00")), at("3 08:00"));
    assert_eq!(rules.desk_opens(at("3 08:00")), at("3 08:00"));
    assert_eq!(rules.desk_opens(at("3 21:59:59.999")), at("3 21:59:59.999"));
    assert_eq!(rules.desk_opens(at("8 22:00")), at("9 08:00"), "a weekend too");
}
