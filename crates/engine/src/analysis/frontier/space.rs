//! The levers that may move: between coordinates of a search and policies that can be opened.
//!
//! Claim: every point of the search is a policy that the page can show as it is: each lever on its own steps, every other
//! lever where it was locked.
//! Equation: lever = low + step round(x (high - low)/step), at most high; x from 0 to 1.
//! Symbols: levers in their own units.

use aftercast_scenario::{Allowed, LeverId, Levers, ViolationKind, Violations};

/// Decimals that a lever's value is rounded to, so that 0.3 is 0.3 and not 3 steps of 0.1.
const DECIMALS: f64 = 1e4;

/// A lever that may move, and how far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeverRange {
    /// Which lever.
    pub lever: LeverId,
    /// Smallest value, in the lever's unit.
    pub low: f64,
    /// Largest value, in the lever's unit.
    pub high: f64,
}

impl LeverRange {
    /// All of a lever's range.
    pub fn whole(lever: LeverId) -> Self {
        let spec = lever.spec();
        Self { lever, low: spec.min, high: spec.max }
    }

    /// The lever's step as a share of the range.
    fn quantum(&self) -> f64 {
        (self.lever.spec().step / (self.high - self.low)).min(1.0)
    }

    fn value(&self, x: f64) -> f64 {
        let steps = (x * (self.high - self.low) / self.lever.spec().step).round();
        let value = (self.low + steps * self.lever.spec().step).min(self.high);
        // a step from the report's 0.287 gives 0.297, not 0.29699999999999999
        let rounded = (value * DECIMALS).round() / DECIMALS;
        if x >= 1.0 { self.high } else { rounded.clamp(self.low, self.high) }
    }

    fn coordinate(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// The free levers and what the others are locked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    ranges: Vec<LeverRange>,
    locked: Levers<f64>,
}

impl Space {
    /// A space over `ranges`; every other lever stays at `locked`.
    ///
    /// # Errors
    /// No lever, a lever twice, a range that is empty or leaves the lever's own.
    pub fn new(ranges: Vec<LeverRange>, locked: Levers<f64>) -> Result<Self, Violations> {
        let mut v = Violations::default();
        if ranges.is_empty() {
            v.push(ViolationKind::OutOfRange, "levers", 0, Allowed::AnyLever, "say which levers may move");
        }
        for (i, r) in ranges.iter().enumerate() {
            let (spec, field) = (r.lever.spec(), format!("levers.{}", r.lever.name()));
            let sound =
                [r.low, r.high].map(|x| v.range(&field, x, (spec.min, spec.max), spec.unit, "the lever's range"));
            if sound == [true, true] && !(r.low < r.high) {
                let given = format!("{} to {}", r.low, r.high);
                v.push(ViolationKind::Order, &field, given, "low < high", "lock the lever if it must not move");
            }
            if ranges[..i].iter().any(|other| other.lever == r.lever) {
                v.push(ViolationKind::TooMany, &field, "given twice", "once", "leave one of the two out");
            }
        }
        if v.is_empty() { Ok(Self { ranges, locked }) } else { Err(v) }
    }

    /// The policy that all searches start from: every lever where it was locked, free ones within their range.
    pub fn start(&self) -> Levers<f64> {
        self.policy(&self.point(&self.locked))
    }

    /// The same off the levers' steps: rounding may be enough to break a guard rail that the policy itself keeps to.
    pub fn exact_start(&self) -> Levers<f64> {
        let mut levers = self.locked;
        for range in &self.ranges {
            let value = levers.get_mut(range.lever);
            *value = value.clamp(range.low, range.high);
        }
        levers
    }

    /// Step of each dimension as a share of its range.
    pub fn quanta(&self) -> Vec<f64> {
        self.ranges.iter().map(LeverRange::quantum).collect()
    }

    /// The policy at coordinates from 0 to 1.
    pub fn policy(&self, point: &[f64]) -> Levers<f64> {
        let mut levers = self.locked;
        for (range, &x) in self.ranges.iter().zip(point) {
            *levers.get_mut(range.lever) = range.value(x);
        }
        levers
    }

    /// The coordinates nearest to a policy.
    pub fn point(&self, levers: &Levers<f64>) -> Vec<f64> {
        self.ranges.iter().map(|r| r.coordinate(*levers.get(r.lever))).collect()
    }

    /// Points worth trying first: where everything is locked, all levers at one end, each lever alone at both ends.
    pub fn starts(&self) -> Vec<Vec<f64>> {
        let here = self.point(&self.locked);
        let mut starts = vec![here.clone(), vec![0.0; here.len()], vec![1.0; here.len()]];
        for d in 0..here.len() {
            for end in [0.0, 1.0] {
                let mut point = here.clone();
                point[d] = end;
                starts.push(point);
            }
        }
        starts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lever_lands_on_its_own_steps() {
        for lever in LeverId::ALL {
            let space = Space::new(vec![LeverRange::whole(lever)], Levers::default_today()).unwrap();
            let spec = lever.spec();
            for k in 0..=200 {
                let value = *space.policy(&[f64::from(k) / 200.0]).get(lever);
                assert!(value >= spec.min && value <= spec.max, "{} {value}", lever.name());
                let steps = (value - spec.min) / spec.step;
                assert!((steps - steps.round()).abs() < 1e-6 || value == spec.max, "{} {value}", lever.name());
                assert!(format!("{value}").len() <= 9, "{} {value}", lever.name());
            }
            // today's value stays where it is, to half a step
            assert!((space.start().get(lever) - spec.today).abs() <= 0.5 * spec.step + 1e-9);
        }
    }

    #[test]
    fn what_cannot_be_searched_is_named() {
        let today = Levers::default_today();
        assert!(Space::new(Vec::new(), today).is_err());
        let one = LeverRange { lever: LeverId::AiShare, low: 0.5, high: 0.5 };
        let two = LeverRange { lever: LeverId::AiShare, low: -1.0, high: f64::NAN };
        assert_eq!(Space::new(vec![one, two], today).unwrap_err().0.len(), 4);
    }
}
