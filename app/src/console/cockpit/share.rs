//! Exact ratios as people read them: rounded here and nowhere before.

/// `part` of `whole` in percent with one decimal, rounded half up: 820 of 980 is `83.7%`. Never rounded to a full
/// hundred or to nothing while a case says otherwise.
pub(super) fn percent(part: u64, whole: u64) -> String {
    [&points((part.into(), whole.into())), "%"].concat()
}

/// The same of an exact ratio, in points.
pub(super) fn points((part, whole): (u128, u128)) -> String {
    let whole = whole.max(1);
    let mut tenths = (part * 1000 * 2 + whole) / (whole * 2);
    if part < whole {
        tenths = tenths.min(999);
    }
    if part > 0 {
        tenths = tenths.max(1);
    }
    [(tenths / 10).to_string().as_str(), ".", &(tenths % 10).to_string()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_never_rounded_to_perfection() {
        assert_eq!(percent(820, 980), "83.7%");
        assert_eq!(percent(9999, 10_000), "99.9%");
        assert_eq!(percent(1, 100_000), "0.1%");
        assert_eq!(percent(0, 7), "0.0%");
        assert_eq!(percent(7, 7), "100.0%");
        assert_eq!(percent(1, 8), "12.5%");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.0%");
    }
}
