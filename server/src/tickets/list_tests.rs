//! No list looks through all tickets: what SQLite says of how it finds them.

use steward_core::accounts::{Actor, Role, Scope};
use steward_core::cockpit::measure::Measure;
use steward_core::day::Day;
use steward_core::tickets::api::{ListQuery, View};

use super::*;
use crate::demo::tests::{AFTERNOON, filled_at};

fn staff(role: Role, scope: Scope) -> Actor {
    Actor { person: "p1".parse().unwrap(), role, name: String::new(), department: None, scope }
}

async fn plans(db: &Db, actor: &Actor, query: &ListQuery) -> Vec<Vec<String>> {
    let list = List { actor, query, view: query.view.unwrap_or(View::All), now: AFTERNOON, since: None };
    let (mut plans, days) = (Vec::new(), (query.from, query.to));
    for by in [By::Mark, By::Order] {
        let keys = list.keys(sql(""), by, None, days).then(" limit 26");
        plans.push(keys.plan(&db.read).await.unwrap());
    }
    let counted = list.counted(sql("")).then(" limit 9) n");
    plans.push(counted.plan(&db.read).await.unwrap());
    plans
}

#[tokio::test]
async fn lists_are_found_by_indexes() {
    let (_dir, db, _) = filled_at(AFTERNOON).await;
    let project = || Some("tinglan".parse().unwrap());
    let group = staff(Role::Supervisor, Scope::Group);
    let desk = staff(Role::Agent, Scope::Projects(vec!["tinglan".parse().unwrap()]));
    let engineer = staff(Role::Engineer, Scope::Projects(vec!["tinglan".parse().unwrap()]));
    for view in View::ALL {
        for actor in [&group, &desk, &engineer] {
            for project in [None, project()] {
                let query = ListQuery { view: Some(*view), project, ..ListQuery::default() };
                for plan in plans(&db, actor, &query).await {
                    let all =
                        plan.iter().find(|line| line.starts_with("SCAN t") && !line.contains(" INDEX "));
                    assert_eq!(all, None, "{:?} {query:?}: {plan:?}", actor.role);
                }
            }
        }
    }
    // Of open tickets only, where only those are meant, and in the order that is wanted where one walks.
    for (view, at_risk, index) in [
        (View::Due, None, "tickets_open"),
        (View::Due, Some(true), "tickets_at_risk"),
        (View::Overdue, None, "tickets_open"),
        (View::New, None, "tickets_new"),
        (View::Reply, None, "tickets_for_reply"),
        (View::Pool, None, "tickets_in_pool"),
        (View::Visits, None, "tickets_for_visit"),
        (View::Approvals, None, "tickets_for_approval"),
        (View::Escalated, None, "tickets_for_ack"),
        (View::Mine, None, "tickets_by_engineer"),
        (View::Voices, None, "tickets_by_settling"),
        (View::FollowUps, None, "tickets_by_follow_up"),
    ] {
        let query = ListQuery { view: Some(view), at_risk, ..ListQuery::default() };
        let [mark, walk, count] = plans(&db, &group, &query).await.try_into().unwrap();
        assert!(mark.iter().any(|line| line.contains(index)), "{query:?}: {mark:?}");
        assert!(count.iter().any(|line| line.contains(index)), "{query:?}: {count:?}");
        if view == View::Due {
            assert!(walk.iter().all(|line| !line.contains("TEMP B-TREE")), "{query:?}: {walk:?}");
        }
    }
    // What a figure counts is found by its days; what few tickets have, by an index of those alone, which need not be put
    // in order.
    let figure = |measure, yes| ListQuery {
        measure: Some(measure),
        project: project(),
        from: Some(Day::try_from("2026-08-16".to_owned()).unwrap()),
        to: Some(Day::try_from("2026-09-15".to_owned()).unwrap()),
        yes,
        ..ListQuery::default()
    };
    for actor in [&group, &desk] {
        let query = figure(Measure::Timely, Some(true));
        let [mark, walk, count] = plans(&db, actor, &query).await.try_into().unwrap();
        for plan in [&mark, &count] {
            let by_days = "SEARCH c USING INDEX counted_by_days (project_id=? AND last_day>?)";
            assert!(plan.iter().any(|line| line == by_days), "{plan:?}");
        }
        assert!(
            walk.iter().any(|line| line.ends_with("USING PRIMARY KEY (project_id=? AND ticket_id=?)")),
            "{walk:?}"
        );
        for measure in Measure::ALL {
            let query = figure(*measure, Some(false));
            let Some(day) = measured::marked_by(&query) else { continue };
            let index = format!("INDEX counted_{} (project_id=? AND", day.trim_start_matches("c."));
            for query in [query.clone(), ListQuery { project: None, ..query }] {
                for plan in plans(&db, actor, &query).await {
                    assert!(plan.iter().any(|line| line.contains(&index)), "{query:?}: {plan:?}");
                    let sorted = plan.iter().any(|line| line.contains("TEMP B-TREE"));
                    assert!(!sorted || query.project.is_none(), "{query:?}: {plan:?}");
                }
            }
        }
    }
}

#[test]
fn a_whole_number_is_looked_for_by_itself() {
    for (q, texts) in [
        (None, false),
        (Some("  "), false),
        (Some("T20260915-0001"), false),
        (Some(" t20260915-12345 "), false),
        (Some("T20260915"), true),
        (Some("T20260915-001"), true),
        (Some("12-2-1803"), true),
    ] {
        let query = ListQuery { q: q.map(str::to_owned), ..ListQuery::default() };
        assert_eq!(filters::searches_texts(&query), texts, "{q:?}");
    }
}
