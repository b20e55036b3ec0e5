//! Names that follow the language: those of a fresh page, of presets and of lessons, as long as they are not changed.

use super::{Session, address};
use crate::words::Words;
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_link::{LinkDocument, decode};
use aftercast_plot::Locale;
use aftercast_presets::lessons::LESSONS;
use aftercast_scenario::{Draft, PolicyDraft, RunSettings};

/// The document a page opens with: three policies that differ from today, so that it opens with a finding.
pub fn first_document(locale: Locale) -> Draft {
    Draft { policies: address::first_policies(locale), settings: RunSettings::default(), ..Draft::default() }
}

/// What stands in for policies where a link or a file names none: one to be moved, and one to compare with. Published links
/// without policies mean these.
pub fn plain_document(locale: Locale) -> Draft {
    let words = Words(locale);
    let mut document = Draft { settings: RunSettings::default(), ..Draft::default() };
    document.policies.push(PolicyDraft { name: words.to(Text::PolicyFirst), ..PolicyDraft::default() });
    document.policies.push(address::second_policy(locale));
    document
}

/// Whether two fragments are the same document with the same result.
pub fn same_result(a: &str, b: &str) -> bool {
    let result = |link: &LinkDocument| (link.result, link.engine.clone());
    let (a, b) = (decode(a).document, decode(b).document);
    result(&a) == result(&b) && same_document(&a.draft, &b.draft)
}

/// Whether two documents are the same but for names that follow the language.
pub(crate) fn same_document(a: &Draft, b: &Draft) -> bool {
    a == b || neutral(a) == neutral(b)
}

/// A document with the names that follow the language in one language.
fn neutral(draft: &Draft) -> Draft {
    let [from, to] = [Locale::Chinese, Locale::English].map(plain_document);
    let mut draft = draft.clone();
    for (index, policy) in draft.policies.iter_mut().enumerate() {
        let own = from.policies.get(index).zip(to.policies.get(index)).filter(|(from, _)| from.name == policy.name);
        let name = own.map(|(_, to)| to.name.clone()).or_else(|| address::translated(&policy.name, Locale::English));
        policy.name = name.unwrap_or_else(|| neutral_name(&policy.name));
    }
    draft.name = neutral_name(&draft.name);
    draft
}

fn neutral_name(name: &str) -> String {
    lesson_name(name, Locale::English).unwrap_or(name).to_owned()
}

/// The name of a lesson or of one of its policies, told in one language, in another.
fn lesson_name(name: &str, locale: Locale) -> Option<&'static str> {
    let mut pairs = LESSONS.iter().flat_map(|l| std::iter::once(l.title()).chain(l.policies.iter().map(|p| p.name)));
    pairs.find(|pair| pair.contains(&name)).map(|pair| pair[usize::from(locale == Locale::Chinese)])
}

impl Session {
    /// The language changes, and with it the names that were not changed.
    pub(crate) fn locale_chosen(&mut self, locale: Locale) {
        let new = plain_document(locale);
        // a state that is brought back may have the names of either language
        let known = [Locale::English, Locale::Chinese].map(plain_document);
        for policy in &mut self.document.policies {
            let mut names = known.iter().flat_map(|old| old.policies.iter().zip(&new.policies));
            let own = names.find(|(old, _)| old.name == policy.name);
            if let Some((_, translated)) = own {
                policy.name.clone_from(&translated.name);
            } else if let Some(name) = address::translated(&policy.name, locale) {
                policy.name = name;
            }
        }
        self.lesson_translated(locale);
        self.locale = locale;
        self.changes.moved_on = true;
        self.checked = check(&self.running_document());
    }

    /// Names of a lesson's document that were not changed follow the language.
    pub(crate) fn lesson_translated(&mut self, locale: Locale) {
        if self.lesson.is_none() {
            return;
        }
        let document = &mut self.document;
        for name in std::iter::once(&mut document.name).chain(document.policies.iter_mut().map(|p| &mut p.name)) {
            if let Some(other) = lesson_name(name, locale) {
                other.clone_into(name);
            }
        }
    }
}
