//! What the database holds: its schema, its own checks, counts that must agree, the ledgers of ratings.

use super::{Finding, unreadable};
use crate::db::{Db, Engine, migrate, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::surveys::audit;

/// What to do when what is stored contradicts itself.
const RESTORE: &str =
    "keep a copy of it as it is, and restore the last backup that `steward restore --check` finds sound";

/// Whether the database can be looked at further.
pub(super) async fn examine(db: &Db, found: &mut Vec<Finding>) -> bool {
    let schema = schema(db).await.unwrap_or_else(|error| unreadable("schema", error));
    let (last, goes_on) = (schema.what.clone(), schema.level != super::Level::Failure);
    let current = goes_on && last.ends_with(CURRENT);
    found.push(schema);
    if !current {
        return false;
    }
    for (check, finding) in [
        ("database", pages(db).await),
        ("indexes", indexes(db).await),
        ("log", log(db).await),
        ("sums", sums(db).await),
        ("ledger", ledgers(db).await),
    ] {
        found.push(finding.unwrap_or_else(|error| unreadable(check, error)));
    }
    true
}

/// How the word about the schema of this version ends.
const CURRENT: &str = "is this version's";

async fn schema(db: &Db) -> Answer<Finding> {
    let broken = sql("select count(*) from _sqlx_migrations where not success").number(&db.read).await?;
    let step = sql("select coalesce(max(version), 0) from _sqlx_migrations").number(&db.read).await?;
    let own = migrate::last_step();
    let finding =
        |level: fn(_, String, &'static str) -> Finding, what: String, advice| level("schema", what, advice);
    Ok(if broken > 0 {
        finding(Finding::failure, format!("{broken} steps were broken off"), "restore the last backup")
    } else if step > own {
        finding(
            Finding::failure,
            format!("step {step}, and this version knows {own}"),
            "use the version of Steward that the server runs",
        )
    } else if step < own {
        finding(
            Finding::warning,
            format!("step {step}, and this version has {own}"),
            "back up, then start `steward serve` of this version: it takes the steps; until then nothing more is checked",
        )
    } else {
        Finding::ok("schema", format!("step {step} {CURRENT}"))
    })
}

async fn pages(db: &Db) -> Answer<Finding> {
    if db.engine == Engine::Postgres {
        return Ok(Finding::ok("database", "PostgreSQL answers"));
    }
    let said = sql("PRAGMA quick_check(1)").rows(&db.read).await?;
    let first = said.first().map(|row| rows::text(row, 0)).transpose()?.unwrap_or_default();
    if first != "ok" {
        return Ok(Finding::failure("database", format!("SQLite finds it damaged: {first}"), RESTORE));
    }
    let dangling = sql("select count(*) from pragma_foreign_key_check").number(&db.read).await?;
    Ok(if dangling > 0 {
        Finding::failure("database", format!("{dangling} rows name others that are not there"), RESTORE)
    } else {
        Finding::ok("database", "SQLite finds no damage")
    })
}

/// A house that was being filled when that broke off has none: every page would read whole tables.
async fn indexes(db: &Db) -> Answer<Finding> {
    let own = migrate::indexes().await.map_err(Failure::internal)?;
    let there = db.engine.indexes(&mut *db.read.acquire().await?).await?;
    let missing: Vec<&String> = own.iter().filter(|own| there.iter().all(|(name, _)| name != *own)).collect();
    Ok(match missing.first() {
        None => Finding::ok("indexes", format!("all {} are there", own.len())),
        Some(first) => Finding::failure(
            "indexes",
            format!("{} of {} are missing, as {first}", missing.len(), own.len()),
            "if this house was being filled, empty the database and fill it again; else restore the last backup",
        ),
    })
}

/// Each ticket stands where its last event left it, and no event is missing. A history that was packed beside its ticket
/// has left the log, and only what happened since is there. Each query sees one moment.
async fn log(db: &Db) -> Answer<Finding> {
    let query = sql(
        "select (select count(*) from events), (select coalesce(max(position), 0) from events), \
        (select count(*) from tickets where packed is null), (select count(*) from tickets where packed is not null), \
        (select coalesce(cast(sum(seq) as bigint), 0) from tickets where packed is null), \
        (select count(*) from events e join tickets t on t.project_id = e.project_id and t.id = e.ticket_id \
            where t.packed is null)",
    );
    let row = query.row(&db.read).await?;
    let Some(row) = row else { return Ok(unreadable("log", "no answer")) };
    let (events, last) = (rows::int(&row, 0)?, rows::int(&row, 1)?);
    let (tickets, packed) = (rows::int(&row, 2)?, rows::int(&row, 3)?);
    let (steps, theirs) = (rows::int(&row, 4)?, rows::int(&row, 5)?);
    let failure = |what: String| Ok(Finding::failure("log", what, RESTORE));
    if last < events || (packed == 0 && events != last) {
        return failure(format!("{events} events, but the last has number {last}: some are missing"));
    }
    if theirs != steps {
        return failure(format!(
            "{theirs} events, but the tickets have {steps}: one of the two is not whole"
        ));
    }
    Ok(Finding::ok(
        "log",
        format!("{tickets} tickets with {theirs} events, and {packed} with their history packed"),
    ))
}

async fn sums(db: &Db) -> Answer<Finding> {
    let query = sql("select p.position, (select coalesce(max(position), 0) from events), \
        (select count(*) from counted), (select count(*) from tickets) from projections p where p.name = 'cockpit'");
    let Some(row) = query.row(&db.read).await? else {
        return Ok(Finding::failure("sums", "the cockpit's projection is gone", RESTORE));
    };
    let (position, last) = (rows::int(&row, 0)?, rows::int(&row, 1)?);
    let (counted, tickets) = (rows::int(&row, 2)?, rows::int(&row, 3)?);
    let remake = "run `steward rebuild`: it makes them anew while the server serves";
    Ok(if position > last {
        Finding::failure("sums", format!("they are at event {position}, but the log ends at {last}"), remake)
    } else if position == last && counted != tickets {
        Finding::failure("sums", format!("{counted} of {tickets} tickets count"), remake)
    } else {
        Finding::ok("sums", format!("{counted} of {tickets} tickets count, up to event {position} of {last}"))
    })
}

async fn ledgers(db: &Db) -> Answer<Finding> {
    let verdicts = audit::verify(db, None).await?;
    let bad: Vec<String> = verdicts
        .iter()
        .filter_map(|verdict| Some(format!("{}: {}", verdict.project, verdict.result.as_ref().err()?)))
        .collect();
    let records: u64 = verdicts.iter().filter_map(|verdict| Some(verdict.result.as_ref().ok()?.count)).sum();
    Ok(if bad.is_empty() {
        Finding::ok("ledger", format!("{} ledgers with {records} records are sound", verdicts.len()))
    } else {
        let advice = "somebody changed what may not be changed: run `steward verify-ledger` and compare with the published heads";
        Finding::failure("ledger", bad.join("; "), advice)
    })
}
