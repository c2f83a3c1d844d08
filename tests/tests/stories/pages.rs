//! Every page with the demo's work on it, light and dark: accessible, without errors, kept as pictures.

use steward_tests::browser::{Look, Page, button, heading, link};
use steward_tests::product::Setup;

use crate::stage::Stage;

const CONSOLE: [(&str, &str, &str); 13] = [
    ("agent", "/console", "console.worklist"),
    ("agent", "/console/dispatch", "console.dispatch"),
    ("agent", "/console/visits", "console.visits"),
    ("engineer", "/console/jobs", "console.jobs"),
    ("supervisor", "/console/approvals", "console.approvals"),
    ("supervisor", "/console/voices", "voices.page"),
    ("hq", "/console/cockpit", "cockpit.page"),
    ("hq", "/console/milestones", "milestones.page"),
    ("hq", "/console/report", "reports.page"),
    ("hq", "/console/standards", "console.standards"),
    ("data", "/console/surveys", "console.surveys"),
    ("data", "/console/customer-voice", "console.customer_voice"),
    ("data", "/console/homes?home=tinglan-12-2-1803", "console.homes"),
];

const OWNER: [(&str, &str); 3] = [("/", "owner.home"), ("/tickets", "owner.tickets"), ("/me", "owner.me")];

/// One phone and one desk, each in its own language: a theme changes colours, not words or widths.
fn in_both_themes(stage: &Stage) -> bool {
    [Look::PHONE_ZH, Look::DESK_EN].contains(&stage.look)
}

fn every_page(stage: &Stage) {
    let mut staff: Option<(&str, Page)> = None;
    for (login, path, name) in CONSOLE {
        if staff.as_ref().is_none_or(|(who, _)| *who != login) {
            staff = Some((login, stage.staff(login)));
        }
        let Some((_, page)) = &staff else { continue };
        page.go(path);
        page.find(&heading(stage.say(name)));
        page.quiet();
        let scene = name.replace('.', "-");
        stage.curtain(page, &scene, &[]);
        if in_both_themes(stage) {
            page.dark(true);
            stage.curtain(page, &format!("{scene}-dark"), &[]);
            page.dark(false);
        }
    }
    drop(staff);
    let page = stage.owner();
    for (path, name) in OWNER {
        page.go(path);
        page.find(&heading(stage.say(name)));
        page.quiet();
        let scene = name.replace('.', "-");
        stage.curtain(&page, &scene, &[]);
        if in_both_themes(stage) {
            page.dark(true);
            stage.curtain(&page, &format!("{scene}-dark"), &[]);
            page.dark(false);
        }
    }
    page.go("/no/such/page");
    page.see(stage.say("common.not_found_title"));
    stage.curtain(&page, "not-found", &[]);
    page.go("/tickets/T20200101-0001");
    page.find(&button(stage.say("common.retry")));
    stage.curtain(&page, "no-ticket", &[404]);
    page.tap(&link(stage.say("owner.to_tickets")));
    page.find(&heading(stage.say("owner.tickets")));
}

fn tell(look: Look) {
    Stage::tell_with("pages", look, Setup { tickets: true, ..Setup::default() }, every_page);
}

#[test]
#[ignore = "needs a browser and the bundles: cargo xtask test stories"]
fn phone_zh() {
    tell(Look::PHONE_ZH);
}

#[test]
#[ignore = "needs a browser and the bundles: cargo xtask test stories"]
fn phone_en() {
    tell(Look::PHONE_EN);
}

#[test]
#[ignore = "needs a browser and the bundles: cargo xtask test stories"]
fn desk_zh() {
    tell(Look::DESK_ZH);
}

#[test]
#[ignore = "needs a browser and the bundles: cargo xtask test stories"]
fn desk_en() {
    tell(Look::DESK_EN);
}
