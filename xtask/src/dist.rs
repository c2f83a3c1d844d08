//! `cargo xtask dist`: one self-contained `steward` binary with the static files inside.

use crate::build::{self, Mode};
use crate::failure::{Done, Failure, OrSay};
use crate::{place, run, ui};

pub(crate) fn main(arguments: &[String]) -> Done {
    if !arguments.is_empty() {
        return Err(Failure::new("usage: cargo xtask dist"));
    }
    let site = build::site(Mode::Release)?;
    let mut command = run::cargo("build");
    command
        .args(["--release", "--package", "steward-server", "--bin", "steward", "--features", "embed"])
        .env("STEWARD_SITE", site);
    ui::timed("compiling the server with the site inside", || run::run(&mut command))?;

    let name = format!("steward{}", std::env::consts::EXE_SUFFIX);
    let dist = place::target().join("dist");
    std::fs::create_dir_all(&dist).or_say(|| format!("cannot make {}", dist.display()))?;
    let program = dist.join(&name);
    let bytes = std::fs::copy(place::target().join("release").join(&name), &program)
        .or_say(|| format!("cannot copy to {}", program.display()))?;
    ui::step(format!("{} ({} bytes)", program.display(), ui::thousands(bytes)));
    Ok(())
}
