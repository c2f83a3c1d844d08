//! Answers to open questions as texts: of surveys that have ended, and only as their results show them to the same
//! reader. A text is known by the digest of its words, never by who gave it; the same words are one text.

use std::collections::HashMap;

use sqlx::AnyConnection;
use steward_core::ids::TextId;
use steward_core::surveys::campaign::results::open_texts;
use steward_core::surveys::campaign::{Campaign, Kind, Phase};
use steward_core::surveys::coding::api::Wanted;
use steward_core::surveys::coding::{Reading, TextKind, TextRef};

use super::texts::{Found, Wish};
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::surveys::campaigns::links::digest;
use crate::surveys::campaigns::{access, figures, store};

/// Who read a text, each with the latest that they made of it.
type Read = HashMap<TextId, Vec<(bool, Reading)>>;

/// The answers of surveys that ended in the span.
pub(super) async fn list(conn: &mut AnyConnection, wish: Wish<'_>) -> Answer<Vec<Found>> {
    if wish.project.is_some() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    let query = sql("select c.body from campaigns c where c.state <> 'draft' and c.opens_at < ")
        .value(wish.span.1.millis())
        .then(" and c.closes_at >= ")
        .value(wish.span.0.millis())
        .then(" and ");
    for row in &access::visible(query, wish.actor).then(" order by c.id").rows(&mut *conn).await? {
        let campaign: Campaign = rows::json(row, 0)?;
        let ends = campaign.ends();
        if campaign.phase(wish.now) != Phase::Ended || ends < wish.span.0 || ends >= wish.span.1 {
            continue;
        }
        let projects = store::projects(&mut *conn, wish.actor, &campaign).await?;
        let stands = figures::stands(&mut *conn, wish.actor, &campaign, &projects).await?;
        for question in campaign.plan.questions.0.iter().filter(|q| matches!(q.kind, Kind::Open)) {
            for (words, n) in open_texts(question, &stands) {
                let id = digest(&format!("{}/{}/{words}", campaign.id, question.id));
                let id: TextId = id.chars().take(40).collect::<String>().parse()?;
                if wish.only.is_some_and(|only| only.id != id || only.project.is_some()) {
                    continue;
                }
                all.push(Found {
                    text: TextRef { project: None, kind: TextKind::Answer, id },
                    project_name: String::new(),
                    at: ends,
                    words,
                    stars: None,
                    scenario: None,
                    question: Some(question.text.clone()),
                    n,
                    reading: None,
                });
            }
        }
    }
    let read = readings(conn, &all).await?;
    let me = &wish.actor.person;
    all.retain_mut(|found| {
        let of = read.get(&found.text.id).map_or(&[][..], Vec::as_slice);
        found.reading = of.iter().find(|(latest, _)| *latest).map(|(_, reading)| reading.clone());
        match wish.wanted {
            None => true,
            Some(Wanted::Unread) => found.reading.is_none(),
            Some(Wanted::Read) => found.reading.is_some(),
            Some(Wanted::Second) => !of.is_empty() && of.iter().all(|(_, reading)| reading.by != *me),
        }
    });
    Ok(all)
}

/// The readings of these texts.
async fn readings(conn: &mut AnyConnection, texts: &[Found]) -> Answer<Read> {
    let mut read = Read::new();
    for some in texts.chunks(500) {
        let query = sql("select text_id, is_latest, body from codings where project_id = '' and kind = ")
            .value(TextKind::Answer.word())
            .then(" and text_id in ")
            .list(some.iter().map(|found| found.text.id.as_str()));
        for row in &query.rows(&mut *conn).await? {
            let reading = (rows::flag(row, 1)?, rows::json(row, 2)?);
            read.entry(rows::parsed(row, 0)?).or_default().push(reading);
        }
    }
    Ok(read)
}
