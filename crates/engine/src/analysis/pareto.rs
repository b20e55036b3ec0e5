//! Two objectives at once: who is dominated by whom, and how much a set of points covers.
//!
//! Claim: of two points one is better only if it is no worse in both and better in one; a broken constraint is worse than
//! any unbroken one.
//! Equations: a dominates b iff a_1 <= b_1, a_2 <= b_2 and a != b; hypervolume = area between the non-dominated points and a
//!   reference point that all of them dominate.
//! Symbols: both objectives are minimised; `violation` is how far a constraint is broken, 0 where none is.
//! Validity: finite objectives; anything else counts as an infinite violation.
//! Source: Deb, Pratap, Agarwal & Meyarivan, IEEE Trans. Evol. Comp. 6 (2002) 182-197; Zitzler & Thiele, ibid. 3 (1999) 257-271.

use core::cmp::Ordering;

/// Two objectives, both minimised, and how far constraints are broken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The objectives, smaller is better.
    pub objectives: [f64; 2],
    /// Sum of broken constraints, 0 where none is.
    pub violation: f64,
}

impl Score {
    /// A score without broken constraints.
    pub fn feasible(first: f64, second: f64) -> Self {
        Self { objectives: [first, second], violation: 0.0 }
    }

    /// The violation, infinite where an objective is not a number.
    fn broken(&self) -> f64 {
        let sound = self.objectives.iter().all(|x| x.is_finite()) && self.violation >= 0.0;
        if sound { self.violation } else { f64::INFINITY }
    }

    /// Whether this score is better than `other` in the sense of the module.
    pub fn dominates(&self, other: &Self) -> bool {
        let (a, b) = (self.broken(), other.broken());
        if a > 0.0 || b > 0.0 {
            return a < b;
        }
        let ([a1, a2], [b1, b2]) = (self.objectives, other.objectives);
        a1 <= b1 && a2 <= b2 && (a1 < b1 || a2 < b2)
    }
}

fn by_first(scores: &[Score], a: usize, b: usize) -> Ordering {
    let (x, y) = (scores[a].objectives, scores[b].objectives);
    x[0].total_cmp(&y[0]).then(x[1].total_cmp(&y[1])).then(a.cmp(&b))
}

/// Positions of the unbroken, non-dominated scores, by the first objective ascending; of equal scores the first stays.
///
/// ```
/// use aftercast_engine::analysis::pareto::{Score, front};
/// let scores = [Score::feasible(2.0, 1.0), Score::feasible(1.0, 2.0), Score::feasible(2.0, 2.0)];
/// assert_eq!(front(&scores), [1, 0]);
/// ```
pub fn front(scores: &[Score]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).filter(|&i| scores[i].broken() == 0.0).collect();
    order.sort_unstable_by(|&a, &b| by_first(scores, a, b));
    let mut lowest = f64::INFINITY;
    order.retain(|&i| {
        let second = scores[i].objectives[1];
        let better = second < lowest;
        lowest = lowest.min(second);
        better
    });
    order
}

/// Fronts in order of quality: the non-dominated, then those only dominated by them, and so on; broken ones last, by violation.
pub fn fronts(scores: &[Score]) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..scores.len()).filter(|&i| scores[i].broken() == 0.0).collect();
    left.sort_unstable_by(|&a, &b| by_first(scores, a, b));
    let mut fronts: Vec<Vec<usize>> = Vec::new();
    // in this order a score can only be dominated by earlier ones; the last of each front has its lowest second objective
    for i in left {
        let beaten = |front: &Vec<usize>| front.last().is_some_and(|&last| scores[last].dominates(&scores[i]));
        match fronts.iter_mut().find(|f| !beaten(f)) {
            Some(front) => front.push(i),
            None => fronts.push(vec![i]),
        }
    }
    let mut broken: Vec<usize> = (0..scores.len()).filter(|&i| scores[i].broken() > 0.0).collect();
    broken.sort_by(|&a, &b| scores[a].broken().total_cmp(&scores[b].broken()).then(a.cmp(&b)));
    fronts.extend(broken.into_iter().map(|i| vec![i]));
    fronts
}

/// How lonely each member of a front is: the sum over objectives of the distance between its neighbours, in units of the
/// front's range; infinite at the ends. `front` is ordered by the first objective.
pub fn crowding(scores: &[Score], front: &[usize]) -> Vec<f64> {
    let at = |k: usize| scores[front[k]].objectives;
    let last = front.len().saturating_sub(1);
    let range = |d: usize| if front.is_empty() { 0.0 } else { (at(last)[d] - at(0)[d]).abs() };
    (0..front.len())
        .map(|k| {
            if k == 0 || k == last {
                return f64::INFINITY;
            }
            (0..2).map(|d| if range(d) > 0.0 { (at(k + 1)[d] - at(k - 1)[d]).abs() / range(d) } else { 0.0 }).sum()
        })
        .collect()
}

/// The `count` best scores, best front first; of the front that does not fit whole, the most crowded go one by one.
pub fn select(scores: &[Score], count: usize) -> Vec<usize> {
    let mut chosen = Vec::with_capacity(count);
    for mut front in fronts(scores) {
        let room = count - chosen.len();
        while front.len() > room {
            let lonely = crowding(scores, &front);
            let most_crowded = (0..front.len()).min_by(|&a, &b| lonely[a].total_cmp(&lonely[b]).then(a.cmp(&b)));
            front.remove(most_crowded.unwrap_or_default());
        }
        chosen.extend(front);
        if chosen.len() == count {
            break;
        }
    }
    chosen
}

/// Area that the unbroken scores dominate below and left of `reference`.
///
/// ```
/// use aftercast_engine::analysis::pareto::{Score, hypervolume};
/// let scores = [Score::feasible(0.0, 1.0), Score::feasible(1.0, 0.0)];
/// assert_eq!(hypervolume(&scores, [2.0, 2.0]), 3.0);
/// ```
pub fn hypervolume(scores: &[Score], reference: [f64; 2]) -> f64 {
    let mut area = 0.0;
    let mut height = reference[1];
    for i in front(scores) {
        let [x, y] = scores[i].objectives;
        if x < reference[0] && y < height {
            area += (reference[0] - x) * (height - y);
            height = y;
        }
    }
    area
}

/// Positions, among points ordered by `x` ascending with `y` ascending too, of the corners of their concave envelope: what
/// mixing two of the points could reach lies on or below it. The first and the last point are corners.
pub fn concave_envelope(points: &[[f64; 2]]) -> Vec<usize> {
    let mut corners: Vec<usize> = Vec::new();
    for (i, p) in points.iter().enumerate() {
        while let [.., a, b] = corners[..] {
            let (o, m) = (points[a], points[b]);
            // the middle one is no corner where it lies on or below the line from o to p
            if (m[0] - o[0]) * (p[1] - o[1]) - (m[1] - o[1]) * (p[0] - o[0]) < 0.0 {
                break;
            }
            corners.pop();
        }
        corners.push(i);
    }
    corners
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_numerics::random::{Stream, open_unit};
    use rand::Rng;

    fn cloud(count: usize, seed: u64) -> Vec<Score> {
        let mut stream = Stream::new(seed, 0);
        let mut u = || open_unit(stream.next_u64());
        (0..count)
            .map(|i| {
                // some ties, some broken
                let objectives = [(u() * 12.0).floor(), (u() * 12.0).floor()];
                Score { objectives, violation: if i % 7 == 0 { u() } else { 0.0 } }
            })
            .collect()
    }

    #[test]
    fn fronts_are_those_of_the_definition() {
        for seed in 0..20 {
            let scores = cloud(60, seed);
            let mut rank = vec![usize::MAX; scores.len()];
            for (r, front) in fronts(&scores).iter().enumerate() {
                front.iter().for_each(|&i| rank[i] = r);
            }
            for (i, a) in scores.iter().enumerate() {
                assert_ne!(rank[i], usize::MAX);
                // the rank is one more than that of the worst score that dominates it
                let above = (0..scores.len()).filter(|&j| scores[j].dominates(a)).map(|j| rank[j] + 1).max();
                let ties = scores.iter().any(|b| b.violation > 0.0 && b.violation == a.violation && b != a);
                assert!(rank[i] == above.unwrap_or(0) || ties, "seed {seed}: {a:?} {} {above:?}", rank[i]);
            }
        }
    }

    #[test]
    fn the_front_holds_one_of_each_undominated_pair() {
        for seed in 0..20 {
            let scores = cloud(60, seed);
            let front = front(&scores);
            for (i, a) in scores.iter().enumerate().filter(|(_, a)| a.violation == 0.0) {
                let free = !scores.iter().any(|b| b.dominates(a));
                let held = front.iter().any(|&j| scores[j].objectives == a.objectives);
                assert_eq!(free, held, "seed {seed}, {i}");
            }
            assert!(front.windows(2).all(|w| scores[w[0]].objectives != scores[w[1]].objectives));
        }
    }

    #[test]
    fn area_is_the_share_of_points_dominated() {
        let mut stream = Stream::new(3, 1);
        let mut u = || open_unit(stream.next_u64());
        let scores: Vec<Score> = (0..8).map(|_| Score::feasible(u(), u())).collect();
        let n = 200_000;
        let covered = (0..n).filter(|_| {
            let p = Score::feasible(u(), u());
            scores.iter().any(|s| s.dominates(&p))
        });
        let (share, area) = (covered.count() as f64 / n as f64, hypervolume(&scores, [1.0, 1.0]));
        // five standard deviations of a share
        assert!((share - area).abs() < 5.0 * (0.25 / n as f64).sqrt(), "{share} {area}");
        assert_eq!(hypervolume(&[Score::feasible(f64::NAN, 0.0)], [1.0, 1.0]), 0.0);
    }

    #[test]
    fn selection_keeps_the_ends_and_the_best() {
        let scores: Vec<Score> = (0..21).map(|i| Score::feasible(f64::from(i), f64::from(20 - i))).collect();
        let kept = select(&scores, 5);
        assert!(kept.len() == 5 && kept.contains(&0) && kept.contains(&20));
        assert_eq!(select(&cloud(10, 1), 10).len(), 10);
    }

    #[test]
    fn the_envelope_lies_over_every_point() {
        let points = [[0.0, 0.0], [1.0, 2.0], [2.0, 2.5], [3.0, 4.0], [5.0, 4.5], [6.0, 6.0]];
        let corners = concave_envelope(&points);
        assert_eq!(corners, [0, 1, 3, 5]);
        assert_eq!(concave_envelope(&[[0.0, 1.0]]), [0]);
        assert!(concave_envelope(&[]).is_empty());
    }
}
