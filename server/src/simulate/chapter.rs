//! All tickets of one project, from the first day to the last, and the rows that they leave (成行): a function of the group
//! and the project's number alone, so projects are made on several threads.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use steward_core::cockpit::buckets::{Bucket, Changes, Home, carry};
use steward_core::cockpit::counted::{Beside, Counted, Neighbour, counted};
use steward_core::cockpit::measure::Rollup;
use steward_core::day::Day;
use steward_core::ids::{HouseholdId, PhotoId, TicketId};
use steward_core::surveys::ledger::{Hash, Record, chain};
use steward_core::tickets::event::Submission;
use steward_core::tickets::{Channel, Event, Ticket};
use steward_core::time::{Instant, Seconds};

use super::arrivals::{self, Arrival};
use super::life::Life;
use super::story::Story;
use super::times::Days;
use super::world::{Project, World};
use crate::cockpit::projection::{kept, sums};
use crate::db::MultiRow;
use crate::db::many::{Rows, Value};
use crate::http::error::{Answer, Failure};
use crate::owners::date;
use crate::sla::ProjectRules;
use crate::surveys::ledger;
use crate::tickets::packed::{self, Packer};
use crate::tickets::{store, wording};
use crate::writer::write::PHOTO_USES;

/// The rules of each region by the moment from which they are used.
pub(super) type RulesOf = Vec<Vec<(Instant, Arc<ProjectRules>)>>;

/// Everything that making a project needs.
pub(super) struct Setting {
    /// The group.
    pub(super) world: World,
    /// The days.
    pub(super) days: Days,
    /// The end.
    pub(super) until: Instant,
    /// The running numbers within the days, by project.
    pub(super) numbers: Vec<Vec<u32>>,
    /// The rules.
    pub(super) rules: RulesOf,
}

/// What a project adds to the database.
pub(super) struct Chapter {
    /// Its tickets.
    pub(super) tickets: u64,
    /// Its events.
    pub(super) events: u64,
    /// The commands that the rules refused.
    pub(super) refused: u64,
    /// The rows by table; those of the log have no positions yet.
    pub(super) tables: Vec<(MultiRow, Rows)>,
    /// What it adds to the sums of its region and the group.
    pub(super) sums: BTreeMap<Bucket, BTreeMap<Day, Rollup>>,
}

/// What is written about a project while its tickets are made; all of their events at once would be too many to hold.
#[derive(Default)]
struct Tables {
    log: Rows,
    tickets: Rows,
    photos: Rows,
    said: Rows,
    ratings: Vec<(Instant, Record)>,
    events: u64,
    refused: u64,
}

impl Setting {
    fn rules(&self, region: usize, at: Instant) -> Answer<&Arc<ProjectRules>> {
        let of = self.rules.get(region).map(Vec::as_slice).unwrap_or_default();
        let in_use = of.iter().rev().find(|(from, _)| *from <= at).or_else(|| of.first());
        in_use.map(|(_, rules)| rules).ok_or_else(|| Failure::internal("a region without rules"))
    }

    /// Makes a project.
    pub(super) fn chapter(&self, n: usize) -> Answer<Chapter> {
        let project = self.world.projects.get(n).ok_or_else(|| Failure::internal("no such project"))?;
        let numbers = self.numbers.get(n).map(Vec::as_slice).unwrap_or_default();
        let (mut rows, mut tickets) = (Tables::default(), Vec::with_capacity(numbers.len()));
        let mut packer = Packer::new()?;
        let mut failure = None;
        let mut next = numbers.iter();
        arrivals::of_project(&self.world, project, &self.days, |arrival| {
            let number = next.next().copied().unwrap_or_default();
            let made = self.live(project, arrival, number);
            match made.and_then(|life| self.leave(project, life, &mut packer, &mut rows)) {
                Ok(ticket) => tickets.push(ticket),
                Err(error) => failure = Some(error),
            }
        });
        match failure {
            Some(failure) => Err(failure),
            None => self.written(project, tickets, rows),
        }
    }

    fn live<'w>(&'w self, project: &'w Project, arrival: Arrival, number: u32) -> Answer<Life<'w>> {
        let Arrival { at, day, home, scenario, said, urgency, channel, appointment, outage, mut dice } =
            arrival;
        let id: TicketId = format!("T{}-{number:04}", self.days.date(day)).parse()?;
        let rules = &self.rules(project.region, at)?.rules;
        let owner = project.owner(self.world.seed, home)?;
        // What is of public areas is mostly seen by staff or by whoever passes.
        let staff = said.category.public_area() && dice.below(3) == 0;
        let agent = project.agent(&mut dice)?;
        let by = if staff || matches!(channel, Channel::Phone | Channel::OnSite) { agent } else { &owner };
        let draw = u8::try_from(dice.below(100)).unwrap_or_default();
        let mut address = project.address(home);
        if staff {
            (address.unit, address.room) = (String::new(), said.place.to_owned());
        }
        let submission = Submission {
            project: project.id.clone(),
            household: (!staff).then(|| project.household(home)).transpose()?,
            address,
            place: said.place.to_owned(),
            scenario,
            category: said.category,
            urgency,
            channel: if staff { Channel::OnSite } else { channel },
            text: said.text,
            photos: Vec::new(),
            contact: if staff { String::new() } else { owner.name.clone() },
            phone: if staff { String::new() } else { project.phone(home) },
            appointment,
            external: None,
            visit_due: rules.policy.visit_is_due(scenario, urgency, draw),
        };
        let life = Life::begin(id, by, submission, at, self.until, (rules, &self.world.system))?;
        let owner = (!staff).then_some(owner);
        let (world, done) = (&self.world, said.done);
        Ok(Story { life, world, project, owner, agent, done, outage, dice: &mut dice }.tell())
    }

    /// What a ticket leaves behind, but for what its neighbours say of it.
    fn leave(
        &self,
        project: &Project,
        life: Life<'_>,
        packer: &mut Packer,
        rows: &mut Tables,
    ) -> Answer<Ticket> {
        let Life { ticket, events, refused, .. } = life;
        let rules = self.rules(project.region, ticket.submitted_at)?;
        let policy = &rules.rules.policy;
        rows.events += count(events.len());
        rows.refused += u64::from(refused);
        if packed::is_ripe(&ticket, self.until) {
            rows.tickets.push(store::packed_row(&ticket, policy, packer.pack(&events)?));
        } else {
            for event in &events {
                rows.log.push(store::event_row(0, &ticket, event)?);
            }
            rows.tickets.push(store::row(&ticket, policy)?);
            let recent = self.until - Seconds::days(7);
            let late = events.iter().filter(|event| event.at >= recent);
            rows.said.extend(wording::noted(late.map(|event| (&ticket, event, rules.date(event.at)))));
        }
        rows.photos.extend(photo_rows(&ticket, &events));
        for event in &events {
            rows.ratings.extend(ledger::record(&ticket, rules, event).map(|record| (event.at, record)));
        }
        Ok(ticket)
    }

    fn written(&self, project: &Project, tickets: Vec<Ticket>, rows: Tables) -> Answer<Chapter> {
        let (counted, sums) = self.counted(project, &tickets)?;
        let (sums, own) = split(sums);
        let Tables { events, refused, .. } = rows;
        let mut tables = vec![
            (store::UPSERT, rows.tickets),
            (store::APPEND, rows.log),
            (PHOTO_USES, rows.photos),
            (wording::INSERT, rows.said),
            (ledger::INSERT, chained(project, rows.ratings)),
            (kept::KEEP, counted),
            (sums::WRITE, sum_rows(own)?),
        ];
        // Keys that are in order fill pages one after the other. The log stays in the order in which things happened.
        for (into, rows) in &mut tables {
            if into.before != store::APPEND.before && into.before != ledger::INSERT.before {
                rows.sort_by(|a, b| key(a).cmp(key(b)));
            }
        }
        Ok(Chapter { tickets: count(tickets.len()), events, refused, tables, sums })
    }

    /// What each ticket adds to the cockpit, and the sums.
    fn counted(&self, project: &Project, tickets: &[Ticket]) -> Answer<(Rows, Changes)> {
        let mut by_home = HashMap::<&HouseholdId, Vec<Neighbour>>::new();
        for ticket in tickets {
            if let Some(household) = &ticket.said.household {
                by_home.entry(household).or_default().push(Neighbour::from(ticket));
            }
        }
        let region = self.world.regions.get(project.region).map(|r| r.id.as_str()).unwrap_or_default();
        let home = Home { region: region.parse()?, project: project.id.clone() };
        let (mut rows, mut sums) = (Rows::with_capacity(tickets.len()), Changes::default());
        for ticket in tickets {
            let zone = self.rules(project.region, ticket.submitted_at)?.zone;
            let beside = ticket.said.household.as_ref().and_then(|household| by_home.get(household));
            let beside = Beside::among(&Neighbour::from(ticket), beside.into_iter().flatten());
            let added = counted(ticket, beside, |at| Day(date(zone, at)));
            sums.replace(&home, &Counted::default(), &added);
            rows.push(kept::row(&project.id, &ticket.id, &added));
        }
        Ok((rows, sums))
    }
}

/// The ratings of a project in the order in which they were given, chained.
fn chained(project: &Project, mut ratings: Vec<(Instant, Record)>) -> Rows {
    ratings.sort_by(|(at, a), (bt, b)| (at, &a.ticket).cmp(&(bt, &b.ticket)));
    let mut head = Hash::ZERO;
    let row = |(n, (at, record)): (i64, (Instant, Record))| {
        let hash = chain(head, &record);
        let row = ledger::row((&project.id, n), (head, hash), &record, at);
        head = hash;
        row
    };
    (1..).zip(ratings).map(row).collect()
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// What rows are sorted by: their first values, texts and whole numbers.
fn key(row: &[Value]) -> impl Iterator<Item = (&str, i64)> {
    row.iter().take(3).map(|value| match value {
        Value::Text(text) => (text.as_str(), 0),
        Value::Int(n) => ("", *n),
        _ => ("", 0),
    })
}

fn photo_rows(ticket: &Ticket, events: &[Event]) -> Rows {
    let mut photos: Vec<&PhotoId> = events.iter().flat_map(Event::photos).collect();
    photos.sort_unstable();
    photos.dedup();
    let row = |photo: &PhotoId| {
        let of = [ticket.said.project.as_str(), ticket.id.as_str(), photo.as_str()];
        of.map(|text| Value::Text(text.to_owned())).to_vec()
    };
    photos.into_iter().map(row).collect()
}

/// Sums by bucket and day.
pub(super) type Sums = BTreeMap<Bucket, BTreeMap<Day, Rollup>>;

/// The sums that other projects add to too, and those that are the project's own.
fn split(changes: Changes) -> (Sums, Sums) {
    changes.into_buckets().partition(|(bucket, _)| bucket.is_wide())
}

/// The rows of sums, each up to and including its day.
pub(super) fn sum_rows(sums: Sums) -> Answer<Rows> {
    let mut rows = Rows::new();
    let mut by_key: Vec<_> = sums.into_iter().map(|(bucket, days)| (bucket.key(), days)).collect();
    by_key.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (bucket, days) in by_key {
        for (day, sum) in carry(Rollup::default(), &BTreeMap::new(), &days) {
            rows.push(sums::row(1, &bucket, day, &sum)?);
        }
    }
    Ok(rows)
}
