//! One way to hand out work.
//!
//! What is to be computed is a [`Plan`]: a run of draws ([`run::RunPlan`]) or rounds of an analysis ([`rounds::RoundsPlan`]). It hands
//! out [`Order`]s, each a pure description that any worker can compute, takes the outputs in any order, and says what its owner
//! hears of them as [`Event`]s. Where the orders are computed is a [`Backend`]: in the caller's thread ([`inline`]), on threads
//! ([`threads`]) or in workers of the browser (`workers`). The results are the same bits everywhere.
//!
//! ```
//! use aftercast_compute::{Event, request::{Priority, RunRequest}, threads};
//! use aftercast_engine::check;
//! use aftercast_scenario::Draft;
//!
//! let scenario = check(&Draft::default()).unwrap();
//! let futures = scenario.futures().with_draws(64);
//! let request = RunRequest { run: 1, futures, baseline: true, policies: vec![], draws: None, priority: Priority::Batch };
//! let mut draws = 0;
//! threads::run(&request, 2, 16, |_policy, block| draws += block.draws).unwrap();
//! assert_eq!(draws, 64);
//! ```
//!
//! - [`plan`]: plans, backends and events. [`order`]: what a worker is asked for. [`messages`]: how orders travel.
//! - [`worker`]: the side that computes. [`schedule`]: which worker computes which draws next. [`watchdog`]: when a silent worker is
//!   given up.
//! - [`tasks`]: orders that are no run of the model. [`failure`]: why a plan cannot be computed.

pub mod failure;
pub mod inline;
pub mod messages;
pub mod order;
pub mod plan;
pub mod request;
pub mod rounds;
pub mod run;
pub mod schedule;
pub mod tasks;
#[cfg(not(target_arch = "wasm32"))]
pub mod threads;
pub mod watchdog;
pub mod worker;
#[cfg(feature = "workers")]
pub mod workers;

pub use failure::PlanError;
pub use order::Order;
pub use plan::{Backend, Event, Plan, Progress};
