//! The page computes by itself where no worker can be had: a few draws at a time, so that it stays awake.

use std::cell::RefCell;
use std::rc::Rc;

use super::events;
use super::mail::later;
use aftercast_app::event::Event;
use aftercast_compute::inline::InProcess;
use aftercast_compute::request::RunRequest;
use aftercast_engine::run::batch::Engine;

/// Draws of a step.
const STEP_DRAWS: u64 = 8;

/// The run that the page is at, and who hears of it.
#[derive(Clone)]
pub struct Alone {
    sink: Rc<dyn Fn(Event)>,
    at: Rc<RefCell<At>>,
}

enum At {
    /// Nothing to compute; the engine of the last run keeps what still holds.
    Rest(Option<Box<Engine>>),
    Run(Box<InProcess>, u32),
}

impl Alone {
    /// At rest; `sink` receives blocks and failures.
    pub fn new(sink: Rc<dyn Fn(Event)>) -> Self {
        Self { sink, at: Rc::new(RefCell::new(At::Rest(None))) }
    }

    /// Computes a run; an earlier one is dropped.
    pub fn run(&self, request: RunRequest) {
        let run = request.run;
        let (engine, under_way) = self.stop();
        *self.at.borrow_mut() = At::Run(Box::new(InProcess::new(engine, request, STEP_DRAWS)), run);
        // steps under way go on with the new run
        if !under_way {
            self.step_later();
        }
    }

    /// The engine, and whether it was at a run.
    fn stop(&self) -> (Option<Engine>, bool) {
        match std::mem::replace(&mut *self.at.borrow_mut(), At::Rest(None)) {
            At::Rest(engine) => (engine.map(|engine| *engine), false),
            At::Run(own, _) => (Some(own.into_engine()), true),
        }
    }

    /// The next step, after the page had time to breathe.
    fn step_later(&self) {
        let alone = self.clone();
        later(0, move || {
            let (run, step) = match &mut *alone.at.borrow_mut() {
                At::Run(own, run) => (*run, own.step()),
                At::Rest(_) => return,
            };
            match step {
                Some(Ok(due)) => {
                    events(run, due).for_each(|event| (alone.sink)(event));
                    alone.step_later();
                }
                Some(Err(e)) => {
                    alone.leave_off();
                    (alone.sink)(Event::RunFailed { run, message: e.to_string() });
                }
                None => alone.leave_off(),
            }
        });
    }

    fn leave_off(&self) {
        let (engine, _) = self.stop();
        *self.at.borrow_mut() = At::Rest(engine.map(Box::new));
    }
}
