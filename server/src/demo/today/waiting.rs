//! What stands still: pauses, extensions, a ticket handed on, a duplicate, one that came back.

use steward_core::accounts::Department;
use steward_core::sla::elastic::Elastic;

use super::{Agent, H, HE, LUO, Owner, PauseReason, Step, Story, Supervisor, Urgency, ZHOU, story};

pub(super) fn waiting() -> Vec<Story> {
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
