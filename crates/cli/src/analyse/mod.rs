//! `aftercast analyse`: what drives a result, where it breaks even, what it is worth to know, how policies rank.

mod figures;
mod information;
mod json;
mod rows;
mod tables;

use std::io::IsTerminal as _;

use aftercast_compute::threads;
use aftercast_engine::analysis::break_even::{BreakEven, Criterion};
use aftercast_engine::analysis::draws::Draws;
use aftercast_engine::analysis::sobol_indices::VarianceIndices;
use aftercast_engine::analysis::structural::Structural;
use aftercast_engine::analysis::sweep::Sweep;
use aftercast_engine::analysis::tornado::Tornado;
use aftercast_engine::analysis::{Analysis, DecisionVariable, Target};
use aftercast_engine::check;
use aftercast_engine::run::record::Outcome;
use aftercast_i18n::names::beside_today;
use aftercast_scenario::json::nearest;
use aftercast_scenario::{AssumptionId, EventMode, LEVERS, LeverId, Levers, Scenario};
use serde_json::{Value, json};

use crate::args::{AnalyseOptions, EventsArg, What};
use crate::output::{self, WholeFile, print};
use crate::{Failure, load};

/// Draws behind each bar of a tornado, if not asked for.
const TORNADO_DRAWS: u64 = 256;
/// Points of a sweep, of a line and of a side of a grid.
const POINTS: (usize, usize) = (9, 11);

/// What is asked, resolved against the scenario.
pub struct Question {
    /// The scenario with the options given on the command line.
    pub scenario: Scenario,
    /// Which outcome.
    pub outcome: Outcome,
    /// Name of the policy.
    pub name: String,
    /// Its levers; today's for `None`.
    pub policy: Option<Levers<f64>>,
    /// Name and levers of the policy it is compared with.
    pub against: Option<(String, Option<Levers<f64>>)>,
    /// Levers to move.
    pub levers: Vec<LeverId>,
    /// Threads.
    pub threads: usize,
}

/// A table for the terminal and the same as JSON.
pub struct Finding {
    /// For the terminal.
    pub table: String,
    /// For programs.
    pub json: Value,
}

/// Analyses, prints, writes.
pub fn run(options: &AnalyseOptions) -> Result<(), Failure> {
    let question = Question::new(options)?;
    let target = options.json.as_deref().map(output::Target::new).transpose()?;
    if target.as_ref().is_some_and(|t| t.is(&options.scenario)) {
        return Err(Failure::Input(
            "--json: the result would take the place of the scenario; name another file".to_owned(),
        ));
    }
    let finding = answer(&question, options)?;
    if let Some(target) = target {
        let mut report = json!({
            "analysis": options.what_name(),
            "name": question.scenario.name(),
            "engine_version": aftercast_engine::VERSION,
            "outcome": question.outcome.name(),
            "policy": question.name,
            "against": question.against.as_ref().map(|(name, _)| name),
            "seed": question.scenario.settings().seed,
            "sampler": question.scenario.settings().sampler.name(),
        });
        if let (Some(report), Value::Object(found)) = (report.as_object_mut(), finding.json) {
            report.extend(found);
        }
        let mut file = WholeFile::create(&target)?;
        file.write(&format!("{report:#}\n"))?;
        file.finish()?;
    }
    print(&finding.table)
}

impl AnalyseOptions {
    fn what_name(&self) -> String {
        use clap::ValueEnum as _;
        self.what.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned())
    }
}

fn answer(q: &Question, options: &AnalyseOptions) -> Result<Finding, Failure> {
    let scenario = &q.scenario;
    let futures = scenario.futures();
    match options.what {
        What::Tornado => {
            let draws = options.draws.unwrap_or(TORNADO_DRAWS);
            let report = compute(Tornado::new(futures, q.target()?, draws), q.threads)?;
            Ok(Finding { table: tables::tornado(q, &report), json: json::tornado(&report) })
        }
        What::Indices => {
            let report = compute(VarianceIndices::new(futures, q.target()?, scenario.settings().draws), q.threads)?;
            Ok(Finding { table: tables::indices(q, &report), json: json::indices(&report) })
        }
        What::Sweep => {
            let policy = q.moving()?;
            let report = match *q.levers {
                [a, b] if options.lever.len() == 2 => {
                    let count = options.points.unwrap_or(POINTS.1).clamp(2, 101);
                    compute(Sweep::grid(scenario, &policy, q.outcome, [a, b], count), q.threads)?
                }
                _ => {
                    let count = options.points.unwrap_or(POINTS.0).clamp(2, 1001);
                    compute(Sweep::lines(scenario, &policy, q.outcome, &q.levers, count), q.threads)?
                }
            };
            Ok(Finding { table: tables::sweep(q, &report), json: json::sweep(&report, q.outcome) })
        }
        What::BreakEven => break_even(q, options),
        What::Structural => {
            let analysis = Structural::new(scenario, &q.moving()?, q.other(), q.target()?.outcome());
            let report = compute(analysis, q.threads)?;
            let causal =
                compute(q.search(DecisionVariable::Assumption(AssumptionId::CausalShare), options)?, q.threads)?;
            Ok(Finding { table: tables::structural(q, &report, &causal), json: json::structural(&report, &causal) })
        }
        What::Information => information::answer(q),
        What::Ranking => {
            let (names, goals) = q.options();
            let values = compute(Draws::new(futures, goals, q.target()?.outcome()), q.threads)?;
            Ok(Finding { table: tables::ranking(q, &names, &values), json: json::ranking(&names, &values, q.outcome) })
        }
        What::Rows => rows::answer(q, options.values.as_deref()),
    }
}

fn break_even(q: &Question, options: &AnalyseOptions) -> Result<Finding, Failure> {
    let knobs = q.levers.iter().map(|&id| DecisionVariable::Lever(id));
    // beside the levers, the assumption most in dispute
    let knobs =
        knobs.chain(options.lever.is_empty().then_some(DecisionVariable::Assumption(AssumptionId::CausalShare)));
    let reports = knobs.map(|knob| compute(q.search(knob, options)?, q.threads)).collect::<Result<Vec<_>, _>>()?;
    Ok(Finding { table: tables::break_even(q, options.chance, &reports), json: json::break_even(&reports) })
}

/// Computes an analysis with progress on a terminal.
pub fn compute<A: Analysis + 'static>(analysis: A, threads: usize) -> Result<A::Report, Failure>
where
    A::Report: 'static,
{
    let bar =
        if std::io::stderr().is_terminal() { indicatif::ProgressBar::new(1) } else { indicatif::ProgressBar::hidden() };
    let done = threads::analyse(analysis, threads, |done, jobs| {
        bar.set_length(jobs as u64);
        bar.set_position(done as u64);
        true
    });
    bar.finish_and_clear();
    match done {
        Ok(Some(report)) => Ok(report),
        Ok(None) => Err(Failure::Machine("the analysis was stopped".to_owned())),
        Err(why) => Err(why.into()),
    }
}

impl Question {
    fn new(options: &AnalyseOptions) -> Result<Self, Failure> {
        let (mut draft, _) = load(&options.scenario)?;
        let settings = &mut draft.settings;
        // a tornado's bars may rest on fewer draws than its regression
        if !matches!(options.what, What::Tornado) {
            settings.draws = options.draws.unwrap_or(settings.draws);
        }
        settings.seed = options.seed.unwrap_or(settings.seed);
        match options.events {
            None => {}
            Some(EventsArg::Sampled) => settings.events = EventMode::Sampled,
            Some(EventsArg::Expected) => settings.events = EventMode::Expected,
        }
        let scenario = check(&draft)?;
        if let Some(p) = options.chance.filter(|p| !(0.0..=1.0).contains(p)) {
            return Err(Failure::Input(format!("--chance {p}: expected a share of futures from 0 to 1, such as 0.8")));
        }
        let outcome = Outcome::from_name(&options.outcome).ok_or_else(|| {
            unknown("--outcome", &options.outcome, &Outcome::ALL.iter().map(|o| o.name()).collect::<Vec<_>>())
        })?;
        let levers = options
            .lever
            .iter()
            .map(|name| LeverId::from_name(name).ok_or_else(|| unknown("--lever", name, &LEVERS.map(|l| l.id.name()))))
            .collect::<Result<Vec<_>, _>>()?;
        let levers =
            if levers.is_empty() { LEVERS.iter().filter(|l| l.headline).map(|l| l.id).collect() } else { levers };
        let (name, policy) = match &options.policy {
            Some(name) => find(&scenario, "--policy", name)?,
            None => match scenario.policies().first() {
                Some(p) => (label(&p.name, 0), Some(p.levers)),
                None => ("today".to_owned(), None),
            },
        };
        let against = options.against.as_ref().map(|name| find(&scenario, "--against", name)).transpose()?;
        let threads =
            options.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
        Ok(Self { scenario, outcome, name, policy, against, levers, threads })
    }

    /// The outcome that is looked at.
    fn target(&self) -> Result<Target, Failure> {
        Target::new(self.outcome, self.policy, self.other()).map_err(|e| Failure::Input(format!("--outcome: {e}")))
    }

    fn other(&self) -> Option<Option<Levers<f64>>> {
        self.against.as_ref().map(|(_, levers)| *levers)
    }

    /// The policy to move levers of: today's with an empty budget where none is named.
    fn moving(&self) -> Result<Levers<f64>, Failure> {
        Ok(self.policy.unwrap_or_else(|| Levers::start_from(self.scenario.today())))
    }

    /// A search for where the policy is just good enough.
    fn search(&self, knob: DecisionVariable, options: &AnalyseOptions) -> Result<BreakEven, Failure> {
        let goal = *self.scenario.goal();
        let criterion = match (self.other(), options.chance) {
            (Some(_), _) => Criterion::Better(self.target()?.outcome()),
            (None, Some(p)) => Criterion::Chance(goal, p),
            (None, None) => Criterion::Mean(goal),
        };
        Ok(BreakEven::new(&self.scenario, &self.moving()?, self.other(), knob, criterion))
    }

    /// Names and levers of today and all policies.
    pub fn options(&self) -> (Vec<String>, Vec<Option<Levers<f64>>>) {
        let policies = self.scenario.policies().iter().enumerate();
        std::iter::once(("today".to_owned(), None))
            .chain(policies.map(|(i, p)| (label(&p.name, i), Some(p.levers))))
            .unzip()
    }
}

/// A policy's name, or its number.
fn label(name: &str, index: usize) -> String {
    beside_today(name, index)
}

fn find(scenario: &Scenario, option: &str, wanted: &str) -> Result<(String, Option<Levers<f64>>), Failure> {
    // today's policy, also where another one calls itself so: that one has a number
    if wanted == "today" {
        return Ok(("today".to_owned(), None));
    }
    let policies = scenario.policies();
    let by_number = || wanted.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|&i| i < policies.len());
    if let Some(i) = policies.iter().position(|p| p.name == wanted).or_else(by_number) {
        return Ok((label(&policies[i].name, i), Some(policies[i].levers)));
    }
    let names: Vec<&str> = std::iter::once("today").chain(policies.iter().map(|p| p.name.as_str())).collect();
    Err(unknown(option, wanted, &names))
}

/// What was expected where a name is not known.
fn unknown(option: &str, given: &str, known: &[&str]) -> Failure {
    let hint = nearest(given, known).map_or_else(String::new, |n| format!("; did you mean {n}?"));
    Failure::Input(format!("{option} {given}: expected one of {}{hint}", known.join(", ")))
}
