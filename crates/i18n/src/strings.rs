//! Texts as long strings, each cut when the first of its texts is asked for: for each group of texts one string for English, one for
//! Chinese and one for the keys. As a table of strings they would make the program of the page larger.

use std::sync::OnceLock;

/// Between two texts, as `crates/codegen/src/texts.rs` writes them.
const SEPARATOR: char = '\u{1e}';

/// The texts of one data file.
pub struct Group {
    /// Place of its first text among all texts.
    pub first: usize,
    /// Its texts in English.
    pub english: Part,
    /// Its texts in Chinese.
    pub chinese: Part,
    /// The keys of its texts.
    pub keys: Part,
}

impl Group {
    /// The group of a text and the place in it.
    pub fn of(groups: &'static [Self], text: usize) -> Option<(&'static Self, usize)> {
        let group = groups.get(groups.partition_point(|group| group.first <= text).checked_sub(1)?)?;
        Some((group, text - group.first))
    }
}

/// One string, cut into its texts when the first of them is asked for.
pub struct Part {
    whole: &'static str,
    texts: OnceLock<Vec<&'static str>>,
}

impl Part {
    /// A string that holds texts one after another.
    pub const fn new(whole: &'static str) -> Self {
        Self { whole, texts: OnceLock::new() }
    }

    /// The text at a place; empty where there is none.
    pub fn text(&self, place: usize) -> &'static str {
        let texts = self.texts.get_or_init(|| self.whole.split(SEPARATOR).collect());
        texts.get(place).copied().unwrap_or_default()
    }
}
