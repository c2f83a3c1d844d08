//! What is known of the demo group's homes: older and newer projects, a few that decorate, some whose contract ends
//! soon.

use chrono::{Days, Months, NaiveDate};
use steward_core::day::Day;
use steward_core::ids::{HouseholdId, ProjectId};
use steward_core::owners::Facts;
use steward_core::time::Instant;

use super::people::homes;
use crate::db::Db;
use crate::http::error::Answer;
use crate::owners::{store, today};
use crate::writer::Writer;

/// Years between the handover of each project's first home and now; the last project is being handed over.
const AGES: [u32; 5] = [6, 4, 3, 1, 0];
/// Segments, the most frequent first.
const SEGMENTS: [&str; 4] = ["自住", "自住", "改善", "出租"];

/// The facts of the `n`th home of all, in a project that was handed over so many years ago.
fn facts(n: usize, years: u32, today: NaiveDate) -> Facts {
    let k = u32::try_from(n).unwrap_or(0);
    let spread = Days::new(u64::from(k * 47 % 150));
    let over = today - Months::new(12 * years) - Days::new(40) + spread;
    let in_on =
        (over + Days::new(60 + u64::from(k * 31 % 90))).min(today - Days::new(u64::from(k % 28))).max(over);
    let lives_in = over <= today;
    // Contracts are for a year, from the day of moving in; every fifth ends in these weeks.
    let ends = match k % 5 {
        1 => today + Days::new(u64::from(12 + k * 13 % 75)),
        _ => today + Days::new(u64::from(95 + k * 37 % 260)),
    };
    let decorates = lives_in && k % 9 == 4;
    Facts {
        handed_over_on: Some(Day(over)),
        moved_in_on: lives_in.then_some(Day(in_on)),
        decoration_from: decorates.then_some(Day(today - Days::new(20))),
        decoration_until: decorates.then_some(Day(today + Days::new(70))),
        contract_ends_on: (over <= today).then_some(Day(ends)),
        segment: SEGMENTS.get(n % SEGMENTS.len()).copied().unwrap_or_default().to_owned(),
    }
}

/// Writes them all, as an import would.
pub(super) async fn fill(db: &Db, writer: &Writer, now: Instant) -> Answer<()> {
    let mut conn = db.read.acquire().await?;
    let today = today(&mut conn, now).await?;
    drop(conn);
    let mut all = Vec::new();
    for (n, project, home) in homes() {
        let at = super::group::PROJECTS.iter().position(|p| p.id == project.id).unwrap_or(0);
        let (project, home): (ProjectId, HouseholdId) = (project.id.parse()?, home.parse()?);
        all.push((project, home, facts(n, AGES.get(at).copied().unwrap_or(1), today)));
    }
    writer
        .run(move |conn| {
            Box::pin(async move {
                for (project, home, facts) in &all {
                    let before = Facts::default();
                    store::write(&mut *conn, (project, home), (&before, facts), "", now).await?;
                }
                Ok(())
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use steward_core::owners::lifecycle;

    #[test]
    fn the_demo_homes_are_believable_and_in_every_stage() {
        let today: NaiveDate = "2026-09-15".parse().unwrap();
        let all: Vec<Facts> = (0..26).map(|n| facts(n, AGES[n * 5 / 26], today)).collect();
        for facts in &all {
            assert!(facts.check().is_empty(), "{facts:?}");
        }
        let stages: std::collections::BTreeSet<_> =
            all.iter().filter_map(|facts| lifecycle(facts, today).property).collect();
        assert_eq!(stages.len(), 4, "{stages:?}");
        let developer: std::collections::BTreeSet<_> =
            all.iter().filter_map(|facts| lifecycle(facts, today).developer).collect();
        assert_eq!(developer.len(), 4, "{developer:?}");
    }
}
