//! From a draft to a submission: the checks of core, and what the server adds from the store.

use steward_core::accounts::api::Address;
use steward_core::accounts::permit::{Action, Object, Whose, may};
use steward_core::accounts::{Actor, Phone, Role};
use steward_core::ids::{HouseholdId, ProjectId};
use steward_core::problem::{Code, Field, Problem};
use steward_core::tickets::event::Submission;
use steward_core::tickets::{Channel, Scenario, TicketDraft};

use super::service;
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::random;

/// The draft with what the server adds: address, contact, channel, whether a return visit will be due.
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
    let home = match &draft.household {
        Some(household) => Home::find(app, actor, &draft.project, household).await?,
        None => Home::default(),
    };
    service::own_photos(app, actor, &draft.photos).await?;
    let given: Option<Phone> = draft.phone.parse().ok();
    let contact = draft.contact.trim();
    let project = app.book().read(app.db(), &draft.project, now).await?;
    let visit_due = project.rules.policy.visit_is_due(draft.scenario, draft.urgency, random::percent()?);
    Ok(Submission {
        project: draft.project,
        household: draft.household,
        address: home.address,
        place: draft.place,
        scenario: draft.scenario,
        category: draft.category,
        urgency: draft.urgency,
        channel: if actor.role == Role::Owner { Channel::Web } else { draft.channel },
        text: draft.text,
        photos: draft.photos,
        contact: if contact.is_empty() { home.name } else { contact.to_owned() },
        phone: given.map_or(home.phone, |p| p.as_str().to_owned()),
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

/// A home as a ticket remembers it: its address, and whom to ask for unless the draft says otherwise.
#[derive(Default)]
struct Home {
    address: Address,
    name: String,
    phone: String,
}

impl Home {
    /// The home; its contact is the actor where they live there, else its first owner.
    async fn find(app: &App, actor: &Actor, project: &ProjectId, household: &HouseholdId) -> Answer<Self> {
        let row = sql("select h.building, h.unit, h.room, coalesce(p.name, ''), coalesce(p.phone, '') from households h \
             left join grants g on g.kind = 'household' and g.id = h.id and g.role = $3 \
             left join persons p on p.id = g.person_id where h.project_id = $1 and h.id = $2 \
             order by case when p.id = $4 then 0 else 1 end, p.id limit 1")
        .bind(project.as_str())
        .bind(household.as_str())
        .bind(Role::Owner.word())
        .bind(actor.person.as_str())
        .row(&app.db().read)
        .await?;
        let row = row.ok_or(Code::NotFound)?;
        let address = Address {
            building: rows::text(&row, 0)?,
            unit: rows::text(&row, 1)?,
            room: rows::text(&row, 2)?,
        };
        Ok(Self { address, name: rows::text(&row, 3)?, phone: rows::text(&row, 4)? })
    }
}
