use axum::body::to_bytes;

use super::*;

fn site() -> (tempfile::TempDir, Site) {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, body: &str| {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, body).unwrap();
    };
    put("owner.html", "the owner's page");
    put("console.html", "the console");
    put("assets/owner-0123456789abcdef.wasm", "plain");
    put("assets/owner-0123456789abcdef.wasm.br", "brotli");
    let site = Site::new(Some(dir.path()));
    (dir, site)
}

async fn get(site: &Site, path: &str, accept: &str) -> Option<(HeaderMap, String)> {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
    let response = answer(site, page_or_file(path), &headers).await?;
    let headers = response.headers().clone();
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    Some((headers, String::from_utf8(body.to_vec()).unwrap()))
}

#[tokio::test]
async fn pages_get_the_shell_of_their_bundle_and_are_not_kept() {
    let (_dir, site) = site();
    for path in ["", "tickets/T20260915-0118", "report"] {
        let (headers, body) = get(&site, path, "br").await.unwrap();
        assert_eq!(body, "the owner's page", "{path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
        assert_eq!(headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }
    for path in ["console", "console/worklist"] {
        assert_eq!(get(&site, path, "br").await.unwrap().1, "the console", "{path}");
    }
    assert_eq!(get(&site, "consolence", "br").await.unwrap().1, "the owner's page");
}

#[tokio::test]
async fn hashed_assets_are_kept_for_ever_and_come_as_brotli_to_who_accepts_it() {
    let (_dir, site) = site();
    let path = "assets/owner-0123456789abcdef.wasm";
    let (headers, body) = get(&site, path, "gzip, br").await.unwrap();
    assert_eq!(
        (body.as_str(), &headers[header::CONTENT_ENCODING]),
        ("brotli", &HeaderValue::from_static("br"))
    );
    assert_eq!(headers[header::CONTENT_TYPE], "application/wasm");
    assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    let (headers, body) = get(&site, path, "gzip, br;q=0").await.unwrap();
    assert_eq!(body, "plain");
    assert!(!headers.contains_key(header::CONTENT_ENCODING));
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    let (_dir, site) = site();
    let (headers, _) = get(&site, "", "br").await.unwrap();
    let mut again = HeaderMap::new();
    again.insert(header::IF_NONE_MATCH, headers[header::ETAG].clone());
    assert_eq!(answer(&site, "owner.html", &again).await.unwrap().status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let (dir, site) = site();
    std::fs::write(dir.path().parent().unwrap().join("steward-outside.txt"), "secret").unwrap();
    for path in ["../steward-outside.txt", "assets/../../steward-outside.txt", "/etc/hosts.txt", "missing.js"]
    {
        assert!(get(&site, path, "br").await.is_none(), "{path}");
    }
    std::fs::remove_file(dir.path().parent().unwrap().join("steward-outside.txt")).unwrap();
}
