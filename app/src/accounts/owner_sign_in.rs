//! An owner's sign-in: a phone number, then the six digits that arrive on it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::api::{OwnerSignIn as Request, REQUEST_CODE, RequestCode, SIGN_IN_OWNER};
use steward_core::problem::{Code, Field, Problem};

use super::entry::{around, missing};
use crate::net::{Failure, call, clock, session};
use crate::ui::button::Button;
use crate::ui::{Banner, Form, Kind, Look, TextField};
use crate::words::say;

/// What the two steps share.
#[derive(Clone, Copy)]
struct Inputs {
    phone: RwSignal<String>,
    code: RwSignal<String>,
    /// Whether a code was sent, so that it is asked for now.
    sent: RwSignal<bool>,
    /// The code itself, where the server runs a demo.
    demo: RwSignal<Option<String>>,
    /// When another code may be asked for, in milliseconds of the server's clock.
    again_at: RwSignal<i64>,
    state: Form,
}

impl Inputs {
    fn new() -> Self {
        Self {
            phone: RwSignal::new(String::new()),
            code: RwSignal::new(String::new()),
            sent: RwSignal::new(false),
            demo: RwSignal::new(None),
            again_at: RwSignal::new(0),
            state: Form::new(),
        }
    }

    /// Asks for a code.
    fn send(self) {
        let phone = self.phone.get_untracked().trim().to_owned();
        if !self.state.begin(missing(&[(Field::Phone, !phone.is_empty())])) {
            return;
        }
        spawn_local(async move {
            let answer = call(&REQUEST_CODE, &[], &RequestCode { phone }).await;
            self.state.pending.set(false);
            match answer {
                Ok(sent) => {
                    let wait = i64::from(sent.again_after_s) * 1000;
                    self.again_at.set(clock::now().millis() + wait);
                    self.code.set(String::new());
                    self.demo.set(sent.demo_code);
                    self.sent.set(true);
                }
                Err(failure) => self.failed(&failure, Field::Phone),
            }
        });
    }

    /// Signs in with the code.
    fn enter(self) {
        let digits: String = self.code.get_untracked().chars().filter(char::is_ascii_digit).collect();
        if !self.state.begin(missing(&[(Field::OneTimeCode, !digits.is_empty())])) {
            return;
        }
        let phone = self.phone.get_untracked().trim().to_owned();
        spawn_local(async move {
            let answer = call(&SIGN_IN_OWNER, &[], &Request { phone, code: digits }).await;
            self.state.pending.set(false);
            match answer {
                Ok(me) => session::enter(me),
                Err(failure) => {
                    if matches!(failure.code(), Some(Code::CodeUsedUp | Code::CodeExpired)) {
                        self.again_at.set(0);
                    }
                    self.failed(&failure, Field::OneTimeCode);
                }
            }
        });
    }

    /// Puts each problem beside its input: what concerns the code stands under the code.
    fn failed(self, failure: &Failure, input: Field) {
        match failure.code() {
            Some(code @ (Code::WrongCredentials | Code::CodeUsedUp | Code::CodeExpired | Code::BadPhone)) => {
                self.state.blame(vec![Problem::new(code).at(input)]);
            }
            _ => self.state.failed(failure),
        }
    }
}

/// The owner's sign-in form.
#[component]
pub fn OwnerSignIn() -> impl IntoView {
    let form = Inputs::new();
    let step = move || if form.sent.get() { code_step(form) } else { phone_step(form) };
    let submit = move || if form.sent.get_untracked() { form.enter() } else { form.send() };
    around(form.state, view! { {step} }.into_any(), submit, ().into_any())
}

fn phone_step(form: Inputs) -> AnyView {
    view! {
        <TextField
            field=Field::Phone
            kind=Kind::Phone
            value=form.phone
            problems=form.state.problems
            hint=say::accounts::phone_hint()
            autofocus=true
        />
        <Button look=Look::Main submits=true pending=form.state.pending>{say::accounts::send_code()}</Button>
    }
    .into_any()
}

fn code_step(form: Inputs) -> AnyView {
    let tick = clock::tick();
    let wait = Memo::new(move |_| (form.again_at.get() - tick.get().millis() + 999) / 1000);
    let again = move || {
        let wait = wait.get();
        if wait > 0 {
            view! { <span class="sm mute">{say::accounts::send_again_in(&wait)}</span> }.into_any()
        } else {
            let send = Callback::new(move |()| form.send());
            view! { <Button look=Look::Quiet on_press=send>{say::accounts::send_again()}</Button> }.into_any()
        }
    };
    let change = Callback::new(move |()| {
        form.sent.set(false);
        form.state.clear();
    });
    view! {
        <p class="sm">{move || say::accounts::code_sent(&masked(&form.phone.get()))}</p>
        {move || {
            form.demo.get().map(|code| {
                view! { <Banner>{say::accounts::demo_code(&code)}</Banner> }
            })
        }}
        <TextField
            field=Field::OneTimeCode
            kind=Kind::OneTimeCode
            value=form.code
            problems=form.state.problems
            autofocus=true
        />
        <Button look=Look::Main submits=true pending=form.state.pending>{say::accounts::sign_in()}</Button>
        <div class="line between">
            {again}
            <Button look=Look::Quiet on_press=change>{say::accounts::change_phone()}</Button>
        </div>
    }
    .into_any()
}

/// The number as it is shown back: 138****2046.
fn masked(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    let before = digits.len().saturating_sub(11);
    let middle = if digits.len() < 11 { 0..0 } else { before + 3..before + 7 };
    let shown = |(n, digit): (usize, &char)| if middle.contains(&n) { '*' } else { *digit };
    digits.iter().enumerate().skip(before).map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_number_is_shown_without_its_middle() {
        assert_eq!(masked("13812342046"), "138****2046");
        assert_eq!(masked("+86 138 1234 2046"), "138****2046");
        assert_eq!(masked("123"), "123");
    }
}
