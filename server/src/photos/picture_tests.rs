use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use steward_core::problem::Code;

use super::*;

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).expect("encodes");
    out.into_inner()
}

fn wide(width: u32, height: u32) -> DynamicImage {
    let pixel = |x, _| if x < width / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, pixel))
}

fn code_of(file: &[u8]) -> Code {
    match prepare(file) {
        Err(problem) => problem.code,
        Ok(_) => panic!("was taken for a picture"),
    }
}

/// A JPEG with an EXIF block that says orientation 6 (turn right) and carries a maker's text.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend(*b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"); // orientation = 6
    tiff.extend(*b"\x0f\x01\x02\0\x04\0\0\0GPS\0"); // maker's name
    tiff.extend([0; 4]);
    let length = u16::try_from(tiff.len() + 2).expect("short");
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(length.to_be_bytes());
    out.extend(tiff);
    out.extend(&jpeg[2..]);
    out
}

#[test]
fn every_format_becomes_a_jpeg_within_bounds() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let picture = prepare(&encoded(&wide(3000, 1500), format)).expect("a picture");
        assert_eq!((picture.width, picture.height), (2048, 1024), "{format:?}");
        assert_eq!(image::guess_format(&picture.full).expect("known"), ImageFormat::Jpeg);
        let thumb = image::load_from_memory(&picture.thumb).expect("readable");
        assert_eq!((thumb.width(), thumb.height()), (320, 160));
    }
}

#[test]
fn a_small_picture_keeps_its_size() {
    let picture = prepare(&encoded(&wide(64, 48), ImageFormat::Png)).expect("a picture");
    assert_eq!((picture.width, picture.height), (64, 48));
}

#[test]
fn exif_turns_the_picture_and_is_gone() {
    let held_sideways = with_exif(&encoded(&wide(200, 100), ImageFormat::Jpeg));
    let picture = prepare(&held_sideways).expect("a picture");
    assert_eq!((picture.width, picture.height), (100, 200), "turned upright");
    for bytes in [&picture.full, &picture.thumb] {
        assert!(!bytes.windows(4).any(|w| w == b"Exif"), "no EXIF");
        assert!(!bytes.windows(3).any(|w| w == b"GPS"), "no maker's text");
    }
    let top = image::load_from_memory(&picture.full).expect("readable").to_rgb8();
    assert!(top.get_pixel(50, 10).0[0] > 200, "the red half is on top now");
}

#[test]
fn transparency_becomes_white() {
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0])));
    let picture = prepare(&encoded(&clear, ImageFormat::Png)).expect("a picture");
    let pixels = image::load_from_memory(&picture.full).expect("readable").to_rgb8();
    assert!(pixels.pixels().all(|p| p.0.iter().all(|c| *c > 250)));
}

#[test]
fn what_is_no_picture_is_refused() {
    assert_eq!(code_of(b"MZ\x90\x00 a renamed program"), Code::NotAPicture);
    assert_eq!(code_of(b""), Code::NotAPicture);
    assert_eq!(code_of(b"GIF89a......."), Code::NotAPicture);
    let cut = &encoded(&wide(64, 48), ImageFormat::Png)[..60];
    assert_eq!(code_of(cut), Code::NotAPicture);
    let behind: Vec<u8> = [b"<html>".as_slice(), &encoded(&wide(4, 4), ImageFormat::Png)].concat();
    assert_eq!(code_of(&behind), Code::NotAPicture);
}

#[test]
fn heic_is_named() {
    assert_eq!(code_of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Code::HeicPicture);
    assert_eq!(code_of(b"\0\0\0\x18ftypmif1\0\0\0\0"), Code::HeicPicture);
}

/// A decompression bomb: a few bytes that claim 900 megapixels. Refused by its header alone.
#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    let mut png = encoded(&wide(1, 1), ImageFormat::Png);
    png[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(code_of(&png), Code::TooManyPixels);
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 })
    })
}
