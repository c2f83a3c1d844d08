//! `steward verify-ledger`.

use clap::Args;
use steward_core::ids::ProjectId;

use super::{Common, Done, say, sentence, start_log};
use crate::db::Db;
use crate::surveys::audit;

/// Check the rating ledger.
#[derive(Args, Debug)]
pub(super) struct VerifyLedger {
    #[command(flatten)]
    common: Common,
    /// Only this project's.
    #[arg(long, value_name = "ID")]
    project: Option<ProjectId>,
}

impl VerifyLedger {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let db = Db::open(&config.database(), 1).await.map_err(sentence)?;
        let verdicts = audit::verify(&db, self.project.as_ref()).await.map_err(sentence);
        db.close().await;
        let verdicts = verdicts?;
        if let (Some(project), true) = (&self.project, verdicts.is_empty()) {
            return Err(format!("there is no project {project}"));
        }
        let mut bad = 0;
        for verdict in &verdicts {
            match &verdict.result {
                Ok(head) => say(format_args!(
                    "{}\tsound\t{} records\thead {}",
                    verdict.project, head.count, head.hash
                )),
                Err(fault) => {
                    bad += 1;
                    say(format_args!("{}\tBAD\t{fault}", verdict.project));
                }
            }
        }
        if bad == 0 { Ok(()) } else { Err(format!("{bad} of {} ledgers are bad", verdicts.len())) }
    }
}
