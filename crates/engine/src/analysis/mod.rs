//! Analyses of a model: what drives a result, what it is worth to know, how policies rank.
//!
//! Every analysis that needs runs is an [`Analysis`]: rounds of independent jobs, each a pure description of futures and
//! policies, whose outputs come back in job order. Its caller (threads, workers) reports progress after each job and may stop at any. What can be told from draws already made ([`regression`], [`ranking`], [`dominance`],
//! [`value_of_information`]) are plain functions.

pub mod alerts;
pub mod break_even;
pub mod convergence;
pub mod correlations;
pub mod decision_variable;
pub mod dominance;
pub mod draws;
pub mod frontier;
pub mod goal_seek;
pub mod guards;
pub mod job;
pub mod numeric;
pub mod pareto;
pub mod ranking;
pub mod regression;
pub mod saltelli;
pub mod scatter;
pub mod select;
pub mod sobol_indices;
pub mod spider;
pub mod stress;
pub mod structural;
pub mod sweep;
pub mod switching_values;
pub mod target;
pub mod tornado;
pub mod value_of_information;
pub mod variation;

pub use decision_variable::DecisionVariable;
pub use job::{Analysis, Job, JobOutput, Rows, evaluate, run_here};
pub use target::{Target, TargetError};
