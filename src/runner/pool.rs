//! A run in web workers: the page is never blocked, the latest run wins, a worker that dies is replaced.
//!
//! Where no worker can be had the page computes by itself in small steps and says so.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};

use super::alone::Alone;
use super::events;
use super::mail::{dismiss, later, message, now, numbers, parts, post, read};
use crate::shell::Shell;
use aftercast_app::event::Event;
use aftercast_compute::patience::{Limits, Patience};
use aftercast_compute::protocol::{FromWorker, Handler, ToWorker, WorldMessage, levers_to_list};
use aftercast_compute::request::RunRequest;
use aftercast_compute::schedule::{JOB_DRAWS, Schedule};
use aftercast_engine::run::batch::World;

/// More workers than this do not make the first picture come sooner.
const MOST_WORKERS: usize = 6;
/// Between two looks at silent workers, in milliseconds.
const LOOK: i32 = 1000;
/// A job takes some hundredths of a second, on the slowest machine half a second.
const LIMITS: Limits = Limits { silence: 4000.0, look: LOOK as f64 };
/// After so many replacements of each worker without a result the page computes by itself: all of them may die at once.
const MOST_REPLACEMENTS: u32 = 2;
/// A worker that could not be started so many times in a row is not tried again.
const MOST_STARTS: u32 = 3;
/// A worker whose first draws are being drawn goes on after so long in any case, in milliseconds.
const LONGEST_REST: i32 = 50;

/// Workers and the run they are at.
#[derive(Clone)]
pub struct Pool(Rc<RefCell<Inner>>);

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pool")
    }
}

struct Inner {
    shell: Shell,
    sink: Rc<dyn Fn(Event)>,
    desks: Vec<Desk>,
    schedule: Option<Schedule>,
    replacements: u32,
    patience: Patience,
    /// Whether a look at silent workers is due.
    looking: bool,
    /// Who computes where there are no workers.
    alone: Option<Alone>,
}

/// A place for a worker.
#[derive(Default)]
struct Desk {
    worker: Option<Worker>,
    starting: bool,
    /// Starts that failed since the last that did not.
    failed: u32,
    /// The run it was told about.
    entered: Option<u32>,
    /// The world it was told about last.
    world: Option<World>,
}

impl Desk {
    /// Whether no worker will come here any more.
    fn is_given_up(&self) -> bool {
        self.worker.is_none() && !self.starting && self.failed >= MOST_STARTS
    }
}

impl Pool {
    /// Starts workers; `sink` receives blocks, failures and the loss of all workers.
    pub fn new(shell: Shell, sink: impl Fn(Event) + 'static) -> Self {
        let processors = web_sys::window().map_or(1.0, |w| w.navigator().hardware_concurrency()) as usize;
        let count = processors.clamp(1, MOST_WORKERS);
        let inner = Inner {
            shell,
            sink: Rc::new(sink),
            desks: (0..count).map(|_| Desk::default()).collect(),
            schedule: None,
            replacements: 0,
            patience: Patience::new(count, LIMITS),
            looking: false,
            alone: None,
        };
        let pool = Self(Rc::new(RefCell::new(inner)));
        for desk in 0..count {
            pool.start(desk);
        }
        pool
    }

    /// Computes a run; every earlier one is dropped.
    pub fn run(&self, request: RunRequest) {
        let alone = self.0.borrow().alone.clone();
        if let Some(alone) = alone {
            return alone.run(request);
        }
        let workers = {
            let mut inner = self.0.borrow_mut();
            let workers = inner.desks.len();
            let mut schedule = Schedule::new(request, workers, JOB_DRAWS);
            for (desk, _) in inner.desks.iter().enumerate().filter(|(_, place)| place.is_given_up()) {
                schedule.without(desk);
            }
            inner.schedule = Some(schedule);
            workers
        };
        (0..workers).for_each(|desk| self.feed(desk));
    }

    /// Number of workers that run, for the page's status line and for tests.
    pub fn workers(&self) -> usize {
        self.0.borrow().desks.iter().filter(|d| d.worker.is_some()).count()
    }

    fn start(&self, desk: usize) {
        let shell = {
            let mut inner = self.0.borrow_mut();
            inner.desks[desk].starting = true;
            inner.shell.clone()
        };
        let pool = self.clone();
        shell.start_worker(&format!("engine {}", desk + 1), move |started| {
            pool.0.borrow_mut().desks[desk].starting = false;
            match started {
                Ok(worker) => pool.take_on(desk, worker),
                Err(_) => pool.not_started(desk),
            }
        });
    }

    fn take_on(&self, desk: usize, worker: Worker) {
        let pool = self.clone();
        let on_message =
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| pool.heard(desk, &event.data()));
        worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let pool = self.clone();
        let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            pool.lost(desk);
        });
        worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
        self.0.borrow_mut().desks[desk] = Desk { worker: Some(worker), ..Desk::default() };
        self.feed(desk);
    }

    /// A worker could not be started: it is tried again, as a download may fail once. When none runs and none is on its
    /// way, the page goes on alone.
    fn not_started(&self, desk: usize) {
        let (again, alone) = {
            let mut inner = self.0.borrow_mut();
            inner.desks[desk].failed += 1;
            let again = inner.alone.is_none() && inner.desks[desk].failed < MOST_STARTS;
            (again, !again && inner.desks.iter().all(|d| d.worker.is_none() && !d.starting))
        };
        if again {
            return self.start(desk);
        }
        if alone {
            return self.go_on_alone();
        }
        let desks = {
            let mut inner = self.0.borrow_mut();
            if let Some(schedule) = &mut inner.schedule {
                schedule.without(desk);
            }
            inner.desks.len()
        };
        for other in 0..desks {
            self.feed(other);
        }
    }

    fn go_on_alone(&self) {
        let (sink, request) = {
            let mut inner = self.0.borrow_mut();
            if inner.alone.is_some() {
                return;
            }
            inner.alone = Some(Alone::new(Rc::clone(&inner.sink)));
            for desk in &mut inner.desks {
                if let Some(worker) = desk.worker.take() {
                    dismiss(&worker);
                }
            }
            let request = inner.schedule.take().filter(|s| !s.is_done()).map(|s| s.request().clone());
            (Rc::clone(&inner.sink), request)
        };
        sink(Event::WorkersLost);
        // what had arrived stays with the page; the run starts again under the same id from its first draw
        if let Some(request) = request {
            sink(Event::RunRestarted { run: request.run });
            self.run(request);
        }
    }

    /// A worker died or fell silent: its jobs go to the others, a new one takes its place.
    fn lost(&self, desk: usize) {
        let (again, others) = {
            let mut inner = self.0.borrow_mut();
            if let Some(worker) = inner.desks[desk].worker.take() {
                dismiss(&worker);
            }
            inner.desks[desk] = Desk::default();
            inner.replacements += 1;
            inner.patience.settled(desk);
            if let Some(schedule) = &mut inner.schedule {
                schedule.lost(desk);
            }
            (inner.replacements <= MOST_REPLACEMENTS * inner.desks.len() as u32, inner.desks.len())
        };
        if !again {
            return self.go_on_alone();
        }
        self.start(desk);
        for other in 0..others {
            self.feed(other);
        }
    }

    /// Gives a worker as many jobs as it may hold.
    fn feed(&self, desk: usize) {
        let mut inner = self.0.borrow_mut();
        let Inner { desks, schedule: Some(schedule), patience, .. } = &mut *inner else { return };
        let place = &mut desks[desk];
        let Some(worker) = place.worker.clone() else { return };
        let mut refused = false;
        while let Some(job) = schedule.next_for(desk) {
            let request = schedule.request();
            if place.entered != Some(request.run) {
                place.entered = Some(request.run);
                // a moved lever stays in its world, which takes longer to write and read than to compare
                let message = if place.world.as_ref() == Some(&request.world) {
                    ToWorker::Stay { run: request.run }
                } else {
                    place.world = Some(request.world.clone());
                    ToWorker::Enter { run: request.run, world: Box::new(WorldMessage::from(&request.world)) }
                };
                refused |= post(&worker, &message).is_err();
            }
            let policies = schedule
                .policies()
                .map(|p| p.and_then(|p| schedule.request().policies.get(p)).map(levers_to_list))
                .collect();
            let run = schedule.request().run;
            let message = ToWorker::Compute { run, job: job.index, first: job.first, draws: job.draws, policies };
            refused |= post(&worker, &message).is_err();
        }
        if schedule.owes(desk) {
            patience.owes(desk, now());
        }
        drop(inner);
        if refused {
            self.lost(desk);
        }
        self.look_later();
    }

    /// Looks after a while for a worker that owes something and says nothing, as long as any is waited for.
    fn look_later(&self) {
        {
            let mut inner = self.0.borrow_mut();
            if inner.looking || !inner.patience.waits() {
                return;
            }
            inner.looking = true;
        }
        let pool = self.clone();
        later(LOOK, move || {
            let silent = {
                let mut inner = pool.0.borrow_mut();
                inner.looking = false;
                let silent = inner.patience.give_up(now());
                // of a run that was superseded nothing is missed
                silent.filter(|&desk| inner.schedule.as_ref().is_some_and(|s| s.owes(desk)))
            };
            if let Some(desk) = silent {
                pool.lost(desk);
            }
            pool.look_later();
        });
    }

    /// A worker replied.
    fn heard(&self, desk: usize, data: &JsValue) {
        let parts = Array::from(data);
        let (sink, due) = {
            let mut inner = self.0.borrow_mut();
            inner.patience.settled(desk);
            inner.patience.trust();
            inner.replacements = 0;
            let Some(schedule) = &mut inner.schedule else { return };
            let run = schedule.request().run;
            let due = match message(&parts) {
                Some(FromWorker::Done { run: of, job }) if of == run => {
                    Ok(schedule.finished(desk, job, numbers(&parts)))
                }
                Some(FromWorker::Failed { run: of, message }) if of == run => Err(message),
                // of a run that was superseded
                _ => Ok(Vec::new()),
            };
            (Rc::clone(&inner.sink), due.map(|due| (run, due)).map_err(|message| (run, message)))
        };
        match due {
            Ok((run, due)) => {
                let first = !due.is_empty();
                events(run, due).for_each(|event| sink(event));
                if first {
                    self.rest(desk);
                }
            }
            Err((run, message)) => {
                self.0.borrow_mut().schedule = None;
                sink(Event::RunFailed { run, message });
            }
        }
        self.feed(desk);
    }

    /// Where the first picture of a moved lever has just been handed on, its worker goes on once the browser has drawn it.
    fn rest(&self, desk: usize) {
        let Some(run) = self.0.borrow().schedule.as_ref().filter(|s| s.rests(desk)).map(|s| s.request().run) else {
            return;
        };
        let pool = self.clone();
        let go_on = Rc::new(move || {
            let rested = match &mut pool.0.borrow_mut().schedule {
                Some(schedule) if schedule.request().run == run && schedule.rests(desk) => {
                    schedule.drawn();
                    true
                }
                _ => false,
            };
            if rested {
                pool.feed(desk);
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

/// The worker's side: every message goes through one [`Handler`], numbers leave as one transferred buffer.
///
/// # Errors
/// Where this is not a worker.
pub fn serve() -> Result<(), JsValue> {
    let mut handler = Handler::default();
    crate::shell::serve(move |event: MessageEvent, scope: &DedicatedWorkerGlobalScope| {
        let Some(asked) = read::<ToWorker>(&event.data()) else { return };
        handler.handle(&asked, |reply, values| {
            let Ok((parts, transfer)) = parts(&reply, &values) else { return };
            // the page is gone when this fails: nobody is left to tell
            let _ = scope.post_message_with_transfer(&parts, &transfer);
        });
    })
}
