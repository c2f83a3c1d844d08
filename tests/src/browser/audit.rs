//! The accessibility audit: axe-core on the page as it stands, all rules of WCAG 2.2 up to level AA.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::page::Page;

const TAGS: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// What is docked lies over whatever the page has scrolled beneath it: that is judged as it stands when scrolled free.
const RUN: &str = "const done = arguments[arguments.length - 1]; \
    const free = new CSSStyleSheet(); \
    free.replaceSync('.dock { position: static !important }'); \
    const worn = document.adoptedStyleSheets; \
    document.adoptedStyleSheets = [...worn, free]; \
    const end = (answer) => { document.adoptedStyleSheets = worn; done(answer); }; \
    axe.run(document, { runOnly: { type: 'tag', values: arguments[0] }, resultTypes: ['violations'] }) \
    .then((found) => end({ violations: found.violations }), (error) => end({ error: String(error) }));";

fn axe() -> String {
    let usual = || crate::words::root().join("target/tools/node_modules/axe-core/axe.min.js");
    let file = std::env::var_os("STEWARD_AXE").map_or_else(usual, PathBuf::from);
    std::fs::read_to_string(&file).unwrap_or_else(|e| {
        panic!("{}: {e}: run `cargo xtask setup axe`, or set STEWARD_AXE", file.display())
    })
}

impl Page {
    /// Fails on any violation, with the rule, the element and what to do.
    #[track_caller]
    pub fn audit(&self) {
        if self.js("return typeof window.axe === 'undefined'", &[]) == true {
            self.js(&format!("{}; window.axe = window.axe || axe;", axe()), &[]);
        }
        let found = self.js_later(RUN, &[json!(TAGS)]);
        assert!(found["error"].is_null(), "axe: {}", found["error"]);
        let violations = found["violations"].as_array().cloned().unwrap_or_default();
        assert!(violations.is_empty(), "{} breaks WCAG 2.2 AA:\n{}", self.path(), report(&violations));
    }
}

const SIDEWAYS: &str = "const wide = (e) => e && e.scrollWidth > e.clientWidth + 1; \
    return [document.documentElement, ...document.querySelectorAll('main, .work')].filter(wide) \
    .map((e) => e.tagName + ': ' + e.scrollWidth + ' in ' + e.clientWidth + ', as ' + [...e.querySelectorAll('*')] \
    .filter((c) => c.getBoundingClientRect().right > e.getBoundingClientRect().right + 1 && !c.closest('.of, .tabs')) \
    .slice(0, 4).map((c) => c.tagName + '.' + c.className).join(' '));";

impl Page {
    /// Fails if the page as a whole is wider than the screen. Tables scroll within themselves.
    #[track_caller]
    pub fn fits(&self) {
        let wide = self.js(SIDEWAYS, &[]);
        assert!(wide.as_array().is_some_and(Vec::is_empty), "{} is too wide: {wide}", self.path());
    }
}

fn report(violations: &[Value]) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut out = String::new();
    for rule in violations {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "- {} ({}): {}", text(&rule["id"]), text(&rule["impact"]), text(&rule["help"]));
        for node in rule["nodes"].as_array().into_iter().flatten() {
            let _ = writeln!(out, "    {}\n      {}", node["target"], text(&node["html"]));
            for line in text(&node["failureSummary"]).lines().skip(1) {
                let _ = writeln!(out, "      {}", line.trim());
            }
        }
    }
    out
}
