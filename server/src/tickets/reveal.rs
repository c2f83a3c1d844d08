//! A phone number shown whole: only to staff, only for a reason, and never without a trace.

use steward_core::accounts::{Actor, Role};
use steward_core::problem::{Code, Field, Problem};
use steward_core::tickets::Ticket;
use steward_core::tickets::api::RevealedPhone;
use steward_core::tickets::draft::{check_text, limits};

use crate::app::App;
use crate::db::sql;
use crate::http::error::Answer;
use crate::random;

/// The contact's phone; the reason is in the audit log before the number is out.
pub(super) async fn phone(app: &App, actor: Actor, ticket: Ticket, reason: String) -> Answer<RevealedPhone> {
    if actor.role == Role::Owner {
        return Err(Code::Forbidden.into());
    }
    if let Some(problem) = check_text(&reason, limits::NOTE, Field::Reason) {
        return Err(Problem::invalid(vec![problem]).into());
    }
    let phone = ticket.said.phone.clone();
    let at = app.now();
    app.writer()
        .run(move |conn| {
            Box::pin(async move {
                sql("insert into audit (id, at, person_id, role, action, project_id, ticket_id, reason) \
                     values ($1, $2, $3, $4, 'reveal-phone', $5, $6, $7)")
                .bind(random::id()?)
                .bind(at.millis())
                .bind(actor.person.as_str())
                .bind(actor.role.word())
                .bind(ticket.said.project.as_str())
                .bind(ticket.id.as_str())
                .bind(reason)
                .run(conn)
                .await?;
                Ok(())
            })
        })
        .await?;
    Ok(RevealedPhone { phone })
}
