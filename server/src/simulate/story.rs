//! How it goes on with a ticket (故事): who does what after how long. Mostly all goes well; some come late, stand still, are
//! opened again, or end before.

mod after;
mod desk;
mod site;

use chrono::Timelike as _;
use steward_core::accounts::Actor;
use steward_core::surveys::rating::RatingTag;
use steward_core::tickets::command::ComplaintStep;
use steward_core::tickets::{Command, Scenario, Urgency};
use steward_core::time::{Instant, Seconds};

use super::dice::Dice;
use super::life::Life;
use super::texts;
use super::times::{Outage, local};
use super::world::{Project, World, shift_at};

/// Tags of people who are content, and of those who are not.
const GOOD: &[RatingTag] =
    &[RatingTag::Quick, RatingTag::Skilled, RatingTag::Friendly, RatingTag::Tidy, RatingTag::Clear];
const BAD: &[RatingTag] = &[RatingTag::Slow, RatingTag::NotFixed, RatingTag::Messy, RatingTag::Uninformed];

/// What is said where something stands still or goes another way.
const REASONS: &[&str] =
    &["等待配件到货", "业主约改天", "需要厂家配合", "现场不具备条件", "材料型号不符，需重新采购"];
const NOTES: &[&str] =
    &["业主强调先打电话", "与上月同类问题可能有关", "已查历史工单", "转达值班经理", "现场已拍照留存"];

/// A ticket whose story is told.
pub(super) struct Story<'w, 'd> {
    /// The ticket.
    pub(super) life: Life<'w>,
    /// The group.
    pub(super) world: &'w World,
    /// Its project.
    pub(super) project: &'w Project,
    /// Who is concerned: the owner; for public areas nobody.
    pub(super) owner: Option<Actor>,
    /// Who takes it on.
    pub(super) agent: &'w Actor,
    /// What will have been done about it.
    pub(super) done: &'static str,
    /// The outage that it belongs to.
    pub(super) outage: Option<Outage>,
    /// What it draws from.
    pub(super) dice: &'d mut Dice,
}

impl<'w> Story<'w, '_> {
    /// Tells it to its end, or to the end of the simulation.
    pub(super) fn tell(mut self) -> Life<'w> {
        // Where somebody does not come to it any more, time goes on all the same.
        let _ = self.work();
        self.acknowledge();
        self.life.finish();
        self.life
    }

    fn work(&mut self) -> Option<()> {
        let said = &self.life.ticket.said;
        match said.scenario {
            Scenario::Repair | Scenario::Emergency => self.on_site()?,
            Scenario::Complaint => self.complaint()?,
            _ => self.answered()?,
        }
        self.afterwards()
    }

    /// When the desk comes to what was just reported: at once while it is open, and always to an emergency (R07).
    fn desk(&self) -> Instant {
        let at = self.life.ticket.submitted_at;
        if self.life.ticket.case().is_emergency() { at } else { self.life.rules().desk_opens(at) }
    }

    /// So long after the last that happened; in minutes, and seconds on top.
    fn after(&mut self, from: i64, to: i64) -> Instant {
        let seconds = self.dice.between(from * 60, to * 60);
        self.life.ticket.updated_at + Seconds(seconds)
    }

    /// Whether something goes wrong that usually goes wrong so often in a thousand times, twice as often on a busy day.
    fn goes_wrong(&mut self, often: u64) -> bool {
        let often = often * self.project.strain / 100;
        self.dice.in_thousand(if self.outage.is_some() { often * 2 } else { often })
    }

    fn by(&mut self, at: Instant, who: &Actor, command: &Command) -> Option<()> {
        self.life.act(at, who, command, &[])
    }

    /// Somebody takes it on.
    fn accept(&mut self) -> Option<()> {
        let late = if self.goes_wrong(40) { self.dice.between(180, 1200) } else { 0 };
        let at = self.desk() + Seconds(self.dice.between(15, 140) + late);
        let agent = self.agent;
        if self.life.ticket.case().scenario == Scenario::Complaint || self.dice.in_thousand(150) {
            let text = texts::greeting(self.dice);
            self.by(at, agent, &Command::Reply { text })?;
        }
        let urgent = self.life.ticket.said.urgency == Urgency::Ordinary && self.dice.in_thousand(15);
        let urgency = urgent.then_some(Urgency::Urgent);
        self.by(at, agent, &Command::Accept { category: None, urgency })?;
        if let Some(outage) = self.outage {
            let incident =
                format!("{}-{}", self.project.id, local(outage.from).format("%Y%m%d%H")).parse().ok()?;
            let at = self.after(0, 2);
            self.by(at, agent, &Command::LinkIncident { incident })?;
        }
        if self.dice.in_thousand(60) {
            let text = texts::phrase(self.dice, NOTES);
            let at = self.after(0, 1);
            self.by(at, agent, &Command::Note { text })?;
        }
        Some(())
    }

    /// The owner asks to hurry, and is answered.
    fn hurry(&mut self) -> Option<()> {
        let Some(owner) = self.owner.clone() else { return Some(()) };
        let at = self.after(20, 90);
        self.by(at, &owner, &Command::Urge)?;
        let text = texts::greeting(self.dice);
        let (at, agent) = (self.after(1, 25), self.agent);
        self.by(at, agent, &Command::Reply { text })
    }

    /// The levels of the ladder that were reached are acknowledged by the posts that they go to (R11).
    fn acknowledge(&mut self) {
        let open: Vec<_> = self.life.ticket.unacknowledged().collect();
        let project = self.project;
        for (clock, level) in open {
            let who = match level {
                1 => &project.supervisor,
                2 => &project.manager,
                _ => continue,
            };
            let at = self.after(30, 500);
            // Nine of ten; the rest stays on the list.
            if self.dice.below(10) > 0 && self.by(at, who, &Command::Acknowledge { clock, level }).is_none() {
                return;
            }
        }
    }

    /// A step of a complaint, with words.
    fn step(&mut self, at: Instant, step: ComplaintStep, text: String) -> Option<()> {
        let agent = self.agent;
        self.by(at, agent, &Command::RecordStep { step, text })
    }
}

/// Which engineers are on shift at a time.
fn shift(at: Instant) -> usize {
    shift_at(local(at).hour())
}
