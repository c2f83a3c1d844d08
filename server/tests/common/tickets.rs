//! Drafts and commands as people make them.

use steward_core::endpoint::Nothing;
use steward_core::problem::Problem;
use steward_core::tickets::api::{COMMAND, CommandRequest, READ, SUBMIT, SubmitTicket, TicketPage};
use steward_core::tickets::{Category, Channel, Command, Scenario, TicketDraft, Urgency};
use steward_server::db::sql;
use steward_server::owners::handed;

use super::{Client, Server};

/// A leak in the kitchen of 听澜苑 12-2-1803.
pub(crate) fn leak() -> TicketDraft {
    TicketDraft {
        project: "tinglan".parse().unwrap(),
        household: Some("tinglan-12-2-1803".parse().unwrap()),
        scenario: Scenario::Repair,
        category: Category::find("water.pipe").unwrap(),
        urgency: Urgency::Ordinary,
        channel: Channel::Web,
        place: "厨房".into(),
        text: "厨房水槽下面一直滴水，柜子底板已经泡湿了。".into(),
        photos: Vec::new(),
        contact: String::new(),
        phone: String::new(),
        appointment: None,
    }
}

/// Noise from upstairs, complained of by the owner of 听澜苑 12-2-1803.
pub(crate) fn noise() -> TicketDraft {
    TicketDraft {
        scenario: Scenario::Complaint,
        category: Category::find("complaint.noise").unwrap(),
        text: "楼上晚间装修，噪声扰民。".into(),
        ..leak()
    }
}

pub(crate) fn submit_as(id: &str, draft: TicketDraft) -> SubmitTicket {
    SubmitTicket { command_id: id.parse().unwrap(), draft }
}

pub(crate) fn new_id() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static N: AtomicU32 = AtomicU32::new(0);
    format!("c-{}-{}", std::process::id(), N.fetch_add(1, Ordering::SeqCst))
}

impl Client {
    pub(crate) async fn submit(&mut self, draft: TicketDraft) -> Result<TicketPage, Problem> {
        self.call(&SUBMIT, &[], &submit_as(&new_id(), draft)).await
    }

    pub(crate) async fn command(
        &mut self,
        page: &TicketPage,
        command: Command,
    ) -> Result<TicketPage, Problem> {
        let request = CommandRequest { command_id: new_id().parse().unwrap(), expected_seq: None, command };
        self.call(&COMMAND, &[page.ticket.id.as_str()], &request).await
    }

    pub(crate) async fn ticket(&mut self, id: &str) -> Result<TicketPage, Problem> {
        self.call(&READ, &[id], &Nothing {}).await
    }
}

/// All homes of Tinglan were handed over long ago.
pub(crate) async fn hand_over(server: &Server) {
    let handed = "update households set handed_over_on = '2024-03-01' where project_id = 'tinglan'";
    let done = server.running.app().writer().run(move |conn| {
        Box::pin(async move {
            sql(handed).run(&mut *conn).await?;
            handed::count_all(conn).await
        })
    });
    done.await.unwrap();
}
