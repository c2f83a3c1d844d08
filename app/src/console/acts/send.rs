//! Sending a command from a desk: once, with the number of the ticket's last event that this person has seen.
//!
//! When the ticket has moved on, nothing is overwritten: what was typed stays, what changed meanwhile is shown, and
//! the person decides whether to send again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::ids::CommandId;
use steward_core::problem::{Code, Problem};
use steward_core::tickets::api::{COMMAND, CommandRequest, READ, TicketPage};
use steward_core::tickets::{Command, Event};

use super::model;
use crate::net::{self, Failure, call, new_command_id};
use crate::ui::toast;
use crate::words::{problem, say};

/// A ticket on somebody's desk.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The ticket as it was last read.
    pub page: RwSignal<Option<TicketPage>>,
    /// A command is on its way.
    pub pending: RwSignal<bool>,
}

/// What came of a command.
pub enum Outcome {
    /// Done, or kept for later.
    Done,
    /// Wrong inputs, to be said beside their fields.
    Wrong(Vec<Problem>),
    /// Refused, or not reached; said beside the button.
    Refused(String),
    /// The ticket has moved on: these events came since.
    Stale(Vec<Event>),
    /// Something else was sent under this id: what the form said before its page was closed.
    SentBefore,
}

impl Desk {
    /// A desk without a ticket yet.
    pub fn new() -> Self {
        Self { page: RwSignal::new(None), pending: RwSignal::new(false) }
    }

    /// The number of the ticket's last event on this desk.
    pub fn seq(self) -> u32 {
        self.page.with_untracked(|p| p.as_ref().map_or(0, |p| p.ticket.seq))
    }

    /// Reads the ticket again, so that a later command speaks of what is there now: the events since `seen`.
    async fn since(self, id: &str, seen: u32) -> Result<Vec<Event>, Failure> {
        let page = call(&READ, &[id], &steward_core::endpoint::Nothing {}).await?;
        let events = page.events.iter().filter(|e| e.seq > seen).cloned().collect();
        self.page.set(Some(page));
        Ok(events)
    }

    /// Gives a command about the ticket as it stands on the desk; `after` hears what came of it.
    pub fn send(self, command: Command, command_id: CommandId, after: impl FnOnce(Outcome) + 'static) {
        self.send_having_seen(self.seq(), command, command_id, None, after);
    }

    /// Gives a command of somebody who has looked at the ticket up to the event `seen`. A form takes the number of
    /// when it was opened: the page behind it moves on by itself, and its reader does not see that. `draft` is the key
    /// of what was typed, if it is kept.
    pub fn send_having_seen(
        self,
        seen: u32,
        command: Command,
        command_id: CommandId,
        draft: Option<String>,
        after: impl FnOnce(Outcome) + 'static,
    ) {
        let Some(id) = self.page.with_untracked(|p| p.as_ref().map(|p| p.ticket.id.clone())) else { return };
        self.pending.set(true);
        let about = [model::words(command.kind()), " ", id.as_str()].concat();
        let request = CommandRequest { command_id: command_id.clone(), expected_seq: Some(seen), command };
        spawn_local(async move {
            let answer =
                net::command(&COMMAND, &[id.as_str()], &request, &command_id, about, draft.as_deref()).await;
            let is_kept = answer == Err(Failure::Kept);
            let outcome = match answer {
                Ok(page) => {
                    self.page.set(Some(page));
                    Outcome::Done
                }
                Err(Failure::Kept) => Outcome::Done,
                Err(failure) if failure.code() == Some(Code::Conflict) => {
                    match self.since(id.as_str(), seen).await {
                        Ok(events) => Outcome::Stale(events),
                        Err(failure) => Outcome::Refused(problem::failure(&failure)),
                    }
                }
                Err(failure) if failure.code() == Some(Code::CommandReused) => Outcome::SentBefore,
                Err(failure) => match failure.fields() {
                    [] => Outcome::Refused(problem::failure(&failure)),
                    wrong => Outcome::Wrong(wrong.to_vec()),
                },
            };
            self.pending.set(false);
            after(outcome);
            if is_kept {
                // It waits: whatever was said to be done is not yet.
                toast::tell(problem::failure(&Failure::Kept));
            }
        });
    }

    /// Gives a command that has no form; what goes wrong is said at the bottom of the page.
    pub fn send_at_once(self, command: Command) {
        self.send(command, new_command_id(), |outcome| match outcome {
            Outcome::Done => toast::tell(say::desk::done()),
            Outcome::Refused(why) => toast::warn(why),
            Outcome::Wrong(problems) => {
                toast::warn(problems.first().map(problem::sentence).unwrap_or_default());
            }
            Outcome::Stale(_) => toast::warn(say::desk::stale_try_again()),
            Outcome::SentBefore => toast::warn(say::desk::sent_before()),
        });
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}
