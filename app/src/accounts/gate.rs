//! Who may pass: asks the server who is signed in, shows the sign-in if nobody is, and the pages behind it else.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::accounts::api::Me;
use steward_core::accounts::role::Role;

use crate::nav;
use crate::net::session::{self, Session};
use crate::net::{Failure, live};
use crate::ui::button::Button;
use crate::ui::{Dialog, Heading, Look, failed, page, skeleton, toast};
use crate::words::{problem, say};

/// One side of the product: who belongs there and how they sign in.
#[derive(Clone, Copy)]
pub struct Side {
    /// Whether this role works on this side.
    pub belongs: fn(Role) -> bool,
    /// The sign-in page.
    pub sign_in: fn() -> AnyView,
    /// The sign-in form alone, for the dialog above a page whose session has ended.
    pub sign_in_again: fn() -> AnyView,
    /// The pages.
    pub pages: fn() -> AnyView,
    /// Whether an address is open to anybody: nobody signs in there.
    pub is_open: fn(&str) -> bool,
    /// The page of such an address.
    pub open: fn() -> AnyView,
    /// What to say to somebody of the other side.
    pub stranger: fn() -> &'static str,
    /// The address of the other side and the words of the link to it.
    pub other: fn() -> (&'static str, &'static str),
}

/// What stands in front, without what changes inside it: the pages stay while the person's data is renewed.
#[derive(Clone, PartialEq, Eq)]
enum Front {
    Waiting,
    Failed(Failure),
    SignIn,
    Open,
    Stranger,
    Pages,
}

/// The gate of one side.
#[component]
pub fn Gate(
    /// The side.
    side: Side,
) -> impl IntoView {
    let session = session::session();
    let path = nav::path();
    let front = Memo::new(move |_| match session.get() {
        _ if path.with(|path| (side.is_open)(path)) => Front::Open,
        Session::Unknown => Front::Waiting,
        Session::Unreached(failure) => Front::Failed(failure),
        Session::Out => Front::SignIn,
        Session::In(me) => front_of(side, &me),
    });
    // Who comes from a page that is open to anybody has not been asked yet.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = path.with(|path| (side.is_open)(path));
        if was_open == Some(true) && !is_open {
            session::ask();
        }
        is_open
    });
    move || match front.get() {
        Front::Waiting => view! { <main class="front">{skeleton(4)}</main> }.into_any(),
        Front::Failed(why) => {
            let again = Callback::new(|()| session::ask());
            view! { <main class="front">{failed(&why, again)}</main> }.into_any()
        }
        Front::SignIn => {
            page::title(say::accounts::sign_in());
            (side.sign_in)()
        }
        Front::Open => (side.open)(),
        Front::Stranger => stranger(side),
        Front::Pages => {
            live::open();
            view! {
                {(side.pages)()}
                <SignInAgain form=side.sign_in_again />
            }
            .into_any()
        }
    }
}

fn front_of(side: Side, me: &Me) -> Front {
    if (side.belongs)(me.role) { Front::Pages } else { Front::Stranger }
}

/// Somebody of the other side is signed in: says so, with both ways out.
fn stranger(side: Side) -> AnyView {
    let (href, words) = (side.other)();
    let leave = Callback::new(|()| {
        spawn_local(async {
            if let Err(failure) = session::sign_out().await {
                toast::warn(problem::failure(&failure));
            }
        });
    });
    view! {
        <main class="front">
            <div class="stack">
                <Heading words=(side.stranger)() />
                <a class="btn primary" href=href rel="external">{words}</a>
                <Button look=Look::Quiet on_press=leave>{say::accounts::sign_out()}</Button>
            </div>
        </main>
    }
    .into_any()
}

/// The sign-in above a page whose session has ended.
#[component]
fn SignInAgain(form: fn() -> AnyView) -> impl IntoView {
    let ended = session::has_ended();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(ended.get()));
    view! {
        <Dialog open=open must=true title=say::accounts::ended()>
            <p class="sm">{say::accounts::ended_note()}</p>
            {form()}
        </Dialog>
    }
}
