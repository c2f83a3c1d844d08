//! Wire types and calls of ratings as evidence: the voucher and the public side of the ledger (R34).

use serde::{Deserialize, Serialize};

use super::rating::RatingDraft;
use super::rules::VoiceRules;
use crate::endpoint::{Nothing, endpoints};
use crate::ids::{CommandId, DayId, ProjectId, TicketId};
use crate::tickets::Category;
use crate::time::Instant;

endpoints! {
    /// The voucher of a ticket's rating; 404 before it is rated.
    VOUCHER = get "/api/v1/tickets/{id}/voucher" (TicketId): Nothing => Voucher;
    /// What a personal link is about, shown without signing in; reading changes nothing, however often and by whomever.
    RATE_LOOK = get "/api/v1/rate/{token}" (crate::ids::LinkToken): Nothing => RateLook;
    /// Rate the ticket of a personal link, once, as the household that it was sent to; the voucher of the rating.
    RATE_BY_LINK = post "/api/v1/rate/{token}" (crate::ids::LinkToken): RateByLink => Voucher;
    /// Each project's ledger as it is now: its length and head. Public.
    LEDGER_HEADS = get "/api/v1/ledger/heads": Nothing => Vec<ProjectHead>;
    /// The days whose heads were published, newest first, or those that hold a record, oldest first. Public.
    LEDGER_DAYS = get "/api/v1/ledger/days": LedgerDaysQuery => Vec<LedgerDay>;
    /// The heads of one day as they were published. Public.
    LEDGER_DAY = get "/api/v1/ledger/days/{date}" (DayId): Nothing => LedgerDay;
    /// The hashes of a project's ledger, without the records: public, so that anyone can compare.
    LEDGER = get "/api/v1/ledger/{project}" (ProjectId): LedgerQuery => LedgerHashes;
}

/// The evidence of one rating (评价凭证): the browser recomputes the hash and compares it with the public ledger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Voucher {
    /// The ticket.
    pub ticket: TicketId,
    /// Whose ledger.
    pub project: ProjectId,
    /// The record's number in it, from 1.
    pub n: u64,
    /// The hash before it.
    pub prev: String,
    /// The record as it was hashed: canonical JSON.
    pub record: String,
    /// Its hash.
    pub hash: String,
    /// When it was entered.
    pub at: Instant,
    /// The code to scan (二维码), which leads to a page that checks the voucher without this server's word for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<ScanCode>,
}

/// A code to scan, as the path of a drawing: squares of one unit, without a quiet zone around them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScanCode {
    /// The address it says.
    pub address: String,
    /// Units on each side.
    pub side: u16,
    /// The dark squares: the `d` of an SVG path.
    pub path: String,
}

/// What a personal link asks an owner to rate: no phone, and no address but the room.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateLook {
    /// The ticket.
    pub ticket: TicketId,
    /// The project's name.
    pub project_name: String,
    /// The room.
    pub room: String,
    /// What it was about.
    pub category: Category,
    /// What was reported, its first words.
    pub title: String,
    /// What was done, its first words.
    pub work: String,
    /// When it was done.
    pub completed_at: Instant,
    /// Until when it can be rated.
    pub until: Instant,
    /// The project's rules for ratings.
    pub rules: VoiceRules,
    /// The voucher, where it is rated already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher: Option<Voucher>,
}

/// A rating by a personal link.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RateByLink {
    /// Made by the client, once per rating.
    pub command_id: CommandId,
    /// The rating.
    pub rating: RatingDraft,
}

/// A project's ledger at some moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectHead {
    /// The project.
    pub project: ProjectId,
    /// Its name now.
    pub project_name: String,
    /// How many records it had.
    pub n: u64,
    /// The hash of the last one; 64 zeros for an empty ledger.
    pub head: String,
}

/// Which published days are wanted; both fields together, or none.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LedgerDaysQuery {
    /// Days whose heads hold a record of this project…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// …with this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
}

/// The heads of a day (每日账本摘要), as published after it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerDay {
    /// The day.
    pub date: DayId,
    /// When it was published.
    pub published_at: Instant,
    /// Each project's head at the end of the day, in the order of their ids.
    pub heads: Vec<ProjectHead>,
    /// The digest of all of them: see [`super::ledger::day_digest`].
    pub digest: String,
}

/// A stretch of the ledger.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LedgerQuery {
    /// The first record wanted; 1 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// The last one; at most 1,000 come at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u64>,
}

/// Hashes of consecutive records and the ledger's head.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LedgerHashes {
    /// The number of the first one.
    pub from: u64,
    /// The hashes, in order.
    pub hashes: Vec<String>,
    /// How many records the ledger has.
    pub length: u64,
    /// The hash of the last one; 64 zeros for an empty ledger.
    pub head: String,
}
