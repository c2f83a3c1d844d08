//! Files that people send as photos: good ones and bad ones.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::{ExtendedColorType, ImageEncoder as _};

const SIDE: u32 = 320;

/// A small JPEG with a camera's position inside (EXIF GPS), as phones write it.
pub fn jpeg_with_position() -> Vec<u8> {
    let shade = |n: u32| u8::try_from(n % 256).unwrap_or_default();
    let pixels: Vec<u8> = (0..SIDE * SIDE).flat_map(|n| [shade(n / SIDE), shade(n % SIDE), 120]).collect();
    let mut jpeg = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 80);
    encoder.write_image(&pixels, SIDE, SIDE, ExtendedColorType::Rgb8).expect("a JPEG");
    // After the two bytes of SOI comes an APP1 segment: length, "Exif", a TIFF header with one GPS directory.
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
    exif.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0POSITION-OF-THE-HOME");
    let length = u16::try_from(exif.len() + 2).expect("a short segment").to_be_bytes();
    let segment = [&[0xff, 0xe1][..], &length, &exif].concat();
    jpeg.splice(2..2, segment);
    jpeg
}

/// What [`jpeg_with_position`] hides and nobody may find again.
pub const HIDDEN: &[u8] = b"POSITION-OF-THE-HOME";

/// A megabyte that unpacks to a gigabyte of pixels: 32,767 × 32,768, all black.
pub fn decompression_bomb() -> Vec<u8> {
    const ROWS: u32 = 32_768;
    const CHUNKS: usize = 1024;
    // Each row is a filter byte and one byte a pixel: 32,768 bytes of zeros, a gigabyte in all. One megabyte of
    // them is packed and flushed to a byte's border; the packed piece is then repeated.
    let mut packer = flate2::Compress::new(Compression::best(), false);
    let mut piece = Vec::with_capacity(64 * 1024);
    packer.compress_vec(&vec![0; 1 << 20], &mut piece, flate2::FlushCompress::Full).expect("packs");
    let total = u64::from(ROWS) * u64::from(ROWS);
    let adler = (u32::try_from(total % 65_521).unwrap_or_default() << 16) | 1;
    let mut data = vec![0x78, 0x01];
    data.extend(piece.repeat(CHUNKS));
    data.extend([0x03, 0x00]);
    data.extend(adler.to_be_bytes());
    png(ROWS - 1, ROWS, &data)
}

/// A PNG of one grey tone that is larger than anybody may send.
pub fn oversized(bytes: usize) -> Vec<u8> {
    let mut data = ZlibEncoder::new(Vec::new(), Compression::none());
    data.write_all(&vec![7; bytes]).expect("packs");
    png(100, 100, &data.finish().expect("packs"))
}

/// The beginning of a Windows program under a photo's name.
pub fn program() -> Vec<u8> {
    let mut bytes =
        b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0This program cannot be run in DOS mode.".to_vec();
    bytes.resize(4096, 0);
    bytes
}

/// The beginning of what an iPhone sends when it is not asked for JPEG.
pub fn heic() -> Vec<u8> {
    let mut bytes = b"\0\0\0\x24ftypheic\0\0\0\0mif1MiHEheixmiaf".to_vec();
    bytes.resize(4096, 1);
    bytes
}

/// A PNG of 8-bit greys with this packed data.
fn png(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    for (kind, body) in [(b"IHDR", &header[..]), (b"IDAT", data), (b"IEND", &[])] {
        file.extend(u32::try_from(body.len()).expect("a short chunk").to_be_bytes());
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(body);
        file.extend(kind);
        file.extend(body);
        file.extend(crc.sum().to_be_bytes());
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_photo_is_one_and_hides_its_position() {
        let jpeg = jpeg_with_position();
        assert!(jpeg.windows(HIDDEN.len()).any(|part| part == HIDDEN));
        let image = image::load_from_memory(&jpeg).expect("decodes");
        assert_eq!((image.width(), image.height()), (SIDE, SIDE));
    }

    #[test]
    fn the_bomb_is_small_and_its_header_honest() {
        let bomb = decompression_bomb();
        assert!(bomb.len() < 2 << 20, "{} bytes", bomb.len());
        let reader =
            image::ImageReader::new(std::io::Cursor::new(&bomb)).with_guessed_format().expect("a format");
        assert_eq!(reader.into_dimensions().expect("a header"), (32_767, 32_768));
    }
}
