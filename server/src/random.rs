//! Unguessable values from the operating system: session tokens, one-time codes, ids and reference numbers.

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD, HEXLOWER};

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes: {0}")]
pub struct NoRandom(#[from] getrandom::Error);

/// `N` unguessable bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], NoRandom> {
    let mut out = [0_u8; N];
    getrandom::fill(&mut out)?;
    Ok(out)
}

/// A bearer token of 256 bits, safe in a cookie.
pub(crate) fn token() -> Result<String, NoRandom> {
    Ok(BASE64URL_NOPAD.encode(&bytes::<32>()?))
}

/// An id of 80 bits in lower-case letters and digits.
pub(crate) fn id() -> Result<String, NoRandom> {
    Ok(BASE32_NOPAD.encode(&bytes::<10>()?).to_ascii_lowercase())
}

/// The unguessable part of a link: 128 bits in lower-case letters and digits.
pub(crate) fn link() -> Result<String, NoRandom> {
    Ok(BASE32_NOPAD.encode(&bytes::<16>()?).to_ascii_lowercase())
}

/// Six digits, each value equally likely.
pub(crate) fn six_digits() -> Result<String, NoRandom> {
    // 2^32 is not a multiple of 1,000,000: values above the last whole multiple are drawn again.
    const BOUND: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let n = u32::from_le_bytes(bytes()?);
        if n < BOUND {
            return Ok(format!("{:06}", n % 1_000_000));
        }
    }
}

/// A number from 0 to 99, each equally likely but for one part in forty million.
pub(crate) fn percent() -> Result<u8, NoRandom> {
    Ok(u8::try_from(u32::from_le_bytes(bytes()?) % 100).unwrap_or(0))
}

/// A number to find a log line by: eight hexadecimal digits.
pub(crate) fn reference() -> String {
    bytes::<4>().map_or_else(|_| "00000000".to_owned(), |b| HEXLOWER.encode(&b))
}
