//! The document in the address: what a link says, what was wrong with it, and whether it gives what its sender saw.

use super::banners::banner;
use super::{Line, Session, plain_document};
use crate::words::trimmed;
use aftercast_i18n::Text;
use aftercast_i18n::names::{deceives, shown};
use aftercast_link::{LinkDocument, Notice, Round, decode, encode};
use aftercast_plot::Locale;
use aftercast_presets::Preset;
use aftercast_presets::lessons::{self, Lesson};
use aftercast_scenario::{Draft, PolicyDraft, RunSettings};

/// The presets that a fresh page opens with.
const FIRST: [&str; 3] = ["peaks.1", "hybrid.1", "returns.1"];
/// The preset that stands beside an own policy where a link names none.
const SECOND: &str = "hybrid.1";

/// Headline result of a link's sender.
#[derive(Clone, Debug, PartialEq)]
pub struct Sender {
    /// Share of futures that met the goal, 0 to 1.
    pub share: f64,
    /// Engine version that computed it.
    pub engine: String,
}

/// What a fragment opened.
#[derive(Debug)]
pub struct Opened {
    /// A document that can run.
    pub document: Draft,
    /// The policy the levers edit.
    pub selected: usize,
    /// Language of the sender's page.
    pub locale: Option<Locale>,
    /// The view that is open: a lesson.
    pub view: String,
    /// The sender's headline result.
    pub sender: Option<Sender>,
    /// The engine of another model, where the link was written for one.
    pub other_model: Option<String>,
    /// What a class does with it.
    pub round: Round,
    /// What was not right.
    pub notices: Vec<Notice>,
}

/// Reads a fragment; `None` where it is empty.
pub fn open(fragment: &str, locale: Locale) -> Option<Opened> {
    let text = fragment.trim().trim_start_matches('#');
    if text.is_empty() {
        return None;
    }
    let decoded = decode(text);
    let link = decoded.document;
    let other_model = link.other_model().map(str::to_owned);
    let mut document = link.draft;
    let lesson = Lesson::from_key(&link.view);
    // one link goes to a whole class: it speaks the language of each reader
    let language = link.language.filter(|_| lesson.is_none() && !link.round.asks());
    if let Some(lesson) = lesson {
        lessons::complete(&mut document, lesson, locale);
    }
    if document.policies.is_empty() {
        // a page has at least one policy to move
        document.policies = plain_document(language.unwrap_or(locale)).policies;
        document.policies.truncate(1);
    }
    Some(Opened {
        selected: link.selected,
        locale: language,
        view: link.view,
        other_model,
        sender: link.result.map(|share| Sender { share, engine: link.engine }),
        round: link.round,
        notices: decoded.notices,
        document,
    })
}

/// What a document asks of a class ([`Session::question`]).
pub(crate) fn question(document: &Draft, selected: usize, view: &str) -> String {
    let levers = document.policies.get(selected).map(|policy| policy.levers.clone()).unwrap_or_default();
    let settings = RunSettings { draws: RunSettings::default().draws, ..document.settings };
    let policies = vec![PolicyDraft { name: String::new(), levers }];
    let draft = Draft { policies, settings, name: String::new(), comment: String::new(), ..document.clone() };
    let link = LinkDocument { draft, view: view.to_owned(), engine: String::new(), ..LinkDocument::default() };
    encode(&link).fragment
}

fn policy_of(preset: &Preset, locale: Locale) -> PolicyDraft {
    PolicyDraft { name: name_of(preset, locale).to_owned(), levers: preset.lever_map() }
}

fn name_of(preset: &Preset, locale: Locale) -> &'static str {
    match locale {
        Locale::English => preset.name_en,
        Locale::Chinese => preset.name_zh,
    }
}

/// The policies of a fresh page.
pub fn first_policies(locale: Locale) -> Vec<PolicyDraft> {
    FIRST.iter().filter_map(|key| Preset::from_key(key)).map(|preset| policy_of(preset, locale)).collect()
}

/// The second policy where a link names none.
pub fn second_policy(locale: Locale) -> PolicyDraft {
    Preset::from_key(SECOND).map_or_else(PolicyDraft::default, |preset| policy_of(preset, locale))
}

/// A preset as a policy, by its position among the latest versions.
pub fn preset(index: usize, locale: Locale) -> Option<PolicyDraft> {
    Preset::latest().nth(index).map(|preset| policy_of(preset, locale))
}

/// All presets with their stories.
pub fn presets(locale: Locale) -> Vec<(PolicyDraft, String)> {
    let story = |preset: &Preset| if locale == Locale::Chinese { preset.story_zh } else { preset.story_en };
    Preset::latest().map(|preset| (policy_of(preset, locale), story(preset).to_owned())).collect()
}

/// The name of a preset, told in one language, in another.
pub fn translated(name: &str, locale: Locale) -> Option<String> {
    let named = Preset::latest().find(|p| p.name_en == name || p.name_zh == name)?;
    Some(name_of(named, locale).to_owned())
}

impl Session {
    /// The document as an address fragment, without `#`.
    pub fn fragment(&self) -> String {
        encode(&self.link_of(Draft { settings: self.settings(), ..self.document.clone() })).fragment
    }

    /// The same to be sent: what every reader's page knows of a lesson is left out.
    pub(crate) fn fragment_to_send(&self) -> String {
        encode(&self.link_to_send()).fragment
    }

    /// The document for a class: without a language and a result, with what is asked or answered. An answer holds no names.
    pub(crate) fn fragment_for_class(&self, round: Round) -> String {
        let mut link = LinkDocument { language: None, result: None, ..self.link_to_send() };
        if round.guess.is_some() {
            let policies = link.draft.policies.iter_mut().map(|policy| &mut policy.name);
            policies.chain([&mut link.draft.name, &mut link.draft.comment]).for_each(String::clear);
        }
        encode(&LinkDocument { round, ..link }).fragment
    }

    /// What is asked of a class, in one spelling whatever the language, the names and the policies beside: two documents ask the same
    /// where this is the same.
    pub(crate) fn question(&self) -> String {
        let view = self.lesson.map(|lesson| lesson.key).unwrap_or_default();
        question(&self.document, self.selected, view)
    }

    fn link_to_send(&self) -> LinkDocument {
        let mut draft = Draft { settings: self.settings(), ..self.document.clone() };
        if let Some(lesson) = self.lesson {
            lessons::shorten(&mut draft, lesson);
        }
        self.link_of(draft)
    }

    fn link_of(&self, draft: Draft) -> LinkDocument {
        LinkDocument {
            draft,
            selected: self.selected,
            view: self.lesson.map(|lesson| lesson.key.to_owned()).unwrap_or_default(),
            language: (self.lesson.is_none() && !self.asked).then_some(self.locale),
            // a guess must not be read off the address
            result: self.headline_share().filter(|_| !self.hidden()),
            engine: aftercast_engine::VERSION.to_owned(),
            round: Round { ask: self.asked, ..Round::default() },
        }
    }

    /// That names are shown otherwise than they stand in the document, a line each; `None` where all are as they stand.
    pub(crate) fn deceiving_names(&self) -> Option<Vec<Line>> {
        let names = std::iter::once(&self.document.name).chain(self.document.policies.iter().map(|p| &p.name));
        let line = |name: &String| Line::Filled(Text::BannerNamesLine, vec![("name", shown(name))]);
        let lines: Vec<Line> = names.filter(|name| deceives(name)).map(line).collect();
        (!lines.is_empty()).then_some(lines)
    }

    /// Compares our complete headline result with that of the link's sender, once.
    pub(crate) fn compare_with_sender(&mut self) {
        let Some(ours) = self.headline_share() else { return };
        let Some(theirs) = self.sender.take() else { return };
        let holes = |unit: &str| {
            let written = |share: f64| format!("{}{unit}", trimmed(100.0 * share, 4));
            let version = aftercast_engine::VERSION.to_owned();
            let results = [("theirs", written(theirs.share)), ("ours", written(ours))];
            results.into_iter().chain([("engine", theirs.engine.clone()), ("version", version)]).collect::<Vec<_>>()
        };
        if self.other_model {
            // the banner that says so is up; the two results belong to it
            let result = Line::Filled(Text::BannerOtherModelResult, holes("%"));
            if let Some(notice) = self.banners.iter_mut().find(|notice| notice.id == banner::MODEL) {
                notice.lines.push(result);
            }
            return;
        }
        if theirs.share == ours {
            // good news asks for nothing: the status line has it, as long as the document is the sender's
            self.verified = Some(self.numbers_of_the_document());
            return;
        }
        let line = Line::Filled(Text::BannerDriftedLine, holes(""));
        self.show_banner(banner::SENDER, true, Text::BannerDrifted, vec![line]);
    }

    /// Whether what is on the page was compared with the result of a link's sender and is the same.
    pub(crate) fn verified(&self) -> bool {
        self.verified.as_ref().is_some_and(|sent| *sent == self.numbers_of_the_document())
    }

    /// The document without what changes no number.
    fn numbers_of_the_document(&self) -> Draft {
        self.running_document().in_numbers()
    }
}
