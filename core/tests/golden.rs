//! Yesterday's bytes still read: what is stored is read back and written again without a difference.
//!
//! `golden/events` has one event of every kind, as it was first stored, every optional field filled. These files are
//! never changed. A new field gets a default, and a new kind a new file. `golden/older` has what was stored when
//! there were fewer fields: it must go on being read.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::expect_used, reason = "a test may fail; helpers outside test functions too")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use steward_core::cockpit::milestone::Milestone;
use steward_core::tickets::{Event, EventBody, Ticket};

fn golden(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(path)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path)
        .map_err(|e| format!("{}: {e}", path.display()))
        .expect("a golden file can be read")
}

/// The names of the files of a folder, without their ending.
fn files(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(golden(folder)).expect("the folder is there");
    let stem = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("the folder can be read").path();
        path.file_stem().expect("a file has a name").to_string_lossy().into_owned()
    };
    entries.map(stem).collect()
}

macro_rules! kinds {
    ($($variant:ident = $kind:literal),+ $(,)?) => {
        /// Every kind of event.
        const KINDS: &[&str] = &[$($kind),+];

        /// The kind of an event. A kind that is missing here does not compile: list it, and add its file.
        const fn kind(body: &EventBody) -> &'static str {
            match body { $(EventBody::$variant { .. } => $kind),+ }
        }
    };
}

kinds! {
    Submitted = "submitted",
    Accepted = "accepted",
    Replied = "replied",
    Noted = "noted",
    Supplemented = "supplemented",
    Urged = "urged",
    Dispatched = "dispatched",
    JobAccepted = "job_accepted",
    JobDeclined = "job_declined",
    Arrived = "arrived",
    WorkStarted = "work_started",
    StepRecorded = "step_recorded",
    FeedbackGiven = "feedback_given",
    Completed = "completed",
    Rated = "rated",
    Visited = "visited",
    Closed = "closed",
    Reviewed = "reviewed",
    Reopened = "reopened",
    Transferred = "transferred",
    TransferAccepted = "transfer_accepted",
    TransferDeclined = "transfer_declined",
    PauseRequested = "pause_requested",
    PauseDeclined = "pause_declined",
    Paused = "paused",
    Resumed = "resumed",
    ExtensionRequested = "extension_requested",
    ExtensionDeclined = "extension_declined",
    Extended = "extended",
    Cancelled = "cancelled",
    Merged = "merged",
    Absorbed = "absorbed",
    IncidentLinked = "incident_linked",
    Supervised = "supervised",
    ClockStarted = "clock_started",
    ClockStopped = "clock_stopped",
    ClockMoved = "clock_moved",
    ClockRecalculated = "clock_recalculated",
    ClockWarned = "clock_warned",
    ClockBreached = "clock_breached",
    Escalated = "escalated",
    EscalationAcknowledged = "escalation_acknowledged",
    RatingAsked = "rating_asked",
    RatingReminded = "rating_reminded",
    RatingLapsed = "rating_lapsed",
    QualityChecked = "quality_checked",
    VoicesSettled = "voices_settled",
    FollowUpOpened = "follow_up_opened",
    FollowUpTaken = "follow_up_taken",
    FollowUpEnded = "follow_up_ended",
}

#[test]
fn every_kind_of_event_reads_and_writes_as_it_was_stored() {
    for name in KINDS {
        let stored = read(&golden(&format!("events/{name}.json")));
        let event: Event = serde_json::from_str(&stored).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(kind(&event.body), *name);
        let written = serde_json::to_string_pretty(&event).expect("an event can be written");
        assert_eq!(written, stored.trim_end(), "{name}");
    }
}

#[test]
fn every_kind_has_its_file_and_every_file_its_kind() {
    let kinds: BTreeSet<String> = KINDS.iter().map(ToString::to_string).collect();
    assert_eq!(files("events"), kinds);
}

#[test]
fn a_stored_ticket_reads_and_writes_as_it_was_stored() {
    let stored = read(&golden("ticket.json"));
    let ticket: Ticket = serde_json::from_str(&stored).expect("the ticket can be read");
    assert_eq!(serde_json::to_string_pretty(&ticket).expect("it can be written"), stored.trim_end());
}

#[test]
fn a_stored_milestone_reads_and_writes_as_it_was_stored() {
    let stored = read(&golden("milestone.json"));
    let milestone: Milestone = serde_json::from_str(&stored).expect("the milestone can be read");
    assert_eq!(serde_json::to_string_pretty(&milestone).expect("it can be written"), stored.trim_end());
}

#[test]
fn what_was_stored_with_fewer_fields_still_reads() {
    for name in files("older") {
        let stored = read(&golden(&format!("older/{name}.json")));
        if name == "ticket" {
            let ticket: Ticket = serde_json::from_str(&stored).unwrap_or_else(|e| panic!("{name}: {e}"));
            let json = serde_json::to_string(&ticket).expect("a ticket can be written");
            assert_eq!(serde_json::from_str::<Ticket>(&json).expect("and read"), ticket);
        } else {
            let event: Event = serde_json::from_str(&stored).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert_eq!(kind(&event.body), name);
            let json = serde_json::to_string(&event).expect("an event can be written");
            assert_eq!(serde_json::from_str::<Event>(&json).expect("and read"), event);
        }
    }
}

/// Events are kept for ever: what a newer version added must not stop an older one from reading the rest.
#[test]
fn a_field_that_is_not_known_yet_is_passed_over() {
    for name in KINDS {
        let stored = read(&golden(&format!("events/{name}.json")));
        let mut value: serde_json::Value = serde_json::from_str(&stored).expect("it is JSON");
        value["body"]["from_the_future"] = serde_json::json!({ "a": 1 });
        let event: Event = serde_json::from_value(value).unwrap_or_else(|e| panic!("{name}: {e}"));
        let known: Event = serde_json::from_str(&stored).expect("it reads as it is");
        assert_eq!(event, known, "{name}");
    }
}
