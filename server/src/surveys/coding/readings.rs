//! Readings in the store: the latest counts, the others stay. How far two readers agree.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use steward_core::accounts::permit::{Action, Object, Whose, may};
use steward_core::accounts::{Actor, Scope};
use steward_core::ids::ProjectId;
use steward_core::problem::{Code, Problem};
use steward_core::surveys::coding::api::{ReadText, VoiceText};
use steward_core::surveys::coding::{Agreement, Reading, kappa};
use steward_core::time::Instant;

use super::texts::{self, Found, Wish};
use super::{book, handlers};
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::random;

/// Keeps a reading of a text that the actor may see and read. The same reading again changes nothing.
pub(crate) async fn add(
    conn: &mut AnyConnection,
    actor: &Actor,
    given: ReadText,
    now: Instant,
) -> Answer<VoiceText> {
    let span = texts::span(conn, given.month).await?;
    let wish = Wish { actor, span, now, project: None, kind: None, wanted: None, only: Some(&given.text) };
    let found = texts::list(conn, wish, None, 1).await?.into_iter().next().ok_or(Code::NotFound)?;
    let whose = Whose { project: given.text.project.as_ref(), ..Whose::default() };
    if !may(actor, Action::Update, Object::Survey, whose) {
        return Err(Code::Forbidden.into());
    }
    let book = book::current(conn).await?;
    let problems = given.reading.check(&book);
    let Some(sentiment) = given.reading.sentiment.filter(|_| problems.is_empty()) else {
        return Err(Problem::invalid(problems).into());
    };
    let reading = Reading {
        codes: given.reading.codes,
        sentiment,
        by: actor.person.clone(),
        name: actor.name.clone(),
        at: now,
        book: book.version,
    };
    let same = found.reading.as_ref().is_some_and(|before| {
        before.by == reading.by && before.codes == reading.codes && before.sentiment == reading.sentiment
    });
    if !same {
        write(conn, &found, &reading).await?;
    }
    Ok(handlers::shown(&book, Found { reading: Some(reading), ..found }, true))
}

async fn write(conn: &mut AnyConnection, found: &Found, reading: &Reading) -> Answer<()> {
    let project = found.text.project.as_ref().map_or("", ProjectId::as_str);
    sql("update codings set is_latest = 0 where project_id = $1 and kind = $2 and text_id = $3 and is_latest = 1")
        .bind(project)
        .bind(found.text.kind.word())
        .bind(found.text.id.as_str())
        .run(&mut *conn)
        .await?;
    sql("insert into codings (project_id, kind, text_id, id, at, person_id, is_latest, body) \
        values ($1, $2, $3, $4, $5, $6, 1, $7)")
    .bind(project)
    .bind(found.text.kind.word())
    .bind(found.text.id.as_str())
    .bind(random::id()?)
    .bind(reading.at.millis())
    .bind(reading.by.as_str())
    .bind(serde_json::to_string(reading)?)
    .run(conn)
    .await?;
    Ok(())
}

/// How far two readers agree on the main code and on the sentiment, over the texts that a second one read in the span:
/// the latest reading of each of the last two readers. Readings of answers are part of it for who sees the whole group.
pub(super) async fn agreement(conn: &mut AnyConnection, wish: Wish<'_>) -> Answer<(Agreement, Agreement)> {
    let query = sql("select c.project_id, c.kind, c.text_id, c.body from codings c where c.at < ")
        .value(wish.span.1.millis())
        .then(
            " and exists (select 1 from codings d where d.project_id = c.project_id and d.kind = c.kind \
            and d.text_id = c.text_id and d.person_id <> c.person_id and d.at < ",
        )
        .value(wish.span.1.millis())
        .then(
            ") and exists (select 1 from codings e where e.project_id = c.project_id and e.kind = c.kind \
            and e.text_id = c.text_id and e.at >= ",
        )
        .value(wish.span.0.millis())
        .then(" and e.at < ")
        .value(wish.span.1.millis())
        .then(") and ");
    let mut query = match (wish.project, &wish.actor.scope) {
        (None, Scope::Group) => query.then("1 = 1"),
        _ => texts::in_scope(query, "c.project_id", wish.actor),
    };
    if let Some(project) = wish.project {
        query = query.then(" and c.project_id = ").value(project.as_str());
    }
    let found = query.then(" order by c.at desc, c.id").rows(conn).await?;
    // The latest of each reader, the later reader first.
    let mut of: BTreeMap<(String, String, String), Vec<Reading>> = BTreeMap::new();
    for row in &found {
        let key = (rows::text(row, 0)?, rows::text(row, 1)?, rows::text(row, 2)?);
        let (reading, all): (Reading, _) = (rows::json(row, 3)?, of.entry(key).or_default());
        if all.iter().all(|there| there.by != reading.by) {
            all.push(reading);
        }
    }
    let pairs: Vec<(&Reading, &Reading)> = of
        .values()
        .filter_map(|all| match all.as_slice() {
            [later, earlier, ..] => Some((earlier, later)),
            _ => None,
        })
        .collect();
    let codes: Vec<_> = pairs.iter().map(|(a, b)| (a.codes.first(), b.codes.first())).collect();
    let sentiments: Vec<_> = pairs.iter().map(|(a, b)| (a.sentiment, b.sentiment)).collect();
    Ok((kappa(&codes), kappa(&sentiments)))
}
