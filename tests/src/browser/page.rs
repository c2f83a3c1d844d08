//! One browser with one page: going from address to address, and waiting until a step can be done.
//!
//! Every step waits until it can be done, and fails with what the page showed instead.

use std::cell::RefCell;
use std::fmt::Write as _;

use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverResult};

use super::device::screenshots;
use super::driver::Browser;
use super::find::{Node, Sought};
use super::look::{Look, Size};
use crate::wait::{PATIENCE, until};

/// One browser with one page, and who looks at it.
pub struct Page {
    pub(super) browser: Browser,
    pub(super) look: Look,
    pub(super) base: String,
    /// The parts of the page, one inside the other, that steps are confined to.
    areas: RefCell<Vec<Sought>>,
    pub(super) name: String,
}

/// Why a step could not be done yet.
#[derive(Debug)]
pub(super) enum NotYet {
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
        if look.size != Size::Phone {
            let metrics = json!({
                "width": width, "height": height, "deviceScaleFactor": look.size.density(), "mobile": false,
            });
            set("Emulation.setDeviceMetricsOverride", metrics);
        }
        page
    }

    /// How it is looked at.
    pub fn look(&self) -> Look {
        self.look
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

    /// Takes steps inside this part of the page only.
    #[track_caller]
    pub fn inside<T>(&self, area: &Sought, steps: impl FnOnce() -> T) -> T {
        self.areas.borrow_mut().push(area.clone());
        let done = steps();
        self.areas.borrow_mut().pop();
        done
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

    pub(super) fn run_js(&self, script: &str, arguments: &[Value]) -> WebDriverResult<Value> {
        let arguments = arguments.to_vec();
        self.browser.run(async |driver| Ok(driver.execute(script, arguments).await?.json().clone()))
    }

    pub(super) fn all(&self, sought: &Sought) -> Result<Vec<Node>, NotYet> {
        let mut area: Option<Node> = None;
        for part in self.areas.borrow().iter() {
            let found = self.browser.matching(part, area.as_ref())?.into_iter().next();
            area = Some(found.ok_or_else(|| NotYet::Missing(format!("{part}, and {sought} in it")))?);
        }
        Ok(self.browser.matching(sought, area.as_ref())?)
    }

    pub(super) fn first(&self, sought: &Sought) -> Result<Node, NotYet> {
        self.all(sought)?.into_iter().next().ok_or_else(|| NotYet::Missing(sought.to_string()))
    }

    #[track_caller]
    pub(super) fn wait_for(
        &self,
        sought: &Sought,
        step: impl Fn(&Self, &Sought) -> Result<Node, NotYet>,
    ) -> Node {
        match until(PATIENCE, || step(self, sought)) {
            Ok(node) => node,
            Err(why) => self.give_up(&sought.to_string(), &why),
        }
    }

    #[track_caller]
    pub(super) fn await_that(&self, what: &str, holds: impl Fn(&Self) -> Result<bool, NotYet>) {
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
    pub(super) fn do_now<T>(&self, what: &str, ask: impl FnOnce(&Browser) -> WebDriverResult<T>) -> T {
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

pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
