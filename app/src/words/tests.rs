//! Every code of core has words in both languages; durations and dates are said as people say them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use steward_core::accounts::{Department, Role};
use steward_core::cockpit::channels::Touchpoint;
use steward_core::cockpit::flow::FlowStep;
use steward_core::cockpit::indicator::{Indicator, Source, Standing as GoalStanding};
use steward_core::cockpit::measure::Measure;
use steward_core::cockpit::milestone;
use steward_core::cockpit::report::{NoMail, Rhythm, Tongue};
use steward_core::knowledge::handbook::{FaultKind, How, Moment, Placeholder, Target};
use steward_core::owners::PropertyStage;
use steward_core::problem::{Code, Field, Problem};
use steward_core::sla::clock::Basis;
use steward_core::sla::elastic::Elastic;
use steward_core::sla::policy::ClockKind;
use steward_core::sla::state::State as Standing;
use steward_core::surveys::campaign::improvement::{Effect, Progress};
use steward_core::surveys::campaign::{Cadence, Mode, Phase, Stage};
use steward_core::surveys::coding::api::Wanted;
use steward_core::surveys::coding::{Sentiment, TextKind};
use steward_core::surveys::rating::RatingTag;
use steward_core::tickets::api::View;
use steward_core::tickets::candidates::Exclusion;
use steward_core::tickets::category::CATALOGUE;
use steward_core::tickets::command::{CheckIn, ComplaintStep, PauseReason};
use steward_core::tickets::scenario::{Channel, Record};
use steward_core::tickets::voices::{Disagreement, Flag, FollowUpCause, FollowUpOutcome};
use steward_core::tickets::{Refusal, Scenario, State, Urgency};
use steward_core::time::{Instant, Seconds};

use super::civil::{Civil, Date};
use super::{Locale, fill, problem, set_locale, time};

fn table(locale: Locale, file: &str, name: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(locale.tag())
        .join(file)
        .with_extension("json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let all: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    all[name].as_object().unwrap().keys().cloned().collect()
}

/// The table has a word for each code and for nothing else.
fn complete(file: &str, name: &str, codes: impl IntoIterator<Item = String>) {
    let codes: BTreeSet<String> = codes.into_iter().collect();
    for locale in Locale::ALL {
        assert_eq!(table(locale, file, name), codes, "{}/{file}.json, {name}", locale.tag());
    }
}

macro_rules! words_of {
    ($type:ty) => {
        <$type>::ALL.iter().map(|w| w.word().to_owned())
    };
}

#[test]
fn every_code_of_core_has_words_in_every_language() {
    complete("problems", "code", Code::ALL.iter().map(problem::wire_word));
    complete("problems", "field", Field::ALL.iter().map(problem::wire_word));
    complete("refusals", "rule", Refusal::WORDS.iter().map(|w| (*w).to_owned()));
    complete("handbook", "moment", words_of!(Moment));
    complete("handbook", "placeholder", words_of!(Placeholder));
    complete("handbook", "fault", words_of!(FaultKind));
    complete("handbook", "how", words_of!(How));
    complete("handbook", "target", words_of!(Target));
    complete("tickets", "state", words_of!(State));
    complete("tickets", "touchpoint", words_of!(Touchpoint));
    complete("cockpit", "measure", words_of!(Measure));
    complete("cockpit", "flow", words_of!(FlowStep));
    complete(
        "cockpit",
        "feed",
        words_of!(Indicator).filter(|word| {
            Indicator::from_word(word).is_some_and(|one| one.definition().source == Source::NotKept)
        }),
    );
    complete("cockpit", "indicator", words_of!(Indicator));
    complete("cockpit", "meaning", words_of!(Indicator));
    complete("cockpit", "standing", words_of!(GoalStanding));
    complete("milestones", "colour", words_of!(GoalStanding));
    complete("milestones", "action", words_of!(GoalStanding));
    complete("milestones", "stage", words_of!(milestone::Stage));
    complete("milestones", "refused", words_of!(milestone::Refused));
    let starters = milestone::starter().unwrap();
    let buffers = starters.iter().filter_map(|one| one.buffer.as_ref().map(|(code, _)| code.clone()));
    let codes = starters.iter().map(|one| one.code.clone()).chain(buffers).collect::<Vec<_>>();
    complete("milestones", "starter_word", codes);
    complete("reports", "rhythms", words_of!(Rhythm));
    complete("reports", "tongues", words_of!(Tongue));
    complete("reports", "no_mail", words_of!(NoMail));
    complete("tickets", "scenario", words_of!(Scenario));
    complete("tickets", "urgency", words_of!(Urgency));
    complete("tickets", "channel", words_of!(Channel));
    complete("tickets", "record", words_of!(Record));
    complete("tickets", "category", CATALOGUE.iter().map(|e| e.code.to_owned()));
    complete("tickets", "pause_reason", words_of!(PauseReason));
    complete("tickets", "disagreement", words_of!(Disagreement));
    complete("tickets", "follow_up_cause", words_of!(FollowUpCause));
    complete("tickets", "follow_up_outcome", words_of!(FollowUpOutcome));
    complete("tickets", "flag", words_of!(Flag));
    complete("tickets", "check_in", words_of!(CheckIn));
    complete("tickets", "complaint_step", words_of!(ComplaintStep));
    complete("tickets", "rating_tag", words_of!(RatingTag));
    complete("tickets", "view", words_of!(View));
    complete("tickets", "exclusion", words_of!(Exclusion));
    complete("sla", "clock", words_of!(ClockKind));
    complete("sla", "elastic", words_of!(Elastic));
    complete("sla", "basis", words_of!(Basis));
    complete("sla", "standing", Standing::ALL.iter().map(|s| s.code().to_owned()));
    complete("surveys", "phase", words_of!(Phase));
    complete("surveys", "mode_word", words_of!(Mode));
    complete("surveys", "stage_word", words_of!(Stage));
    complete("surveys", "cadence_word", words_of!(Cadence));
    complete("homes", "stage", words_of!(PropertyStage));
    complete("voice", "kind", words_of!(TextKind));
    complete("voice", "sentiment", words_of!(Sentiment));
    complete("voice", "wanted", words_of!(Wanted));
    complete("surveys", "progress_word", words_of!(Progress));
    complete("surveys", "effect_word", words_of!(Effect));
    complete("accounts", "role", words_of!(Role));
    complete("accounts", "department", words_of!(Department));
}

#[test]
fn both_languages_have_the_same_files() {
    let files = |locale: Locale| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(locale.tag());
        let name = |f: std::io::Result<std::fs::DirEntry>| f.unwrap().file_name().into_string().unwrap();
        std::fs::read_dir(folder).unwrap().map(name).collect()
    };
    assert_eq!(files(Locale::Chinese), files(Locale::English));
}

#[test]
fn no_sentence_shows_a_place_where_a_value_is_missing() {
    for locale in Locale::ALL {
        set_locale(locale);
        for code in Code::ALL {
            let full = Problem::new(*code).with("max", 4).with("min", 2).with("len", 9).with("seconds", 30);
            let said = problem::sentence(&Problem { reference: Some("R1".into()), ..full });
            assert!(!said.contains(['{', '}']) && !said.is_empty(), "{said}");
            assert!(!said.contains("  "), "a value is missing in: {said}");
        }
    }
}

#[test]
fn values_of_a_problem_are_said_as_people_say_them() {
    set_locale(Locale::Chinese);
    let large = Problem::new(Code::TooLarge).with("max", 12 * 1024 * 1024);
    assert_eq!(problem::sentence(&large), "文件太大，最多 12 MB。");
    let fast = Problem::new(Code::SlowDown).with("seconds", 90);
    assert_eq!(problem::sentence(&fast), "操作太快了，请 1 分后再试。");
    let moved = Refusal::WrongState { state: State::Closed };
    assert_eq!(problem::refused(&moved), "工单现在是“已关闭”，不能做这一步。");
    set_locale(Locale::English);
    assert_eq!(problem::refused(&moved), "The ticket is “Closed” now, so this step is not possible.");
}

#[test]
fn a_form_with_one_wrong_input_says_that_one() {
    set_locale(Locale::Chinese);
    let wrong = vec![Problem::new(Code::BadPhone).at(Field::Phone)];
    assert_eq!(problem::sentence(&Problem::invalid(wrong.clone())), "请填写 11 位手机号。");
    assert_eq!(problem::at_field(&wrong, Field::Phone).as_deref(), Some("请填写 11 位手机号。"));
    assert_eq!(problem::at_field(&wrong, Field::Text), None);
}

#[test]
fn spans_never_say_seconds_above_one_minute() {
    let cases = [
        (0, "0 秒", "0 s"),
        (45, "45 秒", "45 s"),
        (60, "1 分", "1 min"),
        (359, "5 分", "5 min"),
        (3_600, "1 小时", "1 h"),
        (3_900, "1 小时 05 分", "1 h 5 min"),
        (64_200, "17 小时 50 分", "17 h 50 min"),
        (114_000, "31 小时 40 分", "31 h 40 min"),
        (3 * 86_400, "3 天", "3 d"),
        (3 * 86_400 + 4 * 3_600 + 59, "3 天 4 小时", "3 d 4 h"),
    ];
    for (seconds, chinese, english) in cases {
        set_locale(Locale::Chinese);
        assert_eq!(time::span(Seconds(seconds)), chinese);
        set_locale(Locale::English);
        assert_eq!(time::span(Seconds(seconds)), english);
    }
}

/// An instant by the wall clock of China, as all tests here read it.
fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(&format!("{text}:00+08:00")).unwrap()
}

#[test]
fn days_are_called_by_the_readers_wall_clock() {
    let now = at("2026-09-16T14:20");
    let cases = [
        ("2026-09-16T14:25", "今天 14:25", "today 14:25"),
        ("2026-09-17T08:10", "明天 08:10", "tomorrow 08:10"),
        ("2026-09-15T16:10", "昨天 16:10", "yesterday 16:10"),
        ("2026-09-16T00:00", "今天 00:00", "today 00:00"),
        ("2026-09-15T23:59", "昨天 23:59", "yesterday 23:59"),
        ("2026-09-14T09:00", "9月14日 09:00", "14 Sept 09:00"),
        ("2026-01-02T09:00", "1月2日 09:00", "2 Jan 09:00"),
        ("2025-12-31T09:00", "2025年12月31日 09:00", "31 Dec 2025 09:00"),
        ("2027-01-01T09:00", "2027年1月1日 09:00", "1 Jan 2027 09:00"),
    ];
    for (then, chinese, english) in cases {
        set_locale(Locale::Chinese);
        assert_eq!(time::day_time(at(then), now), chinese);
        set_locale(Locale::English);
        assert_eq!(time::day_time(at(then), now), english);
    }
}

#[test]
fn clocks_say_what_is_left_and_how_late_it_is() {
    let now = at("2026-09-16T14:20");
    set_locale(Locale::Chinese);
    assert_eq!(time::left(at("2026-09-17T08:10"), now), "剩 17 小时 50 分");
    assert_eq!(time::left(at("2026-09-16T12:48"), now), "超时 1 小时 32 分");
    assert_eq!(time::left(now, now), "超时 0 秒");
    assert_eq!(time::date_weekday(at("2026-09-17T08:10"), now), "9月17日 周四");
    assert_eq!(time::short(at("2026-09-16T09:32"), now), "09:32");
    assert_eq!(time::short(at("2026-09-15T09:32"), now), "昨天 09:32");
    set_locale(Locale::English);
    assert_eq!(time::left(at("2026-09-17T08:10"), now), "17 h 50 min left");
    assert_eq!(time::left(at("2026-09-16T12:48"), now), "1 h 32 min overdue");
    assert_eq!(time::date_weekday(at("2026-09-17T08:10"), now), "Thu 17 Sept");
}

#[test]
fn the_recent_past_is_told_by_its_distance() {
    let now = at("2026-09-16T14:20");
    set_locale(Locale::English);
    assert_eq!(time::ago(at("2026-09-16T14:20"), now), "just now");
    assert_eq!(time::ago(at("2026-09-16T14:19"), now), "1 minute ago");
    assert_eq!(time::ago(at("2026-09-16T14:09"), now), "11 minutes ago");
    assert_eq!(time::ago(at("2026-09-16T13:20"), now), "1 hour ago");
    assert_eq!(time::ago(at("2026-09-15T13:20"), now), "yesterday 13:20");
    // A phone that runs behind the server shows no time to come.
    assert_eq!(time::ago(at("2026-09-16T14:25"), now), "just now");
}

#[test]
fn the_calendar_is_right_over_leap_years_and_before_1970() {
    let date = |text: &str| Civil::at_offset(Instant::parse_rfc3339(text).unwrap(), 0);
    let cases = [
        ("1970-01-01T00:00:00Z", 1970, 1, 1, 3),
        ("1969-12-31T23:59:00Z", 1969, 12, 31, 2),
        ("2000-02-29T12:00:00Z", 2000, 2, 29, 1),
        ("2024-02-29T00:00:00Z", 2024, 2, 29, 3),
        ("2024-03-01T00:00:00Z", 2024, 3, 1, 4),
        ("2100-03-01T00:00:00Z", 2100, 3, 1, 0),
        ("2026-09-20T00:00:00Z", 2026, 9, 20, 6),
    ];
    for (text, year, month, day, weekday) in cases {
        let civil = date(text);
        assert_eq!((civil.date(), civil.weekday()), (Date { year, month, day }, weekday), "{text}");
    }
    let far_west = Civil::at_offset(Instant::parse_rfc3339("2026-01-01T03:00:00Z").unwrap(), -480);
    assert_eq!(
        (far_west.date(), far_west.clock().to_string()),
        (Date { year: 2025, month: 12, day: 31 }, "19:00".to_owned())
    );
}

#[test]
fn values_go_where_the_sentence_names_them() {
    assert_eq!(fill("{1} of {0}", &[&5, &"two"]), "two of 5");
    assert_eq!(fill("no places", &[&5]), "no places");
    assert_eq!(fill("an open { is text", &[]), "an open { is text");
}

#[test]
fn a_language_is_read_from_any_tag_of_it() {
    assert_eq!(Locale::from_tag("en-GB"), Some(Locale::English));
    assert_eq!(Locale::from_tag("zh-Hant-TW"), Some(Locale::Chinese));
    assert_eq!(Locale::from_tag("fr"), None);
}
