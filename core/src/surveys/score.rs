//! Survey statistics with honest uncertainty: NPS (R31), CSAT (R30), weighted index, stratified CSAT.
//!
//! Counts are exact; only what is derived from them is a float. Without answers everything derived is `None`, never
//! zero. A *percent* is on 0 to 100, a *share* on 0 to 1. Nothing here rounds or hides small numbers: that is the
//! business of who shows them.

use serde::{Deserialize, Serialize};

/// The 97.5% quantile of the normal distribution: 95% intervals.
const Z: f64 = 1.959_963_984_540_054;

/// A count as a float. Exact below 2⁵³, more answers than there are people.
#[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2^53")]
const fn float(count: u64) -> f64 {
    count as f64
}

/// The net promoter score (净推荐值) of answers 0 to 10.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Nps {
    /// Number of answers.
    pub n: u64,
    /// Answers 9 and 10.
    pub promoters: u64,
    /// Answers 7 and 8.
    pub passives: u64,
    /// Answers 0 to 6.
    pub detractors: u64,
    /// Percent promoters less percent detractors, −100 to 100.
    pub nps: Option<f64>,
    /// Lower bound of the 95% interval.
    pub ci_low: Option<f64>,
    /// Upper bound of the 95% interval.
    pub ci_high: Option<f64>,
}

/// The net promoter score, with the normal approximation of the trinomial variance. Answers above 10 are no
/// answers and do not count.
pub fn nps(answers: &[u8]) -> Nps {
    let count = |low: u8, high: u8| answers.iter().filter(|a| (low..=high).contains(a)).count() as u64;
    let (promoters, passives, detractors) = (count(9, 10), count(7, 8), count(0, 6));
    let n = promoters + passives + detractors;
    let scored = (n > 0).then(|| {
        let (p, d) = (float(promoters) / float(n), float(detractors) / float(n));
        let net = p - d;
        // Rounding may leave the variance a hair below zero when all answers agree.
        let half = 100.0 * Z * ((p + d - net * net).max(0.0) / float(n)).sqrt();
        let score = 100.0 * net;
        (score, (score - half).clamp(-100.0, 100.0), (score + half).clamp(-100.0, 100.0))
    });
    Nps {
        n,
        promoters,
        passives,
        detractors,
        nps: scored.map(|s| s.0),
        ci_low: scored.map(|s| s.1),
        ci_high: scored.map(|s| s.2),
    }
}

/// Customer satisfaction (满意度) of answers 1 to 5.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Csat {
    /// Number of answers.
    pub n: u64,
    /// Answers 4 and 5: the satisfied.
    pub top2: u64,
    /// Percent satisfied.
    pub top2_pct: Option<f64>,
    /// Mean of the answers, 1 to 5.
    pub mean: Option<f64>,
    /// Lower bound of the Wilson 95% interval of the *share* satisfied.
    pub wilson_low: Option<f64>,
    /// Upper bound of it.
    pub wilson_high: Option<f64>,
}

/// Customer satisfaction as top-two-box, with its Wilson interval. Answers outside 1 to 5 do not count.
pub fn csat(answers: &[u8]) -> Csat {
    let valid = || answers.iter().filter(|a| (1..=5).contains(*a));
    let n = valid().count() as u64;
    let top2 = valid().filter(|a| **a >= 4).count() as u64;
    let total: u64 = valid().map(|a| u64::from(*a)).sum();
    let derived = |value: f64| (n > 0).then_some(value);
    let interval = wilson(top2, n);
    Csat {
        n,
        top2,
        top2_pct: derived(100.0 * float(top2) / float(n)),
        mean: derived(float(total) / float(n)),
        wilson_low: interval.map(|i| i.0),
        wilson_high: interval.map(|i| i.1),
    }
}

/// The Wilson 95% interval of a share `hits / n`, within 0 to 1; `None` for `n` = 0.
pub fn wilson(hits: u64, n: u64) -> Option<(f64, f64)> {
    if n == 0 {
        return None;
    }
    let (share, n) = (float(hits) / float(n), float(n));
    let z2 = Z * Z;
    let scale = 1.0 + z2 / n;
    let centre = (share + z2 / (2.0 * n)) / scale;
    let half = Z / scale * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    Some(((centre - half).clamp(0.0, 1.0), (centre + half).clamp(0.0, 1.0)))
}

/// One item of a weighted index.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct IndexItem {
    /// Its weight, zero or more, in any unit.
    pub weight: f64,
    /// Its answer, 1 to 5; none if it was not answered.
    pub score: Option<u8>,
}

/// A weighted satisfaction index (满意度指数).
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Index {
    /// Items answered, those of weight zero included.
    pub answered: u64,
    /// 0 (all 1) to 100 (all 5), over the answered items.
    pub index: Option<f64>,
}

/// The weighted index: 1 to 5 becomes 0 to 100, and weights are shared out anew among the answered items. A score
/// outside 1 to 5 is no answer.
pub fn index(items: &[IndexItem]) -> Index {
    let valid =
        |item: &IndexItem| item.score.filter(|score| (1..=5).contains(score)).map(|s| (item.weight, s));
    let answered = || items.iter().filter_map(valid);
    let weights: f64 = answered().map(|(weight, _)| weight).sum();
    let points: f64 = answered().map(|(weight, score)| weight * (f64::from(score) - 1.0) / 4.0 * 100.0).sum();
    Index { answered: answered().count() as u64, index: (weights > 0.0).then(|| points / weights) }
}

/// One stratum (分层) of a population.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Stratum {
    /// Its name, for people.
    pub name: String,
    /// How many people it has.
    pub population: u64,
    /// Their answers, 1 to 5.
    pub answers: Vec<u8>,
}

/// Stratified satisfaction.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct StrataCsat {
    /// Percent satisfied, the strata weighted by population.
    pub csat_pct: Option<f64>,
    /// The share of the population whose stratum has answers.
    pub coverage: Option<f64>,
}

/// Post-stratified CSAT (事后分层): strata without answers are left out and show in the coverage.
pub fn csat_strata(strata: &[Stratum]) -> StrataCsat {
    let (mut all, mut covered, mut weighted) = (0_u64, 0_u64, 0.0);
    for stratum in strata {
        all = all.saturating_add(stratum.population);
        if let Some(pct) = csat(&stratum.answers).top2_pct {
            covered = covered.saturating_add(stratum.population);
            weighted += float(stratum.population) * pct;
        }
    }
    StrataCsat {
        csat_pct: (covered > 0).then(|| weighted / float(covered)),
        coverage: (all > 0).then(|| float(covered) / float(all)),
    }
}
