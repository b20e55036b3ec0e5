use aftercast::engine::{
    run::{batch::*, record::*, results::*, summary::*},
    sampling::Sampler,
    scenario::*,
};
use std::time::Instant;
fn main() {
    let args: Vec<f64> = std::env::args().skip(1).map(|a| a.parse().unwrap()).collect();
    let n = args[0] as usize;
    for (face, sampler, events) in [
        (false, Sampler::Random, EventMode::Sampled),
        (false, Sampler::Sobol, EventMode::Expected),
        (false, Sampler::LatinHypercube, EventMode::Sampled),
    ] {
        let mut d = Assumptions::from_fn(|id| id.spec().distribution);
        if face {
            for (id, v) in FACE_VALUE {
                *d.get_mut(id) = Distribution::Known { value: v };
            }
        }
        let world = World {
            company: Company::default(),
            today: Levers::default_today(),
            distributions: d,
            seed: 42,
            draws: n as u64,
            sampler,
            events,
        };
        let t = Instant::now();
        let mut e = Engine::new(world);
        println!("engine {:?}", t.elapsed());
        let mut goal = Levers::default_today();
        goal.customers_per_agent = 3000.0;
        let mut res = PolicyResults::new(36);
        let t = Instant::now();
        for c in (0..n).step_by(64) {
            let b = e.run(None, c as u64, 64.min(n - c)).unwrap();
            std::hint::black_box(&b);
        }
        let tb = t.elapsed();
        let t = Instant::now();
        for c in (0..n).step_by(64) {
            let b = e.run(Some(&goal), c as u64, 64.min(n - c)).unwrap();
            res.append(&b).unwrap();
        }
        let tp = t.elapsed();
        println!(
            "baseline {:?} ({:.1} ns/dms) policy {:?} ({:.1} ns/dms)",
            tb,
            tb.as_nanos() as f64 / (n * 36 * 36) as f64,
            tp,
            tp.as_nanos() as f64 / (n * 36 * 36) as f64
        );
        let t = Instant::now();
        let s = summarise(res.outcome(Outcome::Npv));
        println!("summary {:?}", t.elapsed());
        let t = Instant::now();
        for s in Series::ALL {
            res.bands(*s, &[0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]);
        }
        println!("bands {:?}", t.elapsed());
        println!(
            "face {face}: npv mean {:?} sd {:?} median {:?}  pays {:?}",
            s.mean,
            s.sd,
            s.quantiles[4],
            share(res.outcome(Outcome::Npv), |v| v > 0.0)
        );
        println!(
            "payback 36: {:?}; mult {:?}",
            share(res.outcome(Outcome::PaybackMonth), |v| v.is_finite()),
            multiple(&res, Outcome::DeltaRevenue).ratio_of_means
        );
    }
}
