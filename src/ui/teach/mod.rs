//! For a workshop: lessons; predict, then reveal; presenter mode; the room table.

mod board;
mod guesses;
mod lesson_card;
mod lessons;
mod menu;
mod pins;
mod predict;
mod presenter;
mod room;
mod stage;
mod steps;

pub use lesson_card::LessonCard;
pub use menu::{TeachButton, sections};
pub use predict::{Predict, panel as prediction};
pub use presenter::view as presenter;
