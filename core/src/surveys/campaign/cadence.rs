//! When the next survey is due (R32).

use chrono::{Days, Months, NaiveDate};

use super::plan::{Cadence, Stage};

/// Whether more than the cadence's months have passed since the last campaign, on the date `today`.
pub fn is_overdue(last: NaiveDate, cadence: Cadence, today: NaiveDate) -> bool {
    let months = match cadence {
        // A survey before renewals is never behind: whoever is due is asked.
        Cadence::Once | Cadence::Renewal => return false,
        Cadence::HalfYearly => 6,
        Cadence::Yearly => 12,
    };
    last.checked_add_months(Months::new(months)).is_some_and(|due| today > due)
}

/// The day of the survey before a contract is renewed (续约前调查), so many days before its end.
pub fn renewal_survey(contract_ends: NaiveDate, lead_days: u16) -> Option<NaiveDate> {
    contract_ends.checked_sub_days(Days::new(u64::from(lead_days)))
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
