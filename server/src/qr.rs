//! Codes to scan (二维码) as one SVG path, so that a page can draw them without an image and print them sharp.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// A drawn code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Drawn {
    /// How many squares a side has, its margins included.
    pub(crate) side: u16,
    /// The dark squares: one rectangle for each run of them.
    pub(crate) path: String,
}

/// The code of a text with a light border of `margin` squares; `None` for a text that is too long for any.
pub(crate) fn draw(text: &str, margin: u16) -> Option<Drawn> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (side, margin) = (code.width(), usize::from(margin));
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(side).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                // Writing to a text does not fail.
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + margin, y + margin);
            }
            x += run.len();
        }
    }
    Some(Drawn { side: u16::try_from(side + 2 * margin).ok()?, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_square_by_square() {
        let text = format!("https://care.example.com/v/tinglan/20418/{}#{}", "a".repeat(64), "b".repeat(200));
        let code = draw(&text, 0).unwrap();
        assert!(code.side > 50 && code.side < 90, "{}", code.side);
        let dark: usize = code
            .path
            .split('h')
            .skip(1)
            .step_by(2)
            .map(|run| run.split('v').next().and_then(|n| n.parse::<usize>().ok()).unwrap())
            .sum();
        let whole = QrCode::with_error_correction_level(&text, EcLevel::M).unwrap();
        assert_eq!(dark, whole.to_colors().iter().filter(|c| **c == Color::Dark).count());
        assert_eq!(draw(&"x".repeat(4000), 0), None);
    }

    #[test]
    fn a_code_has_its_three_finders_within_its_margin() {
        let code = draw("https://care.example.com/s/abcdefghijklmnopqrstuvwxyz", 4).unwrap();
        let far = code.side - 4 - 7;
        for (x, y) in [(4, 4), (far, 4), (4, far)] {
            assert!(code.path.contains(&format!("M{x} {y}h7v1h-7z")), "a finder at {x} {y}");
        }
        assert_eq!((code.side - 8 - 17) % 4, 0, "the side of a version");
    }
}
