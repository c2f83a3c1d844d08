//! From a draft to a submission: the checks of core, and what the server adds. The writer takes address and contact
//! from the home ([`super::homes`]).

use steward_core::accounts::api::Address;
use steward_core::accounts::permit::{Action, Object, Whose, may};
use steward_core::accounts::{Actor, Phone, Role};
use steward_core::problem::{Code, Field, Problem};
use steward_core::tickets::event::Submission;
use steward_core::tickets::{Channel, Scenario, TicketDraft};

use super::service;
use crate::app::App;
use crate::http::error::Answer;
use crate::random;

/// The draft with what the server adds: channel, whether a return visit will be due.
pub(super) async fn complete(app: &App, actor: &Actor, draft: TicketDraft) -> Answer<Submission> {
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
    service::own_photos(app, actor, &draft.photos).await?;
    let given: Option<Phone> = draft.phone.parse().ok();
    let project = app.book().read(app.db(), &draft.project, now, now).await?;
    let visit_due = project.rules.policy.visit_is_due(draft.scenario, draft.urgency, random::percent()?);
    Ok(Submission {
        project: draft.project,
        household: draft.household,
        address: Address::default(),
        place: draft.place,
        scenario: draft.scenario,
        category: draft.category,
        urgency: draft.urgency,
        channel: if actor.role == Role::Owner { Channel::Web } else { draft.channel },
        text: draft.text,
        photos: draft.photos,
        contact: draft.contact.trim().to_owned(),
        phone: given.map(|p| p.as_str().to_owned()).unwrap_or_default(),
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
