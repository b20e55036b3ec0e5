//! Texts as long strings, each cut when the first of its texts is asked for: for each group of texts one string for English, one for
//! Chinese and one for the keys. As a table of strings they would make the program of the page larger. The keys stand apart: a part of
//! the program that shows texts and asks for none by its key carries none.

use std::sync::OnceLock;

/// Between two texts, as `crates/codegen/src/texts.rs` writes them.
const SEPARATOR: char = '\u{1e}';

/// The texts of one data file.
pub struct Group {
    /// Index of its first text among all texts.
    pub first: usize,
    /// Its texts in English.
    pub english: Part,
    /// Its texts in Chinese.
    pub chinese: Part,
}

impl Group {
    /// The number of a text's group and the index in it.
    pub fn of(groups: &[Self], text: usize) -> Option<(usize, usize)> {
        let number = groups.partition_point(|group| group.first <= text).checked_sub(1)?;
        Some((number, text - groups.get(number)?.first))
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

    /// The text at an index; empty where there is none.
    pub fn text(&self, index: usize) -> &'static str {
        self.texts().get(index).copied().unwrap_or_default()
    }

    /// The index of a text.
    pub fn index_of(&self, text: &str) -> Option<usize> {
        self.texts().iter().position(|own| *own == text)
    }

    fn texts(&self) -> &[&'static str] {
        self.texts.get_or_init(|| self.whole.split(SEPARATOR).collect())
    }
}
