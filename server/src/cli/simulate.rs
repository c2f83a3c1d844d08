//! `steward simulate`.

use std::io::Write as _;
use std::time::Duration;

use clap::Args;
use steward_core::time::{Instant, Seconds};

use super::{Common, Done, instant, say, sentence, start_log};
use crate::clock::{Clock as _, SystemClock};
use crate::demo;
use crate::simulate::{self, Wish};

/// Fill an empty database with a group of any size and its past.
#[derive(Args, Debug)]
pub(super) struct Simulate {
    #[command(flatten)]
    common: Common,
    /// How many projects
    #[arg(long, default_value_t = 20)]
    projects: u32,
    /// How many days
    #[arg(long, default_value_t = 90)]
    days: u32,
    /// The same seed, sizes and last moment give the same group
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many tickets in all [default: 20 a project and day]
    #[arg(long)]
    tickets: Option<u64>,
    /// The last moment; what is open then is still open [default: the last full hour]
    #[arg(long, value_name = "RFC 3339", value_parser = instant)]
    until: Option<Instant>,
}

impl Simulate {
    pub(super) async fn run(self) -> Done {
        let config = self.common.settle().map_err(sentence)?;
        start_log(config.log);
        let now = SystemClock.now();
        let until = self.until.unwrap_or_else(|| now - Seconds(now.secs().rem_euclid(3600)));
        let tickets = self.tickets.unwrap_or_else(|| Wish::usual_tickets(self.projects, self.days));
        let wish = Wish { projects: self.projects, days: self.days, seed: self.seed, tickets, until };
        let begun = std::time::Instant::now();
        let mut told = Duration::ZERO;
        let made = simulate::build(&config, &wish, |progress| {
            if progress.elapsed >= told + Duration::from_secs(1) || progress.tickets == progress.of {
                told = progress.elapsed;
                tell(progress.tickets, progress.of, progress.elapsed);
            }
        })
        .await
        .map_err(sentence)?;
        let over = begun.elapsed();
        say(format_args!(
            "{} projects with {} homes, {} tickets with {} events, in {:.1} s: {} tickets/s",
            wish.projects,
            made.homes,
            made.tickets,
            made.events,
            over.as_secs_f64(),
            per_second(made.tickets, over)
        ));
        say(format_args!(
            "people sign in with the password {}: hq, admin and, for the first project, p0001-a1, p0001-e1, p0001-s, p0001-m; \
             owners with 13800000001 and on",
            demo::PASSWORD
        ));
        Ok(())
    }
}

fn per_second(n: u64, over: Duration) -> u128 {
    u128::from(n) * 1000 / over.as_millis().max(1)
}

/// A line for whoever waits. A closed terminal is no reason to stop.
pub(super) fn tell(tickets: u64, of: u64, elapsed: Duration) {
    let left = elapsed.as_millis() * u128::from(of.saturating_sub(tickets)) / u128::from(tickets.max(1));
    let rate = per_second(tickets, elapsed);
    let _ = writeln!(std::io::stderr(), "{tickets} of {of} tickets, {rate} a second, {} s left", left / 1000);
}
