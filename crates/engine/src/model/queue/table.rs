//! Abandonment interpolated on a fixed lattice, for Monte Carlo runs.
//!
//! Claim: the interpolated mean wait stays within 0.01 minute of the exact one everywhere: up to
//! [`MAX_PATIENCE_MINUTES`] by the lattice (tested), for more patient customers because the desk asks exactly.
//! Equation: tensor-product cubic interpolation of P(abandon) over ln n, ln(mu/theta) and
//! v = asinh(sqrt(n (1 + mu/theta)) ln rho), the coordinate in which the step from idle to overloaded
//! has the same width for every size of team and every patience.
//! The lattice is part of the engine's contract: its nodes do not depend on the scenario, so a value
//! does not depend on what was asked before. Nodes are evaluated exactly, on first use.
//! Symbols: n servers, rho utilisation, mu/theta patience in handling times (`patience_ratio`), v the axis `LOAD`, all without unit.
//! Validity: n from 1 to e^10.5 (36 300), mu/theta from e^-5.52 (0.004) to e^7.64 (2 080) and v from -11.9 to 11.8; a point outside is
//!   asked exactly. Below one server, one server with patience n mu/theta. The interpolated value is kept within 0-1.
//! Source: docs/model.md, section 2, for the nodes; Lagrange's cubic through four nodes, by definition.

use super::{Abandonment, Exact, formula};
use crate::model::functions::LocalFunctions;
use aftercast_numerics::math::{Lane, exp, f64x4, ln};

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

    /// Where `x` lies, counted in nodes.
    #[inline(always)]
    fn position<L: Lane>(&self, x: L) -> L {
        (x - self.first) / L::splat(self.step)
    }

    /// First of four nodes around a position and the Lagrange weights, or nothing outside.
    #[inline(always)]
    fn weights(&self, position: f64) -> Option<(usize, [f64; 4])> {
        if !(position >= 1.0 && position < (self.nodes - 2) as f64) {
            return None;
        }
        let cell = position as usize;
        let t = position - cell as f64;
        let (p, m, d) = (t + 1.0, t - 1.0, t - 2.0);
        Some((cell - 1, [-t * m * d / 6.0, p * m * d * 0.5, -p * t * d * 0.5, p * t * m / 6.0]))
    }
}

/// ln of the number of servers; interpolated from 1 to 36 000, with a node or more on either side.
const SERVERS: Axis = Axis { first: -0.25, step: 0.25, nodes: 45 };
/// ln of patience over handling time; interpolated from 0.004 to 2 000.
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

    /// The weighted sum of the 64 nodes around a point; NaN where one of them is missing. Four numbers of servers at a time.
    #[inline(always)]
    fn cell(&self, n0: usize, r0: usize, v0: usize, wn: &[f64; 4], wr: &[f64; 4], wv: &[f64; 4]) -> f64 {
        let mut planes = f64x4::ZERO;
        for (j, &wr) in wr.iter().enumerate() {
            let mut around = [f64x4::ZERO; 4];
            for (k, nodes) in around.iter_mut().enumerate() {
                let first = index(n0, r0 + j, v0 + k);
                let Some(&[a, b, c, d]) = self.nodes.get(first..first + 4) else { return f64::NAN };
                *nodes = f64x4::new([a, b, c, d]);
            }
            let [a, b, c, d] = around;
            planes += ((a * wv[0] + b * wv[1]) + (c * wv[2] + d * wv[3])) * wr;
        }
        let mut sum = 0.0;
        for (plane, wn) in planes.to_array().into_iter().zip(wn) {
            sum += wn * plane;
        }
        sum
    }

    /// P(abandon) of one draw from its positions on the three axes, or nothing outside the lattice.
    #[inline(always)]
    fn at(&mut self, servers: f64, ratio: f64, load: f64) -> Option<f64> {
        let ((n0, wn), (r0, wr), (v0, wv)) = (SERVERS.weights(servers)?, RATIO.weights(ratio)?, LOAD.weights(load)?);
        let mut value = self.cell(n0, r0, v0, &wn, &wr, &wv);
        if value.is_nan() {
            self.complete(n0, r0, v0);
            value = self.cell(n0, r0, v0, &wn, &wr, &wv);
        }
        Some(value.clamp(0.0, 1.0))
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

/// Position of a node: servers vary fastest, so that four of them lie side by side, then load, then ratio.
#[inline(always)]
const fn index(servers: usize, ratio: usize, load: usize) -> usize {
    (ratio * LOAD.nodes + load) * SERVERS.nodes + servers
}

/// asinh without cancellation for negative arguments.
#[inline(always)]
fn asinh<L: Lane>(y: L) -> L {
    let size = ln(y.abs() + (y * y + 1.0).sqrt());
    L::select(y.less(L::zero()), -size, size)
}

impl Abandonment for WaitTable {
    type Functions = LocalFunctions;

    #[inline]
    fn p_abandon(&mut self, servers: f64, ln_rho: f64, patience_ratio: f64) -> f64 {
        self.p_abandon_lanes(servers, ln_rho, patience_ratio)
    }

    #[inline(always)]
    fn p_abandon_lanes<L: Lane>(&mut self, servers: L, ln_rho: L, patience_ratio: L) -> L {
        // below one server: one server at rate n mu
        let below = servers.less(L::one());
        let n = L::select(below, L::one(), servers);
        let ratio = L::select(below, patience_ratio * servers, patience_ratio);
        let v = asinh((n * (ratio + 1.0)).sqrt() * ln_rho);
        let (at_servers, at_ratio, at_load) = (SERVERS.position(ln(n)), RATIO.position(ln(ratio)), LOAD.position(v));
        L::from_fn(|k| {
            self.at(at_servers.get(k), at_ratio.get(k), at_load.get(k))
                .unwrap_or_else(|| Exact.p_abandon(servers.get(k), ln_rho.get(k), patience_ratio.get(k)))
        })
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
