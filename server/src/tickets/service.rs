//! What handlers ask for: checks of core, facts from the store, commands to the writer.

use steward_core::accounts::Actor;
use steward_core::ids::{CommandId, PhotoId, TicketId};
use steward_core::problem::{Code, Field, Problem};
use steward_core::surveys::rules::VoiceRules;
use steward_core::tickets::api::{CommandRequest, SubmitTicket};
use steward_core::tickets::{Command, CommandKind, Ticket};

use super::{store, submission, visible};
use crate::app::App;
use crate::db::sql;
use crate::http::error::{Answer, Failure};
use crate::writer::{Ask, Done, Recognised, What, fingerprint};

/// The ticket, if the actor may see it.
pub async fn visible(app: &App, actor: &Actor, id: &TicketId) -> Answer<Ticket> {
    let query = sql("select ")
        .then(store::WHOLE_T)
        .then(" from tickets t where t.id = ")
        .value(id.as_str())
        .then(" and ");
    let row = visible::to(query, actor).row(&app.db().read).await?;
    store::read(&row.ok_or(Code::NotFound)?)
}

/// Submits a ticket.
pub async fn submit(app: &App, actor: &Actor, request: SubmitTicket) -> Answer<Done> {
    let fingerprint = fingerprint(actor, "submit", &request.draft)?;
    let (id, at) = (request.command_id, app.now());
    let said = match submission::complete(app, actor, request.draft).await {
        Ok(said) => said,
        // Sent again after it was carried out: a check that fails only now does not matter.
        Err(failure) => return known(app, &id, &fingerprint, failure).await,
    };
    let what = What::Submit { said: Box::new(said), imported_due: None };
    app.writer()
        .ask(Ask { id, fingerprint, actor: actor.clone(), at, what, recognised: Recognised::Usually })
        .await
}

/// Gives a command to a ticket.
pub async fn command(app: &App, actor: &Actor, ticket: TicketId, request: CommandRequest) -> Answer<Done> {
    let fingerprint = fingerprint(actor, ticket.as_str(), &request.command)?;
    let wrong = request.command.check(voices(app, actor, &ticket, &request.command).await?);
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong).into());
    }
    own_photos(app, actor, photos(&request.command)).await?;
    let CommandRequest { command_id: id, expected_seq, command } = request;
    let what = What::Command { ticket, expected_seq, command: Box::new(command) };
    let ask =
        Ask { id, fingerprint, actor: actor.clone(), at: app.now(), what, recognised: Recognised::Usually };
    app.writer().ask(ask).await
}

/// The rules that a rating is checked by; no other command is.
async fn voices(app: &App, actor: &Actor, id: &TicketId, command: &Command) -> Answer<VoiceRules> {
    if !matches!(command, Command::Rate { .. }) {
        return Ok(VoiceRules::default());
    }
    let ticket = visible(app, actor, id).await?;
    let project = app.book().read(app.db(), &ticket.said.project, app.now(), ticket.submitted_at).await?;
    Ok(project.rules.policy.voices)
}

/// The answer of a command that was carried out before; else the failure.
async fn known(app: &App, id: &CommandId, print: &str, failure: Failure) -> Answer<Done> {
    let row = sql("select t.body, t.packed, t.id from commands c join tickets t on t.id = c.ticket_id where c.id = $1 and c.fingerprint = $2")
        .bind(id.as_str())
        .bind(print)
        .row(&app.db().read)
        .await?;
    let Some(row) = row else { return Err(failure) };
    let ticket = store::read(&row)?;
    let project = app.book().read(app.db(), &ticket.said.project, app.now(), ticket.submitted_at).await?;
    Ok(Done { ticket: ticket.into(), project, events: [].into() })
}

/// Whether the actor's role dispatches at all.
pub fn may_dispatch(actor: &Actor) -> Answer<()> {
    if CommandKind::Dispatch.roles().contains(&actor.role) { Ok(()) } else { Err(Code::Forbidden.into()) }
}

/// The photos that a command brings.
fn photos(command: &Command) -> &[PhotoId] {
    match command {
        Command::Supplement { photos, .. }
        | Command::Complete { photos, .. }
        | Command::Reopen { photos, .. } => photos,
        _ => &[],
    }
}

/// Nobody can attach, and so come to see, a photo that somebody else uploaded.
pub(super) async fn own_photos(app: &App, actor: &Actor, photos: &[PhotoId]) -> Answer<()> {
    if photos.is_empty() {
        return Ok(());
    }
    let mut distinct: Vec<_> = photos.iter().map(PhotoId::as_str).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let expected = i64::try_from(distinct.len()).unwrap_or(i64::MAX);
    let found = sql("select count(*) from photo_uploads where person_id = ")
        .value(actor.person.as_str())
        .then(" and photo_id in ")
        .list(distinct)
        .number(&app.db().read)
        .await?;
    if found == expected {
        Ok(())
    } else {
        Err(Problem::invalid(vec![Problem::new(Code::UnknownChoice).at(Field::Photos)]).into())
    }
}
