//! The application: the session and the features, and the one way in.

use crate::event::{Effect, Event};
use crate::features::{assumptions, charts, company, documents, lessons, pending_input, policies};
use crate::read::ReadModel;
use crate::session::runs::{Purpose, Taken};
use crate::session::{Line, Session, banner};
use aftercast_compute::PlanError;
use aftercast_engine::run::batch::Block;
use aftercast_i18n::Text;
use aftercast_plot::{Locale, Theme};

/// The application: what is known, what is shown, and what happens next.
#[derive(Debug, Default)]
pub struct App {
    pub(crate) session: Session,
    policies: policies::Model,
    charts: charts::Model,
    assumptions: assumptions::Model,
    company: company::Model,
    pending_input: pending_input::Model,
    documents: documents::Model,
    lessons: lessons::Model,
}

impl App {
    /// The sample's company with two policies: A to be moved, B a preset to compare with. Nothing is computed yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells what time it is where the reader is; without it changes have no time.
    pub fn set_clock(&mut self, clock: fn() -> String) {
        self.session.clock = clock;
    }

    /// What all features share: document, language, results.
    pub fn session(&self) -> &Session {
        &self.session
    }

    pub(crate) fn read(&self) -> ReadModel<'_> {
        ReadModel {
            session: &self.session,
            policies: &self.policies,
            charts: &self.charts,
            assumptions: &self.assumptions,
            company: &self.company,
            documents: &self.documents,
            lessons: &self.lessons,
        }
    }

    /// Takes an event in; what comes back is to be done by the page.
    pub fn update(&mut self, event: impl Into<Event>) -> Vec<Effect> {
        let event = event.into();
        self.session.quiet = false;
        // a language or a place is the reader's: it makes no other document of the one that is kept
        let saves = !matches!(event, Event::LocaleChosen(_) | Event::PlaceShown(_) | Event::PlaceReturned(_));
        let another = event.is_another_document();
        let before = self.session.written.clone();
        let mut effects = self.reduce(event);
        self.follow(&mut effects);
        let currency = &self.session.document.currency;
        aftercast_i18n::currency::put(currency.symbol(), currency.name());
        if another && self.session.written != before {
            effects.insert(0, Effect::NextDocument);
        }
        if saves {
            let waits = self.read().pending_input().waits();
            documents::save(&mut self.session, waits, &mut effects);
        }
        let Self { session, assumptions, company, pending_input, .. } = self;
        pending_input.keep(session, assumptions, company, &mut effects);
        for effect in &mut effects {
            if let Effect::WriteFragment(fragment) = effect {
                *fragment = session.with_place(std::mem::take(fragment));
            }
        }
        effects
    }

    fn reduce(&mut self, event: Event) -> Vec<Effect> {
        let session = &mut self.session;
        match event {
            Event::Opened { fragment, locale, theme } => {
                let fragment = session.take_place(&fragment);
                session.page_opened(&fragment, locale, theme)
            }
            Event::FragmentChanged(fragment) => {
                let fragment = session.take_place(&fragment);
                session.fragment_changed(&fragment)
            }
            Event::Returned(fragment, id) => {
                let fragment = session.take_place(&fragment);
                session.returned(&fragment, id.as_deref())
            }
            Event::PlaceShown(place) => session.place_shown(place),
            Event::PlaceReturned(fragment) => session.place_returned(&fragment),
            Event::Brought { document, selected } => session.brought(*document, selected),
            Event::DocumentChanged(document) => session.change(|own| *own = *document),
            Event::DrawsChosen(index) => session.draws_chosen(index),
            Event::DrawsRemembered(name) => {
                session.draws_remembered(&name);
                Vec::new()
            }
            Event::FaceValueSwitched(on) => {
                session.changes.reread = true;
                session.change(|document| document.face_value = on)
            }
            Event::Undo => session.travel(-1),
            Event::Redo => session.travel(1),
            Event::LocaleChosen(locale) => {
                session.locale_chosen(locale);
                let tag = if locale == Locale::Chinese { "zh" } else { "en" };
                let remember = Effect::Remember { key: "language", value: tag.to_owned() };
                vec![remember, Effect::WriteFragment(session.write())]
            }
            Event::ThemeChosen(theme) => {
                session.theme = theme;
                let name = if theme == Theme::Dark { "dark" } else { "light" };
                vec![Effect::Remember { key: "theme", value: name.to_owned() }]
            }
            Event::BannerDismissed(id) => {
                session.dismiss_banners(&[id]);
                Vec::new()
            }
            Event::BlockArrived { run, policy, block } => self.block_arrived(run, policy, &block),
            Event::RunRestarted { run } => {
                session.runs.restarted(run);
                Vec::new()
            }
            Event::RunFailed { run, why } => self.run_failed(run, why),
            Event::WorkersLost(why) => {
                session.runs.alone = true;
                let reported = why.map(|why| Line::Filled(Text::BannerReported, vec![("why", why)]));
                let lines = std::iter::once(Line::Text(Text::BannerAloneLine)).chain(reported).collect();
                session.show_banner(banner::ALONE, false, Text::BannerAlone, lines);
                Vec::new()
            }
            Event::Policies(event) => self.policies.update(session, event),
            Event::Charts(event) => self.charts.update(session, event),
            Event::Assumptions(event) => self.assumptions.update(session, event),
            Event::Company(event) => self.company.update(session, event),
            Event::PendingInput(event) => {
                self.pending_input.update(event);
                Vec::new()
            }
            Event::Documents(event) => self.documents.update(session, event),
            Event::Lessons(event) => self.lessons.update(session, event),
        }
    }

    fn block_arrived(&mut self, run: u32, policy: Option<usize>, block: &Block) -> Vec<Effect> {
        let session = &mut self.session;
        match session.runs.take(run, policy, block) {
            Ok(Taken::Dropped) => Vec::new(),
            Ok(Taken::Aside) => {
                session.quiet = true;
                Vec::new()
            }
            Ok(Taken::Complete(Purpose::SideRun)) => {
                let effects: Vec<Effect> = self.start_side_run().into_iter().collect();
                // what a side run asked for is shown when all of it is there
                self.session.quiet = !effects.is_empty();
                effects
            }
            Ok(Taken::Drawn) => {
                session.track_results();
                // axes settle as the draws double, and at the end
                session.changes.results = (block.first + block.draws as u64).is_power_of_two();
                Vec::new()
            }
            Ok(Taken::Complete(Purpose::Room)) => {
                self.lessons.room_computed(session);
                session.changes.idle = true;
                Vec::new()
            }
            Ok(Taken::Complete(purpose)) => session.complete(purpose == Purpose::Main),
            Err(e) => {
                session.show_banner(banner::FAILED, true, Text::BannerDefect, vec![Line::Said(e.to_string())]);
                Vec::new()
            }
        }
    }

    fn run_failed(&mut self, run: u32, why: PlanError) -> Vec<Effect> {
        let session = &mut self.session;
        if session.runs.rooming() && session.runs.is_running(run) {
            return self.lessons.room_failed(session, why).into_iter().collect();
        }
        if session.runs.failed(run) {
            session.show_banner(banner::FAILED, true, Text::BannerFailed, vec![Line::Plan(why)]);
        }
        Vec::new()
    }

    /// Features follow what an event changed.
    fn follow(&mut self, effects: &mut Vec<Effect>) {
        let changes = std::mem::take(&mut self.session.changes);
        if changes.moved_on {
            self.policies.forget_refused();
        }
        if changes.replaced {
            self.assumptions = assumptions::Model::default();
            self.company = company::Model::default();
            self.pending_input.document_replaced();
        }
        effects.extend(self.lessons.follow(&mut self.session, changes));
        self.charts.follow(&self.session, changes);
        self.policies.sort(&self.session);
        if changes.idle {
            effects.extend(self.start_side_run());
        }
    }

    /// What is computed beside the picture: the room first, which a class waits for.
    fn start_side_run(&mut self) -> Option<Effect> {
        if let Some(room) = self.lessons.room_next(&mut self.session) {
            return Some(room);
        }
        let levers = *self.session.wanted().get(self.session.selected)?;
        // what the claim is set against: both readings of its policy
        let claimed = self.read().policies().claimed().and_then(|k| self.session.wanted().get(k).copied());
        let runs = &mut self.session.runs;
        let aside = runs.start_aside(&levers, &[Purpose::ExpectedEvents, Purpose::FaceValue]);
        let aside = aside.or_else(|| runs.start_aside(&claimed?, &[Purpose::FaceValue]));
        let request = match aside {
            Some(request) => request,
            None => {
                let side_runs = self.read().charts().side_runs(&levers);
                self.session.runs.start_side_run(side_runs)?
            }
        };
        Some(Effect::Run(Box::new(request)))
    }
}

/// Views of the features, for the page.
macro_rules! views {
    ($($feature:ident),*) => {
        impl App {
            $(
                #[doc = concat!("What the page shows of the feature `", stringify!($feature), "`.")]
                pub fn $feature(&self) -> $feature::View<'_> {
                    self.read().$feature()
                }
            )*
        }
    };
}
views!(policies, charts, assumptions, company, pending_input, documents, lessons);
