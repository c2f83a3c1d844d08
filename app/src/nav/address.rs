//! An address, taken apart.

/// The part of an address that pages go by.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Address {
    /// `/tickets/HX-1`
    pub path: String,
    /// `?view=due`, or nothing.
    pub query: String,
}

/// The words of a path: `/tickets/HX-1/` → `tickets`, `HX-1`.
pub fn parts(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}

/// The query of an address, decoded.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads `?name=value&…`.
    pub fn read(query: &str) -> Self {
        let pairs = query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(name), decode(value))
                })
                .collect(),
        )
    }

    /// The first value of this name.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
    }
}

/// Undoes the percent encoding of forms; what is not an encoding stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let (byte, left) = match (first, behind) {
            (b'%', [high, low, left @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => (high * 16 + low, left),
                _ => (b'%', behind),
            },
            (b'+', _) => (b' ', behind),
            (other, _) => (*other, behind),
        };
        bytes.push(byte);
        rest = left;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(hex: u8) -> Option<u8> {
    char::from(hex).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_its_words() {
        assert_eq!(parts("/"), [""; 0]);
        assert_eq!(parts("/tickets/HX-1"), ["tickets", "HX-1"]);
        assert_eq!(parts("//tickets//HX-1/"), ["tickets", "HX-1"]);
    }

    #[test]
    fn a_query_reads_back_what_a_browser_wrote() {
        let query = Query::read("?q=%E6%BC%8F%E6%B0%B4+5%25&view=due&flag");
        assert_eq!(query.get("q").as_deref(), Some("漏水 5%"));
        assert_eq!(query.get("view").as_deref(), Some("due"));
        assert_eq!(query.get("flag").as_deref(), Some(""));
        assert_eq!(query.get("none"), None);
        assert_eq!(Query::read(""), Query::default());
    }

    #[test]
    fn what_is_no_encoding_stays() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }
}
