//! What the overview says, without any view: exact ratios, shares for the bars, and the address behind each number.

use steward_core::cockpit::api::{ClockTally, OVERVIEW_DAYS, Overview, Tally};
use steward_core::cockpit::complaints::ComplaintFigure;
use steward_core::ids::ProjectId;
use steward_core::sla::policy::ClockKind;
use steward_core::sla::state::State as Standing;
use steward_core::tickets::State;
use steward_core::tickets::api::{ListQuery, View};
use steward_core::time::Seconds;

use super::worklist_model::address;

/// The periods that can be chosen, in days.
pub const PERIODS: [u32; 4] = [7, OVERVIEW_DAYS, 90, 365];

/// The tally of all projects together: the sum of their tallies.
pub fn total(overview: &Overview) -> Tally {
    let mut sum = Tally::default();
    for line in &overview.projects {
        sum.merge(&line.tally);
    }
    sum
}

/// `part` of `whole` in percent with one decimal, rounded half up: 820 of 980 is `83.7%`. Never rounded to a full
/// hundred or to nothing while a case says otherwise.
pub fn percent(part: u64, whole: u64) -> String {
    [&points((part.into(), whole.into())), "%"].concat()
}

/// The same of an exact ratio, in points.
pub fn points((part, whole): (u128, u128)) -> String {
    let whole = whole.max(1);
    let mut tenths = (part * 1000 * 2 + whole) / (whole * 2);
    if part < whole {
        tenths = tenths.min(999);
    }
    if part > 0 {
        tenths = tenths.max(1);
    }
    [(tenths / 10).to_string().as_str(), ".", &(tenths % 10).to_string()].concat()
}

/// The width of a bar, 0 to 100 with one decimal, of `part` in `whole`.
pub fn width(part: u64, whole: u64) -> String {
    let tenths = u128::from(part) * 1000 / u128::from(whole.max(1));
    [(tenths / 10).to_string().as_str(), ".", &(tenths % 10).to_string()].concat()
}

/// The mean processing time (R09); none before anything was completed.
pub fn mean(tally: &Tally) -> Option<Seconds> {
    let n = i64::try_from(tally.completed).ok().filter(|n| *n > 0)?;
    Some(Seconds(tally.processing.get() / n))
}

/// Clocks of a kind that have been decided: met, done late, or late and open.
pub const fn decided(clock: &ClockTally) -> u64 {
    clock.met + clock.met_late + clock.overdue
}

/// Every kind of clock that some project has, in core's order.
pub fn kinds(total: &Tally) -> Vec<ClockKind> {
    total.clocks.iter().map(|c| c.kind).collect()
}

/// Which tickets a number counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Number {
    /// All.
    All,
    /// In a state.
    In(State),
    /// Not done yet.
    Open,
    /// Due soon.
    DueSoon,
    /// Late.
    Overdue,
    /// With a clock of this kind that stands so.
    Clock(ClockKind, Standing),
    /// With a clock of this kind that is decided, or still running in time.
    Decided(ClockKind, bool),
    /// Rated with at least so many stars.
    Stars(u8),
    /// Completed.
    Completed,
    /// Complaints of a figure.
    Complaints(ComplaintFigure),
}

/// The address of the worklist with the tickets behind a number; `own` where only the viewer's own are counted.
pub fn tickets(number: Number, project: Option<&ProjectId>, days: Option<u32>, own: bool) -> String {
    let own = own.then_some(true);
    let base =
        ListQuery { view: Some(View::All), project: project.cloned(), days, own, ..ListQuery::default() };
    let query = match number {
        Number::All => base,
        Number::In(state) => ListQuery { state: Some(state), ..base },
        Number::Open => ListQuery { view: Some(View::Due), ..base },
        Number::DueSoon => ListQuery { standing: Some(Standing::DueSoon), ..base },
        Number::Overdue => ListQuery { standing: Some(Standing::Breached), ..base },
        Number::Clock(kind, standing) => ListQuery { clock: Some(kind), standing: Some(standing), ..base },
        Number::Decided(kind, decided) => ListQuery { clock: Some(kind), decided: Some(decided), ..base },
        Number::Stars(stars) => ListQuery { stars: Some(stars), ..base },
        Number::Completed => ListQuery { completed: Some(true), ..base },
        Number::Complaints(figure) => ListQuery { complaints: Some(figure), ..base },
    };
    address("/console", &query)
}

#[cfg(test)]
mod tests {
    use steward_core::cockpit::api::ProjectTally;
    use steward_core::time::Instant;

    use super::*;

    fn clock(met: u64, met_late: u64, overdue: u64) -> ClockTally {
        ClockTally { met, met_late, overdue, ..ClockTally::new(ClockKind::External) }
    }

    #[test]
    fn imported_history_reads_as_it_was() {
        let tally = clock(820, 160, 0);
        assert_eq!(decided(&tally), 980);
        assert_eq!(tally.attainment().map(|(met, n)| percent(met, n)).as_deref(), Some("83.7%"));
        assert_eq!(width(820, 980), "83.6");
    }

    #[test]
    fn a_share_is_never_rounded_to_perfection() {
        assert_eq!(percent(9999, 10_000), "99.9%");
        assert_eq!(percent(1, 100_000), "0.1%");
        assert_eq!(percent(0, 7), "0.0%");
        assert_eq!(percent(7, 7), "100.0%");
        assert_eq!(percent(1, 8), "12.5%");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.0%");
    }

    #[test]
    fn the_total_is_the_sum_of_the_projects() {
        let of = |name: &str, met| ProjectTally {
            project: name.parse().unwrap(),
            name: name.to_owned(),
            tally: Tally {
                states: vec![(State::Closed, met)],
                clocks: vec![clock(met, 1, 0)],
                completed: met,
                processing: Seconds(3600),
                ..Tally::default()
            },
        };
        let overview = Overview { as_of: Instant::EPOCH, own: false, projects: vec![of("a", 2), of("b", 3)] };
        let sum = total(&overview);
        assert_eq!((sum.total(), decided(&sum.clocks[0]), kinds(&sum).len()), (5, 7, 1));
        assert_eq!(mean(&sum), Some(Seconds(7200 / 5)));
        assert_eq!(mean(&Tally::default()), None);
    }

    #[test]
    fn every_number_opens_its_tickets() {
        let project: ProjectId = "tinglan".parse().unwrap();
        let late = Number::Clock(ClockKind::External, Standing::MetLate);
        assert_eq!(
            tickets(late, Some(&project), Some(30), false),
            "/console?view=all&project=tinglan&clock=external&standing=met_late&days=30"
        );
        assert_eq!(tickets(Number::Open, None, None, false), "/console?view=due");
        assert_eq!(tickets(Number::Stars(4), None, None, true), "/console?view=all&own=true&stars=4");
        assert_eq!(
            tickets(Number::Decided(ClockKind::Feedback, false), None, None, false),
            "/console?view=all&clock=feedback&decided=false"
        );
    }
}
