//! The demo group's handbook: version 1 in force and read by nearly all, version 2 as a draft.

use sqlx::AnyConnection;
use steward_core::accounts::Role;
use steward_core::knowledge::handbook::{Edit, Edition, EditionStep, Step};
use steward_core::sla::policy::ClockKind;
use steward_core::sla::standards::Signed;
use steward_core::surveys::campaign::Words;
use steward_core::tickets::Scenario;
use steward_core::time::{Instant, Seconds};

use super::people::{project_staff, staff_id};
use crate::http::error::{Answer, Failure};
use crate::knowledge::{starter, store};
use crate::writer::Writer;

/// Who has not read it yet: one of the eight people of the first project, which is so not live (R95).
const NOT_YET: &str = "engineer4";

fn signed(login: &str, name: &str, at: Instant) -> Answer<Signed> {
    Ok(Signed { person: staff_id(login).parse()?, name: name.to_owned(), at })
}

/// Writes both versions and the acknowledgements.
pub(super) async fn fill(writer: &Writer, now: Instant) -> Answer<()> {
    writer
        .run(move |conn| {
            Box::pin(async move {
                let held = first(conn, now - Seconds::days(20)).await?;
                second(conn, &held, now - Seconds::days(2)).await
            })
        })
        .await
}

/// Version 1 from the starter: written by the training post, reviewed and published by head office.
async fn first(conn: &mut AnyConnection, at: Instant) -> Answer<Edition> {
    let (training, hq) = (|at| signed("training", "陆遥", at), |at| signed("hq", "叶舟", at));
    let no = |why| Failure::internal(format!("the demo handbook is refused: {why:?}"));
    let policy = store::policy(conn, at).await?;
    let written = Edition::draft(1, starter()?, training(at - Seconds::days(6))?);
    let edit = Edit {
        note: "首版：八大服务场景的流程、时限、话术与填写规范".to_owned(), ..written.edit()
    };
    let written = written.edited(edit, training(at - Seconds::days(4))?).map_err(no)?;
    let reviewed =
        written.stepped(&EditionStep::Review, hq(at - Seconds::days(1))?, (&[], &policy)).map_err(no)?;
    let published =
        reviewed.stepped(&EditionStep::Publish { from: None }, hq(at)?, (&[], &policy)).map_err(no)?;
    store::insert(conn, &published).await?;
    for (n, login) in project_staff().filter(|login| *login != NOT_YET).enumerate() {
        let later = Seconds::hours(3 + 5 * i64::try_from(n).unwrap_or(0));
        store::acknowledge(conn, 1, &staff_id(login).parse()?, at + later).await?;
    }
    Ok(published)
}

/// Version 2: engineers call before they come, and say so on the ticket.
async fn second(conn: &mut AnyConnection, held: &Edition, at: Instant) -> Answer<()> {
    let by = signed("training", "陆遥", at)?;
    let mut chapters = held.chapters.clone();
    if let Some(repair) = chapters.iter_mut().find(|c| c.scenario == Scenario::Repair) {
        let call = Step {
            id: "call-ahead".to_owned(),
            title: Words::new(
                "出发前致电业主，确认在家并核对故障现象",
                "Call before setting out: somebody is at home, and what is wrong",
            ),
            who: Role::Engineer,
            clock: Some(ClockKind::OnSite),
        };
        repair.steps.insert(repair.steps.len().min(2), call);
        if let Some(script) = repair.scripts.iter_mut().find(|s| s.id == "on-the-way") {
            script.text = Words::new(
                "{owner}您好，工程师会在{due}前到您家，出发前会打电话与您确认。请把水槽下方、配电箱前等需要检修的位置留出来，谢谢配合。",
                "Hello {owner}, an engineer will be at your home by {due} and will call before setting out. Please keep the place to be repaired clear, such as under the sink or before the fuse box. Thank you.",
            );
        }
    }
    let draft = Edition::draft(held.version + 1, chapters, by);
    let note = "报修：工程师出发前致电确认，减少空跑".to_owned();
    store::insert(conn, &Edition { note, ..draft }).await
}
