//! The two bundles: their shells and assets, from a folder or from inside the binary.
//!
//! A file whose name carries a content hash never changes and may be kept for a year; everything else, the
//! shells first of all, is asked for again each time (and answered 304 when it is the same). Brotli files lie
//! beside their originals and are sent to whoever accepts them. A path that is no file is a page of the app:
//! `console.html` for `/console` and below, `owner.html` for all others.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use steward_core::problem::Code;

use super::error::Failure;
use crate::app::App;

/// Where the built front end is.
#[derive(Clone, Debug)]
pub enum Site {
    /// In a folder.
    Folder(PathBuf),
    /// Inside the binary.
    Embedded,
    /// Nowhere: this server answers the interface only.
    Absent,
}

#[cfg(feature = "embed")]
#[derive(rust_embed::RustEmbed)]
#[folder = "$STEWARD_SITE"]
struct Inside;

impl Site {
    /// The configured folder, else what is inside the binary.
    pub fn new(folder: Option<&Path>) -> Self {
        match folder {
            Some(folder) => Self::Folder(folder.to_owned()),
            None if cfg!(feature = "embed") => Self::Embedded,
            None => Self::Absent,
        }
    }

    async fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Folder(folder) => {
                let file = folder.join(safe(path)?);
                tokio::fs::read(file).await.ok().map(Cow::Owned)
            }
            #[cfg(feature = "embed")]
            Self::Embedded => Inside::get(path).map(|file| file.data),
            #[cfg(not(feature = "embed"))]
            Self::Embedded => None,
            Self::Absent => None,
        }
    }
}

/// The path, if it stays inside the folder.
fn safe(path: &str) -> Option<&Path> {
    let path = Path::new(path);
    path.components().all(|c| matches!(c, Component::Normal(_))).then_some(path)
}

/// Answers everything that is no call of the interface.
pub async fn serve(State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    if path == "api" || path.starts_with("api/") {
        return Failure::from(Code::NotFound).into_response();
    }
    let name = page_or_file(path);
    match answer(app.site(), name, &headers).await {
        Some(response) => response,
        None => (StatusCode::NOT_FOUND, "not found\n").into_response(),
    }
}

/// The file behind a path: itself if its last part has a dot, else the shell of its bundle.
fn page_or_file(path: &str) -> &str {
    let last = path.rsplit('/').next().unwrap_or(path);
    if last.contains('.') {
        path
    } else if path == "console" || path.starts_with("console/") {
        "console.html"
    } else {
        "owner.html"
    }
}

async fn answer(site: &Site, name: &str, headers: &HeaderMap) -> Option<Response> {
    if name.rsplit('.').next() == Some("br") {
        return None;
    }
    let brotli = if accepts_brotli(headers) { site.read(&format!("{name}.br")).await } else { None };
    let encoded = brotli.is_some();
    let body = match brotli {
        Some(body) => body,
        None => site.read(name).await?,
    };
    let etag = format!("\"{}\"", HEXLOWER.encode(&Sha256::digest(&body)[..12]));
    let same = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        bytes::Bytes::from(body.into_owned()).into_response()
    };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    let cache = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        out.insert(header::ETAG, etag);
    }
    if encoded {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Some(response)
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("br") && !parts.any(|q| matches!(q, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}

/// Whether the file's name carries a content hash: everything in `assets/` does, by the way it is built.
fn is_hashed(name: &str) -> bool {
    name.starts_with("assets/")
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
#[path = "static_files_tests.rs"]
mod tests;
