//! Writes come from our own pages only: the session cookie alone is no proof of that.
//!
//! A browser says with every write where its page came from (`Origin`). A request without `Origin` comes from a
//! program, which carries no one else's cookie; one with another site's `Origin` is refused.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use steward_core::problem::Code;

use super::error::Failure;
use crate::app::App;

/// Refuses writes whose page is of another site.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !reads && !same_site(request.headers(), app.config().public_url.as_deref()) {
        return Failure::from(Code::ForeignOrigin).into_response();
    }
    next.run(request).await
}

/// Whether the page is ours: the configured address, or else the host that the request itself was sent to.
fn same_site(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name| headers.get(name).map(|v: &axum::http::HeaderValue| v.to_str().unwrap_or("?"));
    let Some(origin) = text(header::ORIGIN) else {
        return text(header::HeaderName::from_static("sec-fetch-site")).is_none_or(|s| s == "same-origin");
    };
    if let Some(url) = public_url {
        return origin.eq_ignore_ascii_case(url);
    }
    let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    host.is_some() && host.map(str::to_ascii_lowercase) == text(header::HOST).map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect()
    }

    #[test]
    fn only_our_own_pages_write() {
        type Pairs = &'static [(&'static str, &'static str)];
        let cases: &[(Pairs, Option<&str>, bool)] = &[
            (&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:8080")], None, true),
            (&[("host", "127.0.0.1:8080"), ("origin", "http://127.0.0.1:9090")], None, false),
            (&[("host", "127.0.0.1:8080"), ("origin", "null")], None, false),
            (&[("host", "127.0.0.1:8080")], None, true),
            (&[("host", "127.0.0.1:8080"), ("sec-fetch-site", "cross-site")], None, false),
            (
                &[("host", "10.0.0.5:80"), ("origin", "https://care.example.com")],
                Some("https://care.example.com"),
                true,
            ),
            (
                &[("host", "care.example.com"), ("origin", "http://care.example.com")],
                Some("https://care.example.com"),
                false,
            ),
        ];
        for (pairs, url, expected) in cases {
            assert_eq!(same_site(&headers(pairs), *url), *expected, "{pairs:?} {url:?}");
        }
    }
}
