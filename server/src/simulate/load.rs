//! Making the projects on several threads and writing them in their order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sqlx::{AnyConnection, Connection as _};
use steward_core::ids::PhotoId;
use steward_core::time::{Instant, Seconds};
use tokio::sync::mpsc;

use super::chapter::{Chapter, RulesOf, Setting, Sums, sum_rows};
use super::times::Days;
use super::world::{World, weight};
use super::{Wish, base};
use crate::cockpit::projection::sums;
use crate::config::Config;
use crate::db::copying::Copying;
use crate::db::many::{self, Table, Value};
use crate::db::{CannotOpen, Db, Engine, sql};
use crate::demo;
use crate::http::error::{Answer, Failure};
use crate::owners::handed;
use crate::photos::{Photos, picture::Picture};
use crate::sla::Book;
use crate::tickets::store;

/// Rules are looked up once for so long: a page of the book holds longer.
const RULES_FOR: i64 = 100;

/// Where streams are written, several projects go together until they have so many tickets.
const TOGETHER: u64 = 10_000;

/// What was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Made {
    /// Tickets.
    pub tickets: u64,
    /// Events of their histories.
    pub events: u64,
    /// Steps that the rules refused; their stories end there.
    pub refused: u64,
    /// Homes, each with an owner.
    pub homes: u64,
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Tickets that are written.
    pub tickets: u64,
    /// Of how many.
    pub of: u64,
    /// Since it began.
    pub elapsed: Duration,
}

/// Why it cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Cannot {
    /// The wish itself.
    #[error("{0}")]
    Wish(String),
    /// There is something in the database already.
    #[error("the database holds data already; a simulated group goes into an empty one only")]
    NotEmpty,
    /// A file cannot be made, moved or removed.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// The database cannot be opened.
    #[error("{0}")]
    Open(#[from] CannotOpen),
    /// Something else.
    #[error("{0}")]
    Failed(#[from] Failure),
}

/// Makes the group in the database that the settings name.
pub async fn build(config: &Config, wish: &Wish, tell: impl FnMut(Progress) + Send) -> Result<Made, Cannot> {
    if let Some(fault) = wish.fault() {
        return Err(Cannot::Wish(fault));
    }
    let file = |e| Cannot::File(config.data.clone(), e);
    std::fs::create_dir_all(&config.data).map_err(file)?;
    let address = config.database();
    let Some(place) = Engine::file(address.reveal()) else {
        let db = Db::open(&address, 1).await?;
        let copying = Copying::to(&address).await.map_err(Failure::from)?;
        let made = fill(&db, copying, config, wish, tell).await;
        db.close().await;
        return made;
    };
    clear(&address, &place).await?;
    let beside = PathBuf::from(format!("{}.simulated", place.display()));
    remove(&beside)?;
    let db = Db::in_bulk(&beside).await?;
    let made = fill(&db, None, config, wish, tell).await;
    db.close().await;
    if made.is_err() {
        remove(&beside)?;
        return made;
    }
    let moved = std::fs::File::open(&beside).and_then(|file| file.sync_all());
    moved.and_then(|()| std::fs::rename(&beside, &place)).map_err(|e| Cannot::File(place, e))?;
    made
}

/// Takes an empty house away, so that the new one finds its place free.
async fn clear(address: &crate::secret::Secret, place: &Path) -> Result<(), Cannot> {
    if !place.exists() {
        return Ok(());
    }
    let db = Db::open(address, 1).await?;
    let empty = demo::is_empty(&db).await;
    db.close().await;
    if !empty? {
        return Err(Cannot::NotEmpty);
    }
    ["", "-wal", "-shm"]
        .iter()
        .try_for_each(|end| remove(&PathBuf::from(format!("{}{end}", place.display()))))
}

fn remove(file: &Path) -> Result<(), Cannot> {
    match std::fs::remove_file(file) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Cannot::File(file.to_owned(), e)),
        _ => Ok(()),
    }
}

async fn fill(
    db: &Db,
    copying: Option<Copying>,
    config: &Config,
    wish: &Wish,
    tell: impl FnMut(Progress) + Send,
) -> Result<Made, Cannot> {
    if !demo::is_empty(db).await? {
        return Err(Cannot::NotEmpty);
    }
    let folder = config.data.join("photos");
    let photos = Photos::in_folder(&folder).map_err(|e| Cannot::File(folder, e))?;
    let pictures = base::pictures(&photos).await?;
    let mut conn = db.write.acquire().await.map_err(Failure::from)?;
    let indexes = db.engine.lay_aside_indexes(&mut conn).await.map_err(Failure::from)?;
    let mut store = Store { conn: &mut conn, engine: db.engine, copying };
    // Also where it fails: nobody shall find a database whose keys are not kept.
    let made = everything(&mut store, wish, &pictures, tell).await;
    for statement in db.engine.indexing_session() {
        sqlx::raw_sql(*statement).execute(&mut *conn).await.map_err(Failure::from)?;
    }
    for index in indexes {
        // It was read from this very database a moment ago.
        sqlx::raw_sql(sqlx::AssertSqlSafe(index)).execute(&mut *conn).await.map_err(Failure::from)?;
    }
    Ok(made?)
}

/// Where it is written.
pub(super) struct Store<'c> {
    /// The connection that writes.
    pub(super) conn: &'c mut AnyConnection,
    /// The engine behind it.
    pub(super) engine: Engine,
    /// A quicker way for what is new and much.
    pub(super) copying: Option<Copying>,
}

impl Store<'_> {
    /// Writes new rows in a transaction of their own.
    async fn add(&mut self, tables: Vec<Table<'_>>) -> Answer<()> {
        if let Some(copying) = &mut self.copying {
            return copying.write(tables).await;
        }
        let mut tx = self.conn.begin_with(self.engine.begin()).await?;
        many::write(tables, &mut tx).await?;
        Ok(tx.commit().await?)
    }
}

async fn everything(
    store: &mut Store<'_>,
    wish: &Wish,
    pictures: &[(PhotoId, Picture)],
    tell: impl FnMut(Progress) + Send,
) -> Answer<Made> {
    let projects = usize::try_from(wish.projects).unwrap_or_default();
    let weights = (0..projects).map(|n| weight(wish.seed, n)).collect();
    let days = Days::new(wish.seed, wish.until, wish.days, weights, wish.tickets);
    let shares: Vec<u64> = (0..projects).map(|n| days.shares(n).iter().sum()).collect();
    let ids = pictures.iter().map(|(id, _)| id.clone()).collect();
    let world = World::new(wish.seed, projects, &shares, ids)?;
    let began = days.begins(0) - Seconds::days(30);
    let mut tx = store.conn.begin_with(store.engine.begin()).await?;
    base::write(&mut tx, &world, wish, began).await?;
    base::note_pictures(&mut tx, pictures, began).await?;
    tx.commit().await?;
    live(store, (world, days), (wish.until, began), tell).await
}

/// Lets a group that is in the database live through these days, in a log that is empty; its drawn homes are entered as
/// of `began`.
pub(super) async fn live(
    store: &mut Store<'_>,
    (world, days): (World, Days),
    (until, began): (Instant, Instant),
    mut tell: impl FnMut(Progress) + Send,
) -> Answer<Made> {
    let begun = std::time::Instant::now();
    let rules = rules(store.conn, &world, &days, until).await?;
    let (numbers, of) = (days.numbers(), days.tickets());
    let setting = Arc::new(Setting { world, days, until, numbers, rules });
    let mut chapters = start(&setting);
    let (mut made, mut position, mut shared) = (Made::default(), 0, Sums::new());
    let mut early = BTreeMap::new();
    let (mut waiting, mut written) = (Vec::new(), 0);
    for project in &setting.world.projects {
        let chapter = loop {
            if let Some(chapter) = early.remove(&project.n) {
                break chapter;
            }
            let next = chapters.recv().await;
            let (n, chapter) = next.ok_or_else(|| Failure::internal("a project was not made"))?;
            early.insert(n, chapter?);
        };
        made.tickets += chapter.tickets;
        made.events += chapter.events;
        made.refused += chapter.refused;
        waiting.extend(base::homes(&setting.world, project, began)?);
        waiting.extend(placed(chapter, &mut position, &mut shared));
        if store.copying.is_none() || made.tickets >= written + TOGETHER {
            store.add(std::mem::take(&mut waiting)).await?;
            written = made.tickets;
        }
        made.homes += project.homes;
        tell(Progress { tickets: made.tickets, of, elapsed: begun.elapsed() });
    }
    store.add(waiting).await?;
    let rows = sum_rows(shared)?;
    store.add(vec![Table::new(sums::WRITE, || Ok(rows))]).await?;
    let mut tx = store.conn.begin_with(store.engine.begin()).await?;
    base::write_counters(&mut tx, given(&setting)).await?;
    handed::count_all(&mut tx).await?;
    sql("update projections set position = $1 where name = 'cockpit'").bind(position).run(&mut *tx).await?;
    tx.commit().await?;
    Ok(made)
}

/// How many numbers each day has given.
fn given(setting: &Setting) -> Vec<(String, i64)> {
    let mut all = vec![0_u64; usize::try_from(setting.days.count()).unwrap_or_default()];
    for project in &setting.world.projects {
        for (of_day, share) in all.iter_mut().zip(setting.days.shares(project.n)) {
            *of_day += share;
        }
    }
    let days = (0..).zip(all).filter(|(_, n)| *n > 0);
    days.map(|(day, n)| (setting.days.date(day), i64::try_from(n).unwrap_or(i64::MAX))).collect()
}

/// The rules of each region through the days: its projects have nothing of their own.
async fn rules(conn: &mut AnyConnection, world: &World, days: &Days, until: Instant) -> Answer<RulesOf> {
    let book = Book::default();
    let mut all = RulesOf::new();
    for region in 0..world.regions.len() {
        let Some(project) = world.projects.iter().find(|project| project.region == region) else {
            all.push(Vec::new());
            continue;
        };
        let (mut at, mut of) = (days.begins(0), Vec::new());
        while at < until {
            of.push((at, book.of(conn, &project.id, at, at).await?));
            at = at + Seconds::days(RULES_FOR);
        }
        all.push(of);
    }
    Ok(all)
}

/// What arrives from the threads that make projects.
type Chapters = mpsc::Receiver<(usize, Answer<Chapter>)>;

/// Makes projects on as many threads as there are processors; few wait to be written, whatever their number.
fn start(setting: &Arc<Setting>) -> Chapters {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (send, receive) = mpsc::channel(1);
    let next = Arc::new(AtomicUsize::new(0));
    for _ in 0..threads {
        let (setting, next, send) = (Arc::clone(setting), Arc::clone(&next), send.clone());
        tokio::task::spawn_blocking(move || {
            loop {
                let n = next.fetch_add(1, Ordering::SeqCst);
                if n >= setting.world.projects.len() || send.blocking_send((n, setting.chapter(n))).is_err() {
                    return;
                }
            }
        });
    }
    receive
}

/// The tables of a project, whose events get the next places in the log; its sums are added to those of several.
fn placed(chapter: Chapter, position: &mut i64, shared: &mut Sums) -> Vec<Table<'static>> {
    for (bucket, days) in chapter.sums {
        let of = shared.entry(bucket).or_default();
        for (day, sum) in days {
            of.entry(day).or_default().merge(&sum);
        }
    }
    let mut tables = Vec::new();
    for (into, mut rows) in chapter.tables {
        if into.before == store::APPEND.before {
            for place in rows.iter_mut().filter_map(|row| row.first_mut()) {
                *position += 1;
                *place = Value::Int(*position);
            }
        }
        tables.push(Table::new(into, || Ok(rows)));
    }
    tables
}
