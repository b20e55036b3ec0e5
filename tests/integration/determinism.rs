//! A result is a pure function of the scenario, the seed, the draws, the sampler and the engine's version: not of workers,
//! jobs, caches, lanes, or of what else is asked.

use aftercast_compute::messages::{FromWorker, OrderMessage, ToWorker, levers_to_list};
use aftercast_compute::request::{Priority, RunRequest};
use aftercast_compute::run::RunPlan;
use aftercast_compute::worker::Worker;
use aftercast_compute::{Backend as _, Event, inline::Inline, threads};
use aftercast_engine::check;
use aftercast_engine::model::queue::WaitTable;
use aftercast_engine::model::serious_events::Events;
use aftercast_engine::model::{Baseline, BaselineError, Disturbance, EventSource, Firm, simulate};
use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::batch::{Block, Engine, EventMode, Futures, Row};
use aftercast_engine::run::instructions::InstructionSet;
use aftercast_engine::run::outcome::{BaselineMonth, DrawAccumulator, OUTCOME_COLUMNS, SERIES_COLUMNS};
use aftercast_numerics::math::{Lane, f64x4};
use aftercast_numerics::random::{Kind, uniform};
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Levers, Override, Scenario, json};

use crate::random_scenarios::draft;

fn futures(draws: u64, sampler: Sampler, events: EventMode) -> Futures {
    let mut draft = Draft::default();
    draft.settings.draws = draws;
    draft.settings.sampler = sampler;
    draft.settings.events = events;
    draft.company.horizon_months = 18.0;
    check(&draft).unwrap().futures()
}

fn policy(moves: &[(LeverId, f64)]) -> Levers<f64> {
    let mut levers = Levers::default_today();
    moves.iter().for_each(|(id, value)| *levers.get_mut(*id) = *value);
    levers
}

fn policies() -> Vec<Levers<f64>> {
    vec![
        policy(&[(LeverId::CustomersPerAgent, 3000.0)]),
        policy(&[
            (LeverId::AiShare, 0.7),
            (LeverId::AiAccuracy, 0.9),
            (LeverId::Copilot, 1.0),
            (LeverId::RampMonths, 2.5),
        ]),
        policy(&[(LeverId::Traceability, 1.0), (LeverId::QualityLoop, 0.8), (LeverId::VipSpend, 800.0)]),
    ]
}

fn request(futures: Futures) -> RunRequest {
    RunRequest { run: 1, futures, policies: policies(), baseline: true, draws: None, priority: Priority::Batch }
}

/// The bits of a run: policy and draws of every block in the order they came, and all values draw by draw.
fn bits(request: &RunRequest, blocks: &[(Option<usize>, Block)]) -> Vec<Vec<Vec<u64>>> {
    let mut all = vec![Vec::new(); request.policies.len() + 1];
    for (policy, block) in blocks {
        let of_policy: &mut Vec<Vec<u64>> = &mut all[policy.map_or(0, |p| p + 1)];
        assert_eq!(block.first, of_policy.len() as u64, "blocks leave in draw order");
        let columns = block.values.len() / block.draws;
        for i in 0..block.draws {
            of_policy.push((0..columns).map(|k| block.values[k * block.draws + i].to_bits()).collect());
        }
    }
    all
}

fn threaded(request: &RunRequest, workers: usize, job: u64) -> Vec<Vec<Vec<u64>>> {
    let mut blocks = Vec::new();
    threads::run(request, workers, job, |policy, block| blocks.push((policy, block))).unwrap();
    bits(request, &blocks)
}

fn in_process(request: &RunRequest, job: u64) -> Vec<Vec<Vec<u64>>> {
    let mut inline = <Inline<()>>::default();
    inline.submit(Box::new(RunPlan::in_jobs_of(job, request.clone())));
    let mut blocks = Vec::new();
    while let Some(events) = inline.step() {
        for event in events {
            match event {
                Event::Block(policy, block) => blocks.push((policy, block)),
                other => assert_eq!(other, Event::Done(())),
            }
        }
    }
    bits(request, &blocks)
}

#[test]
fn any_number_of_workers_any_size_of_job() {
    // 250 draws: the last four lanes are not full
    for sampler in Sampler::ALL {
        let request = request(futures(250, sampler, EventMode::Sampled));
        let one = threaded(&request, 1, 64);
        assert_eq!(one[0].len(), 250);
        for (workers, job) in [(1, 4), (1, 1000), (2, 64), (2, 100), (3, 98), (7, 4), (7, 64), (7, 1000)] {
            assert!(threaded(&request, workers, job) == one, "{workers} workers, jobs of {job}");
        }
        for job in [4, 64, 99, 100, 1000] {
            assert!(in_process(&request, job) == one, "in process, jobs of {job}");
        }
    }
}

#[test]
fn a_worker_in_messages_computes_the_same() {
    let request = request(futures(64, Sampler::Sobol, EventMode::Sampled));
    let expected = threaded(&request, 1, 64);
    let mut worker = <Worker>::default();
    // what travels is text
    let mut send = |message: &ToWorker| {
        let text = serde_json::to_string(message).unwrap();
        worker.handle(&serde_json::from_str(&text).unwrap(), &[])
    };
    assert_eq!(send(&ToWorker::Enter { ticket: 3, futures: Box::new((&request.futures).into()) }), None);
    let policies: Vec<Option<Vec<f64>>> =
        std::iter::once(None).chain(request.policies.iter().map(|p| Some(levers_to_list(p)))).collect();
    let order = OrderMessage::Draws { first: 0, draws: 64, policies };
    let compute = |ticket| ToWorker::Compute { ticket, index: 5, order: order.clone() };
    assert_eq!(send(&compute(2)), None, "an order of an older ticket is dropped");
    let (reply, values) = send(&compute(3)).unwrap();
    assert_eq!(reply, FromWorker::Done { ticket: 3, index: 5, rows: 64 });
    let blocks = values.chunks_exact(values.len() / 4).map(|v| Block { first: 0, draws: 64, values: v.to_vec() });
    let due: Vec<(Option<usize>, Block)> = [None, Some(0), Some(1), Some(2)].into_iter().zip(blocks).collect();
    assert!(bits(&request, &due) == expected);
}

#[test]
fn a_message_of_another_version_computes_nothing() {
    let request = request(futures(16, Sampler::Sobol, EventMode::Expected));
    let mut worker = <Worker>::default();
    let mut send = |message: ToWorker| worker.handle(&message, &[]).map(|(reply, _)| reply);
    send(ToWorker::Enter { ticket: 1, futures: Box::new((&request.futures).into()) });
    let compute = |ticket, levers| {
        let order = OrderMessage::Draws { first: 0, draws: 4, policies: vec![Some(levers)] };
        ToWorker::Compute { ticket, index: 0, order }
    };
    // a list of another length is not the baseline
    assert!(matches!(send(compute(1, vec![1.0; 5])), Some(FromWorker::Failed { ticket: 1, .. })));
    let done = send(compute(1, levers_to_list(&policies()[0])));
    assert!(matches!(done, Some(FromWorker::Done { ticket: 1, index: 0, .. })));
    // futures that cannot be read must not leave the earlier one in force
    let mut broken =
        serde_json::to_value(ToWorker::Enter { ticket: 2, futures: Box::new((&request.futures).into()) }).unwrap();
    broken["Enter"]["futures"]["today"].as_array_mut().unwrap().pop();
    let refused = send(serde_json::from_value(broken).unwrap());
    assert!(matches!(refused, Some(FromWorker::Failed { ticket: 2, .. })));
    assert_eq!(send(compute(2, levers_to_list(&policies()[0]))), None);
}

#[test]
fn a_policy_does_not_depend_on_its_company() {
    let mut request = request(futures(96, Sampler::Sobol, EventMode::Sampled));
    let together = threaded(&request, 2, 32);
    for (i, alone) in policies().into_iter().enumerate() {
        request.policies = vec![alone];
        request.baseline = false;
        let mut blocks = Vec::new();
        threads::run(&request, 2, 32, |policy, block| blocks.push((policy, block))).unwrap();
        assert!(bits(&request, &blocks)[1] == together[i + 1], "policy {i} alone");
    }
    request.policies = policies().into_iter().rev().collect();
    request.baseline = true;
    let mut reversed = threaded(&request, 2, 32);
    reversed[1..].reverse();
    assert!(reversed == together, "in another order");
}

#[test]
fn a_shorter_run_is_the_start_of_a_longer_one() {
    for sampler in [Sampler::Sobol, Sampler::Random] {
        let short = threaded(&request(futures(70, sampler, EventMode::Sampled)), 2, 64);
        let long = threaded(&request(futures(200, sampler, EventMode::Sampled)), 2, 64);
        for (short, long) in short.iter().zip(&long) {
            assert!(short[..] == long[..70], "{}", sampler.name());
        }
    }
}

#[test]
fn the_engine_remembers_nothing_that_matters() {
    let (futures, goal) = (futures(5000, Sampler::Sobol, EventMode::Sampled), policies()[1]);
    let fresh = |policy: Option<&Levers<f64>>, first: u64, draws: usize| {
        Engine::new(futures.clone()).run(policy, first, draws).unwrap()
    };
    let mut engine = Engine::new(futures.clone());
    // more draws than are cached, in pieces of unequal size and not in order, each asked for twice
    for (first, draws) in [(2040, 24), (0, 7), (2600, 8), (4, 33), (0, 2), (2600, 3), (2040, 1)] {
        for policy in [Some(&goal), None, Some(&goal)] {
            let block = engine.run(policy, first, draws).unwrap();
            assert_eq!((block.first, block.draws), (first, draws));
            assert!(block == fresh(policy, first, draws), "draws {first}, {draws} of them");
        }
    }
    // fill the cache, and go on beyond it
    engine.run(None, 0, 2300).unwrap();
    assert!(engine.run(Some(&goal), 2044, 16).unwrap() == fresh(Some(&goal), 2044, 16));
    assert!(engine.run(Some(&goal), 0, 8).unwrap() == fresh(Some(&goal), 0, 8));
}

#[test]
fn other_futures_leave_nothing_behind() {
    let mut draft = Draft::default();
    draft.company.horizon_months = 18.0;
    let mut all_futures = vec![check(&draft).unwrap().futures()];
    draft.assumptions.insert(AssumptionId::CausalShare, Override::Known(1.0));
    all_futures.push(check(&draft).unwrap().futures());
    draft.company.horizon_months = 7.0;
    draft.company.customers = 40_000.0;
    all_futures.push(check(&draft).unwrap().futures());
    draft.settings.events = EventMode::Expected;
    draft.settings.seed = 7;
    draft.settings.sampler = Sampler::LatinHypercube;
    draft.today.insert(LeverId::AiShare, 0.5);
    all_futures.push(check(&draft).unwrap().futures());
    let mut engine = Engine::new(all_futures[0].clone());
    let goal = policies()[0];
    for turn in [0, 1, 2, 3, 2, 0, 3, 3, 1] {
        engine.enter(all_futures[turn].clone());
        for policy in [None, Some(&goal)] {
            let fresh = Engine::new(all_futures[turn].clone()).run(policy, 8, 10).unwrap();
            assert!(engine.run(policy, 8, 10).unwrap() == fresh, "futures {turn}");
        }
    }
}

/// Events of one draw at the engine's own uniforms, in a scalar run.
struct Alone {
    seed: u64,
    draw: u64,
    sampled: bool,
}

impl EventSource<f64> for Alone {
    fn events(&mut self, t: usize, expected: Events<f64>) -> Events<f64> {
        if !self.sampled {
            return expected;
        }
        let at = |kind| uniform(self.seed, self.draw, t as u32, kind);
        expected.at_uniforms(at(Kind::SeriousEvent), at(Kind::Crisis))
    }
}

#[test]
fn four_draws_in_a_lane_are_four_draws_alone() {
    for events in [EventMode::Sampled, EventMode::Expected] {
        let futures = futures(48, Sampler::Sobol, events);
        let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
        let firm = Firm::new(&futures.company, &futures.today);
        let mut engine = Engine::new(futures.clone());
        let goal = policies()[1];
        let (lanes, base_lanes) = (engine.run(Some(&goal), 0, 48).unwrap(), engine.run(None, 0, 48).unwrap());
        let mut queue = WaitTable::new();
        for draw in 0..48 {
            let (base, _) = Baseline::<f64>::new(&firm, &plan.draw(draw), &mut queue).unwrap();
            let mut alone = Alone { seed: futures.seed, draw, sampled: events == EventMode::Sampled };
            let mut months = Vec::new();
            let mut baseline = DrawAccumulator::<f64>::new(&firm);
            let first = simulate(&firm, &base, None, &mut alone, &mut queue, |t, m| {
                months.push(BaselineMonth { cost: m.cost + m.acquisition_cost, revenue: m.revenue, profit: m.profit });
                baseline.month(&firm, t, m, None);
            });
            baseline.finish(&firm, &first, None);
            let mut accumulator = DrawAccumulator::<f64>::new(&firm);
            let ending = simulate(&firm, &base, Some(&goal), &mut alone, &mut queue, |t, m| {
                accumulator.month(&firm, t, m, Some(&months[t]));
            });
            accumulator.finish(&firm, &ending, Some(&first));
            for (accumulator, block) in [(&accumulator, &lanes), (&baseline, &base_lanes)] {
                let columns = OUTCOME_COLUMNS + SERIES_COLUMNS * firm.horizon;
                let mut scalar = vec![0.0; columns];
                accumulator.store(&mut scalar, 1, 0, 1);
                for (k, value) in scalar.iter().enumerate() {
                    let lane = block.values[k * 48 + draw as usize];
                    assert_eq!(value.to_bits(), lane.to_bits(), "draw {draw}, column {k}: {value} not {lane}");
                }
            }
        }
    }
}

/// The bits of all that an engine computes for a scenario: baseline and policies, draw by draw, in a lane that is not full, at
/// given values, and in months that are not calm.
fn computed(instructions: InstructionSet, scenario: &Scenario, events: EventMode) -> Vec<u64> {
    let mut engine = Engine::with(instructions, scenario.futures().with_events(events));
    let policies: Vec<Option<&Levers<f64>>> =
        std::iter::once(None).chain(scenario.policies().iter().map(|p| Some(&p.levers))).collect();
    let rows: Vec<Row> = (0..6).map(|draw| Row { draw, values: engine.draw(draw) }).collect();
    let mut found = Vec::new();
    let mut take = |block: Result<Block, BaselineError>| match block {
        Ok(block) => found.extend(block.values.iter().map(|x| x.to_bits())),
        Err(error) => found.extend(format!("{error:?}").bytes().map(u64::from)),
    };
    for policy in &policies {
        take(engine.run(*policy, 0, 10));
    }
    match engine.run_rows(&policies, &rows, events) {
        Ok(blocks) => blocks.into_iter().for_each(|block| take(Ok(block))),
        Err(error) => take(Err(error)),
    }
    let rough = Disturbance { servers: 0.7, wage: 1.2, serious_events: 0.5, score_shock: 3.0, ..Disturbance::CALM };
    engine.disturb(vec![Disturbance::CALM, rough, rough]);
    for policy in &policies {
        take(engine.run(*policy, 4, 4));
    }
    found
}

#[test]
fn every_instruction_set_has_the_same_bits() {
    let golden = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).unwrap();
    let golden = golden.map(|file| json::read(&std::fs::read_to_string(file.unwrap().path()).unwrap()).0);
    let random = (0..150).map(|seed| draft(seed, 3e6));
    let scenarios: Vec<Scenario> = golden.chain(random).filter_map(|draft| check(&draft).ok()).collect();
    assert!(scenarios.len() > 100, "{}", scenarios.len());
    let [first, others @ ..] = InstructionSet::ALL else { panic!("no instruction set") };
    for (scenario, events) in scenarios.iter().zip([EventMode::Sampled, EventMode::Expected].into_iter().cycle()) {
        let expected = computed(*first, scenario, events);
        for other in others {
            // where the processor lacks it, its lanes compute without it
            assert!(computed(*other, scenario, events) == expected, "{}: {other:?}, {events:?}", scenario.name());
        }
    }
}

#[test]
fn a_draw_does_not_feel_its_neighbours() {
    // the same draw beside three others, and beside three copies of itself
    let futures = futures(16, Sampler::Random, EventMode::Expected);
    let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    let firm = Firm::new(&futures.company, &futures.today);
    let mut queue = WaitTable::new();
    let mixed = Baseline::new(&firm, &plan.draw_lanes::<f64x4>(8), &mut queue).unwrap().0;
    for k in 0..4 {
        let alone = plan.draw(8 + k as u64);
        let lanes = aftercast_scenario::Assumptions::from_fn(|id| f64x4::splat(*alone.get(id)));
        let copies = Baseline::new(&firm, &lanes, &mut queue).unwrap().0;
        for g in 0..36 {
            let (a, b) = (mixed.population.customers[g], copies.population.customers[g]);
            assert_eq!(a.get(k).to_bits(), b.get(0).to_bits());
        }
        assert_eq!(mixed.desk.day_utilisation.get(k).to_bits(), copies.desk.day_utilisation.get(3).to_bits());
    }
}

#[test]
#[should_panic(expected = "a scoped thread panicked")]
fn a_thread_that_panics_ends_the_run() {
    // a company that no check let through: months without end
    let mut request = request(futures(64, Sampler::Sobol, EventMode::Expected));
    request.futures.company.horizon_months = f64::INFINITY;
    let _ = threads::run(&request, 2, 16, |_, _| {});
}
