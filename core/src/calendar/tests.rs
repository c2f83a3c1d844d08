//! Calendars, windows, pauses and the walk, case by case.
