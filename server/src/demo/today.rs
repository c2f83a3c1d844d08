//! The stories that are still going on: what the worklist, the clocks and the approvals show.

use steward_core::sla::policy::ClockKind;
use steward_core::tickets::Urgency;
use steward_core::tickets::command::PauseReason;

use super::story::{By, Step, Story};

mod talk;
mod waiting;

use By::{Agent, Owner, Staff, Supervisor};

/// Minutes in an hour and a day.
const H: i64 = 60;
const D: i64 = 24 * H;

const ZHOU: By = Staff("engineer");
const HE: By = Staff("engineer2");
const LUO: By = Staff("engineer3");
const WEI: By = Staff("engineer5");

fn story(
    (project, home): (&'static str, &'static str),
    category: &'static str,
    place: &'static str,
    text: &'static str,
    ago: i64,
    steps: Vec<(i64, By, Step)>,
) -> Story {
    Story { home, project, category, urgency: Urgency::Ordinary, place, text, ago, visit: false, steps }
}

/// The stories.
pub(super) fn stories() -> Vec<Story> {
    let mut all = repairs();
    all.extend(waiting::waiting());
    all.extend(talk::complaints());
    all.extend(talk::desk());
    all.extend(talk::heard());
    all
}

fn repairs() -> Vec<Story> {
    vec![
        story(
            ("tinglan", "12-2-1803"),
            "water.pipe",
            "厨房",
            "厨房水槽下面一直滴水，柜子底板已经泡湿了，总阀关不紧。",
            22 * H + 10,
            vec![
                (2, Agent, Step::Accept),
                (4, Agent, Step::Dispatch("engineer")),
                (9, ZHOU, Step::AcceptJob),
                (42, ZHOU, Step::Arrive),
                (50, ZHOU, Step::Start("角阀与下水软管老化，老款接头缺货。")),
                (
                    80,
                    ZHOU,
                    Step::AskPause(PauseReason::WaitingForMaterial, "老款接头缺货，已订购，次日早上送到。"),
                ),
                (86, Supervisor, Step::Pause("供应商承诺次日 9 点送达。")),
                (17 * H + 22, ZHOU, Step::Resume),
                (17 * H + 24, ZHOU, Step::Note("材料已到货，更换 DN20 角阀与下水软管。")),
            ],
        ),
        story(
            ("tinglan", "12-2-1803"),
            "public.lighting",
            "18 层电梯厅",
            "18 层电梯厅的灯不亮了，晚上出门看不见。",
            54,
            vec![
                (2, Agent, Step::Accept),
                (4, Agent, Step::Dispatch("engineer2")),
                (20, HE, Step::AcceptJob),
            ],
        ),
        story(
            ("tinglan", "12-2-1803"),
            "door.lock",
            "入户门",
            "入户门锁打不开，钥匙能插进去但转不动。",
            2 * D + 5 * H,
            vec![
                (1, Agent, Step::Accept),
                (3, Agent, Step::Dispatch("engineer2")),
                (35, HE, Step::Arrive),
                (90, HE, Step::Complete("锁芯卡滞，已更换锁芯并交付三把新钥匙。")),
            ],
        ),
        story(
            ("tinglan", "9-1-0402"),
            "public.facility",
            "地下车库 B2",
            "地下车库 B2 集水井溢水，车位都淹了一片。",
            25 * H + 32,
            vec![
                (3, Agent, Step::Accept),
                (5, Agent, Step::Dispatch("engineer3")),
                (48, LUO, Step::Arrive),
                (60, LUO, Step::Start("一号排污泵烧毁，二号泵勉强运转，已联系备件。")),
                (9 * H, Owner, Step::Urge),
                (9 * H + 10, LUO, Step::Reply("备用泵已在路上，今晚先用临时泵抽排。")),
                (24 * H + 40, Owner, Step::Urge),
            ],
        ),
        story(
            ("tinglan", "5-1-0903"),
            "power.circuit",
            "厨房",
            "厨房插座一用就跳闸，冰箱也停了。",
            4,
            vec![(1, Agent, Step::Accept)],
        ),
        story(
            ("tinglan", "12-1-1502"),
            "wall.seepage",
            "客厅",
            "昨天下雨以后飘窗左上角一直往下渗，墙皮已经鼓了，地板上放了毛巾。",
            20 * H + 55,
            vec![
                (2, Agent, Step::Accept),
                (3, Agent, Step::Dispatch("engineer")),
                (38, ZHOU, Step::Arrive),
                (55, ZHOU, Step::Start("外窗台胶条老化，室内无法处理，需高空作业班配合。")),
                (17 * H, Owner, Step::Supplement("今天又渗了一点，补充说明：渗水点在左上角。")),
                (17 * H + 20, ZHOU, Step::Reply("已约高空作业班，今天下午重新打胶。")),
            ],
        ),
        story(
            ("tinglan", "8-2-0702"),
            "door.lock",
            "入户门",
            "入户门闭门器松动，关门声音很大。",
            12,
            vec![(2, Agent, Step::Accept), (4, Agent, Step::Dispatch("engineer2"))],
        ),
        story(
            ("tinglan", "1-1-0203"),
            "public.facility",
            "中庭儿童活动区",
            "儿童活动区的地垫破了个洞，孩子容易绊倒。",
            3 * H + 44,
            vec![
                (2, Agent, Step::Accept),
                (4, Agent, Step::Dispatch("engineer3")),
                (40, LUO, Step::Arrive),
                (50, LUO, Step::Start("破损约 0.5 平方米，需裁新垫拼补。")),
            ],
        ),
        // Waits for its return visit.
        Story {
            visit: true,
            ..story(
                ("tinglan", "10-1-1101"),
                "public.facility",
                "10 栋单元门",
                "单元门禁不识别门卡，要等别人开门才能进。",
                26 * H,
                vec![
                    (2, Agent, Step::Accept),
                    (3, Agent, Step::Dispatch("engineer2")),
                    (50, HE, Step::Arrive),
                    (3 * H, HE, Step::Complete("读卡器进水，已更换并做防水，测试 5 张门卡正常。")),
                ],
            )
        },
        Story {
            urgency: Urgency::Emergency,
            ..story(
                ("yunqi", "4-2-1001"),
                "emergency.lift",
                "4 栋 2 单元电梯",
                "电梯困人，在 7 楼附近停住了，里面有两位老人。",
                35,
                vec![
                    (1, Agent, Step::Accept),
                    (2, Agent, Step::Dispatch("engineer")),
                    (3, ZHOU, Step::AcceptJob),
                    (18, ZHOU, Step::Arrive),
                    (26, ZHOU, Step::Start("人员已安全救出，维保单位正在排查门锁回路。")),
                ],
            )
        },
        story(
            ("songfeng", "3-1-1202"),
            "wall.seepage",
            "顶楼露台",
            "楼顶防水又开裂了，主卧天花板一下雨就滴水。",
            4 * D + 2 * H,
            vec![
                (4, Agent, Step::Accept),
                (30, Agent, Step::Dispatch("engineer5")),
                (3 * H, WEI, Step::Arrive),
                (4 * H, WEI, Step::Start("防水卷材整体老化，需立项大修。")),
                (26 * H, Owner, Step::Urge),
                (27 * H, Supervisor, Step::Acknowledge(ClockKind::Feedback, 1)),
            ],
        ),
        story(
            ("yingyue", "8-1-2101"),
            "power.light",
            "阳台",
            "阳台灯闪了两天，今天彻底不亮了。",
            40,
            vec![(3, Agent, Step::Accept), (6, Agent, Step::Dispatch("engineer5")), (25, WEI, Step::Arrive)],
        ),
        story(
            ("yunqi", "6-1-0303"),
            "water.drain",
            "卫生间",
            "马桶堵了，水漫到门口。",
            9,
            vec![(2, Agent, Step::Accept)],
        ),
    ]
}
