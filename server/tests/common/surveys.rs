//! A survey to test with: its plan, its start, its links and answers to it.

use steward_core::ids::CampaignId;
use steward_core::problem::{Code, Problem};
use steward_core::surveys::campaign::api::{
    CampaignPage, GiveAnswer, LINKS, LinksOf, MOVE_CAMPAIGN, Move, MoveCampaign, NEW_CAMPAIGN, NewCampaign,
};
use steward_core::surveys::campaign::plan::LEAD_DAYS;
use steward_core::surveys::campaign::{
    AnswerDraft, Audience, Cadence, Given, Kind, Mode, Plan, Question, Questionnaire, Size, Words,
};
use steward_core::time::{Instant, Seconds};
use steward_server::db::sql;

use super::{Client, NOW, Server};

pub(crate) fn question(id: &str, kind: Kind, required: bool) -> Question {
    Question { id: id.to_owned(), text: Words::new(format!("题目 {id}"), ""), required, kind, duty: None }
}

pub(crate) fn plan() -> Plan {
    Plan {
        name: Words::new("下半年满意度调查", "Second half"),
        aim: "了解物业服务满意度".to_owned(),
        questions: Questionnaire(vec![
            question("overall", Kind::Csat, true),
            question("recommend", Kind::Nps, false),
            question("why", Kind::Open, false),
        ]),
        audience: Audience { projects: vec!["tinglan".parse().unwrap()], ..Audience::default() },
        mode: Mode::Personal,
        size: Size::All,
        quota: None,
        pause_days: 0,
        reminders: vec![2, 5],
        opens: Instant::from_secs(NOW),
        closes: Instant::from_secs(NOW) + Seconds::days(10),
        cadence: Cadence::HalfYearly,
        lead_days: LEAD_DAYS,
    }
}

pub(crate) fn new(key: &str, plan: Plan) -> NewCampaign {
    NewCampaign { command_id: key.parse().unwrap(), plan, repeats: None }
}

pub(crate) async fn started(head_office: &mut Client, request: &NewCampaign) -> CampaignPage {
    let page = head_office.call(&NEW_CAMPAIGN, &[], request).await.unwrap();
    let start = MoveCampaign { expected_seq: page.campaign.seq, to: Move::Start };
    head_office.call(&MOVE_CAMPAIGN, &[page.campaign.id.as_str()], &start).await.unwrap()
}

/// The links of a project's households.
pub(crate) async fn links(head_office: &mut Client, id: &CampaignId, project: &str) -> Vec<String> {
    let of = LinksOf { project: project.parse().unwrap() };
    let sheets = head_office.call(&LINKS, &[id.as_str()], &of).await.unwrap();
    sheets.iter().map(|s| s.url.rsplit('/').next().unwrap().to_owned()).collect()
}

pub(crate) fn answers(overall: u8, why: &str) -> AnswerDraft {
    AnswerDraft(
        [
            ("overall".to_owned(), Given::Score(overall)),
            ("recommend".to_owned(), Given::Score(overall * 2)),
            ("why".to_owned(), Given::Text(why.to_owned())),
        ]
        .into(),
    )
}

pub(crate) fn given(device: &str, answers: AnswerDraft) -> GiveAnswer {
    GiveAnswer { device: device.parse().unwrap(), answers }
}

pub(crate) async fn number(server: &Server, query: &'static str) -> i64 {
    sql(query).number(&server.running.app().db().read).await.unwrap()
}

pub(crate) fn why(problem: &Problem) -> &str {
    assert_eq!(problem.code, Code::SurveyRefused);
    &problem.params["why"]
}
