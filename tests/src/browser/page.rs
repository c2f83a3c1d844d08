//! A page as a person uses it: look for words, press what has a name, type where there is a label.
//!
//! Every step waits until it can be done, and fails with what the page showed instead.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverResult};

use super::driver::Browser;
use super::find::{Node, Sought};
use super::look::{Look, Size};
use crate::wait::{PATIENCE, until};

/// One browser with one page, and who looks at it.
pub struct Page {
    pub(super) browser: Browser,
    look: Look,
    base: String,
    /// The parts of the page, one inside the other, that steps are confined to.
    areas: RefCell<Vec<Sought>>,
    name: String,
}

/// Why a step could not be done yet.
#[derive(Debug)]
enum NotYet {
    Missing(String),
    Driver(WebDriverError),
}

impl From<WebDriverError> for NotYet {
    fn from(error: WebDriverError) -> Self {
        Self::Driver(error)
    }
}

impl Page {
    /// Opens a browser for the server at `base`. `name` is who uses it, for screenshots.
    pub fn open(base: &str, look: Look, name: &str) -> Self {
        let browser = Browser::open(look);
        let page =
            Self { browser, look, base: base.to_owned(), areas: RefCell::default(), name: name.to_owned() };
        let (width, height) = look.size.pixels();
        let set = |method: &str, with: Value| {
            page.browser.cdp(method, with).unwrap_or_else(|e| panic!("{method}: {e}"));
        };
        set("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Shanghai" }));
        page.dark(false);
        if look.size == Size::Desk {
            let metrics = json!({
                "width": width, "height": height, "deviceScaleFactor": look.size.density(), "mobile": false,
            });
            set("Emulation.setDeviceMetricsOverride", metrics);
        }
        page
    }

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

    /// How it is looked at.
    pub fn look(&self) -> Look {
        self.look
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

    /// Goes to a path of the server.
    #[track_caller]
    pub fn go(&self, path: &str) {
        let url = format!("{}{path}", self.base);
        self.do_now(path, |b| b.run(async |driver| driver.goto(url).await));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.do_now("reload", |b| b.run(async |driver| driver.refresh().await));
    }

    /// Goes back in the history.
    #[track_caller]
    pub fn back(&self) {
        self.do_now("back", |b| b.run(async |driver| driver.back().await));
    }

    /// The path with its query.
    #[track_caller]
    pub fn path(&self) -> String {
        let url = self.do_now("the address", |b| b.run(async |driver| driver.current_url().await));
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// Everything that is shown, as text.
    #[track_caller]
    pub fn text(&self) -> String {
        self.js("return document.body.innerText", &[]).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until these words are shown.
    #[track_caller]
    pub fn see(&self, words: impl AsRef<str>) {
        let words = words.as_ref();
        self.await_that(&format!("“{words}”"), |page| {
            let text = page.run_js("return document.body.innerText", &[])?;
            Ok(text.as_str().is_some_and(|text| squeeze(text).contains(&squeeze(words))))
        });
    }

    /// Waits until these words are shown no more.
    #[track_caller]
    pub fn see_no(&self, words: impl AsRef<str>) {
        let words = words.as_ref();
        self.await_that(&format!("no “{words}”"), |page| {
            let text = page.run_js("return document.body.innerText", &[])?;
            Ok(text.as_str().is_some_and(|text| !squeeze(text).contains(&squeeze(words))))
        });
    }

    /// Waits until there is such a thing; its whole name.
    #[track_caller]
    pub fn find(&self, sought: &Sought) -> String {
        self.wait_for(sought, Page::first).name
    }

    /// Waits until there is no such thing.
    #[track_caller]
    pub fn find_no(&self, sought: &Sought) {
        self.await_that(&format!("no {sought}"), |page| Ok(page.all(sought)?.is_empty()));
    }

    /// Waits until there are so many.
    #[track_caller]
    pub fn count(&self, sought: &Sought, wanted: usize) {
        self.await_that(&format!("{wanted} times {sought}"), |page| Ok(page.all(sought)?.len() == wanted));
    }

    /// Whether there is such a thing at this moment.
    #[track_caller]
    pub fn has(&self, sought: &Sought) -> bool {
        self.all(sought).is_ok_and(|all| !all.is_empty())
    }

    /// Waits until it has this property, as `checked` or `disabled`.
    #[track_caller]
    pub fn find_with(&self, sought: &Sought, property: &str) {
        self.await_that(&format!("{sought} that is {property}"), |page| {
            Ok(page.all(sought)?.iter().any(|node| node.is(property)))
        });
    }

    /// Presses it: a finger on a phone, a mouse at a desk. It must be enabled, in sight and not covered.
    #[track_caller]
    pub fn tap(&self, sought: &Sought) {
        self.wait_for(sought, |page, sought| {
            let node = page.first(sought)?;
            if node.is("disabled") {
                return Err(NotYet::Missing(format!("{sought}: it is disabled")));
            }
            let element = page.browser.element(&node)?;
            page.browser.run(async |_| element.click().await)?;
            Ok(node)
        });
    }

    /// Presses it twice before the page can do anything in between, as a nervous finger does.
    #[track_caller]
    pub fn tap_twice(&self, sought: &Sought) {
        self.wait_for(sought, |page, sought| {
            let node = page.first(sought)?;
            let element = page.browser.element(&node)?.to_json()?;
            page.run_js("arguments[0].click(); arguments[0].click()", &[element])?;
            Ok(node)
        });
    }

    /// Types into a field, in place of what was there.
    #[track_caller]
    pub fn fill(&self, sought: &Sought, words: &str) {
        self.wait_for(sought, |page, sought| {
            let node = page.first(sought)?;
            let element = page.browser.element(&node)?;
            let json = element.to_json()?;
            page.run_js("arguments[0].focus(); arguments[0].select && arguments[0].select()", &[json])?;
            page.browser.cdp("Input.insertText", json!({ "text": words }))?;
            Ok(node)
        });
    }

    /// What a field holds.
    #[track_caller]
    pub fn value(&self, sought: &Sought) -> String {
        let node = self.wait_for(sought, Page::first);
        let element = self.do_now("a field", |b| b.element(&node));
        self.do_now("a value", |b| b.run(async |_| element.prop("value").await)).unwrap_or_default()
    }

    /// Gives files to the page's only input for files.
    #[track_caller]
    pub fn attach(&self, files: &[PathBuf]) {
        let paths: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        self.await_that("an input for files", |page| {
            let by = thirtyfour::By::Css("input[type=file]");
            page.browser.run(async |driver| driver.find(by).await?.send_keys(paths.join("\n")).await)?;
            Ok(true)
        });
    }

    /// Presses a key, or several at once where they are joined, as a keyboard sends them to what has the focus.
    #[track_caller]
    pub fn key(&self, keys: &str) {
        self.do_now("a key", |b| b.run(async |driver| driver.action_chain().send_keys(keys).perform().await));
    }

    /// Takes steps inside this part of the page only.
    #[track_caller]
    pub fn inside<T>(&self, area: &Sought, steps: impl FnOnce() -> T) -> T {
        self.areas.borrow_mut().push(area.clone());
        let done = steps();
        self.areas.borrow_mut().pop();
        done
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

    /// Waits until everything that was being loaded is there.
    #[track_caller]
    pub fn quiet(&self) {
        self.await_that("everything loaded", |page| {
            let waits = page.run_js("return document.querySelectorAll('.skeleton, progress').length", &[])?;
            Ok(waits == 0)
        });
    }

    /// Before the next page is loaded, sets the device's clock off by so many milliseconds.
    #[track_caller]
    pub fn device_clock_off_by(&self, ms: i64) {
        let source = format!(
            "{{ const Real = Date; globalThis.Date = class extends Real {{ \
             constructor(...a) {{ if (a.length) super(...a); else super(Real.now() + ({ms})); }} \
             static now() {{ return Real.now() + ({ms}); }} }} }}"
        );
        let method = "Page.addScriptToEvaluateOnNewDocument";
        self.do_now(method, |b| b.cdp(method, json!({ "source": source })));
    }

    /// Runs a script on the page: what it returns.
    #[track_caller]
    pub fn js(&self, script: &str, arguments: &[Value]) -> Value {
        self.run_js(script, arguments).unwrap_or_else(|e| panic!("{e}"))
    }

    /// Runs a script that calls back later.
    #[track_caller]
    pub fn js_later(&self, script: &str, arguments: &[Value]) -> Value {
        let arguments = arguments.to_vec();
        self.do_now("a script", |b| {
            b.run(async |driver| Ok(driver.execute_async(script, arguments).await?.json().clone()))
        })
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
        };
        let errors: Vec<String> = log
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" && !expected(&entry.message))
            .map(|entry| format!("{}: {}", entry.source.unwrap_or_default(), entry.message))
            .collect();
        assert!(errors.is_empty(), "{}'s console has errors:\n{}", self.name, errors.join("\n"));
    }

    fn run_js(&self, script: &str, arguments: &[Value]) -> WebDriverResult<Value> {
        let arguments = arguments.to_vec();
        self.browser.run(async |driver| Ok(driver.execute(script, arguments).await?.json().clone()))
    }

    fn all(&self, sought: &Sought) -> Result<Vec<Node>, NotYet> {
        let mut area: Option<Node> = None;
        for part in self.areas.borrow().iter() {
            let found = self.browser.matching(part, area.as_ref())?.into_iter().next();
            area = Some(found.ok_or_else(|| NotYet::Missing(format!("{part}, and {sought} in it")))?);
        }
        Ok(self.browser.matching(sought, area.as_ref())?)
    }

    fn first(&self, sought: &Sought) -> Result<Node, NotYet> {
        self.all(sought)?.into_iter().next().ok_or_else(|| NotYet::Missing(sought.to_string()))
    }

    #[track_caller]
    fn wait_for(&self, sought: &Sought, step: impl Fn(&Self, &Sought) -> Result<Node, NotYet>) -> Node {
        match until(PATIENCE, || step(self, sought)) {
            Ok(node) => node,
            Err(why) => self.give_up(&sought.to_string(), &why),
        }
    }

    #[track_caller]
    fn await_that(&self, what: &str, holds: impl Fn(&Self) -> Result<bool, NotYet>) {
        let outcome = until(PATIENCE, || match holds(self) {
            Ok(true) => Ok(()),
            Ok(false) => Err(NotYet::Missing(what.to_owned())),
            Err(why) => Err(why),
        });
        if let Err(why) = outcome {
            self.give_up(what, &why);
        }
    }

    #[track_caller]
    fn do_now<T>(&self, what: &str, ask: impl FnOnce(&Browser) -> WebDriverResult<T>) -> T {
        ask(&self.browser).unwrap_or_else(|e| panic!("{}: {what}: {e}", self.name))
    }

    #[track_caller]
    fn give_up(&self, what: &str, why: &NotYet) -> ! {
        let why = match why {
            NotYet::Missing(missing) => format!("missing: {missing}"),
            NotYet::Driver(error) => error.to_string(),
        };
        let outline = self.outline().unwrap_or_else(|e| e.to_string());
        panic!("{} waited {PATIENCE:?} for {what} ({why}).\nThe page:\n{outline}", self.name);
    }

    /// What can be read and pressed, for the message of a step that failed.
    fn outline(&self) -> WebDriverResult<String> {
        let url = self.browser.run(async |driver| driver.current_url().await)?;
        let text = self.run_js("return document.body.innerText", &[])?;
        let mut out = format!("{url}\n{}\n", text.as_str().unwrap_or_default());
        for role in
            ["heading", "button", "link", "textbox", "searchbox", "combobox", "radio", "checkbox", "dialog"]
        {
            let nodes = self.browser.nodes(role, None)?;
            let names: Vec<String> = nodes
                .iter()
                .map(|n| {
                    format!("“{}”{}", squeeze(&n.name), if n.is("disabled") { " (disabled)" } else { "" })
                })
                .collect();
            if !names.is_empty() {
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{role}: {}", names.join(", "));
            }
        }
        Ok(out)
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let file = screenshots().join(format!("failed-{}-{}.png", self.name, self.look.name()));
            // The failure itself is already on its way.
            let _ = self.browser.run(async |driver| driver.screenshot(&file).await);
        }
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn screenshots() -> PathBuf {
    let folder = crate::words::root().join("target").join("screenshots");
    // Writing the picture says so if the folder is not there.
    let _ = std::fs::create_dir_all(&folder);
    folder
}
