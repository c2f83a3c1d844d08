//! The clock sweep (时限巡检): gives a ticket the command `tick` at the moment when time alone changes it.
//!
//! Warnings, breaches, every level of the ladder and the closing after the rating window all come out of core's
//! `decide`; the sweep only knows when to ask. That moment stands beside each ticket (`tick_at`, core's
//! `next_wake`), so the sweep costs what is due, never what there is.

use futures_util::future::join_all;
use steward_core::ids::{CommandId, TicketId};
use steward_core::tickets::Command;
use steward_core::tickets::decide::next_wake;
use steward_core::time::{Instant, Seconds};

use super::{Job, lease};
use crate::app::App;
use crate::db::{rows, sql};
use crate::http::error::{Answer, Failure};
use crate::live::Change;
use crate::random;
use crate::writer::{Ask, MOST, Recognised, What, system};

/// How long one round of tickets may take before another server takes over.
const LEASE: Seconds = Seconds(30);
/// A ticket that a tick does not change although its time has come is not asked again before this: it would be
/// asked without end.
const STUCK: Seconds = Seconds::hours(1);

/// The sweep of one server.
pub struct Sweep {
    app: App,
    node: String,
}

/// A ticket whose time has come.
struct Due {
    ticket: TicketId,
    at: Instant,
}

impl Sweep {
    /// The sweep of this server.
    pub fn new(app: App, node: String) -> Self {
        Self { app, node }
    }

    /// Tickets whose time has come, the longest due first, as many as one transaction takes.
    async fn due(&self, now: Instant) -> Answer<Vec<Due>> {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        let found = sql("select id, tick_at from tickets where tick_at is not null and tick_at <= $1 \
            order by tick_at limit $2")
        .bind(now.millis())
        .bind(most)
        .rows(&self.app.db().read)
        .await?;
        let due =
            |row| Ok(Due { ticket: rows::parsed(row, 0)?, at: Instant::from_millis(rows::int(row, 1)?) });
        found.iter().map(due).collect()
    }

    /// The earliest time beside any ticket.
    async fn next(&self) -> Answer<Option<Instant>> {
        let query = sql("select min(tick_at) from tickets where tick_at is not null");
        let row = query.row(&self.app.db().read).await?;
        Ok(row.map(|row| rows::maybe_int(&row, 0)).transpose()?.flatten().map(Instant::from_millis))
    }

    /// When the next version comes into force that reaches running clocks.
    async fn next_recalculation(&self) -> Answer<Option<Instant>> {
        let query = sql("select min(effective_from) from standards \
            where stage = 'published' and recalculates = 1 and recalculated_at is null");
        let row = query.row(&self.app.db().read).await?;
        Ok(row.map(|row| rows::maybe_int(&row, 0)).transpose()?.flatten().map(Instant::from_millis))
    }

    /// A version that reaches running clocks is in force: every open ticket is asked now. What changes by it, `decide`
    /// says; a ticket that hears of another command first is recalculated by that.
    async fn recalculate(&self, now: Instant) -> Answer<()> {
        if self.next_recalculation().await?.is_none_or(|from| from > now) {
            return Ok(());
        }
        // Another server may have published it, and what was read here does not know it yet.
        self.app.book().forget();
        self.app
            .writer()
            .run(move |conn| {
                Box::pin(async move {
                    sql("update tickets set tick_at = $1 where ended = 0 and (tick_at is null or tick_at > $2)")
                        .bind(now.millis())
                        .bind(now.millis())
                        .run(&mut *conn)
                        .await?;
                    sql("update standards set recalculated_at = $1 where stage = 'published' \
                        and recalculates = 1 and recalculated_at is null and effective_from <= $2")
                    .bind(now.millis())
                    .bind(now.millis())
                    .run(conn)
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    async fn tick(&self, due: &Due, now: Instant) -> Answer<()> {
        let metrics = &self.app.metrics().jobs;
        metrics.ticks.inc();
        let late = now.millis().saturating_sub(due.at.millis());
        metrics.lateness.observe(f64::from(u32::try_from(late).unwrap_or(u32::MAX)) / 1000.0);
        let id: CommandId = format!("tick-{}", random::id()?).parse().map_err(Failure::internal)?;
        let command = Box::new(Command::Tick);
        let what = What::Command { ticket: due.ticket.clone(), expected_seq: None, command };
        let fingerprint = String::from("tick");
        let ask = Ask { id, fingerprint, actor: system()?, at: now, what, recognised: Recognised::Usually };
        let next = match self.app.writer().ask(ask).await {
            Ok(done) if done.events.is_empty() => next_wake(&done.ticket, &done.project.rules.policy),
            Ok(_) => return Ok(()),
            Err(Failure::Problem(problem)) => {
                tracing::error!(ticket = %due.ticket, ?problem, "a tick was refused");
                Some(now)
            }
            Err(failure) => return Err(failure),
        };
        self.put_off(due, next, now).await
    }

    /// Nothing happened: the time beside the ticket was wrong, since the rules have changed meanwhile.
    async fn put_off(&self, due: &Due, next: Option<Instant>, now: Instant) -> Answer<()> {
        let (id, at) = (due.ticket.clone(), due.at.millis());
        let next = match next {
            Some(next) if next <= now => {
                tracing::error!(ticket = %id, "its time has come, but a tick changes nothing");
                Some(now + STUCK)
            }
            next => next,
        };
        self.app
            .writer()
            .run(move |conn| {
                Box::pin(async move {
                    sql("update tickets set tick_at = $1 where id = $2 and tick_at = $3")
                        .bind(next.map(Instant::millis))
                        .bind(id.as_str())
                        .bind(at)
                        .run(conn)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

impl Job for Sweep {
    const NAME: &'static str = "sweep";

    async fn run(&self) -> Answer<Option<Instant>> {
        let mut holds = false;
        loop {
            let now = self.app.now();
            self.recalculate(now).await?;
            let due = self.due(now).await?;
            if due.is_empty() || self.app.is_stopping() {
                if holds {
                    lease::give_back(self.app.writer(), Self::NAME, &self.node).await?;
                }
                let (tick, version) = (self.next().await?, self.next_recalculation().await?);
                return Ok([tick, version].into_iter().flatten().min());
            }
            if !lease::take(self.app.writer(), Self::NAME, &self.node, now, LEASE).await? {
                return lease::until(self.app.db(), Self::NAME).await;
            }
            holds = true;
            // Together, so that the writer takes them into one transaction.
            for ticked in join_all(due.iter().map(|due| self.tick(due, now))).await {
                ticked?;
            }
        }
    }

    fn hears(&self, change: &Change, wake: Option<Instant>) -> bool {
        let next = next_wake(&change.ticket, &change.project.rules.policy);
        next.is_some_and(|next| wake.is_none_or(|wake| next < wake))
    }
}
