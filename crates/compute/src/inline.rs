//! Plans in the caller's own thread, an order at a time.

use crate::plan::{Backend, Event, Plan};
use crate::tasks::{AllTasks, TaskRunner};
use crate::worker::Worker;

/// Computes plans order by order, whenever it is asked to.
pub struct Inline<R, T = AllTasks> {
    worker: Worker<T>,
    plan: Option<Box<dyn Plan<Report = R>>>,
    /// Round of the plan that the worker has entered.
    entered: Option<u32>,
    /// What is to be handed on with the next step.
    waiting: Vec<Event<R>>,
}

impl<R, T: TaskRunner> std::fmt::Debug for Inline<R, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Inline({:?})", self.id())
    }
}

impl<R, T: TaskRunner> Default for Inline<R, T> {
    fn default() -> Self {
        Self { worker: Worker::default(), plan: None, entered: None, waiting: Vec::new() }
    }
}

impl<R, T: TaskRunner> Inline<R, T> {
    /// Id of the plan under way.
    pub fn id(&self) -> Option<u32> {
        self.plan.as_ref().map(|plan| plan.id())
    }

    /// Computes the next order and returns what its owner hears; `None` when nothing is left to do.
    pub fn step(&mut self) -> Option<Vec<Event<R>>> {
        let mut events = std::mem::take(&mut self.waiting);
        let Some(plan) = &mut self.plan else { return (!events.is_empty()).then_some(events) };
        if self.entered != Some(plan.round()) {
            self.entered = Some(plan.round());
            self.worker.enter(plan.futures().clone());
        }
        let computed = plan.next_for(0).map(|(index, order)| (index, self.worker.execute(&order)));
        match computed {
            Some((index, Some(Ok(output)))) => {
                events.extend(plan.finished(0, index, output));
                // there is no other worker that could go on meanwhile
                plan.picture_drawn();
            }
            Some((_, Some(Err(why)))) => {
                events.push(Event::Failed(why));
                self.plan = None;
            }
            Some((_, None)) | None => self.plan = None,
        }
        if self.plan.as_ref().is_some_and(|plan| plan.is_done()) {
            self.plan = None;
        }
        (self.plan.is_some() || !events.is_empty()).then_some(events)
    }
}

impl<R, T: TaskRunner> Inline<R, T> {
    /// Goes on with a plan that others began.
    pub fn go_on(&mut self, plan: Box<dyn Plan<Report = R>>) {
        self.entered = None;
        self.plan = Some(plan);
    }
}

impl<R, T: TaskRunner> Backend<R> for Inline<R, T> {
    fn submit(&mut self, mut plan: Box<dyn Plan<Report = R>>) {
        self.entered = None;
        self.waiting = plan.start(1);
        self.plan = (!plan.is_done()).then_some(plan);
    }

    fn cancel(&mut self) {
        self.plan = None;
        self.waiting.clear();
    }
}
