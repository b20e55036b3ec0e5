//! Computing a sweep: policies in batches on all threads, rows written in order, little held at a time.
//!
//! The baseline of a draw is the same for every policy, so each thread keeps one engine, and a window of draws is run for
//! all policies of a batch before the next window.

use core::ops::{ControlFlow, Range};
use std::time::{Duration, Instant};

use super::folder::{ASSUMPTIONS, BASELINE, Folder, FolderError, Rest, draws_file, policies_file};
use super::part::{TableFile, TableKind};
use super::plan::{Plan, Shard};
use aftercast_compute::threads;
use aftercast_engine::model::BaselineError;
use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::outcome::OUTCOME_COLUMNS;
use aftercast_engine::run::results::{OutOfOrder, PolicyResults};
use aftercast_scenario::{AssumptionId, Levers};

/// Draws whose baselines an engine keeps.
const WINDOW: u64 = 2048;
/// Draws asked for at once: a block holds the months too, and most of it is dropped.
const CHUNK: u64 = 256;
/// Policies times draws of a batch, roughly: a few hundredths of a second.
const BATCH_DRAWS: u64 = 1024;
/// Policies of a batch at most; beyond a window they share its baselines.
const BATCH_POLICIES: u64 = 32;
/// Bytes of outcomes that a batch may hold.
const BATCH_BYTES: u64 = 32 << 20;
/// The manifest follows every part, unless writing it (it grows with the parts) would take more than one part in so many of the time.
const SAVE_SHARE: u32 = 20;

/// Why a sweep ended early; what was finished is kept.
#[derive(Debug)]
pub enum SweepError {
    /// A draw has no baseline: the company's facts do not fit together in it.
    Baseline(BaselineError),
    /// Draws arrived out of order: a defect.
    Order(OutOfOrder),
    /// The folder.
    Folder(FolderError),
}

impl core::fmt::Display for SweepError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Baseline(why) => write!(f, "a draw has no baseline: {why}"),
            Self::Order(why) => why.fmt(f),
            Self::Folder(why) => why.fmt(f),
        }
    }
}

impl core::error::Error for SweepError {}

impl From<BaselineError> for SweepError {
    fn from(e: BaselineError) -> Self {
        Self::Baseline(e)
    }
}

impl From<OutOfOrder> for SweepError {
    fn from(e: OutOfOrder) -> Self {
        Self::Order(e)
    }
}

impl From<FolderError> for SweepError {
    fn from(e: FolderError) -> Self {
        Self::Folder(e)
    }
}

/// Policies of one part, for one thread.
#[derive(Clone, Debug)]
struct Batch {
    part: u64,
    policies: Range<u64>,
}

/// Rows of a batch: those of the policies, and of their draws where they are kept.
struct Rows {
    policies: Vec<f64>,
    draws: Vec<f64>,
}

/// Computes what is left of a shard and writes it; `progress` hears of every few policies.
///
/// # Errors
/// See [`SweepError`].
pub fn sweep(
    plan: &Plan,
    folder: &mut Folder,
    shard: Shard,
    rest: &Rest,
    threads: usize,
    mut progress: impl FnMut(u64),
) -> Result<(), SweepError> {
    if rest.assumptions {
        write_assumptions(plan, folder)?;
    }
    if rest.baseline {
        write_baseline(plan, folder)?;
    }
    let mut engines: Vec<Engine> = (0..threads.max(1)).map(|_| Engine::new(plan.scenario().futures())).collect();
    let mut writer = PartWriter::new(plan);
    let (mut saved, mut took) = (Instant::now(), Duration::ZERO);
    let mut write = |batch: Batch, rows: Result<Rows, SweepError>| -> Result<(), SweepError> {
        let finished = writer.take(plan, folder, &batch, &rows?)?;
        progress(batch.policies.end - batch.policies.start);
        if finished && saved.elapsed() >= SAVE_SHARE * took {
            let start = Instant::now();
            folder.save(plan, shard, false)?;
            (saved, took) = (Instant::now(), start.elapsed());
        }
        Ok(())
    };
    let mut written = Ok(());
    let compute = |engine: &mut Engine, batch: &Batch| compute(plan, engine, batch.policies.clone());
    threads::in_order(&mut engines, batches(plan, &rest.parts), compute, |batch, rows| {
        written = write(batch, rows);
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    written?;
    folder.save(plan, shard, true)?;
    Ok(())
}

/// The batches of parts, one after the other; none reaches over the end of a part.
fn batches<'a>(plan: &'a Plan, parts: &'a [u64]) -> impl Iterator<Item = Batch> + 'a {
    let draws = plan.scenario().settings().draws;
    let size = if draws <= WINDOW {
        (BATCH_DRAWS / draws).clamp(1, BATCH_POLICIES)
    } else {
        let bytes = draws * (OUTCOME_COLUMNS * size_of::<f64>()) as u64;
        // kept draws are held again until they are written
        let room = if plan.per_draw() { BATCH_BYTES / 4 } else { BATCH_BYTES };
        (room / bytes).clamp(1, BATCH_POLICIES)
    };
    let cut = parts.iter().flat_map(move |&part| {
        let all = plan.part(part);
        let end = all.end;
        all.step_by(size as usize).map(move |first| (part, first..(first + size).min(end)))
    });
    cut.map(|(part, policies)| Batch { part, policies })
}

/// The outcomes of goals, each over all draws; months are not kept.
fn outcomes(plan: &Plan, engine: &mut Engine, goals: &[Option<Levers<f64>>]) -> Result<Vec<PolicyResults>, SweepError> {
    let draws = plan.scenario().settings().draws;
    let mut results = vec![PolicyResults::new(0); goals.len()];
    let mut start = 0;
    while start < draws {
        let end = (start + WINDOW).min(draws);
        if draws > WINDOW {
            // the baselines of the window before would only fill the memory
            *engine = Engine::new(plan.scenario().futures());
        }
        for (goal, results) in goals.iter().zip(&mut results) {
            let mut first = start;
            while first < end {
                let length = CHUNK.min(end - first);
                results.append(&engine.run(goal.as_ref(), first, length as usize)?)?;
                first += length;
            }
        }
        start = end;
    }
    Ok(results)
}

fn compute(plan: &Plan, engine: &mut Engine, policies: Range<u64>) -> Result<Rows, SweepError> {
    let goals: Vec<Option<Levers<f64>>> = policies.map(|index| Some(plan.design().policy(index))).collect();
    let results = outcomes(plan, engine, &goals)?;
    let mut rows = Rows { policies: Vec::new(), draws: Vec::new() };
    for (levers, results) in goals.iter().flatten().zip(&results) {
        plan.columns().row(levers, results, Some(plan.scenario().goal()), &mut rows.policies);
        if plan.per_draw() {
            let columns: Vec<&[f64]> = plan.columns().draw_outcomes().map(|o| results.outcome(o)).collect();
            for draw in 0..results.draws() {
                rows.draws.extend(columns.iter().map(|column| column[draw]));
            }
        }
    }
    Ok(rows)
}

/// Collects the rows of a part, and puts it in its place when it is whole.
struct PartWriter {
    policies: TableKind,
    draws: TableKind,
    keys: Vec<i64>,
    rows: Vec<f64>,
    open: Option<TableFile>,
}

impl PartWriter {
    fn new(plan: &Plan) -> Self {
        Self {
            policies: TableKind::policies(plan),
            draws: TableKind::draws(plan),
            keys: Vec::new(),
            rows: Vec::new(),
            open: None,
        }
    }

    /// Takes the next batch; true where it finished its part.
    fn take(&mut self, plan: &Plan, folder: &mut Folder, batch: &Batch, rows: &Rows) -> Result<bool, FolderError> {
        let draws_name = draws_file(batch.part);
        if plan.per_draw() {
            let run = plan.scenario().settings().draws;
            let keys: Vec<i64> =
                batch.policies.clone().flat_map(|p| (0..run).flat_map(move |d| [p as i64, d as i64])).collect();
            let mut file = match self.open.take() {
                Some(file) => file,
                None => folder.create(&draws_name, &self.draws, plan)?,
            };
            file.add(&keys, &rows.draws).map_err(|e| folder.failed(&draws_name, &e))?;
            self.open = Some(file);
        }
        self.keys.extend(batch.policies.clone().map(|p| p as i64));
        self.rows.extend_from_slice(&rows.policies);
        if batch.policies.end < plan.part(batch.part).end {
            return Ok(false);
        }
        // draws first: where the policies stand, so do their draws
        if let Some(file) = self.open.take() {
            let stamp = file.finish().map_err(|e| folder.failed(&draws_name, &e))?;
            folder.keep(draws_name, stamp);
        }
        write_table(plan, folder, policies_file(batch.part), &self.policies, &self.keys, &self.rows)?;
        self.keys.clear();
        self.rows.clear();
        Ok(true)
    }
}

fn write_table(
    plan: &Plan,
    folder: &mut Folder,
    name: String,
    kind: &TableKind,
    keys: &[i64],
    rows: &[f64],
) -> Result<(), FolderError> {
    let mut file = folder.create(&name, kind, plan)?;
    file.add(keys, rows).map_err(|e| folder.failed(&name, &e))?;
    let stamp = file.finish().map_err(|e| folder.failed(&name, &e))?;
    folder.keep(name, stamp);
    Ok(())
}

/// Today's policy on the same draws: a row like the others, without what compares it with itself.
fn write_baseline(plan: &Plan, folder: &mut Folder) -> Result<(), SweepError> {
    let mut engine = Engine::new(plan.scenario().futures());
    let mut row = Vec::new();
    for results in outcomes(plan, &mut engine, &[None])? {
        plan.columns().row(plan.scenario().today(), &results, None, &mut row);
    }
    Ok(write_table(plan, folder, BASELINE.to_owned(), &TableKind::policies(plan), &[-1], &row)?)
}

/// What was assumed in each draw, to explain why it ended as it did.
fn write_assumptions(plan: &Plan, folder: &mut Folder) -> Result<(), FolderError> {
    let futures = plan.scenario().futures();
    let sampling = SamplingPlan::of(&futures);
    let (name, kind) = (ASSUMPTIONS.to_owned(), TableKind::assumptions());
    let mut file = folder.create(&name, &kind, plan)?;
    for first in (0..futures.draws).step_by(CHUNK as usize) {
        let draws = first..(first + CHUNK).min(futures.draws);
        let keys: Vec<i64> = draws.clone().map(|d| d as i64).collect();
        let rows: Vec<f64> = draws
            .flat_map(|d| {
                let a = sampling.draw(d);
                AssumptionId::ALL.map(|id| *a.get(id))
            })
            .collect();
        file.add(&keys, &rows).map_err(|e| folder.failed(&name, &e))?;
    }
    let stamp = file.finish().map_err(|e| folder.failed(&name, &e))?;
    folder.keep(name, stamp);
    Ok(())
}
