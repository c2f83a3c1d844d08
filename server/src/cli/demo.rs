//! `steward demo`.

use clap::Args;

use super::serve::tell_people;
use super::{Common, Done, say, sentence, start_log};
use crate::clock::{Clock as _, SystemClock};
use crate::demo::{self, Filling};
use crate::run::fill_demo;

/// Fill an empty database with the demo group.
#[derive(Args, Debug)]
pub(super) struct Demo {
    #[command(flatten)]
    common: Common,
    /// Only the group and its people, no tickets.
    #[arg(long)]
    people: bool,
}

impl Demo {
    pub(super) async fn run(self) -> Done {
        let mut config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        if self.people {
            config.demo_filling = Filling::People;
        }
        let filled = fill_demo(&config, SystemClock.now()).await.map_err(sentence)?;
        if !filled {
            return Err("the database holds data already; demo data go into an empty one only".to_owned());
        }
        say(format_args!(
            "filled {} with the demo group; password of staff: {}",
            config.data.display(),
            demo::PASSWORD
        ));
        tell_people();
        Ok(())
    }
}
