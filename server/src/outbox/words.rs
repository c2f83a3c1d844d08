//! The sentences of notices, in both languages, from `server/locales/{zh-CN,en}/notify.json`.
//!
//! A sentence is a text with `{names}`; the values come with the notice. Anything a person typed is put in as it
//! is: the message is plain text, so nothing needs to be escaped.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::{Offset as _, TimeZone as _};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use steward_core::time::Instant;

use super::notice::Notice;

/// A language of notices.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Language {
    /// Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// Its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language of a tag, as people's preferences have it.
    pub fn of(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.tag() == tag)
    }

    fn sentences(self) -> &'static Sentences {
        static CHINESE: OnceLock<Sentences> = OnceLock::new();
        static ENGLISH: OnceLock<Sentences> = OnceLock::new();
        let (cell, file) = match self {
            Self::Chinese => (&CHINESE, include_str!("../../locales/zh-CN/notify.json")),
            Self::English => (&ENGLISH, include_str!("../../locales/en/notify.json")),
        };
        // The files are part of the binary, and a test reads both.
        cell.get_or_init(|| serde_json::from_str(file).unwrap_or_default())
    }
}

/// One file of sentences.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    /// How a time is written, as chrono signs.
    time: String,
    kinds: BTreeMap<String, Template>,
    clocks: BTreeMap<String, String>,
    departments: BTreeMap<String, String>,
    /// What alarms and reports are about.
    indicators: BTreeMap<String, String>,
    /// The parts that a report is put together from.
    report: BTreeMap<String, String>,
    /// Comes before it where the reader has a link of their own to rate by.
    rate: String,
    /// Comes after every text, with a link where the server knows its own address.
    footer: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    subject: String,
    body: String,
}

/// What a person reads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Text {
    /// One line.
    pub subject: String,
    /// The rest.
    pub body: String,
}

/// What words need beyond the notice.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The project's name.
    pub project: String,
    /// The project's zone.
    pub zone: Tz,
    /// The address of the ticket's page; empty if the server does not know its own.
    pub link: String,
    /// The reader's own link to rate by; empty where there is none.
    pub rate: String,
}

/// The notice in words.
pub fn text(notice: &Notice, scene: &Scene, language: Language) -> Text {
    let sentences = language.sentences();
    let mut values = notice.values.clone();
    let looked_up = |table: &BTreeMap<String, String>, word: &str| table.get(word).cloned();
    if let Some(clock) = notice.values.get("clock").and_then(|word| looked_up(&sentences.clocks, word)) {
        values.insert("clock".to_owned(), clock);
    }
    if let Some(name) =
        notice.values.get("department").and_then(|word| looked_up(&sentences.departments, word))
    {
        values.insert("department".to_owned(), name);
    }
    if let Some(name) = notice.values.get("indicator").and_then(|word| looked_up(&sentences.indicators, word))
    {
        values.insert("indicator".to_owned(), name);
    }
    if let Some(due) = notice.values.get("due").and_then(|ms| ms.parse().ok()) {
        values.insert("due".to_owned(), local(Instant::from_millis(due), scene.zone, &sentences.time));
    }
    values.insert("at".to_owned(), local(notice.at, scene.zone, &sentences.time));
    let ticket = notice.ticket.as_ref().map(ToString::to_string).unwrap_or_default();
    if let Some(title) = notice.values.get("title_en").filter(|_| language == Language::English) {
        values.insert("title".to_owned(), title.clone());
    }
    values.insert("ticket".to_owned(), ticket.clone());
    values.insert("project".to_owned(), scene.project.clone());
    values.insert("link".to_owned(), scene.link.clone());
    let Some(template) = sentences.kinds.get(notice.kind.word()) else {
        return Text { subject: ticket, body: String::new() };
    };
    // A subject is one line, whatever somebody typed.
    let subject = filled(&template.subject, &values).split_whitespace().collect::<Vec<_>>().join(" ");
    let mut body = filled(&template.body, &values);
    if !scene.rate.is_empty() {
        values.insert("rate".to_owned(), scene.rate.clone());
        body = format!("{body}\n\n{}", filled(&sentences.rate, &values));
    }
    let body = format!("{body}\n\n{}", filled(&sentences.footer, &values));
    Text { subject, body: body.trim_end().to_owned() }
}

/// What an indicator is called; the word itself where there is no name for it.
pub fn indicator_name(language: Language, word: &'static str) -> &'static str {
    language.sentences().indicators.get(word).map_or(word, String::as_str)
}

/// A part of a report with its values.
pub(crate) fn report_part(language: Language, part: &str, values: &[(&str, &str)]) -> String {
    let template = language.sentences().report.get(part).map_or("", String::as_str);
    filled(template, &values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

/// The template with each `{name}` replaced, once: what a person typed is never a template.
fn filled(template: &str, values: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        out.push_str(values.get(name).map_or("", String::as_str));
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn local(at: Instant, zone: Tz, form: &str) -> String {
    let utc = chrono::DateTime::from_timestamp_millis(at.millis()).unwrap_or_default();
    utc.with_timezone(&zone.offset_from_utc_datetime(&utc.naive_utc()).fix()).format(form).to_string()
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
