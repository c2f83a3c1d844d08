//! What owners do on their side: report, look, rate.

use steward_core::endpoint::Page as Rows;
use steward_core::ids::TicketId;
use steward_core::tickets::api::{LIST, ListQuery, TicketRow};
use steward_tests::browser::{Page, button, link, radio, textbox};
use steward_tests::wait::until_true;

use crate::stage::Stage;

/// Goes home and opens the report page: the first tap.
#[track_caller]
pub(crate) fn begin_report(stage: &Stage, page: &Page) {
    page.go("/");
    page.tap(&link(stage.say("owner.report")).part());
    page.find(&textbox(stage.say("owner.what")));
}

/// Takes a photo, which is uploaded at once.
#[track_caller]
pub(crate) fn add_photo(stage: &Stage, page: &Page) {
    page.find(&button(stage.say("common.take_photo")));
    page.attach(&[stage.photo()]);
    page.find(&button(stage.say("common.remove_photo")));
    page.see_no(stage.say("common.sending_photo"));
}

/// Five taps and one sentence, with a photo; the ticket's number.
#[track_caller]
pub(crate) fn report(stage: &Stage, page: &Page, words: &str) -> TicketId {
    let before = all(stage);
    begin_report(stage, page);
    add_photo(stage, page);
    page.fill(&textbox(stage.say("owner.what")), words);
    page.find_with(&radio(stage.say("tickets.category.water.pipe")), "checked");
    page.tap(&button(stage.say("owner.submit")).part());
    let id = newest(stage, &before);
    page.see(id.as_str());
    id
}

/// The owner's tickets, as the server has them.
pub(crate) fn all(stage: &Stage) -> Vec<TicketId> {
    let query = ListQuery { limit: Some(100), ..ListQuery::default() };
    let rows: Rows<TicketRow> = stage.product.owner(1).call(&LIST, &[], &query).ok();
    rows.rows.into_iter().map(|row| row.id).collect()
}

/// The one ticket that has come since.
#[track_caller]
pub(crate) fn newest(stage: &Stage, before: &[TicketId]) -> TicketId {
    let mut new = Vec::new();
    until_true("the new ticket", || {
        new = all(stage);
        new.retain(|id| !before.contains(id));
        !new.is_empty()
    });
    assert_eq!(new.len(), 1, "one report makes one ticket");
    new.swap_remove(0)
}

/// Rates a finished ticket.
#[track_caller]
pub(crate) fn rate(stage: &Stage, page: &Page, ticket: &TicketId, stars: &str, words: &str) {
    page.go(&format!("/tickets/{ticket}"));
    page.tap(&link(stage.say("owner.rate_now")).part());
    for n in 1..=5 {
        let star = radio(stage.say(&format!("common.stars.{n}"))).part();
        page.find(&star);
    }
    page.tap(&radio(stage.say(&format!("common.stars.{stars}"))));
    page.fill(&textbox(stage.say("owner.rate_text")).part(), words);
    page.tap(&button(stage.say("owner.submit")).part());
    page.see(stage.say("owner.rated"));
}
