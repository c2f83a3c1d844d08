//! Sessions: a random token in a cookie, its hash in the store.
//!
//! Whoever reads the database cannot take over a session. A session ends when it was idle too long, when its time
//! is over, or when its person signs out. This is not permission.

use axum::http::{HeaderMap, HeaderValue, header};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use steward_core::accounts::Role;
use steward_core::ids::PersonId;
use steward_core::time::{Instant, Seconds};

use crate::config::{Config, Sessions};
use crate::db::{Db, rows, sql};
use crate::http::error::Answer;
use crate::random;

/// The name of the cookie.
pub const COOKIE: &str = "steward_session";

/// How stale "last seen" may become before it is written again.
const TOUCH_AFTER: Seconds = Seconds::minutes(5);

/// A session that goes on.
#[derive(Clone, Debug)]
pub struct Session {
    /// The hash of its token: its key in the store.
    pub token_hash: String,
    /// Whose it is.
    pub person: PersonId,
    /// The role it acts in.
    pub role: Role,
    /// The person's name.
    pub name: String,
    /// Whether "last seen" is stale.
    pub touch: bool,
    /// When it ends in any case.
    pub ends_at: Instant,
}

/// How long a session of this role may be idle, and last.
fn lifetime(role: Role, sessions: Sessions) -> (Seconds, Seconds) {
    let hours = |n: u32| Seconds::hours(i64::from(n));
    if role == Role::Owner {
        (hours(sessions.owner_idle_hours), hours(sessions.owner_hours))
    } else {
        (hours(sessions.staff_idle_hours), hours(sessions.staff_hours))
    }
}

/// The hash of a token.
pub fn hash(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token))
}

/// Begins a session; answers its token. Sessions of the same person that are over are cleared away.
pub async fn begin(
    conn: &mut AnyConnection,
    person: &PersonId,
    role: Role,
    now: Instant,
    lengths: Sessions,
) -> Answer<String> {
    let token = random::token()?;
    let ends = now + lifetime(role, lengths).1;
    sql("delete from sessions where person_id = $1 and ends_at <= $2")
        .bind(person.as_str())
        .bind(now.millis())
        .run(&mut *conn)
        .await?;
    sql("insert into sessions (token_hash, person_id, role, created_at, seen_at, ends_at) values ($1, $2, $3, $4, $4, $5)")
        .bind(hash(&token))
        .bind(person.as_str())
        .bind(role.word())
        .bind(now.millis())
        .bind(ends.millis())
        .run(conn)
        .await?;
    Ok(token)
}

/// The session of this key, if it goes on at `now`.
pub async fn find(db: &Db, token_hash: String, now: Instant, lengths: Sessions) -> Answer<Option<Session>> {
    let row = sql(
        "select s.person_id, s.role, p.name, s.seen_at, s.ends_at from sessions s join persons p on p.id = s.person_id \
         where s.token_hash = $1 and s.ends_at > $2",
    )
    .bind(token_hash.as_str())
    .bind(now.millis())
    .row(&db.read)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let role = rows::word(&row, 1, Role::from_word)?;
    let idle = now.since(Instant::from_millis(rows::int(&row, 3)?));
    if idle >= lifetime(role, lengths).0 {
        return Ok(None);
    }
    let (person, name) = (rows::parsed(&row, 0)?, rows::text(&row, 2)?);
    let ends_at = Instant::from_millis(rows::int(&row, 4)?);
    Ok(Some(Session { token_hash, person, role, name, touch: idle >= TOUCH_AFTER, ends_at }))
}

/// Notes that a session was used.
pub async fn touch(conn: &mut AnyConnection, token_hash: &str, now: Instant) -> Answer<()> {
    sql("update sessions set seen_at = $1 where token_hash = $2")
        .bind(now.millis())
        .bind(token_hash)
        .run(conn)
        .await?;
    Ok(())
}

/// Ends a session.
pub async fn end(conn: &mut AnyConnection, token_hash: &str) -> Answer<()> {
    sql("delete from sessions where token_hash = $1").bind(token_hash).run(conn).await?;
    Ok(())
}

/// The token in a request's cookies.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, token)| token)
}

/// The cookie that hands out a token, or takes it back when there is none.
pub fn cookie(token: Option<&str>, role: Role, config: &Config) -> Option<HeaderValue> {
    let age = token.map_or(0, |_| lifetime(role, config.sessions).1.get());
    let secure = if config.https() { "; Secure" } else { "" };
    let token = token.unwrap_or_default();
    HeaderValue::from_str(&format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}"))
        .ok()
}
