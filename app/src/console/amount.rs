//! How many tickets a list has (数量), as it is shown: counted to the end, or that there are more than so many.

use steward_core::endpoint::Page;
use steward_core::tickets::api::{View, ViewCount};

use crate::words::thousands;

/// A number of tickets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Amount {
    /// How many were counted.
    pub n: u64,
    /// Whether there are more.
    pub more: bool,
}

impl Amount {
    /// Of the whole list whose page this is, where it was counted.
    pub fn of_page<T>(page: &Page<T>) -> Option<Self> {
        page.total.map(|n| Self { n, more: page.more })
    }

    /// Of a view.
    pub fn of_view(all: &[ViewCount], view: View) -> Option<Self> {
        all.iter().find(|c| c.view == view).map(|c| Self { n: c.count, more: c.more })
    }

    /// As it is shown: 120, or 10,000+.
    pub fn words(self) -> String {
        if self.more { thousands(self.n) + "+" } else { self.n.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_counted_to_the_end_says_so() {
        assert_eq!(Amount { n: 10_000, more: false }.words(), "10000");
        assert_eq!(Amount { n: 10_000, more: true }.words(), "10,000+");
        let page = |total, more| Page { rows: vec![1], next: None, total, more };
        assert_eq!(Amount::of_page(&page(Some(3), false)), Some(Amount { n: 3, more: false }));
        assert_eq!(Amount::of_page(&page(None, false)), None);
        let all = [ViewCount { view: View::Due, count: 10_000, more: true }];
        assert_eq!(Amount::of_view(&all, View::Due), Some(Amount { n: 10_000, more: true }));
        assert_eq!(Amount::of_view(&all, View::Mine), None);
    }
}
