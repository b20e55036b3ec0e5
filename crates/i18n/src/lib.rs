//! Texts of the page in English and Chinese, declared in `data/`; a missing translation does not build. Names and numbers as they are
//! written.

pub mod currency;
pub mod names;
pub mod numbers;
pub mod strings;

use std::fmt;

use aftercast_scenario::{AssumptionGroup, AssumptionId, LeverGroup, LeverId};

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

/// What a figure of the survey says, by its id; nothing where no figure has that id.
///
/// ```
/// use aftercast_i18n::{Locale, evidence_figure};
/// assert!(evidence_figure("3.1-csi", Locale::English).starts_with("overall satisfaction index 68.5 of 100"));
/// ```
pub fn evidence_figure(id: &str, locale: Locale) -> &'static str {
    FIGURES.iter().find(|(own, _)| *own == id).map_or("", |(_, text)| text.to(locale))
}

/// What is remarked on the verdict of an outside anchor, as an id of the evidence file; empty where nothing is.
///
/// ```
/// use aftercast_i18n::{Locale, evidence_remark};
/// assert!(evidence_remark("x-it-projects", Locale::English).contains("delivery"));
/// assert_eq!(evidence_remark("3.1-csi", Locale::English), "");
/// ```
pub fn evidence_remark(id: &str, locale: Locale) -> &'static str {
    REMARKS.iter().find(|(own, _)| *own == id).map_or("", |(_, text)| text.to(locale))
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl Text {
    /// The text in a language.
    pub fn to(self, locale: Locale) -> &'static str {
        let plain = match locale {
            Locale::English => self.en(),
            Locale::Chinese => self.zh(),
        };
        currency::named(self, plain, locale)
    }

    /// The text in English.
    pub fn en(self) -> &'static str {
        self.look_up(|group| &GROUPS[group].english)
    }

    /// The text in Chinese.
    pub fn zh(self) -> &'static str {
        self.look_up(|group| &GROUPS[group].chinese)
    }

    /// The key as written in the data files.
    pub fn key(self) -> &'static str {
        self.look_up(|group| KEYS[group])
    }

    /// The text of a figure, in `data/texts/company.toml` or `verify.toml`, by a key such as `fact_csi`: it asks for the keys of these
    /// files alone.
    ///
    /// ```
    /// use aftercast_i18n::Text;
    /// assert_eq!(Text::of_figure("fact_csi").map(Text::en), Some("Satisfaction today"));
    /// assert_eq!(Text::of_figure("app_name"), None);
    /// ```
    pub fn of_figure(key: &str) -> Option<Self> {
        let found = FIGURE_KEYS.iter().find_map(|(group, keys)| Some(GROUPS[*group].first + keys.place(key)?));
        Self::ALL.get(found?).copied()
    }

    fn look_up(self, part: impl Fn(usize) -> &'static strings::Part) -> &'static str {
        strings::Group::of(&GROUPS, self as usize).map_or("", |(group, place)| part(group).text(place))
    }

    /// The text with its holes filled: `{name}` becomes the value of that name.
    ///
    /// ```
    /// use aftercast_i18n::{Locale, Text};
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
