//! What the benchmarks measure on: three years of a Chinese office with lunch breaks, holidays and make-up days.

use steward_core::calendar::{Calendar, CalendarError, Hours, HoursFault, Span, Windows, expand, workdays};
use steward_core::time::{Instant, Seconds};

/// Three years around the starts measured.
pub(crate) const YEARS: Span =
    Span::new(Instant::from_secs(1_704_038_400), Instant::from_secs(1_798_732_800));

/// The calendar: 09:00–12:00 and 13:30–18:00 in Shanghai.
pub(crate) fn office() -> Result<Calendar, CalendarError> {
    let zone = "Asia/Shanghai".parse()?;
    let parts = [("09:00", "12:00"), ("13:30", "18:00")];
    let read = parts.map(|(start, end)| Ok((start.parse()?, end.parse()?)));
    let hours = read.into_iter().collect::<Result<_, HoursFault>>().and_then(Hours::new);
    let hours = hours.map_err(|fault| CalendarError::Hours { at: "week".into(), fault })?;
    Ok(workdays::office(zone, &hours, 2004..=2026))
}

/// Its windows.
pub(crate) fn windows() -> Result<Windows, CalendarError> {
    Ok(expand::expand(&office()?, YEARS))
}

/// Starts and budgets all over the first two years: budgets of one minute to 200 working hours.
pub(crate) fn questions() -> Vec<(Instant, Seconds)> {
    let (mut questions, mut state) = (Vec::new(), 0x9E37_79B9_7F4A_7C15_u64);
    // A plain xorshift: the same questions on every machine and in every browser.
    let mut draw = |below: u32| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        i64::try_from(state % u64::from(below)).unwrap_or_default()
    };
    for _ in 0..1024 {
        let start = YEARS.from + Seconds(draw(2 * 365 * 86_400));
        questions.push((start, Seconds(60 + draw(200 * 3600))));
    }
    questions
}
