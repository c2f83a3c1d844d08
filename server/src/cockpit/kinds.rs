//! What complaints are about: a sum of each category at the end of each period, however many complaints there are.

use steward_core::accounts::Actor;
use steward_core::cockpit::buckets::Bucket;
use steward_core::cockpit::figures::CockpitQuery;
use steward_core::cockpit::kinds::{ComplaintKind, ComplaintKinds};
use steward_core::cockpit::measure::Measure;
use steward_core::tickets::{Category, Scenario};
use steward_core::time::Instant;

use super::taken::{Kinds, Taken};
use crate::db::Db;
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
    let categories = Kinds {
        bucket: Bucket::complaints,
        in_project: "'complaints/project/' || p.id || '/'",
        names: Category::of(Scenario::Complaint).map(Category::code),
    };
    let sums = categories.sums(&mut tx, actor, query, ends).await?;
    let [last, first, before] = ends;
    let kind = |category: Category| {
        let upto = |day| {
            let sum = sums.get(&(category.code().to_owned(), day)).copied().unwrap_or_default();
            sum.of(Measure::Volume).n
        };
        ComplaintKind { category, now: upto(last) - upto(first), before: upto(first) - upto(before) }
    };
    let mut kinds: Vec<ComplaintKind> =
        Category::of(Scenario::Complaint).map(kind).filter(|kind| kind.now > 0 || kind.before > 0).collect();
    kinds.sort_by_key(|kind| core::cmp::Reverse(kind.now));
    Ok(ComplaintKinds { period, kinds })
}
