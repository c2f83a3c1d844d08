//! Thresholds and alarms (S12, R13, R23, R91, §4.4): who sets them, what raises one, its way, and who sees it.

use steward_core::accounts::Role;
use steward_core::cockpit::alarm::api::{ALARM, ALARMS, AlarmRow, AlarmsQuery, MOVE_ALARM, MoveAlarm};
use steward_core::cockpit::alarm::plan::Measure;
use steward_core::cockpit::alarm::{Move, Plan, Stage, StepKind, Subject};
use steward_core::cockpit::figures::{COCKPIT, CockpitQuery};
use steward_core::cockpit::goals::{
    AlarmAt, DECIDE_THRESHOLD, Level, SET_THRESHOLD, THRESHOLDS, Threshold, Verdict, Wanted,
};
use steward_core::cockpit::indicator::{Goal, Indicator, Standing};
use steward_core::day::Day;
use steward_core::endpoint::Nothing;
use steward_core::problem::{Code, Problem};
use steward_core::sla::standards::deviation::Decision;
use steward_core::time::Seconds;
use steward_server::cockpit::alarms;
use steward_server::cockpit::projection::follow;
use steward_server::db::{rows, sql};

use super::common::tickets::{hand_over, noise};
use super::common::{Client, Server, server_with};

fn day(text: &str) -> Day {
    Day::try_from(text.to_owned()).unwrap()
}

fn project(id: &str) -> Level {
    Level::Project(id.parse().unwrap())
}

fn wanted(indicator: Indicator, whose: Level) -> Wanted {
    let goal = Some(Goal { green: 9_000, amber: 8_000 });
    Wanted { indicator, whose, from: day("2026-09-15"), goal, alarm: None, reason: "年度目标".to_owned() }
}

async fn look(server: &Server) {
    let app = server.running.app();
    while follow::follow(app.db(), app.writer(), 500).await.unwrap() {}
    alarms::look(app, None, app.now()).await.unwrap();
}

async fn all(client: &mut Client) -> Vec<AlarmRow> {
    client.call(&ALARMS, &[], &AlarmsQuery::default()).await.unwrap()
}

fn code<T>(result: Result<T, Problem>) -> Code {
    result.map(|_| ()).unwrap_err().code
}

/// Twelve homes of Tinglan were handed over, of which three complain: 25%, above the usual 10%.
async fn house() -> Server {
    let server = server_with(|config| config.notify.log = true).await;
    hand_over(&server).await;
    server
}

/// So many owners of Tinglan, each of another home, complain of the same thing.
async fn complain(server: &Server, owners: &[usize]) {
    for n in owners {
        let mut owner = server.owner(*n).await;
        let mut draft = noise();
        let me = owner.call(&steward_core::accounts::api::WHO_AM_I, &[], &Nothing {}).await.unwrap();
        let home = me.homes.iter().find(|home| home.project.as_str() == "tinglan").unwrap();
        draft.household = Some(home.household.clone());
        draft.project = home.project.clone();
        owner.submit(draft).await.unwrap();
    }
}

/// Owners of the demo who have a home in Tinglan, each of another one.
async fn neighbours(server: &Server) -> Vec<usize> {
    let found = sql("select g.id, min(p.phone) from grants g join persons p on p.id = g.person_id \
        join households h on h.id = g.id and h.project_id = 'tinglan' \
        where g.kind = 'household' and p.phone like '138%' group by g.id order by g.id")
    .rows(&server.running.app().db().read)
    .await
    .unwrap();
    let mut phones: Vec<String> = found.iter().map(|row| rows::text(row, 1).unwrap()).collect();
    phones.dedup();
    phones.iter().map(|phone| phone[3..].parse().unwrap()).collect()
}

fn plan() -> Plan {
    let measure = Measure {
        what: "夜间巡查并劝阻装修噪声".to_owned(),
        who: "方敏".to_owned(),
        by: Some(day("2026-09-20")),
        sign: "连续七天无投诉".to_owned(),
    };
    Plan {
        causes: "装修公司夜间施工，值班未及时制止。".to_owned(),
        measures: vec![measure],
        target: Some(800),
        check_on: day("2026-10-16"),
        cost_fen: 0,
    }
}

#[tokio::test]
async fn r13_an_alarm_from_its_raising_to_its_end() {
    let server = house().await;
    let owners = neighbours(&server).await;
    assert!(owners.len() >= 3, "{owners:?}");
    complain(&server, &owners[..2]).await;
    look(&server).await;
    let mut supervisor = server.staff("supervisor").await;
    assert_eq!(all(&mut supervisor).await, [], "two households are no alarm");
    complain(&server, &owners[2..3]).await;
    look(&server).await;
    look(&server).await;
    let rows = all(&mut supervisor).await;
    assert_eq!(rows.len(), 1, "one alarm, however often it is looked at: {rows:?}");
    let alarm = &rows[0].alarm;
    assert_eq!(alarm.subject, Subject::Indicator { indicator: Indicator::ComplaintRate });
    assert_eq!((alarm.raised.sum.total, alarm.stage), (3, Stage::Notified));
    assert_eq!(alarm.plan_due, server.running.app().now() + Seconds::hours(24));
    assert_eq!(alarm.id.as_str(), "A20260915-001");
    let told = sql("select count(*) from outbox where body like '%alarm_raised%' and body like $1")
        .bind(format!("%\"{}\"%", Role::Supervisor.word()));
    assert_eq!(told.number(&server.running.app().db().read).await.unwrap(), 1);
    // What lies behind it.
    let id = alarm.id.clone();
    let page = supervisor.call(&ALARM, &[id.as_str()], &Nothing {}).await.unwrap();
    assert_eq!(page.now.total, 3);
    assert_eq!(page.way.len(), 30);
    assert_eq!(page.categories.iter().map(|(_, homes)| homes).sum::<i64>(), 3);
    assert_eq!(page.buildings.iter().map(|(_, homes)| homes).sum::<i64>(), 3);

    // No plan in time: the ladder is climbed, once a level.
    server.advance(Seconds::hours(25));
    look(&server).await;
    look(&server).await;
    let mut supervisor = server.staff("supervisor").await;
    let late = all(&mut supervisor).await.remove(0).alarm;
    let escalated = late.steps.iter().filter(|step| step.what == StepKind::Escalated).count();
    assert_eq!((escalated, usize::from(late.escalated)), (1, 1));

    // The plan: what is wrong is said, and nobody approves the own one.
    let move_it = |seq, what| MoveAlarm { seq, what };
    let bad = Plan { causes: String::new(), ..plan() };
    let refused =
        supervisor.call(&MOVE_ALARM, &[id.as_str()], &move_it(late.seq(), Move::Submit { plan: bad })).await;
    assert_eq!(refused.unwrap_err().fields[0].code, Code::Required);
    let old = supervisor.call(&MOVE_ALARM, &[id.as_str()], &move_it(1, Move::Submit { plan: plan() })).await;
    assert_eq!(code(old), Code::Conflict, "it has changed since");
    let submit = move_it(late.seq(), Move::Submit { plan: plan() });
    let submitted = supervisor.call(&MOVE_ALARM, &[id.as_str()], &submit).await.unwrap().alarm;
    let yes = Move::Approve { note: String::new() };
    let own = supervisor.call(&MOVE_ALARM, &[id.as_str()], &move_it(submitted.seq(), yes.clone())).await;
    assert_eq!(own.unwrap_err().params["rule"], "alarm_not_yours");
    let mut manager = server.staff("manager").await;
    let approved =
        manager.call(&MOVE_ALARM, &[id.as_str()], &move_it(submitted.seq(), yes)).await.unwrap().alarm;
    assert_eq!(approved.stage, Stage::Approved);
    let helped = Move::Check { effective: true, note: "降到 0".to_owned() };
    let checked =
        manager.call(&MOVE_ALARM, &[id.as_str()], &move_it(approved.seq(), helped)).await.unwrap().alarm;
    assert_eq!(checked.stage, Stage::Checked);
    // The rate is still above the line: it stays open, and no second one is raised.
    look(&server).await;
    assert_eq!(all(&mut manager).await.len(), 1);
    // A month later nobody complained any more: inside for a day, it closes by itself.
    server.advance(Seconds::days(31));
    let mut manager = server.staff("manager").await;
    look(&server).await;
    assert!(all(&mut manager).await[0].alarm.is_open(), "not before a day");
    server.advance(Seconds::hours(24));
    look(&server).await;
    let mut manager = server.staff("manager").await;
    let closed = all(&mut manager).await.remove(0).alarm;
    assert_eq!(closed.stage, Stage::Closed);
    assert!(closed.steps.last().unwrap().by.is_none(), "by itself");
    // Armed again: the next three raise another one.
    complain(&server, &owners[..3]).await;
    look(&server).await;
    let open = manager
        .call(&ALARMS, &[], &AlarmsQuery { open: Some(true), ..AlarmsQuery::default() })
        .await
        .unwrap();
    assert_eq!(open.len(), 1);
    assert_ne!(open[0].alarm.id, id);
}

#[tokio::test]
async fn r23_five_homes_with_one_complaint_are_a_mass_complaint() {
    let server = house().await;
    let owners = neighbours(&server).await;
    assert!(owners.len() >= 5, "{owners:?}");
    complain(&server, &owners[..4]).await;
    look(&server).await;
    let mut supervisor = server.staff("supervisor").await;
    let mass = |rows: &[AlarmRow]| {
        rows.iter().filter(|row| matches!(row.alarm.subject, Subject::Mass { .. })).count()
    };
    assert_eq!(mass(&all(&mut supervisor).await), 0, "four are not");
    complain(&server, &owners[4..5]).await;
    look(&server).await;
    let rows = all(&mut supervisor).await;
    assert_eq!(mass(&rows), 1);
    let row = rows.iter().find(|row| matches!(row.alarm.subject, Subject::Mass { .. })).unwrap();
    let page = supervisor.call(&ALARM, &[row.alarm.id.as_str()], &Nothing {}).await.unwrap();
    assert_eq!((page.alarm.raised.sum.total, page.now.total), (5, 5));
}

/// R23: five homes report the same lift within seven days.
#[tokio::test]
async fn r23_five_homes_that_report_the_same_lift_are_a_mass_and_four_are_not() {
    let server = house().await;
    let owners = neighbours(&server).await;
    let together = "update households set building = '12' where project_id = 'tinglan'";
    let writer = server.running.app().writer();
    writer.run(move |conn| Box::pin(async move { Ok(sql(together).run(conn).await?) })).await.unwrap();
    let report = async |owners: &[usize], code: &str| {
        for n in owners {
            let mut owner = server.owner(*n).await;
            let me = owner.call(&steward_core::accounts::api::WHO_AM_I, &[], &Nothing {}).await.unwrap();
            let home = me.homes.iter().find(|home| home.project.as_str() == "tinglan").unwrap();
            let mut draft = super::common::tickets::leak();
            draft.category = steward_core::tickets::Category::find(code).unwrap();
            (draft.household, draft.project) = (Some(home.household.clone()), home.project.clone());
            owner.submit(draft).await.unwrap();
        }
    };
    let faults = async |login: &str| {
        let rows = all(&mut server.staff(login).await).await;
        let fault = |row: &AlarmRow| matches!(row.alarm.subject, Subject::Fault { .. });
        rows.into_iter().filter(fault).collect::<Vec<_>>()
    };
    // A tap that drips in each of five homes has five causes.
    report(&owners[..5], "water.pipe").await;
    report(&owners[..4], "public.lift").await;
    report(&owners[..1], "public.lift").await;
    look(&server).await;
    assert_eq!(faults("supervisor").await, [], "four homes are no mass");
    report(&owners[4..5], "public.lift").await;
    look(&server).await;
    look(&server).await;
    let found = faults("supervisor").await;
    assert_eq!(found.len(), 1, "one open alarm");
    let alarm = &found[0].alarm;
    let lift = steward_core::tickets::Category::find("public.lift").unwrap();
    assert_eq!(alarm.subject, Subject::Fault { category: lift, building: "12".to_owned() });
    assert_eq!((alarm.whose.clone(), alarm.raised.sum.total), (project("tinglan"), 5));
    let page =
        server.staff("supervisor").await.call(&ALARM, &[alarm.id.as_str()], &Nothing {}).await.unwrap();
    assert_eq!(page.now.total, 5);
    assert_eq!(faults("supervisor2").await, [], "another project's");
    // A week later nobody new has reported it.
    server.advance(Seconds::days(8));
    look(&server).await;
    server.advance(Seconds::days(1));
    look(&server).await;
    assert!(!faults("supervisor").await[0].alarm.is_open(), "over for a day");
}

/// R44: 2.0 minutes in the four weeks before, 2.8 in the last week.
#[tokio::test]
async fn r44_a_response_that_is_forty_percent_slower_raises_one_alarm() {
    let server = house().await;
    let today = day("2026-09-15");
    let agent = sql("select person_id from logins where login = 'agent'")
        .row(&server.running.app().db().read)
        .await
        .unwrap()
        .unwrap();
    let agent = rows::text(&agent, 0).unwrap();
    // Sums as the projector would have kept them: ten answers a day.
    let written =
        async |last_week: i64| {
            let buckets = ["project/tinglan".to_owned(), format!("person/tinglan/{agent}")];
            let writer = server.running.app().writer();
            writer
            .run(move |conn| {
                Box::pin(async move {
                    for bucket in buckets {
                        let mut upto = (0, 0);
                        for back in (0..35_u32).rev() {
                            let usual = if back % 2 == 0 { 20 } else { 220 };
                            upto = (upto.0 + 10, upto.1 + 10 * if back < 7 { last_week } else { usual });
                            sql("insert into rollups (generation, bucket, day, body) values (1, $1, $2, $3) \
                                on conflict (generation, bucket, day) do update set body = excluded.body")
                            .bind(bucket.clone())
                            .bind(today.earlier(back).number())
                            .bind(format!("[{},{},0,0,{},{}]", upto.0, upto.0, upto.0, upto.1))
                            .run(&mut *conn)
                            .await?;
                        }
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
        };
    let slower = async |login: &str| {
        let rows = all(&mut server.staff(login).await).await;
        rows.into_iter().filter(|row| row.alarm.subject == Subject::Deviation).collect::<Vec<_>>()
    };
    written(156).await;
    look(&server).await;
    assert_eq!(slower("manager").await, [], "30% is none");
    written(168).await;
    look(&server).await;
    look(&server).await;
    let found = slower("manager").await;
    assert_eq!(found.len(), 1);
    let raised = found[0].alarm.raised;
    assert_eq!((raised.sum.total, raised.sum.n), (11_760, 70), "2.8 minutes");
    assert_eq!(raised.other.map(|before| (before.total, before.n)), Some((33_600, 280)), "2.0 minutes");
    assert_eq!(raised.load.map(|load| (load.open, load.taken)), Some((0, 70)));
    assert_eq!(slower("manager2").await, [], "another project's");
    // The person is marked for whoever sees people, and for nobody else.
    let people = async |login: &str| {
        let by = steward_core::cockpit::parts::By::Person;
        let query = steward_core::cockpit::parts::PartsQuery::of(by, &CockpitQuery::default());
        let mut client = server.staff(login).await;
        client.call(&steward_core::cockpit::parts::PARTS, &[], &query).await.unwrap().parts
    };
    let marked = people("manager").await;
    assert_eq!(marked.iter().filter(|part| part.slower.is_some()).count(), 1);
    let mark = marked.iter().find_map(|part| part.slower).unwrap();
    assert_eq!((mark.lately.total, mark.before.total, mark.load.taken), (11_760, 33_600, 70));
    assert_eq!(people("manager2").await.iter().filter(|part| part.slower.is_some()).count(), 0);
    assert_eq!(people("engineer").await.iter().filter(|part| part.slower.is_some()).count(), 0);
}

#[tokio::test]
async fn r91_a_line_set_on_any_indicator_raises_its_alarm_at_every_level() {
    let server = server_with(|config| config.demo_filling = steward_server::demo::Filling::Little).await;
    let mut hq = server.staff("hq").await;
    let timely = |rows: &[AlarmRow]| {
        let of = Subject::Indicator { indicator: Indicator::Timely };
        rows.iter()
            .filter(|row| row.alarm.subject == of)
            .map(|row| row.alarm.whose.clone())
            .collect::<Vec<_>>()
    };
    look(&server).await;
    assert_eq!(timely(&all(&mut hq).await), [], "only the complaint rate has a usual line");
    let at = AlarmAt { bound: 9_900, days: 30, hours: 2 };
    let set = Wanted { goal: None, alarm: Some(at), ..wanted(Indicator::Timely, Level::Group) };
    hq.call(&SET_THRESHOLD, &[], &set).await.unwrap();
    look(&server).await;
    assert_eq!(timely(&all(&mut hq).await), [], "it must have been worse for two hours");
    server.advance(Seconds::hours(2));
    look(&server).await;
    let page = hq.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    let mut expected = vec![Level::Group];
    for line in &page.lines {
        let sum = line.now.of(Indicator::Timely).unwrap();
        if sum.n > 0 && sum.total * 100 < sum.n * 99 {
            expected.push(Level::Project(line.project.clone()));
            expected.push(Level::Region(line.region.clone()));
        }
    }
    expected.sort();
    expected.dedup();
    let mut raised = timely(&all(&mut hq).await);
    raised.sort();
    assert!(raised.len() > 3, "{raised:?}");
    assert_eq!(raised, expected);
    // A region's and the group's are not for who has projects only.
    let managers = timely(&all(&mut server.staff("manager").await).await);
    assert!(
        managers.iter().all(|whose| matches!(whose, Level::Project(_))) && !managers.is_empty(),
        "{managers:?}"
    );
}

#[tokio::test]
async fn an_alarm_is_seen_in_its_scope_only() {
    let server = house().await;
    let owners = neighbours(&server).await;
    complain(&server, &owners[..3]).await;
    look(&server).await;
    let mut hq = server.staff("hq").await;
    let id = all(&mut hq).await.remove(0).alarm.id;
    for login in ["manager", "supervisor", "executive", "data"] {
        let mut client = server.staff(login).await;
        assert_eq!(all(&mut client).await.len(), 1, "{login}");
    }
    let mut elsewhere = server.staff("manager2").await;
    assert_eq!(all(&mut elsewhere).await, []);
    assert_eq!(code(elsewhere.call(&ALARM, &[id.as_str()], &Nothing {}).await), Code::NotFound);
    let close = MoveAlarm { seq: 1, what: Move::Close { note: "误报".to_owned() } };
    assert_eq!(code(elsewhere.call(&MOVE_ALARM, &[id.as_str()], &close).await), Code::NotFound);
    for login in ["agent", "engineer", "admin"] {
        let mut client = server.staff(login).await;
        assert_eq!(
            code(client.call(&ALARMS, &[], &AlarmsQuery::default()).await),
            Code::Forbidden,
            "{login}"
        );
        assert_eq!(code(client.call(&MOVE_ALARM, &[id.as_str()], &close).await), Code::Forbidden, "{login}");
    }
    assert_eq!(
        code(server.owner(1).await.call(&ALARMS, &[], &AlarmsQuery::default()).await),
        Code::Forbidden
    );
    let executive = server.staff("executive").await.call(&MOVE_ALARM, &[id.as_str()], &close).await;
    assert_eq!(executive.unwrap_err().params["rule"], "alarm_not_yours");
}

#[tokio::test]
async fn thresholds_are_set_asked_for_and_decided() {
    let server = server_with(|_| {}).await;
    let mut hq = server.staff("hq").await;
    let mut manager = server.staff("manager").await;
    let mut supervisor = server.staff("supervisor").await;
    hq.call(&SET_THRESHOLD, &[], &wanted(Indicator::Timely, Level::Group)).await.unwrap();
    manager.call(&SET_THRESHOLD, &[], &wanted(Indicator::OnSite, project("tinglan"))).await.unwrap();
    assert_eq!(
        code(manager.call(&SET_THRESHOLD, &[], &wanted(Indicator::OnSite, Level::Group)).await),
        Code::Forbidden
    );
    let elsewhere = server
        .staff("manager2")
        .await
        .call(&SET_THRESHOLD, &[], &wanted(Indicator::OnSite, project("tinglan")))
        .await;
    assert_eq!(code(elsewhere), Code::NotFound);
    let nowhere = hq.call(&SET_THRESHOLD, &[], &wanted(Indicator::OnSite, project("nowhere"))).await;
    assert_eq!(code(nowhere), Code::NotFound);
    let past = Wanted { from: day("2026-09-14"), ..wanted(Indicator::Timely, Level::Group) };
    let refused = hq.call(&SET_THRESHOLD, &[], &past).await.unwrap_err();
    assert_eq!(refused.fields[0].code, Code::BadTime);

    // A supervisor asks; until somebody decides nothing changes.
    let goal = Some(Goal { green: 9_990, amber: 9_980 });
    let asked = Wanted { goal, ..wanted(Indicator::Feedback, project("tinglan")) };
    let asked = supervisor.call(&SET_THRESHOLD, &[], &asked).await.unwrap();
    assert_eq!(asked.decision, Decision::Asked);
    let held = |all: &[Threshold]| all.iter().any(|t| t.wanted.indicator == Indicator::Feedback);
    let page = manager.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    assert!(!held(&page.thresholds));
    let n = asked.n.to_string();
    let yes = Verdict { approved: true };
    assert_eq!(code(supervisor.call(&DECIDE_THRESHOLD, &[&n], &yes).await), Code::Forbidden);
    assert_eq!(
        code(server.staff("manager2").await.call(&DECIDE_THRESHOLD, &[&n], &yes).await),
        Code::NotFound
    );
    assert_eq!(manager.call(&DECIDE_THRESHOLD, &[&n], &yes).await.unwrap().decision, Decision::Approved);
    assert_eq!(code(manager.call(&DECIDE_THRESHOLD, &[&n], &yes).await), Code::Conflict, "once");
    let page = manager.call(&COCKPIT, &[], &CockpitQuery::default()).await.unwrap();
    assert!(held(&page.thresholds));
    // Others see those of the group, and not those of this project.
    let others = server.staff("manager2").await.call(&THRESHOLDS, &[], &Nothing {}).await.unwrap();
    assert!(others.iter().all(|t| t.wanted.whose == Level::Group) && others.len() == 1, "{others:?}");
    assert_eq!(code(server.staff("agent").await.call(&THRESHOLDS, &[], &Nothing {}).await), Code::Forbidden);
}

#[tokio::test]
async fn a_figure_stands_by_the_threshold_of_its_day() {
    let server = server_with(|config| config.demo_filling = steward_server::demo::Filling::Little).await;
    while follow::follow(server.running.app().db(), server.running.app().writer(), 500).await.unwrap() {}
    let mut hq = server.staff("hq").await;
    let query = CockpitQuery { project: Some("tinglan".parse().unwrap()), ..CockpitQuery::default() };
    let standing = async |hq: &mut Client, query: &CockpitQuery| {
        let page = hq.call(&COCKPIT, &[], query).await.unwrap();
        page.standing(&page.lines[0].now, page.lines[0].belongs(), Indicator::Timely)
    };
    assert_eq!(standing(&mut hq, &query).await, Some(Standing::Missed));
    let easy = Wanted {
        goal: Some(Goal { green: 100, amber: 50 }),
        ..wanted(Indicator::Timely, project("tinglan"))
    };
    hq.call(&SET_THRESHOLD, &[], &easy).await.unwrap();
    assert_eq!(standing(&mut hq, &query).await, Some(Standing::Met));
    let yesterday = CockpitQuery { last: Some(day("2026-09-14")), ..query };
    assert_eq!(
        standing(&mut hq, &yesterday).await,
        Some(Standing::Missed),
        "what was before stays as it was"
    );
}
