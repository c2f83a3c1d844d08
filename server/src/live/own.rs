//! What this node wrote into a log that other nodes write too, until it is its turn to be told: in the log's order, and
//! without reading again what the writer had in its hands.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

/// When so many wait, they are dropped, and the log itself tells them.
const MOST: usize = 1024;

/// The part of a shared log that is this node's own.
#[derive(Debug)]
pub(super) struct Own<T> {
    grown: Notify,
    /// What waits, by the first of its positions, with the last.
    waiting: Mutex<BTreeMap<i64, (i64, T)>>,
    /// Whether the log may hold what nobody here has.
    others: AtomicBool,
}

impl<T> Default for Own<T> {
    fn default() -> Self {
        Self { grown: Notify::new(), waiting: Mutex::default(), others: AtomicBool::new(false) }
    }
}

impl<T> Own<T> {
    /// These were committed together, each at its positions.
    pub(super) fn add(&self, committed: impl IntoIterator<Item = (RangeInclusive<i64>, T)>) {
        let mut waiting = self.waiting();
        if waiting.len() >= MOST {
            waiting.clear();
            self.others.store(true, Ordering::SeqCst);
        }
        waiting.extend(committed.into_iter().map(|(at, what)| (*at.start(), (*at.end(), what))));
        drop(waiting);
        self.grown.notify_one();
    }

    /// The log may have grown by what is not this node's, or of which it does not know whether it was committed.
    pub(super) fn look(&self) {
        self.others.store(true, Ordering::SeqCst);
        self.grown.notify_one();
    }

    /// Waits until there may be something to tell.
    pub(super) async fn grown(&self) {
        self.grown.notified().await;
    }

    /// With what the log goes on after this position, and up to where, if that is this node's. What the log itself has
    /// told is dropped.
    pub(super) fn next(&self, position: i64) -> Option<(i64, T)> {
        let mut waiting = self.waiting();
        loop {
            let first = waiting.first_entry().filter(|entry| *entry.key() <= position + 1)?;
            let (last, what) = first.remove();
            if last > position {
                return Some((last, what));
            }
        }
    }

    /// Whether the log is to be read: something else may stand in it next. Asked once, it is taken to be done.
    pub(super) fn has_others(&self) -> bool {
        let others = self.others.swap(false, Ordering::SeqCst);
        others || !self.waiting().is_empty()
    }

    fn waiting(&self) -> MutexGuard<'_, BTreeMap<i64, (i64, T)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_next_in_the_log_is_told_without_reading_it() {
        let own = Own::default();
        own.add([(6..=7, "second"), (4..=5, "first")]);
        assert_eq!(own.next(3), Some((5, "first")));
        assert_eq!(own.next(5), Some((7, "second")));
        assert_eq!(own.next(7), None);
        assert!(!own.has_others());
    }

    #[test]
    fn where_another_node_wrote_between_the_log_is_read() {
        let own = Own::default();
        own.add([(6..=7, "own")]);
        assert_eq!(own.next(3), None, "4 and 5 are another node's");
        assert!(own.has_others());
        assert_eq!(own.next(5), Some((7, "own")));
        assert!(!own.has_others());
    }

    #[test]
    fn what_the_log_has_told_is_not_told_again() {
        let own = Own::default();
        own.add([(4..=5, "told"), (6..=9, "half told")]);
        assert_eq!(own.next(7), Some((9, "half told")));
        own.add([(10..=11, "told too")]);
        assert_eq!(own.next(12), None);
        assert!(!own.has_others());
    }

    #[test]
    fn a_follower_that_does_not_come_costs_no_more_memory_than_so_much() {
        let own = Own::default();
        for at in 1..=3 * i64::try_from(MOST).unwrap() {
            own.add([(at..=at, at)]);
        }
        assert!(own.waiting().len() <= MOST, "each brings one");
        assert!(own.has_others(), "what was dropped is in the log");
    }

    #[test]
    fn others_are_looked_for_once_each_time_they_are_heard_of() {
        let own = Own::<&str>::default();
        assert!(!own.has_others());
        own.look();
        assert!(own.has_others());
        assert!(!own.has_others());
    }
}
