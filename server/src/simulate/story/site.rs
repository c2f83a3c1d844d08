//! What an engineer goes out for: repairs and emergencies.

use steward_core::accounts::Actor;
use steward_core::sla::elastic::Elastic;
use steward_core::sla::policy::ClockKind;
use steward_core::tickets::Command;
use steward_core::tickets::command::{CheckIn, PauseReason};
use steward_core::tickets::decide::EngineerFacts;
use steward_core::time::{Instant, Seconds};

use super::{REASONS, Story, shift};
use crate::simulate::texts;

const FOUND: &[&str] =
    &["配件老化", "接头松动", "前次维修不到位", "使用不当造成", "管线暗埋，需开检修口", "外力损坏"];
const DECLINED: &[&str] = &["手上还有急单", "不在技能范围", "配件不在身边"];
const PLANS: &[&str] = &["需要订货，明天带件再来", "已临时处理，明日复修", "需与厂家约时间"];

impl<'w> Story<'w, '_> {
    pub(super) fn on_site(&mut self) -> Option<()> {
        self.accept()?;
        if let Some(owner) = self.owner.clone()
            && self.dice.in_thousand(20)
        {
            let at = self.after(1, 30);
            return self.by(at, &owner, &Command::Cancel { reason: "自己弄好了，不用来了".to_owned() });
        }
        self.round()
    }

    /// From dispatch to completion: the first time, and after each reopening.
    pub(super) fn round(&mut self) -> Option<()> {
        let late = if self.goes_wrong(55) { self.dice.between(5, 45) } else { 0 };
        let at = self.after(late, late + 2);
        let mut engineer = self.dispatch(at)?;
        if self.dice.in_thousand(20) {
            let at = self.after(1, 4);
            let reason = texts::phrase(self.dice, DECLINED);
            self.by(at, engineer, &Command::DeclineJob { reason })?;
            let at = self.after(0, 3);
            engineer = self.dispatch(at)?;
        } else if self.dice.in_thousand(600)
            && self.life.ticket.engineer.as_ref().is_some_and(|e| !e.accepted)
        {
            let at = self.after(1, 5);
            self.by(at, engineer, &Command::AcceptJob)?;
        }
        if self.dice.in_thousand(50) {
            self.hurry()?;
        }
        self.arrive(engineer)?;
        if self.dice.in_thousand(250) {
            let findings = texts::phrase(self.dice, FOUND);
            let at = self.after(1, 15);
            self.by(at, engineer, &Command::StartWork { findings })?;
        }
        if self.dice.in_thousand(45) {
            self.stand_still(engineer)?;
        } else if self.dice.in_thousand(15) {
            self.extend(engineer)?;
        }
        self.complete(engineer)
    }

    /// Somebody on shift who can do it gets the job, or takes it from the pool.
    fn dispatch(&mut self, at: Instant) -> Option<&'w Actor> {
        let project = self.project;
        let facts = project.shifts.get(shift(at))?;
        let top = self.life.ticket.said.category.top();
        let fit = |able: &dyn Fn(&EngineerFacts) -> bool| -> Vec<usize> {
            facts.iter().enumerate().filter(|(_, e)| e.on_shift && able(e)).map(|(n, _)| n).collect()
        };
        let skilled = fit(&|e| e.skills.iter().any(|skill| skill == top));
        let ready = if skilled.is_empty() { fit(&|_| true) } else { skilled };
        let chosen = *self.dice.pick(&ready)?;
        let engineer = project.engineers.get(chosen)?;
        if self.dice.in_thousand(80) && self.life.ticket.in_pool() {
            self.life.act(at, engineer, &Command::Claim, facts)?;
        } else {
            let command = Command::Dispatch { engineer: engineer.person.clone(), reason: String::new() };
            self.life.act(at, self.agent, &command, facts)?;
        }
        Some(engineer)
    }

    fn arrive(&mut self, engineer: &Actor) -> Option<()> {
        let slot = self.life.ticket.said.appointment.filter(|_| self.life.ticket.reopened == 0);
        let late = if self.goes_wrong(60) { self.dice.between(45, 200) } else { 0 };
        let soon = self.after(8 + late, 42 + late);
        // Whoever chose a time is visited about then.
        let at = slot.map_or(soon, |slot| soon.max(slot - Seconds::minutes(self.dice.between(2, 25))));
        let check_in = match self.dice.below(10) {
            0 => CheckIn::Manual,
            1..=3 => CheckIn::QrCode,
            _ => CheckIn::Position,
        };
        self.by(at, engineer, &Command::Arrive { check_in })
    }

    /// The engineer asks for a pause; a supervisor grants it, or mostly.
    fn stand_still(&mut self, engineer: &Actor) -> Option<()> {
        let reason = if self.dice.below(3) == 0 {
            PauseReason::WaitingForOwner
        } else {
            PauseReason::WaitingForMaterial
        };
        let note = texts::phrase(self.dice, REASONS);
        let at = self.after(3, 20);
        self.by(at, engineer, &Command::RequestPause { reason, note })?;
        let approve = self.dice.below(10) > 0;
        let note = if approve { String::new() } else { "先用备件处理，不予暂停".to_owned() };
        let (at, supervisor) = (self.after(4, 50), &self.project.supervisor);
        self.by(at, supervisor, &Command::DecidePause { approve, note })?;
        if approve {
            let at = self.after(6 * 60, 3 * 24 * 60);
            self.by(at, engineer, &Command::Resume)?;
        }
        Some(())
    }

    fn extend(&mut self, engineer: &Actor) -> Option<()> {
        let elastic = if self.dice.below(3) == 0 { Elastic::VeryComplex } else { Elastic::Complex };
        let reason = texts::phrase(self.dice, REASONS);
        let at = self.after(3, 20);
        self.by(at, engineer, &Command::RequestExtension { elastic, reason })?;
        let (at, supervisor) = (self.after(4, 50), &self.project.supervisor);
        self.by(at, supervisor, &Command::DecideExtension { approve: true, note: String::new() })
    }

    /// The work is done, at once or with a plan for another day.
    fn complete(&mut self, engineer: &Actor) -> Option<()> {
        // At night there is time for what cannot wait (R07).
        let at_night = self.life.ticket.clocks.iter().any(|clock| clock.kind == ClockKind::NightCompletion);
        let mut at = self.after(12, if at_night { 65 } else { 130 });
        if self.goes_wrong(60) {
            let promised_at = Some(at + Seconds::hours(self.dice.between(16, 30)));
            let text = texts::phrase(self.dice, PLANS);
            self.by(at, engineer, &Command::GiveFeedback { text, promised_at })?;
            at = self.after(14 * 60, 34 * 60);
        }
        let work = texts::report(self.dice, self.done);
        let photos = self.dice.pick(&self.world.photos).cloned().into_iter().collect();
        self.by(at, engineer, &Command::Complete { work, photos })
    }
}
