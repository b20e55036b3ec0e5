//! Lessons: a document to start from, and levers that do not move.

use crate::App;
use crate::event::Effect;
use aftercast_i18n::{Text, lever_label};
use aftercast_plot::Locale;
use aftercast_presets::lessons::{LESSONS, Lesson, document, told};
use aftercast_scenario::LeverId;

/// A lesson in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonRow {
    /// Its place: what [`Event::LessonStarted`](super::Event::LessonStarted) takes.
    pub place: usize,
    /// Title.
    pub title: String,
    /// What it is about.
    pub story: String,
    /// The levers that move, in one line.
    pub levers: String,
    /// Whether it is on.
    pub on: bool,
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
    /// What the teacher should know.
    pub note: String,
    /// "Only these move: ...".
    pub levers: String,
}

impl App {
    /// The lessons.
    pub fn lessons(&self) -> Vec<LessonRow> {
        let row = |(place, lesson): (usize, &'static Lesson)| LessonRow {
            place,
            title: self.told(lesson.title()),
            story: self.told(lesson.story()),
            levers: self.free_levers(lesson),
            on: self.teach.lesson == Some(lesson),
        };
        Lesson::latest().enumerate().map(row).collect()
    }

    /// The lesson that is on.
    pub fn lesson(&self) -> Option<LessonCard> {
        let lesson = self.teach.lesson?;
        Some(LessonCard {
            title: self.told(lesson.title()),
            story: self.told(lesson.story()),
            task: self.told(lesson.task()),
            question: self.told(lesson.question()),
            note: self.told(lesson.note()),
            levers: self.free_levers(lesson),
        })
    }

    /// Why a lever does not move, where a lesson locks it.
    pub(crate) fn locked(&self, id: LeverId) -> Option<String> {
        let lesson = self.teach.lesson?;
        (!lesson.levers.contains(&id)).then(|| self.words().to(Text::TeachLocked))
    }

    /// Why presets cannot be used, where a lesson locks levers that they move.
    pub fn presets_locked(&self) -> Option<String> {
        self.teach.lesson.map(|_| self.words().to(Text::TeachPresetsLocked))
    }

    /// Whether a lesson leaves a lever free.
    pub(crate) fn of_lesson(&self, id: LeverId) -> bool {
        self.teach.lesson.is_some_and(|lesson| lesson.levers.contains(&id))
    }

    /// What the address says of the lesson.
    pub(crate) fn lesson_view(&self) -> String {
        self.teach.lesson.map(|lesson| lesson.key.to_owned()).unwrap_or_default()
    }

    /// A document was opened whose address names a lesson, or none.
    pub(crate) fn lesson_opened(&mut self, view: &str) {
        self.teach.lesson = Lesson::from_key(view);
    }

    /// Another document takes the page's place: its levers are free.
    pub(crate) fn lesson_over(&mut self) {
        self.teach.lesson = None;
    }

    /// Names of a lesson's document that were not changed follow the language.
    pub(crate) fn lesson_translated(&mut self, locale: Locale) {
        if self.teach.lesson.is_none() {
            return;
        }
        let document = &mut self.document;
        for name in std::iter::once(&mut document.name).chain(document.policies.iter_mut().map(|p| &mut p.name)) {
            if let Some(other) = lesson_name(name, locale) {
                other.clone_into(name);
            }
        }
    }

    pub(super) fn lesson_started(&mut self, place: usize) -> Vec<Effect> {
        let Some(lesson) = Lesson::latest().nth(place) else { return Vec::new() };
        let document = document(lesson, self.locale);
        if self.teach.lesson.is_none() {
            self.teach.before = Some((self.document_id(), self.fragment()));
        }
        drop(self.switch(document, None));
        self.teach.lesson = Some(lesson);
        self.rerun()
    }

    pub(super) fn lesson_left(&mut self) -> Vec<Effect> {
        if self.teach.lesson.take().is_none() {
            return Vec::new();
        }
        match self.teach.before.take() {
            Some((id, fragment)) => self.back_to(id, &fragment),
            // the page opened with the lesson: its document stays, and all of it moves
            None => self.rerun(),
        }
    }

    fn free_levers(&self, lesson: &Lesson) -> String {
        let names: Vec<String> = lesson.levers.iter().map(|&id| self.words().to(lever_label(id))).collect();
        let between = Text::SeparatorItems.to(self.locale);
        self.words().with(Text::TeachOnlyThese, &[("levers", &names.join(between))])
    }

    fn told(&self, text: [&'static str; 2]) -> String {
        told(text, self.locale)
    }
}

/// The name of a lesson or of one of its policies, told in one language, in another.
pub fn lesson_name(name: &str, locale: Locale) -> Option<&'static str> {
    let mut pairs = LESSONS.iter().flat_map(|l| std::iter::once(l.title()).chain(l.policies.iter().map(|p| p.name)));
    pairs.find(|pair| pair.contains(&name)).map(|pair| pair[usize::from(locale == Locale::Chinese)])
}
