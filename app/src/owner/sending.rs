//! Sending a command from a form, and what its photos have to do with that.

use leptos::prelude::*;
use steward_core::ids::CommandId;
use steward_core::tickets::Command;
use steward_core::tickets::api::{COMMAND, CommandRequest};

use super::mine::Mine;
use crate::net::{Failure, command};
use crate::ui::button::Button;
use crate::ui::{Banner, Look, Photos, Status};
use crate::words::say;

/// Gives a command to a ticket and shows the page that answers it. `expected_seq` is what the person was looking at,
/// where that must not have changed; `draft` is the key of what they typed, if it is kept.
pub(super) async fn give(
    mine: Mine,
    ticket: &str,
    what: Command,
    expected_seq: Option<u32>,
    id: &CommandId,
    about: String,
    draft: Option<&str>,
) -> Result<(), Failure> {
    let request = CommandRequest { command_id: id.clone(), expected_seq, command: what };
    let page = command(&COMMAND, &[ticket], &request, id, about, draft).await?;
    mine.show(page);
    Ok(())
}

/// Why photos keep a form from being sent: some are on their way, or did not get through.
pub(super) fn photos_block(photos: Photos) -> Option<String> {
    let words = match (photos.busy(), photos.failed()) {
        (true, _) => say::owner::photos_busy(),
        (_, true) => say::owner::photos_failed(),
        _ => return None,
    };
    Some(words.to_owned())
}

/// The note that photos of this draft are gone, because the page was closed before they were stored. It goes away
/// with the next photo, or when it is dismissed.
pub(super) fn photos_lost(lost: RwSignal<usize>, photos: Photos) -> AnyView {
    Effect::new(move |before: Option<usize>| {
        let count = photos.count();
        if before.is_some_and(|before| count > before) {
            lost.set(0);
        }
        count
    });
    let dismiss = Callback::new(move |()| lost.set(0));
    let note = move || {
        (lost.get() > 0).then(|| {
            let words = say::owner::photos_lost(u64::try_from(lost.get()).unwrap_or_default());
            view! {
                <Banner status=Status::Soon spoken=true>
                    <p>{words}</p>
                    <Button look=Look::Quiet on_press=dismiss>{say::common::dismiss()}</Button>
                </Banner>
            }
        })
    };
    view! { {note} }.into_any()
}
