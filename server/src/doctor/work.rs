//! Whether somebody does what is due: the clock, leases, jobs that lag, notices, published days, the last backup.

use steward_core::time::{Instant, Seconds};

use super::{Finding, unreadable};
use crate::backup::LAST;
use crate::db::{Db, Engine, rows, sql};
use crate::http::error::Answer;

/// How far two clocks may be apart.
const APART: Seconds = Seconds(2);
/// How long what is due may wait before somebody should look: jobs try again after seconds.
const LATE: Seconds = Seconds(120);
/// A lease ends sooner than that.
const LONGEST_LEASE: Seconds = Seconds(600);
/// A notice that failed is tried again; that long it may wait without a try.
const UNSENT: Seconds = Seconds(600);
/// How old the last backup may be.
const BACKUP: Seconds = Seconds::days(2);

const START: &str = "see that a server of this database runs with jobs, and what it says in its log";

pub(super) async fn examine(db: &Db, now: Instant, found: &mut Vec<Finding>) {
    for (check, findings) in [
        ("clock", clock(db, now).await),
        ("leases", leases(db, now).await),
        ("clock sweep", sweep(db, now).await),
        ("projector", projector(db, now).await),
        ("notices", notices(db, now).await),
        ("ledger days", days(db, now).await),
        ("backup", backup(db, now).await),
    ] {
        found.push(findings.unwrap_or_else(|error| unreadable(check, error)));
    }
}

async fn clock(db: &Db, now: Instant) -> Answer<Finding> {
    let advice = "set this machine's clock and keep it with NTP: due times are reckoned by it";
    let query =
        sql("select coalesce(max(at), 0) from (select at from events order by position desc limit 100) e");
    let newest = Instant::from_millis(query.number(&db.read).await?);
    if newest > now + APART {
        let what = format!("the newest event is of {}, which is still to come", newest.to_rfc3339());
        return Ok(Finding::failure("clock", what, advice));
    }
    if db.engine == Engine::Postgres {
        let query = sql("select (extract(epoch from clock_timestamp()) * 1000)::bigint");
        let there = Instant::from_millis(query.number(&db.read).await?);
        let apart = there.since(now).get().abs();
        if apart > APART.get() {
            return Ok(Finding::warning("clock", format!("{apart} s from the database's"), advice));
        }
    }
    Ok(Finding::ok("clock", now.to_rfc3339()))
}

async fn leases(db: &Db, now: Instant) -> Answer<Finding> {
    let found = sql("select name, until_at from leases order by name").rows(&db.read).await?;
    let (mut stale, mut early) = (Vec::new(), Vec::new());
    for row in &found {
        let (name, until) = (rows::text(row, 0)?, Instant::from_millis(rows::int(row, 1)?));
        if until + LATE < now {
            stale.push(name);
        } else if until > now + LONGEST_LEASE {
            early.push(name);
        }
    }
    Ok(if !early.is_empty() {
        let what = format!("{} taken on a clock that is ahead", early.join(", "));
        Finding::warning("leases", what, "set the clocks of all servers; the next one takes them over")
    } else if !stale.is_empty() {
        let what = format!("{} not given back, and nobody has taken over", stale.join(", "));
        Finding::warning("leases", what, START)
    } else {
        Finding::ok("leases", format!("{} held", found.len()))
    })
}

/// What waits since when: fine while it is not long.
fn waiting(check: &'static str, what: &str, count: i64, since: Option<Instant>, now: Instant) -> Finding {
    match since {
        Some(since) if since + LATE < now => {
            let minutes = now.since(since).get() / 60;
            Finding::warning(check, format!("{count} {what}, the first for {minutes} minutes"), START)
        }
        _ => Finding::ok(check, format!("{count} {what}")),
    }
}

async fn count_since(db: &Db, query: crate::db::Sql) -> Answer<(i64, Option<Instant>)> {
    let Some(row) = query.row(&db.read).await? else { return Ok((0, None)) };
    Ok((rows::int(&row, 0)?, rows::maybe_int(&row, 1)?.map(Instant::from_millis)))
}

async fn sweep(db: &Db, now: Instant) -> Answer<Finding> {
    let query = sql("select count(*), min(tick_at) from tickets where tick_at is not null and tick_at <= $1");
    let (count, since) = count_since(db, query.bind(now.millis())).await?;
    Ok(waiting("clock sweep", "tickets wait for a warning or a breach", count, since, now))
}

async fn projector(db: &Db, now: Instant) -> Answer<Finding> {
    let query = sql("select count(*), min(at) from events \
        where position > (select coalesce(max(position), 0) from projections where name = 'cockpit')");
    let (count, since) = count_since(db, query).await?;
    Ok(waiting("projector", "events are not in the cockpit's sums yet", count, since, now))
}

async fn notices(db: &Db, now: Instant) -> Answer<Finding> {
    let dead = sql("select count(*) from outbox where dead_at is not null").number(&db.read).await?;
    let query = sql(
        "select count(*), min(due_at) from outbox where done_at is null and dead_at is null and due_at <= $1",
    );
    let (count, since) = count_since(db, query.bind(now.millis())).await?;
    if since.is_some_and(|since| since + UNSENT < now) {
        let what = format!("{count} are due and nobody sends them");
        return Ok(Finding::warning("notices", what, START));
    }
    Ok(if dead > 0 {
        Finding::warning(
            "notices",
            format!("{dead} were given up"),
            "`steward outbox` says why and tries them again",
        )
    } else {
        Finding::ok("notices", format!("{count} are due"))
    })
}

async fn days(db: &Db, now: Instant) -> Answer<Finding> {
    let row = sql("select max(published_at), (select count(*) from projects) from ledger_days")
        .row(&db.read)
        .await?;
    let Some(row) = row else { return Ok(unreadable("ledger days", "no answer")) };
    let last = rows::maybe_int(&row, 0)?.map(Instant::from_millis);
    Ok(match last {
        Some(last) if last + Seconds::days(2) < now => {
            Finding::warning("ledger days", format!("none was published since {}", last.to_rfc3339()), START)
        }
        None if rows::int(&row, 1)? > 0 => Finding::warning("ledger days", "none was ever published", START),
        None => Finding::ok("ledger days", "there is no project yet"),
        Some(last) => Finding::ok("ledger days", format!("last published {}", last.to_rfc3339())),
    })
}

async fn backup(db: &Db, now: Instant) -> Answer<Finding> {
    let row = sql("select value from settings where name = $1").bind(LAST).row(&db.read).await?;
    let last = row.map(|row| rows::text(&row, 0)).transpose()?;
    let advice = "run `steward backup` each day, best onto another disk";
    Ok(match last.as_deref().map(|text| (text, Instant::parse_rfc3339(text))) {
        Some((text, Some(at))) if at + BACKUP < now => {
            Finding::warning("backup", format!("the last one is of {text}"), advice)
        }
        Some((text, Some(_))) => Finding::ok("backup", format!("the last one is of {text}")),
        _ => Finding::warning("backup", "none was made by `steward backup`", advice),
    })
}
