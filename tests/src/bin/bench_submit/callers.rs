//! People who submit as fast as they are answered, each on a connection of their own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use steward_core::tickets::TicketDraft;
use steward_core::tickets::api::{LIVE, SUBMIT};
use steward_tests::Product;
use steward_tests::client::new_command;
use steward_tests::people::leak;
use steward_tests::wire::{Caller, Measured};

/// Owners who share the work, so that nobody meets the limit on one person's submissions.
const OWNERS: usize = 24;

/// Submits once as the next of `owners`.
async fn submit_one(caller: &mut Caller, (cookie, draft): &(String, TicketDraft)) -> Duration {
    caller.cookie.clone_from(cookie);
    let body = json!({ "command_id": new_command(), "draft": draft });
    let body = serde_json::to_vec(&body).expect("JSON");
    let (status, body, time) = caller.ask("POST", SUBMIT.path, body).await;
    assert!(status == 201, "{status}: {}", String::from_utf8_lossy(&body));
    time
}

/// The cookies and homes of some owners.
fn owners(product: &Product) -> Vec<(String, TicketDraft)> {
    let signed_in = (1..=OWNERS).map(|n| {
        let mut client = product.visitor();
        let me = client.sign_in_owner(&steward_tests::people::phone(n));
        let home = me.homes.into_iter().next().expect("a home");
        let draft = TicketDraft { project: home.project, household: Some(home.household), ..leak() };
        (client.cookie().expect("a session").to_owned(), draft)
    });
    signed_in.collect()
}

/// So many callers at once for so long.
pub(crate) async fn submit(
    product: &Product,
    callers: usize,
    warm_up: Duration,
    measured: Duration,
) -> Measured {
    let owners = Arc::new(owners(product));
    let begin = Arc::new(tokio::sync::Barrier::new(callers));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..callers {
        let mut caller = Caller::connect(product, owners[n % owners.len()].0.clone()).await;
        let (begin, owners) = (Arc::clone(&begin), Arc::clone(&owners));
        tasks.spawn(async move {
            begin.wait().await;
            let start = Instant::now();
            let mut times = Vec::new();
            let mut turn = n;
            while start.elapsed() < warm_up + measured {
                let counts = start.elapsed() >= warm_up;
                let time = submit_one(&mut caller, &owners[turn % owners.len()]).await;
                turn += 1;
                times.extend(counts.then_some(time));
            }
            times
        });
    }
    Measured::of(tasks.join_all().await.into_iter().flatten().collect(), measured)
}

/// So many people listen to the live stream while something is looked at.
pub(crate) async fn listen(product: &Product, listeners: usize, meanwhile: impl FnOnce()) {
    let owners = owners(product);
    let mut open = Vec::new();
    for n in 0..listeners {
        let mut caller = Caller::connect(product, owners[n % owners.len()].0.clone()).await;
        let answer = caller.send("GET", LIVE.path, Vec::new()).await;
        assert!(answer.status() == 200, "{}", answer.status());
        open.push((caller, answer));
    }
    meanwhile();
}
