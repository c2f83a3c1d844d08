//! Who wants which report, in the store, and what of it is due.

use chrono_tz::Tz;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::{Actor, Role};
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::report::{AT_HOUR, MOST, NewReport, Report, Rhythm, Tongue};
use steward_core::day::Day;
use steward_core::ids::{PersonId, ReportId};
use steward_core::problem::{Code, Problem};
use steward_core::time::Instant;

use crate::cockpit::alarms::store::near;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::outbox::notice::{Audience, Kind, Notice};
use crate::{owners, random};

/// How many reports are put out in one transaction.
const TOGETHER: i64 = 256;

/// A report that somebody wants.
pub(super) struct Wanted {
    pub(super) id: ReportId,
    pub(super) person: PersonId,
    pub(super) role: Role,
    pub(super) new: NewReport,
    pub(super) next: Instant,
    pub(super) ended: Option<Instant>,
}

const COLUMNS: &str = "select s.id, s.person_id, s.role, s.project_id, s.region_id, s.rhythm, s.language, s.next_at, \
    s.ended_at from report_subscriptions s ";

fn read(row: &AnyRow) -> Answer<Wanted> {
    let whose = match (rows::text(row, 3)?.as_str(), rows::text(row, 4)?.as_str()) {
        ("", "") => Level::Group,
        ("", region) => Level::Region(region.parse()?),
        (project, _) => Level::Project(project.parse()?),
    };
    Ok(Wanted {
        id: rows::parsed(row, 0)?,
        person: rows::parsed(row, 1)?,
        role: rows::word(row, 2, Role::from_word)?,
        new: NewReport {
            rhythm: rows::word(row, 5, Rhythm::from_word)?,
            whose,
            language: rows::word(row, 6, Tongue::from_word)?,
        },
        next: Instant::from_millis(rows::int(row, 7)?),
        ended: rows::maybe_int(row, 8)?.map(Instant::from_millis),
    })
}

/// One of them; `None` if it is wanted no more.
pub(super) async fn one(conn: &mut AnyConnection, id: &str) -> Answer<Option<Wanted>> {
    let row = sql(COLUMNS).then("where s.id = ").value(id.to_owned()).row(conn).await?;
    row.map(|row| read(&row)).transpose()
}

/// Those of somebody in a role, the first one first.
pub(super) async fn own(conn: &mut AnyConnection, actor: &Actor) -> Answer<Vec<Report>> {
    let query = sql(COLUMNS).then("where s.person_id = ").value(actor.person.as_str()).then(" and s.role = ");
    let found = query.value(actor.role.word()).then(" order by s.created_at, s.id").rows(&mut *conn).await?;
    let mut all = Vec::with_capacity(found.len());
    for row in &found {
        let Wanted { id, new, next, ended, .. } = read(row)?;
        let place = crate::cockpit::alarms::store::name(&mut *conn, &new.whose).await?;
        all.push(Report { id, wanted: new, place, next, ended });
    }
    Ok(all)
}

/// Writes down that somebody wants a report from now on; one that had ended goes on.
pub(super) async fn add(
    conn: &mut AnyConnection,
    actor: &Actor,
    new: &NewReport,
    now: Instant,
) -> Answer<()> {
    let known = own(&mut *conn, actor).await?;
    let again = known.iter().any(|one| (one.wanted.rhythm, &one.wanted.whose) == (new.rhythm, &new.whose));
    if !again && known.len() >= MOST {
        return Err(Problem::new(Code::TooMany).with("max", MOST).into());
    }
    let zone = owners::zone(&mut *conn).await?;
    let (project, region) = match &new.whose {
        Level::Group => ("", ""),
        Level::Region(region) => ("", region.as_str()),
        Level::Project(project) => (project.as_str(), ""),
    };
    sql("insert into report_subscriptions (id, person_id, role, project_id, region_id, rhythm, language, next_at, \
        created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
        on conflict (person_id, role, project_id, region_id, rhythm) do update set language = excluded.language, \
        next_at = case when report_subscriptions.ended_at is null then report_subscriptions.next_at \
        else excluded.next_at end, ended_at = null")
    .bind(random::id()?)
    .bind(actor.person.as_str())
    .bind(actor.role.word())
    .bind(project)
    .bind(region)
    .bind(new.rhythm.word())
    .bind(new.language.word())
    .bind(first_after(new.rhythm, zone, now).millis())
    .bind(now.millis())
    .run(conn)
    .await?;
    Ok(())
}

/// Takes one of somebody's own away; [`Code::NotFound`] where there is none.
pub(super) async fn remove(conn: &mut AnyConnection, actor: &Actor, id: &ReportId) -> Answer<()> {
    let gone = sql("delete from report_subscriptions where id = $1 and person_id = $2 and role = $3")
        .bind(id.as_str())
        .bind(actor.person.as_str())
        .bind(actor.role.word())
        .run(conn)
        .await?;
    if gone == 0 { Err(Code::NotFound.into()) } else { Ok(()) }
}

/// Writes down that a report ended.
pub(super) async fn end(conn: &mut AnyConnection, id: &ReportId, now: Instant) -> Answer<()> {
    sql("update report_subscriptions set ended_at = $1 where id = $2 and ended_at is null")
        .bind(now.millis())
        .bind(id.as_str())
        .run(conn)
        .await?;
    Ok(())
}

/// Puts what is due into the outbox, as much as one transaction takes. What is due twice, because the server stood
/// still, is told once, of the last days.
pub(super) async fn put_out(conn: &mut AnyConnection, mails: bool, now: Instant) -> Answer<()> {
    let query = sql(COLUMNS).then("where s.ended_at is null and s.next_at <= ").value(now.millis());
    let found = query.then(" order by s.next_at, s.id limit ").value(TOGETHER).rows(&mut *conn).await?;
    let zone = owners::zone(&mut *conn).await?;
    for row in &found {
        let wanted = read(row)?;
        let rhythm = wanted.new.rhythm;
        let due = last_up_to(rhythm, zone, now);
        let moved =
            sql("update report_subscriptions set next_at = $1 where id = $2 and next_at = $3 and ended_at is null")
                .bind(first_after(rhythm, zone, now).millis())
                .bind(wanted.id.as_str())
                .bind(wanted.next.millis())
                .run(&mut *conn)
                .await?;
        if moved == 0 {
            continue;
        }
        if !mails {
            tracing::warn!(report = %wanted.id, "a report is due, but this server sends no mail");
            continue;
        }
        let Some(project) = near(&mut *conn, &wanted.new.whose).await? else { continue };
        let period = rhythm.period(due);
        let values = [
            ("report", wanted.id.to_string()),
            ("first", String::from(period.first)),
            ("last", String::from(period.last)),
        ];
        let notice = Notice {
            kind: Kind::Report,
            to: Audience::Person(wanted.person),
            ticket: None,
            project,
            seq: 0,
            at: now,
            values: values.map(|(name, value)| (name.to_owned(), value)).into(),
            address: None,
            person: None,
        };
        // The key is the report and its day: there is no second letter.
        sql("insert into outbox (id, project_id, ticket_id, seq, channel, body, due_at) \
            values ($1, $2, $3, 0, 'mail', $4, $5) on conflict (id) do nothing")
        .bind(format!("report-{}-{}", wanted.id, String::from(due)))
        .bind(notice.project.as_str())
        .bind(wanted.id.as_str())
        .bind(serde_json::to_string(&notice)?)
        .bind(now.millis())
        .run(&mut *conn)
        .await?;
    }
    Ok(())
}

/// The moment of a day at which reports go out.
fn moment(zone: Tz, day: Day) -> Instant {
    owners::at_hour(zone, day, AT_HOUR)
}

/// The last day up to now on which a report went out.
fn last_up_to(rhythm: Rhythm, zone: Tz, now: Instant) -> Day {
    let last = rhythm.last(Day(owners::date(zone, now)));
    if moment(zone, last) <= now { last } else { rhythm.last(last.earlier(1)) }
}

/// The first moment after now at which one goes out.
fn first_after(rhythm: Rhythm, zone: Tz, now: Instant) -> Instant {
    moment(zone, rhythm.next(last_up_to(rhythm, zone, now)))
}

/// Who a report is for, with the name and address of now; `None` for somebody who may not sign in any more.
pub(super) async fn reader(conn: &mut AnyConnection, person: &PersonId) -> Answer<Option<(String, String)>> {
    let query = sql("select p.name, p.email from persons p where p.id = ")
        .value(person.as_str())
        .then(" and not exists (select 1 from logins l where l.person_id = p.id and l.disabled = 1)");
    let row = query.row(conn).await?;
    row.map(|row| Ok::<_, Failure>((rows::text(&row, 0)?, rows::text(&row, 1)?))).transpose()
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
