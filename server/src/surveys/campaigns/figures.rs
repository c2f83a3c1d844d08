//! Results: the answers of the projects that the viewer sees, folded by core; as a page and as a table.

use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::ids::ProjectId;
use steward_core::surveys::campaign::api::SurveyProject;
use steward_core::surveys::campaign::disclosure::Shown;
use steward_core::surveys::campaign::question::{Kind, Question, Words};
use steward_core::surveys::campaign::results::{Depth, Figure, Item, Results, Stand, results};
use steward_core::surveys::campaign::{AnswerDraft, Campaign};

use super::{access, store};
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::spreadsheet::Sheet;

/// Results with the names of their projects.
pub(in crate::surveys) struct Figures {
    /// The results.
    pub(in crate::surveys) results: Results,
    /// The names, in the order of the projects.
    pub(in crate::surveys) names: Vec<String>,
}

/// What the answers say to this viewer.
pub(in crate::surveys) async fn of(
    conn: &mut AnyConnection,
    actor: &Actor,
    campaign: &Campaign,
) -> Answer<Figures> {
    let depth = access::depth(actor)?;
    let projects = store::projects(conn, actor, campaign).await?;
    let stands = stands(conn, actor, campaign, &projects).await?;
    let results = results(&campaign.plan.questions, &stands, |_| true, depth);
    let names =
        if depth == Depth::Full { projects.into_iter().map(|p| p.name).collect() } else { Vec::new() };
    Ok(Figures { results, names })
}

/// The answers that count, of the projects that the viewer sees.
pub(in crate::surveys) async fn stands(
    conn: &mut AnyConnection,
    actor: &Actor,
    campaign: &Campaign,
    projects: &[SurveyProject],
) -> Answer<Vec<Stand>> {
    let query = sql("select a.project_id, a.body from campaign_answers a \
        where a.receipt = 'counted' and a.campaign_id = ")
    .value(campaign.id.as_str())
    .then(" and ");
    let found = access::in_scope(query, "a.project_id", actor).rows(conn).await?;
    let mut stands: Vec<Stand> = projects
        .iter()
        .map(|p| Stand {
            project: p.project.clone(),
            households: p.households,
            asked: p.asked,
            answers: Vec::new(),
        })
        .collect();
    for row in &found {
        let project: ProjectId = rows::parsed(row, 0)?;
        let answers: AnswerDraft = rows::json(row, 1)?;
        if let Some(stand) = stands.iter_mut().find(|s| s.project == project) {
            stand.answers.push(answers);
        }
    }
    Ok(stands)
}

/// The results as CSV with a byte order mark: one line for each question, row or option and project.
pub(in crate::surveys) fn table(campaign: &Campaign, figures: &Figures) -> Answer<String> {
    let mut out = Sheet::new([
        "题目 question",
        "项 part",
        "项目 project",
        "已邀请 asked",
        "已回答 answered",
        "本题人数 n",
        "指标 measure",
        "得分 score",
        "95% 下限 low",
        "95% 上限 high",
        "内容 text",
    ])?;
    for item in &figures.results.items {
        let Some(question) = campaign.plan.questions.find(&item.question) else { continue };
        let all = [("全部 all", &figures.results.response, &item.total)];
        let each = figures.names.iter().zip(&figures.results.projects).zip(&item.projects);
        let each = each.map(|((name, (_, response)), shown)| (name.as_str(), response, shown));
        for (name, response, shown) in all.into_iter().chain(each) {
            let asked = response.asked.map(|n| n.to_string()).unwrap_or_default();
            let answered = response.answered.to_string();
            for line in lines(question, item, shown) {
                let [part, n, measure, score, low, high, text] = line;
                let about = [question.text.zh.as_str(), &part, name, &asked, &answered];
                let rest = [&n, &measure, &score, &low, &high, &text].map(String::as_str);
                out.line(about.into_iter().chain(rest))?;
            }
        }
    }
    out.text()
}

/// Part, n, measure, score, low, high, text.
type Line = [String; 7];

fn lines(question: &Question, item: &Item, shown: &Shown<Figure>) -> Vec<Line> {
    let measure = question.kind.word().to_owned();
    let row = match (&question.kind, item.row) {
        (Kind::Matrix { rows }, Some(row)) => rows.get(usize::from(row)).map(|r| r.zh.clone()),
        _ => None,
    };
    let part = row.unwrap_or_default();
    let none = String::new;
    let line = |part: String, n: u64, score: String, low: String, high: String, text: String| -> Line {
        [part, n.to_string(), measure.clone(), score, low, high, text]
    };
    let figure = match shown {
        Shown::Hidden(n) => {
            let said = if *n < 5 {
                "少于 5 人，不显示 fewer than 5: hidden"
            } else {
                "为保护小样本，不显示 hidden"
            };
            return vec![line(part, *n, none(), none(), none(), said.to_owned())];
        }
        Shown::Value(figure) => figure,
    };
    let tenth = |value: f64| format!("{value:.1}");
    match figure {
        Figure::Choice { n, counts } => {
            let options: &[Words] = match &question.kind {
                Kind::Choice { options, .. } => options,
                _ => &[],
            };
            let share = |count: u64| if *n == 0 { none() } else { tenth(percent(count, *n)) };
            let one = |(option, count): (&Words, &u64)| {
                line(option.zh.clone(), *n, share(*count), none(), none(), count.to_string())
            };
            options.iter().zip(counts).map(one).collect()
        }
        Figure::Texts { n, texts } => {
            texts.iter().map(|text| line(none(), *n, none(), none(), none(), text.clone())).collect()
        }
        scored => {
            let [score, low, high] = scored
                .scored()
                .map_or_else(|| [none(), none(), none()], |s| [s.value, s.low, s.high].map(tenth));
            vec![line(part, scored.n(), score, low, high, none())]
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2^53")]
fn percent(of: u64, all: u64) -> f64 {
    100.0 * of as f64 / all as f64
}
