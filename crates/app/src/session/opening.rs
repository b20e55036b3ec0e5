//! Documents come onto the page: from an address, from the browser's history, from those that are kept.

use super::Effect;
use super::banners::banner;
use super::names::same_document;
use super::place::is_place;
use super::{History, Line, Session, Stored, address, first_document};
use aftercast_i18n::Text;
use aftercast_link::{Notice, NoticeKind, decode};
use aftercast_plot::{Locale, Theme};
use aftercast_presets::lessons::Lesson;
use aftercast_scenario::Draft;

impl Session {
    /// The page opens with a fragment, and with the language and theme that the browser wishes.
    pub(crate) fn page_opened(&mut self, fragment: &str, locale: Locale, theme: Theme) -> Vec<Effect> {
        self.theme = theme;
        self.locale = locale;
        self.document = first_document(locale);
        let last = fragment.trim_start_matches('#').is_empty();
        let fragment = self.library.resolve(fragment);
        self.open(&fragment);
        if last {
            // the language is the reader's, not that in which the document was kept
            self.locale_chosen(locale);
        }
        self.opened_from_address();
        self.rerun()
    }

    /// The address was changed by hand or by the history: nothing where it is our own change.
    pub(crate) fn fragment_changed(&mut self, fragment: &str) -> Vec<Effect> {
        if fragment == self.written {
            return Vec::new();
        }
        if let Some(left) = self.document_id() {
            self.library.histories.insert(left, self.history.clone());
        }
        self.keep_state();
        // another document: it must not be kept in place of the one before
        let fragment = if fragment.is_empty() { String::new() } else { self.library.resolve(fragment) };
        self.open(&fragment);
        self.opened_from_address();
        self.rerun()
    }

    /// Whether a fragment is the document on the page: an entry of another place may have been written before the result was there.
    fn is_here(&self, fragment: &str) -> bool {
        let link = decode(fragment).document;
        let own = Draft { settings: self.settings(), ..self.document.clone() };
        // what a sender saw, and with which model, is compared
        let is_told = link.result.is_none() || link.result == self.headline_share();
        let is_known = link.view.is_empty() || is_place(&link.view) || Lesson::from_key(&link.view).is_some();
        let view = (link.selected, Lesson::from_key(&link.view).map(|lesson| lesson.key));
        view == (self.selected, self.lesson.map(|lesson| lesson.key))
            && is_known
            && is_told
            && link.other_model().is_none()
            && same_document(&link.draft, &own)
    }

    /// The browser's history leads to an entry, of a kept document where it names one.
    pub(crate) fn returned(&mut self, fragment: &str, id: Option<&str>) -> Vec<Effect> {
        let here = self.document_id();
        if id == here.as_deref() && (fragment == self.written || self.is_here(fragment)) {
            return Vec::new();
        }
        let Some(stored) = id.and_then(|id| self.library.get(id).cloned()) else {
            return self.fragment_changed(fragment);
        };
        if here.as_deref() != id {
            // as it is kept, which may be more than the entry knows
            return self.open_stored(&stored);
        }
        // an earlier state of the document on the page: a change like any other
        let locale = self.locale;
        self.keep_state();
        self.held = None;
        self.open(fragment);
        self.sender = None;
        self.locale_chosen(locale);
        self.rerun()
    }

    /// A document is brought to the first screen: a change like any other, which can be taken back. A lesson goes on.
    pub(crate) fn brought(&mut self, document: Draft, selected: usize) -> Vec<Effect> {
        self.place.clear();
        self.changes.opened = true;
        self.select(selected);
        let effects = self.change(|own| *own = document);
        if effects.is_empty() { vec![Effect::WriteFragment(self.write())] } else { effects }
    }

    /// Opens a fragment in the reader's language, as another document than the one before.
    pub(crate) fn open_beside(&mut self, fragment: &str) -> Vec<Effect> {
        let locale = self.locale;
        self.keep_state();
        // a document of its own: it must not be kept in place of the one before
        let fragment = self.library.resolve(fragment);
        self.open(&fragment);
        self.sender = None;
        self.locale_chosen(locale);
        self.opened_from_address();
        self.rerun()
    }

    /// Another tab may have given reasons for the changes of this very document.
    pub(crate) fn take_up_history(&mut self) {
        let own = self.document_id().and_then(|id| self.library.get(&id).cloned());
        if let Some(own) = own.filter(|own| own.fragment == self.written && own.history != self.history.text()) {
            self.history = History::read(&own.history);
        }
    }

    /// A document was opened. Of one's own there is nothing to compare with its sender, unless another engine computed it.
    fn opened_from_address(&mut self) {
        self.changes.replaced = true;
        self.library.opened = Some(self.document.clone());
        match self.library.current.clone() {
            // what is taken back belongs to each kept document alone
            Some(id) => self.history = self.library.history_of(&id),
            None => self.history.begin(),
        }
        let same_engine = self.sender.as_ref().is_some_and(|s| s.engine == aftercast_engine::VERSION);
        if self.library.current.is_some() && same_engine {
            self.sender = None;
        }
    }

    /// Takes over what a fragment says.
    fn open(&mut self, fragment: &str) {
        self.changes.opened = true;
        self.changes.moved_on = true;
        self.rule.opened();
        self.dismiss_banners(&[banner::LINK, banner::SENDER, banner::INVALID, banner::MODEL]);
        self.other_model = false;
        self.verified = None;
        let Some(opened) = address::open(fragment, self.locale) else { return };
        self.document = opened.document;
        self.lesson = Lesson::from_key(&opened.view);
        let mut notices = opened.notices;
        if is_place(&opened.view) {
            self.place.clone_from(&opened.view);
        } else if self.lesson.is_none() && !opened.view.is_empty() && !opened.view.starts_with("lesson") {
            let used = self.words().to(Text::UiWorkbench);
            notices.push(Notice::new(NoticeKind::Invalid, "view", &opened.view, used));
        }
        self.asked = opened.round.asks();
        self.selected = opened.selected.min(self.document.policies.len().saturating_sub(1));
        self.locale = opened.locale.unwrap_or(self.locale);
        self.lesson_translated(self.locale);
        self.sender = opened.sender;
        self.changes.reread = true;
        if let Some(engine) = opened.other_model {
            self.other_model = true;
            let major = engine.split('.').next().and_then(|major| major.parse::<u32>().ok());
            let holes = vec![("engine", engine), ("version", aftercast_engine::VERSION.to_owned())];
            // before engine 2 a link without a goal aimed at the net gain
            let is_older = major.is_none_or(|major| major < 2);
            let text = if is_older { Text::BannerOtherModelLine } else { Text::BannerNewerModelLine };
            let line = Line::Filled(text, holes.clone());
            self.show_banner_filled(banner::MODEL, false, Line::Filled(Text::BannerOtherModel, holes), vec![line]);
        }
        if !notices.is_empty() {
            // a document that is not the one that was sent has no result to be held against the sender's; beside another model's it is told
            if !self.other_model {
                self.sender = None;
            }
            // a link that lost its end may have lost its goal
            let is_cut = notices.iter().any(|notice| notice.kind == NoticeKind::Truncated || notice.key == "g");
            let document = &self.document;
            let goal = is_cut.then(|| Line::Goal { goal: document.goal, months: document.company.horizon() });
            self.show_banner(
                banner::LINK,
                true,
                Text::BannerLink,
                notices.into_iter().map(Line::Link).chain(goal).collect(),
            );
        } else if let Some(lines) = self.deceiving_names() {
            self.show_banner(banner::LINK, false, Text::BannerNames, lines);
        }
    }

    /// The page works on another document from here on; what is taken back belongs to each alone.
    pub(crate) fn switch(&mut self, document: Draft, id: Option<String>) -> Vec<Effect> {
        self.replace_document(document, id);
        self.rerun()
    }

    /// The same without running it: more of what the page shows has to be put in place first.
    pub(crate) fn replace_document(&mut self, document: Draft, id: Option<String>) {
        // its levers are free
        self.lesson = None;
        self.asked = false;
        self.dismiss_banners(&[banner::TABS]);
        self.library.beside = None;
        let history = id.as_deref().map(|id| self.library.history_of(id)).unwrap_or_default();
        let before: History = std::mem::replace(&mut self.history, history);
        if let Some(left) = self.library.current.take() {
            self.library.histories.insert(left, before);
        }
        self.held = None;
        self.sender = None;
        self.select(0);
        self.document = document;
        self.rule.opened();
        self.changes.opened = true;
        self.changes.reread = true;
        self.changes.moved_on = true;
        self.changes.replaced = true;
        self.library.opened = Some(self.document.clone());
        self.library.current = id;
    }

    /// Opens a document as it is kept.
    pub(crate) fn open_stored(&mut self, stored: &Stored) -> Vec<Effect> {
        self.open_in_place(Some(stored.id.clone()), &stored.fragment)
    }

    /// Back to a document that was on the page: as it is kept, else as it was.
    pub(crate) fn back_to(&mut self, id: Option<String>, fragment: &str) -> Vec<Effect> {
        match id.and_then(|id| self.library.get(&id).cloned()) {
            Some(stored) => self.open_stored(&stored),
            None => self.open_in_place(None, fragment),
        }
    }

    fn open_in_place(&mut self, id: Option<String>, fragment: &str) -> Vec<Effect> {
        let locale = self.locale;
        self.replace_document(first_document(locale), id);
        self.open(fragment);
        self.sender = None;
        // the language is the reader's, not that in which the document was kept
        self.locale_chosen(locale);
        self.library.opened = Some(self.document.clone());
        self.rerun()
    }
}
