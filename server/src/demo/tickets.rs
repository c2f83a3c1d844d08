//! Makes the demo tickets: the same commands that people give, at earlier instants, through the writer.
//!
//! Between the commands time passes as the clock sweep would see it, so warnings, breaches and escalations stand
//! in the log at the moment they happened.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::join_all;
use steward_core::accounts::api::Address;
use steward_core::accounts::{Actor, Role};
use steward_core::ids::{CommandId, PhotoId, TicketId};
use steward_core::tickets::decide::next_wake;
use steward_core::tickets::event::Submission;
use steward_core::tickets::{Category, Channel, Command};
use steward_core::time::{Instant, Seconds};

use super::story::{By, Story};
use super::{people, today};
use crate::accounts::scope;
use crate::db::{Db, rows, sql};
use crate::http::error::{Answer, Failure};
use crate::writer::{Ask, Done, Recognised, What, Writer, fingerprint, system};

/// Fills in the tickets. A step that the rules refuse at this hour ends its story; answers how many did.
///
/// Submitted one after the other, as the numbers go; then all go on at once, so that the writer takes them together.
pub(super) async fn fill(db: &Db, writer: &Writer, photo: PhotoId, now: Instant) -> Answer<usize> {
    let mut stories = today::stories();
    // Numbers follow the order of submission, as in life.
    stories.sort_by_key(|story| std::cmp::Reverse(story.ago));
    let actors = actors(db, &stories).await?;
    let scribe = Scribe { writer, photo, now, actors, n: AtomicU32::new(0) };
    let mut begun = Vec::with_capacity(stories.len());
    for story in &stories {
        begun.push((story, scribe.begin(story).await?));
    }
    let twins: HashMap<&str, TicketId> = begun
        .iter()
        .filter(|(story, _)| !story.merges())
        .map(|(story, done)| (story.text, done.ticket.id.clone()))
        .collect();
    let told =
        join_all(begun.into_iter().map(|(story, done)| scribe.tell(story, done, twins.get(story.text))))
            .await;
    Ok(told.into_iter().filter(|ended_early| *ended_early).count())
}

/// Everybody who does something, with their real reach.
async fn actors(db: &Db, stories: &[Story]) -> Answer<HashMap<String, Actor>> {
    let mut actors = HashMap::new();
    for story in stories {
        for by in story.steps.iter().map(|(_, by, _)| *by).chain([By::Owner]) {
            let person = person(story, by);
            if let Entry::Vacant(place) = actors.entry(person) {
                let actor = actor(db, place.key()).await?;
                place.insert(actor);
            }
        }
    }
    Ok(actors)
}

async fn actor(db: &Db, person: &str) -> Answer<Actor> {
    let row = sql(
        "select g.role, p.name from grants g join persons p on p.id = g.person_id where p.id = $1 limit 1",
    )
    .bind(person)
    .row(&db.read)
    .await?;
    let row = row.ok_or_else(|| Failure::internal(format!("no demo person {person}")))?;
    let role = rows::word(&row, 0, Role::from_word)?;
    let found = scope::actor(db, person.parse()?, role, rows::text(&row, 1)?).await?;
    found.ok_or_else(|| Failure::internal(format!("{person} has no role")))
}

/// Who does a step.
fn person(story: &Story, by: By) -> String {
    let north = matches!(story.project, "tinglan" | "yunqi");
    match by {
        By::Owner => people::owner_of(&format!("{}-{}", story.project, story.home)),
        By::Agent => people::butler(story.project),
        By::Supervisor => people::staff_id(if north { "supervisor" } else { "supervisor2" }),
        By::Staff(login) => people::staff_id(login),
    }
}

struct Scribe<'a> {
    writer: &'a Writer,
    photo: PhotoId,
    now: Instant,
    actors: HashMap<String, Actor>,
    n: AtomicU32,
}

impl Scribe<'_> {
    fn actor(&self, story: &Story, by: By) -> Answer<Actor> {
        let person = person(story, by);
        self.actors.get(&person).cloned().ok_or_else(|| Failure::internal(format!("no demo actor {person}")))
    }

    async fn begin(&self, story: &Story) -> Answer<Done> {
        let owner = self.actor(story, By::Owner)?;
        let said = Self::said(story)?;
        let what = What::Submit { said: Box::new(said), imported_due: None };
        self.ask(owner, self.now - Seconds::minutes(story.ago), what).await
    }

    /// Tells a story; whether it ended early.
    async fn tell(&self, story: &Story, done: Done, twin: Option<&TicketId>) -> bool {
        let told = self.steps(story, done, twin).await;
        if let Err(failure) = &told {
            tracing::warn!(%failure, text = story.text, "a demo story ends early");
        }
        told.is_err()
    }

    async fn steps(&self, story: &Story, mut done: Done, twin: Option<&TicketId>) -> Answer<()> {
        let began = done.ticket.submitted_at;
        for (after, by, step) in &story.steps {
            let at = began + Seconds::minutes(*after);
            if at > self.now {
                break;
            }
            done = self.pass(done, at).await?;
            let command = step.command(&self.photo, twin)?;
            done = self.command(self.actor(story, *by)?, at, &done, command).await?;
        }
        self.pass(done, self.now).await.map(drop)
    }

    /// Lets time pass until `at`: a tick at every moment at which time alone changes the ticket.
    async fn pass(&self, mut done: Done, at: Instant) -> Answer<Done> {
        while let Some(wake) = next_wake(&done.ticket, &done.project.rules.policy).filter(|wake| *wake < at) {
            let before = done.ticket.seq;
            let wake = wake.max(done.ticket.updated_at);
            done = self.command(system()?, wake, &done, Command::Tick).await?;
            if done.ticket.seq == before {
                break;
            }
        }
        Ok(done)
    }

    async fn command(&self, actor: Actor, at: Instant, to: &Done, command: Command) -> Answer<Done> {
        let ticket = to.ticket.id.clone();
        self.ask(actor, at, What::Command { ticket, expected_seq: None, command: Box::new(command) }).await
    }

    async fn ask(&self, actor: Actor, at: Instant, what: What) -> Answer<Done> {
        let n = self.n.fetch_add(1, Ordering::Relaxed);
        let id: CommandId = format!("demo-{n}").parse()?;
        let fingerprint = fingerprint(&actor, id.as_str(), &())?;
        self.writer.ask(Ask { id, fingerprint, actor, at, what, recognised: Recognised::Usually }).await
    }

    fn said(story: &Story) -> Answer<Submission> {
        let household = format!("{}-{}", story.project, story.home);
        let category = Category::find(story.category);
        let category =
            category.ok_or_else(|| Failure::internal(format!("no category {}", story.category)))?;
        Ok(Submission {
            project: story.project.parse()?,
            household: Some(household.parse()?),
            address: Address::default(),
            place: story.place.to_owned(),
            scenario: category.scenario(),
            category,
            urgency: story.urgency,
            channel: Channel::Web,
            text: story.text.to_owned(),
            photos: Vec::new(),
            contact: String::new(),
            phone: String::new(),
            appointment: None,
            external: None,
            visit_due: story.visit,
        })
    }
}
