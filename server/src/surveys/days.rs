//! The daily heads of the ledgers (每日账本摘要, R34): once a day is over in every project, where each ledger stood at
//! its end is written down, published, and mailed to the auditors. Whoever keeps one of these can prove a change of
//! anything before it.

use chrono::{Days, NaiveDate, NaiveTime, TimeZone as _};
use chrono_tz::Tz;
use sqlx::AnyConnection;
use steward_core::ids::ProjectId;
use steward_core::surveys::ledger::{Hash, day_digest};
use steward_core::time::Instant;

use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::jobs::Job;
use crate::live::Change;
use crate::outbox::notice;

/// How many days that nobody published are made up for at most.
const MOST_MISSED: u64 = 400;

/// The publishing of one server.
pub struct DailyHeads {
    app: App,
}

/// A project with its zone.
struct Place {
    id: ProjectId,
    zone: Tz,
}

impl DailyHeads {
    /// The publishing of this server.
    pub const fn new(app: App) -> Self {
        Self { app }
    }

    async fn places(&self) -> Answer<Vec<Place>> {
        let found = sql("select id, zone from projects order by id").rows(&self.app.db().read).await?;
        let place = |row| {
            let zone: String = rows::text(row, 1)?;
            let zone = zone.parse().map_err(|_| Failure::internal(format!("no zone is called {zone}")))?;
            Ok(Place { id: rows::parsed(row, 0)?, zone })
        };
        found.iter().map(place).collect()
    }

    async fn last_published(&self) -> Answer<Option<NaiveDate>> {
        let row = sql("select max(day) from ledger_days").row(&self.app.db().read).await?;
        let day = row.map(|row| rows::maybe_text(&row, 0)).transpose()?.flatten();
        Ok(day.and_then(|day| day.parse().ok()))
    }

    async fn publish(&self, day: NaiveDate, places: &[Place], now: Instant) -> Answer<()> {
        let ends: Vec<(ProjectId, Instant)> =
            places.iter().map(|p| Ok((p.id.clone(), end(day, p.zone)?))).collect::<Answer<_>>()?;
        let channels = self.app.config().notify.channels();
        self.app
            .writer()
            .run(move |conn| Box::pin(async move { write(conn, day, &ends, &channels, now).await }))
            .await
    }
}

impl Job for DailyHeads {
    const NAME: &'static str = "ledger_days";

    async fn run(&self) -> Answer<Option<Instant>> {
        let places = self.places().await?;
        let now = self.app.now();
        // The last day that is over everywhere.
        let over = places.iter().filter_map(|p| local_date(now, p.zone).checked_sub_days(Days::new(1))).min();
        let Some(over) = over else { return Ok(None) };
        let oldest = over.checked_sub_days(Days::new(MOST_MISSED)).unwrap_or(over);
        let next = self.last_published().await?.and_then(|day| day.checked_add_days(Days::new(1)));
        let first = next.map_or(over, |next| next.max(oldest));
        for day in first.iter_days().take_while(|day| *day <= over) {
            self.publish(day, &places, now).await?;
        }
        let Some(coming) = over.checked_add_days(Days::new(1)) else { return Ok(None) };
        let ends = places.iter().map(|p| end(coming, p.zone)).collect::<Answer<Vec<_>>>()?;
        Ok(ends.into_iter().max())
    }

    fn hears(&self, _: &Change, _: Option<Instant>) -> bool {
        false
    }
}

fn local_date(at: Instant, zone: Tz) -> NaiveDate {
    let utc = chrono::DateTime::from_timestamp_millis(at.millis()).unwrap_or_default();
    zone.from_utc_datetime(&utc.naive_utc()).date_naive()
}

/// The first moment after a local day. Where the clock jumps over midnight, the first one that there is.
fn end(day: NaiveDate, zone: Tz) -> Answer<Instant> {
    let next = day.checked_add_days(Days::new(1)).ok_or_else(|| Failure::internal("the end of time"))?;
    let midnight = next.and_time(NaiveTime::MIN);
    let local = (0..4)
        .find_map(|hour| zone.from_local_datetime(&(midnight + chrono::TimeDelta::hours(hour))).earliest());
    let local = local.ok_or_else(|| Failure::internal(format!("{next} does not begin in {zone}")))?;
    Ok(Instant::from_millis(local.timestamp_millis()))
}

/// Writes a day down, unless somebody has.
async fn write(
    conn: &mut AnyConnection,
    day: NaiveDate,
    ends: &[(ProjectId, Instant)],
    channels: &[&'static str],
    now: Instant,
) -> Answer<()> {
    let mut heads = Vec::new();
    for (project, end) in ends {
        let (n, head) = head_before(conn, project, *end).await?;
        heads.push((project.clone(), n, head.to_string()));
    }
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    let digest = day_digest(heads.iter().map(|(p, n, head)| (p.as_str(), count(*n), head.as_str())));
    let day = day.to_string();
    let fresh = sql("insert into ledger_days (day, published_at, digest) values ($1, $2, $3) on conflict (day) do nothing")
        .bind(day.as_str())
        .bind(now.millis())
        .bind(digest.to_string())
        .run(&mut *conn)
        .await?;
    if fresh == 0 {
        return Ok(());
    }
    for (project, n, head) in &heads {
        sql("insert into ledger_heads (project_id, day, n, head) values ($1, $2, $3, $4)")
            .bind(project.as_str())
            .bind(day.as_str())
            .bind(*n)
            .bind(head.as_str())
            .run(&mut *conn)
            .await?;
    }
    let lines: Vec<String> = heads.iter().map(|(p, n, head)| format!("{p} {n} {head}")).collect();
    let Some((project, ..)) = heads.first() else { return Ok(()) };
    let told = notice::ledger_day(&day, project, &lines.join("\n"), &digest.to_string(), now);
    for channel in channels {
        sql("insert into outbox (id, project_id, ticket_id, seq, channel, body, due_at) values ($1, $2, $3, 0, $4, $5, $6)")
            .bind(format!("ledger-{day}-{channel}"))
            .bind(project.as_str())
            .bind("")
            .bind(*channel)
            .bind(serde_json::to_string(&told)?)
            .bind(now.millis())
            .run(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Where a ledger stood at a time: its number of records, and its head.
async fn head_before(conn: &mut AnyConnection, project: &ProjectId, end: Instant) -> Answer<(i64, Hash)> {
    let row = sql("select n, hash from ledger where project_id = $1 and at < $2 order by n desc limit 1")
        .bind(project.as_str())
        .bind(end.millis())
        .row(conn)
        .await?;
    let Some(row) = row else { return Ok((0, Hash::ZERO)) };
    Ok((rows::int(&row, 0)?, rows::text(&row, 1)?.parse().map_err(Failure::internal)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_where_the_next_begins() {
        let end = |day: &str, zone: Tz| end(day.parse().unwrap(), zone).unwrap().to_rfc3339();
        assert_eq!(end("2026-09-14", chrono_tz::Asia::Shanghai), "2026-09-14T16:00:00Z");
        assert_eq!(end("2026-12-31", chrono_tz::UTC), "2027-01-01T00:00:00Z");
        // In Beirut the clock jumps from midnight to one.
        assert_eq!(end("2026-03-28", chrono_tz::Asia::Beirut), "2026-03-28T22:00:00Z");
        let late = Instant::parse_rfc3339("2026-09-14T17:00:00Z").unwrap();
        assert_eq!(local_date(late, chrono_tz::Asia::Shanghai).to_string(), "2026-09-15");
    }
}
