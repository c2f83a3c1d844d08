//! A hundred thousand tickets for the replay to be measured on.

use steward_core::calendar::CalendarError;
use steward_core::ids::ProjectId;
use steward_core::sla::elastic::Elastic;
use steward_core::sla::policy::{ClockKind, Rules};
use steward_core::sla::promise::{Case, promises};
use steward_core::sla::standards::replay::{Past, Round};
use steward_core::tickets::{Category, Scenario, Urgency};
use steward_core::time::Seconds;

use crate::scene::{questions, windows};

/// Rules under which repairs are completed in office hours, and which shorten dispatch by a fifth.
pub(crate) fn stricter() -> Result<Rules, CalendarError> {
    let mut rules = Rules::around_the_clock();
    rules.calendars = vec![("office.2".parse().map_err(|_| bad("office.2"))?, windows()?)];
    let office = rules.calendars.first().map(|(id, _)| id.clone());
    for limit in &mut rules.policy.limits {
        match (limit.kind, &office) {
            (ClockKind::Dispatch, _) => limit.limit = Seconds(240),
            (ClockKind::Completion, Some(office)) => limit.calendar = office.clone(),
            _ => {}
        }
    }
    Ok(rules)
}

fn bad(id: &str) -> CalendarError {
    CalendarError::BadDate { text: id.into() }
}

/// So many rounds of tickets in twenty projects, promised by the group standard and stopped somewhere around their due
/// times, every fifth with a pause.
pub(crate) fn history(rounds: usize) -> Result<Vec<Round>, CalendarError> {
    let categories: Vec<Category> = Scenario::ALL.iter().copied().flat_map(Category::of).collect();
    let rules = Rules::around_the_clock();
    let mut all = Vec::with_capacity(rounds);
    for (n, (at, length)) in questions().into_iter().cycle().take(rounds).enumerate() {
        let Some(category) = categories.get(n % categories.len().max(1)) else { break };
        let urgency = if n % 9 == 0 { Urgency::Emergency } else { Urgency::Ordinary };
        let case = Case { scenario: category.scenario(), category: *category, urgency, appointment: None };
        let at = at + Seconds(i64::try_from(n / 1024).unwrap_or_default() * 61);
        let promised = promises(&case, &rules, at).unwrap_or_default();
        let past = |c: steward_core::sla::clock::Clock| {
            let stopped = at + Seconds(length.get() * c.limit.get() / 400_000 + 1);
            let breached = stopped > c.due;
            let (kind, start, due) = (c.kind, c.start, c.due);
            Past { kind, start, due, stopped: Some(stopped), breached, elastic: Elastic::Normal }
        };
        let pause = (at + Seconds::minutes(20), at + Seconds::hours(3));
        all.push(Round {
            ticket: format!("T20260101-{n:06}").parse().map_err(|_| bad("ticket"))?,
            project: project(n)?,
            scenario: case.scenario,
            category: case.category,
            urgency: case.urgency,
            at,
            appointment: None,
            clocks: promised.into_iter().map(past).collect(),
            pauses: if n % 5 == 0 { vec![pause] } else { Vec::new() },
        });
    }
    Ok(all)
}

/// One of the twenty projects.
pub(crate) fn project(n: usize) -> Result<ProjectId, CalendarError> {
    format!("project-{:02}", n % 20).parse().map_err(|_| bad("project"))
}
