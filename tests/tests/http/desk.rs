//! What staff look up at the desk: homes by their plate, and lists by their filters. Another project's and another
//! role's are not there.

#![expect(clippy::expect_used, reason = "a panic is a failed test that says why")]

use std::collections::BTreeSet;

use steward_core::accounts::api::{HOUSEHOLDS, HouseholdCard, HouseholdQuery};
use steward_core::cockpit::channels::Touchpoint;
use steward_core::endpoint::Page;
use steward_core::problem::Code;
use steward_core::tickets::api::{LIST, ListQuery, TicketRow, View};
use steward_core::tickets::{Channel, Command, Scenario, State, TicketDraft};
use steward_core::time::Seconds;
use steward_tests::people::{dispatch_to, from_home, leak, noise, question, rate};
use steward_tests::{Answer, Client, Product};

fn homes(client: &Client, project: &str, q: &str) -> Answer {
    let query = HouseholdQuery { project: project.parse().expect("an id"), q: q.to_owned() };
    client.call(&HOUSEHOLDS, &[], &query)
}

fn plates(answer: &Answer) -> Vec<String> {
    answer.ok::<Vec<HouseholdCard>>().iter().map(|home| home.address.plate()).collect()
}

#[test]
fn homes_are_found_by_whoever_serves_the_project() {
    let product = Product::start();
    let agent = product.staff("agent");
    assert_eq!(plates(&homes(&agent, "tinglan", "12-2-1803")), ["12-2-1803"]);
    assert_eq!(plates(&homes(&agent, "tinglan", "12栋2单元1803室")), ["12-2-1803"]);
    let building = plates(&homes(&agent, "tinglan", "12-"));
    assert!(building.len() > 1 && building.iter().all(|plate| plate.starts_with("12-")), "{building:?}");
    assert!(plates(&homes(&agent, "tinglan", " ")).is_empty(), "nobody leafs through all homes");
    assert!(plates(&homes(&agent, "tinglan", "%")).is_empty(), "no pattern of the database's own");
    let text = homes(&agent, "tinglan", "12-2-1803").text();
    assert!(text.contains("林静") && text.contains("138****0001") && !text.contains("13800000001"), "{text}");

    for login in ["agent", "supervisor", "manager", "hq", "data"] {
        assert_eq!(plates(&homes(&product.staff(login), "tinglan", "12-2-1803")).len(), 1, "{login}");
    }
    // Another region's or project's staff: as if the project had no homes.
    for login in ["agent2", "supervisor2", "manager2"] {
        let stranger = product.staff(login);
        assert!(plates(&homes(&stranger, "tinglan", "12-2-1803")).is_empty(), "{login}");
        assert!(!plates(&homes(&stranger, "songfeng", "1")).is_empty(), "{login} finds the own project's");
    }
    assert!(plates(&homes(&agent, "nowhere", "12-2-1803")).is_empty());
    // Who writes nothing down for owners is not answered at all.
    for login in ["engineer", "operations", "executive", "admin", "auditor"] {
        let answer = homes(&product.staff(login), "tinglan", "12-2-1803");
        let none = answer.status == 200 && plates(&answer).is_empty();
        assert!(none || answer.status == 403, "{login}: {} {}", answer.status, answer.text());
    }
    assert_eq!(homes(&product.owner(1), "tinglan", "12-2-1803").code(), Code::Forbidden);
    assert_eq!(homes(&product.visitor(), "tinglan", "12-2-1803").code(), Code::SignInNeeded);
}

fn listed(client: &Client, query: &ListQuery) -> BTreeSet<String> {
    let page: Page<TicketRow> = client.call(&LIST, &[], query).ok();
    assert_eq!(page.total, Some(page.rows.len() as u64), "{query:?}");
    page.rows.into_iter().map(|row| row.id.to_string()).collect()
}

/// Five tickets: a repair that is done and rated, one on its way, a complaint, a question, and one of another region.
struct Desk {
    product: Product,
    done: String,
    going: String,
    complaint: String,
    question: String,
    elsewhere: String,
}

impl Desk {
    fn open() -> Self {
        let product = Product::start();
        let owner = product.owner(1);
        let done = product.repaired(leak()).ticket.id;
        owner.command(&done, rate(5, ""));
        let going = product.owner(2).submit(from_home(leak(), "tinglan-12-1-1502")).ticket.id;
        let agent = product.staff("agent");
        agent.command(&going, Command::Accept { category: None, urgency: None });
        agent.command(&going, dispatch_to("engineer2"));
        let complaint = owner.submit(noise()).ticket.id.to_string();
        let question = owner.submit(question()).ticket.id.to_string();
        let far: Vec<HouseholdCard> = homes(&product.staff("agent2"), "songfeng", "1").ok();
        let draft = TicketDraft {
            project: "songfeng".parse().expect("an id"),
            channel: Channel::Phone,
            contact: "业主".to_owned(),
            phone: "13900000000".to_owned(),
            ..from_home(leak(), far.first().expect("a home").household.as_str())
        };
        let elsewhere = product.staff("agent2").submit(draft).ticket.id.to_string();
        let (done, going) = (done.to_string(), going.to_string());
        Self { product, done, going, complaint, question, elsewhere }
    }

    /// Who must find what with a filter: everybody's answer is the filter's answer less what they may not see.
    fn expect(&self, query: &ListQuery, found: &[&String]) {
        let north = [&self.done, &self.going, &self.complaint, &self.question];
        let sees: [(&str, Vec<&String>); 7] = [
            ("hq", [&north[..], &[&self.elsewhere]].concat()),
            ("agent", north.to_vec()),
            ("manager", north.to_vec()),
            ("agent2", vec![&self.elsewhere]),
            ("engineer2", vec![&self.going]),
            ("admin", Vec::new()),
            ("auditor", Vec::new()),
        ];
        for (login, seen) in sees {
            let expected: BTreeSet<String> =
                found.iter().filter(|id| seen.contains(id)).map(|id| (*id).clone()).collect();
            assert_eq!(listed(&self.product.staff(login), query), expected, "{login} asks {query:?}");
        }
    }
}

#[test]
fn filters_narrow_what_each_role_sees_and_never_widen_it() {
    let desk = Desk::open();
    let Desk { product, done, going, complaint, question, elsewhere } = &desk;
    let all = [done, going, complaint, question, elsewhere];
    let none = ListQuery::default;
    let project = |id: &str| Some(id.parse().expect("an id"));
    desk.expect(&none(), &all);
    desk.expect(&ListQuery { project: project("tinglan"), ..none() }, &all[..4]);
    desk.expect(&ListQuery { project: project("songfeng"), ..none() }, &[elsewhere]);
    desk.expect(&ListQuery { project: project("nowhere"), ..none() }, &[]);
    desk.expect(&ListQuery { scenario: Some(Scenario::Complaint), ..none() }, &[complaint]);
    desk.expect(&ListQuery { state: Some(State::Dispatched), ..none() }, &[going]);
    desk.expect(&ListQuery { view: Some(View::New), ..none() }, &[complaint, question, elsewhere]);
    desk.expect(&ListQuery { touchpoint: Some(Touchpoint::Online), ..none() }, &all[..4]);
    desk.expect(&ListQuery { touchpoint: Some(Touchpoint::Phone), ..none() }, &[elsewhere]);
    desk.expect(&ListQuery { q: Some("12-1-1502".to_owned()), ..none() }, &[going]);

    // Own: what one has or had in hand, whatever else one may see.
    let own = |own| ListQuery { own: Some(own), ..none() };
    let of = |ids: &[&String]| ids.iter().map(|id| (*id).clone()).collect::<BTreeSet<_>>();
    assert_eq!(listed(&product.staff("agent"), &own(true)), of(&[done, going]));
    assert_eq!(listed(&product.staff("agent"), &own(false)), of(&[complaint, question]));
    assert_eq!(listed(&product.staff("engineer2"), &own(true)), of(&[going]));
    assert_eq!(listed(&product.staff("engineer"), &own(true)), of(&[done]));
    assert!(listed(&product.staff("hq"), &own(true)).is_empty());

    // Owners filter their own home's only.
    let repairs = ListQuery { scenario: Some(Scenario::Repair), ..none() };
    assert_eq!(listed(&product.owner(1), &repairs), of(&[done]));
    assert_eq!(listed(&product.owner(2), &repairs), of(&[going]));

    product.advance(Seconds::days(3));
    desk.expect(&ListQuery { days: Some(2), ..none() }, &[]);
    desk.expect(&ListQuery { days: Some(4), ..none() }, &all);
}
