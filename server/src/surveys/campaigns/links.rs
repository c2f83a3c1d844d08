//! Personal links: random, stored only as their SHA-256; public links of open campaigns; both as QR codes.

use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use steward_core::accounts::Actor;
use steward_core::accounts::api::Address;
use steward_core::ids::{CampaignId, HouseholdId, ProjectId};
use steward_core::problem::{Code, Problem};
use steward_core::surveys::campaign::api::{HouseholdLink, ProjectLink, Qr};
use steward_core::surveys::campaign::sample::Candidate;
use steward_core::surveys::campaign::{Campaign, Phase};
use steward_core::time::Instant;

use super::{access, plans, store};
use crate::db::many::{self, Table, Value};
use crate::db::{MultiRow, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::{qr, random};

const INSERT: MultiRow = MultiRow {
    before: "insert into campaign_links (hash, project_id, campaign_id, household_id) values ",
    width: 4,
    after: "",
};

/// How a link, or anything else that must not be stored, is stored.
pub(in crate::surveys) fn digest(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes()))
}

/// Makes a link for each household; the answer has them in the same order.
pub(in crate::surveys) async fn make(
    conn: &mut AnyConnection,
    campaign: &CampaignId,
    households: &[Candidate],
) -> Answer<Vec<String>> {
    let links = households.iter().map(|_| random::link()).collect::<Result<Vec<_>, _>>()?;
    let rows = || {
        let row = |(link, of): (&String, &Candidate)| {
            vec![
                Value::Text(digest(link)),
                Value::Text(of.project.to_string()),
                Value::Text(campaign.to_string()),
                Value::Text(of.household.to_string()),
            ]
        };
        Ok(links.iter().zip(households).map(row).collect())
    };
    many::write(vec![Table::new(INSERT, rows)], conn).await?;
    Ok(links)
}

/// New links for the households of a project that have not answered, for printing. Links that were made before go on
/// working; a household answers once all the same. Who took them is written down first.
pub(crate) async fn print(
    conn: &mut AnyConnection,
    actor: &Actor,
    (campaign, project): (&CampaignId, &ProjectId),
    (base, now): (&str, Instant),
) -> Answer<Vec<HouseholdLink>> {
    let campaign = plans::touched(conn, actor, campaign).await?;
    if !store::has_invitations(&campaign) || campaign.phase(now) == Phase::Ended {
        return Err(Problem::new(Code::SurveyRefused).with("why", "no-links").into());
    }
    store::audit(conn, actor, "survey-links", (&campaign.id, Some(project)), now).await?;
    let query = sql("select i.household_id, h.building, h.unit, h.room from campaign_invitations i \
        join households h on h.project_id = i.project_id and h.id = i.household_id \
        where i.answered_at is null and i.campaign_id = ")
    .value(campaign.id.as_str())
    .then(" and i.project_id = ")
    .value(project.as_str())
    .then(" and ");
    let query = access::in_scope(query, "i.project_id", actor);
    let found = query.then(" order by h.building, h.unit, h.room, h.id").rows(&mut *conn).await?;
    let one = |row: &AnyRow| -> Answer<(Candidate, Address)> {
        let household: HouseholdId = rows::parsed(row, 0)?;
        let address =
            Address { building: rows::text(row, 1)?, unit: rows::text(row, 2)?, room: rows::text(row, 3)? };
        Ok((Candidate { project: project.clone(), household }, address))
    };
    let homes = found.iter().map(one).collect::<Answer<Vec<_>>>()?;
    let (households, addresses): (Vec<_>, Vec<_>) = homes.into_iter().unzip();
    let links = make(conn, &campaign.id, &households).await?;
    let sheet = |(address, link): (Address, String)| {
        let url = format!("{base}/s/{link}");
        let qr = scanned(&url)?;
        Ok(HouseholdLink { address, url, qr })
    };
    addresses.into_iter().zip(links).map(sheet).collect()
}

/// The public links of an open campaign in the actor's scope.
pub(in crate::surveys) async fn open(
    conn: &mut AnyConnection,
    actor: &Actor,
    campaign: &Campaign,
    base: &str,
) -> Answer<Vec<ProjectLink>> {
    let query =
        sql("select p.name, cp.link from campaign_projects cp join projects p on p.id = cp.project_id \
        where cp.link is not null and cp.campaign_id = ")
        .value(campaign.id.as_str())
        .then(" and ");
    let query = access::in_scope(query, "cp.project_id", actor).then(" order by p.name, p.id");
    let one = |row: &AnyRow| {
        let url = format!("{base}/o/{}", rows::text(row, 1)?);
        let qr = scanned(&url)?;
        Ok(ProjectLink { project: rows::text(row, 0)?, url, qr })
    };
    query.rows(conn).await?.iter().map(one).collect()
}

/// The light border that readers need, in squares.
const QUIET: u16 = 4;

/// The code of a link.
fn scanned(url: &str) -> Answer<Qr> {
    let drawn = qr::draw(url, QUIET).ok_or_else(|| Failure::internal("a link too long for a code"))?;
    Ok(Qr { side: drawn.side.into(), path: drawn.path })
}
