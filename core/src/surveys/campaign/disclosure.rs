//! What of a result may be shown (小样本保护): nothing of fewer than five people, also not by subtraction.

use serde::{Deserialize, Serialize};

/// The fewest people a figure may speak for.
pub const LEAST: u64 = 5;

/// A figure, or that it is hidden. The number of answers always stays.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shown<T> {
    /// The figure.
    Value(T),
    /// Hidden; so many answered.
    Hidden(u64),
}

impl<T> Shown<T> {
    /// The figure, if it is shown.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Hidden(_) => None,
        }
    }
}

/// Which cells of a partition must stay hidden, given how many answered in each, where the total of all of them is
/// shown when it speaks for [`LEAST`].
///
/// A cell of one to four is hidden. What is hidden together must be at least two cells and at least five people,
/// else the total less the rest would give it away: the next smallest follow. Equal ones follow in their order. Empty
/// cells say nothing and hide nothing.
pub fn hidden(cells: &[u64]) -> Vec<bool> {
    let mut hidden: Vec<bool> = cells.iter().map(|n| (1..LEAST).contains(n)).collect();
    loop {
        let together = |hidden: &[bool]| -> (usize, u64) {
            let of = cells.iter().zip(hidden).filter(|(_, h)| **h);
            of.fold((0, 0), |(count, sum), (n, _)| (count + 1, sum + n))
        };
        let (count, sum) = together(&hidden);
        if count == 0 || (count >= 2 && sum >= LEAST) {
            return hidden;
        }
        let open = cells.iter().enumerate().filter(|(i, n)| **n > 0 && !hidden[*i]);
        let Some((next, _)) = open.min_by_key(|(_, n)| **n) else { return hidden };
        hidden[next] = true;
    }
}
