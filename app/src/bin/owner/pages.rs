//! Which pages the owners' program fetches when they are first opened.
//!
//! A first visit downloads the sign-in and the home; each chunk below follows with the first page that needs it.

use steward_app::later;
use steward_app::owner::mine::Mine;
use steward_app::owner::{Bundle, Pages, page};

/// This program.
pub(crate) struct Owner;

impl Bundle for Owner {
    const PAGES: Pages = Pages {
        report: report::LATER,
        tickets: tickets::LATER,
        ticket: ticket::LATER,
        step: step::LATER,
        me: me::LATER,
        survey: survey::LATER,
        open: open::LATER,
    };
}

later!(report(Mine) in report = page::report);
later!(tickets(Mine) in own = page::tickets);
later!(me(Mine) in own = page::me);
later!(ticket(Mine) in ticket = page::ticket);
later!(survey(()) in survey = page::survey);
later!(step(Mine) in ticket = page::step);
later!(open(()) in open = page::open);
