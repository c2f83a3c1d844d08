//! What has happened to a ticket, in words for its owner: one entry for each event that says something.

use steward_core::accounts::role::Role;
use steward_core::ids::{PersonId, PhotoId};
use steward_core::sla::policy::ClockKind;
use steward_core::tickets::api::TicketPage;
use steward_core::tickets::command::{ComplaintStep, VisitForm};
use steward_core::tickets::event::{Event, EventBody as E, Who};
use steward_core::tickets::{Scenario, Ticket};
use steward_core::time::Instant;

use crate::ui::{Icon, Status};
use crate::words::{label, say, time};

/// One entry of the timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The number of its event.
    pub seq: u32,
    /// When it happened.
    pub at: Instant,
    /// What happened: 已派单给周启明.
    pub what: String,
    /// What somebody wrote, as they wrote it.
    pub text: String,
    /// What the product adds: 用时 42 分，承诺 1 小时.
    pub note: String,
    /// The photos that came with it.
    pub photos: Vec<PhotoId>,
    /// Its symbol.
    pub symbol: Icon,
    /// Its status, where it is one.
    pub status: Option<Status>,
}

/// The entries, newest first. `me` is the reader, `now` the time that relative words refer to.
pub fn entries(events: &[Event], ticket: &Ticket, me: &PersonId, now: Instant) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::with_capacity(events.len());
    for event in events {
        let teller = Teller { ticket, me, now, event };
        // A report of completion tells the owner the result in the same words: that is one entry.
        let repeats = matches!(&event.body, E::Completed { work, .. }
            if entries.last().is_some_and(|last| last.at == event.at && last.text == *work));
        if repeats {
            entries.pop();
        }
        // A pause that ends moves the due time: that stands with the end of the pause.
        if let E::ClockMoved { clock, due, .. } = &event.body
            && let Some(last) = entries.last_mut().filter(|last| last.at == event.at)
        {
            if ticket.promise().is_some_and(|promise| promise.kind == *clock) {
                last.note = say::owner::t_moved(&time::day_time(*due, now));
            }
            continue;
        }
        entries.extend(teller.entry());
    }
    entries.reverse();
    if !ticket.state.is_done()
        && let Some(first) = entries.first_mut()
        && let Some(E::WorkStarted { .. }) = events.iter().find(|e| e.seq == first.seq).map(|e| &e.body)
    {
        let by = events.iter().find(|e| e.seq == first.seq).map(|e| who(&e.by, me)).unwrap_or_default();
        let repair = ticket.said.scenario == Scenario::Repair;
        first.what = if repair { say::owner::t_repairing(&by) } else { say::owner::t_working(&by) };
    }
    entries
}

/// The newest entry after the event `seq`: what somebody who knew the ticket up to there has not seen.
pub fn newest_since(page: &TicketPage, seq: u32, me: &PersonId, now: Instant) -> Option<Entry> {
    entries(&page.events, &page.ticket, me, now).into_iter().find(|entry| entry.seq > seq)
}

/// Who it was, to this reader: 您, 周启明师傅, 方敏.
pub fn who(by: &Who, me: &PersonId) -> String {
    match by.role {
        _ if by.person == *me => say::owner::you().to_owned(),
        Role::Engineer => say::owner::master(&by.name),
        _ => by.name.clone(),
    }
}

struct Teller<'a> {
    ticket: &'a Ticket,
    me: &'a PersonId,
    now: Instant,
    event: &'a Event,
}

impl Teller<'_> {
    /// The entry, or none for what only moves clocks or is nobody's news.
    fn entry(&self) -> Option<Entry> {
        let who = who(&self.event.by, self.me);
        let mut entry = Entry {
            seq: self.event.seq,
            at: self.event.at,
            what: String::new(),
            text: String::new(),
            note: String::new(),
            photos: Vec::new(),
            symbol: Icon::Check,
            status: None,
        };
        let told = match &self.event.body {
            E::Submitted(said) => {
                entry.text.clone_from(&said.text);
                entry.photos.clone_from(&said.photos);
                let what = label::scenario(said.scenario);
                if self.event.by.role == Role::Owner {
                    say::owner::t_submitted(&what, &who)
                } else {
                    say::owner::t_registered(&what, &who)
                }
            }
            E::Accepted { .. } => say::owner::t_accepted(&who),
            E::Replied { text } => {
                (entry.symbol, entry.text) = (Icon::Chat, text.clone());
                say::owner::t_replied(&who)
            }
            E::Supplemented { text, photos } => {
                (entry.symbol, entry.text) = (Icon::Edit, text.clone());
                entry.photos.clone_from(photos);
                say::owner::t_added(&who)
            }
            E::Urged { count } => {
                entry.symbol = Icon::Bell;
                if *count > 1 { say::owner::t_urged_again(count, &who) } else { say::owner::t_urged(&who) }
            }
            E::Visited { form } => visit(&who, form),
            E::Rated { stars, text, .. } => {
                (entry.symbol, entry.text) = (Icon::Star, text.clone());
                let word = say::common::stars(&stars.get().to_string()).unwrap_or_default();
                say::owner::t_rated(&word, &who)
            }
            E::Cancelled { reason } => {
                (entry.symbol, entry.text) = (Icon::Cross, reason.clone());
                say::owner::t_cancelled(&who)
            }
            E::Reopened { reason, photos, .. } => {
                (entry.symbol, entry.text) = (Icon::Undo, reason.clone());
                entry.photos.clone_from(photos);
                say::owner::t_reopened(&who)
            }
            E::Closed => say::owner::t_closed().to_owned(),
            _ => self.work(&who, &mut entry).or_else(|| self.exception(&mut entry))?,
        };
        Some(Entry { what: told, ..entry })
    }

    /// The straight way of the work.
    fn work(&self, who: &str, entry: &mut Entry) -> Option<String> {
        Some(match &self.event.body {
            E::Dispatched { name, claimed, .. } => {
                let name = say::owner::master(name);
                if *claimed { say::owner::t_claimed(&name) } else { say::owner::t_dispatched(&name) }
            }
            E::JobAccepted => say::owner::t_job_accepted(&who),
            E::Arrived { .. } => {
                entry.note = self.took(ClockKind::OnSite).unwrap_or_default();
                say::owner::t_arrived(&who)
            }
            E::WorkStarted { findings } => {
                (entry.symbol, entry.text) = (Icon::Wrench, findings.clone());
                say::owner::t_work_started(&who)
            }
            E::StepRecorded { step, text } => {
                entry.text.clone_from(text);
                match step {
                    ComplaintStep::Calm => say::owner::t_calmed(&who),
                    ComplaintStep::Investigate => say::owner::t_investigated(&who),
                }
            }
            E::FeedbackGiven { text, promised_at } => {
                (entry.symbol, entry.text) = (Icon::Chat, text.clone());
                match promised_at {
                    Some(at) => {
                        entry.note = say::owner::t_plan_until(&time::day_time(*at, self.now));
                        say::owner::t_plan(&who)
                    }
                    None if self.ticket.said.scenario == Scenario::Complaint => say::owner::t_solution(&who),
                    None => say::owner::t_result(&who),
                }
            }
            E::Completed { work, photos } => {
                entry.text.clone_from(work);
                entry.photos.clone_from(photos);
                say::owner::t_completed().to_owned()
            }
            _ => return None,
        })
    }

    /// The ways out of the straight line.
    fn exception(&self, entry: &mut Entry) -> Option<String> {
        Some(match &self.event.body {
            E::JobDeclined { .. } => {
                entry.symbol = Icon::Swap;
                say::owner::t_job_declined().to_owned()
            }
            E::Transferred { to, .. } => {
                entry.symbol = Icon::Swap;
                say::owner::t_transferred(&label::department(*to))
            }
            E::TransferAccepted { department } => {
                say::owner::t_transfer_accepted(&label::department(*department))
            }
            E::TransferDeclined { .. } => say::owner::t_transfer_declined().to_owned(),
            E::Paused { reason, note } => {
                (entry.symbol, entry.status) = (Icon::Pause, Some(Status::Paused));
                entry.text.clone_from(note);
                say::owner::t_paused(&label::pause_reason(*reason))
            }
            E::Resumed => {
                entry.symbol = Icon::Clock;
                say::owner::t_resumed().to_owned()
            }
            E::ClockMoved { clock, due, .. } if clock.extendable() => {
                entry.symbol = Icon::Clock;
                say::owner::t_extended(&time::day_time(*due, self.now))
            }
            E::ClockRecalculated { clock, .. }
                if self.ticket.promise().is_some_and(|promise| promise.kind == clock.kind) =>
            {
                entry.symbol = Icon::Clock;
                say::owner::t_recalculated(&time::day_time(clock.due, self.now))
            }
            E::Merged { target } => {
                entry.symbol = Icon::Swap;
                say::owner::t_merged_note().clone_into(&mut entry.note);
                say::owner::t_merged(target)
            }
            _ => return None,
        })
    }

    /// How long it took and how long it might, where this event stopped a clock of this kind.
    fn took(&self, kind: ClockKind) -> Option<String> {
        let stopped =
            |c: &&steward_core::sla::clock::Clock| c.kind == kind && c.stopped == Some(self.event.at);
        let clock = self.ticket.clocks.iter().find(stopped)?;
        let took = time::span(self.event.at.since(clock.start));
        if clock.is_late(self.now) {
            let late = time::span(self.event.at.since(clock.due));
            return Some(say::owner::took_late(&late, &took));
        }
        Some(say::owner::took_of(&time::span(clock.due.since(clock.start)), &took))
    }
}

fn visit(who: &str, form: &VisitForm) -> String {
    match (form.reached, form.solved) {
        (false, _) => say::owner::t_visit_missed(&who),
        (true, true) => say::owner::t_visit_solved(&who),
        (true, false) => say::owner::t_visit_open(&who),
    }
}
