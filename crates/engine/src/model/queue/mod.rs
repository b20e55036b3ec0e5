//! The queue: M/M/n+M (Erlang-A) with a real number of servers.
//!
//! Claim: callers who wait too long give up, so a line stays finite even when it is overloaded.
//! Equations (docs/model.md 2): 1/A = z^x e^-z/(x gamma(x, z)), 1/B(n) = 1 + (n/a)/B(n - 1) continued to real n,
//!   P(wait) = 1/(1 + (1/A)(1/B - 1)), P(abandon) = P(wait) (1/(A rho) + 1 - 1/rho),
//!   mean wait over all contacts W = P(abandon)/theta.
//!   Below one server, one server at rate n mu: an agent is present part of the time.
//! Symbols: n servers (`servers`); lambda contacts, mu services of a server and theta abandonments of a waiting contact, each a minute;
//!   load a = lambda/mu, utilisation rho = a/n (`rho`), patience in handling times mu/theta (`patience_ratio`), x = n mu/theta,
//!   z = lambda/theta; gamma the lower incomplete gamma function; W minutes.
//! Validity: n from 0.01 to 20 000 and beyond, rho from 1e-6 to 20 and beyond; checked against a
//! birth-death chain in the integration tests. Where A exceeds the range of numbers P(wait) is 1; P(abandon) is kept within 0-1.
//! Source: docs/model.md, section 2; Mandelbaum & Zeltyn, The Palm/Erlang-A queue, in Advances in Services Innovations (2007).

mod table;

pub use table::{MAX_PATIENCE_MINUTES, MAX_WAIT_ERROR_MINUTES, WaitTable};

use super::functions::{ExactFunctions, Functions};
use aftercast_numerics::math::incomplete_gamma::{lower, upper};
use aftercast_numerics::math::{Lane, exp};

/// Steady state of one Erlang-A queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueState {
    /// Probability that a contact waits at all.
    pub p_wait: f64,
    /// Probability that a contact gives up before being answered (abandonment).
    pub p_abandon: f64,
    /// Share of the servers' time spent serving (occupancy).
    pub occupancy: f64,
}

/// Exact Erlang-A for `servers` (> 0, real), utilisation `rho` = load/servers (> 0) and mean patience
/// `patience_ratio` measured in handling times (mu/theta, > 0).
///
/// ```
/// use aftercast_engine::model::queue::erlang_a;
/// // 100 contacts per 30 min, 3 min handling, patience 5 min, 14 agents
/// let q = erlang_a(14.0, 10.0 / 14.0, 5.0 / 3.0);
/// assert!((q.p_abandon * 5.0 - 0.069919).abs() < 2e-6); // mean wait, minutes
/// ```
pub fn erlang_a(servers: f64, rho: f64, patience_ratio: f64) -> QueueState {
    // below one server: one server at rate n mu, the same utilisation
    if servers < 1.0 { formula(1.0, rho, patience_ratio * servers) } else { formula(servers, rho, patience_ratio) }
}

/// The formula for real `n`, also just below one server, where it is smooth but not what the model means.
fn formula(n: f64, rho: f64, ratio: f64) -> QueueState {
    let a_gamma = lower(n * ratio, rho * n * ratio);
    let b_inverse = upper(n, rho * n);
    let p_wait = if a_gamma.is_finite() { 1.0 / (1.0 + (b_inverse - 1.0) / a_gamma) } else { 1.0 };
    let p_abandon = (p_wait * (1.0 / (a_gamma * rho) + 1.0 - 1.0 / rho)).clamp(0.0, 1.0);
    QueueState { p_wait, p_abandon, occupancy: rho * (1.0 - p_abandon) }
}

/// How the model asks for the probability of abandonment: exactly, or interpolated in a Monte Carlo run.
pub trait Abandonment {
    /// The functions that go with it: a run whose line is exact is exact throughout.
    type Functions: Functions;

    /// P(abandon) for real `servers`, the logarithm of utilisation and the patience in handling times.
    fn p_abandon(&mut self, servers: f64, ln_rho: f64, patience_ratio: f64) -> f64;

    /// The same for the draws of a lane, each with the bits it has alone.
    #[inline(always)]
    fn p_abandon_lanes<L: Lane>(&mut self, servers: L, ln_rho: L, patience_ratio: L) -> L {
        L::from_fn(|k| self.p_abandon(servers.get(k), ln_rho.get(k), patience_ratio.get(k)))
    }
}

/// Evaluates every queue exactly.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exact;

impl Abandonment for Exact {
    type Functions = ExactFunctions;

    fn p_abandon(&mut self, servers: f64, ln_rho: f64, patience_ratio: f64) -> f64 {
        erlang_a(servers, exp(ln_rho), patience_ratio).p_abandon
    }
}

/// P(abandon) from `queue`, or exactly in draws where patience of so many minutes would turn its error into too many.
#[inline(always)]
pub fn p_abandon<L: Lane>(queue: &mut impl Abandonment, servers: L, ln_rho: L, ratio: L, patience_minutes: L) -> L {
    let given_up = queue.p_abandon_lanes(servers, ln_rho, ratio);
    let patient = L::splat(MAX_PATIENCE_MINUTES).less(patience_minutes);
    if L::any(patient) {
        return L::select(patient, Exact.p_abandon_lanes(servers, ln_rho, ratio), given_up);
    }
    given_up
}
