//! What the demo group's staff suggested in these weeks, and how head office read most of what was said.

use steward_core::accounts::{Actor, Role};
use steward_core::surveys::coding::api::{NewSuggestion, ReadText, VoiceText};
use steward_core::surveys::coding::{Month, ReadingDraft, Sentiment, TextKind};
use steward_core::tickets::Scenario;
use steward_core::time::{Instant, Seconds};

use super::people::staff_id;
use super::surveys::designer;
use crate::accounts::scope;
use crate::db::Db;
use crate::http::error::{Answer, Failure};
use crate::owners::{date, zone};
use crate::surveys::coding;
use crate::writer::Writer;

/// Who suggested what, and how many hours ago.
const SUGGESTED: &[(&str, Role, &str, Scenario, &str, i64)] = &[
    (
        "agent",
        Role::Agent,
        "tinglan",
        Scenario::Repair,
        "报修转给工程部时要重复录入地址和电话，建议表单自动带出。",
        20,
    ),
    (
        "supervisor",
        Role::Supervisor,
        "yunqi",
        Scenario::Complaint,
        "装修噪声投诉多在午休时段，建议办装修手续时书面告知。",
        50,
    ),
    ("engineer", Role::Engineer, "tinglan", Scenario::Repair, "地下车库照明不足，夜间维修要带头灯。", 90),
    (
        "agent2",
        Role::Agent,
        "songfeng",
        Scenario::Consultation,
        "业主常问物业费发票怎么开，建议在小程序首页放说明。",
        400,
    ),
    ("agent", Role::Agent, "yunqi", Scenario::Repair, "电梯困人之后回访要有统一话术。", 800),
];

/// One of the staff.
async fn member(db: &Db, login: &str, role: Role) -> Answer<Actor> {
    let found = scope::actor(db, staff_id(login).parse()?, role, login.to_owned()).await?;
    found.ok_or_else(|| Failure::internal("nobody of the demo group has this login"))
}

/// How head office reads a text: as its key words suggest. What suggests nothing waits.
fn reading(text: &VoiceText) -> Option<ReadingDraft> {
    let sentiment = match (text.text.kind, text.stars) {
        (TextKind::Complaint, _) | (_, Some(1 | 2)) => Sentiment::Negative,
        (_, Some(4 | 5)) => Sentiment::Positive,
        _ => Sentiment::Neutral,
    };
    let codes = text.suggested.clone();
    (!codes.is_empty()).then_some(ReadingDraft { codes, sentiment: Some(sentiment) })
}

/// Writes the suggestions and reads them and what owners said, of this month and the one before.
pub(super) async fn fill(db: &Db, writer: &Writer, now: Instant) -> Answer<()> {
    let mut made = Vec::new();
    for (n, (login, role, project, scenario, text, hours)) in SUGGESTED.iter().enumerate() {
        let new = NewSuggestion {
            command_id: format!("demo-suggestion-{n}").parse()?,
            project: project.parse()?,
            scenario: *scenario,
            text: (*text).to_owned(),
        };
        made.push((member(db, login, *role).await?, new, now - Seconds::hours(*hours)));
    }
    let office = designer(db).await?;
    writer
        .run(move |conn| {
            Box::pin(async move {
                for (actor, new, at) in made {
                    coding::suggest(&mut *conn, &actor, new, at).await?;
                }
                let month = Month::of(date(zone(conn).await?, now));
                for month in [month.before(), month] {
                    for (n, text) in coding::unread(&mut *conn, &office, month, now).await?.iter().enumerate()
                    {
                        // The newest wait to be read.
                        let Some(reading) = reading(text).filter(|_| n > 1) else { continue };
                        let given = ReadText { text: text.text.clone(), month, reading };
                        coding::read(&mut *conn, &office, given, now).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}
