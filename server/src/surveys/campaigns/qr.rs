//! QR codes as one SVG path, so that a page can draw them without an image and print them sharp.

use std::fmt::Write as _;

use fast_qr::qr::QRBuilder;
use steward_core::surveys::campaign::api::Qr;

use crate::http::error::{Answer, Failure};

/// The light border that readers need, in modules.
const QUIET: usize = 4;

/// The code of a text. A run of dark modules is one rectangle of the path.
pub(super) fn code(text: &str) -> Answer<Qr> {
    let code = QRBuilder::new(text).build().map_err(|e| Failure::internal(format!("no QR code: {e}")))?;
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let run = (x..code.size).take_while(|x| code[y][*x].value()).count();
            if run > 0 {
                // Writing to a text does not fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    let side = u32::try_from(code.size + 2 * QUIET).map_err(Failure::internal)?;
    Ok(Qr { side, path })
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_code_has_its_three_finders() {
        let qr = code("https://care.example.com/s/abcdefghijklmnopqrstuvwxyz").unwrap();
        let far = qr.side - 4 - 7;
        for (x, y) in [(4, 4), (far, 4), (4, far)] {
            assert!(qr.path.contains(&format!("M{x} {y}h7v1h-7z")), "a finder at {x} {y}");
        }
        assert_eq!((qr.side - 8 - 17) % 4, 0, "the side of a version");
    }
}
