//! Personal links to rate by (免登录评价链接): made when a message to an owner goes out, known here only by the hash of
//! their secret, and at their end with the rating window.
//!
//! A link stands for one owner and one ticket. It gives that owner's rating and nothing else, and only while the
//! owner still reaches the home. It is never shown to staff.

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use steward_core::accounts::{Actor, Role};
use steward_core::ids::{LinkToken, PersonId, TicketId};
use steward_core::problem::{Code, Problem};
use steward_core::tickets::{Refusal, Ticket};
use steward_core::time::{Instant, Seconds};

use crate::accounts::scope;
use crate::app::App;
use crate::db::{Db, rows, sql};
use crate::http::error::Answer;
use crate::random;
use crate::tickets::{service, store};
use crate::writer::Writer;

/// How long a link that has ended still says so.
const REMEMBERED: Seconds = Seconds::days(30);

/// What a link opens.
pub(super) struct Opened {
    /// The owner it was sent to.
    pub(super) owner: Actor,
    /// The ticket.
    pub(super) ticket: Ticket,
}

fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token))
}

/// The ticket, if its owners are still asked to rate it.
pub(crate) async fn asked(db: &Db, id: &TicketId) -> Answer<Option<Ticket>> {
    let query = sql("select ").then(store::WHOLE).then(" from tickets where id = $1");
    let row = query.bind(id.as_str()).row(&db.read).await?;
    let ticket = row.map(|row| store::read(&row)).transpose()?;
    Ok(ticket.filter(|t| {
        let asked = t.rating_ask.as_ref().is_some_and(|ask| !ask.lapsed);
        asked && t.rating.is_none() && t.completed_at.is_some()
    }))
}

/// A new link for an owner, where the server knows its own address and the ticket still waits for a rating.
pub(crate) async fn make(
    app: &App,
    ticket: &Ticket,
    person: &PersonId,
    now: Instant,
) -> Answer<Option<String>> {
    let (Some(url), Some(ends)) = (&app.config().public_url, ticket.window_until().filter(|at| now < *at))
    else {
        return Ok(None);
    };
    let token = BASE64URL_NOPAD.encode(&random::bytes::<16>()?);
    let link = format!("{url}/r/{token}");
    let (key, project, id, person) =
        (hash(&token), ticket.said.project.clone(), ticket.id.clone(), person.clone());
    app.writer()
        .run(move |conn| {
            Box::pin(async move {
                sql("insert into rating_links (token_hash, project_id, ticket_id, person_id, made_at, ends_at) \
                    values ($1, $2, $3, $4, $5, $6)")
                .bind(key)
                .bind(project.as_str())
                .bind(id.as_str())
                .bind(person.as_str())
                .bind(now.millis())
                .bind(ends.millis())
                .run(conn)
                .await?;
                Ok(())
            })
        })
        .await?;
    Ok(Some(link))
}

/// What a link opens; `not_found` for one that never was, and the end of the window for one that is over.
pub(super) async fn open(app: &App, token: &LinkToken) -> Answer<Opened> {
    let row = sql("select l.ticket_id, l.person_id, l.ends_at, p.name from rating_links l \
        join persons p on p.id = l.person_id where l.token_hash = $1")
    .bind(hash(token.as_str()))
    .row(&app.db().read)
    .await?
    .ok_or(Code::NotFound)?;
    let until = Instant::from_millis(rows::int(&row, 2)?);
    let (person, name) = (rows::parsed(&row, 1)?, rows::text(&row, 3)?);
    let owner = scope::actor(app.db(), person, Role::Owner, name).await?.ok_or(Code::NotFound)?;
    let ticket: TicketId = rows::parsed(&row, 0)?;
    let ticket = service::visible(app, &owner, &ticket).await?;
    if app.now() > until {
        return Err(Problem::refused(Refusal::RatingWindowOver { until }).into());
    }
    Ok(Opened { owner, ticket })
}

/// Forgets links that ended long ago.
pub(crate) async fn clean(writer: &Writer, now: Instant) -> Answer<()> {
    let before = now - REMEMBERED;
    writer
        .run(move |conn| {
            Box::pin(async move {
                sql("delete from rating_links where ends_at < $1").bind(before.millis()).run(conn).await?;
                Ok(())
            })
        })
        .await
}
