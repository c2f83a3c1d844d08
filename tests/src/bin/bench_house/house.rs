//! Houses made by `steward simulate`, and servers on them.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use steward_tests::Product;
use steward_tests::product::{Setup, binary};

/// How many projects every house has: a page costs what its scope costs, so that is the same for all.
pub(crate) const PROJECTS: u64 = 200;

/// A house on disk.
pub(crate) struct House {
    folder: tempfile::TempDir,
    /// How many tickets it has.
    pub(crate) tickets: u64,
    /// How long it took to make.
    pub(crate) took: Duration,
}

impl House {
    /// Makes one of so many tickets over a year.
    pub(crate) fn make(tickets: u64) -> Self {
        std::fs::create_dir_all("target/bench").expect("a folder for houses");
        let folder = tempfile::tempdir_in("target/bench").expect("a folder for the house");
        let folder_of = folder.path().join("data");
        let start = Instant::now();
        let made = Command::new(binary())
            .args(["simulate", "--days", "365", "--seed", "4"])
            .args(["--projects", &PROJECTS.to_string(), "--tickets", &tickets.to_string()])
            .arg("--data")
            .arg(&folder_of)
            .stderr(std::process::Stdio::null())
            .output()
            .expect("the binary starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Self { folder, tickets, took: start.elapsed() }
    }

    /// Bytes of the database for each ticket, everything else in it included.
    pub(crate) fn bytes_a_ticket(&self) -> u64 {
        let file = self.folder.path().join("data/steward.db");
        file.metadata().expect("the database").len() / self.tickets
    }

    /// Another command of the binary on it, timed.
    pub(crate) fn run(&self, arguments: &[&str]) -> Duration {
        let start = Instant::now();
        let data = self.folder.path().join("data");
        let done = Command::new(binary()).args(arguments).arg("--data").arg(data).output();
        let done = done.expect("the binary starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        start.elapsed()
    }

    /// The folder of its data.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// A server on it.
    pub(crate) fn serve(self) -> Product {
        // It is no longer than this machine's clock away from the house's last moment.
        let setup = Setup { bare: true, settings: "demo = true\n".to_owned(), ..Setup::default() };
        Product::in_folder(self.folder, setup)
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
