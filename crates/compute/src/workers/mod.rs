//! Plans in workers of the browser: the page is never blocked, the latest plan wins, a worker that dies or falls silent is replaced.
//!
//! Where no worker can be had the page computes by itself, an order at a time.

mod fallback;
mod serve;
mod settings;
mod slot;
mod starting;
mod transfer;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Worker as WebWorker;

use crate::failure::PlanError;
use crate::inline::Inline;
use crate::messages::{FromWorker, FuturesMessage, OrderMessage, ToWorker};
use crate::plan::{Backend, Event, Plan};
use crate::tasks::{AllTasks, TaskRunner};
use crate::watchdog::Watchdog;
use slot::WorkerSlot;
use transfer::{dismiss, later, message, now, numbers, post};

pub use serve::{Handle, serve};
pub use settings::Settings;

/// A worker whose first draws are being drawn goes on after so long in any case, in milliseconds.
const LONGEST_REST: i32 = 50;

/// Calls back with a worker that runs this same program, or with the reason why there is none.
pub type Started = Box<dyn FnOnce(Result<WebWorker, String>)>;
/// Starts a worker of a name.
pub type Start = Rc<dyn Fn(&str, Started)>;

/// Workers and the plan they are at; cheap to copy.
pub struct Workers<R, T = AllTasks>(Rc<RefCell<Inner<R, T>>>);

impl<R, T> Clone for Workers<R, T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<R, T> std::fmt::Debug for Workers<R, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Workers")
    }
}

/// What the owner of the plans does with an event and the id of its plan.
type Sink<R> = Rc<dyn Fn(u32, Event<R>)>;

struct Inner<R, T> {
    settings: Settings,
    start: Start,
    sink: Sink<R>,
    slots: Vec<WorkerSlot>,
    current: Option<Current<R>>,
    tickets: u32,
    replacements: u32,
    watchdog: Watchdog,
    /// Whether a look at silent workers is due.
    is_watched: bool,
    /// Computes where there are no workers.
    inline: Option<Inline<R, T>>,
    /// Whether the next step of it is due.
    is_stepping: bool,
}

/// A plan under way.
struct Current<R> {
    plan: Box<dyn Plan<Report = R>>,
    /// Of its orders in this round.
    ticket: u32,
    round: u32,
}

impl<R: 'static, T: TaskRunner> Workers<R, T> {
    /// A worker a processor, up to a number; `sink` hears the events of plans.
    pub fn new(settings: Settings, start: Start, sink: impl Fn(u32, Event<R>) + 'static) -> Self {
        let processors = web_sys::window().map_or(1.0, |w| w.navigator().hardware_concurrency()) as usize;
        let count = processors.clamp(1, settings.most);
        let workers = Self(Rc::new(RefCell::new(Inner {
            settings,
            start,
            sink: Rc::new(sink),
            slots: (0..count).map(|_| WorkerSlot::default()).collect(),
            current: None,
            tickets: 0,
            replacements: 0,
            watchdog: Watchdog::new(count, settings.limits),
            is_watched: false,
            inline: None,
            is_stepping: false,
        })));
        if settings.are_ready_early {
            workers.start_missing();
        }
        workers
    }

    fn fail(&self, why: PlanError) {
        let (id, sink) = {
            let mut inner = self.0.borrow_mut();
            let Some(current) = inner.current.take() else { return };
            // the next plan has all its replacements
            inner.replacements = 0;
            (current.plan.id(), Rc::clone(&inner.sink))
        };
        sink(id, Event::Failed(why));
    }

    fn feed_all(&self) {
        let count = self.0.borrow().slots.len();
        (0..count).for_each(|at| self.feed(at));
    }

    /// Gives a worker as many orders as it may hold.
    fn feed(&self, at: usize) {
        let refused = {
            let mut inner = self.0.borrow_mut();
            let Inner { slots, current: Some(current), watchdog, .. } = &mut *inner else { return };
            let slot = &mut slots[at];
            let Some(worker) = slot.worker.clone() else { return };
            let ticket = current.ticket;
            let mut refused = false;
            while let Some((index, order)) = current.plan.next_for(at) {
                if slot.ticket != Some(ticket) {
                    slot.ticket = Some(ticket);
                    let futures = current.plan.futures();
                    // a moved lever stays with its futures, which take longer to write and read than to compare
                    let message = if slot.futures.as_ref() == Some(futures) {
                        ToWorker::Stay { ticket }
                    } else {
                        slot.futures = Some(futures.clone());
                        ToWorker::Enter { ticket, futures: Box::new(FuturesMessage::from(futures)) }
                    };
                    refused |= post(&worker, &message, &[]).is_err();
                }
                let (order, numbers) = OrderMessage::new(order);
                refused |= post(&worker, &ToWorker::Compute { ticket, index, order }, &numbers).is_err();
            }
            if current.plan.owes(at) {
                watchdog.owes(at, now());
            }
            refused
        };
        if refused {
            self.lost(at);
        }
        self.watch();
    }

    /// Looks after a while for a worker that owes something and says nothing, as long as any is waited for.
    fn watch(&self) {
        let look = {
            let mut inner = self.0.borrow_mut();
            if inner.is_watched || !inner.watchdog.waits() {
                return;
            }
            inner.is_watched = true;
            inner.settings.limits.look as i32
        };
        let workers = self.clone();
        later(look, move || {
            let silent = {
                let mut inner = workers.0.borrow_mut();
                inner.is_watched = false;
                let silent = inner.watchdog.give_up(now());
                // of a plan that was superseded nothing is missed
                silent.filter(|&at| inner.current.as_ref().is_some_and(|current| current.plan.owes(at)))
            };
            if let Some(at) = silent {
                workers.lost(at);
            }
            workers.watch();
        });
    }

    /// A worker replied.
    fn on_reply(&self, at: usize, data: &JsValue) {
        let parts = Array::from(data);
        let (id, sink, events) = {
            let mut inner = self.0.borrow_mut();
            inner.watchdog.settled(at);
            inner.watchdog.trust();
            inner.replacements = 0;
            let sink = Rc::clone(&inner.sink);
            let Some(current) = &mut inner.current else { return };
            let reply = message::<FromWorker>(&parts).filter(|reply| reply.ticket() == current.ticket);
            let events = match reply.map(|reply| reply.into_output(numbers(&parts))) {
                Some(Ok((index, output))) => Ok(current.plan.finished(at, index, output)),
                Some(Err(why)) => Err(why),
                // of a plan that was superseded
                None => Ok(Vec::new()),
            };
            (current.plan.id(), sink, events)
        };
        match events {
            Ok(events) => {
                let is_new_round = self.next_round();
                let is_first = !events.is_empty();
                events.into_iter().for_each(|event| sink(id, event));
                if is_first {
                    self.rest(at);
                }
                if is_new_round {
                    self.feed_all();
                }
            }
            Err(why) => self.fail(why),
        }
        self.feed(at);
    }

    /// Gives a round that has just begun a ticket of its own, and lets go of a plan that is done.
    fn next_round(&self) -> bool {
        let mut inner = self.0.borrow_mut();
        let Inner { current, tickets, .. } = &mut *inner;
        let Some(plan) = current else { return false };
        if plan.plan.is_done() {
            *current = None;
            return false;
        }
        if plan.plan.round() == plan.round {
            return false;
        }
        *tickets += 1;
        (plan.round, plan.ticket) = (plan.plan.round(), *tickets);
        true
    }

    /// Where the first picture of a moved lever has just been handed on, its worker goes on once the browser has drawn it.
    fn rest(&self, at: usize) {
        let Some(ticket) = self.0.borrow().current.as_ref().filter(|c| c.plan.is_paused(at)).map(|c| c.ticket) else {
            return;
        };
        let workers = self.clone();
        let go_on = Rc::new(move || {
            let rested = match &mut workers.0.borrow_mut().current {
                Some(current) if current.ticket == ticket && current.plan.is_paused(at) => {
                    current.plan.picture_drawn();
                    true
                }
                _ => false,
            };
            if rested {
                workers.feed(at);
            }
        });
        // a page that is not in view has no frames
        later(LONGEST_REST, {
            let go_on = Rc::clone(&go_on);
            move || go_on()
        });
        let Some(window) = web_sys::window() else { return };
        let painted = Closure::once_into_js(move || later(0, move || go_on()));
        let _ = window.request_animation_frame(painted.unchecked_ref());
    }
}

impl<R: 'static, T: TaskRunner> Backend<R> for Workers<R, T> {
    fn submit(&mut self, mut plan: Box<dyn Plan<Report = R>>) {
        self.cancel();
        if self.0.borrow().inline.is_some() {
            plan.divide_finely();
            return self.submit_inline(plan);
        }
        let (id, sink, events) = {
            let mut inner = self.0.borrow_mut();
            let events = plan.start(inner.slots.len());
            for (at, _) in inner.slots.iter().enumerate().filter(|(_, slot)| slot.is_given_up()) {
                plan.without(at);
            }
            inner.tickets += 1;
            let (id, ticket, round) = (plan.id(), inner.tickets, plan.round());
            inner.current = (!plan.is_done()).then_some(Current { plan, ticket, round });
            (id, Rc::clone(&inner.sink), events)
        };
        events.into_iter().for_each(|event| sink(id, event));
        self.start_missing();
        self.feed_all();
    }

    fn cancel(&mut self) {
        let mut inner = self.0.borrow_mut();
        if let Some(inline) = &mut inner.inline {
            inline.cancel();
        }
        let Inner { settings, slots, current, watchdog, .. } = &mut *inner;
        let Some(given_up) = current.take() else { return };
        if !settings.are_interrupted {
            return;
        }
        for (at, slot) in slots.iter_mut().enumerate().filter(|(at, _)| given_up.plan.owes(*at)) {
            if let Some(worker) = slot.worker.take() {
                dismiss(&worker);
                *slot = WorkerSlot::default();
                watchdog.settled(at);
            }
        }
    }
}
