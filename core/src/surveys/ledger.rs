//! The rating ledger (评价账本, R34): each rating carries a hash over itself and the hash before it.
//!
//! `hash_n` = lower-case hex SHA-256 of the text (hex of `hash_(n−1)`, directly followed by the canonical JSON of the
//! record); the first previous hash is 64 zeros. Canonical is UTF-8, keys sorted, no spaces. Whoever changes,
//! removes or reorders a record breaks every hash after it, and anyone can recompute them, also in a browser.
//!
//! It is not the storage: it never sees where records are kept.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A rating as the ledger knows it. The fields are in the canonical order: sorted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Who was rated.
    pub agent: String,
    /// Who rated.
    pub owner: String,
    /// When, in RFC 3339 with the offset of the project's zone, exactly as first written.
    pub rated_at: String,
    /// 1 to 5 stars.
    pub score: u8,
    /// The ticket it is about.
    pub ticket: String,
}

impl Record {
    /// The canonical JSON: UTF-8, keys sorted, no spaces.
    pub fn canonical(&self) -> String {
        let Self { agent, owner, rated_at, score, ticket } = self;
        let text = |value: &str| serde_json::Value::from(value).to_string();
        format!(
            r#"{{"agent":{},"owner":{},"rated_at":{},"score":{score},"ticket":{}}}"#,
            text(agent),
            text(owner),
            text(rated_at),
            text(ticket),
        )
    }
}

/// A link of the chain: 32 bytes, written as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash([u8; 32]);

impl Hash {
    /// What stands before the first record: 64 zeros.
    pub const ZERO: Self = Self([0; 32]);
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A text that is no hash: not 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadHash;

impl fmt::Display for BadHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bad_hash")
    }
}

impl core::error::Error for BadHash {}

impl FromStr for Hash {
    type Err = BadHash;

    fn from_str(text: &str) -> Result<Self, BadHash> {
        let digit = |c: u8| match c {
            b'0'..=b'9' => Ok(c - b'0'),
            b'a'..=b'f' => Ok(c - b'a' + 10),
            _ => Err(BadHash),
        };
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(BadHash);
        }
        let mut bytes = [0; 32];
        for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(high)? << 4 | digit(low)?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Hash {
    type Error = BadHash;
    fn try_from(text: String) -> Result<Self, BadHash> {
        text.parse()
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

/// The hash of `record` after `previous`.
pub fn chain(previous: Hash, record: &Record) -> Hash {
    let mut sha = Sha256::new();
    sha.update(previous.to_string());
    sha.update(record.canonical());
    Hash(sha.finalize().into())
}

/// Where a sound chain ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// How many records it has.
    pub count: u64,
    /// The hash of the last one; 64 zeros when there is none.
    pub hash: Hash,
}

/// The first record whose stored hash is not the computed one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FirstBad {
    /// Its number, counted from 1.
    pub n: u64,
    /// The hash it carries.
    pub stored: Hash,
    /// The hash it should carry.
    pub computed: Hash,
}

impl fmt::Display for FirstBad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ledger_broken at {}: stored {}, computed {}", self.n, self.stored, self.computed)
    }
}

impl core::error::Error for FirstBad {}

/// Recomputes a chain from its first record, in order, in constant memory.
pub fn verify(chain_of: impl IntoIterator<Item = (Record, Hash)>) -> Result<Head, FirstBad> {
    let mut head = Head { count: 0, hash: Hash::ZERO };
    for (record, stored) in chain_of {
        let computed = chain(head.hash, &record);
        head = Head { count: head.count + 1, hash: computed };
        if stored != computed {
            return Err(FirstBad { n: head.count, stored, computed });
        }
    }
    Ok(head)
}

/// The digest of a day's heads (当日摘要): lower-case hex SHA-256 over one line a project, `project n head`, each ended
/// by a line feed, in the order given, which is that of the projects' ids.
pub fn day_digest<'a>(heads: impl IntoIterator<Item = (&'a str, u64, &'a str)>) -> Hash {
    let mut sha = Sha256::new();
    for (project, n, head) in heads {
        sha.update(format!("{project} {n} {head}\n"));
    }
    Hash(sha.finalize().into())
}
