//! For a workshop: lessons; predict, then reveal.

mod board;
mod guesses;
mod lesson_card;
mod lessons;
mod menu;
mod predict;

pub use lesson_card::LessonCard;
pub use menu::TeachButton;
pub use predict::Predict;
