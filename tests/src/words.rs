//! The app's words, as the app itself reads them: stories name a key, so that they hold in every language.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// The languages of the product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    /// 中文.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The tag in `lang` and the folder of its words.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

/// The workspace's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace around this crate").to_path_buf()
}

/// What the app says for `key` (`owner.submit`: file, then path) with `{name}` filled in from `values`.
#[track_caller]
pub fn say(language: Language, key: &str, values: &[(&str, &str)]) -> String {
    let (file, path) = key.split_once('.').expect("a key is file.path");
    let file = root().join("app/locales").join(language.tag()).join(format!("{file}.json"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let words: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    // A key may hold dots itself, as `water.pipe`: the longest part that fits is taken first.
    let found = find(&words, path).unwrap_or_else(|| panic!("{} has no words for {path}", file.display()));
    values.iter().fold(found, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

fn find(words: &Value, path: &str) -> Option<String> {
    if let Some(text) = words.get(path).and_then(Value::as_str) {
        return Some(text.to_owned());
    }
    let cuts = path.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| at);
    cuts.into_iter().find_map(|at| find(words.get(&path[..at])?, &path[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_both_languages_and_filled_in() {
        assert_eq!(say(Language::Chinese, "tickets.category.water.pipe", &[]), "水管漏水");
        assert_eq!(say(Language::Chinese, "owner.due_by", &[("time", "今天")]), "最迟 今天");
        assert_ne!(say(Language::English, "owner.submit", &[]), "");
    }
}
