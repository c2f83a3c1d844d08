//! What goes wrong on the way, and that nothing is lost: sessions, networks, fingers, clocks, files.

use steward_core::time::Seconds;
use steward_tests::browser::{button, dialog, heading, link, radio, textbox};
use steward_tests::people::leak;
use steward_tests::photos::{decompression_bomb, heic, program};
use steward_tests::product::is_cut;
use steward_tests::wait::until_true;

use crate::stage::{Stage, told};
use crate::{home, sign_in};

told!(a_session_ends_in_the_middle_of_a_form in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(the_network_is_cut_while_sending in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(a_page_that_does_not_come in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(a_double_tap_makes_one_ticket in PHONE_ZH: phone_zh);
told!(a_device_that_is_a_day_off_counts_right in PHONE_ZH: phone_zh);
told!(bad_photos_say_why in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(a_photo_that_was_not_stored_is_missed in PHONE_ZH: phone_zh, DESK_EN: desk_en);
told!(words_of_any_kind in PHONE_ZH: phone_zh);

const WORDS: &str = "厨房水槽下面一直漏水，柜子底板已经泡湿了";
const OTHER_WORDS: &str = "主卧窗户关不严，刮风时一直响";

fn a_session_ends_in_the_middle_of_a_form(stage: &Stage) {
    let page = stage.owner();
    let what = textbox(stage.say("owner.what"));
    let before = home::all(stage);
    home::begin_report(stage, &page);
    page.fill(&what, WORDS);
    stage.product.advance(Seconds::days(31));
    page.tap(&button(stage.say("owner.submit")).part());
    let ended = dialog(stage.say("accounts.ended"));
    page.inside(&ended, || page.see(stage.say("accounts.ended_note")));
    stage.curtain(&page, "1-ended", &[401]);

    // Even closing the page at this moment loses nothing. What waits goes out once the form is open again.
    page.block("*/api/v1/tickets");
    page.reload();
    sign_in::with_code(stage, &page);
    page.find(&what);
    assert_eq!(page.value(&what), WORDS, "what was typed is still there");
    page.block("nothing");
    let id = home::newest(stage, &before);
    page.see(stage.fill_in("common.kept_sent", &[("about", "")]));
    stage.curtain(&page, "2-kept", &[401]);

    // It was sent meanwhile: changing it makes another ticket, and says so first.
    let before = home::all(stage);
    page.fill(&what, OTHER_WORDS);
    page.tap(&button(stage.say("owner.submit")).part());
    page.see(stage.say("owner.already_sent"));
    assert_eq!(page.value(&what), OTHER_WORDS, "what was typed is still there");
    stage.curtain(&page, "3-sent-before", &[401, 409]);

    // The sign-in is answered where it opens, and what waited for it goes out by itself.
    stage.product.advance(Seconds::days(31));
    page.tap(&button(stage.say("owner.submit")).part());
    page.inside(&ended, || sign_in::with_code(stage, &page));
    page.find_no(&ended);
    let other = home::newest(stage, &before);
    page.see(other.as_str());
    page.see(OTHER_WORDS);
    assert_eq!(stage.product.owner(1).ticket(&other).ticket.said.text, OTHER_WORDS);
    assert_eq!(stage.product.owner(1).ticket(&id).ticket.said.text, WORDS);
    stage.curtain(&page, "4-sent", &[401, 409]);
}

fn the_network_is_cut_while_sending(stage: &Stage) {
    let page = stage.owner();
    let before = home::all(stage);
    home::begin_report(stage, &page);
    page.fill(&textbox(stage.say("owner.what")), WORDS);
    page.network(false);
    page.tap(&button(stage.say("owner.submit")).part());
    page.see(stage.say("problems.kept"));
    page.see(stage.fill_in("common.offline_waiting.one", &[("n", "1")]));
    stage.curtain(&page, "1-kept", &[]);
    assert_eq!(home::all(stage), before);
    page.network(true);
    let id = home::newest(stage, &before);
    page.see_no(stage.fill_in("common.offline_waiting.one", &[("n", "1")]));
    // Sent once: reading again later, with everything that may have been sent again, it is still one.
    page.reload();
    page.go(&format!("/tickets/{id}"));
    page.see(WORDS);
    assert_eq!(home::all(stage).len(), before.len() + 1);
    stage.curtain(&page, "2-sent", &[]);
}

/// A page whose code is fetched when it is opened, on a network that is not there: it says so, and comes by itself.
fn a_page_that_does_not_come(stage: &Stage) {
    let page = stage.owner();
    page.go("/");
    page.see("1803");
    if !is_cut("owner") {
        // A development build is one file: its pages are there at once.
        return;
    }
    page.network(false);
    page.tap(&link(stage.say("owner.report")).part());
    page.find(&heading(stage.fill_in("common.page_failed", &[("page", &stage.say("owner.report"))])));
    page.find(&button(stage.say("common.retry")));
    page.find(&link(stage.say("common.to_start")));
    stage.curtain(&page, "1-not-there", &[]);
    page.network(true);
    page.find(&textbox(stage.say("owner.what")));
    // With the first page all others have come: the next one needs no network.
    let all = "const come = e => e.name.includes('split_') && e.responseStatus === 200;
        return performance.getEntriesByType('resource').filter(come).length >= 3";
    until_true("the code of the other pages", || page.js(all, &[]) == true);
    page.network(false);
    page.back();
    page.tap(&link(stage.say("owner.me")).part());
    page.find(&heading(stage.say("owner.me")));
    page.network(true);
}

fn a_double_tap_makes_one_ticket(stage: &Stage) {
    let page = stage.owner();
    let before = home::all(stage);
    home::begin_report(stage, &page);
    page.fill(&textbox(stage.say("owner.what")), WORDS);
    page.tap_twice(&button(stage.say("owner.submit")).part());
    let id = home::newest(stage, &before);
    page.see(id.as_str());
    assert_eq!(home::all(stage).len(), before.len() + 1);
    stage.curtain(&page, "one", &[]);
}

fn a_device_that_is_a_day_off_counts_right(stage: &Stage) {
    let id = stage.product.owner(1).submit(leak()).ticket.id;
    let due = |off_by: Seconds| {
        let page = stage.owner();
        page.device_clock_off_by(off_by.get() * 1000);
        page.go(&format!("/tickets/{id}"));
        let words = stage.fill_in("owner.due_by", &[("time", "")]);
        page.see(words.trim());
        let text = page.text();
        let line = text.lines().find(|line| line.contains(words.trim())).expect("the promise").to_owned();
        stage.curtain(&page, &format!("off-by-{}", off_by.get()), &[]);
        line
    };
    let right = due(Seconds::ZERO);
    assert_eq!(due(Seconds::days(1)), right);
    assert_eq!(due(Seconds::days(-1)), right);
}

fn bad_photos_say_why(stage: &Stage) {
    let page = stage.owner();
    home::begin_report(stage, &page);
    page.fill(&textbox(stage.say("owner.what")), WORDS);
    let files = [
        ("setup.exe.jpg", program(), "problems.code.not_a_picture"),
        ("IMG_0001.HEIC", heic(), "problems.code.heic_picture"),
        // A gigabyte of pixels in a megabyte: the browser itself does not open it.
        ("bomb.png", decompression_bomb(), "problems.code.not_a_picture"),
    ];
    for (name, bytes, why) in files {
        page.attach(&[stage.file(name, &bytes)]);
        page.see(stage.say(why));
        page.tap(&button(stage.say("common.remove_photo")));
        page.see_no(stage.say(why));
    }
    page.attach(&vec![stage.photo(); 5]);
    page.see(stage.fill_in("problems.code.too_many", &[("max", "4")]));
    page.count(&button(stage.say("common.remove_photo")), 4);
    page.see_no(stage.say("common.sending_photo"));
    stage.curtain(&page, "four-photos", &[422]);
    assert_eq!(page.value(&textbox(stage.say("owner.what"))), WORDS);
    let before = home::all(stage);
    page.tap(&button(stage.say("owner.submit")).part());
    let id = home::newest(stage, &before);
    assert_eq!(stage.product.owner(1).ticket(&id).ticket.said.photos.len(), 4);
}

fn a_photo_that_was_not_stored_is_missed(stage: &Stage) {
    let page = stage.owner();
    home::begin_report(stage, &page);
    page.fill(&textbox(stage.say("owner.what")), WORDS);
    home::add_photo(stage, &page);
    page.block("*/api/v1/photos");
    page.attach(&[stage.photo()]);
    page.count(&button(stage.say("common.remove_photo")), 2);
    page.see(stage.say("owner.photos_failed"));
    // Whoever closes the page now is told which photos are missing, and keeps the one that was stored.
    page.reload();
    page.see(stage.fill_in("owner.photos_lost.one", &[("n", "1")]));
    page.count(&button(stage.say("common.remove_photo")), 1);
    assert_eq!(page.value(&textbox(stage.say("owner.what"))), WORDS);
    stage.curtain(&page, "1-missed", &[]);
    // Still there the next time; adding a photo settles it.
    page.block("nothing");
    page.reload();
    page.see(stage.fill_in("owner.photos_lost.one", &[("n", "1")]));
    page.attach(&[stage.photo()]);
    page.count(&button(stage.say("common.remove_photo")), 2);
    page.see_no(stage.fill_in("owner.photos_lost.one", &[("n", "1")]));
    page.see_no(stage.say("common.sending_photo"));
    let before = home::all(stage);
    page.tap(&button(stage.say("owner.submit")).part());
    let id = home::newest(stage, &before);
    assert_eq!(stage.product.owner(1).ticket(&id).ticket.said.photos.len(), 2);
    stage.curtain(&page, "2-sent", &[]);
}

fn words_of_any_kind(stage: &Stage) {
    let page = stage.owner();
    home::begin_report(stage, &page);
    let what = textbox(stage.say("owner.what"));
    page.tap(&button(stage.say("owner.submit")).part());
    page.see(stage.say("problems.code.required"));
    page.fill(&what, &"水".repeat(10_001));
    page.tap(&button(stage.say("owner.submit")).part());
    page.see(stage.fill_in("problems.code.too_long", &[("max", "2000"), ("len", "10001")]));
    stage.curtain(&page, "1-too-long", &[]);
    let words = "厨房漏水😭👨‍👩‍👧 تسرب مياه <b>急</b>";
    page.fill(&what, words);
    page.tap(&radio(stage.say("tickets.category.water.pipe")));
    let before = home::all(stage);
    page.tap(&button(stage.say("owner.submit")).part());
    let id = home::newest(stage, &before);
    assert_eq!(stage.product.owner(1).ticket(&id).ticket.said.text, words);
    page.see(words);
    stage.curtain(&page, "2-any-script", &[]);
}
