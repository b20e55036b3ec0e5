//! For a workshop: lessons with locked levers; predict, then reveal; presenter mode; the room table.

mod chat;
mod lessons;
mod links;
pub mod predict;
pub mod present;
pub mod reveal;
pub mod room;
mod score;
#[cfg(test)]
mod tests;

use super::App;
use super::event::Effect;
use aftercast_presets::lessons::Lesson;
pub use aftercast_presets::lessons::complete;
pub(super) use aftercast_presets::lessons::shorten;
pub(super) use lessons::lesson_name;
pub use lessons::{LessonCard, LessonRow};

/// What can happen here.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A lesson starts, by its place in the list: its document takes the place of the one on the page, which is kept.
    LessonStarted(usize),
    /// The lesson ends; the document from before it comes back.
    LessonLeft,
    /// Something happened to a prediction.
    Predict(predict::Event),
    /// Something happened in presenter mode.
    Present(present::Event),
    /// Something happened in the room table.
    Room(room::Event),
}

/// What is going on in the workshop; of it only the lesson is in the address.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The lesson that locks levers.
    lesson: Option<&'static Lesson>,
    /// The document from before the lesson: its id where it is kept, and its fragment.
    before: Option<(Option<String>, String)>,
    /// The result is hidden, or guessed and revealed.
    predict: Option<predict::Predict>,
    /// Presenter mode and its steps.
    presenter: present::Presenter,
    /// Everybody's links.
    room: room::Room,
}

impl State {
    /// The lesson that locks levers.
    pub(super) fn lesson(&self) -> Option<&'static Lesson> {
        self.lesson
    }
}

impl App {
    pub(super) fn teach(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::LessonStarted(place) => self.lesson_started(place),
            Event::LessonLeft => self.lesson_left(),
            Event::Predict(event) => self.predict(event),
            Event::Present(event) => self.present(event),
            Event::Room(event) => self.room(event),
        }
    }
}
