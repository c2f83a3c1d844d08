//! Leases (租约): of several servers on one database, one at a time does a piece of work.
//!
//! A lease only saves double work; it is never what makes work right. One that is not given back runs out.

use steward_core::time::{Instant, Seconds};

use crate::db::{Db, rows, sql};
use crate::http::error::Answer;
use crate::writer::Writer;

/// Takes a lease, or prolongs one's own; `false` while somebody else has it.
pub async fn take(
    writer: &Writer,
    name: &'static str,
    holder: &str,
    now: Instant,
    length: Seconds,
) -> Answer<bool> {
    let holder = holder.to_owned();
    writer
        .run(move |conn| {
            Box::pin(async move {
            let query = sql(
                "insert into leases (name, holder, until_at) values ($1, $2, $3) on conflict (name) do update \
                set holder = excluded.holder, until_at = excluded.until_at \
                where leases.holder = excluded.holder or leases.until_at <= $4",
            );
            let query = query.bind(name).bind(holder).bind((now + length).millis()).bind(now.millis());
            Ok(query.run(conn).await? > 0)
            })
        })
        .await
}

/// Gives one's own lease back before its end.
pub async fn give_back(writer: &Writer, name: &'static str, holder: &str) -> Answer<()> {
    let holder = holder.to_owned();
    writer
        .run(move |conn| {
            Box::pin(async move {
                sql("delete from leases where name = $1 and holder = $2")
                    .bind(name)
                    .bind(holder)
                    .run(conn)
                    .await?;
                Ok(())
            })
        })
        .await
}

/// Until when somebody has a lease.
pub async fn until(db: &Db, name: &'static str) -> Answer<Option<Instant>> {
    let row = sql("select until_at from leases where name = $1").bind(name).row(&db.read).await?;
    row.map(|row| rows::int(&row, 0).map(Instant::from_millis)).transpose()
}
