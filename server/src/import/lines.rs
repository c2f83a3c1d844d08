//! A file with plain line ends: `\r\n` and a lone `\r` become `\n`, and the last line has one too.
//!
//! Then a record's line follows from counting, whatever system the file comes from.

use std::io::{self, Read};

/// Reads `source` with plain line ends.
pub(super) struct PlainLines<R> {
    source: R,
    after_cr: bool,
    last: u8,
    ended: bool,
}

impl<R> PlainLines<R> {
    pub(super) const fn new(source: R) -> Self {
        Self { source, after_cr: false, last: b'\n', ended: false }
    }

    /// Makes the line ends of what was read plain, in place; answers how many bytes are left.
    fn plain(&mut self, bytes: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..bytes.len() {
            let byte = bytes.get(at).copied().unwrap_or_default();
            let second_half = byte == b'\n' && self.after_cr;
            self.after_cr = byte == b'\r';
            if second_half {
                continue;
            }
            if let Some(place) = bytes.get_mut(kept) {
                *place = if byte == b'\r' { b'\n' } else { byte };
                self.last = *place;
            }
            kept += 1;
        }
        kept
    }
}

impl<R: Read> Read for PlainLines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while !out.is_empty() && !self.ended {
            let n = self.source.read(out)?;
            if n == 0 {
                self.ended = true;
                break;
            }
            let kept = self.plain(out.get_mut(..n).unwrap_or_default());
            if kept > 0 {
                return Ok(kept);
            }
        }
        match out.first_mut().filter(|_| self.last != b'\n') {
            Some(place) => {
                (*place, self.last) = (b'\n', b'\n');
                Ok(1)
            }
            None => Ok(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time, so that every line end is cut in two somewhere.
    struct Drip<'a>(&'a [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let take = out.len().min(self.0.len()).min(1);
            let (now, later) = self.0.split_at(take);
            out[..take].copy_from_slice(now);
            self.0 = later;
            Ok(take)
        }
    }

    #[test]
    fn line_ends_become_plain_wherever_a_read_cuts_them() {
        let cases = [
            ("", ""),
            ("a", "a\n"),
            ("a\nb\n", "a\nb\n"),
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\rb\r", "a\nb\n"),
            ("a\r\r\n\n\rb", "a\n\n\n\nb\n"),
        ];
        for (text, expected) in cases {
            let (mut whole, mut dripped) = (String::new(), String::new());
            PlainLines::new(text.as_bytes()).read_to_string(&mut whole).unwrap();
            PlainLines::new(Drip(text.as_bytes())).read_to_string(&mut dripped).unwrap();
            assert_eq!((whole.as_str(), dripped.as_str()), (expected, expected), "{text:?}");
        }
    }
}
