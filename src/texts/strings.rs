//! Texts as long strings, which the build of the page can take out of its program: for each group of texts one string for English,
//! one for Chinese and one for the keys.
//!
//! What the first screen shows comes beside the program in one language, the rest with the later part (`src/shell/split/`).

use std::hint::black_box;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Between two texts, as `build/texts.rs` writes them.
const SEPARATOR: char = '\u{1e}';

/// The texts of one data file.
pub(crate) struct Group {
    /// Place of its first text among all texts.
    pub(crate) first: usize,
    pub(crate) english: Part,
    pub(crate) chinese: Part,
    pub(crate) keys: Part,
}

impl Group {
    /// The group of a text and the place in it.
    pub(crate) fn of(groups: &'static [Self], text: usize) -> Option<(&'static Self, usize)> {
        let group = groups.get(groups.partition_point(|group| group.first <= text).checked_sub(1)?)?;
        Some((group, text - group.first))
    }
}

/// One string, cut into its texts when the first of them is asked for.
pub(crate) struct Part {
    whole: &'static str,
    texts: OnceLock<Vec<&'static str>>,
}

impl Part {
    pub(crate) const fn new(whole: &'static str) -> Self {
        Self { whole, texts: OnceLock::new() }
    }

    pub(crate) fn text(&self, place: usize) -> &'static str {
        let texts = self.texts.get_or_init(|| {
            // a string that was taken out of the module is all zeros until it is there
            if black_box(self.whole).as_bytes().first() == Some(&0) {
                fetch();
            }
            // the first two are nothing and the name of the group
            black_box(self.whole).split(SEPARATOR).skip(2).collect()
        });
        texts.get(place).copied().unwrap_or_default()
    }
}

/// Has no use itself: it is in the later part, which brings the missing strings along when it is loaded.
#[inline(never)]
fn fetch() {
    // something that happens: a function without effect would not be called
    ASKED.fetch_add(1, Ordering::Relaxed);
}

/// How often strings were missing.
static ASKED: AtomicU32 = AtomicU32::new(0);
