//! R28: the same text used more than three times a day is a flag to the supervisor.

use steward_core::endpoint::Nothing;
use steward_core::problem::Code;
use steward_core::tickets::Command;
use steward_core::tickets::api::SAME_WORDS;
use steward_core::time::Seconds;
use steward_server::jobs::Job as _;
use steward_server::jobs::forget::Forget;

use crate::common::surveys::number;
use crate::common::tickets::leak;
use crate::common::{code, server};

#[tokio::test]
async fn r28_the_fourth_use_of_the_same_words_on_one_day_is_shown_to_the_supervisor() {
    let server = server().await;
    let (mut owner, mut agent) = (server.owner(1).await, server.staff("agent").await);
    let mut supervisor = server.staff("supervisor").await;
    let reply = |text: &str| Command::Reply { text: text.to_owned() };
    let mut numbers = Vec::new();
    for text in ["已处理，请知悉。", "已处理 请知悉", "已处理，请知悉！"] {
        let page = owner.submit(leak()).await.unwrap();
        agent.command(&page, reply(text)).await.unwrap();
        agent.command(&page, Command::Note { text: text.to_owned() }).await.unwrap();
        numbers.push(page.ticket.id);
    }
    let page = owner.submit(leak()).await.unwrap();
    agent.command(&page, reply("师傅十点半到，请您在家等候")).await.unwrap();
    assert_eq!(
        supervisor.call(&SAME_WORDS, &[], &Nothing {}).await.unwrap(),
        [],
        "three times is nothing odd"
    );

    agent.command(&page, reply("已处理，请知悉")).await.unwrap();
    numbers.push(page.ticket.id.clone());
    numbers.reverse();
    let rows = supervisor.call(&SAME_WORDS, &[], &Nothing {}).await.unwrap();
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.times, row.text.as_str(), &row.tickets), (4, "已处理，请知悉", &numbers));
    assert_eq!((row.person.as_str(), row.project.as_str()), ("staff-agent", "听澜苑"));

    assert_eq!(server.staff("supervisor2").await.call(&SAME_WORDS, &[], &Nothing {}).await.unwrap(), []);
    for login in ["agent", "engineer"] {
        let refused = server.staff(login).await.call(&SAME_WORDS, &[], &Nothing {}).await;
        assert_eq!(code(refused), Code::Forbidden, "{login}");
    }
    assert_eq!(code(owner.call(&SAME_WORDS, &[], &Nothing {}).await), Code::Forbidden);

    // A new day counts anew, and what is old is forgotten.
    server.advance(Seconds::days(1));
    server.staff("agent").await.command(&page, reply("已处理，请知悉")).await.unwrap();
    let rows = server.staff("supervisor").await.call(&SAME_WORDS, &[], &Nothing {}).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.times).collect::<Vec<_>>(), [4]);
    server.advance(Seconds::days(9));
    Forget::new(server.running.app().clone()).run().await.unwrap();
    assert_eq!(number(&server, "select count(*) from said_texts").await, 0);
}
