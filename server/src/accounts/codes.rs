//! One-time codes for owners: asked for, kept as a hash, used once.
//!
//! Nothing here tells whether a phone is known: every phone gets a row, the same answer and the same errors; a
//! message goes out only where somebody owns the number.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use steward_core::accounts::{Phone, Role};
use steward_core::ids::PersonId;
use steward_core::problem::{Code, Problem};
use steward_core::time::{Instant, Seconds};

use super::sessions;
use crate::config::Sessions;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::random;

/// How long a code can be used.
const LIFE: Seconds = Seconds::minutes(5);
/// How long until another one can be asked for.
pub(super) const AGAIN_AFTER: Seconds = Seconds(60);
/// After this many wrong tries the code is used up.
const MOST_WRONG: i64 = 5;

/// A code that was made.
pub(super) struct Made {
    /// The six digits.
    pub(super) code: String,
    /// Whether somebody owns the phone, so that a message goes out.
    pub(super) known: bool,
}

/// Makes a code for a phone, unless one was made a moment ago.
pub(super) async fn make(conn: &mut AnyConnection, phone: &Phone, now: Instant) -> Answer<Made> {
    let before =
        sql("select sent_at from codes where phone = $1").bind(phone.as_str()).row(&mut *conn).await?;
    if let Some(row) = before {
        let wait = AGAIN_AFTER - now.since(Instant::from_millis(rows::int(&row, 0)?));
        if wait > Seconds::ZERO {
            return Err(Problem::new(Code::SlowDown).with("seconds", wait.get()).into());
        }
    }
    let code = random::six_digits()?;
    let salt = random::id()?;
    sql("insert into codes (phone, salt, hash, sent_at, expires_at, wrong_tries) values ($1, $2, $3, $4, $5, 0) \
         on conflict (phone) do update set salt = excluded.salt, hash = excluded.hash, sent_at = excluded.sent_at, \
         expires_at = excluded.expires_at, wrong_tries = 0")
    .bind(phone.as_str())
    .bind(salt.as_str())
    .bind(hash(&salt, phone, &code))
    .bind(now.millis())
    .bind((now + LIFE).millis())
    .run(&mut *conn)
    .await?;
    let known = owner(conn, phone).await?.is_some();
    Ok(Made { code, known })
}

/// Forgets a code that could not be delivered, so that another one can be asked for at once.
pub(super) async fn forget(conn: &mut AnyConnection, phone: &Phone) -> Answer<()> {
    sql("delete from codes where phone = $1").bind(phone.as_str()).run(conn).await?;
    Ok(())
}

/// Uses a code: the token of a new session, or why not. A wrong try is counted, so it is a result, not an error.
pub(super) async fn redeem(
    conn: &mut AnyConnection,
    phone: &Phone,
    code: &str,
    now: Instant,
    lengths: Sessions,
) -> Answer<Result<String, Code>> {
    let row = sql("select salt, hash, expires_at, wrong_tries from codes where phone = $1")
        .bind(phone.as_str())
        .row(&mut *conn)
        .await?;
    let Some(row) = row else { return Ok(Err(Code::CodeExpired)) };
    let tries = rows::int(&row, 3)?;
    if tries >= MOST_WRONG {
        return Ok(Err(Code::CodeUsedUp));
    }
    if now.millis() >= rows::int(&row, 2)? {
        return Ok(Err(Code::CodeExpired));
    }
    if hash(&rows::text(&row, 0)?, phone, code) != rows::text(&row, 1)? {
        sql("update codes set wrong_tries = wrong_tries + 1 where phone = $1")
            .bind(phone.as_str())
            .run(conn)
            .await?;
        return Ok(Err(if tries + 1 >= MOST_WRONG { Code::CodeUsedUp } else { Code::WrongCredentials }));
    }
    forget(conn, phone).await?;
    match owner(conn, phone).await? {
        Some(person) => sessions::begin(conn, &person, Role::Owner, now, lengths).await.map(Ok),
        None => Ok(Err(Code::WrongCredentials)),
    }
}

/// The owner who has this phone.
async fn owner(conn: &mut AnyConnection, phone: &Phone) -> Answer<Option<PersonId>> {
    let row = sql("select p.id from persons p where p.phone = $1 and exists \
         (select 1 from grants g where g.person_id = p.id and g.role = $2)")
    .bind(phone.as_str())
    .bind(Role::Owner.word())
    .row(conn)
    .await?;
    row.map(|row| rows::parsed(&row, 0)).transpose()
}

fn hash(salt: &str, phone: &Phone, code: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{salt}:{}:{code}", phone.as_str())))
}
