//! Alarms (预警): a job looks at every watched value once a minute, raises what core says is to be raised, tells whom it
//! concerns, and lets time do to open alarms what core says it does.
//!
//! A look reads first and writes afterwards, in one transaction with its notices. Two servers that look at once do the
//! same: the one open alarm of a topic is kept by the store.

pub(super) mod handlers;
mod page;
mod readings;
pub(super) mod store;

use std::collections::BTreeMap;

use sqlx::AnyConnection;
use steward_core::cockpit::alarm::watch::Watch;
use steward_core::cockpit::alarm::{Alarm, Subject};
use steward_core::cockpit::goals::Level;
use steward_core::time::{Instant, Seconds};

use self::readings::Look;
use crate::app::App;
use crate::http::error::Answer;
use crate::jobs::{Job, lease};
use crate::live::Change;

/// How often everything is looked at.
const EVERY: Seconds = Seconds(60);
/// How long one look may take before another server takes over.
const LEASE: Seconds = Seconds(120);

/// The alarms of one server.
pub struct Alarms {
    app: App,
    node: String,
}

impl Alarms {
    /// The alarms of this server.
    pub const fn new(app: App, node: String) -> Self {
        Self { app, node }
    }
}

impl Job for Alarms {
    const NAME: &'static str = "alarms";

    async fn run(&self) -> Answer<Option<Instant>> {
        let now = self.app.now();
        if lease::take(self.app.writer(), Self::NAME, &self.node, now, LEASE).await? {
            look(&self.app, Some(&self.node), now).await?;
            lease::give_back(self.app.writer(), Self::NAME, &self.node).await?;
        }
        Ok(Some(now + EVERY))
    }

    fn hears(&self, _: &Change, _: Option<Instant>) -> bool {
        false
    }
}

/// Looks at everything once; writes only while `holder` has the lease, if one is named.
pub async fn look(app: &App, holder: Option<&str>, now: Instant) -> Answer<()> {
    let mut tx = app.db().moment().await?;
    let looks = readings::all(&mut tx, now).await?;
    let watches = store::watches(&mut tx).await?;
    let open = store::open(&mut tx).await?;
    let ladder = store::ladder(&mut tx, now).await?;
    drop(tx);
    let mut done = Done::default();
    done.watch(looks, watches, now);
    let beyond = core::mem::take(&mut done.beyond);
    for alarm in open {
        let topic = alarm.subject.key(&alarm.whose);
        // A value that is watched no more, or of which nothing is counted any more, is beyond nothing.
        let seen = alarm.seen(beyond.get(&topic).copied().unwrap_or(false), now);
        let late = seen.as_ref().unwrap_or(&alarm).due(&ladder, now);
        match (seen, late) {
            (_, Some((next, levels))) => done.changed.push((next, levels)),
            (Some(next), None) => done.changed.push((next, Vec::new())),
            (None, None) => {}
        }
    }
    if done.is_nothing() {
        return Ok(());
    }
    let (channels, holder) = (app.config().notify.channels(), holder.map(str::to_owned));
    let write = async move |conn: &mut AnyConnection| {
        // Whoever stood still until another server looked writes nothing.
        if let Some(holder) = holder
            && !lease::hold(conn, Alarms::NAME, &holder).await?
        {
            return Ok(());
        }
        store::write(conn, done, &channels, now).await
    };
    app.writer().run(move |conn| Box::pin(async move { write(conn).await })).await
}

/// What a look came to.
#[derive(Default)]
struct Done {
    /// What is to be raised.
    raise: Vec<Look>,
    /// Alarms that time moved, with the levels that are to be told.
    changed: Vec<(Alarm, Vec<u8>)>,
    /// What is known of values that is new.
    watches: Vec<(String, Watch)>,
    /// Whether each value is beyond its bound.
    beyond: BTreeMap<String, bool>,
}

impl Done {
    fn watch(&mut self, looks: Vec<Look>, mut watches: BTreeMap<String, Watch>, now: Instant) {
        for look in looks {
            let topic = look.subject.key(&look.whose);
            let before = watches.remove(&topic);
            let mut watch = before.unwrap_or(Watch::NEW);
            let fires = watch.look(look.beyond, look.wait, now);
            self.beyond.insert(topic.clone(), look.beyond);
            if fires {
                self.raise.push(look);
            }
            // Of a value that was always inside nothing needs to be known.
            let quiet = Watch { inside_since: None, ..watch } == Watch::NEW && before.is_none();
            if Some(watch) != before && !quiet {
                self.watches.push((topic, watch));
            }
        }
        // Mass complaints that are over are not read any more: they come to rest like every other value.
        for (topic, before) in watches {
            let mut watch = before;
            watch.look(false, Seconds::ZERO, now);
            if watch != before {
                self.watches.push((topic, watch));
            }
        }
    }

    fn is_nothing(&self) -> bool {
        self.raise.is_empty() && self.changed.is_empty() && self.watches.is_empty()
    }
}

/// Whose figure an alarm is about, as columns: project and region.
fn place(whose: &Level) -> (&str, &str) {
    match whose {
        Level::Group => ("", ""),
        Level::Region(region) => ("", region.as_str()),
        Level::Project(project) => (project.as_str(), ""),
    }
}

/// What an alarm is about, as a word that notices have words for.
const fn topic_word(subject: &Subject) -> &'static str {
    match subject {
        Subject::Indicator { indicator } => indicator.word(),
        Subject::Mass { .. } => "mass",
        Subject::Fault { .. } => "fault",
        Subject::Deviation => "deviation",
    }
}
