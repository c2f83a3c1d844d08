//! Laws of working time, as property tests.
