//! What complaints are about (投诉类型分布), R22, M29: how many of a period are of which category, as shares that make up
//! the whole.

use serde::{Deserialize, Serialize};

use super::figures::CockpitQuery;
use super::period::Period;
use crate::endpoint::endpoints;
use crate::tickets::category::Category;

endpoints! {
    /// What the complaints of the viewer's scope are about.
    COMPLAINT_KINDS = get "/api/v1/cockpit/complaints": CockpitQuery => ComplaintKinds;
}

/// The valid complaints that were submitted in a period, by category.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComplaintKinds {
    /// The days that are counted.
    pub period: Period,
    /// Each category that has any in the period or before it, most first. Nothing for whoever sees the own work only.
    pub kinds: Vec<ComplaintKind>,
}

/// How many complaints are of one category.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComplaintKind {
    /// The category.
    pub category: Category,
    /// In the period.
    pub now: i64,
    /// In the equal period before it.
    pub before: i64,
}

/// The share of each count in all of them, in tenths of a percent for reading. They make up 1,000 exactly: what rounding
/// down leaves over goes to those that lost most by it, of equal ones to the first. All nothing where there is nothing.
pub fn shares(counts: &[i64]) -> Vec<i64> {
    let all: i128 = counts.iter().map(|n| i128::from(*n)).sum();
    if all <= 0 {
        return vec![0; counts.len()];
    }
    let parts: Vec<(i128, i128)> =
        counts.iter().map(|n| (i128::from(*n) * 1_000 / all, i128::from(*n) * 1_000 % all)).collect();
    let left = 1_000 - parts.iter().map(|(whole, _)| whole).sum::<i128>();
    let mut most: Vec<usize> = (0..parts.len()).collect();
    most.sort_by_key(|n| core::cmp::Reverse(parts.get(*n).map_or(0, |(_, rest)| *rest)));
    most.truncate(usize::try_from(left).unwrap_or_default());
    let share = |(n, (whole, _)): (usize, &(i128, i128))| {
        i64::try_from(whole + i128::from(most.contains(&n))).unwrap_or_default()
    };
    parts.iter().enumerate().map(share).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::shares;

    #[test]
    fn r22_thirty_ten_eight_and_twelve_of_sixty() {
        assert_eq!(shares(&[30, 10, 8, 12]), [500, 167, 133, 200]);
        assert_eq!(shares(&[1, 1, 1]), [334, 333, 333], "a hundred percent, not 99.9");
        assert_eq!((shares(&[]), shares(&[0, 0])), (Vec::new(), vec![0, 0]));
    }

    proptest! {
        #[test]
        fn shares_make_up_the_whole(counts in prop::collection::vec(0_i64..1_000_000, 1..40)) {
            prop_assume!(counts.iter().any(|n| *n > 0));
            prop_assert_eq!(shares(&counts).iter().sum::<i64>(), 1_000);
        }
    }
}
