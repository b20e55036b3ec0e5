//! State out, intent in: the analyses behind signals.

use leptos::prelude::*;

use super::super::later::{self, Life};
use super::super::share::files::save_text;
use super::super::{bridge, browser};
use crate::shell::Shell;
use aftercast_app::share::Exported;
use aftercast_app::study::finding::Finding;
use aftercast_app::study::{Effect, Event, File, Study};
use aftercast_compute::rounds::RoundsPlan;
use aftercast_compute::workers::{Settings, Workers};
use aftercast_compute::{Backend as _, Event as Computed};
use aftercast_i18n::Text;
use aftercast_plot::{Locale, Theme};

/// What is remembered of the forecast looked at last.
const RECORD_KEY: &str = "record";

/// The page's handle on the analyses; cheap to copy.
#[derive(Clone, Copy)]
pub struct StudyPage {
    study: StoredValue<Study, LocalStorage>,
    frames: Trigger,
    send: Callback<Event>,
    /// Language in force.
    pub locale: Memo<Locale>,
}

impl StudyPage {
    /// Opens the document of the address.
    pub fn open(shell: Shell) -> Self {
        let study = StoredValue::new_local(Study::new());
        let frames = Trigger::new();
        let waiting = StoredValue::new(false);
        let workers: StoredValue<Option<Workers<Finding>>, LocalStorage> = StoredValue::new_local(None);
        let send = Callback::new(move |event: Event| {
            let effects = study.try_update_value(|study| study.update(event)).unwrap_or_default();
            for effect in effects {
                perform(effect, workers);
            }
            // a burst of events is one picture
            if !waiting.get_value() {
                waiting.set_value(true);
                later::frame(Life::of_the_page(), move || {
                    waiting.set_value(false);
                    frames.notify();
                });
            }
        });
        workers.set_value(Some(Workers::new(Settings::ANALYSES, shell.starter(), move |run, event| {
            send.run(match event {
                Computed::Progress(progress) => Event::Progressed { run, share: progress.share() },
                Computed::Done(finding) => Event::Found { run, finding },
                Computed::Failed(message) => Event::Failed { run, message },
                Computed::Block(..) | Computed::Restarted | Computed::WorkersLost => return,
            });
        })));
        let locale = Memo::new(move |_| {
            frames.track();
            study.with_value(Study::locale)
        });
        let page = Self { study, frames, send, locale };
        page.send(Event::Today(browser::today()));
        if let Some(text) = browser::remembered(RECORD_KEY) {
            page.send(Event::Remembered(text));
        }
        page.shown();
        // while they are hidden nothing has to be read; `show` says it again
        bridge::on_changed(move || {
            if bridge::study_in_view() {
                page.shown();
            }
        });
        page
    }

    /// Intent in.
    pub fn send(self, event: Event) {
        self.send.run(event);
    }

    /// A view model, derived once an animation frame and passed on where it changed.
    pub fn derive<T: PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&Study) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| {
            self.frames.track();
            self.study.with_value(&of)
        })
    }

    /// A text in the language in force.
    pub fn text(self, text: Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        let locale = self.locale;
        move || text.to(locale.get())
    }

    fn shown(self) {
        let (locale, theme) = locale_and_theme();
        self.send(Event::Shown { fragment: browser::fragment(), locale, theme });
    }
}

fn perform(effect: Effect, workers: StoredValue<Option<Workers<Finding>>, LocalStorage>) {
    let Some(mut workers) = workers.get_value() else { return };
    match effect {
        Effect::Run { run, plan } => workers.submit(Box::new(RoundsPlan::new(run, plan))),
        Effect::Cancel => workers.cancel(),
        Effect::Save(file) => {
            let File { name, ending, media, text } = file;
            // a browser that refuses to save says so itself
            drop(save_text(&Exported { name, content: text }, ending, media));
        }
        Effect::Remember(text) => browser::remember(RECORD_KEY, &text),
        // the workbench makes a change of its document of it, which can be undone, and comes into view
        Effect::Open(fragment) => bridge::bring(&fragment),
    }
}

/// Language and theme as the workbench has dressed the document; where it has not, as wished.
fn locale_and_theme() -> (Locale, Theme) {
    let root = document().document_element();
    let attribute = |name| root.as_ref().and_then(|root| root.get_attribute(name));
    let theme = match attribute("data-theme").as_deref() {
        Some("dark") => Theme::Dark,
        Some(_) => Theme::Light,
        None => browser::wished_theme(),
    };
    let locale = match (attribute("data-theme"), attribute("lang")) {
        (Some(_), Some(language)) if language.starts_with("zh") => Locale::Chinese,
        (Some(_), Some(_)) => Locale::English,
        _ => browser::wished_locale(),
    };
    (locale, theme)
}
