//! Bursts of events become one notification an animation frame, and a frame's work becomes several short tasks.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::runtime::browser;
use crate::ui::runtime::effects::Cause;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;

/// How often a part of the page is derived anew. Parts come in this order, each in a task of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The sentence over everything: every animation frame in which something happened; with the first draws of a run at once.
    Sentence,
    /// Other words, cards, levers: every animation frame in which something happened; with the first draws of a run in the tasks after.
    Frame,
    /// The chain: with the first draws of a run, then some ten times a second, and at its end.
    Chain,
    /// The fan: the same, in the task after; with the first draws of a run at once.
    Fan,
    /// The other charts: the same, in the task after.
    Charts,
    /// Tables and the foot: a few times a second, and at the end of a run, after everything else.
    Calm,
}

/// Least time between two pictures of the same run, in milliseconds.
const PICTURE: f64 = 100.0;
/// A lever that moves waits so long for the first draws, to be drawn with them, in milliseconds.
const PATIENCE: Duration = Duration::from_millis(40);
/// Least time between two notifications of what is read slowly, in milliseconds.
const CALM: f64 = 300.0;

/// What a frame has to show.
#[derive(Clone, Copy, Debug, Default)]
struct Wanted {
    /// Nothing is being computed any more.
    done: bool,
    /// The first draws of a new run are there.
    first_picture: bool,
    /// Nothing but a lever that moves: its own words change, and no picture does.
    only_moved: bool,
}

/// The page's clock.
#[derive(Clone, Copy)]
pub struct Frames {
    paces: [Trigger; 6],
    waiting: StoredValue<Option<Wanted>>,
    /// Whether the browser was asked for a frame.
    asked: StoredValue<bool>,
    /// Until when a lever that moved waits for its first draws.
    patient: StoredValue<f64>,
    /// Counts the moves of levers.
    moves: StoredValue<u32>,
    /// When every part was derived last.
    last_through: StoredValue<f64>,
    last_picture: StoredValue<f64>,
    last_calm: StoredValue<f64>,
    /// Whether the frame before showed a complete run.
    was_done: StoredValue<bool>,
    /// Whether all draws had been in when something happened last.
    all_in: StoredValue<bool>,
    /// Whether a complete result has been on the screen.
    shown: RwSignal<bool>,
}

impl Frames {
    /// A clock that has not ticked.
    pub fn new() -> Self {
        Self {
            paces: std::array::from_fn(|_| Trigger::new()),
            waiting: StoredValue::new(None),
            asked: StoredValue::new(false),
            patient: StoredValue::new(0.0),
            moves: StoredValue::new(0),
            last_through: StoredValue::new(0.0),
            last_picture: StoredValue::new(0.0),
            last_calm: StoredValue::new(0.0),
            was_done: StoredValue::new(false),
            all_in: StoredValue::new(false),
            shown: RwSignal::new(false),
        }
    }

    /// Whether a complete result has been on the screen, to be tracked.
    pub fn is_shown(self) -> bool {
        self.shown.get()
    }

    /// Follows a pace.
    pub fn track(self, pace: Pace) {
        self.paces[pace as usize].track();
    }

    /// Something happened: `done` says that nothing is being computed any more.
    pub fn request(self, cause: Cause, done: bool, first_draws: bool) {
        let moved = cause == Cause::Dragging;
        // a lever that moves back to where it was finds all its draws
        let first_picture = first_draws || moved && done;
        let computed = cause == Cause::ResultsArrived && !done && !first_picture;
        if computed && browser::now() - self.last_picture.get_value() < PICTURE {
            // further draws of what is on the screen: drawing them would take the time from computing them
            return;
        }
        let before = self.waiting.get_value();
        let only_moved = moved && !done;
        let wanted = Wanted {
            done,
            first_picture: first_picture || before.is_some_and(|wanted| wanted.first_picture),
            only_moved,
        };
        self.waiting.set_value(Some(wanted));
        if moved {
            self.moves.update_value(|moves| *moves = moves.wrapping_add(1));
        }
        if done && !self.all_in.get_value() {
            browser::mark("aftercast:run-done");
        }
        self.all_in.set_value(done);
        if first_picture {
            // what the user waits for is derived while the browser waits for its next frame
            self.tick();
        } else if !only_moved {
            self.ask();
        } else if before.is_none_or(|wanted| !wanted.only_moved) {
            self.patient.set_value(browser::now() + PATIENCE.as_secs_f64() * 1e3);
            later::after(Life::of_the_page(), PATIENCE, move || self.ask());
        }
    }

    fn ask(self) {
        if self.waiting.get_value().is_some() && !self.asked.get_value() {
            self.asked.set_value(true);
            later::frame(Life::of_the_page(), move || self.tick());
        }
    }

    fn tick(self) {
        self.asked.set_value(false);
        let Some(wanted) = self.waiting.get_value() else { return };
        if wanted.only_moved && browser::now() < self.patient.get_value() {
            return;
        }
        self.waiting.set_value(None);
        self.paces[Pace::Sentence as usize].notify();
        if !wanted.first_picture {
            self.paces[Pace::Frame as usize].notify();
        }
        if wanted.only_moved {
            return;
        }
        let time = browser::now();
        let due = |last: StoredValue<f64>, pause: f64| {
            let due = wanted.done || time - last.get_value() >= pause;
            if due {
                last.set_value(time);
            }
            due
        };
        let picture = due(self.last_picture, PICTURE);
        // what is read slowly does not stand in the way of what the user waits for
        let calm = (wanted.done || !wanted.first_picture) && due(self.last_calm, CALM);
        let finished = wanted.done && !self.was_done.get_value();
        self.was_done.set_value(wanted.done);
        let mut later = Vec::new();
        if wanted.first_picture {
            self.last_picture.set_value(time);
            self.paces[Pace::Fan as usize].notify();
            later.extend([Pace::Frame, Pace::Chain, Pace::Charts]);
        } else if picture {
            later.extend([Pace::Chain, Pace::Fan, Pace::Charts]);
        }
        if calm {
            later.push(Pace::Calm);
        }
        let painted = move || {
            if finished {
                browser::mark("aftercast:last-picture");
                if !self.shown.get_untracked() {
                    self.shown.set(true);
                }
            }
        };
        let move_before = self.moves.get_value();
        if wanted.first_picture {
            // the others would keep the browser from putting it up
            later::painted(Life::of_the_page(), move || {
                browser::mark("aftercast:first-picture");
                self.go_on(move_before, later.into_iter(), painted);
            });
        } else {
            self.go_on(move_before, later.into_iter(), painted);
        }
    }

    /// One pace a task; `painted` hears when all of it is on the screen. Where a lever moved meanwhile, what is left would keep its
    /// first picture waiting: words always come, pictures are left to the next run unless the last ones are old.
    fn go_on(self, move_before: u32, mut paces: std::vec::IntoIter<Pace>, painted: impl FnOnce() + 'static) {
        let Some(pace) = paces.next() else {
            self.last_through.set_value(browser::now());
            return later::painted(Life::of_the_page(), painted);
        };
        let next = move || {
            let overtaken = self.moves.get_value() != move_before;
            if pace == Pace::Frame || !overtaken || browser::now() - self.last_through.get_value() >= PICTURE {
                self.paces[pace as usize].notify();
                self.go_on(move_before, paces, painted);
            }
        };
        later::soon(Life::of_the_page(), next);
    }
}
