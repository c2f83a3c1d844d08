//! The inputs of the report page as signals, and the draft that they are kept as.

use leptos::prelude::*;
use steward_core::accounts::api::HomeCard;
use steward_core::ids::{CommandId, HouseholdId};
use steward_core::tickets::{Category, Scenario, TicketDraft, Urgency};
use steward_core::time::Instant;

use super::mine::Mine;
use super::report_model::{Typed, key, matters};
use crate::device;
use crate::net::{clock, new_command_id, session};
use crate::ui::{Form, Photos};

/// What does not change while the page stands.
struct Fixed {
    /// The shared state, for the home.
    mine: Mine,
    /// Under which name the draft is kept.
    name: &'static str,
    /// The id it is sent under.
    id: CommandId,
    lost: RwSignal<usize>,
}

/// The inputs; a handle that is copied freely.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    /// What is wrong, and whether it is on its way.
    pub(super) form: Form,
    /// What it is about.
    pub(super) scenario: RwSignal<Option<Scenario>>,
    /// The words.
    pub(super) text: RwSignal<String>,
    /// The photos.
    pub(super) photos: Photos,
    /// The category that the owner chose.
    pub(super) chosen: RwSignal<Option<Category>>,
    /// The home that the owner chose here.
    pub(super) household: RwSignal<Option<HouseholdId>>,
    /// Room or spot.
    pub(super) place: RwSignal<String>,
    /// Whom to ask for.
    pub(super) contact: RwSignal<String>,
    /// Where to call.
    pub(super) phone: RwSignal<String>,
    /// How urgent.
    pub(super) urgency: RwSignal<Option<Urgency>>,
    /// The wished time.
    pub(super) appointment: RwSignal<Option<Instant>>,
    /// Whether the draft is kept on this device.
    pub(super) is_kept: RwSignal<bool>,
    fixed: StoredValue<Fixed>,
}

impl Fields {
    /// The inputs of the form `name`, filled with what this person had typed before.
    pub(super) fn new(mine: Mine, name: &'static str) -> Self {
        let kept: Typed = device::kept(&key(name)).unwrap_or_default();
        let kept = kept.at(clock::now());
        let first = if name == "report" { Some(Scenario::Repair) } else { matters().next() };
        let fields = Self {
            form: Form::new(),
            scenario: RwSignal::new(kept.scenario.or(first)),
            text: RwSignal::new(kept.text),
            photos: Photos::new(),
            chosen: RwSignal::new(kept.category.as_deref().and_then(Category::find)),
            household: RwSignal::new(kept.household),
            place: RwSignal::new(kept.place),
            contact: RwSignal::new(kept.contact),
            phone: RwSignal::new(kept.phone),
            urgency: RwSignal::new(kept.urgency.or(Some(Urgency::Ordinary))),
            appointment: RwSignal::new(kept.appointment),
            is_kept: RwSignal::new(false),
            fixed: StoredValue::new(Fixed {
                mine,
                name,
                id: kept.id.unwrap_or_else(new_command_id),
                lost: RwSignal::new(kept.lost),
            }),
        };
        fields.photos.restore(kept.photos);
        Effect::new(move |_| fields.keep());
        fields
    }

    /// The shared state.
    pub(super) fn mine(self) -> Mine {
        self.fixed.with_value(|fixed| fixed.mine)
    }

    /// How many photos were lost with the page they were on.
    pub(super) fn lost(self) -> RwSignal<usize> {
        self.fixed.with_value(|fixed| fixed.lost)
    }

    /// What is typed now.
    pub(super) fn typed(self) -> Typed {
        Typed {
            id: Some(self.id()),
            text: self.text.get(),
            photos: self.photos.ids(),
            lost: self.lost().get() + self.photos.unsent(),
            scenario: self.scenario.get(),
            category: self.chosen.get().map(|c| c.code().to_owned()),
            household: self.household.get(),
            place: self.place.get(),
            contact: self.contact.get(),
            phone: self.phone.get(),
            urgency: self.urgency.get().filter(|u| *u != Urgency::Ordinary),
            appointment: self.appointment.get(),
        }
    }

    /// The id of this submission.
    pub(super) fn id(self) -> CommandId {
        self.fixed.with_value(|fixed| fixed.id.clone())
    }

    /// What it is about.
    pub(super) fn about(self) -> Scenario {
        self.scenario.get().unwrap_or(Scenario::Repair)
    }

    /// The home it is about: the one chosen here, else the one in front.
    pub(super) fn home(self) -> Option<HomeCard> {
        let chosen = self.household.get();
        let homes = session::me()?.homes;
        homes.into_iter().find(|h| chosen.as_ref() == Some(&h.household)).or_else(|| self.mine().home())
    }

    /// The draft as it would be sent, with its home.
    pub(super) fn draft(self) -> Option<(TicketDraft, HomeCard)> {
        let home = self.home()?;
        Some((self.typed().draft(self.about(), &home)?, home))
    }

    /// What was sent under the id of now was something else: from now on this is a submission of its own.
    pub(super) fn begin_anew(self) {
        self.fixed.update_value(|fixed| fixed.id = new_command_id());
        untrack(|| self.keep());
    }

    /// Under which key the draft is kept.
    pub(super) fn key(self) -> String {
        self.fixed.with_value(|fixed| key(fixed.name))
    }

    fn keep(self) {
        let typed = self.typed();
        let kept = if typed.is_blank() {
            device::forget(&self.key());
            false
        } else {
            device::keep(&self.key(), &typed)
        };
        self.is_kept.maybe_update(|now| core::mem::replace(now, kept) != kept);
    }

    /// It was sent: nothing is left to keep.
    pub(super) fn forget(self) {
        device::forget(&self.key());
    }
}
