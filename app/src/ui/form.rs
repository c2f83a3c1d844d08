//! A form that is sent: what is wrong stands beside its field, or above the button where no single input is to blame.

use leptos::prelude::*;
use steward_core::problem::Problem;

use super::field::{Problems, focus_first_wrong};
use super::pieces::Banner;
use super::status::Status;
use crate::net::Failure;
use crate::words::problem;

/// What every form has; a handle that is copied freely.
#[derive(Clone, Copy)]
pub struct Form {
    /// The wrong inputs.
    pub problems: Problems,
    /// What is wrong with no single input.
    pub wrong: RwSignal<Option<String>>,
    /// It is on its way.
    pub pending: RwSignal<bool>,
}

impl Form {
    /// One that nothing is wrong with yet.
    pub fn new() -> Self {
        Self {
            problems: RwSignal::new(Vec::new()),
            wrong: RwSignal::new(None),
            pending: RwSignal::new(false),
        }
    }

    /// Begins to send, unless it is on its way already or `found` says what is wrong.
    pub fn begin(self, found: Vec<Problem>) -> bool {
        if self.pending.get_untracked() {
            return false;
        }
        let complete = found.is_empty();
        self.wrong.set(None);
        self.problems.set(found);
        self.pending.set(complete);
        if !complete {
            focus_first_wrong();
        }
        complete
    }

    /// These inputs are wrong.
    pub fn blame(self, found: Vec<Problem>) {
        self.pending.set(false);
        self.problems.set(found);
        focus_first_wrong();
    }

    /// It did not work, and no single input is to blame.
    pub fn refused(self, why: String) {
        self.pending.set(false);
        self.wrong.set(Some(why));
    }

    /// It did not work: says so where it belongs.
    pub fn failed(self, failure: &Failure) {
        match failure.fields() {
            [] => self.refused(problem::failure(failure)),
            wrong => self.blame(wrong.to_vec()),
        }
    }

    /// Takes away what was wrong before.
    pub fn clear(self) {
        self.problems.set(Vec::new());
        self.wrong.set(None);
    }

    /// The place where problems of no single input are said.
    pub fn note(self) -> AnyView {
        let words = move || {
            self.wrong.get().map(|why| view! { <Banner status=Status::Over spoken=true>{why}</Banner> })
        };
        view! { {words} }.into_any()
    }
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}
