//! `steward outbox`: notices that wait, and those that were given up.

use clap::{Args, Subcommand};

use super::store::Store;
use super::{Common, Done, say, sentence, start_log};
use crate::clock::{Clock as _, SystemClock};
use crate::outbox::waiting::{self, Waiting};

/// Show notices that wait or were given up.
#[derive(Args, Debug)]
pub(super) struct Outbox {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand, Debug)]
enum Action {
    /// List them (the default): id, channel, ticket, tries, and the next try or when it was given up, and why.
    List,
    /// Try again what was given up. A running server does so within a minute.
    Retry {
        /// Only this one; without an id, all.
        id: Option<String>,
    },
}

impl Outbox {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let store = Store::open(&config).await?;
        let done = act(&store, self.action.unwrap_or(Action::List)).await;
        store.close().await?;
        done
    }
}

async fn act(store: &Store, action: Action) -> Done {
    match action {
        Action::List => {
            let found = waiting::list(&store.db).await.map_err(sentence)?;
            for one in &found {
                say(line(one));
            }
            let dead = found.iter().filter(|one| one.dead_at.is_some()).count();
            say(format_args!("{} waiting, {dead} given up", found.len() - dead));
        }
        Action::Retry { id } => {
            let n = waiting::retry(&store.writer, id, SystemClock.now()).await.map_err(sentence)?;
            say(format_args!("{n} to be tried again"));
        }
    }
    Ok(())
}

fn line(one: &Waiting) -> String {
    let Waiting { id, channel, ticket, tries, due_at, dead_at, last_error } = one;
    let when = match dead_at {
        Some(at) => format!("given up {}", at.to_rfc3339()),
        None => format!("next try {}", due_at.to_rfc3339()),
    };
    format!("{id}\t{channel}\t{ticket}\t{tries} tries\t{when}\t{last_error}")
}
