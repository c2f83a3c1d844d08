//! Leases (租约): of several servers on one database, one at a time does a piece of work.
//!
//! A lease saves double work. By itself it makes no work right: whoever stood still may come back after its end, so
//! what must not happen twice is refused by the store's own keys, or done while the lease is held ([`hold`]). One that
//! is not given back runs out.

use sqlx::AnyConnection;
use steward_core::time::{Instant, Seconds};

use crate::db::{Db, rows, sql};
use crate::http::error::Answer;
use crate::writer::Writer;

/// Takes a lease, or prolongs one's own; `false` while somebody else has it. One that ends later than anybody takes
/// it for was taken before the clock was set back, and is free.
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
                where leases.holder = excluded.holder or leases.until_at <= $4 or leases.until_at > $5",
            );
            let query = query.bind(name).bind(holder).bind((now + length).millis());
            let query = query.bind(now.millis()).bind((now + length + length).millis());
            Ok(query.run(conn).await? > 0)
            })
        })
        .await
}

/// Keeps one's own lease until the end of this transaction; `false` when it ran out and somebody else has it by now.
/// So what is done within the transaction is done by one server, however long it stood still before.
pub async fn hold(conn: &mut AnyConnection, name: &'static str, holder: &str) -> Answer<bool> {
    let query = sql("update leases set until_at = until_at where name = $1 and holder = $2");
    Ok(query.bind(name).bind(holder.to_owned()).run(conn).await? > 0)
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
