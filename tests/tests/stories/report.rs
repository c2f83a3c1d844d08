//! The month on paper: the report says what the cockpit says of the same days, prints as a document, and is mailed only
//! where there is mail.

use std::collections::BTreeMap;

use steward_core::cockpit::figures::{COCKPIT, Cockpit, CockpitQuery};
use steward_core::sla::policy::ClockKind;
use steward_tests::browser::{Page, button, heading, link};
use steward_tests::people::leak;

use crate::stage::{Stage, told};

told!(the_month_on_paper in PHONE_EN: phone_en, DESK_ZH: desk_zh);

/// Names of indicators with their values, as a page shows them.
fn shown(page: &Page, rows: &str, name: &str, value: &str) -> BTreeMap<String, String> {
    let script = "return [...document.querySelectorAll(arguments[0])].map(row => \
        [row.querySelector(arguments[1])?.innerText ?? '', row.querySelector(arguments[2])?.innerText ?? ''])";
    let found = page.js(script, &[rows.into(), name.into(), value.into()]);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().trim().to_owned();
    let pairs = found.as_array().cloned().unwrap_or_default();
    pairs.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).filter(|(_, value)| !value.is_empty()).collect()
}

fn the_month_on_paper(stage: &Stage) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    stage.product.until_late(&id, ClockKind::OnSite);
    let office = stage.staff("hq");
    office.go("/console/cockpit");
    office.find(&heading(stage.say("cockpit.page")));
    office.see("0.0%");
    office.tap(&link(stage.say("reports.page")));
    office.find(&heading(stage.say("reports.page")));
    office.see(stage.say("reports.alarms_none"));

    // The month that runs, up to today.
    let query = CockpitQuery { days: Some(1), ..CockpitQuery::default() };
    let today: Cockpit = stage.product.staff("hq").call(&COCKPIT, &[], &query).ok();
    let (first, last) = (String::from(today.period.last.first_of_month()), String::from(today.period.last));
    office.go(&format!("/console/report?month={}", &first[..7]));
    office.see(stage.say("reports.title_month"));
    office.see("0.0%");
    office.see("厨房水槽下面一直滴水");
    office.see(stage.say("reports.no_mail.server"));
    office.quiet();
    let rows = "[aria-labelledby=rp-figures] tbody tr";
    let on_report = shown(&office, rows, "th", "td");
    assert_eq!(on_report.get(&stage.say("cockpit.indicator.volume")).map(String::as_str), Some("1"));
    stage.curtain(&office, "1-report", &[]);

    let paper = office.print("report");
    assert!(paper.starts_with(b"%PDF"), "a PDF");
    let text = String::from_utf8_lossy(&paper);
    let pages = text.matches("/Type /Page").count() - text.matches("/Type /Pages").count();
    assert!((1..=12).contains(&pages), "{pages} pages");
    office.on_paper(true);
    office.find_no(&button(stage.say("reports.print")));
    office.find_no(&heading(stage.say("reports.mails")));
    office.shot("report-on-paper");
    office.on_paper(false);

    office.go(&format!("/console/cockpit?from={first}&to={last}"));
    office.see("0.0%");
    office.quiet();
    let on_cockpit = shown(&office, ".tile", ".name > span", ".fig b");
    assert_eq!(on_report, on_cockpit);

    // Another project's manager prints their own.
    let manager = stage.staff("manager2");
    manager.go(&format!("/console/report?month={}", &first[..7]));
    manager.see(stage.say("reports.definitions"));
    manager.quiet();
    manager.see_no("听澜苑");
}
