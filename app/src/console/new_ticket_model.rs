//! What staff have typed of a ticket that they write down for somebody else, without any view.

use serde::{Deserialize, Serialize};
use steward_core::accounts::api::{HouseholdCard, Me};
use steward_core::accounts::{Action, Object, Whose, may as permitted};
use steward_core::tickets::{Category, Channel, Scenario, TicketDraft, Urgency};

/// Whether this person may write tickets down for owners somewhere.
pub(super) fn may(me: Option<&Me>) -> bool {
    me.is_some_and(|me| {
        let actor = me.actor();
        me.projects.iter().any(|p| {
            let whose = Whose { project: Some(&p.project), ..Whose::default() };
            permitted(&actor, Action::Create, Object::Ticket, whose)
                && permitted(&actor, Action::Read, Object::OwnerProfile, whose)
        })
    })
}

/// What was typed so far; kept on this device until it is sent.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    pub(super) project: String,
    pub(super) household: Option<HouseholdCard>,
    pub(super) scenario: Option<Scenario>,
    pub(super) category: Option<String>,
    pub(super) urgency: Option<Urgency>,
    pub(super) channel: Option<Channel>,
    pub(super) text: String,
    pub(super) place: String,
    pub(super) contact: String,
    pub(super) phone: String,
}

impl Typed {
    /// What it is about; a repair if nothing was chosen.
    pub(super) fn scenario(&self) -> Scenario {
        self.scenario.unwrap_or(Scenario::Repair)
    }

    /// The category: the chosen one, else the one the words point to, else the scenario's last.
    pub(super) fn category(&self) -> Option<Category> {
        let scenario = self.scenario();
        let chosen = self.category.as_deref().and_then(Category::find).filter(|c| c.scenario() == scenario);
        chosen.or_else(|| Category::suggest(scenario, &self.text)).or_else(|| Category::of(scenario).last())
    }

    /// The draft that is sent, once its project is known.
    pub(super) fn draft(&self) -> Option<TicketDraft> {
        let scenario = self.scenario();
        let usual = if scenario == Scenario::Emergency { Urgency::Emergency } else { Urgency::Ordinary };
        Some(TicketDraft {
            project: self.project.parse().ok()?,
            household: self.household.as_ref().map(|h| h.household.clone()),
            scenario,
            category: self.category()?,
            urgency: self.urgency.unwrap_or(usual),
            channel: self.channel.unwrap_or(Channel::Phone),
            place: self.place.trim().to_owned(),
            text: self.text.trim().to_owned(),
            photos: Vec::new(),
            contact: self.contact.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            appointment: None,
        })
    }
}

#[cfg(test)]
#[path = "new_ticket_model_tests.rs"]
mod tests;
