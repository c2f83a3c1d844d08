//! Where a household stands with its home (生命周期, R64), from its facts and the day.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use crate::surveys::campaign::cadence::stage;
use crate::surveys::campaign::plan::Stage;
use crate::words::words;

/// How long moving in lasts: the first 30 days (R64).
pub const MOVE_IN: Days = Days::new(30);
/// How long before its end a contract is up for renewal: 90 days (R64).
pub const RENEWAL: Days = Days::new(90);

words! {
    /// Where a household stands with its property service (物业阶段, R64).
    PropertyStage {
        /// The first 30 days after moving in (入住期).
        MoveIn = "move-in",
        /// A decoration permit is open (装修期).
        Decoration = "decoration",
        /// Neither of the others (日常居住).
        Daily = "daily",
        /// The service contract ends within 90 days (续约期).
        Renewal = "renewal",
    }
}

/// Both stages of a household; `None` where its facts do not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lifecycle {
    /// As the developer counts, from the handover.
    pub developer: Option<Stage>,
    /// As the property service counts.
    pub property: Option<PropertyStage>,
}

/// The stages of a household with these facts on the date `today`.
///
/// Of the property stages the first that holds counts, in the order of R64 with the daily one last: who moves in may
/// decorate already, and who decorates is not asked about a renewal. A contract that has ended is not up for renewal.
pub fn lifecycle(facts: &Facts, today: NaiveDate) -> Lifecycle {
    let developer = facts.handed_over_on.map(|day| stage(Some(day.0), today));
    let lives_in = facts.moved_in_on.is_some_and(|day| day.0 <= today);
    let moves_in = facts.moved_in_on.is_some_and(|day| day.0 <= today && today < day.0 + MOVE_IN);
    let decorates = facts.decoration_from.is_some_and(|from| from.0 <= today)
        && facts.decoration_until.is_none_or(|until| today <= until.0);
    let renews = facts.contract_ends_on.is_some_and(|end| today <= end.0 && end.0 <= today + RENEWAL);
    let under_contract = facts.contract_ends_on.is_some_and(|end| today <= end.0);
    let property = match () {
        () if moves_in => Some(PropertyStage::MoveIn),
        () if decorates => Some(PropertyStage::Decoration),
        () if renews => Some(PropertyStage::Renewal),
        () if lives_in || (under_contract && facts.moved_in_on.is_none()) => Some(PropertyStage::Daily),
        () => None,
    };
    Lifecycle { developer, property }
}
