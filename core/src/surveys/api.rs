//! Wire types and calls of ratings as evidence: the voucher and the public side of the ledger (R34).

use serde::{Deserialize, Serialize};

use crate::endpoint::{Nothing, endpoints};
use crate::ids::{ProjectId, TicketId};
use crate::time::Instant;

endpoints! {
    /// The voucher of a ticket's rating; 404 before it is rated.
    VOUCHER = get "/api/v1/tickets/{id}/voucher" (TicketId): Nothing => Voucher;
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
