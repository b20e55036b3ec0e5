//! Where the time of a run goes: month loop, baseline, waiting line, sampling, summaries. `cargo bench`.

#[path = "common/mod.rs"]
mod reference;

use std::hint::black_box;

use aftercast_engine::model::queue::{Abandonment, WaitTable, erlang_a};
use aftercast_engine::model::{Baseline, ExpectedEvents, Firm, simulate};
use aftercast_engine::run::plan::SamplingPlan;
use aftercast_numerics::math::{Lane, exp, f64x4, ln, normal_cdf};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use reference::{DRAWS, MONTHS, Session};

/// Four draws: the baseline, and a policy over all months.
fn model(c: &mut Criterion) {
    let futures = reference::futures(DRAWS, MONTHS);
    let firm = Firm::new(&futures.company, &futures.today);
    let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    let assumptions = plan.draw_lanes::<f64x4>(0);
    let mut queue = WaitTable::new();
    let Ok((base, _)) = Baseline::new(&firm, &assumptions, &mut queue) else { panic!("the draws have no baseline") };
    let goal = reference::policies()[1];

    let mut group = c.benchmark_group("four draws");
    group.throughput(Throughput::Elements(4 * u64::from(MONTHS) * 36));
    group.bench_function("policy over 36 months", |b| {
        b.iter(|| simulate(&firm, black_box(&base), Some(&goal), &mut ExpectedEvents, &mut queue, |_, _| {}));
    });
    group.bench_function("baseline", |b| b.iter(|| Baseline::new(&firm, black_box(&assumptions), &mut queue)));
    group.finish();
}

fn waiting_line(c: &mut Criterion) {
    let mut group = c.benchmark_group("waiting line");
    for servers in [60.0, 300.0] {
        group.bench_function(format!("exact, {servers} servers"), |b| {
            b.iter(|| erlang_a(black_box(servers), black_box(0.9), 5.0));
        });
    }
    let mut table = WaitTable::new();
    group.bench_function("table", |b| b.iter(|| table.p_abandon(black_box(60.3), black_box(-0.1), black_box(5.0))));
    group.finish();
}

fn sampling(c: &mut Criterion) {
    let futures = reference::futures(DRAWS, MONTHS);
    let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    let mut group = c.benchmark_group("sampling");
    let mut draw = 0;
    group.bench_function("all assumptions of a draw", |b| {
        b.iter(|| {
            draw = (draw + 1) % DRAWS;
            plan.draw(black_box(draw))
        });
    });
    group.bench_function("a plan", |b| {
        b.iter(|| SamplingPlan::new(black_box(&futures.distributions), futures.sampler, futures.seed, futures.draws));
    });
    group.finish();
}

fn elementary(c: &mut Criterion) {
    let mut group = c.benchmark_group("four lanes");
    let x = f64x4::from_fn(|k| 0.3 + k as f64 * 0.4);
    group.bench_function("exp", |b| b.iter(|| exp(black_box(x))));
    group.bench_function("ln", |b| b.iter(|| ln(black_box(x))));
    group.bench_function("normal distribution function", |b| b.iter(|| normal_cdf(black_box(x))));
    group.finish();
}

fn results(c: &mut Criterion) {
    let results = Session::new(DRAWS, MONTHS).results(&reference::policies());
    c.bench_function("summaries of case R", |b| b.iter(|| reference::summaries(black_box(&results))));
}

criterion_group!(benches, model, waiting_line, sampling, elementary, results);
criterion_main!(benches);
