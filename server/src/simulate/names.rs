//! Names of people and places, put together from parts.

use super::dice::Dice;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾", "肖", "田",
    "董", "袁", "潘", "于", "蒋", "蔡", "余", "杜", "叶", "程", "苏", "魏", "吕", "丁", "任", "沈", "姚",
    "卢", "姜", "崔", "钟", "谭", "陆", "汪", "范", "欧阳",
];

const GIVEN: &[&str] = &[
    "静", "立新", "海涛", "文博", "慧", "涛", "晓梅", "凯", "雪", "国强", "青", "明", "琳", "浩", "梅", "帆",
    "颖", "朗", "佳", "诺", "欢", "良", "展", "弛", "乐", "志强", "永平", "亮", "东来", "一帆", "敏", "兰",
    "越", "柏", "若水", "遥", "子涵", "雨桐", "建华", "秀英", "丽娟", "桂兰", "宇轩", "思远", "嘉怡", "俊杰",
    "晓东", "玉珍", "春燕", "德明", "淑芬", "伟", "芳", "娜", "磊", "洋", "艳", "勇", "军", "杰",
];

const PLACES: &[&str] = &[
    "听", "云", "松", "映", "枫", "澄", "锦", "翠", "明", "澜", "溪", "湖", "江", "望", "秋", "春", "岚",
    "兰", "桂", "竹",
];
const MORE: &[&str] =
    &["澜", "栖", "风", "月", "林", "岸", "绣", "微", "晖", "庭", "谷", "畔", "湾", "山", "水", "樾"];
const ENDS: &[&str] = &["苑", "里", "庭", "湾", "渡", "府", "花园", "公馆", "家园", "名邸", "雅居", "新城"];
const REGIONS: &[&str] =
    &["江北", "江南", "滨海", "西城", "东湖", "云岭", "南港", "北原", "中环", "新区", "临江", "高新"];

/// A person's name.
pub(super) fn person(dice: &mut Dice) -> String {
    format!("{}{}", dice.word(SURNAMES), dice.word(GIVEN))
}

/// The name of the nth project.
pub(super) fn project(dice: &mut Dice, n: usize) -> String {
    let name = format!("{}{}{}", dice.word(PLACES), dice.word(MORE), dice.word(ENDS));
    // Large groups have several of a name, told apart by their phase.
    if n < 200 { name } else { format!("{name}{} 期", n / 200 + 1) }
}

/// The name of the nth region.
pub(super) fn region(n: usize) -> String {
    let name = REGIONS.get(n % REGIONS.len()).copied().unwrap_or_default();
    let again = n / REGIONS.len();
    if again == 0 { format!("{name}区域") } else { format!("{name}{} 区域", again + 1) }
}
