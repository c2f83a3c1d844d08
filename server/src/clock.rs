//! Where `now` comes from: the one door through which time enters the server.
//!
//! Rules take `now` as an argument; only handlers, the writer and jobs ask this clock. Tests set a
//! [`ManualClock`] and never sleep. A server in test mode runs on an [`OffsetClock`], which keeps going but can
//! be moved ahead.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use steward_core::time::{Instant, Seconds};

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    /// The instant now.
    fn now(&self) -> Instant;
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

/// The machine's clock, moved ahead by an amount that can grow.
#[derive(Debug, Default)]
pub struct OffsetClock {
    ahead_ms: AtomicI64,
}

impl OffsetClock {
    /// Moves the clock ahead; a clock never goes back, so negative amounts do nothing.
    pub fn advance(&self, by: Seconds) {
        self.ahead_ms.fetch_add(by.get().max(0).saturating_mul(1000), Ordering::SeqCst);
    }
}

impl Clock for OffsetClock {
    fn now(&self) -> Instant {
        Instant::from_millis(SystemClock.now().millis().saturating_add(self.ahead_ms.load(Ordering::SeqCst)))
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock {
    ms: AtomicI64,
}

impl ManualClock {
    /// A clock that shows this instant.
    pub fn at(now: Instant) -> Self {
        Self { ms: AtomicI64::new(now.millis()) }
    }

    /// Moves the clock by this much.
    pub fn advance(&self, by: Seconds) {
        self.ms.fetch_add(by.get().saturating_mul(1000), Ordering::SeqCst);
    }

    /// Sets the clock.
    pub fn set(&self, now: Instant) {
        self.ms.store(now.millis(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.ms.load(Ordering::SeqCst))
    }
}
