//! How fast the rules are, wherever they run: the same work natively (`examples/bench_core.rs`) and in a browser
//! (`tests/bench.rs`). `cargo xtask bench core` runs both.

use std::error::Error;
use std::hint::black_box;

use steward_core::calendar::{Pauses, due, expand, worked};
use steward_core::sla::policy::{ClockKind, Policy};
use steward_core::sla::promise::Case;
use steward_core::sla::standards::replay::replay;
use steward_core::sla::{Noted, Terms, explain};
use steward_core::surveys::score::{Stratum, csat_strata, nps};
use steward_core::tickets::{Category, Scenario, Urgency};
use steward_core::time::Seconds;

use crate::{past, scene};

/// Where it is measured.
pub(crate) struct Place {
    /// What the figures are called after.
    pub(crate) name: &'static str,
    /// The time, in milliseconds.
    pub(crate) clock: fn() -> f64,
    /// Says a figure.
    pub(crate) say: fn(&str),
    /// How many batches are measured of something short; the figure is their median.
    pub(crate) batches: usize,
    /// How many times as many calls a batch has as natively: a browser's clock is coarse.
    pub(crate) longer: u32,
}

impl Place {
    /// Everything.
    pub(crate) fn measure(&self) -> Result<(), Box<dyn Error>> {
        let windows = scene::windows()?;
        let questions = scene::questions();
        let mut next = questions.iter().cycle();
        self.short("due", 2_000, || {
            if let Some((start, budget)) = next.next() {
                let _ = black_box(due(black_box(&windows), Pauses::NONE, *start, *budget));
            }
        });
        let mut next = questions.iter().cycle();
        self.short("worked", 2_000, || {
            if let Some((start, budget)) = next.next() {
                let _ = black_box(worked(black_box(&windows), Pauses::NONE, *start, *start + *budget));
            }
        });
        let terms = questions.iter().map(|(start, budget)| terms(*start, *budget));
        let terms = terms.collect::<Result<Vec<_>, _>>()?;
        let mut next = terms.iter().cycle();
        self.short("explain", 100, || {
            if let Some(terms) = next.next() {
                let _ = black_box(explain(black_box(&windows), terms));
            }
        });
        self.policy();
        let office = scene::office()?;
        self.long("expand_three_years", "us", 21, || {
            let _ = black_box(expand::expand(black_box(&office), scene::YEARS));
        });
        self.surveys();
        self.what_if()
    }

    fn policy(&self) {
        let policy = Policy::group_standard();
        let categories: Vec<Category> = Scenario::ALL.iter().copied().flat_map(Category::of).collect();
        let mut next = categories.iter().cycle();
        self.short("policy_limit", 2_000, || {
            if let Some(category) = next.next() {
                let case = Case {
                    scenario: category.scenario(),
                    category: *category,
                    urgency: Urgency::Urgent,
                    appointment: None,
                };
                let _ = black_box(policy.limit(ClockKind::OnSite, &case, |_| false));
            }
        });
    }

    /// A million answers, as a large group's survey has them: NPS, and satisfaction over strata.
    fn surveys(&self) {
        let answers: Vec<u8> =
            (0..1_000_000_u32).map(|n| u8::try_from(n * 7919 % 11).unwrap_or_default()).collect();
        self.long("nps_million_answers", "us", 11, || {
            let _ = black_box(nps(black_box(&answers)));
        });
        let strata: Vec<Stratum> = answers
            .chunks(5_000)
            .zip(1_u64..)
            .map(|(answers, n)| Stratum {
                name: n.to_string(),
                population: 9_000 + n,
                answers: answers.to_vec(),
            })
            .collect();
        self.long("post_stratified_million_answers", "us", 11, || {
            let _ = black_box(csat_strata(black_box(&strata)));
        });
    }

    /// A version replayed over a hundred thousand tickets in twenty projects.
    fn what_if(&self) -> Result<(), Box<dyn Error>> {
        let (rounds, rules) = (past::history(100_000)?, past::stricter()?);
        let projects: Vec<_> = (0..20).map(past::project).collect::<Result<_, _>>()?;
        let by_project: Vec<_> = projects.iter().map(|id| (id, &rules)).collect();
        self.long("what_if_hundred_thousand", "ms", 5, || {
            let _ = black_box(replay(black_box(&rounds), &by_project, scene::YEARS.to));
        });
        Ok(())
    }

    /// Says the median over the batches of the nanoseconds that one call of `work` takes.
    fn short(&self, what: &str, calls: u32, work: impl FnMut()) {
        self.figure(what, "ns", self.batches, calls * self.longer, work);
    }

    /// Says the median of some single calls.
    fn long(&self, what: &str, unit: &str, batches: usize, work: impl FnMut()) {
        self.figure(what, unit, batches, 1, work);
    }

    fn figure(&self, what: &str, unit: &str, batches: usize, calls: u32, mut work: impl FnMut()) {
        let in_millisecond = match unit {
            "ns" => 1e6,
            "us" => 1e3,
            _ => 1.0,
        };
        let mut batches: Vec<f64> = (0..batches)
            .map(|_| {
                let began = (self.clock)();
                (0..calls).for_each(|_| work());
                ((self.clock)() - began) * in_millisecond / f64::from(calls)
            })
            .collect();
        batches.sort_by(f64::total_cmp);
        let median = batches.get(batches.len() / 2).copied().unwrap_or_default();
        (self.say)(&format!("figure {what}_{}_{unit} {median:.1} {unit}", self.name));
    }
}

/// A clock with two pauses and an extension.
fn terms(start: steward_core::time::Instant, budget: Seconds) -> Result<Terms, Box<dyn Error>> {
    let pause = |after: i64, reason: &str| Noted {
        from: start + Seconds(budget.get() / after),
        to: Some(start + Seconds(budget.get() / after) + Seconds::hours(30)),
        reason: reason.to_owned(),
    };
    Ok(Terms {
        start,
        limit: budget,
        extension: 150.try_into().ok(),
        pauses: vec![pause(4, "material"), pause(3, "owner")],
        calendar: "cn-office".parse()?,
        policy_version: 1,
        exception: false,
    })
}
