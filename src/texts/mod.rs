//! Texts of the page in English and Chinese, declared in `data/`; a missing translation does not build.

pub mod analysis;

use crate::engine::scenario::{AssumptionGroup, AssumptionId, LeverGroup, LeverId};

/// Language of texts, and whose habits numbers follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// K, M, B; "points"; "min".
    #[default]
    English,
    /// 万, 亿; 个百分点; 分钟.
    Chinese,
}

impl Locale {
    /// The language tag for a document.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Text {
    /// The text in a language.
    pub const fn to(self, locale: Locale) -> &'static str {
        match locale {
            Locale::English => self.en(),
            Locale::Chinese => self.zh(),
        }
    }

    /// The text with its holes filled: `{name}` becomes the value of that name.
    ///
    /// ```
    /// use aftercast::texts::{Locale, Text};
    /// assert_eq!(Text::AppName.with(Locale::English, &[("unused", "x")]), "Aftercast");
    /// ```
    pub fn with(self, locale: Locale, holes: &[(&str, &str)]) -> String {
        let text = self.to(locale);
        let mut out = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            if let Some((_, value)) = holes.iter().find(|(hole, _)| *hole == name) {
                out.push_str(value);
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}
