//! What a person does on a page: look for words, press what has a name, type where there is a label.

use std::path::PathBuf;

use serde_json::json;

use super::find::Sought;
use super::page::{NotYet, Page, squeeze};

impl Page {
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

    /// Waits until everything that was being loaded is there.
    #[track_caller]
    pub fn quiet(&self) {
        self.await_that("everything loaded", |page| {
            let waits = page.run_js("return document.querySelectorAll('.skeleton, progress').length", &[])?;
            Ok(waits == 0)
        });
    }
}
