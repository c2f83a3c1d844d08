//! Pictures and files that are none, as phones and rogues send them.

use std::io::Cursor;

use axum::body::Body;
use axum::http::Request;
use image::{DynamicImage, ImageFormat, RgbImage};
use steward_core::problem::Problem;
use steward_core::tickets::api::{PhotoStored, UPLOAD};

use super::{Client, Reply};

/// A picture with something on it.
pub fn picture(width: u32, height: u32) -> DynamicImage {
    let shade = |x: u32, y: u32| [(x * 7 % 256) as u8, (y * 5 % 256) as u8, ((x + y) % 256) as u8];
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| image::Rgb(shade(x, y))))
}

pub fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&picture(width, height), ImageFormat::Jpeg)
}

impl Client {
    pub async fn upload(&mut self, file: &[u8]) -> Result<PhotoStored, Problem> {
        let reply = self.upload_raw(file).await;
        if reply.status.is_success() { Ok(reply.json()) } else { Err(reply.problem()) }
    }

    pub async fn upload_raw(&mut self, file: &[u8]) -> Reply {
        self.send(Request::post(UPLOAD.path).body(Body::from(file.to_vec())).unwrap()).await
    }
}
