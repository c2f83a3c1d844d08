//! The stories that are over: three weeks of ordinary work, so that attainment, ratings and lists have a past.
//!
//! Made from small tables by a fixed sequence of numbers, the same every time.

use steward_core::surveys::rating::RatingTag;
use steward_core::tickets::Urgency;
use steward_core::tickets::voices::FollowUpOutcome;

use super::story::{By, Step, Story};

/// How many.
const COUNT: u32 = 40;

const HOMES: &[(&str, &str)] = &[
    ("tinglan", "12-2-1803"),
    ("tinglan", "12-1-1502"),
    ("yunqi", "2-1-0602"),
    ("songfeng", "5-2-0701"),
    ("tinglan", "5-1-0903"),
    ("yingyue", "4-1-0902"),
    ("fenglin", "1-1-0101"),
    ("tinglan", "9-1-0402"),
    ("yunqi", "4-2-1001"),
    ("songfeng", "2-1-0302"),
    ("tinglan", "8-2-0702"),
    ("yingyue", "8-1-2101"),
    ("tinglan", "3-2-0501"),
];

/// Category, place, what was said, what was done.
type Repair = (&'static str, &'static str, &'static str, &'static str);

const REPAIRS: &[Repair] = &[
    ("water.pipe", "厨房", "厨房角阀渗水，接了个盆。", "更换角阀，保压十分钟无渗漏。"),
    ("power.circuit", "客厅", "客厅一排插座没电。", "空开触点烧蚀，已更换。"),
    ("door.lock", "入户门", "门锁有时候反锁不上。", "调整锁舌与扣板，已加润滑。"),
    ("water.drain", "阳台", "阳台地漏下水很慢。", "清出地漏异物，排水正常。"),
    ("power.light", "书房", "书房灯带不亮了。", "更换灯带驱动电源。"),
    ("door.window", "主卧", "主卧纱窗脱轨。", "重新装轨并更换滑轮。"),
    ("public.lighting", "楼道", "楼道灯声控不灵。", "更换声控面板。"),
    ("wall.seepage", "卫生间", "卫生间门口墙皮发霉。", "重做门槛防水，墙面修补。"),
];

/// Stars with what came with them.
type Stars = (u8, &'static [RatingTag], &'static str);

const RATINGS: &[Stars] = &[
    (5, &[RatingTag::Quick, RatingTag::Skilled], "师傅来得很快，手艺也好。"),
    (5, &[RatingTag::Friendly, RatingTag::Tidy], "态度好，走的时候还把地擦干净了。"),
    (4, &[RatingTag::Clear], "讲得很清楚。"),
    (5, &[], ""),
    (2, &[RatingTag::Slow, RatingTag::Uninformed], "等了很久，也没人说一声。"),
    (4, &[RatingTag::Skilled], ""),
    (5, &[RatingTag::Quick], "点赞！"),
    (3, &[RatingTag::Messy], "修好了，就是没打扫。"),
];

/// A fixed sequence without pattern: the nth number below `below`.
fn draw(n: u32, salt: u32, below: u32) -> u32 {
    let mut x = n.wrapping_mul(0x9E37_79B9) ^ salt.wrapping_mul(0x85EB_CA6B);
    x = (x ^ (x >> 15)).wrapping_mul(0x2C1B_3C6D);
    x = (x ^ (x >> 12)).wrapping_mul(0x297A_2D39);
    (x ^ (x >> 15)) % below.max(1)
}

fn pick<T: Copy>(list: &[T], n: u32, salt: u32) -> Option<T> {
    let len = u32::try_from(list.len()).unwrap_or(u32::MAX);
    list.get(draw(n, salt, len) as usize).copied()
}

/// The stories.
pub(super) fn stories() -> Vec<Story> {
    (0..COUNT).filter_map(|n| if draw(n, 1, 5) == 0 { complaint(n) } else { repair(n) }).collect()
}

/// Minutes ago: between two days and three weeks.
fn ago(n: u32) -> i64 {
    i64::from(2 * 1440 + draw(n, 2, 19 * 1440))
}

fn repair(n: u32) -> Option<Story> {
    let (project, home) = pick(HOMES, n, 3)?;
    let (category, place, text, work) = pick(REPAIRS, n, 4)?;
    let north = matches!(project, "tinglan" | "yunqi");
    let engineer = match (north, draw(n, 5, 3)) {
        (true, 0) => "engineer2",
        (true, _) => "engineer",
        (false, _) => "engineer5",
    };
    // One in six comes late: the dispatch, the visit or the result.
    let late = if draw(n, 6, 6) == 0 { i64::from(30 + draw(n, 7, 60)) } else { 0 };
    let dispatch = i64::from(2 + draw(n, 8, 3)) + late / 8;
    let arrive = dispatch + i64::from(15 + draw(n, 9, 35)) + late;
    let finish = arrive + i64::from(30 + draw(n, 10, 120));
    let by = By::Staff(engineer);
    let mut steps = vec![
        (1, By::Agent, Step::Accept),
        (dispatch, By::Agent, Step::Dispatch(engineer)),
        (dispatch + 3, by, Step::AcceptJob),
        (arrive, by, Step::Arrive),
        (finish, by, Step::Complete(work)),
    ];
    if draw(n, 11, 4) > 0 {
        let (stars, tags, words) = pick(RATINGS, n, 12)?;
        let rated = finish + i64::from(60 + draw(n, 13, 900));
        steps.push((rated, By::Owner, Step::Rate(stars, tags, words)));
        if stars <= 2 {
            steps.push((rated + 90, By::Supervisor, Step::TakeFollowUp));
            steps.push((rated + 300, By::Supervisor, follow_up(n)));
        }
    }
    let visit = draw(n, 14, 5) == 0;
    if visit {
        steps.push((finish + 1000 + i64::from(draw(n, 15, 400)), By::Agent, Step::Visit("业主表示满意。")));
    }
    // One in seven is looked at for its quality.
    if draw(n, 18, 7) == 0 {
        steps.push((finish + 1500, By::Supervisor, Step::Check(true, "")));
    }
    steps.sort_by_key(|(minute, ..)| *minute);
    Some(Story {
        home,
        project,
        category,
        urgency: Urgency::Ordinary,
        place,
        text,
        ago: ago(n),
        visit,
        steps,
    })
}

/// How the talk with somebody who was not content ended.
fn follow_up(n: u32) -> Step {
    let ends = [
        (FollowUpOutcome::Apologised, "已上门致歉，业主接受。"),
        (FollowUpOutcome::Explained, "已说明等待原因，业主理解。"),
        (FollowUpOutcome::Compensated, "赠送一次家政清洁，业主满意。"),
    ];
    let (outcome, words) = pick(&ends, n, 19).unwrap_or((FollowUpOutcome::Unreachable, "两次未联系上。"));
    Step::FollowUp(outcome, words)
}

fn complaint(n: u32) -> Option<Story> {
    let (project, home) = pick(HOMES, n, 3)?;
    let (category, text) = pick(
        &[
            ("complaint.environment", "电梯里的垃圾两天没人收，味道很大。"),
            ("complaint.noise", "楼下商铺晚上放音响，吵得睡不着。"),
            ("complaint.parking", "外来车辆乱停，业主的车出不去。"),
        ],
        n,
        16,
    )?;
    let solve = if draw(n, 6, 6) == 0 { 50 * 60 } else { i64::from(180 + draw(n, 17, 900)) };
    let (stars, tags, words) = pick(RATINGS, n, 12)?;
    let mut steps = vec![
        (5, By::Agent, Step::Accept),
        (20, By::Agent, Step::Calm("已致歉并说明处理步骤。")),
        (120, By::Agent, Step::Investigate("现场核实，情况属实。")),
        (solve, By::Agent, Step::Feedback("已与相关方确认整改，今天完成，之后每日巡查。")),
        (solve + 60, By::Agent, Step::Complete("整改完成，巡查记录已归档。")),
        (solve + 300, By::Owner, Step::Rate(stars, tags, words)),
        (solve + 1200, By::Agent, Step::Visit("问题已解决。")),
    ];
    if stars <= 2 {
        steps.push((solve + 400, By::Supervisor, Step::TakeFollowUp));
        steps.push((solve + 700, By::Supervisor, follow_up(n)));
        // What the owner said by stars and on the telephone did not fit together.
        steps.push((solve + 1600, By::Supervisor, Step::Settle("业主对结果满意，低分针对等待时间。")));
        steps.sort_by_key(|(minute, ..)| *minute);
    }
    Some(Story {
        home,
        project,
        category,
        urgency: Urgency::Ordinary,
        place: "",
        text,
        ago: ago(n) + 2000,
        visit: true,
        steps,
    })
}
