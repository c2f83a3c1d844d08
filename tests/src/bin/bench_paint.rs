#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and stops when it cannot measure"
)]
//! How soon the first pages are there on a slow device: the owner's home and the cockpit, in a headless Chromium with an
//! empty cache, over what Lighthouse calls slow 4G, with a processor four times slower.
//!
//! Slow 4G is a round trip of 150 ms and 1.6 Mbit/s down; as Lighthouse applies it to single requests, each waits
//! 562.5 ms and gets 1,474.56 kbit/s down and 675 kbit/s up. `paint` is the browser's first contentful paint; `content` the
//! first frame in which what the page is for is there; `reacts` the first frame after a press there has changed the page.
//!
//! The server is the `steward` of `STEWARD_BIN`, the bundles are those of `STEWARD_SITE`.

use serde_json::json;
use steward_tests::Product;
use steward_tests::browser::{Look, Page};
use steward_tests::product::Setup;
use steward_tests::wait::until_true;

/// How often each page is opened, each time by a new browser.
const TIMES: usize = 5;

/// A page: its name, who opens it, on which screen, where; what it is for, and what is pressed there to go on.
struct First {
    name: &'static str,
    who: Option<&'static str>,
    look: Look,
    path: &'static str,
    content: &'static str,
    press: &'static str,
}

const PAGES: [First; 2] = [
    First {
        name: "owner_home",
        who: None,
        look: Look::PHONE_ZH,
        path: "/",
        content: "main a[href^='/tickets/']",
        press: "main a:has(> .sq)",
    },
    First {
        name: "cockpit",
        who: Some("hq"),
        look: Look::DESK_ZH,
        path: "/console/cockpit",
        content: ".ck .tile .fig",
        press: ".ckbar .seg label:not(:has(:checked)) input",
    },
];

/// Marks the frame in which the content is there, then presses until the address has changed. A press on what does not
/// react yet is lost, as a person's would be.
const WATCH: &str = "{ const [content, press] = WANTED; \
    const react = (was) => { if (location.href !== was) { performance.mark('reacts'); return; } \
        document.querySelector(press)?.click(); requestAnimationFrame(() => react(was)); }; \
    const look = () => { if (document.querySelector(content)) { performance.mark('content'); \
        const was = location.href; setTimeout(() => react(was)); } else requestAnimationFrame(look); }; \
    requestAnimationFrame(look); }";

fn main() {
    let product = Product::with(Setup { site: true, tickets: true, ..Setup::default() });
    for first in &PAGES {
        let mut times: Vec<[f64; 3]> = (0..TIMES).map(|n| open(&product, first, n == 0)).collect();
        for (n, what) in ["paint", "content", "reacts"].into_iter().enumerate() {
            times.sort_by(|a, b| a[n].total_cmp(&b[n]));
            let [half, most] = [times[TIMES / 2][n], times[TIMES - 1][n]];
            println!("figure {}_{what} {half:.0} ms (at most {most:.0} of {TIMES})", first.name);
        }
    }
}

/// What was loaded for a page: from when to when, how much, what; so that a slow figure says why.
const LOADED: &str = "return performance.getEntriesByType('resource').map(r => \
    [r.startTime, r.responseEnd].map(at => String(Math.round(at)).padStart(7)).join('') + \
    String(r.encodedBodySize).padStart(9) + '  ' + new URL(r.name).pathname).join('\\n')";

/// Opens the page once on a device that has never seen it: when it was painted, was there, and reacted, in milliseconds.
fn open(product: &Product, first: &First, waterfall: bool) -> [f64; 3] {
    let page = Page::open(product.url(), first.look, first.name);
    let session = match first.who {
        None => product.owner(1).cookie().expect("a session").to_owned(),
        Some(login) => product.staff(login).cookie().expect("a session").to_owned(),
    };
    page.bring_session(&session);
    page.slow_device();
    page.before_each_load(&WATCH.replace("WANTED", &json!([first.content, first.press]).to_string()));
    page.go(first.path);
    let time = |script: &str| page.js(script, &[]).as_f64();
    let mark = |name: &str| time(&format!("return performance.getEntriesByName('{name}')[0]?.startTime"));
    until_true(&format!("{} reacts", first.name), || mark("reacts").is_some());
    if waterfall {
        println!("{}\n{}", first.name, page.js(LOADED, &[]).as_str().unwrap_or_default());
    }
    ["first-contentful-paint", "content", "reacts"].map(|name| mark(name).expect("it was marked"))
}
