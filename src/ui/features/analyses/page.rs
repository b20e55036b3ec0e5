//! State out, intent in: the analyses behind signals.

use std::time::Duration;

use leptos::prelude::*;

use crate::shell::Shell;
use crate::ui::features::answers::AnswersPage;
use crate::ui::features::documents::files::save_text;
use crate::ui::page::Page;
use crate::ui::page::Place;
use crate::ui::runtime::browser;
use crate::ui::runtime::later;
use crate::ui::runtime::later::{Life, Timer};
use aftercast_app::App;
use aftercast_app::features::analyses::{
    Analyses, Effect, Event, FOUND_KEYS, Field, File, Finding, REST, Readiness, SETTINGS, Section,
};
use aftercast_app::features::documents::Exported;
use aftercast_compute::rounds::RoundsPlan;
use aftercast_compute::workers::{Settings, Workers};
use aftercast_compute::{Backend as _, Event as Computed};
use aftercast_i18n::Text;
use aftercast_plot::{Locale, Theme};
use aftercast_scenario::Draft;

/// What is remembered of the forecast looked at last.
const FORECAST_LOG_KEY: &str = "record";

/// The page's handle on the analyses; cheap to copy.
#[derive(Clone, Copy)]
pub struct AnalysesPage {
    analyses: StoredValue<Analyses, LocalStorage>,
    frames: Trigger,
    send: Callback<Event>,
    /// Language in force.
    pub locale: Memo<Locale>,
    /// The page that they are beside.
    pub workbench: Page,
    /// What is computed by itself, for the first screen.
    pub answers: AnswersPage,
}

impl AnalysesPage {
    /// Opens the document of a page, and follows it while the analyses are in view; `shell` starts workers that have their part.
    pub fn open(workbench: Page, shell: Shell) -> Self {
        let analyses = StoredValue::new_local(Analyses::new());
        let frames = Trigger::new();
        let waiting = StoredValue::new(false);
        let (started, timer) = (StoredValue::new(0.0), StoredValue::new(None::<Timer>));
        let again = StoredValue::new(None::<Callback<Event>>);
        let workers: StoredValue<Option<Workers<Finding>>, LocalStorage> = StoredValue::new_local(None);
        let send = Callback::new(move |event: Event| {
            let effects = analyses.try_update_value(|analyses| analyses.update(event)).unwrap_or_default();
            for effect in effects {
                match effect {
                    Effect::Rest(number) => {
                        let pause = Duration::from_millis(REST);
                        let rested = move || {
                            if let Some(send) = again.get_value() {
                                send.run(Event::Rested(number));
                            }
                        };
                        let next = later::after(Life::of_the_page(), pause, rested);
                        let before = timer.try_update_value(|kept| std::mem::replace(kept, next)).flatten();
                        before.into_iter().for_each(Timer::stop);
                    }
                    effect => {
                        if matches!(effect, Effect::Run { .. }) {
                            started.set_value(browser::now());
                        }
                        perform(effect, workbench, workers);
                    }
                }
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
        again.set_value(Some(send));
        workers.set_value(Some(Workers::new(Settings::ANALYSES, shell.clone().starter(), move |run, event| {
            send.run(match event {
                Computed::Progress(progress) => Event::Progressed { run, share: progress.share() },
                Computed::Done(finding) => {
                    let seconds = started.with_value(|started| (browser::now() - started) / 1000.0);
                    send.run(Event::Took { run, seconds });
                    Event::Found { run, finding }
                }
                Computed::Failed(why) => Event::Failed { run, why },
                Computed::Block(..) | Computed::Restarted | Computed::WorkersLost(_) => return,
            });
        })));
        let locale = Memo::new(move |_| {
            frames.track();
            analyses.with_value(Analyses::locale)
        });
        let answers = AnswersPage::open(workbench, shell);
        let page = Self { analyses, frames, send, locale, workbench, answers };
        page.send(Event::Ready(Readiness::Soon));
        page.send(Event::Recalled {
            settings: browser::remembered_in_tab(SETTINGS),
            found: FOUND_KEYS.into_iter().filter_map(browser::remembered_in_tab).collect(),
        });
        page.send(Event::Today(browser::today()));
        if let Some(text) = browser::remembered(FORECAST_LOG_KEY) {
            page.send(Event::Remembered(text));
        }
        browser::on_replaced_elsewhere(FORECAST_LOG_KEY, move |before, now| {
            page.send(Event::RememberedElsewhere { before, now });
        });
        if let Some(section) = Some(workbench.section.get_untracked()).filter(|section| !section.is_empty()) {
            page.send(Event::Linked(section));
        }
        page.follow_section();
        let memory = page.derive(Analyses::memory);
        leptos::prelude::Effect::new(move |_| {
            if let Some(text) = memory.get() {
                browser::remember_in_tab(SETTINGS, &text);
            }
        });
        let document = workbench.derive(shown);
        leptos::prelude::Effect::new(move |_| {
            // while they are hidden nothing has to be read
            if matches!(workbench.place.get(), Place::Analyse | Place::Budget) {
                let ((document, selected, theme), locale) = (document.get(), workbench.locale.get());
                page.send(Event::Shown { document: Box::new(document), selected, locale, theme });
            }
        });
        let free = workbench.derive(|app| {
            let session = app.session();
            match session.hidden() || session.is_alone() {
                true => Readiness::No,
                false if session.is_computing() => Readiness::Soon,
                false => Readiness::Now,
            }
        });
        // after the document, which the same change of view hands over; in another place nothing starts, and what comes by
        // itself here shows no button for the moment in which this place comes into view
        leptos::prelude::Effect::new(move |_| {
            let (place, free) = (workbench.place.get(), free.get());
            page.send(Event::Ready(if place == Place::Analyse { free } else { free.min(Readiness::Soon) }));
        });
        page
    }

    /// Intent in.
    pub fn send(self, event: Event) {
        self.send.run(event);
    }

    /// Keeps the section that is open and the one that the address names the same.
    fn follow_section(self) {
        let workbench = self.workbench;
        let open = self.derive(|analyses| analyses.section().id);
        leptos::prelude::Effect::new(move |before: Option<&'static str>| {
            let now = open.get();
            // another place may borrow a section: that is none that the reader opened
            if before.is_some_and(|before| before != now) && workbench.place.get_untracked() == Place::Analyse {
                workbench.section.set(now.to_owned());
            }
            now
        });
        leptos::prelude::Effect::new(move |_| {
            let (wanted, place) = (workbench.section.get(), workbench.place.get());
            if place == Place::Analyse && !wanted.is_empty() && self.ask(|analyses| analyses.section().id != wanted) {
                self.send(Event::Linked(wanted));
            }
        });
    }

    /// Opens a section of the document at hand with these settings, and computes it where that was not done yet.
    pub fn open_section(self, section: &'static Section, settings: Vec<(Field, String)>) {
        self.prepare(section, settings);
        self.workbench.section.set(section.id.to_owned());
        self.workbench.place.set(Place::Analyse);
        self.workbench.after_frame(|| browser::focus("study-main"));
    }

    /// The same without going there.
    pub fn prepare(self, section: &'static Section, settings: Vec<(Field, String)>) {
        let (document, selected, theme) = self.workbench.ask(shown);
        let locale = self.workbench.locale.get_untracked();
        self.send(Event::Shown { document: Box::new(document), selected, locale, theme });
        self.send(Event::Opened(section));
        settings.into_iter().for_each(|(field, value)| self.send(Event::Set(field, value)));
        if self.analyses.with_value(|analyses| analyses.is_unanswered()) {
            self.send(Event::Started);
        }
    }

    /// A view model, derived once an animation frame and passed on where it changed.
    pub fn derive<T: PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&Analyses) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| {
            self.frames.track();
            self.analyses.with_value(&of)
        })
    }

    /// What the analyses say at this moment, for handlers.
    pub fn ask<T>(self, of: impl FnOnce(&Analyses) -> T) -> T {
        self.analyses.with_value(of)
    }

    /// A text in the language in force.
    pub fn text(self, text: Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        let locale = self.locale;
        move || text.to(locale.get())
    }
}

/// What the analyses read of the page: the document, the policy in hand, the theme.
fn shown(app: &App) -> (Draft, usize, Theme) {
    (app.session().document().clone(), app.session().selected(), app.session().theme())
}

fn perform(effect: Effect, workbench: Page, workers: StoredValue<Option<Workers<Finding>>, LocalStorage>) {
    let Some(mut workers) = workers.get_value() else { return };
    match effect {
        Effect::Run { run, plan } => workers.submit(Box::new(RoundsPlan::new(run, plan))),
        Effect::Cancel => workers.cancel(),
        // asked of the page's timer
        Effect::Rest(_) => {}
        Effect::Save(file) => {
            let File { name, ending, media, text } = file;
            // a browser that refuses to save says so itself
            drop(save_text(&Exported { name, content: text }, ending, media));
        }
        Effect::KeepInTab(key, text) => browser::remember_in_tab(key, &text),
        Effect::Remember(text) => browser::remember(FORECAST_LOG_KEY, &text),
        Effect::Open { document, selected } => workbench.go_on_with(document, selected),
        Effect::Change(document) => workbench.send(aftercast_app::event::Event::DocumentChanged(document)),
    }
}
