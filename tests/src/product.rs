//! A running Steward: the real binary with a data folder of its own, gone when the test ends.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use serde_json::json;
use steward_core::time::{Instant, Seconds};

use crate::Client;

/// When every test begins, whatever the hour and season it runs in: a working Tuesday in June.
const MORNING: &str = "2026-06-09T10:00:00+08:00";

/// How a product is started.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Serve the built bundles.
    pub site: bool,
    /// Start without demo data and without the test clock, as a real server.
    pub bare: bool,
    /// With the demo's tickets too, not only its people.
    pub tickets: bool,
    /// More lines of the settings file.
    pub settings: String,
}

/// A server process. Dropping it kills it.
pub struct Product {
    url: String,
    setup: Setup,
    folder: tempfile::TempDir,
    child: Child,
    /// Who is signed in, by phone or login.
    pub(crate) sessions: Mutex<HashMap<String, Client>>,
}

/// The `steward` binary: `STEWARD_BIN`, else the one that cargo built beside this test.
pub fn binary() -> PathBuf {
    if let Some(named) = std::env::var_os("STEWARD_BIN") {
        return PathBuf::from(named);
    }
    let test = std::env::current_exe().expect("the test knows its own path");
    let built = test.ancestors().skip(1).map(|folder| folder.join("steward")).find(|file| file.is_file());
    built.expect("no `steward` binary: run `cargo build -p steward-server`, or set STEWARD_BIN")
}

/// The folder of the built bundles: `STEWARD_SITE`, else `target/site`.
pub fn site() -> PathBuf {
    let usual = || crate::words::root().join("target").join("site");
    let folder = std::env::var_os("STEWARD_SITE").map_or_else(usual, PathBuf::from);
    assert!(
        folder.is_dir(),
        "no bundles in {}: run `cargo xtask build`, or set STEWARD_SITE",
        folder.display()
    );
    folder
}

/// Whether this bundle was cut into chunks that follow later. Development builds are not.
pub fn is_cut(bundle: &str) -> bool {
    let chunk = format!("{bundle}-split_");
    let files = fs::read_dir(site().join("assets")).expect("the site's files");
    files.flatten().any(|file| file.file_name().to_string_lossy().starts_with(&chunk))
}

impl Product {
    /// A server with the demo's people, a clock that can be moved, and no front end.
    pub fn start() -> Self {
        Self::with(Setup::default())
    }

    /// A server that is set up so.
    pub fn with(setup: Setup) -> Self {
        Self::in_folder(tempfile::tempdir().expect("a temporary folder"), setup)
    }

    /// A server that is set up so, in a folder whose `data` may be there already.
    pub fn in_folder(folder: tempfile::TempDir, setup: Setup) -> Self {
        let (child, url) = launch(folder.path(), &setup, "127.0.0.1:0", None);
        Self { url, setup, folder, child, sessions: Mutex::default() }
    }

    /// Its address, as `http://127.0.0.1:1234`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How much memory its process holds, in KiB: `VmRSS` now, `VmHWM` at most so far.
    pub fn memory(&self, which: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid())).expect("Linux tells it");
        let line = status.lines().find_map(|line| line.strip_prefix(which)?.strip_prefix(':'));
        line.and_then(|text| text.trim().trim_end_matches(" kB").parse().ok()).expect("a number of kB")
    }

    /// Somebody who is not signed in.
    pub fn visitor(&self) -> Client {
        Client::new(&self.url)
    }

    /// Kills the process as a power cut would: no signal that it could answer.
    pub fn kill(&mut self) {
        // An error means that it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again on the same data and the same address.
    pub fn start_again(&mut self) {
        self.start_again_with(None);
    }

    /// The same, with files that cannot grow beyond so many bytes: as on a disk that is almost full.
    pub fn start_again_on_small_disk(&mut self, bytes: u64) {
        self.start_again_with(Some(bytes));
    }

    fn start_again_with(&mut self, disk: Option<u64>) {
        self.kill();
        let address = self.url.trim_start_matches("http://").to_owned();
        (self.child, self.url) = launch(self.folder.path(), &self.setup, &address, disk);
    }

    /// Moves the server's clock ahead.
    #[track_caller]
    pub fn advance(&self, by: Seconds) {
        let answer = self.visitor().post("/api/test/clock", &json!({ "advance_s": by.get() }));
        assert_eq!(answer.status, 200, "the test clock: {}", answer.text());
    }

    /// The server's time.
    pub fn now(&self) -> Instant {
        let answer = self.visitor().post("/api/test/clock", &json!({ "advance_s": 0 }));
        let now = answer.json()["now"].as_i64();
        Instant::from_millis(now.expect("the test clock says the time"))
    }

    /// Runs another command of the binary on this data, as `verify-ledger`: success, standard output and error.
    pub fn run(&self, arguments: &[&str]) -> (bool, String) {
        self.run_with(None, arguments)
    }

    /// The same, with files that cannot grow beyond so many bytes.
    pub fn run_on_small_disk(&self, bytes: u64, arguments: &[&str]) -> (bool, String) {
        self.run_with(Some(bytes), arguments)
    }

    fn run_with(&self, disk: Option<u64>, arguments: &[&str]) -> (bool, String) {
        let mut command = steward(self.folder.path(), disk);
        let output = command.args(arguments).output().expect("the binary starts");
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8_lossy(&said).into_owned())
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            let log = self.log();
            let lines: Vec<&str> = log.lines().collect();
            let tail = lines.get(lines.len().saturating_sub(40)..).unwrap_or_default().join("\n");
            // A test that failed may print.
            let _ = writeln!(std::io::stderr(), "--- the server's last lines\n{tail}\n---");
        }
    }
}

/// The binary with settings from this folder only, whatever the environment says.
fn steward(folder: &Path, disk: Option<u64>) -> Command {
    let mut command = match disk {
        None => Command::new(binary()),
        Some(bytes) => {
            // A shell's limit counts 512 bytes. Without the trap the kernel would end the process instead of
            // failing its write.
            let mut shell = Command::new("/bin/sh");
            shell.args(["-c", r#"trap '' XFSZ; ulimit -f "$1"; shift; exec "$@""#, "sh"]);
            shell.arg((bytes / 512).to_string()).arg(binary());
            shell
        }
    };
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("STEWARD_") {
            command.env_remove(name);
        }
    }
    command.current_dir(folder);
    command
}

fn launch(folder: &Path, setup: &Setup, address: &str, disk: Option<u64>) -> (Child, String) {
    let filling = if setup.tickets { "everything" } else { "people" };
    let settings = format!("demo_filling = \"{filling}\"\n{}", setup.settings);
    fs::write(folder.join("steward.toml"), settings).expect("a settings file");
    let log = OpenOptions::new().create(true).append(true).open(folder.join("log")).expect("a log file");
    let mut command = steward(folder, disk);
    command.args(["serve", "--data", "data", "--listen", address]);
    if !setup.bare {
        command.args(["--demo", "--test-clock", MORNING]);
    }
    if setup.site {
        command.arg("--site").arg(site());
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log.try_clone().expect("the log file"));
    let mut child = command.spawn().unwrap_or_else(|e| panic!("{}: {e}", binary().display()));
    let stdout = child.stdout.take().expect("standard output");
    let (said, address) = mpsc::channel();
    std::thread::spawn(move || follow(BufReader::new(stdout), log, &said));
    match address.recv_timeout(Duration::from_mins(1)) {
        Ok(url) => (child, url),
        Err(_) => {
            let _ = child.kill();
            let _ = child.wait();
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            panic!("steward does not start:\n{log}");
        }
    }
}

/// Reads standard output to its end, so that the server never waits for a reader, and reports the address.
fn follow(output: impl BufRead, mut log: File, said: &mpsc::Sender<String>) {
    for line in output.lines().map_while(Result::ok) {
        if let Some(url) = line.strip_prefix("listening ") {
            // Nobody listens any more once the address is known.
            let _ = said.send(url.trim().to_owned());
        }
        let _ = writeln!(log, "{line}");
    }
}
