//! State out, intent in: the application behind signals.

pub mod banners;
pub mod status;
pub mod topbar;

use leptos::prelude::*;

use crate::shell::Shell;
use crate::ui::features::analyses::AnalysesPage;
use crate::ui::features::documents::embedded;
use crate::ui::features::documents::storage;
use crate::ui::features::documents::watch_updates;
use crate::ui::features::model;
use crate::ui::runtime::browser;
use crate::ui::runtime::effects::Cause;
use crate::ui::runtime::effects::EffectRunner;
use crate::ui::runtime::effects::RunWorkers;
use crate::ui::runtime::frames::Frames;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::late::LatePart;
use crate::ui::runtime::late::part::Part;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use crate::ui::runtime::layers;
use aftercast_app::App;
use aftercast_app::event::Event;
use aftercast_app::features::documents::Event as Shared;
use aftercast_app::features::lessons::{Event as Teach, locked, predict, present};
use aftercast_app::features::pending_input::Event as PendingInput;
use aftercast_app::features::pending_input::KEY as TYPED;
use aftercast_app::session::draws;
use aftercast_compute::workers::Settings;
use aftercast_i18n::Text;
use aftercast_plot::Locale;
use aftercast_scenario::{Draft, LeverId};

/// The five places of the page: what is in view below the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Levers and results.
    Workbench,
    /// The best policy for a budget.
    Budget,
    /// The analyses.
    Analyse,
    /// One page for a board.
    Brief,
    /// Assumptions, company, evidence, limits and history.
    Model,
}

/// The page's handle on the application; cheap to copy.
#[derive(Clone, Copy)]
pub struct Page {
    app: StoredValue<App, LocalStorage>,
    runner: StoredValue<Option<EffectRunner>, LocalStorage>,
    frames: Frames,
    send: Callback<Event>,
    /// Language in force.
    pub locale: Memo<Locale>,
    /// Currency in force, which texts name.
    pub currency: Memo<String>,
    /// Whether what is on the page is still being computed.
    pub running: Memo<bool>,
    /// Id of the run that the user asked for last.
    pub run: RwSignal<u32>,
    /// What is in view.
    pub place: RwSignal<Place>,
    /// The section of the analyses that is open or that the address asks for; empty until then.
    pub section: RwSignal<String>,
    /// The section of the model that is open, or was last.
    pub model: RwSignal<usize>,
    /// What comes late.
    pub late: LatePart,
    /// The analyses, once they were shown.
    analyses: StoredValue<Option<AnalysesPage>>,
    /// What outlasts every component.
    owner: StoredValue<Owner>,
    /// Whether a newer version of the page waits.
    pub newer: RwSignal<bool>,
    /// The lever whose row had the focus last: it alone speaks its warning, which several rows show.
    pub lever: RwSignal<Option<LeverId>>,
}

impl Page {
    /// Starts workers, opens the document of the address and listens to the browser.
    pub fn open(shell: Shell) -> Self {
        browser::restore_left_address();
        let app = StoredValue::new_local(App::new());
        let run = RwSignal::new(0);
        let frames = Frames::new();
        let runner: StoredValue<Option<EffectRunner>, LocalStorage> = StoredValue::new_local(None);
        let send = Callback::new(move |event: Event| {
            let Some(runner) = runner.get_value() else { return };
            let cause = Cause::of(&event);
            runner.note(&event);
            let effects = app.try_update_value(|app| app.update(event)).unwrap_or_default();
            let document = app.with_value(|app| app.session().document_id());
            for effect in effects {
                runner.perform(effect, cause, document.as_deref());
            }
            if run.get_untracked() != runner.run() {
                run.set(runner.run());
            }
            let (status, quiet) = app.with_value(|app| (app.policies().status(), app.session().quiet()));
            if !quiet {
                frames.request(cause, !status.running, runner.first_block());
            }
        });
        let late = LatePart::new(shell.clone());
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        let analyses = StoredValue::new(None);
        let workers = RunWorkers::new(Settings::RUNS, shell.starter(), move |run, event| {
            if let Some(event) = Event::of_run(run, event) {
                send.run(event);
            }
        });
        runner.set_value(Some(EffectRunner::new(workers, send)));
        let locale = Memo::new(move |_| {
            frames.track(Pace::Frame);
            app.with_value(|app| app.session().locale())
        });
        let currency = Memo::new(move |_| {
            frames.track(Pace::Frame);
            app.with_value(|app| app.session().currency())
        });
        let running = Memo::new(move |_| {
            frames.track(Pace::Frame);
            app.with_value(|app| app.policies().status().running)
        });
        let (place, newer, lever) = (RwSignal::new(Place::Workbench), RwSignal::new(false), RwSignal::new(None));
        let (model, section) = (RwSignal::new(0), RwSignal::new(String::new()));
        let page = Self {
            app,
            runner,
            frames,
            send,
            locale,
            currency,
            running,
            run,
            place,
            section,
            model,
            late,
            analyses,
            owner,
            newer,
            lever,
        };
        app.update_value(|app| app.set_clock(browser::local_time));
        page.open_documents();
        page.send(PendingInput::Found(browser::remembered_under(TYPED)));
        if let Some(choice) = browser::remembered(draws::KEY) {
            page.send(Event::DrawsRemembered(choice));
        }
        if let Some(steps) = browser::remembered(present::KEY) {
            page.send(Teach::Present(present::Event::Found(steps)));
        }
        if let Some(class) = browser::remembered_in_tab(predict::KEY) {
            page.send(Teach::Predict(predict::Event::Found(class)));
        }
        if let Some(before) = browser::remembered_in_tab(locked::KEY) {
            page.send(Teach::BeforeFound(before));
        }
        page.send(Event::Opened {
            fragment: browser::fragment(),
            locale: browser::wished_locale(),
            theme: browser::wished_theme(),
        });
        page.go_to_place();
        page.listen();
        page
    }

    /// Intent in.
    pub fn send(self, event: impl Into<Event>) {
        self.send.run(event.into());
    }

    /// A view model, derived once an animation frame and passed on where it changed.
    pub fn derive<T: PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&App) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        self.derive_at(Pace::Frame, of)
    }

    /// A view model, derived at a pace and passed on where it changed.
    pub fn derive_at<T: PartialEq + Send + Sync + 'static>(
        self,
        pace: Pace,
        of: impl Fn(&App) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| {
            self.frames.track(pace);
            self.app.with_value(&of)
        })
    }

    /// What the application says at this moment, for handlers.
    pub fn ask<T>(self, of: impl FnOnce(&App) -> T) -> T {
        self.app.with_value(of)
    }

    /// A text of the page in the language in force.
    pub fn text(self, text: Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        let (locale, currency) = (self.locale, self.currency);
        move || {
            currency.track();
            text.to(locale.get())
        }
    }

    /// A text with its hole filled, in the language in force.
    pub fn text_with(
        self,
        text: Text,
        name: &'static str,
        value: impl Fn() -> String + Send + Sync + 'static,
    ) -> impl Fn() -> String + Send + Sync + 'static {
        text_with(self.locale, text, name, value)
    }

    fn listen(self) {
        let theme = self.derive(|app| app.session().theme());
        Effect::new(move |_| browser::apply_locale_and_theme(self.locale.get(), theme.get()));
        Effect::new(move |_| {
            let place = match self.place.get() {
                Place::Workbench => String::new(),
                Place::Budget => "budget".to_owned(),
                Place::Brief => "brief".to_owned(),
                Place::Model => model::address(self.model.get()),
                Place::Analyse => {
                    self.section.with(|s| if s.is_empty() { "analyse".to_owned() } else { format!("analyse.{s}") })
                }
            };
            self.send(Event::PlaceShown(place));
        });
        browser::on_entry_changed(move |entry| {
            if let Some(runner) = self.runner.get_value() {
                self.send(runner.returned(entry));
            }
            self.go_to_place();
        });
        // what is being typed and what waits for a gesture to end would be lost with the page
        browser::on_leaving(move || {
            if let Some(runner) = self.runner.get_value() {
                runner.write_address();
            }
        });
        layers::listen();
        browser::on_theme_wished(move |wish| self.send(Event::ThemeChosen(wish)));
        browser::on_undo_keys(move |redo| self.send(if redo { Event::Redo } else { Event::Undo }));
    }

    /// Goes where the address says; no further than the first screen and the model while a class guesses.
    fn go_to_place(self) {
        let (place, hidden) = self.ask(|app| (app.session().place().to_owned(), app.session().hidden()));
        let (place, section) = place.split_once('.').unwrap_or((&place, ""));
        if place == "model" {
            self.model.set(model::section(section));
        } else if !section.is_empty() {
            self.section.set(section.to_owned());
        }
        self.place.set(match place {
            "model" => Place::Model,
            _ if hidden => Place::Workbench,
            "budget" => Place::Budget,
            "brief" => Place::Brief,
            "analyse" => Place::Analyse,
            _ => Place::Workbench,
        });
    }

    /// Takes over the documents that this browser keeps, and what other tabs make of them later.
    fn open_documents(self) {
        if embedded() {
            return self.send(Shared::Embedded);
        }
        self.find_documents();
        browser::on_remembered_elsewhere(storage::DOCUMENT, move || self.find_documents());
        // a step saved here would replace those of the other tab
        browser::on_replaced_elsewhere(present::KEY, move |before, now| {
            self.send(Teach::Present(present::Event::ChangedElsewhere { before, now }));
        });
        watch_updates(self);
    }

    /// Takes over the documents that this browser keeps at this moment.
    pub fn find_documents(self) {
        // what this tab has not kept yet goes first: afterwards it would look as if it knew what it finds
        if let Some(runner) = self.runner.get_value() {
            runner.write_address();
        }
        storage::found().into_iter().for_each(|event| self.send(event));
    }

    /// The analyses, which outlast what shows them.
    pub fn analyses(self, part: Part) -> AnalysesPage {
        self.analyses.get_value().unwrap_or_else(|| {
            let opened = self.owner.with_value(|owner| owner.with(|| (part.open_analyses)(self, self.late.shell())));
            self.analyses.set_value(Some(opened));
            opened
        })
    }

    /// The analyses, where they were shown.
    pub fn opened_analyses(self) -> Option<AnalysesPage> {
        self.analyses.get_value()
    }

    /// Goes on with a document that an analysis gives: a change of the document at hand, which can be undone.
    pub fn go_on_with(self, document: Box<Draft>, selected: usize) {
        self.send(Event::Brought { document, selected });
        self.place.set(Place::Workbench);
    }

    /// Whether the first result is on the screen, to be tracked: what a visitor does not wait for comes after it.
    pub fn is_shown(self) -> bool {
        self.frames.is_shown()
    }

    /// Calls back after the next frame was drawn, for what depends on its outcome. A component that asks for it may be gone by
    /// then: `f` must read nothing of it.
    pub fn after_frame(self, f: impl FnOnce() + 'static) {
        later::painted(Life::of_the_page(), f);
    }
}

/// A text with its hole filled, in a language that may change.
pub fn text_with(
    locale: Memo<Locale>,
    text: Text,
    name: &'static str,
    value: impl Fn() -> String + Send + Sync + 'static,
) -> impl Fn() -> String + Send + Sync + 'static {
    move || text.with(locale.get(), &[(name, &value())])
}
