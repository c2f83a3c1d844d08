//! How a page is looked at: on which screen and in which language.

use crate::words::Language;

/// The screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// A phone, 390 × 844, touched.
    Phone,
    /// A desk, 1440 × 900, with a mouse.
    Desk,
    /// A screen on a wall, 1920 × 1080.
    Wall,
}

impl Size {
    /// Width and height in CSS pixels.
    pub const fn pixels(self) -> (u32, u32) {
        match self {
            Self::Phone => (390, 844),
            Self::Desk => (1440, 900),
            Self::Wall => (1920, 1080),
        }
    }

    /// Device pixels for each CSS pixel.
    pub const fn density(self) -> u32 {
        match self {
            Self::Phone => 2,
            Self::Desk | Self::Wall => 1,
        }
    }
}

/// A screen and a language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// The screen.
    pub size: Size,
    /// The language the browser asks for.
    pub language: Language,
}

impl Look {
    /// A phone in Chinese.
    pub const PHONE_ZH: Self = Self { size: Size::Phone, language: Language::Chinese };
    /// A phone in English.
    pub const PHONE_EN: Self = Self { size: Size::Phone, language: Language::English };
    /// A desk in Chinese.
    pub const DESK_ZH: Self = Self { size: Size::Desk, language: Language::Chinese };
    /// A desk in English.
    pub const DESK_EN: Self = Self { size: Size::Desk, language: Language::English };

    /// A wall in Chinese.
    pub const WALL_ZH: Self = Self { size: Size::Wall, language: Language::Chinese };
    /// A wall in English.
    pub const WALL_EN: Self = Self { size: Size::Wall, language: Language::English };

    /// The name in the file of a screenshot, as `390-zh-CN`.
    pub fn name(self) -> String {
        format!("{}-{}", self.size.pixels().0, self.language.tag())
    }
}
