//! The sections, one file each. A new one is its file and a line in [`SECTIONS`].

pub mod behaviour;
pub mod break_even;
pub mod compare;
pub mod convergence;
pub mod correlations;
pub mod customers;
pub mod forecast_log;
pub mod frontier;
pub mod goal_seek;
pub mod indices;
pub mod information;
pub mod measure_first;
pub mod percentiles;
pub mod ranking;
pub mod scatter;
pub mod spider;
pub mod stress;
pub mod structural;
pub mod survey;
pub mod sweep;
pub mod tornado;

use crate::figures;
use crate::question::Question;
use crate::section::Section;
use aftercast_engine::analysis::variation::same;
#[cfg(feature = "pictures")]
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle};
use aftercast_wording::words::{Words, trimmed};

/// All sections, in the order of the page: by family.
pub const SECTIONS: &[&Section] = &[
    &tornado::SECTION,
    &indices::SECTION,
    &measure_first::SECTION,
    &sweep::SECTION,
    &spider::SECTION,
    &scatter::SECTION,
    &correlations::SECTION,
    &break_even::SECTION,
    &goal_seek::SECTION,
    &ranking::SECTION,
    &percentiles::SECTION,
    &compare::SECTION,
    &information::SECTION,
    &frontier::SECTION,
    &stress::SECTION,
    &forecast_log::SECTION,
    &structural::SECTION,
    &convergence::SECTION,
    &behaviour::SECTION,
    &survey::SECTION,
    &customers::SECTION,
];

/// The section of an id.
pub fn section(id: &str) -> Option<&'static Section> {
    SECTIONS.iter().copied().find(|section| section.id == id)
}

/// How a number is written in a language.
fn style(words: Words, unit: DisplayUnit) -> NumberStyle {
    NumberStyle::new(words.0, unit)
}

/// A text by its key, for lists that are declared as data.
fn keyed(key: &str, words: Words) -> String {
    Text::ALL.iter().find(|t| t.key() == key).map_or_else(|| key.to_owned(), |t| words.to(*t))
}

/// That a result is one number in every future, and what that often means.
fn nothing_varies(question: &Question, value: f64, words: Words) -> Vec<String> {
    let outcome = question.settings.outcome;
    let value_text = style(words, question.unit()).text(value, None);
    let holes = [("what", of_subject(question, words)), ("value", value_text)];
    let mut lines = vec![
        words.with(Text::StudyAlways, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))),
        words.to(Text::StudyNothingVaries),
    ];
    if same(value, 0.0, outcome) {
        lines.push(words.to(Text::StudyNothingHint));
    }
    lines
}

/// "Net gain (NPV): A My policy".
fn of_subject(question: &Question, words: Words) -> String {
    let outcome = words.to(figures::outcome(question.settings.outcome));
    words.with(Text::StudyOf, &[("outcome", &outcome), ("subject", &question.subject(words))])
}

/// "Net gain (NPV), mean of 256 futures: A My policy": the analyses split and compare means, and say of how many futures.
fn title(question: &Question, draws: u64, words: Words) -> String {
    let outcome = words.to(figures::outcome(question.settings.outcome));
    let draws = trimmed(draws as f64, 0);
    let outcome = words.with(Text::StudyMeanOf, &[("outcome", &outcome), ("draws", &draws)]);
    words.with(Text::StudyOf, &[("outcome", &outcome), ("subject", &question.subject(words))])
}

/// Why the net gain here is another number than that of headline and cards; nothing for an outcome of which they give the mean too.
#[cfg(feature = "pictures")]
fn means(question: &Question, words: Words) -> Option<String> {
    (question.settings.outcome == Outcome::TotalGain).then(|| words.to(Text::StudyMeansExplain))
}
