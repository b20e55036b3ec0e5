//! State out, intent in: the answers behind signals, with workers of their own.

use std::time::Duration;

use leptos::prelude::*;

use crate::shell::Shell;
use crate::ui::page::{Page, Place};
use crate::ui::runtime::later;
use crate::ui::runtime::later::{Life, Timer};
use aftercast_app::features::analyses::Finding;
use aftercast_app::features::answers::{Answers, Effect as Asked, Event, Inputs, Urgency};
use aftercast_compute::rounds::RoundsPlan;
use aftercast_compute::workers::{Settings, Workers};
use aftercast_compute::{Backend as _, Event as Computed};

/// The page's handle on the answers; cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct AnswersPage {
    answers: StoredValue<Answers, LocalStorage>,
    workers: StoredValue<Option<Workers<Finding>>, LocalStorage>,
    /// Of the rest that is waited for.
    timer: StoredValue<Option<Timer>>,
    changed: Trigger,
}

impl AnswersPage {
    /// Follows a page; `shell` starts workers that have the late part.
    pub fn open(workbench: Page, shell: Shell) -> Self {
        let page = Self {
            answers: StoredValue::new_local(Answers::new()),
            workers: StoredValue::new_local(None),
            timer: StoredValue::new(None),
            changed: Trigger::new(),
        };
        let workers = Workers::new(Settings::BESIDE, shell.starter(), move |run, event| match event {
            Computed::Done(finding) => page.send(Event::Found { run, finding }),
            Computed::Failed(_) | Computed::WorkersLost(_) => page.send(Event::Failed { run }),
            Computed::Progress(_) | Computed::Block(..) | Computed::Restarted => {}
        });
        page.workers.set_value(Some(workers));
        let inputs = workbench.derive(|app| {
            Inputs::of(app.session(), app.policies().claimed().unwrap_or_else(|| app.session().selected()))
        });
        Effect::new(move |_| {
            let urgency = match workbench.place.get() {
                Place::Brief => Urgency::Printed,
                Place::Workbench => Urgency::Shown,
                _ => Urgency::Elsewhere,
            };
            page.send(Event::Shown(Box::new(Inputs { urgency, ..inputs.get() })));
        });
        page
    }

    fn send(self, event: Event) {
        let effects = self.answers.try_update_value(|answers| answers.update(event)).unwrap_or_default();
        effects.into_iter().for_each(|effect| self.perform(effect));
        self.changed.notify();
    }

    fn perform(self, effect: Asked) {
        match effect {
            Asked::Rest { number, milliseconds } => {
                let pause = Duration::from_millis(milliseconds);
                let timer = later::after(Life::of_the_page(), pause, move || self.send(Event::Rested(number)));
                let before = self.timer.try_update_value(|kept| std::mem::replace(kept, timer)).flatten();
                before.into_iter().for_each(Timer::stop);
            }
            Asked::Run { run, plan } => {
                if let Some(mut workers) = self.workers.get_value() {
                    workers.submit(Box::new(RoundsPlan::new(run, plan)));
                }
            }
            Asked::Cancel => {
                if let Some(mut workers) = self.workers.get_value() {
                    workers.cancel();
                }
            }
        }
    }

    /// A view model, derived anew where something happened and passed on where it changed.
    pub fn derive<T: PartialEq + Send + Sync + 'static>(
        self,
        of: impl Fn(&Answers) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| {
            self.changed.track();
            self.answers.with_value(&of)
        })
    }

    /// The same within a view model of the caller's.
    pub fn derive_now<T>(self, of: impl FnOnce(&Answers) -> T) -> T {
        self.changed.track();
        self.answers.with_value(of)
    }

    /// What the answers say at this moment, for handlers.
    pub fn ask<T>(self, of: impl FnOnce(&Answers) -> T) -> T {
        self.answers.with_value(of)
    }
}
