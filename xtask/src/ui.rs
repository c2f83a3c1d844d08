//! What the person at the terminal sees: one line for every thing that starts, with the time it took.
//! Progress goes to standard error, so that figures and summaries on standard output can be piped.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::failure::Done;

/// Writes one line to standard error. A closed terminal is no reason to stop building.
pub(crate) fn say(text: impl Display) {
    drop(writeln!(std::io::stderr(), "{text}"));
}

/// Writes one line to standard output: tables, figures, the summary.
pub(crate) fn out(text: impl Display) {
    let mut stdout = std::io::stdout();
    drop(writeln!(stdout, "{text}"));
    drop(stdout.flush());
}

/// A heading before something that may take a while.
pub(crate) fn step(text: impl Display) {
    if std::io::stderr().is_terminal() {
        say(format!("\x1b[1;34m▸\x1b[0m {text}"));
    } else {
        say(format!("▸ {text}"));
    }
}

/// A detail below the last heading.
pub(crate) fn note(text: impl Display) {
    say(format!("  {text}"));
}

/// Runs `work` below a heading and says how long it took.
pub(crate) fn timed<T>(what: impl Display, work: impl FnOnce() -> Done<T>) -> Done<T> {
    step(&what);
    let start = Instant::now();
    let result = work();
    if result.is_ok() {
        note(format!("done in {}", seconds(start.elapsed())));
    }
    result
}

/// `7.4 s`, or `2 min 05 s` above a minute.
pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    if whole < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

/// `1234567` as `1,234,567`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_from_the_right() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(12_345_678), "12,345,678");
    }

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!(seconds(Duration::from_millis(7_440)), "7.4 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 05 s");
    }
}
