//! What each command causes, once [`super::guard`] has let it through.

use super::{Context, Decision, EngineerFacts, guard};
use crate::ids::{PersonId, PhotoId};
use crate::sla::elastic::Elastic;
use crate::sla::policy::ClockKind;
use crate::tickets::category::Category;
use crate::tickets::command::{Command, ComplaintStep, VisitForm};
use crate::tickets::event::EventBody as E;
use crate::tickets::refusal::Refusal;
use crate::tickets::scenario::{Record, Scenario, Urgency};
use crate::tickets::state::State;
use crate::tickets::ticket::Ticket;
use crate::tickets::voices::FollowUpCause;

type Done = Result<(), Refusal>;

impl Decision<'_> {
    pub(super) fn carry_out(&mut self, command: &Command, context: Context<'_>) -> Done {
        match command.clone() {
            Command::Accept { category, urgency } => return self.accept(category, urgency),
            Command::Reply { text } => {
                self.happen(E::Replied { text });
                self.stop(ClockKind::Response);
                self.stop_legal_if_answered();
            }
            Command::Note { text } => self.happen(E::Noted { text }),
            Command::Supplement { text, photos } => self.happen(E::Supplemented { text, photos }),
            Command::Urge => self.happen(E::Urged { count: self.ticket.urged + 1 }),
            Command::Dispatch { engineer, reason } => return self.dispatch(&engineer, reason, context),
            Command::Claim => return self.claim(context),
            Command::AcceptJob => self.happen(E::JobAccepted),
            Command::DeclineJob { reason } => self.happen(E::JobDeclined { reason }),
            Command::Arrive { check_in } => {
                self.accept_job_if_open();
                self.happen(E::Arrived { check_in });
                self.stop(ClockKind::OnSite);
                self.stop_legal_if_answered();
            }
            Command::StartWork { findings } => self.happen(E::WorkStarted { findings }),
            Command::RecordStep { step, text } => return self.record_step(step, text),
            Command::GiveFeedback { text, promised_at } => {
                self.solution_in_order()?;
                self.happen(E::FeedbackGiven { text, promised_at });
                self.answered();
            }
            Command::Complete { work, photos } => return self.complete(work, photos),
            Command::Rate { rating } => return self.rate(rating),
            Command::RecordVisit { form } => return self.record_visit(form),
            Command::Close => {
                if !self.may_close() {
                    return Err(Refusal::WrongState { state: self.ticket.state });
                }
            }
            Command::Review { problem, cause, measure } => {
                self.happen(E::Reviewed { problem, cause, measure });
            }
            Command::Reopen { reason, photos } => return self.reopen(reason, photos),
            Command::Cancel { reason } => self.happen(E::Cancelled { reason }),
            Command::Merge { target } => {
                if target == self.ticket.id {
                    return Err(Refusal::MergeIntoItself);
                }
                let fit = |t: &&Ticket| {
                    t.id == target && t.said.project == self.ticket.said.project && !t.state.is_done()
                };
                context.other.filter(fit).ok_or(Refusal::MergeTargetUnfit)?;
                self.happen(E::Merged { target });
            }
            Command::Absorb { duplicate } => self.happen(E::Absorbed { duplicate }),
            Command::LinkIncident { incident } => {
                if self.ticket.incident.as_ref() == Some(&incident) {
                    return Err(Refusal::AlreadyLinked);
                }
                self.happen(E::IncidentLinked { incident });
            }
            Command::Supervise { note } => self.happen(E::Supervised { note }),
            Command::Acknowledge { clock, level } => return self.acknowledge(clock, level),
            Command::Tick => self.remind(),
            Command::CheckQuality { form } => self.happen(E::QualityChecked { form }),
            Command::SettleVoices { finding } => {
                let about = self.ticket.unsettled().ok_or(Refusal::NothingToSettle)?;
                self.happen(E::VoicesSettled { about, finding });
            }
            Command::TakeFollowUp => self.happen(E::FollowUpTaken),
            Command::EndFollowUp { outcome, text } => self.end_follow_up(outcome, text),
            exception => return self.exception(exception),
        }
        Ok(())
    }

    /// Transfer, pause and extension: the ways out of the straight line, each asked for and decided.
    fn exception(&mut self, command: Command) -> Done {
        match command {
            Command::Transfer { department, reason } => {
                let from = self.home_department();
                if from == department {
                    return Err(Refusal::SameDepartment);
                }
                self.happen(E::Transferred { from, to: department, reason });
            }
            Command::AcceptTransfer => {
                let department = self.ticket.offered_to.unwrap_or(self.ticket.department);
                self.happen(E::TransferAccepted { department });
                self.stop(ClockKind::Response);
            }
            Command::DeclineTransfer { reason } => {
                let department = self.ticket.offered_to.unwrap_or(self.ticket.department);
                self.happen(E::TransferDeclined { department, reason });
            }
            Command::RequestPause { reason, note } => self.happen(E::PauseRequested { reason, note }),
            Command::DecidePause { approve, note } => {
                let asked = self.ticket.pause_asked.clone().ok_or(Refusal::NoPauseAsked)?;
                self.not_own(&asked.by.person)?;
                self.happen(if approve {
                    E::Paused { reason: asked.what, note }
                } else {
                    E::PauseDeclined { note }
                });
            }
            Command::Resume => {
                self.happen(E::Resumed);
                self.move_paused_clocks()?;
            }
            Command::RequestExtension { elastic, reason } => {
                if self.ticket.running().any(|c| c.kind.extendable() && c.elastic != Elastic::Normal) {
                    return Err(Refusal::ExtensionPending);
                }
                self.happen(E::ExtensionRequested { elastic, reason });
            }
            Command::DecideExtension { approve, note } => {
                let asked = self.ticket.extension_asked.clone().ok_or(Refusal::NoExtensionAsked)?;
                self.not_own(&asked.by.person)?;
                if !approve {
                    self.happen(E::ExtensionDeclined { note });
                    return Ok(());
                }
                if self.ticket.running().filter(|c| c.kind.extendable()).all(|c| c.breached.is_some()) {
                    return Err(Refusal::AlreadyBreached);
                }
                self.happen(E::Extended { elastic: asked.what, note });
                self.extend_clocks(asked.what)?;
            }
            _ => return Err(Refusal::NoSuchStep),
        }
        Ok(())
    }

    fn not_own(&self, asked_by: &PersonId) -> Done {
        if *asked_by == self.by.person { Err(Refusal::OwnRequest) } else { Ok(()) }
    }

    fn accept(&mut self, category: Option<Category>, urgency: Option<Urgency>) -> Done {
        let said = &self.ticket.said;
        // A correction stays within the scenario: another scenario is another process, hence another ticket.
        let category = category.filter(|c| c.scenario() == said.scenario).unwrap_or(said.category);
        let urgency = urgency.unwrap_or(said.urgency);
        let changed = (category, urgency) != (said.category, said.urgency);
        self.happen(E::Accepted { category, urgency });
        if changed {
            self.restart_changed_clocks()?;
            // A new limit counts from the old start, so it may have run out already.
            self.pass_time();
        }
        self.stop(ClockKind::Response);
        self.stop_legal_if_answered();
        Ok(())
    }

    fn dispatch(&mut self, engineer: &PersonId, reason: String, context: Context<'_>) -> Done {
        let facts = fit_engineer(context.engineers, engineer)?;
        // One key from the worklist: whoever dispatches a new ticket has thereby accepted it.
        if guard::flow_state(self.ticket) == State::Submitted {
            self.accept(None, None)?;
        }
        let (engineer, name) = (facts.person.clone(), facts.name.clone());
        self.happen(E::Dispatched { engineer, name, claimed: false, reason });
        self.stop(ClockKind::Dispatch);
        self.stop_legal_if_answered();
        Ok(())
    }

    fn claim(&mut self, context: Context<'_>) -> Done {
        let facts = fit_engineer(context.engineers, &self.by.person)?;
        let (engineer, name) = (facts.person.clone(), facts.name.clone());
        self.happen(E::Dispatched { engineer, name, claimed: true, reason: String::new() });
        self.stop(ClockKind::Dispatch);
        self.stop_legal_if_answered();
        Ok(())
    }

    fn accept_job_if_open(&mut self) {
        if self.ticket.engineer.as_ref().is_some_and(|e| !e.accepted) {
            self.happen(E::JobAccepted);
        }
    }

    fn record_step(&mut self, step: ComplaintStep, text: String) -> Done {
        if step == ComplaintStep::Investigate && !self.ticket.calmed {
            return Err(Refusal::CalmFirst);
        }
        self.happen(E::StepRecorded { step, text });
        Ok(())
    }

    /// R04: calm, investigate, solve; a solution without an investigation record is refused.
    fn solution_in_order(&self) -> Done {
        let ticket = &*self.ticket;
        if ticket.said.scenario != Scenario::Complaint || self.is_import() {
            return Ok(());
        }
        match (ticket.calmed, ticket.investigated) {
            (false, _) => Err(Refusal::CalmFirst),
            (true, false) => Err(Refusal::InvestigateFirst),
            (true, true) => Ok(()),
        }
    }

    fn answered(&mut self) {
        for kind in [ClockKind::Response, ClockKind::Feedback, ClockKind::Solution] {
            self.stop(kind);
        }
        self.stop_legal_if_answered();
    }

    fn complete(&mut self, work: String, photos: Vec<PhotoId>) -> Done {
        if self.is_import() && self.now < self.ticket.updated_at {
            return Err(Refusal::TimesOutOfOrder);
        }
        self.solution_in_order()?;
        let records = self.ticket.said.scenario.flow().records;
        if records.contains(&Record::EvidencePhoto) && photos.is_empty() && !self.is_import() {
            return Err(Refusal::EvidenceMissing);
        }
        // One report does both: the owner hears the result with the completion (R03).
        if self.ticket.state != State::FeedbackGiven && !self.is_import() {
            self.happen(E::FeedbackGiven { text: work.clone(), promised_at: None });
            self.answered();
        }
        self.happen(E::Completed { work, photos });
        self.ask_for_rating();
        self.stop_at_completion()
    }

    /// The visit's word counts: not solved means the ticket is open again.
    fn record_visit(&mut self, form: VisitForm) -> Done {
        let VisitForm { reached, solved, satisfied, .. } = form;
        let remarks = form.remarks.clone();
        self.happen(E::Visited { form });
        if !reached {
            if !self.ticket.waits_visit() {
                self.stop(ClockKind::Visit);
            }
            return Ok(());
        }
        self.stop(ClockKind::Visit);
        if !satisfied {
            self.follow_up(FollowUpCause::UnsatisfiedVisit);
        }
        if solved { Ok(()) } else { self.reopen(remarks, Vec::new()) }
    }

    fn reopen(&mut self, reason: String, photos: Vec<PhotoId>) -> Done {
        self.happen(E::Reopened { reason, photos, count: self.ticket.reopened + 1 });
        self.start_clocks(self.now, None)
    }

    /// R11: a level is acknowledged by the post it goes to, or by one above.
    fn acknowledge(&mut self, clock: ClockKind, level: u8) -> Done {
        if self.ticket.unacknowledged().all(|open| open != (clock, level)) {
            return Err(Refusal::NothingToAcknowledge);
        }
        if guard::acknowledges(self.by.role) < level {
            return Err(Refusal::RoleMayNot);
        }
        self.happen(E::EscalationAcknowledged { clock, level });
        Ok(())
    }
}

/// §4.1 no. 2: certified and on shift.
fn fit_engineer<'a>(engineers: &'a [EngineerFacts], person: &PersonId) -> Result<&'a EngineerFacts, Refusal> {
    let facts = engineers.iter().find(|e| e.person == *person).ok_or(Refusal::EngineerUnknown)?;
    match (facts.certified, facts.on_shift) {
        (false, _) => Err(Refusal::EngineerNotCertified),
        (true, false) => Err(Refusal::EngineerOffShift),
        (true, true) => Ok(facts),
    }
}
