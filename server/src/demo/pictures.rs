//! The demo's evidence photo: drawn here, so that nothing is taken from anyone.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};
use steward_core::ids::{PersonId, PhotoId};
use steward_core::time::Instant;

use crate::http::error::{Answer, Failure};
use crate::photos::{Photos, picture};
use crate::writer::Writer;

/// Draws and keeps the photo; answers its name.
pub(super) async fn store(writer: &Writer, photos: &Photos, now: Instant) -> Answer<PhotoId> {
    let picture = picture::prepare(&evidence(0)?)?;
    let by: PersonId = super::people::staff_id("engineer").parse()?;
    photos.take_in(writer, picture, by, now).await.map(|stored| stored.photo)
}

/// The nth picture as somebody uploads it: each with a wall of its own.
pub(crate) fn evidence(n: u8) -> Answer<Vec<u8>> {
    let mut file = Cursor::new(Vec::new());
    draw(n).write_to(&mut file, ImageFormat::Png).map_err(Failure::internal)?;
    Ok(file.into_inner())
}

/// A tiled wall with a new brass valve.
fn draw(n: u8) -> RgbImage {
    let darker = n.saturating_mul(9);
    let (width, height) = (960, 720);
    RgbImage::from_fn(width, height, |x, y| {
        let joint = x % 160 < 4 || y % 160 < 4;
        let shade = u8::try_from((x / 160 + y / 160) % 3 * 5).unwrap_or(0);
        let pipe = (430..530).contains(&x) && y > 60;
        let valve = (370..590).contains(&x) && (330..430).contains(&y);
        let handle = (450..510).contains(&x) && (250..330).contains(&y);
        let shine = u8::try_from((x + y) % 60).unwrap_or(0) / 3;
        if valve || handle {
            Rgb([186 + shine, 148 + shine, 70])
        } else if pipe {
            Rgb([176 + shine, 180 + shine, 184 + shine])
        } else if joint {
            Rgb([196, 200, 202])
        } else {
            Rgb([226 + shade, 231 + shade, 233 + shade].map(|of: u8| of.saturating_sub(darker)))
        }
    })
}
