//! Changes are on open pages by themselves (N18): an owner's within 5 seconds, a cockpit's within 60, without a reload.

use std::time::Duration;

use steward_core::tickets::Command;
use steward_tests::browser::{Page, heading};
use steward_tests::people::{from_home, leak};
use steward_tests::wait::until;

use crate::stage::{Stage, told};

told!(changes_come_by_themselves in PHONE_ZH: phone_zh, DESK_EN: desk_en);

/// A page that is loaded anew forgets this.
const MARK: &str = "window.stays = true";

/// Waits until the page has these words, as long as the promise allows.
#[track_caller]
fn within(page: &Page, allowed: Duration, words: &str) {
    let seen = until(allowed, || if page.text().contains(words) { Ok(()) } else { Err(()) });
    assert!(seen.is_ok(), "“{words}” was not on the page within {allowed:?}");
    assert_eq!(page.js("return window.stays === true", &[]), true, "the page was loaded anew");
}

fn changes_come_by_themselves(stage: &Stage) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    let owner = stage.owner();
    owner.go(&format!("/tickets/{id}"));
    owner.see(stage.say("tickets.state.submitted"));
    owner.quiet();
    owner.js(MARK, &[]);
    let office = stage.staff("hq");
    office.go("/console/cockpit?days=1");
    office.find(&heading(stage.say("cockpit.page")));
    office.quiet();
    office.js(MARK, &[]);

    stage.product.staff("agent").command(&id, Command::Reply { text: "师傅十点到，请留人。".to_owned() });
    within(&owner, Duration::from_secs(5), "师傅十点到，请留人。");

    let volume =
        "const tile = [...document.querySelectorAll('.tile')].find(t => t.innerText.includes(arguments[0]));
        return tile ? tile.querySelector('.fig').innerText.trim() : ''";
    let name = stage.say("cockpit.indicator.volume");
    stage.product.owner(3).submit(from_home(leak(), "tinglan-7-1-1204"));
    let counted = until(Duration::from_mins(1), || {
        let shown = office.js(volume, &[name.clone().into()]);
        if shown == "2" { Ok(()) } else { Err(shown) }
    });
    assert_eq!(counted, Ok(()), "the cockpit has not counted a ticket within a minute");
    assert_eq!(office.js("return window.stays === true", &[]), true, "the page was loaded anew");
    stage.curtain(&owner, "1-owner", &[]);
    stage.curtain(&office, "2-cockpit", &[]);
}
