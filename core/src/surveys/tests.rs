//! Scores and the ledger, case by case.
