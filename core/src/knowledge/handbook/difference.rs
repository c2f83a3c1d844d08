//! What changed from one version to the next (版本差异), chapter by chapter.

use super::chapter::Chapter;
use crate::surveys::campaign::Words;
use crate::tickets::CommandKind;
use crate::tickets::scenario::Scenario;
use crate::words::words;

words! {
    /// What happened to a part.
    How {
        /// It is new.
        Added = "added",
        /// It is gone.
        Removed = "removed",
        /// It says something else.
        Changed = "changed",
        /// The same parts stand in another order.
        Moved = "moved",
    }
}

/// A part of a chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// The chapter as a whole.
    Chapter,
    /// What it is for.
    Purpose,
    /// A step, by its title as it is now, or was.
    Step {
        /// The title.
        title: Words,
    },
    /// The order of the steps.
    Order,
    /// The limits that it names.
    Clocks,
    /// A script, by its title as it is now, or was.
    Script {
        /// The title.
        title: Words,
    },
    /// The writing rule of an act.
    Rule {
        /// The act.
        act: CommandKind,
    },
}

/// One change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Of what.
    pub part: Part,
    /// What happened to it.
    pub how: How,
}

/// What changed in one chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChapterDifference {
    /// Which.
    pub scenario: Scenario,
    /// The changes, in the order of a chapter.
    pub changes: Vec<Change>,
}

/// What changed from `before` to `after`: the chapters with changes, in the order of the scenarios.
pub fn differences(before: &[Chapter], after: &[Chapter]) -> Vec<ChapterDifference> {
    let of = |all: &[Chapter], scenario: Scenario| all.iter().position(|c| c.scenario == scenario);
    let each = Scenario::ALL.iter().filter_map(|&scenario| {
        let old = of(before, scenario).and_then(|n| before.get(n));
        let new = of(after, scenario).and_then(|n| after.get(n));
        let whole = |how| vec![Change { part: Part::Chapter, how }];
        let changes = match (old, new) {
            (None, None) => Vec::new(),
            (None, Some(_)) => whole(How::Added),
            (Some(_), None) => whole(How::Removed),
            (Some(old), Some(new)) => of_chapter(old, new),
        };
        (!changes.is_empty()).then_some(ChapterDifference { scenario, changes })
    });
    each.collect()
}

fn of_chapter(old: &Chapter, new: &Chapter) -> Vec<Change> {
    let mut found = Vec::new();
    if old.purpose != new.purpose {
        found.push(Change { part: Part::Purpose, how: How::Changed });
    }
    let step = |s: &super::Step| Part::Step { title: s.title.clone() };
    found.extend(parts(&old.steps, &new.steps, |s| s.id.clone(), step));
    let kept = |one: &Chapter, other: &Chapter| -> Vec<String> {
        let both = one.steps.iter().filter(|s| other.steps.iter().any(|o| o.id == s.id));
        both.map(|s| s.id.clone()).collect()
    };
    if kept(old, new) != kept(new, old) {
        found.push(Change { part: Part::Order, how: How::Moved });
    }
    let clocks = |chapter: &Chapter| {
        let mut clocks = chapter.clocks.clone();
        clocks.sort_unstable();
        clocks
    };
    if clocks(old) != clocks(new) {
        found.push(Change { part: Part::Clocks, how: How::Changed });
    }
    let script = |s: &super::Script| Part::Script { title: s.title.clone() };
    found.extend(parts(&old.scripts, &new.scripts, |s| s.id.clone(), script));
    found.extend(parts(&old.rules, &new.rules, |r| r.act, |r| Part::Rule { act: r.act }));
    found
}

/// Parts that are recognised by a key: changed and added ones in their new order, then the removed ones.
fn parts<T: PartialEq, K: PartialEq>(
    old: &[T],
    new: &[T],
    key: impl Fn(&T) -> K,
    part: impl Fn(&T) -> Part,
) -> Vec<Change> {
    let now = new.iter().filter_map(|one| match old.iter().find(|o| key(o) == key(one)) {
        None => Some(Change { part: part(one), how: How::Added }),
        Some(before) if before != one => Some(Change { part: part(one), how: How::Changed }),
        Some(_) => None,
    });
    let gone = old.iter().filter(|o| !new.iter().any(|one| key(one) == key(o)));
    now.chain(gone.map(|o| Change { part: part(o), how: How::Removed })).collect()
}
