//! `steward rebuild`.

use std::time::{Duration, Instant};

use clap::Args;

use super::simulate::tell;
use super::store::Store;
use super::{Common, Done, say, sentence, start_log};
use crate::cockpit::projection::anew;
use crate::db::sql;

/// Make the cockpit's sums anew.
#[derive(Args, Debug)]
pub(super) struct Rebuild {
    #[command(flatten)]
    common: Common,
}

impl Rebuild {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let store = Store::open(&config).await?;
        let done = make(&store).await;
        store.close().await?;
        done
    }
}

/// Every ticket once, in steps between which others write.
async fn make(store: &Store) -> Done {
    let all = sql("select count(*) from tickets").number(&store.db.read).await.map_err(sentence)?;
    let all = u64::try_from(all).unwrap_or_default();
    let (begun, mut tickets, mut said) = (Instant::now(), 0, Duration::ZERO);
    let tell = |more| {
        tickets += more;
        let over = begun.elapsed();
        if over >= said + Duration::from_secs(1) || tickets >= all {
            said = over;
            tell(tickets, all, over);
        }
    };
    anew::all(&store.db, &store.writer, anew::MOST, tell).await.map_err(sentence)?;
    say(format_args!(
        "the cockpit's sums are made anew from {tickets} tickets, in {:.1} s",
        begun.elapsed().as_secs_f64()
    ));
    Ok(())
}
