//! `aftercast stress`: every policy under every stress, with alerts.

use std::path::PathBuf;

use aftercast_analyses::sections::stress::SECTION;
use aftercast_analyses::{Question, Settings};
use aftercast_engine::analysis::alerts::{ALERTS, Alert, Measure};
use aftercast_engine::analysis::stress::{STRESSES, Stress};
use aftercast_engine::check;
use aftercast_scenario::{Draft, Scenario};

use crate::analyse::tell;
use crate::output::beside;
use crate::{Failure, load};

/// Options of a stress test.
#[derive(Debug, clap::Args)]
pub struct StressOptions {
    /// Scenario file (JSON).
    scenario: PathBuf,
    /// Stresses to test, with commas; all if not given.
    #[arg(long, value_delimiter = ',')]
    stress: Vec<String>,
    /// Other thresholds of an alert: measure=blue,yellow,red. Minutes, points, months; loss and chance_of_loss are shares (0.25).
    #[arg(long, value_name = "MEASURE=BLUE,YELLOW,RED")]
    alert: Vec<String>,
    /// Number of draws.
    #[arg(long)]
    draws: Option<u64>,
    /// Seed of the draws.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long, value_parser = crate::args::threads)]
    threads: Option<usize>,
    /// Write the test as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Tests, prints, writes.
pub fn run(options: &StressOptions) -> Result<(), Failure> {
    let (document, scenario) = scenario(options)?;
    let stresses = stresses(&options.stress)?;
    let alerts = alerts(&options.alert)?;
    let json = beside([options.scenario.as_path()], options.json.as_deref())?;
    let settings = Settings { stresses, alerts, ..Settings::default() };
    let question = Question { document, scenario, settings };
    tell(&SECTION, &question, options.threads, json.as_ref())
}

fn scenario(options: &StressOptions) -> Result<(Draft, Scenario), Failure> {
    let (mut draft, _) = load(&options.scenario)?;
    draft.settings.draws = options.draws.unwrap_or(draft.settings.draws);
    draft.settings.seed = options.seed.unwrap_or(draft.settings.seed);
    let scenario = check(&draft)?;
    Ok((draft, scenario))
}

fn stresses(ids: &[String]) -> Result<Vec<Stress>, Failure> {
    if ids.is_empty() {
        return Ok(STRESSES.to_vec());
    }
    let known: Vec<&str> = STRESSES.iter().map(|s| s.id).collect();
    let found = |id: &String| {
        Stress::from_id(id)
            .copied()
            .ok_or_else(|| Failure::Input(format!("--stress {id}: there are {}", known.join(", "))))
    };
    let mut stresses = Vec::<Stress>::new();
    for stress in ids.iter().map(found) {
        let stress = stress?;
        if stresses.iter().any(|s| s.id == stress.id) {
            return Err(Failure::Input(format!("--stress {}: is given twice; give it once", stress.id)));
        }
        stresses.push(stress);
    }
    Ok(stresses)
}

/// The thresholds of the data file, those given in their place.
fn alerts(given: &[String]) -> Result<Vec<Alert>, Failure> {
    let mut alerts = ALERTS.to_vec();
    let mut named = Vec::new();
    for text in given {
        let known: Vec<&str> = Measure::ALL.map(Measure::name).to_vec();
        let wrong = || {
            Failure::Input(format!(
                "--alert {text}: a measure and three numbers, such as longest_wait=15,25,40; measures are {}",
                known.join(", ")
            ))
        };
        let (name, numbers) = text.split_once('=').ok_or_else(wrong)?;
        let measure = Measure::from_name(name.trim()).ok_or_else(wrong)?;
        let numbers: Result<Vec<f64>, _> = numbers.split(',').map(|x| x.trim().parse::<f64>()).collect();
        let Ok([blue, yellow, red]) = numbers.as_deref() else { return Err(wrong()) };
        if named.contains(&measure) {
            let name = measure.name();
            return Err(Failure::Input(format!("--alert {text}: {name} is given twice; give its thresholds once")));
        }
        named.push(measure);
        let alert = Alert::new(measure, *blue, *yellow, *red)
            .map_err(|violations| Failure::Input(format!("--alert {text}: {violations}")))?;
        alerts.retain(|a| a.measure != measure);
        alerts.push(alert);
    }
    Ok(alerts)
}
