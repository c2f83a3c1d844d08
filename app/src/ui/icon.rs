//! Icons: one sprite in the page, one name for each symbol.
//!
//! The symbols are drawn on a 24-unit grid with a 1.75 stroke; status shapes are filled. Each icon repeats what
//! words beside it say, so it is hidden from assistive technology; a button with an icon alone carries a label.

use leptos::prelude::*;

macro_rules! icons {
    ($($set:ident { $($name:ident = $id:literal),+ $(,)? })+) => {
        /// A symbol of the sprite.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[expect(missing_docs, reason = "the names say what is drawn")]
        pub enum Icon { $($($name),+),+ }

        impl Icon {
            $(
                /// The symbols of this sprite file.
                pub const $set: &[Self] = &[$(Self::$name),+];
            )+

            /// The symbol's id.
            pub const fn id(self) -> &'static str {
                match self { $($(Self::$name => concat!("#", $id)),+),+ }
            }
        }
    };
}

icons! {
    COMMON {
        List = "list", Phone = "phone", Horn = "horn", Bell = "bell", Home = "home", Shield = "shield",
        Left = "left", StatusSoon = "s-soon", Check = "check", StatusDone = "s-done", StatusOn = "s-on",
        StatusOver = "s-over", Info = "info", Down = "down", Right = "right", Pause = "pause",
        Wrench = "wrench", Lock = "lock", Cross = "x", StatusPaused = "s-paused", Chat = "chat",
        Dots = "dots", Clock = "clock", Drop = "drop", Bolt = "bolt", Swap = "swap", Star = "star",
        User = "user", Copy = "copy", Camera = "camera", Spark = "spark", Door = "door", Wall = "wall",
        Bulb = "bulb", Edit = "edit", Undo = "undo", Offline = "wifi0", Plus = "plus", Image = "image",
        Alert = "alert", Pin = "pin",
    }
    CONSOLE {
        Route = "route", Gauge = "gauge", Users = "users", Book = "book", Calendar = "cal",
        Send = "send", Red = "r-r", Amber = "r-a", Green = "r-g", Sort = "down2", Falling = "dn",
        Rising = "up", Search = "search", History = "hist", Flag = "flag", Clip = "clip",
        Filter = "filter", Reply = "reply", Navigate = "nav", Code = "qr", Menu = "menu",
    }
}

/// An icon in the size of the text beside it.
pub fn icon(icon: Icon) -> impl IntoView {
    drawn(icon, "i")
}

/// A small icon.
pub fn icon_small(icon: Icon) -> impl IntoView {
    drawn(icon, "i s")
}

/// A large icon.
pub fn icon_large(icon: Icon) -> impl IntoView {
    drawn(icon, "i l")
}

/// A filled shape: status and red-amber-green.
pub fn icon_filled(icon: Icon) -> impl IntoView {
    drawn(icon, "i f")
}

fn drawn(icon: Icon, class: &'static str) -> AnyView {
    view! { <svg class=class aria-hidden="true"><use href=icon.id()></use></svg> }.into_any()
}

/// The sprite of the owners' bundle.
pub const COMMON: &str = include_str!("../../icons/common.svg");

/// The symbols that only the console has.
pub const CONSOLE: &str = include_str!("../../icons/console.svg");

/// Puts the sprites into the page; once, at the root.
pub fn sprites(sources: &[&str]) -> impl IntoView {
    let symbols = sources.concat();
    view! { <div class="vh" aria-hidden="true" inner_html=symbols></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_in_its_sprite_and_no_symbol_is_unused() {
        for (icons, sprite) in [(Icon::COMMON, COMMON), (Icon::CONSOLE, CONSOLE)] {
            let mut symbols: Vec<&str> =
                sprite.split("<symbol id=\"").skip(1).filter_map(|s| s.split('"').next()).collect();
            let mut named: Vec<&str> = icons.iter().map(|i| i.id().trim_start_matches('#')).collect();
            symbols.sort_unstable();
            named.sort_unstable();
            assert_eq!(symbols, named);
        }
    }
}
