//! Houses made by `steward simulate`, and servers on them.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use steward_core::tickets::TicketDraft;
use steward_tests::Product;
use steward_tests::people::{leak, phone};
use steward_tests::product::{Setup, binary};

use super::engine::{Database, Engine};

/// How many projects every house has: a page costs what its scope costs, so that is the same for all.
pub(crate) const PROJECTS: u64 = 200;

/// A house on disk, gone with this value.
pub(crate) struct House {
    folder: tempfile::TempDir,
    /// Where it lives; `None` for a file in the folder.
    database: Option<Database>,
    /// How many tickets it has.
    pub(crate) tickets: u64,
    /// How long it took to make.
    pub(crate) took: Duration,
}

impl House {
    /// Makes one of so many tickets over a year.
    pub(crate) fn make(tickets: u64, engine: Engine) -> Self {
        std::fs::create_dir_all("target/bench").expect("a folder for houses");
        let folder = tempfile::tempdir_in("target/bench").expect("a folder for the house");
        let database = (engine == Engine::Postgres).then(Database::make);
        let mut house = Self { folder, database, tickets, took: Duration::ZERO };
        let (projects, wished) = (PROJECTS.to_string(), tickets.to_string());
        let wish =
            ["simulate", "--days", "365", "--seed", "4", "--projects", &projects, "--tickets", &wished];
        house.took = house.run(&wish);
        if let Some(database) = &house.database {
            database.settle();
        }
        house
    }

    /// Bytes of the database for each ticket, everything else in it included.
    pub(crate) fn bytes_a_ticket(&self) -> u64 {
        let file = || self.data().join("steward.db").metadata().expect("the database").len();
        self.database.as_ref().map_or_else(file, Database::bytes) / self.tickets
    }

    /// Another command of the binary on it, timed.
    pub(crate) fn run(&self, arguments: &[&str]) -> Duration {
        let start = Instant::now();
        let mut command = Command::new(binary());
        command.args(arguments).arg("--data").arg(self.data());
        if let Some(database) = &self.database {
            command.args(["--database-url", &database.url()]);
        }
        let done = command.stdin(Stdio::null()).output().expect("the binary starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        start.elapsed()
    }

    /// The folder of its data.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// Where it lives, unless in its folder.
    pub(crate) const fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    /// A server on it.
    pub(crate) fn serve(self) -> Served {
        let database =
            self.database.as_ref().map(|database| format!("database_url = \"{}\"\n", database.url()));
        let settings = format!("demo = true\n{}", database.unwrap_or_default());
        // It is no longer than this machine's clock away from the house's last moment.
        let setup = Setup { bare: true, settings, ..Setup::default() };
        Served { product: Product::in_folder(self.folder, setup), database: self.database }
    }
}

/// A house with a server on it; both are gone with this value, the server first.
pub(crate) struct Served {
    product: Product,
    database: Option<Database>,
}

impl Served {
    /// Where it lives, unless in its folder.
    pub(crate) const fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    /// The first owners: the cookie of each, and what they report of their home.
    pub(crate) fn owners(&self, how_many: usize) -> Vec<(String, TicketDraft)> {
        let owner = |n: usize| {
            let mut client = self.visitor();
            let me = client.sign_in_owner(&phone(n));
            let home = me.homes.into_iter().next().expect("a home");
            let draft = TicketDraft { project: home.project, household: Some(home.household), ..leak() };
            (client.cookie().expect("a session").to_owned(), draft)
        };
        (1..=how_many).map(owner).collect()
    }
}

impl Deref for Served {
    type Target = Product;

    fn deref(&self) -> &Product {
        &self.product
    }
}

impl DerefMut for Served {
    fn deref_mut(&mut self) -> &mut Product {
        &mut self.product
    }
}

/// The machine and the command, so that figures say where they come from.
pub(crate) fn machine() -> String {
    let read = |file: &str| std::fs::read_to_string(Path::new(file)).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let memory = read("/proc/meminfo");
    let memory = memory.lines().next().unwrap_or_default().split_whitespace().nth(1).unwrap_or("0");
    let gib = memory.parse::<u64>().unwrap_or_default() / (1 << 20);
    let load = read("/proc/loadavg");
    let load = load.split_whitespace().next().unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let command: Vec<String> = std::env::args().skip(1).collect();
    format!(
        "bench_house {} · {cores} × {} · {gib} GiB · load {load} at the start",
        command.join(" "),
        model.trim_start_matches([' ', '\t', ':'])
    )
}
