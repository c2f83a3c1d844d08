//! A member of staff's sign-in: login and password, then the authenticator's digits where they are set up.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::api::{SIGN_IN_STAFF, StaffSignIn as Request};
use steward_core::problem::{Code, Field, Problem};

use crate::net::{Failure, call, session};
use crate::ui::button::Button;
use crate::ui::{Banner, Kind, Look, Status, TextField, focus_first_wrong};
use crate::words::{problem, say};

#[derive(Clone, Copy)]
struct Form {
    login: RwSignal<String>,
    password: RwSignal<String>,
    totp: RwSignal<String>,
    /// The server has asked for the second factor.
    asks_totp: RwSignal<bool>,
    problems: RwSignal<Vec<Problem>>,
    /// What is wrong with no single input.
    wrong: RwSignal<Option<String>>,
    pending: RwSignal<bool>,
}

impl Form {
    fn new() -> Self {
        Self {
            login: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            totp: RwSignal::new(String::new()),
            asks_totp: RwSignal::new(false),
            problems: RwSignal::new(Vec::new()),
            wrong: RwSignal::new(None),
            pending: RwSignal::new(false),
        }
    }

    fn enter(self) {
        if self.pending.get_untracked() {
            return;
        }
        self.wrong.set(None);
        let login = self.login.get_untracked().trim().to_owned();
        let password = self.password.get_untracked();
        let asks_totp = self.asks_totp.get_untracked();
        let totp: String = self.totp.get_untracked().chars().filter(char::is_ascii_digit).collect();
        let inputs = [
            (Field::Login, login.is_empty()),
            (Field::Password, password.is_empty()),
            (Field::Totp, asks_totp && totp.is_empty()),
        ];
        let missing: Vec<Problem> = inputs
            .into_iter()
            .filter(|(_, empty)| *empty)
            .map(|(field, _)| Problem::new(Code::Required).at(field))
            .collect();
        let complete = missing.is_empty();
        self.problems.set(missing);
        if !complete {
            return focus_first_wrong();
        }
        self.pending.set(true);
        let request = Request { login, password, totp: asks_totp.then_some(totp) };
        spawn_local(async move {
            let answer = call(&SIGN_IN_STAFF, &[], &request).await;
            self.pending.set(false);
            match answer {
                Ok(me) => session::enter(me),
                Err(failure) => self.failed(&failure),
            }
        });
    }

    fn failed(self, failure: &Failure) {
        match failure.code() {
            Some(Code::TotpNeeded) => self.asks_totp.set(true),
            Some(Code::WrongCredentials) if self.asks_totp.get_untracked() => {
                self.problems.set(vec![Problem::new(Code::WrongCredentials).at(Field::Totp)]);
            }
            Some(Code::WrongCredentials) => self.wrong.set(Some(say::accounts::wrong_password().to_owned())),
            _ if !failure.fields().is_empty() => self.problems.set(failure.fields().to_vec()),
            _ => self.wrong.set(Some(problem::failure(failure))),
        }
        focus_first_wrong();
    }
}

/// The staff's sign-in form.
#[component]
pub fn StaffSignIn() -> impl IntoView {
    let form = Form::new();
    let second = move || {
        form.asks_totp.get().then(|| {
            view! {
                <p class="sm" role="status">{say::accounts::totp_now()}</p>
                <TextField
                    field=Field::Totp
                    kind=Kind::OneTimeCode
                    value=form.totp
                    problems=form.problems
                    hint=say::accounts::totp_hint()
                    autofocus=true
                />
            }
        })
    };
    view! {
        <form
            class="stack sign-in"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                form.enter();
            }
        >
            <TextField
                field=Field::Login
                kind=Kind::Login
                value=form.login
                problems=form.problems
                autofocus=true
            />
            <TextField field=Field::Password kind=Kind::Password value=form.password problems=form.problems />
            {second}
            {move || {
                form.wrong.get().map(|why| view! { <Banner status=Status::Over spoken=true>{why}</Banner> })
            }}
            <Button look=Look::Main submits=true pending=form.pending>{say::accounts::sign_in()}</Button>
        </form>
    }
}
