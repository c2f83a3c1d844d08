//! The cockpit on a wall: large, dark, without navigation and without anything about a person; it says when it is not
//! current, comes back by itself, and never dies silently.

use steward_core::accounts::api::SIGN_OUT;
use steward_core::endpoint::Nothing;
use steward_core::sla::policy::ClockKind;
use steward_tests::browser::{Look, button, heading, link, textbox};
use steward_tests::people::{PASSWORD, flood, leak};
use steward_tests::product::Setup;

use crate::stage::Stage;

fn a_day_of_a_wall(stage: &Stage) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    stage.product.until_late(&id, ClockKind::OnSite);
    let wall = stage.staff("hq");
    wall.go("/console/cockpit");
    wall.find(&heading(stage.say("cockpit.page")));
    wall.tap(&link(stage.say("cockpit.wall")));
    wall.find(&heading(stage.fill_in("wall.of", &[("place", "澄岸物业集团")])));
    wall.quiet();
    wall.see(stage.say("common.live"));
    // The ticket that is late the longest, without its door.
    wall.see(["松风庭 ", &stage.fill_in("cockpit.building_of", &[("building", "3")])].concat());
    assert_eq!(wall.js("return document.documentElement.dataset.theme", &[]), "dark");
    assert_eq!(wall.js("return document.querySelectorAll('nav').length", &[]), 0);
    nobody(&wall.text());
    stage.curtain(&wall, "1-dark", &[]);
    wall.tap(&link(stage.say("wall.light")));
    wall.find(&link(stage.say("wall.dark")));
    stage.curtain(&wall, "2-light", &[]);
    wall.tap(&link(stage.say("wall.dark")));

    // Without a network it says so, keeps what it has, and comes back by itself.
    wall.network(false);
    wall.js("window.dispatchEvent(new Event('offline'))", &[]);
    wall.see(stage.say("wall.cut"));
    wall.see("听澜苑");
    stage.curtain(&wall, "3-cut", &[]);
    wall.network(true);
    wall.js("window.dispatchEvent(new Event('online'))", &[]);
    wall.see_no(stage.say("wall.cut"));
    wall.see(stage.say("common.live"));

    // Signed out, it says so and how to go on; the figures stay.
    stage.product.staff("hq").call(&SIGN_OUT, &[], &Nothing {});
    stage.product.owner(1).submit(flood());
    wall.see(stage.say("wall.signed_out"));
    wall.see(stage.say("accounts.ended"));
    wall.see("听澜苑");
    stage.curtain(&wall, "4-signed-out", &[401]);
    wall.fill(&textbox(stage.say("problems.field.login")), "hq");
    wall.fill(&textbox(stage.say("problems.field.password")), PASSWORD);
    wall.tap(&button(stage.say("accounts.sign_in")));
    wall.see_no(stage.say("wall.signed_out"));
    wall.see(stage.say("common.live"));

    // Esc leads back to the cockpit, in the theme that it had.
    wall.key("\u{e00c}");
    wall.find(&heading(stage.say("cockpit.page")));
    assert_eq!(
        wall.js("return document.documentElement.dataset.theme ?? null", &[]),
        serde_json::Value::Null
    );
}

/// Nothing on a wall is about a person.
fn nobody(text: &str) {
    for word in ["12-2-1803", "1803", "水槽", "周启明", "苏晓", "138000"] {
        assert!(!text.contains(word), "“{word}” is on the wall");
    }
}

fn tell(look: Look) {
    Stage::tell_with("wall", look, Setup { tickets: true, ..Setup::default() }, a_day_of_a_wall);
}

#[test]
#[ignore = "needs a browser and the bundles: cargo xtask test stories"]
fn wall_zh() {
    tell(Look::WALL_ZH);
}

#[test]
#[ignore = "needs a browser and the bundles: cargo xtask test stories"]
fn wall_en() {
    tell(Look::WALL_EN);
}
