//! `steward doctor`.

use clap::Args;

use super::{Common, Done, say, sentence, start_log};
use crate::clock::{Clock as _, SystemClock};
use crate::doctor::{self, Level};

/// Look at the house from outside.
#[derive(Args, Debug)]
pub(super) struct Doctor {
    #[command(flatten)]
    common: Common,
}

impl Doctor {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let found = doctor::examine(&config, SystemClock.now()).await;
        for finding in &found {
            say(finding);
        }
        let count = |level| found.iter().filter(|finding| finding.level == level).count();
        let (failures, warnings) = (count(Level::Failure), count(Level::Warning));
        if failures > 0 {
            return Err(format!("{failures} failures, {warnings} warnings"));
        }
        say(format_args!("no failure, {warnings} warnings"));
        Ok(())
    }
}
