//! The history of a ticket that is over, in little space (压缩存放): one compressed value instead of a row for each event, and
//! no body beside it, since the ticket is the fold of its events.
//!
//! A value begins with the number of its form. Form 1 is a zstd frame over the JSON of [`Log`], made with the
//! dictionary that ships as `dictionaries/1.zdict`. Forms are only added; each is read for ever.

use std::cell::RefCell;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use steward_core::tickets::event::Who;
use steward_core::tickets::{Event, EventBody, Ticket};
use steward_core::time::{Instant, Seconds};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};
use zstd::zstd_safe::get_frame_content_size;

use crate::http::error::{Answer, Failure};

/// The form that is written.
const FORM: u8 = 1;
/// What form 1 was trained with: the typical pieces of histories.
const DICTIONARY: &[u8] = include_bytes!("../../dictionaries/1.zdict");
/// Higher levels gain two of a hundred and take twice the time.
const LEVEL: i32 = 3;
/// No history is longer than this, in bytes of JSON.
const LONGEST: usize = 64 << 20;

static TO_WRITE: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static TO_READ: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

thread_local! {
    /// Making one costs as much as unpacking several histories.
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// How long ago the last change of a ticket must lie: longer than it can be rated and opened again, and than its texts
/// are noted beside it.
pub const AFTER: Seconds = Seconds::days(10);

/// Whether a ticket is over for so long that its history is packed.
pub fn is_ripe(ticket: &Ticket, now: Instant) -> bool {
    ticket.state.is_ended() && ticket.updated_at + AFTER <= now
}

/// All events of a ticket from the first on. Their numbers follow from their places.
#[derive(Serialize, Deserialize)]
struct Log<W, B> {
    /// When the first happened.
    from: Instant,
    /// Everybody who did something.
    people: Vec<W>,
    /// Milliseconds since the one before, the place of whoever did it, and what happened.
    events: Vec<(i64, usize, B)>,
}

/// The JSON that is compressed: what a dictionary is trained with.
pub fn plain(events: &[Event]) -> Answer<Vec<u8>> {
    let from = events.first().map_or(Instant::EPOCH, |event| event.at);
    let mut last = from;
    let mut log =
        Log::<&Who, &EventBody> { from, people: Vec::new(), events: Vec::with_capacity(events.len()) };
    for event in events {
        let known = log.people.iter().position(|who| **who == event.by);
        let who = known.unwrap_or(log.people.len());
        if known.is_none() {
            log.people.push(&event.by);
        }
        log.events.push((event.at.millis() - last.millis(), who, &event.body));
        last = event.at;
    }
    Ok(serde_json::to_vec(&log)?)
}

/// Packs histories, one after the other.
pub struct Packer(Compressor<'static>);

impl Packer {
    /// Ready to pack.
    pub fn new() -> Answer<Self> {
        Compressor::with_prepared_dictionary(&TO_WRITE).map(Self).map_err(Failure::internal)
    }

    /// All events of a ticket, which begin with number 1 and leave none out.
    pub fn pack(&mut self, events: &[Event]) -> Answer<Vec<u8>> {
        if !events.iter().zip(1..).all(|(event, seq)| event.seq == seq) {
            return Err(Failure::internal("a history with a gap is not packed"));
        }
        let frame = self.0.compress(&plain(events)?).map_err(Failure::internal)?;
        let mut packed = Vec::with_capacity(frame.len() + 1);
        packed.push(FORM);
        packed.extend_from_slice(&frame);
        Ok(packed)
    }
}

/// The events that were packed.
pub fn unpack(packed: &[u8]) -> Answer<Vec<Event>> {
    let Some((&FORM, frame)) = packed.split_first() else {
        return Err(Failure::internal("a packed history of a form that this version does not know"));
    };
    let length = get_frame_content_size(frame).ok().flatten().and_then(|length| usize::try_from(length).ok());
    let length = length.filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| Failure::internal("a packed history that does not say its length"))?;
    let json = UNPACKER.with_borrow_mut(|unpacker| {
        let unpacker = match unpacker {
            Some(ready) => ready,
            None => unpacker.insert(Decompressor::with_prepared_dictionary(&TO_READ)?),
        };
        unpacker.decompress(frame, length)
    });
    let json = json.map_err(Failure::internal)?;
    let log: Log<Who, EventBody> = serde_json::from_slice(&json)?;
    let mut at = log.from.millis();
    let mut events = Vec::with_capacity(log.events.len());
    for ((after, who, body), seq) in log.events.into_iter().zip(1..) {
        at = at.saturating_add(after);
        let by = log.people.get(who).cloned();
        let by = by.ok_or_else(|| Failure::internal("a packed history names somebody who is not in it"))?;
        events.push(Event { seq, at: Instant::from_millis(at), by, body });
    }
    Ok(events)
}

#[cfg(test)]
#[path = "packed_tests.rs"]
mod tests;
