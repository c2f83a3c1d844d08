//! The composite score, case by case.
