//! Debian's packages, where this machine has apt and lets us install.

use std::process::Command;
use std::sync::Mutex;

use crate::failure::{Done, Failure, OrSay};
use crate::{place, run, ui};

/// Whether the package lists were refreshed by this run.
static UPDATED: Mutex<bool> = Mutex::new(false);

/// Installs `packages`, or says what a person must do.
pub(super) fn install(packages: &[&str]) -> Done {
    let list = packages.join(" ");
    let Some(mut prefix) = prefix() else {
        return Err(Failure::new(format!(
            "needs Debian's packages {list}: run `apt-get install {list}` as root"
        )));
    };
    ui::step(format!("installing {list} with apt"));
    let mut updated = UPDATED.lock().or_say(|| "the package lists are being refreshed")?;
    if !*updated {
        // A failed refresh is not final: the old lists may know the packages.
        if let Err(failure) = run::run_quietly(prefix.apt().args(["-q", "update"])) {
            ui::note(format!("could not refresh the package lists; trying with the old ones. {failure}"));
        }
        *updated = true;
    }
    run::run_quietly(prefix.apt().args(["-q", "-y", "--no-install-recommends", "install"]).args(packages))
        .map_err(|failure| Failure::new(format!("could not install {list} with apt. {failure}")))
}

/// How apt-get is started here: as root, or through sudo without a question.
struct Prefix {
    sudo: bool,
}

impl Prefix {
    fn apt(&mut self) -> Command {
        let mut command = if self.sudo {
            let mut sudo = run::program("sudo");
            sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            sudo
        } else {
            run::program("apt-get")
        };
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    }
}

fn prefix() -> Option<Prefix> {
    place::on_path("apt-get")?;
    let user = run::ask(Command::new("id").arg("-u"));
    if user.as_deref() == Some("0") {
        return Some(Prefix { sudo: false });
    }
    place::on_path("sudo")?;
    run::ask(Command::new("sudo").args(["-n", "true"])).map(|_| Prefix { sudo: true })
}
