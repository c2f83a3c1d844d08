//! What the jobs count about themselves.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// A message by its way and what became of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
pub struct Sent {
    /// The channel.
    pub channel: String,
    /// `done`, `again` (failed, to be tried again) or `dead` (given up).
    pub outcome: String,
}

/// The jobs' measurements.
#[derive(Debug)]
pub struct Metrics {
    /// Tickets that the sweep woke.
    pub ticks: Counter,
    /// How much later than its time each was woken, in seconds.
    pub lateness: Histogram,
    /// Tries to deliver a notice.
    pub sent: Family<Sent, Counter>,
}

impl Metrics {
    /// New measurements in a registry.
    pub fn register(registry: &mut Registry) -> Self {
        let ticks = Counter::default();
        let lateness = Histogram::new([0.01, 0.1, 0.5, 1.0, 5.0, 30.0, 60.0, 300.0, 3600.0]);
        let sent = Family::default();
        registry.register("sweep_ticks", "Tickets that the clock sweep woke", ticks.clone());
        registry.register("sweep_late_seconds", "How late the clock sweep woke them", lateness.clone());
        registry.register("outbox_sent", "Tries to deliver a notice by channel and outcome", sent.clone());
        Self { ticks, lateness, sent }
    }

    /// Counts a try to deliver a notice.
    pub fn sent(&self, channel: &str, outcome: &str) {
        let sent = Sent { channel: channel.to_owned(), outcome: outcome.to_owned() };
        self.sent.get_or_create(&sent).inc();
    }
}
