//! Making and changing staff logins: for the command line and the demo data.
//!
//! These run beside a server in a process of their own, so they take the write connection themselves.

use sqlx::{AnyConnection, Connection as _};
use steward_core::accounts::{Department, Role};
use steward_core::time::Instant;

use super::passwords;
use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::random;
use crate::secret::Secret;

/// A member of staff who is to sign in.
#[derive(Debug)]
pub struct NewLogin {
    /// The name to sign in with.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Where.
    pub places: Vec<Place>,
    /// The department, for roles that belong to one.
    pub department: Option<Department>,
    /// The password.
    pub password: Secret,
}

/// Where a role reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// One household.
    Household(String),
    /// One project.
    Project(String),
    /// One region with all its projects.
    Region(String),
    /// The whole group.
    Group,
}

impl Place {
    fn columns(&self) -> (&'static str, &str) {
        match self {
            Self::Household(id) => ("household", id),
            Self::Project(id) => ("project", id),
            Self::Region(id) => ("region", id),
            Self::Group => ("group", ""),
        }
    }
}

/// Adds a person with a login; answers the person's id.
pub async fn add(db: &Db, new: NewLogin, now: Instant) -> Answer<String> {
    let mut conn = db.write.acquire().await?;
    let mut tx = conn.begin_with(db.engine.begin()).await?;
    let person = random::id()?;
    let hash = hash(&new.password)?;
    insert(&mut tx, &person, &new, &hash, now).await?;
    tx.commit().await?;
    Ok(person)
}

/// Adds a person of this id with a login and this hash of its password, inside a transaction.
pub async fn insert(
    conn: &mut AnyConnection,
    person: &str,
    new: &NewLogin,
    hash: &str,
    now: Instant,
) -> Answer<()> {
    let well_formed = (1..=64).contains(&new.login.len()) && new.login.bytes().all(|b| b.is_ascii_graphic());
    if !well_formed {
        return Err(Failure::internal("a login name has 1 to 64 letters, digits or signs and no spaces"));
    }
    let taken = sql("select count(*) from logins where login = $1")
        .bind(new.login.as_str())
        .number(&mut *conn)
        .await?;
    if taken > 0 {
        return Err(Failure::internal(format!("there is a login {} already", new.login)));
    }
    insert_person(conn, person, &new.name, "", now).await?;
    for place in &new.places {
        grant(conn, person, new.role, place, new.department).await?;
    }
    sql("insert into logins (login, person_id, role, password_hash, created_at) values ($1, $2, $3, $4, $5)")
        .bind(new.login.as_str())
        .bind(person)
        .bind(new.role.word())
        .bind(hash)
        .bind(now.millis())
        .run(conn)
        .await?;
    Ok(())
}

/// Adds a person.
pub async fn insert_person(
    conn: &mut AnyConnection,
    id: &str,
    name: &str,
    phone: &str,
    now: Instant,
) -> Answer<()> {
    sql("insert into persons (id, name, phone, created_at) values ($1, $2, $3, $4)")
        .bind(id)
        .bind(name)
        .bind(phone)
        .bind(now.millis())
        .run(conn)
        .await?;
    Ok(())
}

/// Lets a person act in a role in one place, which must exist.
pub async fn grant(
    conn: &mut AnyConnection,
    person: &str,
    role: Role,
    place: &Place,
    department: Option<Department>,
) -> Answer<()> {
    let (kind, id) = place.columns();
    let found = match place {
        Place::Household(_) => {
            sql("select count(*) from households where id = $1").bind(id).number(&mut *conn).await?
        }
        Place::Project(_) => {
            sql("select count(*) from projects where id = $1").bind(id).number(&mut *conn).await?
        }
        Place::Region(_) => {
            sql("select count(*) from regions where id = $1").bind(id).number(&mut *conn).await?
        }
        Place::Group => 1,
    };
    if found == 0 {
        return Err(Failure::internal(format!("there is no {kind} {id}")));
    }
    sql("insert into grants (person_id, role, kind, id, department) values ($1, $2, $3, $4, $5)")
        .bind(person)
        .bind(role.word())
        .bind(kind)
        .bind(id)
        .bind(department.map_or("", Department::word))
        .run(conn)
        .await?;
    Ok(())
}

/// Sets a password; every session of the person ends.
pub async fn set_password(db: &Db, login: &str, password: &Secret) -> Answer<()> {
    let hash = hash(password)?;
    change(db, login, "update logins set password_hash = $2 where login = $1", hash).await
}

/// Sets or, when empty, takes away the second factor.
pub async fn set_totp(db: &Db, login: &str, secret: &Secret) -> Answer<()> {
    let text = "update logins set totp_secret = $2, totp_last_step = 0 where login = $1";
    change(db, login, text, secret.reveal().to_owned()).await
}

/// Sets or, when empty, takes away the address that notices go to.
pub async fn set_email(db: &Db, login: &str, email: &str) -> Answer<()> {
    let mut conn = db.write.acquire().await?;
    let set = sql("update persons set email = $1 where id = (select person_id from logins where login = $2)");
    match set.bind(email).bind(login).run(&mut *conn).await? {
        0 => Err(Failure::internal(format!("there is no login {login}"))),
        _ => Ok(()),
    }
}

/// Lets nobody sign in with this login any more.
pub async fn disable(db: &Db, login: &str) -> Answer<()> {
    change(db, login, "update logins set disabled = 1, password_hash = $2 where login = $1", String::new())
        .await
}

async fn change(db: &Db, login: &str, text: &'static str, value: String) -> Answer<()> {
    let mut conn = db.write.acquire().await?;
    let mut tx = conn.begin_with(db.engine.begin()).await?;
    if sql(text).bind(login).bind(value).run(&mut *tx).await? == 0 {
        return Err(Failure::internal(format!("there is no login {login}")));
    }
    sql("delete from sessions where person_id in (select person_id from logins where login = $1)")
        .bind(login)
        .run(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

/// One line for each login.
pub async fn list(db: &Db) -> Answer<Vec<String>> {
    let found = sql("select l.login, l.role, p.name, l.totp_secret, l.disabled from logins l \
         join persons p on p.id = l.person_id order by l.login")
    .rows(&db.read)
    .await?;
    found
        .iter()
        .map(|row| {
            let second = if rows::text(row, 3)?.is_empty() { "" } else { " +totp" };
            let off = if rows::flag(row, 4)? { " (disabled)" } else { "" };
            let (login, role, name) = (rows::text(row, 0)?, rows::text(row, 1)?, rows::text(row, 2)?);
            Ok(format!("{login}\t{role}\t{name}{second}{off}"))
        })
        .collect()
}

/// The hash of a password that is long enough.
pub fn hash(password: &Secret) -> Answer<String> {
    if password.reveal().chars().count() < passwords::SHORTEST {
        return Err(Failure::internal(format!("a password has at least {} characters", passwords::SHORTEST)));
    }
    passwords::hash(password)
}
