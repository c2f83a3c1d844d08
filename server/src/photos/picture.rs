//! An uploaded file becomes a picture that is ours: decoded, turned upright, made smaller, encoded anew as JPEG.
//!
//! Nothing of the file survives but its pixels: no EXIF, no place, no second format hidden behind the first. The
//! number of pixels is read and judged before any of them is decoded, so a small file cannot ask for much memory.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use steward_core::problem::{Code, Field, Problem};
use steward_core::tickets::draft::limits;

/// The longer side of what is kept, in pixels.
const FULL_SIDE: u32 = 2048;
/// The longer side of a thumbnail, in pixels.
const THUMB_SIDE: u32 = 320;
/// JPEG quality of 100: shows a crack in a wall and stays below half a megabyte.
const QUALITY: u8 = 82;
/// What decoding may allocate: four bytes for each pixel allowed, and as much again to turn it.
const DECODE_BYTES: u64 = limits::PHOTO_MEGAPIXELS * 1_000_000 * 8;

/// A picture ready to be stored.
pub struct Picture {
    /// JPEG, at most 2048 pixels a side.
    pub full: Vec<u8>,
    /// JPEG, at most 320 pixels a side.
    pub thumb: Vec<u8>,
    /// Pixels across of `full`.
    pub width: u32,
    /// Pixels down of `full`.
    pub height: u32,
}

/// Reads an uploaded file; slow, so run it off the async threads.
pub fn prepare(file: &[u8]) -> Result<Picture, Problem> {
    if is_heic(file) {
        return Err(problem(Code::HeicPicture));
    }
    let format = image::guess_format(file).map_err(|_| problem(Code::NotAPicture))?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(problem(Code::NotAPicture));
    }
    let upright = decode(file, format)?;
    let full = shrink(&upright, FULL_SIDE);
    let thumb = shrink(&upright, THUMB_SIDE);
    Ok(Picture { width: full.width(), height: full.height(), full: jpeg(&full)?, thumb: jpeg(&thumb)? })
}

fn decode(file: &[u8], format: ImageFormat) -> Result<DynamicImage, Problem> {
    let unreadable = |_| problem(Code::NotAPicture);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut allowed = Limits::default();
    allowed.max_alloc = Some(DECODE_BYTES);
    reader.limits(allowed);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits::PHOTO_MEGAPIXELS * 1_000_000 {
        return Err(problem(Code::TooManyPixels).with("max", limits::PHOTO_MEGAPIXELS));
    }
    // A camera writes down how it was held; the note goes with the EXIF, so the pixels are turned instead.
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn shrink(image: &DynamicImage, side: u32) -> DynamicImage {
    if image.width().max(image.height()) <= side {
        return image.clone();
    }
    image.resize(side, side, FilterType::Triangle)
}

/// JPEG knows no transparency: what was clear becomes white, as on paper.
fn jpeg(image: &DynamicImage) -> Result<Vec<u8>, Problem> {
    let mut flat = image::RgbImage::from_pixel(image.width(), image.height(), image::Rgb([255; 3]));
    if image.color().has_alpha() {
        let layered = image.to_rgba8();
        for (below, above) in flat.pixels_mut().zip(layered.pixels()) {
            let alpha = u32::from(above.0[3]);
            for (b, a) in below.0.iter_mut().zip(above.0) {
                let mixed = (u32::from(*b) * (255 - alpha) + u32::from(a) * alpha) / 255;
                *b = u8::try_from(mixed).unwrap_or(u8::MAX);
            }
        }
    } else {
        flat = image.to_rgb8();
    }
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    flat.write_with_encoder(encoder).map_err(|_| problem(Code::NotAPicture))?;
    Ok(out)
}

/// HEIC and HEIF, by the brand in the first box: no well-kept pure decoder reads them.
fn is_heic(file: &[u8]) -> bool {
    let brand = file.get(8..12).unwrap_or_default();
    let brands: [&[u8]; 8] = [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"];
    file.get(4..8) == Some(b"ftyp") && brands.contains(&brand)
}

fn problem(code: Code) -> Problem {
    Problem::new(code).at(Field::Photos)
}

#[cfg(test)]
#[path = "picture_tests.rs"]
mod tests;
