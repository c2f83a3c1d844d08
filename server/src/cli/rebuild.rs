//! `steward rebuild`.

use clap::Args;

use super::store::Store;
use super::{Common, Done, say, sentence, start_log};
use crate::cockpit::projection::follow::{self, MOST, Remade};
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
        let done = anew(&store).await;
        store.close().await?;
        done
    }
}

/// Every ticket once, in steps between which others write.
async fn anew(store: &Store) -> Done {
    let all = sql("select count(*) from tickets").number(&store.db.read).await.map_err(sentence)?;
    store.writer.run(|conn| Box::pin(follow::begin_anew(conn))).await.map_err(sentence)?;
    let (mut tickets, mut said) = (0, 0);
    loop {
        let step = store.writer.run(|conn| Box::pin(follow::make_anew(conn, MOST))).await;
        match step.map_err(sentence)? {
            Remade::Tickets(n) => {
                tickets += n;
                let tenths = tickets.saturating_mul(10) / all.max(1);
                if tenths > said {
                    said = tenths;
                    say(format_args!("{tickets} of {all} tickets"));
                }
            }
            Remade::Sums(_) => {}
            Remade::All => break,
        }
    }
    say(format_args!("the cockpit's sums are made anew from {tickets} tickets"));
    Ok(())
}
