//! What complaints are about: a sum of each category at the end of each period, however many complaints there are.

use std::collections::BTreeMap;

use steward_core::accounts::{Actor, Scope};
use steward_core::cockpit::buckets::Bucket;
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::kinds::{ComplaintKind, ComplaintKinds};
use steward_core::cockpit::measure::Measure;
use steward_core::day::Day;
use steward_core::problem::Code;
use steward_core::tickets::{Category, Scenario};
use steward_core::time::Instant;

use super::taken::{self, Taken};
use crate::db::{Db, rows, sql};
use crate::http::error::Answer;

/// The categories of the viewer's scope; what [`Taken::of`] says of the viewer and the days. What complaints are about is
/// nobody's work: who sees the own work only, or that of a department, is shown none.
pub(super) async fn read(
    db: &Db,
    actor: &Actor,
    query: &CockpitQuery,
    now: Instant,
) -> Answer<ComplaintKinds> {
    let mut tx = db.moment().await?;
    let Taken { whose, period } = Taken::of(&mut tx, actor, query, now).await?;
    if !whose.is_all() {
        return Ok(ComplaintKinds { period, kinds: Vec::new() });
    }
    let ends = [period.last, period.first.earlier(1), period.before().first.earlier(1)];
    let found = sql("select k.column1, d.column1, (select r.body from rollups r \
        where r.generation = g.generation and r.day <= d.column1 and r.bucket = ");
    // The sums of the whole group and of regions are kept; a choice of projects is added up.
    let level = match (&actor.scope, &query.project, &query.region) {
        (Scope::Group, None, None) => Some(Level::Group),
        (Scope::Group, None, Some(region)) => Some(Level::Region(region.clone())),
        _ => None,
    };
    let found = match &level {
        Some(level) => found.value(Bucket::complaints(level)),
        None => found.then("'complaints/project/' || p.id || '/'"),
    };
    let mut found = found
        .then(
            " || k.column1 order by r.day desc limit 1) \
            from (select generation from projections where name = 'cockpit') g, (select distinct v.column1 from ",
        )
        .table(Category::of(Scenario::Complaint).map(Category::code))
        .then(" v) k, (select distinct v.column1 from ")
        .table(ends.map(Day::number))
        .then(" v) d");
    if level.is_none() {
        found = taken::projects(found.then(", projects p where "), actor, query);
    } else if let Some(region) = &query.region {
        found = found
            .then(" where exists (select 1 from regions x where x.id = ")
            .value(region.as_str())
            .then(")");
    }
    let found = found.rows(&mut *tx).await?;
    // A project or region out of scope has no rows at all.
    if found.is_empty() && (query.project.is_some() || query.region.is_some()) {
        return Err(Code::NotFound.into());
    }
    let mut sums = BTreeMap::<(&str, i64), i64>::new();
    for row in &found {
        let category = rows::word(row, 0, Category::find)?;
        let n = taken::sum(row, 2)?.of(Measure::Volume).n;
        *sums.entry((category.code(), rows::int(row, 1)?)).or_default() += n;
    }
    let [last, first, before] = ends.map(Day::number);
    let kind = |category: Category| {
        let upto = |day: i64| sums.get(&(category.code(), day)).copied().unwrap_or_default();
        ComplaintKind { category, now: upto(last) - upto(first), before: upto(first) - upto(before) }
    };
    let mut kinds: Vec<ComplaintKind> =
        Category::of(Scenario::Complaint).map(kind).filter(|kind| kind.now > 0 || kind.before > 0).collect();
    kinds.sort_by_key(|kind| core::cmp::Reverse(kind.now));
    Ok(ComplaintKinds { period, kinds })
}
