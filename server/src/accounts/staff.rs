//! Staff sign-in: login name, password and, where set up, the authenticator's six digits.

use sqlx::AnyConnection;
use steward_core::accounts::Role;
use steward_core::accounts::api::StaffSignIn;
use steward_core::ids::PersonId;
use steward_core::problem::{Code, Field, Problem};

use super::{passwords, sessions};
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::secret::Secret;

struct Login {
    person: PersonId,
    role: Role,
    password_hash: String,
    totp_secret: String,
}

/// Signs in; the token of the new session and its role.
pub(super) async fn sign_in(app: &App, given: StaffSignIn) -> Answer<(String, Role)> {
    let login = find(app, &given.login).await?;
    let stored = login.as_ref().map(|l| l.password_hash.clone());
    let right = passwords::verify(Secret::new(given.password), stored).await?;
    let Some(login) = login.filter(|_| right) else { return Err(Code::WrongCredentials.into()) };
    let now = app.now();
    let step = match (login.totp_secret.as_str(), given.totp) {
        ("", _) => None,
        (_, None) => return Err(Code::TotpNeeded.into()),
        (secret, Some(code)) => match passwords::totp_step(secret, &code, now)? {
            None => return Err(Problem::new(Code::WrongCredentials).at(Field::Totp).into()),
            step => step,
        },
    };
    let lengths = app.config().sessions;
    let (who, person, role) = (given.login, login.person, login.role);
    let begin = app.writer().run(move |conn| {
        Box::pin(async move {
            if let Some(step) = step {
                use_step(conn, &who, step).await?;
            }
            sessions::begin(conn, &person, role, now, lengths).await
        })
    });
    Ok((begin.await?, role))
}

/// A code opens one session only: its step must be later than the last one used.
async fn use_step(conn: &mut AnyConnection, login: &str, step: i64) -> Answer<()> {
    let used = sql("update logins set totp_last_step = $1 where login = $2 and totp_last_step < $1")
        .bind(step)
        .bind(login)
        .run(conn)
        .await?;
    if used == 0 {
        return Err(Problem::new(Code::WrongCredentials).at(Field::Totp).into());
    }
    Ok(())
}

async fn find(app: &App, login: &str) -> Answer<Option<Login>> {
    let row = sql(
        "select person_id, role, password_hash, totp_secret from logins where login = $1 and disabled = 0",
    )
    .bind(login)
    .row(&app.db().read)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Login {
        person: rows::parsed(&row, 0)?,
        role: rows::word(&row, 1, Role::from_word)?,
        password_hash: rows::text(&row, 2)?,
        totp_secret: rows::text(&row, 3)?,
    }))
}
