//! How fast the projector follows the log, and how far it falls behind while people write as fast as they are answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use rusqlite::{Connection, OpenFlags};
use sqlx::{Connection as _, PgConnection, Row as _};
use steward_core::tickets::TicketDraft;
use steward_tests::wire::Caller;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::house::Served;
use super::submit::submit_one;

/// How many report at once, each for one home after the other, and for how long.
const CALLERS: usize = 64;
const HOMES: usize = 2_048;
const OVER: Duration = Duration::from_secs(10);
/// How often it is looked how far the projector is.
const LOOK: Duration = Duration::from_millis(50);
/// How long it may take to come to the end of the log.
const PATIENCE: Duration = Duration::from_mins(5);

/// What was seen.
pub(crate) struct Lag {
    /// Submissions a second.
    pub(crate) submitted: f64,
    /// Events a second that the projector followed, until it had all of them.
    pub(crate) followed: f64,
    /// The most events that it was behind.
    pub(crate) events: i64,
    /// The most milliseconds for which an event waited.
    pub(crate) ms: i64,
}

/// Where the projector and the log are.
#[derive(Clone, Copy)]
struct Standing {
    position: i64,
    last: i64,
    /// When the first event that it has not followed happened; milliseconds since 1970.
    waits_since: Option<i64>,
}

const STANDING: &str = "select p.position, (select coalesce(max(position), 0) from events), \
    (select min(at) from events e where e.position = p.position + 1) from projections p where p.name = 'cockpit'";

/// Looks at the database beside the server.
enum Look {
    File(Connection),
    Server(PgConnection),
}

impl Look {
    async fn open(served: &Served) -> Self {
        match served.database() {
            Some(database) => {
                Self::Server(PgConnection::connect(&database.url()).await.expect("the database"))
            }
            None => {
                let file = served.data().join("steward.db");
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
                Self::File(Connection::open_with_flags(file, flags).expect("the database"))
            }
        }
    }

    async fn standing(&mut self) -> Standing {
        let (position, last, waits_since) = match self {
            Self::File(file) => file
                .query_row(STANDING, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                .expect("the projection"),
            Self::Server(server) => {
                let row = sqlx::query(STANDING).fetch_one(server).await.expect("the projection");
                (row.get(0), row.get(1), row.get(2))
            }
        };
        Standing { position, last, waits_since }
    }
}

/// Lets everybody report at once, and looks on until the projector is at the end of the log.
pub(crate) fn measure(runtime: &Runtime, served: &Served) -> Lag {
    let owners = served.owners(HOMES);
    runtime.block_on(async {
        let mut look = Look::open(served).await;
        let before = look.standing().await;
        let (start, writing) = (Instant::now(), Arc::new(AtomicBool::new(true)));
        let mut tasks = JoinSet::new();
        for some in owners.chunks(HOMES / CALLERS) {
            let caller = Caller::connect(served, String::new()).await;
            tasks.spawn(report(caller, some.to_vec(), Arc::clone(&writing)));
        }
        let (mut most, mut longest) = (0, 0);
        let mut now = before;
        while start.elapsed() < OVER || now.position < now.last {
            if start.elapsed() >= OVER {
                writing.store(false, Ordering::SeqCst);
            }
            assert!(start.elapsed() < PATIENCE, "the projector does not come to the end of the log");
            tokio::time::sleep(LOOK).await;
            now = look.standing().await;
            most = most.max(now.last - now.position);
            longest = longest.max(now.waits_since.map_or(0, |since| clock() - since));
        }
        let took = start.elapsed();
        writing.store(false, Ordering::SeqCst);
        let submitted: u32 = tasks.join_all().await.into_iter().sum();
        let followed = f64::from(u32::try_from(now.position - before.position).expect("some events"));
        Lag {
            submitted: f64::from(submitted) / OVER.as_secs_f64(),
            followed: followed / took.as_secs_f64(),
            events: most,
            ms: longest,
        }
    })
}

/// The server's clock is this machine's.
fn clock() -> i64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    i64::try_from(now.as_millis()).expect("milliseconds")
}

/// Reports again and again; how often it was taken.
async fn report(mut caller: Caller, owners: Vec<(String, TicketDraft)>, writing: Arc<AtomicBool>) -> u32 {
    let mut taken = 0;
    for owner in owners.iter().cycle() {
        if !writing.load(Ordering::SeqCst) {
            break;
        }
        submit_one(&mut caller, owner).await;
        taken += 1;
    }
    taken
}
