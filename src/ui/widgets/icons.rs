//! Icons, drawn on a grid of 16 with round strokes in the colour of the text.

use leptos::prelude::*;

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// An arrow turning back.
    Undo,
    /// An arrow turning on.
    Redo,
    /// Two sheets.
    Copy,
    /// A cross.
    Close,
    /// An arrow to the left.
    Left,
    /// An arrow to the right.
    Right,
    /// A plus.
    Plus,
    /// A minus.
    Minus,
    /// A circle half filled.
    Theme,
    /// A link of a chain.
    Link,
    /// An arrow around, back to where it began.
    Reset,
    /// A list.
    Presets,
    /// Sliders.
    Levers,
    /// An arrow out of a box.
    Share,
    /// An arrow down onto a line.
    Download,
    /// A folder.
    Documents,
    /// A board on a stand.
    Teach,
    /// Three dots.
    More,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Undo => "M6 3 2.5 6.5 6 10M3 6.5h6a4 4 0 0 1 0 8H6",
            Self::Redo => "m10 3 3.5 3.5L10 10M13 6.5H7a4 4 0 0 0 0 8h3",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::Close => "m4 4 8 8m0-8-8 8",
            Self::Left => "M10 3.5 5.5 8l4.5 4.5",
            Self::Right => "M6 3.5 10.5 8 6 12.5",
            Self::Plus => "M8 3.5v9M3.5 8h9",
            Self::Minus => "M3.5 8h9",
            Self::Theme => "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
            Self::Link => {
                "M6.5 9.5 9.5 6.5M7 4.5l1.3-1.3a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.3 1.3a3.2 3.2 0 0 1-4.5-4.5L4.5 7"
            }
            Self::Reset => "M3 3v3.5h3.5M3.4 6.3A5.2 5.2 0 1 1 2.8 9",
            Self::More => "M3 8h.5M7.75 8h.5M12.5 8h.5",
            Self::Presets => "M6 4h7.5M6 8h7.5M6 12h7.5M2.5 4h.5M2.5 8h.5M2.5 12h.5",
            Self::Share => "M8 10V2.5M5 5l3-3 3 3M5 7.5H3.5v6h9v-6H11",
            Self::Download => "M8 2.5V10M5 7.5l3 3 3-3M3 13.5h10",
            Self::Documents => "M2.5 12.5v-9h4l1.5 2h5.5v7z",
            Self::Teach => "M2.5 3h11v7h-11zM8 10v1.5M5 14l3-2.5 3 2.5",
            Self::Levers => "M2.5 5h5m4 0h2M2.5 11h2m4 0h5M9.5 3.2v3.6M6.5 9.2v3.6",
        }
    }
}

/// Draws an icon; the button around it carries the name.
#[component]
pub fn Symbol(icon: Icon) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=icon.path() />
        </svg>
    }
}
