//! `steward serve`.

use std::net::SocketAddr;

use clap::Args;

use super::{Common, Done, ServerFlags, say, sentence, start_log};
use crate::demo;
use crate::run::run;

/// Run the server.
#[derive(Args, Debug)]
pub(super) struct Serve {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    server: ServerFlags,
}

impl Serve {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle_with(&self.server).map_err(sentence)?;
        start_log(config.log);
        let demo = config.demo;
        let server = run(config).await.map_err(sentence)?;
        if demo {
            tell_accounts(server.addr);
        }
        say(format_args!("listening http://{}", server.addr));
        stop_signal().await.map_err(sentence)?;
        tracing::info!("stopping");
        server.shutdown().await;
        Ok(())
    }
}

/// Prints where to look and whom to be.
fn tell_accounts(addr: SocketAddr) {
    say(format_args!("owners:  http://{addr}/         phone, and the code that the page shows"));
    say(format_args!("console: http://{addr}/console  name, and the password {}", demo::PASSWORD));
    tell_people();
}

/// Prints the demo accounts.
pub(super) fn tell_people() {
    for account in demo::accounts() {
        let demo::Account { role, name, login, place } = account;
        say(format_args!("  {:<9} {login:<12} {name}  {place}", role.word()));
    }
}

/// Waits for SIGTERM or Ctrl-C.
async fn stop_signal() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            done = tokio::signal::ctrl_c() => done,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
