//! Which assumption alone would bring a figure of the model to what was reported.

use super::items::Runs;
use super::{CLOSE, Compared, ITEMS, Reconciles};
use crate::behaviour::ends;
use aftercast_engine::model::Firm;
use aftercast_scenario::check::override_range;
use aftercast_scenario::{AssumptionId, Assumptions, Scenario};

/// Points of an override range that are looked at before solving.
const GRID: usize = 8;
/// Steps of a solution, and the gap at which it is one.
const SOLVING: usize = 40;
const SOLVED: f64 = 1e-6;
/// Reconciling assumptions that are kept, those nearest to what we believe first.
const KEPT: usize = 3;

/// Finds, for every row beyond rounding, the assumptions that alone would bring it to what was reported.
pub(super) fn reconcile(firm: &Firm, scenario: &Scenario, central: &Assumptions<f64>, rows: &mut [Compared]) {
    for id in AssumptionId::ALL {
        let (least, most) = override_range(id);
        let middle = *central.get(id);
        let at = |x: f64| {
            let mut a = *central;
            *a.get_mut(id) = x;
            Runs::new(firm, &a).map_or([None; ITEMS.len()], |runs| runs.read())
        };
        // the central value is a point of the grid, so that the nearest crossing is found from it
        let mut grid: Vec<f64> = (0..=GRID).map(|i| least + (most - least) * i as f64 / GRID as f64).collect();
        grid.push(middle);
        grid.sort_unstable_by(f64::total_cmp);
        grid.dedup();
        let seen: Vec<_> = grid.iter().map(|&x| at(x)).collect();
        let (low, high) = ends(scenario.distributions().get(id));
        for (i, row) in rows.iter_mut().enumerate() {
            if row.gap <= CLOSE {
                continue;
            }
            let off = |values: &[Option<f64>; ITEMS.len()]| values[i].map(|x| x - row.reported);
            let mut found: Option<f64> = None;
            for k in 1..grid.len() {
                let (Some(a), Some(b)) = (off(&seen[k - 1]), off(&seen[k])) else { continue };
                if a.signum() == b.signum() && a != 0.0 && b != 0.0 {
                    continue;
                }
                let scale = row.reported.abs();
                if let Some(x) = solve(|x| off(&at(x)), (grid[k - 1], a), (grid[k], b), scale)
                    && found.is_none_or(|y: f64| (x - middle).abs() < (y - middle).abs())
                {
                    found = Some(x);
                }
            }
            if let Some(value) = found {
                let width = (high - low).max(f64::MIN_POSITIVE);
                row.reconciles.push(Reconciles {
                    assumption: id,
                    value,
                    believed: value >= low && value <= high,
                    distance: (value - middle).abs() / width,
                });
            }
        }
    }
    for row in rows {
        row.reconciles.sort_by(|a, b| b.believed.cmp(&a.believed).then(a.distance.total_cmp(&b.distance)));
        row.reconciles.truncate(KEPT);
    }
}

/// A root between two ends of opposite sign (Illinois); none where the function breaks off or jumps over zero.
fn solve(
    f: impl Fn(f64) -> Option<f64>,
    (mut a, mut fa): (f64, f64),
    (mut b, mut fb): (f64, f64),
    scale: f64,
) -> Option<f64> {
    for _ in 0..SOLVING {
        if fa.abs() <= SOLVED * scale {
            return Some(a);
        }
        if fb.abs() <= SOLVED * scale {
            return Some(b);
        }
        let x = (a * fb - b * fa) / (fb - fa);
        let fx = f(x)?;
        if fx.signum() == fb.signum() {
            fa *= 0.5;
        } else {
            (a, fa) = (b, fb);
        }
        (b, fb) = (x, fx);
    }
    None
}
