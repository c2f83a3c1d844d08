//! `cargo xtask bench [NAME…]`: runs benchmarks, which print `figure NAME VALUE UNIT` lines.

use crate::failure::{Done, Failure};
use crate::{run, ui};

/// A benchmark's name and the cargo arguments that run it.
const BENCHES: [(&str, &[&str]); 2] = [
    ("core", &["--package", "steward-core", "--features", "tz", "--example", "bench_core"]),
    ("submit", &["--package", "steward-tests", "--bin", "bench_submit"]),
];

pub(crate) fn main(names: &[String]) -> Done {
    if let Some(unknown) = names.iter().find(|name| !BENCHES.iter().any(|(bench, _)| bench == name)) {
        let known: Vec<&str> = BENCHES.iter().map(|(bench, _)| *bench).collect();
        return Err(Failure::new(format!("no benchmark `{unknown}`; there are: {}", known.join(", "))));
    }
    for (name, arguments) in BENCHES {
        if names.is_empty() || names.iter().any(|wanted| wanted == name) {
            if name == "submit" {
                crate::serve::server(crate::build::Mode::Release)?;
            }
            ui::step(format!("bench {name}"));
            run::run(run::cargo("run").args(["--quiet", "--release"]).args(arguments))?;
            if name == "core" {
                crate::test::bench_in_browser()?;
            }
        }
    }
    Ok(())
}
