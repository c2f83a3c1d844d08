//! The parts that texts are put together from: what is reported in each category, and the phrases around it.

/// What is reported in a category: where, and what.
pub(super) struct Matter {
    pub(super) code: &'static str,
    /// How often, among those of its scenario.
    pub(super) weight: u64,
    pub(super) places: &'static [&'static str],
    pub(super) what: &'static [&'static str],
    pub(super) done: &'static [&'static str],
}

const fn matter(
    code: &'static str,
    weight: u64,
    places: &'static [&'static str],
    what: &'static [&'static str],
    done: &'static [&'static str],
) -> Matter {
    Matter { code, weight, places, what, done }
}

const ROOMS: &[&str] = &["厨房", "主卧", "次卧", "客厅", "卫生间", "阳台", "书房", "玄关", "餐厅", "衣帽间"];
const WET: &[&str] = &["厨房", "主卫", "客卫", "阳台", "洗衣间"];
const SHARED: &[&str] = &[
    "1 号楼大堂",
    "地下车库 B1",
    "地下车库 B2",
    "东门",
    "西门",
    "中心花园",
    "儿童乐园",
    "消防楼梯",
    "快递柜旁",
    "电梯厅",
];
const NOWHERE: &[&str] = &[""];

pub(super) const MATTERS: &[Matter] = &[
    matter(
        "water.pipe",
        150,
        WET,
        &["角阀渗水", "水槽下面滴水", "水管接头漏水", "龙头关不紧", "热水管有水渍", "软管老化往外喷水"],
        &["更换角阀", "更换软管并重新打胶", "紧固接头", "更换龙头阀芯"],
    ),
    matter(
        "water.drain",
        110,
        WET,
        &["地漏返味", "下水很慢", "马桶堵了", "地漏往外冒水", "洗手盆排水不畅"],
        &["清出地漏异物", "疏通主管", "更换防臭芯", "疏通马桶"],
    ),
    matter(
        "power.circuit",
        110,
        ROOMS,
        &["一排插座没电", "一开空调就跳闸", "开关失灵", "空开推不上去", "插座打火"],
        &["更换空开", "更换插座面板", "重新压接零线", "分出空调回路"],
    ),
    matter(
        "power.light",
        90,
        ROOMS,
        &["灯不亮了", "灯一直闪", "灯带坏了一段", "吸顶灯有异响"],
        &["更换驱动电源", "更换光源", "重新接线"],
    ),
    matter(
        "door.lock",
        80,
        &["入户门", "主卧门", "阳台门", "厨房门"],
        &["门锁反锁不上", "钥匙拧不动", "门关不严", "合页有响声"],
        &["调整锁舌与扣板", "更换锁体", "更换合页并润滑"],
    ),
    matter(
        "door.window",
        70,
        ROOMS,
        &["窗户把手松了", "纱窗脱轨", "窗缝漏风", "玻璃有裂纹"],
        &["更换把手", "重新装轨并更换滑轮", "更换密封条"],
    ),
    matter(
        "wall.seepage",
        80,
        ROOMS,
        &["墙皮起泡", "天花板有水印", "飘窗渗水", "墙角发霉"],
        &["重做防水并修补墙面", "外墙注浆", "清霉后补刷防霉漆"],
    ),
    matter(
        "public.lighting",
        90,
        SHARED,
        &["灯不亮", "声控灯不灵", "灯常亮不灭"],
        &["更换声控面板", "更换灯具"],
    ),
    matter(
        "public.lift",
        80,
        &["1 单元电梯", "2 单元电梯", "地库货梯"],
        &["按键没反应", "运行有异响", "停层不平", "门反复开关"],
        &["更换按键板", "调整门机", "维保单位校正平层"],
    ),
    matter(
        "public.facility",
        100,
        SHARED,
        &["道闸不抬杆", "门禁刷不开", "地垫翘起", "护栏松动", "健身器材螺丝掉了"],
        &["更换读头", "加固并复位", "更换破损件"],
    ),
    matter(
        "repair.other",
        40,
        ROOMS,
        &["有异响", "设备不工作", "东西松动需要加固"],
        &["检查并修复", "加固并调试"],
    ),
    matter(
        "complaint.noise",
        170,
        NOWHERE,
        &["楼上装修声音太大", "楼下商铺晚上放音响", "夜里有人跳绳", "隔壁狗一直叫"],
        &["与当事人沟通约定时段", "安排夜间巡查"],
    ),
    matter(
        "complaint.service",
        120,
        NOWHERE,
        &["前台态度不好", "报修没人管", "管家不回消息", "答应的事一直推"],
        &["当面致歉并更换对接人", "约谈当事人并回访"],
    ),
    matter(
        "complaint.environment",
        130,
        SHARED,
        &["垃圾两天没清", "有异味", "地面很脏", "杂物堆放"],
        &["当日清运并加派保洁", "清理并张贴提示"],
    ),
    matter(
        "complaint.security",
        60,
        SHARED,
        &["陌生人随意进出", "岗亭没人", "半夜有人敲门"],
        &["补岗并核查进出记录", "加装摄像头"],
    ),
    matter(
        "complaint.parking",
        110,
        &["地下车库 B1", "地下车库 B2", "东门", "消防通道"],
        &["车位被占", "外来车辆乱停", "消防通道停了车"],
        &["联系车主挪车", "加装隔离桩"],
    ),
    matter(
        "complaint.fees",
        60,
        NOWHERE,
        &["水费多收了", "公摊费用不对", "停车费重复扣款"],
        &["核对后退还差额", "逐项说明并出具明细"],
    ),
    matter(
        "complaint.quality",
        90,
        ROOMS,
        &["上次修的地方又坏了", "没修好", "修完第二天又漏"],
        &["返工并延长质保", "更换供应商复修"],
    ),
    matter("complaint.other", 40, NOWHERE, &["对通知方式有意见", "公告贴得太晚"], &["说明情况并改进"]),
    matter(
        "ask.fees",
        200,
        NOWHERE,
        &["物业费怎么交", "可以开发票吗", "预交有没有优惠", "上个月的账单在哪里看"],
        &["可在线缴纳，发票当日开具", "已发送明细与缴费方式"],
    ),
    matter(
        "ask.parking",
        140,
        NOWHERE,
        &["还有车位可以租吗", "访客车怎么登记", "充电桩怎么申请"],
        &["已登记，按顺序通知", "已发送办理步骤"],
    ),
    matter(
        "ask.decoration",
        110,
        NOWHERE,
        &["装修几点可以施工", "装修押金怎么退", "要办什么手续"],
        &["已发送装修须知", "材料齐全三日内退还"],
    ),
    matter("ask.handover", 70, NOWHERE, &["产权证什么时候能办", "入住要带什么材料"], &["已发送材料清单"]),
    matter(
        "ask.other",
        90,
        NOWHERE,
        &["请问快递柜怎么用", "请问停水到几点", "请问游泳池开放时间"],
        &["已电话答复"],
    ),
    matter(
        "smart.lock",
        120,
        &["入户门"],
        &["密码锁提示电量低", "指纹识别不了", "智能锁一直报警"],
        &["更换电池并重新录入", "升级固件"],
    ),
    matter(
        "smart.app",
        160,
        NOWHERE,
        &["小程序登录不了", "人脸认不出来", "访客码打不开闸机"],
        &["重新认证", "重新采集人脸"],
    ),
    matter("smart.other", 30, NOWHERE, &["可视对讲没声音", "室内机黑屏"], &["更换室内机", "重启并校时"]),
    matter("emergency.water", 160, SHARED, &["水管爆了，水往外涌", "水淹到电梯口"], &["关阀抽水，更换管段"]),
    matter("emergency.fire", 40, SHARED, &["配电间冒烟", "垃圾桶着火"], &["扑灭并排查，无人员受伤"]),
    matter(
        "emergency.lift",
        120,
        &["1 单元电梯", "2 单元电梯"],
        &["电梯困人", "有人被困在电梯里"],
        &["二十分钟内救出，停梯检修"],
    ),
    matter("emergency.gas", 40, SHARED, &["有燃气味"], &["通风断气，燃气公司检测合格"]),
    matter(
        "emergency.power",
        120,
        SHARED,
        &["整栋停电", "全楼停电"],
        &["抢修变压器，恢复供电", "切换备用回路"],
    ),
    matter("emergency.other", 30, SHARED, &["大树倒了压住道路"], &["清障并设围挡"]),
    matter(
        "fee.overdue",
        100,
        NOWHERE,
        &["欠费通知收到了，想分期", "账单和我记录的不一样"],
        &["已协商分期", "核对无误并说明"],
    ),
    matter("fee.dispute", 60, NOWHERE, &["公共维修费的分摊我不同意"], &["提供分摊依据并当面说明"]),
    matter("activity.enrol", 60, NOWHERE, &["想报名周末亲子活动", "想报名太极班"], &["已登记报名"]),
    matter(
        "activity.idea",
        40,
        NOWHERE,
        &["建议办一次跳蚤市场", "建议晚上放露天电影"],
        &["已列入下季度计划"],
    ),
    matter("value.cleaning", 100, NOWHERE, &["想约一次开荒保洁", "需要擦玻璃"], &["按约完成保洁"]),
    matter("value.appliance", 80, NOWHERE, &["想约空调清洗", "油烟机需要清洗"], &["清洗完成并试机"]),
    matter("value.other", 30, NOWHERE, &["想请人帮忙搬家具"], &["按约完成"]),
];

pub(super) const SINCE: &[&str] = &[
    "今天早上发现的",
    "昨晚开始的",
    "已经两天了",
    "刚刚发现",
    "上周就这样，现在更严重",
    "下雨以后出现的",
    "回家才看到",
    "断断续续有一阵了",
];
pub(super) const DETAIL: &[&str] = &[
    "地上有水，先用盆接着",
    "家里有老人和孩子，比较着急",
    "暂时把总阀关了",
    "拍不清楚，来了看一下就知道",
    "隔壁好像也有同样的情况",
    "之前自己弄过一次，没用",
    "不影响使用，但是想尽早处理",
    "已经影响正常生活了",
    "怕楼下被影响",
    "用手按一下会好一会儿",
];
pub(super) const WISH: &[&str] = &[
    "麻烦尽快来看看",
    "下班后都在家",
    "上午方便",
    "来之前请打电话",
    "周末也可以",
    "请安排师傅上门",
    "请给个说法",
    "谢谢",
];
pub(super) const SUBJECT: &[&str] =
    &["住户", "我们家", "邻居几户", "孩子房间", "老人那边", "租客反映", "物业群里也有人说"];

/// What is said first on taking a ticket on.
pub(super) const GREET: &[&str] =
    &["您好，已收到您的反馈", "您好，已为您登记", "感谢告知，我们马上处理", "已了解情况"];
pub(super) const NEXT: &[&str] =
    &["正在安排人员", "马上与您电话确认", "稍后给您回复", "已通知值班师傅", "请保持电话畅通"];
pub(super) const AFTER: &[&str] =
    &["试用正常", "保压十分钟无渗漏", "现场已清理", "业主已查看", "复测正常", "已交代使用注意事项"];
pub(super) const PRAISE: &[&str] =
    &["师傅来得很快", "手艺好", "态度好", "讲得很清楚", "走的时候还把地擦干净了", "沟通及时", "点赞"];
pub(super) const BLAME: &[&str] =
    &["等了很久", "没人说一声", "修了两次才好", "现场没打扫", "电话打了几次才接", "说好上午结果下午才来"];
