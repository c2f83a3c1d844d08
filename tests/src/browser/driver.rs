//! chromedriver as a child process, and one browser of it with an empty profile.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverResult};
use thirtyfour::session::http::{Body, HttpClient};
use thirtyfour::{Capabilities, WebDriver};

use super::look::{Look, Size};

/// A browser. Dropping it ends it.
pub(super) struct Browser {
    pub(super) driver: Option<WebDriver>,
    runtime: tokio::runtime::Runtime,
    process: Child,
    #[expect(dead_code, reason = "the folder is removed when the browser has ended")]
    profile: tempfile::TempDir,
}

impl Browser {
    pub(super) fn open(look: Look) -> Self {
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let (process, address) = chromedriver();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let wishes = wishes(look, profile.path());
        let mut browser = Self { driver: None, runtime, process, profile };
        let connecting = WebDriver::builder(address, wishes).client(Blocking::new()).connect();
        let driver = browser.runtime.block_on(connecting);
        browser.driver = Some(driver.unwrap_or_else(|e| panic!("no browser: {e}")));
        browser
    }

    /// Carries out what is asked of the driver.
    pub(super) fn run<T>(
        &self,
        ask: impl AsyncFnOnce(&WebDriver) -> WebDriverResult<T>,
    ) -> WebDriverResult<T> {
        let driver = self.driver.as_ref().expect("an open browser");
        self.runtime.block_on(ask(driver))
    }

    /// A command of the browser's own protocol.
    pub(super) fn cdp(&self, method: &str, parameters: Value) -> WebDriverResult<Value> {
        self.run(async |driver| driver.cdp().send_raw(method, parameters).await)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            // The process is ended below in any case.
            let _ = self.runtime.block_on(driver.quit());
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How often chromedriver is started before it counts as broken: it picks a free port of one address family and
/// ends if somebody holds the same port of the other.
const STARTS: usize = 5;

/// Starts chromedriver on a free port and waits until it says which.
fn chromedriver() -> (Child, String) {
    let mut said = String::new();
    for _ in 0..STARTS {
        match start() {
            Ok(started) => return started,
            Err(words) => said = words,
        }
    }
    panic!("chromedriver does not start: {said}");
}

/// One start; if it ends or stays silent, what it said instead of its port.
fn start() -> Result<(Child, String), String> {
    let program =
        std::env::var_os("CHROMEDRIVER").map_or_else(|| PathBuf::from("chromedriver"), PathBuf::from);
    let mut command = Command::new(&program);
    command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap_or_else(|e| panic!("{}: {e}", program.display()));
    let output = BufReader::new(child.stdout.take().expect("standard output"));
    let (say, heard) = mpsc::channel();
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            // Nobody listens any more once the port is known.
            let _ = say.send(line);
        }
    });
    let mut words = Vec::new();
    while let Ok(line) = heard.recv_timeout(Duration::from_secs(30)) {
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            return Ok((child, format!("http://127.0.0.1:{}", port.trim_end_matches('.'))));
        }
        words.push(line);
    }
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
    Err(words.join(" "))
}

fn wishes(look: Look, profile: &std::path::Path) -> Capabilities {
    let (width, height) = look.size.pixels();
    let tag = look.language.tag();
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Several browsers share the machine, and none of them is in front.
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--disable-background-timer-throttling",
        "--hide-scrollbars",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--lang={tag}"));
    arguments.push(format!("--accept-lang={tag}"));
    arguments.push(format!("--window-size={width},{height}"));
    let mut options = json!({ "args": arguments });
    if let Some(chromium) = std::env::var_os("STEWARD_CHROMIUM") {
        options["binary"] = json!(chromium.to_string_lossy());
    }
    if look.size == Size::Phone {
        let metrics = json!({
            "width": width, "height": height, "pixelRatio": look.size.density(), "touch": true, "mobile": true,
        });
        options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
    }
    let all = json!({
        "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" },
    });
    all.as_object().cloned().map(Capabilities::from).expect("an object")
}

/// Talks to chromedriver. A story does one thing after the other, so waiting for the answer is all there is to do.
struct Blocking(ureq::Agent);

impl Blocking {
    fn new() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(2)));
        Self(config.build().new_agent())
    }
}

#[async_trait::async_trait]
impl HttpClient for Blocking {
    async fn send(&self, request: http::Request<Body<'_>>) -> WebDriverResult<http::Response<Bytes>> {
        let (head, body) = request.into_parts();
        let body = match body {
            Body::Empty => Vec::new(),
            Body::Json(value) => serde_json::to_vec(value)?,
        };
        let broken = |e: ureq::Error| WebDriverError::HttpError(e.to_string());
        let answer = self.0.run(http::Request::from_parts(head, body)).map_err(broken)?;
        let (head, mut body) = answer.into_parts();
        let bytes = body.with_config().limit(256 * 1024 * 1024).read_to_vec().map_err(broken)?;
        Ok(http::Response::from_parts(head, bytes.into()))
    }

    async fn new(&self) -> Arc<dyn HttpClient> {
        Arc::new(Self::new())
    }
}
