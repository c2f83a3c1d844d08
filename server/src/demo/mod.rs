//! The demo group (演示数据): 澄岸物业集团 with its regions, projects, homes and people.
//!
//! The same every time, so that screenshots and browser stories can name things. Tickets are made by giving the
//! same commands that people give, at earlier instants; nothing here writes a state. What is over was simulated
//! ([`crate::simulate`]), what is going on today is told by hand. Never for a real server.

mod group;
mod handbook;
mod homes;
mod past;
mod people;
mod pictures;
mod story;
mod surveys;
mod tickets;
mod today;
mod voice;

#[cfg(test)]
pub(crate) mod tests;

use sqlx::Connection as _;
use steward_core::time::Instant;

use crate::db::{Db, sql};
use crate::http::error::Answer;
use crate::photos::Photos;
use crate::writer::Writer;

pub(crate) use group::standard;
pub use people::{Account, accounts};
pub(crate) use pictures::evidence;

/// How much to fill in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Filling {
    /// The group, its people, four months of past and the tickets of today.
    #[default]
    Everything,
    /// As everything, with little past: for tests that look at every ticket.
    Little,
    /// The group and its people: tests make their own tickets.
    People,
}

/// The password of every demo account of staff.
pub const PASSWORD: &str = "steward-demo";

/// Whether the database holds demo data.
pub async fn is_there(db: &Db) -> Answer<bool> {
    Ok(sql("select count(*) from settings where name = 'demo'").number(&db.read).await? > 0)
}

/// Whether the database holds nothing yet.
pub async fn is_empty(db: &Db) -> Answer<bool> {
    Ok(sql("select (select count(*) from projects) + (select count(*) from persons)")
        .number(&db.read)
        .await?
        == 0)
}

/// Fills an empty database; one that holds anything is left alone, and the answer is `false`.
pub async fn fill(db: &Db, writer: &Writer, photos: &Photos, with: Filling, now: Instant) -> Answer<bool> {
    let empty = is_empty(db).await?;
    if empty {
        fill_group(db, now).await?;
        let extent = match with {
            Filling::Everything => Some(past::Extent::WHOLE),
            Filling::Little => Some(past::Extent::LITTLE),
            Filling::People => None,
        };
        if let Some(extent) = extent {
            homes::fill(db, writer, now).await?;
            // Surveys ask the homes that the demo names: those have answers.
            surveys::fill(db, writer, now).await?;
            let photo = pictures::store(writer, photos, now).await?;
            // The log begins with the past.
            past::fill(db, extent, photo.clone(), now).await?;
            tickets::fill(db, writer, photo, now).await?;
            handbook::fill(writer, now).await?;
            voice::fill(db, writer, now).await?;
        }
    }
    Ok(empty)
}

/// Writes the group and its people into an empty database.
pub async fn fill_group(db: &Db, now: Instant) -> Answer<()> {
    let mut conn = db.write.acquire().await?;
    let mut tx = conn.begin_with(db.engine.begin()).await?;
    group::insert(&mut tx).await?;
    people::insert(&mut tx, now).await?;
    sql("insert into settings (name, value) values ('demo', '1'), ('group', $1)")
        .bind(group::NAME)
        .run(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}
