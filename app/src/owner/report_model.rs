//! What the report page knows, without any view: the draft as it is typed and kept, and the chips to choose from.

use serde::{Deserialize, Serialize};
use steward_core::accounts::api::HomeCard;
use steward_core::ids::{CommandId, HouseholdId, PhotoId};
use steward_core::tickets::api::TicketRow;
use steward_core::tickets::{Category, Channel, Scenario, State, TicketDraft, Urgency};
use steward_core::time::Instant;

use crate::ui::Icon;

/// Where the draft of one form is kept on this device, whose drafts are always of one person.
pub fn key(form: &str) -> String {
    ["steward.draft.", form].concat()
}

/// What an owner has typed into one form so far; kept on the device after every change.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The id it is sent under, however often that takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<CommandId>,
    /// The words.
    pub text: String,
    /// The photos that are stored already.
    pub photos: Vec<PhotoId>,
    /// How many photos were chosen and not stored: they are gone once the page is closed.
    pub lost: usize,
    /// What it is about, where there is a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Scenario>,
    /// The category that the owner chose, if they did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The home, if it is not the one in front.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<HouseholdId>,
    /// Room or spot.
    pub place: String,
    /// Whom to ask for, if not the owner.
    pub contact: String,
    /// Where to call, if not the owner's number.
    pub phone: String,
    /// How urgent, if not ordinary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
    /// The wished time; none is as soon as possible.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Instant>,
}

impl Typed {
    /// What is kept, at `now`: a wished time that has passed is dropped.
    #[must_use]
    pub fn at(self, now: Instant) -> Self {
        let appointment = self.appointment.filter(|at| *at > now);
        Self { appointment, ..self }
    }

    /// Nothing that would be missed.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.photos.is_empty() && self.lost == 0
    }

    /// The category: the chosen one, else the one the words point to, else the scenario's last.
    pub fn category(&self, scenario: Scenario) -> Option<Category> {
        let chosen = self.category.as_deref().and_then(Category::find).filter(|c| c.scenario() == scenario);
        chosen.or_else(|| Category::suggest(scenario, &self.text)).or_else(|| Category::of(scenario).last())
    }

    /// Whether the words have picked the category.
    pub fn is_picked(&self, scenario: Scenario) -> bool {
        let chosen =
            self.category.as_deref().and_then(Category::find).is_some_and(|c| c.scenario() == scenario);
        !chosen && Category::suggest(scenario, &self.text).is_some()
    }

    /// The draft that is sent.
    pub fn draft(&self, scenario: Scenario, home: &HomeCard) -> Option<TicketDraft> {
        let category = self.category(scenario)?;
        let urgency = self.urgency.unwrap_or(Urgency::Ordinary);
        let trimmed = |text: &str| text.trim().to_owned();
        Some(TicketDraft {
            project: home.project.clone(),
            household: Some(home.household.clone()),
            scenario,
            category,
            urgency,
            channel: Channel::Web,
            place: if category.public_area() { trimmed(&self.place) } else { String::new() },
            text: trimmed(&self.text),
            photos: self.photos.clone(),
            contact: trimmed(&self.contact),
            phone: trimmed(&self.phone),
            appointment: self.appointment.filter(|_| books(scenario, urgency)),
        })
    }
}

/// Whether a time can be wished for: where somebody always comes, and not for an emergency, which does not wait.
pub fn books(scenario: Scenario, urgency: Urgency) -> bool {
    urgency != Urgency::Emergency && comes(scenario)
}

/// Whether somebody always comes for this.
pub fn comes(scenario: Scenario) -> bool {
    scenario.flow().steps.iter().any(|step| step.state == State::OnSite && !step.optional)
}

/// What can be sent from “contact us”: everything an owner may start but a repair.
pub fn matters() -> impl Iterator<Item = Scenario> {
    Scenario::FOR_OWNERS.iter().copied().filter(|s| *s != Scenario::Repair)
}

/// As many chips as fit three rows are shown at once.
const FIT: usize = 9;

/// The categories that are shown at first: all if they fit, else the first of each kind; the chosen one is always
/// among them.
pub fn short_list(scenario: Scenario, chosen: Option<Category>) -> Vec<Category> {
    let all: Vec<Category> = Category::of(scenario).collect();
    if all.len() <= FIT {
        return all;
    }
    let mut firsts: Vec<Category> = Vec::new();
    for category in all {
        if firsts.iter().all(|first| first.top() != category.top()) {
            firsts.push(category);
        }
    }
    if let Some(chosen) = chosen.filter(|c| c.scenario() == scenario && !firsts.contains(c)) {
        // It takes the place of its own kind, so that the others stay where they were.
        if let Some(place) = firsts.iter_mut().find(|first| first.top() == chosen.top()) {
            *place = chosen;
        }
    }
    firsts
}

/// The symbol of a category, by its first level.
pub fn symbol(category: Category) -> Option<Icon> {
    Some(match category.top() {
        "water" => Icon::Drop,
        "power" => Icon::Bolt,
        "door" => Icon::Door,
        "wall" => Icon::Wall,
        "public" => Icon::Bulb,
        "repair" => Icon::Dots,
        _ => return None,
    })
}

/// An open ticket of the same kind at the same place, so that nobody reports twice what is being seen to.
pub fn twin<'a>(rows: &'a [TicketRow], draft: &TicketDraft, home: &HomeCard) -> Option<&'a TicketRow> {
    let is_other = draft.category.code().rsplit_once('.').is_some_and(|(_, sub)| sub == "other");
    let same = |row: &&TicketRow| {
        row.category == draft.category
            && row.project == draft.project
            && row.plate == home.address.plate()
            && !row.state.is_done()
    };
    rows.iter().filter(|_| !is_other && !draft.text.is_empty()).find(same)
}
