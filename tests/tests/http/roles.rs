//! What each role is answered, and what it is not told exists.

use serde_json::{Value, json};
use steward_core::accounts::api::WHO_AM_I;
use steward_core::cockpit::channels::{CHANNELS, Channels};
use steward_core::cockpit::figures::{COCKPIT, CockpitQuery};
use steward_core::endpoint::{Nothing, Page};
use steward_core::problem::Code;
use steward_core::tickets::api::{CANDIDATES, COUNTS, CountQuery, LIST, ListQuery, READ, TicketRow, View};
use steward_core::tickets::{Command, TicketDraft};
use steward_tests::people::{dispatch_to, from_home, leak, noise};
use steward_tests::snapshot::settled;
use steward_tests::{Client, Product};

/// Everybody of the demo whose post takes part in the loop.
const STAFF: [&str; 9] =
    ["agent", "engineer", "supervisor", "manager", "hq", "data", "admin", "auditor", "operations"];

fn read(client: &Client, ticket: &str) -> (u16, Value) {
    let answer = client.call(&READ, &[ticket], &Nothing {});
    (answer.status, answer.json())
}

#[test]
fn every_role_is_told_who_it_is() {
    let product = Product::start();
    let start = product.now();
    let me = |client: &Client| settled(&client.call(&WHO_AM_I, &[], &Nothing {}).json(), start);
    insta::assert_json_snapshot!("me_owner", me(&product.owner(1)));
    for login in STAFF {
        insta::assert_json_snapshot!(format!("me_{login}"), me(&product.staff(login)));
    }
    assert_eq!(product.visitor().call(&WHO_AM_I, &[], &Nothing {}).code(), Code::SignInNeeded);
}

#[test]
fn one_ticket_as_each_role_sees_it() {
    let product = Product::start();
    let start = product.now();
    let id = product.owner(1).submit(leak()).ticket.id;
    let agent = product.staff("agent");
    agent.command(&id, Command::Accept { category: None, urgency: None });
    agent.command(&id, Command::Note { text: "业主上次也报过同一处，注意态度。".to_owned() });
    agent.command(&id, dispatch_to("engineer"));

    let (status, owner) = read(&product.owner(1), id.as_str());
    assert_eq!(status, 200);
    insta::assert_json_snapshot!("ticket_owner", settled(&owner, start));
    let text = owner.to_string();
    for hidden in ["注意态度", "noted", "13800000001", "repairs_12m"] {
        assert!(!text.contains(hidden), "an owner is shown {hidden}");
    }
    for login in STAFF {
        let (status, page) = read(&product.staff(login), id.as_str());
        assert!(!page.to_string().contains("13800000001"), "{login} is shown the phone without a reason");
        insta::assert_json_snapshot!(format!("ticket_{login}"), json!([status, settled(&page, start)]));
    }
}

#[test]
fn lists_and_counts_by_role() {
    let product = Product::start();
    let start = product.now();
    product.owner(1).submit(leak());
    product.owner(2).submit(from_home(noise(), "tinglan-12-1-1502"));
    let query = ListQuery { view: Some(View::New), ..ListQuery::default() };
    let list = |client: &Client| {
        let answer = client.call(&LIST, &[], &query);
        json!([answer.status, settled(&answer.json(), start)])
    };
    insta::assert_json_snapshot!("list_owner", list(&product.owner(1)));
    insta::assert_json_snapshot!("list_neighbour", list(&product.owner(2)));
    for login in STAFF {
        insta::assert_json_snapshot!(format!("list_{login}"), list(&product.staff(login)));
        let counts = product.staff(login).call(&COUNTS, &[], &CountQuery::default());
        let listed = product.staff(login).call(&LIST, &[], &query);
        // The number beside a view is the number of rows behind it.
        if listed.status == 200 {
            let rows: Page<TicketRow> = listed.ok();
            let counts = counts.json();
            let new = counts.as_array().and_then(|all| all.iter().find(|c| c["view"] == "new").cloned());
            assert_eq!(new.map(|c| c["count"].clone()), Some(json!(rows.total)), "{login}");
        }
    }
}

#[test]
fn the_cockpit_by_role() {
    let product = Product::start();
    for login in STAFF {
        let answer = product.staff(login).call(&COCKPIT, &[], &CockpitQuery::default());
        let projects = answer.json()["lines"].as_array().cloned().unwrap_or_default();
        let names: Vec<Value> = projects.iter().map(|p| p["name"].clone()).collect();
        insta::assert_json_snapshot!(format!("cockpit_{login}"), json!([answer.status, names]));
        // What is nobody's own work is read by the same people.
        let channels = product.staff(login).call(&CHANNELS, &[], &CockpitQuery::default());
        assert_eq!(channels.status, answer.status, "{login}");
        if channels.status == 200 {
            assert_eq!(channels.ok::<Channels>().tallies, [], "{login}: nothing was decided yet");
        }
    }
    let owner = product.owner(1).call(&COCKPIT, &[], &CockpitQuery::default());
    assert_eq!(owner.code(), Code::Forbidden);
}

/// Another household's, project's or role's ticket is not there: reading, commanding, listing, photos, voucher.
#[test]
fn what_is_not_ones_own_is_not_there() {
    let product = Product::start();
    let owner = product.owner(1);
    let photo = owner.upload();
    let id = owner.submit(TicketDraft { photos: vec![photo.clone()], ..leak() }).ticket.id;
    // Accepted and given away, so that it is in nobody's pool any more.
    let agent = product.staff("agent");
    agent.command(&id, Command::Accept { category: None, urgency: None });
    agent.command(&id, dispatch_to("engineer"));
    let strangers = [
        ("another household", product.owner(2)),
        ("another project's owner", product.owner(14)),
        ("another region's agent", product.staff("agent2")),
        ("an engineer without the job", product.staff("engineer2")),
        ("another region's engineer", product.staff("engineer5")),
        ("another region's supervisor", product.staff("supervisor2")),
        ("another project's manager", product.staff("manager2")),
        ("another department", product.staff("operations")),
        ("the administrator", product.staff("admin")),
        ("the auditor", product.staff("auditor")),
    ];
    for (who, stranger) in &strangers {
        let urge = stranger.try_command(&id, Command::Urge);
        assert_eq!(urge.code(), Code::NotFound, "{who} commands");
        for path in [
            format!("/api/v1/tickets/{id}"),
            format!("/api/v1/tickets/{id}/candidates"),
            format!("/api/v1/tickets/{id}/voucher"),
            format!("/api/v1/photos/{photo}"),
            format!("/api/v1/photos/{photo}?size=thumb"),
        ] {
            let answer = stranger.get(&path);
            assert_eq!(answer.code(), Code::NotFound, "{who} reads {path}");
        }
        let reason = json!({ "reason": "回电" });
        let phone = stranger.post(&format!("/api/v1/tickets/{id}/phone"), &reason);
        assert_eq!(phone.code(), Code::NotFound, "{who} asks for the phone");
        let answer = stranger.call(&LIST, &[], &ListQuery::default());
        assert!(!answer.text().contains(id.as_str()), "{who} finds it in a list");
        let search = ListQuery { q: Some(id.to_string()), ..ListQuery::default() };
        assert!(
            !stranger.call(&LIST, &[], &search).text().contains(id.as_str()),
            "{who} finds it by its number"
        );
    }
    // The same answer as for a ticket that nobody has.
    let (unknown, foreign) =
        (owner.get("/api/v1/tickets/T20200101-0001"), strangers[0].1.get(&format!("/api/v1/tickets/{id}")));
    assert_eq!((unknown.status, unknown.body), (foreign.status, foreign.body));
}

#[test]
fn nobody_submits_for_a_home_that_is_not_theirs() {
    let product = Product::start();
    let neighbour = from_home(leak(), "tinglan-12-1-1502");
    assert_eq!(product.owner(1).try_submit(neighbour.clone()).code(), Code::NotFound);
    assert_eq!(product.staff("agent2").try_submit(neighbour.clone()).code(), Code::NotFound);
    assert_eq!(product.staff("engineer").try_submit(neighbour.clone()).code(), Code::Forbidden);
    assert_eq!(product.staff("agent").try_submit(neighbour).status, 201);
    // A home of one project under another project's name.
    let crossed = TicketDraft { project: "yunqi".parse().expect("an id"), ..leak() };
    assert_eq!(product.owner(1).try_submit(crossed).code(), Code::NotFound);
}

#[test]
fn candidates_are_for_whoever_dispatches() {
    let product = Product::start();
    let id = product.owner(1).submit(leak()).ticket.id;
    let ask = |client: &Client| client.call(&CANDIDATES, &[id.as_str()], &Nothing {});
    insta::assert_json_snapshot!("candidates", ask(&product.staff("agent")).json());
    assert_eq!(ask(&product.owner(1)).code(), Code::Forbidden);
    assert_eq!(ask(&product.staff("data")).code(), Code::Forbidden);
}
