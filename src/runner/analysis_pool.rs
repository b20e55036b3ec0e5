//! Analyses in web workers: progress after every order, cancelled at once, a worker that dies or falls silent is replaced.
//!
//! Where no worker can be had the page computes by itself, an order at a time.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};

use super::mail::{dismiss, later, message, now, numbers, parts, post_with};
use super::orders::{Orders, Progress, Step};
use crate::shell::Shell;
use aftercast_app::study::finding::Finding;
use aftercast_app::study::work::Work;
use aftercast_compute::patience::{Limits, Patience};
use aftercast_compute::protocol::WorldMessage;
use aftercast_compute::protocol::analysis::{Analyst, FromAnalyst, ToAnalyst};

/// More workers than this only heat the machine: the page's own run needs some, too.
const MOST_WORKERS: usize = 6;
/// After so many deaths without a reply between them the work is given up.
const MOST_DEATHS: u32 = 4;
/// Between two looks at silent workers, in milliseconds.
const LOOK: i32 = 5000;
/// The longest order takes some ten seconds.
const LIMITS: Limits = Limits { silence: 60_000.0, look: LOOK as f64 };

/// What happens to a work.
#[derive(Debug)]
pub enum Heard {
    /// It goes on.
    Progress(Progress),
    /// It is done.
    Found(Finding),
    /// It cannot be done.
    Failed(String),
}

/// Workers, and the work they are at.
#[derive(Clone)]
pub struct AnalysisPool(Rc<RefCell<Inner>>);

impl std::fmt::Debug for AnalysisPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnalysisPool")
    }
}

struct Inner {
    shell: Shell,
    sink: Rc<dyn Fn(u32, Heard)>,
    desks: Vec<Desk>,
    running: Option<Running>,
    tickets: u32,
    deaths: u32,
    patience: Patience,
    /// Whether somebody looks for silent workers.
    watched: bool,
    /// Computes in the page where no worker runs.
    own: Analyst,
}

struct Running {
    run: u32,
    ticket: u32,
    orders: Orders,
}

/// A place for a worker.
#[derive(Default)]
enum Desk {
    #[default]
    Empty,
    Starting,
    /// With the ticket it entered last.
    Worker(Worker, u32),
    /// None could be started here.
    Refused,
}

impl AnalysisPool {
    /// A pool without workers: the first work starts them. `sink` hears the run's id and what happens to it.
    pub fn new(shell: Shell, sink: impl Fn(u32, Heard) + 'static) -> Self {
        let processors = web_sys::window().map_or(1.0, |w| w.navigator().hardware_concurrency()) as usize;
        let desks = (0..processors.clamp(1, MOST_WORKERS)).map(|_| Desk::Empty).collect();
        let (sink, own) = (Rc::new(sink), Analyst::default());
        Self(Rc::new(RefCell::new(Inner {
            shell,
            sink,
            desks,
            running: None,
            tickets: 0,
            deaths: 0,
            patience: Patience::new(0, LIMITS),
            watched: false,
            own,
        })))
    }

    /// Does a work; one under way is given up.
    pub fn run(&self, run: u32, work: Box<dyn Work>) {
        self.cancel();
        let count = {
            let mut inner = self.0.borrow_mut();
            let orders = Orders::new(work, inner.desks.len());
            inner.running = Some(Running { run, ticket: 0, orders });
            inner.deaths = 0;
            inner.patience = Patience::new(inner.desks.len(), LIMITS);
            inner.desks.len()
        };
        for desk in 0..count {
            if matches!(self.0.borrow().desks[desk], Desk::Empty) {
                self.start(desk);
            }
        }
        let step = self.0.borrow_mut().running.as_mut().map(|r| r.orders.round());
        if let Some(step) = step {
            self.after(step);
        }
    }

    /// Gives the work up, at once: a worker in the middle of an order is ended, the next work starts another.
    pub fn cancel(&self) {
        let mut inner = self.0.borrow_mut();
        let Inner { desks, running, .. } = &mut *inner;
        let Some(given_up) = running.take() else { return };
        for (at, desk) in desks.iter_mut().enumerate().filter(|(at, _)| given_up.orders.owes(*at)) {
            if let Desk::Worker(worker, _) = std::mem::take(desk) {
                dismiss(&worker);
            }
            debug_assert!(matches!(desk, Desk::Empty), "desk {at} owed an order without a worker");
        }
    }

    fn start(&self, desk: usize) {
        let shell = {
            let mut inner = self.0.borrow_mut();
            inner.desks[desk] = Desk::Starting;
            inner.shell.clone()
        };
        let pool = self.clone();
        shell.start_worker(&format!("analyst {}", desk + 1), move |started| match started {
            Ok(worker) => pool.take_on(desk, worker),
            Err(_) => {
                pool.0.borrow_mut().desks[desk] = Desk::Refused;
                pool.alone();
            }
        });
    }

    fn take_on(&self, desk: usize, worker: Worker) {
        let pool = self.clone();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| pool.heard(desk, &event.data()));
        worker.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        let pool = self.clone();
        let died = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            pool.lost(desk);
        });
        worker.set_onerror(Some(died.into_js_value().unchecked_ref()));
        self.0.borrow_mut().desks[desk] = Desk::Worker(worker, 0);
        self.feed(desk);
    }

    /// A worker died or fell silent: its orders go to the others, a new one takes its place, unless they die all the time.
    fn lost(&self, desk: usize) {
        let (again, count) = {
            let mut inner = self.0.borrow_mut();
            if let Desk::Worker(worker, _) = std::mem::take(&mut inner.desks[desk]) {
                dismiss(&worker);
            }
            inner.deaths += 1;
            inner.patience.settled(desk);
            if let Some(running) = &mut inner.running {
                running.orders.lost(desk);
            }
            (inner.deaths <= MOST_DEATHS, inner.desks.len())
        };
        if !again {
            return self.fail("the workers keep dying; reload the page and try fewer draws".to_owned());
        }
        self.start(desk);
        (0..count).for_each(|other| self.feed(other));
    }

    /// Gives a worker as many orders as it may hold.
    fn feed(&self, desk: usize) {
        let refused = {
            let mut inner = self.0.borrow_mut();
            let Inner { desks, running: Some(running), patience, .. } = &mut *inner else { return };
            let Desk::Worker(worker, entered) = &mut desks[desk] else { return };
            let mut refused = false;
            while let Some((index, order)) = running.orders.next_for(desk) {
                if *entered != running.ticket {
                    *entered = running.ticket;
                    refused |= post_with(worker, &running.enter(), &[]).is_err();
                }
                let (asked, numbers) = order.message(running.ticket, index);
                refused |= post_with(worker, &asked, &numbers).is_err();
            }
            if running.orders.owes(desk) {
                patience.owes(desk, now());
            }
            refused
        };
        if refused {
            self.lost(desk);
        }
        self.watch();
    }

    /// Looks again after a while, as long as there is work.
    fn watch(&self) {
        {
            let mut inner = self.0.borrow_mut();
            if inner.watched || inner.running.is_none() {
                return;
            }
            inner.watched = true;
        }
        let pool = self.clone();
        later(LOOK, move || {
            let silent = {
                let mut inner = pool.0.borrow_mut();
                inner.watched = false;
                // of a work that is over nobody waits for anything
                if inner.running.is_some() { inner.patience.give_up(now()) } else { None }
            };
            if let Some(desk) = silent {
                pool.lost(desk);
            }
            pool.watch();
        });
    }

    fn heard(&self, desk: usize, data: &JsValue) {
        let parts = Array::from(data);
        let Some(answer) = message::<FromAnalyst>(&parts) else { return };
        let step = {
            let mut inner = self.0.borrow_mut();
            inner.deaths = 0;
            inner.patience.settled(desk);
            // of a work that was given up
            let Some(running) = inner.running.as_mut().filter(|r| r.ticket == answer.ticket()) else { return };
            answer.reply(numbers(&parts)).map(|(index, reply)| running.orders.finished(desk, index, reply))
        };
        match step {
            Ok(step) => self.after(step),
            Err(message) => return self.fail(message),
        }
        self.feed(desk);
    }

    /// What a step leads to.
    fn after(&self, step: Step) {
        let (run, sink) = {
            let inner = self.0.borrow();
            let Some(running) = &inner.running else { return };
            (running.run, Rc::clone(&inner.sink))
        };
        match step {
            Step::Unasked => {}
            Step::Going(progress) => sink(run, Heard::Progress(progress)),
            Step::Round(progress) => {
                let count = {
                    let mut inner = self.0.borrow_mut();
                    inner.tickets += 1;
                    let ticket = inner.tickets;
                    if let Some(running) = &mut inner.running {
                        running.ticket = ticket;
                    }
                    inner.desks.len()
                };
                sink(run, Heard::Progress(progress));
                (0..count).for_each(|desk| self.feed(desk));
                self.alone();
            }
            Step::Found(finding) => {
                self.0.borrow_mut().running = None;
                sink(run, Heard::Found(finding));
            }
        }
    }

    fn fail(&self, message: String) {
        let (run, sink) = {
            let mut inner = self.0.borrow_mut();
            let Some(running) = inner.running.take() else { return };
            (running.run, Rc::clone(&inner.sink))
        };
        sink(run, Heard::Failed(message));
    }

    /// The page does the next order itself where no worker can be had, after it had time to breathe.
    fn alone(&self) {
        let ticket = {
            let inner = self.0.borrow();
            let Some(running) = inner.running.as_ref().filter(|r| r.ticket > 0) else { return };
            if !inner.desks.iter().all(|d| matches!(d, Desk::Refused)) {
                return;
            }
            running.ticket
        };
        let pool = self.clone();
        later(0, move || pool.own_step(ticket));
    }

    fn own_step(&self, ticket: u32) {
        let step = {
            let mut inner = self.0.borrow_mut();
            let Inner { running: Some(running), own, .. } = &mut *inner else { return };
            if running.ticket != ticket {
                return;
            }
            let Some((index, order)) = running.orders.next_for(0) else { return };
            let entered = own.handle(&running.enter(), &[]);
            let (message, numbers) = order.message(ticket, index);
            let Some((reply, values)) = entered.or_else(|| own.handle(&message, &numbers)) else { return };
            reply.reply(values).map(|(index, reply)| running.orders.finished(0, index, reply))
        };
        match step {
            // a new round goes on by itself
            Ok(step @ Step::Round(_)) => self.after(step),
            Ok(step) => {
                self.after(step);
                self.alone();
            }
            Err(message) => self.fail(message),
        }
    }
}

impl Running {
    fn enter(&self) -> ToAnalyst {
        ToAnalyst::Enter { ticket: self.ticket, world: Box::new(WorldMessage::from(self.orders.world())) }
    }
}

/// The worker's side: every message goes through one [`Analyst`].
///
/// # Errors
/// Where this is not a worker.
pub fn serve() -> Result<(), JsValue> {
    let mut analyst = Analyst::default();
    crate::shell::serve(move |event: MessageEvent, scope: &DedicatedWorkerGlobalScope| {
        let received = Array::from(&event.data());
        let Some(asked) = message::<ToAnalyst>(&received) else { return };
        if let Some((reply, values)) = analyst.handle(&asked, &numbers(&received))
            && let Ok((parts, transfer)) = parts(&reply, &values)
        {
            // the page is gone when this fails: nobody is left to tell
            let _ = scope.post_message_with_transfer(&parts, &transfer);
        }
    })
}
