//! The status of a clock or ticket: always a shape, a word and a colour together.

use leptos::prelude::*;

use super::icon::{Icon, icon_filled};
use crate::words::say;

/// The five statuses of the visual language.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Status {
    /// In time (时限内): running, more than 20% of the limit left.
    On,
    /// Due soon (即将到期): 20% or less left.
    Soon,
    /// Overdue (已超时).
    Over,
    /// Paused (已暂停), with approval.
    Paused,
    /// Done (已完成), or nothing more to wait for.
    Done,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::On, Self::Soon, Self::Over, Self::Paused, Self::Done];

    /// What stands in `data-s`; everything inside takes its colours.
    pub const fn data(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Soon => "soon",
            Self::Over => "over",
            Self::Paused => "paused",
            Self::Done => "done",
        }
    }

    /// Its shape.
    pub const fn icon(self) -> Icon {
        match self {
            Self::On => Icon::StatusOn,
            Self::Soon => Icon::StatusSoon,
            Self::Over => Icon::StatusOver,
            Self::Paused => Icon::StatusPaused,
            Self::Done => Icon::StatusDone,
        }
    }

    /// Its word: 时限内.
    pub fn word(self) -> &'static str {
        say::common::status(self.data()).unwrap_or_default()
    }
}

/// A status on its own background: shape and words.
pub fn pill(status: Status, words: impl IntoView) -> impl IntoView {
    view! { <span class="pill" data-s=status.data()>{icon_filled(status.icon())}{words.into_any()}</span> }
}

/// A status in a line of text: shape and words.
pub fn st(status: Status, words: impl IntoView) -> impl IntoView {
    view! { <span class="st" data-s=status.data()>{icon_filled(status.icon())}{words.into_any()}</span> }
}

/// Red, amber, green by shape and colour (达标, 关注, 未达标), with its words.
pub fn rag(status: Status, words: impl IntoView) -> impl IntoView {
    let shape = match status {
        Status::Soon => Icon::Amber,
        Status::Over => Icon::Red,
        Status::On | Status::Paused | Status::Done => Icon::Green,
    };
    view! { <span class="rag" data-s=status.data()>{icon_filled(shape)}{words.into_any()}</span> }
}
