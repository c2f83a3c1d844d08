//! What is settled by talking: complaints, and what the desk answers.

use steward_core::surveys::rating::RatingTag;

use super::{Agent, H, Owner, Staff, Step, Story, Supervisor, story};

pub(super) fn complaints() -> Vec<Story> {
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

/// Work that is done and talked about: a low rating that waits for its follow-up, and voices that disagree.
pub(super) fn heard() -> Vec<Story> {
    vec![
        story(
            ("tinglan", "9-1-0402"),
            "ask.fees",
            "",
            "停车费为什么比上个月多了一百？",
            9 * H,
            vec![
                (3, Agent, Step::Accept),
                (20, Agent, Step::Complete("本月含补交的上月差额，明细已发送。")),
                (4 * H, Owner, Step::Rate(1, &[RatingTag::Uninformed], "没人提前说，打电话也问不清楚。")),
            ],
        ),
        story(
            ("tinglan", "8-2-0702"),
            "ask.fees",
            "",
            "物业费可以开电子发票吗？",
            30 * H,
            vec![
                (2, Agent, Step::Accept),
                (9, Agent, Step::Complete("可以，已开到您的邮箱。")),
                (2 * H, Owner, Step::Rate(5, &[RatingTag::Quick], "几分钟就办好了。")),
                (20 * H, Supervisor, Step::Check(false, "没有记录发票抬头和邮箱，无法追溯。")),
            ],
        ),
    ]
}

pub(super) fn desk() -> Vec<Story> {
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
