//! Aftercast: what after-sales service earns, with honest uncertainty.
//!
//! A scenario says what the firm is (company), how strongly one thing drives another and how sure that is (assumptions), and what
//! could be done (policies). A run draws the assumptions many times, lives every future through month by month under today's and
//! each other policy, and compares them future by future.
//!
//! The model is a library without a page. From a draft to a result with its error:
//!
//! ```
//! use aftercast_engine::check;
//! use aftercast_engine::run::batch::Engine;
//! use aftercast_engine::run::outcome::Outcome;
//! use aftercast_engine::run::results::PolicyResults;
//! use aftercast_engine::run::summary::summarise;
//! use aftercast_scenario::{Draft, LeverId, PolicyDraft};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // a draft holds anything that can be typed; its company, today's levers and assumptions are the sample report's
//! let policy = PolicyDraft { name: "One agent for 3 000".into(), levers: [(LeverId::CustomersPerAgent, 3000.0)].into() };
//! let mut draft = Draft { policies: vec![policy], ..Draft::default() };
//! draft.settings.draws = 256;
//!
//! // only a checked scenario runs; otherwise every violation is named with its field, value, range and what to do
//! let scenario = check(&draft)?;
//!
//! // draws come in blocks of consecutive futures, so that any number of workers computes the same bits
//! let mut engine = Engine::new(scenario.futures());
//! let mut results = PolicyResults::new(scenario.company().horizon());
//! for first in [0, 128] {
//!     results.append(&engine.run(Some(&scenario.policies()[0].levers), first, 128)?)?;
//! }
//! let gain = summarise(results.outcome(Outcome::Npv));
//! assert!(gain.mean.error > 0.0, "{} CNY, give or take {}", gain.mean.value, gain.mean.error);
//! # Ok(()) }
//! ```
//!
//! | to | use |
//! |---|---|
//! | declare a lever, an assumption, a text | a row in `data/`; `codegen` makes it a type |
//! | read and write scenarios | `crates/scenario` |
//! | run and analyse | `crates/engine` |
//! | ask whether the model is right | `crates/validation`, and `crates/microsim`, which simulates customers one by one |
//! | write a scenario into an address and read it back | `crates/link` |
//! | read what a firm brings | `crates/import`, `crates/tables` |
//! | draw | `crates/plot` |
//! | hand work to threads or workers | `crates/compute` |
//! | drive the application without a page | `crates/app` |
//!
//! This package is the page. docs/architecture.md says what each package owns and may touch.

#[cfg(feature = "web")]
pub mod shell;
#[cfg(feature = "web")]
pub mod ui;
