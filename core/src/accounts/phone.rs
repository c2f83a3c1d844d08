//! Mainland mobile numbers (手机号), read once and kept in one form.
//!
//! Not a directory and not a proof that the number is in use: the one-time code proves that. A number is
//! personal data, so nothing prints it whole by accident: `Debug` is masked and there is no `Display`.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

/// A mobile number: 11 digits, the first `1`, the second `3` to `9`, without country code or separators.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(Box<str>);

/// Why a text is no mobile number. It does not repeat the text, which may be somebody's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadPhone;

impl fmt::Display for BadPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mobile number has 11 digits and starts with 13 to 19")
    }
}

impl core::error::Error for BadPhone {}

/// Digits of a number.
const DIGITS: usize = 11;
/// The country code as people write it in front.
const COUNTRY: &str = "+86";

impl Phone {
    /// The 11 digits, whole: for storing, for sending to, and for showing where a reason was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as it is shown by default: `138****2046`.
    pub fn masked(&self) -> String {
        let (head, rest) = self.0.split_at(3);
        let (_, tail) = rest.split_at(4);
        format!("{head}****{tail}")
    }
}

impl FromStr for Phone {
    type Err = BadPhone;

    /// Reads a number as people type or paste it: white space and hyphens anywhere, `+86` in front.
    fn from_str(text: &str) -> Result<Self, BadPhone> {
        // One more than fits is enough to know that it is too long.
        let most = COUNTRY.len() + DIGITS + 1;
        let typed: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').take(most).collect();
        let digits = typed.strip_prefix(COUNTRY).unwrap_or(&typed);
        let well_formed = digits.len() == DIGITS
            && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit));
        if well_formed { Ok(Self(digits.into())) } else { Err(BadPhone) }
    }
}

impl TryFrom<String> for Phone {
    type Error = BadPhone;
    fn try_from(text: String) -> Result<Self, BadPhone> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0.into()
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
#[path = "phone_tests.rs"]
mod tests;
