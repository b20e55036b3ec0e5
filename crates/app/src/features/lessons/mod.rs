//! For a workshop: lessons with locked levers; predict, then reveal, with the guesses of a class and a podium; presenter mode; the room table.

mod chat;
mod class;
mod class_link;
mod guess;
mod links;
pub mod locked;
pub mod podium;
pub mod predict;
pub mod present;
pub mod reveal;
pub mod room;
mod room_table;
pub mod scan;
mod score;
mod told;

use crate::read::ReadModel;
use crate::session::Effect;
use crate::session::Session;
pub use locked::{LessonCard, LessonRow};
pub use present::PresenterView;
pub use reveal::PredictView;
pub use room::RoomView;

/// What can happen here.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A lesson starts, by its index in the list: its document takes the place of the one on the page, which is kept.
    LessonStarted(usize),
    /// The lesson ends; the document from before it comes back.
    LessonLeft,
    /// The tab kept the document from before a lesson, as [`Effect::RememberInTab`] wrote it under [`locked::KEY`].
    BeforeFound(String),
    /// Something happened to a prediction.
    Predict(predict::Event),
    /// Something happened in presenter mode.
    Present(present::Event),
    /// Something happened in the room table.
    Room(room::Event),
}

impl Event {
    /// Whether it brings another document.
    pub(crate) const fn is_another_document(&self) -> bool {
        matches!(self, Self::LessonStarted(_) | Self::LessonLeft | Self::Room(room::Event::Opened(_)))
    }
}

/// What is going on in the workshop; of it only the lesson is in the address, and so the session's.
#[derive(Debug, Default)]
pub struct Model {
    before: Option<locked::Before>,
    /// The result is hidden, or guessed and revealed.
    predict: Option<predict::Predict>,
    /// Presenter mode and its steps.
    presenter: present::Presenter,
    /// Everybody's links.
    room: room::Room,
}

/// What the page shows of the workshop.
#[derive(Clone, Copy)]
pub struct View<'a> {
    model: &'a Model,
    session: &'a Session,
    read: ReadModel<'a>,
}

impl<'a> View<'a> {
    pub(crate) fn new(read: ReadModel<'a>) -> Self {
        Self { model: read.lessons, session: read.session, read }
    }
}

impl Model {
    /// Takes an event in.
    pub(crate) fn update(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        match event {
            Event::LessonStarted(index) => self.lesson_started(cx, index),
            Event::LessonLeft => self.lesson_left(cx),
            Event::BeforeFound(text) => {
                self.before = serde_json::from_str(&text).ok();
                Vec::new()
            }
            Event::Predict(event) => self.predict(cx, event),
            Event::Present(event) => self.present(cx, event),
            Event::Room(event) => self.room(cx, event),
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_class;
#[cfg(test)]
mod tests_room;
