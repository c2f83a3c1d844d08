//! Which pages the staff's program fetches when they are first opened.
//!
//! A first visit downloads the sign-in, the worklist and the ticket; each chunk below follows with the first page
//! that needs it.

use steward_app::console::acts::Aid;
use steward_app::console::{Bundle, Pages, page};
use steward_app::later;

/// This program.
pub(crate) struct Console;

impl Bundle for Console {
    const PAGES: Pages = Pages {
        dispatch: dispatch::LATER,
        visits: visits::LATER,
        approvals: approvals::LATER,
        cockpit: cockpit::LATER,
        report: report::LATER,
        alarms: alarms::LATER,
        thresholds: thresholds::LATER,
        overview: overview::LATER,
        voices: voices::LATER,
        standards: standards::LATER,
        surveys: surveys::LATER,
        handbook: handbook::LATER,
        aids: aids::LATER,
        customer_voice: customer_voice::LATER,
        homes: homes::LATER,
    };
}

later!(dispatch(()) in desk = page::dispatch);
later!(visits(()) in desk = page::visits);
later!(approvals(()) in desk = page::approvals);
later!(voices(()) in desk = page::voices);
later!(cockpit(()) in overview = page::cockpit);
later!(report(()) in overview = page::report);
later!(alarms(()) in overview = page::alarms);
later!(thresholds(()) in overview = page::thresholds);
later!(overview(()) in overview = page::overview);
later!(standards(()) in standards = page::standards);
later!(surveys(()) in surveys = page::surveys);
later!(handbook(()) in handbook = page::handbook);
later!(aids(Aid) in handbook = page::aids);
later!(customer_voice(()) in voice = page::customer_voice);
later!(homes(()) in voice = page::homes);
