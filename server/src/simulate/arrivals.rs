//! What comes to one project (来件): each ticket's home, matter and way, one after the other, since some report again what
//! they reported lately.

use std::collections::VecDeque;

use steward_core::tickets::{Category, Channel, Scenario, Urgency};
use steward_core::time::{Instant, Seconds};

use super::dice::Dice;
use super::texts::{self, Said};
use super::times::{Days, Outage, index, local};
use super::world::{Project, World};

/// How often each scenario comes, of 1000.
const SCENARIOS: [(Scenario, u64); 8] = [
    (Scenario::Repair, 520),
    (Scenario::Consultation, 165),
    (Scenario::Complaint, 135),
    (Scenario::SmartPlatform, 55),
    (Scenario::ValueAdded, 50),
    (Scenario::Fee, 35),
    (Scenario::Emergency, 22),
    (Scenario::Activity, 18),
];

/// So many of the last tickets may be reported again.
const LATELY: usize = 50;
/// For so long.
const AGAIN_WITHIN: Seconds = Seconds::days(9);

/// A ticket before it is submitted.
pub(super) struct Arrival {
    /// When.
    pub(super) at: Instant,
    /// The day, as its place in the simulation.
    pub(super) day: u64,
    /// The home it is reported from.
    pub(super) home: u64,
    /// The scenario.
    pub(super) scenario: Scenario,
    /// The matter.
    pub(super) said: Said,
    /// How urgent.
    pub(super) urgency: Urgency,
    /// The way it comes.
    pub(super) channel: Channel,
    /// The time that the owner wishes.
    pub(super) appointment: Option<Instant>,
    /// The outage that it belongs to.
    pub(super) outage: Option<Outage>,
    /// What the rest of its story is drawn from.
    pub(super) dice: Dice,
}

/// The tickets of a project, in the order of their submission.
pub(super) fn of_project(world: &World, project: &Project, days: &Days, mut each: impl FnMut(Arrival)) {
    let mut lately: VecDeque<(Instant, u64, Category)> = VecDeque::with_capacity(LATELY);
    let mut n = 0;
    for (day, count) in (0..days.count()).zip(days.shares(project.n)) {
        let outage = days.outage(project.n, day);
        for at in days.times(project.n, day, count) {
            let dice = Dice::of(world.seed, "ticket", [index(project.n), n]);
            n += 1;
            let outage = outage.filter(|outage| outage.is_on(at));
            let Some(arrival) = arrival(project, (day, at), outage, &lately, dice) else { continue };
            if lately.len() == LATELY {
                lately.pop_front();
            }
            lately.push_back((at, arrival.home, arrival.said.category));
            each(arrival);
        }
    }
}

fn arrival(
    project: &Project,
    (day, at): (u64, Instant),
    outage: Option<Outage>,
    lately: &VecDeque<(Instant, u64, Category)>,
    mut dice: Dice,
) -> Option<Arrival> {
    let again = dice.in_thousand(55).then(|| dice.below(index(lately.len())));
    let again = again.and_then(|n| lately.get(usize::try_from(n).ok()?));
    let again = again.filter(|(before, ..)| at.since(*before) <= AGAIN_WITHIN && outage.is_none());
    let weights = SCENARIOS.map(|(_, weight)| weight);
    let (mut scenario, mut only) = (SCENARIOS.get(dice.weighted(&weights))?.0, None);
    let mut home = dice.below(project.homes);
    if let Some(outage) = outage {
        let codes = ["emergency.power", "public.lift", "water.pipe", "power.circuit", "smart.app"];
        only = usize::try_from(outage.draw % 5).ok().and_then(|n| Category::find(codes.get(n)?));
        scenario = only?.scenario();
        let (first, many) = project.neighbours(outage.draw % project.homes.max(1));
        home = first + dice.below(many);
    } else if let Some((_, same, category)) = again {
        (home, only, scenario) = (*same, Some(*category), category.scenario());
    }
    let said = texts::matter_of(&mut dice, scenario, only)?;
    let urgency = match (scenario, dice.below(1000)) {
        (Scenario::Emergency, _) | (Scenario::Repair, 0..=9) => Urgency::Emergency,
        (Scenario::Repair, 10..=69) => Urgency::Urgent,
        _ => Urgency::Ordinary,
    };
    let channel = match dice.below(100) {
        0..=63 => Channel::Web,
        64..=81 => Channel::Phone,
        82..=93 => Channel::WeChat,
        _ => Channel::OnSite,
    };
    let wishes = scenario == Scenario::Repair && urgency == Urgency::Ordinary && dice.in_thousand(140);
    let appointment = wishes.then(|| slot(at, &mut dice));
    Some(Arrival { at, day, home, scenario, said, urgency, channel, appointment, outage, dice })
}

/// A full hour on one of the next days.
fn slot(at: Instant, dice: &mut Dice) -> Instant {
    let midnight = local(at).timestamp_millis().rem_euclid(86_400_000);
    let hours = 24 * dice.between(1, 3) + dice.between(9, 18);
    Instant::from_millis(at.millis() - midnight) + Seconds::hours(hours)
}
