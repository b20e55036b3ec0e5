//! Bursts of events become one notification an animation frame.

use std::time::Duration;

use leptos::prelude::*;

use super::browser;

/// Least time between two notifications of what is read slowly, in milliseconds.
const CALM: f64 = 400.0;

/// Marks for the performance time line, set after the next paint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// The first block of a new run is in the picture.
    pub first_picture: bool,
}

/// The page's clock.
#[derive(Clone, Copy)]
pub struct Frames {
    /// Notified once an animation frame in which something happened.
    pub now: Trigger,
    /// Notified a few times a second, and when a run is complete.
    pub calm: Trigger,
    waiting: StoredValue<Option<Wanted>>,
    last_calm: StoredValue<f64>,
    /// Whether the frame before showed a complete run.
    was_done: StoredValue<bool>,
}

#[derive(Clone, Copy, Default)]
struct Wanted {
    done: bool,
    marks: Marks,
}

impl Frames {
    /// A clock that has not ticked.
    pub fn new() -> Self {
        Self {
            now: Trigger::new(),
            calm: Trigger::new(),
            waiting: StoredValue::new(None),
            last_calm: StoredValue::new(0.0),
            was_done: StoredValue::new(false),
        }
    }

    /// Something happened; `done` says that nothing is being computed any more.
    pub fn request(self, done: bool, marks: Marks) {
        let before = self.waiting.get_value();
        let first_picture = marks.first_picture || before.is_some_and(|w| w.marks.first_picture);
        self.waiting.set_value(Some(Wanted { done, marks: Marks { first_picture } }));
        if before.is_none() {
            request_animation_frame(move || self.tick());
        }
    }

    fn tick(self) {
        let Some(Wanted { done, marks }) = self.waiting.get_value() else { return };
        self.waiting.set_value(None);
        self.now.notify();
        let time = browser::now();
        let was_done = self.was_done.get_value();
        if done || time - self.last_calm.get_value() >= CALM {
            self.last_calm.set_value(time);
            self.calm.notify();
        }
        self.was_done.set_value(done);
        let finished = done && !was_done;
        if marks.first_picture || finished {
            after_paint(move || {
                if marks.first_picture {
                    browser::mark("aftercast:first-picture");
                }
                if finished {
                    browser::mark("aftercast:run-done");
                }
            });
        }
    }
}

/// Calls back once the frame that is being prepared has been painted.
pub fn after_paint(f: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(f, Duration::ZERO));
}
