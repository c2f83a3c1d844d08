//! What dispatching needs to know about a project's engineers (人员技能库 S16).

use sqlx::AnyConnection;
use steward_core::ids::ProjectId;
use steward_core::tickets::decide::EngineerFacts;

use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};

/// The project's engineers with the jobs they have at the moment.
pub async fn of_project(conn: &mut AnyConnection, project: &ProjectId) -> Answer<Vec<EngineerFacts>> {
    let found = sql("select e.person_id, p.name, e.skills, e.level, e.certified, e.on_shift, \
         (select count(*) from tickets t where t.engineer_id = e.person_id and t.ended = 0 \
          and t.state in ('dispatched', 'on_site', 'executing', 'feedback_given')) \
         from engineers e join persons p on p.id = e.person_id where e.project_id = $1 order by e.person_id")
    .bind(project.as_str())
    .rows(conn)
    .await?;
    let number = |row, at| -> Answer<u32> { u32::try_from(rows::int(row, at)?).map_err(Failure::internal) };
    found
        .iter()
        .map(|row| {
            Ok(EngineerFacts {
                person: rows::parsed(row, 0)?,
                name: rows::text(row, 1)?,
                skills: rows::json(row, 2)?,
                level: u8::try_from(rows::int(row, 3)?).map_err(Failure::internal)?,
                certified: rows::flag(row, 4)?,
                on_shift: rows::flag(row, 5)?,
                open_jobs: number(row, 6)?,
                distance_m: None,
            })
        })
        .collect()
}
