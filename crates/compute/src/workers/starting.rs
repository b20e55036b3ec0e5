//! Workers are started, tried again, replaced where they fail or fall silent, and given up.

use std::rc::Rc;

use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{MessageEvent, Worker as WebWorker};

use super::Workers;
use super::slot::{MOST_STARTS, WorkerSlot};
use super::transfer::dismiss;
use crate::tasks::TaskRunner;

/// After so many replacements of each worker without an answer they are given up: all of them may die at once.
const MOST_REPLACEMENTS: u32 = 2;

impl<R: 'static, T: TaskRunner> Workers<R, T> {
    pub(super) fn start_missing(&self) {
        let count = self.0.borrow().slots.len();
        for at in 0..count {
            let is_missing = {
                let inner = self.0.borrow();
                let slot = &inner.slots[at];
                slot.worker.is_none() && !slot.is_starting && !slot.is_given_up()
            };
            if is_missing {
                self.start(at);
            }
        }
    }

    fn start(&self, at: usize) {
        let (start, name) = {
            let mut inner = self.0.borrow_mut();
            inner.slots[at].is_starting = true;
            (Rc::clone(&inner.start), format!("{} {}", inner.settings.name, at + 1))
        };
        let workers = self.clone();
        start(
            &name,
            Box::new(move |started| {
                workers.0.borrow_mut().slots[at].is_starting = false;
                match started {
                    Ok(worker) => workers.take_on(at, worker),
                    Err(why) => workers.not_started(at, why),
                }
            }),
        );
    }

    fn take_on(&self, at: usize, worker: WebWorker) {
        let workers = self.clone();
        let on_message =
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| workers.on_reply(at, &event.data()));
        worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let workers = self.clone();
        let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            workers.lost(at);
        });
        worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
        self.0.borrow_mut().slots[at] = WorkerSlot { worker: Some(worker), ..WorkerSlot::default() };
        self.feed(at);
    }

    /// A worker could not be started: it is tried again, as a download may fail once. When none runs and none is on its
    /// way, the page goes on by itself.
    fn not_started(&self, at: usize, why: String) {
        let (again, none) = {
            let mut inner = self.0.borrow_mut();
            inner.slots[at].failed += 1;
            let again = inner.inline.is_none() && inner.slots[at].failed < MOST_STARTS;
            (again, !again && inner.slots.iter().all(|slot| slot.worker.is_none() && !slot.is_starting))
        };
        if again {
            return self.start(at);
        }
        if none {
            return self.go_on_inline(Some(why));
        }
        if let Some(current) = &mut self.0.borrow_mut().current {
            current.plan.without(at);
        }
        self.feed_all();
    }

    /// A worker failed or fell silent: the jobs it had go to the others, a new one takes its place.
    pub(super) fn lost(&self, at: usize) {
        let (again, fails_with) = {
            let mut inner = self.0.borrow_mut();
            if let Some(worker) = inner.slots[at].worker.take() {
                dismiss(&worker);
            }
            inner.slots[at] = WorkerSlot::default();
            inner.replacements += 1;
            inner.watchdog.settled(at);
            if let Some(current) = &mut inner.current {
                current.plan.lost(at);
            }
            (inner.replacements <= MOST_REPLACEMENTS * inner.slots.len() as u32, inner.settings.fails_with)
        };
        match (again, fails_with) {
            (true, _) => {
                self.start(at);
                self.feed_all();
            }
            (false, Some(why)) => self.fail(why),
            (false, None) => self.go_on_inline(None),
        }
    }
}
