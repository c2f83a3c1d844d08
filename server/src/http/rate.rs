//! Limits on how often something may be asked for: sign-in, codes, submissions, uploads.
//!
//! One limiter (governor's GCRA) per purpose, one cell per key (an address, a phone, a login, a person). Memory
//! is bounded: cells that are full again are dropped, and when there are still too many, new keys must wait.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, Reference};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use steward_core::problem::{Code, Problem};

use super::error::Failure;
use crate::clock::SharedClock;

/// How many keys one limiter remembers at most.
const MOST_KEYS: usize = 50_000;

/// governor on the server's own clock, so that tests move it.
#[derive(Clone)]
struct RateClock(SharedClock);

impl governor::clock::Clock for RateClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.now().millis()).unwrap_or(0))
    }
}

type Cells = RateLimiter<String, HashMapStateStore<String>, RateClock, NoOpMiddleware<Duration>>;

/// One limit, counted for each key on its own.
pub struct Limit {
    cells: Cells,
    clock: RateClock,
    most_keys: usize,
}

impl Limit {
    /// At most `burst` at once, and one more after each `refill`.
    pub fn new(clock: SharedClock, burst: u32, refill: Duration) -> Self {
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::with_period(refill.max(Duration::from_millis(1)))
            .unwrap_or(Quota::per_second(NonZeroU32::MIN))
            .allow_burst(burst);
        let clock = RateClock(clock);
        let cells = RateLimiter::new(quota, HashMapStateStore::default(), clock.clone());
        Self { cells, clock, most_keys: MOST_KEYS }
    }

    /// Counts one use of `key`; `slow_down` with the seconds to wait when there were too many.
    pub fn take(&self, key: &str) -> Result<(), Failure> {
        if self.cells.len() >= self.most_keys {
            self.cells.retain_recent();
            if self.cells.len() >= self.most_keys {
                return Err(slow_down(1));
            }
        }
        self.cells.check_key(&key.to_owned()).map_err(|wait| {
            let now = self.clock.now();
            let wait = Duration::from(wait.earliest_possible().duration_since(now));
            slow_down(wait.as_millis().div_ceil(1000))
        })
    }
}

fn slow_down(seconds: u128) -> Failure {
    Problem::new(Code::SlowDown).with("seconds", seconds.max(1)).into()
}

/// The limits of this server.
pub struct Limits {
    /// Codes asked for from one address.
    pub code_by_address: Limit,
    /// Codes asked for one phone: 150 a day leave a guesser one chance in a thousand.
    pub code_by_phone: Limit,
    /// Sign-in tries from one address.
    pub sign_in_by_address: Limit,
    /// Sign-in tries on one login name.
    pub sign_in_by_login: Limit,
    /// Tickets submitted by one person.
    pub submit: Limit,
    /// Other commands of one person.
    pub command: Limit,
    /// Personal links opened or used from one address.
    pub link: Limit,
    /// Photos sent by one person.
    pub upload: Limit,
    /// Survey answers from one address.
    pub answer: Limit,
}

impl Limits {
    /// The limits, on this clock. A whole office behind one address can sign in on a Monday morning. A server
    /// with demo data allows a hundred times the burst: everybody who tries it shares few accounts.
    pub fn new(clock: &SharedClock, demo: bool) -> Self {
        let times = if demo { 100 } else { 1 };
        let limit = |burst: u32, seconds| {
            Limit::new(SharedClock::clone(clock), burst * times, Duration::from_secs(seconds))
        };
        Self {
            code_by_address: limit(30, 10),
            code_by_phone: limit(5, 600),
            sign_in_by_address: limit(60, 2),
            sign_in_by_login: limit(10, 30),
            submit: limit(20, 15),
            command: limit(120, 1),
            link: limit(60, 2),
            upload: limit(40, 3),
            answer: limit(60, 2),
        }
    }
}

#[cfg(test)]
#[path = "rate_tests.rs"]
mod tests;
