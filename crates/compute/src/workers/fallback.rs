//! The page computes by itself where no worker can be had: an order at a time, so that it stays awake.

use std::rc::Rc;

use super::transfer::{dismiss, later};
use super::{Current, Workers};
use crate::inline::Inline;
use crate::plan::{Backend as _, Event, Plan};
use crate::tasks::TaskRunner;

impl<R: 'static, T: TaskRunner> Workers<R, T> {
    /// The page computes by itself from here on; `why` is what the browser said of the last worker that did not start.
    pub(super) fn go_on_inline(&self, why: Option<String>) {
        let (sink, current) = {
            let mut inner = self.0.borrow_mut();
            if inner.inline.is_some() {
                return;
            }
            inner.inline = Some(Inline::default());
            for slot in &mut inner.slots {
                if let Some(worker) = slot.worker.take() {
                    dismiss(&worker);
                }
            }
            (Rc::clone(&inner.sink), inner.current.take())
        };
        let id = current.as_ref().map_or(0, |current| current.plan.id());
        sink(id, Event::WorkersLost(why));
        if let Some(Current { mut plan, .. }) = current {
            if plan.divide_finely() {
                // what had arrived stays with its owner; the plan starts again under the same id
                sink(id, Event::Restarted);
                self.submit_inline(plan);
            } else {
                let count = self.0.borrow().slots.len();
                (0..count).for_each(|at| plan.lost(at));
                if let Some(inline) = &mut self.0.borrow_mut().inline {
                    inline.go_on(plan);
                }
                self.step_later();
            }
        }
    }

    pub(super) fn submit_inline(&self, plan: Box<dyn Plan<Report = R>>) {
        if let Some(inline) = &mut self.0.borrow_mut().inline {
            inline.submit(plan);
        }
        self.step_later();
    }

    /// The next step of the page itself, after it had time for its own tasks.
    fn step_later(&self) {
        if std::mem::replace(&mut self.0.borrow_mut().is_stepping, true) {
            return;
        }
        let workers = self.clone();
        later(0, move || {
            let (id, sink, step) = {
                let mut inner = workers.0.borrow_mut();
                inner.is_stepping = false;
                let Some(inline) = &mut inner.inline else { return };
                let (id, step) = (inline.id(), inline.step());
                (id.unwrap_or_default(), Rc::clone(&inner.sink), step)
            };
            if let Some(events) = step {
                events.into_iter().for_each(|event| sink(id, event));
                workers.step_later();
            }
        });
    }
}
