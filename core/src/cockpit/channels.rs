//! Channel consistency (渠道一致性, R99): whether promises are kept as well whichever way an owner comes.

use serde::{Deserialize, Serialize};

use super::figures::CockpitQuery;
use super::measure::{Measure, Rollup, Sum};
use super::period::Period;
use crate::endpoint::endpoints;
use crate::tickets::scenario::Channel;
use crate::words::words;

endpoints! {
    /// How promises were kept on each way that an owner comes.
    CHANNELS = get "/api/v1/cockpit/channels": CockpitQuery => Channels;
}

words! {
    /// The way an owner comes (触点), R99.
    Touchpoint {
        /// By the hotline (电话).
        Phone = "phone",
        /// By browser or WeChat (线上).
        Online = "online",
        /// Told to somebody on site (现场).
        OnSite = "on_site",
    }
}

impl Touchpoint {
    /// The way that a channel belongs to; `None` for what was brought over from an older system.
    pub const fn of(channel: Channel) -> Option<Self> {
        match channel {
            Channel::Phone => Some(Self::Phone),
            Channel::Web | Channel::WeChat => Some(Self::Online),
            Channel::OnSite => Some(Self::OnSite),
            Channel::Import => None,
        }
    }

    /// The channels that belong to it.
    pub fn channels(self) -> impl Iterator<Item = Channel> {
        Channel::ALL.iter().copied().filter(move |channel| Self::of(*channel) == Some(self))
    }
}

/// The promises that are compared: whether each [clock](crate::sla::policy::ClockKind) that the cockpit measures was kept.
/// Sums are stored of these alone, which keeps rows short.
pub const PROMISES: [Measure; 4] =
    [Measure::OnSite, Measure::Feedback, Measure::Solution, Measure::ComplaintClose];

/// How the promises of a period were kept, by the way that the owner came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Channels {
    /// The days that are counted.
    pub period: Period,
    /// Each promise on each way on which any was decided, in the order of [`PROMISES`] and of [`Touchpoint`]. Nothing for
    /// whoever sees the own work only.
    pub tallies: Vec<ChannelTally>,
}

/// How one promise was kept on one way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChannelTally {
    /// The promise: one of [`PROMISES`].
    pub measure: Measure,
    /// The way.
    pub touchpoint: Touchpoint,
    /// Tickets that kept it.
    pub met: u64,
    /// Those and the tickets that did not (R10).
    pub decided: u64,
}

impl ChannelTally {
    /// What the sum of what came one way says of a promise; `None` before anything was decided.
    pub fn of(measure: Measure, touchpoint: Touchpoint, sum: &Rollup) -> Option<Self> {
        let Sum { n, total } = sum.of(measure);
        let decided = u64::try_from(n).ok().filter(|n| *n > 0)?;
        Some(Self { measure, touchpoint, met: u64::try_from(total).unwrap_or_default(), decided })
    }
}

/// A gap of more than so many points is a flag (R99).
pub const MOST_APART: u64 = 10;

/// One promise on all ways.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consistency {
    /// The promise.
    pub measure: Measure,
    /// Each way on which something was decided, in the order of [`Touchpoint`].
    pub ways: Vec<ChannelTally>,
}

impl Consistency {
    /// The best way and the worst; `None` unless something was decided on two ways.
    pub fn extremes(&self) -> Option<(ChannelTally, ChannelTally)> {
        if self.ways.len() < 2 {
            return None;
        }
        let by_share =
            |a: &&ChannelTally, b: &&ChannelTally| product(a.met, b.decided).cmp(&product(b.met, a.decided));
        Some((*self.ways.iter().max_by(by_share)?, *self.ways.iter().min_by(by_share)?))
    }

    /// How far the best way and the worst lie apart, as an exact ratio of 1; `None` unless there are two.
    pub fn gap(&self) -> Option<(u128, u128)> {
        let (best, worst) = self.extremes()?;
        let apart = product(best.met, worst.decided) - product(worst.met, best.decided);
        Some((apart, product(best.decided, worst.decided)))
    }

    /// Whether they lie more than [`MOST_APART`] points apart (R99).
    pub fn is_flagged(&self) -> bool {
        self.gap().is_some_and(|(apart, whole)| apart * 100 > u128::from(MOST_APART) * whole)
    }
}

fn product(a: u64, b: u64) -> u128 {
    u128::from(a) * u128::from(b)
}

/// Each promise on which something was decided, on the ways on which it was.
pub fn consistency(tallies: &[ChannelTally]) -> Vec<Consistency> {
    let mut all: Vec<Consistency> = Vec::new();
    for tally in tallies.iter().filter(|t| t.decided > 0) {
        match all.iter_mut().find(|c| c.measure == tally.measure) {
            Some(known) => known.ways.push(*tally),
            None => all.push(Consistency { measure: tally.measure, ways: vec![*tally] }),
        }
    }
    all.sort_by_key(|c| c.measure);
    for one in &mut all {
        one.ways.sort_by_key(|t| t.touchpoint);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(touchpoint: Touchpoint, met: u64, decided: u64) -> ChannelTally {
        ChannelTally { measure: Measure::Feedback, touchpoint, met, decided }
    }

    fn one(tallies: &[ChannelTally]) -> Consistency {
        let [one] = consistency(tallies).try_into().unwrap();
        one
    }

    #[test]
    fn r99_96_94_82_is_a_gap_of_14_and_a_flag() {
        let found = one(&[
            of(Touchpoint::OnSite, 82, 100),
            of(Touchpoint::Phone, 96, 100),
            of(Touchpoint::Online, 94, 100),
        ]);
        assert_eq!(found.gap(), Some((1_400, 10_000)));
        assert!(found.is_flagged());
        assert_eq!(found.ways.iter().map(|t| t.touchpoint).collect::<Vec<_>>(), Touchpoint::ALL);
    }

    #[test]
    fn r99_ten_points_are_no_flag_and_a_hair_more_is() {
        assert!(!one(&[of(Touchpoint::Phone, 9, 10), of(Touchpoint::Online, 8, 10)]).is_flagged());
        assert!(one(&[of(Touchpoint::Phone, 901, 1_000), of(Touchpoint::Online, 8, 10)]).is_flagged());
        let huge = u64::from(u32::MAX);
        assert!(one(&[of(Touchpoint::Phone, huge, huge), of(Touchpoint::Online, 0, huge)]).is_flagged());
    }

    #[test]
    fn one_way_alone_has_nothing_to_be_compared_with() {
        let alone = one(&[of(Touchpoint::Phone, 0, 5), of(Touchpoint::Online, 0, 0)]);
        assert_eq!((alone.gap(), alone.is_flagged(), alone.ways.len()), (None, false, 1));
        assert_eq!(consistency(&[]), []);
    }

    #[test]
    fn each_clock_that_is_measured_is_a_promise() {
        let clocks: Vec<Measure> = Measure::ALL.iter().copied().filter(|m| m.clock().is_some()).collect();
        assert_eq!(clocks, PROMISES);
    }

    #[test]
    fn what_was_brought_over_belongs_to_no_way() {
        let ways: Vec<_> = Channel::ALL.iter().map(|c| Touchpoint::of(*c)).collect();
        assert_eq!(ways.iter().flatten().count(), Channel::ALL.len() - 1);
        assert_eq!(Touchpoint::of(Channel::Import), None);
    }
}
