//! What staff suggests (客服建议, S38).

use sqlx::AnyConnection;
use steward_core::accounts::{Actor, Role};
use steward_core::ids::SuggestionId;
use steward_core::problem::{Code, Problem};
use steward_core::surveys::coding::api::{NewSuggestion, Suggestion};
use steward_core::time::Instant;

use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::surveys::campaigns::plans::made_by;

/// Keeps a suggestion of a member of staff about a project of theirs. A retry keeps it once.
pub(crate) async fn add(
    conn: &mut AnyConnection,
    actor: &Actor,
    new: NewSuggestion,
    now: Instant,
) -> Answer<Suggestion> {
    if matches!(actor.role, Role::Owner | Role::System) {
        return Err(Code::Forbidden.into());
    }
    let query = sql("select id from projects where id = ").value(new.project.as_str()).then(" and ");
    super::texts::in_scope(query, "id", actor).row(&mut *conn).await?.ok_or(Code::NotFound)?;
    let problems = new.check();
    if !problems.is_empty() {
        return Err(Problem::invalid(problems).into());
    }
    let id: SuggestionId = made_by(actor, &new.command_id).parse()?;
    sql("insert into suggestions (project_id, id, at, person_id, scenario, text) values ($1, $2, $3, $4, $5, $6) \
        on conflict (project_id, id) do nothing")
    .bind(new.project.as_str())
    .bind(id.as_str())
    .bind(now.millis())
    .bind(actor.person.as_str())
    .bind(new.scenario.word())
    .bind(new.text.trim())
    .run(&mut *conn)
    .await?;
    let row = sql("select at, text from suggestions where project_id = $1 and id = $2")
        .bind(new.project.as_str())
        .bind(id.as_str())
        .row(conn)
        .await?
        .ok_or(Code::NotFound)?;
    if rows::text(&row, 1)? != new.text.trim() {
        return Err(Code::CommandReused.into());
    }
    Ok(Suggestion { id, at: Instant::from_millis(rows::int(&row, 0)?) })
}
