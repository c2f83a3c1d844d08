//! Delivery (投递): takes waiting notices with a lease, sends each its way, and tries again later what failed.
//!
//! At least once: a notice whose sending succeeded just before a crash is sent again, with the same delivery id. A
//! failure waits longer each time ([`retry_after`]); after [`MOST_TRIES`], or when the receiver says never, the
//! notice is given up and stays to be seen (`steward outbox`).

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::atomic::{AtomicI64, Ordering};

use futures_util::future::join_all;
use serde::Serialize;
use steward_core::ids::PersonId;
use steward_core::tickets::Ticket;
use steward_core::time::{Instant, Seconds};

use super::mail::{BadMail, Mail};
use super::notice::{Kind, Notice};
use super::recipients;
use super::store::{self, Fate, Taken};
use super::webhook::Webhook;
use super::words::{Language, Scene, Text, text};
use crate::app::App;
use crate::cockpit::reports::letter::letter;
use crate::http::error::Answer;
use crate::jobs::Job;
use crate::live::Change;
use crate::surveys::links;

/// How many tries a notice gets: the last one about fifteen hours after the first.
pub const MOST_TRIES: i64 = 12;
/// How long delivered notices are kept to be looked at.
const KEPT: Seconds = Seconds::days(30);

/// How long to wait after this many tries: half a minute, doubling, six hours at most, spread out by the id so that
/// not all that failed together come back together.
pub fn retry_after(tries: i64, id: &str) -> Seconds {
    let doubled = 30_i64.saturating_mul(1 << tries.saturating_sub(1).clamp(0, 20));
    let wait = doubled.min(6 * 3600);
    let spread = id.bytes().fold(0_i64, |sum, byte| (sum * 31 + i64::from(byte)) % 100);
    Seconds(wait + wait * spread / 400)
}

/// Why a notice did not go out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undelivered {
    /// Whether trying again is of no use.
    pub for_good: bool,
    /// What happened.
    pub cause: String,
}

impl Undelivered {
    /// Worth another try.
    pub fn for_now(cause: impl Display) -> Self {
        Self { for_good: false, cause: cause.to_string() }
    }

    /// Not worth another try.
    pub fn for_good(cause: impl Display) -> Self {
        Self { for_good: true, cause: cause.to_string() }
    }
}

/// The delivery of one server.
pub struct Post {
    app: App,
    channels: Vec<&'static str>,
    webhook: Option<Webhook>,
    mail: Option<Mail>,
    cleaned_at: AtomicI64,
}

/// What a webhook is sent.
#[derive(Serialize)]
struct Payload<'a> {
    /// The same for every try.
    delivery: &'a str,
    #[serde(flatten)]
    notice: &'a Notice,
    /// The moment of the event for readers that want no milliseconds.
    time: String,
    project_name: &'a str,
    /// Whom the audience stands for now.
    persons: Vec<PersonId>,
    link: &'a str,
    /// For each owner who is asked to rate, the own link to do so; to be shown to nobody else.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    rate_links: BTreeMap<PersonId, String>,
    text: BTreeMap<&'static str, Text>,
}

impl Post {
    /// The delivery on the ways that are set; `None` when there are none.
    pub fn new(app: &App) -> Result<Option<Self>, BadMail> {
        let notify = &app.config().notify;
        let channels = notify.channels();
        if channels.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self {
            app: app.clone(),
            channels,
            webhook: notify.webhook.as_ref().map(Webhook::new),
            mail: notify.mail.as_ref().map(Mail::new).transpose()?,
            cleaned_at: AtomicI64::new(i64::MIN),
        }))
    }

    async fn deliver(&self, taken: &Taken, now: Instant) -> Fate {
        let sent = match (&taken.notice, taken.channel.as_str()) {
            (Err(cause), _) => Err(Undelivered::for_good(cause)),
            (Ok(notice), _) if notice.kind == Kind::RatingReminded => match self.asked(notice).await {
                // Who has rated in the meantime is not reminded any more.
                Ok(None) => return Fate::Done,
                Ok(Some(_)) => self.send(taken, notice, now).await,
                Err(failure) => Err(failure),
            },
            (Ok(notice), _) => self.send(taken, notice, now).await,
        };
        let fate = match sent {
            Ok(None) => Fate::Done,
            Ok(Some(each)) => return Fate::Split(each),
            Err(failure) if failure.for_good || taken.tries + 1 >= MOST_TRIES => Fate::Dead(failure.cause),
            Err(failure) => Fate::Again(failure.cause, now + retry_after(taken.tries + 1, &taken.id)),
        };
        self.tell(taken, &fate);
        fate
    }

    /// Sends a notice its way, or says into which notices it is to be split.
    async fn send(
        &self,
        taken: &Taken,
        notice: &Notice,
        now: Instant,
    ) -> Result<Option<Vec<Notice>>, Undelivered> {
        match (taken.channel.as_str(), &notice.address) {
            ("log", _) => self.log(notice, now).await?,
            ("webhook", _) => self.hook(&taken.id, notice, now).await?,
            ("mail", _) if notice.kind == Kind::Report => self.report(&taken.id, notice, now).await?,
            ("mail", Some(address)) => self.send_mail(&taken.id, notice, address, now).await?,
            ("mail", None) => return self.split(notice).await.map(Some),
            (other, _) => return Err(Undelivered::for_good(format!("no way called {other}"))),
        }
        Ok(None)
    }

    /// The ticket of a notice that asks for a rating, if the asking still stands.
    async fn asked(&self, notice: &Notice) -> Result<Option<Ticket>, Undelivered> {
        let Some(ticket) = notice.ticket.as_ref().filter(|_| notice.kind.asks_for_rating()) else {
            return Ok(None);
        };
        links::asked(self.app.db(), ticket).await.map_err(Undelivered::for_now)
    }

    /// A link for each of these owners to rate by.
    async fn rating_links(
        &self,
        notice: &Notice,
        people: impl Iterator<Item = &PersonId>,
        now: Instant,
    ) -> Result<BTreeMap<PersonId, String>, Undelivered> {
        let mut made = BTreeMap::new();
        let Some(ticket) = self.asked(notice).await? else { return Ok(made) };
        for person in people {
            let link = links::make(&self.app, &ticket, person, now).await.map_err(Undelivered::for_now)?;
            made.extend(link.map(|link| (person.clone(), link)));
        }
        Ok(made)
    }

    fn tell(&self, taken: &Taken, fate: &Fate) {
        let (channel, id) = (&taken.channel, &taken.id);
        let outcome = match fate {
            Fate::Done | Fate::Split(_) => "done",
            Fate::Again(cause, next) => {
                tracing::warn!(channel, id, cause, next = %next.to_rfc3339(), "a notice did not go out");
                "again"
            }
            Fate::Dead(cause) => {
                tracing::error!(channel, id, cause, "a notice is given up");
                "dead"
            }
        };
        self.app.metrics().jobs.sent(channel, outcome);
    }

    async fn scene(&self, notice: &Notice, now: Instant) -> Result<Scene, Undelivered> {
        let project = self.app.book().read(self.app.db(), &notice.project, now, now).await;
        let project = project.map_err(Undelivered::for_now)?;
        let page = match (notice.kind, &notice.ticket, notice.values.get("survey")) {
            (Kind::LedgerDay, ..) => "/ledger".to_owned(),
            (Kind::CallBack, ..) => "/console/voices?view=calls".to_owned(),
            (_, _, Some(link)) => format!("/s/{link}"),
            (kind, Some(ticket), None) if kind.is_for_owners() => format!("/tickets/{ticket}"),
            (_, Some(ticket), None) => format!("/console/tickets/{ticket}"),
            (_, None, None) => String::new(),
        };
        let link = self.app.config().public_url.as_ref().map(|url| format!("{url}{page}"));
        let link = link.unwrap_or_default();
        Ok(Scene { project: project.name.clone(), zone: project.zone, link, rate: String::new() })
    }

    fn language(&self) -> Language {
        self.app.config().notify.language
    }

    async fn log(&self, notice: &Notice, now: Instant) -> Result<(), Undelivered> {
        let scene = self.scene(notice, now).await?;
        let words = text(notice, &scene, self.language());
        tracing::info!(target: "notice", kind = notice.kind.word(), to = ?notice.to, "{}", words.subject);
        Ok(())
    }

    async fn hook(&self, id: &str, notice: &Notice, now: Instant) -> Result<(), Undelivered> {
        let webhook = self.webhook.as_ref().ok_or_else(|| Undelivered::for_now("not set"))?;
        let scene = self.scene(notice, now).await?;
        let people = recipients::of(self.app.db(), notice).await.map_err(Undelivered::for_now)?;
        let payload = Payload {
            delivery: id,
            notice,
            time: notice.at.to_rfc3339(),
            project_name: &scene.project,
            persons: people.iter().map(|p| p.person.clone()).collect(),
            link: &scene.link,
            rate_links: self.rating_links(notice, people.iter().map(|p| &p.person), now).await?,
            text: Language::ALL.into_iter().map(|l| (l.tag(), text(notice, &scene, l))).collect(),
        };
        let body = serde_json::to_string(&payload).map_err(Undelivered::for_good)?;
        webhook.post(id, body, now).await
    }

    /// One notice for each address, in the language of the person: what fails for one does not repeat the others.
    async fn split(&self, notice: &Notice) -> Result<Vec<Notice>, Undelivered> {
        let people = recipients::of(self.app.db(), notice).await.map_err(Undelivered::for_now)?;
        let reached = people.into_iter().filter(|p| !p.email.is_empty());
        let each = reached.map(|person| {
            let mut one = notice.clone();
            let language = person.language.unwrap_or(self.language());
            one.values.insert("language".to_owned(), language.tag().to_owned());
            one.address = Some(person.email);
            one.person = Some(person.person);
            one
        });
        Ok(each.collect())
    }

    async fn send_mail(
        &self,
        id: &str,
        notice: &Notice,
        address: &str,
        now: Instant,
    ) -> Result<(), Undelivered> {
        let mail = self.mail.as_ref().ok_or_else(|| Undelivered::for_now("not set"))?;
        let mut scene = self.scene(notice, now).await?;
        let links = self.rating_links(notice, notice.person.iter(), now).await?;
        scene.rate = links.into_values().next().unwrap_or_default();
        let chosen = notice.values.get("language").and_then(|tag| Language::of(tag));
        mail.send(id, address, text(notice, &scene, chosen.unwrap_or(self.language())), None).await
    }

    /// Sends a report, unless its reader has lost it meanwhile.
    async fn report(&self, id: &str, notice: &Notice, now: Instant) -> Result<(), Undelivered> {
        let mail = self.mail.as_ref().ok_or_else(|| Undelivered::for_now("not set"))?;
        match letter(&self.app, notice, now).await.map_err(Undelivered::for_now)? {
            None => Ok(()),
            Some(letter) => mail.send(id, &letter.address, letter.text, Some(letter.table)).await,
        }
    }

    /// Once a day: what was delivered long ago goes.
    async fn clean(&self, now: Instant) -> Answer<()> {
        let last = self.cleaned_at.load(Ordering::Relaxed);
        if now.millis().saturating_sub(last) < Seconds::days(1).get() * 1000 {
            return Ok(());
        }
        self.cleaned_at.store(now.millis(), Ordering::Relaxed);
        links::clean(self.app.writer(), now).await?;
        store::clean(self.app.writer(), now - KEPT).await
    }
}

impl Job for Post {
    const NAME: &'static str = "outbox";

    async fn run(&self) -> Answer<Option<Instant>> {
        let (db, writer) = (self.app.db(), self.app.writer());
        loop {
            let now = self.app.now();
            match store::next(db, &self.channels, now).await? {
                Some(at) if at <= now && !self.app.is_stopping() => {}
                later => {
                    self.clean(now).await?;
                    return Ok(later);
                }
            }
            let taken = store::take(writer, self.channels.clone(), now).await?;
            let fates = join_all(taken.iter().map(|one| self.deliver(one, now))).await;
            let now = self.app.now();
            store::settle(writer, taken.into_iter().zip(fates).collect(), now).await?;
        }
    }

    fn hears(&self, change: &Change, _: Option<Instant>) -> bool {
        change.ticket.said.external.is_none()
    }
}
