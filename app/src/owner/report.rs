//! Reporting something in five taps and one sentence: photo, words, category, 提交; the promised times stand below.

use leptos::prelude::*;
use leptos::task::spawn_local;
use steward_core::problem::Code;
use steward_core::tickets::api::{SUBMIT, SubmitTicket, TicketPage, title};

use super::mine::Mine;
use super::report_fields::Fields;
use super::report_parts::{category, details, matter, promise, what};
use super::sending::photos_block;
use crate::nav;
use crate::net::{Failure, clock, command};
use crate::ui::button::Button;
use crate::ui::{Icon, Look, PageHead, icon_small, toast};
use crate::words::{problem, say};

/// The page; with `?for=contact` it is “contact us”.
pub fn page(mine: Mine) -> AnyView {
    let contacts = nav::asked("for").as_deref() == Some("contact");
    let fields = Fields::new(mine, if contacts { "contact" } else { "report" });
    let (head, label, hint, button) = if contacts {
        (
            say::owner::contact(),
            say::owner::what_contact(),
            say::owner::what_contact_hint(),
            say::owner::submit(),
        )
    } else {
        (say::owner::report_title(), say::owner::what(), say::owner::what_hint(), say::owner::submit_repair())
    };
    let saved = move || {
        fields.is_kept.get().then(|| {
            view! { <span class="sm mute saved">{icon_small(Icon::Check)}{say::owner::draft_saved()}</span> }
        })
    };
    let submit = Callback::new(move |()| submit(fields));
    let blocked = Signal::derive(move || {
        photos_block(fields.photos)
            .or_else(|| fields.home().is_none().then(|| say::owner::no_home_note().to_owned()))
    });
    view! {
        <PageHead words=head back="/">
            {saved}
        </PageHead>
        <main id="main">
            {contacts.then(|| matter(fields))}
            {what(fields, label, hint)}
            {category(fields)}
            {details(fields)}
            {promise(fields)}
            {fields.form.note()}
        </main>
        <footer class="dock">
            <Button look=Look::Main pending=fields.form.pending blocked=blocked on_press=submit>{button}</Button>
        </footer>
    }
    .into_any()
}

fn submit(fields: Fields) {
    let Some((draft, home)) = untrack(|| fields.draft()) else { return };
    if !fields.form.begin(draft.check(clock::now())) {
        return;
    }
    spawn_local(async move {
        let about = say::owner::submit_about(&title(&draft.text));
        let command_id = fields.id();
        let request = SubmitTicket { command_id: command_id.clone(), draft };
        let draft = fields.key();
        let answer: Result<TicketPage, Failure> =
            command(&SUBMIT, &[], &request, &command_id, about, Some(&draft)).await;
        match answer {
            Ok(page) => {
                let to = ["/tickets/", page.ticket.id.as_str(), "?sent"].concat();
                fields.forget();
                fields.mine().choose_home(&home.household);
                fields.mine().show(page);
                fields.mine().reload();
                nav::go_instead(&to);
            }
            Err(Failure::Kept) => {
                fields.forget();
                toast::tell(problem::failure(&Failure::Kept));
                nav::go_instead("/tickets");
            }
            // The page was closed while it was being sent, and what it said then was sent by itself since.
            Err(failure) if failure.code() == Some(Code::CommandReused) => {
                fields.begin_anew();
                fields.mine().reload();
                fields.form.refused(say::owner::already_sent().to_owned());
            }
            Err(failure) => fields.form.failed(&failure),
        }
    });
}
