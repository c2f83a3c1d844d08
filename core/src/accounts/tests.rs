//! Every cell of requirements §3.2, checked against the words of its own table.
//!
//! The table below is the text of §3.2, cell by cell, and is read by its own small parser: it shares nothing
//! with `matrix.rs` but the meaning. A word that the parser does not know fails the test.

use std::collections::BTreeMap;

use super::permit::{Action, Object, Reach, reach};
use super::role::Role;

/// The columns of §3.2; the tenth stands for four posts.
const COLUMNS: [&[Role]; 14] = [
    &[Role::Owner],
    &[Role::Agent],
    &[Role::Engineer],
    &[Role::Supervisor],
    &[Role::ProjectManager],
    &[Role::HqManagement],
    &[Role::HqData],
    &[Role::HqTraining],
    &[Role::CrManager],
    &[Role::CrRisk, Role::CrService, Role::CrCare, Role::CrRepair],
    &[Role::Department],
    &[Role::Finance],
    &[Role::Executive],
    &[Role::Admin],
];

/// The rows of §3.2, word for word.
#[rustfmt::skip]
const TABLE: [(Object, &str); 17] = [
    (Object::Ticket, "CRo | CRUp | RUo (assigned) | RUAp | Rp | RUg | Rg | – | RUg | CRUp | RUo (transferred) | – | Rg | –"),
    (Object::SlaPolicy, "– | Rp | Rp | Rp | Rp (request override) | CUXg | Rg | R | CUX (developer) | R | R | – | R | X"),
    (Object::TicketRating, "Co | Rp | Ro (own score) | Rp | Rp | Rg | Rg | – | Rg | Rp | Ro | – | Rg | –"),
    (Object::RatingLedger, "Ro voucher | – | – | Rp | Rp | Rg | Rg verify | – | Rg | – | – | – | Rg | verify"),
    (Object::Survey, "answer o | R totals | – | Rp | Rp | Rg | CUXg | – | Rg | CR-care CU | R totals | – | Rg | –"),
    (Object::Complaint, "Co | CUp | RUo | UAp | UAp | CUAg | Rg | – | Ag | CR-risk CUA | RUo | – | Ag | –"),
    (Object::OwnerProfile, "Ro | Rp | R assigned house | Rp | Rp | Rg | RUXg | – | Rg | CR-care RUp | – | – | totals | –"),
    (Object::Cockpit, "– | own work | own work | p | p | g | g | – | g (developer) | p | own dept | money | g | –"),
    (Object::AlertThreshold, "– | – | – | propose p | A p | Xg | Xg | – | X | – | – | – | – | –"),
    (Object::KpiScheme, "– | R | – | R | R | CUXg | R | – | CUX | R | R | R | A | –"),
    (Object::KpiResult, "– | Ro + appeal | Ro | Rp | Rp | Rg, decide appeals | Rg | R flags | Rg | Ro | own dept | Rg | totals | –"),
    (Object::RedLine, "– | – | – | R | R | R | R | – | CUA | CR-risk CU | R own | apply | A | –"),
    (Object::PerfectDelivery, "– | – | – | – | – | – | R | – | CUA | CR-risk CU | U own indicators | pay | A | –"),
    (Object::Knowledge, "R public part | R, suggest | R | R, suggest | R | CUA publish | R | CU | CUA (developer) | CU | R | – | R | –"),
    (Object::Training, "– | Ro | Ro | CUp | R | R | R | CUXg | R | – | – | – | – | –"),
    (Object::Staffing, "– | – | – | R | CUp | R | R | – | CU | – | – | R | A | –"),
    (Object::System, "– | – | – | – | – | – | – | – | – | – | – | – | – | X"),
];

/// The two roles beside the table: who audits, and the system itself. Objects not named: "–".
const BESIDE: [(Role, Object, &str); 3] = [
    (Role::Auditor, Object::RatingLedger, "Rg verify"),
    (Role::Auditor, Object::System, "Rg"),
    (Role::System, Object::Ticket, "CRUg"),
];

type Cell = BTreeMap<Action, Reach>;

/// The reach of a cell that names none.
fn unsaid(role: Role) -> Reach {
    match role {
        Role::Owner
        | Role::Agent
        | Role::Engineer
        | Role::Supervisor
        | Role::ProjectManager
        | Role::CrRisk
        | Role::CrService
        | Role::CrCare
        | Role::CrRepair
        | Role::Department => Reach::Project,
        Role::HqManagement
        | Role::HqData
        | Role::HqTraining
        | Role::CrManager
        | Role::Finance
        | Role::Executive
        | Role::Admin
        | Role::Auditor
        | Role::System => Reach::Group,
    }
}

/// Reads one cell. A cell with a reach and no verb means reading; whoever changes a thing may read it.
fn parse(role: Role, text: &str) -> Cell {
    let text = match text.split_once(' ') {
        Some(("CR-risk", rest)) if role == Role::CrRisk => rest,
        Some(("CR-care", rest)) if role == Role::CrCare => rest,
        Some(("CR-risk" | "CR-care", _)) => "–",
        _ => text,
    };
    if text == "–" {
        return Cell::new();
    }
    let (mut actions, mut how_far, mut totals) = (Vec::new(), unsaid(role), false);
    for word in text.split([' ', ',', '+', '(', ')']).filter(|word| !word.is_empty()) {
        match word {
            "own" | "assigned" | "transferred" => how_far = Reach::Own,
            "totals" | "money" => totals = true,
            "request" | "propose" | "suggest" => actions.push(Action::Propose),
            "verify" => actions.push(Action::Verify),
            "publish" => actions.push(Action::Publish),
            "appeal" => actions.push(Action::Appeal),
            "decide" => actions.push(Action::Approve),
            "answer" => actions.push(Action::Create),
            "apply" | "pay" => actions.push(Action::Settle),
            "override" | "appeals" | "voucher" | "developer" | "score" | "house" | "work" | "dept"
            | "flags" | "indicators" | "public" | "part" => {}
            letters => letters.chars().for_each(|letter| match letter {
                'C' => actions.push(Action::Create),
                'R' => actions.push(Action::Read),
                'U' => actions.push(Action::Update),
                'A' => actions.push(Action::Approve),
                'X' => actions.push(Action::Configure),
                'o' => how_far = Reach::Own,
                'p' => how_far = Reach::Project,
                'g' => how_far = Reach::Group,
                _ => panic!("no meaning for {letters:?} in {text:?}"),
            }),
        }
    }
    let changes = [Action::Update, Action::Approve, Action::Configure, Action::Settle];
    if totals {
        actions.retain(|action| *action != Action::Read);
        actions.push(Action::ReadTotals);
    } else if actions.is_empty() || actions.iter().any(|action| changes.contains(action)) {
        actions.push(Action::Read);
    }
    actions.into_iter().map(|action| (action, how_far)).collect()
}

/// Every cell as §3.2 has it.
fn expected() -> BTreeMap<(Role, Object), Cell> {
    let mut cells = BTreeMap::new();
    for (object, row) in TABLE {
        let texts: Vec<&str> = row.split(" | ").collect();
        assert_eq!(texts.len(), COLUMNS.len(), "{object:?}");
        for (roles, text) in COLUMNS.iter().zip(texts) {
            for role in *roles {
                assert!(
                    cells.insert((*role, object), parse(*role, text)).is_none(),
                    "{role:?} {object:?} twice"
                );
            }
        }
        for role in [Role::Auditor, Role::System] {
            let text = BESIDE.iter().find(|b| (b.0, b.1) == (role, object)).map_or("–", |b| b.2);
            cells.insert((role, object), parse(role, text));
        }
    }
    cells
}

#[test]
fn every_cell_is_the_cell_of_the_table() {
    let expected = expected();
    assert_eq!(expected.len(), Role::ALL.len() * Object::ALL.len(), "a role or an object has no cell");
    let mut wrong = Vec::new();
    for ((role, object), cell) in &expected {
        let actual: Cell =
            Action::ALL.iter().filter_map(|a| reach(*role, *a, *object).map(|reach| (*a, reach))).collect();
        if actual != *cell {
            wrong.push(format!("{} {}: {actual:?}, not {cell:?}", role.word(), object.word()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_cell_names_an_action_once_and_has_one_reach() {
    for role in Role::ALL {
        for object in Object::ALL {
            let cell = super::matrix::cell(*role, *object);
            let once: Cell = cell.iter().copied().collect();
            assert_eq!(once.len(), cell.len(), "{role:?} {object:?}");
            assert!(once.values().all(|reach| *reach == cell[0].1), "{role:?} {object:?}");
        }
    }
}

#[test]
fn the_parser_reads_the_words_of_the_table() {
    let cell = |role, text| parse(role, text).into_iter().collect::<Vec<_>>();
    assert_eq!(cell(Role::Owner, "–"), []);
    assert_eq!(
        cell(Role::Engineer, "RUo (assigned)"),
        [(Action::Read, Reach::Own), (Action::Update, Reach::Own)]
    );
    assert_eq!(cell(Role::Agent, "R totals"), [(Action::ReadTotals, Reach::Project)]);
    assert_eq!(cell(Role::Executive, "totals"), [(Action::ReadTotals, Reach::Group)]);
    assert_eq!(cell(Role::Admin, "verify"), [(Action::Verify, Reach::Group)]);
    assert_eq!(cell(Role::CrCare, "CR-risk CU"), []);
    assert_eq!(cell(Role::Finance, "pay"), [(Action::Read, Reach::Group), (Action::Settle, Reach::Group)]);
}

#[test]
fn nobody_may_change_the_rating_ledger() {
    for role in Role::ALL {
        for action in Action::ALL {
            let allowed = reach(*role, *action, Object::RatingLedger).is_some();
            assert!(!allowed || matches!(action, Action::Read | Action::Verify), "{role:?} {action:?}");
        }
    }
}

#[test]
fn an_auditor_changes_nothing() {
    for object in Object::ALL {
        for action in Action::ALL {
            let allowed = reach(Role::Auditor, *action, *object).is_some();
            assert!(!allowed || matches!(action, Action::Read | Action::Verify), "{object:?} {action:?}");
        }
    }
}
