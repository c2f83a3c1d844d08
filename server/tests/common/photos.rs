//! Pictures and files that are none, as phones and rogues send them.

use std::io::Cursor;

use axum::body::Body;
use axum::http::Request;
use image::{DynamicImage, ImageFormat, RgbImage};
use steward_core::problem::Problem;
use steward_core::tickets::api::{PhotoStored, UPLOAD};

use super::{Client, Reply};

/// A picture with something on it.
pub(crate) fn picture(width: u32, height: u32) -> DynamicImage {
    let byte = |n: u32| n.to_le_bytes()[0];
    let shade = |x: u32, y: u32| [byte(x * 7), byte(y * 5), byte(x + y)];
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| image::Rgb(shade(x, y))))
}

pub(crate) fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&picture(width, height), ImageFormat::Jpeg)
}

impl Client {
    pub(crate) async fn upload(&mut self, file: &[u8]) -> Result<PhotoStored, Problem> {
        let reply = self.upload_raw(file).await;
        if reply.status.is_success() { Ok(reply.json()) } else { Err(reply.problem()) }
    }

    pub(crate) async fn upload_raw(&mut self, file: &[u8]) -> Reply {
        self.send(Request::post(UPLOAD.path).body(Body::from(file.to_vec())).unwrap()).await
    }
}

/// A small PNG that says it has very many pixels.
pub(crate) fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut png = encoded(&picture(1, 1), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
    })
}
