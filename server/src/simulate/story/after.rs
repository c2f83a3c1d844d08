//! What comes after the work: ratings, return visits, quality checks, and second rounds.

use steward_core::surveys::rating::{RatingDraft, Stars};
use steward_core::tickets::command::VisitForm;
use steward_core::tickets::voices::{FollowUpOutcome, QualityForm, QualityMarks};
use steward_core::tickets::{Command, Scenario, State};
use steward_core::time::{Instant, Seconds};

use super::{BAD, GOOD, Story};
use crate::simulate::texts;

const AGAIN: &[&str] = &["又坏了，和上次一样", "没修好，晚上又漏了", "说好的没有做到", "只好了一天"];
const REMARKS: &[&str] = &["业主表示满意", "业主表示认可", "整体满意，希望更快", "业主已确认解决"];
const UNHAPPY: &[&str] = &["业主对等待时间不满", "业主认为没有彻底解决", "业主希望当面解释"];
const TALKED: &[&str] =
    &["已上门致歉，业主接受", "已说明等待原因，业主理解", "安排复修并跟进", "赠送一次家政清洁"];
const CHECKED: &[&str] = &["记录完整", "照片清楚", "回访及时"];
const LESSONS: &[&str] = &["增加巡查频次", "调整排班", "完善交接单", "更换供应商", "培训沟通话术"];

/// What may come after the work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    Visit,
    Rating,
    Check,
}

impl Story<'_, '_> {
    pub(super) fn afterwards(&mut self) -> Option<()> {
        self.voices()?;
        // A ticket that was opened again has its second round, and what is said after it.
        while self.life.ticket.state == State::Reopened {
            match self.life.ticket.said.scenario {
                Scenario::Repair | Scenario::Emergency => self.round()?,
                Scenario::Complaint => {
                    let (at, agent) = (self.after(5, 60), self.agent);
                    self.by(at, agent, &Command::Accept { category: None, urgency: None })?;
                    self.settle()?;
                }
                _ => {
                    let (at, agent) = (self.after(5, 60), self.agent);
                    self.by(at, agent, &Command::Accept { category: None, urgency: None })?;
                    self.answer()?;
                }
            }
            self.voices()?;
        }
        self.end()
    }

    /// Whoever says something about it, each in their time.
    fn voices(&mut self) -> Option<()> {
        let done = self.life.ticket.completed_at.filter(|_| self.life.ticket.state == State::Completed)?;
        let hours =
            |story: &mut Self, from: i64, to: i64| done + Seconds(story.dice.between(from * 3600, to * 3600));
        let mut coming = Vec::new();
        if self.life.ticket.waits_visit() {
            let late = if self.goes_wrong(70) { 40 } else { 0 };
            coming.push((hours(self, 4 + late, 40 + late), Voice::Visit));
        }
        if self.owner.is_some() && self.life.ticket.rating.is_none() && self.dice.in_thousand(480) {
            coming.push((hours(self, 0, 72), Voice::Rating));
        }
        if self.dice.in_thousand(40) {
            coming.push((hours(self, 20, 120), Voice::Check));
        }
        coming.sort_unstable();
        if let Some(owner) = self.owner.clone()
            && self.life.ticket.reopened == 0
            && self.dice.in_thousand(25)
        {
            let reason = texts::phrase(self.dice, AGAIN);
            let at = hours(self, 2, 60);
            return self.by(at, &owner, &Command::Reopen { reason, photos: Vec::new() });
        }
        for (at, voice) in coming {
            match voice {
                Voice::Visit => self.call(at)?,
                Voice::Rating => self.rate(at)?,
                Voice::Check => self.check(at)?,
            }
            if self.life.ticket.state == State::Reopened {
                return Some(());
            }
        }
        Some(())
    }

    /// The return visit; who is not reached is called again the next day.
    fn call(&mut self, at: Instant) -> Option<()> {
        let mut at = at;
        while self.life.ticket.waits_visit() {
            let reached = self.dice.below(8) > 0;
            let satisfied = reached && self.dice.in_thousand(925);
            let solved = reached && (satisfied || self.dice.below(3) > 0);
            let remarks = if satisfied {
                texts::phrase(self.dice, REMARKS)
            } else if reached {
                texts::phrase(self.dice, UNHAPPY)
            } else {
                "未接通".to_owned()
            };
            let (agent, form) = (self.agent, VisitForm { reached, solved, satisfied, remarks });
            self.by(at, agent, &Command::RecordVisit { form })?;
            at = self.after(20 * 60, 28 * 60);
        }
        Some(())
    }

    fn rate(&mut self, at: Instant) -> Option<()> {
        let Some(owner) = self.owner.clone() else { return Some(()) };
        let late = self.life.ticket.clocks.iter().any(|clock| clock.breached.is_some());
        let weights = if late { [12, 14, 18, 26, 30] } else { [1, 2, 6, 23, 68] };
        let n = u8::try_from(self.dice.weighted(&weights) + 1).ok()?;
        let stars = Stars::try_from(n).ok()?;
        let list = if stars.is_praise() { GOOD } else { BAD };
        let mut tags: Vec<_> =
            (0..self.dice.below(3)).filter_map(|_| self.dice.pick(list).copied()).collect();
        tags.dedup();
        let must = self.life.rules().policy.voices.needs_text(Some(stars));
        let text = texts::opinion(self.dice, n, must);
        self.by(at, &owner, &Command::Rate { rating: RatingDraft { stars: Some(stars), tags, text } })
    }

    fn check(&mut self, at: Instant) -> Option<()> {
        let passed = self.dice.below(12) > 0;
        let mut mark = |low: i64, high: i64| {
            u8::try_from(self.dice.between(if passed { low } else { low - 35 }, high)).unwrap_or(60)
        };
        let marks = QualityMarks { writing: mark(75, 100), resolution: mark(78, 100), visit: mark(70, 100) };
        let remarks = texts::phrase(self.dice, CHECKED);
        let supervisor = &self.project.supervisor;
        self.by(at, supervisor, &Command::CheckQuality { form: QualityForm { marks, passed, remarks } })
    }

    /// What supervisors do about it in the end.
    fn end(&mut self) -> Option<()> {
        let supervisor = &self.project.supervisor;
        if self.life.ticket.follow_up().is_some() {
            let at = self.after(60, 20 * 60);
            self.by(at, supervisor, &Command::TakeFollowUp)?;
            let text = texts::phrase(self.dice, TALKED);
            let outcome = match self.dice.below(4) {
                0 => FollowUpOutcome::Apologised,
                1 => FollowUpOutcome::Compensated,
                _ => FollowUpOutcome::Explained,
            };
            let at = self.after(30, 6 * 60);
            self.by(at, supervisor, &Command::EndFollowUp { outcome, text })?;
        }
        if self.life.ticket.unsettled().is_some() && self.dice.below(5) > 0 {
            let finding = texts::phrase(self.dice, TALKED);
            let at = self.after(12 * 60, 60 * 60);
            self.by(at, supervisor, &Command::SettleVoices { finding })?;
        }
        if self.life.ticket.state == State::Closed
            && self.life.ticket.said.scenario == Scenario::Complaint
            && self.dice.in_thousand(250)
        {
            let [problem, cause] = [UNHAPPY, TALKED].map(|list| texts::phrase(self.dice, list));
            let measure = texts::phrase(self.dice, LESSONS);
            let at = self.after(24 * 60, 72 * 60);
            self.by(at, supervisor, &Command::Review { problem, cause, measure })?;
        }
        Some(())
    }
}
