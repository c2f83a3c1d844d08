//! Satisfaction in a department's assessment (满意度纳入各条线考核, S36): the score of the step that a department is
//! responsible for enters its key figures with a weight (R52).
//!
//! It is not the composite: that adds up all key figures of a department, of which this is one.

use serde::{Deserialize, Serialize};

use crate::accounts::Department;

/// The weight of a key figure in an assessment (考核权重), in whole percent, 10 to 40 (R38).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "u8", into = "u8")]
pub struct Weight(#[cfg_attr(feature = "schema", schemars(range(min = 10, max = 40)))] u8);

/// A weight outside 10 to 40 percent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeightRange;

impl core::fmt::Display for WeightRange {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("weight_range")
    }
}

impl core::error::Error for WeightRange {}

impl TryFrom<u8> for Weight {
    type Error = WeightRange;
    fn try_from(percent: u8) -> Result<Self, WeightRange> {
        if (10..=40).contains(&percent) { Ok(Self(percent)) } else { Err(WeightRange) }
    }
}

impl From<Weight> for u8 {
    fn from(weight: Weight) -> Self {
        weight.0
    }
}

impl Weight {
    /// The points of 100 that a score of `part` in `whole` brings (R52), as an exact ratio; `None` without a score.
    pub fn points(self, (part, whole): (u64, u64)) -> Option<(u128, u128)> {
        (whole > 0).then(|| (u128::from(part) * u128::from(self.0), u128::from(whole)))
    }
}

/// A department that is responsible for what is asked about (责任部门).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Which.
    pub department: Department,
    /// How much of its assessment the score is.
    pub weight: Weight,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r52_a_score_of_78_with_weight_20_is_15_6() {
        let weight = Weight::try_from(20).unwrap();
        let (part, whole) = weight.points((78, 100)).unwrap();
        assert_eq!(part * 10, whole * 156);
        assert_eq!(weight.points((0, 0)), None, "nobody answered: no points, not none of them");
        assert_eq!(weight.points((5, 5)), Some((100, 5)), "the whole weight");
    }

    #[test]
    fn r38_a_weight_is_10_to_40_percent() {
        let sound: Vec<u8> = (0..=255).filter(|n| Weight::try_from(*n).is_ok()).collect();
        assert_eq!(sound, (10..=40).collect::<Vec<u8>>());
        assert_eq!(u8::from(Weight::try_from(25).unwrap()), 25);
        assert_eq!(WeightRange.to_string(), "weight_range");
        assert!(serde_json::from_str::<Weight>("41").is_err());
    }
}
