//! Facts that changed since they were read are not written over.

use steward_core::ids::{HouseholdId, ProjectId};
use steward_core::owners::Facts;
use steward_core::problem::Code;

use super::store::write;
use crate::db::sql;
use crate::demo::tests::{AFTERNOON, filled_at};
use crate::http::error::Failure;

#[tokio::test]
async fn what_somebody_else_wrote_meanwhile_stays() {
    let (_dir, db, _) = filled_at(AFTERNOON).await;
    let (project, home): (ProjectId, HouseholdId) =
        ("tinglan".parse().unwrap(), "tinglan-12-2-1803".parse().unwrap());
    let now = AFTERNOON;
    let mut conn = db.write.acquire().await.unwrap();
    let changes = "select count(*) from household_changes where household_id = 'tinglan-12-2-1803'";
    let (known, seen) = {
        let row =
            sql("select handed_over_on, moved_in_on, decoration_from, decoration_until, contract_ends_on, \
            segment from households where id = 'tinglan-12-2-1803'");
        let row = row.row(&mut *conn).await.unwrap().unwrap();
        (super::store::facts(&row, 0).unwrap(), sql(changes).number(&mut *conn).await.unwrap())
    };
    let mine = Facts { segment: "mine".to_owned(), ..known.clone() };
    let theirs = Facts { segment: "theirs".to_owned(), ..known.clone() };
    write(&mut conn, (&project, &home), (&known, &theirs), "", now).await.unwrap();
    let late = write(&mut conn, (&project, &home), (&known, &mine), "", now).await;
    assert!(matches!(late, Err(Failure::Problem(problem)) if problem.code == Code::Conflict));
    let kept = sql("select count(*) from households where id = 'tinglan-12-2-1803' and segment = 'theirs'");
    assert_eq!(kept.number(&mut *conn).await.unwrap(), 1);
    assert_eq!(sql(changes).number(&mut *conn).await.unwrap(), seen + 1);
}
