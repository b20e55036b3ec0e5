//! The native side of the comparison. `export FOLDER` writes the cases that the peers are checked with; without arguments it
//! answers lines: `run DRAWS MONTHS POLICIES` computes once, `moved ...` the policies alone, on baselines that are there,
//! `yardstick ...` the yardstick, all with the instructions of the build; `found` answers with the fastest of the processor.
//! `spread` compares samplers.

#[path = "../tests/twin/export.rs"]
mod export;
#[path = "common/mod.rs"]
mod reference;
#[path = "common/yardstick.rs"]
mod yardstick;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::time::Instant;

use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::instructions::InstructionSet;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::plan::SamplingPlan;
use aftercast_engine::run::summary::mean;
use aftercast_numerics::random::{Kind, uniform};
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{AssumptionId, Assumptions};
use reference::{DRAWS, MONTHS, SEED, Session};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["export", folder] => export(Path::new(folder)),
        ["spread"] => spread(),
        ["found"] => serve(InstructionSet::found()),
        _ => serve(InstructionSet::Build),
    }
}

fn serve(instructions: InstructionSet) -> Result<(), Box<dyn Error>> {
    let policies = reference::policies();
    let mut sessions: BTreeMap<(u64, u32), Session> = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let [kind, draws, months, count] = words[..] else { return Err(format!("do not know: {line}").into()) };
        let (draws, months) = (draws.parse()?, months.parse()?);
        let chosen = policies.get(..count.parse()?).ok_or("there are six policies")?;
        let session = sessions.entry((draws, months)).or_insert_with(|| Session::with(instructions, draws, months));
        let start;
        let checksum = match kind {
            "run" => {
                start = Instant::now();
                session.run(chosen)
            }
            "moved" => {
                start = Instant::now();
                session.moved(chosen)
            }
            "yardstick" => {
                start = Instant::now();
                yardstick::run()
            }
            _ => return Err(format!("do not know: {line}").into()),
        };
        let answer = json!({ "ns": start.elapsed().as_nanos() as u64, "checksum": checksum });
        let mut out = std::io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

/// Replicates of the comparison of samplers. 32 tell the ratio of a policy's errors to 18 %, which is more than what is to be
/// told apart; so many to 9 %.
const REPLICATES: u64 = 128;

/// Errors of 1 024 Sobol draws over those of as many random ones: by policy, and the mean of the six.
fn spread() -> Result<(), Box<dyn Error>> {
    let [sobol, random] = [Sampler::Sobol, Sampler::Random].map(|s| reference::spread(s, REPLICATES));
    let ratio = |k: usize| {
        let each: Vec<f64> = sobol.iter().zip(&random).map(|(s, r)| s[k] / r[k]).collect();
        json!({ "mean": mean(&each), "each": each })
    };
    let ratios = json!({ "mean": ratio(0), "difference": ratio(1), "low": ratio(2), "high": ratio(3) });
    println!("{}", json!({ "replicates": REPLICATES, "ratios": ratios }));
    Ok(())
}

/// Everything a peer needs: complete golden cases, and the reference case with its draws, event uniforms and results.
fn export(folder: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let golden = export::golden(Path::new("tests/golden"))?;
    std::fs::write(folder.join("golden.json"), Value::Array(golden).to_string())?;

    let futures = reference::futures(DRAWS, MONTHS);
    let policies = reference::policies();
    let mut case = export::firm(&futures.company, &futures.today)?;
    case.insert("draws".into(), DRAWS.into());
    case.insert("ids".into(), AssumptionId::ALL.map(AssumptionId::name).to_vec().into());
    case.insert("policies".into(), policies.iter().map(export::levers).collect());
    std::fs::write(folder.join("reference.json"), Value::Object(case).to_string())?;

    // assumption by assumption, then draw by draw
    let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    let drawn: Vec<Assumptions<f64>> = (0..DRAWS).map(|i| plan.draw(i)).collect();
    numbers(
        &folder.join("assumptions.f64"),
        AssumptionId::ALL.into_iter().flat_map(|id| drawn.iter().map(move |a| *a.get(id))),
    )?;
    // month by month, service events then crises, then draw by draw
    let each = (0..MONTHS).flat_map(|t| [Kind::SeriousEvent, Kind::Crisis].map(|kind| (t, kind)));
    numbers(
        &folder.join("uniforms.f64"),
        each.flat_map(|(t, kind)| (0..DRAWS).map(move |i| uniform(SEED, i, t, kind))),
    )?;
    // net gain and change of lifetime value, policy by policy, then draw by draw
    let mut engine = Engine::new(futures);
    let mut results = Vec::new();
    for goal in &policies {
        let block = engine.run(Some(goal), 0, DRAWS as usize).map_err(|e| format!("{e:?}"))?;
        for outcome in [Outcome::Npv, Outcome::DeltaLtv] {
            let column = outcome as usize * block.draws;
            results.extend_from_slice(&block.values[column..column + block.draws]);
        }
    }
    numbers(&folder.join("results.f64"), results.into_iter())?;
    Ok(())
}

fn numbers(path: &Path, values: impl Iterator<Item = f64>) -> Result<(), Box<dyn Error>> {
    Ok(std::fs::write(path, values.flat_map(f64::to_le_bytes).collect::<Vec<u8>>())?)
}
