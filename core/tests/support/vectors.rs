//! Runs the published test vectors: independent expected results for working time, SLA, surveys and KPI.
//!
//! One runner for the native test, the browser test and the `vectors` example, so that all three mean the same.
//! It needs no files: data come in as text.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::{Value, json};
use steward_core::calendar::{Calendar, Pauses, Span, Timetable};
use steward_core::performance::{self, Item};
use steward_core::sla::{self, Overdue, Rung, Target};
use steward_core::surveys::score::{self, IndexItem, Stratum};
use steward_core::time::{Instant, Seconds};

/// What a file of vectors came to.
#[derive(Default)]
pub(crate) struct Outcome {
    /// Cases whose result was the expected one.
    pub(crate) passed: usize,
    /// The others, as `id: what was got instead`.
    pub(crate) failed: Vec<String>,
}

/// The calendars that cases refer to, expanded over the years most cases lie in.
pub(crate) struct Calendars(HashMap<String, Timetable>);

impl Calendars {
    /// Reads `calendars.json`; every calendar in it must be readable.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let calendars: BTreeMap<String, Calendar> = serde_json::from_str(text).map_err(|e| e.to_string())?;
        let range = Span::new(at("2022-01-01T00:00:00Z")?, at("2030-01-01T00:00:00Z")?);
        Ok(Self(calendars.into_iter().map(|(id, c)| (id, Timetable::new(c, range))).collect()))
    }
}

/// Runs every line of a `.jsonl` file.
pub(crate) fn run(lines: &str, calendars: &Calendars) -> Outcome {
    let mut outcome = Outcome::default();
    for (number, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match check(line, calendars) {
            Ok(()) => outcome.passed += 1,
            Err((id, got)) => {
                let id = id.unwrap_or_else(|| format!("line {}", number + 1));
                outcome.failed.push(format!("{id}: {got}"));
            }
        }
    }
    outcome
}

fn check(line: &str, calendars: &Calendars) -> Result<(), (Option<String>, String)> {
    let case: Value = serde_json::from_str(line).map_err(|e| (None, e.to_string()))?;
    let id = case.get("id").and_then(Value::as_str).map(str::to_owned);
    let got = answer(&case, calendars).map_err(|e| (id.clone(), e))?;
    let want = case.get("expect").ok_or_else(|| (id.clone(), "no expectation".to_owned()))?;
    if same(&got, want) { Ok(()) } else { Err((id, format!("got {got}, want {want}"))) }
}

/// Equal, floats within 1e-9 · max(1, |want|). An integer is a float only where one of both is one.
fn same(got: &Value, want: &Value) -> bool {
    match (got, want) {
        (Value::Object(g), Value::Object(w)) => {
            g.len() == w.len() && w.iter().all(|(key, w)| g.get(key).is_some_and(|g| same(g, w)))
        }
        (Value::Array(g), Value::Array(w)) => g.len() == w.len() && g.iter().zip(w).all(|(g, w)| same(g, w)),
        (Value::Number(g), Value::Number(w)) if g.is_f64() || w.is_f64() => match (g.as_f64(), w.as_f64()) {
            (Some(g), Some(w)) => (g - w).abs() <= 1e-9 * w.abs().max(1.0),
            _ => false,
        },
        _ => got == want,
    }
}

fn at(text: &str) -> Result<Instant, String> {
    Instant::parse_rfc3339(text).ok_or_else(|| format!("no instant: {text}"))
}

/// The inputs of the operations on time, as written.
#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Case {
    Worked {
        calendar: String,
        a: String,
        b: String,
        pauses: Vec<PauseText>,
    },
    Due {
        calendar: String,
        start: String,
        budget_s: Seconds,
        pauses: Vec<PauseText>,
    },
    Escalation {
        calendar: String,
        due: String,
        now: String,
        mode: Overdue,
        ladder: Vec<Rung>,
    },
    State {
        calendar: String,
        start: String,
        budget_s: Seconds,
        completed_at: Option<String>,
        now: String,
        pauses: Vec<PauseText>,
    },
    Nps {
        answers: Vec<u8>,
    },
    Csat {
        answers: Vec<u8>,
    },
    Index {
        items: Vec<IndexItem>,
    },
    CsatStrata {
        strata: Vec<Stratum>,
    },
    Kpi {
        items: Vec<Item>,
    },
}

type PauseText = (String, Option<String>);

fn pauses(text: Vec<PauseText>) -> Result<Pauses, String> {
    let read = |(from, to): PauseText| Ok((at(&from)?, to.map(|to| at(&to)).transpose()?));
    Ok(Pauses::new(text.into_iter().map(read).collect::<Result<Vec<_>, String>>()?))
}

fn answer(case: &Value, calendars: &Calendars) -> Result<Value, String> {
    let timetable = |id: &str| calendars.0.get(id).ok_or_else(|| format!("no calendar {id}"));
    let value = |v: serde_json::Result<Value>| v.map_err(|e| e.to_string());
    Ok(match Case::deserialize(case).map_err(|e| e.to_string())? {
        Case::Worked { calendar, a, b, pauses: p } => {
            let worked = timetable(&calendar)?.worked(&pauses(p)?, at(&a)?, at(&b)?);
            json!({"worked_s": worked.map_err(|e| e.to_string())?})
        }
        Case::Due { calendar, start, budget_s, pauses: p } => {
            match timetable(&calendar)?.due(&pauses(p)?, at(&start)?, budget_s) {
                Ok(due) => json!({"due": due.to_rfc3339()}),
                Err(error) => json!({"error": error.code()}),
            }
        }
        Case::Escalation { calendar, due, now, mode, ladder } => {
            let (due, now) = (at(&due)?, at(&now)?);
            let windows = timetable(&calendar)?.covering(Span::new(due, now));
            let level = sla::escalation_level(&windows, mode, &ladder, due, now);
            json!({"level": level.map_err(|e| e.to_string())?})
        }
        Case::State { calendar, start, budget_s, completed_at, now, pauses: p } => {
            let (start, now, pauses) = (at(&start)?, at(&now)?, pauses(p)?);
            let completed_at = completed_at.map(|text| at(&text)).transpose()?;
            let windows = timetable(&calendar)?.covering(Span::new(start, now));
            let target = Target { start, budget: budget_s, completed_at, pauses: &pauses };
            let reading = sla::state(&windows, target, now).map_err(|e| e.to_string())?;
            json!({"state": reading.state, "consumed_s": reading.consumed, "remaining_s": reading.remaining})
        }
        Case::Nps { answers } => value(serde_json::to_value(score::nps(&answers)))?,
        Case::Csat { answers } => value(serde_json::to_value(score::csat(&answers)))?,
        Case::Index { items } => value(serde_json::to_value(score::index(&items)))?,
        Case::CsatStrata { strata } => value(serde_json::to_value(score::csat_strata(&strata)))?,
        Case::Kpi { items } => match performance::composite(&items) {
            Ok(composite) => value(serde_json::to_value(composite))?,
            Err(error) => json!({"error": error.code()}),
        },
    })
}
