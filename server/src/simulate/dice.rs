//! Numbers without pattern that are the same every time (可重复的随机数): each thing that is drawn for has a sequence of its own,
//! so that what is drawn for one never moves what is drawn for another.

use std::hash::Hasher as _;

/// One sequence (SplitMix64).
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

/// FNV-1a over the parts of a name: stable across versions and machines.
struct Name(u64);

impl std::hash::Hasher for Name {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

impl Dice {
    /// The sequence of a thing: of what kind, and which.
    pub(super) fn of(seed: u64, kind: &str, which: [u64; 2]) -> Self {
        let mut name = Name(0xcbf2_9ce4_8422_2325);
        name.write(&seed.to_le_bytes());
        name.write(kind.as_bytes());
        for part in which {
            name.write(&part.to_le_bytes());
        }
        let mut dice = Self(name.finish());
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `below`; 0 where there is none.
    pub(super) fn below(&mut self, below: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(below);
        u64::try_from(wide >> 64).unwrap_or_default()
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to.saturating_sub(from)).unwrap_or_default() + 1;
        from.saturating_add(i64::try_from(self.below(width)).unwrap_or_default())
    }

    /// Whether something happens that happens so often in a thousand times.
    pub(super) fn in_thousand(&mut self, often: u64) -> bool {
        self.below(1000) < often
    }

    /// One of these; `None` of an empty list.
    pub(super) fn pick<'l, T>(&mut self, list: &'l [T]) -> Option<&'l T> {
        let n = self.below(u64::try_from(list.len()).unwrap_or_default());
        list.get(usize::try_from(n).unwrap_or_default())
    }

    /// One of these texts; empty of an empty list.
    pub(super) fn word<'l>(&mut self, list: &[&'l str]) -> &'l str {
        self.pick(list).copied().unwrap_or_default()
    }

    /// A place in a list of weights, the heavier the more often.
    pub(super) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (n, weight) in weights.iter().enumerate() {
            if left < *weight {
                return n;
            }
            left -= weight;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_draws_the_same_and_another_something_else() {
        let draw = |seed, kind, n| {
            let mut dice = Dice::of(seed, kind, [n, 0]);
            (0..20).map(|_| dice.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, "a", 7), draw(1, "a", 7));
        for other in [draw(2, "a", 7), draw(1, "b", 7), draw(1, "a", 8)] {
            assert_ne!(draw(1, "a", 7), other);
        }
    }

    #[test]
    fn numbers_lie_between_their_ends_and_reach_both() {
        let mut dice = Dice::of(1, "ends", [0, 0]);
        let drawn: std::collections::BTreeSet<i64> = (0..200).map(|_| dice.between(-2, 3)).collect();
        assert_eq!(drawn, (-2..=3).collect());
        let mut dice = Dice::of(1, "weights", [0, 0]);
        let mut counts = [0_u32; 3];
        for _ in 0..4000 {
            counts[dice.weighted(&[1, 0, 3])] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((2700..3300).contains(&counts[2]), "{counts:?}");
    }
}
