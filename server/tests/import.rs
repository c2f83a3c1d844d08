//! Real history brought over from a CSV file: through the store, the rules, the cockpit and the command line.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::cockpit_sums::follow;
use crate::common::{Server, server};
use crate::lists::stored;
use steward_core::cockpit::channels::CHANNELS;
use steward_core::cockpit::figures::{COCKPIT, CockpitQuery};
use steward_core::cockpit::measure::{Measure, Rollup, Sum};
use steward_core::day::Day;
use steward_core::sla::policy::ClockKind;
use steward_core::tickets::api::{LIST, ListQuery, View};
use steward_core::tickets::{State, Ticket};
use steward_core::time::Instant;
use steward_server::db::{rows, sql};
use steward_server::import::{CannotImport, Import, Map, Reason, Report};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn nyc_map() -> Map {
    Map::from_file(&data("maps/nyc311.toml")).unwrap()
}

fn nyc_file() -> std::fs::File {
    std::fs::File::open(data("../tests/data/nyc311-999.csv")).unwrap()
}

async fn import(server: &Server, map: &Map, source: impl std::io::Read) -> Result<Report, CannotImport> {
    let app = server.running.app();
    let import = Import { db: app.db(), writer: Some(app.writer()), map, now: app.now() };
    import.run(source).await
}

/// The years in which everything was submitted and closed that is brought over.
fn those_years() -> CockpitQuery {
    let day = |text: &str| Day::try_from(text.to_owned()).ok();
    CockpitQuery { first: day("2010-01-01"), last: day("2015-12-31"), ..CockpitQuery::default() }
}

/// What the cockpit says of all projects of a source, as head office sees it.
async fn figures(server: &Server, prefix: &str) -> Rollup {
    follow(server, 500).await;
    let page = server.staff("hq").await.call(&COCKPIT, &[], &those_years()).await.unwrap();
    let mut sum = Rollup::default();
    for line in page.lines.iter().filter(|line| line.project.as_str().starts_with(prefix)) {
        sum.merge(&line.now.tickets);
    }
    sum
}

/// How many tickets of all projects a list has.
async fn listed(server: &Server, query: ListQuery) -> Option<u64> {
    server.staff("hq").await.call(&LIST, &[], &query).await.unwrap().total
}

async fn number(server: &Server, query: &'static str) -> i64 {
    sql(query).number(&server.running.app().db().read).await.unwrap()
}

async fn ticket(server: &Server, key: &str) -> Ticket {
    let query = sql("select body from tickets where external_key = $1").bind(key);
    rows::json(&query.row(&server.running.app().db().read).await.unwrap().unwrap(), 0).unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

#[tokio::test]
async fn the_cockpit_shows_just_what_the_999_requests_say() {
    let server = server().await;
    let report = import(&server, &nyc_map(), nyc_file()).await.unwrap();
    assert_eq!((report.rows, report.imported, report.known, report.left_out), (999, 999, 0, 0));
    assert_eq!(report.rejected, []);
    assert_eq!(report.projects_made.len(), 6);
    assert_eq!(report.projects_made["nyc-staten-island"], "Staten Island");

    // 980 of the 999 have both a due and a closed time, 820 of these closed in time; 10 are still open.
    let now = server.running.app().now();
    let tickets = stored(&server).await;
    let clocks = || tickets.iter().flat_map(|ticket| &ticket.clocks);
    assert!(
        clocks().all(|c| c.kind == ClockKind::External),
        "no other limit judges what nobody had promised"
    );
    let (met, late) = (clocks().filter(|c| c.is_met()), clocks().filter(|c| c.is_late(now)));
    assert_eq!((met.count(), late.count(), clocks().count()), (820, 170, 990));
    for (query, expected) in [
        (ListQuery { state: Some(State::Accepted), ..ListQuery::default() }, 10),
        (ListQuery { state: Some(State::Closed), ..ListQuery::default() }, 989),
        (ListQuery { view: Some(View::Overdue), ..ListQuery::default() }, 10),
        (ListQuery { view: Some(View::Due), ..ListQuery::default() }, 10),
    ] {
        assert_eq!(listed(&server, query.clone()).await, Some(expected), "{query:?}");
    }
    let figures = figures(&server, "nyc-").await;
    assert_eq!(figures.of(Measure::Volume).n, 999);
    assert_eq!(figures.of(Measure::Processing).n, 989);
    // Nine of the closed ones have no due time: nothing of them was late.
    assert_eq!(figures.of(Measure::Timely), Sum { n: 989, total: 829 });
    assert_eq!(figures.of(Measure::Praise), Sum::default());
    let ways = server.staff("hq").await.call(&CHANNELS, &[], &those_years()).await.unwrap();
    assert_eq!(ways.tallies, [], "nobody knows which way those owners came");
}

#[tokio::test]
async fn a_request_keeps_its_own_times_and_words() {
    let server = server().await;
    import(&server, &nyc_map(), nyc_file()).await.unwrap();
    let ticket = ticket(&server, "nyc311:19937896").await;
    assert_eq!(ticket.id.as_str(), "T20110301-0001");
    assert_eq!(ticket.said.text, "DOF Property - Payment Issue – Misapplied Payment");
    assert_eq!(ticket.submitter.name, "NYC 311");
    assert_eq!(ticket.submitted_at, at("2011-03-01T19:27:57Z"));
    assert_eq!(ticket.closed_at, Some(at("2011-03-14T19:59:20Z")), "after the clocks went forward");
    let clock = ticket.clock(ClockKind::External).unwrap();
    assert_eq!((clock.due, clock.is_met()), (at("2011-03-22T18:27:57Z"), true));
    let path = [
        (State::Submitted, at("2011-03-01T19:27:57Z")),
        (State::Accepted, at("2011-03-01T19:27:57Z")),
        (State::Completed, at("2011-03-14T19:59:20Z")),
        (State::Closed, at("2011-03-14T19:59:20Z")),
    ];
    assert_eq!(ticket.path, path);
    let external = ticket.said.external.unwrap();
    assert_eq!(
        (external.key.as_str(), external.category.as_str()),
        ("19937896", "DOF Property - Payment Issue")
    );
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let server = server().await;
    let events = "select count(*) from events";
    import(&server, &nyc_map(), nyc_file()).await.unwrap();
    let before = number(&server, events).await;
    let again = import(&server, &nyc_map(), nyc_file()).await.unwrap();
    assert_eq!((again.rows, again.imported, again.known, again.closed_since), (999, 0, 999, 0));
    assert_eq!((again.rejected.len(), again.projects_made.len()), (0, 0));
    assert_eq!(number(&server, events).await, before);
}

#[tokio::test]
async fn a_dry_run_foretells_and_writes_nothing() {
    let server = server().await;
    let app = server.running.app();
    let before = number(&server, "select count(*) from projects").await;
    let map = nyc_map();
    let dry = || Import { db: app.db(), writer: None, map: &map, now: app.now() };
    let report = dry().run(nyc_file()).await.unwrap();
    assert_eq!(
        (report.imported, report.known, report.projects_made.len(), report.dry_run),
        (999, 0, 6, true)
    );
    assert_eq!(number(&server, "select count(*) from projects").await, before);
    assert_eq!(number(&server, "select count(*) from tickets where external_key is not null").await, 0);
    import(&server, &nyc_map(), nyc_file()).await.unwrap();
    let report = dry().run(nyc_file()).await.unwrap();
    assert_eq!((report.imported, report.known, report.projects_made.len()), (0, 999, 0));
}

const OLD_MAP: &str = r#"
source = "old"
name = "旧系统"
encoding = "gb18030"
time_zone = "Asia/Shanghai"
dates = ["%Y-%m-%d %H:%M"]
[columns]
key = "编号"
created = "报事时间"
due = "时限"
closed = "完成时间"
text = "内容"
building = "楼栋"
unit = "单元"
room = "房号"
[project]
column = "小区"
[category]
column = "类别"
values = { "水电" = "water.pipe", "电梯" = "public.lift" }
"#;

fn old_map() -> Map {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), OLD_MAP).unwrap();
    Map::from_file(file.path()).unwrap()
}

fn old_file(rows: &[&str]) -> Vec<u8> {
    let text =
        format!("编号,报事时间,时限,完成时间,内容,楼栋,单元,房号,小区,类别\r\n{}\r\n", rows.join("\r\n"));
    encoding_rs::GB18030.encode(&text).0.into_owned()
}

#[tokio::test]
async fn bad_rows_are_named_and_good_ones_go_on() {
    let server = server().await;
    let mut file = old_file(&[
        "A1,2024-03-01 08:00,2024-03-02 08:00,2024-03-01 20:00,厨房漏水,12,2,1803,听澜苑,水电",
        "A2,2024-03-01 08:00,,2024-02-29 08:00,关得太早,12,2,1803,听澜苑,水电",
        "A3,昨天,,,什么时候,12,2,1803,听澜苑,水电",
        ",2024-03-01 08:00,,,没有编号,12,2,1803,听澜苑,水电",
        "A5,2024-03-01 08:00,,,不知道的类别,12,2,1803,听澜苑,花园",
        "A6,2024-03-01 08:00,,,不知道的小区,1,1,101,天上人间,水电",
        "A7,2024-03-01 08:00,,,少了一列,12,2,1803,听澜苑",
    ]);
    file.extend("A8,2024-03-01 08:00,,,这一行是别的编码,1,1,1,听澜苑,水电\r\n".as_bytes());
    file.extend_from_slice(&old_file(&["A9,2024-03-01 08:00,,,电梯异响,,,,tinglan,电梯"])[header_len()..]);
    let report = import(&server, &old_map(), file.as_slice()).await.unwrap();
    let found: Vec<_> = report.rejected.iter().map(|r| (r.line, r.key.as_str(), r.reason)).collect();
    let expected = [
        (3, "A2", Reason::ClosedBeforeOpened),
        (4, "A3", Reason::UnreadableDate),
        (5, "", Reason::Empty),
        (6, "A5", Reason::UnknownWord),
        (7, "A6", Reason::UnknownProject),
        (8, "", Reason::ColumnCount),
        (9, "", Reason::OtherEncoding),
    ];
    assert_eq!(found, expected);
    assert_eq!((report.rows, report.imported), (9, 2));

    let first = ticket(&server, "old:A1").await;
    assert_eq!(
        first.said.household.as_ref().map(steward_core::ids::HouseholdId::as_str),
        Some("tinglan-12-2-1803"),
        "found by its door"
    );
    assert_eq!(first.clock(ClockKind::External).map(steward_core::sla::clock::Clock::is_met), Some(true));
    let by_id = ticket(&server, "old:A9").await;
    assert_eq!(
        (by_id.said.project.as_str(), by_id.state),
        ("tinglan", State::Accepted),
        "a project by its id"
    );
}

fn header_len() -> usize {
    old_file(&[""]).len() - 4
}

#[tokio::test]
async fn a_ticket_that_was_open_then_is_closed_by_a_later_file() {
    let server = server().await;
    let open = old_file(&["B1,2024-03-01 08:00,2024-03-02 08:00,,厨房漏水,12,2,1803,听澜苑,水电"]);
    let closed =
        old_file(&["B1,2024-03-01 08:00,2024-03-02 08:00,2024-03-03 09:00,厨房漏水,12,2,1803,听澜苑,水电"]);
    let report = import(&server, &old_map(), open.as_slice()).await.unwrap();
    assert_eq!((report.imported, report.closed_since), (1, 0));
    let report = import(&server, &old_map(), closed.as_slice()).await.unwrap();
    assert_eq!((report.imported, report.known, report.closed_since), (0, 0, 1));
    let ticket = ticket(&server, "old:B1").await;
    assert_eq!((ticket.state, ticket.closed_at), (State::Closed, Some(at("2024-03-03T01:00:00Z"))));
    assert!(!ticket.clock(ClockKind::External).unwrap().is_met());
    let report = import(&server, &old_map(), open.as_slice()).await.unwrap();
    assert_eq!((report.known, report.closed_since), (1, 0), "an older file takes nothing back");
}

#[tokio::test]
async fn the_same_key_twice_in_a_file_is_one_ticket() {
    let server = server().await;
    let row = "C1,2024-03-01 08:00,,,厨房漏水,12,2,1803,听澜苑,水电";
    let report = import(&server, &old_map(), old_file(&[row, row]).as_slice()).await.unwrap();
    assert_eq!((report.imported, report.known), (1, 1));
    assert_eq!(number(&server, "select count(*) from tickets where external_key = 'old:C1'").await, 1);
}

fn steward(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_steward"));
    command.args(arguments).env("STEWARD_LOG_LEVEL", "warn").output().unwrap()
}

#[test]
fn the_command_line_prints_the_report_and_says_what_is_wrong_with_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (map, store, json) = (data("maps/nyc311.toml"), path("store"), path("report.json"));
    let map = map.to_str().unwrap();
    let text = std::fs::read_to_string(data("../tests/data/nyc311-999.csv")).unwrap();
    let few: Vec<&str> = text.lines().take(11).collect();
    std::fs::write(path("few.csv"), few.join("\n")).unwrap();

    let done = steward(&["import", "--map", map, &path("few.csv"), "--data", &store, "--report", &json]);
    let out = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success(), "{out}{}", String::from_utf8_lossy(&done.stderr));
    assert!(
        out.contains("nyc311: 10 rows, 10 imported, 0 known, 0 closed since, 0 left out, 0 rejected"),
        "{out}"
    );
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_eq!((&report["rows"], &report["imported"]), (&10.into(), &10.into()));

    std::fs::write(path("bad.csv"), few.join("\n").replacen("03/14/2011", "02/14/2011", 1)).unwrap();
    let done = steward(&["import", "--map", map, &path("bad.csv"), "--data", &path("other")]);
    let out = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(!done.status.success(), "a rejected row shows in the exit code");
    assert!(
        out.contains("rejected line 2 (key 19937896): Closed Date: closed before it was opened"),
        "{out}"
    );

    std::fs::write(path("wrong.csv"), "a,b\n1,2\n").unwrap();
    let done = steward(&["import", "--map", map, &path("wrong.csv"), "--data", &path("third")]);
    let error = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(!done.status.success() && error.contains("the file has no column \"Unique Key\""), "{error}");
}
