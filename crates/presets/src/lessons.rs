//! Lessons: ready exercises for a workshop, each with the levers it leaves free and a note for the teacher.
//!
//! Declared in `data/lessons.toml`. A published version never changes, because links name it.

use aftercast_i18n::{Locale, strings};
use aftercast_scenario::{Draft, Goal, LeverId, PolicyDraft};

/// A published version of a lesson. Texts are in English and Chinese.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lesson {
    /// Stable id, such as `staffing`.
    pub id: &'static str,
    /// Version, from 1.
    pub version: u32,
    /// What links name it by in `view`, such as `lesson.staffing.1`.
    pub key: &'static str,
    /// Its index among all.
    index: usize,
    /// The levers that may move; all others are locked.
    pub levers: &'static [LeverId],
    /// The policies it starts from.
    pub policies: &'static [Start],
    /// What a class guesses, round by round: the levers that policy A moves, in the lever's unit.
    pub rounds: &'static [&'static [(LeverId, f64)]],
    /// Net gain to be exceeded, CNY over the horizon.
    pub goal: f64,
}

/// A policy that a lesson starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// Its name in English and Chinese.
    pub name: [&'static str; 2],
    /// The levers it moves, in the lever's unit.
    pub levers: &'static [(LeverId, f64)],
}

include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

impl Lesson {
    /// Title.
    pub fn title(&self) -> [&'static str; 2] {
        self.text(0)
    }

    /// What it is about.
    pub fn story(&self) -> [&'static str; 2] {
        self.text(1)
    }

    /// What is to be done.
    pub fn task(&self) -> [&'static str; 2] {
        self.text(2)
    }

    /// What is to be answered.
    pub fn question(&self) -> [&'static str; 2] {
        self.text(3)
    }

    /// The texts of a lesson follow each other in the order of `crates/codegen/src/lessons.rs`.
    fn text(&self, index: usize) -> [&'static str; 2] {
        let index = self.index * 4 + index;
        [ENGLISH.text(index), CHINESE.text(index)]
    }

    /// The lesson of a key; any published version.
    ///
    /// ```
    /// use aftercast_presets::lessons::Lesson;
    /// assert_eq!(Lesson::from_key("lesson.staffing.1").map(|l| l.title()[0]), Some("The staffing cliff"));
    /// ```
    pub fn from_key(key: &str) -> Option<&'static Self> {
        LESSONS.iter().find(|lesson| lesson.key == key)
    }

    /// The latest version of every lesson, in the order of the page.
    pub fn latest() -> impl Iterator<Item = &'static Self> {
        LESSONS.iter().filter(|l| !LESSONS.iter().any(|m| m.id == l.id && m.version > l.version))
    }
}

/// A text in one of its two languages.
pub fn told(text: [&'static str; 2], locale: Locale) -> String {
    text[usize::from(locale == Locale::Chinese)].to_owned()
}

/// What a link to a lesson leaves out, in the reader's language: the policies where it has none, and names.
pub fn complete(document: &mut Draft, lesson: &Lesson, locale: Locale) {
    let own = self::document(lesson, locale);
    if document.policies.is_empty() {
        document.policies.clone_from(&own.policies);
        if document.goal == Goal::default() {
            document.goal = own.goal;
        }
    }
    let names = document.policies.iter_mut().map(|p| &mut p.name).zip(own.policies.iter().map(|p| &p.name));
    for (name, known) in names.chain([(&mut document.name, &own.name)]).filter(|(name, _)| name.is_empty()) {
        name.clone_from(known);
    }
}

/// Takes out what [`complete`] puts in.
pub fn shorten(document: &mut Draft, lesson: &Lesson) {
    let starts = lesson.policies.iter().map(|start| start.name);
    let names = document.policies.iter_mut().map(|p| &mut p.name).zip(starts);
    for (name, known) in names.chain([(&mut document.name, lesson.title())]) {
        if known.contains(&name.as_str()) {
            name.clear();
        }
    }
    let levers = |start: &Start| start.levers.iter().copied().collect::<std::collections::BTreeMap<_, _>>();
    let as_given = document.policies.len() == lesson.policies.len()
        && document
            .policies
            .iter()
            .zip(lesson.policies)
            .all(|(p, start)| p.name.is_empty() && p.levers == levers(start))
        && document.goal == Goal::TotalGainAbove(lesson.goal);
    if as_given {
        document.policies.clear();
        document.goal = Goal::default();
    }
}

/// The document that a lesson starts from.
pub fn document(lesson: &Lesson, locale: Locale) -> Draft {
    let policy =
        |start: &Start| PolicyDraft { name: told(start.name, locale), levers: start.levers.iter().copied().collect() };
    Draft {
        name: told(lesson.title(), locale),
        policies: lesson.policies.iter().map(policy).collect(),
        goal: Goal::TotalGainAbove(lesson.goal),
        ..Draft::default()
    }
}
