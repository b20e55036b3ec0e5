//! What outlasts a reload.

use super::tests::{done, of};
use super::*;
use aftercast_analyses::sections::{frontier, spider, sweep};

fn document() -> Draft {
    let mut draft = crate::plain_document(Locale::English);
    draft.settings.draws = 64;
    draft
}

fn first() -> (Analyses, String) {
    let mut analyses = Analyses::new();
    analyses.update(of(document(), Locale::English, Theme::Light));
    analyses.update(Event::Opened(&frontier::SECTION));
    for (field, value) in [(Field::Evaluations, "200"), (Field::SearchDraws, "64"), (Field::Policy, "today")] {
        analyses.update(Event::Set(field, value.to_owned()));
    }
    analyses.update(Event::Set(Field::Outcome, "csi".to_owned()));
    let text = analyses.memory().unwrap();
    (analyses, text)
}

/// The page is loaded anew, with this of the settings and of what was found.
fn reloaded(settings: &str, found: impl IntoIterator<Item = String>, document: Draft) -> Analyses {
    let mut analyses = Analyses::new();
    analyses.update(Event::Recalled { settings: Some(settings.to_owned()), found: found.into_iter().collect() });
    analyses.update(of(document, Locale::Chinese, Theme::Dark));
    analyses
}

#[test]
fn section_and_settings_outlast_a_reload() {
    let (_, text) = first();
    let analyses = reloaded(&text, None, document());
    assert_eq!(analyses.section().id, "frontier");
    assert_eq!((analyses.settings.search.evaluations, analyses.settings.outcome.name()), (200, "csi"));
    assert_eq!(analyses.settings.policy, None);
    // policies are those of the document alone
    let mut other = document();
    other.settings.draws = 128;
    let analyses = reloaded(&text, None, other);
    assert_eq!((analyses.settings.search.evaluations, analyses.settings.policy), (200, Some(1)));
    // an address that names a section is heard, not what was kept
    let mut linked = Analyses::new();
    linked.update(Event::Recalled { settings: Some(text), found: Vec::new() });
    linked.update(Event::Linked("stress".to_owned()));
    linked.update(of(document(), Locale::English, Theme::Light));
    assert_eq!(linked.section().id, "stress");
    // what another version kept is no harm
    assert_eq!(reloaded("{}", Some("[]".to_owned()), document()).section().id, "tornado");
}

#[test]
fn what_took_long_is_found_anew_without_computing() {
    let (mut analyses, text) = first();
    // a slow machine: so small a search takes long
    analyses.by_itself.pace = 1.0;
    let started = analyses.update(Event::Started);
    let Some(Effect::Run { run, plan }) = started.into_iter().next() else { panic!("nothing was started") };
    let effects = analyses.update(Event::Found { run, finding: done(plan) });
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::KeepInTab(key, text) if *key == FOUND_KEYS[0] => Some(text.clone()),
        _ => None,
    });
    let kept = kept.unwrap();
    assert!(kept.len() < 2_000_000, "{} characters", kept.len());
    let again = reloaded(&text, Some(kept.clone()), document());
    assert!(!again.is_stale() && again.kept().is_some());
    let numbers = |analyses: &Analyses| analyses.numbers().unwrap().to_string();
    assert_eq!(numbers(&again), numbers(&analyses), "the same to the last bit");
    // another document, another setting, or a broken text has no answer
    let mut other = document();
    other.settings.seed = 7;
    assert!(reloaded(&text, Some(kept.clone()), other).kept().is_none());
    assert!(reloaded(&text, Some(kept.replacen("AAAA", "AAAB", 1)), document()).kept().is_none());
    let mut later = reloaded("{}", Some(kept), document());
    later.update(Event::Opened(&frontier::SECTION));
    assert!(later.kept().is_none());
    later.update(Event::Opened(&sweep::SECTION));
}

#[test]
fn what_came_by_itself_is_found_anew_beside_what_took_long() {
    let (mut analyses, text) = first();
    let mut kept: Vec<String> = Vec::new();
    for (section, pace, key) in [(&frontier::SECTION, 1.0, FOUND_KEYS[0]), (&spider::SECTION, 1e-9, FOUND_KEYS[1])] {
        analyses.update(Event::Opened(section));
        analyses.by_itself.pace = pace;
        let started = analyses.update(Event::Started);
        let Some(Effect::Run { run, plan }) = started.into_iter().next_back() else { panic!("nothing was started") };
        let effects = analyses.update(Event::Found { run, finding: done(plan) });
        kept.extend(effects.into_iter().find_map(|effect| match effect {
            Effect::KeepInTab(at, text) if at == key => Some(text),
            _ => None,
        }));
    }
    let mut again = reloaded(&text, kept, document());
    for section in [&frontier::SECTION, &spider::SECTION] {
        again.update(Event::Opened(section));
        assert!(again.kept().is_some() && !again.is_stale(), "{}", section.id);
    }
}
