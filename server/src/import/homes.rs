//! The facts of households from a CSV file (住户资料导入): handover, moving in, decoration, contract, segment.
//!
//! Every row is judged before anything is written, and a file with a wrong row writes nothing. An empty cell leaves
//! what is known as it is, a cell with `-` says that it is not known any more. Running the same file again changes
//! nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::io::Read;

use serde::Serialize;
use sqlx::AnyConnection;
use steward_core::day::Day;
use steward_core::ids::{HouseholdId, ProjectId};
use steward_core::owners::Facts;
use steward_core::owners::facts::read_date;
use steward_core::problem::Code;
use steward_core::time::Instant;

use super::map::folded;
use super::report::{Reason, Reject};
use super::table::{BadTable, Encoding, Row, Table};
use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::owners::store;
use crate::random;
use crate::writer::Writer;

/// The columns, by the name that reports say and the others that a header may have.
const COLUMNS: [(&str, &str); 10] = [
    ("project", "项目"),
    ("building", "楼栋"),
    ("unit", "单元"),
    ("room", "房号"),
    ("handed_over_on", "交付日期"),
    ("moved_in_on", "入住日期"),
    ("decoration_from", "装修开始"),
    ("decoration_until", "装修结束"),
    ("contract_ends_on", "合同到期"),
    ("segment", "分群"),
];
/// How many of them say which home it is.
const DOOR: usize = 4;
/// What a cell says that takes a fact back.
const NOT_ANY_MORE: &str = "-";

/// Why an import of households stopped. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CannotImport {
    /// The file cannot be read.
    #[error("{0}")]
    Table(#[from] BadTable),
    /// The store cannot take it.
    #[error("{0}; nothing was written")]
    Store(#[from] Failure),
    /// Rows were judged by facts that are others by now.
    #[error("somebody changed a home of this file meanwhile; nothing was written: run it again")]
    Changed,
}

/// What an import did.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Report {
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// Rows below the header.
    pub rows: u64,
    /// Homes whose facts changed; in a dry run or with rejected rows, those that would.
    pub changed: u64,
    /// Homes whose facts were so already.
    pub known: u64,
    /// Rows that are wrong, in the order of the file. One of them keeps the whole file out.
    pub rejected: Vec<Reject>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 50;
        for reject in self.rejected.iter().take(SHOWN) {
            writeln!(f, "rejected {reject}")?;
        }
        if self.rejected.len() > SHOWN {
            writeln!(f, "… and {} more; --report FILE lists all", self.rejected.len() - SHOWN)?;
        }
        let verb = if self.dry_run || !self.rejected.is_empty() { "would change" } else { "changed" };
        let Self { rows, changed, known, .. } = self;
        write!(f, "homes: {rows} rows, {changed} {verb}, {known} known, {} rejected", self.rejected.len())?;
        if self.rejected.is_empty() { Ok(()) } else { write!(f, "; nothing was written") }
    }
}

/// An import into one store.
pub struct Import<'a> {
    /// The store, for reading.
    pub db: &'a Db,
    /// The way to write; without one, nothing is written (dry run).
    pub writer: Option<&'a Writer>,
    /// What stands between two fields.
    pub delimiter: char,
    /// How the file is encoded.
    pub encoding: Encoding,
    /// The moment of the import.
    pub now: Instant,
}

/// A home of the store.
#[derive(Clone, Debug)]
struct Home {
    project: ProjectId,
    household: HouseholdId,
    facts: Facts,
}

/// A home whose facts change.
struct Change {
    home: Home,
    after: Facts,
}

/// Project, building, unit and room, as they are compared.
type Door = [String; DOOR];

impl Import<'_> {
    /// Judges every row of the file and writes all of them, or none.
    pub async fn run<R: Read>(&self, source: R) -> Result<Report, CannotImport> {
        let mut table = Table::of(source, self.delimiter, self.encoding)?;
        let places = places(table.header())?;
        let (projects, homes) = load(self.db).await?;
        let mut report = Report { dry_run: self.writer.is_none(), ..Report::default() };
        let (mut changes, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(row) = table.read()? {
            report.rows += 1;
            let judged = row.and_then(|row| judge(&row, &places, &projects, &homes));
            match judged {
                Err(reject) => report.rejected.push(reject),
                Ok((line, change)) if !seen.insert(change.home.household.clone()) => {
                    let home = change.home.household.as_str();
                    report.rejected.push(Reject::of(line, Reason::Twice, "", home));
                }
                Ok((_, change)) if change.home.facts == change.after => report.known += 1,
                Ok((_, change)) => {
                    report.changed += 1;
                    changes.push(change);
                }
            }
        }
        if let Some(writer) = self.writer.filter(|_| report.rejected.is_empty() && !changes.is_empty()) {
            let now = self.now;
            let written =
                writer.run(move |conn| Box::pin(async move { write(conn, &changes, now).await })).await;
            written.map_err(|failure| match failure {
                Failure::Problem(problem) if problem.code == Code::Conflict => CannotImport::Changed,
                other => other.into(),
            })?;
        }
        Ok(report)
    }
}

/// Where each column stands; a file needs at least the home and one fact.
fn places(header: &[String]) -> Result<[Option<usize>; COLUMNS.len()], BadTable> {
    let mut places = [None; COLUMNS.len()];
    for (place, (name, other)) in places.iter_mut().zip(COLUMNS) {
        let is = |h: &&String| h.eq_ignore_ascii_case(name) || h.as_str() == other;
        if header.iter().filter(is).count() > 1 {
            return Err(BadTable::Twice(name.to_owned()));
        }
        *place = header.iter().position(|h| is(&h));
    }
    let mut missing = Vec::new();
    for at in [0, 3] {
        if let (Some(None), Some((name, other))) = (places.get(at), COLUMNS.get(at)) {
            missing.push(format!("{name} ({other})"));
        }
    }
    if places.iter().skip(DOOR).all(Option::is_none) {
        missing.push("contract_ends_on (合同到期)".to_owned());
    }
    if missing.is_empty() { Ok(places) } else { Err(BadTable::Columns { missing, there: header.to_vec() }) }
}

/// The projects by id and name, and all homes by their doors.
async fn load(db: &Db) -> Answer<(HashMap<String, ProjectId>, BTreeMap<Door, Home>)> {
    let mut projects = HashMap::new();
    for row in &sql("select id, name from projects order by id").rows(&db.read).await? {
        let id: ProjectId = rows::parsed(row, 0)?;
        projects.entry(folded(&rows::text(row, 1)?)).or_insert_with(|| id.clone());
        projects.insert(folded(id.as_str()), id);
    }
    let mut homes = BTreeMap::new();
    let found =
        sql("select project_id, id, building, unit, room, handed_over_on, moved_in_on, decoration_from, \
        decoration_until, contract_ends_on, segment from households order by id")
        .rows(&db.read)
        .await?;
    for row in &found {
        let project: ProjectId = rows::parsed(row, 0)?;
        let part = |at| rows::text(row, at).map(|text| folded(&text));
        let door = [project.to_string(), part(2)?, part(3)?, part(4)?];
        let household = rows::parsed(row, 1)?;
        homes.insert(door, Home { project, household, facts: store::facts(row, 5)? });
    }
    Ok((projects, homes))
}

fn judge(
    row: &Row,
    places: &[Option<usize>; COLUMNS.len()],
    projects: &HashMap<String, ProjectId>,
    homes: &BTreeMap<Door, Home>,
) -> Result<(u64, Change), Reject> {
    let cell = |at: usize| row.field(places.get(at).copied().flatten());
    let reject = |reason, column, value: &str| Reject::of(row.line, reason, column, value);
    for (at, column) in [(0, "project"), (3, "room")] {
        if cell(at).is_empty() {
            return Err(reject(Reason::Empty, column, ""));
        }
    }
    let project = projects.get(&folded(cell(0)));
    let project = project.ok_or_else(|| reject(Reason::NoSuchProject, "project", cell(0)))?;
    let door = [project.to_string(), folded(cell(1)), folded(cell(2)), folded(cell(3))];
    let home = homes.get(&door).ok_or_else(|| {
        let plate: Vec<&str> = (1..DOOR).map(cell).filter(|part| !part.is_empty()).collect();
        reject(Reason::UnknownHome, "room", &plate.join("-"))
    })?;
    let key = |reject: Reject| reject.of_key(home.household.as_str());
    let mut after = home.facts.clone();
    let day = |at: usize, fact: &mut Option<Day>| {
        match cell(at) {
            "" => {}
            NOT_ANY_MORE => *fact = None,
            text => match read_date(text) {
                Some(day) => *fact = Some(day),
                None => return Err(key(reject(Reason::UnreadableDate, name(at), text))),
            },
        }
        Ok(())
    };
    day(4, &mut after.handed_over_on)?;
    day(5, &mut after.moved_in_on)?;
    day(6, &mut after.decoration_from)?;
    day(7, &mut after.decoration_until)?;
    day(8, &mut after.contract_ends_on)?;
    match cell(9) {
        "" => {}
        NOT_ANY_MORE => after.segment.clear(),
        text => text.clone_into(&mut after.segment),
    }
    if let Some(problem) = after.check().first() {
        let at = problem.params.get("place").map_or("", String::as_str);
        let at = COLUMNS.iter().position(|(name, _)| *name == at).unwrap_or_default();
        let reason = match problem.code {
            Code::BadTime => Reason::ImpossibleDate,
            Code::TooLong => Reason::TooLong,
            _ => Reason::BadCharacters,
        };
        return Err(key(reject(reason, name(at), cell(at))));
    }
    Ok((row.line, Change { home: home.clone(), after }))
}

fn name(at: usize) -> &'static str {
    COLUMNS.get(at).map_or("", |(name, _)| name)
}

/// Writes all changes, each with what it was before, and one line for each project into the audit log.
async fn write(conn: &mut AnyConnection, changes: &[Change], now: Instant) -> Answer<()> {
    let mut counts: BTreeMap<&ProjectId, u64> = BTreeMap::new();
    for Change { home, after } in changes {
        let key = (&home.project, &home.household);
        store::write(&mut *conn, key, (&home.facts, after), "", now).await?;
        *counts.entry(&home.project).or_default() += 1;
    }
    for (project, count) in counts {
        sql("insert into audit (id, at, person_id, role, action, project_id, ticket_id, reason) \
            values ($1, $2, '', 'sys', 'household-import', $3, '', $4)")
        .bind(random::id()?)
        .bind(now.millis())
        .bind(project.as_str())
        .bind(count.to_string())
        .run(&mut *conn)
        .await?;
    }
    Ok(())
}
