#![expect(clippy::panic, clippy::expect_used, reason = "a panic is a failed test that says why")]
//! The invariants of ARCHITECTURE.md, read off the sources and the dependency graph.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

fn files_below(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found
}

/// The lines of a source file that are code, not comments.
fn code_lines(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).expect("readable source");
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    text.lines().enumerate().filter(|(_, l)| is_code(l)).map(|(i, l)| (i + 1, l.to_owned())).collect()
}

fn dependencies_of(package: &str) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "-p", package, "-e", "normal", "--prefix", "none", "-f", "{p}"])
        .current_dir(root())
        .output()
        .expect("cargo tree");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).expect("text");
    names.lines().filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect()
}

/// Invariant 1: imports run one way.
#[test]
fn app_and_server_never_see_each_other() {
    let server = dependencies_of("steward-server");
    assert!(server.contains("steward-core") && !server.contains("steward-app"));
    assert!(!server.contains("leptos"), "the server has no front end in it");
    let core = dependencies_of("steward-core");
    assert!(!core.contains("steward-server") && !core.contains("steward-app"));
    let app = dependencies_of("steward-app");
    assert!(app.contains("steward-core") && !app.contains("steward-server"));
}

/// Invariant 2: core is pure.
#[test]
fn core_has_no_clock_no_io_and_no_randomness() {
    let forbidden = [
        "SystemTime::now",
        "Utc::now",
        "Local::now",
        "std::time::Instant",
        "std::fs",
        "std::net",
        "std::env",
        "std::thread",
        "rand::",
        "tokio",
        "async fn",
        "sqlx",
        "axum",
        "leptos",
        "web_sys",
        "js_sys",
    ];
    for path in files_below("core/src", "rs") {
        for (n, line) in code_lines(&path) {
            for word in forbidden {
                assert!(!line.contains(word), "{}:{n} uses {word}", path.display());
            }
        }
    }
    let dependencies = dependencies_of("steward-core");
    for crate_name in
        ["tokio", "rand", "getrandom", "sqlx", "axum", "leptos", "web-sys", "js-sys", "wasm-bindgen"]
    {
        assert!(!dependencies.contains(crate_name), "core depends on {crate_name}");
    }
}

/// Invariant 3: no sentence for a person in core: no Chinese in its code, but where words of people are read, and in
/// tests.
#[test]
fn core_contains_no_sentence() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for path in files_below("core/src", "rs") {
        let name = path.to_string_lossy().into_owned();
        let is_data = name.ends_with("tickets/category.rs") || name.ends_with("calendar/notice.rs");
        let is_test = name.contains("tests") || name.ends_with("laws.rs");
        if is_data || is_test {
            continue;
        }
        for (n, line) in code_lines(&path) {
            let code = line.split("//").next().unwrap_or_default();
            assert!(!code.contains(chinese), "{name}:{n} has words for people: {line}");
        }
    }
}

/// Invariant 4: only `decide` sets states: no SQL names a state as a value to write.
#[test]
fn no_sql_sets_a_state() {
    let states: Vec<&str> = steward_core::tickets::State::ALL.iter().map(|s| s.word()).collect();
    for path in files_below("server/src", "rs") {
        if path.to_string_lossy().contains("tests") {
            continue;
        }
        for (n, line) in code_lines(&path) {
            let lower = line.to_lowercase();
            for state in &states {
                let sets = format!("state = '{state}'");
                let writes = lower.contains(&sets) && lower.contains("set ");
                assert!(!writes, "{}:{n} sets a state past decide: {line}", path.display());
            }
        }
    }
}

/// Both engines have the same migrations by name.
#[test]
fn migrations_have_the_same_names_for_both_engines() {
    let names = |engine: &str| -> BTreeSet<String> {
        let folder = format!("server/migrations/{engine}");
        let files = files_below(&folder, "sql").into_iter();
        files.map(|p| p.file_name().expect("a name").to_string_lossy().into_owned()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

/// A file that is hard to read is split: nothing over 450 lines but lists of tests.
#[test]
fn files_stay_readable() {
    for folder in ["core/src", "app/src", "server/src", "xtask/src", "tests/src"] {
        for path in files_below(folder, "rs") {
            let lines = fs::read_to_string(&path).expect("readable").lines().count();
            let is_test = path.to_string_lossy().contains("test");
            assert!(is_test || lines <= 450, "{} has {lines} lines", path.display());
        }
    }
}

/// The repository speaks of the product only, and of no machine.
#[test]
fn no_path_of_a_machine() {
    for folder in ["core", "app/src", "server", "xtask", "public", "tests/tests", "tests/src"] {
        for extension in ["rs", "toml", "html", "css", "js", "sql", "json"] {
            for path in files_below(folder, extension) {
                let Ok(text) = fs::read_to_string(&path) else { continue };
                for word in ["/home/", "/root/", concat!("/wo", "rk/")] {
                    let own = path.ends_with("arch.rs");
                    assert!(own || !text.contains(word), "{} names {word}", path.display());
                }
            }
        }
    }
}
