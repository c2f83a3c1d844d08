//! Where `now` comes from: the one door through which time enters the server.
//!
//! Rules take `now` as an argument; only handlers, the writer and jobs ask this clock. Tests set a
//! [`ManualClock`] and never sleep. A server in test mode runs on an [`OffsetClock`], which starts when the test
//! says, keeps going and can be moved ahead.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use steward_core::time::{Instant, Seconds};
use tokio::sync::watch;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// The instant now.
    fn now(&self) -> Instant;

    /// Changes whenever somebody moves the clock by hand, so that whoever sleeps until a time looks again; `None`
    /// for a clock that only runs.
    fn moves(&self) -> Option<watch::Receiver<i64>> {
        None
    }
}

/// A clock that everyone shares.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The machine's clock, moved by an amount that can grow.
#[derive(Debug)]
pub struct OffsetClock {
    ahead_ms: watch::Sender<i64>,
}

impl OffsetClock {
    /// A clock that shows this instant now and goes on from there.
    pub fn starting_at(start: Instant) -> Self {
        Self { ahead_ms: watch::Sender::new(start.millis().saturating_sub(SystemClock.now().millis())) }
    }

    /// Moves the clock ahead; a running clock never goes back, so negative amounts do nothing.
    pub fn advance(&self, by: Seconds) {
        let by = by.get().max(0).saturating_mul(1000);
        self.ahead_ms.send_modify(|ahead| *ahead = ahead.saturating_add(by));
    }
}

impl Clock for OffsetClock {
    fn now(&self) -> Instant {
        Instant::from_millis(SystemClock.now().millis().saturating_add(*self.ahead_ms.borrow()))
    }

    fn moves(&self) -> Option<watch::Receiver<i64>> {
        Some(self.ahead_ms.subscribe())
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock {
    ms: watch::Sender<i64>,
}

impl ManualClock {
    /// A clock that shows this instant.
    pub fn at(now: Instant) -> Self {
        Self { ms: watch::Sender::new(now.millis()) }
    }

    /// Moves the clock by this much.
    pub fn advance(&self, by: Seconds) {
        self.ms.send_modify(|ms| *ms = ms.saturating_add(by.get().saturating_mul(1000)));
    }

    /// Sets the clock.
    pub fn set(&self, now: Instant) {
        self.ms.send_replace(now.millis());
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant::from_millis(*self.ms.borrow())
    }

    fn moves(&self) -> Option<watch::Receiver<i64>> {
        Some(self.ms.subscribe())
    }
}
