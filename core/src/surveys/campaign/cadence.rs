//! When the next survey is due (R32).

use chrono::{Days, Months, NaiveDate};

use super::plan::{Cadence, Stage};

/// How long before a service contract ends its owners are asked: 60 days.
pub const BEFORE_RENEWAL: Days = Days::new(60);

/// Whether more than the cadence's months have passed since the last campaign, on the date `today`.
pub fn is_overdue(last: NaiveDate, cadence: Cadence, today: NaiveDate) -> bool {
    let months = match cadence {
        Cadence::Once => return false,
        Cadence::HalfYearly => 6,
        Cadence::Yearly => 12,
    };
    last.checked_add_months(Months::new(months)).is_some_and(|due| today > due)
}

/// The day of the survey before a contract is renewed (续约前调查).
pub fn renewal_survey(contract_ends: NaiveDate) -> Option<NaiveDate> {
    contract_ends.checked_sub_days(BEFORE_RENEWAL)
}

/// The stage of a household (R64) on the date `today`; a home that is not handed over has no date.
pub fn stage(handed_over: Option<NaiveDate>, today: NaiveDate) -> Stage {
    let after = |months| handed_over.and_then(|d| d.checked_add_months(Months::new(months)));
    match (handed_over, after(12), after(24)) {
        (Some(day), Some(one), Some(two)) if day <= today => match () {
            () if today < one => Stage::RunningIn,
            () if today <= two => Stage::Stable,
            () => Stage::Old,
        },
        _ => Stage::Prospective,
    }
}
