//! What is written down about a household (住户资料), and which of it cannot be.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::problem::{Code, Field, Problem};
use crate::surveys::campaign::plan::SEGMENT;
use crate::tickets::draft::check_text;

/// The years that a date of a household can lie in; anything else is a slip of the pen.
pub const YEARS: (i32, i32) = (1980, 2099);

/// The facts of a household; each may be unknown.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Facts {
    /// When the developer hands or handed the home over (交付日期).
    pub handed_over_on: Option<Day>,
    /// When they moved in (入住日期).
    pub moved_in_on: Option<Day>,
    /// The first day of the decoration permit (装修许可).
    pub decoration_from: Option<Day>,
    /// Its last day; `None` while nobody said until when.
    pub decoration_until: Option<Day>,
    /// The last day of the property-service contract (物业服务合同到期日).
    pub contract_ends_on: Option<Day>,
    /// The segment (业主分群) that surveys can be sent to; empty: none.
    pub segment: String,
}

impl Facts {
    /// The dates with their names, in the order of a household's life.
    pub const fn dates(&self) -> [(&'static str, Option<Day>); 5] {
        [
            ("handed_over_on", self.handed_over_on),
            ("moved_in_on", self.moved_in_on),
            ("decoration_from", self.decoration_from),
            ("decoration_until", self.decoration_until),
            ("contract_ends_on", self.contract_ends_on),
        ]
    }

    /// Everything that is wrong with them, each with the name of the fact as `place`; empty if they can be kept.
    pub fn check(&self) -> Vec<Problem> {
        let wrong = |place: &str| Problem::new(Code::BadTime).at(Field::Survey).with("place", place);
        let is_odd = |day: &Day| !(YEARS.0..=YEARS.1).contains(&chrono::Datelike::year(&day.0));
        let mut found: Vec<Problem> = self
            .dates()
            .iter()
            .filter(|(_, day)| day.as_ref().is_some_and(is_odd))
            .map(|(place, _)| wrong(place))
            .collect();
        let before =
            |one: Option<Day>, other: Option<Day>| one.zip(other).is_some_and(|(one, other)| one < other);
        if before(self.moved_in_on, self.handed_over_on) {
            found.push(wrong("moved_in_on"));
        }
        if before(self.decoration_until, self.decoration_from)
            || (self.decoration_until.is_some() && self.decoration_from.is_none())
        {
            found.push(wrong("decoration_until"));
        }
        if before(self.contract_ends_on, self.handed_over_on) {
            found.push(wrong("contract_ends_on"));
        }
        if !self.segment.is_empty() {
            let text = check_text(&self.segment, SEGMENT, Field::Survey);
            found.extend(text.map(|problem| problem.with("place", "segment")));
        }
        found
    }
}

/// A date as people and spreadsheets write it: `2026-12-31`, `2026/12/31`, `2026.12.31`, `2026年12月31日`.
pub fn read_date(text: &str) -> Option<Day> {
    let text = text.trim();
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let signs: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    // U+5E74, U+6708, U+65E5: year, month, day.
    let known = ["--", "//", "..", "\u{5e74}\u{6708}\u{65e5}", "\u{5e74}\u{6708}"].contains(&signs.as_str());
    match parts.as_slice() {
        [year, month, day] if known && year.len() == 4 => {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).map(Day)
        }
        _ => None,
    }
}
