//! How far two readers agree (编码一致性): Cohen's kappa over the texts that both have read.
//!
//! J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960),
//! 37–46: kappa = (observed − expected) / (1 − expected), where `expected` is what two readers would agree on who
//! deal out the same categories blindly.

use serde::{Deserialize, Serialize};

/// The agreement of two readers, in whole numbers. With n texts, a of them agreed on, and e the sum over all
/// categories of first count × second count, kappa is (n·a − e) / (n² − e).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreement {
    /// Texts that two have read.
    pub n: u64,
    /// Texts on which they agree.
    pub agreed: u64,
    /// The numerator of kappa.
    pub over: i64,
    /// The denominator; 0 where kappa is not defined: no texts, or all of one category for both.
    pub under: i64,
}

impl Agreement {
    /// Kappa, −1 to 1; `None` where it is not defined.
    #[expect(clippy::cast_precision_loss, reason = "products of counts of texts are far below 2^53")]
    pub fn kappa(&self) -> Option<f64> {
        (self.under != 0).then(|| self.over as f64 / self.under as f64)
    }
}

/// The agreement over pairs of categories, the first reader's and the second's for each text.
pub fn kappa<T: PartialEq>(pairs: &[(T, T)]) -> Agreement {
    let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (n, agreed) = (pairs.len(), pairs.iter().filter(|(a, b)| a == b).count());
    // For each text, how many texts the second reader gave the category that the first gave this one.
    let by_chance: i64 = pairs
        .iter()
        .map(|(first, _)| whole(pairs.iter().filter(|(_, second)| first == second).count()))
        .fold(0, i64::saturating_add);
    let all = whole(n);
    Agreement {
        n: n as u64,
        agreed: agreed as u64,
        over: all.saturating_mul(whole(agreed)).saturating_sub(by_chance),
        under: all.saturating_mul(all).saturating_sub(by_chance),
    }
}
