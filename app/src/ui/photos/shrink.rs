//! Making a photo small before it travels: decoded by the browser, drawn at most 2,048 pixels wide or high, and
//! written as JPEG. That also turns what only this phone can read (HEIC) into what everybody can.

use steward_core::problem::{Code, Field, Problem};
use steward_core::tickets::draft::limits;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

use leptos::prelude::{document, window};

/// The longest side that is sent, in pixels.
const LONGEST: u32 = 2048;
const QUALITY: f64 = 0.85;
/// Larger files are not even opened: a phone would run out of memory.
const OPENED_BYTES: f64 = 64.0 * 1024.0 * 1024.0;

/// The photo as it will be sent, or why it cannot be.
pub(super) async fn shrink(file: &File) -> Result<Blob, Problem> {
    if file.size() > OPENED_BYTES {
        return Err(too_large());
    }
    let decoded = decode(file).await.map_err(|_| unreadable(file))?;
    let (width, height) = fitted(decoded.width(), decoded.height());
    let drawn = draw(&decoded, width, height).await;
    decoded.close();
    let blob = drawn.map_err(|_| unreadable(file))?;
    #[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
    let most = limits::PHOTO_BYTES as f64;
    if blob.size() > most { Err(too_large()) } else { Ok(blob) }
}

fn too_large() -> Problem {
    Problem::new(Code::TooLarge).at(Field::Photos).with("max", limits::PHOTO_BYTES)
}

fn unreadable(file: &File) -> Problem {
    let name = file.name().to_lowercase();
    let heic = file.type_().contains("hei") || [".heic", ".heif"].iter().any(|end| name.ends_with(end));
    Problem::new(if heic { Code::HeicPicture } else { Code::NotAPicture }).at(Field::Photos)
}

async fn decode(file: &File) -> Result<ImageBitmap, JsValue> {
    JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?.dyn_into()
}

async fn draw(picture: &ImageBitmap, width: u32, height: u32) -> Result<Blob, JsValue> {
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.dyn_into()?;
    let (w, h) = (f64::from(width), f64::from(height));
    // Transparent pictures are drawn on white: JPEG knows no transparency.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, w, h);
    context.draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, w, h)?;
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        let asked =
            canvas.to_blob_with_type_and_encoder_options(&resolve, "image/jpeg", &JsValue::from_f64(QUALITY));
        if let Err(why) = asked {
            let _ = reject.call1(&JsValue::NULL, &why);
        }
    });
    JsFuture::from(promise).await?.dyn_into()
}

/// Width and height within [`LONGEST`], in the same proportion, at least one pixel each.
pub(super) fn fitted(width: u32, height: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    if longest <= LONGEST {
        return (width.max(1), height.max(1));
    }
    let scale = |side: u32| {
        let scaled = u64::from(side) * u64::from(LONGEST) / u64::from(longest);
        u32::try_from(scaled).unwrap_or(LONGEST).max(1)
    };
    (scale(width), scale(height))
}

#[cfg(test)]
mod tests {
    use super::fitted;

    #[test]
    fn a_photo_keeps_its_proportion_and_never_grows() {
        assert_eq!(fitted(4000, 3000), (2048, 1536));
        assert_eq!(fitted(3000, 4000), (1536, 2048));
        assert_eq!(fitted(800, 600), (800, 600));
        assert_eq!(fitted(2048, 2048), (2048, 2048));
        assert_eq!(fitted(u32::MAX, 1), (2048, 1));
        assert_eq!(fitted(0, 0), (1, 1));
    }
}
