//! Whether one policy beats another for every utility, or for every risk-averse one (first- and second-order stochastic dominance).
//!
//! Claim: first order: whatever amount is asked for, the one reaches it at least as often as the other; second order: every cautious
//! decision-maker prefers the one.
//! Equation: of as many sorted draws each, x_(i) >= y_(i) for all i (first); sums of the i worst of x >= those of y for all i (second), with
//! one strict.
//! Validity: statements about the draws made; how many of the eight replicates agree says how far they can be trusted.
//! Source: Levy, Stochastic Dominance (2016), chapters 3 and 5 (empirical quantile criteria).

use aftercast_numerics::sampling::REPLICATES;

/// How one set of outcomes stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Better at every level.
    First,
    /// Better for every risk-averse utility.
    Second,
    /// Neither can be said.
    Neither,
    /// The same outcomes.
    Equal,
}

/// A relation between two options, stated for the better one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dominance {
    /// Index of the better option; of the first where there is no better one.
    pub better: usize,
    /// Index of the other.
    pub other: usize,
    /// The relation in all draws.
    pub relation: Relation,
    /// Replicates, of eight, in which at least this relation holds.
    pub replicates: usize,
    /// Share of futures in which the better option is strictly ahead.
    pub ahead: f64,
}

/// How `x` stands to `y` (as many draws each): whether x dominates.
pub fn relation(x: &[f64], y: &[f64]) -> Relation {
    let sorted = |v: &[f64]| {
        let mut v = v.to_vec();
        v.sort_unstable_by(f64::total_cmp);
        v
    };
    let (x, y) = (sorted(x), sorted(y));
    if x == y {
        return Relation::Equal;
    }
    if x.iter().zip(&y).all(|(x, y)| x >= y) {
        return Relation::First;
    }
    let mut lead = 0.0;
    // rounding of a sum is not a lead
    let trace = 1e-12 * x.iter().chain(&y).map(|v| v.abs()).sum::<f64>();
    let second = x.iter().zip(&y).all(|(x, y)| {
        lead += x - y;
        lead >= -trace
    });
    if second { Relation::Second } else { Relation::Neither }
}

/// The dominance between two options, by index, from their outcomes in the same draws.
pub fn dominance(options: &[Vec<f64>], a: usize, b: usize) -> Dominance {
    let one_way = |a: usize, b: usize| {
        let relation = relation(&options[a], &options[b]);
        let part = |v: &[f64], r: usize| v.iter().skip(r).step_by(REPLICATES).copied().collect::<Vec<_>>();
        let holds = |r: usize| {
            let found = self::relation(&part(&options[a], r), &part(&options[b], r));
            match relation {
                Relation::First => matches!(found, Relation::First | Relation::Equal),
                Relation::Second => found != Relation::Neither,
                Relation::Equal | Relation::Neither => found == relation,
            }
        };
        let ahead = options[a].iter().zip(&options[b]).filter(|(x, y)| x > y).count();
        Dominance {
            better: a,
            other: b,
            relation,
            replicates: (0..REPLICATES).filter(|&r| holds(r)).count(),
            ahead: ahead as f64 / options[a].len() as f64,
        }
    };
    let (forward, back) = (one_way(a, b), one_way(b, a));
    let strength = |d: &Dominance| match d.relation {
        Relation::First => 2,
        Relation::Second => 1,
        Relation::Neither | Relation::Equal => 0,
    };
    if strength(&back) > strength(&forward) { back } else { forward }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders() {
        assert_eq!(relation(&[2.0, 3.0], &[3.0, 1.0]), Relation::First);
        assert_eq!(relation(&[2.0, 2.0], &[1.0, 3.0]), Relation::Second);
        assert_eq!(relation(&[1.0, 3.0], &[2.0, 2.0]), Relation::Neither);
        assert_eq!(relation(&[0.0, 9.0], &[1.0, 2.0]), Relation::Neither);
        assert_eq!(relation(&[1.0, 2.0], &[2.0, 1.0]), Relation::Equal);
    }

    #[test]
    fn the_better_one_is_named_whatever_the_order() {
        let options = [(0..64).map(f64::from).collect(), (0..64).map(|i| f64::from(i) + 0.5).collect()];
        for (a, b) in [(0, 1), (1, 0)] {
            let d = dominance(&options, a, b);
            assert_eq!((d.better, d.other, d.relation, d.replicates, d.ahead), (1, 0, Relation::First, 8, 1.0));
        }
    }
}
