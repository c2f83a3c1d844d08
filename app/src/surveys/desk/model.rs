//! Plans and figures as the console says them: plain Rust.

use steward_core::ids::ProjectId;
use steward_core::surveys::campaign::plan::LEAD_DAYS;
use steward_core::surveys::campaign::question::{OPTIONS, QUESTIONS, ROWS};
use steward_core::surveys::campaign::results::Scored;
use steward_core::surveys::campaign::{
    Audience, Cadence, Kind, Mode, Plan, Question, Questionnaire, Size, Words,
};
use steward_core::time::{Instant, Seconds};

/// A plan to begin with: the three questions that every survey of this kind has, for two weeks from tomorrow on.
/// `text` gives the words of a question in both languages.
pub fn first(now: Instant, only: Option<ProjectId>, text: impl Fn(&str) -> Words) -> Plan {
    let question = |id: &str, kind: Kind, required: bool| Question {
        id: id.to_owned(),
        text: text(id),
        required,
        kind,
        duty: None,
    };
    let opens = Instant::from_secs((now.secs() / 3600 + 24) * 3600);
    Plan {
        name: Words::default(),
        aim: String::new(),
        questions: Questionnaire(vec![
            question("overall", Kind::Csat, true),
            question("recommend", Kind::Nps, true),
            question("why", Kind::Open, false),
        ]),
        audience: Audience { projects: only.into_iter().collect(), ..Audience::default() },
        mode: Mode::Personal,
        size: Size::All,
        quota: None,
        pause_days: 90,
        reminders: vec![3, 7],
        opens,
        closes: opens + Seconds::days(14),
        cadence: Cadence::HalfYearly,
        lead_days: LEAD_DAYS,
    }
}

/// The plan of the next wave: the same, as long, from tomorrow on.
pub fn next_wave(plan: &Plan, now: Instant) -> Plan {
    let length = plan.closes.since(plan.opens);
    let opens = Instant::from_secs((now.secs() / 3600 + 24) * 3600);
    Plan { opens, closes: opens + length, ..plan.clone() }
}

/// A question of this kind that is not among these yet.
pub fn new_question(questions: &Questionnaire, word: &str) -> Option<Question> {
    let kind = match word {
        "csat" => Kind::Csat,
        "nps" => Kind::Nps,
        "ces" => Kind::Ces,
        "matrix" => Kind::Matrix { rows: vec![Words::default(); ROWS.0] },
        "choice" => Kind::Choice { options: vec![Words::default(); OPTIONS.0], many: false },
        "open" => Kind::Open,
        _ => return None,
    };
    let id = (1..=QUESTIONS + 1).map(|n| format!("q{n}")).find(|id| questions.find(id).is_none())?;
    Some(Question { id, text: Words::default(), required: kind != Kind::Open, kind, duty: None })
}

/// Rows or options as lines: `中文 | English`.
pub fn lines(parts: &[Words]) -> String {
    let line = |w: &Words| if w.en.is_empty() { w.zh.clone() } else { format!("{} | {}", w.zh, w.en) };
    parts.iter().map(line).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Lines as rows or options; empty lines are none.
pub fn parts(lines: &str) -> Vec<Words> {
    let one = |line: &str| {
        let (zh, en) = line.split_once(['|', '｜']).unwrap_or((line, ""));
        Words::new(zh.trim(), en.trim())
    };
    lines.lines().filter(|line| !line.trim().is_empty()).map(one).collect()
}

/// Days as people write them: `3, 7`; `None` if something else stands there.
pub fn days(text: &str) -> Option<Vec<u16>> {
    let parts = text.split([',', '，', '、', ' ']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().ok()).collect()
}

/// A score with one decimal and a true minus: −4.5.
pub fn tenth(value: f64) -> String {
    let text = format!("{value:.1}");
    if text == "-0.0" { "0.0".to_owned() } else { text.replace('-', "−") }
}

/// A difference with its sign: +4.5.
pub fn signed(value: f64) -> String {
    let text = tenth(value);
    if value > 0.0 && text != "0.0" { format!("+{text}") } else { text }
}

/// A share as percent, whole: 63.
pub fn percent(of: u64, all: u64) -> String {
    if all == 0 {
        return "–".to_owned();
    }
    let half = all / 2;
    ((of.saturating_mul(100) + half) / all).to_string()
}

/// An exact number of points with one decimal, rounded half up: 15.6.
pub fn points((part, whole): (u128, u128)) -> String {
    let tenths = (part * 20 + whole) / (whole.max(1) * 2);
    [(tenths / 10).to_string().as_str(), ".", &(tenths % 10).to_string()].concat()
}

/// The interval's ends.
pub fn interval(scored: &Scored) -> (String, String) {
    (tenth(scored.low), tenth(scored.high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_parts_are_each_other() {
        let parts_ = vec![Words::new("保洁", "Cleaning"), Words::new("保安", "")];
        assert_eq!(lines(&parts_), "保洁 | Cleaning\n保安");
        assert_eq!(parts("保洁 | Cleaning\n\n 保安 \n"), parts_);
        assert_eq!(parts("电梯｜Lifts"), [Words::new("电梯", "Lifts")]);
        assert!(parts(" \n").is_empty());
    }

    #[test]
    fn days_are_numbers_or_wrong() {
        assert_eq!(days("3, 7"), Some(vec![3, 7]));
        assert_eq!(days("3，7、10"), Some(vec![3, 7, 10]));
        assert_eq!(days(""), Some(vec![]));
        assert_eq!(days("three"), None);
    }

    #[test]
    fn figures_are_said_with_their_sign() {
        assert_eq!(tenth(-4.46), "−4.5");
        assert_eq!(tenth(-0.04), "0.0");
        assert_eq!(
            (signed(3.0).as_str(), signed(-3.0).as_str(), signed(0.01).as_str()),
            ("+3.0", "−3.0", "0.0")
        );
        assert_eq!((percent(2, 3).as_str(), percent(0, 0).as_str()), ("67", "–"));
    }

    #[test]
    fn a_first_plan_lacks_only_its_name_and_aim() {
        let plan = first(Instant::from_secs(1_789_453_200), None, |id| Words::new(id, ""));
        let places: Vec<&str> = plan.check().iter().map(|_| "").collect();
        assert_eq!(places.len(), 2);
        let mut questions = plan.questions;
        for word in ["csat", "nps", "ces", "matrix", "choice", "open"] {
            let question = new_question(&questions, word).unwrap();
            assert_eq!(question.kind.word(), word);
            questions.0.push(question);
        }
        assert_eq!(new_question(&questions, "film"), None);
        assert_eq!(questions.0[8].id, "q6");
    }
}
