//! Surveys before renewals (续约前调查, R32): one plan that runs on; each household is asked once for each contract, and
//! the contracts that end in one month are one wave.

use chrono::{Days, NaiveDate};

use super::cadence::renewal_survey;
use super::course::{Campaign, State};
use crate::ids::CampaignId;
use crate::time::{Instant, Seconds};

/// Two ends that lie no farther apart are of one contract whose date was put right: half a year.
pub const SAME_CONTRACT: Days = Days::new(182);

/// Whether a household whose contract ends on that day is asked by `today`: so many days before, or later, as when
/// nobody knew before. A contract that has ended is not asked about.
pub fn is_due(contract_ends: NaiveDate, lead_days: u16, today: NaiveDate) -> bool {
    today <= contract_ends && renewal_survey(contract_ends, lead_days).is_none_or(|day| day <= today)
}

/// From when to when the end of a contract can be moved and it is still the same contract.
pub fn same_contract(contract_ends: NaiveDate) -> (NaiveDate, NaiveDate) {
    (
        contract_ends.checked_sub_days(SAME_CONTRACT).unwrap_or(NaiveDate::MIN),
        contract_ends.checked_add_days(SAME_CONTRACT).unwrap_or(NaiveDate::MAX),
    )
}

/// The wave of a contract that ends on that day: `2026-12`.
pub fn wave_of(contract_ends: NaiveDate) -> String {
    contract_ends.format("%Y-%m").to_string()
}

/// The last moment at which those who are due are asked, and the next: every day at the hour of the opening. None has
/// come before the opening.
pub fn rounds(opens: Instant, now: Instant) -> (Option<Instant>, Instant) {
    let day = Seconds::days(1).get();
    let whole = now.since(opens).get().div_euclid(day);
    if now < opens {
        return (None, opens);
    }
    (Some(opens + Seconds::days(whole)), opens + Seconds::days(whole + 1))
}

/// The wave of `month` of a standing survey: it opens at `opens` and takes answers until `closes`. `before` is the
/// wave of the month before it, where there is one.
pub fn wave(
    standing: &Campaign,
    (id, month): (CampaignId, String),
    before: Option<&Campaign>,
    (opens, closes): (Instant, Instant),
    seed: String,
) -> Campaign {
    let mut plan = standing.plan.clone();
    (plan.opens, plan.closes) = (opens, closes);
    Campaign {
        id,
        seq: 1,
        state: State::Running,
        plan,
        seed,
        wave: before.map_or(1, |before| before.wave.saturating_add(1)),
        repeats: before.map(|before| before.id.clone()),
        started: Some(opens),
        closed: None,
        contracts: Some(month),
    }
}
