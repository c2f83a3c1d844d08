//! Photos over HTTP: what is taken in, what is refused, who may look.

use crate::common;
use crate::common::photos::{encoded, jpeg, picture};
use crate::common::tickets::leak;
use crate::common::{code, server};
use image::{GenericImageView as _, ImageFormat};
use steward_core::problem::{Code, Field};
use steward_core::tickets::Command;

#[tokio::test]
async fn a_photo_is_stored_small_and_shown_to_whoever_sees_the_ticket() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let stored = owner.upload(&jpeg(3000, 1500)).await.unwrap();
    assert_eq!((stored.width, stored.height), (2048, 1024));
    let path = format!("/api/v1/photos/{}", stored.photo);
    assert_eq!(
        server.staff("agent").await.get(&path).await.problem().code,
        Code::NotFound,
        "not attached yet"
    );
    assert_eq!(owner.get(&path).await.status, 200, "the uploader sees it");

    let mut draft = leak();
    draft.photos = vec![stored.photo.clone()];
    owner.submit(draft).await.unwrap();
    let reply = server.staff("agent").await.get(&format!("{path}?size=thumb")).await;
    assert_eq!((reply.status.as_u16(), reply.headers["content-type"].to_str().unwrap()), (200, "image/jpeg"));
    assert!(reply.headers["cache-control"].to_str().unwrap().starts_with("private"));
    let thumb = image::load_from_memory(&reply.body).unwrap();
    assert_eq!(thumb.dimensions(), (320, 160));
    for other in
        [server.owner(2).await, server.staff("agent2").await, server.staff("admin").await, server.anyone()]
    {
        let mut other = other;
        let status = other.get(&path).await.status.as_u16();
        assert!(status == 404 || status == 401, "{status}");
    }
    let folder = server.running.app().config().data.join("photos");
    assert!(folder.join(&stored.photo.as_str()[..2]).join(format!("{}.jpg", stored.photo)).is_file());
}

#[tokio::test]
async fn the_same_picture_is_kept_once_and_belongs_to_both() {
    let server = server().await;
    let file = jpeg(64, 48);
    let one = server.owner(1).await.upload(&file).await.unwrap();
    let other = server.owner(2).await.upload(&file).await.unwrap();
    assert_eq!(one.photo, other.photo);
}

#[tokio::test]
async fn nobody_attaches_a_photo_of_somebody_else() {
    let server = server().await;
    let theirs = server.owner(2).await.upload(&jpeg(50, 50)).await.unwrap().photo;
    let mut owner = server.owner(1).await;
    let mut draft = leak();
    draft.photos = vec![theirs.clone()];
    let problem = owner.submit(draft).await.unwrap_err();
    assert_eq!((problem.fields[0].code, problem.fields[0].field), (Code::UnknownChoice, Some(Field::Photos)));
    let page = owner.submit(leak()).await.unwrap();
    let command = Command::Supplement { text: "补一张".into(), photos: vec![theirs] };
    assert_eq!(code(owner.command(&page, command).await), Code::Invalid);
}

#[tokio::test]
async fn five_photos_are_too_many() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let mut draft = leak();
    for n in 0..5 {
        draft.photos.push(owner.upload(&jpeg(40 + n, 40)).await.unwrap().photo);
    }
    let problem = owner.submit(draft.clone()).await.unwrap_err();
    assert_eq!((problem.fields[0].code, problem.fields[0].params["max"].as_str()), (Code::TooMany, "4"));
    draft.photos.truncate(4);
    assert_eq!(owner.submit(draft).await.unwrap().ticket.said.photos.len(), 4);
}

#[tokio::test]
async fn what_is_no_picture_is_refused_with_its_reason() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let mut exe = b"MZ\x90\x00\x03\x00\x00\x00".to_vec();
    exe.resize(4096, 0);
    let mut heic = vec![0, 0, 0, 24];
    heic.extend(b"ftypheic\0\0\0\0mif1heic");
    let mut cut = jpeg(200, 200);
    cut.truncate(200);
    let gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04".to_vec();
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    for (file, expected) in [
        (Vec::new(), Code::NotAPicture),
        (exe, Code::NotAPicture),
        (heic, Code::HeicPicture),
        (cut, Code::NotAPicture),
        (gif, Code::NotAPicture),
        (svg, Code::NotAPicture),
    ] {
        let problem = owner.upload(&file).await.unwrap_err();
        assert_eq!((problem.code, problem.field), (expected, Some(Field::Photos)));
    }
}

#[tokio::test]
async fn a_bomb_is_refused_before_it_is_decoded() {
    let server = server().await;
    let reply = server.owner(1).await.upload(&common::photos::bomb(30_000, 30_000)).await.unwrap_err();
    assert_eq!((reply.code, reply.params["max"].as_str()), (Code::TooManyPixels, "40"));
}

#[tokio::test]
async fn thirty_megabytes_are_too_large() {
    let server = server().await;
    let mut owner = server.owner(1).await;
    let reply = owner.upload_raw(&vec![0xff; 30 * 1024 * 1024]).await;
    let problem = reply.problem();
    assert_eq!((problem.code, problem.params["max"].as_str()), (Code::TooLarge, "12582912"));
}

#[tokio::test]
async fn a_stranger_cannot_upload_and_nothing_of_the_file_but_pixels_survives() {
    let server = server().await;
    assert_eq!(code(server.anyone().upload(&jpeg(9, 9)).await), Code::SignInNeeded);
    let mut owner = server.owner(1).await;
    let mut file = encoded(&picture(300, 200), ImageFormat::Png);
    file.extend(b"<?php system($_GET['c']); ?>");
    let stored = owner.upload(&file).await.unwrap();
    let reply = owner.get(&format!("/api/v1/photos/{}", stored.photo)).await;
    assert!(!reply.body.windows(5).any(|w| w == b"<?php"));
    assert_eq!(image::guess_format(&reply.body).unwrap(), ImageFormat::Jpeg);
}
