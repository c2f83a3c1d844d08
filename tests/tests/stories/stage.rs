//! Where a story plays: a server of its own, people with browsers of their own, one screen size and language.

use std::path::PathBuf;

use steward_core::ids::TicketId;
use steward_core::tickets::State;
use steward_tests::browser::{Look, Page};
use steward_tests::product::Setup;
use steward_tests::wait::until_true;
use steward_tests::words::say;
use steward_tests::{Product, photos};

/// One telling of a story.
pub(crate) struct Stage {
    /// The server.
    pub(crate) product: Product,
    /// The screen and language of everybody in it.
    pub(crate) look: Look,
    name: &'static str,
    files: tempfile::TempDir,
}

impl Stage {
    /// Tells a story.
    pub(crate) fn tell(name: &'static str, look: Look, story: impl FnOnce(&Self)) {
        Self::tell_with(name, look, Setup::default(), story);
    }

    /// Tells a story on a server that is set up so.
    pub(crate) fn tell_with(name: &'static str, look: Look, setup: Setup, story: impl FnOnce(&Self)) {
        let product = Product::with(Setup { site: true, ..setup });
        product.visit_everybody();
        let files = tempfile::tempdir().expect("a folder for files");
        story(&Self { product, look, name, files });
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn stranger(&self, name: &str) -> Page {
        Page::open(self.product.url(), self.look, name)
    }

    /// The first owner's browser, signed in.
    pub(crate) fn owner(&self) -> Page {
        let page = self.stranger("owner");
        page.bring_session(self.product.owner(1).cookie().expect("a session"));
        page
    }

    /// A member of staff's browser, signed in.
    pub(crate) fn staff(&self, login: &str) -> Page {
        let page = self.stranger(login);
        page.bring_session(self.product.staff(login).cookie().expect("a session"));
        page
    }

    /// The app's words in the language of the story.
    #[track_caller]
    pub(crate) fn say(&self, key: &str) -> String {
        say(self.look.language, key, &[])
    }

    /// The same with values filled in.
    #[track_caller]
    pub(crate) fn fill_in(&self, key: &str, values: &[(&str, &str)]) -> String {
        say(self.look.language, key, values)
    }

    /// Ends a scene: the page as it stands is accessible, no wider than the screen, kept as a picture, and has logged no error. Refused
    /// answers that the scene provoked are `expected`, by status.
    #[track_caller]
    pub(crate) fn curtain(&self, page: &Page, scene: &str, expected: &[u16]) {
        page.audit();
        page.fits();
        page.shot(&format!("{}-{scene}", self.name));
        page.no_console_errors(expected);
    }

    /// A file on the device of whoever needs one.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.files.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    /// A photo on the device.
    pub(crate) fn photo(&self) -> PathBuf {
        self.file("photo.jpg", &photos::jpeg_with_position())
    }

    /// Waits until the server has the ticket in this state.
    #[track_caller]
    pub(crate) fn until(&self, ticket: &TicketId, state: State) {
        until_true(&format!("{ticket} to be {}", state.word()), || {
            self.product.staff("agent").ticket(ticket).ticket.state == state
        });
    }
}

/// Makes a test of each look in which a story is told.
macro_rules! told {
    ($story:ident in $($look:ident: $as:ident),+) => {
        mod $story {
            $(
                #[test]
                #[ignore = "needs a browser and the bundles: cargo xtask test stories"]
                fn $as() {
                    crate::stage::Stage::tell(stringify!($story), steward_tests::browser::Look::$look, super::$story);
                }
            )+
        }
    };
    ($story:ident everywhere) => {
        told!($story in PHONE_ZH: phone_zh, PHONE_EN: phone_en, DESK_ZH: desk_zh, DESK_EN: desk_en);
    };
}
pub(crate) use told;
