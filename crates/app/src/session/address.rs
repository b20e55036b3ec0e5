//! The document in the address: what a link says, what was wrong with it, and whether it gives what its sender saw.

use super::banners::banner;
use super::{Line, Session, plain_document};
use crate::MOST_POLICIES;
use crate::words::{Words, trimmed};
use aftercast_i18n::Text;
use aftercast_i18n::names::{deceives, shown};
use aftercast_link::{LinkDocument, Notice, NoticeKind, decode, encode};
use aftercast_plot::Locale;
use aftercast_presets::Preset;
use aftercast_presets::lessons::{self, Lesson};
use aftercast_scenario::{Draft, PolicyDraft};

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
    /// Whether the survey is taken at face value.
    pub face_value: bool,
    /// The view that is open: a lesson.
    pub view: String,
    /// The sender's headline result.
    pub sender: Option<Sender>,
    /// The engine of another model, where the link was written for one.
    pub other_model: Option<String>,
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
    // one link goes to a whole class: a lesson speaks the language of each reader
    let language = link.language.filter(|_| lesson.is_none());
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
        face_value: link.face_value,
        view: link.view,
        other_model,
        sender: link.result.map(|share| Sender { share, engine: link.engine }),
        notices: decoded.notices,
        document,
    })
}

/// A line of a banner that says what was not right in a link.
pub fn notice_line(notice: &Notice, words: Words) -> String {
    let own = words.to(Text::NoticePresetValue);
    let used = if notice.used.is_empty() { own } else { notice.used.clone() };
    let (text, range) = match notice.kind {
        NoticeKind::Clamped { min, max } => (Text::NoticeClamped, (min, max)),
        NoticeKind::Invalid => (Text::NoticeInvalid, (0.0, 0.0)),
        NoticeKind::Unknown => (Text::NoticeUnknown, (0.0, 0.0)),
        NoticeKind::Retired if notice.used.is_empty() => (Text::NoticeGone, (0.0, 0.0)),
        NoticeKind::Retired => (Text::NoticeRenamed, (0.0, 0.0)),
        NoticeKind::Duplicate => (Text::NoticeDuplicate, (0.0, 0.0)),
        NoticeKind::Conflict(_) => (Text::NoticeConflict, (0.0, 0.0)),
        NoticeKind::Truncated => (Text::NoticeTruncated, (0.0, 0.0)),
        NoticeKind::Checksum => (Text::NoticeChecksum, (0.0, 0.0)),
        NoticeKind::Added => (Text::NoticeAdded, (0.0, 0.0)),
        NoticeKind::Newer => (Text::NoticeNewer, (0.0, 0.0)),
        NoticeKind::Beyond => (Text::NoticeBeyond, (0.0, MOST_POLICIES as f64)),
    };
    let (min, max) = (trimmed(range.0, 6), trimmed(range.1, 6));
    let holes = [("key", notice.key.as_str()), ("given", &notice.given), ("used", &used), ("min", &min), ("max", &max)];
    words.with(text, &holes)
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
        self.written_as(Draft { settings: self.settings(), ..self.document.clone() })
    }

    /// The same to be sent: what every reader's page knows of a lesson is left out.
    pub(crate) fn fragment_to_send(&self) -> String {
        let mut draft = Draft { settings: self.settings(), ..self.document.clone() };
        if let Some(lesson) = self.lesson {
            lessons::shorten(&mut draft, lesson);
        }
        self.written_as(draft)
    }

    fn written_as(&self, draft: Draft) -> String {
        let document = LinkDocument {
            draft,
            selected: self.selected,
            view: self.lesson.map(|lesson| lesson.key.to_owned()).unwrap_or_default(),
            language: self.lesson.is_none().then_some(self.locale),
            face_value: self.face_value,
            // a guess must not be read off the address
            result: self.headline_share().filter(|_| !self.hidden()),
            engine: aftercast_engine::VERSION.to_owned(),
        };
        encode(&document).fragment
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
        let percent = |share: f64| format!("{}%", trimmed(100.0 * share, 4));
        let (same, ours) = (theirs.share == ours, percent(ours));
        let holes = [
            ("theirs", percent(theirs.share)),
            ("ours", ours),
            ("engine", theirs.engine),
            ("version", aftercast_engine::VERSION.to_owned()),
        ];
        if self.other_model {
            // the banner that says so is up; the two results belong to it
            let result = Line::Filled(Text::BannerOtherModelResult, holes.to_vec());
            if let Some(notice) = self.banners.iter_mut().find(|notice| notice.id == banner::MODEL) {
                notice.lines.push(result);
            }
            return;
        }
        if same {
            // good news asks for nothing: the status line has it, as long as the document is the sender's
            self.verified = Some(self.numbers_of_the_document());
            return;
        }
        let line = Line::Filled(Text::BannerDriftedLine, holes.to_vec());
        self.say(banner::SENDER, true, Text::BannerDrifted, vec![line]);
    }

    /// Whether what is on the page was compared with the result of a link's sender and is the same.
    pub(crate) fn verified(&self) -> bool {
        self.verified.as_ref().is_some_and(|sent| *sent == self.numbers_of_the_document())
    }

    /// The document without what changes no number.
    fn numbers_of_the_document(&self) -> Draft {
        let running = self.running_document();
        let plain = Draft::default();
        let policies =
            running.policies.into_iter().map(|p| PolicyDraft { name: String::new(), levers: p.levers }).collect();
        Draft {
            name: plain.name,
            comment: plain.comment,
            charts: plain.charts,
            currency: plain.currency,
            policies,
            ..running
        }
    }
}
