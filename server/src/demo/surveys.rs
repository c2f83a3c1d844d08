//! Two demo surveys: one that ended five months ago, with what followed from it, and its next wave, which is open now.
//!
//! Made by the same functions that people use: drawn, asked, and answered by links.

use steward_core::accounts::{Actor, Role};
use steward_core::ids::{CampaignId, ProjectId};
use steward_core::surveys::campaign::api::{
    GiveAnswer, ImprovementMove, Move, MoveCampaign, NewCampaign, NewImprovement,
};
use steward_core::surveys::campaign::improvement::{ImprovementDraft, Measure};
use steward_core::surveys::campaign::plan::LEAD_DAYS;
use steward_core::surveys::campaign::{
    AnswerDraft, Audience, Cadence, Given, Kind, Mode, Plan, Question, Questionnaire, Size, Words,
};
use steward_core::time::{Instant, Seconds};

use super::group::PROJECTS;
use super::people::staff_id;
use crate::accounts::scope;
use crate::db::Db;
use crate::http::error::{Answer, Failure};
use crate::surveys::campaigns;
use crate::writer::Writer;

/// Overall, recommend, ease, the four areas, what to improve first, in own words.
type Given9 = (u8, u8, u8, [u8; 4], u8, &'static str);

/// The answers of the wave that ended: people were not content with the lifts and with waiting for repairs.
const BEFORE: &[Given9] = &[
    (4, 8, 5, [4, 4, 2, 4], 2, "早高峰等电梯要五六分钟。"),
    (3, 6, 3, [4, 3, 2, 3], 1, "报修以后没人告诉我什么时候来。"),
    (5, 9, 6, [5, 5, 4, 5], 0, "门口的保安很热情。"),
    (2, 4, 2, [3, 3, 1, 2], 1, ""),
    (4, 7, 5, [4, 4, 3, 4], 2, "电梯有异响，希望查一下。"),
    (3, 6, 4, [3, 4, 2, 3], 1, "维修师傅手艺好，就是来得慢。"),
    (4, 9, 6, [5, 4, 0, 4], 3, ""),
    (2, 3, 3, [2, 3, 2, 2], 2, "地下车库太暗。"),
    (4, 8, 5, [4, 5, 4, 4], 1, "管家回消息挺快。"),
    (3, 5, 4, [3, 3, 2, 3], 2, ""),
];

/// Those of the wave that is open: better where something was done.
const NOW: &[Given9] = &[
    (5, 9, 6, [4, 5, 4, 5], 3, "电梯不用等那么久了。"),
    (4, 9, 6, [4, 4, 4, 4], 3, "报修当天就有人上门。"),
    (5, 10, 7, [5, 5, 4, 5], 0, ""),
    (4, 8, 5, [4, 4, 3, 4], 1, "希望周末也有人值班。"),
    (3, 7, 4, [3, 4, 4, 3], 3, "绿化浇水太少。"),
    (5, 9, 6, [5, 5, 5, 5], 0, "谢谢苏管家。"),
    (4, 9, 6, [4, 4, 0, 4], 2, ""),
];

fn plan(name: Words, opens: Instant) -> Plan {
    let question = |id: &str, zh: &str, en: &str, kind| Question {
        id: id.to_owned(),
        text: Words::new(zh, en),
        required: !matches!(kind, Kind::Open),
        kind,
        duty: None,
    };
    let words = |pairs: &[(&str, &str)]| pairs.iter().map(|(zh, en)| Words::new(*zh, *en)).collect();
    let areas = [("保洁", "Cleaning"), ("安保", "Security"), ("电梯", "Lifts"), ("绿化", "Gardens")];
    let first =
        [("安保", "Security"), ("维修速度", "Speed of repairs"), ("电梯", "Lifts"), ("绿化", "Gardens")];
    Plan {
        name,
        aim: "了解各项目业主对服务的整体感受，确定下半年优先改进的事项。".to_owned(),
        questions: Questionnaire(vec![
            question(
                "overall",
                "总的来说，您对物业服务满意吗？",
                "Overall, how satisfied are you with the service?",
                Kind::Csat,
            ),
            question(
                "recommend",
                "您有多大可能，向亲友推荐我们的物业服务？",
                "How likely are you to recommend our service to friends and family?",
                Kind::Nps,
            ),
            question(
                "ease",
                "请物业解决一件事，您觉得省力吗？",
                "How easy is it to get something solved?",
                Kind::Ces,
            ),
            question(
                "areas",
                "您对下面几项满意吗？",
                "How satisfied are you with each of these?",
                Kind::Matrix { rows: words(&areas) },
            ),
            question(
                "first",
                "您希望先改进哪一项？",
                "What should improve first?",
                Kind::Choice { options: words(&first), many: false },
            ),
            question("why", "还有什么想告诉我们的？", "What else would you like to tell us?", Kind::Open),
        ]),
        audience: Audience::default(),
        mode: Mode::Personal,
        size: Size::All,
        quota: None,
        pause_days: 60,
        reminders: vec![3, 7],
        opens,
        closes: opens + Seconds::days(14),
        cadence: Cadence::HalfYearly,
        lead_days: LEAD_DAYS,
    }
}

fn answers(given: &Given9) -> AnswerDraft {
    let (overall, recommend, ease, areas, first, why) = given;
    let mut all = AnswerDraft(
        [
            ("overall".to_owned(), Given::Score(*overall)),
            ("recommend".to_owned(), Given::Score(*recommend)),
            ("ease".to_owned(), Given::Score(*ease)),
            ("areas".to_owned(), Given::Rows(areas.iter().map(|n| Some(*n)).collect())),
            ("first".to_owned(), Given::Chosen(vec![*first])),
        ]
        .into(),
    );
    if !why.is_empty() {
        all.0.insert("why".to_owned(), Given::Text((*why).to_owned()));
    }
    all
}

/// Who designs the surveys.
pub(super) async fn designer(db: &Db) -> Answer<Actor> {
    let found = scope::actor(db, staff_id("data").parse()?, Role::HqData, "江若水".to_owned()).await?;
    found.ok_or_else(|| Failure::internal("nobody of the demo group designs surveys"))
}

/// Makes both surveys.
pub(super) async fn fill(db: &Db, writer: &Writer, now: Instant) -> Answer<()> {
    let actor = designer(db).await?;
    let before = now - Seconds::days(150);
    let plan_before = plan(Words::new("上半年满意度调查", "First survey of the year"), before);
    let first = tell(writer, &actor, ("demo-survey-1", plan_before, None), BEFORE, before).await?;
    improve(writer, &actor, &first, before + Seconds::days(20)).await?;
    let lately = now - Seconds::days(5);
    let plan_now = plan(Words::new("下半年满意度调查", "Second survey of the year"), lately);
    tell(writer, &actor, ("demo-survey-2", plan_now, Some(first)), NOW, lately).await?;
    Ok(())
}

/// Designs, starts and answers one: in each project one home after the other, the first project all of `given`, the
/// others a part of it.
async fn tell(
    writer: &Writer,
    actor: &Actor,
    (key, plan, repeats): (&str, Plan, Option<CampaignId>),
    given: &'static [Given9],
    opens: Instant,
) -> Answer<CampaignId> {
    let new = NewCampaign { command_id: key.parse()?, plan, repeats };
    let (actor, key) = (actor.clone(), key.to_owned());
    writer
        .run(move |conn| {
            Box::pin(async move {
                let id = campaigns::begin(conn, &actor, new, key.clone()).await?;
                let start = MoveCampaign { expected_seq: 1, to: Move::Start };
                let told = campaigns::Told::in_silence(opens);
                let at = opens - Seconds::hours(2);
                campaigns::move_on(conn, &actor, (&id, &start), &told, at).await?;
                for (n, project) in PROJECTS.iter().enumerate() {
                    let project: ProjectId = project.id.parse()?;
                    let links = campaigns::print(conn, &actor, (&id, &project), ("", at)).await?;
                    let share = if n == 0 { given.len() } else { links.len().saturating_sub(1) };
                    for (i, (link, given)) in
                        links.iter().zip(given.iter().cycle().skip(n)).take(share).enumerate()
                    {
                        let link = link.url.trim_start_matches("/s/").parse()?;
                        let device = format!("{key}-{n}-{i}").parse()?;
                        // What people say in their own words they say once.
                        let mut given = *given;
                        if n > 0 {
                            given.5 = "";
                        }
                        let give = GiveAnswer { device, answers: answers(&given) };
                        let later = Seconds::hours(7 * i64::try_from(i).unwrap_or(0) + 3);
                        campaigns::take(conn, &link, false, give, opens + later).await?;
                    }
                }
                Ok(id)
            })
        })
        .await
}

/// What followed from the first: one thing is done and waits to be checked, one is planned.
async fn improve(writer: &Writer, actor: &Actor, campaign: &CampaignId, at: Instant) -> Answer<()> {
    let draft = |finding: &str, action: &str, person: &str, days, question: &str, row| ImprovementDraft {
        finding: finding.to_owned(),
        action: action.to_owned(),
        person: person.to_owned(),
        due: at + Seconds::days(days),
        measure: Measure { question: question.to_owned(), row },
    };
    let lifts = draft(
        "电梯满意度最低，集中在早高峰",
        "早高峰增开一台电梯，每周检查一次异响",
        "秦越",
        45,
        "areas",
        Some(2),
    );
    let repairs =
        draft("报修后业主不知道何时上门", "受理后一小时内电话告知上门时间", "方敏", 60, "ease", None);
    let (actor, campaign) = (actor.clone(), campaign.clone());
    writer
        .run(move |conn| {
            Box::pin(async move {
                for (key, draft, done) in
                    [("demo-improve-1", lifts, true), ("demo-improve-2", repairs, false)]
                {
                    let new = NewImprovement { command_id: key.parse()?, draft };
                    let made = campaigns::improve(conn, &actor, &campaign, new).await?;
                    if done {
                        let step = (&made.id, ImprovementMove::Done);
                        campaigns::carry_on(conn, &actor, step, at + Seconds::days(40)).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}
