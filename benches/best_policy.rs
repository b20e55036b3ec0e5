//! The search for the efficient frontier against random search and a grid, each with the same number of evaluations on the
//! same draws: `cargo bench --bench best_policy`. Prints a table; the numbers depend on seeds only, not on the machine.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a benchmark stops where something is wrong")]

use aftercast_engine::analysis::frontier::{
    Aim, Frontier, FrontierRequest, LeverRange, Measured, POPULATION, Phase, Statistic, measure,
};
use aftercast_engine::analysis::guards::Guards;
use aftercast_engine::analysis::pareto::{Score, front, hypervolume};
use aftercast_engine::check;
use aftercast_engine::run::batch::Engine;
use aftercast_numerics::random::{Stream, open_unit};
use aftercast_scenario::{Draft, EventMode, LEVERS, LeverId, Levers};
use rand::Rng;

const EVALUATIONS: usize = 600;
const DRAWS: u64 = 64;
const SEEDS: [u64; 3] = [1, 2, 3];

struct Case {
    name: &'static str,
    levers: Vec<LeverId>,
    aim: Aim,
    statistic: Statistic,
    events: EventMode,
}

fn cases() -> [Case; 3] {
    let of =
        |headline: bool| LEVERS.iter().filter(|l| l.id.ramps() && (l.headline || !headline)).map(|l| l.id).collect();
    [
        Case {
            name: "4 levers, mean net gain",
            levers: vec![LeverId::CustomersPerAgent, LeverId::AiShare, LeverId::AiAccuracy, LeverId::GoodsMultiple],
            aim: Aim::Npv,
            statistic: Statistic::Mean,
            events: EventMode::Expected,
        },
        Case {
            name: "8 headline levers, worst 5 % of net gain",
            levers: of(true),
            aim: Aim::Npv,
            statistic: Statistic::Cvar(0.05),
            events: EventMode::Sampled,
        },
        Case {
            name: "all levers, mean satisfaction",
            levers: of(false),
            aim: Aim::Csi,
            statistic: Statistic::Mean,
            events: EventMode::Expected,
        },
    ]
}

fn request(case: &Case, seed: u64) -> FrontierRequest {
    let scenario = check(&Draft::default()).unwrap();
    FrontierRequest {
        futures: scenario.futures().with_seed(seed).with_draws(16).with_events(case.events),
        levers: case.levers.iter().map(|&id| LeverRange::whole(id)).collect(),
        locked: *scenario.today(),
        references: Vec::new(),
        aim: case.aim,
        statistic: case.statistic,
        evaluations: EVALUATIONS,
        search_draws: DRAWS,
        population: POPULATION,
        guards: Guards::NONE,
    }
}

fn score(m: &Measured) -> Score {
    Score::feasible(m.cost_share.value, -m.aim.value)
}

/// Scores of the search, in order.
fn searched(request: FrontierRequest, engine: &mut Engine) -> Vec<Score> {
    let (aim, statistic) = (request.aim, request.statistic);
    let mut frontier = Frontier::new(request).unwrap();
    loop {
        let asked = frontier.ask().to_vec();
        if frontier.phase() != Phase::Search {
            return frontier.searched().to_vec();
        }
        frontier.tell(asked.iter().map(|l| measure(engine, l, aim, statistic).unwrap()).collect()).unwrap();
    }
}

/// Policies at random.
fn random(request: &FrontierRequest, seed: u64) -> Vec<Levers<f64>> {
    let mut stream = Stream::new(seed, 77);
    let one = |_| {
        let mut levers = request.locked;
        for r in &request.levers {
            *levers.get_mut(r.lever) = r.low + open_unit(stream.next_u64()) * (r.high - r.low);
        }
        levers
    };
    (0..EVALUATIONS).map(one).collect()
}

/// The finest full grid of no more than so many policies: as many levels as fit in every lever, one more in the first ones.
fn grid(request: &FrontierRequest) -> Vec<Levers<f64>> {
    let mut levels = vec![1_usize; request.levers.len()];
    let size = |levels: &[usize]| levels.iter().product::<usize>();
    'more: loop {
        for k in 0..levels.len() {
            levels[k] += 1;
            if size(&levels) > EVALUATIONS {
                levels[k] -= 1;
                break 'more;
            }
        }
    }
    (0..size(&levels))
        .map(|mut index| {
            let mut levers = request.locked;
            for (r, &count) in request.levers.iter().zip(&levels) {
                let step = index % count;
                index /= count;
                // a lever that the budget has no levels for stays where it is
                if count > 1 {
                    *levers.get_mut(r.lever) = r.low + (r.high - r.low) * step as f64 / (count - 1) as f64;
                }
            }
            levers
        })
        .collect()
}

fn main() {
    println!("best policy: hypervolume of {EVALUATIONS} evaluations on {DRAWS} draws, worst of {} seeds", SEEDS.len());
    println!("{:<42} {:>14} {:>14}  target  reached", "case", "over random", "over grid");
    let mut missed = 0;
    for case in cases() {
        let (mut over_random, mut over_grid) = (f64::INFINITY, f64::INFINITY);
        for seed in SEEDS {
            let request = request(&case, seed);
            let mut engine = Engine::new(request.futures.clone().with_draws(DRAWS));
            let mut all = |policies: Vec<Levers<f64>>| -> Vec<Score> {
                policies.iter().map(|l| score(&measure(&mut engine, l, case.aim, case.statistic).unwrap())).collect()
            };
            let rivals = [all(random(&request, seed)), all(grid(&request))];
            let ours = searched(request, &mut engine);
            // from the worst corner of the joint front of all three
            let everything: Vec<Score> = rivals.iter().flatten().chain(&ours).copied().collect();
            let joint = front(&everything);
            let worst = |d: usize| joint.iter().map(|&i| everything[i].objectives[d]).fold(f64::NEG_INFINITY, f64::max);
            let corner = [worst(0), worst(1)];
            let ratio = |rival: &[Score]| hypervolume(&ours, corner) / hypervolume(rival, corner);
            over_random = over_random.min(ratio(&rivals[0]));
            over_grid = over_grid.min(ratio(&rivals[1]));
        }
        let reached = over_random > 1.0 && over_grid > 1.0;
        missed += usize::from(!reached);
        let word = if reached { "yes" } else { "no" };
        println!("{:<42} {over_random:>14.3} {over_grid:>14.3}  > 1     {word}", case.name);
    }
    println!("{missed} targets missed");
}
