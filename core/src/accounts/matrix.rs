//! The cells of the permission matrix (权限矩阵), row by row as in requirements §3.2. Data, no decisions.
//!
//! A cell reads `[p: C R U]`: the reach, then the actions. How §3.2 is read:
//!
//! - `C` create, `R` read, `U` update, `A` approve, `X` configure; reach `o` own, `p` project, `g` group.
//!   Where §3.2 gives no reach, it is the project for the owner, for posts in a project, for the four
//!   customer-relations posts and for professional departments, and the group for head office, the manager of
//!   customer relations, finance, leadership, administrators and auditors.
//! - "totals" and finance's "money" are `Totals`; "request override", "propose" and "suggest" are `Propose`;
//!   "decide appeals" is `A`; "apply" and "pay" are `Settle`; an owner's "answer" is `C`.
//! - Who may update, approve, configure or settle a thing may also read it, as far. §3.2 leaves that `R` out in
//!   places (`CUXg`); here it is written. Proposing and verifying do not include reading.
//! - An auditor reads and verifies the ledger, and reads the audit log under `System`. The system itself moves
//!   tickets (sweep, import, closing after the rating window), nothing else.
//!
//! Words that narrow a cell to a part of its object are the business of the feature that shows it, not of this
//! table: the owner's voucher in the ledger, the public part of the knowledge base, the training post's flags
//! in results, the developer's side for the manager of customer relations, a department's own indicators.

use super::permit::{Action, Object, Reach};
use super::role::Role;

use Action::{Appeal, Propose, Publish, ReadTotals as Totals, Settle, Verify};
use Action::{Approve as A, Configure as X, Create as C, Read as R, Update as U};
use Reach::{Group as g, Own as o, Project as p};

/// What one role may do with one object; empty for "–".
type Cell = &'static [(Action, Reach)];

/// What `role` may do with `object`, each action with its reach; empty for "–".
pub(super) fn cell(role: Role, object: Object) -> Cell {
    row(object)[role as usize]
}

macro_rules! matrix {
    ($($object:ident { $([$($reach:ident: $($action:ident)+)?])+ })+) => {
        /// The cells of one object, in the order of [`Role::ALL`].
        const fn row(object: Object) -> &'static [Cell; Role::ALL.len()] {
            match object {
                $(Object::$object => &[$(&[$($(($action, $reach)),+)?]),+],)+
            }
        }
    };
}

// Each row has four lines, for the roles
//   OWN  AGT  ENG  SUP  PM/MGR
//   HQ-mgmt  HQ-data  HQ-train
//   CR-mgr  CR-risk  CR-service  CR-care  CR-repair
//   DPT  FIN  EXE  ADM  AUD  SYS
matrix! {
    Ticket {
        [o: C R] [p: C R U] [o: R U] [p: R U A] [p: R]
        [g: R U] [g: R] []
        [g: R U] [p: C R U] [p: C R U] [p: C R U] [p: C R U]
        [o: R U] [] [g: R] [] [] [g: C R U]
    }
    SlaPolicy {
        [] [p: R] [p: R] [p: R] [p: R Propose]
        [g: C R U X] [g: R] [g: R]
        [g: C R U X] [p: R] [p: R] [p: R] [p: R]
        [p: R] [] [g: R] [g: R X] [] []
    }
    TicketRating {
        [o: C] [p: R] [o: R] [p: R] [p: R]
        [g: R] [g: R] []
        [g: R] [p: R] [p: R] [p: R] [p: R]
        [o: R] [] [g: R] [] [] []
    }
    RatingLedger {
        [o: R] [] [] [p: R] [p: R]
        [g: R] [g: R Verify] []
        [g: R] [] [] [] []
        [] [] [g: R] [g: Verify] [g: R Verify] []
    }
    Survey {
        [o: C] [p: Totals] [] [p: R] [p: R]
        [g: R] [g: C R U X] []
        [g: R] [] [] [p: C R U] []
        [p: Totals] [] [g: R] [] [] []
    }
    Complaint {
        [o: C] [p: C R U] [o: R U] [p: R U A] [p: R U A]
        [g: C R U A] [g: R] []
        [g: R A] [p: C R U A] [] [] []
        [o: R U] [] [g: R A] [] [] []
    }
    OwnerProfile {
        [o: R] [p: R] [o: R] [p: R] [p: R]
        [g: R] [g: R U X] []
        [g: R] [] [] [p: R U] []
        [] [] [g: Totals] [] [] []
    }
    Cockpit {
        [] [o: R] [o: R] [p: R] [p: R]
        [g: R] [g: R] []
        [g: R] [p: R] [p: R] [p: R] [p: R]
        [o: R] [g: Totals] [g: R] [] [] []
    }
    AlertThreshold {
        [] [] [] [p: Propose] [p: R A]
        [g: R X] [g: R X] []
        [g: R X] [] [] [] []
        [] [] [] [] [] []
    }
    KpiScheme {
        [] [p: R] [] [p: R] [p: R]
        [g: C R U X] [g: R] []
        [g: C R U X] [p: R] [p: R] [p: R] [p: R]
        [p: R] [g: R] [g: R A] [] [] []
    }
    KpiResult {
        [] [o: R Appeal] [o: R] [p: R] [p: R]
        [g: R A] [g: R] [g: R]
        [g: R] [o: R] [o: R] [o: R] [o: R]
        [o: R] [g: R] [g: Totals] [] [] []
    }
    RedLine {
        [] [] [] [p: R] [p: R]
        [g: R] [g: R] []
        [g: C R U A] [p: C R U] [] [] []
        [o: R] [g: R Settle] [g: R A] [] [] []
    }
    PerfectDelivery {
        [] [] [] [] []
        [] [g: R] []
        [g: C R U A] [p: C R U] [] [] []
        [o: R U] [g: R Settle] [g: R A] [] [] []
    }
    Knowledge {
        [p: R] [p: R Propose] [p: R] [p: R Propose] [p: R]
        [g: C R U A Publish] [g: R] [g: C R U]
        [g: C R U A] [p: C R U] [p: C R U] [p: C R U] [p: C R U]
        [p: R] [] [g: R] [] [] []
    }
    Training {
        [] [o: R] [o: R] [p: C R U] [p: R]
        [g: R] [g: R] [g: C R U X]
        [g: R] [] [] [] []
        [] [] [] [] [] []
    }
    Staffing {
        [] [] [] [p: R] [p: C R U]
        [g: R] [g: R] []
        [g: C R U] [] [] [] []
        [] [g: R] [g: R A] [] [] []
    }
    System {
        [] [] [] [] []
        [] [] []
        [] [] [] [] []
        [] [] [] [g: R X] [g: R] []
    }
}
