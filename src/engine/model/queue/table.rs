//! Abandonment interpolated on a fixed lattice, for Monte Carlo runs.
//!
//! Claim: the interpolated mean wait stays within 0.01 minute of the exact one everywhere: up to
//! [`MAX_PATIENCE_MINUTES`] by the lattice (tested), for more patient customers because the desk asks exactly.
//! Equation: tensor-product cubic interpolation of P(abandon) over ln n, ln(mu/theta) and
//! v = asinh(sqrt(n (1 + mu/theta)) ln rho), the coordinate in which the step from idle to overloaded
//! has the same width for every size of team and every patience.
//! The lattice is part of the engine's contract: its nodes do not depend on the scenario, so a value
//! does not depend on what was asked before. Nodes are evaluated exactly, on first use.

use super::{Abandonment, Exact, formula};
use crate::engine::math::{exp, ln};

/// Largest error of the interpolated mean wait, minutes.
pub const MAX_WAIT_ERROR_MINUTES: f64 = 0.01;

/// Longest mean patience whose wait may be interpolated, minutes: the largest error of P(abandon), 1.9e-5,
/// times this stays under [`MAX_WAIT_ERROR_MINUTES`].
pub const MAX_PATIENCE_MINUTES: f64 = 450.0;

/// A uniform axis of the lattice.
#[derive(Clone, Copy, Debug)]
struct Axis {
    first: f64,
    step: f64,
    nodes: usize,
}

impl Axis {
    fn at(&self, node: usize) -> f64 {
        self.first + self.step * node as f64
    }

    /// First of four nodes around `x` and the Lagrange weights, or nothing outside.
    #[inline]
    fn weights(&self, x: f64) -> Option<(usize, [f64; 4])> {
        let position = (x - self.first) / self.step;
        if !(position >= 1.0 && position < (self.nodes - 2) as f64) {
            return None;
        }
        let cell = position as usize;
        let t = position - cell as f64;
        let (p, m, d) = (t + 1.0, t - 1.0, t - 2.0);
        Some((cell - 1, [-t * m * d / 6.0, p * m * d * 0.5, -p * t * d * 0.5, p * t * m / 6.0]))
    }
}

/// ln of the number of servers: 1 to 44 000.
const SERVERS: Axis = Axis { first: -0.25, step: 0.25, nodes: 45 };
/// ln of patience over handling time: 0.003 to 3 000.
const RATIO: Axis = Axis { first: -5.8, step: 0.28, nodes: 50 };
/// v = asinh(sqrt(n (1 + mu/theta)) ln rho).
const LOAD: Axis = Axis { first: -12.0, step: 0.1, nodes: 240 };

/// The lattice with the nodes computed so far.
#[derive(Clone, Debug)]
pub struct WaitTable {
    /// NaN where not computed yet.
    nodes: Vec<f64>,
}

impl Default for WaitTable {
    fn default() -> Self {
        Self::new()
    }
}

impl WaitTable {
    /// An empty lattice.
    pub fn new() -> Self {
        Self { nodes: vec![f64::NAN; SERVERS.nodes * RATIO.nodes * LOAD.nodes] }
    }

    /// The weighted sum of the 64 nodes around a point; NaN where one of them is missing.
    #[inline]
    fn cell(&self, n0: usize, r0: usize, v0: usize, wn: &[f64; 4], wr: &[f64; 4], wv: &[f64; 4]) -> f64 {
        let mut sum = 0.0;
        for (i, wn) in wn.iter().enumerate() {
            let mut plane = 0.0;
            for (j, wr) in wr.iter().enumerate() {
                let first = index(n0 + i, r0 + j, v0);
                let Some([a, b, c, d]) = self.nodes.get(first..first + 4) else { return f64::NAN };
                plane += wr * ((wv[0] * a + wv[1] * b) + (wv[2] * c + wv[3] * d));
            }
            sum += wn * plane;
        }
        sum
    }

    /// Evaluates the missing nodes around a point.
    #[cold]
    fn complete(&mut self, n0: usize, r0: usize, v0: usize) {
        for servers in n0..n0 + 4 {
            for ratio in r0..r0 + 4 {
                for load in v0..v0 + 4 {
                    if self.nodes[index(servers, ratio, load)].is_nan() {
                        self.compute(index(servers, ratio, load), servers, ratio, load);
                    }
                }
            }
        }
    }

    fn compute(&mut self, index: usize, servers: usize, ratio: usize, load: usize) {
        let n = exp(SERVERS.at(servers));
        let v = LOAD.at(load);
        let patience_ratio = exp(RATIO.at(ratio));
        let ln_rho = 0.5 * (exp(v) - exp(-v)) / (n * (1.0 + patience_ratio)).sqrt();
        // also at the node below one server, where the formula is smooth: it only steers the cubic
        let value = formula(n, exp(ln_rho), patience_ratio).p_abandon;
        self.nodes[index] = value;
    }
}

/// Position of a node: load varies fastest, then ratio, then servers.
#[inline]
const fn index(servers: usize, ratio: usize, load: usize) -> usize {
    (servers * RATIO.nodes + ratio) * LOAD.nodes + load
}

/// asinh without cancellation for negative arguments.
#[inline]
fn asinh(y: f64) -> f64 {
    let size = ln(y.abs() + (y * y + 1.0).sqrt());
    if y < 0.0 { -size } else { size }
}

impl Abandonment for WaitTable {
    #[inline]
    fn p_abandon(&mut self, servers: f64, ln_rho: f64, patience_ratio: f64) -> f64 {
        let (n, ratio) = if servers < 1.0 { (1.0, patience_ratio * servers) } else { (servers, patience_ratio) };
        let v = asinh((n * (1.0 + ratio)).sqrt() * ln_rho);
        let cell = (SERVERS.weights(ln(n)), RATIO.weights(ln(ratio)), LOAD.weights(v));
        let (Some((n0, wn)), Some((r0, wr)), Some((v0, wv))) = cell else {
            return Exact.p_abandon(servers, ln_rho, patience_ratio);
        };
        let mut value = self.cell(n0, r0, v0, &wn, &wr, &wv);
        if value.is_nan() {
            self.complete(n0, r0, v0);
            value = self.cell(n0, r0, v0, &wn, &wr, &wv);
        }
        value.clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wait_within_a_hundredth_of_a_minute_of_the_exact_one() {
        let mut table = WaitTable::new();
        let mut worst = (0.0, (0.0, 0.0, 0.0));
        // low-discrepancy points over n 0.01..20 000, rho 1e-6..20 (denser near 1), ratio 0.3..300
        for i in 0..60_000_u32 {
            let u = |k: f64| (f64::from(i) * k + 0.5).fract();
            let n = exp(ln(0.01) + u(0.819_172_513_396_164_4) * (ln(20_000.0) - ln(0.01)));
            let ln_rho = if i % 4 == 0 {
                -13.8 + u(0.671_043_606_703_789_3) * 16.8
            } else {
                (u(0.671_043_606_703_789_3) - 0.5) * 6.0 / n.max(1.0).sqrt() / if i % 4 == 1 { 8.0 } else { 1.0 }
            };
            let ratio = exp(-1.2 + u(0.549_700_477_901_970_3) * 6.9);
            let exact = Exact.p_abandon(n, ln_rho, ratio);
            let error = (table.p_abandon(n, ln_rho, ratio) - exact).abs();
            if error > worst.0 {
                worst = (error, (n, exp(ln_rho), ratio));
            }
        }
        eprintln!("largest error {} at n, rho, ratio = {:?}", worst.0, worst.1);
        assert!(worst.0 * MAX_PATIENCE_MINUTES < MAX_WAIT_ERROR_MINUTES, "{worst:?}");
    }
}
