//! The composite score (综合得分): attainment of each key figure, clamped, weighted, summed.

use core::fmt;

use serde::{Deserialize, Serialize};

/// Which way a figure should go.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better (越高越好).
    Higher,
    /// Less is better (越低越好).
    Lower,
}

/// One key figure (指标) with its weight and target. Percents are on 0 to 100.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// Its share of the whole, 10 to 40; all weights together are 100.
    pub weight_pct: f64,
    /// What is to be reached, above zero.
    pub target: f64,
    /// What was reached.
    pub actual: f64,
    /// Which way it should go.
    pub direction: Direction,
    /// The attainment counted at least.
    pub floor_pct: f64,
    /// The attainment counted at most.
    pub cap_pct: f64,
}

/// A composite score and what it is made of.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Composite {
    /// The weighted sum of the attainments, neither rounded nor clamped again.
    pub composite: f64,
    /// The attainment of each item in percent, in order, clamped to its floor and cap.
    pub attainment_pct: Vec<f64>,
}

/// Why a set of items has no composite; the first that applies to any item.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KpiError {
    /// The weights do not sum to 100.
    WeightsSum,
    /// A weight lies outside 10 to 40.
    WeightRange,
    /// A target is zero or less, or no number.
    Target,
}

impl KpiError {
    /// The error as a code for words and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WeightsSum => "weights_sum",
            Self::WeightRange => "weight_range",
            Self::Target => "target",
        }
    }
}

impl fmt::Display for KpiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for KpiError {}

/// How far the weights may miss 100 in sum, for fractions that binary numbers cannot hold.
const SUM_TOLERANCE: f64 = 1e-9;

/// The composite score of `items`.
pub fn composite(items: &[Item]) -> Result<Composite, KpiError> {
    let sum: f64 = items.iter().map(|item| item.weight_pct).sum();
    if sum.is_nan() || (sum - 100.0).abs() > SUM_TOLERANCE {
        return Err(KpiError::WeightsSum);
    }
    if items.iter().any(|item| !(10.0..=40.0).contains(&item.weight_pct)) {
        return Err(KpiError::WeightRange);
    }
    if items.iter().any(|item| item.target.is_nan() || item.target <= 0.0) {
        return Err(KpiError::Target);
    }
    let attainment_pct: Vec<f64> = items.iter().map(attainment).collect();
    let weighted = items.iter().zip(&attainment_pct).map(|(item, pct)| item.weight_pct / 100.0 * pct);
    Ok(Composite { composite: weighted.sum(), attainment_pct })
}

/// The attainment (完成率) of one figure in percent, between its floor and its cap.
fn attainment(item: &Item) -> f64 {
    let raw = match item.direction {
        Direction::Higher => 100.0 * item.actual / item.target,
        Direction::Lower if item.actual == 0.0 => item.cap_pct,
        Direction::Lower => 100.0 * item.target / item.actual,
    };
    // In this order a figure that is no number ends at the floor.
    raw.max(item.floor_pct).min(item.cap_pct)
}
