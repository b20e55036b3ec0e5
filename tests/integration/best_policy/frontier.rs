//! The frontier on the model.

use aftercast_compute::threads;
use aftercast_engine::analysis::frontier::{
    Aim, Frontier, FrontierPoint, FrontierRequest, LeverRange, Measured, Phase, Statistic, best_within, measure,
};
use aftercast_engine::analysis::guards::Guards;
use aftercast_engine::analysis::pareto::{Score, hypervolume};
use aftercast_engine::run::batch::Engine;
use aftercast_numerics::random::{Stream, open_unit};
use aftercast_scenario::{LeverId, Levers};
use rand::Rng;

use super::{futures, golden};

fn request(levers: &[LeverId], aim: Aim, statistic: Statistic) -> FrontierRequest {
    FrontierRequest {
        futures: futures("hybrid_ai", 64),
        levers: levers.iter().map(|&id| LeverRange::whole(id)).collect(),
        locked: Levers::default_today(),
        references: vec![golden("hybrid_ai").policies()[0].levers],
        aim,
        statistic,
        evaluations: 240,
        search_draws: 32,
        population: 24,
        guards: Guards::NONE,
    }
}

/// Computes a frontier on so many threads.
fn compute(request: FrontierRequest, threads: usize) -> Frontier {
    let mut frontier = Frontier::new(request).unwrap();
    let (aim, statistic) = (frontier.request().aim, frontier.request().statistic);
    let mut engines: Vec<Engine> = (0..threads).map(|_| Engine::new(frontier.futures().clone())).collect();
    loop {
        let asked = frontier.ask().to_vec();
        if asked.is_empty() {
            return frontier;
        }
        let futures = frontier.futures().clone();
        let told = threads::map(&mut engines, &asked, |engine, levers| {
            engine.enter(futures.clone());
            measure(engine, levers, aim, statistic).unwrap()
        });
        frontier.tell(told).unwrap();
    }
}

const LEVERS: [LeverId; 4] =
    [LeverId::CustomersPerAgent, LeverId::AiShare, LeverId::AiAccuracy, LeverId::LogisticsAlliance];

fn costs(points: &[FrontierPoint]) -> Vec<f64> {
    points.iter().map(|p| p.measured.cost_share.value).collect()
}

#[test]
fn the_same_bits_on_one_two_and_seven_threads() {
    let one = compute(request(&LEVERS, Aim::Npv, Statistic::Cvar(0.1)), 1);
    for threads in [2, 7] {
        let more = compute(request(&LEVERS, Aim::Npv, Statistic::Cvar(0.1)), threads);
        assert_eq!(one.points(), more.points());
        assert_eq!(one.references(), more.references());
        assert_eq!(one.searched(), more.searched());
    }
}

#[test]
fn every_point_is_a_policy_that_gives_its_numbers_again() {
    let mut request = request(&LEVERS, Aim::Ltv, Statistic::Mean);
    *request.locked.get_mut(LeverId::RefundDays) = 2.0;
    let frontier = compute(request, 2);
    let points = frontier.points();
    assert!(points.len() > 5, "{}", points.len());
    let mut engine = Engine::new(frontier.futures().clone());
    for p in &points {
        assert_eq!(measure(&mut engine, &p.levers, Aim::Ltv, Statistic::Mean).unwrap(), p.measured);
        for id in LeverId::ALL.into_iter().filter(|id| !LEVERS.contains(id)) {
            assert_eq!(p.levers.get(id), frontier.request().locked.get(id), "{} is locked", id.name());
        }
    }
    // more cost, more of the aim; and the fresh draws are not those of the search
    assert!(points.windows(2).all(|w| {
        w[0].measured.cost_share.value < w[1].measured.cost_share.value
            && w[0].measured.aim.value < w[1].measured.aim.value
    }));
    assert_ne!(frontier.futures().seed, frontier.request().futures.seed);
    // prices fall along the frontier: the envelope is concave
    let prices: Vec<f64> = points.iter().filter_map(|p| p.worth.price.map(|p| p.estimate.value)).collect();
    assert_eq!(prices.len() + 1, points.len(), "only the last has none");
    assert!(prices.windows(2).all(|w| w[0] >= w[1]) && prices.iter().all(|p| *p > 0.0));
    // a budget buys the best policy that fits in it
    let costs = costs(&points);
    assert_eq!(best_within(&points, costs[3]), Some(3));
    assert_eq!(best_within(&points, costs[0] - 1e-9), None);
    assert_eq!(best_within(&points, 1.0), Some(points.len() - 1));
}

#[test]
fn the_search_never_falls_short_of_what_it_started_from() {
    for aim in Aim::ALL {
        let request = request(&LEVERS, aim, Statistic::Mean);
        let known = [request.locked, request.references[0]];
        let frontier = compute(request, 2);
        let mut engine = Engine::new(frontier.request().futures.clone().with_draws(32));
        for levers in known {
            // levers that are not free stay locked, so the reference is read where it fits in
            let mut fitting = Levers::default_today();
            LEVERS.iter().for_each(|&id| *fitting.get_mut(id) = *levers.get(id));
            let m = measure(&mut engine, &fitting, aim, Statistic::Mean).unwrap();
            let sound = frontier.searched().iter().filter(|score| score.violation == 0.0);
            let mut found = sound.map(|score| (score.objectives[0], -score.objectives[1]));
            let reached = found.any(|(cost, value)| cost <= m.cost_share.value && value >= m.aim.value);
            assert!(reached, "{}", aim.name());
        }
    }
}

#[test]
fn beats_as_many_random_policies() {
    let request = request(&LEVERS, Aim::Npv, Statistic::Mean);
    let frontier = compute(request.clone(), 2);
    let mut stream = Stream::new(11, 0);
    let mut engine = Engine::new(request.futures.clone().with_draws(request.search_draws));
    let random: Vec<Score> = (0..request.evaluations)
        .map(|_| {
            let mut levers = request.locked;
            for range in &request.levers {
                let u = open_unit(stream.next_u64());
                *levers.get_mut(range.lever) = range.low + u * (range.high - range.low);
            }
            let m = measure(&mut engine, &levers, Aim::Npv, Statistic::Mean).unwrap();
            Score::feasible(m.cost_share.value, -m.aim.value)
        })
        .collect();
    // from the worst corner that either has on its front
    let fronts: Vec<Score> = [frontier.searched(), &random]
        .iter()
        .flat_map(|s| aftercast_engine::analysis::pareto::front(s).into_iter().map(|i| s[i]))
        .collect();
    let corner = [0, 1].map(|d| fronts.iter().map(|s| s.objectives[d]).fold(f64::NEG_INFINITY, f64::max));
    let (ours, theirs) = (hypervolume(frontier.searched(), corner), hypervolume(&random, corner));
    assert!(ours > 1.01 * theirs, "{ours} against {theirs}");
}

#[test]
fn a_search_comes_to_its_end_and_a_wrong_count_is_refused() {
    let mut frontier = Frontier::new(request(&LEVERS[..2], Aim::Csi, Statistic::Quantile(0.05))).unwrap();
    let mut engine = Engine::new(frontier.futures().clone());
    let mut rounds = 0;
    loop {
        let asked = frontier.ask().to_vec();
        if asked.is_empty() {
            break;
        }
        assert!(frontier.points().is_empty() && frontier.optimism().is_none());
        assert!(frontier.tell(Vec::new()).is_err());
        engine.enter(frontier.futures().clone());
        let told: Vec<Measured> =
            asked.iter().map(|l| measure(&mut engine, l, Aim::Csi, Statistic::Quantile(0.05)).unwrap()).collect();
        frontier.tell(told).unwrap();
        rounds += 1;
    }
    assert_eq!((frontier.phase(), rounds), (Phase::Done, 11));
    assert_eq!(frontier.references().len(), 2);
    assert!(frontier.optimism().unwrap().is_finite());
}

#[test]
fn what_cannot_be_searched_is_refused_all_at_once() {
    let mut wrong = request(&[LeverId::AiShare, LeverId::AiShare], Aim::Npv, Statistic::Cvar(0.0));
    wrong.evaluations = 1;
    wrong.search_draws = 4;
    wrong.population = 0;
    let violations = Frontier::new(wrong).unwrap_err();
    assert_eq!(violations.0.len(), 5, "{violations}");
}
