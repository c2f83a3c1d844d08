//! The device that a page is on: its theme, session, network and clock, its screen and its console.

use std::path::PathBuf;

use serde_json::json;
use thirtyfour::common::print::PrintParameters;

use super::page::Page;

impl Page {
    /// Whether the device asks for dark pages. It always asks for reduced motion: a colour on its way from one to
    /// another would be judged.
    #[track_caller]
    pub fn dark(&self, dark: bool) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" } },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        let method = "Emulation.setEmulatedMedia";
        self.do_now(method, |b| b.cdp(method, json!({ "features": features })));
    }

    /// Shows the page as paper would, or as the screen does again.
    #[track_caller]
    pub fn on_paper(&self, paper: bool) {
        let method = "Emulation.setEmulatedMedia";
        let media = json!({ "media": if paper { "print" } else { "" } });
        self.do_now(method, |b| b.cdp(method, media));
    }

    /// Prints the page as a PDF, kept as `target/screenshots/NAME-WHO-WIDTH-LANGUAGE.pdf`; its bytes.
    #[track_caller]
    pub fn print(&self, name: &str) -> Vec<u8> {
        let wishes = PrintParameters::default();
        let bytes = self.do_now("printing", |b| b.run(async |driver| driver.print_page(wishes).await));
        let file = screenshots().join(format!("{name}-{}-{}.pdf", self.name, self.look.name()));
        std::fs::write(&file, &bytes).expect("a file");
        bytes
    }

    /// Brings a session that was signed in elsewhere, as `name=value`.
    #[track_caller]
    pub fn bring_session(&self, cookie: &str) {
        let (name, value) = cookie.split_once('=').expect("name=value");
        let cookie = json!({
            "name": name, "value": value, "url": self.base, "httpOnly": true, "sameSite": "Lax",
        });
        self.do_now("Network.setCookie", |b| b.cdp("Network.setCookie", cookie));
    }

    /// Cuts the network or joins it again.
    #[track_caller]
    pub fn network(&self, there: bool) {
        let condition = json!({
            "offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.do_now("the network", |b| b.cdp("Network.enable", json!({})));
        self.do_now("the network", |b| b.cdp("Network.emulateNetworkConditions", condition));
    }

    /// From now on nothing comes through from addresses like this, as `*/api/v1/live*`.
    #[track_caller]
    pub fn block(&self, pattern: &str) {
        self.do_now("the network", |b| b.cdp("Network.enable", json!({})));
        self.do_now("a block", |b| b.cdp("Network.setBlockedURLs", json!({ "urls": [pattern] })));
    }

    /// From now on requests to addresses like this stay on their way, until [`Self::let_go`].
    #[track_caller]
    pub fn hold(&self, pattern: &str) {
        let patterns = json!({ "patterns": [{ "urlPattern": pattern }] });
        self.do_now("a hold", |b| b.cdp("Fetch.enable", patterns));
    }

    /// What was held arrives.
    #[track_caller]
    pub fn let_go(&self) {
        self.do_now("an end of waiting", |b| b.cdp("Fetch.disable", json!({})));
    }

    /// Before the next page is loaded, sets the device's clock off by so many milliseconds.
    #[track_caller]
    pub fn device_clock_off_by(&self, ms: i64) {
        let source = format!(
            "{{ const Real = Date; globalThis.Date = class extends Real {{ \
             constructor(...a) {{ if (a.length) super(...a); else super(Real.now() + ({ms})); }} \
             static now() {{ return Real.now() + ({ms}); }} }} }}"
        );
        self.before_each_load(&source);
    }

    /// Runs a script before anything else of each page that is loaded from now on.
    #[track_caller]
    pub fn before_each_load(&self, source: &str) {
        let method = "Page.addScriptToEvaluateOnNewDocument";
        self.do_now(method, |b| b.cdp(method, json!({ "source": source })));
    }

    /// From now on the device is a cheap phone on a slow line, as Lighthouse assumes: slow 4G, applied to single
    /// requests, and a processor four times slower.
    #[track_caller]
    pub fn slow_device(&self) {
        let bytes_a_second = |kbit: f64| kbit * 1000.0 / 8.0;
        let line = json!({
            "offline": false, "latency": 562.5,
            "downloadThroughput": bytes_a_second(1_474.56), "uploadThroughput": bytes_a_second(675.0),
        });
        self.do_now("the network", |b| b.cdp("Network.enable", json!({})));
        self.do_now("a slow line", |b| b.cdp("Network.emulateNetworkConditions", line));
        let slower = json!({ "rate": 4 });
        self.do_now("a slow processor", |b| b.cdp("Emulation.setCPUThrottlingRate", slower));
    }

    /// Keeps what is seen as `target/screenshots/NAME-WHO-WIDTH-LANGUAGE.png`.
    #[track_caller]
    pub fn shot(&self, name: &str) {
        let file = screenshots().join(format!("{name}-{}-{}.png", self.name, self.look.name()));
        self.do_now("a screenshot", |b| b.run(async |driver| driver.screenshot(&file).await));
    }

    /// Fails if the page logged an error: a refused answer with one of these statuses is none.
    #[track_caller]
    pub fn no_console_errors(&self, expected: &[u16]) {
        let log = self.do_now("the console", |b| b.run(async |driver| driver.browser_log().await));
        let expected = |text: &str| {
            expected.iter().any(|status| text.contains(&format!("status of {status}")))
                || text.contains("net::ERR_INTERNET_DISCONNECTED")
                || text.contains("net::ERR_BLOCKED_BY_CLIENT")
                || text.contains("TypeError: Failed to fetch")
        };
        let errors: Vec<String> = log
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" && !expected(&entry.message))
            .map(|entry| format!("{}: {}", entry.source.unwrap_or_default(), entry.message))
            .collect();
        assert!(errors.is_empty(), "{}'s console has errors:\n{}", self.name, errors.join("\n"));
    }
}

/// Where pictures are kept.
pub(super) fn screenshots() -> PathBuf {
    let folder = crate::words::root().join("target").join("screenshots");
    // Writing the picture says so if the folder is not there.
    let _ = std::fs::create_dir_all(&folder);
    folder
}
