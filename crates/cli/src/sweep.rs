//! `aftercast sweep`: many policies to Parquet files, with progress; what was finished survives any end.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aftercast_sweep::compute::SweepError;
use aftercast_sweep::{Folder, FolderError, Plan, Shard, sweep};

use crate::Failure;
use crate::args::SweepOptions;
use crate::compute::{bar, threads_of};
use crate::output::print;

/// Reads, computes what is left, says what there is.
pub fn run(options: &SweepOptions) -> Result<(), Failure> {
    let plan = plan(options)?;
    let shard = options.shard.unwrap_or(Shard::WHOLE);
    let root = options.out.clone().unwrap_or_else(|| beside(&options.grid));
    let mut folder = Folder::open(&root, &plan, shard, options.resume).map_err(failure)?;
    let rest = folder.rest(&plan, shard).map_err(failure)?;
    for damaged in &rest.damaged {
        say!("computing again: {damaged}");
    }
    let policies = |parts: &mut dyn Iterator<Item = u64>| -> u64 {
        parts.map(|part| plan.part(part)).map(|range| range.end - range.start).sum()
    };
    let all = policies(&mut plan.parts_of(shard));
    let left = policies(&mut rest.parts.iter().copied());
    let style = indicatif::ProgressStyle::with_template("{wide_bar} {pos}/{len} policies, {per_sec}, {eta} left");
    let bar = bar(left).with_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar()));
    let done = sweep(&plan, &mut folder, shard, &rest, threads_of(options.threads), |policies| bar.inc(policies));
    bar.finish_and_clear();
    done.map_err(|e| match e {
        SweepError::Baseline(why) => why.into(),
        SweepError::Order(why) => why.into(),
        SweepError::Folder(why) => failure(why),
    })?;
    print(&summary(&plan, shard, &root, all, left))
}

fn plan(options: &SweepOptions) -> Result<Plan, Failure> {
    let path = &options.grid;
    let text = crate::text(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Plan::read(&text, folder, options.draws).map_err(|v| {
        let things = if v.0.len() == 1 { "1 thing".to_owned() } else { format!("{} things", v.0.len()) };
        Failure::Input(format!("{}: {things} to mend\n{v}", path.display()))
    })
}

/// The folder beside a file: `grid.toml` has `grid-sweep`.
fn beside(grid: &Path) -> PathBuf {
    let stem = grid.file_stem().and_then(|s| s.to_str()).unwrap_or("grid");
    grid.with_file_name(format!("{stem}-sweep"))
}

fn failure(e: FolderError) -> Failure {
    match e {
        FolderError::Refused(message) => Failure::Input(message),
        FolderError::Machine(message) => Failure::Machine(message),
    }
}

fn summary(plan: &Plan, shard: Shard, root: &Path, all: u64, left: u64) -> String {
    let settings = plan.scenario().settings();
    let mut text = format!("{}: {all} policies", root.display());
    // writing to a string cannot fail
    if shard.count > 1 {
        let _ = write!(text, " (shard {} of {} of {})", shard.index + 1, shard.count, plan.design().policies());
    }
    let _ = write!(
        text,
        ", {left} of them computed now, {} draws each, {} points, seed {}, events {}\nplan {}",
        settings.draws,
        settings.sampler.name(),
        settings.seed,
        settings.events.name(),
        plan.digest()
    );
    if let Some(bytes) = peak_memory() {
        let _ = write!(text, "\npeak memory {} bytes", bytes);
    }
    text
}

/// The most memory that this process has held, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
