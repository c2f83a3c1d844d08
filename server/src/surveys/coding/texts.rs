//! The month's texts, the newest first: complaints, ratings and suggestions from the store, answers as surveys show them.
//!
//! A page is the first of four lists in one order: by time, then by kind, then by id. Each list asks the store only for
//! what follows the page before.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::permit::{Action, Object, reach};
use steward_core::accounts::{Actor, Scope};
use steward_core::ids::{ProjectId, TextId};
use steward_core::problem::Code;
use steward_core::surveys::campaign::Words;
use steward_core::surveys::coding::api::Wanted;
use steward_core::surveys::coding::{Month, Reading, TextKind, TextRef};
use steward_core::tickets::Scenario;
use steward_core::time::Instant;

use super::answers;
use crate::db::{Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::owners;
use crate::tickets::{store, visible};

/// How many rows are read at once; of ratings, not all have anything to say.
const CHUNK: i64 = 500;

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Wish<'a> {
    /// Who asks.
    pub(super) actor: &'a Actor,
    /// From when, and until when exclusively.
    pub(super) span: (Instant, Instant),
    /// The moment of asking.
    pub(super) now: Instant,
    /// Of this project only.
    pub(super) project: Option<&'a ProjectId>,
    /// Of this kind only.
    pub(super) kind: Option<TextKind>,
    /// Read or not.
    pub(super) wanted: Option<Wanted>,
    /// This text only.
    pub(super) only: Option<&'a TextRef>,
}

/// The place of a text in the order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    at: i64,
    kind: TextKind,
    id: String,
}

impl Place {
    /// Reads a place as a client gives it back.
    pub(super) fn read(text: &str) -> Answer<Self> {
        let bad = || Failure::from(Code::Malformed);
        let mut parts = text.splitn(3, '/');
        let mut part = || parts.next().ok_or_else(bad);
        let at = part()?.parse().map_err(|_| bad())?;
        let kind = TextKind::from_word(part()?).ok_or_else(bad)?;
        Ok(Self { at, kind, id: part()?.to_owned() })
    }

    /// Whether a text comes after this place.
    pub(super) fn is_before(&self, found: &Found) -> bool {
        found.order() > (core::cmp::Reverse(self.at), self.kind, self.id.as_str())
    }
}

/// A text that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) text: TextRef,
    pub(super) project_name: String,
    pub(super) at: Instant,
    pub(super) words: String,
    pub(super) stars: Option<u8>,
    pub(super) scenario: Option<Scenario>,
    pub(super) question: Option<Words>,
    pub(super) n: u64,
    pub(super) reading: Option<Reading>,
}

impl Found {
    fn order(&self) -> (core::cmp::Reverse<i64>, TextKind, &str) {
        (core::cmp::Reverse(self.at.millis()), self.text.kind, self.text.id.as_str())
    }

    /// Its place, as a client gives it back.
    pub(super) fn place(&self) -> String {
        format!("{}/{}/{}", self.at.millis(), self.text.kind.word(), self.text.id)
    }
}

/// The first and the last moment of a month where the group is.
pub(super) async fn span(conn: &mut AnyConnection, month: Month) -> Answer<(Instant, Instant)> {
    let zone = owners::zone(conn).await?;
    let midnight = |month: Month| {
        let local = month.first().and_hms_opt(0, 0, 0)?.and_local_timezone(zone).earliest()?;
        Some(Instant::from_millis(local.timestamp_millis()))
    };
    midnight(month).zip(midnight(month.next())).ok_or_else(|| Code::Malformed.into())
}

/// The texts after a place, at most `most`.
pub(super) async fn list(
    conn: &mut AnyConnection,
    wish: Wish<'_>,
    after: Option<&Place>,
    most: usize,
) -> Answer<Vec<Found>> {
    let mut all = Vec::new();
    for kind in TextKind::ALL {
        let asked = wish.kind.is_none_or(|k| k == *kind) && wish.only.is_none_or(|only| only.kind == *kind);
        if !asked {
            continue;
        }
        if *kind == TextKind::Answer {
            let found = answers::list(&mut *conn, wish).await?;
            all.extend(found.into_iter().filter(|found| after.is_none_or(|place| place.is_before(found))));
        } else {
            all.extend(stored(&mut *conn, wish, *kind, after, most).await?);
        }
    }
    all.sort_by(|a, b| a.order().cmp(&b.order()));
    all.truncate(most);
    Ok(all)
}

/// The texts of one kind that lie in the store.
async fn stored(
    conn: &mut AnyConnection,
    wish: Wish<'_>,
    kind: TextKind,
    after: Option<&Place>,
    most: usize,
) -> Answer<Vec<Found>> {
    let mut place = after.cloned();
    let mut all = Vec::new();
    loop {
        let (query, at) = source(kind, wish);
        let query = narrowed(query, wish, kind, at, place.as_ref());
        let found = query.then(" limit ").value(CHUNK).rows(&mut *conn).await?;
        for row in &found {
            all.extend(read(row, kind)?);
        }
        let full = i64::try_from(found.len()).unwrap_or(0) == CHUNK;
        let Some(last) = found.last().filter(|_| full && all.len() < most) else { return Ok(all) };
        place = Some(Place { at: rows::int(last, 3)?, kind, id: rows::text(last, 2)? });
    }
}

/// Where texts of a kind come from, with everything that this actor may not see left out, and the column of their time.
fn source(kind: TextKind, wish: Wish<'_>) -> (Sql, &'static str) {
    let joined = " left join codings c on c.project_id = t.project_id and c.text_id = t.id and c.is_latest = 1 \
        and c.kind = ";
    match kind {
        TextKind::Suggestion => {
            let query = sql(
                "select t.project_id, p.name, t.id, t.at, c.body, t.text, t.scenario from suggestions t \
                join projects p on p.id = t.project_id",
            );
            let query = query.then(joined).value(kind.word()).then(" where ");
            (in_scope(query, "t.project_id", wish.actor), "t.at")
        }
        TextKind::Rating => {
            let query = sql("select t.project_id, p.name, t.id, l.at, c.body, ");
            let query = query.then(store::WHOLE_T).then(
                " from ledger l \
                join tickets t on t.project_id = l.project_id and t.id = l.ticket_id \
                join projects p on p.id = t.project_id",
            );
            let query = query.then(joined).value(kind.word()).then(" where ");
            let query = match reach(wish.actor.role, Action::Read, Object::TicketRating) {
                Some(_) => query,
                None => query.then("1 = 0 and "),
            };
            (visible::to(query, wish.actor), "l.at")
        }
        TextKind::Complaint | TextKind::Answer => {
            let query = sql("select t.project_id, p.name, t.id, t.submitted_at, c.body, ");
            let query =
                query.then(store::WHOLE_T).then(" from tickets t join projects p on p.id = t.project_id");
            let query = query.then(joined).value(kind.word()).then(" where t.scenario = ");
            let query = query.value(Scenario::Complaint.word()).then(" and ");
            (visible::to(query, wish.actor), "t.submitted_at")
        }
    }
}

/// Adds the condition that a project lies in the actor's scope.
pub(super) fn in_scope(query: Sql, column: &'static str, actor: &Actor) -> Sql {
    match &actor.scope {
        Scope::Group => query.then("1 = 1"),
        Scope::Projects(projects) => {
            query.then(column).then(" in ").list(projects.iter().map(ProjectId::as_str))
        }
        Scope::Households(_) => query.then("1 = 0"),
    }
}

/// Adds what is asked for, from a place on, in the order of the list.
fn narrowed(query: Sql, wish: Wish<'_>, kind: TextKind, at: &'static str, after: Option<&Place>) -> Sql {
    let mut query = query.then(" and ").then(at).then(" >= ").value(wish.span.0.millis());
    query = query.then(" and ").then(at).then(" < ").value(wish.span.1.millis());
    if let Some(project) = wish.project {
        query = query.then(" and t.project_id = ").value(project.as_str());
    }
    if let Some(only) = wish.only {
        query = query.then(" and t.project_id = ").value(only.project.as_ref().map_or("", ProjectId::as_str));
        query = query.then(" and t.id = ").value(only.id.as_str());
    }
    query = match wish.wanted {
        None => query,
        Some(Wanted::Unread) => query.then(" and c.id is null"),
        Some(Wanted::Read) => query.then(" and c.id is not null"),
        Some(Wanted::Second) => {
            let query = query.then(
                " and c.id is not null and not exists (select 1 from codings m where m.project_id = t.project_id \
                and m.kind = c.kind and m.text_id = t.id and m.person_id = ",
            );
            query.value(wish.actor.person.as_str()).then(")")
        }
    };
    if let Some(place) = after {
        query = query.then(" and (").then(at).then(" < ").value(place.at);
        query = match kind.cmp(&place.kind) {
            core::cmp::Ordering::Less => query.then(")"),
            core::cmp::Ordering::Greater => query.then(" or ").then(at).then(" = ").value(place.at).then(")"),
            core::cmp::Ordering::Equal => {
                let query = query.then(" or (").then(at).then(" = ").value(place.at);
                query.then(" and t.id > ").value(place.id.as_str()).then("))")
            }
        };
    }
    query.then(" order by ").then(at).then(" desc, t.id")
}

/// A text of a row; `None` for a rating that says nothing in words and is not low.
fn read(row: &AnyRow, kind: TextKind) -> Answer<Option<Found>> {
    let id: TextId = rows::parsed(row, 2)?;
    let (words, stars, scenario) = match kind {
        TextKind::Suggestion => (rows::text(row, 5)?, None, Some(rows::word(row, 6, Scenario::from_word)?)),
        TextKind::Rating => {
            let ticket = store::read_at(row, 5)?;
            let Some(rating) = ticket.rating.filter(|r| r.stars.is_low() || !r.text.trim().is_empty()) else {
                return Ok(None);
            };
            (rating.text.trim().to_owned(), Some(rating.stars.get()), Some(ticket.said.scenario))
        }
        TextKind::Complaint | TextKind::Answer => {
            let ticket = store::read_at(row, 5)?;
            (ticket.said.text, None, Some(ticket.said.scenario))
        }
    };
    let reading = rows::maybe_text(row, 4)?.map(|body| serde_json::from_str(&body)).transpose()?;
    Ok(Some(Found {
        text: TextRef { project: Some(rows::parsed(row, 0)?), kind, id },
        project_name: rows::text(row, 1)?,
        at: Instant::from_millis(rows::int(row, 3)?),
        words,
        stars,
        scenario,
        question: None,
        n: 1,
        reading,
    }))
}
