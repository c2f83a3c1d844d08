//! What handlers ask for: checks of core, facts from the store, commands to the writer.

use steward_core::accounts::api::Address;
use steward_core::accounts::permit::{Action, Object, Whose, may};
use steward_core::accounts::{Actor, Phone, Role};
use steward_core::ids::{CommandId, HouseholdId, PhotoId, ProjectId, TicketId};
use steward_core::problem::{Code, Field, Problem};
use steward_core::tickets::api::{CommandRequest, SubmitTicket};
use steward_core::tickets::event::Submission;
use steward_core::tickets::{Channel, Command, CommandKind, Scenario, Ticket, TicketDraft};

use super::{store, visible};
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::random;
use crate::writer::{Ask, Done, What, fingerprint};

/// The ticket, if the actor may see it.
pub async fn visible(app: &App, actor: &Actor, id: &TicketId) -> Answer<Ticket> {
    let query = sql("select t.body from tickets t where t.id = ").value(id.as_str()).then(" and ");
    let row = visible::to(query, actor).row(&app.db().read).await?;
    store::read(&row.ok_or(Code::NotFound)?)
}

/// Submits a ticket.
pub async fn submit(app: &App, actor: &Actor, request: SubmitTicket) -> Answer<Done> {
    let fingerprint = fingerprint(actor, "submit", &request.draft)?;
    let (id, at) = (request.command_id, app.now());
    let said = match said(app, actor, request.draft).await {
        Ok(said) => said,
        // Sent again after it was carried out: a check that fails only now does not matter.
        Err(failure) => return known(app, &id, &fingerprint, failure).await,
    };
    let what = What::Submit { said: Box::new(said), imported_due: None };
    app.writer().ask(Ask { id, fingerprint, actor: actor.clone(), at, what }).await
}

/// Gives a command to a ticket.
pub async fn command(app: &App, actor: &Actor, ticket: TicketId, request: CommandRequest) -> Answer<Done> {
    let fingerprint = fingerprint(actor, ticket.as_str(), &request.command)?;
    let wrong = request.command.check();
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong).into());
    }
    own_photos(app, actor, photos(&request.command)).await?;
    let CommandRequest { command_id: id, expected_seq, command } = request;
    let what = What::Command { ticket, expected_seq, command: Box::new(command) };
    app.writer().ask(Ask { id, fingerprint, actor: actor.clone(), at: app.now(), what }).await
}

/// The answer of a command that was carried out before; else the failure.
async fn known(app: &App, id: &CommandId, print: &str, failure: Failure) -> Answer<Done> {
    let row = sql("select t.body from commands c join tickets t on t.id = c.ticket_id where c.id = $1 and c.fingerprint = $2")
        .bind(id.as_str())
        .bind(print)
        .row(&app.db().read)
        .await?;
    let Some(row) = row else { return Err(failure) };
    let ticket = store::read(&row)?;
    let project = app.book().read(app.db(), &ticket.said.project, app.now()).await?;
    Ok(Done { ticket: ticket.into(), project, events: [].into() })
}

/// The draft with what the server adds: address, contact, channel, whether a return visit will be due.
async fn said(app: &App, actor: &Actor, draft: TicketDraft) -> Answer<Submission> {
    let now = app.now();
    let mut wrong = draft.check(now);
    if actor.role == Role::Owner
        && draft.household.is_none()
        && wrong.iter().all(|p| p.field != Some(Field::Household))
    {
        wrong.push(Problem::new(Code::Required).at(Field::Household));
    }
    if actor.role != Role::Owner && draft.channel == Channel::Import {
        wrong.push(Problem::new(Code::UnknownChoice));
    }
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong).into());
    }
    permit(actor, &draft)?;
    let address = match &draft.household {
        Some(household) => address(app, &draft.project, household).await?,
        None => Address::default(),
    };
    own_photos(app, actor, &draft.photos).await?;
    let (contact, phone) = contact(app, actor, &draft).await?;
    let project = app.book().read(app.db(), &draft.project, now).await?;
    let visit_due = project.rules.policy.visit_is_due(draft.scenario, draft.urgency, random::percent()?);
    Ok(Submission {
        project: draft.project,
        household: draft.household,
        address,
        place: draft.place,
        scenario: draft.scenario,
        category: draft.category,
        urgency: draft.urgency,
        channel: if actor.role == Role::Owner { Channel::Web } else { draft.channel },
        text: draft.text,
        photos: draft.photos,
        contact,
        phone,
        appointment: draft.appointment,
        external: None,
        visit_due,
    })
}

/// Whether the actor may submit this, as the permission matrix says.
fn permit(actor: &Actor, draft: &TicketDraft) -> Answer<()> {
    let object = if draft.scenario == Scenario::Complaint { Object::Complaint } else { Object::Ticket };
    let whose =
        Whose { project: Some(&draft.project), household: draft.household.as_ref(), ..Whose::default() };
    if may(actor, Action::Create, object, whose) {
        Ok(())
    } else if actor.role == Role::Owner || !actor.reaches_project(&draft.project) {
        Err(Code::NotFound.into())
    } else {
        Err(Code::Forbidden.into())
    }
}

/// Whether the actor's role dispatches at all.
pub fn may_dispatch(actor: &Actor) -> Answer<()> {
    if CommandKind::Dispatch.roles().contains(&actor.role) { Ok(()) } else { Err(Code::Forbidden.into()) }
}

async fn address(app: &App, project: &ProjectId, household: &HouseholdId) -> Answer<Address> {
    let row = sql("select building, unit, room from households where project_id = $1 and id = $2")
        .bind(project.as_str())
        .bind(household.as_str())
        .row(&app.db().read)
        .await?;
    let row = row.ok_or(Code::NotFound)?;
    Ok(Address { building: rows::text(&row, 0)?, unit: rows::text(&row, 1)?, room: rows::text(&row, 2)? })
}

/// Whom to ask for and where to call: what the draft says, else the owner themselves, else the home's owner.
async fn contact(app: &App, actor: &Actor, draft: &TicketDraft) -> Answer<(String, String)> {
    let given: Option<Phone> = draft.phone.parse().ok();
    let usual = match &draft.household {
        _ if actor.role == Role::Owner => {
            sql("select name, phone from persons where id = $1")
                .bind(actor.person.as_str())
                .row(&app.db().read)
                .await?
        }
        Some(household) => {
            sql("select p.name, p.phone from grants g join persons p on p.id = g.person_id \
                 where g.kind = 'household' and g.id = $1 and g.role = $2 order by p.id limit 1")
            .bind(household.as_str())
            .bind(Role::Owner.word())
            .row(&app.db().read)
            .await?
        }
        None => None,
    };
    let (name, phone) = match usual {
        Some(row) => (rows::text(&row, 0)?, rows::text(&row, 1)?),
        None => Default::default(),
    };
    let contact = if draft.contact.trim().is_empty() { name } else { draft.contact.trim().to_owned() };
    Ok((contact, given.map_or(phone, |p| p.as_str().to_owned())))
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
async fn own_photos(app: &App, actor: &Actor, photos: &[PhotoId]) -> Answer<()> {
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
