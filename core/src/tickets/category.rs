//! Two-level categories (分类) and the guess of one from the owner's own words.
//!
//! The catalogue is data; its names are in the app's locales under the same codes.

use core::fmt;

use serde::{Deserialize, Serialize};

use super::scenario::Scenario;

/// One entry of the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Entry {
    /// The code, `top.sub`.
    pub code: &'static str,
    /// The scenario it belongs to.
    pub scenario: Scenario,
    /// Words in an owner's text that point to it, Chinese and English, lower case.
    pub hints: &'static [&'static str],
    /// Whether it concerns public areas (R14) instead of a home.
    pub public_area: bool,
}

macro_rules! catalogue {
    ($($scenario:ident $area:ident $code:literal [$($hint:literal),*];)+) => {
        /// Every category, in the order the chips are shown.
        pub const CATALOGUE: &[Entry] = &[$(Entry {
            code: $code, scenario: Scenario::$scenario, hints: &[$($hint),*], public_area: catalogue!(@ $area),
        }),+];
    };
    (@ home) => { false };
    (@ public) => { true };
}

catalogue! {
    Repair home "water.pipe" ["漏水", "水管", "水槽", "角阀", "滴水", "爆管", "leak", "pipe", "dripping", "sink"];
    Repair home "water.drain" ["堵", "下水", "马桶", "地漏", "返味", "返水", "drain", "toilet", "clog", "blocked"];
    Repair home "power.circuit" ["跳闸", "插座", "开关", "电路", "没电", "断电", "socket", "breaker", "power", "switch"];
    Repair home "power.light" ["灯", "light", "lamp", "bulb"];
    Repair home "door.lock" ["门锁", "锁", "钥匙", "闭门器", "合页", "door", "lock", "key", "hinge"];
    Repair home "door.window" ["窗", "玻璃", "纱窗", "window", "glass"];
    Repair home "wall.seepage" ["渗水", "墙皮", "发霉", "霉", "裂缝", "飘窗", "seep", "mould", "mold", "damp", "crack"];
    Repair public "public.lighting" ["楼道灯", "路灯", "电梯厅灯", "公共照明", "hall light", "street light"];
    Repair public "public.lift" ["电梯", "lift", "elevator"];
    Repair public "public.facility" ["地库", "车库", "健身", "儿童", "地垫", "道闸", "单元门", "门禁", "garage", "playground", "gate"];
    Repair home "repair.other" [];
    Complaint home "complaint.noise" ["噪音", "噪声", "吵", "扰民", "装修声", "noise", "loud", "noisy"];
    Complaint home "complaint.service" ["态度", "没人管", "不理", "推诿", "敷衍", "rude", "attitude", "ignored"];
    Complaint public "complaint.environment" ["垃圾", "异味", "卫生", "脏", "garbage", "trash", "smell", "dirty"];
    Complaint public "complaint.security" ["保安", "安全", "陌生人", "盗", "security", "stranger", "theft"];
    Complaint public "complaint.parking" ["占用", "乱停", "车位被占", "消防通道", "parking", "blocked car"];
    Complaint home "complaint.fees" ["乱收费", "多收", "费用不对", "overcharge", "wrong bill"];
    Complaint home "complaint.quality" ["质量", "没修好", "又坏", "反复", "quality", "again broken"];
    Complaint home "complaint.other" ["投诉", "complain"];
    Consultation home "ask.fees" ["物业费", "缴费", "发票", "费用", "fee", "invoice", "pay"];
    Consultation home "ask.parking" ["车位", "停车", "租车位", "parking space"];
    Consultation home "ask.decoration" ["装修", "decoration", "renovation"];
    Consultation home "ask.handover" ["交房", "产权证", "入住", "handover", "title deed"];
    Consultation home "ask.other" ["请问", "咨询", "怎么", "what", "how", "when"];
    SmartPlatform home "smart.lock" ["智能锁", "密码锁", "指纹", "smart lock", "fingerprint"];
    SmartPlatform home "smart.app" ["app", "小程序", "登录不了", "人脸", "访客码", "face id", "visitor code"];
    SmartPlatform home "smart.other" [];
    Emergency public "emergency.water" ["爆管", "淹", "burst", "flood"];
    Emergency public "emergency.fire" ["着火", "冒烟", "火", "fire", "smoke"];
    Emergency public "emergency.lift" ["困人", "被困", "trapped"];
    Emergency public "emergency.gas" ["燃气", "煤气", "gas"];
    Emergency public "emergency.power" ["全楼停电", "整栋停电", "blackout"];
    Emergency public "emergency.other" [];
    Fee home "fee.overdue" ["欠费"];
    Fee home "fee.dispute" [];
    Activity public "activity.enrol" ["报名", "活动", "enrol"];
    Activity public "activity.idea" [];
    ValueAdded home "value.cleaning" ["保洁", "打扫", "cleaning"];
    ValueAdded home "value.appliance" ["空调清洗", "家电", "appliance"];
    ValueAdded home "value.other" [];
}

/// A category (分类): a code of the [`CATALOGUE`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Category(&'static Entry);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Category {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Category".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let codes: Vec<&str> = CATALOGUE.iter().map(|entry| entry.code).collect();
        schemars::json_schema!({
            "type": "string",
            "enum": codes,
            "description": "A category by its code, `top.sub`.",
        })
    }
}

impl Category {
    /// Looks a code up; `None` if it is not in the catalogue.
    pub fn find(code: &str) -> Option<Self> {
        CATALOGUE.iter().find(|e| e.code == code).map(Self)
    }

    /// The code, `top.sub`.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// The first level, as `water`.
    pub fn top(self) -> &'static str {
        self.0.code.split_once('.').map_or(self.0.code, |(top, _)| top)
    }

    /// The scenario.
    pub fn scenario(self) -> Scenario {
        self.0.scenario
    }

    /// Whether it concerns public areas (R14).
    pub fn public_area(self) -> bool {
        self.0.public_area
    }

    /// All categories of a scenario, in catalogue order.
    pub fn of(scenario: Scenario) -> impl Iterator<Item = Self> {
        CATALOGUE.iter().filter(move |e| e.scenario == scenario).map(Self)
    }

    /// The category that the text points to: the one with the longest hint found in it; `None` without a hint.
    ///
    /// A guess to pre-pick a chip, never a decision: the person can change it.
    pub fn suggest(scenario: Scenario, text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let found = |e: &Entry| e.hints.iter().filter(|h| says(&text, h)).map(|h| h.len()).max();
        CATALOGUE
            .iter()
            .filter(|e| e.scenario == scenario)
            .filter_map(|e| found(e).map(|len| (len, e)))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, e)| Self(e))
    }
}

/// Whether the hint stands in the text: English at the beginning of a word (no `lock` in a clock), Chinese anywhere.
fn says(text: &str, hint: &str) -> bool {
    let within_word = |at: usize| text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    text.match_indices(hint).any(|(at, _)| !hint.is_ascii() || !within_word(at))
}

impl fmt::Debug for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}

/// A code that is not in the catalogue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownCategory;

impl fmt::Display for UnknownCategory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a code of the catalogue")
    }
}

impl TryFrom<String> for Category {
    type Error = UnknownCategory;
    fn try_from(code: String) -> Result<Self, UnknownCategory> {
        Self::find(&code).ok_or(UnknownCategory)
    }
}

impl From<Category> for String {
    fn from(category: Category) -> Self {
        category.0.code.to_owned()
    }
}
