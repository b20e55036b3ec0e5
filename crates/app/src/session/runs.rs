//! Which run is under way, what it is for, and what came of it.
//!
//! The latest run wins. After the main run the same draws are run twice more for the selected policy while nothing else
//! is wanted: with serious events at their expected value, which tells what we do not know from what luck does, and
//! with the report taken at face value. After these come single policies that something on the page asks for (side runs).

use super::side_runs::{SideRun, SideRunCache};
use super::store::Store;
use aftercast_compute::request::{Priority, RunRequest};
use aftercast_engine::run::batch::{Block, EventMode, Futures};
use aftercast_engine::run::results::{OutOfOrder, PolicyResults};
use aftercast_scenario::{Distribution, FACE_VALUE, Levers};

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The picture on the page.
    Main,
    /// The same draws with serious events at their expected value.
    ExpectedEvents,
    /// The same draws with the report taken at face value.
    FaceValue,
    /// The link of a participant, for the room table.
    Room,
    /// A policy that is not on the page.
    SideRun,
}

/// A run under way.
#[derive(Clone, Debug)]
struct Running {
    id: u32,
    purpose: Purpose,
    levers: Vec<Levers<f64>>,
    baseline: bool,
    /// More draws of what is on the page, which stays there until all of them are in.
    further: bool,
}

/// All runs.
#[derive(Debug, Default)]
pub struct Runs {
    last_id: u32,
    running: Option<Running>,
    /// Results on the page.
    shown: Option<Store>,
    /// Results of new futures that have no picture yet.
    coming: Option<Store>,
    /// Results of the first draws, while those on the page are of more: a moved lever begins with them again.
    first: Option<Store>,
    expected: Option<Store>,
    face_value: Option<Store>,
    room: Option<Store>,
    /// Policies that are not on the page.
    known: SideRunCache,
    /// No worker can be had: the page computes by itself.
    pub alone: bool,
}

/// What a block did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It belonged to a run that was superseded.
    Dropped,
    /// The picture changed.
    Drawn,
    /// Something is known a little better that is not in the picture yet.
    Aside,
    /// The run is complete.
    Complete(Purpose),
}

impl Runs {
    /// Results on the page, as far as they are.
    pub fn store(&self) -> Option<&Store> {
        self.shown.as_ref()
    }

    /// Whether the page still shows results of earlier futures.
    pub fn futures_are_old(&self) -> bool {
        self.coming.is_some() && self.going_on().is_none()
    }

    /// The number of draws that the picture is being extended to.
    pub fn going_on(&self) -> Option<u64> {
        let further = self.running.as_ref().is_some_and(|r| r.further);
        self.coming.as_ref().filter(|_| further).map(|store| store.futures().draws)
    }

    /// Whether the main run is under way.
    pub fn drawing(&self) -> bool {
        self.running.as_ref().is_some_and(|r| r.purpose == Purpose::Main)
    }

    /// Results of a policy with serious events at their expected value, once complete, for the futures on the page.
    pub fn expected(&self, levers: &Levers<f64>) -> Option<&PolicyResults> {
        self.side_result(&self.expected, Purpose::ExpectedEvents, levers)
    }

    /// Results of a policy with the report at face value, once complete, for the futures on the page.
    pub fn at_face_value(&self, levers: &Levers<f64>) -> Option<&PolicyResults> {
        self.side_result(&self.face_value, Purpose::FaceValue, levers)
    }

    fn side_result<'a>(
        &self,
        store: &'a Option<Store>,
        purpose: Purpose,
        levers: &Levers<f64>,
    ) -> Option<&'a PolicyResults> {
        let (store, shown) = (store.as_ref()?, self.shown.as_ref()?);
        let results = store.policy(levers).filter(|r| store.complete(r))?;
        (*store.futures() == variant(shown.futures(), purpose)).then_some(results)
    }

    /// Starts the main run of what is missing of these futures; nothing where all of it is known.
    pub fn start(&mut self, futures: Futures, wanted: &[Levers<f64>]) -> Option<RunRequest> {
        let same = |store: &Option<Store>| store.as_ref().is_some_and(|s| *s.futures() == futures);
        if same(&self.shown) {
            self.coming = None;
        } else if same(&self.first) {
            self.shown = self.first.take();
            self.coming = None;
        } else if self.shown.is_none() {
            self.shown = Some(Store::new(futures.clone()));
        } else if !same(&self.coming) {
            self.coming = Some(Store::new(futures.clone()));
        }
        let store = self.coming.as_mut().or(self.shown.as_mut())?;
        store.forget_partial();
        let baseline = !store.complete(store.baseline());
        let levers = store.missing(wanted);
        if !baseline && levers.is_empty() {
            self.running = None;
            return None;
        }
        Some(self.request(Purpose::Main, futures, levers, baseline, None))
    }

    /// Starts the main run again with more draws; what is on the page stays until they are there.
    pub fn go_on(&mut self, futures: Futures, wanted: &[Levers<f64>]) -> Option<RunRequest> {
        let mut store = Store::new(futures.clone());
        let levers = store.missing(wanted);
        self.coming = Some(store);
        let request = self.request(Purpose::Main, futures, levers, true, None);
        if let Some(running) = &mut self.running {
            running.further = true;
        }
        Some(request)
    }

    /// Starts the next run beside the picture for a policy, of these purposes (expected events, face value), if one is wanted and nothing is under way.
    pub fn start_aside(&mut self, levers: &Levers<f64>, purposes: &[Purpose]) -> Option<RunRequest> {
        let shown = self.shown.as_ref()?;
        if self.running.is_some() || self.coming.is_some() || self.alone {
            return None;
        }
        if !shown.policy(levers).is_some_and(|r| shown.complete(r)) {
            return None;
        }
        let futures = shown.futures().clone();
        for &purpose in purposes {
            let other = variant(&futures, purpose);
            if other == futures {
                continue;
            }
            let slot = match purpose {
                Purpose::ExpectedEvents => &mut self.expected,
                _ => &mut self.face_value,
            };
            if slot.as_ref().is_none_or(|s| *s.futures() != other) {
                *slot = Some(Store::new(other.clone()));
            }
            let Some(store) = slot else { continue };
            store.forget_partial();
            let missing = store.missing(&[*levers]);
            if !missing.is_empty() {
                // the engine keeps the baseline it needs for the comparison by itself
                return Some(self.request(purpose, other, missing, false, None));
            }
        }
        None
    }

    /// Whether anything is under way that the page shows.
    pub fn busy(&self) -> bool {
        self.running.as_ref().is_some_and(|r| !matches!(r.purpose, Purpose::Room | Purpose::SideRun))
    }

    /// Whether a run for the room table is under way.
    pub fn rooming(&self) -> bool {
        self.running.as_ref().is_some_and(|r| r.purpose == Purpose::Room)
    }

    /// Starts the run of a link of the room; nothing while the page itself is being computed.
    pub fn start_room(&mut self, futures: Futures, levers: &[Levers<f64>]) -> Option<RunRequest> {
        // the room is in view, a goal line may come later: it begins again afterwards
        if self.running.as_ref().is_some_and(|r| r.purpose != Purpose::SideRun) || self.coming.is_some() {
            return None;
        }
        let mut store = Store::new(futures.clone());
        let missing = store.missing(levers);
        self.room = Some(store);
        Some(self.request(Purpose::Room, futures, missing, false, None))
    }

    /// Ends what was run for the room table and gives its results.
    pub fn end_room(&mut self) -> Option<Store> {
        if self.rooming() {
            self.running = None;
        }
        self.room.take()
    }

    /// Starts the first of these that is not known, where nothing else is under way: one policy, so that a worker has it
    /// behind it soon.
    pub fn start_side_run(&mut self, side_runs: impl IntoIterator<Item = SideRun>) -> Option<RunRequest> {
        if self.running.is_some() || self.coming.is_some() {
            return None;
        }
        let side_run = side_runs.into_iter().find(|side_run| self.known.get(side_run).is_none())?;
        self.known.begin(side_run.clone());
        Some(self.request(Purpose::SideRun, side_run.futures, vec![side_run.levers], false, Some(side_run.draws)))
    }

    /// What came of a side run.
    pub fn known(&self, side_run: &SideRun) -> Option<&PolicyResults> {
        self.known.get(side_run)
    }

    fn request(
        &mut self,
        purpose: Purpose,
        futures: Futures,
        levers: Vec<Levers<f64>>,
        baseline: bool,
        draws: Option<u64>,
    ) -> RunRequest {
        self.last_id += 1;
        let id = self.last_id;
        self.running = Some(Running { id, purpose, levers: levers.clone(), baseline, further: false });
        let priority = match purpose {
            Purpose::Main | Purpose::Room => Priority::Batch,
            Purpose::ExpectedEvents | Purpose::FaceValue | Purpose::SideRun => Priority::Background,
        };
        RunRequest { run: id, futures, baseline, policies: levers, draws, priority }
    }

    /// Takes a block in.
    ///
    /// # Errors
    /// The block does not continue where the last one ended: a defect.
    pub fn take(&mut self, run: u32, policy: Option<usize>, block: &Block) -> Result<Taken, OutOfOrder> {
        let Some(running) = self.running.as_ref().filter(|r| r.id == run) else { return Ok(Taken::Dropped) };
        let levers = match policy {
            None => None,
            Some(p) => match running.levers.get(p) {
                Some(levers) => Some(*levers),
                None => return Ok(Taken::Dropped),
            },
        };
        let running = running.clone();
        if running.purpose == Purpose::SideRun {
            let complete = self.known.append(block)?;
            if complete {
                self.running = None;
                return Ok(Taken::Complete(running.purpose));
            }
            return Ok(Taken::Aside);
        }
        let store = match running.purpose {
            Purpose::Main => self.coming.as_mut().or(self.shown.as_mut()),
            Purpose::ExpectedEvents => self.expected.as_mut(),
            Purpose::FaceValue => self.face_value.as_mut(),
            Purpose::Room => self.room.as_mut(),
            Purpose::SideRun => None,
        };
        let Some(store) = store else { return Ok(Taken::Dropped) };
        store.append(levers.as_ref(), block)?;
        let begun = |r: Option<&PolicyResults>| r.is_some_and(|r| r.draws() > 0);
        let all = |done: &dyn Fn(Option<&PolicyResults>) -> bool| {
            (!running.baseline || done(Some(store.baseline()))) && running.levers.iter().all(|l| done(store.policy(l)))
        };
        let pictured = all(&begun);
        let complete = all(&|r| r.is_some_and(|r| store.complete(r)));
        if pictured && (complete || !running.further) && running.purpose == Purpose::Main && self.coming.is_some() {
            let before = std::mem::replace(&mut self.shown, self.coming.take());
            self.first = if running.further { self.first.take().or(before) } else { None };
        }
        if complete {
            self.running = None;
            return Ok(Taken::Complete(running.purpose));
        }
        if running.purpose == Purpose::Room || running.further {
            return Ok(Taken::Aside);
        }
        Ok(Taken::Drawn)
    }

    /// A run starts again from its first draw.
    pub fn restarted(&mut self, run: u32) {
        if self.running.as_ref().is_some_and(|r| r.id == run) {
            [&mut self.shown, &mut self.coming, &mut self.expected, &mut self.face_value, &mut self.room]
                .into_iter()
                .flatten()
                .for_each(Store::forget_partial);
            self.known.restart();
        }
    }

    /// Whether this is the run under way.
    pub fn is_running(&self, run: u32) -> bool {
        self.running.as_ref().is_some_and(|r| r.id == run)
    }

    /// A run failed: nothing more comes of it. Tells whether it was the one under way.
    pub fn failed(&mut self, run: u32) -> bool {
        let ours = self.running.as_ref().is_some_and(|r| r.id == run);
        if ours {
            if self.going_on().is_some() {
                self.coming = None;
            }
            self.running = None;
        }
        ours
    }
}

/// The same draws in other futures.
pub fn variant(futures: &Futures, purpose: Purpose) -> Futures {
    let mut other = futures.clone();
    match purpose {
        Purpose::Main | Purpose::SideRun | Purpose::Room => {}
        Purpose::ExpectedEvents => other.events = EventMode::Expected,
        Purpose::FaceValue => {
            for (id, value) in FACE_VALUE {
                *other.distributions.get_mut(id) = Distribution::Known { value };
            }
        }
    }
    other
}
