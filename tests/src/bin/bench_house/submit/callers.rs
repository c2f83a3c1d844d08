//! People who submit as fast as they are answered, each on a connection of their own.

use std::sync::Arc;
use std::time::{Duration, Instant};

use steward_core::tickets::TicketDraft;
use steward_core::tickets::api::{LIVE, SUBMIT, SubmitTicket};
use steward_tests::client::new_command;
use steward_tests::wire::{Caller, Measured};

use crate::house::Served;

/// How many homes report: enough that none has more tickets than a home may have in a bad week.
const HOMES: usize = 2_048;

/// Submits once as the next of `owners`.
pub(crate) async fn submit_one(caller: &mut Caller, (cookie, draft): &(String, TicketDraft)) -> Duration {
    caller.cookie.clone_from(cookie);
    let request = SubmitTicket { command_id: new_command(), draft: draft.clone() };
    let body = serde_json::to_vec(&request).expect("JSON");
    let (status, body, time) = caller.ask("POST", SUBMIT.path, body).await;
    assert!(status == 201, "{status}: {}", String::from_utf8_lossy(&body));
    time
}

/// So many callers at once for so long.
pub(crate) async fn submit(
    served: &Served,
    callers: usize,
    warm_up: Duration,
    measured: Duration,
) -> Measured {
    let owners = Arc::new(served.owners(HOMES));
    let begin = Arc::new(tokio::sync::Barrier::new(callers));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..callers {
        let mut caller = Caller::connect(served, owners[n % owners.len()].0.clone()).await;
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
pub(crate) async fn listen(served: &Served, listeners: usize, meanwhile: impl FnOnce()) {
    let owners = served.owners(1);
    let mut open = Vec::new();
    for n in 0..listeners {
        let mut caller = Caller::connect(served, owners[n % owners.len()].0.clone()).await;
        let answer = caller.send("GET", LIVE.path, Vec::new()).await;
        assert!(answer.status() == 200, "{}", answer.status());
        open.push((caller, answer));
    }
    meanwhile();
}
