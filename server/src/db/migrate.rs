//! The schema, step by step. An applied step is never edited: a new one follows it.
//!
//! The same names lie in `migrations/sqlite` and `migrations/postgres`; a test compares them.

use std::collections::BTreeSet;

use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection as _, SqlSafeStr};

use super::Engine;

/// The steps, as (number, name, SQLite text, PostgreSQL text).
const STEPS: &[(i64, &str, &str, &str)] = &[
    (
        1,
        "base",
        include_str!("../../migrations/sqlite/0001_base.sql"),
        include_str!("../../migrations/postgres/0001_base.sql"),
    ),
    (
        2,
        "jobs",
        include_str!("../../migrations/sqlite/0002_jobs.sql"),
        include_str!("../../migrations/postgres/0002_jobs.sql"),
    ),
    (
        3,
        "standards",
        include_str!("../../migrations/sqlite/0003_standards.sql"),
        include_str!("../../migrations/postgres/0003_standards.sql"),
    ),
    (
        4,
        "campaigns",
        include_str!("../../migrations/sqlite/0004_campaigns.sql"),
        include_str!("../../migrations/postgres/0004_campaigns.sql"),
    ),
    (
        5,
        "voices",
        include_str!("../../migrations/sqlite/0005_voices.sql"),
        include_str!("../../migrations/postgres/0005_voices.sql"),
    ),
    (
        6,
        "handbook",
        include_str!("../../migrations/sqlite/0006_handbook.sql"),
        include_str!("../../migrations/postgres/0006_handbook.sql"),
    ),
    (
        7,
        "customer_voice",
        include_str!("../../migrations/sqlite/0007_customer_voice.sql"),
        include_str!("../../migrations/postgres/0007_customer_voice.sql"),
    ),
    (
        8,
        "follow_ups",
        include_str!("../../migrations/sqlite/0008_follow_ups.sql"),
        include_str!("../../migrations/postgres/0008_follow_ups.sql"),
    ),
    (
        9,
        "cockpit",
        include_str!("../../migrations/sqlite/0009_cockpit.sql"),
        include_str!("../../migrations/postgres/0009_cockpit.sql"),
    ),
    (
        10,
        "thresholds",
        include_str!("../../migrations/sqlite/0010_thresholds.sql"),
        include_str!("../../migrations/postgres/0010_thresholds.sql"),
    ),
    (
        11,
        "alarms",
        include_str!("../../migrations/sqlite/0011_alarms.sql"),
        include_str!("../../migrations/postgres/0011_alarms.sql"),
    ),
    (
        12,
        "compact",
        include_str!("../../migrations/sqlite/0012_compact.sql"),
        include_str!("../../migrations/postgres/0012_compact.sql"),
    ),
    (
        13,
        "bounded",
        include_str!("../../migrations/sqlite/0013_bounded.sql"),
        include_str!("../../migrations/postgres/0013_bounded.sql"),
    ),
    (
        14,
        "figures",
        include_str!("../../migrations/sqlite/0014_figures.sql"),
        include_str!("../../migrations/postgres/0014_figures.sql"),
    ),
    (
        15,
        "reports",
        include_str!("../../migrations/sqlite/0015_reports.sql"),
        include_str!("../../migrations/postgres/0015_reports.sql"),
    ),
    (
        16,
        "milestones",
        include_str!("../../migrations/sqlite/0016_milestones.sql"),
        include_str!("../../migrations/postgres/0016_milestones.sql"),
    ),
    (
        17,
        "channels",
        include_str!("../../migrations/sqlite/0017_channels.sql"),
        include_str!("../../migrations/postgres/0017_channels.sql"),
    ),
    (
        18,
        "marks",
        include_str!("../../migrations/sqlite/0018_marks.sql"),
        include_str!("../../migrations/postgres/0018_marks.sql"),
    ),
    (
        19,
        "commands",
        include_str!("../../migrations/sqlite/0019_commands.sql"),
        include_str!("../../migrations/postgres/0019_commands.sql"),
    ),
];

/// The number of the last step that this version knows.
pub fn last_step() -> i64 {
    STEPS.iter().map(|(number, ..)| *number).max().unwrap_or_default()
}

/// Brings the schema up to date. Two servers that start at once take turns.
pub async fn run(engine: Engine, pool: &AnyPool) -> Result<(), MigrateError> {
    steps(engine, last_step()).run(pool).await
}

/// The same on one connection.
pub async fn run_on(engine: Engine, conn: &mut AnyConnection) -> Result<(), MigrateError> {
    steps(engine, last_step()).run(conn).await
}

/// The names of the indexes that a new house has beside its keys, on both engines.
pub async fn indexes() -> Result<BTreeSet<String>, MigrateError> {
    super::dialect::install_drivers();
    let mut conn = AnyConnection::connect("sqlite::memory:").await?;
    run_on(Engine::Sqlite, &mut conn).await?;
    Ok(Engine::Sqlite.indexes(&mut conn).await?.into_iter().map(|(name, _)| name).collect())
}

/// The steps up to this one.
fn steps(engine: Engine, last: i64) -> Migrator {
    let steps = STEPS
        .iter()
        .filter(|(number, ..)| *number <= last)
        .map(|(number, name, sqlite, postgres)| {
            let text = match engine {
                Engine::Sqlite => *sqlite,
                Engine::Postgres => *postgres,
            };
            Migration::new(*number, (*name).into(), MigrationType::Simple, text.into_sql_str(), false)
        })
        .collect();
    Migrator::with_migrations(steps)
}

#[cfg(test)]
#[path = "migrate_tests.rs"]
mod tests;
