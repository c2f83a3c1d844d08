//! Wire types and calls of tickets, photos and the live stream.

use serde::{Deserialize, Serialize};

use super::candidates::Candidate;
use super::command::Command;
use super::draft::TicketDraft;
use super::event::Event;
use super::state::State;
use super::ticket::Ticket;
use crate::endpoint::{Nothing, Page, endpoints};
use crate::export::{Export, File};
use crate::ids::{CommandId, DayId, PersonId, PhotoId, TicketId};
use crate::sla::elastic::Factors;
use crate::sla::explain::Step;
use crate::surveys::rules::VoiceRules;
use crate::time::{Instant, Seconds};

pub use super::rows::{CountQuery, ListQuery, RowClock, TicketRow, View, ViewCount, title};

endpoints! {
    /// Submit a ticket; 201 with its page.
    SUBMIT = post "/api/v1/tickets": SubmitTicket => TicketPage;
    /// A list of tickets.
    LIST = get "/api/v1/tickets": ListQuery => Page<TicketRow>;
    /// All tickets of a list as a table for a spreadsheet, phones masked; who took it is logged. Staff only.
    EXPORT_LIST = post "/api/v1/tickets/export": Export<ListQuery> => File;
    /// How many tickets each view has for this viewer.
    COUNTS = get "/api/v1/ticket-counts": CountQuery => Vec<ViewCount>;
    /// Wordings that one person used on owners too often on one day of the last week (R28), the latest day first.
    SAME_WORDS = get "/api/v1/same-words": Nothing => Vec<SameWords>;
    /// One ticket with everything about it.
    READ = get "/api/v1/tickets/{id}" (TicketId): Nothing => TicketPage;
    /// Give a command.
    COMMAND = post "/api/v1/tickets/{id}/commands" (TicketId): CommandRequest => TicketPage;
    /// Who could do the job.
    CANDIDATES = get "/api/v1/tickets/{id}/candidates" (TicketId): Nothing => Vec<Candidate>;
    /// The contact's full phone number; the reason is logged.
    REVEAL_PHONE = post "/api/v1/tickets/{id}/phone" (TicketId): RevealPhone => RevealedPhone;
    /// Store a photo: the raw bytes of a JPEG, PNG or WebP as the body.
    UPLOAD = post "/api/v1/photos": Nothing => PhotoStored;
    /// A photo as JPEG; `?size=thumb` for the small one.
    PHOTO = get "/api/v1/photos/{id}" (PhotoId): Nothing => Nothing;
    /// The live stream (server-sent events): each message is a [`LiveMessage`], its id the log position.
    LIVE = get "/api/v1/live": Nothing => LiveMessage;
}

/// For how long a command that is sent again is recognised as the one that was carried out. A device that hears no answer
/// for longer and sends again is taken at its word a second time.
pub const RECOGNISED_FOR: Seconds = Seconds::days(30);

/// A draft with the id that makes sending it twice harmless.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubmitTicket {
    /// Made by the client, once per submission.
    pub command_id: CommandId,
    /// What is submitted.
    pub draft: TicketDraft,
}

/// A command to a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CommandRequest {
    /// Made by the client, once per command.
    pub command_id: CommandId,
    /// The `seq` the person was looking at; if the ticket has moved on, the answer is `conflict`.
    #[serde(default)]
    pub expected_seq: Option<u32>,
    /// The command.
    pub command: Command,
}

/// Everything about one ticket, as the viewer may see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TicketPage {
    /// The ticket.
    pub ticket: Ticket,
    /// Its events, oldest first; for owners the public ones.
    pub events: Vec<Event>,
    /// Why each clock is due when it is, in the order of `ticket.clocks` (R10); clocks without an answer have none.
    pub why: Vec<Vec<Step>>,
    /// The project's name.
    pub project_name: String,
    /// The project's hotline.
    pub hotline: String,
    /// The project's rules for ratings.
    #[serde(default)]
    pub voices: VoiceRules,
    /// How much longer a complex case may take there (R12).
    #[serde(default)]
    pub elastic: Factors,
    /// The household beside the ticket; staff only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerCard>,
    /// The server's clock at the answer.
    pub now: Instant,
}

/// A wording that one person used on owners more than three times on one day (套话, R28).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SameWords {
    /// The project's name.
    pub project: String,
    /// The local day.
    pub day: DayId,
    /// Who wrote it.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The words, as they were written last.
    pub text: String,
    /// How often.
    pub times: u64,
    /// On which tickets, the last first; twenty at most.
    pub tickets: Vec<TicketId>,
}

/// What staff see of the household (S05).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnerCard {
    /// The contact's name.
    pub name: String,
    /// The phone, masked.
    pub phone_masked: String,
    /// Repairs in the last twelve months, cancelled and duplicates left out (R60).
    pub repairs_12m: u32,
    /// Complaints in the last twelve months.
    pub complaints_12m: u32,
    /// Sum and number of ratings, for a mean with its n.
    pub rating_sum: u32,
    /// See `rating_sum`.
    pub rating_n: u32,
    /// The household's other tickets, newest first, five at most.
    pub recent: Vec<RecentTicket>,
}

/// A line of the household's history.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecentTicket {
    /// The ticket.
    pub id: TicketId,
    /// Its first words.
    pub title: String,
    /// When it was submitted.
    pub at: Instant,
    /// Where it stands.
    pub state: State,
}

/// A stored photo.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhotoStored {
    /// Its name.
    pub photo: PhotoId,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Why somebody needs the full number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RevealPhone {
    /// The reason, which is logged.
    pub reason: String,
}

/// The full number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RevealedPhone {
    /// Eleven digits.
    pub phone: String,
}

impl core::fmt::Debug for RevealedPhone {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("RevealedPhone(***)")
    }
}

/// One message of the live stream: what one command caused, as the viewer may see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LiveMessage {
    /// The ticket.
    pub ticket: TicketId,
    /// The events, for owners the public ones; possibly none that they may see.
    pub events: Vec<Event>,
    /// The row as it is now.
    pub row: TicketRow,
    /// The server's clock.
    pub now: Instant,
}

/// What every page reads of a [`LiveMessage`]; what has happened is read only where the ticket itself is shown.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct LiveHead {
    /// The ticket.
    pub ticket: TicketId,
    /// The row as it is now.
    pub row: TicketRow,
    /// The server's clock.
    pub now: Instant,
}
