//! Jobs reach a free worker, results leave once each and in draw order, whatever dies on the way.

use aftercast_compute::request::{Priority, RunRequest};
use aftercast_compute::schedule::Job;
use aftercast_compute::schedule::Schedule;
use aftercast_engine::check;
use aftercast_engine::run::batch::{Engine, Futures};
use aftercast_scenario::{Draft, Levers};

use crate::random_firms::Dice;

fn request(draws: u64, policies: usize, baseline: bool) -> RunRequest {
    let mut draft = Draft::default();
    draft.settings.draws = draws;
    let futures: Futures = check(&draft).unwrap().futures();
    RunRequest {
        run: 1,
        futures,
        policies: vec![Levers::default_today(); policies],
        baseline,
        draws: None,
        priority: Priority::Batch,
    }
}

/// Numbers of a job that say which draws they are: one column a policy.
fn values(job: &Job, policies: usize) -> Vec<f64> {
    (0..policies)
        .flat_map(|p| (0..job.draws).map(move |i| (p * 1_000_000) as f64 + (job.first as usize + i) as f64))
        .collect()
}

#[test]
fn every_draw_arrives_once_and_in_order_although_workers_fail() {
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let (draws, workers) = (16 + (dice.unit() * 2000.0) as u64, 1 + (dice.unit() * 8.0) as usize);
        let job_draws = dice.pick(&[1, 4, 50, 64, 100, 5000]);
        let mut schedule = Schedule::new(request(draws, 2, true), workers, job_draws);
        let mut desks: Vec<Vec<Job>> = vec![Vec::new(); workers];
        let mut next = [0_u64; 3];
        let mut steps = 0;
        while !schedule.is_done() {
            steps += 1;
            assert!(steps < 100_000, "seed {seed}: the run does not end");
            let worker = (dice.unit() * workers as f64) as usize;
            if dice.chance(0.03) {
                // it dies; its successor takes the same place, and a late word of the dead is dropped
                let late = desks[worker].pop();
                schedule.lost(worker);
                desks[worker].clear();
                assert!(!schedule.owes(worker));
                if let Some(job) = late {
                    assert!(schedule.finished(worker, job.index, values(&job, 3)).is_empty());
                }
            } else if dice.chance(0.5) {
                while let Some(job) = schedule.next_for(worker) {
                    assert!(job.first % 4 == 0 && job.draws > 0, "jobs start at whole lanes");
                    desks[worker].push(job);
                }
                assert!(desks[worker].len() <= 2, "at most two wait at a worker");
            } else if !desks[worker].is_empty() {
                let job = desks[worker].remove(0);
                for (policy, block) in schedule.finished(worker, job.index, values(&job, 3)) {
                    let p = policy.map_or(0, |p| p + 1);
                    assert_eq!(block.first, next[p], "seed {seed}");
                    for (i, value) in block.values.iter().enumerate() {
                        assert_eq!(*value, (p * 1_000_000) as f64 + (block.first as usize + i) as f64);
                    }
                    next[p] += block.draws as u64;
                }
            }
        }
        assert_eq!(next, [draws; 3], "seed {seed}");
        assert!(desks.iter().all(Vec::is_empty) && (0..workers).all(|w| !schedule.owes(w)));
    }
}

#[test]
fn a_moved_lever_goes_to_the_worker_that_has_its_baseline() {
    // a second run over the same draws: the same worker gets the same job, unless a worker would idle
    let first_jobs = |workers: usize| {
        let mut schedule = Schedule::new(request(1024, 1, false), workers, 64);
        (0..workers).map(|w| schedule.next_for(w).unwrap().index).collect::<Vec<_>>()
    };
    for workers in [1, 2, 3, 7] {
        assert_eq!(first_jobs(workers), (0..workers as u32).collect::<Vec<_>>());
    }
}

#[test]
fn a_run_of_unknown_workers_and_jobs_is_left_alone() {
    let mut schedule = Schedule::new(request(64, 1, true), 2, 64);
    assert!(schedule.next_for(9).is_none());
    assert!(schedule.finished(9, 0, Vec::new()).is_empty());
    assert!(schedule.finished(0, 7, Vec::new()).is_empty());
    schedule.lost(9);
    assert!(!schedule.owes(9) && !schedule.is_done());
}

/// A block handed on: its policy, its first draw and the bits of its values.
type HandedOn = (Option<usize>, u64, Vec<u64>);

/// What a run hands on, block by block, and how many things happened in it: jobs given and jobs finished. At one of these a
/// worker dies, of which three work in turn, and its successor begins with nothing.
fn computed(request: &RunRequest, fails_at: Option<usize>) -> (Vec<HandedOn>, usize) {
    const WORKERS: usize = 3;
    let mut schedule = Schedule::new(request.clone(), WORKERS, 8);
    let mut engines: Vec<Engine> = (0..WORKERS).map(|_| Engine::new(request.futures.clone())).collect();
    let mut held: Vec<Vec<Job>> = vec![Vec::new(); WORKERS];
    let (mut handed_on, mut happened) = (Vec::new(), 0);
    while !schedule.is_done() {
        let before = happened;
        for worker in 0..WORKERS {
            // the slower ones of them let their jobs wait
            let next = if happened % (worker + 2) == 0 { None } else { schedule.next_for(worker) };
            if let Some(job) = next {
                held[worker].push(job);
            } else if !held[worker].is_empty() {
                let job = held[worker].remove(0);
                let policies: Vec<Option<usize>> = schedule.policies().collect();
                let values = policies.into_iter().flat_map(|policy| {
                    let levers = policy.map(|p| request.policies[p]);
                    engines[worker].run(levers.as_ref(), job.first, job.draws).unwrap().values
                });
                let values = values.collect();
                for (policy, block) in schedule.finished(worker, job.index, values) {
                    handed_on.push((policy, block.first, block.values.iter().map(|x| x.to_bits()).collect()));
                }
                schedule.first_picture_drawn();
            } else {
                continue;
            }
            if fails_at == Some(happened) {
                schedule.lost(worker);
                held[worker].clear();
                engines[worker] = Engine::new(request.futures.clone());
            }
            happened += 1;
        }
        happened += usize::from(happened == before);
    }
    (handed_on, happened)
}

#[test]
fn a_worker_killed_at_any_of_fifty_points_of_a_run_changes_no_bit() {
    for priority in [Priority::Batch, Priority::Interactive, Priority::Background] {
        let request = RunRequest { priority, ..request(256, 1, true) };
        let (whole, happened) = computed(&request, None);
        assert!(happened >= 50, "fifty points, not {happened}");
        for point in 0..50 {
            let (with_a_failure, _) = computed(&request, Some(point * happened / 50));
            assert!(with_a_failure == whole, "{priority:?}: failed at point {point} of {happened}");
        }
    }
}
