//! How many homes of each project were handed over up to a day (已交付户数), kept so that nobody counts homes: who writes
//! `households.handed_over_on` changes this in the same transaction.

use sqlx::AnyConnection;
use steward_core::day::Day;
use steward_core::ids::ProjectId;

use crate::db::sql;
use crate::http::error::Answer;

/// The day before all days. Its row is what writers of one project wait for.
const BEFORE: &str = "";

/// A home of the project is handed over on another day than before, if at all.
pub(super) async fn moved(
    conn: &mut AnyConnection,
    project: &ProjectId,
    before: Option<Day>,
    after: Option<Day>,
) -> Answer<()> {
    sql("insert into handed_over (project_id, day, households) values ($1, $2, 0) \
        on conflict (project_id, day) do update set households = 0")
    .bind(project.as_str())
    .bind(BEFORE)
    .run(&mut *conn)
    .await?;
    for (day, homes) in [(before, -1_i64), (after, 1)] {
        let Some(day) = day.map(String::from) else { continue };
        sql("insert into handed_over (project_id, day, households) select $1, $2, h.households from handed_over h \
            where h.project_id = $3 and h.day < $4 order by h.day desc limit 1 on conflict (project_id, day) do nothing")
            .bind(project.as_str())
            .bind(day.as_str())
            .bind(project.as_str())
            .bind(day.as_str())
            .run(&mut *conn)
            .await?;
        sql("update handed_over set households = households + $1 where project_id = $2 and day >= $3")
            .bind(homes)
            .bind(project.as_str())
            .bind(day.as_str())
            .run(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Counts the homes of all projects.
pub async fn count_all(conn: &mut AnyConnection) -> Answer<()> {
    sql("delete from handed_over").run(&mut *conn).await?;
    sql("insert into handed_over (project_id, day, households) select project_id, handed_over_on, \
        cast(sum(count(*)) over (partition by project_id order by handed_over_on) as bigint) from households \
        where handed_over_on <> '' group by project_id, handed_over_on")
    .run(conn)
    .await?;
    Ok(())
}
