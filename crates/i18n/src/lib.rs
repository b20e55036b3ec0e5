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

/// What a figure of the report says, by its id; nothing where no figure has that id.
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

/// Makes the texts of `data/texts/late/` known: only who calls this carries them, which on the page is its late part. Until then they are
/// empty there; elsewhere they are always known.
pub fn bring_late_texts() {
    late::bring();
}

/// Texts that the main part of the page does not carry.
mod late {
    use super::{LATE_GROUPS, strings};

    #[cfg(target_arch = "wasm32")]
    static BROUGHT: std::sync::OnceLock<&'static [strings::Group]> = std::sync::OnceLock::new();

    #[cfg(target_arch = "wasm32")]
    pub fn bring() {
        BROUGHT.get_or_init(|| &LATE_GROUPS);
    }

    #[cfg(target_arch = "wasm32")]
    pub fn groups() -> &'static [strings::Group] {
        BROUGHT.get().copied().unwrap_or_default()
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub const fn bring() {}

    #[cfg(not(target_arch = "wasm32"))]
    pub fn groups() -> &'static [strings::Group] {
        &LATE_GROUPS
    }
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
        self.look_up(|group| &group.english)
    }

    /// The text in Chinese.
    pub fn zh(self) -> &'static str {
        self.look_up(|group| &group.chinese)
    }

    /// The key as written in the data files.
    pub fn key(self) -> &'static str {
        let before = if self.is_late() { GROUPS.len() } else { 0 };
        let found = strings::Group::of(self.groups(), self as usize);
        found.and_then(|(number, index)| Some(KEYS.get(before + number)?.text(index))).unwrap_or_default()
    }

    /// The text of a figure, in `data/texts/company.toml`, `late/company_help.toml` or `late/verify.toml`, by a key such as `fact_csi`: it asks for the keys of these
    /// files alone.
    ///
    /// ```
    /// use aftercast_i18n::Text;
    /// assert_eq!(Text::of_figure("fact_csi").map(Text::en), Some("Satisfaction today"));
    /// assert_eq!(Text::of_figure("app_name"), None);
    /// ```
    pub fn of_figure(key: &str) -> Option<Self> {
        let first = |group: usize| {
            let late = group.checked_sub(GROUPS.len()).and_then(|late| late::groups().get(late));
            GROUPS.get(group).or(late).map(|group| group.first)
        };
        let found = FIGURE_KEYS.iter().find_map(|(group, keys)| Some(first(*group)? + keys.index_of(key)?));
        Self::ALL.get(found?).copied()
    }

    /// Whether it is one of `data/texts/late/`.
    const fn is_late(self) -> bool {
        self as usize >= FIRST_LATE
    }

    fn groups(self) -> &'static [strings::Group] {
        if self.is_late() { late::groups() } else { &GROUPS }
    }

    fn look_up(self, part: fn(&'static strings::Group) -> &'static strings::Part) -> &'static str {
        let groups = self.groups();
        strings::Group::of(groups, self as usize).map_or("", |(number, index)| part(&groups[number]).text(index))
    }

    /// The text with its holes filled: `{name}` becomes the value of that name.
    ///
    /// ```
    /// use aftercast_i18n::{Locale, Text};
    /// assert_eq!(Text::AppName.with(Locale::English, &[("unused", "x")]), "Aftercast");
    /// ```
    pub fn with(self, locale: Locale, holes: &[(&str, &str)]) -> String {
        fill(self.to(locale), locale, holes)
    }
}

/// A text with its holes filled. In Chinese a space stands between Chinese characters and what is written in others, whatever fills the
/// hole, and none between Chinese characters.
fn fill(text: &str, locale: Locale, holes: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        push(&mut out, before, locale);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = holes.iter().find(|(hole, _)| *hole == name) {
            // a space of the text is for a number or a name in other letters
            if locale == Locale::Chinese && value.starts_with(is_chinese) && out.ends_with(' ') {
                let kept = out.trim_end_matches(' ').len();
                if out[..kept].ends_with(is_chinese) {
                    out.truncate(kept);
                }
            }
            push(&mut out, value, locale);
        }
        rest = tail;
        if locale == Locale::Chinese && out.ends_with(is_chinese) {
            rest = rest.strip_prefix(' ').filter(|rest| rest.starts_with(is_chinese)).unwrap_or(rest);
        }
    }
    push(&mut out, rest, locale);
    out
}

fn push(out: &mut String, more: &str, locale: Locale) {
    if is_set_apart(out, more, locale) {
        out.push(' ');
    }
    out.push_str(more);
}

/// Whether a space belongs between two pieces of a sentence: in Chinese, where one ends with Chinese and the other begins in other letters.
///
/// ```
/// use aftercast_i18n::{Locale, is_set_apart};
/// assert!(is_set_apart("方案 E", "最优", Locale::Chinese));
/// assert!(!is_set_apart("方案", "最优", Locale::Chinese));
/// assert!(!is_set_apart("policy", "pays", Locale::English));
/// ```
pub fn is_set_apart(before: &str, after: &str, locale: Locale) -> bool {
    let is_other = |c: char| c.is_ascii_alphanumeric() || "+−±%¥$€£".contains(c);
    let meet = before.ends_with(is_chinese) && after.starts_with(is_other)
        || before.ends_with(is_other) && after.starts_with(is_chinese);
    locale == Locale::Chinese && meet
}

/// A Chinese character, and no punctuation.
fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_other_letters_are_set_apart_by_one_space() {
        let said = |text: &str, policy: &str| fill(text, Locale::Chinese, &[("policy", policy)]);
        for (text, policy, whole) in [
            ("应选{policy}，再议", "A 旺季增员", "应选 A 旺季增员，再议"),
            ("{policy}即可盈利", "A", "A 即可盈利"),
            ("应选 {policy} 方案", "A", "应选 A 方案"),
            ("应选 {policy} 方案", "旺季增员", "应选旺季增员方案"),
            ("约{policy}高", "¥640万", "约 ¥640万高"),
            ("约{policy}起", "5%", "约 5% 起"),
            ("“{policy}”高", "AI", "“AI”高"),
            ("{policy}%", "35", "35%"),
        ] {
            assert_eq!(said(text, policy), whole);
        }
        assert_eq!(fill("{policy}高", Locale::English, &[("policy", "A")]), "A高");
    }
}
