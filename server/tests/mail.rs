//! Notices by mail, against an SMTP server in a process of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::common::tickets::leak;
use crate::common::{Server, server_with};
use data_encoding::BASE64;
use mailin::{Action, Handler, Response, SessionBuilder, response};
use steward_core::time::Seconds;
use steward_server::accounts::admin;
use steward_server::db::sql;
use steward_server::jobs::Job as _;
use steward_server::jobs::sweep::Sweep;
use steward_server::outbox::settings::{Mail, Tls};
use steward_server::outbox::waiting;
use steward_server::secret::Secret;

use super::outbox::{number, post};

/// The process that the mail test starts: an SMTP server that prints its port, then every mail as a line of JSON.
/// It knows no `nobody@…` and is busy the first time that somebody writes to `busy@…`.
#[test]
#[ignore = "runs as a process of the mail test"]
fn smtp_server_process() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    say(format_args!("\nport {}", listener.local_addr().unwrap().port()));
    std::thread::spawn(|| {
        // Ends with the test that started it.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let busy = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(true));
    for stream in listener.incoming() {
        let busy = busy.clone();
        std::thread::spawn(move || converse(&stream.unwrap(), Mailbox { busy, to: vec![], text: vec![] }));
    }
}

/// A line to the test that started this process.
fn say(line: std::fmt::Arguments<'_>) {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

#[derive(Clone)]
struct Mailbox {
    busy: std::sync::Arc<std::sync::atomic::AtomicBool>,
    to: Vec<String>,
    text: Vec<u8>,
}

impl Handler for Mailbox {
    fn rcpt(&mut self, to: &str) -> Response {
        if to.starts_with("nobody@") {
            return response::NO_MAILBOX;
        }
        if to.starts_with("busy@") && self.busy.swap(false, std::sync::atomic::Ordering::SeqCst) {
            return response::INTERNAL_ERROR;
        }
        self.to.push(to.to_owned());
        response::OK
    }

    fn data(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.text.extend_from_slice(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        say(format_args!("mail {}", serde_json::json!([self.to, String::from_utf8_lossy(&self.text)])));
        response::OK
    }
}

fn converse(stream: &TcpStream, mailbox: Mailbox) {
    let mut session = SessionBuilder::new("test").build(IpAddr::V4(Ipv4Addr::LOCALHOST), mailbox);
    let (mut lines, mut out) = (BufReader::new(stream), stream);
    session.greeting().write_to(&mut out).unwrap();
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        let answer = session.process(&line);
        if answer.action != Action::NoReply {
            answer.write_to(&mut out).unwrap();
            out.flush().unwrap();
        }
        if answer.action == Action::Close {
            return;
        }
        line.clear();
    }
}

pub(crate) struct SmtpServer {
    child: Child,
    _alive: ChildStdin,
    port: u16,
    lines: mpsc::Receiver<String>,
}

#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) to: Vec<String>,
    pub(crate) text: String,
}

impl SmtpServer {
    pub(crate) fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["mail::smtp_server_process", "--exact", "--ignored", "--nocapture"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        let alive = child.stdin.take().unwrap();
        let mut server = Self { child, _alive: alive, port: 0, lines };
        server.port = server.line("port ").parse().unwrap();
        server
    }

    fn line(&self, begin: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_mins(1)).unwrap();
            if let Some(rest) = line.strip_prefix(begin) {
                return rest.to_owned();
            }
        }
    }

    pub(crate) fn mail(&self) -> Received {
        let (to, text) = serde_json::from_str(&self.line("mail ")).unwrap();
        Received { to, text }
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> String {
        let unfolded = self.text.replace("\r\n ", " ");
        let line =
            unfolded.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_else(|| panic!("{}", self.text));
        let mut out = String::new();
        let mut after_encoded = true;
        for part in line.split(' ') {
            let encoded = part.starts_with("=?");
            if !(out.is_empty() || (after_encoded && encoded)) {
                out.push(' ');
            }
            out.push_str(&word(part));
            after_encoded = encoded;
        }
        out
    }

    fn body(&self) -> String {
        let (_, body) = self.text.split_once("\r\n\r\n").unwrap();
        let packed: String = body.split_whitespace().collect();
        String::from_utf8(BASE64.decode(packed.as_bytes()).unwrap()).unwrap()
    }
}

/// An encoded word of a header, decoded; spaces between encoded words are not part of the text.
fn word(word: &str) -> String {
    let encoded = word.strip_prefix("=?utf-8?b?").and_then(|w| w.strip_suffix("?="));
    match encoded {
        Some(text) => String::from_utf8(BASE64.decode(text.as_bytes()).unwrap()).unwrap(),
        None => word.to_owned(),
    }
}

pub(crate) async fn server_with_mail(smtp: &SmtpServer) -> Server {
    let port = Some(smtp.port);
    let server = server_with(|config| {
        config.public_url = Some("https://care.example.com".to_owned());
        config.notify.mail = Some(Mail {
            host: "127.0.0.1".to_owned(),
            port,
            tls: Tls::None,
            from: "管家 <steward@example.com>".to_owned(),
            user: String::new(),
            password: Secret::default(),
        });
    })
    .await;
    let db = server.running.app().db();
    for (login, address) in
        [("supervisor", "fang@example.com"), ("manager", "busy@example.com"), ("hq", "nobody@example.com")]
    {
        admin::set_email(db, login, address).await.unwrap();
    }
    server
}

#[tokio::test]
async fn each_level_of_an_escalation_reaches_its_post_by_mail() {
    let smtp = SmtpServer::start();
    let server = server_with_mail(&smtp).await;
    let mut manager = server.staff("manager").await;
    let english = steward_core::accounts::api::Preferences { locale: Some("en".into()), theme: None };
    manager.call(&steward_core::accounts::api::SET_PREFERENCES, &[], &english).await.unwrap();
    server.owner(1).await.submit(leak()).await.unwrap();
    let post = post(&server);
    assert_eq!(
        post.run().await.unwrap(),
        None,
        "customer service has no address, so nothing is left to send"
    );

    // Dispatch is overdue by a day: levels one and two.
    server.advance(Seconds::minutes(6));
    let sweep = Sweep::new(server.running.app().clone(), "n1".to_owned());
    sweep.run().await.unwrap();
    post.run().await.unwrap();
    let first = smtp.mail();
    assert_eq!(first.to, ["fang@example.com"]);
    assert_eq!(first.header("Subject: "), "【听澜苑】T20260915-0001 派单超时，1 级预警");
    assert!(first.body().starts_with("12-2-1803 厨房水槽下面"), "{}", first.body());
    assert!(first.body().contains("派单时限 2026-09-15 14:25 已过，升级到 1 级"), "{}", first.body());
    let message_id = first.header("Message-ID: ");
    assert!(
        message_id.starts_with("<T20260915-0001-") && message_id.ends_with("@example.com>"),
        "{message_id}"
    );

    server.advance(Seconds::days(1));
    sweep.run().await.unwrap();
    let again = post.run().await.unwrap();
    let waits = waiting::list(server.running.app().db()).await.unwrap();
    let busy = waits.iter().filter(|w| w.last_error.contains("451")).count();
    assert_eq!((busy, again.is_some()), (1, true), "{waits:?}");
    server.advance(Seconds::minutes(2));
    post.run().await.unwrap();
    assert_eq!(number(&server, "select count(*) from outbox where done_at is null").await, 0);
    let sent = number(
        &server,
        "select count(*) from outbox where done_at is not null and body like '%\"address\"%'",
    );
    let mails: Vec<Received> = (1..sent.await).map(|_| smtp.mail()).collect();
    let manager = mails.iter().find(|m| m.to == ["busy@example.com"]).unwrap();
    assert!(manager.header("Subject: ").ends_with("level 2"), "in the manager's language: {}", manager.text);

    // Level three goes to head office, whose mailbox is not there: given up at once, and the rest goes on.
    server.advance(Seconds::days(2));
    sweep.run().await.unwrap();
    post.run().await.unwrap();
    let waits = waiting::list(server.running.app().db()).await.unwrap();
    assert!(
        !waits.is_empty() && waits.iter().all(|w| w.dead_at.is_some() && w.last_error.contains("550")),
        "{waits:?}"
    );
}

/// Each owner of the home gets a link of their own, and it opens the rating; staff never get one.
#[tokio::test]
async fn an_owner_is_asked_to_rate_by_a_link_of_their_own() {
    use steward_core::endpoint::Nothing;
    use steward_core::surveys::api::RATE_LOOK;
    use steward_core::tickets::{Category, Command, Scenario, TicketDraft};
    let smtp = SmtpServer::start();
    let server = server_with_mail(&smtp).await;
    let app = server.running.app();
    let owner = "update persons set email = 'lin@example.com' where phone = '13800000001'";
    app.writer().run(move |conn| Box::pin(async move { Ok(sql(owner).run(conn).await?) })).await.unwrap();
    let question = TicketDraft {
        scenario: Scenario::Consultation,
        category: Category::find("ask.fees").unwrap(),
        text: "物业费怎么交？".into(),
        ..leak()
    };
    let page = server.owner(1).await.submit(question).await.unwrap();
    let mut agent = server.staff("agent").await;
    let page = agent.command(&page, Command::Accept { category: None, urgency: None }).await.unwrap();
    let work = "可以在小程序里缴费".to_owned();
    agent.command(&page, Command::Complete { work, photos: vec![] }).await.unwrap();
    post(&server).run().await.unwrap();
    let mails = [smtp.mail(), smtp.mail()];
    assert!(mails.iter().all(|m| m.to == ["lin@example.com"]), "accepted, completed");
    // What is due at the same moment goes out in any order.
    let asks: Vec<&Received> = mails.iter().filter(|m| m.body().contains("/r/")).collect();
    let [asks] = asks.as_slice() else { panic!("taking it on asks for nothing: {mails:?}") };
    let body = asks.body();
    let link = body.lines().find_map(|line| line.strip_prefix("https://care.example.com/r/"));
    let token = link.unwrap_or_else(|| panic!("{body}"));
    assert!(body.contains(&format!("https://care.example.com/tickets/{}", page.ticket.id)), "{body}");
    let look = server.anyone().call(&RATE_LOOK, &[token], &Nothing {}).await.unwrap();
    assert_eq!(look.ticket, page.ticket.id);
}
