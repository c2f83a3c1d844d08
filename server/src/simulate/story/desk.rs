//! What the desk settles: complaints, questions and wishes.

use steward_core::accounts::Department;
use steward_core::tickets::command::ComplaintStep;
use steward_core::tickets::{Command, Scenario};

use super::{NOTES, Story};
use crate::simulate::texts;

const CALM: &[&str] = &["已致歉并说明处理步骤", "耐心倾听，业主情绪缓和", "承诺今日给出方案", "上门当面沟通"];
const FOUND: &[&str] = &["现场核实，情况属实", "调取监控确认", "与相关方分别沟通", "情况部分属实，存在误会"];
const SOLUTION: &[&str] =
    &["已与相关方确认整改", "当日完成整改，之后每日巡查", "给出书面答复", "责任人已约谈"];

impl Story<'_, '_> {
    /// A complaint: calm, investigate, solve, close (R04, R05).
    pub(super) fn complaint(&mut self) -> Option<()> {
        self.accept()?;
        self.settle()
    }

    /// From calming to completion: the first time, and after each reopening.
    pub(super) fn settle(&mut self) -> Option<()> {
        let at = self.after(2, 40);
        let text = texts::phrase(self.dice, CALM);
        self.step(at, ComplaintStep::Calm, text)?;
        if self.dice.in_thousand(60) && self.life.ticket.reopened == 0 {
            self.hand_over()?;
        }
        let slow = if self.goes_wrong(70) { 30 * 60 } else { 0 };
        let at = self.after(30, 8 * 60);
        let text = texts::phrase(self.dice, FOUND);
        self.step(at, ComplaintStep::Investigate, text)?;
        if self.dice.in_thousand(80) {
            self.hurry()?;
        }
        let at = self.after(30 + slow, 7 * 60 + slow);
        let text = texts::phrase(self.dice, SOLUTION);
        let agent = self.agent;
        self.by(at, agent, &Command::GiveFeedback { text, promised_at: None })?;
        let at = self.after(10, 4 * 60);
        let work = texts::report(self.dice, self.done);
        self.by(at, agent, &Command::Complete { work, photos: Vec::new() })
    }

    /// The operations department takes it over, or gives it back.
    fn hand_over(&mut self) -> Option<()> {
        let (agent, operations) = (self.agent, &self.project.operations);
        let reason = texts::phrase(self.dice, NOTES);
        let at = self.after(2, 30);
        self.by(at, agent, &Command::Transfer { department: Department::Operations, reason })?;
        let at = self.after(5, 90);
        if self.dice.below(4) == 0 {
            let reason = "不属于本部门职责".to_owned();
            return self.by(at, operations, &Command::DeclineTransfer { reason });
        }
        self.by(at, operations, &Command::AcceptTransfer)
    }

    /// A question or a wish: answered, and done.
    pub(super) fn answered(&mut self) -> Option<()> {
        self.accept()?;
        self.answer()
    }

    /// From the answer to completion: the first time, and after each reopening.
    pub(super) fn answer(&mut self) -> Option<()> {
        let agent = self.agent;
        let slow = if self.goes_wrong(40) { 26 * 60 } else { 0 };
        let (from, to) = match self.life.ticket.said.scenario {
            Scenario::Consultation | Scenario::SmartPlatform => (3, 240),
            Scenario::Activity => (60, 4 * 24 * 60),
            _ => (30, 18 * 60),
        };
        let at = self.after(from + slow, to + slow);
        if self.dice.in_thousand(100) {
            let text = texts::greeting(self.dice);
            self.by(at, agent, &Command::Reply { text })?;
        }
        let at = self.after(1, 30).max(at);
        let work = texts::report(self.dice, self.done);
        self.by(at, agent, &Command::Complete { work, photos: Vec::new() })
    }
}
