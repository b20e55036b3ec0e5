//! Lessons: a document to start from, and levers that do not move.

use super::predict::ClassLink;
use super::{Model, View};
use crate::session::Effect;
use crate::session::Session;
use aftercast_i18n::{Locale, Text, lever_label};
use aftercast_link::{LinkDocument, Round, encode};
use aftercast_presets::lessons::{Lesson, document, shorten, told};
use serde::{Deserialize, Serialize};

/// The key under which a tab keeps the document from before a lesson, so that a reload loses no way back.
pub const KEY: &str = "before_lesson";

/// The document from before a lesson.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Before {
    /// The lesson that took its place, by its key: leaving another one, opened by a link, does not bring it back.
    lesson: String,
    /// Its id, where it is kept.
    id: Option<String>,
    /// Its address fragment.
    fragment: String,
}

impl Before {
    fn remembered(before: Option<&Self>) -> Effect {
        let value = before.and_then(|before| serde_json::to_string(before).ok()).unwrap_or_default();
        Effect::RememberInTab { key: KEY, value }
    }
}

/// A lesson in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonRow {
    /// Its index: what [`Event::LessonStarted`](super::Event::LessonStarted) takes.
    pub index: usize,
    /// Title.
    pub title: String,
    /// What it is about.
    pub story: String,
    /// The levers that move, in one line.
    pub levers: String,
    /// Whether it is on.
    pub on: bool,
    /// What its sheets are named by, such as `staffing`.
    pub id: &'static str,
    /// The link for a class, which asks first, with its code.
    pub class: ClassLink,
}

/// The lesson that is on, as the card above the headline shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonCard {
    /// Title.
    pub title: String,
    /// What it is about.
    pub story: String,
    /// What is to be done.
    pub task: String,
    /// What is to be answered.
    pub question: String,
    /// "Only these move: ...".
    pub levers: String,
}

impl Model {
    pub(super) fn lesson_started(&mut self, cx: &mut Session, index: usize) -> Vec<Effect> {
        let Some(lesson) = Lesson::latest().nth(index) else { return Vec::new() };
        let document = document(lesson, cx.locale);
        match (cx.lesson, &mut self.before) {
            (Some(_), Some(before)) => lesson.key.clone_into(&mut before.lesson),
            (Some(_), None) => {}
            (None, before) => {
                *before = Some(Before { lesson: lesson.key.to_owned(), id: cx.document_id(), fragment: cx.fragment() });
            }
        }
        cx.replace_document(document, None);
        cx.lesson = Some(lesson);
        let mut effects = cx.rerun();
        effects.push(Before::remembered(self.before.as_ref()));
        effects
    }

    pub(super) fn lesson_left(&mut self, cx: &mut Session) -> Vec<Effect> {
        let Some(lesson) = cx.lesson.take() else { return Vec::new() };
        let mut effects = match self.before.take().filter(|before| before.lesson == lesson.key) {
            Some(before) => cx.back_to(before.id, &before.fragment),
            // a link opened the lesson: its document stays, and all of it moves
            None => cx.rerun(),
        };
        effects.push(Before::remembered(None));
        effects
    }
}

impl View<'_> {
    /// The lessons; `address` is the address of the page without fragment.
    pub fn list(&self, address: &str) -> Vec<LessonRow> {
        let row = |(index, lesson): (usize, &'static Lesson)| LessonRow {
            index,
            title: self.told(lesson.title()),
            story: self.told(lesson.story()),
            levers: self.free_levers(lesson),
            on: self.session.lesson == Some(lesson),
            id: lesson.id,
            class: class_link(lesson, address),
        };
        Lesson::latest().enumerate().map(row).collect()
    }

    /// The lesson that is on.
    pub fn lesson(&self) -> Option<LessonCard> {
        let lesson = self.session.lesson?;
        Some(LessonCard {
            title: self.told(lesson.title()),
            story: self.told(lesson.story()),
            task: self.told(lesson.task()),
            question: self.told(lesson.question()),
            levers: self.free_levers(lesson),
        })
    }

    fn free_levers(&self, lesson: &Lesson) -> String {
        let names: Vec<String> = lesson.levers.iter().map(|&id| self.session.words().to(lever_label(id))).collect();
        let between = Text::SeparatorItems.to(self.session.locale);
        self.session.words().with(Text::TeachOnlyThese, &[("levers", &names.join(between))])
    }

    pub(super) fn told(&self, text: [&'static str; 2]) -> String {
        told(text, self.session.locale)
    }
}

/// The link that asks a class about the first round of a lesson.
fn class_link(lesson: &Lesson, address: &str) -> ClassLink {
    let mut draft = document(lesson, Locale::default());
    if let Some((policy, levers)) = draft.policies.first_mut().zip(lesson.rounds.first()) {
        policy.levers = levers.iter().copied().collect();
    }
    shorten(&mut draft, lesson);
    let round = Round { ask: true, ..Round::default() };
    let link = LinkDocument { draft, view: lesson.key.to_owned(), round, ..LinkDocument::default() };
    ClassLink::of(address, &encode(&link).fragment)
}
