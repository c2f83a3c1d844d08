//! Which pages the staff's program fetches when they are first opened.
//!
//! A first visit downloads the sign-in and the worklist; the ticket, or an engineer's job, follows as soon as the list
//! stands, and each other chunk below with the first page that needs it.

use steward_app::console::acts::Aid;
use steward_app::console::new_ticket::Creating;
use steward_app::console::{Bundle, Pages, page};
use steward_app::later;

/// This program.
pub(crate) struct Console;

impl Bundle for Console {
    const PAGES: &'static Pages = &Pages {
        ticket: ticket::LATER,
        new_ticket: new_ticket::LATER,
        jobs: jobs::LATER,
        job: job::LATER,
        dispatch: dispatch::LATER,
        visits: visits::LATER,
        approvals: approvals::LATER,
        cockpit: cockpit::LATER,
        report: report::LATER,
        alarms: alarms::LATER,
        thresholds: thresholds::LATER,
        wall: wall::LATER,
        milestones: milestones::LATER,
        voices: voices::LATER,
        standards: standards::LATER,
        surveys: surveys::LATER,
        handbook: handbook::LATER,
        aids: aids::LATER,
        customer_voice: customer_voice::LATER,
        homes: homes::LATER,
    };
}

later!(ticket(()) in ticket = page::ticket);
later!(new_ticket(Creating) in ticket = page::new_ticket);
later!(jobs(()) in jobs = page::jobs);
later!(job(()) in jobs = page::job);
later!(dispatch(()) in desk = page::dispatch);
later!(visits(()) in desk = page::visits);
later!(approvals(()) in desk = page::approvals);
later!(voices(()) in desk = page::voices);
later!(cockpit(()) in cockpit = page::cockpit);
later!(report(()) in cockpit = page::report);
later!(alarms(()) in cockpit = page::alarms);
later!(thresholds(()) in cockpit = page::thresholds);
later!(wall(()) in cockpit = page::wall);
later!(milestones(()) in cockpit = page::milestones);
later!(standards(()) in standards = page::standards);
later!(surveys(()) in surveys = page::surveys);
later!(handbook(()) in handbook = page::handbook);
later!(aids(Aid) in handbook = page::aids);
later!(customer_voice(()) in voice = page::customer_voice);
later!(homes(()) in voice = page::homes);
