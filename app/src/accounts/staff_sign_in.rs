//! A member of staff's sign-in: login and password, then the authenticator's digits where they are set up.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::api::{SIGN_IN_STAFF, StaffSignIn as Request};
use steward_core::problem::{Code, Field, Problem};

use super::entry::{around, missing};
use crate::net::{Failure, call, session};
use crate::ui::button::Button;
use crate::ui::{Form, Kind, Look, TextField};
use crate::words::say;

#[derive(Clone, Copy)]
struct Inputs {
    login: RwSignal<String>,
    password: RwSignal<String>,
    totp: RwSignal<String>,
    /// The server has asked for the second factor.
    asks_totp: RwSignal<bool>,
    state: Form,
}

impl Inputs {
    fn new() -> Self {
        Self {
            login: RwSignal::new(String::new()),
            password: RwSignal::new(String::new()),
            totp: RwSignal::new(String::new()),
            asks_totp: RwSignal::new(false),
            state: Form::new(),
        }
    }

    fn enter(self) {
        let login = self.login.get_untracked().trim().to_owned();
        let password = self.password.get_untracked();
        let asks_totp = self.asks_totp.get_untracked();
        let totp: String = self.totp.get_untracked().chars().filter(char::is_ascii_digit).collect();
        let inputs = [
            (Field::Login, !login.is_empty()),
            (Field::Password, !password.is_empty()),
            (Field::Totp, !(asks_totp && totp.is_empty())),
        ];
        if !self.state.begin(missing(&inputs)) {
            return;
        }
        let request = Request { login, password, totp: asks_totp.then_some(totp) };
        spawn_local(async move {
            let answer = call(&SIGN_IN_STAFF, &[], &request).await;
            self.state.pending.set(false);
            match answer {
                Ok(me) => session::enter(me),
                Err(failure) => self.failed(&failure),
            }
        });
    }

    fn failed(self, failure: &Failure) {
        match failure.code() {
            Some(Code::TotpNeeded) => self.asks_totp.set(true),
            Some(code @ Code::WrongCredentials) if self.asks_totp.get_untracked() => {
                self.state.blame(vec![Problem::new(code).at(Field::Totp)]);
            }
            Some(Code::WrongCredentials) => {
                self.state.refused(say::accounts::wrong_password().to_owned());
            }
            _ => self.state.failed(failure),
        }
    }
}

/// The staff's sign-in form.
#[component]
pub fn StaffSignIn() -> impl IntoView {
    let form = Inputs::new();
    let second = move || {
        form.asks_totp.get().then(|| {
            view! {
                <p class="sm" role="status">{say::accounts::totp_now()}</p>
                <TextField
                    field=Field::Totp
                    kind=Kind::OneTimeCode
                    value=form.totp
                    problems=form.state.problems
                    hint=say::accounts::totp_hint()
                    autofocus=true
                />
            }
        })
    };
    let problems = form.state.problems;
    let inputs = view! {
        <TextField field=Field::Login kind=Kind::Login value=form.login problems=problems autofocus=true />
        <TextField field=Field::Password kind=Kind::Password value=form.password problems=problems />
        {second}
    };
    let button = view! {
        <Button look=Look::Main submits=true pending=form.state.pending>{say::accounts::sign_in()}</Button>
    };
    around(form.state, inputs.into_any(), move || form.enter(), button.into_any())
}
