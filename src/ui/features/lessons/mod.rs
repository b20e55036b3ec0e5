//! For a workshop: lessons; predict, then reveal; presenter mode; the room table.

pub mod asked;
pub mod board;
pub mod class;
pub mod guesses;
pub mod lesson_card;
pub mod list;
pub mod menu;
pub mod pins;
pub mod predict;
pub mod presenter;
pub mod room;
pub mod scan;
pub mod stage;
pub mod steps;
pub mod timer;

pub use lesson_card::LessonCard;
pub use menu::{TeachButton, TeachDialog, sections};
pub use predict::{Predict, panel as prediction};
pub use presenter::view as presenter;
