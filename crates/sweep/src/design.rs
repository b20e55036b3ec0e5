//! Which policies a sweep holds: from the number of a policy to the goals of its levers.
//!
//! A grid takes every combination, the last lever varying fastest. A Sobol design takes points of one scrambled sequence, so
//! that any number of first policies covers the ranges evenly. Either is indexed: no list of policies is ever held.

use aftercast_numerics::sampling::{PointPlan, REPLICATES, Sampler};
use aftercast_scenario::{LeverId, Levers};

/// The values that a lever takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Axis {
    /// Each of these, in the lever's unit; never empty.
    Values(Vec<f64>),
    /// Anything between, in the lever's unit.
    Range {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
    },
}

/// How the policies are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Every combination of the values.
    Grid,
    /// So many points of a scrambled Sobol sequence.
    Sobol {
        /// Number of policies.
        policies: u64,
        /// Seed of the scrambling; the seed of the draws is another.
        seed: u64,
    },
}

impl Layout {
    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Sobol { .. } => "sobol",
        }
    }
}

/// The policies of a sweep.
#[derive(Clone, Debug)]
pub struct Design {
    start: Levers<f64>,
    axes: Vec<(LeverId, Axis)>,
    layout: Layout,
    points: PointPlan,
}

impl Design {
    /// Policies that share `start` and differ in the levers of `axes`; a grid knows lists of values only.
    pub fn new(start: Levers<f64>, axes: Vec<(LeverId, Axis)>, layout: Layout) -> Self {
        let (policies, seed) = match layout {
            Layout::Grid => (0, 0),
            Layout::Sobol { policies, seed } => (policies, seed),
        };
        // one replicate of the eight that a run interleaves
        let points = PointPlan::with_dimensions(Sampler::Sobol, seed, policies * REPLICATES as u64, axes.len());
        Self { start, axes, layout, points }
    }

    /// The layout.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The levers that vary and their values.
    pub fn axes(&self) -> &[(LeverId, Axis)] {
        &self.axes
    }

    /// Number of policies.
    pub fn policies(&self) -> u64 {
        match self.layout {
            Layout::Grid => combinations(&self.axes).unwrap_or(u64::MAX),
            Layout::Sobol { policies, .. } => policies,
        }
    }

    /// The goals of every lever in policy `index`, counted from 0.
    pub fn policy(&self, index: u64) -> Levers<f64> {
        let mut levers = self.start;
        match self.layout {
            Layout::Grid => {
                let mut rest = index;
                for (id, axis) in self.axes.iter().rev() {
                    if let Axis::Values(values) = axis {
                        let count = values.len() as u64;
                        *levers.get_mut(*id) = values[(rest % count) as usize];
                        rest /= count;
                    }
                }
            }
            Layout::Sobol { .. } => {
                let mut point = vec![0.0; self.axes.len()];
                self.points.fill_draw(index * REPLICATES as u64, &mut point);
                for ((id, axis), u) in self.axes.iter().zip(point) {
                    *levers.get_mut(*id) = match axis {
                        Axis::Values(values) => values[(u * values.len() as f64) as usize],
                        // each whole number is as likely as any other
                        Axis::Range { min, max } if id.is_whole() => {
                            (min + (max - min + 1.0) * u).floor().clamp(*min, *max)
                        }
                        Axis::Range { min, max } => (min + (max - min) * u).clamp(*min, *max),
                    };
                }
            }
        }
        levers
    }
}

/// Number of combinations of the values; none where it exceeds every number.
pub fn combinations(axes: &[(LeverId, Axis)]) -> Option<u64> {
    axes.iter().try_fold(1_u64, |product, (_, axis)| match axis {
        Axis::Values(values) => product.checked_mul(values.len() as u64),
        Axis::Range { .. } => Some(product),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_takes_each_combination_once_and_the_last_lever_is_fastest() {
        let axes = vec![
            (LeverId::AiShare, Axis::Values(vec![0.3, 0.5])),
            (LeverId::RefundDays, Axis::Values(vec![1.0, 2.0, 3.0])),
        ];
        let design = Design::new(Levers::default_today(), axes, Layout::Grid);
        let found: Vec<(f64, f64)> =
            (0..design.policies()).map(|i| design.policy(i)).map(|p| (p.ai_share, p.refund_days)).collect();
        assert_eq!(found, [(0.3, 1.0), (0.3, 2.0), (0.3, 3.0), (0.5, 1.0), (0.5, 2.0), (0.5, 3.0)]);
        assert_eq!(design.policy(4).agent_wage, Levers::default_today().agent_wage);
    }

    #[test]
    fn sobol_points_lie_one_in_each_interval() {
        let axes = vec![
            (LeverId::AiShare, Axis::Range { min: 0.2, max: 0.8 }),
            (LeverId::RefundDays, Axis::Values(vec![1.0, 2.0, 4.0, 7.0])),
        ];
        let design = Design::new(Levers::default_today(), axes, Layout::Sobol { policies: 64, seed: 3 });
        let mut seen = [0; 64];
        let mut days = std::collections::BTreeMap::new();
        for policy in (0..design.policies()).map(|i| design.policy(i)) {
            seen[((policy.ai_share - 0.2) / 0.6 * 64.0) as usize] += 1;
            *days.entry(policy.refund_days as u32).or_insert(0) += 1;
        }
        assert_eq!(seen, [1; 64]);
        assert_eq!(days.into_iter().collect::<Vec<_>>(), [(1, 16), (2, 16), (4, 16), (7, 16)]);
    }
}
