//! The stories that are still going on: what the worklist, the clocks and the approvals show.

use steward_core::accounts::Department;
use steward_core::sla::clock::Elastic;
use steward_core::sla::policy::ClockKind;
use steward_core::surveys::rating::RatingTag;
use steward_core::tickets::Urgency;
use steward_core::tickets::command::PauseReason;

use super::story::{By, Step, Story};

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
    all.extend(waiting());
    all.extend(complaints());
    all.extend(desk());
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
        story(
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
        ),
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

fn waiting() -> Vec<Story> {
    vec![
        story(
            ("tinglan", "6-1-0301"),
            "water.drain",
            "卫生间",
            "卫生间地漏返味，关着门也能闻到。",
            24 * H + 10,
            vec![
                (2, Agent, Step::Accept),
                (4, Agent, Step::Dispatch("engineer3")),
                (45, LUO, Step::Arrive),
                (50, LUO, Step::AskPause(PauseReason::WaitingForOwner, "业主出差，约后天上午开门。")),
                (58, Supervisor, Step::Pause("已与业主电话确认。")),
            ],
        ),
        story(
            ("tinglan", "2-2-1601"),
            "door.window",
            "阳台",
            "阳台推拉门卡得很死，拉不动，轨道好像变形了。",
            5 * H,
            vec![
                (1, Agent, Step::Accept),
                (4, Agent, Step::Dispatch("engineer2")),
                (50, HE, Step::Arrive),
                (70, HE, Step::AskPause(PauseReason::WaitingForMaterial, "滑轮型号停产，厂家发货需要一天。")),
            ],
        ),
        story(
            ("tinglan", "12-2-0604"),
            "wall.seepage",
            "次卧",
            "次卧外墙渗水，踢脚线发黑。",
            8 * H,
            vec![
                (2, Agent, Step::Accept),
                (4, Agent, Step::Dispatch("engineer3")),
                (52, LUO, Step::Arrive),
                (75, LUO, Step::Start("外墙真石漆开裂，需要搭吊篮施工。")),
                (90, LUO, Step::AskExtension(Elastic::Complex, "吊篮进场与验收至少一天。")),
            ],
        ),
        story(
            ("yunqi", "1-1-0804"),
            "water.drain",
            "卫生间",
            "马桶反复堵塞，上次通了两天又堵。",
            28 * H,
            vec![
                (2, Agent, Step::Accept),
                (4, Agent, Step::Dispatch("engineer")),
                (40, ZHOU, Step::Arrive),
                (80, ZHOU, Step::Complete("疏通完毕，冲水测试正常。")),
                (27 * H + 30, Owner, Step::Reopen("又堵了，和上次一样，请彻底检查主管。")),
            ],
        ),
        story(
            ("yunqi", "2-1-0602"),
            "public.facility",
            "东门",
            "东门道闸抬杆不动，排队排到马路上了。",
            2 * H,
            vec![
                (2, Agent, Step::Accept),
                (9, Agent, Step::Transfer(Department::Operations, "道闸由设备供应商维保，请运营联系。")),
            ],
        ),
        story(
            ("tinglan", "3-2-0501"),
            "power.light",
            "玄关",
            "玄关的感应灯不亮。",
            6 * H,
            vec![(2, Agent, Step::Accept), (20, Owner, Step::Cancel("换了灯泡好了，不用来了，谢谢。"))],
        ),
        story(
            ("tinglan", "7-1-1204"),
            "public.lighting",
            "7 栋门口",
            "7 栋门口的路灯坏了两盏。",
            3 * H,
            vec![(1, Agent, Step::Accept), (4, Agent, Step::Dispatch("engineer3")), (55, LUO, Step::Arrive)],
        ),
        story(
            ("tinglan", "7-1-1204"),
            "public.lighting",
            "7 栋门口",
            "7 栋门口的路灯坏了两盏。",
            2 * H + 30,
            vec![(5, Agent, Step::Merge)],
        ),
        Story {
            urgency: Urgency::Urgent,
            ..story(
                ("fenglin", "2-2-0602"),
                "water.pipe",
                "厨房",
                "热水器进水管爆了，我把总阀关了，请尽快来。",
                3,
                vec![],
            )
        },
        story(
            ("tinglan", "12-2-1803"),
            "value.cleaning",
            "全屋",
            "想预约一次全屋深度保洁，120 平米，周末上午方便。",
            5 * H,
            vec![(10, Agent, Step::Accept), (40, Agent, Step::Reply("保洁部正在排班，今天给您报价。"))],
        ),
    ]
}

fn complaints() -> Vec<Story> {
    let visited = |story| Story { visit: true, ..story };
    vec![
        visited(story(
            ("tinglan", "7-1-1204"),
            "complaint.noise",
            "",
            "楼上晚间装修，噪声扰民，已经连续三天到十点以后。",
            48 * H + 20,
            vec![
                (6, Agent, Step::Accept),
                (20, Agent, Step::Calm("致歉并说明装修时间规定，业主希望晚八点后停止。")),
                (26 * H, Owner, Step::Urge),
                (30 * H, Staff("hq"), Step::Supervise("48 小时内必须给出方案，请主管跟进。")),
            ],
        )),
        visited(story(
            ("tinglan", "10-1-1101"),
            "complaint.parking",
            "北门",
            "快递柜占用消防通道，消防车进不来怎么办？",
            16 * H + 20,
            vec![
                (5, Agent, Step::Accept),
                (15, Agent, Step::Calm("感谢提醒，已安排人员现场查看。")),
                (2 * H, Agent, Step::Investigate("快递柜超出划线 40 厘米，与快递公司已约面谈。")),
            ],
        )),
        visited(story(
            ("yingyue", "11-2-1703"),
            "complaint.service",
            "",
            "前台态度很差，问了三次物业费怎么开票都不理人。",
            20 * H,
            vec![
                (8, Agent, Step::Accept),
                (25, Agent, Step::Calm("已电话致歉，业主情绪缓和。")),
                (3 * H, Agent, Step::Investigate("调取前台录像，当班人员确有推诿。")),
                (5 * H, Agent, Step::Feedback("当班人员已停岗培训，发票已开具并发送到您的邮箱。")),
                (6 * H, Agent, Step::Complete("发票已送达，当班人员书面致歉。")),
                (7 * H, Owner, Step::Rate(3, &[RatingTag::Slow], "结果可以，就是太慢了。")),
            ],
        )),
    ]
}

fn desk() -> Vec<Story> {
    vec![
        story(
            ("tinglan", "3-2-0501"),
            "ask.parking",
            "",
            "车位租赁到期，怎么续费？可以按季度交吗？",
            7,
            vec![],
        ),
        story(
            ("tinglan", "12-1-1502"),
            "smart.app",
            "",
            "小程序登录不了，一直提示网络异常。",
            90,
            vec![
                (1, Agent, Step::Accept),
                (6, Agent, Step::Reply("请更新到最新版本后再试，如仍不行请把提示截图给我们。")),
                (70, Owner, Step::Supplement("更新了还是不行，手机是两年前的型号。")),
            ],
        ),
        story(
            ("songfeng", "1-1-0501"),
            "ask.decoration",
            "",
            "下个月装修，请问要办哪些手续，押金多少？",
            2,
            vec![],
        ),
        story(
            ("fenglin", "3-1-1401"),
            "ask.fees",
            "",
            "物业费发票可以开公司抬头吗？",
            3 * H,
            vec![
                (2, Agent, Step::Accept),
                (5, Agent, Step::Complete("可以。请把税号发给管家，当天开电子发票。")),
            ],
        ),
    ]
}
