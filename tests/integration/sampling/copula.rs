//! Correlated pairs: rank correlations of the copula, and of the declared pairs.

use super::statistics::{known_answers, number};
use aftercast_engine::run::SamplingPlan;
use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::sampling::{Pair, PointPlan, Sampler, couple};
use aftercast_scenario::{Assumptions, CORRELATIONS};

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, &i) in order.iter().enumerate() {
        ranks[i] = rank as f64;
    }
    ranks
}

fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (ma, mb) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(x, y)| f(x - ma, y - mb)).sum::<f64>();
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

fn kendall(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len();
    let mut sum = 0_i64;
    for i in 0..n {
        for j in 0..i {
            sum += if (a[i] < a[j]) == (b[i] < b[j]) { 1 } else { -1 };
        }
    }
    sum as f64 / (n * (n - 1) / 2) as f64
}

#[test]
fn rank_correlations_of_the_gaussian_copula() {
    let answers = known_answers("sampling");
    let answer = answers.iter().find(|t| t.contains_key("kendall")).unwrap();
    let pair = Pair::new(0, 1, number(answer, "rho"));
    // Kendall's tau of n independent pairs has a standard error under sqrt(2 (1 - tau^2)/n), Spearman's under 1/sqrt(n): four of
    // them; scrambled Sobol points at least five times closer
    for (sampler, share) in [(Sampler::Random, 1.0), (Sampler::Sobol, 0.2)] {
        let n = 4096_u64;
        let points = PointPlan::with_dimensions(sampler, 8, n, 2);
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for draw in 0..n {
            let mut z = [0.0; 2];
            points.fill_draw(draw, &mut z);
            z = z.map(normal_quantile);
            couple(&mut z, &[pair]);
            first.push(z[0]);
            second.push(z[1]);
        }
        let allowed = 4.0 * share / (n as f64).sqrt();
        let spearman = pearson(&ranks(&first), &ranks(&second));
        assert!((spearman - number(answer, "spearman")).abs() < allowed, "{}: {spearman}", sampler.name());
        let tau = kendall(&first, &second);
        assert!((tau - number(answer, "kendall")).abs() < allowed * 1.4, "{}: {tau}", sampler.name());
    }
}

#[test]
fn declared_pairs_have_the_declared_correlation_and_others_none() {
    let file = Assumptions::from_fn(|id| id.spec().distribution);
    let draws = 4096_u64;
    let plan = SamplingPlan::new(&file, Sampler::Random, 12, draws);
    let scores: Vec<_> = (0..draws).map(|draw| plan.scores(draw)).collect();
    let columns: Vec<Vec<f64>> = (0..scores[0].len()).map(|k| scores.iter().map(|z| z[k]).collect()).collect();
    for a in 0..columns.len() {
        for b in 0..a {
            let declared = CORRELATIONS.iter().find(|&&(f, s, _)| [(a, b), (b, a)].contains(&(f as usize, s as usize)));
            let rho = declared.map_or(0.0, |pair| pair.2);
            // standard error (1 - rho^2)/sqrt(n); the largest of 4656 exceeds five of them once in 400 seeds
            let error = (pearson(&columns[a], &columns[b]) - rho).abs();
            assert!(error < 5.0 / (draws as f64).sqrt(), "{a} {b}: {error}");
        }
    }
}
