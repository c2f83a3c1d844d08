//! Lists and figures as files: what the screen shows, as text and as workbook, and who took it.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use axum::http::header;
use steward_core::cockpit::figures::{COCKPIT, CockpitQuery, EXPORT_COCKPIT};
use steward_core::cockpit::indicator::Indicator;
use steward_core::export::Format;
use steward_core::problem::Code;
use steward_core::tickets::api::{EXPORT_LIST, LIST, ListQuery, View};
use steward_core::time::Seconds;
use steward_server::db::sql;
use steward_server::demo::Filling;

use super::common::tickets::{leak, noise};
use super::common::{Client, server, server_with};
use super::outbox::number;

fn records(text: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
    reader.records().map(Result::unwrap).collect()
}

fn everything() -> ListQuery {
    ListQuery { view: Some(View::All), ..ListQuery::default() }
}

/// The only sheet of a workbook, as it is stored.
pub(crate) fn sheet(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Every ticket that the list shows, page after page.
async fn listed(client: &mut Client, query: ListQuery) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page =
            client.call(&LIST, &[], &ListQuery { after, limit: Some(100), ..query.clone() }).await.unwrap();
        ids.extend(page.rows.into_iter().map(|row| row.id.to_string()));
        match page.next {
            Some(next) => after = Some(next),
            None => return ids,
        }
    }
}

#[tokio::test]
async fn a_list_is_exported_as_it_is_filtered_and_ordered_for_everybody_who_sees_it() {
    let server = server_with(|config| config.demo_filling = Filling::Everything).await;
    for login in ["agent", "engineer", "supervisor", "manager2", "hq", "operations"] {
        let mut client = server.staff(login).await;
        let measured = ListQuery { at_risk: Some(true), view: Some(View::Due), ..ListQuery::default() };
        for query in [everything(), measured] {
            let expected = listed(&mut client, query.clone()).await;
            let text = client.file(&EXPORT_LIST, &[], Format::Csv, query).await.unwrap().text();
            let ids: Vec<String> = records(&text).iter().map(|record| record[0].to_owned()).collect();
            assert_eq!(ids, expected, "{login}");
        }
    }
}

#[tokio::test]
async fn phones_are_masked_codes_have_names_and_who_took_it_is_logged() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let id = owner.submit(leak()).await.unwrap().ticket.id;
    owner.submit(noise()).await.unwrap();
    server.advance(Seconds::minutes(90));
    let mut hq = server.staff("hq").await;
    let query =
        ListQuery { project: Some("tinglan".parse().unwrap()), q: Some("滴水".into()), ..everything() };
    let reply = hq.file(&EXPORT_LIST, &[], Format::Csv, query.clone()).await.unwrap();
    assert_eq!(reply.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
    let name = reply.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"tickets-20260915-0750.csv\"");
    let all = records(&reply.text());
    let [line] = all.as_slice() else { panic!("{all:?}") };
    let cells: Vec<&str> = [0, 1, 2, 5, 6, 8, 11, 14, 17].map(|at: usize| &line[at]).into();
    let expected = [
        id.as_str(),
        "听澜苑",
        "12-2-1803",
        "报修",
        "水管漏水",
        "已提交",
        "138****0001",
        "2026-09-15 14:20",
        "已超时",
    ];
    assert_eq!(cells, expected);
    let logged = sql("select reason from audit where action = 'ticket-export' and person_id = 'staff-hq' \
        and project_id = 'tinglan'");
    let row = logged.row(&server.running.app().db().read).await.unwrap().unwrap();
    let reason = steward_server::db::rows::text(&row, 0).unwrap();
    assert_eq!(reason, "project=tinglan&q=滴水&view=all csv 1 lines");
    // In the language of the person.
    let english = steward_core::accounts::api::Preferences { locale: Some("en".into()), theme: None };
    hq.call(&steward_core::accounts::api::SET_PREFERENCES, &[], &english).await.unwrap();
    let text = hq.file(&EXPORT_LIST, &[], Format::Csv, query).await.unwrap().text();
    assert_eq!((&records(&text)[0][6], &records(&text)[0][17]), ("Water leak", "Overdue"), "{text}");
    // Another project's manager gets none of it, an owner nothing at all.
    let mut other = server.staff("manager2").await;
    let text = other.file(&EXPORT_LIST, &[], Format::Csv, everything()).await.unwrap().text();
    assert!(records(&text).is_empty(), "{text}");
    let refused = owner.file(&EXPORT_LIST, &[], Format::Csv, everything()).await.err().unwrap();
    assert_eq!(refused.code, Code::Forbidden);
    assert_eq!(number(&server, "select count(*) from audit where action = 'ticket-export'").await, 3);
}

#[tokio::test]
async fn a_workbook_holds_the_same_lines_with_typed_cells() {
    let server = server_with(|config| config.demo_filling = Filling::Everything).await;
    let mut hq = server.staff("hq").await;
    let csv = hq.file(&EXPORT_LIST, &[], Format::Csv, everything()).await.unwrap().text();
    let reply = hq.file(&EXPORT_LIST, &[], Format::Xlsx, everything()).await.unwrap();
    assert_eq!(reply.headers[header::CONTENT_TYPE], Format::Xlsx.media_type());
    let sheet = sheet(&reply.body);
    let lines = records(&csv);
    assert_eq!(sheet.matches("<row ").count(), lines.len() + 1, "and the heads");
    let ids: BTreeSet<&str> = lines.iter().map(|line| &line[0]).collect();
    assert!(ids.len() > 20 && ids.iter().all(|id| sheet.contains(&format!("<t>{id}</t>"))));
    assert!(!sheet.contains("<f>"));
}

#[tokio::test]
async fn a_workbook_of_the_cockpit_says_what_the_page_says() {
    let server = server_with(|config| config.demo_filling = Filling::Everything).await;
    let (follow, app) = (steward_server::cockpit::projection::follow::follow, server.running.app());
    while follow(app.db(), app.writer(), 500).await.unwrap() {}
    let mut manager = server.staff("manager2").await;
    let query = CockpitQuery::default();
    let page = manager.call(&COCKPIT, &[], &query).await.unwrap();
    let reply = manager.file(&EXPORT_COCKPIT, &[], Format::Xlsx, query).await.unwrap();
    let sheet = sheet(&reply.body);
    assert_eq!(sheet.matches("<row ").count(), 1 + (page.lines.len() + 1) * Indicator::ALL.len());
    assert!(!sheet.contains("听澜苑"), "another manager's project");
    let timely = Indicator::Timely.rounded(page.total().0.of(Indicator::Timely).unwrap()).unwrap();
    let shown = format!("<v>{}</v>", f64::from(i32::try_from(timely).unwrap()) / 100.0);
    assert!(sheet.contains(&shown), "{shown}");
}

/// While an export is made, tickets come and go: it shows one moment.
#[tokio::test]
async fn a_list_is_read_in_one_moment_of_the_store() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    owner.submit(leak()).await.unwrap();
    let db = server.running.app().db();
    let mut moment = db.moment().await.unwrap();
    let count = || sql("select count(*) from tickets");
    let before = count().number(&mut *moment).await.unwrap();
    owner.submit(leak()).await.unwrap();
    assert_eq!(count().number(&mut *moment).await.unwrap(), before);
    assert_eq!(count().number(&db.read).await.unwrap(), before + 1);
}
