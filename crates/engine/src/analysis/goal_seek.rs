//! The value of one quantity at which a statistic of the same futures has a wanted value.
//!
//! Claim: the function whose root is sought has no noise of its own, because every value is tried in the same futures (common random
//! numbers); so brackets close on it as on any function. What is reported was computed at the value reported.
//! Equation: g(x) = statistic(x) - wanted; every change of sign between neighbouring points is a bracket, closed by the Illinois form of
//! regula falsi, every third step by halving, until it is a ten-thousandth of the range or both ends meet. Without one, the neighbourhood of
//! the nearest point is searched and the nearest value told.
//! Validity: the search starts from [`START`] points; two roots between neighbours can hide each other, unless the nearest point is there.
//! Points at which the model cannot run are gaps, across which no bracket reaches.
//! Source: Dowell & Jarratt, BIT 11 (1971) 168-174 (Illinois).

use crate::run::summary::Estimate;

/// Points of the first round.
pub const START: usize = 9;
/// Most brackets that are closed.
const CROSSINGS: usize = 4;
/// Rounds after the first in which brackets are closed.
const CLOSING: usize = 14;
/// Rounds in which the neighbourhood of the nearest point is searched.
const NEARING: usize = 4;
/// Width of a bracket, as a share of the range, that is narrow enough.
const NARROW: f64 = 1e-4;
/// How far from what is wanted a value may lead that reaches it, as a share of all that was seen; where a narrow bracket leads no nearer
/// than that and than twice the error, the statistic jumps.
const NEAR: f64 = 0.02;

/// The values that may be tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The smallest.
    pub low: f64,
    /// The largest.
    pub high: f64,
    /// Whether the first points stand closer at the low end: for what spans orders of magnitude.
    pub dense_low: bool,
    /// Whether only whole numbers may be tried.
    pub whole: bool,
}

impl Range {
    /// The value at a share of the range.
    fn at(&self, share: f64) -> f64 {
        let share = if self.dense_low { share * share } else { share };
        // the end itself, whatever rounding does to the sum
        let x = if share == 1.0 { self.high } else { self.low + self.width() * share };
        if self.whole { x.round() } else { x }
    }

    fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// A point that was computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tried {
    /// The value.
    pub value: f64,
    /// The statistic there, with its Monte Carlo error; none where the model cannot run.
    pub statistic: Option<Estimate>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct SeekReport {
    /// What is wanted.
    pub wanted: f64,
    /// The range that was searched.
    pub range: Range,
    /// Values at which it is reached, ascending, with the statistic there.
    pub reached: Vec<(f64, Estimate)>,
    /// Neighbouring values between which the statistic jumps over it, with the statistic at both.
    pub jumps: Vec<[(f64, Estimate); 2]>,
    /// The values at which the statistic is smallest and largest; none where nothing could run.
    pub ends: Option<[(f64, Estimate); 2]>,
    /// Everything that was tried, ascending.
    pub tried: Vec<Tried>,
}

/// A bracket: its ends with their distances from what is wanted, as the next step weighs them.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bracket {
    low: (f64, f64),
    high: (f64, f64),
    steps: usize,
    /// Whether the last step replaced the low end; none before the first.
    replaced_low: Option<bool>,
}

impl Bracket {
    fn next(&self, whole: bool) -> f64 {
        let ((a, fa), (b, fb)) = (self.low, self.high);
        let x = if self.steps % 3 == 2 { 0.5 * (a + b) } else { (a * fb - b * fa) / (fb - fa) };
        // never an end again
        let inside = (b - a) * 1e-3;
        let x = x.clamp(a + inside, b - inside);
        if whole { x.round().clamp(a, b) } else { x }
    }

    fn close(&mut self, x: f64, f: f64) {
        self.steps += 1;
        let below = (self.low.1 >= 0.0) == (f >= 0.0);
        let (own, other) = if below { (&mut self.low, &mut self.high) } else { (&mut self.high, &mut self.low) };
        // Illinois: an end that stays a second time in a row weighs half
        if self.replaced_low == Some(below) {
            other.1 *= 0.5;
        }
        *own = (x, f);
        self.replaced_low = Some(below);
    }

    fn is_narrow(&self, range: &Range) -> bool {
        let width = self.high.0 - self.low.0;
        width <= NARROW * range.width() || (range.whole && width <= 1.0) || self.low.1 == 0.0 || self.high.1 == 0.0
    }
}

/// The search: asks for points, takes what was computed there.
#[derive(Clone, Debug)]
pub struct Search {
    wanted: f64,
    range: Range,
    tried: Vec<Tried>,
    brackets: Option<Vec<Bracket>>,
    rounds: usize,
}

impl Search {
    /// A search for a wanted value of a statistic over a range.
    pub fn new(wanted: f64, range: Range) -> Self {
        Self { wanted, range, tried: Vec::new(), brackets: None, rounds: 0 }
    }

    /// The points to compute next, ascending; none when the search is over. Each is to be handed to [`take`](Self::take).
    pub fn points(&mut self) -> Vec<f64> {
        self.rounds += 1;
        if self.tried.is_empty() {
            let mut points: Vec<f64> = (0..START).map(|i| self.range.at(i as f64 / (START - 1) as f64)).collect();
            points.dedup();
            return points;
        }
        if self.rounds > 1 + NEARING + CLOSING {
            return Vec::new();
        }
        if self.brackets.is_none() {
            let found = self.changes();
            if found.is_empty() {
                return if self.rounds > 1 + NEARING { Vec::new() } else { self.around_nearest() };
            }
            self.brackets = Some(found);
        }
        let (range, tried) = (self.range, &self.tried);
        let known = |x: f64| tried.iter().any(|t| t.value == x);
        let open = self.brackets.iter().flatten().filter(|bracket| !bracket.is_narrow(&range));
        let mut points: Vec<f64> = open.map(|bracket| bracket.next(range.whole)).filter(|x| !known(*x)).collect();
        points.dedup();
        points
    }

    /// Takes a point that was asked for: its statistic, or none where the model cannot run.
    pub fn take(&mut self, value: f64, statistic: Option<Estimate>) {
        let index = self.tried.partition_point(|t| t.value < value);
        self.tried.insert(index, Tried { value, statistic: statistic.filter(|e| e.value.is_finite()) });
        let Some(brackets) = &mut self.brackets else { return };
        let Some(bracket) = brackets.iter_mut().find(|b| b.low.0 < value && value < b.high.0) else { return };
        match statistic.filter(|e| e.value.is_finite()) {
            Some(e) => bracket.close(value, e.value - self.wanted),
            // the model stops running inside: what is left is not closed further
            None => bracket.steps = CLOSING,
        }
        brackets.retain(|bracket| bracket.steps < CLOSING);
    }

    /// Neighbours between which the statistic passes what is wanted.
    fn changes(&self) -> Vec<Bracket> {
        let ends = self.tried.windows(2).filter_map(|pair| {
            let [a, b] = [pair[0], pair[1]];
            let (fa, fb) = (a.statistic?.value - self.wanted, b.statistic?.value - self.wanted);
            ((fa >= 0.0) != (fb >= 0.0)).then_some(Bracket {
                low: (a.value, fa),
                high: (b.value, fb),
                steps: 0,
                replaced_low: None,
            })
        });
        ends.take(CROSSINGS).collect()
    }

    /// The middles between the point nearest to what is wanted and its neighbours.
    fn around_nearest(&self) -> Vec<f64> {
        let far = |t: &Tried| t.statistic.map_or(f64::INFINITY, |e| (e.value - self.wanted).abs());
        let nearest = (0..self.tried.len()).min_by(|&a, &b| far(&self.tried[a]).total_cmp(&far(&self.tried[b])));
        let Some(k) = nearest.filter(|&k| self.tried[k].statistic.is_some()) else { return Vec::new() };
        let own = self.tried[k].value;
        let sides = [k.checked_sub(1), Some(k + 1)].into_iter().flatten();
        let middle = |side: usize| {
            let other = self.tried.get(side)?.value;
            let x = 0.5 * (own + other);
            let x = if self.range.whole { x.round() } else { x };
            (x != own && x != other && (other - own).abs() > NARROW * self.range.width()).then_some(x)
        };
        sides.filter_map(middle).collect()
    }

    /// What was found.
    pub fn report(&self) -> SeekReport {
        let known: Vec<(f64, Estimate)> = self.tried.iter().filter_map(|t| Some((t.value, t.statistic?))).collect();
        let size = |p: &(f64, Estimate)| p.1.value;
        let smallest = known.iter().copied().min_by(|a, b| size(a).total_cmp(&size(b)));
        // of equals the first, as for the smallest
        let largest = known.iter().rev().copied().max_by(|a, b| size(a).total_cmp(&size(b)));
        let far = |p: &(f64, Estimate)| (p.1.value - self.wanted).abs();
        let (mut reached, mut jumps): (Vec<(f64, Estimate)>, Vec<_>) = (Vec::new(), Vec::new());
        let span = smallest.zip(largest).map_or(0.0, |(a, b)| b.1.value - a.1.value);
        for bracket in self.changes() {
            let at = |x: f64| known.iter().copied().find(|p| p.0 == x);
            let Some((low, high)) = at(bracket.low.0).zip(at(bracket.high.0)) else { continue };
            let nearest = if far(&low) <= far(&high) { low } else { high };
            // whole numbers have no values between them
            if self.range.whole || far(&nearest) <= (NEAR * span).max(2.0 * nearest.1.error) {
                reached.push(nearest);
            } else {
                jumps.push([low, high]);
            }
        }
        // what just touches it, and never passes
        reached.extend(known.iter().copied().filter(|p| p.1.value == self.wanted));
        reached.sort_by(|a, b| a.0.total_cmp(&b.0));
        reached.dedup_by(|a, b| a.0 == b.0);
        SeekReport {
            wanted: self.wanted,
            range: self.range,
            reached,
            jumps,
            ends: smallest.zip(largest).map(|(a, b)| [a, b]),
            tried: self.tried.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_numerics::math::pow;
    use proptest::prelude::*;

    const LINE: Range = Range { low: 0.0, high: 10.0, dense_low: false, whole: false };

    fn found(wanted: f64, range: Range, f: impl Fn(f64) -> Option<f64>) -> (SeekReport, usize) {
        let mut search = Search::new(wanted, range);
        let mut asked = 0;
        loop {
            let points = search.points();
            if points.is_empty() {
                return (search.report(), asked);
            }
            for x in points {
                assert!(x >= range.low && x <= range.high, "{x}");
                asked += 1;
                search.take(x, f(x).map(|value| Estimate { value, error: 0.0 }));
            }
        }
    }

    #[test]
    fn one_root_of_a_cubic_and_both_of_a_parabola() {
        let (r, asked) = found(27.0, LINE, |x| Some(x * x * x));
        assert!(r.reached.len() == 1 && (r.reached[0].0 - 3.0).abs() < 2e-3 && asked < 24, "{r:?}");
        let (r, _) = found(4.0, LINE, |x| Some((x - 5.0) * (x - 5.0)));
        let roots: Vec<f64> = r.reached.iter().map(|p| p.0).collect();
        assert!(roots.len() == 2 && (roots[0] - 3.0).abs() < 2e-3 && (roots[1] - 7.0).abs() < 2e-3, "{roots:?}");
    }

    #[test]
    fn what_is_out_of_reach_tells_the_best_and_where() {
        let (r, _) = found(2.0, LINE, |x| Some(1.0 - (x - 4.1) * (x - 4.1)));
        let [(_, _), (at, best)] = r.ends.unwrap();
        assert!(r.reached.is_empty() && (at - 4.1).abs() < 0.1 && best.value > 0.99, "{r:?}");
        // a peak between the first points that is high enough is found
        let (r, _) = found(0.9, LINE, |x| Some(1.0 - (x - 4.4) * (x - 4.4)));
        assert_eq!(r.reached.len(), 2, "{r:?}");
    }

    #[test]
    fn steps_whole_numbers_and_gaps() {
        let (r, _) = found(0.5, LINE, |x| Some(f64::from(u8::from(x > std::f64::consts::PI))));
        // a step reaches nothing between its two sides
        assert!(r.reached.is_empty() && r.jumps.len() == 1, "{r:?}");
        let [low, high] = r.jumps[0];
        assert!(low.0 < std::f64::consts::PI && high.0 > std::f64::consts::PI && high.0 - low.0 < 2e-3, "{r:?}");
        assert_eq!((low.1.value, high.1.value), (0.0, 1.0));
        let months = Range { low: 1.0, high: 24.0, dense_low: false, whole: true };
        let (r, _) = found(11.2, months, Some);
        assert_eq!(r.reached.iter().map(|p| p.0).collect::<Vec<_>>(), [11.0]);
        // below 6 nothing runs: the root at 3 cannot be reached, the one at 7 can
        let (r, _) = found(4.0, LINE, |x| (x >= 6.0).then_some((x - 5.0) * (x - 5.0)));
        assert!(r.reached.len() == 1 && (r.reached[0].0 - 7.0).abs() < 2e-3);
        assert!(r.tried.iter().any(|t| t.statistic.is_none()));
        let (r, _) = found(4.0, LINE, |_| None);
        assert!(r.reached.is_empty() && r.ends.is_none());
    }

    proptest! {
        #[test]
        fn a_rising_function_is_reached_within_its_range(root in 0.05..9.95f64, bend in 0.1..4.0f64) {
            let f = |x: f64| if x > 0.0 { pow(x, bend) } else { 0.0 };
            let (r, asked) = found(f(root), LINE, |x| Some(f(x)));
            prop_assert!(asked <= 40);
            prop_assert!(r.reached.len() == 1 && (r.reached[0].0 - root).abs() <= 3.0 * NARROW * 10.0, "{root} {bend} {:?}", r.reached);
        }
    }
}
