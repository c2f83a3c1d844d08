//! Names of core's codes for the cells of tables, in both languages, from `server/locales/{zh-CN,en}/tables.json`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::outbox::words::Language;

type Tables = BTreeMap<String, BTreeMap<String, String>>;

fn tables(language: Language) -> &'static Tables {
    static CHINESE: OnceLock<Tables> = OnceLock::new();
    static ENGLISH: OnceLock<Tables> = OnceLock::new();
    let (cell, file) = match language {
        Language::Chinese => (&CHINESE, include_str!("../locales/zh-CN/tables.json")),
        Language::English => (&ENGLISH, include_str!("../locales/en/tables.json")),
    };
    // The files are part of the binary, and a test reads both.
    cell.get_or_init(|| serde_json::from_str(file).unwrap_or_default())
}

/// What a code of a table is called; the code itself where there is no name for it.
pub(crate) fn word(language: Language, table: &str, code: &'static str) -> &'static str {
    tables(language).get(table).and_then(|names| names.get(code)).map_or(code, String::as_str)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use steward_core::sla::policy::ClockKind;
    use steward_core::sla::state::State as Standing;
    use steward_core::tickets::category::CATALOGUE;
    use steward_core::tickets::{Channel, Scenario, State, Urgency};

    use super::*;

    #[test]
    fn every_code_has_a_name_in_both_languages_and_nothing_else_has() {
        fn codes<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> BTreeSet<String> {
            all.iter().map(|one| word(*one).to_owned()).collect()
        }
        let expected = [
            ("category", CATALOGUE.iter().map(|entry| entry.code.to_owned()).collect()),
            ("channel", codes(Channel::ALL, Channel::word)),
            ("clock", codes(ClockKind::ALL, ClockKind::word)),
            ("scenario", codes(Scenario::ALL, Scenario::word)),
            ("standing", codes(Standing::ALL, Standing::code)),
            ("state", codes(State::ALL, State::word)),
            ("urgency", codes(Urgency::ALL, Urgency::word)),
        ];
        for language in Language::ALL {
            let there =
                tables(language).iter().map(|(name, names)| (name.as_str(), names.keys().cloned().collect()));
            assert_eq!(there.collect::<Vec<_>>(), expected, "{}", language.tag());
        }
    }
}
