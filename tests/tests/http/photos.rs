//! Photos: what is taken, what is refused, what is left of them.

use std::time::{Duration, Instant};

use steward_core::problem::Code;
use steward_core::tickets::TicketDraft;
use steward_tests::Product;
use steward_tests::people::leak;
use steward_tests::photos::{HIDDEN, decompression_bomb, heic, jpeg_with_position, oversized, program};

#[test]
fn a_photo_loses_everything_but_the_picture() {
    let product = Product::start();
    let owner = product.owner(1);
    let sent = jpeg_with_position();
    let stored = owner.try_upload("image/jpeg", &sent);
    assert_eq!(stored.status, 201, "{}", stored.text());
    let photo = stored.json()["photo"].as_str().expect("a name").to_owned();
    for size in ["", "?size=thumb"] {
        let shown = owner.get(&format!("/api/v1/photos/{photo}{size}"));
        assert_eq!((shown.status, shown.header("content-type")), (200, "image/jpeg"));
        assert!(shown.body.starts_with(&[0xff, 0xd8, 0xff]));
        assert!(!shown.body.windows(HIDDEN.len()).any(|part| part == HIDDEN), "the position is still inside");
        assert!(!shown.body.windows(4).any(|part| part == b"Exif"));
    }
}

#[test]
fn what_is_no_photo_is_refused_for_its_own_reason() {
    let product = Product::start();
    let owner = product.owner(1);
    let code = |kind: &str, bytes: &[u8]| owner.try_upload(kind, bytes).code();
    assert_eq!(code("image/jpeg", &program()), Code::NotAPicture, "a renamed program");
    assert_eq!(code("image/jpeg", b""), Code::NotAPicture);
    assert_eq!(code("image/jpeg", b"\xff\xd8\xff\xe0 torn off"), Code::NotAPicture);
    assert_eq!(
        code("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        Code::NotAPicture
    );
    assert_eq!(code("image/heic", &heic()), Code::HeicPicture);
    assert_eq!(code("image/jpeg", &heic()), Code::HeicPicture, "whatever it calls itself");
    assert_eq!(product.visitor().try_upload("image/jpeg", &jpeg_with_position()).code(), Code::SignInNeeded);
}

#[test]
fn thirty_megabytes_are_too_many() {
    let product = Product::start();
    let problem = product.owner(1).try_upload("image/png", &oversized(30 << 20)).problem();
    assert_eq!(problem.code, Code::TooLarge);
    assert_eq!(problem.params.get("max").map(String::as_str), Some("12582912"));
}

#[test]
fn a_decompression_bomb_does_not_go_off() {
    let product = Product::start();
    let owner = product.owner(1);
    owner.upload();
    let start = Instant::now();
    assert_eq!(owner.try_upload("image/png", &decompression_bomb()).code(), Code::TooManyPixels);
    assert!(start.elapsed() < Duration::from_secs(20), "refused by its header, not after a gigabyte");
    let peak = product.memory("VmHWM");
    assert!(peak < 400 * 1024, "the server's memory peaked at {peak} KiB");
}

#[test]
fn a_photo_is_seen_by_those_who_see_its_ticket() {
    let product = Product::start();
    let owner = product.owner(1);
    let photo = owner.upload();
    let path = format!("/api/v1/photos/{photo}?size=thumb");
    let agent = product.staff("agent");
    assert_eq!(agent.get(&path).status, 404, "not attached to anything yet");
    let four = TicketDraft { photos: vec![photo.clone(); 4], ..leak() };
    owner.submit(four);
    assert_eq!(agent.get(&path).status, 200);
    assert_eq!(product.staff("agent2").get(&path).status, 404);
    assert_eq!(product.owner(2).get(&path).status, 404);
    let cached = agent.get(&path);
    assert!(cached.header("cache-control").contains("private"), "{:?}", cached.headers);
}
