//! What the report page knows, without any view: the draft as it is typed and kept.

use serde::{Deserialize, Serialize};
use steward_core::accounts::api::HomeCard;
use steward_core::ids::PhotoId;
use steward_core::tickets::{Category, Channel, Scenario, TicketDraft, Urgency};

/// What an owner has typed so far; kept on the device after every change.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Typed {
    /// The words.
    #[serde(default)]
    pub text: String,
    /// The category that the owner chose, if they did.
    #[serde(default)]
    pub category: Option<String>,
    /// The photos that are stored already.
    #[serde(default)]
    pub photos: Vec<PhotoId>,
}

impl Typed {
    /// The category: the chosen one, else the one the words point to, else the scenario's last.
    pub fn category(&self, scenario: Scenario) -> Option<Category> {
        let chosen = self.category.as_deref().and_then(Category::find).filter(|c| c.scenario() == scenario);
        chosen.or_else(|| Category::suggest(scenario, &self.text)).or_else(|| Category::of(scenario).last())
    }

    /// The draft that is sent.
    pub fn draft(&self, scenario: Scenario, home: &HomeCard) -> Option<TicketDraft> {
        Some(TicketDraft {
            project: home.project.clone(),
            household: Some(home.household.clone()),
            scenario,
            category: self.category(scenario)?,
            urgency: Urgency::Ordinary,
            channel: Channel::Web,
            place: String::new(),
            text: self.text.trim().to_owned(),
            photos: self.photos.clone(),
            contact: String::new(),
            phone: String::new(),
            appointment: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_pick_the_category_until_the_owner_does() {
        let mut typed = Typed { text: "厨房水槽下面漏水".to_owned(), ..Typed::default() };
        assert_eq!(typed.category(Scenario::Repair).map(Category::code), Some("water.pipe"));
        typed.category = Some("wall.seepage".to_owned());
        assert_eq!(typed.category(Scenario::Repair).map(Category::code), Some("wall.seepage"));
        typed.category = Some("ask.fees".to_owned());
        assert_eq!(typed.category(Scenario::Repair).map(Category::code), Some("water.pipe"));
        assert_eq!(Typed::default().category(Scenario::Repair).map(Category::code), Some("repair.other"));
    }
}
