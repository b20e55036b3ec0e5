//! Quantiles of many columns of draws, exactly and without sorting them.
//!
//! Claim: the same numbers, to the last bit, as linear interpolation between the sorted values.
//! Equation: position p (n - 1); between the order statistics at its whole part and the next (Hyndman & Fan type 7). An order
//!   statistic is found by counting: equal intervals between the least and the greatest value, the interval that holds the
//!   wanted rank, and a sort of the few values in it.
//! Symbols: probabilities in [0, 1]; values in the unit of their series.
//! Validity: any values; those that are not finite, or few, are sorted. Rounding keeps order (subtraction and multiplication by
//!   a positive number never swap two values), so each interval holds only values not above those of the next.
//! Source: Hyndman & Fan, The American Statistician 50 (1996) 361-365; Knuth, The art of computer programming 3 (1998),
//!   section 5.2, on distribution counting.

/// Intervals that are counted: some four values each at 1 024 draws.
const INTERVALS: usize = 256;
/// Up to so many values, sorting is quicker than counting.
const FEW: usize = 96;
/// An interval of which nothing is wanted.
const UNWANTED: u32 = u32::MAX;

/// Memory that serves one column after another.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// The interval of each value.
    interval: Vec<u8>,
    /// The values of the intervals that hold a wanted rank, interval by interval, each sorted.
    kept: Vec<f64>,
}

/// How many values lie below each interval, and where the values of a wanted one begin among those kept.
struct Counted {
    below: [u32; INTERVALS + 1],
    kept: [u32; INTERVALS],
}

impl Counted {
    /// The interval that holds a rank.
    fn interval(&self, rank: usize) -> usize {
        self.below[1..].partition_point(|&below| below as usize <= rank)
    }

    /// The position of a rank among the values kept.
    fn position(&self, rank: usize) -> usize {
        let interval = self.interval(rank);
        self.kept[interval] as usize + rank - self.below[interval] as usize
    }
}

/// Quantiles of `values` at probabilities `p`, one each; none without values.
///
/// ```
/// use aftercast_engine::run::order_statistics::{Scratch, quantiles};
/// let found = quantiles(&[3.0, 1.0, 2.0, 5.0], &[0.5, 0.9], &mut Scratch::default());
/// assert_eq!(found, [2.5, 4.4]);
/// ```
pub fn quantiles(values: &[f32], p: &[f64], scratch: &mut Scratch) -> Vec<f64> {
    let Some(last) = values.len().checked_sub(1) else { return Vec::new() };
    let (least, most) = values.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), &v| {
        (if v < low { v } else { low }, if v > high { v } else { high })
    });
    let finite = values.iter().all(|v| v.is_finite()) && (most - least).is_finite();
    if values.len() <= FEW || !finite {
        scratch.kept.clear();
        scratch.kept.extend(values.iter().map(|&value| f64::from(value)));
        scratch.kept.sort_unstable_by(f64::total_cmp);
        return p.iter().map(|&p| between(p, last, |rank| scratch.kept[rank])).collect();
    }
    let counted = scratch.count(values, least, most, p);
    p.iter().map(|&p| between(p, last, |rank| scratch.kept[counted.position(rank)])).collect()
}

impl Scratch {
    /// Keeps the values of the intervals in which a quantile lies, each sorted.
    fn count(&mut self, values: &[f32], least: f32, most: f32, p: &[f64]) -> Counted {
        const LAST: f32 = (INTERVALS - 1) as f32;
        // where all are equal or next to it the scale is infinite: no product is below the last interval, and all lie in it
        let scale = INTERVALS as f32 / (most - least);
        let interval = |value: f32| {
            let product = (value - least) * scale;
            if product < LAST { product as u8 } else { LAST as u8 }
        };
        self.interval.clear();
        self.interval.extend(values.iter().map(|&value| interval(value)));
        let mut counted = Counted { below: [0; INTERVALS + 1], kept: [UNWANTED; INTERVALS] };
        for &interval in &self.interval {
            counted.below[usize::from(interval) + 1] += 1;
        }
        for interval in 0..INTERVALS {
            counted.below[interval + 1] += counted.below[interval];
        }
        let mut next = [UNWANTED; INTERVALS];
        let mut length = 0;
        for &p in p {
            let (rank, _) = split(p, values.len() - 1);
            for rank in [rank, (rank + 1).min(values.len() - 1)] {
                let interval = counted.interval(rank);
                if next[interval] == UNWANTED {
                    next[interval] = length;
                    length += counted.below[interval + 1] - counted.below[interval];
                }
            }
        }
        counted.kept = next;
        self.kept.clear();
        self.kept.resize(length as usize, 0.0);
        for (&value, &interval) in values.iter().zip(&self.interval) {
            let slot = &mut next[usize::from(interval)];
            if *slot != UNWANTED {
                self.kept[*slot as usize] = f64::from(value);
                *slot += 1;
            }
        }
        for interval in 0..INTERVALS {
            if counted.kept[interval] != UNWANTED {
                self.kept[counted.kept[interval] as usize..next[interval] as usize].sort_unstable_by(f64::total_cmp);
            }
        }
        counted
    }
}

/// The quantile between the order statistics on either side of its position.
fn between(p: f64, last: usize, order_statistic: impl Fn(usize) -> f64) -> f64 {
    let (below, part) = split(p, last);
    let low = order_statistic(below);
    low + part * (order_statistic((below + 1).min(last)) - low)
}

/// The whole part of a position, and the rest.
fn split(p: f64, last: usize) -> (usize, f64) {
    let position = p * last as f64;
    let below = position as usize;
    (below, position - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_sorted(values: &[f32], p: f64) -> f64 {
        let mut sorted = values.to_vec();
        sorted.sort_by(f32::total_cmp);
        let last = sorted.len() - 1;
        let (below, part) = split(p, last);
        let at = |rank: usize| f64::from(sorted[rank.min(last)]);
        at(below) + part * (at(below + 1) - at(below))
    }

    /// Columns of all shapes: even, many equal, one far away, all equal, zeros of both signs, the widest range, not finite.
    fn columns(length: usize) -> Vec<Vec<f32>> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 8
        };
        let even: Vec<f32> = (0..length).map(|_| next() as f32 / 16_777_216.0 - 0.3).collect();
        let few: Vec<f32> = even.iter().map(|v| (v * 5.0).round()).collect();
        let far: Vec<f32> = even.iter().map(|&v| if v > 0.69 { 1e20 * v } else { v }).collect();
        let heavy: Vec<f32> = even.iter().map(|v| (30.0 * v).exp()).collect();
        let equal = vec![-7.25; length];
        let tiny: Vec<f32> = even.iter().map(|&v| if v > 0.0 { f32::from_bits(1) } else { 0.0 }).collect();
        let zeros: Vec<f32> = even.iter().map(|&v| if v > 0.2 { 0.0 } else { -0.0 }).collect();
        let wide: Vec<f32> = even.iter().map(|&v| if v > 0.0 { f32::MAX } else { f32::MIN }).collect();
        let endless: Vec<f32> = even.iter().map(|&v| if v > 0.6 { f32::INFINITY } else { v }).collect();
        vec![even, few, far, heavy, equal, tiny, zeros, wide, endless]
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_values_to_the_last_bit() {
        let mut scratch = Scratch::default();
        assert!(quantiles(&[], &[0.5], &mut scratch).is_empty());
        for length in [1_usize, 2, 3, 10, FEW, FEW + 1, 257, 1024, 4096] {
            for (shape, values) in columns(length).into_iter().enumerate() {
                for p in [&[0.5][..], &[0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975], &[0.0, 1.0], &[0.9, 0.1]] {
                    let bits = |numbers: Vec<f64>| numbers.into_iter().map(f64::to_bits).collect::<Vec<_>>();
                    let expected = p.iter().map(|&p| of_sorted(&values, p)).collect();
                    let found = quantiles(&values, p, &mut scratch);
                    assert_eq!(bits(found), bits(expected), "{length} values of shape {shape} at {p:?}");
                }
            }
        }
    }
}
