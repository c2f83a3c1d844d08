//! Reports by mail: when they go out, once, to whom and with what, against an SMTP server in a process of its own.

use data_encoding::BASE64;
use steward_core::cockpit::goals::Level;
use steward_core::cockpit::report::{NewReport, NoMail, REPORTS, Rhythm, SUBSCRIBE, Tongue, UNSUBSCRIBE};
use steward_core::endpoint::Nothing;
use steward_core::problem::Code;
use steward_core::time::{Instant, Seconds};
use steward_server::accounts::admin;
use steward_server::cockpit::projection::follow;
use steward_server::cockpit::reports::MailedReports;
use steward_server::db::sql;
use steward_server::jobs::{Job as _, lease};

use super::common::tickets::leak;
use super::common::{Client, Server, code, server};
use super::exports::sheet;
use super::mail::{Received, SmtpServer, server_with_mail};
use super::outbox::{number, post};

fn job(server: &Server, node: &str) -> MailedReports {
    MailedReports::new(server.running.app().clone(), node.to_owned())
}

fn at(text: &str) -> Instant {
    Instant::parse_rfc3339(text).unwrap()
}

fn wanted(rhythm: Rhythm, whose: Level) -> NewReport {
    NewReport { rhythm, whose, language: Tongue::Chinese }
}

fn project(id: &str) -> Level {
    Level::Project(id.parse().unwrap())
}

async fn run(server: &Server, text: &'static str) {
    let work = server
        .running
        .app()
        .writer()
        .run(move |conn| Box::pin(async move { Ok(sql(text).run(conn).await?) }));
    work.await.unwrap();
}

async fn counted(server: &Server) {
    while follow::follow(server.running.app().db(), server.running.app().writer(), 500).await.unwrap() {}
}

const WAITING: &str = "select count(*) from outbox where id like 'report-%'";

/// The parts of a message with one file: its text, and the file.
fn parts(mail: &Received) -> (String, Vec<u8>) {
    let boundary = mail.text.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
    let mark = format!("--{boundary}");
    let part = |n: usize| {
        let part = mail.text.split(&mark).nth(n).unwrap();
        let (head, body) = part.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("base64"), "{head}");
        let packed: String = body.split_whitespace().collect();
        (head.to_owned(), BASE64.decode(packed.as_bytes()).unwrap())
    };
    let ((_, text), (head, file)) = (part(1), part(2));
    assert!(head.contains("cockpit-2026-09-14-2026-09-20.xlsx"), "{head}");
    (String::from_utf8(text).unwrap(), file)
}

#[tokio::test]
async fn a_report_goes_out_on_monday_at_eight_once_with_the_figures_and_a_workbook() {
    let smtp = SmtpServer::start();
    let server = server_with_mail(&smtp).await;
    let mut owner = server.owner(1).await;
    owner.submit(leak()).await.unwrap();
    owner.submit(leak()).await.unwrap();
    let mut supervisor = server.staff("supervisor").await;
    let reports =
        supervisor.call(&SUBSCRIBE, &[], &wanted(Rhythm::Weekly, project("tinglan"))).await.unwrap();
    let [report] = reports.all.as_slice() else { panic!("{reports:?}") };
    // It is Tuesday, 15 September: the next Monday is the 21st.
    assert_eq!((report.next, report.place.as_str()), (at("2026-09-21T00:00:00Z"), "听澜苑"));
    assert_eq!((reports.address.as_str(), reports.no_mail), ("fang@example.com", None));
    let (one, other) = (job(&server, "n1"), job(&server, "n2"));
    assert_eq!(one.run().await.unwrap(), Some(report.next));
    server.clock.set(at("2026-09-20T23:59:59Z"));
    assert_eq!(one.run().await.unwrap(), Some(report.next));
    assert_eq!(number(&server, WAITING).await, 0, "a second before eight nothing goes out");

    server.clock.set(report.next);
    counted(&server).await;
    let (a, b) = tokio::join!(one.run(), other.run());
    assert!(a.is_ok() && b.is_ok());
    one.run().await.unwrap();
    other.run().await.unwrap();
    assert_eq!(number(&server, WAITING).await, 1);
    post(&server).run().await.unwrap();
    let mail = smtp.mail();
    assert_eq!(mail.to, ["fang@example.com"]);
    assert_eq!(mail.header("Subject: "), "【听澜苑】客户服务周报 2026-09-14 至 2026-09-20");
    let (text, file) = parts(&mail);
    assert!(text.contains("工单量：2（n = 2；2026-09-07 至 2026-09-13 0）"), "{text}");
    assert!(text.contains("没有项目有未达标的指标") || text.contains("有指标未达标的项目：听澜苑"), "{text}");
    assert!(text.ends_with("/console/report?from=2026-09-14&to=2026-09-20&project=tinglan"), "{text}");
    let sheet = sheet(&file);
    assert!(sheet.contains("听澜苑") && sheet.contains("<v>2</v>"), "{sheet}");
    for other in ["云栖", "松风", "合计"] {
        assert!(!sheet.contains(other) && !text.contains(other), "{other} is no business of this report");
    }
    // A second look, and a second delivery, send nothing.
    one.run().await.unwrap();
    post(&server).run().await.unwrap();
    assert_eq!(
        number(&server, "select count(*) from outbox where id like 'report-%' and done_at is null").await,
        0
    );
    assert_eq!(number(&server, WAITING).await, 1);
    // Nobody looked for three weeks: one letter, of the last week.
    server.clock.set(at("2026-10-14T05:00:00Z"));
    assert_eq!(one.run().await.unwrap(), Some(at("2026-10-19T00:00:00Z")));
    assert_eq!(number(&server, WAITING).await, 2);
    assert_eq!(number(&server, "select count(*) from outbox where id like 'report-%-2026-10-12'").await, 1);
}

#[tokio::test]
async fn what_a_dead_server_has_begun_another_one_does_once() {
    let smtp = SmtpServer::start();
    let server = server_with_mail(&smtp).await;
    let mut manager = server.staff("manager").await;
    manager.call(&SUBSCRIBE, &[], &wanted(Rhythm::Monthly, Level::Group)).await.unwrap();
    server.clock.set(at("2026-10-01T00:00:00Z"));
    let app = server.running.app();
    assert!(lease::take(app.writer(), "reports", "dead", app.now(), Seconds(60)).await.unwrap());
    let one = job(&server, "n1");
    assert_eq!(one.run().await.unwrap(), Some(app.now() + Seconds(60)));
    assert_eq!(number(&server, WAITING).await, 0);
    server.advance(Seconds(60));
    assert_eq!(one.run().await.unwrap(), Some(at("2026-11-01T00:00:00Z")));
    assert_eq!(number(&server, WAITING).await, 1);
    // The one that stood still comes back, believing that the report is due: its key is there already.
    run(&server, "update report_subscriptions set next_at = 0").await;
    one.run().await.unwrap();
    assert_eq!(number(&server, WAITING).await, 1);
}

#[tokio::test]
async fn who_has_lost_the_figures_gets_no_report_and_it_ends() {
    let smtp = SmtpServer::start();
    let server = server_with_mail(&smtp).await;
    let mut supervisor = server.staff("supervisor").await;
    supervisor.call(&SUBSCRIBE, &[], &wanted(Rhythm::Weekly, project("tinglan"))).await.unwrap();
    supervisor.call(&SUBSCRIBE, &[], &wanted(Rhythm::Weekly, Level::Group)).await.unwrap();
    server.clock.set(at("2026-09-21T00:00:00Z"));
    let reports = job(&server, "n1");
    reports.run().await.unwrap();
    // Both wait to be sent when the project is taken away from her.
    run(&server, "delete from grants where person_id = 'staff-supervisor' and id = 'tinglan'").await;
    post(&server).run().await.unwrap();
    let mail = smtp.mail();
    assert!(!mail.text.contains("听澜苑"));
    let (text, file) = parts(&mail);
    assert!(!text.contains("听澜苑") && !sheet(&file).contains("听澜苑"), "what she still reads goes out");
    assert_eq!(number(&server, "select count(*) from outbox where done_at is null").await, 0);
    let ended =
        "select count(*) from report_subscriptions where ended_at is not null and project_id = 'tinglan'";
    assert_eq!(number(&server, ended).await, 1);
    server.clock.set(at("2026-09-28T00:00:00Z"));
    reports.run().await.unwrap();
    assert_eq!(number(&server, WAITING).await, 3, "of the one that goes on");
    // The role goes altogether.
    run(&server, "delete from grants where person_id = 'staff-supervisor'").await;
    post(&server).run().await.unwrap();
    assert_eq!(number(&server, "select count(*) from report_subscriptions where ended_at is null").await, 0);
    server.clock.set(at("2026-10-05T00:00:00Z"));
    assert_eq!(reports.run().await.unwrap(), None);
    assert_eq!(number(&server, WAITING).await, 3);
}

#[tokio::test]
async fn whoever_may_not_sign_in_any_more_gets_nothing() {
    let smtp = SmtpServer::start();
    let server = server_with_mail(&smtp).await;
    let mut supervisor = server.staff("supervisor").await;
    supervisor.call(&SUBSCRIBE, &[], &wanted(Rhythm::Weekly, Level::Group)).await.unwrap();
    server.clock.set(at("2026-09-21T00:00:00Z"));
    job(&server, "n1").run().await.unwrap();
    admin::disable(server.running.app().db(), "supervisor").await.unwrap();
    post(&server).run().await.unwrap();
    assert_eq!(number(&server, "select count(*) from report_subscriptions where ended_at is null").await, 0);
    let dead = "select count(*) from outbox where dead_at is not null or done_at is null";
    assert_eq!(number(&server, dead).await, 0);
}

#[tokio::test]
async fn everybody_has_their_own_and_of_their_own_scope_only() {
    let smtp = SmtpServer::start();
    let server = server_with_mail(&smtp).await;
    let mut supervisor = server.staff("supervisor").await;
    let mine = supervisor.call(&SUBSCRIBE, &[], &wanted(Rhythm::Weekly, Level::Group)).await.unwrap();
    let again = NewReport { language: Tongue::English, ..wanted(Rhythm::Weekly, Level::Group) };
    let both = supervisor.call(&SUBSCRIBE, &[], &again).await.unwrap();
    assert_eq!(
        (both.all.len(), both.all[0].wanted.language),
        (1, Tongue::English),
        "the same one, in English"
    );
    let foreign = wanted(Rhythm::Weekly, project("songfeng"));
    assert_eq!(code(supervisor.call(&SUBSCRIBE, &[], &foreign).await), Code::NotFound);
    let mut manager = server.staff("manager").await;
    assert!(manager.call(&REPORTS, &[], &Nothing {}).await.unwrap().all.is_empty());
    let id = mine.all[0].id.as_str();
    assert_eq!(code(manager.call(&UNSUBSCRIBE, &[id], &Nothing {}).await), Code::NotFound);
    assert!(supervisor.call(&UNSUBSCRIBE, &[id], &Nothing {}).await.unwrap().all.is_empty());
    assert_eq!(code(server.owner(1).await.call(&REPORTS, &[], &Nothing {}).await), Code::Forbidden);
    assert_eq!(code(server.staff("auditor").await.call(&REPORTS, &[], &Nothing {}).await), Code::Forbidden);
    // Nobody knows where to send it to.
    let mut agent = server.staff("agent").await;
    let reports = agent.call(&REPORTS, &[], &Nothing {}).await.unwrap();
    assert_eq!(reports.no_mail, Some(NoMail::Address));
    let refused = agent.call(&SUBSCRIBE, &[], &wanted(Rhythm::Weekly, Level::Group)).await.unwrap_err();
    assert_eq!((refused.code, refused.params["rule"].as_str()), (Code::Refused, "address"));
}

#[tokio::test]
async fn a_server_without_mail_says_so() {
    let server = server().await;
    let mut hq: Client = server.staff("hq").await;
    assert_eq!(hq.call(&REPORTS, &[], &Nothing {}).await.unwrap().no_mail, Some(NoMail::Server));
    let refused = hq.call(&SUBSCRIBE, &[], &wanted(Rhythm::Monthly, Level::Group)).await.unwrap_err();
    assert_eq!((refused.code, refused.params["rule"].as_str()), (Code::Refused, "server"));
}
