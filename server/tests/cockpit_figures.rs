//! What surveys say in the cockpit (R30, R31), what complaints are about (R22), and a department's own page (§3.2).

use std::collections::BTreeMap;

use steward_core::accounts::Department;
use steward_core::cockpit::figures::{COCKPIT, Cockpit, CockpitQuery};
use steward_core::cockpit::indicator::Indicator;
use steward_core::cockpit::kinds::{COMPLAINT_KINDS, ComplaintKinds, shares};
use steward_core::cockpit::measure::{Measure, Sum};
use steward_core::cockpit::surveys::sum_of;
use steward_core::cockpit::trends::TRENDS;
use steward_core::endpoint::Nothing;
use steward_core::ids::CampaignId;
use steward_core::problem::Code;
use steward_core::surveys::campaign::api::{ANSWER, RESULTS};
use steward_core::surveys::campaign::{Audience, Plan};
use steward_core::tickets::api::{LIST, ListQuery, View};
use steward_core::tickets::{Category, Command, TicketDraft};
use steward_core::time::Seconds;
use steward_server::demo::Filling;
use steward_server::surveys::campaigns::sums;

use super::cockpit_sums::follow;
use super::common::surveys::{answers, given, links, new, plan, started};
use super::common::tickets::noise;
use super::common::{Client, Server, code, server, server_with};

/// What the survey's own results show this viewer of each project, to both questions.
async fn results(client: &mut Client, id: &CampaignId) -> BTreeMap<String, (Sum, Sum)> {
    let page = client.call(&RESULTS, &[id.as_str()], &Nothing {}).await.unwrap();
    let of = |question: &str, n: usize| {
        let item = page.results.items.iter().find(|item| item.question == question).unwrap();
        item.projects[n].value().and_then(sum_of).unwrap_or_default()
    };
    let projects = page.results.projects.iter().enumerate();
    projects.map(|(n, (project, _))| (project.to_string(), (of("overall", n), of("recommend", n)))).collect()
}

/// What the cockpit says of each project.
fn said(page: &Cockpit) -> BTreeMap<String, (Sum, Sum)> {
    let of = |indicator, line: &steward_core::cockpit::figures::Line| line.now.of(indicator).unwrap();
    let line = |line| (of(Indicator::Csat, line), of(Indicator::Nps, line));
    page.lines.iter().map(|one| (one.project.to_string(), line(one))).collect()
}

async fn ask(client: &mut Client, query: &CockpitQuery) -> Cockpit {
    client.call(&COCKPIT, &[], query).await.unwrap()
}

/// Eight answers of one project, and three and four of two others.
async fn survey(server: &Server) -> CampaignId {
    let mut data = server.staff("data").await;
    let projects = ["tinglan", "yunqi", "songfeng"];
    let audience =
        Audience { projects: projects.iter().map(|id| id.parse().unwrap()).collect(), ..Audience::default() };
    let campaign = started(&mut data, &new("autumn", Plan { audience, ..plan() })).await.campaign;
    for (project, count) in projects.iter().zip([8, 3, 4]) {
        let all = links(&mut data, &campaign.id, project).await;
        for (n, link) in all.iter().take(count).enumerate() {
            let stars = u8::try_from(n % 5 + 1).unwrap();
            let answer = given(&format!("{project}-{n}"), answers(stars, ""));
            server.anyone().call(&ANSWER, &[link], &answer).await.unwrap();
        }
    }
    campaign.id
}

#[tokio::test]
async fn r30_r31_the_cockpit_adds_up_what_a_survey_shows() {
    let server = server().await;
    let app = server.running.app();
    let id = survey(&server).await;
    sums::sum(app, app.now()).await.unwrap();
    let usual = CockpitQuery::default();
    let mut hq = server.staff("hq").await;
    assert_eq!(ask(&mut hq, &usual).await.total().0.of(Indicator::Csat), Some(Sum::default()), "it goes on");
    server.advance(Seconds::days(10) + Seconds(30));
    sums::sum(app, app.now()).await.unwrap();
    let mut hq = server.staff("hq").await;
    assert_eq!(ask(&mut hq, &usual).await.total().0.of(Indicator::Csat), Some(Sum::default()), "just ended");
    server.advance(Seconds::minutes(1));
    sums::sum(app, app.now()).await.unwrap();
    // Every reader: just what the survey's results show the same person, project by project.
    for login in ["hq", "executive", "data", "supervisor", "supervisor2", "manager", "manager2"] {
        let mut client = server.staff(login).await;
        let page = ask(&mut client, &usual).await;
        let mut expected = results(&mut client, &id).await;
        for line in &page.lines {
            expected.entry(line.project.to_string()).or_default();
        }
        assert_eq!(said(&page), expected, "{login}");
        let total = expected.values().fold(Sum::default(), |sum, (csat, _)| sum + *csat);
        assert_eq!(page.total().0.of(Indicator::Csat), Some(total), "{login}");
        let trends = client.call(&TRENDS, &[], &usual).await.unwrap();
        let steps = trends.steps.iter().filter_map(|step| step.of(Indicator::Csat));
        assert_eq!(steps.fold(Sum::default(), |sum, step| sum + step), total, "{login}, step by step");
    }
    // 1 2 3 4 5 1 2 3: two of eight are satisfied; 2 4 6 8 10 2 4 6: one promoter, six detractors.
    let tinglan = (Sum { n: 8, total: 2 }, Sum { n: 8, total: -5 });
    let page = ask(&mut hq, &usual).await;
    assert_eq!(said(&page)["tinglan"], tinglan, "three and four are hidden, together seven");
    assert_eq!((said(&page)["yunqi"], said(&page)["songfeng"]), Default::default());
    // A choice of projects hides no less: what is hidden is a matter of all that the viewer reaches.
    let one = CockpitQuery { project: Some("yunqi".parse().unwrap()), ..CockpitQuery::default() };
    assert_eq!(said(&ask(&mut hq, &one).await)["yunqi"], (Sum::default(), Sum::default()));
    // In the north three would be alone beside eight: both are hidden.
    let north = said(&ask(&mut server.staff("supervisor").await, &usual).await);
    assert_eq!(north["tinglan"], (Sum::default(), Sum::default()));
    // Who reads no surveys, or totals only, and who sees the own work only has none of it.
    for login in ["agent", "engineer", "operations"] {
        let page = ask(&mut server.staff(login).await, &usual).await;
        assert!(page.lines.iter().all(|line| line.now.surveys.is_none()), "{login}");
        assert_eq!(page.total().0.of(Indicator::Csat), None, "{login}");
    }
    // By the day on which it ended, and only once.
    let before = CockpitQuery { last: Some(page.period.last.earlier(1)), ..CockpitQuery::default() };
    assert_eq!(ask(&mut hq, &before).await.total().0.of(Indicator::Nps), Some(Sum::default()));
    server.advance(Seconds::days(30));
    sums::sum(app, app.now()).await.unwrap();
    let later = ask(&mut server.staff("hq").await, &usual).await;
    assert_eq!(later.total().1.of(Indicator::Csat), Some(tinglan.0), "in the period before");
}

async fn kinds(client: &mut Client, query: &CockpitQuery) -> ComplaintKinds {
    client.call(&COMPLAINT_KINDS, &[], query).await.unwrap()
}

#[tokio::test]
async fn r22_what_complaints_are_about_makes_up_all_complaints() {
    let server = server_with(|config| config.demo_filling = Filling::Everything).await;
    follow(&server, 500).await;
    let usual = CockpitQuery::default();
    let north = CockpitQuery { region: Some("jiangbei".parse().unwrap()), ..CockpitQuery::default() };
    for (login, query) in [("hq", &usual), ("hq", &north), ("supervisor", &usual), ("manager", &usual)] {
        let mut client = server.staff(login).await;
        let page = ask(&mut client, query).await;
        let found = kinds(&mut client, query).await;
        let complaints =
            |figures: &steward_core::cockpit::figures::Figures| figures.tickets.of(Measure::Repeated).n;
        let counts: Vec<i64> = found.kinds.iter().map(|kind| kind.now).collect();
        assert_eq!(counts.iter().sum::<i64>(), complaints(&page.total().0), "{login}");
        assert_eq!(found.kinds.iter().map(|k| k.before).sum::<i64>(), complaints(&page.total().1), "{login}");
        assert!(counts.is_sorted_by(|a, b| a >= b) && counts[0] > 0, "{login}: {counts:?}");
        assert_eq!(shares(&counts).iter().sum::<i64>(), 1_000);
        for kind in &found.kinds {
            let list = ListQuery {
                view: Some(View::All),
                region: query.region.clone(),
                measure: Some(Measure::Repeated),
                category: Some(kind.category),
                from: Some(page.period.first),
                to: Some(page.period.last),
                ..ListQuery::default()
            };
            let opened = client.call(&LIST, &[], &list).await.unwrap().total;
            assert_eq!(opened, u64::try_from(kind.now).ok(), "{login} opens {:?}", kind.category);
        }
    }
    // A complaint that turns out to be about something else counts there from now on.
    let mut hq = server.staff("hq").await;
    let of = |found: &ComplaintKinds, code: &str| {
        found.kinds.iter().find(|kind| kind.category.code() == code).map_or(0, |kind| kind.now)
    };
    let before = kinds(&mut hq, &usual).await;
    let made = server.owner(1).await.submit(noise()).await.unwrap();
    follow(&server, 500).await;
    let between = kinds(&mut hq, &usual).await;
    assert_eq!(of(&between, "complaint.noise"), of(&before, "complaint.noise") + 1);
    let other = Category::find("complaint.parking");
    let regraded = Command::Accept { category: other, urgency: None };
    server.staff("agent").await.command(&made, regraded).await.unwrap();
    follow(&server, 500).await;
    let after = kinds(&mut hq, &usual).await;
    assert_eq!(of(&after, "complaint.noise"), of(&before, "complaint.noise"));
    assert_eq!(of(&after, "complaint.parking"), of(&before, "complaint.parking") + 1);
    // Nobody else's.
    let elsewhere = CockpitQuery { project: Some("tinglan".parse().unwrap()), ..CockpitQuery::default() };
    let mut manager = server.staff("manager2").await;
    assert_eq!(code(manager.call(&COMPLAINT_KINDS, &[], &elsewhere).await), Code::NotFound);
    assert_eq!(kinds(&mut server.staff("agent").await, &usual).await.kinds, []);
    assert_eq!(code(server.owner(1).await.call(&COMPLAINT_KINDS, &[], &usual).await), Code::Forbidden);
}

#[tokio::test]
async fn a_department_sees_its_own_figures_and_no_others() {
    let server = server().await;
    let made = server.owner(1).await.submit(noise()).await.unwrap();
    let lift = TicketDraft { category: Category::find("complaint.security").unwrap(), ..noise() };
    server.owner(1).await.submit(lift).await.unwrap();
    follow(&server, 500).await;
    let usual = CockpitQuery::default();
    let volume = |page: &Cockpit| page.total().0.of(Indicator::Volume).unwrap().n;
    let mut operations = server.staff("operations").await;
    let none = ask(&mut operations, &usual).await;
    assert_eq!((none.own, none.department, volume(&none)), (true, Some(Department::Operations), 0));
    // Offered to it, a ticket is its own, and that of nobody before it.
    server
        .staff("agent")
        .await
        .command(&made, Command::Accept { category: None, urgency: None })
        .await
        .unwrap();
    let offer = Command::Transfer { department: Department::Operations, reason: "设备问题".to_owned() };
    server.staff("agent").await.command(&made, offer).await.unwrap();
    follow(&server, 500).await;
    let page = ask(&mut operations, &usual).await;
    assert_eq!(volume(&page), 1);
    assert!(page.lines.iter().all(|line| line.now.households == Sum::default()));
    let list = ListQuery {
        view: Some(View::All),
        measure: Some(Measure::Volume),
        from: Some(page.period.first),
        to: Some(page.period.last),
        own: Some(true),
        ..ListQuery::default()
    };
    let opened = operations.call(&LIST, &[], &list).await.unwrap();
    assert_eq!(opened.rows.iter().map(|row| &row.id).collect::<Vec<_>>(), [&made.ticket.id]);
    let trends = operations.call(&TRENDS, &[], &usual).await.unwrap();
    assert_eq!(trends.steps.iter().map(|step| step.tickets.of(Measure::Volume).n).sum::<i64>(), 1);
    // Another department of the same projects.
    let security = "update grants set department = 'security' where role = 'dpt'";
    let writer = server.running.app().writer();
    writer
        .run(move |conn| Box::pin(async move { Ok(steward_server::db::sql(security).run(conn).await?) }))
        .await
        .unwrap();
    let mut security = server.staff("operations").await;
    let page = ask(&mut security, &usual).await;
    assert_eq!((page.department, volume(&page)), (Some(Department::Security), 0));
    assert_eq!(security.call(&LIST, &[], &list).await.unwrap().rows, []);
}
