//! Debian's packages, where this machine has apt and lets us install.

use std::process::Command;
use std::sync::Once;

use crate::failure::{Done, Failure};
use crate::{place, run, ui};

/// Installs `packages`, or says what a person must do.
pub(super) fn install(packages: &[&str]) -> Done {
    let list = packages.join(" ");
    let Some(prefix) = prefix() else {
        return Err(Failure::new(format!(
            "needs Debian's packages {list}: run `apt-get install {list}` as root"
        )));
    };
    update();
    ui::step(format!("installing {list} with apt"));
    run::run_quietly(prefix.apt().args(["-q", "-y", "--no-install-recommends", "install"]).args(packages))
        .map_err(|failure| Failure::new(format!("could not install {list} with apt. {failure}")))
}

/// Refreshes the package lists, once in a run. A failure is not final: the old lists may know the packages.
pub(super) fn update() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if let Some(prefix) = prefix() {
            ui::step("refreshing apt's package lists");
            if let Err(failure) = run::run_quietly(prefix.apt().args(["-q", "update"])) {
                ui::note(format!("going on with the old package lists. {failure}"));
            }
        }
    });
}

/// How apt-get is started here: as root, or through sudo without a question.
struct Prefix {
    sudo: bool,
}

impl Prefix {
    fn apt(&self) -> Command {
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
