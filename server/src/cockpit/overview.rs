//! The overview (总览): five sums over tickets and clocks, each in one query for all projects.

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Actor;
use steward_core::accounts::permit::{Action, Object, Reach, reach};
use steward_core::cockpit::api::{ClockTally, Overview, OverviewQuery, ProjectTally, Tally};
use steward_core::cockpit::complaints::{ComplaintFigure, Complaints};
use steward_core::ids::ProjectId;
use steward_core::problem::Code;
use steward_core::sla::policy::ClockKind;
use steward_core::tickets::{Channel, State};
use steward_core::time::{Instant, Seconds};

use crate::accounts::scope::in_projects;
use crate::db::{Db, Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::tickets::visible;

/// What a viewer counts.
struct Counted<'a> {
    actor: &'a Actor,
    reach: Reach,
    /// Whether each number opens its tickets: then only those are counted that the viewer may see.
    opens: bool,
    query: &'a OverviewQuery,
    now: Instant,
}

/// The overview at `now`; [`Code::Forbidden`] for a role that has no cockpit.
///
/// Who sees totals only (finance) sees this page too: there is nothing else on it.
pub async fn read(db: &Db, actor: &Actor, query: &OverviewQuery, now: Instant) -> Answer<Overview> {
    let may = |action| reach(actor.role, action, Object::Cockpit);
    let (single, totals) = (may(Action::Read), may(Action::ReadTotals));
    let reach = single.or(totals).ok_or(Code::Forbidden)?;
    let counted = Counted { actor, reach, opens: single.is_some(), query, now };
    let mut conn = db.moment().await?;
    let mut projects = counted.projects(&mut conn).await?;
    counted.add_states(&mut conn, &mut projects).await?;
    counted.add_complaints(&mut conn, &mut projects).await?;
    counted.add_clocks(&mut conn, &mut projects).await?;
    counted.add_lateness(&mut conn, &mut projects).await?;
    let mut projects: Vec<ProjectTally> = projects.into_values().collect();
    projects.sort_by(|a, b| (&a.name, &a.project).cmp(&(&b.name, &b.project)));
    Ok(Overview { as_of: now, own: reach == Reach::Own, projects })
}

type Lines = BTreeMap<ProjectId, ProjectTally>;

impl Counted<'_> {
    /// Every project in scope, with nothing counted yet.
    async fn projects(&self, conn: &mut AnyConnection) -> Answer<Lines> {
        let query = sql("select t.id, t.name from projects t where ");
        let query = in_projects(query, "t.id", self.actor);
        let found = match &self.query.project {
            Some(project) => query.then(" and t.id = ").value(project.as_str()),
            None => query,
        };
        let line = |row: &AnyRow| {
            let project: ProjectId = rows::parsed(row, 0)?;
            let line =
                ProjectTally { project: project.clone(), name: rows::text(row, 1)?, tally: Tally::default() };
            Ok((project, line))
        };
        found.rows(conn).await?.iter().map(line).collect()
    }

    /// The condition on tickets `t`: in scope, own where only that may be counted, and as the page filters.
    fn condition(&self, query: Sql) -> Sql {
        let mut query = in_projects(query, "t.project_id", self.actor);
        if self.opens {
            query = visible::to(query.then(" and "), self.actor);
        }
        if self.reach == Reach::Own {
            query = visible::own(query.then(" and "), self.actor);
        }
        if let Some(project) = &self.query.project {
            query = query.then(" and t.project_id = ").value(project.as_str());
        }
        visible::lately(query, Some(self.query.counted_days()), self.now)
    }

    async fn add_states(&self, conn: &mut AnyConnection, lines: &mut Lines) -> Answer<()> {
        let columns = sql("select t.project_id, t.state, count(*), \
            cast(sum(case when t.completed_at is null then 0 else 1 end) as bigint), \
            cast(sum(coalesce(t.processing_s, 0)) as bigint), \
            cast(sum(case when t.stars = 1 then 1 else 0 end) as bigint), \
            cast(sum(case when t.stars = 2 then 1 else 0 end) as bigint), \
            cast(sum(case when t.stars = 3 then 1 else 0 end) as bigint), \
            cast(sum(case when t.stars = 4 then 1 else 0 end) as bigint), \
            cast(sum(case when t.stars = 5 then 1 else 0 end) as bigint) from tickets t where ");
        let found = self.condition(columns).then(" group by t.project_id, t.state").rows(conn).await?;
        for row in &found {
            let mut stars = [0; 5];
            for (n, at) in stars.iter_mut().zip(5..) {
                *n = count(row, at)?;
            }
            let part = Tally {
                states: vec![(rows::word(row, 1, State::from_word)?, count(row, 2)?)],
                stars,
                completed: count(row, 3)?,
                processing: Seconds(rows::int(row, 4)?),
                ..Tally::default()
            };
            merge(lines, row, &part)?;
        }
        Ok(())
    }

    async fn add_complaints(&self, conn: &mut AnyConnection, lines: &mut Lines) -> Answer<()> {
        use ComplaintFigure as F;
        let mut query = sql("select t.project_id");
        for figure in [F::All, F::Repeated, F::Closed, F::Solved] {
            query = visible::complaint(query.then(", cast(sum(case when "), figure)
                .then(" then 1 else 0 end) as bigint)");
        }
        let query = self.condition(query.then(" from tickets t where t.scenario = 'complaint' and "));
        for row in &query.then(" group by t.project_id").rows(conn).await? {
            let complaints = Complaints {
                all: count(row, 1)?,
                repeated: count(row, 2)?,
                closed: count(row, 3)?,
                solved: count(row, 4)?,
            };
            merge(lines, row, &Tally { complaints, ..Tally::default() })?;
        }
        Ok(())
    }

    /// How each clock stands, as core's `ClockTally::count` says.
    async fn add_clocks(&self, conn: &mut AnyConnection, lines: &mut Lines) -> Answer<()> {
        const LATE: &str = "(c.breached_at is not null or (c.paused = 0 and c.due_at < ";
        const STOPPED_LATE: &str = "(c.breached_at is not null or c.stopped_at > c.due_at)";
        let now = self.now.millis();
        let columns = sql("select t.project_id, c.kind, t.channel, ")
            .then("cast(sum(case when c.superseded = 0 and c.stopped_at is not null and not ")
            .then(STOPPED_LATE)
            .then(" then 1 else 0 end) as bigint), cast(sum(case when c.superseded = 1 and c.breached_at is not null \
                or c.superseded = 0 and c.stopped_at is not null and ")
            .then(STOPPED_LATE)
            .then(" then 1 else 0 end) as bigint), \
                cast(sum(case when c.superseded = 0 and c.stopped_at is null and ")
            .then(LATE)
            .value(now)
            .then(")) then 1 else 0 end) as bigint), \
                cast(sum(case when c.superseded = 0 and c.stopped_at is null and not ")
            .then(LATE)
            .value(now)
            .then(")) then 1 else 0 end) as bigint) from tickets t \
                join clocks c on c.project_id = t.project_id and c.ticket_id = t.id where ");
        let found =
            self.condition(columns).then(" group by t.project_id, c.kind, t.channel").rows(conn).await?;
        for row in &found {
            let clock = ClockTally {
                kind: rows::word(row, 1, ClockKind::from_word)?,
                met: count(row, 3)?,
                met_late: count(row, 4)?,
                overdue: count(row, 5)?,
                running: count(row, 6)?,
            };
            let channels = clock.on(rows::word(row, 2, Channel::from_word)?).into_iter().collect();
            merge(lines, row, &Tally { clocks: vec![clock], channels, ..Tally::default() })?;
        }
        Ok(())
    }

    /// Tickets with a late clock, and tickets whose first clock is in its last fifth.
    async fn add_lateness(&self, conn: &mut AnyConnection, lines: &mut Lines) -> Answer<()> {
        let now = self.now.millis();
        let late = sql("select l.project_id, cast(sum(l.late) as bigint), \
            cast(sum(case when l.late = 0 then l.soon else 0 end) as bigint) from (select r.project_id, r.id, \
            max(case when r.breached_at is not null or (r.paused = 0 and r.due_at < ");
        let soon = late
            .value(now)
            .then(
                ") then 1 else 0 end) as late, max(case when r.place = 1 and r.paused = 0 and r.warn_at <= ",
            )
            .value(now)
            .then(" and r.due_at >= ")
            .value(now);
        let running = soon.then(
            " then 1 else 0 end) as soon from (select t.project_id, t.id, c.due_at, c.warn_at, \
            c.breached_at, c.paused, row_number() over (partition by t.project_id, t.id order by c.due_at, c.n) as place \
            from tickets t join clocks c on c.project_id = t.project_id and c.ticket_id = t.id \
            where t.ended = 0 and c.stopped_at is null and c.superseded = 0 and ",
        );
        let query = self.condition(running).then(") r group by r.project_id, r.id) l group by l.project_id");
        for row in &query.rows(conn).await? {
            let part = Tally { overdue: count(row, 1)?, due_soon: count(row, 2)?, ..Tally::default() };
            merge(lines, row, &part)?;
        }
        Ok(())
    }
}

fn count(row: &AnyRow, at: usize) -> Answer<u64> {
    u64::try_from(rows::int(row, at)?).map_err(Failure::internal)
}

/// Adds counts to the line of the row's project.
fn merge(lines: &mut Lines, row: &AnyRow, part: &Tally) -> Answer<()> {
    let project: ProjectId = rows::parsed(row, 0)?;
    if let Some(line) = lines.get_mut(&project) {
        line.tally.merge(part);
    }
    Ok(())
}
