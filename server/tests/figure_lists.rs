//! Lists behind a figure: whatever way they are found, they have exactly the tickets that were counted, each once.

use std::collections::BTreeMap;

use steward_core::cockpit::measure::Measure;
use steward_core::day::Day;
use steward_core::tickets::api::{LIST, ListQuery};
use steward_server::db::{rows, sql};
use steward_server::demo::Filling;

use super::cockpit_sums::follow;
use super::common::{Client, Server, server_with};

/// What is counted of a ticket: its project, and the day and value of each measure.
type Row = (String, BTreeMap<Measure, (i64, i64)>);

async fn counted(server: &Server) -> BTreeMap<String, Row> {
    let mut all = BTreeMap::<String, Row>::new();
    for measure in Measure::ALL {
        let word = measure.word();
        let text = format!(
            "select ticket_id, project_id, {word}_day, {word}_value from counted where {word}_day is not null"
        );
        let found = sql(text.leak()).rows(&server.running.app().db().read).await.unwrap();
        for row in &found {
            let value = (rows::int(row, 2).unwrap(), rows::int(row, 3).unwrap());
            let of = all.entry(rows::text(row, 0).unwrap()).or_default();
            of.0 = rows::text(row, 1).unwrap();
            of.1.insert(*measure, value);
        }
    }
    all
}

/// All pages of a list, with what the first one says of their number.
async fn pages(client: &mut Client, query: ListQuery) -> (u64, Vec<String>) {
    let (mut query, mut ids, mut total) = (query, Vec::new(), None);
    loop {
        let page = client.call(&LIST, &[], &query).await.unwrap();
        total = total.or(page.total);
        ids.extend(page.rows.iter().map(|row| row.id.to_string()));
        query.after = page.next;
        if query.after.is_none() {
            return (total.unwrap(), ids);
        }
    }
}

#[tokio::test]
async fn a_figure_opens_exactly_what_it_counts_page_by_page() {
    let server = server_with(|config| config.demo_filling = Filling::Everything).await;
    follow(&server, 500).await;
    let counted = counted(&server).await;
    let last = counted.values().flat_map(|row| row.1.values()).map(|(day, _)| *day).max().unwrap();
    let day = |number| Day::from_number(number);
    let (mut several_pages, mut none) = (0, 0);
    for (login, projects) in [
        ("hq", None),
        ("manager", Some(&["tinglan"] as &[&str])),
        ("manager2", Some(&["yunqi", "songfeng", "yingyue", "fenglin"])),
    ] {
        let mut client = server.staff(login).await;
        for measure in Measure::ALL {
            for yes in [None, Some(true), Some(false)] {
                if yes.is_some() && !measure.is_question() {
                    continue;
                }
                for (from, to) in [(None, None), (day(last - 20), day(last - 3)), (day(last + 1), day(last))]
                {
                    // Everything of the group is more than a test should page through.
                    if login == "hq" && from.is_none() {
                        continue;
                    }
                    let query = ListQuery {
                        measure: Some(*measure),
                        yes,
                        from,
                        to,
                        limit: Some(40),
                        ..ListQuery::default()
                    };
                    let (total, ids) = pages(&mut client, query.clone()).await;
                    let is_in = |(_, row): &(&String, &Row)| {
                        projects.is_none_or(|projects| projects.contains(&row.0.as_str()))
                            && row.1.get(measure).is_some_and(|(at, value)| {
                                from.is_none_or(|from| from.number() <= *at)
                                    && to.is_none_or(|to| to.number() >= *at)
                                    && yes.is_none_or(|yes| *value == i64::from(yes))
                            })
                    };
                    let mut expected: Vec<&String> = counted.iter().filter(is_in).map(|(id, _)| id).collect();
                    let mut found: Vec<&String> = ids.iter().collect();
                    found.sort();
                    expected.sort();
                    assert_eq!(found, expected, "{login}: {query:?}");
                    assert_eq!(usize::try_from(total), Ok(expected.len()), "{login}: {query:?}");
                    several_pages += usize::from(expected.len() > 40);
                    none += usize::from(expected.is_empty());
                }
            }
        }
    }
    assert!(several_pages > 20 && none > 20, "{several_pages} of several pages, {none} without any");
}

#[tokio::test]
async fn what_few_tickets_have_comes_newest_first_and_may_be_narrowed_further() {
    let server = server_with(|config| config.demo_filling = Filling::Everything).await;
    follow(&server, 500).await;
    let counted = counted(&server).await;
    let mut hq = server.staff("hq").await;
    let late = ListQuery { measure: Some(Measure::Timely), yes: Some(false), ..ListQuery::default() };
    let (total, ids) = pages(&mut hq, ListQuery { limit: Some(30), ..late.clone() }).await;
    let places: Vec<(i64, &String)> = ids.iter().map(|id| (counted[id].1[&Measure::Timely].0, id)).collect();
    assert!(places.len() > 60 && places.windows(2).all(|two| two[0] > two[1]), "{places:?}");
    // A state asks for the tickets themselves: the number is counted then, and the rows are the same ones.
    let mut narrowed = 0;
    for state in [steward_core::tickets::State::Closed, steward_core::tickets::State::Reviewed] {
        let query = ListQuery { state: Some(state), limit: Some(30), ..late.clone() };
        let (total, some) = pages(&mut hq, query).await;
        assert_eq!(usize::try_from(total), Ok(some.len()));
        assert!(some.iter().all(|id| ids.contains(id)));
        narrowed += total;
    }
    assert_eq!(narrowed, total, "what was late is closed or reviewed");
}
