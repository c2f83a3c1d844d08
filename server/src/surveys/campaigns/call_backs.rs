//! Owners who wish to be called after a survey: the wish, by a personal link and without signing in, and the list of
//! those who have it in hand.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::permit::{Action, Object, reach};
use steward_core::accounts::{Actor, Role};
use steward_core::ids::{CallBackId, CampaignId, HouseholdId, ProjectId, SurveyLink};
use steward_core::problem::{Code, Problem};
use steward_core::surveys::campaign::call_back::{CallBack, CallBackRow, Move, Wish, Wished};
use steward_core::tickets::event::Who;
use steward_core::time::{Instant, Seconds};

use super::links::digest;
use super::{access, store};
use crate::db::many::{self, Table};
use crate::db::{Sql, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::outbox::notice::{Audience, Kind, Notice};
use crate::{outbox, random};

/// For so long what is over stays in the list.
const SHOWN: Seconds = Seconds::days(30);
/// So many are shown at most.
const MOST: i64 = 200;

/// Whose link it is, once that household has answered.
pub(super) struct Caller {
    pub(super) project: ProjectId,
    campaign: CampaignId,
    household: HouseholdId,
}

/// Who holds a link; 404 for a link that nobody made, and for a household that has not answered: who has something to
/// say before that says it in the survey.
pub(super) async fn caller(conn: &mut AnyConnection, link: &SurveyLink) -> Answer<Caller> {
    let row = sql("select i.project_id, i.campaign_id, i.household_id from campaign_links l \
        join campaign_invitations i on i.project_id = l.project_id and i.campaign_id = l.campaign_id \
            and i.household_id = l.household_id \
        where l.hash = $1 and i.answered_at is not null")
    .bind(digest(link.as_str()))
    .row(conn)
    .await?
    .ok_or(Code::NotFound)?;
    Ok(Caller {
        project: rows::parsed(&row, 0)?,
        campaign: rows::parsed(&row, 1)?,
        household: rows::parsed(&row, 2)?,
    })
}

/// Writes a wish down and tells the supervisors; a household that has wished already is told the same time again.
pub(super) async fn wish(
    conn: &mut AnyConnection,
    caller: Caller,
    wish: Wish,
    (within, channels): (Seconds, Vec<&'static str>),
    now: Instant,
) -> Answer<Wished> {
    if let Some(wrong) = wish.check() {
        return Err(Problem::invalid(vec![wrong]).into());
    }
    let Caller { project, campaign, household } = caller;
    let id: CallBackId = random::id()?.parse().map_err(Failure::internal)?;
    let made = CallBack::wished(id, (campaign, project, household), wish, (now, within));
    let fresh = sql("insert into call_backs (project_id, id, campaign_id, household_id, due_at, body) \
        values ($1, $2, $3, $4, $5, $6) on conflict (project_id, campaign_id, household_id) do nothing")
    .bind(made.project.as_str())
    .bind(made.id.as_str())
    .bind(made.campaign.as_str())
    .bind(made.household.as_str())
    .bind(made.follow_up.due.millis())
    .bind(serde_json::to_string(&made)?)
    .run(&mut *conn)
    .await?;
    if fresh == 0 {
        let row = sql(
            "select body from call_backs where project_id = $1 and campaign_id = $2 and household_id = $3",
        )
        .bind(made.project.as_str())
        .bind(made.campaign.as_str())
        .bind(made.household.as_str())
        .row(conn)
        .await?
        .ok_or(Code::NotFound)?;
        let known: CallBack = rows::json(&row, 0)?;
        return Ok(Wished { due: known.follow_up.due });
    }
    tell(conn, &made, &channels).await?;
    Ok(Wished { due: made.follow_up.due })
}

/// Puts a notice to the project's supervisors into the outbox, once for each way.
async fn tell(conn: &mut AnyConnection, made: &CallBack, channels: &[&'static str]) -> Answer<()> {
    let home = home(conn, made).await?;
    let values =
        [("due", made.follow_up.due.millis().to_string()), ("plate", home), ("text", made.about.clone())];
    let notice = Notice {
        kind: Kind::CallBack,
        to: Audience::Role(Role::Supervisor),
        ticket: None,
        project: made.project.clone(),
        seq: 0,
        at: made.follow_up.at,
        values: values.map(|(name, value)| (name.to_owned(), value)).into(),
        address: None,
        person: None,
    };
    let waiting = outbox::untied(&notice, made.id.as_str(), channels)?;
    many::write(vec![Table::new(outbox::INSERT, || Ok(waiting))], conn).await
}

async fn home(conn: &mut AnyConnection, of: &CallBack) -> Answer<String> {
    let row = sql("select building, unit, room from households where project_id = $1 and id = $2")
        .bind(of.project.as_str())
        .bind(of.household.as_str())
        .row(conn)
        .await?;
    row.map_or(Ok(String::new()), |row| plate(&row, 0))
}

/// The home as on its door plate, 12-2-1803, without the parts that it does not have.
fn plate(row: &AnyRow, first: usize) -> Answer<String> {
    let parts = [rows::text(row, first)?, rows::text(row, first + 1)?, rows::text(row, first + 2)?];
    Ok(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-"))
}

/// Whoever decides about complaints speaks with owners who were not content.
fn need(actor: &Actor) -> Answer<()> {
    reach(actor.role, Action::Approve, Object::Complaint).map(|_| ()).ok_or_else(|| Code::Forbidden.into())
}

fn seen(actor: &Actor) -> Sql {
    let query = sql("select b.body, c.body, p.name, h.building, h.unit, h.room from call_backs b \
        join campaigns c on c.id = b.campaign_id join projects p on p.id = b.project_id \
        join households h on h.project_id = b.project_id and h.id = b.household_id where ");
    access::in_scope(query, "b.project_id", actor)
}

fn shown(row: &AnyRow) -> Answer<CallBackRow> {
    let campaign: steward_core::surveys::campaign::Campaign = rows::json(row, 1)?;
    Ok(CallBackRow {
        call_back: rows::json(row, 0)?,
        campaign: campaign.plan.name,
        project: rows::text(row, 2)?,
        home: plate(row, 3)?,
    })
}

/// Who waits, the first due first, and then what ended lately.
pub(super) async fn list(conn: &mut AnyConnection, actor: &Actor, now: Instant) -> Answer<Vec<CallBackRow>> {
    need(actor)?;
    let open = seen(actor).then(" and b.due_at is not null order by b.due_at, b.id limit ").value(MOST);
    let mut all: Vec<CallBackRow> = open.rows(&mut *conn).await?.iter().map(shown).collect::<Answer<_>>()?;
    let over = seen(actor).then(" and b.ended_at > ").value((now - SHOWN).millis());
    let over = over.then(" order by b.ended_at desc, b.id limit ").value(MOST);
    for row in &over.rows(conn).await? {
        all.push(shown(row)?);
    }
    Ok(all)
}

/// Takes a call-back or ends it; 404 for one of another project.
pub(super) async fn move_on(
    conn: &mut AnyConnection,
    actor: &Actor,
    (id, step): (&CallBackId, Move),
    now: Instant,
) -> Answer<CallBackRow> {
    need(actor)?;
    if let Some(wrong) = step.check() {
        return Err(Problem::invalid(vec![wrong]).into());
    }
    let query = || seen(actor).then(" and b.id = ").value(id.as_str());
    let row = query().row(&mut *conn).await?.ok_or(Code::NotFound)?;
    let by = Who { person: actor.person.clone(), role: actor.role, name: actor.name.clone() };
    let moved = shown(&row)?.call_back.moved(step, by, now);
    let moved = moved.map_err(|why| Problem::new(Code::SurveyRefused).with("why", why.word()))?;
    let ended = moved.follow_up.ended.as_ref().map(|end| end.at.millis());
    sql("update call_backs set due_at = $1, ended_at = $2, body = $3 where project_id = $4 and id = $5")
        .bind(ended.is_none().then(|| moved.follow_up.due.millis()))
        .bind(ended)
        .bind(serde_json::to_string(&moved)?)
        .bind(moved.project.as_str())
        .bind(moved.id.as_str())
        .run(&mut *conn)
        .await?;
    store::audit(conn, actor, "call-back", (&moved.campaign, Some(&moved.project)), now).await?;
    let row = query().row(conn).await?.ok_or(Code::NotFound)?;
    shown(&row)
}
