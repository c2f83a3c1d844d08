use steward_core::surveys::rating::{RatingDraft, Stars};
use steward_core::tickets::Command;
use steward_core::tickets::api::CommandRequest;
use steward_core::tickets::command::{PauseReason, VisitForm};

use super::*;

fn body(command: Command) -> String {
    let request = CommandRequest { command_id: "c1".parse().unwrap(), expected_seq: Some(3), command };
    serde_json::to_string(&request).unwrap()
}

fn words(command: Command) -> Vec<String> {
    written(&body(command)).words
}

/// Words come back as they were typed; what was chosen from a list is not taken for words.
#[test]
fn words_come_back_as_they_were_typed() {
    let said = || "接头还在滴水 <b>急</b>\n第二行".to_owned();
    for command in [
        Command::Supplement { text: said(), photos: Vec::new() },
        Command::Cancel { reason: said() },
        Command::Reply { text: said() },
        Command::StartWork { findings: said() },
        Command::RequestPause { reason: PauseReason::WaitingForMaterial, note: said() },
        Command::RecordVisit {
            form: VisitForm { reached: true, solved: false, satisfied: false, remarks: said() },
        },
    ] {
        assert_eq!(words(command.clone()), [said()], "{command:?}");
    }
    let part = |text: &str| text.to_owned();
    let review = Command::Review { problem: part("漏水"), cause: part("老化"), measure: part("更换") };
    assert_eq!(words(review), ["漏水", "老化", "更换"]);
}

/// A rating that comes too late is not asked for twice: its stars are shown with its words.
#[test]
fn a_rating_comes_back_with_its_stars() {
    let rating =
        RatingDraft { stars: Stars::try_from(4).ok(), tags: Vec::new(), text: "讲得清楚".to_owned() };
    assert_eq!(words(Command::Rate { rating }), ["4 ★", "讲得清楚"]);
}

#[test]
fn photos_come_back_with_the_words() {
    let photos: Vec<PhotoId> = vec!["p1".parse().unwrap(), "p2".parse().unwrap()];
    let reopen = Command::Reopen { reason: "又漏了".to_owned(), photos: photos.clone() };
    assert_eq!(written(&body(reopen)), Written { words: vec!["又漏了".to_owned()], photos });
}

#[test]
fn what_has_no_words_has_none() {
    assert_eq!(written(&body(Command::Urge)), Written::default());
    assert_eq!(words(Command::Supplement { text: "  ".to_owned(), photos: Vec::new() }), [""; 0]);
}

#[test]
fn a_report_comes_back_with_everything_that_was_written() {
    let body = serde_json::json!({
        "command_id": "c1",
        "draft": {
            "project": "tinglan", "household": null, "scenario": "repair", "category": "water.pipe",
            "urgency": "ordinary", "channel": "web", "place": "厨房", "text": "水槽下面漏水", "photos": [],
            "contact": "林女士", "phone": "", "appointment": null
        }
    });
    assert_eq!(written(&body.to_string()).words, ["水槽下面漏水", "厨房", "林女士"]);
}

#[test]
fn what_cannot_be_read_is_shown_as_it_is() {
    let body = r#"{"command_id":"c1","command":{"kind":"of_the_future","text":"再看看"}}"#;
    assert_eq!(written(body).words, [body]);
}
