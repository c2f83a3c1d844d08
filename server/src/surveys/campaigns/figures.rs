//! Results: the answers of the projects that the viewer sees, folded by core; as a page and as a table.

use std::path::Path;

use sqlx::AnyConnection;
use steward_core::accounts::Actor;
use steward_core::export::Format;
use steward_core::ids::ProjectId;
use steward_core::surveys::campaign::api::SurveyProject;
use steward_core::surveys::campaign::disclosure::Shown;
use steward_core::surveys::campaign::question::{Kind, Question, Words};
use steward_core::surveys::campaign::results::{Depth, Figure, Item, Results, Stand, results};
use steward_core::surveys::campaign::{AnswerDraft, Campaign};

use super::{access, store};
use crate::db::{rows, sql};
use crate::http::error::Answer;
use crate::spreadsheet::{Cell, Made, Sheet};

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

/// The results as a table: one line for each question, row or option and project.
pub(in crate::surveys) fn table(
    campaign: &Campaign,
    figures: &Figures,
    format: Format,
    folder: &Path,
) -> Answer<Made> {
    let heads = [
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
    ];
    let mut out = Sheet::new(format, folder, &heads)?;
    for item in &figures.results.items {
        let Some(question) = campaign.plan.questions.find(&item.question) else { continue };
        let all = [("全部 all", &figures.results.response, &item.total)];
        let each = figures.names.iter().zip(&figures.results.projects).zip(&item.projects);
        let each = each.map(|((name, (_, response)), shown)| (name.as_str(), response, shown));
        for (name, response, shown) in all.into_iter().chain(each) {
            for Line { part, n, score, text } in lines(question, item, shown) {
                let [score, low, high] =
                    score.map(|score| Cell::maybe(score.map(|tenths| Cell::Number(tenths, 1))));
                out.line([
                    question.text.zh.as_str().into(),
                    part.into(),
                    name.into(),
                    Cell::maybe(response.asked),
                    response.answered.into(),
                    n.into(),
                    question.kind.word().into(),
                    score,
                    low,
                    high,
                    text,
                ])?;
            }
        }
    }
    out.done()
}

/// What a line says of a part: how many answered, the score with its bounds in tenths, and words or a count.
struct Line {
    part: String,
    n: u64,
    score: [Option<i64>; 3],
    text: Cell,
}

fn lines(question: &Question, item: &Item, shown: &Shown<Figure>) -> Vec<Line> {
    const NONE: [Option<i64>; 3] = [None; 3];
    let row = match (&question.kind, item.row) {
        (Kind::Matrix { rows }, Some(row)) => rows.get(usize::from(row)).map(|r| r.zh.clone()),
        _ => None,
    };
    let part = row.unwrap_or_default();
    let figure = match shown {
        Shown::Hidden(n) => {
            let said = if *n < 5 {
                "少于 5 人，不显示 fewer than 5: hidden"
            } else {
                "为保护小样本，不显示 hidden"
            };
            return vec![Line { part, n: *n, score: NONE, text: said.into() }];
        }
        Shown::Value(figure) => figure,
    };
    match figure {
        Figure::Choice { n, counts } => {
            let options: &[Words] = match &question.kind {
                Kind::Choice { options, .. } => options,
                _ => &[],
            };
            let share = |count: u64| (*n > 0).then(|| tenths(percent(count, *n)));
            let one = |(option, count): (&Words, &u64)| Line {
                part: option.zh.clone(),
                n: *n,
                score: [share(*count), None, None],
                text: (*count).into(),
            };
            options.iter().zip(counts).map(one).collect()
        }
        Figure::Texts { n, texts } => {
            let one =
                |text: &String| Line { part: String::new(), n: *n, score: NONE, text: text.as_str().into() };
            texts.iter().map(one).collect()
        }
        scored => {
            let score = scored.scored().map_or(NONE, |s| [s.value, s.low, s.high].map(|v| Some(tenths(v))));
            vec![Line { part, n: scored.n(), score, text: Cell::Empty }]
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "scores are between -100 and 100")]
fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "counts of answers are far below 2^53")]
fn percent(of: u64, all: u64) -> f64 {
    100.0 * of as f64 / all as f64
}
