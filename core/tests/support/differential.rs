//! Random cases of the rules whose results must be the same bytes natively and in a browser.
//!
//! Nothing here says which result is right: that is the business of vectors and laws. Cases follow from their number
//! alone, so that two builds that share nothing but this file answer the same questions.

use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use steward_core::calendar::expand::expand;
use steward_core::calendar::{
    Calendar, DueError, Hours, LocalTime, Pauses, Span, Windows, due_exact, worked_exact,
};
use steward_core::ids::{CalendarId, ProjectId};
use steward_core::sla::clock::Clock;
use steward_core::sla::policy::Rules;
use steward_core::sla::promise::{Case, promises};
use steward_core::sla::standards::replay::{Outcome, Past, Round, replay};
use steward_core::sla::{self, Elastic, Noted, Overdue, Rung, Target, Terms, explain};
use steward_core::surveys::score::{self, IndexItem, Stratum};
use steward_core::tickets::{Category, Scenario, Urgency};
use steward_core::time::{Instant, Seconds};

/// Cases in a block, of which one digest is made.
pub(crate) const BLOCK: u32 = 10_000;
/// Blocks: a million cases.
pub(crate) const BLOCKS: u32 = 100;
/// Rounds of tickets that are replayed at the end of a block.
const ROUNDS: u32 = 500;
/// Cases that share a calendar.
const SHARED: u32 = 100;

/// Zones with and without daylight saving, to both sides of Greenwich, on half hours; Apia skipped a day in 2011.
const ZONES: [&str; 8] = [
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "America/St_Johns",
    "UTC",
];

/// The years 2011 and 2012, and 2024 and 2025: 731 days each.
const RANGES: [Span; 2] = [
    Span::new(Instant::from_secs(1_293_840_000), Instant::from_secs(1_356_998_400)),
    Span::new(Instant::from_secs(1_704_067_200), Instant::from_secs(1_767_225_600)),
];

/// SplitMix64 (Steele, Lea and Flood, 2014): every number of a block follows from the block's own.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end.max(1))).expect("a small number")
    }

    /// Once in `of`.
    fn once_in(&mut self, of: u32) -> bool {
        self.below(of) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let at = self.below(u32::try_from(from.len()).expect("a short list"));
        from[usize::try_from(at).expect("32 bits")]
    }

    fn moment(&mut self, range: Span) -> Instant {
        let seconds = u32::try_from(range.length().seconds().get()).expect("two years");
        Instant::from_millis(
            range.from.millis() + i64::from(self.below(seconds)) * 1000 + i64::from(self.below(1000)),
        )
    }

    fn length(&mut self) -> Seconds {
        let longest = self.pick(&[60, 3600, 86_400, 1_000_000, 10_000_000]);
        Seconds(i64::from(self.below(longest)))
    }

    fn answers(&mut self, most: u32, highest: u32) -> Vec<u8> {
        let count = self.below(most);
        (0..count).map(|_| u8::try_from(self.below(highest + 1)).expect("a small number")).collect()
    }
}

/// The digest of a block's results, as hexadecimal.
pub(crate) fn digest(block: u32) -> String {
    let mut draw = Draw(u64::from(block));
    let mut sha = Sha256::new();
    for _ in 0..BLOCK / SHARED {
        let range = draw.pick(&RANGES);
        let windows = windows(&mut draw, range);
        put(&mut sha, &windows);
        for _ in 0..SHARED {
            case(&mut draw, range, &windows, &mut sha);
        }
    }
    put(&mut sha, &replayed(&mut draw));
    sha.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A random version of the standard over [`ROUNDS`] rounds of a random past, in one project.
fn replayed(draw: &mut Draw) -> Outcome {
    let range = draw.pick(&RANGES);
    let office: CalendarId = "office.2".parse().expect("an id");
    let mut rules = Rules::around_the_clock();
    rules.calendars.push((office.clone(), windows(draw, range)));
    for limit in &mut rules.policy.limits {
        if draw.once_in(3) {
            limit.limit = draw.length();
        }
        if draw.once_in(4) {
            limit.calendar = office.clone();
        }
    }
    let before = Rules::around_the_clock();
    let categories: Vec<Category> = Scenario::ALL.iter().copied().flat_map(Category::of).collect();
    let project: ProjectId = "project".parse().expect("an id");
    let rounds: Vec<Round> = (0..ROUNDS)
        .map(|n| {
            let category = draw.pick(&categories);
            let urgency = draw.pick(&[Urgency::Ordinary, Urgency::Urgent, Urgency::Emergency]);
            let case = Case { scenario: category.scenario(), category, urgency, appointment: None };
            let at = draw.moment(range);
            let clocks = promises(&case, &before, at).expect("around the clock");
            let clocks = clocks.into_iter().map(|clock| past(draw, clock)).collect();
            let pauses =
                if draw.once_in(4) { vec![(at + draw.length(), at + draw.length())] } else { Vec::new() };
            let pauses = pauses.into_iter().filter(|(from, to)| from < to).collect();
            Round {
                ticket: format!("T{n}").parse().expect("an id"),
                project: project.clone(),
                scenario: case.scenario,
                category,
                urgency,
                at,
                appointment: None,
                clocks,
                pauses,
            }
        })
        .collect();
    replay(&rounds, &[(&project, &rules)], range.to)
}

fn past(draw: &mut Draw, clock: Clock) -> Past {
    let stopped = (!draw.once_in(5)).then(|| clock.start + draw.length());
    let breached = stopped.is_some_and(|at| at > clock.due);
    let elastic = draw.pick(&[Elastic::Normal, Elastic::Normal, Elastic::Complex, Elastic::VeryComplex]);
    Past { kind: clock.kind, start: clock.start, due: clock.due, stopped, breached, elastic }
}

fn put(sha: &mut Sha256, result: &impl Serialize) {
    sha.update(serde_json::to_vec(result).expect("every result can be written"));
    sha.update([b'\n']);
}

fn hours(draw: &mut Draw) -> Hours {
    if draw.once_in(6) {
        return Hours::closed();
    }
    let mut bounds: Vec<u16> = (0..2 * (1 + draw.below(3)))
        .map(|_| u16::try_from(draw.below(1441)).expect("a day's minutes"))
        .collect();
    bounds.sort_unstable();
    let pairs = bounds.chunks(2).filter_map(|pair| match *pair {
        [from, to] if from < to => Some((LocalTime::from_minutes(from)?, LocalTime::from_minutes(to)?)),
        _ => None,
    });
    // Periods that touch are refused: that day is closed then.
    Hours::new(pairs.collect()).unwrap_or_else(|_| Hours::closed())
}

fn windows(draw: &mut Draw, range: Span) -> Windows {
    let zone = draw.pick(&ZONES).parse().expect("a zone");
    if draw.once_in(20) {
        return Windows::always();
    }
    let mut calendar = Calendar::new(zone, std::array::from_fn(|_| hours(draw)));
    for _ in 0..draw.below(40) {
        let day = draw.moment(range).to_rfc3339();
        let date = day.get(..10).and_then(|date| date.parse().ok()).expect("a date");
        calendar = calendar.with_exception(date, hours(draw));
    }
    expand(&calendar, range)
}

fn pauses(draw: &mut Draw, range: Span) -> Vec<Noted> {
    let count = if draw.once_in(2) { 0 } else { draw.below(5) };
    (0..count)
        .map(|n| {
            let from = draw.moment(range);
            let to = (!draw.once_in(10)).then(|| from + draw.length());
            Noted { from, to, reason: format!("reason_{n}") }
        })
        .collect()
}

fn case(draw: &mut Draw, range: Span, windows: &Windows, sha: &mut Sha256) {
    let (start, now, limit) = (draw.moment(range), draw.moment(range), draw.length());
    let noted = pauses(draw, range);
    let paused = Pauses::new(noted.iter().map(|p| (p.from, p.to)));
    match draw.below(8) {
        0 => put(
            sha,
            &worked_exact(windows, &paused, start.min(now), start.max(now)).map_err(|e| e.to_string()),
        ),
        1 => put(sha, &due_exact(windows, &paused, start, limit.into()).map_err(DueError::code)),
        2 => {
            let completed_at = draw.once_in(2).then(|| start + draw.length());
            let target = Target { start, budget: limit, completed_at, pauses: &paused };
            put(sha, &sla::state(windows, target, now).map_err(|e| e.to_string()));
        }
        3 => {
            let terms = Terms {
                start,
                limit,
                extension: draw
                    .pick(&[None, Some(120), Some(150)])
                    .map(|percent: u16| percent.try_into().expect("not shorter")),
                pauses: noted,
                calendar: "cn-office".parse().expect("an id"),
                policy_version: 1,
                exception: false,
            };
            put(sha, &explain(windows, &terms).map_err(|e| e.to_string()));
        }
        4 => {
            let ladder: Vec<Rung> = (0..draw.below(5))
                .map(|_| Rung {
                    after: draw.length(),
                    level: u8::try_from(draw.below(6)).expect("a small number"),
                })
                .collect();
            let mode = draw.pick(&[Overdue::Calendar, Overdue::Working]);
            let level = sla::escalation_level(windows, mode, &ladder, start, now);
            put(sha, &level.map_err(|e| e.to_string()));
        }
        5 => {
            let answers = draw.answers(400, 11);
            put(sha, &score::nps(&answers));
            put(sha, &score::csat(&answers));
        }
        6 => {
            let items: Vec<IndexItem> = (0..draw.below(12))
                .map(|_| IndexItem {
                    weight: f64::from(draw.below(1000)) / 7.0,
                    score: (!draw.once_in(5)).then(|| u8::try_from(draw.below(7)).expect("a small number")),
                })
                .collect();
            put(sha, &score::index(&items));
        }
        _ => {
            let strata: Vec<Stratum> = (0..draw.below(8))
                .map(|n| Stratum {
                    name: n.to_string(),
                    population: u64::from(draw.below(5000)),
                    answers: draw.answers(60, 6),
                })
                .collect();
            put(sha, &score::csat_strata(&strata));
        }
    }
}
