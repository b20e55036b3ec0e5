//! Workers of the browser: what hands them a run or an analysis, and what they do with it.

mod alone;
pub mod analysis_pool;
mod mail;
pub mod orders;
pub mod pool;

use aftercast_app::event::Event;
use aftercast_compute::schedule::Due;

/// What the app hears of the blocks of a run that are due.
pub fn events(run: u32, due: Vec<Due>) -> impl Iterator<Item = Event> {
    due.into_iter().map(move |(policy, block)| Event::BlockArrived { run, policy, block })
}
