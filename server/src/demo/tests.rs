use std::sync::Arc;

use steward_core::time::Seconds;

use super::*;
use crate::http::health::Metrics;
use crate::live::Hub;
use crate::secret::Secret;
use crate::sla::Book;
use crate::writer;

pub(crate) async fn filled_at(now: Instant) -> (tempfile::TempDir, Db, usize) {
    let dir = tempfile::tempdir().unwrap();
    let address = Secret::new(format!("sqlite:{}", dir.path().join("demo.db").display()));
    let db = Db::open(&address, 1).await.unwrap();
    let photos = Photos::in_folder(&dir.path().join("photos")).unwrap();
    let parts = writer::Parts {
        db: db.clone(),
        book: Arc::new(Book::default()),
        hub: Hub::default(),
        announcers: Vec::new(),
        metrics: Arc::new(Metrics::default()),
    };
    let (writer, _) = writer::start(parts);
    fill_group(&db, now).await.unwrap();
    let photo = pictures::store(&writer, &photos, now).await.unwrap();
    past::fill(&db, past::Extent::LITTLE, photo.clone(), now).await.unwrap();
    let broken = tickets::fill(&db, &writer, photo, now).await.unwrap();
    (dir, db, broken)
}

async fn number(db: &Db, text: &'static str) -> i64 {
    sql(text).number(&db.read).await.unwrap()
}

/// Tuesday, 15 September 2026, 14:20 in Shanghai.
pub(crate) const AFTERNOON: Instant = Instant::from_secs(1_789_453_200);

#[tokio::test]
async fn every_story_is_told_to_its_end_at_any_hour() {
    for hours in [0, 7, 13, 20] {
        let (_dir, _db, broken) = filled_at(AFTERNOON + Seconds::hours(hours)).await;
        assert_eq!(broken, 0, "{hours} hours later");
    }
}

#[tokio::test]
async fn the_demo_shows_every_list_something() {
    let (_dir, db, _) = filled_at(AFTERNOON).await;
    for (what, text, least) in [
        ("tickets", "select count(*) from tickets", 60),
        ("states", "select count(distinct state) from tickets", 11),
        ("scenarios", "select count(distinct scenario) from tickets", 6),
        ("open", "select count(*) from tickets where done = 0", 20),
        ("overdue", "select count(*) from tickets where ended = 0 and next_due_at < 1789453200000", 4),
        ("paused", "select count(*) from tickets where state = 'paused'", 1),
        ("waiting for a reply", "select count(*) from tickets where waits_reply = 1 and ended = 0", 2),
        ("waiting for approval", "select count(*) from tickets where waits_approval = 1", 2),
        ("visits", "select count(*) from tickets where waits_visit = 1", 1),
        ("pool", "select count(*) from tickets where in_pool = 1", 2),
        ("escalated", "select count(*) from tickets where waits_ack = 1 and ended = 0", 3),
        ("rated", "select count(*) from tickets where stars > 0", 20),
        ("ledger", "select count(*) from ledger", 20),
    ] {
        let found = number(&db, text).await;
        assert!(found >= least, "{what}: {found} of at least {least}");
    }
}

#[tokio::test]
async fn the_demo_is_the_same_every_time() {
    let (_one, first, _) = filled_at(AFTERNOON).await;
    let (_two, second, _) = filled_at(AFTERNOON).await;
    let bodies = |db: Db| async move {
        let found = sql("select body from events order by ticket_id, seq").rows(&db.read).await.unwrap();
        found.iter().map(|row| crate::db::rows::text(row, 0).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(bodies(first).await, bodies(second).await);
}

/// One survey has ended and has improvements, its next wave is open and has answers of most homes.
#[tokio::test]
async fn surveys_show_results_and_what_follows() {
    let dir = tempfile::tempdir().unwrap();
    let address = Secret::new(format!("sqlite:{}", dir.path().join("demo.db").display()));
    let db = Db::open(&address, 1).await.unwrap();
    let parts = writer::Parts {
        db: db.clone(),
        book: Arc::new(Book::default()),
        hub: Hub::default(),
        announcers: Vec::new(),
        metrics: Arc::new(Metrics::default()),
    };
    let (writer, _) = writer::start(parts);
    fill_group(&db, AFTERNOON).await.unwrap();
    surveys::fill(&db, &writer, AFTERNOON).await.unwrap();
    for (what, text, least) in [
        ("surveys", "select count(*) from campaigns where state = 'running'", 2),
        ("open", "select count(*) from campaigns where closes_at > 1789453200000", 1),
        ("next wave", "select count(*) from campaigns where wave = 2", 1),
        ("answers", "select count(*) from campaign_answers", 20),
        ("improvements", "select count(*) from improvements", 2),
    ] {
        let found = number(&db, text).await;
        assert!(found >= least, "{what}: {found} of at least {least}");
    }
}

/// A supervisor of 听澜苑 finds a return visit to make, by the rules themselves.
#[tokio::test]
async fn a_return_visit_waits_for_the_supervisor() {
    use steward_core::accounts::{Actor, Role, Scope};
    use steward_core::tickets::{CommandKind, Ticket, can};
    let (_dir, db, _) = filled_at(AFTERNOON).await;
    let supervisor = Actor {
        person: "staff-supervisor".parse().unwrap(),
        role: Role::Supervisor,
        name: "方敏".to_owned(),
        department: None,
        scope: Scope::Projects(vec!["tinglan".parse().unwrap(), "yunqi".parse().unwrap()]),
    };
    let found =
        sql("select body, packed, id from tickets where waits_visit = 1").rows(&db.read).await.unwrap();
    let tickets: Vec<Ticket> = found.iter().map(|row| crate::db::rows::json(row, 0).unwrap()).collect();
    let ready: Vec<&Ticket> = tickets
        .iter()
        .filter(|ticket| can(ticket, &supervisor, CommandKind::RecordVisit, AFTERNOON).is_ok())
        .collect();
    assert!(ready.iter().any(|ticket| ticket.said.text.starts_with("单元门禁")), "{} wait", tickets.len());
}

/// R95: four of five projects are live; somebody of the first has not read it yet.
#[tokio::test]
async fn the_handbook_is_read_by_nearly_all() {
    let dir = tempfile::tempdir().unwrap();
    let address = Secret::new(format!("sqlite:{}", dir.path().join("demo.db").display()));
    let db = Db::open(&address, 1).await.unwrap();
    let parts = writer::Parts {
        db: db.clone(),
        book: Arc::new(Book::default()),
        hub: Hub::default(),
        announcers: Vec::new(),
        metrics: Arc::new(Metrics::default()),
    };
    let (writer, _) = writer::start(parts);
    fill_group(&db, AFTERNOON).await.unwrap();
    handbook::fill(&writer, AFTERNOON).await.unwrap();
    let mut conn = db.read.acquire().await.unwrap();
    let all = crate::knowledge::store::seen(&mut conn, true, AFTERNOON).await.unwrap();
    let policy = crate::knowledge::store::policy(&mut conn, AFTERNOON).await.unwrap();
    assert_eq!(
        all.iter().map(|e| (e.version, e.faults(&policy).len())).collect::<Vec<_>>(),
        [(2, 0), (1, 0)]
    );
    let group = steward_core::accounts::Actor {
        person: "staff-hq".parse().unwrap(),
        role: steward_core::accounts::Role::HqManagement,
        name: String::new(),
        department: None,
        scope: steward_core::accounts::Scope::Group,
    };
    let projects = crate::knowledge::store::roll_out(&mut conn, 1, &group, true).await.unwrap();
    let waiting: Vec<_> =
        projects.iter().filter(|p| !p.is_live()).map(|p| (p.name.as_str(), &p.missing)).collect();
    assert_eq!(waiting, [("听澜苑", &vec!["唐亮".to_owned()])]);
}
