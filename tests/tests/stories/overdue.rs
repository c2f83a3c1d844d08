//! overdue
