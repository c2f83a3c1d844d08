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
}

impl Desk {
    /// A desk without a ticket yet.
    pub fn new() -> Self {
        Self { page: RwSignal::new(None), pending: RwSignal::new(false) }
    }

    /// Reads the ticket again, so that a later command speaks of what is there now.
    async fn read_again(self, id: &str) -> Option<u32> {
        let page = call(&READ, &[id], &steward_core::endpoint::Nothing {}).await.ok()?;
        let seq = page.ticket.seq;
        self.page.set(Some(page));
        Some(seq)
    }

    /// Gives a command; `after` hears what came of it.
    pub fn send(self, command: Command, command_id: CommandId, after: impl FnOnce(Outcome) + 'static) {
        let Some((id, seen)) =
            self.page.with_untracked(|p| p.as_ref().map(|p| (p.ticket.id.clone(), p.ticket.seq)))
        else {
            return;
        };
        self.pending.set(true);
        let about = [model::words(command.kind()), " ", id.as_str()].concat();
        let request = CommandRequest { command_id: command_id.clone(), expected_seq: Some(seen), command };
        spawn_local(async move {
            let answer = net::command(&COMMAND, &[id.as_str()], &request, &command_id, about).await;
            let outcome = match answer {
                Ok(page) => {
                    self.page.set(Some(page));
                    Outcome::Done
                }
                Err(Failure::Kept) => {
                    toast::tell(problem::failure(&Failure::Kept));
                    Outcome::Done
                }
                Err(failure) if failure.code() == Some(Code::Conflict) => {
                    self.read_again(id.as_str()).await;
                    let since = |e: &&Event| e.seq > seen;
                    let events = self.page.with_untracked(|p| {
                        p.as_ref()
                            .map(|p| p.events.iter().filter(since).cloned().collect())
                            .unwrap_or_default()
                    });
                    Outcome::Stale(events)
                }
                Err(failure) => match failure.fields() {
                    [] => Outcome::Refused(problem::failure(&failure)),
                    wrong => Outcome::Wrong(wrong.to_vec()),
                },
            };
            self.pending.set(false);
            after(outcome);
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
        });
    }
}

impl Default for Desk {
    fn default() -> Self {
        Self::new()
    }
}
