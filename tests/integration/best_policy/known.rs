//! The search on problems whose fronts are known.

use aftercast_engine::analysis::frontier::{Search, SearchSettings, WrongCount};
use aftercast_engine::analysis::pareto::{Score, front, hypervolume};

fn solve(settings: SearchSettings, problem: impl Fn(&[f64]) -> Score) -> Search {
    let mut search = Search::new(settings, Vec::new());
    loop {
        let asked = search.ask().to_vec();
        if asked.is_empty() {
            return search;
        }
        let scores: Vec<Score> = asked.iter().map(|x| problem(x)).collect();
        search.tell(&scores).unwrap();
    }
}

fn settings(dimensions: usize, evaluations: usize, seed: u64) -> SearchSettings {
    SearchSettings { quanta: vec![0.0; dimensions], evaluations, population: 48, seed }
}

/// Zitzler, Deb & Thiele (2000), first problem: the front is f2 = 1 - sqrt(f1), where all but the first are 0.
fn zdt1(x: &[f64]) -> Score {
    let g = 1.0 + 9.0 * x[1..].iter().sum::<f64>() / (x.len() - 1) as f64;
    Score::feasible(x[0], g * (1.0 - (x[0] / g).sqrt()))
}

#[test]
fn zdt1_front_is_found() {
    // area under (1.1, 1.1): 1.1^2 - integral of the front over 0..1 (1/3) - 0.1 of width at height 0
    let whole = 1.1 * 1.1 - 1.0 / 3.0;
    for seed in [1, 2, 3] {
        let search = solve(settings(10, 6000, seed), zdt1);
        let area = hypervolume(search.evaluated().1, [1.1, 1.1]);
        assert!(area > 0.99 * whole && area <= whole, "seed {seed}: {area} of {whole}");
    }
}

/// Zitzler, Deb & Thiele (2000), third problem: a front in five pieces.
fn zdt3(x: &[f64]) -> Score {
    let g = 1.0 + 9.0 * x[1..].iter().sum::<f64>() / (x.len() - 1) as f64;
    let h = 1.0 - (x[0] / g).sqrt() - x[0] / g * (10.0 * std::f64::consts::PI * x[0]).sin();
    Score::feasible(x[0], g * h)
}

#[test]
fn every_piece_of_a_broken_front_is_found() {
    let search = solve(settings(10, 8000, 7), zdt3);
    let (points, scores) = search.evaluated();
    let found: Vec<f64> = front(scores).iter().map(|&i| points[i][0]).collect();
    // the pieces in f1, from the problem's definition
    for (low, high) in [(0.0, 0.083), (0.182, 0.258), (0.409, 0.454), (0.618, 0.653), (0.823, 0.852)] {
        let inside = found.iter().filter(|&&f| f >= low - 0.01 && f <= high + 0.01).count();
        assert!(inside >= 3, "{inside} of {} in {low} to {high}", found.len());
    }
}

/// Two squared distances, to (0.2, 0.2) and to (0.8, 0.8), where x + y may not be below 1: the front is the part of the
/// segment between them with x + y >= 1, and its point at x + y = 1 is (0.5, 0.5).
fn constrained(x: &[f64]) -> Score {
    let distance = |to: f64| x.iter().map(|v| (v - to) * (v - to)).sum::<f64>();
    Score { objectives: [distance(0.2), distance(0.8)], violation: (1.0 - x.iter().sum::<f64>()).max(0.0) }
}

#[test]
fn constrained_quadratic_keeps_the_constraint_and_finds_its_corner() {
    let search = solve(settings(2, 3000, 5), constrained);
    let (points, scores) = search.evaluated();
    let found = front(scores);
    assert!(found.len() > 30);
    for &i in &found {
        let (x, y) = (points[i][0], points[i][1]);
        assert!(x + y >= 1.0 && (x - y).abs() < 0.05, "({x}, {y}) is not on the segment");
    }
    // the corner where the constraint binds
    let best = scores[found[0]].objectives[0];
    assert!((best - 0.18).abs() < 2e-3, "{best}");
    // the other end is free: the point (0.8, 0.8) itself
    assert!(scores[found[found.len() - 1]].objectives[1] < 2e-4);
}

#[test]
fn the_same_seed_asks_the_same_and_another_does_not() {
    let run = |seed: u64| solve(settings(6, 500, seed), zdt1).evaluated().0.to_vec();
    assert_eq!(run(4), run(4));
    assert_ne!(run(4), run(5));
    assert_eq!(run(4).len(), 500);
}

#[test]
fn steps_are_kept_and_nothing_is_asked_twice_while_there_is_something_new() {
    let settings = SearchSettings { quanta: vec![0.05, 0.1, 0.1], evaluations: 600, population: 40, seed: 9 };
    let search = solve(settings, zdt1);
    let points = search.evaluated().0;
    for (i, p) in points.iter().enumerate() {
        for (x, q) in p.iter().zip([0.05, 0.1, 0.1]) {
            assert!((x / q - (x / q).round()).abs() < 1e-9);
        }
        assert!(!points[..i].contains(p), "{p:?} was asked before");
    }
    // 21 x 11 x 11 = 2541 points in all, 600 of them seen: what the best of all cover is covered
    let all =
        (0..2541).map(|k| zdt1(&[f64::from(k % 21) / 20.0, f64::from(k / 21 % 11) / 10.0, f64::from(k / 231) / 10.0]));
    let area = hypervolume(&all.collect::<Vec<_>>(), [1.1, 1.1]);
    let found = hypervolume(search.evaluated().1, [1.1, 1.1]);
    assert!(found > 0.99 * area, "{found} of {area}");
}

#[test]
fn a_space_smaller_than_the_budget_ends_all_the_same() {
    let settings = SearchSettings { quanta: vec![0.5, 1.0], evaluations: 64, population: 8, seed: 1 };
    assert_eq!(solve(settings, zdt1).evaluated().0.len(), 64);
}

#[test]
fn results_that_were_not_asked_for_are_refused() {
    let mut search = Search::new(settings(3, 100, 1), Vec::new());
    let asked = search.ask().len();
    assert_eq!(search.tell(&[]), Err(WrongCount { expected: asked, got: 0 }));
    assert_eq!(search.ask().len(), asked, "nothing was taken");
    assert!(search.evaluated().1.is_empty());
}

#[test]
fn a_score_that_is_no_number_never_reaches_the_front() {
    let search = solve(settings(4, 400, 2), |x| if x[0] > 0.5 { Score::feasible(f64::NAN, 0.0) } else { zdt1(x) });
    let (points, scores) = search.evaluated();
    assert!(front(scores).iter().all(|&i| points[i][0] <= 0.5));
}
