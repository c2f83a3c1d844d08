//! Taking old sums away, once those that were made anew have their place.

use sqlx::AnyConnection;

use super::anew::Remade;
use crate::db::{rows, sql};
use crate::http::error::Answer;

/// How many rows of old sums one transaction takes away, give or take those of one bucket.
const OLD_ROWS: i64 = 5000;

/// How far old sums are taken away, in the order of their key. What is gone stands in an index of PostgreSQL until that
/// is cleared: who begins at the first row each time walks through all of it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Gone {
    generation: i64,
    bucket: String,
}

/// Takes away some buckets of sums that nobody reads any more.
pub(super) async fn forget(conn: &mut AnyConnection, generation: i64, gone: &Gone) -> Answer<Remade> {
    let next = sql("select generation from rollups where (generation, bucket) > ($1, $2) \
        order by generation, bucket limit 1")
    .bind(gone.generation)
    .bind(gone.bucket.as_str())
    .row(&mut *conn)
    .await?;
    let old = next.map(|row| rows::int(&row, 0)).transpose()?.filter(|old| *old < generation);
    let Some(old) = old else { return Ok(Remade::All) };
    let from = if old == gone.generation { gone.bucket.as_str() } else { "" };
    let last = sql("select bucket from rollups where generation = $1 and bucket > $2 \
        order by bucket, day limit 1 offset $3")
    .bind(old)
    .bind(from)
    .bind(OLD_ROWS)
    .row(&mut *conn)
    .await?;
    let last = last.map(|row| rows::text(&row, 0)).transpose()?;
    let query = sql("delete from rollups where generation = ").value(old).then(" and bucket > ").value(from);
    let (query, gone) = match last {
        Some(last) => {
            let query = query.then(" and bucket <= ").value(last.as_str());
            (query, Gone { generation: old, bucket: last })
        }
        None => (query, Gone { generation: old + 1, bucket: String::new() }),
    };
    Ok(Remade::Sums(query.run(conn).await?, gone))
}
