//! Effects: what the application asks for leaves here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{Callable, Callback};

use crate::ui::features::documents::storage;
use crate::ui::runtime::browser;
use crate::ui::runtime::browser::Entry;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use crate::ui::runtime::later::Timer;
use aftercast_app::event::{Effect, Event, StorageEffect};
use aftercast_app::features::pending_input::KEY as TYPED;
use aftercast_app::features::policies::Event as Policies;
use aftercast_compute::Backend as _;
use aftercast_compute::request::Priority;
use aftercast_compute::run::RunPlan;
use aftercast_compute::tasks::NoTasks;
use aftercast_compute::workers::Workers;

/// Browsers refuse an address that is rewritten more often than this while a lever is dragged.
const ADDRESS_PAUSE: Duration = Duration::from_millis(300);

/// Why the application asks for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A lever is being moved, which may go on.
    Dragging,
    /// The user did something else.
    UserAction,
    /// Results arrived.
    ResultsArrived,
}

impl Cause {
    /// Of an event.
    pub const fn of(event: &Event) -> Self {
        match event {
            Event::Policies(Policies::LeverMoved(..)) => Self::Dragging,
            Event::BlockArrived { .. } | Event::RunRestarted { .. } | Event::RunFailed { .. } => Self::ResultsArrived,
            _ => Self::UserAction,
        }
    }
}

/// The beginning of a line of entries; milliseconds tell them apart.
fn new_line() -> String {
    format!("{:.0}", js_sys::Date::now())
}

/// Workers for runs alone.
pub type RunWorkers = Workers<(), NoTasks>;

/// Workers, the address and local storage.
#[derive(Clone)]
pub struct EffectRunner(Rc<Inner>);

struct Inner {
    workers: RefCell<RunWorkers>,
    send: Callback<Event>,
    address: RefCell<Address>,
    run: Cell<u32>,
    /// What all entries have in common that were written of one document.
    line: RefCell<String>,
    /// Whether the run in force has delivered nothing yet.
    awaited: Cell<bool>,
    first_block: Cell<bool>,
}

#[derive(Default)]
struct Address {
    pending: Option<Entry>,
    /// The next document is another one: Back leads to the one before.
    further: bool,
    /// The document as it is to be kept, with the address.
    document: Option<StorageEffect>,
    timer: Option<Timer>,
}

impl EffectRunner {
    /// Over started workers; `send` hears what comes of effects.
    pub fn new(workers: RunWorkers, send: Callback<Event>) -> Self {
        Self(Rc::new(Inner {
            workers: RefCell::new(workers),
            send,
            address: RefCell::default(),
            run: Cell::new(0),
            line: RefCell::new(Some(browser::entry().line).filter(|line| !line.is_empty()).unwrap_or_else(new_line)),
            awaited: Cell::new(false),
            first_block: Cell::new(false),
        }))
    }

    /// Id of the run that the user asked for last; what the application computes on its own behind it does not count.
    pub fn run(&self) -> u32 {
        self.0.run.get()
    }

    /// Notes what the performance time line wants to know of an event.
    pub fn note(&self, event: &Event) {
        match event {
            Event::Policies(Policies::LeverMoved(..) | Policies::LeverTyped(..) | Policies::LeverReset(_)) => {
                browser::mark("aftercast:input");
            }
            Event::Policies(Policies::LeverReleased(_)) => self.write_address(),
            Event::BlockArrived { run, .. } if *run == self.run() && self.0.awaited.replace(false) => {
                self.0.first_block.set(true);
            }
            _ => {}
        }
    }

    /// Whether the first draws of a run that the user asked for have come since this was asked last.
    pub fn first_block(&self) -> bool {
        self.0.first_block.take()
    }

    /// Does what the application asks for because of an event; `document` is the id under which its document is kept.
    pub fn perform(&self, effect: Effect, cause: Cause, document: Option<&str>) {
        match effect {
            Effect::Run(mut request) => {
                if cause != Cause::ResultsArrived {
                    self.0.run.set(request.run);
                    // a lever that moves back to where it was finds its result, and asks only for what is beside it
                    let awaited = request.priority != Priority::Background;
                    self.0.awaited.set(awaited);
                    if awaited && cause == Cause::Dragging {
                        request.priority = Priority::Interactive;
                    }
                }
                self.0.workers.borrow_mut().submit(Box::new(RunPlan::new(*request)));
            }
            Effect::WriteFragment(fragment) => {
                let line = self.0.line.borrow().clone();
                let entry = Entry { fragment, document: document.map(str::to_owned), line };
                self.0.address.borrow_mut().pending = Some(entry);
                // a gesture goes on, and the address waits a little
                if cause == Cause::Dragging { self.write_address_later() } else { self.write_address() }
            }
            Effect::NextDocument => {
                // the one before stays in its entry as it is now
                self.write_address();
                self.0.address.borrow_mut().further = true;
                self.0.line.replace(new_line());
            }
            Effect::NextPlace => {
                self.write_address();
                self.0.address.borrow_mut().further = true;
            }
            Effect::Remember { key, value } => browser::remember(key, &value),
            Effect::KeepTyped { document, text } => browser::keep(&format!("{TYPED}{document}"), &text),
            Effect::RememberInTab { key, value } => browser::remember_in_tab(key, &value),
            // while a lever is dragged the storage waits with the address
            Effect::Store(keep @ StorageEffect::Keep(_)) if cause == Cause::Dragging => {
                self.0.address.borrow_mut().document = Some(keep);
            }
            Effect::Store(effect) => self.store(&effect),
        }
    }

    /// What happened where the browser's history leads to an entry.
    pub fn returned(&self, entry: Entry) -> Event {
        if !entry.line.is_empty() && *self.0.line.borrow() == entry.line {
            return Event::PlaceReturned(entry.fragment);
        }
        // an entry that was typed by hand begins a line
        let line = if entry.line.is_empty() { new_line() } else { entry.line };
        self.0.line.replace(line);
        Event::Returned(entry.fragment, entry.document)
    }

    /// Writes the address and the document now, where they wait for a gesture to end.
    pub fn write_address(&self) {
        let (timer, pending, document) = {
            let mut address = self.0.address.borrow_mut();
            (address.timer.take(), address.pending.take(), address.document.take())
        };
        if let Some(timer) = timer {
            timer.stop();
        }
        if let Some(entry) = pending {
            let further = std::mem::take(&mut self.0.address.borrow_mut().further);
            browser::write_entry(&entry, further);
        }
        if let Some(document) = document {
            self.store(&document);
        }
    }

    fn store(&self, effect: &StorageEffect) {
        if let Some(event) = storage::perform(effect) {
            self.0.send.run(event.into());
        }
    }

    fn write_address_later(&self) {
        if self.0.address.borrow().timer.is_some() {
            return;
        }
        let futures = self.clone();
        match later::after(Life::of_the_page(), ADDRESS_PAUSE, move || futures.write_address()) {
            Some(timer) => self.0.address.borrow_mut().timer = Some(timer),
            // without timers the address is written at once
            None => self.write_address(),
        }
    }
}
