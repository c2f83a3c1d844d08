//! PostgreSQL from the distribution's packages, and throw-away servers for tests.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::apt;
use crate::failure::{Done, Failure, OrSay};
use crate::{place, run, ui};

/// Where Debian's packages put each version's programs, which are not on `PATH`.
const DEBIAN: &str = "/usr/lib/postgresql";

/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// The folder of `initdb`, `pg_ctl` and `postgres`. Where the package has to be installed, Debian makes a server of its
/// own with it, which is left alone.
pub(crate) fn ensure() -> Done<PathBuf> {
    if let Some(programs) = find() {
        return Ok(programs);
    }
    apt::install(&["postgresql"])?;
    find()
        .ok_or_else(|| Failure::new(format!("postgresql was installed, but there is no initdb in {DEBIAN}")))
}

/// The programs that a throw-away server takes.
const PROGRAMS: [&str; 4] = ["initdb", "pg_ctl", "pg_isready", "postgres"];

/// The newest of Debian's, else what is on `PATH`.
fn find() -> Option<PathBuf> {
    let is_whole = |folder: &PathBuf| PROGRAMS.iter().all(|name| folder.join(name).is_file());
    let versions = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            let number: f32 = entry.file_name().to_str()?.parse().ok()?;
            Some((number, entry.path().join("bin"))).filter(|(_, folder)| is_whole(folder))
        })
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    let on_path = || place::on_path("initdb")?.parent().map(Path::to_path_buf).filter(is_whole);
    newest.map(|(_, folder)| folder).or_else(on_path)
}

/// What a server is started for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Tests: nothing of it has to outlive a power cut.
    Tests,
    /// Measuring: as safe as a real one, and with a real one's memory.
    Measured,
}

impl Work {
    const fn settings(self) -> &'static str {
        match self {
            Self::Tests => "fsync = off\nfull_page_writes = off\n",
            Self::Measured => {
                "shared_buffers = '1GB'\nmaintenance_work_mem = '256MB'\nmax_wal_size = '4GB'\n\
                 checkpoint_timeout = '15min'\nwal_compression = on\n"
            }
        }
    }
}

/// A server of its own on a free port, which forgets everything: it is gone with this value.
pub(crate) struct Throwaway {
    programs: PathBuf,
    folder: PathBuf,
    user: Option<User>,
    port: u16,
    child: Child,
}

impl Throwaway {
    /// Starts one with its data below the target directory.
    pub(crate) fn start(programs: &Path, work: Work) -> Done<Self> {
        let user = unprivileged()?;
        let folder = folder(user.as_ref())?;
        let made = Self::start_in(programs, &folder, user, work);
        if made.is_err() {
            // What could not be started leaves nothing; the first failure says more than one of removing.
            drop(fs::remove_dir_all(&folder));
        }
        made
    }

    fn start_in(programs: &Path, folder: &Path, user: Option<User>, work: Work) -> Done<Self> {
        ui::note(format!("a throw-away PostgreSQL in {}", folder.display()));
        let data = folder.join("data");
        let mut initdb = as_user(&programs.join("initdb"), user.as_ref());
        initdb.args(["--username=steward", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        run::run_quietly(initdb.arg("--pgdata").arg(&data))?;
        let port = free_port()?;
        // Sockets in the file system would limit the length of the path. In the file, so that a server that is restarted
        // has them too.
        let settings = format!(
            "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 400\n{}",
            work.settings()
        );
        let file = data.join("postgresql.auto.conf");
        fs::write(&file, settings).or_say(|| format!("cannot write {}", file.display()))?;
        let log = folder.join("log");
        let output = fs::File::create(&log).or_say(|| format!("cannot write {}", log.display()))?;
        let mut command = as_user(&programs.join("postgres"), user.as_ref());
        let child = command
            .arg("-D")
            .arg(&data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(output)
            .spawn()
            .or_say(|| "cannot start postgres")?;
        let (programs, folder) = (programs.to_owned(), folder.to_owned());
        let mut server = Self { programs, folder, user, port, child };
        server.wait()?;
        Ok(server)
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("postgres://steward@127.0.0.1:{}/postgres", self.port)
    }

    /// A shell command that stops it as a power cut would and starts it again.
    pub(crate) fn restart_command(&self) -> String {
        let as_user = self
            .user
            .as_ref()
            .map(|user| format!("setpriv --reuid={} --regid={} --clear-groups ", user.id, user.group));
        format!(
            "{}'{}' restart --mode=immediate --silent --pgdata='{}' --log='{}'",
            as_user.unwrap_or_default(),
            self.programs.join("pg_ctl").display(),
            self.folder.join("data").display(),
            self.folder.join("data").join("restarted.log").display(),
        )
    }

    fn wait(&mut self) -> Done {
        let begun = Instant::now();
        loop {
            let mut ask = Command::new(self.programs.join("pg_isready"));
            ask.args(["--quiet", "--host=127.0.0.1", &format!("--port={}", self.port)]);
            if run::ask(&mut ask).is_some() {
                return Ok(());
            }
            let ended = self.child.try_wait().or_say(|| "cannot watch postgres")?;
            if ended.is_some() || begun.elapsed() > PATIENCE {
                let said = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(Failure::new(format!("PostgreSQL does not answer:\n{said}")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        // By its own program, because a test may have restarted it as another process.
        let mut stop = as_user(&self.programs.join("pg_ctl"), self.user.as_ref());
        stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"]).arg(self.folder.join("data"));
        if let Err(failure) = run::run_quietly(&mut stop) {
            ui::note(failure);
        }
        // An error means that it has ended already.
        drop(self.child.kill());
        drop(self.child.wait());
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            ui::note(format!("cannot remove {}: {error}", self.folder.display()));
        }
    }
}

/// Whom PostgreSQL runs as when we are root, whom it refuses.
#[derive(Clone, Copy)]
struct User {
    id: u32,
    group: u32,
}

fn unprivileged() -> Done<Option<User>> {
    let ask =
        |arguments: &[&str]| -> Option<u32> { run::ask(Command::new("id").args(arguments))?.parse().ok() };
    if ask(&["-u"]) != Some(0) {
        return Ok(None);
    }
    let of = |name: &str| Some(User { id: ask(&["-u", name])?, group: ask(&["-g", name])? });
    let user = of("postgres").or_else(|| of("nobody"));
    user.map(Some).or_say(|| "PostgreSQL does not run as root, and there is no user postgres or nobody")
}

/// A new folder below the target directory; where that user cannot reach it, among the system's temporary files.
fn folder(user: Option<&User>) -> Done<PathBuf> {
    let name = format!("steward-postgres-{}", std::process::id());
    let mut last = None;
    for above in [place::target(), std::env::temp_dir()] {
        let folder = above.join(&name);
        match make(&folder, user) {
            Ok(()) => return Ok(folder),
            Err(failure) => last = Some(failure),
        }
        drop(fs::remove_dir_all(&folder));
    }
    Err(last.unwrap_or_else(|| Failure::new("no place for a database")))
}

fn make(folder: &Path, user: Option<&User>) -> Done {
    fs::create_dir_all(folder).or_say(|| format!("cannot make {}", folder.display()))?;
    let Some(user) = user else { return Ok(()) };
    #[cfg(unix)]
    std::os::unix::fs::chown(folder, Some(user.id), Some(user.group))
        .or_say(|| format!("cannot give {} away", folder.display()))?;
    run::run_quietly(as_user(Path::new("mkdir"), Some(user)).arg(folder.join("data")))
}

/// A program that runs as this user.
fn as_user(program: &Path, user: Option<&User>) -> Command {
    let mut command = run::program(program);
    #[cfg(unix)]
    if let Some(user) = user {
        std::os::unix::process::CommandExt::uid(&mut command, user.id);
        std::os::unix::process::CommandExt::gid(&mut command, user.group);
        // The workspace may lie where that user may not look.
        command.current_dir("/");
    }
    command
}

fn free_port() -> Done<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").or_say(|| "no free port")?;
    Ok(listener.local_addr().or_say(|| "no free port")?.port())
}
